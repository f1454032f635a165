"""Amounts: numbers with the currency, unit or age that belongs to them, and ranges of them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from bot.analysis.ages import OLDEST, read_age
from bot.analysis.bounds import bound_before, bound_within, movement
from bot.analysis.chunks import (
    DETERMINER,
    FUNCTION,
    LINK,
    kind_of,
)
from bot.analysis.labels import is_label
from bot.analysis.numerals import Numeral
from bot.analysis.tokens import Tokens
from bot.analysis.units import Matched, currencies, currency_before, rate_after, unit_after
from bot.model import Change

_DASHES = frozenset("-‑–—")
_BEHIND = frozenset({"behind", "trail", "trails", "trailed", "trailing", "lost", "loses", "losing"})
_LENGTHS = frozenset({"metre", "cm", "mm", "km", "foot", "inch", "yard", "mile"})
# "one" is a pronoun behind these, and an idiom before those.
_NOT_ONE_AFTER = frozenset(
    {"no", "the", "this", "that", "any", "every", "each", "which", "another", "some", "big", "good", "only", "last"}
)
_NOT_ONE_BEFORE = frozenset({"day", "thing", "time", "way", "point", "another", "or", "by"})
# "50 previous years", "12 more miles"
_BEFORE_UNITS = frozenset(
    {
        "previous", "straight", "consecutive", "successive", "full", "more", "additional", "extra", "whole", "total",
        "long",
    }
)  # fmt: skip
DURATIONS = frozenset({"second", "minute", "hour", "day", "week", "month", "year", "decade", "century"})
_FARTHEST_ENDS = 4
"""How many times the lower end of a range is in the higher one where the words leave it open."""
_BEFORE_SOME_DAY = frozenset({"", ",", "until", "that", "and", "but", "then", "would", "will", "could", "might", "may"})
_BEHIND_ONE_DAY = frozenset({"of", "before", "after", "later", "earlier", "ago", "from", "and", "or", "into", "off"})
_NEAR = 40
"""Tokens before a mark that may hold the one that opens a quotation."""
_FEET = frozenset("'’′")
_INCHES = frozenset('"”″')
_WEIGHTS = frozenset(
    {
        "kg", "kilograms", "kilogrammes", "kilos", "grams", "tonnes", "gained", "lost", "feet", "foot", "inches", "tow",
        "tows", "towing", "towed", "payload", "pull", "haul", "hauls", "hauled", "lift", "lifted", "grow", "grows",
        "grew", "grown", "heavy", "load", "loads",
    }
)  # fmt: skip


class Amount(NamedTuple):
    """A number with its unit in the tokens from `first` up to, not including, `behind`.

    `bound_first` is where the words of its bound begin, `change` what these say.
    """

    first: int
    behind: int
    value: Decimal
    upper: Decimal | None
    unit: str | None
    numeral: Numeral
    change: Change
    bound_first: int


def read_amounts(tokens: Tokens, numerals: Sequence[Numeral]) -> list[Amount]:
    """The numbers that are amounts, in order; labels, dates and pronouns are left out."""
    amounts: list[Amount] = []
    for numeral in numerals:
        if amounts and numeral.first < amounts[-1].behind:
            continue
        amount = _read_amount(tokens, numeral)
        if amount is not None and amounts and amount.unit is None and _ages_too(tokens, amounts[-1], amount):
            amount = amount._replace(unit=amounts[-1].unit)
        if amount is None or (amounts and amount.first < amounts[-1].behind):
            continue
        both = _range(tokens, amounts[-1], amount) if amounts else None
        if both is not None:
            amounts[-1] = both
            continue
        if amounts and _shares_unit(tokens, amounts[-1], amount):
            amounts[-1] = amounts[-1]._replace(unit=amount.unit)
        amounts.append(amount)
    return _with_bounds(tokens, amounts)


def _with_bounds(tokens: Tokens, amounts: Sequence[Amount]) -> list[Amount]:
    bounded: list[Amount] = []
    for amount in amounts:
        change, first = bound_before(tokens, amount.first)
        if change == "=":
            change = bound_within(tokens, amount.numeral.behind).change
        if bounded and bounded[-1].change in ("<", ">") and _restates(tokens, bounded[-1], amount):
            change = bounded[-1].change
        if change == ">" and _lasts(tokens, amount, first):
            change = "="
        if amount.upper is not None and tokens.word(first - 1) == "between":
            first -= 1
        if change != "=" or first != amount.first:
            amount = amount._replace(change=change, bound_first=max(first, bounded[-1].behind if bounded else 0))
        bounded.append(amount)
    return bounded


def _shares_unit(tokens: Tokens, before: Amount, amount: Amount) -> bool:
    """Whether the number before is of the same unit: "3 and 5 percent", "58 to 42 percent", "four- or six-cylinder"."""
    if before.unit is not None or amount.unit is None or before.upper is not None or before.numeral.fraction:
        return False
    between = tokens.lower[before.behind : amount.first]
    if between in (["by"], ["x"], ["×"]):
        return amount.unit in _LENGTHS  # "12 by 5 metres"
    return between[-1:] in (["and"], ["or"], ["to"]) and between[:-1] in ([], ["-"])


def _ages_too(tokens: Tokens, before: Amount, amount: Amount) -> bool:
    """Whether it is one more age: "aged 13 and 15"."""
    if before.unit is None or not before.unit.endswith("of age") or amount.value > OLDEST:
        return False
    if tokens.word(amount.behind)[:1].isalpha() and not kind_of(tokens, amount.behind):
        return False  # "a man aged 40, 12 goats"
    aged = not {"aged", "ages"}.isdisjoint(tokens.lower[max(0, before.first - 4) : before.first])
    return aged and tokens.lower[before.behind : amount.first] in (["and"], [","], [",", "and"], ["or"])


def _plain(value: Decimal) -> Decimal:
    """A whole number without a point: 4.5 million is 4500000, not 4500000.0."""
    return Decimal(int(value)) if value == value.to_integral_value() else value


def _restates(tokens: Tokens, before: Amount, amount: Amount) -> bool:
    """Whether `amount` says the same as the one before it in another unit: "seven miles (11 km)"."""
    between = tokens.lower[before.behind : amount.first]
    return between in (["("], ["/"], [",", "or"], ["or"])


def _lasts(tokens: Tokens, amount: Amount, bound: int) -> bool:
    """Whether "over" tells how far or long ("climb over six years", "pipes over 90 miles"), not a bound."""
    if tokens.lower[bound : amount.first] != ["over"] or amount.unit == "year of age":
        return False
    if amount.unit not in DURATIONS:
        return tokens.word(bound - 1).isalpha() and kind_of(tokens, bound - 1) == 0
    return tokens.word(bound - 1) not in ("for", "of", "after", "take", "takes", "took", "is", "was", "spent", "lasted")


def _read_amount(tokens: Tokens, numeral: Numeral) -> Amount | None:
    negative, first = _minus(tokens, numeral.first)
    money = currency_before(tokens, first)
    unit: str | None = None
    behind = numeral.behind
    if money is not None:
        unit = money.unit
        outer, first = _minus(tokens, money.place)
        negative = negative or outer
        behind += tokens.shape(behind) in ("US", "USD", "Cdn")
        behind += 4 if tokens.lower[behind : behind + 4] == ["u", ".", "s", "."] else 0
        unit, behind = rate_after(tokens, Matched(unit, behind)) or (unit, behind)
    else:
        unit, first, behind = _unit(tokens, numeral, first)
    measured = unit is not None
    if unit == "point" and numeral.value == 1 and tokens.word(first - 1) == "at":
        return None
    if unit == "day" and not numeral.digits and numeral.value == 1 and _is_some_day(tokens, first, behind):
        return None
    if is_label(tokens, numeral, measured=measured) or (not measured and not _counts(tokens, numeral)):
        return None
    if negative and not measured and tokens.words[first - 1][0].isupper():
        return None
    value = _plain(-numeral.value if negative else numeral.value)
    return Amount(first, behind, value, numeral.upper and _plain(numeral.upper), unit, numeral, "=", first)


def _is_some_day(tokens: Tokens, first: int, behind: int) -> bool:
    """Whether "one day" is a time in no calendar: "One day she left", but "one day later", "in one day"."""
    return tokens.word(first - 1) in _BEFORE_SOME_DAY and tokens.word(behind) not in _BEHIND_ONE_DAY


def _unit(tokens: Tokens, numeral: Numeral, first: int) -> tuple[str | None, int, int]:
    behind = bound_within(tokens, numeral.behind).first
    aged = read_age(tokens, numeral, behind)
    if aged is not None:
        return aged[0], first, aged[1]
    matched = unit_after(tokens, behind, after_digits=numeral.digits)
    if matched is None and tokens.word(behind) in _BEFORE_UNITS:
        matched = unit_after(tokens, behind + 1, after_digits=False)
    if matched is not None and matched.unit == "GBP" and _weighs(tokens, numeral, behind, matched.place):
        matched = matched._replace(unit="lb")
    if matched is None and tokens.word(behind) == "of" and (numeral.upper is not None or not numeral.digits):
        # "hundreds of miles", "a quarter of a mile", "half of one percent"
        at = behind + 1 + (tokens.word(behind + 1) in ("a", "an", "one", "1"))
        matched = unit_after(tokens, at, after_digits=False)
    if matched is None and numeral.digits and _are_feet(tokens, behind):
        matched = Matched("foot", behind + 1)
    if (
        matched is None
        and numeral.digits
        and tokens.shape(numeral.first - 1) in _FEET
        and tokens.shape(behind) in _INCHES
    ):
        matched = Matched("inch", behind + 1)
    if matched is None and (
        tokens.word(behind) == "times"
        or (tokens.word(behind) == "time" and numeral.upper is None)
        or (tokens.word(behind) == "x" and tokens.glued(behind) and not tokens.shape(behind + 1)[:1].isalnum())
    ):
        times = Matched("time", behind + 1)
        matched = rate_after(tokens, times) or times
    return (None, first, behind) if matched is None else (matched.unit, first, matched.place)


def _are_feet(tokens: Tokens, at: int) -> bool:
    """Whether the mark at `at` is one of feet (6'3", 30'), and closes no quotation."""
    if tokens.shape(at) not in _FEET or not tokens.glued(at):
        return False
    if tokens.glued(at + 1):
        return tokens.words[at + 1].isdecimal()
    near = tokens.words[max(0, at - _NEAR) : at - 1]
    return _FEET.isdisjoint(near) and "‘" not in near


def _weighs(tokens: Tokens, numeral: Numeral, behind: int, after: int) -> bool:
    """Whether "pounds" behind a number are a weight: of something, weighed, or beside kilograms."""
    if numeral.scaled or tokens.word(after - 1) not in ("pound", "pounds"):
        return False
    if tokens.shape(behind) in _DASHES or tokens.word(after) in ("of", "heavier", "lighter", "overweight"):
        return True
    near = tokens.lower[max(0, numeral.first - 8) : numeral.first]
    return any(word in _WEIGHTS or word.startswith("weigh") for word in near)


def _minus(tokens: Tokens, first: int) -> tuple[bool, int]:
    sign = tokens.word(first - 1)
    if sign == "minus":
        # "plus or minus two percent" is no negative number.
        return (False, first) if tokens.word(first - 2) in ("or", "plus") else (True, first - 1)
    if sign not in ("-", "−", "–") or not tokens.glued(first):
        return False, first
    if tokens.word(first - 2) == "minus":
        return True, first - 2
    if tokens.glued(first - 1) and (tokens.words[first - 2][-1].isalnum() or tokens.words[first - 2] in "%)"):
        return False, first
    return True, first - 1


def _counts(tokens: Tokens, numeral: Numeral) -> bool:
    """Whether a number word without a unit is a number at all: "one of the", "no one", "one-way" are not."""
    if numeral.digits or numeral.scaled or numeral.upper is not None:
        return True
    following = tokens.word(numeral.behind)
    if following == "-" and tokens.glued(numeral.behind):
        return False
    if numeral.fraction:
        told = following[:1].isalpha() or numeral.behind - numeral.first > 2
        return told or tokens.word(numeral.first - 1) in ("by", "than", "about", "nearly", "almost")
    if numeral.value > 1 or numeral.behind - numeral.first > 1:
        return numeral.value != 0
    if tokens.word(numeral.first - 1) in _NOT_ONE_AFTER or tokens.glued(numeral.first):
        return False
    if following in ("hand", "side") and tokens.word(numeral.first - 1) == "on":
        return False
    described = tokens.word(numeral.first - 1)
    if (
        described.isalpha()
        and not kind_of(tokens, numeral.first - 1)
        and tokens.word(numeral.first - 2) in ("a", "the")
    ):
        return False  # "a new one"
    barred = kind_of(tokens, numeral.behind) & (FUNCTION | DETERMINER | LINK)
    return numeral.value == 1 and following[:1].isalpha() and not barred and following not in _NOT_ONE_BEFORE


def _range(tokens: Tokens, low: Amount, high: Amount) -> Amount | None:
    """The two amounts as one, where the words between them say so: "5 to 10 km", "between 3% and 4%"."""
    if low.upper is not None or high.upper is not None:
        return None
    start = tokens.word(bound_before(tokens, low.first).first - 1)
    if "ages" in tokens.lower[max(0, low.first - 2) : low.first]:
        start = "between"  # "between the ages of 16 and 19"
    if not _joins(tokens, low, high, start):
        return None
    unit = _common_unit(low, high, start)
    if unit is None and (low.unit is not None or high.unit is not None):
        return None
    value = _with_scale(low, high)
    if start == "by" and high.value > _FARTHEST_ENDS * value:
        return None  # "fell by 300 to 4,000"
    behind = not _BEHIND.isdisjoint(tokens.lower[max(0, low.first - 6) : low.first])
    if (value > high.value or behind) and start not in ("from", "between"):
        return None  # "leads by 54 percent to 46 percent", "trails Brandt 38% to 45%"
    first = bound_before(tokens, low.first).first
    if high.unit in (low.unit, None) and tokens.word(high.first - 1) == "to" and movement(tokens, first, len(tokens)):
        return None  # "rose by a million to 9.3 million": by one, to the other
    if tokens.word(high.first - 1) == "or" and high.value - value != 1:
        return None
    least, most = sorted((value, high.value))
    return Amount(low.first, high.behind, _plain(least), _plain(most), unit, high.numeral, "=", low.first)


def _with_scale(low: Amount, high: Amount) -> Decimal:
    """The value of `low`, which may share the scale of `high`: "10 to 15 million"."""
    if not high.numeral.scaled or low.numeral.scaled or low.value >= 1000:
        return low.value
    scale = Decimal(1)
    while abs(high.value) / scale >= 1000:
        scale *= 1000
    return low.value * scale if low.value * scale <= high.value else low.value


def _joins(tokens: Tokens, low: Amount, high: Amount, start: str) -> bool:
    if tokens.lower[low.behind : high.first] == ["up", "to"]:
        return True
    bound = bound_before(tokens, high.first)
    if bound.change != "=":
        return False  # "from 14 hours to under five"
    between = tokens.lower[low.behind : bound.first]
    if (len(between) == 1 and between[0] in _DASHES) or between in (["to"], ["-", "to"], ["-", "to", "-"], ["to", "-"]):
        return True
    if between == ["and"]:
        return start == "between"
    if between == ["or"]:
        return low.unit is None and low.value == low.value.to_integral_value()
    # "from 20 mpg in 2008 to 29 mpg"
    in_year = len(between) == 3 and between[0] == "in" and between[1].isdecimal() and between[2] == "to"
    return in_year and start == "from"


def _common_unit(low: Amount, high: Amount, start: str) -> str | None:
    one, other = low.unit, high.unit
    if one is None or one == other:
        return other
    if other is None:
        # "rose 8% to 3.65" names two things; "$5 to 10" one.
        shared = one in currencies() or one.endswith("of age")
        return one if start in ("from", "between") or (shared and not low.numeral.scaled) else None
    if other.startswith(f"{one} per "):
        return other
    return one if one.startswith(f"{other} per ") and start == "from" else None
