"""A sentence cut finer than into words: numbers, words, signs and hyphens each on their own."""

from __future__ import annotations

import re
from itertools import accumulate

from bot.model import Span

# Each alternative begins with a different class of character, so there is one way to match.
_TOKEN = re.compile(r"([^\W\d_]++(?:['’][^\W\d_]++)*+|[0-9]++(?:[.,][0-9]++)*+|\S)")
# The same where there are no other letters, at half the cost.
_ASCII_TOKEN = re.compile(r"([A-Za-z]++(?:'[A-Za-z]++)*+|[0-9]++(?:[.,][0-9]++)*+|\S)")


class Tokens:
    """The tokens of one slice of a text, as written and in lower case.

    `gaps` is what stands before each token and, as its last entry, behind the last: "" or blanks.
    """

    __slots__ = ("_offsets", "_parts", "_size", "_start", "gaps", "lower", "text", "words")

    def __init__(self, text: str, span: Span) -> None:
        cut = span.of(text)
        # Splitting at a captured pattern gives gap, token, gap, token ...: half the cost of a match object for each.
        parts = (_ASCII_TOKEN if cut.isascii() else _TOKEN).split(cut)
        self.text = text
        self.words = words = parts[1::2]
        self.lower = list(map(str.lower, words))
        self.gaps = parts[::2]
        self._parts = parts
        self._size = len(words)
        self._start = span.start
        self._offsets: list[int] = []

    def __len__(self) -> int:
        return self._size

    def word(self, index: int) -> str:
        """The token at `index` in lower case, "" beyond either end."""
        return self.lower[index] if 0 <= index < self._size else ""

    def shape(self, index: int) -> str:
        """The token at `index` as written, "" beyond either end."""
        return self.words[index] if 0 <= index < self._size else ""

    def glued(self, index: int) -> bool:
        """Whether nothing stands between the token at `index` and the one before it."""
        return 0 < index < self._size and not self.gaps[index]

    def span(self, first: int, behind: int) -> Span:
        """The slice of the whole text from token `first` up to, not including, token `behind`."""
        if not self._offsets:  # Most sentences are found to hold nothing before anybody asks.
            self._offsets = list(accumulate(map(len, self._parts), initial=self._start))
        return Span(self._offsets[2 * first + 1], self._offsets[2 * behind])
