"""Which sentences may hold an amount: most hold no number at all, and are not worth cutting into tokens."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import AnyStr

from bot.analysis.number_words import FRACTION_SIGNS, OPENING_WORDS, WORDS_BEHIND_ARTICLES
from bot.model import Span

# What is a year or a clock time whatever else the sentence says.
_DATE = re.compile(
    r"(?:(?<=\b[Ii]n )|(?<=\b[Ss]ince ))(?:18|19|20)[0-9]{2}"
    r"(?:[.,;]+(?:\s|$)| (?:the|to|and|when|after|as|by|for|with|at|that|on) )"
    r"|(?<=\s)[0-9]{1,2}:[0-9]{2}(?![0-9:])"
)
# "one" is a pronoun before these.
_ONE = re.compile(rb" one (?!(?:of|that|was|is|can|should|for|else|in|to|who|will|would|could|might|has|on|thing) )")
_BEHIND_ARTICLES = frozenset(word.encode() for word in WORDS_BEHIND_ARTICLES - OPENING_WORDS)
_WORDS = _BEHIND_ARTICLES | frozenset(word.encode() for word in OPENING_WORDS)
# Letters in lower case, every digit a nought, all else blank: one byte for each character, so that offsets stay.
_FOLDED = b"".join(
    (char if char.isalpha() else b"0" if char.isdigit() else b" ")
    for char in (bytes([code]).lower() for code in range(256))
)


def sentences_with_numbers(text: str, sentences: Sequence[Span]) -> Iterator[Span]:
    """Those of the sentences, in order, that may hold an amount; few others are among them."""
    # The blank before the text moves every word's own blank to the offset at which the word begins.
    folded = b" %b " % text.encode("ascii", "replace").translate(_FOLDED)
    words = sorted(_words_in(folded))
    if not text.isascii():
        words = sorted([*words, *(place for sign in FRACTION_SIGNS for place in _finds(text, sign))])
    at = 0
    for sentence in sentences:
        start, end = sentence
        digits = folded.find(b"0", start + 1, end + 1)
        if digits >= 0 and not _are_dates(text, folded, digits, end):
            yield sentence
        elif words:
            at = bisect_left(words, start, at)
            if at < len(words) and words[at] < end:
                yield sentence


def _words_in(folded: bytes) -> Iterator[int]:
    """The offsets in the text of the words that may begin a number."""
    for word in _WORDS.intersection(folded.split()):
        if word == b"one":
            yield from (match.start() for match in _ONE.finditer(folded))
        elif word in _BEHIND_ARTICLES:
            yield from (at for at in _finds(folded, b" %b " % word) if folded.endswith((b" a", b" an"), 0, at))
        else:
            yield from _finds(folded, b" %b " % word)


def _finds(text: AnyStr, sought: AnyStr) -> Iterator[int]:
    at = text.find(sought)
    while at >= 0:
        yield at
        at = text.find(sought, at + 1)


def _are_dates(text: str, folded: bytes, at: int, end: int) -> bool:
    """Whether all digits from the one at `at` on are dates, up to the offset `end` in the text."""
    while at >= 0:
        date = _DATE.match(text, at - 1)
        if date is None:
            return False
        at = folded.find(b"0", date.end() + 1, end + 1)
    return True
