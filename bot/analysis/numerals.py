"""Numbers as English writes them: digits, words, scales, fractions and vague multitudes."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from bot.analysis.tokens import Tokens

_LONGEST = 24
"""Digits; what is longer is not a number that anybody reads, and may be megabytes."""
_GREATEST = Decimal(10) ** 30

_PLAIN = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_GROUPED = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")
_INDIAN = re.compile(r"[0-9]{1,2}(?:,[0-9]{2})+,[0-9]{3}(?:\.[0-9]+)?")

_ONES = {
    word: Decimal(value)
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen".split()
    )
}
_TENS = {
    word: Decimal(10 * value)
    for value, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2)
}
_SCALES = {
    "hundred": Decimal(100),
    "thousand": Decimal(1000),
    "lakh": Decimal(10**5),
    "million": Decimal(10**6),
    "crore": Decimal(10**7),
    "billion": Decimal(10**9),
    "trillion": Decimal(10**12),
    "quadrillion": Decimal(10**15),
}
# Case matters to none but "M" and "m", which a metre shares: see `_short_scale`.
_SHORT_SCALES = {
    "k": Decimal(1000),
    "mn": Decimal(10**6),
    "mln": Decimal(10**6),
    "mil": Decimal(10**6),
    "mill": Decimal(10**6),
    "m": Decimal(10**6),
    "b": Decimal(10**9),
    "bn": Decimal(10**9),
    "bln": Decimal(10**9),
    "tn": Decimal(10**12),
    "trn": Decimal(10**12),
    "cr": Decimal(10**7),
}
_DOZEN = Decimal(12)
_VAGUE = {
    "tens": (Decimal(10), Decimal(100)),
    "dozens": (_DOZEN, None),
    "hundreds": (Decimal(100), Decimal(1000)),
    "thousands": (Decimal(1000), Decimal(10**4)),
    "lakhs": (Decimal(10**5), Decimal(10**6)),
    "millions": (Decimal(10**6), Decimal(10**7)),
    "crores": (Decimal(10**7), Decimal(10**8)),
    "billions": (Decimal(10**9), Decimal(10**10)),
    "trillions": (Decimal(10**12), Decimal(10**13)),
}
_PARTS = {
    "half": 2, "halves": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8,
    "ninth": 9, "tenth": 10, "hundredth": 100, "thousandth": 1000,
}  # fmt: skip
_SIGNS = {
    "½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4), "⅕": (1, 5), "⅖": (2, 5), "⅗": (3, 5), "⅘": (4, 5),
    "⅙": (1, 6), "⅚": (5, 6), "⅛": (1, 8), "⅜": (3, 8), "⅝": (5, 8), "⅞": (7, 8),
}  # fmt: skip
_SLASHED = frozenset({2, 3, 4, 5, 8, 10, 16})
_HUNDREDS = frozenset(map(Decimal, (12, 20, 100, 1000, 10**4, 10**5, 10**6)))
_TIME = ("second", "minute", "hour", "day", "week", "month", "year", "decade")
# "the first half of the year" is a time, no amount.
_PERIODS = frozenset(("first", "second", "last", "latter", "other", "better", "third", "fourth", "final", "opening"))
_LENGTHS = frozenset("wide long high tall deep away race sprint hurdles final freestyle relay dash radius swim".split())

NUMBER_WORDS = (
    frozenset(_ONES) | frozenset(_TENS) | frozenset(_SCALES) | frozenset(_VAGUE) | frozenset(_PARTS)
    | frozenset({"dozen", "thirds", "quarters", "fourths", "fifths", "sixths", "sevenths", "eighths", "ninths", "tenths"})
)  # fmt: skip
"""The words in which, beside digits, a number can be written; a text without any holds no number."""

CARDINALS = frozenset(_ONES) | frozenset(_TENS) | frozenset(_SCALES) | frozenset(_VAGUE)
"""Those of them that are nothing else."""


class Numeral(NamedTuple):
    """A number in the tokens from `first` up to, not including, `behind`; a vague multitude has an `upper` end."""

    first: int
    behind: int
    value: Decimal
    upper: Decimal | None = None
    digits: bool = False
    scaled: bool = False
    fraction: bool = False


def read_numerals(tokens: Tokens) -> list[Numeral]:
    """All numbers among the tokens, in order, whatever they mean: years, labels and clock times too."""
    numerals: list[Numeral] = []
    behind = 0
    for index, word in enumerate(tokens.lower):
        if index < behind or not ("0" <= word[0] <= "9" or word in NUMBER_WORDS or word in _SIGNS):
            continue
        found = _read_digits(tokens, index) if "0" <= word[0] <= "9" else _read_words(tokens, index)
        if found is not None:
            numerals.append(found)
            behind = found.behind
    return _join_ratios(tokens, numerals)


def _join_ratios(tokens: Tokens, numerals: list[Numeral]) -> list[Numeral]:
    """Make one number of "one in four" and "nine out of 10"."""
    joined: list[Numeral] = []
    for numeral in numerals:
        if joined and tokens.word(numeral.first - 1) in ("in", "of"):
            part = joined[-1]
            between = tokens.lower[part.behind : numeral.first]
            whole = numeral.value
            if between in (["in"], ["in", "every"], ["out", "of"], ["out", "of", "every"]) and _are_small(
                part, numeral
            ):
                counted = tokens.word(numeral.behind)
                if between[0] == "out" or (whole <= 10 or whole in _HUNDREDS) and not counted.startswith(_TIME):
                    joined[-1] = Numeral(part.first, numeral.behind, _ratio(part.value, whole), fraction=True)
                    continue
        joined.append(numeral)
    return joined


def _are_small(part: Numeral, whole: Numeral) -> bool:
    if part.upper is not None or whole.upper is not None or part.value != part.value.to_integral_value():
        return False
    return 0 < part.value < whole.value <= 10**6 and whole.value == whole.value.to_integral_value()


def parse_digits(word: str) -> Decimal | None:
    """The value of a number in digits with grouping commas, None for what only looks like one ("1.2.3")."""
    if len(word) > _LONGEST:
        return None
    if _PLAIN.fullmatch(word):
        return Decimal(word)
    if _GROUPED.fullmatch(word) or _INDIAN.fullmatch(word):
        return Decimal(word.replace(",", ""))
    return None


def _read_digits(tokens: Tokens, index: int) -> Numeral | None:
    value = parse_digits(tokens.words[index])
    if value is None:
        return None
    first = index
    behind = index + 1
    # ".500" and "$.50": the point was cut off as a sign of its own.
    if tokens.glued(index) and tokens.words[index - 1] == "." and not _follows_word(tokens, index - 1):
        value = value.scaleb(-len(tokens.words[index]))
        first -= 1
    value, behind = _grouped_by_spaces(tokens, index, value)
    sign = _SIGNS.get(tokens.shape(behind))
    if sign is not None:
        value, behind = value + _ratio(*sign), behind + 1
    elif tokens.word(behind) == "and" and tokens.word(behind + 1) == "a" and tokens.word(behind + 2) == "half":
        value, behind = value + Decimal("0.5"), behind + 3
    slashed = _slashed(tokens, behind - 1)
    if slashed is not None:
        return Numeral(first, slashed.behind, slashed.value, fraction=True, digits=True)
    mixed = _slashed(tokens, behind) if tokens.shape(behind)[:1].isdigit() else None
    if mixed is not None:
        return Numeral(first, mixed.behind, value + mixed.value, digits=True)
    value, after = _scaled(tokens, behind, value)
    return Numeral(first, after, value, digits=True, scaled=after > behind)


def _follows_word(tokens: Tokens, index: int) -> bool:
    return tokens.glued(index) and tokens.words[index - 1].isalnum()


def _grouped_by_spaces(tokens: Tokens, index: int, value: Decimal) -> tuple[Decimal, int]:
    """Read on through "13 000 000", which continental texts write for 13,000,000."""
    behind = index + 1
    if len(tokens.words[index]) > 3:
        return value, behind
    while len(tokens.shape(behind)) == 3 and tokens.words[behind].isdecimal() and behind - index < 6:
        if tokens.starts[behind] != tokens.ends[behind - 1] + 1 or not tokens.words[behind].isascii():
            break
        if tokens.glued(behind + 1) and tokens.words[behind + 1].isalpha():
            break
        value = value * 1000 + Decimal(tokens.words[behind])
        behind += 1
    return value, behind


def _slashed(tokens: Tokens, index: int) -> Numeral | None:
    """A fraction such as 2/3 whose numerator is at `index`; "9/11" is none."""
    if tokens.shape(index + 1) != "/" or not tokens.glued(index + 1) or not tokens.glued(index + 2):
        return None
    upper, lower = tokens.words[index], tokens.words[index + 2]
    if len(upper) > 2 or len(lower) > 2 or not (upper + lower).isdecimal() or not (upper + lower).isascii():
        return None
    if int(lower) not in _SLASHED or int(upper) >= int(lower) or tokens.shape(index + 3) == "/":
        return None
    return Numeral(index, index + 3, _ratio(int(upper), int(lower)))


def _ratio(upper: int | Decimal, lower: int | Decimal) -> Decimal:
    return Decimal(upper) / Decimal(lower)


def _scaled(tokens: Tokens, behind: int, value: Decimal) -> tuple[Decimal, int]:
    """Multiply by the scales that follow: "5 million", "$400-million", "1.2m", "3 hundred thousand"."""
    while True:
        at = behind + 1 if tokens.shape(behind) == "-" and tokens.word(behind + 1) in _SCALES else behind
        scale = _SCALES.get(tokens.word(at)) or _short_scale(tokens, at)
        if scale is None or value * scale > _GREATEST:
            return value, behind
        value, behind = value * scale, at + 1


def _short_scale(tokens: Tokens, index: int) -> Decimal | None:
    word = tokens.word(index)
    scale = _SHORT_SCALES.get(word)
    if scale is None or not (tokens.glued(index) or len(word) > 1):
        return None
    if not tokens.words[index - 1][-1].isdecimal():
        return None
    following = tokens.word(index + 1)
    if following == "-" and tokens.glued(index + 1):
        return None if word == "m" else scale
    if word == "m" and tokens.words[index] == "m" and not _is_money(tokens, index - 1):
        counted = following[:1].isalpha() and following not in _LENGTHS and (len(following) > 3 or following == "of")
        return scale if counted and following.endswith(("s", "people", "men", "women", "children")) else None
    return scale


def _is_money(tokens: Tokens, index: int) -> bool:
    before = tokens.shape(index - 1)
    return bool(before) and (before in "$€£¥₹" or (before.isupper() and tokens.glued(index)))


def _read_words(tokens: Tokens, index: int) -> Numeral | None:
    lower = tokens.lower
    word = lower[index]
    if word in _SIGNS:
        return Numeral(index, index + 1, _ratio(*_SIGNS[word]), fraction=True)
    if word in _VAGUE:
        return _vague(tokens, index)
    article = tokens.word(index - 1) in ("a", "an", "the") and not tokens.glued(index)
    if word in _PARTS:
        return _part(tokens, index)
    if word == "dozen" or word in _SCALES:
        if tokens.word(index - 1) not in ("a", "an"):
            return None
        scale = _DOZEN if word == "dozen" else _SCALES[word]
        value, behind = _scaled(tokens, index + 1, scale)
        behind, value = _and_more(tokens, behind, value) if article else (behind, value)
        return Numeral(index - 1, behind, value, scaled=True)
    if word not in _ONES and word not in _TENS:
        return None
    return _cardinal(tokens, index)


def _vague(tokens: Tokens, index: int) -> Numeral | None:
    """ "dozens", "hundreds", "tens of thousands": from the least to the greatest that the word says."""
    low, high = _VAGUE[tokens.lower[index]]
    behind = index + 1
    if tokens.word(behind) == "of" and tokens.word(behind + 1) in _VAGUE and high is not None:
        scale = _VAGUE[tokens.lower[behind + 1]][0]
        low, high, behind = low * scale, high * scale, behind + 2
    elif tokens.lower[index] == "tens" and tokens.word(behind) != "of":
        return None
    return Numeral(index, behind, low, high)


def _part(tokens: Tokens, index: int) -> Numeral | None:
    """A fraction that begins with its part: "half a million", "a third of", "half the"."""
    word, following = tokens.lower[index], tokens.word(index + 1)
    if tokens.word(index - 1) in _PERIODS:
        return None
    share = _ratio(1, _PARTS[word])
    if word in ("half", "quarter"):
        at = index + 2 if following in ("a", "of") else index + 1
        at += following == "of" and tokens.word(at) == "a"
        at += tokens.shape(at) == "-" and tokens.glued(at)
        scale = _DOZEN if tokens.word(at) == "dozen" else _SCALES.get(tokens.word(at))
        if scale is not None:
            first = index - (tokens.word(index - 1) == "a")
            value, behind = _scaled(tokens, at + 1, share * scale)
            return Numeral(first, behind, value, scaled=True)
    if word == "half" and following in ("of", "the", "a", "an", "its", "their", "his", "her", "our", "all"):
        # "half an hour" is a number of hours; "half a chance" is none.
        if following in ("a", "an"):
            return Numeral(index, index + 2, share, fraction=True)
        return Numeral(index, index + 1, share, fraction=True)
    if tokens.word(index - 1) == "a" and following == "of" and word != "half":
        return Numeral(index - 1, index + 1, share, fraction=True)
    return None


def _cardinal(tokens: Tokens, index: int) -> Numeral | None:
    lower = tokens.lower
    total, current = Decimal(0), Decimal(0)
    behind = index
    while behind < len(lower):
        at = behind
        if at > index:
            if lower[at] == "-" and tokens.glued(at) and tokens.glued(at + 1):
                at += 1
            elif lower[at] == "and" and (current >= 100 or (total and not current)):
                at += 1
        word = tokens.word(at)
        if word in _ONES and (at == index or (current % 10 == 0 and (current % 100 == 0 or _ONES[word] < 10))):
            if at > index and behind == at and current and current < 100 and not tokens.glued(at):
                break  # "twenty two" is rare, "forty five-year-olds" is not: a gap ends the number
            current += _ONES[word]
        elif word in _TENS and current % 100 == 0 and (at == index or current or total):
            current += _TENS[word]
        elif word == "hundred" and 0 < current < 100:
            current *= 100
        elif word == "dozen" and 0 < current < 100:
            current *= _DOZEN
        elif word in _SCALES and word != "hundred" and current and total + current * _SCALES[word] < _GREATEST:
            total, current = total + current * _SCALES[word], Decimal(0)
        else:
            break
        behind = at + 1
    value = total + current
    scaled = total > 0 or value >= 100
    fraction = _fraction(tokens, behind, value)
    if fraction is not None:
        return Numeral(index, fraction[1], fraction[0], fraction=True)
    behind, value = _and_more(tokens, behind, value)
    return Numeral(index, behind, value, scaled=scaled)


def _fraction(tokens: Tokens, behind: int, value: Decimal) -> tuple[Decimal, int] | None:
    """ "two-thirds", "three quarters", "one fourth of"."""
    at = behind + (tokens.shape(behind) == "-")
    word = tokens.word(at)
    part = _PARTS.get(word) or (_PARTS.get(word[:-1]) if value > 1 else None)
    if part is None or value >= part or value != value.to_integral_value():
        return None
    if value == 1 and at == behind and tokens.word(at + 1) != "of":
        return None
    return _ratio(value, part), at + 1


def _and_more(tokens: Tokens, behind: int, value: Decimal) -> tuple[int, Decimal]:
    """ "two and a half", and the scale behind it: "one and a half million"."""
    if tokens.word(behind) == "and" and tokens.word(behind + 1) == "a":
        word = tokens.word(behind + 2)
        if word in ("half", "quarter") and value < 1000:
            value, behind = _scaled(tokens, behind + 3, value + _ratio(1, _PARTS[word]))
        elif word == "half":
            value, behind = value + value / 2, behind + 3
    return behind, value
