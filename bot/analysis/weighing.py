"""Which positions a text states, by what the patterns found in it and what the model makes of each sentence.

A country whose likeliest sentence hardly states a position has none, whatever the patterns found there. For the others
the model says which; the statement that the patterns found of it is shown where there is one, for it knows who says so
and of what part of the sentence.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from bot.analysis.governing import LONGEST_EVIDENCE
from bot.analysis.position_features import Unit
from bot.analysis.position_model import NONE, Model, chances
from bot.model import Position, Span, Stance

LABELS: Mapping[Stance, str] = {
    "visa_free": "visa_free",
    "visa_required": "visa_required",
    "restricted": "restricts",
    "closed": "restricts",
    "accepts": "accepts",
    "will_not_return": "accepts",
    "case_by_case": "case_by_case",
    "undecided": "undecided",
    "refuses": "refuses",
    "returns": "refuses",
}
"""What the model tells apart: whether somebody is protected or only not returned is left to the words."""

# So likely must a sentence state a position to be shown: by itself, and where the patterns found one, too.
_LIKELY, _LIKELY_ENOUGH = 0.5, 0.2
_GOVERNING = 0.3
# Below these the model is not believed against the patterns, of a whole sentence and of a part, which they know better.
_SURE, _SURE_OF_PART = 0.5, 0.9
# So likely must be the very position that is shown.
_LIKELY_POSITION = 0.3
_UNFOUND, _LEADING_HERE = "leading:none", "leading here:"


class Verdict(NamedTuple):
    """What the model says of a country, in the sentence that tells it most plainly.

    `likely` is the probability that it states a position, `sure` that of the label if it does. `silent` are the
    sentences of the country that hardly state any, in text order.
    """

    label: str
    likely: float
    sure: float
    unit: Unit
    silent: tuple[Span, ...]

    @property
    def holds(self) -> bool:
        """Whether the country has a position."""
        if _UNFOUND in self.unit.features:
            return self.likely > _LIKELY and self.likely * self.sure > _LIKELY_POSITION
        return self.likely > _LIKELY_ENOUGH

    def rules_out(self, evidence: Span) -> bool:
        """Whether another statement's evidence lies where the country states this position, or hardly any."""
        at = bisect_left(self.silent, evidence.end, key=lambda sentence: sentence.start) - 1
        return evidence.overlaps(self.unit.sentence) or (at >= 0 and evidence.overlaps(self.silent[at]))


def with_patterns(units: Iterable[Unit], statements: Iterable[Position], ordered: Iterable[Position]) -> list[Unit]:
    """The units with what the patterns say: `statements` are all that they found, `ordered` those that are shown."""
    said: dict[str, list[Position]] = {}
    for position in sorted(statements, key=lambda position: position.evidence):
        said.setdefault(position.country, []).append(position)
    leading: dict[str, Position] = {}
    for position in ordered:
        leading.setdefault(position.country, position)
    return [
        unit._replace(features=(*unit.features, *_told(unit, said.get(unit.country, ()), leading.get(unit.country))))
        for unit in units
    ]


def _told(unit: Unit, said: Sequence[Position], leading: Position | None) -> set[str]:
    # All of a long text's statements are not looked through for each of its sentences.
    first = bisect_left(said, unit.sentence.start - LONGEST_EVIDENCE, key=lambda position: position.evidence.start)
    behind = bisect_left(said, unit.sentence.end, key=lambda position: position.evidence.start)
    here = {
        f"said:{LABELS[position.stance]}"
        for position in said[first:behind]
        if position.evidence.overlaps(unit.sentence)
    }
    told = here or {"said:none"}
    if leading is None:
        told.add(_UNFOUND)
    else:
        told.add(f"leading:{LABELS[leading.stance]}")
        if leading.evidence.overlaps(unit.sentence):
            told.add(f"{_LEADING_HERE}{LABELS[leading.stance]}")
    return told


def of_patterns(feature: str) -> bool:
    """Whether a feature tells what the patterns found."""
    return feature.startswith(("said:", "leading:", _LEADING_HERE, "cue:", "other cue:"))


def judge(units: Iterable[Unit], model: Model) -> dict[str, Verdict]:
    """What the model says of each country of the units."""
    best: dict[str, tuple[float, Verdict]] = {}
    silent: dict[str, list[Span]] = {}
    for unit in units:
        odds = chances(model, unit.features)
        del odds[NONE]
        likely = sum(odds.values())
        # The patterns know an old position from the one that governs.
        rank = likely + _GOVERNING * any(feature.startswith(_LEADING_HERE) for feature in unit.features)
        if likely < _LIKELY_ENOUGH:
            silent.setdefault(unit.country, []).append(unit.sentence)
        if unit.country not in best or rank > best[unit.country][0]:
            best[unit.country] = rank, _verdict(odds, likely, unit)
    return {country: verdict._replace(silent=tuple(silent.get(country, ()))) for country, (_, verdict) in best.items()}


def _verdict(odds: Mapping[str, float], likely: float, unit: Unit) -> Verdict:
    label = max(odds, key=odds.__getitem__)
    return Verdict(label, likely, odds[label] / likely if likely else 0.0, unit, ())


def combine(
    ordered: Sequence[Position], verdicts: Mapping[str, Verdict], make: Callable[[Verdict], Position | None]
) -> tuple[Position, ...]:
    """The positions of a text, each country's together, the one that governs first, the countries in text order.

    `ordered` are the positions that the patterns found; `make` makes that of a verdict that they did not find, if
    there is one.
    """
    countries: dict[str, list[Position]] = {}
    for position in ordered:
        countries.setdefault(position.country, []).append(position)
    for country, verdict in verdicts.items():
        those = countries.pop(country, [])
        if not verdict.holds:
            continue
        if those and verdict.sure < (_SURE if those[0].evidence.covers(verdict.unit.sentence) else _SURE_OF_PART):
            countries[country] = those
            continue
        agreeing = [position for position in those if LABELS[position.stance] == verdict.label]
        # A sentence says one thing: where the model reads it otherwise than the patterns, they are not believed.
        others = [
            position
            for position in those
            if LABELS[position.stance] != verdict.label
            and (position.role == "opposition" or not verdict.rules_out(position.evidence))
        ]
        made = None if agreeing else make(verdict)
        countries[country] = [*agreeing, *([made] if made else []), *others]
    return tuple(
        position
        for those in sorted(filter(None, countries.values()), key=lambda those: those[0].evidence.start)
        for position in those
    )


def stance_of(label: str, asked: Iterable[str], *, closed: bool) -> Stance:
    """The stance that a label stands for in a sentence: of returning people where that is `asked`, or of a border."""
    if label == "restricts":
        return "closed" if closed else "restricted"
    if "return" in asked:
        if label == "accepts":
            return "will_not_return"
        if label == "refuses":
            return "returns"
    return next(stance for stance, own in LABELS.items() if own == label)
