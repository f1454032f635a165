"""Near-duplicates: whether two articles are copies of one text, whoever printed it and however it was edited.

A text is remembered by a sketch: the smallest hashes of its shingles, which are runs of three words. Two texts share
about as many of their smallest hashes as of their shingles, so that a few numbers tell which texts to compare.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from heapq import nsmallest

SKETCH = 64
"""How many hashes a sketch has at most."""
SHARED = 10
"""How many hashes two sketches must share before the texts are looked at more closely."""

_SHINGLE = 3
_CONTAINED = 0.5
"""How much of the shorter text's shingles the longer must hold. A follow-up that repeats its background holds less."""
# Short notices look alike without being copies; those that are the same to the letter are one article anyway.
_ENOUGH = 60
_NEAR = timedelta(days=4)
_SAME_DAY = timedelta(hours=18)
_NUMBERS_ALIKE = 0.5
_FEW_NUMBERS = 4
_MASK = (1 << 63) - 1

_WORD = re.compile(r"\w+")
_NUMBER = re.compile(r"\d[\d.,]*")
# A correction is read because it is one, so it is never hidden behind what it corrects.
_CORRECTION = re.compile(r"\b(?:correct(?:ion|ed|s)|clarification|retraction|retracted|erratum)\b", re.IGNORECASE)
_LIVE = re.compile(r"\blive\b|\bas it happen|\blatest updates\b|\bday \d+\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Print:
    """What of an article tells whether it is a copy; `shingles` are the hashes of its runs of words."""

    title: str
    text: str
    dated: datetime
    shingles: frozenset[int]

    @property
    def sketch(self) -> list[int]:
        """The smallest of the hashes, at most 64."""
        return nsmallest(SKETCH, self.shingles)


def make_print(title: str, text: str, dated: datetime) -> Print:
    """The print of an article."""
    words = _WORD.findall(text.casefold())
    last = max(1, len(words) - _SHINGLE + 1) if words else 0
    return Print(title, text, dated, frozenset(_hash(words[at : at + _SHINGLE]) for at in range(last)))


def are_copies(one: Print, other: Print) -> bool:
    """Whether two articles are copies of one text: edited, retitled or cut, but not a later story, nor a correction."""
    if min(len(one.shingles), len(other.shingles)) < _ENOUGH or _contained(one, other) < _CONTAINED:
        return False
    apart = abs(one.dated - other.dated)
    if apart > _NEAR or bool(_CORRECTION.search(one.title)) != bool(_CORRECTION.search(other.title)):
        return False
    if apart <= _SAME_DAY:
        return True
    # Pages that are made anew each day keep their words and change their numbers.
    return not (_LIVE.search(one.title) and _LIVE.search(other.title)) and _numbers_alike(one.text, other.text)


def _contained(one: Print, other: Print) -> float:
    """How much of the shorter text's shingles the longer one holds, from 0 to 1."""
    fewer = min(len(one.shingles), len(other.shingles))
    return len(one.shingles & other.shingles) / fewer if fewer else 0.0


def _numbers_alike(one: str, other: str) -> bool:
    ours, theirs = set(_NUMBER.findall(one)), set(_NUMBER.findall(other))
    fewer = min(len(ours), len(theirs))
    return fewer < _FEW_NUMBERS or len(ours & theirs) >= _NUMBERS_ALIKE * fewer


def _hash(words: list[str]) -> int:
    number = zlib.crc32(" ".join(words).encode("utf-8", "surrogatepass"))
    # CRC keeps what is near together; multiplying spreads it, so that the smallest are a fair sample.
    return (number + 1) * 0x9E3779B97F4A7C15 & _MASK
