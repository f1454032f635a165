"""Which positions a text states, by what the patterns found in it and what the model makes of each sentence.

A country whose likeliest sentence hardly states a position has none, whatever the patterns found there. For the others
the model says which; the statement that the patterns found of it is shown where there is one, for it knows who says so
and of what part of the sentence.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from bot.analysis.governing import GAP, LONGEST_EVIDENCE
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

# So likely must a sentence state a position to be shown: by itself, and where the patterns found one, too. A position
# too many does more harm than one too few.
_LIKELY, _LIKELY_ENOUGH = 0.8, 0.3
# Below this a sentence hardly states one.
_SILENT = 0.2
_GOVERNING = 0.3
# Above this it is taken to state its likeliest position.
_TOLD = 0.5
# Below these the model is not believed against the patterns, of a whole sentence and of a part, which they know better.
_SURE, _SURE_OF_PART = 0.5, 0.9
# So likely must be the very position that is shown.
_LIKELY_POSITION = 0.4
_UNFOUND, _LEADING_HERE = "leading:none", "leading here:"


class Verdict(NamedTuple):
    """What the model says of a country, in the sentence that tells it most plainly.

    `likely` is the probability that it states a position, `sure` that of the label if it does. `contexts` tell for
    each sentence what is shown of it and those beside it: "It will not return them" needs the one that names the
    country. `silent` are the sentences of the country that hardly state any, in text order.
    """

    label: str
    likely: float
    sure: float
    unit: Unit
    contexts: Sequence[tuple[Span, Span]]
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
    """What the model says of each country of the units, which are in text order."""
    countries: dict[str, list[tuple[Unit, dict[str, float]]]] = {}
    for unit in units:
        odds = chances(model, unit.features)
        del odds[NONE]
        countries.setdefault(unit.country, []).append((unit, odds))
    return {country: _verdict(those) for country, those in countries.items()}


def _verdict(those: Sequence[tuple[Unit, Mapping[str, float]]]) -> Verdict:
    units = [unit for unit, _ in those]
    likely = [sum(odds.values()) for _, odds in those]
    labels = [max(odds, key=odds.__getitem__) for _, odds in those]
    at = max(range(len(those)), key=lambda each: likely[each] + _GOVERNING * _leads(units[each]))
    sure = those[at][1][labels[at]] / likely[at] if likely[at] else 0.0
    told = [label if chance >= _TOLD else None for label, chance in zip(labels, likely, strict=True)]
    contexts = [(unit.sentence, _context(units, told, other, governs=other == at)) for other, unit in enumerate(units)]
    silent = tuple(unit.sentence for unit, chance in zip(units, likely, strict=True) if chance < _SILENT)
    return Verdict(labels[at], likely[at], sure, units[at], contexts, silent)


def _leads(unit: Unit) -> bool:
    """Whether the statement that the patterns put first stands here: they know an old position from today's."""
    return any(feature.startswith(_LEADING_HERE) for feature in unit.features)


def _context(units: Sequence[Unit], told: Sequence[str | None], at: int, *, governs: bool) -> Span:
    """A unit's sentence with those before it, back to the one that names the country.

    `told` are the labels of the units that likely state a position. What `governs` is shown with the next one, too,
    for that may be its exception; any other statement not beside one that says something else.
    """
    context = units[at].sentence
    first = at
    while first and units[first].goes_on and _are_shown_together(units[first - 1].sentence, context):
        first -= 1
        if not governs and told[first] not in (None, told[at]):
            break
        context = Span(units[first].sentence.start, context.end)
    if governs and at + 1 < len(units):
        after = units[at + 1]
        if told[at + 1] and after.goes_on and _are_shown_together(context, after.sentence):
            context = Span(context.start, after.sentence.end)
    return context


def _are_shown_together(first: Span, second: Span) -> bool:
    return second.start - first.end <= GAP and second.end - first.start <= LONGEST_EVIDENCE


def _in_context(positions: Iterable[Position], verdict: Verdict) -> list[Position]:
    """A country's positions with the sentences that theirs are shown with, none twice in the same words."""
    shown: dict[tuple[Stance, Span], Position] = {}
    for position in positions:
        evidence = _shown(position.evidence, verdict.contexts)
        shown.setdefault((position.stance, evidence), replace(position, evidence=evidence))
    return list(shown.values())


def _shown(evidence: Span, contexts: Sequence[tuple[Span, Span]]) -> Span:
    at = bisect_right(contexts, evidence.start, key=lambda pair: pair[0].start) - 1
    if at < 0:
        return evidence
    sentence, context = contexts[at]
    start = context.start if evidence.start == sentence.start else evidence.start
    end = context.end if evidence.end == sentence.end else evidence.end
    return Span(start, end)


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
            countries[country] = _in_context(those, verdict)
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
        countries[country] = _in_context([*agreeing, *([made] if made else []), *others], verdict)
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
