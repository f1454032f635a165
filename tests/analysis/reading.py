"""How the tests read positions: the governing one of each country, and the passages that say what it should be."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.analysis.document import read_document
from bot.analysis.positions import find_positions
from bot.analysis.quotations import find_quotations
from bot.model import Position

PUBLISHED = datetime(2024, 3, 15, 9, 0, tzinfo=UTC)
_BRACES = re.compile(r"\{([A-Z,]+)\}")
PASSAGES = Path(__file__).with_name("passages.txt")


def positions_in(
    text: str, *, title: str | None = None, published: datetime | None = PUBLISHED
) -> tuple[Position, ...]:
    """All positions of a text."""
    document = read_document(text, title=title)
    return find_positions(document, find_quotations(document), published=published)


def governing(text: str) -> dict[str, str]:
    """The first position of each country: the stance that stands, as the text tells it."""
    stances: dict[str, str] = {}
    for position in positions_in(text):
        stances.setdefault(position.country, position.stance)
    return stances


def evidence_in(text: str) -> dict[str, str]:
    """The evidence of the governing position of each country."""
    evidence: dict[str, str] = {}
    for position in positions_in(text):
        evidence.setdefault(position.country, position.evidence.of(text))
    return evidence


def marked(section: str) -> list[object]:
    """The passages of a section in which sentences are marked, with the words that begin each country's evidence."""
    parameters: list[object] = []
    for block in _blocks(section):
        _, _, text = block.partition("\n")
        parts = _BRACES.split(text)
        expected = {
            country: _BRACES.sub("", after).strip()[:40]
            for countries, after in zip(parts[1::2], parts[2::2], strict=True)
            for country in countries.split(",")
        }
        if expected:
            parameters.append(pytest.param("".join(parts[::2]), expected, id=parts[0][:24] + parts[2][:24]))
    return parameters


def passages(section: str) -> list[object]:
    """The passages of a section with their expected positions, as parameters of a test; see the file's head."""
    parameters: list[object] = []
    for block in _blocks(section):
        head, _, text = block.partition("\n")
        if text:
            known = head.removeprefix("? ")
            expected = {} if known == "none" else dict(pair.split(" ") for pair in known.split(", "))
            text = _BRACES.sub("", text)
            marks = [pytest.mark.xfail(strict=True)] if head.startswith("? ") else []
            parameters.append(pytest.param(text, expected, marks=marks, id=text[:48]))
    return parameters


def _blocks(section: str) -> list[str]:
    _, _, rest = PASSAGES.read_text(encoding="utf-8").partition(f"\n[{section}]\n")
    assert rest, section
    return [
        "\n".join(line for line in block.splitlines() if not line.startswith("#")).strip()
        for block in rest.partition("\n[")[0].split("\n\n")
    ]
