"""Whom a pronoun stands for."""

from __future__ import annotations

from math import log

from bot.analysis.attribution import Scene
from bot.analysis.names import Name

_BACK = 40
_GENDER = {"he": "m", "him": "m", "his": "m", "she": "f", "her": "f", "hers": "f"}
_BODIES = frozenset(("organisation", "place", "other"))


class Resolver:
    """Finds whom pronouns stand for in one text; what it found for one is heeded for the next."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.subjects = {saying.head.first for saying in scene.sayings.found if saying.head is not None}
        self.counts: dict[int, int] = {}
        for name in scene.names.mentions:
            self.counts[name.bearer] = self.counts.get(name.bearer, 0) + 1
        self._known: dict[int, Name | None] = {}
        self._last: dict[str, tuple[int, Name]] = {}

    def resolve(self, index: int) -> Name | None:
        """A mention of whom the pronoun at word `index` stands for, None where the text does not tell."""
        if index not in self._known:
            self._known[index] = self._find(index)
        return self._known[index]

    def _find(self, index: int) -> Name | None:
        word = self.scene.words.lower[index]
        if word in _GENDER:
            return self._person(index, _GENDER[word])
        return self._body(index) if word == "it" else None

    def _person(self, index: int, gender: str) -> Name | None:
        scene = self.scene
        here = scene.sentence_number(index)
        best, best_score = None, -1e9
        last = self._last.get(gender)
        for name in reversed(scene.before(index, _BACK)):
            bearer = scene.names.of(name)
            if bearer.kind not in ("person", "other") or scene.quoted[name.first]:
                continue
            if bearer.gender and bearer.gender != gender:
                continue
            distance = here - scene.sentence_number(name.first)
            score = -0.9 * min(distance, 12)
            score += 1.0 if bearer.gender == gender else 0.0
            score += 1.2 if name.first in self.subjects else 0.0
            score += 0.8 if scene.begins_sentence(name.lead) else 0.0
            score -= 0.6 if name.possessive else 0.0
            score += 0.5 * log(self.counts[name.bearer])
            score -= 1.5 if bearer.kind == "other" else 0.0
            if last is not None and last[1].bearer == name.bearer:
                score += 0.5
            if score > best_score:
                best, best_score = name, score
        if last is not None:
            distance = here - scene.sentence_number(last[0])
            bearer = scene.names.of(last[1])
            score = -0.9 * min(distance, 12) + 2.2 + 0.5 * log(self.counts[last[1].bearer])
            if score >= best_score:
                best = last[1]
        if best is not None:
            self._last[gender] = (index, best)
        return best

    def _body(self, index: int) -> Name | None:
        """The organisation that spoke or opened a sentence shortly before."""
        scene = self.scene
        here = scene.sentence_number(index)
        for name in reversed(scene.before(index, 12)):
            if scene.quoted[name.first] or here - scene.sentence_number(name.first) > 3:
                continue
            if scene.names.of(name).kind in _BODIES and (
                name.first in self.subjects or scene.begins_sentence(name.lead)
            ):
                return name
        return None
