"""People, organisations and places by name, with their roles; a surname alone is linked to the full name."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from bot.analysis.document import Document
from bot.analysis.lexicon import read_lexicon
from bot.analysis.word_index import Words, split_words, word_list
from bot.model import Span

NameKind = Literal["person", "organisation", "place", "group", "role", "other"]
Gender = Literal["m", "f", ""]


def _by_gender(lexicon: str) -> dict[str, Gender]:
    men, women = word_list(lexicon, "m"), word_list(lexicon, "f")
    genders: dict[str, Gender] = dict.fromkeys(word_list(lexicon, "u") | (men & women), "")
    genders.update(dict.fromkeys(men - women - word_list(lexicon, "u"), "m"))
    genders.update(dict.fromkeys(women - men - word_list(lexicon, "u"), "f"))
    return genders


ROLE_NOUNS = word_list("roles")
"""Nouns for what one person is or does, in lower case."""
SPEAKER_NOUNS = word_list("role_groups")
"""Nouns for groups, bodies and papers that speak, in lower case."""

_GIVEN: dict[str, Gender] = _by_gender("given_names")
_TITLES: dict[str, Gender] = _by_gender("titles")
_PLACES = frozenset(place.strip() for line in read_lexicon("places")[""] for place in line.split(",") if place.strip())
_OPENERS = word_list("openers")
_ORGANISATION_NOUNS = word_list("organisation_nouns")
_CALENDAR = word_list("grammar", "calendar")
ABBREVIATED = word_list("grammar", "abbreviated titles")
_PARTICLES = word_list("grammar", "particles")
_SUFFIXES = frozenset(["jr", "sr", "ii", "iii", "iv", "jr.", "sr."])
_OF_HEADS = word_list("grammar", 'heads of "of" names')
_PARTIES = word_list("grammar", "parties and faiths")
_NATIONALITY = ("ian", "ians", "ican", "icans", "ese", "ish", "ans")
_NATIONALITIES = word_list("grammar", "nationalities")
_MODIFIERS = word_list("grammar", "role modifiers")
_NO_ROLE = frozenset(["who", "whose", "which", "said", "says", "told", "and", "but", "or", "while", "as", "when"])
_NO_ROLE_INSIDE = _NO_ROLE - {"and", "or"}
_MAX_APPOSITION = 14
_LONGEST_HEADLINE = 200
# More people of one surname are no news story; looking through them all would make a list of names slow.
_NAMESAKES = 12


class Bearer(NamedTuple):
    """Somebody or something that a text names: the fullest name, and the role where the text tells it."""

    full: Span
    kind: NameKind
    gender: Gender
    role: Span | None


class Name(NamedTuple):
    """One mention of a name: title, role and possessive ending left out of `span`.

    `first` and `last` are the indexes of its words, `bearer` the index of whom it names. `lead` is the index of the
    first word that belongs with it (title, role), `possessive` whether it ends in 's.
    """

    span: Span
    first: int
    last: int
    lead: int
    bearer: int
    possessive: bool


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
    register = _Register(words)
    for run in runs:
        if run.last > run.first and run.kind != "role":
            register.enter(run)
    mentions = []
    for run in runs:
        if run.kind == "role" and not register.knows(run):
            continue
        bearer = register.link(run)
        end = words.end(run.last) - (2 if run.possessive == "'s" else 1 if run.possessive else 0)
        span = Span(words.starts[run.first], end)
        mentions.append(Name(span, run.first, run.last, run.lead, bearer, bool(run.possessive)))
    by_word = {index: name for name in mentions for index in range(name.first, name.last + 1)}
    return Names(words, tuple(mentions), register.bearers(mentions), by_word)


def is_place(phrase: str) -> bool:
    """Whether a phrase in lower case is the name of a well-known place."""
    return phrase in _PLACES


class _Run(NamedTuple):
    first: int
    last: int
    lead: int
    kind: NameKind
    gender: Gender
    possessive: str


def _runs(document: Document, words: Words) -> Iterator[_Run]:
    """Runs of capitalised words, without what only begins a sentence or leads to the name."""
    written = words.words
    # Comparing first is cheaper than asking every word; "R-Ohio" behind a name is a label, no name.
    changed = [i for i, (word, lower) in enumerate(zip(written, words.lower, strict=True)) if word != lower]
    capitals = [i for i in changed if written[i][0].isupper() and written[i][1:2] != "-"]
    headlines = _headlines(document, words, capitals)
    position, count = 0, len(capitals)
    while position < count:
        first = last = capitals[position]
        position += 1
        while position < count and capitals[position] <= last + 3 and _joins(words, last, capitals[position]):
            last = capitals[position]
            position += 1
        while headlines and headlines[-1][1] < first:
            headlines.pop()
        if headlines and headlines[-1][0] <= first:
            yield from _known_parts(words, first, last)
            continue
        run = _trim_run(words, first, last)
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


def _known_parts(words: Words, first: int, last: int) -> Iterator[_Run]:
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


def _as_run(words: Words, first: int, last: int, lead: int, kind: NameKind, gender: Gender) -> _Run:
    word = words.lower[last]
    possessive = "'s" if word.endswith("'s") else ""
    if not possessive and words.gaps[last + 1][:1] in ("'", "’") and word.endswith("s"):
        following = words.gaps[last + 1]
        possessive = "'" if len(following) == 2 and following[1] == " " else ""
    return _Run(first, last, lead, kind, gender, "'s" if possessive == "'s" else "")


def _joins(words: Words, last: int, following: int) -> bool:
    """Whether the capitalised word `following` goes on the name that reaches `last`."""
    word = words.words[last]
    if word.endswith(("'s", "’s")):
        return False
    if words.lower[following] in _CALENDAR:
        return False
    if following == last + 1:
        gap = words.gaps[following]
        if gap == " " or gap == "\u00a0":
            return True
        return gap in (". ", ".\u00a0") and (
            (len(word) == 1 and word != "I") or words.lower[last] in ABBREVIATED or _dotted(word)
        )
    between = words.lower[last + 1 : following]
    if any(words.gaps[i] != " " for i in range(last + 1, following + 1)):
        return False
    if all(word in _PARTICLES for word in between):
        return True
    return between[0] == "of" and between[1:] in ([], ["the"]) and words.lower[last] in _OF_HEADS


def _dotted(word: str) -> bool:
    return len(word) <= 4 and "." in word


def _trim_run(words: Words, first: int, last: int) -> _Run | None:
    """The name in a run of capitalised words; None where there is only a role, a date or a sentence's first word."""
    lower = words.lower
    while first < last and lower[first] in _OPENERS:
        first += 1
    if first == last and (lower[first] in _OPENERS or len(words.words[first]) == 1):
        return None
    tail = lower[last].removesuffix("'s")
    if tail in _ORGANISATION_NOUNS and last > first:
        return _as_run(words, first, last, first, "organisation", "")
    lead, titled = first, False
    gender: Gender = ""
    for index in range(last - 1, first - 1, -1):
        word = lower[index]
        if word in _TITLES or word in ROLE_NOUNS:
            titled, gender = True, _TITLES.get(word, "")
            first = index + 1
            break
    if titled and lower[first] == "of" and first + 1 <= last:
        first = min(first + 2, last)
    if first == last and (tail in _TITLES or tail in ROLE_NOUNS):
        # "Dean said": a surname, if the text has it in a full name, and else a role.
        return _as_run(words, first, last, lead, "role", "")
    if not titled and last > first and _is_people(lower[first]) and not _is_people(tail):
        first += 1
    kind = _kind(words, first, last, titled=titled)
    if first == last and kind == "other" and tail in words.forms:
        return None
    if kind == "person" and not gender:
        gender = _GIVEN.get(lower[first], "") if last > first or tail in _GIVEN else ""
    return _as_run(words, first, last, lead, kind, gender)


def _is_people(word: str) -> bool:
    return word in _PARTIES or word in _NATIONALITIES or (len(word) > 5 and word.endswith(_NATIONALITY))


def _kind(words: Words, first: int, last: int, *, titled: bool) -> NameKind:
    lower, written = words.lower, words.words
    tail = lower[last].removesuffix("'s")
    if titled:
        return "person"
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
    if "of" in lower[first : last + 1] or tail in _ORGANISATION_NOUNS:
        return "organisation"
    if written[first].isupper() and len(written[first]) > 2 and "." not in written[first]:
        return "organisation"
    return "person" if last - first <= 3 else "other"


@dataclass(slots=True)
class _Register:
    """Who is named in the text: full names first, then the short ones are linked to them."""

    words: Words
    entries: list[_Run] = field(default_factory=list)
    by_surname: dict[str, list[int]] = field(default_factory=dict)
    by_given: dict[str, list[int]] = field(default_factory=dict)
    by_name: dict[str, int] = field(default_factory=dict)
    counts: dict[int, int] = field(default_factory=dict)
    genders: dict[int, Gender] = field(default_factory=dict)

    def enter(self, run: _Run) -> int:
        """The bearer of a full name, new or known."""
        name = self._name(run)
        known = self.by_name.get(name)
        if known is None:
            known = self._same_person(run) if run.kind == "person" and run.last > run.first else None
        if known is None:
            known = len(self.entries)
            self.entries.append(run)
            if run.kind == "person" and run.last > run.first:
                self.by_surname.setdefault(self._surname(run), []).append(known)
                self.by_given.setdefault(self.words.lower[run.first], []).append(known)
        elif run.last - run.first > self.entries[known].last - self.entries[known].first:
            self.entries[known] = run._replace(gender=run.gender or self.entries[known].gender)
        self.by_name[name] = known
        self.counts[known] = self.counts.get(known, 0) + 1
        if run.gender:
            self.genders.setdefault(known, run.gender)
        return known

    def knows(self, run: _Run) -> bool:
        """Whether a single word is the surname of somebody with a full name."""
        return self._name(run) in self.by_surname

    def link(self, run: _Run) -> int:
        """The bearer of any name; a single word is looked up among surnames, then given names."""
        name = self._name(run)
        bearer = self.by_name.get(name) if run.last > run.first else None
        if bearer is None and run.last == run.first:
            bearer = self._by_part(name, run)
        if bearer is None:
            bearer = self.enter(run)
        if run.gender:
            self.genders.setdefault(bearer, run.gender)
        return bearer

    def bearers(self, mentions: list[Name]) -> tuple[Bearer, ...]:
        """Whom the mentions name, in the order of the indexes that they hold."""
        roles: dict[int, Span] = {}
        fullest: dict[int, Name] = {}
        for name in mentions:
            best = fullest.get(name.bearer)
            if best is None or name.last - name.first > best.last - best.first:
                fullest[name.bearer] = name
            if name.bearer not in roles and self.entries[name.bearer].kind in ("person", "other"):
                role = _role(self.words, name)
                if role is not None:
                    roles[name.bearer] = role
        return tuple(
            Bearer(
                fullest[i].span if i in fullest else Span(0, 0),
                "person" if entry.kind == "other" and i in roles else entry.kind,
                self.genders.get(i, ""),
                roles.get(i),
            )
            for i, entry in enumerate(self.entries)
        )

    def _by_part(self, name: str, run: _Run) -> int | None:
        for table in (self.by_surname, self.by_given):
            found = table.get(name, [])[:_NAMESAKES]
            if not found:
                continue
            fitting = [i for i in found if not run.gender or self.genders.get(i, run.gender) == run.gender]
            found = fitting or found
            return max(found, key=lambda index: (self.counts.get(index, 0), -index))
        return self.by_name.get(name)

    def _same_person(self, run: _Run) -> int | None:
        """A known person of the same surname whose given name does not differ."""
        given = self.words.lower[run.first]
        for index in self.by_surname.get(self._surname(run), [])[:_NAMESAKES]:
            other = self.words.lower[self.entries[index].first]
            if other == given or (min(len(other), len(given)) == 1 and other[0] == given[0]):
                return index
        return None

    def _name(self, run: _Run) -> str:
        lower = self.words.lower
        if run.first == run.last:
            return lower[run.first].removesuffix("'s")
        return " ".join(lower[run.first : run.last]) + " " + lower[run.last].removesuffix("'s")

    def _surname(self, run: _Run) -> str:
        last = run.last
        if last > run.first and self.words.lower[last] in _SUFFIXES:
            last -= 1
        return self.words.lower[last].removesuffix("'s")


def _role(words: Words, name: Name) -> Span | None:
    """What the text says right beside a name that its bearer is: before it, or behind a comma."""
    before = _role_before(words, name)
    return before or _role_behind(words, name)


def _role_before(words: Words, name: Name) -> Span | None:
    last = name.first - 1
    if last < 0 or words.gaps[name.first] not in (" ", "\u00a0", ". "):
        return None
    word = words.lower[last]
    if word not in ROLE_NOUNS and (word not in _TITLES or word in ("mr", "mrs", "ms", "miss", "dr")):
        return None
    first = last
    while first > 0 and name.first - first < 8:
        word = words.lower[first - 1]
        if words.gaps[first] not in (" ", "\u00a0") and not (words.gaps[first] == ". " and word in ABBREVIATED):
            break
        capital = words.words[first - 1][0].isupper() and word not in _OPENERS
        if not (capital or word in _MODIFIERS or word in ROLE_NOUNS):
            break
        first -= 1
    return Span(words.starts[first], words.end(last))


def _role_behind(words: Words, name: Name) -> Span | None:
    first = name.last + 1
    if first >= len(words) or words.gaps[first] not in (", ", " (", ",\u00a0") or name.possessive:
        return None
    if words.lower[first] in ("a", "an", "the", "his", "her", "their", "its"):
        first += 1
    last, found = first, False
    for index in range(first, min(first + _MAX_APPOSITION, len(words))):
        if index > first and words.gaps[index] not in (" ", "\u00a0", "-", "/", " & "):
            break
        if words.lower[index] in (_NO_ROLE if index == first else _NO_ROLE_INSIDE):
            break
        found = found or (index < first + 7 and words.lower[index] in ROLE_NOUNS)
        last = index
    return words.span(first, last) if found else None
