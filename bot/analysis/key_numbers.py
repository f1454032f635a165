"""Which numbers of a text a reader would repeat, and in what order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from bot.analysis.document import Document
from bot.analysis.lexicon import read_lexicon
from bot.analysis.units import currencies
from bot.model import Quantity

_WORDS = read_lexicon("key_numbers")
_PEOPLE, _HARM, _MOVES, _LABELS = (_WORDS[name] for name in ("people", "harm", "moves", "not telling"))
_MOST = 12
_LEAST = 1.0
"""The score below which a number is not repeated."""
_SMALL = 10


def rank_quantities(document: Document, quantities: Sequence[Quantity]) -> tuple[Quantity, ...]:
    """The same quantities, with a rank for those that are key; a number that comes twice is ranked once."""
    best: dict[tuple[Decimal, Decimal | None, str | None], tuple[float, int]] = {}
    times: dict[Decimal, int] = {}
    length = max(1, len(document.text))
    for index, quantity in enumerate(quantities):
        score = _score(document.text, quantity, quantity.span.start / length)
        times[quantity.value] = times.get(quantity.value, 0) + 1
        key = (quantity.value, quantity.upper, quantity.unit)
        if score >= _LEAST and (key not in best or score > best[key][0]):
            best[key] = (score, index)
    order = sorted(
        ((score + 0.5 * min(times[key[0]] - 1, 2), index) for key, (score, index) in best.items()),
        key=lambda scored: (-scored[0], scored[1]),
    )
    ranks = {index: rank for rank, (_, index) in enumerate(order[:_MOST])}
    return tuple(
        replace(quantity, rank=ranks[index]) if index in ranks else quantity
        for index, quantity in enumerate(quantities)
    )


def _score(text: str, quantity: Quantity, place: float) -> float:
    counted = quantity.of.of(text).lower().split() if quantity.of is not None else []
    size = len(str(abs(quantity.value.to_integral_value())))
    score = 1.0 - 0.6 * place
    if quantity.unit is None:
        score += _score_count(text, quantity, counted, size)
    elif quantity.unit.endswith("of age"):
        score += 0.4
    elif quantity.unit in currencies() or " per " in quantity.unit:
        score += 0.8 + 0.1 * min(size, 10)
    elif quantity.unit in ("percent", "percentage point", "basis point"):
        score += 1.0
    elif quantity.unit in ("time", "G", "degree"):
        score += 0.0 if quantity.unit == "time" else -1.0
    elif quantity.unit in ("year", "month", "week", "day", "decade", "century", "minute", "second"):
        score += 0.0 if quantity.value >= 2 else -0.5
    else:
        score += 0.8
    if _is_vague(text, quantity):
        score -= 1.5
    if quantity.change in ("up", "down"):
        score += 0.4
    sentence = quantity.sentence.of(text).lower() if quantity.sentence.end - quantity.sentence.start < 2000 else ""
    if any(word in sentence for word in _HARM):
        score += 0.4
    return score


def _score_count(text: str, quantity: Quantity, counted: list[str], size: int) -> float:
    """A plain count: the greater the more telling, people before things; "two men" is never key."""
    if counted and counted[-1] in _LABELS:
        return -2.0
    harmed = any(word in _MOVES for word in counted)
    if abs(quantity.value) < _SMALL and quantity.value == quantity.value.to_integral_value():
        return 0.3 if harmed and quantity.value > 1 else -1.5
    score = 0.15 * min(size, 8)
    if any(word in _PEOPLE for word in counted):
        score += 0.5
    if harmed:
        score += 0.5
    return score if counted else score - 0.3


def _is_vague(text: str, quantity: Quantity) -> bool:
    """ "tens of kilometres", "thousands of dollars", "dozens": a multitude, not a figure."""
    words = quantity.span.of(text).split(None, 1)[0].lower()
    return words in ("tens", "dozens", "hundreds", "thousands", "millions", "billions", "trillions")
