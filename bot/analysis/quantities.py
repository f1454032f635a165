"""Numbers with their units, what they measure, their bounds and who gives them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from bot.analysis.amounts import DURATIONS, Amount, read_amounts
from bot.analysis.bounds import bound_after, moved_by, moved_to, movement
from bot.analysis.candidates import sentences_with_numbers
from bot.analysis.chunks import is_plural, kinds_of, split_chunks
from bot.analysis.counted import Slice
from bot.analysis.document import Document
from bot.analysis.elided import counts_of, stands_alone, with_elided_units
from bot.analysis.givers import Givers, named_sources
from bot.analysis.key_numbers import rank_quantities
from bot.analysis.measured import Setting, told
from bot.analysis.numerals import read_numerals
from bot.analysis.tokens import Tokens
from bot.analysis.units import currencies
from bot.model import Change, Quantity, Quotation, Span

_ADDING = frozenset({"add", "adds", "added", "adding"})
_MANY = 10
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
    counts = counts_of(tokens, kinds, amounts)
    amounts = with_elided_units(tokens, amounts, counts)
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
        shared = amount.unit in ("percent", "percentage point", "basis point", "point")
        return not shared and not _is_restated(tokens, amount)
    if amount.unit is None and of is not None and of[0] >= amount.behind:
        return tokens.word(amount.bound_first - 1) in _TAKING  # "lost 40 seats", but "fell 40 places"
    return amount.unit in currencies() and of is not None and of[0] == amount.behind


def _is_restated(tokens: Tokens, amount: Amount) -> bool:
    """Whether the amount is told in other terms too, as movements of prices are: "added 30 cents, or 2%"."""
    return tokens.lower[amount.behind : amount.behind + 2][tokens.word(amount.behind) == "," :][:1] == ["or"]


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
    if (level := moved_to(tokens, amount.bound_first)) is not None:
        return level
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
