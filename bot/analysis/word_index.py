"""A text cut into words once, so that every finder can walk over words instead of characters."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from itertools import accumulate

from bot.model import Span

# The classes on both sides of the joiner are disjoint from it: there is only one way to match, so it stays linear.
_WORD = re.compile(r"([^\W_]++(?:[.'’&\-‑][^\W_]++)*+)")
# The same where there are no other letters, at half the cost.
_ASCII_WORD = re.compile(r"([A-Za-z0-9]++(?:[.'’&\-‑][A-Za-z0-9]++)*+)")
# A table and a split cut ASCII several times faster than a pattern.
_PARTED = "".join(chr(code).lower() if chr(code).isalnum() else " " for code in range(128))
_MARKS = "‘’“”–—―‑…•©\u00a0"

# "he's" is a pronoun with a verb to it.
_PRONOUNS = {
    pronoun + ending: pronoun
    for pronoun in ("i", "he", "she", "it", "we", "you", "they", "who")
    for ending in ("'s", "'d", "'ll", "'ve", "'re", "'m")
}


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text: `words[i]` begins at `starts[i]`; `gaps[i]` is what stands between it and the one before.

    `gaps` has one entry more than `words`: the text's tail. `lower` holds the words in lower case, with a
    straight apostrophe, as the lexicons have them.
    """

    text: str
    words: list[str]
    lower: list[str]
    starts: list[int]
    gaps: list[str]

    def __len__(self) -> int:
        return len(self.words)

    def end(self, index: int) -> int:
        """The offset behind word `index`."""
        return self.starts[index] + len(self.words[index])

    def at(self, offset: int) -> int:
        """The index of the first word that begins at or after `offset`."""
        return bisect_left(self.starts, offset)

    def span(self, first: int, last: int) -> Span:
        """The slice from word `first` to word `last`, both included."""
        return Span(self.starts[first], self.starts[last] + len(self.words[last]))


def split_words(text: str) -> Words:
    """Cut a text into words; abbreviations, hyphenated words and possessives stay whole."""
    parts = (_ASCII_WORD if without_marks(text).isascii() else _WORD).split(text)
    starts = list(accumulate(map(len, parts), initial=0))
    words = parts[1::2]
    lower = list(map(str.lower, words))
    if "’" in text:
        lower = [_plain(word) if "’" in word else word for word in lower]
    if "'" in text:
        lower = [_plain(word) if "'" in word else word for word in lower]
    return Words(text, words, lower, starts[1:-1:2], parts[::2])


def without_marks(text: str) -> str:
    """The text with a blank for each curly quotation mark, dash and the like: most news is ASCII without them."""
    if not text.isascii():
        for mark in _MARKS:
            text = text.replace(mark, " ")
    return text


def parted(text: str) -> str:
    """An ASCII text in small letters with a blank for all that is no letter and no digit, each at its place."""
    return text.translate(_PARTED)


def _plain(word: str) -> str:
    """A word with a straight apostrophe, or without its verb: "it’s" as "it"."""
    word = word.replace("’", "'")
    return _PRONOUNS.get(word, word)
