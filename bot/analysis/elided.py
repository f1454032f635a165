"""Numbers that leave out their unit, or the noun that they count, since the sentence has told it before."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from bot.analysis.amounts import DURATIONS, Amount
from bot.analysis.bounds import bound_after, movement
from bot.analysis.chunks import (
    BARE,
    BE,
    CLAUSE,
    DETERMINER,
    ING,
    IRREGULAR,
    LINK,
    PAST,
    PRONOUN,
    is_plural,
    is_verb,
    kind_at,
    kind_of,
    noun_end,
)
from bot.analysis.counted import Slice, counted
from bot.analysis.tokens import Tokens

_NOT_ACTS = frozenset({"aged", "numbered", "seeded", "ranked", "dated", "called", "titled", "named"})
_ENDINGS = frozenset({"", ".", ",", ";", "and", ")"})
_SETTLED = frozenset(
    {
        "to", "from", "at", "of", "by", "is", "was", "are", "were", "be", "total", "only", "just", "number", "reached",
        "hit", "past", "against", "cost", "costs",
    }
)  # fmt: skip
"""Before a small bare number they tell that it is an amount."""
_REACHING = frozenset(
    {"to", "at", "is", "was", "by", "reached", "hit", "from", "past", "above", "below", "exceeded", "exceeds"}
)
_DEFINITE = frozenset({"the", "its", "their", "his", "her", "our", "those", "these", "them"})
_OTHER = frozenset({"other", "remaining", "previous", "usual", "original", "current", "planned", "expected"})
_STOPS = frozenset({",", ";", ":", "and", "but"})
_LEAST_RATIO = Decimal("0.2")
"""Of two numbers that are compared without naming the unit twice."""
_FARTHEST = 16
"""Tokens before a number that may part it from the words "number of"."""


def counts_of(tokens: Tokens, kinds: list[int], amounts: Sequence[Amount]) -> list[Slice | None]:
    """What each amount without a unit counts; "1.5 million in Rome" counts what the number before it did."""
    counts: list[Slice | None] = []
    last: Slice | None = None
    starts = {amount.first: amount for amount in amounts}
    for amount in amounts:
        count: Slice | None = None
        if amount.unit is None:
            inner = starts.get(amount.behind)
            behind = inner.behind if inner is not None and inner.unit else amount.behind
            count = counted(tokens, kinds, behind, several=amount.value != 1, part=amount.numeral.fraction)
            if count is None:
                count = _numbered(tokens, kinds, amount)
            if count is None and last is not None and _counts_on(tokens, kinds, amount, last):
                count = last
            last = count or last
        counts.append(count)
    return counts


def with_elided_units(tokens: Tokens, amounts: Sequence[Amount], counts: Sequence[Slice | None]) -> list[Amount]:
    """The amounts, with the unit that one leaves out for what it is compared to: "7.8 tonnes, compared with 8.6"."""
    full: list[Amount] = []
    for amount, count in zip(amounts, counts, strict=True):
        if (
            full
            and amount.unit is None
            and ((count is None and _is_compared(tokens, full[-1], amount)) or _is_of_more(tokens, full[-1], amount))
        ):
            amount = amount._replace(unit=full[-1].unit)
        full.append(amount)
    return full


def _is_compared(tokens: Tokens, before: Amount, amount: Amount) -> bool:
    """Whether it is told beside the amount before it: "to 4.1% from 3.9", "12 km against 15", "5.2% and then 3.9"."""
    if before.unit is None or before.unit.endswith("of age"):
        return False
    word, earlier = tokens.word(amount.bound_first - 1), tokens.word(amount.bound_first - 2)
    if word == "to":
        return tokens.word(before.bound_first - 1) == "from"  # "from 14 hours to under five"
    if before.unit in DURATIONS or not amount.numeral.digits:
        return False
    broken = before.value != before.value.to_integral_value()
    if broken and amount.value == amount.value.to_integral_value():
        return False  # "won 90 seats with 99.9% of votes counted, against 72"
    if broken and word in ("and", "but"):
        return True  # "7.5 percent this year and 5.5 the next"
    if word not in ("from", "than", "against", "versus", "vs") and (word != "with" or earlier != "compared"):
        return False
    if word == "from" and movement(tokens, before.bound_first, before.behind) is not None:
        return False  # "rose 3% from 410"
    return _LEAST_RATIO * before.value <= amount.value <= before.value / _LEAST_RATIO


def _is_of_more(tokens: Tokens, before: Amount, amount: Amount) -> bool:
    """Whether it is of something else: "20 tonnes of hay and 35 of straw", "81 years for women and 78 for men"."""
    if before.unit is None or before.unit.endswith("of age") or not amount.numeral.digits:
        return False
    link = tokens.word(amount.behind)
    if link not in ("of", "for", "in", "among") or tokens.word(before.behind) != link:
        return False
    known = {tokens.word(amount.behind + 1), tokens.word(before.behind + 1)} & _DEFINITE
    return not (known and link == "of") and tokens.word(amount.bound_first - 1) in ("and", ",", "but")


def _numbered(tokens: Tokens, kinds: list[int], amount: Amount) -> Slice | None:
    """What a number tells the number of: "the number of fires rose to 40"."""
    first = amount.bound_first
    if _REACHING.isdisjoint((tokens.word(first - 1), tokens.word(amount.first - 1))):
        return None
    for at in range(first - 2, max(0, first - _FARTHEST), -1):
        word = tokens.lower[at]
        if word in _STOPS or (word[0].isdigit() and len(word) != len("2024")):
            return None
        if word == "of" and tokens.lower[at - 1] in ("number", "numbers"):
            end = noun_end(tokens, kinds, at + 1, plural=True)
            return (at + 1, end) if end > at + 1 and is_plural(tokens.lower[end - 1]) else None
    return None


def _counts_on(tokens: Tokens, kinds: list[int], amount: Amount, last: Slice) -> bool:
    """Whether it counts what the number before it did: "killed 20 men and wounded 53", "2 in Rome, 7 in Bari"."""
    if tokens.word(amount.first - 1) == "per":
        return False
    if amount.numeral.digits and (amount.numeral.scaled or amount.value >= 1000):
        return True
    if amount.value > 1 and _is_more(tokens, amount.behind):
        return True
    if (
        amount.value <= 1
        or amount.upper is not None
        or amount.numeral.fraction
        or not is_plural(tokens.word(last[1] - 1))
    ):
        return False
    if _is_part(tokens, amount.first) or _follows_act(tokens, kinds, amount.first):
        return True
    before = tokens.word(amount.first - 1)
    after = tokens.word(amount.behind)
    if before == "the" and amount.numeral.digits and kind_at(kinds, amount.behind) & LINK:
        return True  # "would add to the 113 in service"
    if after in ("who", "short") or (before == "to" and last[1] == amount.first - 1):
        return True  # "84 seats, 12 short of a majority", "by 118 votes to 97"
    if before in _OTHER and tokens.word(amount.first - 2) in ("the", "its", "their"):
        return True  # "and the other 12 were saved"
    if before == "the" and tokens.word(amount.first - 2) in ("than", "below", "above", "against", "from"):
        return True  # "1.3 children, far below the 2.1 needed"
    if kind_at(kinds, amount.behind) & BARE and is_verb(tokens, kinds, amount.behind):
        return True  # "and of those, 23 belong to the party"
    opens = tokens.word(amount.first - 1) == "and" or (
        tokens.word(amount.first - 1) in (",", ";") and tokens.shape(amount.first - 2).islower()
    )
    return opens and tokens.word(amount.behind) in ("in", "at", "by", "for", "from", "on", "against", "with", "without")


def stands_alone(tokens: Tokens, kinds: list[int], amount: Amount) -> bool:
    """Whether a number without a unit that counts nothing is more than a label or a pronoun ("the two")."""
    numeral = amount.numeral
    if tokens.word(amount.first - 1) == "per":
        return False  # "12 cases per 100,000"
    after, before = kind_at(kinds, amount.behind), kind_at(kinds, amount.first - 1)
    # "Four were injured", but "the two were injured"; "killing 13".
    acts = bool(after & (BE | PAST | IRREGULAR)) and not before & (DETERMINER | CLAUSE)
    if (
        tokens.word(amount.behind) == "of"
        and kind_at(kinds, amount.behind + 1) & (PRONOUN | CLAUSE)
        and amount.value > 1
    ):
        return True  # "56 of them", "three of whom"
    if _is_part(tokens, amount.first):
        return True
    if amount.value > 1 and _is_more(tokens, amount.behind):
        return True  # "and three more on the roof"
    acts = acts or _follows_act(tokens, kinds, amount.bound_first) or tokens.word(amount.behind) == "who"
    if not numeral.digits:
        # "voted two to one" is a ratio.
        counts = acts and numeral.value > 1 and tokens.word(amount.behind) not in ("to", "by", "-")
        return numeral.scaled or numeral.fraction or counts
    if acts:
        return True
    if tokens.word(amount.first - 1) == ":" and is_plural(tokens.word(amount.first - 2)):
        return True  # "Passengers: 150"
    if numeral.scaled or amount.upper is not None or abs(amount.value) >= 1000:
        return True
    if amount.value != amount.value.to_integral_value() or amount.change != "=" or bound_after(tokens, amount.behind):
        return True
    if tokens.word(amount.first - 1) in ("with", "for") and tokens.word(amount.behind) in _ENDINGS:
        return True  # "Brandt, with 40, leads"
    return tokens.word(amount.bound_first - 1) in _SETTLED or tokens.word(amount.first - 1) in _SETTLED


def _is_more(tokens: Tokens, behind: int) -> bool:
    """Whether "more" with no noun stands at `behind`."""
    if tokens.word(behind) in ("fewer", "less", "more") and tokens.word(behind + 1) == "than":
        return True
    return tokens.word(behind) == "more" and (
        tokens.word(behind + 1) in _ENDINGS or kind_of(tokens, behind + 1) & (LINK | BE | PAST) > 0
    )


def _is_part(tokens: Tokens, first: int) -> bool:
    """Whether the number at the token `first` is of what was told before: "500 beds, of which 480 are taken"."""
    return tokens.word(first - 1) in ("which", "whom") and tokens.word(first - 2) == "of"


def _follows_act(tokens: Tokens, kinds: list[int], first: int) -> bool:
    """Whether a verb stands before the token at `first` that takes a number as its object: "killing 13"."""
    return bool(kind_at(kinds, first - 1) & (ING | PAST | IRREGULAR)) and tokens.word(first - 1) not in _NOT_ACTS
