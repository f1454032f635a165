"""The one place that knows Discord's limits, and how a text is cut to fit them.

Discord's servers count code points and some of its clients UTF-16 units; here the greater of the two counts.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Sequence
from typing import NamedTuple

from bot.render.escape import clean, escape, one_line, unmarked

MESSAGE_TEXT = 4_000
COMPONENTS = 40
ROW_BUTTONS = 5
BUTTON_LABEL = 80
CUSTOM_ID = 100
SELECT_OPTIONS = 25
OPTION_TEXT = 100
PLACEHOLDER = 150
CHOICES = 25
CHOICE_TEXT = 100
ALT_TEXT = 1_024

ELLIPSIS = "…"

# However much of its beginning is invisible, the rest of a long text is not worth the time.
_LOOKED_AT = 8

# A page ends at most so much before its due place, so that no page grows beyond their sum.
_PAGE = 1_250
_PAGE_BACK = 350

_SENTENCE_END = re.compile(r"[.!?…。！？][\"'”’»)\]]{0,3}(?=\s|$)|[。！？]|\n")
_SPACE = re.compile(r"\s")
_OPENING = {'"': '"', "“": "”", "„": "“", "«": "»", "「": "」", "‹": "›"}
# After these, or before a mark or joiner, stands the rest of what a reader sees as one character.
_GLUE = frozenset("\u200d\ufe0e\ufe0f\u20e3") | {chr(c) for c in range(0x1F3FB, 0x1F400)}


class Cut(NamedTuple):
    """The beginning of a text that fits, and whether something was left out after it."""

    text: str
    shortened: bool

    def __str__(self) -> str:
        """The text, with an ellipsis where it was cut."""
        return f"{self.text}{' ' if self.text[-1:] in '.!?' else ''}{ELLIPSIS}" if self.shortened else self.text


def size(text: str) -> int:
    """How many characters `text` counts for at Discord, at most."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut(text: str, limit: int) -> Cut:
    """The visible beginning of `text` that counts for at most `limit` once it is escaped.

    It ends at a sentence where that keeps half of what would fit, else before a quotation mark left open, else at a
    word, else between two characters as people see them. Two of the limit are kept free for the ellipsis.
    """
    return _cut(text, limit, clean)


def shorten(text: str, limit: int) -> str:
    """`text` on one line, not escaped, cut so that it counts for at most `limit` once it is escaped."""
    return str(_cut(text, limit, one_line))


def label(text: str, limit: int = BUTTON_LABEL) -> str:
    """`text` for a place where Discord reads no Markdown: a button, an option, a choice; never empty."""
    beyond = len(text) > _LOOKED_AT * limit
    line = unmarked(text[: _LOOKED_AT * limit])
    if beyond or size(line) > limit:
        end = min(len(line), limit - 1)
        while size(line[:end]) > limit - 1:
            end -= 1
        line = line[: _whole_character(line, end)].rstrip() + ELLIPSIS
    return line or "–"


def _cut(text: str, limit: int, tidy: Callable[[str], str]) -> Cut:
    beyond = len(text) > _LOOKED_AT * limit
    text = tidy(text[: _LOOKED_AT * limit])
    if not beyond and len(text) <= limit and size(escape(text)) <= limit:
        return Cut(text, False)
    return Cut(text[: _break_before(text, _longest(text, limit - 2))].rstrip(), True)


def page_count(length: int) -> int:
    """How many pages a text of `length` code points has."""
    return max(1, -(-(length - _PAGE_BACK) // _PAGE))


def page_slice(text: str, number: int, breaks: Sequence[int] = ()) -> tuple[int, int]:
    """Where page `number` (from 1) of a long text starts and ends; the pages in order are the whole text.

    A page ends at the last of the sorted offsets `breaks` near its end, else at a sentence, a word or a character. It
    has at most 1,600 code points, which count for at most 3,200 once they are escaped. Any page of a text of any
    length costs the same.
    """
    count = page_count(len(text))
    start = 0 if number <= 1 else _page_end(text, number - 1, breaks)
    return start, len(text) if number >= count else _page_end(text, number, breaks)


def _page_end(text: str, number: int, breaks: Sequence[int]) -> int:
    end = number * _PAGE
    at = bisect_right(breaks, end) - 1
    if at >= 0 and breaks[at] > end - _PAGE_BACK:
        return breaks[at]
    near = end - 2 * _PAGE_BACK
    return near + _break_before(text[near : end + 1], 2 * _PAGE_BACK)


def _longest(text: str, limit: int) -> int:
    """The greatest n for which the escaped first n characters count for at most `limit`."""
    low, high = 0, min(len(text), max(0, limit))
    while low < high:
        middle = (low + high + 1) // 2
        if size(escape(text[:middle])) <= limit:
            low = middle
        else:
            high = middle - 1
    return low


def _break_before(text: str, end: int) -> int:
    """The best place to cut `text`, at or before `end`."""
    if end >= len(text):
        return len(text)
    floor = end // 2
    sentences = [match.end() for match in _SENTENCE_END.finditer(text, floor, end + 1) if floor < match.end() <= end]
    for place in reversed(sentences):
        if _open_mark(text, place) is None:
            return place
    words = [match.start() for match in _SPACE.finditer(text, floor, end + 1)]
    place = words[-1] if words else _whole_character(text, end)
    opened = _open_mark(text, place)
    return opened if opened is not None and opened > floor else place


def _open_mark(text: str, end: int) -> int | None:
    """Where the quotation mark stands that is open at `end`, None where none is."""
    opened: list[tuple[int, str]] = []
    # A mark that was never closed would hold up every cut after it, so only the paragraph's near past counts.
    for index in range(max(0, end - 1_000), end):
        char = text[index]
        if char == "\n":
            opened.clear()
        elif opened and char == opened[-1][1]:
            opened.pop()
        elif char in _OPENING:
            opened.append((index, _OPENING[char]))
    return opened[0][0] if opened else None


def _whole_character(text: str, end: int) -> int:
    """The last place at or before `end` that does not split what people see as one character."""
    place = end
    while 0 < place < len(text) and end - place < 32 and _glued(text[place - 1], text[place]):
        place -= 1
    return place if end - place < 32 else end


def _glued(before: str, after: str) -> bool:
    if after in _GLUE or before == "\u200d" or unicodedata.combining(after) or unicodedata.category(after) == "Mc":
        return True
    return _is_regional(before) and _is_regional(after)


def _is_regional(char: str) -> bool:
    return "\U0001f1e6" <= char <= "\U0001f1ff"
