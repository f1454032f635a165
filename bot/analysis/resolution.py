"""Whom a pronoun stands for."""

from __future__ import annotations

from bisect import bisect_left
from itertools import compress, count
from math import log
from typing import NamedTuple

from bot.analysis.bearers import ROLE_NOUNS, SPEAKER_NOUNS, Gender, Name
from bot.analysis.scene import Scene

# Further names, and further people, were never whom a pronoun stood for.
_BACK, _MOST = 20, 6
_FAR, _RECENT = 12, 2
_GENDER: dict[str, Gender] = {"he": "m", "him": "m", "his": "m", "she": "f", "her": "f", "hers": "f"}
_MAYBE_PEOPLE = frozenset(("person", "other"))
_BODIES = frozenset(("organisation", "place", "other"))
# What speaks for somebody: each sentence away; opening a clause or saying something; only telling whose something is;
# how often they are named; a gender known to agree; not being known for a person; having spoken last, or last but one;
# standing inside quotation marks; having just been introduced, half as much where it is not as a subject.
_AWAY, _OPENING, _OWNING, _OFTEN, _AGREEING = -0.4, 2.0, -1.0, 0.4, 0.7
_UNKNOWN, _SPOKE_LAST, _SPOKE_BEFORE, _QUOTED, _INTRODUCED = -2.4, 0.6, -0.15, -0.25, 2.0
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
        self._genders = self._find_genders()
        self._known: dict[int, Name | None] = {}
        self._turns: list[_Turn] = []
        self._heard = 0

    def resolve(self, index: int) -> Name | None:
        """A mention of whom the pronoun at word `index` stands for, None where the text does not tell."""
        if index not in self._known:
            gender = _GENDER.get(self.scene.words.lower[index])
            if gender:
                self._known[index] = self._person(index, gender)
            else:
                self._known[index] = self._body(index) if self.scene.words.lower[index] == "it" else None
        return self._known[index]

    def _hear(self, index: int) -> None:
        """Take down who spoke before a word; whom their pronouns stand for depends on who spoke before them."""
        sayings = self.scene.sayings.found
        while self._heard < len(sayings) and sayings[self._heard].first < index:
            saying = sayings[self._heard]
            self._heard += 1
            name = saying.head
            if name is None and saying.first == saying.last and self.scene.words.lower[saying.first] in _GENDER:
                name = self.resolve(saying.first)
            if name is not None and (not self._turns or self._turns[-1].word < saying.first):
                self._turns.append(_Turn(saying.first, name))

    def _person(self, index: int, gender: Gender) -> Name | None:
        """Whom most speaks for, by the nearest mention of each."""
        self._hear(index)
        scene, words = self.scene, self.scene.words
        here = scene.sentence_number(index)
        speakers = self._speakers(index, gender)
        spoke = {turn.name.bearer: turn.word for turn in reversed(speakers)}
        # Who is introduced counts until somebody else speaks.
        since = max(words.at(scene.sentence_start(here - _RECENT)), speakers[0].word if speakers else 0)
        # Whom a quotation names is hardly the one who says it.
        line = words.at(scene.sayings.line(words.starts[index]).start)
        best, most = None, 0.0
        seen: set[int] = set()
        for name in reversed([*scene.before(index, _BACK), *(turn.name for turn in speakers)]):
            if len(seen) == _MOST:
                break
            if name.bearer in seen or (scene.quoted[name.first] and name.first >= line) or not self._fits(name, gender):
                continue
            seen.add(name.bearer)
            near = max(name.last, spoke.get(name.bearer, 0))
            score = _AWAY * min(here - scene.sentence_number(near), _FAR) + self._standing(
                name, introduced=near >= since
            )
            score += _AGREEING if scene.names.of(name).gender == gender else 0.0
            if name.bearer in spoke:
                score += _SPOKE_LAST if name.bearer == speakers[0].name.bearer else _SPOKE_BEFORE
            if best is None or score > most:
                best, most = name, score
        return best

    def _standing(self, name: Name, *, introduced: bool) -> float:
        """What speaks for a mention by itself."""
        scene = self.scene
        score = _OFTEN * log(self._counts[name.bearer])
        if name.first in self._subjects or self._opens_clause(name):
            score += _OPENING
            if introduced and self._introduced(name):
                score += _INTRODUCED
        elif introduced and self._introduced(name) and scene.names.of(name).role is not None:
            score += 0.5 * _INTRODUCED
        if name.possessive or name.first in self._apart or self._belongs_to_noun(name):
            score += _OWNING
        if scene.names.of(name).kind == "other":
            score += _UNKNOWN
        return score + _QUOTED if scene.quoted[name.first] else score

    def _fits(self, name: Name, gender: Gender) -> bool:
        return self._genders[name.bearer] in ("", gender)

    def _find_genders(self) -> list[Gender | None]:
        """The gender of each bearer of a name, None of places and bodies, which no "he" stands for.

        Where neither title nor given name tells it, pronouns may: of the one person whom their sentence names before.
        """
        scene, lower, mentions = self.scene, self.scene.words.lower, self.scene.names.mentions
        genders = [bearer.gender if bearer.kind in _MAYBE_PEOPLE else None for bearer in scene.names.bearers]
        votes: dict[int, int] = {}
        last = -1
        for index in compress(count(), map(_GENDER.__contains__, lower)):
            here = scene.sentence_number(index)
            # The first pronoun of a sentence is the surest.
            if here == last or scene.quoted[index]:
                continue
            last = here
            people: list[Name] = []
            for at in range(scene.names_before(index) - 1, -1, -1):
                name = mentions[at]
                if scene.sentence_number(name.first) != here or len(people) == _MOST:
                    break
                if genders[name.bearer] is not None and not scene.quoted[name.first]:
                    people.append(name)
            if people and not people[-1].possessive and all(name.bearer == people[0].bearer for name in people):
                votes[people[0].bearer] = votes.get(people[0].bearer, 0) + (1 if _GENDER[lower[index]] == "m" else -1)
        for bearer, vote in votes.items():
            if vote and not genders[bearer]:
                genders[bearer] = "m" if vote > 0 else "f"
        return genders

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
            if self._fits(turn.name, gender) and all(turn.name.bearer != other.name.bearer for other in found):
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
