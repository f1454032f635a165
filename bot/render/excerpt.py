"""Slices of a stored text as Discord Markdown: with marks, in quotation marks, with their source."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time

from bot.model import Headline, Span
from bot.render.budget import ELLIPSIS, cut, shorten, size
from bot.render.escape import clean, escape, link, one_line, safe_url


def marked(text: str, span: Span, marks: Iterable[Span], limit: int) -> str:
    """The slice `span` of `text` on one line with the slices `marks` in bold, counting for at most `limit`.

    Where it does not fit it is cut around the first mark, with an ellipsis at each end that something is missing from.
    """
    inside = _separate(span, marks)
    # Bold costs four characters each, and both ellipses may be needed.
    while (room := limit - 4 * len(inside) - 4) < limit // 2 and inside:
        inside.pop()
    shown = _around(text, span, inside[0] if inside else None, room)
    pieces: list[str] = []
    at = shown.start
    for mark in inside:
        if not shown.covers(mark):
            continue
        words = escape(one_line(mark.of(text)))
        pieces += [_piece(text[at : mark.start]), f"**{words}**" if words else ""]
        at = mark.end
    pieces.append(_piece(text[at : shown.end]))
    before = f"{ELLIPSIS} " if shown.start > span.start else ""
    after = f" {ELLIPSIS}" if shown.end < span.end else ""
    return before + "".join(pieces).strip() + after


def quoted(text: str, span: Span, limit: int) -> str:
    """The slice behind a quote bar and in quotation marks, verbatim, counting for at most `limit`.

    An ellipsis outside the marks tells that only its beginning is shown.
    """
    room = limit - 4
    while True:
        words, shortened = cut(span.of(text), room)
        lines = f"“{escape(words)}”{f' {ELLIPSIS}' if shortened else ''}".split("\n")
        barred = "\n".join(f"> {line}" for line in lines)
        # How many lines there are, each with a bar of its own, is known only after the cut.
        if size(barred) <= limit or room < limit // 4:
            return barred
        room -= max(8, size(barred) - limit)


def words(text: str, span: Span | None, limit: int) -> str | None:
    """A short slice on one line, escaped, None for no span or an invisible one."""
    return escape(shorten(span.of(text), limit)) or None if span is not None else None


def title(headline: Headline, limit: int, *, linked: bool = True) -> str:
    """The title as a link to the article, counting for at most `limit`; without the link where that is too long."""
    url = safe_url(headline.link) if linked else None
    if url is not None:
        room = limit - len(url) - 12
        if room >= min(40, limit // 3):
            return link(shorten(headline.title, room) or "Untitled", url)
    return escape(shorten(headline.title, limit)) or "Untitled"


def source(headline: Headline, limit: int = 320) -> str:
    """Where a finding comes from, on one line: the linked title, the outlet, the date."""
    tail = f" · {dated(headline)}"
    if headline.outlet and (outlet := escape(shorten(headline.outlet, 40))):
        tail = f" · {outlet}{tail}"
    return title(headline, limit - size(tail)) + tail


def dated(headline: Headline) -> str:
    """The day on which an article was published or, where nobody knows that, added."""
    return stamp(headline.dated) if headline.published else f"added {stamp(headline.added)}"


def stamp(moment: datetime | date, style: str = "D") -> str:
    """A moment that each reader sees in their own language and time zone: `D` a day, `f` with time, `R` how long ago.

    A date without a time is noon in UTC, which is the same day almost everywhere.
    """
    if not isinstance(moment, datetime):
        moment = datetime.combine(moment, time(12))
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return f"<t:{int(moment.timestamp())}:{style}>"


def _separate(span: Span, marks: Iterable[Span]) -> list[Span]:
    """The marks inside `span` in order, without those that overlap an earlier one."""
    kept: list[Span] = []
    for mark in sorted(marks):
        if mark.start < mark.end and span.covers(mark) and (not kept or kept[-1].end <= mark.start):
            kept.append(mark)
    return kept


def _around(text: str, span: Span, mark: Span | None, room: int) -> Span:
    """The part of `span` that fits `room` and holds the mark."""
    if len(clean(span.of(text)[: 4 * room])) <= room and _fits(text, span, room):
        return span
    start = span.start
    if mark is not None and mark.end - span.start > room // 3:
        # The mark comes too late to start at the beginning: a third of the room goes to what leads up to it.
        start = max(span.start, mark.start - room // 6)
        while start < mark.start and not text[start - 1].isspace():
            start += 1
    end = min(span.end, start + room)
    while end > start and not _fits(text, Span(start, end), room):
        end -= max(1, (end - start) // 8)
    if end < span.end:
        words_end = end
        while words_end > start + (end - start) // 2 and not text[words_end].isspace():
            words_end -= 1
        end = words_end if text[words_end].isspace() else end
    return Span(start, end)


def _fits(text: str, span: Span, room: int) -> bool:
    return span.end - span.start <= 4 * room and size(escape(one_line(span.of(text)))) <= room


def _piece(words: str) -> str:
    """A part of a line between two marks: its spaces at the ends stay, because marks stand beside them."""
    line = escape(one_line(words))
    if not line:
        return " " if words[:1].isspace() else ""
    return (" " if words[:1].isspace() else "") + line + (" " if words[-1:].isspace() else "")
