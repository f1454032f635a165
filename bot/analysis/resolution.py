"""Whom a pronoun stands for."""

from __future__ import annotations

from bisect import bisect_left
from math import log
from typing import NamedTuple

from bot.analysis.attribution import Scene
from bot.analysis.bearers import ROLE_NOUNS, SPEAKER_NOUNS, Gender, Name

# Further names, and further people, were never whom a pronoun stood for.
_BACK, _MOST = 20, 6
_FAR, _RECENT = 12, 2
_GENDER: dict[str, Gender] = {"he": "m", "him": "m", "his": "m", "she": "f", "her": "f", "hers": "f"}
_BODIES = frozenset(("organisation", "place", "other"))
# What speaks for a bearer, in this order: sentences away; opens a clause or says something; only tells whose something
# is; how often named; gender known to agree; kind unknown; spoke last; spoke last but one; inside quotation marks.
_WEIGHTS = (-0.4, 2.0, -1.0, 0.4, 0.7, -2.4, 0.6, -0.15, -0.25, 2.0)
_BEHIND_DATELINE = frozenset("–—-(")
_OWNED = SPEAKER_NOUNS | ROLE_NOUNS | {"rally", "rallies", "camp", "era", "plan", "surrogate"}


class _Turn(NamedTuple):
    """Somebody says something at a word."""

    word: int
    name: Name


class Resolver:
    """Finds whom pronouns stand for in one text; what it found for one is heeded for the next."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self._counts: dict[int, int] = {}
        self._first: dict[int, int] = {}
        for mention in scene.names.mentions:
            self._first.setdefault(mention.bearer, mention.first)
            self._counts[mention.bearer] = self._counts.get(mention.bearer, 0) + 1
        self._subjects = {saying.head.first for saying in scene.sayings.found if saying.head is not None}
        self._apart = {
            index
            for saying in scene.sayings.found
            for index in range(saying.first, saying.last + 1)
            if saying.head is not None and index < saying.head.lead
        }
        self._known: dict[int, Name | None] = {}
        self._turns: list[_Turn] = []
        for saying in scene.sayings.found:
            name: Name | None = saying.head
            if name is None and scene.words.lower[saying.first] in _GENDER and saying.first == saying.last:
                name = self.resolve(saying.first)
            if name is not None and (not self._turns or self._turns[-1].word < saying.first):
                self._turns.append(_Turn(saying.first, name))

    def resolve(self, index: int) -> Name | None:
        """A mention of whom the pronoun at word `index` stands for, None where the text does not tell."""
        if index not in self._known:
            word = self.scene.words.lower[index]
            gender = _GENDER.get(word)
            found = self._person(index, gender) if gender else self._body(index) if word == "it" else None
            self._known[index] = found
        return self._known[index]

    def _person(self, index: int, gender: Gender) -> Name | None:
        candidates = self.candidates(index, gender)
        return max(candidates, key=lambda found: sum(map(_product, found[1], _WEIGHTS)))[0] if candidates else None

    def candidates(self, index: int, gender: Gender) -> list[tuple[Name, tuple[float, ...]]]:
        """Everybody whom the pronoun may stand for, with what speaks for it; the nearest mention of each."""
        scene = self.scene
        here = scene.sentence_number(index)
        speakers = self._speakers(index, gender)
        # Who is introduced counts until somebody else speaks.
        since = max(scene.words.at(scene.sentence_start(here - _RECENT)), speakers[0].word if speakers else 0)
        # Whom a quotation names is hardly the one who says it.
        line = scene.words.at(scene.sayings.line(scene.words.starts[index]).start)
        found: dict[int, tuple[Name, tuple[float, ...]]] = {}
        for name in reversed([*scene.before(index, _BACK), *(turn.name for turn in speakers)]):
            if len(found) == _MOST:
                break
            if name.bearer in found or (scene.quoted[name.first] and name.first >= line):
                continue
            bearer = scene.names.of(name)
            if bearer.kind not in ("person", "other") or (bearer.gender and bearer.gender != gender):
                continue
            opens = name.first in self._subjects or self._opens_clause(name)
            turn = next((turn for turn in speakers if turn.name.bearer == name.bearer), None)
            near = max(name.last, turn.word) if turn is not None else name.last
            found[name.bearer] = (
                name,
                (
                    min(here - scene.sentence_number(near), _FAR),
                    float(opens),
                    float(name.possessive or name.first in self._apart or self._belongs_to_noun(name)),
                    log(self._counts[name.bearer]),
                    float(bearer.gender == gender),
                    float(bearer.kind == "other"),
                    float(bool(speakers) and speakers[0] is turn),
                    float(len(speakers) > 1 and speakers[1] is turn),
                    float(scene.quoted[name.first]),
                    float(opens and near >= since and self._introduced(name)),
                ),
            )
        return list(found.values())

    def _introduced(self, name: Name) -> bool:
        """Whether somebody is named here for the first time, in full."""
        return name.last > name.first and self._first[name.bearer] == name.first and not self.scene.quoted[name.first]

    def _opens_clause(self, name: Name) -> bool:
        """Whether a name opens its sentence, or goes on to do something behind "On Monday, "."""
        scene, words = self.scene, self.scene.words
        if scene.begins_sentence(name.lead):
            return True
        behind = name.last + 1
        return "," in words.gaps[name.lead] and words.gaps[behind] == " " and words.words[behind][0].islower()

    def _belongs_to_noun(self, name: Name) -> bool:
        """Whether a name only tells whose something is: "the Lee campaign"."""
        words, behind = self.scene.words, name.last + 1
        return behind < len(words) and words.gaps[behind] == " " and words.lower[behind] in _OWNED

    def _speakers(self, index: int, gender: Gender) -> list[_Turn]:
        """The last two who spoke before a word and whom the pronoun fits, the last one first."""
        found: list[_Turn] = []
        at = bisect_left(self._turns, index, key=lambda turn: turn.word)
        for turn in reversed(self._turns[max(0, at - 6) : at]):
            bearer = self.scene.names.of(turn.name)
            if bearer.kind not in ("person", "other") or (bearer.gender and bearer.gender != gender):
                continue
            if all(turn.name.bearer != other.name.bearer for other in found):
                found.append(turn)
        return found[:2]

    def _body(self, index: int) -> Name | None:
        """The organisation that spoke or opened a sentence shortly before."""
        scene = self.scene
        here = scene.sentence_number(index)
        for name in reversed(scene.before(index, 12)):
            dateline = scene.words.gaps[name.last + 1].strip()[:1] in _BEHIND_DATELINE
            if dateline or scene.quoted[name.first] or here - scene.sentence_number(name.first) > 3:
                continue
            if scene.names.of(name).kind in _BODIES and (
                name.first in self._subjects or scene.begins_sentence(name.lead)
            ):
                return name
        return None


def _product(one: float, other: float) -> float:
    return one * other
