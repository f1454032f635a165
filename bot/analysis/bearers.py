"""Who is named: full names and the short ones that stand for them, and the roles that the text gives beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import InitVar, dataclass, field
from typing import Literal

from bot.analysis.lexicon import word_list
from bot.analysis.word_index import Words
from bot.model import Span

NameKind = Literal["person", "organisation", "place", "group", "role", "other"]
Gender = Literal["m", "f", ""]

ROLE_NOUNS = word_list("roles")
"""Nouns for what one person is or does, in lower case."""
SPEAKER_NOUNS = word_list("role_groups")
"""Nouns for groups, bodies and papers that speak, in lower case."""
ABBREVIATED = word_list("grammar", "abbreviated titles")
_TITLES = word_list("titles", "m") | word_list("titles", "f") | word_list("titles", "u")
_BARE_TITLES = frozenset(["mr", "mrs", "ms", "miss", "dr"])
_OPENERS = word_list("openers")
_MODIFIERS = word_list("grammar", "role modifiers")
_NO_ROLE = frozenset(["who", "whose", "which", "said", "says", "told", "and", "but", "or", "while", "as", "when"])
_NO_ROLE_INSIDE = _NO_ROLE - {"and", "or"}
_MAX_APPOSITION = 14
# More people of one surname are no news story; looking through them all would make a list of names slow.
_NAMESAKES = 12


@dataclass(slots=True)
class Run:
    """A name as it stands in the text, before it is known whose it is.

    `key` is the whole name in lower case, `surname` its last word; `possessive` the ending ("'s" or "'").
    """

    first: int
    last: int
    lead: int
    kind: NameKind
    gender: Gender
    possessive: str
    key: str
    surname: str


@dataclass(slots=True)
class Bearer:
    """Somebody or something that a text names: the fullest name, and the role where the text tells it."""

    full: Span
    kind: NameKind
    gender: Gender
    role: Span | None


@dataclass(slots=True)
class Name:
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


@dataclass(slots=True)
class Register:
    """Who is named in the text: full names first, then the short ones are linked to them."""

    words: Words
    runs: InitVar[Sequence[Run]]
    entries: list[Run] = field(default_factory=list)
    by_surname: dict[str, list[int]] = field(default_factory=dict)
    by_given: dict[str, list[int]] = field(default_factory=dict)
    by_key: dict[str, int] = field(default_factory=dict)
    counts: dict[int, int] = field(default_factory=dict)
    genders: dict[int, Gender] = field(default_factory=dict)

    def __post_init__(self, runs: Sequence[Run]) -> None:
        for run in runs:
            if run.last > run.first and run.kind != "role":
                self._enter(run)

    def link(self, run: Run) -> int | None:
        """The bearer of any name; a single word is looked up among surnames, then given names.

        None for a role that is nobody's surname in this text.
        """
        if run.kind == "role" and run.key not in self.by_surname:
            return None
        bearer = self.by_key.get(run.key) if run.last > run.first else self._by_part(run)
        if bearer is None:
            bearer = self._enter(run)
        # "Cyril" alone, as a surname, tells nothing; "Mr Cyril" does.
        if run.gender and (run.lead < run.last or run.key not in self.by_surname):
            self.genders.setdefault(bearer, run.gender)
        return bearer

    def bearers(self, mentions: list[Name]) -> tuple[Bearer, ...]:
        """Whom the mentions name, in the order of the indexes that they hold."""
        roles: dict[int, Span] = {}
        fullest: dict[int, Name] = {}
        for name in mentions:
            first, last, bearer = name.first, name.last, name.bearer
            best = fullest.get(bearer)
            if best is None or last - first > best.last - best.first:
                fullest[bearer] = name
            if bearer not in roles and self.entries[bearer].kind in ("person", "other"):
                role = _role_before(self.words, name) or _role_behind(self.words, name)
                if role is not None:
                    roles[bearer] = role
        bearers = []
        for i, entry in enumerate(self.entries):
            role = roles.get(i)
            kind: NameKind = "person" if role is not None and entry.kind == "other" else entry.kind
            span = fullest[i].span if i in fullest else Span(0, 0)
            bearers.append(Bearer(span, kind, self.genders.get(i, ""), role))
        return tuple(bearers)

    def _enter(self, run: Run) -> int:
        """The bearer of a full name, new or known."""
        # Short names are entered too, but never as somebody whom a surname could lead to.
        full_person = run.kind == "person" and run.last > run.first
        known = self.by_key.get(run.key)
        if known is None and full_person:
            known = self._same_person(run)
        if known is None:
            known = len(self.entries)
            self.entries.append(run)
            if full_person:
                self.by_surname.setdefault(run.surname, []).append(known)
                self.by_given.setdefault(self.words.lower[run.first], []).append(known)
        self.by_key[run.key] = known
        self.counts[known] = self.counts.get(known, 0) + 1
        if run.gender:
            self.genders.setdefault(known, run.gender)
        return known

    def _by_part(self, run: Run) -> int | None:
        found = self.by_surname.get(run.key) or self.by_given.get(run.key)
        if found is None:
            return self.by_key.get(run.key)
        if len(found) == 1:
            return found[0]
        found = found[:_NAMESAKES]
        # News writes the surname alone of whom it is mostly about.
        fitting = [i for i in found if not run.gender or self.genders.get(i, run.gender) == run.gender]
        return max(fitting or found, key=lambda index: (self.counts.get(index, 0), -index))

    def _same_person(self, run: Run) -> int | None:
        """A known person of the same surname whose given name does not differ."""
        given = self.words.lower[run.first]
        for index in self.by_surname.get(run.surname, ())[:_NAMESAKES]:
            other = self.words.lower[self.entries[index].first]
            if other == given or (min(len(other), len(given)) == 1 and other[0] == given[0]):
                return index
        return None


def _role_before(words: Words, name: Name) -> Span | None:
    """The role that leads to a name: "former finance minister"."""
    last = name.first - 1
    if last < 0 or words.gaps[name.first] not in (" ", "\u00a0", ". "):
        return None
    word = words.lower[last]
    if word not in ROLE_NOUNS and (word not in _TITLES or word in _BARE_TITLES):
        return None
    first = last
    while first > 0 and name.first - first < 8:
        word = words.lower[first - 1]
        if words.gaps[first] not in (" ", "\u00a0") and not (words.gaps[first] == ". " and word in ABBREVIATED):
            break
        # "German Interior Minister" and "former finance minister" belong to it, a verb before it does not.
        capital = words.words[first - 1][0].isupper() and word not in _OPENERS
        if not (capital or word in _MODIFIERS or word in ROLE_NOUNS):
            break
        first -= 1
    return Span(words.starts[first], words.end(last))


def _role_behind(words: Words, name: Name) -> Span | None:
    """The role that a comma sets behind a name: ", the mayor of Ostby"."""
    first = name.last + 1
    if words.gaps[first] not in (", ", " (", ",\u00a0") or name.possessive or first >= len(words):
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
