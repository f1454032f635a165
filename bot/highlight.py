"""One self-contained page that shows a text with every finding marked and explained."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from html import escape
from importlib.resources import files
from itertools import pairwise
from string import Template
from typing import NamedTuple

from bot.countries import country_name
from bot.model import Analysis, Span
from bot.render.figures import figure

_KINDS = {
    "summary": "Summary sentence",
    "position": "Country position",
    "quote": "Quotation",
    "statement": "Reported statement",
    "number": "Number",
    "key": "Key number",
    "who": "Speaker",
}


class _Mark(NamedTuple):
    span: Span
    kind: str
    note: str


def as_page(name: str, text: str, analysis: Analysis) -> str:
    """The page as HTML; it loads nothing from anywhere and shows the whole text."""
    marks = list(_marks(text, analysis))
    title = " ".join(analysis.title.of(text).split()) if analysis.title else name
    counts = {kind: sum(mark.kind == kind for mark in marks) for kind in _KINDS}
    legend = "".join(
        f'<li><mark class="{kind}">{label}</mark> {counts[kind]}</li>' for kind, label in _KINDS.items() if counts[kind]
    )
    byline = " · ".join([*([analysis.author.of(text)] if analysis.author else []), name])
    page = Template((files("data") / "highlight.html").read_text(encoding="utf-8"))
    return page.substitute(
        language=escape(analysis.language),
        title=escape(title),
        byline=escape(byline),
        legend=legend,
        text="".join(_pieces(text, marks)),
    )


def _marks(text: str, analysis: Analysis) -> Iterator[_Mark]:
    for rank, span in enumerate(analysis.summary, 1):
        yield _Mark(span, "summary", f"Summary sentence, number {rank} by weight")
    for held in analysis.positions:
        holder = f", says {held.holder.of(text)} ({held.role})" if held.holder else ""
        fleeing = f", of people fleeing the draft of {country_name(held.fleeing_from)}" if held.fleeing_from else ""
        stance = held.stance.replace("_", " ")
        yield _Mark(
            held.evidence,
            "position",
            f"{country_name(held.country)}: {held.question}, {stance}{fleeing}{holder}",
        )
    for said in analysis.quotations:
        kind = "statement" if said.kind == "indirect" else "quote"
        speaker = said.speaker.of(text) if said.speaker else "nobody named"
        role = f" ({said.role.of(text)})" if said.role else ""
        yield _Mark(said.span, kind, f"{_KINDS[kind]} ({said.kind}) by {speaker}{role}")
        if said.mention:
            yield _Mark(said.mention, "who", f"Speaker: {speaker}{role}")
    for found in analysis.quantities:
        kind = "number" if found.rank is None else "key"
        parts = [f"{_KINDS[kind]}: {figure(found)}"]
        parts += [f"of {found.of.of(text)}"] if found.of else []
        parts += [f"given by {found.who.of(text)}"] if found.who else []
        yield _Mark(found.span, kind, ", ".join(parts))


def _pieces(text: str, marks: list[_Mark]) -> Iterator[str]:
    """The text cut at each border of a mark, so that marks which overlap need not nest."""
    borders = sorted({0, len(text), *(end for mark in marks for end in mark.span)})
    waiting = deque(sorted(marks, key=lambda mark: mark.span))
    open_now: list[_Mark] = []
    for start, end in pairwise(borders):
        open_now = [mark for mark in open_now if mark.span.end > start]
        while waiting and waiting[0].span.start <= start:
            open_now.append(waiting.popleft())
        words = escape(text[start:end])
        if open_now:
            kinds = " ".join(kind for kind in _KINDS if any(mark.kind == kind for mark in open_now))
            notes = escape("\n".join(mark.note for mark in open_now))
            yield f'<mark class="{kinds}" tabindex="0" data-note="{notes}">{words}</mark>'
        else:
            yield words
