"""The noun phrases beside a verb of saying that may be its subject."""

from __future__ import annotations

from typing import NamedTuple

from bot.analysis.bearers import ABBREVIATED, ROLE_NOUNS, Name
from bot.analysis.cues import (
    ALSO_NOUNS,
    AUXILIARIES,
    CLAUSE_OPENERS,
    DETERMINERS,
    PAST_FORMS,
    PREPOSITIONS,
    PRONOUNS,
    SPEAKERS,
    TIMES,
    VERBS_OF_SAYING,
    is_adverb,
)
from bot.analysis.lexicon import word_list
from bot.analysis.names import Names
from bot.analysis.word_index import Words

SIMPLE_GAPS = frozenset((" ", "\u00a0", "-", "/", " & ", " $", ".", ".-"))
"""What may stand between two words of one phrase."""
_NO_SUBJECTS = word_list("openers") - DETERMINERS - PRONOUNS
_BEHIND_SUBJECTS = PAST_FORMS | AUXILIARIES | PREPOSITIONS | CLAUSE_OPENERS
_VERBS_ONLY = VERBS_OF_SAYING.keys() - ALSO_NOUNS
# "The estimated 300" has no subject.
_ONLY_BEFORE_NOUNS = frozenset(["the", "a", "an", "its", "their", "our", "your", "my", "every"])
_PARTICIPLES = frozenset(
    ["known", "filed", "released", "published", "obtained", "seen", "issued", "posted", "conducted"]
)
_WITHIN_PHRASES = frozenset(["of", "for", "at", "with", "from"])
# Among the roles, but a noun mostly follows.
_ATTRIBUTES = frozenset(["presidential", "vice", "prime", "chief", "general", "star"])
_PARTICLES = frozenset(["out", "up", "off", "down", "back", "away"])
_INSERTION_GAP = frozenset(' \u00a0.,)]—–-”"')
_RELATIVES = frozenset(["who", "which", "that"])
_JOINERS = frozenset(["while", "but", "although", "though", "because", "if", "that", "what", "whereas", "yet"])
_BEHIND_VERBS = frozenset(["that", "to", "him", "them"])
REACH = 60
"""So many words are looked at around a verb: a sentence without an end must not be walked over for each of them."""
_LONGEST_INTRODUCTION, _LONGEST_PHRASE, _LONGEST_SUBJECT, _LONGEST_TERM = 12, 8, 25, 5


class Subject(NamedTuple):
    """Who says something, by the indexes of the first and the last word; `head` where it comes down to a name."""

    first: int
    last: int
    head: Name | None


class Subjects:
    """Finds the noun phrases of one text; `quoted` tells of each word whether it stands between quotation marks.

    A phrase is given as the indexes of its first and its last word.
    """

    def __init__(self, names: Names, quoted: bytearray) -> None:
        self.names, self.words, self.quoted = names, names.words, quoted

    def plain(self, last: int, low: int) -> Subject | None:
        """A pronoun, or a name with nothing before it, at word `last`: most subjects are no more than that."""
        word, name = self.words.lower[last], self.names.by_word.get(last)
        # "Nicholas I" is somebody else than I.
        if word in PRONOUNS and word != "who" and (name is None or word != "i"):
            return Subject(last, last, None)
        if name is None or name.possessive or name.last != last or name.lead != name.first:
            return None
        if name.first > low and self._runs_on(name.first):
            return None
        return Subject(name.first, last, name)

    def ending(self, last: int, low: int, gap: str) -> tuple[int, int] | None:
        """The noun phrase that ends before a gap; parentheses and what stands between commas are stepped over."""
        if gap == " " or gap.strip(" \u00a0") == "":
            return self._phrase(last, low)
        if (")" in gap or "]" in gap) and "," not in gap:
            last = self._before_bracket(last, low)
            return self._phrase(last, low) if last >= low else None
        if not set(gap) <= _INSERTION_GAP:
            return None
        return self._before_apposition(last, low)

    def opening(self, low: int, high: int) -> tuple[int, int] | None:
        """The noun phrase that opens a clause and is a role or a body: "The Florida senator", "Ann's aides"."""
        words, lower = self.words, self.words.lower
        if lower[low] in CLAUSE_OPENERS and lower[low] != "that":
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
            if word in SPEAKERS:
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

    def heading(self, low: int, high: int) -> tuple[int, int] | None:
        """The noun phrase of any kind that opens a clause, up to its verb: "The port", "Lee's first two letters"."""
        lower, names = self.words.lower, self.names.by_word
        owner = names.get(low)
        if lower[low] not in DETERMINERS and not (owner is not None and owner.possessive):
            return None
        for index in range(low + 1, min(low + _LONGEST_PHRASE, high - 1)):
            if self.quoted[index] or not self._runs_on(index):
                return None
            if self._is_verb(index):
                return None if index - 1 in names or index - 1 == low else (low, index - 1)
            if lower[index] in PREPOSITIONS or lower[index] in CLAUSE_OPENERS or lower[index] in PRONOUNS:
                return None
        return None

    def first_name(self, low: int, high: int) -> Name | None:
        """The name that a clause most likely is about: the first that no preposition leads to, people first."""
        words, best = self.words, None
        index = low
        while index < high:
            name = self.names.by_word.get(index)
            if name is None or self.quoted[index]:
                index += 1
                continue
            index = name.last + 1
            # "In an interview with the Herald, Lee ..." is about Lee.
            before = name.lead - 1
            if before > low and words.lower[before] in DETERMINERS:
                before -= 1
            if name.possessive or (before >= low and words.lower[before] in PREPOSITIONS):
                continue
            kind = self.names.of(name).kind
            if kind in ("person", "organisation"):
                return name
            best = best or name
        return best

    def following(self, first: int, high: int) -> tuple[int, int] | None:
        """The phrase that begins with word `first`, before word `high`."""
        words, lower = self.words, self.words.lower
        if first >= high or self.quoted[first] or words.gaps[first].strip(" \u00a0"):
            return None
        word, last = lower[first], first
        # "said of the mayor"
        if word == "that" or word in PREPOSITIONS:
            return None
        capital = words.words[first][0].isupper()
        if not (capital or word in DETERMINERS or word in PRONOUNS or self.speaks(first, high)):
            return None
        if word in PRONOUNS:
            return first, first
        while last + 1 < high and not self.quoted[last + 1] and self._runs_on(last + 1):
            after = lower[last + 1]
            if after in CLAUSE_OPENERS or after in TIMES or is_adverb(words.words[last + 1]):
                break
            # "a complaint filed by the state"
            goes_on = after in _WITHIN_PHRASES or (after == "by" and lower[last] in _PARTICIPLES)
            if after in PREPOSITIONS and not goes_on:
                break
            last += 1
        return first, last

    def speaker(self, phrase: tuple[int, int] | None, *, apposed: bool) -> Subject | None:
        """The phrase as a subject, if it can say something; with `apposed` also by the name behind its comma."""
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
        if end > first and lower[end].endswith(("ing", "ed")) and lower[end - 1] in SPEAKERS:
            end -= 1
        name = self.names.by_word.get(end)
        if name is not None and (name.possessive or name.last != end):
            name = None
        if name is not None and name.lead > first and lower[name.lead - 1] == "and":
            name = None
        elif name is None and apposed:
            name = self._apposed(last)
        if name is None and not self._can_speak(first, end):
            return None
        return Subject(first, last, name)

    def speaks(self, first: int, high: int) -> bool:
        """Whether one of the next few words tells of somebody who can speak."""
        for index in range(first, min(first + 4, high)):
            word = self.words.lower[index]
            if word in SPEAKERS or word in PRONOUNS:
                return True
            if index > first and self.words.gaps[index] not in SIMPLE_GAPS:
                return False
        return False

    def _is_verb(self, index: int) -> bool:
        """Whether a word is surely a verb that a subject stands before."""
        lower = self.words.lower
        word, after = lower[index], lower[index + 1]
        if word in PAST_FORMS or word in _VERBS_ONLY:
            return True
        return word.endswith("ed") and (after in DETERMINERS or after in PRONOUNS or after in _BEHIND_VERBS)

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
        while index >= low and last - index < REACH and not self.quoted[index]:
            if ")" in words.gaps[index + 1]:
                index = self._before_bracket(index, low)
                continue
            first = index
            while first > low and (self._runs_on(first) or words.gaps[first] == ". "):
                first -= 1
            # "But Lee, the mayor, said": the first word only joins the sentence to the one before.
            if first == low and first < index and words.lower[first] in CLAUSE_OPENERS:
                first += 1
            phrase = self._phrase(index, first)
            if phrase is not None and (
                self._follows_joiner(first, phrase[0], index) or not _modifies(words, first, index, self.names)
            ):
                return phrase
            if phrase is not None and (best is None or words.lower[first] in DETERMINERS):
                best = phrase
            index = self._before_term(first - 1, low)
            if first <= low or (index == first - 1 and not set(words.gaps[first]) & set(",(—–)")):
                break
        return best

    def _follows_joiner(self, chunk: int, first: int, last: int) -> bool:
        """Whether a phrase is a name right behind what joins it to another clause: "while Lee, the mayor, said"."""
        return chunk < first and self.words.lower[first - 1] in _JOINERS and self._is_named(first, last)

    def _before_term(self, index: int, low: int) -> int:
        """The word before the few quoted ones that end at `index`: 'wearing a "Lee for Mayor" badge'."""
        before = index
        while before >= max(low, index - _LONGEST_TERM) and self.quoted[before]:
            before -= 1
        whole = before >= low and not self.quoted[before] and "," not in self.words.gaps[index + 1]
        return before if whole else index

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
            if before in CLAUSE_OPENERS:
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
        return participle > low and lower[participle].endswith("ing") and lower[participle - 1] in SPEAKERS

    def _is_named(self, first: int, last: int) -> bool:
        """Whether a phrase is no more than a name with its title: the subject of "a bill that Lee said"."""
        name = self.names.by_word.get(last)
        return name is not None and name.lead <= first

    def _cut(self, first: int, last: int) -> tuple[int, int] | None:
        """A phrase without the adverbs or the prepositional phrase that it begins with."""
        lower = self.words.lower
        while first < last and (
            is_adverb(self.words.words[first]) or lower[first] in AUXILIARIES or lower[first] in TIMES
        ):
            first += 1
        # "12,500 jobs added": no phrase begins inside a number.
        if self.words.gaps[first] == "," or lower[first] in _PARTICLES:
            return None
        if first < last and self._is_clause(first, last):
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
        if gap in SIMPLE_GAPS or (gap == ". " and self._stops_short(index - 1, index)):
            return True
        # "the workers' leader"
        return gap in ("' ", "’ ") and self.words.lower[index - 1][-1] == "s" and not self.quoted[index - 1]

    def _stops_short(self, left: int, right: int) -> bool:
        """Whether the full stop between two words ends no sentence: "Gov. Lee", "a U.S. official"."""
        words = self.words
        if words.lower[left] in ABBREVIATED or ("." in words.words[left] and words.words[right][0].islower()):
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
            if verb or words.gaps[index + 1] not in SIMPLE_GAPS:
                return False
            role = role or (lower[index] in ROLE_NOUNS and words.words[index][0].islower())
        return False

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
        if word in PRONOUNS or word in SPEAKERS:
            return True
        if word in CLAUSE_OPENERS or word in _NO_SUBJECTS or word in PREPOSITIONS or word in _ONLY_BEFORE_NOUNS:
            return False
        definite = lower[first] in DETERMINERS or lower[head - 1].endswith("'s") or word == "percent"
        if definite or self.words.words[head][0].isupper():
            return word not in TIMES and not word.isdigit()
        return word.endswith("s") and not word.endswith("'s")


def _head_is_role(words: Words, first: int, last: int) -> bool:
    """Whether a phrase comes down to a role: "Lee's director of research"."""
    head = first
    while head < last and words.lower[head + 1] not in PREPOSITIONS:
        head += 1
    return words.lower[head] in ROLE_NOUNS and words.words[head][0].islower()


def _modifies(words: Words, first: int, last: int, names: Names) -> bool:
    """Whether the words between two commas only add to what stands before them."""
    word = words.lower[first]
    if word in DETERMINERS or word in PREPOSITIONS or word in CLAUSE_OPENERS or word[0].isdigit():
        return True
    name = names.by_word.get(last)
    if name is not None and names.of(name).kind in ("person", "other") and not name.possessive:
        return any(words.lower[index] in PREPOSITIONS for index in range(first, name.first))
    if words.words[first][0].islower() or _head_is_role(words, first, last):
        return True
    if names.by_word.get(first) is None:
        return word in ROLE_NOUNS or len(words.words[last]) <= 5
    return (name is not None and name.lead <= first) or words.words[last].isupper()
