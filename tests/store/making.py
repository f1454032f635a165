"""Articles for the store's tests, with findings that the tests choose."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from bot.model import Analysis, Draft, Position, Quantity, Quotation, Span

LOCAL, OTHER = 111, 222
"""Two guilds."""
EDITOR = 999

TEXT = (
    "Ferry crews in Tromsø walked out on Monday. “We have waited two years,” said Ingrid Dahl, who speaks for them. "
    "About 1,400 workers are on strike. The minister called the demands “beyond reason”."
)


def draft(text: str = TEXT, title: str = "Ferries stand still in the north", **fields: Any) -> Draft:
    """An article before it is stored."""
    return Draft(title=title, text=text, **fields)


def linked(number: int, text: str | None = None, **fields: Any) -> Draft:
    """An article from a link; another number gives another link and another text."""
    fields = {"title": f"Report {number}", "outlet": "Nordlys", **fields}
    return Draft(text=text or f"{TEXT} Report {number}.", link=f"https://news.example/{number}", **fields)


def place(text: str, words: str) -> Span:
    """Where words stand in a text."""
    start = text.index(words)
    return Span(start, start + len(words))


def sentences(text: str) -> tuple[Span, ...]:
    """The sentences of a text, told by full stops alone."""
    return tuple(Span(*match.span()) for match in re.finditer(r"\S[^.]*(?:\.|$)[”’]?", text))


def quotation(text: str, words: str, speaker: str | None = None, **fields: Any) -> Quotation:
    """A quotation, its sentence the one that it begins in."""
    span = place(text, words)
    return Quotation(
        span,
        fields.pop("kind", "direct"),
        sentence=_sentence_of(text, span),
        speaker=None if speaker is None else place(text, speaker),
        **fields,
    )


def quantity(text: str, words: str, value: str, **fields: Any) -> Quantity:
    """A number in a text."""
    span = place(text, words)
    return Quantity(span, Decimal(value), _sentence_of(text, span), **fields)


def position(text: str, country: str = "NO", said: date | None = None, **fields: Any) -> Position:
    """A position that the text's first sentence states."""
    fields = {"question": "entry", "stance": "closed", "fleeing_from": "RU", **fields}
    return Position(country=country, evidence=sentences(text)[0], said=said, **fields)


def found(
    text: str = TEXT,
    *,
    engine: int = 1,
    phrases: Iterable[str] = (),
    quantities: Iterable[Quantity] = (),
    quotations: Iterable[Quotation] = (),
    positions: Iterable[Position] = (),
) -> Analysis:
    """An analysis of a text."""
    spans = sentences(text)
    return Analysis(
        engine=engine,
        language="en",
        title=None,
        author=None,
        body=(Span(0, len(text)),),
        sentences=spans,
        summary=spans[:8],
        quantities=tuple(quantities),
        quotations=tuple(quotations),
        positions=tuple(positions),
        phrases=tuple(place(text, phrase) for phrase in phrases),
    )


def everything(text: str = TEXT) -> Analysis:
    """An analysis of `TEXT` with one finding of each kind at least."""
    return found(
        text,
        phrases=["Ferry crews", "strike"],
        quantities=[
            quantity(text, "two years", "2", unit="year"),
            quantity(
                text,
                "1,400",
                "1400",
                upper=Decimal("1.4E+3"),
                of=place(text, "workers"),
                change="~",
                who=place(text, "Ingrid Dahl"),
                rank=0,
            ),
        ],
        quotations=[
            quotation(
                text,
                "We have waited two years,",
                "Ingrid Dahl",
                mention=place(text, "Ingrid"),
                cue=place(text, "said"),
                role=place(text, "who speaks for them"),
            ),
            quotation(text, "beyond reason", "The minister", kind="fragment"),
        ],
        positions=[position(text, holder=place(text, "The minister"), role="government", said=date(2024, 5, 6))],
    )


def _sentence_of(text: str, span: Span) -> Span:
    return next(sentence for sentence in sentences(text) if sentence.end > span.start)
