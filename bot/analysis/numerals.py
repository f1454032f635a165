"""Numbers as English writes them: digits with their grouping, scales and fractions; words are read next door."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from bot.analysis.chunks import is_plural
from bot.analysis.number_words import FRACTION_SIGNS, OPENING_WORDS, SCALES, WORDS_BEHIND_ARTICLES, read_number_words
from bot.analysis.tokens import Tokens

_LONGEST = 24
"""Characters; what is longer is not a number that anybody reads, and may be megabytes."""
_LONGEST_PLAIN = 9
"""Digits without commas; what is longer is somebody's or something's number."""
_GREATEST = Decimal(10) ** 30

_PLAIN = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_GROUPED = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")
_INDIAN = re.compile(r"[0-9]{1,2}(?:,[0-9]{2})+,[0-9]{3}(?:\.[0-9]+)?")

# Case matters to none but "m", which may be a metre: see `_short_scale`.
_SHORT_SCALES = {
    word: Decimal(10) ** power
    for power, words in {
        3: ("k",),
        6: ("m", "mn", "mln", "mil", "mill"),
        7: ("cr",),
        9: ("b", "bn", "bln"),
        12: ("tn", "trn", "t"),
    }.items()
    for word in words
}
_LENGTHS = frozenset(
    {"wide", "long", "high", "tall", "deep", "away", "race", "sprint", "hurdles", "final", "freestyle", "relay", "dash"}
)
_WRITTEN = OPENING_WORDS | WORDS_BEHIND_ARTICLES | frozenset(FRACTION_SIGNS)
# Beside them a lone "m" is a million, whose currency sign may have been lost.
_MILLIONS_OF = frozenset(
    {
        "users", "people", "visitors", "viewers", "customers", "subscribers", "passengers", "voters", "profit",
        "profits", "revenue", "sales", "turnover", "debt", "debts", "loss", "losses", "cost", "costs", "deal", "bid",
        "investment", "budget", "funding", "loan", "loans", "transfer", "fee", "stake", "dividend", "earnings", "fund",
        "raised", "raise", "worth", "valued", "cash", "tax", "fine", "fined", "price", "paid", "pay", "spent",
    }
)  # fmt: skip
_NEAR = 40
"""Tokens on both sides of it."""
_SLASHED = frozenset({2, 3, 4, 5, 8, 10, 16})
_WHOLES = frozenset(map(Decimal, (12, 20, 100, 1000, 10**4, 10**5, 10**6)))
_AMONG = (
    ["in"], ["in", "every"], ["of", "every"], ["for", "every"], ["out", "of"], ["out", "of", "every"], ["in", "each"],
)  # fmt: skip
_GOING_ON = frozenset({"×", "x", "X", "*", "and", "/", *FRACTION_SIGNS})
"""What may stand behind digits, beside other digits, and make one number with them."""
_QUOTES = frozenset("'\"‘“")
_TIME = ("second", "minute", "hour", "day", "week", "month", "year", "decade")


class Numeral(NamedTuple):
    """A number in the tokens from `first` up to, not including, `behind`.

    A vague multitude ("hundreds") has an `upper` end. `scaled` says that it is in the hundreds or more by a word.
    """

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
    for index in [at for at, word in enumerate(tokens.lower) if (word < ":" and word >= "0") or word in _WRITTEN]:
        if index < behind:
            continue
        if _is_dialled(tokens.words[index]):
            behind = _skip_dialled(tokens, index)
            continue
        found = _read_digits(tokens, index) if tokens.words[index][0].isdecimal() else _read_words(tokens, index)
        if found is not None:
            numerals.append(found)
            behind = found.behind
    return _join_ratios(tokens, numerals)


def _is_dialled(word: str) -> bool:
    """Whether digits begin with a nought that no amount begins with: "0800", "007"."""
    return word[0] == "0" and len(word) > 2 and word.isdecimal()


def _skip_dialled(tokens: Tokens, index: int) -> int:
    while tokens.shape(index).isdecimal():
        index += 1
    return index


def parse_digits(word: str) -> Decimal | None:
    """The value of a number in digits with grouping commas, None for what only looks like one ("1.2.3")."""
    if len(word) > _LONGEST or (len(word) > _LONGEST_PLAIN and word.isdecimal()):
        return None
    if _PLAIN.fullmatch(word):
        return Decimal(word)
    if _GROUPED.fullmatch(word) or _INDIAN.fullmatch(word):
        return Decimal(word.replace(",", ""))
    return None


def _join_ratios(tokens: Tokens, numerals: list[Numeral]) -> list[Numeral]:
    """Make one number of "one in four" and "nine out of 10"."""
    joined: list[Numeral] = []
    for numeral in numerals:
        if (
            joined
            and tokens.word(numeral.first - 1) in ("in", "of", "every", "each")
            and _is_ratio(tokens, joined[-1], numeral)
        ):
            share = joined[-1].value / numeral.value
            joined[-1] = Numeral(joined[-1].first, numeral.behind, share, fraction=True)
        else:
            joined.append(numeral)
    return joined


def _is_ratio(tokens: Tokens, part: Numeral, whole: Numeral) -> bool:
    between = tokens.lower[part.behind : whole.first]
    if between not in _AMONG and not _is_one_in(tokens, part, whole):
        return False
    if part.upper is not None or whole.upper is not None or not 0 < part.value < whole.value <= 10**9:
        return False
    if part.value != part.value.to_integral_value() or whole.value != whole.value.to_integral_value():
        return False
    # "killed two in 10 days" is no ratio.
    year = 1800 <= whole.value <= 2100 and "," not in tokens.words[whole.first]
    usual = whole.value <= 10 or whole.value in _WHOLES or (part.value == 1 and not year)
    return (len(between) > 1 and between in _AMONG) or (usual and not tokens.word(whole.behind).startswith(_TIME))


def _is_one_in(tokens: Tokens, part: Numeral, whole: Numeral) -> bool:
    """As in "one child in five", with no noun behind it."""
    if part.value != 1 or whole.first - part.behind != 2 or tokens.word(whole.first - 1) != "in":
        return False
    noun = tokens.word(part.behind)
    return (
        noun.isalpha() and noun not in ("of", "is") and not is_plural(noun) and not is_plural(tokens.word(whole.behind))
    )


def _read_words(tokens: Tokens, index: int) -> Numeral | None:
    if tokens.words[index].istitle() and tokens.shape(index - 1)[:1].isupper() and index > 1:
        return None  # "Formula One"
    written = read_number_words(tokens, index)
    if written is None:
        return None
    value, upper, scaled, behind = written.value, written.upper, written.value >= 100, written.behind
    if not written.fraction and upper is None:
        value, behind = _scaled(tokens, behind, value)
    return Numeral(written.first, behind, value, upper, scaled=scaled or written.scaled, fraction=written.fraction)


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
    following = tokens.shape(behind)
    if following in _GOING_ON or following[:1].isdigit():
        return _composed(tokens, first, index, value)
    value, after = _scaled(tokens, behind, value)
    return Numeral(first, after, value, digits=True, scaled=after > behind)


def _composed(tokens: Tokens, first: int, index: int, value: Decimal) -> Numeral:
    """The number whose first digits are at `index`, with the power, group or fraction that may follow them."""
    power = _power_of_ten(tokens, index + 1)
    if power is not None:
        return Numeral(first, power[1], value.scaleb(power[0]), digits=True, scaled=True)
    value, behind = _grouped_by_spaces(tokens, index, value)
    sign = FRACTION_SIGNS.get(tokens.shape(behind))
    if sign is not None:
        value, behind = value + sign, behind + 1
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


def _power_of_ten(tokens: Tokens, at: int) -> tuple[int, int] | None:
    """The exponent of "×10^6" or "x 10−30" at `at`, and the token behind it."""
    if tokens.word(at) not in ("×", "x", "*") or tokens.word(at + 1) != "10":
        return None
    raised = tokens.shape(at + 2) == "^"
    at += 2 + raised
    negative = tokens.shape(at) in ("-", "−", "–") and tokens.glued(at)
    exponent = tokens.shape(at + negative)
    if not (raised or negative) or not tokens.glued(at + negative) or len(exponent) > 2 or not exponent.isdecimal():
        return None
    return int(exponent) * (-1 if negative else 1), at + negative + 1


def _follows_word(tokens: Tokens, index: int) -> bool:
    return tokens.glued(index) and tokens.words[index - 1].isalnum()


def _grouped_by_spaces(tokens: Tokens, index: int, value: Decimal) -> tuple[Decimal, int]:
    """Read on through "13 000 000", which continental texts write for 13,000,000."""
    behind = index + 1
    if len(tokens.words[index]) > 3:
        return value, behind
    while len(tokens.shape(behind)) == 3 and tokens.words[behind].isdecimal() and behind - index < 6:
        if len(tokens.gaps[behind]) != 1 or not tokens.words[behind].isascii():
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
    return Numeral(index, index + 3, Decimal(upper) / Decimal(lower))


def _scaled(tokens: Tokens, behind: int, value: Decimal) -> tuple[Decimal, int]:
    """Multiply by the scales that follow: "5 million", "$400-million", "1.2m", "3 hundred thousand"."""
    while True:
        at = behind + 1 if tokens.shape(behind) == "-" and tokens.word(behind + 1) in SCALES else behind
        scale = SCALES.get(tokens.word(at)) or _short_scale(tokens, at)
        if scale is None or value * scale > _GREATEST:
            return value, behind
        value, behind = value * scale, at + 1


def _short_scale(tokens: Tokens, index: int) -> Decimal | None:
    word = tokens.word(index)
    scale = _SHORT_SCALES.get(word)
    if scale is None or (word == "t" and not _is_money(tokens, index - 1)):
        return None
    if len(word) == 1 and not tokens.glued(index) and not _is_set_apart(tokens, index):
        return None
    if not tokens.words[index - 1][-1].isdecimal():
        return None
    next_word = index + 1 + (tokens.word(index + 1) in _QUOTES)
    following = tokens.word(next_word)
    if following == "-" and tokens.glued(index + 1):
        return None if word == "m" else scale
    if word == "m" and tokens.words[index] == "m" and not _is_money(tokens, index - 1):
        if following in _LENGTHS:
            return None
        counted = any(
            len(word) > 3 and word.endswith(("s", "people", "men", "women")) and word not in _LENGTHS
            for word in (following, tokens.word(next_word + 1) if following.isalpha() else "")
        )
        near = tokens.lower[max(0, index - _NEAR) : index + _NEAR]
        spoken_of = tokens.word(index - 2) != "the" and not _MILLIONS_OF.isdisjoint(near)
        return scale if counted or spoken_of else None
    return scale


def _is_set_apart(tokens: Tokens, index: int) -> bool:
    """Whether a lone capital behind a gap is a scale: "$5 B", "8 B people"."""
    return tokens.words[index].isupper() and (_is_money(tokens, index - 1) or is_plural(tokens.word(index + 1)))


def _is_money(tokens: Tokens, index: int) -> bool:
    before = tokens.shape(index - 1)
    return bool(before) and (before in "$€£¥₹" or (before.isupper() and tokens.glued(index)))
