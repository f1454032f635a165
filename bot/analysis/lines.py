"""The lines of a text; where a paragraph was wrapped at a fixed width, its lines are one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.model import Span

_LINE = re.compile(r"[^\s][^\n\r\u2028\u2029]*")
_BULLETS = "•·*–—-"
_WRAP_WIDTHS = range(40, 121)
_NEARLY_FULL = 0.8
_FEWEST_FULL = 3


def read_lines(text: str) -> list[Span]:
    """All lines that hold anything, trimmed, in text order."""
    lines = [_trimmed(text, *found.span()) for found in _LINE.finditer(text)]
    touching = {i for i in range(1, len(lines)) if text.count("\n", lines[i - 1].end, lines[i].start) == 1}
    # A wrapped paragraph goes on only from lines of such a length.
    if not any(lines[i - 1].end - lines[i - 1].start in _WRAP_WIDTHS for i in touching):
        return lines
    width = _wrap_width(text, [lines[i - 1] for i in touching])
    joined: list[Span] = []
    for i, line in enumerate(lines):
        if i in touching and _goes_on(text, lines[i - 1], line, width):
            joined[-1] = Span(joined[-1].start, line.end)
        else:
            joined.append(line)
    return joined


def _trimmed(text: str, start: int, end: int) -> Span:
    return Span(start, end if not text[end - 1].isspace() else start + len(text[start:end].rstrip()))


def _wrap_width(text: str, lines: Sequence[Span]) -> int:
    """The width at which the lines were wrapped, 0 where they were not: then most would not be nearly as long."""
    width = max(line.end - line.start for line in lines)
    full = [line for line in lines if line.end - line.start >= _NEARLY_FULL * width]
    unfinished = sum(text[line.end - 1].isalnum() or text[line.end - 1] == "," for line in full)
    return width if width in _WRAP_WIDTHS and len(full) >= _FEWEST_FULL and 2 * unfinished >= len(full) else 0


def _goes_on(text: str, line: Span, following: Span, width: int) -> bool:
    """Whether a paragraph goes on in the next line: its first word had no room left, or the phrase is unfinished."""
    length, last = line.end - line.start, text[line.end - 1]
    if text[following.start] in _BULLETS or length not in _WRAP_WIDTHS:
        return False
    if (last.islower() or last == ",") and text[following.start].islower():
        return True
    first_word = text[following.start : min(following.end, following.start + 30)].split(None, 1)[0]
    return width > 0 and length + 1 + len(first_word) > width
