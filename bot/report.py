"""What the engine found in a text, as a record for programs and as lines for people."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from bot.analysis.stories import key_sentence
from bot.countries import country_name
from bot.model import Analysis, Change, Quantity, Span
from bot.render.figures import figure

WIDTH = 100
SENTENCES = 5
_DIRECTIONS: dict[Change, Change] = {"higher": "up", "lower": "down"}
_STYLES = {"bold": "\x1b[1m", "faint": "\x1b[2m", "title": "\x1b[1;36m", "off": "\x1b[0m"}


def as_record(text: str, analysis: Analysis) -> dict[str, Any]:
    """The findings as JSON can hold them; every `start` and `end` is a character offset in `text`.

    `sentences` are all of the article's, `summary` has the best three of them, `line` is the one that stands for all.
    `numbers` are all of them in text order, with `rank` 0 for the one that a reader would repeat first and None for one
    that is not key.
    """

    def cut(span: Span | None) -> str | None:
        return None if span is None else span.of(text)

    return {
        "language": analysis.language,
        "title": cut(analysis.title),
        "author": cut(analysis.author),
        "sentences": [_place(span) for span in analysis.sentences],
        "summary": [_place(span) for span in analysis.best_sentences(3)],
        "line": None if (line := key_sentence(text, analysis)) is None else _place(line),
        "numbers": [
            {
                **_place(found.span),
                "value": _number(found.value) if found.upper is None else [_number(found.value), _number(found.upper)],
                "unit": found.unit,
                "of": cut(found.of),
                # What the number tells something about, "" for nothing: who has or does what is counted.
                "concept": cut(found.about) or "",
                "change": _DIRECTIONS.get(found.change, found.change),
                # The value is where the movement ended, not how far it went.
                "level": found.change in _DIRECTIONS,
                "who": cut(found.who),
                "rank": found.rank,
            }
            for found in analysis.quantities
        ],
        "quotes": [
            {
                **_place(found.span),
                "text": cut(found.span),
                "speaker": cut(found.speaker),
                "mention": cut(found.mention),
                "role": cut(found.role),
                "kind": found.kind,
            }
            for found in analysis.quotations
        ],
        "positions": [
            {
                "country": found.country,
                "question": found.question,
                "stance": found.stance,
                "holder": cut(found.holder),
                "role": found.role,
                "fleeing_from": found.fleeing_from,
                "said": found.said.isoformat() if found.said else None,
                "evidence": _place(found.evidence),
            }
            for found in analysis.positions
        ],
        "phrases": [cut(span) for span in analysis.phrases],
    }


def as_lines(name: str, text: str, analysis: Analysis, *, colour: bool) -> Iterator[str]:
    """The findings for people, each with the line of the file that it stands in."""
    page = _Page(text, colour)
    title = analysis.title.of(text) if analysis.title else name
    author = f", {analysis.author.of(text)}" if analysis.author else ""
    yield page.styled("title", _one_line(title)) + page.styled("faint", "  " + _one_line(f"{name}{author}"))
    if analysis.language != "en":
        yield from (
            "",
            f"The text's language is {analysis.language}: numbers, quotations and positions are found in English only.",
        )
    yield from page.section("Summary", (page.passage(span) for span in analysis.best_sentences(SENTENCES)))
    yield from page.section("Key numbers", (page.quantity(found) for found in analysis.key_quantities()))
    yield from page.section(
        "Quotations",
        (
            page.passage(
                found.span,
                head=found.speaker.of(text) if found.speaker else "speaker not told",
                marks="" if found.kind == "indirect" else "“”",
            )
            for found in analysis.quotations
        ),
    )
    yield from page.section(
        "Country positions",
        (
            page.passage(
                found.evidence,
                head=f"{country_name(found.country)}: {found.stance.replace('_', ' ')}"
                + (f", says {found.holder.of(text)}" if found.holder else ""),
            )
            for found in analysis.positions
        ),
    )


class _Page:
    """Lines of a width, with or without colour, that know the text they are cut from."""

    def __init__(self, text: str, colour: bool) -> None:
        self._text = text
        self._colour = colour

    def styled(self, style: str, words: str) -> str:
        return f"{_STYLES[style]}{words}{_STYLES['off']}" if self._colour else words

    def section(self, heading: str, entries: Iterator[list[str]]) -> Iterator[str]:
        found = list(entries)
        if found:
            yield ""
            yield self.styled("bold", heading)
            for entry in found:
                yield from entry

    def passage(self, span: Span, *, head: str | None = None, marks: str = "") -> list[str]:
        line = self._text.count("\n", 0, span.start) + 1
        words = _one_line(span.of(self._text))
        words = f"{marks[0]}{words}{marks[1]}" if marks else words
        wrapped = textwrap.wrap(words, WIDTH - 8, break_long_words=False) or [""]
        where = self.styled("faint", f"{line:>5}  ")
        if head is None:
            return [where + wrapped[0], *(" " * 7 + more for more in wrapped[1:])]
        return [where + self.styled("bold", _one_line(head)), *(" " * 9 + more for more in wrapped)]

    def quantity(self, found: Quantity) -> list[str]:
        head = figure(found)
        head += f", {found.of.of(self._text)}" if found.of else ""
        head += f" (says {found.who.of(self._text)})" if found.who else ""
        return self.passage(found.sentence, head=head)


def _one_line(words: str) -> str:
    # A terminal would obey control characters in a stranger's text.
    return " ".join("".join(char if char.isprintable() else " " for char in words).split())


def _place(span: Span) -> dict[str, int]:
    return {"start": span.start, "end": span.end}


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)
