"""Verbs of saying with their subjects and what they report: "the ministry said that ...", "according to X"."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import compress, count
from typing import Literal, NamedTuple

from bot.analysis.bearers import ABBREVIATED, ROLE_NOUNS, SPEAKER_NOUNS, Name
from bot.analysis.document import Document
from bot.analysis.marks import Marked
from bot.analysis.names import Names
from bot.analysis.word_index import Words, word_list
from bot.model import Span

Takes = Literal["clause", "hearer", "naming", "voicing", "finding", "according"]
Order = Literal["before", "after", "shared"]

PRONOUNS = frozenset(["he", "she", "they", "it", "i", "we", "you", "who"])
DETERMINERS = word_list("grammar", "determiners")
_AUXILIARIES = word_list("grammar", "auxiliaries")
_PASSIVE = frozenset(["was", "were", "been", "is", "are", "be", "being", "gets", "got", "get"])
# These are nouns so much more often that only "that" behind them makes a verb.
_RATHER_NOUNS = frozenset(
    ["state", "states", "project", "projects", "rule", "rules", "post", "posts", "report", "fire"]
)
_NO_SUBJECTS = word_list("openers") - DETERMINERS - PRONOUNS
PAST_FORMS = word_list("grammar", "past forms")
_TIMES = word_list("grammar", "times")
PREPOSITIONS = word_list("grammar", "prepositions")
_STOPS = word_list("grammar", "clause openers")
_SPEAKERS = ROLE_NOUNS | SPEAKER_NOUNS
_BEHIND_SUBJECTS = PAST_FORMS | _AUXILIARIES | PREPOSITIONS | _STOPS
# Nouns as often as verbs: with a determiner or an adjective before them they report nothing.
ALSO_NOUNS = word_list("grammar", "also nouns")
# What somebody thinks is told like a statement, but it is none when the words are not given.
THOUGHTS = word_list("grammar", "thoughts")
# "The estimated 300" has no subject, and what a picture shows nobody says.
_ONLY_BEFORE_NOUNS = frozenset(["the", "a", "an", "its", "their", "our", "your", "my", "every"])
_PICTURES = frozenset(["video", "videos", "footage", "photo", "photos", "photograph", "photographs", "clip", "clips"])
_SIMPLE_GAPS = frozenset((" ", "\u00a0", "-", "/", " & ", " $", ".", ".-"))
_PARTICIPLES = frozenset(
    ["known", "filed", "released", "published", "obtained", "seen", "issued", "posted", "conducted"]
)
_WITHIN_PHRASES = frozenset(["of", "for", "at", "with", "from"])
# Among the roles, but a noun mostly follows.
_ATTRIBUTES = frozenset(["presidential", "vice", "prime", "chief", "general", "star"])
_NO_ADVERBS = frozenset(["family", "assembly", "ally", "reply", "monopoly", "supply", "rally", "bully", "butterfly"])
# "Shot back", but not "shot a deer".
_WITH_BACK = frozenset(["shot", "shoots", "hit", "hits"])
_SAID = frozenset(["said", "says"])
# Verbs that lead on to saying: "went on to say", "likes to say".
_LEADS_ON = word_list("grammar", "leads on to saying")
_PARTICLES = frozenset(["out", "up", "off", "down", "back", "away"])
_INSERTION_GAP = frozenset(' \u00a0.,)]—–-”"')
_INVERTING = frozenset(",\"”’'»—–-?!")
_ENDING = frozenset(".!?\n\"”’'")
_RELATIVES = frozenset(["who", "which", "that"])
# A sentence without an end must not be walked over for each of its verbs.
_REACH = 60
_LONGEST_INTRODUCTION, _LONGEST_PHRASE, _LONGEST_SUBJECT = 12, 8, 25


class Saying(NamedTuple):
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


class Limits(NamedTuple):
    """A sentence: from word `low` to the one before `high`."""

    low: int
    high: int
    sentence: Span


def _verbs_of_saying() -> dict[str, Takes]:
    verbs: dict[str, Takes] = {}
    sections: tuple[Takes, ...] = ("finding", "voicing", "naming", "hearer", "clause")
    for section in sections:
        verbs.update(dict.fromkeys(word_list("verbs_of_saying", section), section))
    return verbs


VERBS_OF_SAYING = _verbs_of_saying()
"""Every form of every verb of saying, in lower case, with what it takes."""
_CUES = frozenset([*VERBS_OF_SAYING, "according"])
_VERBS_ONLY = VERBS_OF_SAYING.keys() - ALSO_NOUNS


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
        if high - low > _REACH:
            low, high = max(low, cue - _REACH), min(high, cue + _REACH)
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
            return earlier[-1]._replace(cue=cue, takes=takes, order="shared")
        return None

    def _before(self, cue: int, takes: Takes, low: int) -> Saying | None:
        """The saying with its subject to the left, across auxiliaries, adverbs and appositions."""
        words, lower = self.words, self.words.lower
        participle = lower[cue].endswith("ing")
        last = cue - 1
        while last >= low and (
            lower[last] in _AUXILIARIES or (lower[last][-2:] == "ly" and _adverb(words.words[last]))
        ):
            last -= 1
        if last >= low and lower[last] in _PASSIVE:
            if not participle:
                return None
            last -= 1
        if last - 1 > low and lower[last] == "to" and lower[last - 1] in _LEADS_ON:
            last -= 3 if lower[last - 1] == "on" else 2
        if last < low or self.quoted[last] or lower[last] in ("to", "and", "not"):
            return None
        noun = lower[cue] in ALSO_NOUNS
        if noun and (_calls_for_noun(lower[last]) or self._needs_that(cue)):
            return None
        if participle and last == cue - 1 and not self._opens_report(cue + 1):
            return None
        if not participle and words.gaps[last + 1] == " ":
            plain = self._plain(cue, takes, last, low)
            if plain is not None:
                return plain
        phrase = self._subject(last, low, words.gaps[last + 1])
        # "Lee answered on Facebook, saying" does not make Facebook speak.
        if phrase and participle and lower[phrase[0] - 1] in PREPOSITIONS:
            return None
        saying = self._make(cue, takes, phrase, "before")
        if noun and saying is not None and saying.head is None and not self._speaks(last, last + 1):
            return None
        return saying

    def _plain(self, cue: int, takes: Takes, last: int, low: int) -> Saying | None:
        """The saying whose subject is a pronoun, or a name with nothing before it: most are no more than that."""
        word, name = self.words.lower[last], self.names.by_word.get(last)
        # "Nicholas I" is somebody else than I.
        if word in PRONOUNS and word != "who" and (name is None or word != "i"):
            return Saying(cue, takes, last, last, "before", None)
        if name is None or name.possessive or name.last != last or name.lead != name.first:
            return None
        if name.first > low and self._runs_on(name.first):
            return None
        return Saying(cue, takes, name.first, last, "before", name)

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

    def _subject(self, last: int, low: int, gap: str) -> tuple[int, int] | None:
        """The noun phrase that ends before a gap; parentheses and what stands between commas are stepped over."""
        if gap == " " or gap.strip(" \u00a0") == "":
            return self._phrase(last, low)
        if (")" in gap or "]" in gap) and "," not in gap:
            last = self._before_bracket(last, low)
            return self._phrase(last, low) if last >= low else None
        if not set(gap) <= _INSERTION_GAP:
            return None
        return self._before_apposition(last, low)

    def _before_bracket(self, last: int, low: int) -> int:
        """The word before the bracket that word `last` stands in."""
        gaps = self.words.gaps
        while last > low and not ("(" in gaps[last] or "[" in gaps[last]):
            last -= 1
        return last - 1

    def _before_apposition(self, last: int, low: int) -> tuple[int, int] | None:
        """The phrase that the insertions before a comma belong to: "X, 30, of Y, who was there, said"."""
        words = self.words
        best: tuple[int, int] | None = None
        index = last
        while index >= low and last - index < _REACH and not self.quoted[index]:
            if ")" in words.gaps[index + 1]:
                index = self._before_bracket(index, low)
                continue
            first = index
            while first > low and (self._runs_on(first) or words.gaps[first] == ". "):
                first -= 1
            # "But Lee, the mayor, said": the first word only joins the sentence to the one before.
            if first == low and first < index and words.lower[first] in _STOPS:
                first += 1
            phrase = self._phrase(index, first)
            if phrase is not None and not _modifies(words, first, index, self.names):
                return phrase
            if phrase is not None and (best is None or words.lower[first] in DETERMINERS):
                best = phrase
            if first <= low or not set(words.gaps[first]) & set(",(—–)"):
                break
            index = first - 1
        return best

    def _phrase(self, last: int, low: int) -> tuple[int, int] | None:
        """The noun phrase that ends with word `last`."""
        lower = self.words.lower
        if lower[last] in ("who", "which", "that") and last > low:
            return self._phrase(last - 1, low)
        if lower[last] in PRONOUNS:
            return last, last
        gaps, quoted = self.words.gaps, self.quoted
        first, low = last, max(low, last - _LONGEST_SUBJECT)
        while first > low and (gaps[first] == " " or self._runs_on(first)):
            before = lower[first - 1]
            if before in _STOPS:
                if before in _RELATIVES and first - 1 > low and not self._is_named(first, last):
                    return self._phrase(first - 1, low)
                if before != "and" or not self._joins_subjects(first - 1, low, last):
                    break
            # A quotation, or another verb of saying, ends what can belong to this subject.
            elif quoted[first - 1] or (before in _VERBS_ONLY and not self._describes(first - 1, low)):
                break
            first -= 1
        return self._cut(first, last)

    def _describes(self, participle: int, low: int) -> bool:
        """Whether a participle tells who somebody is: "a source speaking to CNN" is still the source."""
        lower = self.words.lower
        return participle > low and lower[participle].endswith("ing") and lower[participle - 1] in _SPEAKERS

    def _is_named(self, first: int, last: int) -> bool:
        """Whether a phrase is no more than a name with its title: the subject of "a bill that Lee said"."""
        name = self.names.by_word.get(last)
        return name is not None and name.lead <= first

    def _cut(self, first: int, last: int) -> tuple[int, int] | None:
        """A phrase without the adverbs or the prepositional phrase that it begins with."""
        lower = self.words.lower
        while first < last and (
            _adverb(self.words.words[first]) or lower[first] in _AUXILIARIES or lower[first] in _TIMES
        ):
            first += 1
        if lower[first] in _PARTICLES or (first < last and self._is_clause(first, last)):
            return None
        if lower[first] in PREPOSITIONS:
            name = self.names.by_word.get(last)
            if name is None:
                return None
            first = name.lead
        return first, last

    def _is_clause(self, first: int, last: int) -> bool:
        """Whether it is somebody and what they did: "Lee sent a letter" before "saying"."""
        # There are no parts of speech here: a verb form inside shows that it is no mere noun phrase.
        lower = self.words.lower
        if not PRONOUNS.isdisjoint(lower[first:last]):
            return True
        for index in range(first + 1, last):
            word = lower[index]
            if word in PAST_FORMS or (
                word.endswith("ed") and (lower[index + 1] in DETERMINERS or lower[index + 1] == "to")
            ):
                return True
        name = self.names.by_word.get(first)
        if name is None or name.possessive or name.last + 1 >= last:
            return False
        word = lower[name.last + 1]
        return word.endswith("ed") and word not in ROLE_NOUNS

    def _runs_on(self, index: int) -> bool:
        """Whether a word may belong to one phrase with the word before it."""
        gap = self.words.gaps[index]
        if gap in _SIMPLE_GAPS or (gap == ". " and self._in_name(index - 1, index)):
            return True
        # "the workers' leader"
        return gap in ("' ", "’ ") and self.words.lower[index - 1][-1] == "s" and not self.quoted[index - 1]

    def _in_name(self, left: int, right: int) -> bool:
        if self.words.lower[left] in ABBREVIATED:
            return True
        name = self.names.by_word.get(right)
        return name is not None and (name.lead <= left or name.first == right)

    def _joins_subjects(self, conjunction: int, low: int, last: int) -> bool:
        """Whether "and" stands between two names or roles, or behind a first word: "State and city officials"."""
        by_word, words = self.names.by_word, self.words
        if conjunction == low + 1 and words.words[low][0].isupper():
            return True
        if words.lower[last] in ROLE_NOUNS and self._shares_determiner(conjunction, low):
            return True
        return conjunction > low and conjunction - 1 in by_word and by_word.get(conjunction + 1) is not None

    def _shares_determiner(self, conjunction: int, low: int) -> bool:
        """Whether "and" joins two roles of one person: "the former mayor of Riga and presidential candidate"."""
        words, lower = self.words, self.words.lower
        if lower[conjunction + 1] in DETERMINERS or conjunction in self.names.by_word:
            return False
        role = False
        for index in range(conjunction - 1, max(low, conjunction - _LONGEST_PHRASE) - 1, -1):
            if lower[index] in DETERMINERS:
                return role
            verb = lower[index].endswith("ed") or (lower[index] in _BEHIND_SUBJECTS and lower[index] != "of")
            if verb or words.gaps[index + 1] not in _SIMPLE_GAPS:
                return False
            role = role or (lower[index] in ROLE_NOUNS and words.words[index][0].islower())
        return False

    def _after(self, before: int, takes: Takes, high: int, cue: int) -> Saying | None:
        """The saying with its subject behind the cue: "said X, who", "according to X"."""
        words, lower = self.words, self.words.lower
        first = last = before + 1
        if first >= high or self.quoted[first] or words.gaps[first].strip(" \u00a0"):
            return None
        word = lower[first]
        if word in ("that", "to", "in", "on"):
            return None
        if not (
            words.words[first][0].isupper() or word in DETERMINERS or word in PRONOUNS or self._speaks(first, high)
        ):
            return None
        if word in PRONOUNS:
            return self._make(cue, takes, (first, first), "after")
        while last + 1 < high and not self.quoted[last + 1]:
            following = lower[last + 1]
            if not self._runs_on(last + 1):
                break
            if following in _STOPS or following in _TIMES or _adverb(words.words[last + 1]):
                break
            # "a complaint filed by the state"
            goes_on = following in _WITHIN_PHRASES or (following == "by" and lower[last] in _PARTICIPLES)
            if following in PREPOSITIONS and not goes_on:
                break
            last += 1
        return self._make(cue, takes, (first, last), "after")

    def _inverted(self, cue: int, takes: Takes, high: int) -> Saying | None:
        """The saying with its subject behind "..., said", where nothing but that is left of the clause."""
        saying = self._after(cue, takes, high, cue)
        if saying is None or (saying.last + 1 < high and self.words.gaps[saying.last + 1][0] == " "):
            return None
        role = self.words.lower[saying.last] in ROLE_NOUNS
        named = saying.head is not None and self.names.of(saying.head).kind in ("person", "other")
        return saying if named or role else None

    def _speaks(self, first: int, high: int) -> bool:
        for index in range(first, min(first + 4, high)):
            word = self.words.lower[index]
            if word in ROLE_NOUNS or word in SPEAKER_NOUNS or word in PRONOUNS:
                return True
            if index > first and self.words.gaps[index] not in _SIMPLE_GAPS:
                return False
        return False

    def _shared(self, cue: int, takes: Takes, earlier: list[Saying], low: int) -> Saying | None:
        """A participle ("..., saying ...") takes the subject of its sentence."""
        words = self.words
        if words.lower[cue - 1 : cue] and words.lower[cue - 1] in DETERMINERS:
            return None
        if earlier and earlier[-1].cue >= low:
            return earlier[-1]._replace(cue=cue, takes=takes, order="shared")
        phrase = self.opening_phrase(low, cue)
        if phrase is not None:
            return self._make(cue, takes, phrase, "shared")
        name = self._subject_name(low, cue)
        pronoun = next((index for index in range(low, cue) if self._acts(index)), None)
        if pronoun is not None and (name is None or pronoun < name.first):
            return self._make(cue, takes, (pronoun, pronoun), "shared")
        if name is not None and not name.possessive:
            return Saying(cue, takes, name.lead, name.last, "shared", name)
        return None

    def _acts(self, index: int) -> bool:
        """Whether a pronoun stands for somebody who does something: "it attacked", not "it was late"."""
        lower = self.words.lower
        return lower[index] in ("he", "she", "they") or (lower[index] == "it" and lower[index + 1].endswith("ed"))

    def opening_phrase(self, low: int, high: int) -> tuple[int, int] | None:
        """The noun phrase that opens a clause and is a role or a body: "The Florida senator", "Ann's aides"."""
        words, lower = self.words, self.words.lower
        if lower[low] in _STOPS and lower[low] != "that":
            low += 1
        if low < high and lower[low] in PREPOSITIONS:
            low = next(
                (i for i in range(low + 1, min(low + _LONGEST_INTRODUCTION, high)) if words.gaps[i] == ", "), high
            )
        last = -1
        high = min(high, len(words) - 1)
        for index in range(low, min(low + _LONGEST_PHRASE, high)):
            word = lower[index]
            if index > low and not self._runs_on(index):
                break
            if self.quoted[index] or word in _BEHIND_SUBJECTS:
                break
            if word in PRONOUNS or (index > low and word in DETERMINERS):
                return None
            if word in _ATTRIBUTES:
                continue
            if word in ROLE_NOUNS or word in SPEAKER_NOUNS:
                last = index
            elif last >= 0:
                break
        # "House Speaker Ann Lee" comes down to the name.
        if (
            last <= low
            or lower[low].endswith("ing")
            or last in self.names.by_word
            or words.words[last + 1][:1].isupper()
        ):
            return None
        return low, last

    def _subject_name(self, low: int, high: int) -> Name | None:
        """The name that a clause most likely is about: the first that no preposition leads to, people first."""
        words, best = self.words, None
        index = low
        while index < high:
            name = self.names.by_word.get(index)
            if name is None or self.quoted[index]:
                index += 1
                continue
            index = name.last + 1
            if name.possessive or (name.lead > low and words.lower[name.lead - 1] in PREPOSITIONS):
                continue
            kind = self.names.of(name).kind
            if kind in ("person", "organisation"):
                return name
            best = best or name
        return best

    def _make(self, cue: int, takes: Takes, phrase: tuple[int, int] | None, order: Order) -> Saying | None:
        if phrase is None:
            return None
        first, last = phrase
        lower = self.words.lower
        # "the poll released Thursday"
        if last > first and lower[last] in _PARTICIPLES and lower[last - 1] not in DETERMINERS:
            last -= 1
        end = last
        for index in range(first + 1, last + 1):
            if lower[index] in PREPOSITIONS and index - 1 not in self._inner(index):
                end = index - 1
                break
        # "the sailors marching past the port", "the officials briefed on it"
        if end > first and lower[end].endswith(("ing", "ed")) and lower[end - 1] in _SPEAKERS:
            end -= 1
        name = self.names.by_word.get(end)
        if name is not None and (name.possessive or name.last != end):
            name = None
        if name is not None and name.lead > first and lower[name.lead - 1] == "and":
            name = None
        elif name is None and order == "after":
            name = self._apposed(last)
        if name is None and not self._can_speak(first, end):
            return None
        return Saying(cue, takes, first, last, order, name)

    def _inner(self, index: int) -> range:
        name = self.names.by_word.get(index)
        return range(name.first, name.last + 1) if name else range(0)

    def _apposed(self, last: int) -> Name | None:
        """The name behind the comma in "said the campaign's manager, Ann Lee"."""
        words = self.words
        if last + 1 >= len(words) or words.gaps[last + 1] not in (", ", ",\u00a0"):
            return None
        # Only a role is apposed like that; "said Lee, Ann's brother" speaks of Lee.
        if words.lower[last] not in ROLE_NOUNS:
            return None
        name = self.names.by_word.get(last + 1)
        return name if name and not name.possessive else None

    def _can_speak(self, first: int, head: int) -> bool:
        lower, word = self.words.lower, self.words.lower[head]
        if word in PRONOUNS or word in _SPEAKERS:
            return True
        if word in _STOPS or word in _NO_SUBJECTS or word in PREPOSITIONS or word in _ONLY_BEFORE_NOUNS:
            return False
        definite = lower[first] in DETERMINERS or lower[head - 1].endswith("'s") or word == "percent"
        if definite or self.words.words[head][0].isupper():
            return word not in _TIMES and not word.isdigit()
        return word.endswith("s") and not word.endswith("'s")


def _inside(count: int, ranges: Sequence[tuple[int, int]]) -> bytearray:
    """For each word whether it is in one of the ranges, with one entry more for the end."""
    inside = bytearray(count + 1)
    for first, last in ranges:
        inside[first : last + 1] = b"\x01" * (last + 1 - first)
    return inside


def _opens(words: Words, index: int) -> bool:
    return index == 0 or not _ENDING.isdisjoint(words.gaps[index])


def _adverb(word: str) -> bool:
    """Whether a word as it is written is an adverb; with a capital it is rather a name ("Emily")."""
    return len(word) > 4 and word.endswith("ly") and word not in _NO_ADVERBS and word[0].islower()


def _calls_for_noun(lower: str) -> bool:
    return (
        lower in DETERMINERS or lower.endswith("'s") or lower in ("to", "of", "in", "new", "recent", "news", "official")
    )


def _invertible(gap: str, *, opens: bool) -> bool:
    """Whether a subject may stand behind the cue: after a comma or a quotation, or at the sentence's beginning."""
    return opens or (gap != " " and not _INVERTING.isdisjoint(gap))


def _head_is_role(words: Words, first: int, last: int) -> bool:
    """Whether a phrase comes down to a role: "Lee's director of research"."""
    head = first
    while head < last and words.lower[head + 1] not in PREPOSITIONS:
        head += 1
    return words.lower[head] in ROLE_NOUNS and words.words[head][0].islower()


def _modifies(words: Words, first: int, last: int, names: Names) -> bool:
    """Whether the words between two commas only add to what stands before them."""
    word = words.lower[first]
    if word in DETERMINERS or word in PREPOSITIONS or word in _STOPS or word[0].isdigit():
        return True
    name = names.by_word.get(last)
    if name is not None and names.of(name).kind in ("person", "other") and not name.possessive:
        return any(words.lower[index] in PREPOSITIONS for index in range(first, name.first))
    if words.words[first][0].islower() or _head_is_role(words, first, last):
        return True
    if names.by_word.get(first) is None:
        return word in ROLE_NOUNS or len(words.words[last]) <= 5
    return (name is not None and name.lead <= first) or words.words[last].isupper()
