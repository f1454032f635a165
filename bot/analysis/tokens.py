"""A sentence cut finer than into words: numbers, words, signs and hyphens each on their own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import accumulate

from bot.model import Span

# Each alternative begins with a different class of character, so there is one way to match.
_TOKEN = re.compile(r"([^\W\d_]+(?:['’][^\W\d_]+)*|[0-9]+(?:[.,][0-9]+)*|\S)")


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of one slice of a text; `starts` and `ends` are offsets in the whole text."""

    text: str
    words: list[str]
    lower: list[str]
    starts: list[int]
    ends: list[int]

    def __len__(self) -> int:
        return len(self.words)

    def word(self, index: int) -> str:
        """The token at `index` in lower case, "" beyond either end."""
        return self.lower[index] if 0 <= index < len(self.lower) else ""

    def shape(self, index: int) -> str:
        """The token at `index` as written, "" beyond either end."""
        return self.words[index] if 0 <= index < len(self.words) else ""

    def glued(self, index: int) -> bool:
        """Whether nothing stands between the token at `index` and the one before it."""
        return 0 < index < len(self.words) and self.starts[index] == self.ends[index - 1]

    def span(self, first: int, behind: int) -> Span:
        """The slice from token `first` up to, not including, token `behind`."""
        return Span(self.starts[first], self.ends[behind - 1])


def split_tokens(text: str, span: Span) -> Tokens:
    """Cut the slice `span` of `text` into tokens."""
    # Splitting at a captured pattern gives gap, token, gap, token ...: half the cost of a match object for each.
    parts = _TOKEN.split(span.of(text))
    offsets = list(accumulate(map(len, parts), initial=span.start))
    words = parts[1::2]
    return Tokens(text, words, [word.lower() for word in words], offsets[1:-1:2], offsets[2::2])
