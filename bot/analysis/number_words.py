"""Numbers in words: cardinals, dozens, halves and thirds, and vague multitudes."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from bot.analysis.tokens import Tokens

_ONES: dict[str, Decimal] = {
    word: Decimal(value)
    for value, word in enumerate(
        (
            "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
            "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
        )
    )
}  # fmt: skip
_TENS: dict[str, Decimal] = {
    word: Decimal(10 * value)
    for value, word in enumerate(
        ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"), start=2
    )
}
_DOZEN = Decimal(12)
SCALES: dict[str, Decimal] = {
    "hundred": Decimal(100),
    "thousand": Decimal(1000),
    "lakh": Decimal(10**5),
    "million": Decimal(10**6),
    "crore": Decimal(10**7),
    "billion": Decimal(10**9),
    "trillion": Decimal(10**12),
    "quadrillion": Decimal(10**15),
}
"""What multiplies the number before it."""
_GREATEST = Decimal(10) ** 30
# A multitude is at least one of its kind and fewer than make one of the next.
_VAGUE: dict[str, tuple[Decimal, Decimal]] = {
    "tens": (Decimal(10), Decimal(100)),
    "dozens": (_DOZEN, 10 * _DOZEN),
    **{f"{word}s": (scale, 10 * scale) for word, scale in SCALES.items()},
}
_PARTS = {
    "half": 2, "halve": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8,
    "ninth": 9, "tenth": 10, "hundredth": 100, "thousandth": 1000,
}  # fmt: skip
FRACTION_SIGNS: dict[str, Decimal] = {
    sign: Decimal(upper) / Decimal(lower)
    for sign, upper, lower in (
        ("½", 1, 2), ("⅓", 1, 3), ("⅔", 2, 3), ("¼", 1, 4), ("¾", 3, 4), ("⅕", 1, 5), ("⅖", 2, 5), ("⅗", 3, 5),
        ("⅘", 4, 5), ("⅙", 1, 6), ("⅚", 5, 6), ("⅛", 1, 8), ("⅜", 3, 8), ("⅝", 5, 8), ("⅞", 7, 8),
    )
}  # fmt: skip
# "the first half of the year" is a time, no amount.
_PERIODS = frozenset({"first", "second", "last", "latter", "other", "better", "third", "fourth", "final", "opening"})
_BY_HOW_MUCH = frozenset({"by", "about", "almost", "nearly", "over", "than"})
_NEARLY = frozenset({"than", "nearly", "almost", "about", "over", "roughly", "around", "only", "just", "under"})
_BEHIND_SHARES = frozenset(
    {"to", "in", "from", "since", "over", "between", "after", "during", "on", "this", "last", "at", "and", ".", ",", ""}
)
_COMPARED = frozenset({"less", "more", "fewer", "higher", "lower", "cheaper", "bigger", "smaller", "larger", "faster"})
_NO_SHARE = frozenset({"past", "-", "way", "time", "hour", "asleep", "full", "empty", "term", "price"})
_WHOLE = frozenset({"of", "the", "its", "their", "his", "her", "our", "all"})

CARDINALS = frozenset(_ONES) | frozenset(_TENS) | frozenset(SCALES) | frozenset(_VAGUE)
"""Words that are numbers and nothing else."""
OPENING_WORDS = frozenset(_ONES) | frozenset(_TENS) | frozenset(_VAGUE) | {"half"}
"""The words with which a number may begin."""
WORDS_BEHIND_ARTICLES = frozenset(SCALES) | frozenset(_PARTS) | {"dozen"}
"""The words that begin a number behind an article, or go on with one: "a million", "a third of"."""


class Written(NamedTuple):
    """A number in words in the tokens from `first` up to, not including, `behind`."""

    first: int
    behind: int
    value: Decimal
    upper: Decimal | None = None
    scaled: bool = False
    fraction: bool = False


def read_number_words(tokens: Tokens, index: int) -> Written | None:
    """The number whose first number word is at `index`; an article before it ("a million") belongs to it."""
    word = tokens.lower[index]
    if word in FRACTION_SIGNS:
        return Written(index, index + 1, FRACTION_SIGNS[word], fraction=True)
    if word in _VAGUE:
        return _vague(tokens, index)
    if word in _PARTS:
        return _multiplied_part(tokens, index) or _part(tokens, index)
    if word == "dozen" or word in SCALES:
        return _with_article(tokens, index)
    return _cardinal(tokens, index) if word in _ONES or word in _TENS else None


def _vague(tokens: Tokens, index: int) -> Written | None:
    """As in "dozens", "hundreds", "tens of thousands": from the least to the greatest that the words say."""
    low, high = _VAGUE[tokens.lower[index]]
    behind = index + 1
    if tokens.word(behind) == "of" and tokens.word(behind + 1) in _VAGUE:
        scale = _VAGUE[tokens.lower[behind + 1]][0]
        return Written(index, behind + 2, low * scale, high * scale)
    if tokens.lower[index] == "tens" and tokens.word(behind) != "of":
        return None
    return Written(index, behind, low, high)


def _with_article(tokens: Tokens, index: int) -> Written | None:
    """As in "a dozen", "a million", "a hundred and fifty", "a million and a half"."""
    if tokens.word(index - 1) not in ("a", "an"):
        return None
    word = tokens.lower[index]
    scale = _DOZEN if word == "dozen" else SCALES[word]
    value, behind = _counted_on(tokens, index + 1, Decimal(0), scale) if scale < 1000 else (scale, index + 1)
    if [tokens.word(behind + step) for step in range(3)] == ["and", "a", "half"]:
        value, behind = value * Decimal("1.5"), behind + 3
    return Written(index - 1, behind, value, scaled=True)


def _multiplied_part(tokens: Tokens, index: int) -> Written | None:
    """As in "half a million", "a quarter of a million", "half-dozen"."""
    if tokens.lower[index] not in ("half", "quarter"):
        return None
    at = index + 1
    for passed in ("of", "a", "-"):
        at += tokens.word(at) == passed
    scale = _DOZEN if tokens.word(at) == "dozen" else SCALES.get(tokens.word(at))
    if scale is None:
        return None
    first = index - (tokens.word(index - 1) == "a")
    return Written(first, at + 1, scale / _PARTS[tokens.lower[index]], scaled=True)


def _part(tokens: Tokens, index: int) -> Written | None:
    """As in "half of", "half the", "half an" hour, "a third of"."""
    word, before, following = tokens.lower[index], tokens.word(index - 1), tokens.word(index + 1)
    if before in _PERIODS:
        return None
    share = Decimal(1) / _PARTS[word]
    if word == "half" and (following in _WHOLE or following in ("a", "an")):
        return Written(index, index + 1 + (following in ("a", "an")), share, fraction=True)
    if word == "half" and before in _NEARLY and following not in _NO_SHARE:
        return Written(index, index + 1, share, fraction=True)
    if before == "a" and following in _COMPARED:
        return Written(index - 1, index + 1, share, fraction=True)  # "a third less than its price"
    risen = tokens.word(index - 2) in _BY_HOW_MUCH and following in _BEHIND_SHARES
    if before == "a" and (following == "of" or risen):
        return Written(index - 1, index + 1, share, fraction=True)
    return None


def _cardinal(tokens: Tokens, index: int) -> Written:
    first = tokens.lower[index]
    start = _ONES[first] if first in _ONES else _TENS[first]
    value, behind = _counted_on(tokens, index + 1, Decimal(0), start)
    parts = _parts(tokens, behind, value)
    if parts is not None:
        return Written(index, parts[1], parts[0], fraction=True)
    added = tokens.word(behind + 2)
    if tokens.word(behind) == "and" and tokens.word(behind + 1) == "a" and added in ("half", "quarter"):
        # "one and a half million": the scale behind it is read by whoever reads digits.
        value, behind = value + Decimal(1) / _PARTS[added], behind + 3
    return Written(index, behind, value)


def _counted_on(tokens: Tokens, behind: int, total: Decimal, current: Decimal) -> tuple[Decimal, int]:
    """Read on through "two hundred and fifty thousand"; `current` is what was read and not yet scaled."""
    while True:
        at = behind
        joined = tokens.shape(at) == "-" and tokens.glued(at) and tokens.glued(at + 1)
        also = tokens.word(at) == "and" and (current >= 100 or (total > 0 and not current))
        at += joined or also
        word = tokens.word(at)
        added = _ONES.get(word) or _TENS.get(word)
        scale = SCALES.get(word)
        if added is not None:
            # A gap ends the number ("forty five-year-olds"), unless hundreds came before.
            room = current % 100 == 0 if not joined else current % 10 == 0 and added < 10
            hundreds = total > 0 and not current and tokens.word(at + 1) == "hundred"
            if not room or not (joined or also or current >= 100 or hundreds):
                return total + current, behind
            current += added
        elif word == "dozen" and 0 < current < 100:
            current *= _DOZEN
        elif scale == 100 and 0 < current < 100:
            current *= scale
        elif scale is not None and scale > 100 and current and total + current * scale < _GREATEST:
            total, current = total + current * scale, Decimal(0)
        else:
            return total + current, behind
        behind = at + 1


def _parts(tokens: Tokens, behind: int, value: Decimal) -> tuple[Decimal, int] | None:
    """As in "two-thirds", "three quarters", "one fourth of"."""
    at = behind + (tokens.shape(behind) == "-")
    word = tokens.word(at)
    # "two-third", but "two quarter-point cuts"
    singular = _PARTS.get(word) if value == 1 or at > behind else None
    part = singular or (_PARTS.get(word[:-1]) if value > 1 else None)
    if part is None or value >= part:
        return None
    if value == 1 and at == behind and tokens.word(at + 1) != "of":
        return None
    return value / part, at + 1
