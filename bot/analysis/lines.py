"""The lines of a text; where a paragraph was wrapped at a fixed width, its lines are one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.model import Span

_BULLETS = "•·*–—-"
_WRAP_WIDTHS = range(40, 121)
_NEARLY_FULL = 0.8
_FEWEST_FULL = 3


def read_lines(text: str) -> list[Span]:
    """All lines that hold anything, trimmed, in text order."""
    lines = list(_lines(text))
    # A wrapped paragraph goes on only from lines of such a length.
    if not any(line.end - line.start in _WRAP_WIDTHS for line in lines):
        return lines
    touching = {i for i in range(1, len(lines)) if text.count("\n", lines[i - 1].end, lines[i].start) == 1}
    if not touching:
        return lines
    width = _wrap_width(text, [lines[i - 1] for i in touching])
    joined: list[Span] = []
    for i, line in enumerate(lines):
        if i in touching and _goes_on(text, lines[i - 1], line, width):
            joined[-1] = Span(joined[-1].start, line.end)
        else:
            joined.append(line)
    return joined


def _lines(text: str) -> Iterator[Span]:
    start = 0
    for line in text.replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n").split("\n"):
        words = line.strip()
        if words:
            at = start + line.find(words[0])
            yield Span(at, at + len(words))
        start += len(line) + 1


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
