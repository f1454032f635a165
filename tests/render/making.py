"""Articles and findings to render, ordinary ones and the worst that a feed could send."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from bot.model import Analysis, Article, Found, Position, Quantity, Quotation, Span, Stance

PUBLISHED = datetime(2026, 3, 14, 9, 30, tzinfo=UTC)

STORY = (
    "The ferry line will stop running between the islands in May.\n\n"
    "“We carried 41,000 people last year, and that is not enough,” said Marit Holm, head of the line. "
    "She added that the boats would be sold.\n\n"
    "The island's council called the plan “a bad joke”. It wants 2.5 million euros from the state.\n\n"
    "The ministry said that it would decide case by case."
)

HOSTILE = {
    "letters": "word " * 40_000,
    "one word": "a" * 200_000,
    "stars": "*" * 200_000,
    "emoji": "👩‍👩‍👧‍👦🏴󠁧󠁢󠁥󠁮󠁧󠁿" * 16_000,
    "everyone": "@everyone " * 20_000,
    "links": "[x](https://bad.example/a) <@123> " * 6_000,
    "wide": "漢字かな交じり文。" * 22_000,
    "right to left": "שלום \u202e עולם " * 15_000,
    "combining": "e" + "\u0301" * 200_000,
    "nothing to see": "\u200b\u2060\ufeff" * 66_000,
    "open marks": "“ „ « " * 33_000,
    "lines": "- #\n> 1. x\n\n\n\n" * 13_000,
    "lone surrogates": "\ud83d \udc00" * 60_000,
}
"""Texts of about 200,000 characters."""


def article(text: str = STORY, **known: Any) -> Article:
    """An article; what is not told is ordinary."""
    ordinary: dict[str, Any] = {
        "id": 7,
        "version": 1,
        "title": "Ferry line to stop in May",
        "outlet": "Island Courier",
        "author": "Una Sand",
        "link": "https://courier.example/ferry-stops",
        "published": PUBLISHED,
        "added": PUBLISHED,
        "updated": None,
        "language": "en",
    }
    return Article(text=text, **{**ordinary, **known})


def monster(text: str) -> Article:
    """An article that is too long in every part."""
    return article(
        text,
        id=2**62,
        version=9,
        title=text[:5_000],
        outlet=text[:700],
        author=text[:700],
        link="https://courier.example/" + "a_(b)*" * 70,
        updated=PUBLISHED,
    )


def span(words: str, text: str = STORY) -> Span:
    """Where the words stand in the text."""
    start = text.index(words)
    return Span(start, start + len(words))


def sentence_spans(text: str) -> tuple[Span, ...]:
    """The text in pieces that end at a full stop before white space."""
    return tuple(Span(match.start(), match.end()) for match in re.finditer(r"\S[^\n]*?\.(?=\s|$)", text))


def analysis(text: str = STORY, **found: Any) -> Analysis:
    """An analysis that found what is told; every sentence is in its summary."""
    sentences = sentence_spans(text)
    empty: dict[str, Any] = {
        "engine": 1,
        "language": "en",
        "title": None,
        "author": None,
        "body": sentences,
        "sentences": sentences,
        "summary": sentences[:8],
        "quantities": (),
        "quotations": (),
        "positions": (),
        "phrases": (),
    }
    return Analysis(**{**empty, **found})


def quantity(surface: str = "41,000", value: str = "41000", text: str = STORY, **known: Any) -> Found[Quantity]:
    """A number in its article; its sentence is the paragraph."""
    at = span(surface, text)
    start = text.rfind("\n", 0, at.start) + 1
    end = text.find("\n", at.end)
    sentence = Span(start, end if end >= 0 else len(text))
    return Found(Quantity(at, Decimal(value), sentence, **known), article(text))


def position(
    country: str, stance: Stance, *, day: date | None = None, evidence: str = "decide case by case", **known: Any
) -> Found[Position]:
    """What a country does about protection, said on a day."""
    one = Position(country, known.pop("question", "protection"), stance, span(evidence), said=day, **known)
    return Found(one, article())


def quotation(words: str, text: str = STORY, **known: Any) -> Found[Quotation]:
    """Something said, in its article."""
    at = span(words, text)
    return Found(Quotation(at, known.pop("kind", "direct"), known.pop("sentence", at), **known), article(text))
