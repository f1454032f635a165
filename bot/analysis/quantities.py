"""Numbers with their units, what they measure, their bounds and who gives them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from bot.analysis.document import Document
from bot.analysis.labels import is_label
from bot.analysis.lexicon import read_lexicon
from bot.analysis.measured import FUNCTION, counted, kinds_at, kinds_of, measured, subject
from bot.analysis.numerals import NUMBER_WORDS, Numeral, read_numerals
from bot.analysis.tokens import Tokens, split_tokens
from bot.analysis.units import Matched, currency_before, rate_after, unit_after
from bot.model import Change, Quantity, Quotation, Span

_DIGIT = re.compile(r"[0-9½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞]")
_WORD = re.compile(r"[a-z]+")
_LISTS = read_lexicon("measured")
_UP, _DOWN = _LISTS["upwards"], _LISTS["downwards"]
AGE = "year of age"


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with its unit in the tokens from `first` up to, not including, `behind`."""

    numeral: Numeral
    first: int
    behind: int
    value: Decimal
    upper: Decimal | None
    unit: str | None


def find_quantities(document: Document, quotations: Sequence[Quotation]) -> tuple[Quantity, ...]:
    """All quantities of the text, in text order; the quotations tell who gives each number."""
    found: list[Quantity] = []
    for sentence in document.sentences:
        if _may_hold_number(document.text, sentence):
            found += _in_sentence(split_tokens(document.text, sentence), sentence)
    return tuple(found)


def _may_hold_number(text: str, sentence: Span) -> bool:
    if _DIGIT.search(text, sentence.start, sentence.end):
        return True
    return not NUMBER_WORDS.isdisjoint(_WORD.findall(sentence.of(text).lower()))


def _in_sentence(tokens: Tokens, sentence: Span) -> list[Quantity]:
    kinds = kinds_of(tokens)
    amounts = _join_ranges(tokens, _amounts(tokens, kinds))
    found = []
    for amount in amounts:
        if amount.unit is None:
            noun = counted(tokens, kinds, amount.behind)
            if noun is None and not _stands_alone(tokens, amount):
                continue
            of = noun
            about = subject(tokens, kinds, amount.first)
        else:
            of = about = measured(tokens, kinds, amount.first, amount.behind, amount.unit)
        found.append(
            Quantity(
                span=tokens.span(amount.first, amount.behind),
                value=amount.value,
                upper=amount.upper,
                sentence=sentence,
                unit=amount.unit,
                of=tokens.span(*of) if of else None,
                change=_change(tokens, amount),
            )
        )
    return found


def _amounts(tokens: Tokens, kinds: list[int]) -> list[Amount]:
    amounts: list[Amount] = []
    for numeral in read_numerals(tokens):
        if amounts and numeral.first < amounts[-1].behind:
            continue
        amount = _amount(tokens, kinds, numeral)
        if amount is not None:
            amounts.append(amount)
    return amounts


def _amount(tokens: Tokens, kinds: list[int], numeral: Numeral) -> Amount | None:
    first, behind, value, upper = numeral.first, numeral.behind, numeral.value, numeral.upper
    negative, first = _minus(tokens, first)
    money = currency_before(tokens, first)
    unit: str | None = None
    if money is not None:
        if not negative:
            negative, first = _minus(tokens, money.index)
        else:
            first = money.index
        unit = money.unit
        if tokens.shape(behind) in ("US", "U.S.", "USD", "Cdn"):
            behind += 1
        rated = rate_after(tokens, Matched(unit, behind))
        unit, behind = rated or (unit, behind)
    else:
        if tokens.shape(behind) == "-" and tokens.word(behind + 1) == "plus" or tokens.shape(behind) == "+":
            behind += 2 if tokens.shape(behind) == "-" else 1
        age = _age(tokens, numeral, behind)
        if age is not None:
            unit, first, behind = AGE, age[0], age[1]
        else:
            start = behind + 1 if tokens.word(behind) == "of" and tokens.word(behind + 1) in ("a", "an") else behind
            start += start > behind
            matched = unit_after(tokens, behind, after_digits=numeral.digits)
            if matched is None and (numeral.upper is not None or numeral.scaled) and tokens.word(behind) == "of":
                matched = unit_after(tokens, behind + 1, after_digits=False)
            if matched is not None:
                unit, behind = matched
            elif tokens.word(behind) in ("times", "time") or (tokens.word(behind) == "x" and tokens.glued(behind)):
                unit, behind = rate_after(tokens, Matched("time", behind + 1)) or ("time", behind + 1)
    if is_label(tokens, numeral, measured=unit is not None):
        return None
    if unit is None and not _counts(tokens, kinds, numeral):
        return None
    if negative:
        value, upper = -value, -upper if upper is not None else None
    return Amount(numeral, first, behind, value, upper, unit)


def _minus(tokens: Tokens, first: int) -> tuple[bool, int]:
    sign = tokens.word(first - 1)
    if (
        sign in ("-", "−", "–")
        and tokens.glued(first)
        and not (tokens.glued(first - 1) and tokens.words[first - 2][-1].isalnum())
    ):
        return True, first - 1
    if sign == "-" and tokens.word(first - 2) == "minus":
        return True, first - 2
    return (True, first - 1) if sign == "minus" else (False, first)


def _age(tokens: Tokens, numeral: Numeral, behind: int) -> tuple[int, int] | None:
    """The tokens of "26-year-old", "aged 26", ", 26," behind a name."""
    at = behind + (tokens.shape(behind) in ("-", "‑"))
    if tokens.word(at) in ("year", "years", "yr", "month", "months", "week", "weeks", "day", "days"):
        after = at + 1 + (tokens.shape(at + 1) in ("-", "‑"))
        if tokens.word(after) in ("old", "olds"):
            return numeral.first, after + 1
        if tokens.word(after) == "of" and tokens.word(after + 1) == "age":
            return numeral.first, after + 2
    if tokens.word(numeral.first - 1) in ("aged", "age") and numeral.value < 130:
        return numeral.first, behind
    if (
        tokens.shape(numeral.first - 1) in (",", "(")
        and tokens.shape(behind) in (",", ")", ".")
        and numeral.digits
        and 1 <= numeral.value <= 115
        and numeral.value == numeral.value.to_integral_value()
        and tokens.shape(numeral.first - 2)[:1].isupper()
        and behind == numeral.first + 1
    ):
        return numeral.first, behind
    return None


def _counts(tokens: Tokens, kinds: list[int], numeral: Numeral) -> bool:
    """Whether a number word without a unit is a number at all: "one of the", "no one", "one-way" are not."""
    following = tokens.word(numeral.behind)
    if numeral.digits or numeral.scaled or numeral.upper is not None:
        return True
    if tokens.shape(numeral.behind) == "-" and tokens.glued(numeral.behind):
        return False
    if numeral.fraction:
        return following in ("of", "the", "its", "their", "all", "his", "her")
    if numeral.value == 0:
        return False
    if numeral.value == 1 and numeral.behind - numeral.first == 1:
        before = tokens.word(numeral.first - 1)
        if before in (
            "no",
            "the",
            "this",
            "that",
            "any",
            "every",
            "each",
            "which",
            "another",
            "some",
            "-",
            "big",
            "good",
            "first",
        ):
            return False
        return (
            following[:1].isalpha()
            and not kinds_at(kinds, numeral.behind) & FUNCTION
            and following not in ("day", "thing", "time", "way", "point")
        )
    return True


def _stands_alone(tokens: Tokens, amount: Amount) -> bool:
    """Whether a number that nothing follows is more than a label or a pronoun ("the two")."""
    numeral = amount.numeral
    if not numeral.digits:
        return numeral.scaled or numeral.fraction
    if numeral.scaled or amount.value >= 1000 or amount.value != amount.value.to_integral_value():
        return True
    return tokens.word(amount.first - 1) in (
        "to", "from", "at", "of", "about", "only", "just", "than", "over", "is", "was", "are", "were", "by", "nearly", "around",
        "under", "total", "least",
    )  # fmt: skip


def _join_ranges(tokens: Tokens, amounts: list[Amount]) -> list[Amount]:
    joined: list[Amount] = []
    for amount in amounts:
        if joined:
            both = _range(tokens, joined[-1], amount)
            if both is not None:
                joined[-1] = both
                continue
        joined.append(amount)
    return joined


def _range(tokens: Tokens, low: Amount, high: Amount) -> Amount | None:
    between = tokens.lower[low.behind : high.first]
    start = tokens.word(low.first - 1)
    dashed = between in (["-"], ["–"], ["—"], ["‑"])
    if not (
        dashed
        or between == ["to"]
        or (between == ["and"] and start == "between")
        or (between == ["or"] and low.unit is None)
    ):
        return None
    if low.upper is not None or high.upper is not None:
        return None
    value, unit = low.value, low.unit
    if unit is None:
        unit = high.unit
    elif high.unit is not None and unit != high.unit:
        if not high.unit.startswith(f"{unit} per "):
            return None
        unit = high.unit
    if high.numeral.scaled and not low.numeral.scaled and low.value < 1000:
        scale = Decimal(1)
        while high.value / scale >= 1000:
            scale *= 1000
        if value * scale <= high.value:
            value *= scale
    upper = high.value
    if between == ["or"] and upper - value != 1:
        return None
    if value > upper:
        value, upper = upper, value
    if start == "from" and low.unit is None and high.unit is None:
        pass
    return Amount(high.numeral, low.first, high.behind, value, upper, unit)


def _change(tokens: Tokens, amount: Amount) -> Change:
    first = amount.first
    one, two, three = tokens.word(first - 1), tokens.word(first - 2), tokens.word(first - 3)
    if one in ("about", "around", "roughly", "approximately", "nearly", "almost", "~", "circa", "approx") or (
        one == "to" and two == "close"
    ):
        return "~"
    if one == "than":
        return (
            ">"
            if two in ("more", "greater", "higher", "larger", "longer", "better", "older", "rather") and two != "rather"
            else "<"
            if two in ("less", "fewer", "lower", "smaller", "shorter", "younger")
            else "="
        )
    if (
        one in ("over", "above", "exceeding", "exceeds", "exceeded")
        or (one == "least" and two == "at")
        or one == "topping"
    ):
        return ">"
    if (
        one in ("under", "below")
        or (one == "to" and two == "up")
        or (one == "most" and two == "at")
        or (one in ("many", "much", "high") and three == "as")
    ):
        return "<"
    if one == "as" and two in ("many", "much", "high") and three == "as":
        return "<"
    if one == "+":
        return "up"
    if amount.value < 0 and amount.unit == "percent":
        return "down"
    following = tokens.word(amount.behind)
    if following in ("higher", "up"):
        return "up"
    if following in ("lower", "down"):
        return "down"
    for word in (one, two, three) if one in ("by", "to", "another", "a", "an") else (one,):
        if word in _UP:
            return "up"
        if word in _DOWN:
            return "down"
    return "="
