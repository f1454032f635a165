"""People, organisations and places by name, with their roles; a surname alone is linked to the full name."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import compress, count

from bot.analysis.bearers import ABBREVIATED, ROLE_NOUNS, Bearer, Gender, Name, NameKind, Register, Run
from bot.analysis.cues import VERBS_OF_SAYING
from bot.analysis.document import Document
from bot.analysis.lexicon import read_lexicon, word_list
from bot.analysis.word_index import Words, split_words
from bot.model import Span


def _by_gender(lexicon: str) -> dict[str, Gender]:
    men, women = word_list(lexicon, "m"), word_list(lexicon, "f")
    genders: dict[str, Gender] = dict.fromkeys(word_list(lexicon, "u") | (men & women), "")
    genders.update(dict.fromkeys(men - women - word_list(lexicon, "u"), "m"))
    genders.update(dict.fromkeys(women - men - word_list(lexicon, "u"), "f"))
    return genders


_GIVEN: dict[str, Gender] = _by_gender("given_names")
_TITLES: dict[str, Gender] = _by_gender("titles")
_PLACES = frozenset(place.strip() for line in read_lexicon("places")[""] for place in line.split(",") if place.strip())
_OPENERS = word_list("openers")
_ORGANISATION_NOUNS = word_list("organisation_nouns")
_CALENDAR = word_list("grammar", "calendar")
_PARTICLES = word_list("grammar", "particles")
_SUFFIXES = frozenset(["jr", "sr", "ii", "iii", "iv", "jr.", "sr."])
_OF_HEADS = word_list("grammar", 'heads of "of" names')
_NATIONALITY = ("ian", "ians", "ican", "icans", "ese", "ish", "ans")
_PEOPLES = word_list("grammar", "parties and faiths") | word_list("grammar", "nationalities")
_LEADING = ROLE_NOUNS.union(_TITLES)
# What one word names, by the last of these lists that has it. A role may yet be a surname: "Dean said".
_LISTED: dict[str, tuple[NameKind, Gender]] = {
    **dict.fromkeys(_PEOPLES, ("group", "")),
    **{name: ("person", gender) for name, gender in _GIVEN.items()},
    **dict.fromkeys(_PLACES, ("place", "")),
    **dict.fromkeys(_LEADING, ("role", "")),
}
_UNLISTED: tuple[NameKind, Gender] = ("other", "")
# "Ministry of the Interior" has two words between its capitals.
_FARTHEST = 3
_LONGEST_HEADLINE = 200
_SENTENCE_ENDS = frozenset(".!?:;\n—–-|")


@dataclass(frozen=True, slots=True)
class Names:
    """All names of a text, in text order, and whom they name."""

    words: Words
    mentions: tuple[Name, ...]
    bearers: tuple[Bearer, ...]
    by_word: dict[int, Name]

    def of(self, name: Name) -> Bearer:
        """Whom a mention names."""
        return self.bearers[name.bearer]


def find_names(document: Document) -> Names:
    """The names of people, organisations and places in a text, each linked to the fullest name of its bearer."""
    words = split_words(document.text)
    runs = _runs(document, words)
    register = Register(words, runs)
    # "Will" is a name where somebody is called George Will.
    hidden = _OPENERS.intersection(register.by_surname)
    if hidden:
        runs = sorted([*runs, *_hidden(words, hidden, runs)], key=lambda run: run.first)
    mentions = []
    for run in runs:
        bearer = register.link(run)
        if bearer is not None:
            first, last = run.first, run.last
            span = Span(words.starts[first], words.end(last) - (2 if run.possessive == "'s" else 0))
            mentions.append(Name(span, first, last, run.lead, bearer, run.possessive != ""))
    by_word = {index: name for name in mentions for index in range(name.first, name.last + 1)}
    return Names(words, tuple(mentions), register.bearers(mentions), by_word)


def _runs(document: Document, words: Words) -> list[Run]:
    """Runs of capitalised words, without what only begins a sentence or leads to the name."""
    # "R-Ohio" behind a name is a label, and "I've" a new clause.
    capitals = [i for i, word in enumerate(words.words) if word[0].isupper() and not _ends_name(word)]
    # In a headline every word has its capital: only what is sure elsewhere is taken from there.
    headlines = _headlines(document, words, capitals)
    runs: list[Run] = []
    for first, last in _capitalised(words, capitals):
        while headlines and headlines[-1][1] < first:
            headlines.pop()
        if headlines and headlines[-1][0] <= first:
            runs += _known_parts(words, first, last)
            continue
        run = _lone(words, first, lead=first) if first == last else _trim_run(words, first, last)
        if run is not None:
            runs.append(run)
    # A word that we don't know and that stands in small letters elsewhere only begins a sentence.
    unknown = {run.key for run in runs if run.kind == "other" and run.first == run.last}
    common = unknown.intersection(words.words)
    return [run for run in runs if run.kind != "other" or run.key not in common] if common else runs


def _ends_name(word: str) -> bool:
    return word[1:2] == "-" or word[:2] in ("I'", "I’")


def _capitalised(words: Words, capitals: list[int]) -> list[tuple[int, int]]:
    """The first and the last of capitalised words, one or several, that may be one name."""
    found = []
    first = last = -_FARTHEST - 1
    for index in capitals:
        if index > last + _FARTHEST or not _joins(words, last, index):
            found.append((first, last))
            first = index
        last = index
    found.append((first, last))
    return found[1:]


def _headlines(document: Document, words: Words, capitals: list[int]) -> list[tuple[int, int]]:
    """Lines where a capital tells nothing, being in title case; as first and last word, the last line first."""
    found = []
    for line in document.lines:
        if line.end - line.start > _LONGEST_HEADLINE or document.text[line.end - 1] == ":":
            continue
        first, behind = words.at(line.start), words.at(line.end)
        length = behind - first
        if length < 4 or bisect_left(capitals, behind) - bisect_left(capitals, first) <= 0.6 * length:
            continue
        if all(word in _OPENERS or written[0].isupper() for word, written in _pairs(words, first, behind)):
            found.append((first, behind - 1))
    return found[::-1]


def _pairs(words: Words, first: int, behind: int) -> Iterator[tuple[str, str]]:
    return zip(words.lower[first:behind], words.words[first:behind], strict=True)


def _known_parts(words: Words, first: int, last: int) -> Iterator[Run]:
    """In a headline: a given name with the word behind it, a title with the word behind it, or a known place."""
    index = first
    while index <= last:
        word = words.lower[index]
        if word in _GIVEN and word not in _OPENERS and index < last and not words.words[index].endswith(("'s", "’s")):
            yield _as_run(words, index, index + 1, index, "person", _GIVEN[word])
            index += 1
        elif word in _PLACES:
            yield _as_run(words, index, index, index, "place", "")
        index += 1


def _as_run(words: Words, first: int, last: int, lead: int, kind: NameKind, gender: Gender) -> Run:
    lower, ending = words.lower, ""
    tail = lower[last]
    if tail[-1] == "s":
        if tail[-2:] == "'s":
            tail, ending = tail[:-2], "'s"
        elif words.gaps[last + 1][:2] in ("' ", "’ "):
            ending = "'"
    if first == last:
        return Run(first, last, lead, kind, gender, ending, tail, tail)
    key = " ".join([*lower[first:last], tail])
    return Run(first, last, lead, kind, gender, ending, key, lower[last - 1] if tail in _SUFFIXES else tail)


def _joins(words: Words, last: int, following: int) -> bool:
    """Whether the capitalised word `following` goes on the name that reaches `last`."""
    gap = words.gaps[following]
    if following > last + 1:
        joins = gap == " " and _bridged(words, last, following)
    else:
        # A full stop behind an initial or a title ends no sentence.
        joins = gap in (" ", "\u00a0") or (
            gap in (". ", ".\u00a0") and _takes_stop(words, last, words.lower[following])
        )
    return joins and words.words[last][-2:] not in ("'s", "’s") and words.lower[following] not in _CALENDAR


def _bridged(words: Words, last: int, following: int) -> bool:
    """Whether only "van" or "of the" stands between two words."""
    between = words.lower[last + 1 : following]
    if not _PARTICLES.issuperset(between) and not (
        between[0] == "of" and between[1:] in ([], ["the"]) and words.lower[last] in _OF_HEADS
    ):
        return False
    return words.gaps[last + 1 : following] == [" "] * len(between)


def _takes_stop(words: Words, index: int, following: str) -> bool:
    word = words.words[index]
    if (len(word) == 1 and word != "I") or words.lower[index] in ABBREVIATED:
        return True
    # "He came to the U.S. He said" is two sentences.
    return len(word) <= 4 and "." in word and following not in _OPENERS


def _lone(words: Words, index: int, *, lead: int) -> Run | None:
    """What a single capitalised word names; None where it only begins a sentence."""
    word = words.lower[index]
    if word in _OPENERS or len(word) == 1:
        return None
    name = word.removesuffix("'s")
    kind, gender = _LISTED.get(name, _UNLISTED)
    if kind not in ("role", "place"):
        written = words.words[index][: len(name)]
        if len(written) > 1 and written.replace(".", "").isupper():
            kind, gender = "organisation", ""
        elif kind == "other" and _is_people(name):
            kind = "group"
    return _as_run(words, index, index, lead, kind, gender)


def _hidden(words: Words, surnames: frozenset[str], runs: list[Run]) -> Iterator[Run]:
    """Words that mostly begin sentences, where they are surnames: inside a sentence, or saying something."""
    taken = {index for run in runs for index in range(run.first, run.last + 1)}
    for index in compress(count(), map(surnames.__contains__, words.lower)):
        if index in taken or not words.words[index][0].isupper():
            continue
        inside = words.gaps[index][-1:] in (" ", "\u00a0") and _SENTENCE_ENDS.isdisjoint(words.gaps[index])
        if inside or (index + 1 < len(words) and words.lower[index + 1] in VERBS_OF_SAYING):
            yield _as_run(words, index, index, index, "other", "")


def _trim_run(words: Words, first: int, last: int) -> Run | None:
    """The name in a run of capitalised words; None where there is only a role, a date or a sentence's first word."""
    lower = words.lower
    while first < last and lower[first] in _OPENERS:
        first += 1
    tail = lower[last].removesuffix("'s")
    if tail in _ORGANISATION_NOUNS and last > first:
        return _as_run(words, first, last, first, "organisation", "")
    lead = first
    for index in range(last - 1, first - 1, -1):
        if lower[index] in _LEADING:
            return _titled(words, index, last, lead)
    if last > first and _is_people(lower[first]) and not _is_people(tail):
        first += 1
    if first == last:
        return _lone(words, first, lead=lead)
    kind = _kind(words, first, last)
    return _as_run(words, first, last, lead, kind, _GIVEN.get(lower[first], "") if kind == "person" else "")


def _titled(words: Words, title: int, last: int, lead: int) -> Run:
    """The person behind a title: "Secretary of State Ann Lee"."""
    lower, first = words.lower, title + 1
    if lower[first] == "of" and first < last:
        first = min(first + 2, last)
    name = lower[last].removesuffix("'s")
    if first == last and name in _LEADING:
        return _as_run(words, first, last, lead, "role", "")
    given = _GIVEN.get(lower[first], "") if last > first or name in _GIVEN else ""
    return _as_run(words, first, last, lead, "person", _TITLES.get(lower[title]) or given)


def _is_people(word: str) -> bool:
    return word in _PEOPLES or (len(word) > 5 and word.endswith(_NATIONALITY))


def _kind(words: Words, first: int, last: int) -> NameKind:
    """What several words name."""
    lower, written = words.lower, words.words[first]
    tail = lower[last].removesuffix("'s")
    if " ".join([*lower[first:last], tail]) in _PLACES:
        return "place"
    if _is_people(tail):
        return "group"
    if lower[first] in _GIVEN:
        return "person"
    # Without a given name that we know, the last word or an "of" tells a body from a person.
    if "of" in lower[first : last + 1] or tail in _ORGANISATION_NOUNS:
        return "organisation"
    if written.isupper() and len(written) > 2 and "." not in written:
        return "organisation"
    return "person" if last - first <= 3 else "other"
