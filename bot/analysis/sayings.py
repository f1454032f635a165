"""Verbs of saying with their subjects and what they report: "the ministry said that ...", "according to X"."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import compress, count
from typing import Literal

from bot.analysis.bearers import ROLE_NOUNS, SPEAKER_NOUNS, Name
from bot.analysis.cues import (
    ALSO_NOUNS,
    AUXILIARIES,
    DETERMINERS,
    PREPOSITIONS,
    PRONOUNS,
    SPEAKERS,
    VERBS_OF_SAYING,
    Takes,
    is_adverb,
)
from bot.analysis.document import Document
from bot.analysis.lexicon import word_list
from bot.analysis.marks import Marked
from bot.analysis.names import Names
from bot.analysis.subjects import REACH, Subjects
from bot.analysis.word_index import Words
from bot.model import Span

Order = Literal["before", "after", "shared"]

_CUES = frozenset([*VERBS_OF_SAYING, "according"])
_PASSIVE = frozenset(["was", "were", "been", "is", "are", "be", "being", "gets", "got", "get"])
# These are nouns so much more often that only "that" behind them makes a verb.
_RATHER_NOUNS = frozenset(
    ["state", "states", "project", "projects", "rule", "rules", "post", "posts", "report", "fire"]
)
# What a picture shows nobody says.
_PICTURES = frozenset(["video", "videos", "footage", "photo", "photos", "photograph", "photographs", "clip", "clips"])
# "Shot back", but not "shot a deer".
_WITH_BACK = frozenset(["shot", "shoots", "hit", "hits"])
_SAID = frozenset(["said", "says"])
# Verbs that lead on to saying: "went on to say", "likes to say".
_LEADS_ON = word_list("grammar", "leads on to saying")
_INVERTING = frozenset(",\"”’'»—–-?!")
_ENDING = frozenset(".!?\n\"”’'")

_DASHES = frozenset("-–—")
_SHORTEST_TOWN, _LONGEST_DATELINE = 4, 10


@dataclass(slots=True)
class Saying:
    """One act of saying, by word indexes: the cue, and from `first` to `last` who says it.

    `head` is the name that the subject comes down to, where it is one. `order` tells on which side of the cue the
    subject stands; a `shared` one belongs to an earlier verb of the sentence ("..., adding that").
    """

    cue: int
    takes: Takes
    first: int
    last: int
    order: Order
    head: Name | None


@dataclass(slots=True)
class Limits:
    """A sentence: from word `low` to the one before `high`."""

    low: int
    high: int
    sentence: Span


class Sayings:
    """The sayings of one text outside its quotation marks, in text order.

    `limits` tells for each of them where its sentence is; `ranges` has the first and the last word of each quotation,
    and `quoted` tells of each word whether it is in one.
    """

    def __init__(self, document: Document, names: Names, marked: Sequence[Marked]) -> None:
        self.document, self.names, self.words = document, names, names.words
        at = self.words.at
        self.ranges = [(at(quotation.span.start), at(quotation.span.end) - 1) for quotation in marked]
        self.quoted = _inside(len(self.words), self.ranges)
        self._starts = [span.start for span in document.sentences]
        self._line_starts = [span.start for span in document.lines]
        self.subjects = Subjects(names, self.quoted)
        self.limits: list[Limits] = []
        self.found = self._find()

    def bounds(self, index: int) -> tuple[int, int]:
        """The first word, and the one behind the last, of the sentence (or the line) that word `index` stands in."""
        span = self.sentence(self.words.starts[index])
        return self.words.at(span.start), self.words.at(span.end)

    def sentence(self, offset: int) -> Span:
        """The sentence at an offset; outside the body the line."""
        at = bisect_right(self._starts, offset) - 1
        if at >= 0 and offset < self.document.sentences[at].end:
            return self.document.sentences[at]
        return self.line(offset)

    def line(self, offset: int) -> Span:
        """The line at an offset."""
        return self.document.lines[max(0, bisect_right(self._line_starts, offset) - 1)]

    def _find(self) -> list[Saying]:
        lower, quoted = self.words.lower, self.quoted
        found: list[Saying] = []
        low = high = 0
        limits = Limits(0, 0, Span(0, 0))
        for cue in compress(count(), map(_CUES.__contains__, lower)):
            if quoted[cue]:
                continue
            if cue >= high:
                sentence = self.sentence(self.words.starts[cue])
                low, high = self.words.at(sentence.start), self.words.at(sentence.end)
                limits = Limits(low, high, sentence)
            if lower[cue] != "according":
                saying = self._saying(cue, limits, found)
            elif lower[cue + 1 : cue + 2] == ["to"]:
                saying = self._after(cue + 1, "according", high, cue)
            else:
                continue
            if saying is not None:
                found.append(saying)
                self.limits.append(limits)
        return found

    def _saying(self, cue: int, limits: Limits, earlier: list[Saying]) -> Saying | None:
        words, low, high = self.words, limits.low, limits.high
        if high - low > REACH:
            low, high = max(low, cue - REACH), min(high, cue + REACH)
        word, gap, takes = words.lower[cue], words.gaps[cue], VERBS_OF_SAYING[words.lower[cue]]
        if cue in self.names.by_word or (words.words[cue][0].isupper() and not _opens(words, cue)):
            return None
        if word in _WITH_BACK and words.lower[cue + 1 : cue + 2] != ["back"]:
            return None
        # "Called for" and "called on" demand something; they name nothing.
        if takes == "naming" and words.lower[cue + 1 : cue + 2] in (["for"], ["on"], ["off"], ["in"], ["upon"]):
            return None
        participle = word.endswith("ing")
        if word in _SAID and "," in gap:
            behind = self._inverted(cue, takes, high)
            if behind is not None:
                return behind
        # Behind a comma the participle has the sentence's subject, not the words before the comma.
        before = None if participle and "," in gap else self._before(cue, takes, low)
        if takes == "finding":
            return before if before is not None and self._is_source(before) else None
        if before is not None:
            return before
        if participle:
            return self._shared(cue, takes, earlier, low)
        if takes != "naming" and _invertible(gap, opens=cue == low):
            return self._after(cue, takes, high, cue)
        if earlier and earlier[-1].cue >= low and words.lower[cue - 1] in ("and", "then", "but", "also"):
            # "When Lee asked, she laughed and said": the subject since then, if there is one.
            for index in range(cue - 1, earlier[-1].cue, -1):
                if words.lower[index] in PRONOUNS and words.gaps[index] == ", ":
                    return self._make(cue, takes, (index, index), "shared")
            return replace(earlier[-1], cue=cue, takes=takes, order="shared")
        # "Lee kept the job but admitted": no earlier verb of saying has the subject.
        if cue > low and words.lower[cue - 1] in ("and", "but", "then") and word not in ALSO_NOUNS:
            return self._shared(cue, takes, [], low)
        return None

    def _before(self, cue: int, takes: Takes, low: int) -> Saying | None:
        """The saying with its subject to the left, across auxiliaries, adverbs and appositions."""
        words, lower = self.words, self.words.lower
        participle = lower[cue].endswith("ing")
        last = cue - 1
        while last >= low and (
            # "Will said" has a name for its subject.
            (lower[last] in AUXILIARIES and last not in self.names.by_word)
            or (lower[last][-2:] == "ly" and is_adverb(words.words[last]))
        ):
            last -= 1
        if last >= low and lower[last] in _PASSIVE:
            if not participle:
                return None
            last -= 1
        if last - 1 > low and lower[last] == "to" and lower[last - 1] in _LEADS_ON:
            last -= 3 if lower[last - 1] == "on" else 2
        if last < low or self.quoted[last] or lower[last] in ("to", "and", "but", "not"):
            return None
        noun = lower[cue] in ALSO_NOUNS
        if noun and (_calls_for_noun(lower[last]) or self._needs_that(cue)):
            return None
        if participle and last == cue - 1 and not self._opens_report(cue + 1):
            return None
        if not participle and words.gaps[last + 1] == " ":
            plain = self.subjects.plain(last, low)
            if plain is not None:
                return Saying(cue, takes, plain.first, plain.last, "before", plain.head)
        phrase = self.subjects.ending(last, low, words.gaps[last + 1])
        # "Lee answered on Facebook, saying" does not make Facebook speak.
        # "The votes came in, with Lee saying": that has a subject of its own.
        if phrase and participle and lower[phrase[0] - 1] in PREPOSITIONS and lower[phrase[0] - 1] != "with":
            return None
        # "The senator mailed supporters saying": a verb stands between the two.
        if phrase and participle and last == cue - 1 and self._has_acted(*phrase):
            return None
        owner = phrase and self._apposed_to(phrase, cue, low)
        if owner:
            return Saying(cue, takes, owner.first, owner.last, "before", owner)
        saying = self._make(cue, takes, phrase, "before")
        if noun and saying is not None and saying.head is None and not self.subjects.speaks(last, last + 1):
            return None
        return saying

    def _has_acted(self, first: int, last: int) -> bool:
        """Whether a verb follows the speaker within a phrase."""
        lower = self.words.lower
        return any(lower[i].endswith("ed") and lower[i - 1] in SPEAKERS for i in range(first + 1, last))

    def _apposed_to(self, phrase: tuple[int, int], cue: int, low: int) -> Name | None:
        """The person whom a phrase tells of though no comma closes it: "Ann Lee, the mayor of Ostby said"."""
        words, first = self.words, phrase[0]
        if first <= low or words.gaps[first] != ", " or words.lower[first] not in DETERMINERS:
            return None
        # "Lee, the mayor said, is ill."
        if words.gaps[cue + 1][:1] == "," or ROLE_NOUNS.isdisjoint(words.lower[first : phrase[1] + 1]):
            return None
        name = self.names.by_word.get(first - 1)
        if name is None or name.lead != low or name.possessive or self.names.of(name).kind != "person":
            return None
        return name

    def _is_source(self, saying: Saying) -> bool:
        """Whether a study, a poll or a paper is the subject."""
        subject = self.words.lower[saying.first : saying.last + 1]
        return any(word in SPEAKER_NOUNS for word in subject) and _PICTURES.isdisjoint(subject)

    def _needs_that(self, cue: int) -> bool:
        lower = self.words.lower
        return lower[cue] in _RATHER_NOUNS and lower[cue + 1 : cue + 2] != ["that"]

    def _opens_report(self, index: int) -> bool:
        """Whether a reported clause or a quotation begins at a word: "people saying that", not "people saying no"."""
        if index >= len(self.words):
            return False
        word = self.words.lower[index]
        return word in PRONOUNS or word in DETERMINERS or word == "that" or bool(self.quoted[index])

    def _after(self, before: int, takes: Takes, high: int, cue: int) -> Saying | None:
        """The saying with its subject behind the cue: "said X, who", "according to X"."""
        return self._make(cue, takes, self.subjects.following(before + 1, high), "after")

    def _inverted(self, cue: int, takes: Takes, high: int) -> Saying | None:
        """The saying with its subject behind "..., said", where nothing but that is left of the clause."""
        saying = self._after(cue, takes, high, cue)
        if saying is None or (saying.last + 1 < high and self.words.gaps[saying.last + 1][0] == " "):
            return None
        role = self.words.lower[saying.last] in ROLE_NOUNS
        named = saying.head is not None and self.names.of(saying.head).kind in ("person", "other")
        return saying if named or role else None

    def _shared(self, cue: int, takes: Takes, earlier: list[Saying], low: int) -> Saying | None:
        """A participle ("..., saying ...") takes the subject of its sentence."""
        words = self.words
        if words.lower[cue - 1 : cue] and words.lower[cue - 1] in DETERMINERS:
            return None
        if earlier and earlier[-1].cue >= low:
            return replace(earlier[-1], cue=cue, takes=takes, order="shared")
        low = self._behind_dateline(low, cue)
        phrase = self.subjects.opening(low, cue) or self.subjects.heading(low, cue)
        if phrase is not None:
            return self._make(cue, takes, phrase, "shared")
        name = self.subjects.first_name(low, cue)
        pronoun = next((index for index in range(low, cue) if self._acts(index)), None)
        if pronoun is not None and (name is None or pronoun < name.first):
            return self._make(cue, takes, (pronoun, pronoun), "shared")
        if name is not None and not name.possessive:
            return Saying(cue, takes, name.lead, name.last, "shared", name)
        return None

    def _behind_dateline(self, low: int, high: int) -> int:
        """The first word behind "OSTBY, May 3 (UPI) - ", else `low`."""
        words = self.words
        if len(words.words[low]) < _SHORTEST_TOWN or not words.words[low].isupper():
            return low
        dashes = (i for i in range(low + 1, min(low + _LONGEST_DATELINE, high)) if words.gaps[i][-2:-1] in _DASHES)
        return next(dashes, low)

    def _acts(self, index: int) -> bool:
        """Whether a pronoun stands for somebody who does something: "it attacked", not "it was late"."""
        lower = self.words.lower
        return lower[index] in ("he", "she", "they") or (lower[index] == "it" and lower[index + 1].endswith("ed"))

    def _make(self, cue: int, takes: Takes, phrase: tuple[int, int] | None, order: Order) -> Saying | None:
        subject = self.subjects.speaker(phrase, apposed=order == "after")
        return subject and Saying(cue, takes, subject.first, subject.last, order, subject.head)


def _inside(count: int, ranges: Sequence[tuple[int, int]]) -> bytearray:
    """For each word whether it is in one of the ranges, with one entry more for the end."""
    inside = bytearray(count + 1)
    for first, last in ranges:
        inside[first : last + 1] = b"\x01" * (last + 1 - first)
    return inside


def _opens(words: Words, index: int) -> bool:
    return index == 0 or not _ENDING.isdisjoint(words.gaps[index])


def _calls_for_noun(lower: str) -> bool:
    return (
        lower in DETERMINERS or lower.endswith("'s") or lower in ("to", "of", "in", "new", "recent", "news", "official")
    )


def _invertible(gap: str, *, opens: bool) -> bool:
    """Whether a subject may stand behind the cue: after a comma or a quotation, or at the sentence's beginning."""
    return opens or (gap != " " and not _INVERTING.isdisjoint(gap))
