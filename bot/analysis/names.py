"""People, organisations and places by name, with their roles; a surname alone is linked to the full name."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import compress, count
from operator import ne

from bot.analysis.bearers import ABBREVIATED, ROLE_NOUNS, Bearer, Gender, Name, NameKind, Register, Run
from bot.analysis.document import Document
from bot.analysis.lexicon import read_lexicon
from bot.analysis.word_index import Words, split_words, word_list
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
_PARTIES = word_list("grammar", "parties and faiths")
_NATIONALITY = ("ian", "ians", "ican", "icans", "ese", "ish", "ans")
_NATIONALITIES = word_list("grammar", "nationalities")
_LONGEST_HEADLINE = 200


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


def find_names(document: Document, words: Words | None = None) -> Names:
    """The names of people, organisations and places in a text, each linked to the fullest name of its bearer."""
    words = words or split_words(document.text)
    runs = list(_runs(document, words))
    register = Register(words, runs)
    mentions = []
    for run in runs:
        bearer = register.link(run)
        if bearer is None:
            continue
        end = words.end(run.last) - (2 if run.possessive == "'s" else 0)
        span = Span(words.starts[run.first], end)
        mentions.append(Name(span, run.first, run.last, run.lead, bearer, run.possessive != ""))
    by_word = {index: name for name in mentions for index in range(name.first, name.last + 1)}
    return Names(words, tuple(mentions), register.bearers(mentions), by_word)


def _runs(document: Document, words: Words) -> Iterator[Run]:
    """Runs of capitalised words, without what only begins a sentence or leads to the name."""
    written = words.words
    # Comparing first is cheaper than asking every word; "R-Ohio" behind a name is a label, no name.
    changed = compress(count(), map(ne, written, words.lower))
    capitals = [i for i in changed if written[i][0].isupper() and written[i][1:2] != "-"]
    # In a headline every word has its capital: only what is sure elsewhere is taken from there.
    headlines = _headlines(document, words, capitals)
    lone: dict[str, tuple[NameKind, Gender] | None] = {}
    position, behind = 0, len(capitals)
    while position < behind:
        first = last = capitals[position]
        position += 1
        while position < behind and capitals[position] <= last + 3 and _joins(words, last, capitals[position]):
            last = capitals[position]
            position += 1
        while headlines and headlines[-1][1] < first:
            headlines.pop()
        if headlines and headlines[-1][0] <= first:
            yield from _known_parts(words, first, last)
            continue
        if first < last:
            run = _trim_run(words, first, last)
        else:
            word = written[first]
            if word not in lone:
                lone[word] = _lone(words, first)
            known = lone[word]
            run = _as_run(words, first, first, first, *known) if known else None
        if run is not None:
            yield run


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
    lower, tail, behind = words.lower, words.lower[last], words.gaps[last + 1]
    ending = "'s" if tail.endswith("'s") else "'" if tail[-1] == "s" and behind[:2] in ("' ", "’ ") else ""
    tail = tail.removesuffix("'s")
    key = tail if first == last else " ".join([*lower[first:last], tail])
    surname = lower[last - 1] if last > first and tail in _SUFFIXES else tail
    return Run(first, last, lead, kind, gender, ending, key, surname)


def _joins(words: Words, last: int, following: int) -> bool:
    """Whether the capitalised word `following` goes on the name that reaches `last`."""
    word, gap = words.words[last], words.gaps[following]
    if word[-2:] in ("'s", "’s") or words.lower[following] in _CALENDAR:
        return False
    if following == last + 1:
        if gap == " " or gap == "\u00a0":
            return True
        # A full stop behind an initial or a title ends no sentence.
        return gap in (". ", ".\u00a0") and (
            (len(word) == 1 and word != "I") or words.lower[last] in ABBREVIATED or _dotted(word)
        )
    if gap != " ":
        return False
    between = words.lower[last + 1 : following]
    if any(words.gaps[i] != " " for i in range(last + 1, following + 1)):
        return False
    if all(word in _PARTICLES for word in between):
        return True
    return between[0] == "of" and between[1:] in ([], ["the"]) and words.lower[last] in _OF_HEADS


def _dotted(word: str) -> bool:
    return len(word) <= 4 and "." in word


def _lone(words: Words, index: int) -> tuple[NameKind, Gender] | None:
    """What a single capitalised word names; None where it only begins a sentence."""
    word = words.lower[index]
    name = word.removesuffix("'s")
    if word in _OPENERS or len(word) == 1:
        return None
    if name in _TITLES or name in ROLE_NOUNS:
        # "Dean said": a surname, if the text has it in a full name, and else a role.
        return "role", ""
    kind = _kind(words, index, index)
    if kind == "other" and name in words.forms:
        return None
    return kind, _GIVEN[name] if kind == "person" else ""


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
        if lower[index] in _TITLES or lower[index] in ROLE_NOUNS:
            return _titled(words, index, last, lead)
    if last > first and _is_people(lower[first]) and not _is_people(tail):
        first += 1
    if first == last:
        known = _lone(words, first)
        return _as_run(words, first, last, lead, *known) if known else None
    kind = _kind(words, first, last)
    return _as_run(words, first, last, lead, kind, _GIVEN.get(lower[first], "") if kind == "person" else "")


def _titled(words: Words, title: int, last: int, lead: int) -> Run:
    """The person behind a title: "Secretary of State Ann Lee"."""
    lower, first = words.lower, title + 1
    if lower[first] == "of" and first < last:
        first = min(first + 2, last)
    name = lower[last].removesuffix("'s")
    if first == last and (name in _TITLES or name in ROLE_NOUNS):
        return _as_run(words, first, last, lead, "role", "")
    given = _GIVEN.get(lower[first], "") if last > first or name in _GIVEN else ""
    return _as_run(words, first, last, lead, "person", _TITLES.get(lower[title]) or given)


def _is_people(word: str) -> bool:
    return word in _PARTIES or word in _NATIONALITIES or (len(word) > 5 and word.endswith(_NATIONALITY))


def _kind(words: Words, first: int, last: int) -> NameKind:
    lower, written = words.lower, words.words
    tail = lower[last].removesuffix("'s")
    if first == last:
        if tail in _PLACES:
            return "place"
        base = written[last][: len(tail)]
        if len(base) > 1 and base.replace(".", "").isupper():
            return "organisation"
        if tail in _GIVEN:
            return "person"
        return "group" if _is_people(tail) else "other"
    if " ".join([*lower[first:last], tail]) in _PLACES:
        return "place"
    if _is_people(tail):
        return "group"
    if lower[first] in _GIVEN:
        return "person"
    # Without a given name that we know, the last word or an "of" tells a body from a person.
    if "of" in lower[first : last + 1] or tail in _ORGANISATION_NOUNS:
        return "organisation"
    if written[first].isupper() and len(written[first]) > 2 and "." not in written[first]:
        return "organisation"
    return "person" if last - first <= 3 else "other"
