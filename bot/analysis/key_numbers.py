"""Which numbers of a text a reader would repeat, and in what order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from bot.analysis.document import Document
from bot.analysis.lexicon import read_lexicon
from bot.analysis.units import currencies
from bot.model import Quantity, Span

_WORDS = read_lexicon("key_numbers")
_PEOPLE, _HARM, _MOVES, _LABELS = (_WORDS[name] for name in ("people", "harm", "moves", "not telling"))
_MOST = 12
_LEAST = 1.0
"""The score below which a number is not repeated."""
_SMALL = 10
_NEAR = 60
"""Characters on both sides of a number in which a word of harm tells on it."""
_DEADLY = ("killed", "killing", "died", "dead", "death", "lives")
_BESIDE = 24
"""Characters on both sides of a count in which a word of dying makes it a death toll."""
_SHARES = frozenset({"percent", "percentage point", "basis point"})
_PASSING = frozenset({"time", "year", "month", "week", "day", "decade", "century", "minute", "second"})
_MULTITUDES = frozenset({"tens", "dozens", "hundreds", "thousands", "millions", "billions", "trillions"})


def rank_quantities(document: Document, quantities: Sequence[Quantity]) -> tuple[Quantity, ...]:
    """The same quantities, with a rank for those that are key; a number that comes twice is ranked once."""
    best: dict[tuple[Decimal, Decimal | None, str | None], tuple[float, int]] = {}
    times: dict[Decimal, int] = {}
    topic = frozenset(word for word in (document.headline or "").lower().split() if len(word) > 3)
    for index, quantity in enumerate(quantities):
        score = _score(document.text, quantity, topic)
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


def _score(text: str, quantity: Quantity, topic: frozenset[str]) -> float:
    """How telling a number is; what stands early, is great, moves, harms or is what the headline speaks of is more."""
    score = 1.2 - 0.9 * quantity.span.start / len(text)
    counted = quantity.of.of(text).lower().split() if quantity.of is not None else []
    harms = _is_near(text, quantity.span, _NEAR, _HARM)
    if quantity.unit is None:
        score += _score_count(quantity, counted, harms=harms) + 1.5 * _is_toll(text, quantity, counted)
    else:
        score += _score_measure(quantity, quantity.unit)
    if _is_vague(text, quantity):
        score -= 1.5
    if topic:
        told = quantity.about.of(text).lower().split() if quantity.about is not None else []
        score += 0.3 * min(2, len(topic.intersection(counted) | topic.intersection(told)))
    return score + 0.2 * (quantity.change in ("up", "down")) + 0.4 * harms


def _score_measure(quantity: Quantity, unit: str) -> float:
    if unit.endswith("of age"):
        return 0.3 if quantity.change == "=" else -0.3
    if unit in currencies() or " per " in unit:
        return 0.8 + 0.1 * min(_digits(quantity), 10)
    if unit in _SHARES:
        return 1.0
    if unit in _PASSING:
        return 0.0 if quantity.value >= 2 else -0.5
    return -1.0 if unit == "G" else 0.8


def _score_count(quantity: Quantity, counted: list[str], *, harms: bool) -> float:
    """A plain count: the greater the more telling, people before things; "two men" is key only where they died."""
    if counted and counted[-1] in _LABELS:
        return -2.0
    people = not _PEOPLE.isdisjoint(counted)
    harmed = not _MOVES.isdisjoint(counted)
    if abs(quantity.value) < _SMALL and quantity.value == quantity.value.to_integral_value():
        return 0.3 if quantity.value > 1 and (harmed or (harms and people)) else -1.5
    return 0.15 * min(_digits(quantity), 8) + 0.5 * people + 0.5 * harmed - 0.3 * (not counted)


def _is_toll(text: str, quantity: Quantity, counted: list[str]) -> bool:
    """Whether the count is of people who died: no sum of money tells more."""
    if quantity.value < 2 or (counted and _PEOPLE.isdisjoint(counted) and not counted[-1].startswith(_DEADLY)):
        return False
    return _is_near(text, quantity.span, _BESIDE, _DEADLY)


def _is_near(text: str, span: Span, distance: int, words: Iterable[str]) -> bool:
    near = text[max(0, span.start - distance) : span.end + distance].lower()
    return any(map(near.__contains__, words))


def _digits(quantity: Quantity) -> int:
    return len(str(abs(int(quantity.value))))


def _is_vague(text: str, quantity: Quantity) -> bool:
    """As in "tens of kilometres", "thousands of dollars", "dozens": a multitude, not a figure."""
    start = quantity.span.start
    return text[start].isalpha() and quantity.span.of(text).split(None, 1)[0].lower() in _MULTITUDES
