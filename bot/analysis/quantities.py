"""Numbers with their units, what they measure, their bounds and who gives them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from decimal import Decimal

from bot.analysis.amounts import DURATIONS, Amount, follows_act, is_more, is_part, read_amounts, stands_alone
from bot.analysis.bounds import bound_after, moved_by, movement
from bot.analysis.candidates import sentences_with_numbers
from bot.analysis.chunks import BARE, LINK, is_plural, is_verb, kind_at, kinds_of, noun_end, split_chunks
from bot.analysis.counted import Slice, counted
from bot.analysis.document import Document
from bot.analysis.givers import Givers, named_sources
from bot.analysis.key_numbers import rank_quantities
from bot.analysis.measured import Setting, Told, told
from bot.analysis.numerals import read_numerals
from bot.analysis.tokens import Tokens
from bot.analysis.units import currencies
from bot.model import Change, Quantity, Quotation, Span

_ADDING = frozenset({"add", "adds", "added", "adding"})
_REACHING = frozenset({"to", "at", "is", "was", "by", "reached", "hit", "from", "past", "above", "below", "exceeded"})
_DEFINITE = frozenset({"the", "its", "their", "his", "her", "our", "those", "these", "them"})
_OTHER = frozenset({"other", "remaining", "previous", "usual", "original", "current", "planned", "expected"})
_STOPS = frozenset({",", ";", ":", "and", "but"})
_FARTHEST = 12
"""Tokens before a number that may part it from the words "number of"."""
_MANY = 10
_LEAST_RATIO = Decimal("0.2")
"""Of two numbers that are compared without naming the unit twice."""
_TAKING = frozenset(
    {"lose", "lost", "loses", "losing", "gain", "gained", "gains", "gaining", "cut", "cuts", "cutting", "shed", "sheds"}
)
_LONGEST = 20_000
"""Characters of a sentence that are read: nobody writes a longer one."""


def find_quantities(document: Document, quotations: Sequence[Quotation]) -> tuple[Quantity, ...]:
    """All quantities of the text, in text order; the quotations tell who gives each number."""
    found: list[Quantity] = []
    givers = Givers(quotations)
    for sentence in sentences_with_numbers(document.text, document.sentences):
        read = Span(sentence.start, min(sentence.end, sentence.start + _LONGEST))
        found += _in_sentence(Tokens(document.text, read), sentence, givers)
    return rank_quantities(document, found)


def _in_sentence(tokens: Tokens, sentence: Span, givers: Givers) -> list[Quantity]:
    numerals = read_numerals(tokens)
    if not numerals:
        return []
    amounts = read_amounts(tokens, numerals)
    if not amounts:
        return []
    kinds = kinds_of(tokens, amounts[-1].behind)
    counts = _counts(tokens, kinds, amounts)
    amounts = _with_elided_units(tokens, amounts, counts)
    standing = [
        (amount, count)
        for amount, count in zip(amounts, counts, strict=True)
        if amount.unit is not None or count is not None or stands_alone(tokens, kinds, amount)
    ]
    if not standing:
        return []
    chunks = split_chunks(tokens, kinds, [(amount.bound_first, amount.behind) for amount in amounts])
    places = {chunk.first: place for place, chunk in enumerate(chunks) if chunk.kind == "amount"}
    sources: Sequence[tuple[int, Span]] | None = None
    found: list[Quantity] = []
    for amount, count in standing:
        place = places.get(amount.bound_first)
        if place is None:
            continue
        setting = Setting(tokens, kinds, chunks, place)
        of, about = told(setting, count, amount.unit, loose=_describes(tokens, amount))
        span = tokens.span(amount.first, amount.behind)
        who = givers.of(span)
        if who is None and sources is None:
            sources = named_sources(tokens, chunks)
        found.append(
            Quantity(
                span=span,
                value=amount.value,
                upper=amount.upper,
                sentence=sentence,
                unit=amount.unit,
                of=tokens.span(*of) if of else None,
                about=tokens.span(*about) if about else None,
                change=_change(tokens, amount, found, moves=not _is_object(tokens, amount, of)),
                who=None if _is_own_age(tokens, amount) else who or _source(sources or (), amount.first),
            )
        )
    return found


def _is_own_age(tokens: Tokens, amount: Amount) -> bool:
    """Whether it is the age beside its bearer's name: "Ann Lee, 45, a teacher" is what the reporter tells."""
    first, behind = amount.first, amount.behind
    if amount.unit != "year of age" or behind - first > 1 or tokens.word(first - 1) != ",":
        return False
    return first > 1 and tokens.words[first - 2].isalpha()


def _source(sources: Sequence[tuple[int, Span]], first: int) -> Span | None:
    """The last source that was named before the token at `first`."""
    index = bisect_right(sources, first, key=lambda source: source[0])
    return sources[index - 1][1] if index else None


def _counts(tokens: Tokens, kinds: list[int], amounts: Sequence[Amount]) -> list[Slice | None]:
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
                count = _numbered(tokens, kinds, amount.bound_first)
            if count is None and last is not None and _counts_on(tokens, kinds, amount, last):
                count = last
            last = count or last
        counts.append(count)
    return counts


def _with_elided_units(tokens: Tokens, amounts: Sequence[Amount], counts: Sequence[Slice | None]) -> list[Amount]:
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


def _numbered(tokens: Tokens, kinds: list[int], first: int) -> Slice | None:
    """What a number tells the number of: "the number of fires rose to 40"."""
    if tokens.word(first - 1) not in _REACHING:
        return None
    for at in range(first - 2, max(0, first - _FARTHEST), -1):
        word = tokens.lower[at]
        if word in _STOPS or word[0].isdigit():
            return None
        if word == "of" and tokens.lower[at - 1] in ("number", "numbers"):
            end = noun_end(tokens, kinds, at + 1, plural=True)
            return (at + 1, end) if end > at + 1 and is_plural(tokens.lower[end - 1]) else None
    return None


def _counts_on(tokens: Tokens, kinds: list[int], amount: Amount, last: Slice) -> bool:
    """Whether it counts what the number before it did: "killed 20 men and wounded 53", "2 in Rome, 7 in Bari"."""
    if amount.numeral.digits and (amount.numeral.scaled or amount.value >= 1000):
        return True
    if amount.value > 1 and is_more(tokens, amount.behind):
        return True
    if (
        amount.value <= 1
        or amount.upper is not None
        or amount.numeral.fraction
        or not is_plural(tokens.word(last[1] - 1))
    ):
        return False
    if is_part(tokens, amount.first) or follows_act(tokens, kinds, amount.first):
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


def _describes(tokens: Tokens, amount: Amount) -> bool:
    """Whether a noun right behind the amount is what it measures: "51% stake", not "seven miles Monday"."""
    if amount.unit is not None and " per " in amount.unit and "-" not in tokens.words[amount.first : amount.behind]:
        return False
    first = amount.first
    if tokens.shape(amount.behind) in ("'", "’") and tokens.glued(amount.behind):
        return True  # "two weeks' notice"
    signed = tokens.words[first] in "-−" or (tokens.shape(first - 1) == "+" and tokens.glued(first))
    return not signed and not is_plural(tokens.word(amount.behind - 1))


def _is_object(tokens: Tokens, amount: Amount, of: Slice | None) -> bool:
    """Whether the verb before it takes it or its noun, and nothing moves by it: "advance a $2m bill", "add 50 jobs"."""
    if tokens.word(amount.bound_first - 1) in _ADDING:
        return amount.unit not in ("percent", "percentage point", "basis point", "point")
    if amount.unit is None and of is not None and of[0] >= amount.behind:
        return tokens.word(amount.bound_first - 1) in _TAKING  # "lost 40 seats", but "fell 40 places"
    return amount.unit in currencies() and of is not None and of[0] == amount.behind


def _is_place(tokens: Tokens, amount: Amount) -> bool:
    """Whether a few counted things are up or down, and not by how many: "down two goals", "up two streets"."""
    return (
        tokens.word(amount.bound_first - 1) in ("up", "down") and amount.value < _MANY and not amount.numeral.fraction
    )


def _change(tokens: Tokens, amount: Amount, before: Sequence[Quantity], *, moves: bool) -> Change:
    if amount.change != "=":
        return amount.change
    moved = movement(tokens, amount.bound_first, amount.behind) if moves else None
    if moved is None and (amount.unit is not None or amount.numeral.fraction):
        moved = moved_by(tokens, amount.bound_first)
    if moved is not None and amount.unit is None and _is_place(tokens, amount):
        moved = None
    if moved is not None and amount.unit not in DURATIONS:
        return moved
    if tokens.shape(amount.first - 1) == "+" and tokens.glued(amount.first):
        return "up"
    if amount.value < 0 and amount.unit == "percent":
        return "down"
    if before and before[-1].change in ("up", "down"):
        # "fell 75 cents, or 2%": the movement goes on.
        _, end = before[-1].span
        counted_there = before[-1].of
        if counted_there is not None and 0 <= counted_there.start - end < 2:
            end = counted_there.end
        gap = tokens.text[end : tokens.span(amount.first, amount.behind).start].split()
        if gap in ([",", "or"], ["or"], ["("], ["/"]):
            return before[-1].change
    return bound_after(tokens, amount.behind) or "="


__all__ = ["Told", "find_quantities"]
