"""What of a text is the article: title, author, date and paragraphs, told from the page around them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.analysis.datelines import read_date
from bot.analysis.linekinds import Line, kind_of
from bot.analysis.lines import read_lines
from bot.model import Span

_LONGEST_TITLE = 220
_LONGEST_HEAD = 40
_NEAR_LEAD, _NEAR_END = 2, 4
_TELLING_BLANKS, _TELLING_LETTERS = 4, 15
_KICKER_BLANKS = 4
_NO_WORD = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Layout:
    """The parts of a text; all spans lie in it, in text order.

    `lines` are its lines, trimmed; where a paragraph was wrapped at a fixed width, its lines are one. `body` are
    those lines that are the article. `published` is the day that a date line gives, None where its figures could
    be two days.
    """

    lines: tuple[Span, ...]
    title: Span | None
    author: Span | None
    published: date | None
    body: tuple[Span, ...]


def read_layout(text: str, *, title: str | None = None) -> Layout:
    """Tell the article from the page around it; `title` is its headline where that is known.

    Intake asks this for title, author and date of a pasted text. When in doubt a line is the article's: a lost
    paragraph is worse than a menu that stayed.
    """
    spans = read_lines(text)
    lines = [Line(span, words, kind_of(words)) for span in spans for words in (span.of(text),)]
    lead = _lead(lines)
    title_at = _title(lines, lead, title)
    author_at, author = _author(lines, lead, title_at)
    return Layout(
        lines=tuple(spans),
        title=None if title_at is None else spans[title_at],
        author=author,
        published=next((read_date(line.words) for line in lines if line.kind == "date"), None),
        body=tuple(spans[i] for i in _body(lines, lead, title_at) if i != author_at),
    )


def _lead(lines: Sequence[Line]) -> int:
    """The index of the first line that is surely the article's, the number of lines where there is none."""
    for i, line in enumerate(lines):
        if line.kind == "prose":
            more = any(further.kind == "prose" for further in lines[i + 1 : i + _LONGEST_HEAD])
            if not (more and line.may_be_title()):
                return i
    return len(lines)


def _title(lines: Sequence[Line], lead: int, title: str | None) -> int | None:
    """The index of the title among the lines above the lead, None where there is none."""
    if title:
        return _same_line(lines[: min(lead + 1, _LONGEST_HEAD)], title)
    if lead == len(lines):
        return None
    candidates = [
        i
        for i, line in enumerate(lines[: min(lead, _LONGEST_HEAD)])
        if line.kind in ("plain", "prose")
        and len(line.words) <= _LONGEST_TITLE
        and line.words[-1] not in ":;,"
        and not line.is_section()
    ]
    # A menu's items are short; letters of other scripts tell more in fewer words.
    for i in candidates:
        words = lines[i].words
        if words.count(" ") >= _TELLING_BLANKS or (not words.isascii() and len(words) > _TELLING_LETTERS):
            return i
    return max(candidates, key=lambda i: len(lines[i].words), default=None)


def _same_line(lines: Sequence[Line], title: str) -> int | None:
    wanted = _folded(title)
    for i, line in enumerate(lines):
        if len(line.words) <= 2 * len(title) + 20 and _folded(line.words) == wanted:
            return i
    return None


def _folded(line: str) -> str:
    return _NO_WORD.sub(" ", line).strip().lower()


def _author(lines: Sequence[Line], lead: int, title_at: int | None) -> tuple[int | None, Span | None]:
    """The line and the names of the byline; a bare name counts only beside a date or above a reporter's role."""
    for i, line in enumerate(lines):
        if line.kind == "byline" and _is_at_edge(lines, i, lead):
            return i, line.names()
    dates = {i for i, line in enumerate(lines) if line.kind == "date"}
    for i, line in enumerate(lines[:lead]):
        if i == title_at or line.kind != "plain":
            continue
        dated = i - 1 in dates or i + 1 in dates
        if (dated or (i + 1 < len(lines) and lines[i + 1].is_role())) and not line.is_section():
            names = line.names(bare=True)
            if names:
                return i, names
    return None, None


def _is_at_edge(lines: Sequence[Line], i: int, lead: int) -> bool:
    return i <= lead + _NEAR_LEAD or i >= len(lines) - _NEAR_END


def _body(lines: Sequence[Line], lead: int, title_at: int | None) -> list[int]:
    """The indices of the article's lines; all that are not furniture where nothing else is left."""
    begin = 0 if title_at is None else title_at + 1
    body = [
        i
        for i in range(begin, _tail(lines))
        if lines[i].kind not in ("furniture", "date")
        and not (lines[i].kind == "byline" and _is_at_edge(lines, i, lead))
        and not (title_at is not None and i < lead < len(lines) and _is_kicker(lines[i]))
    ]
    return body or [i for i, line in enumerate(lines) if i != title_at and line.kind != "furniture"]


def _is_kicker(line: Line) -> bool:
    """Whether a line between title and lead is a kicker or a section's name; a standfirst has more words."""
    return line.kind == "plain" and line.words.count(" ") <= _KICKER_BLANKS and line.words[-1] not in ".!?"


def _tail(lines: Sequence[Line]) -> int:
    """The index behind the article's last line: what follows "Related" and has no prose is a list of links."""
    prose = [i for i, line in enumerate(lines) if line.kind == "prose" and line.words[-1] not in "?!:"]
    last = prose[-1] if prose else len(lines)
    return next((i for i in range(last + 1, len(lines)) if lines[i].heads_links()), len(lines))
