"""What a number measures or has counted, and what it tells something about."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from bot.analysis.chunks import (
    ING,
    NOT_NOUN,
    PAST,
    Chunk,
    is_plural,
    kind_at,
)
from bot.analysis.counted import Slice
from bot.analysis.tokens import Tokens
from bot.analysis.units import currencies

_TAIL_LINKS = frozenset({"of", "in", "for", "on"})
_HEAD_LINKS = frozenset(
    {"of", "in", "for", "from", "on", "with", "between", "across", "among", "per", "to", "at", "by"}
)
_SIZES = frozenset({"long", "wide", "tall", "high", "deep", "thick", "heavy", "strong", "old"})
_MEASURE_NOUNS = frozenset(
    {"total", "average", "maximum", "minimum", "sum", "record", "excess", "mean", "median", "equivalent", "combined"}
)
_RELATIVE = frozenset({"who", "which", "that"})
_SPANS = frozenset({"second", "minute", "hour", "day", "week", "month", "year", "decade", "century"})
_STRETCHES = frozenset({"course", "period", "span", "space", "stretch"})
_SINCE = frozenset({"ago", "later", "earlier", "before", "after"})
_TAKING = frozenset({"take", "takes", "took", "taken", "taking", "cost", "costs", "needs", "needed"})
_WHEN = frozenset(
    {
        "time", "times", "year", "years", "month", "months", "week", "weeks", "day", "days", "today", "yesterday",
        "quarter", "season", "night", "morning", "evening", "afternoon", "weekend", "monday", "tuesday", "wednesday",
        "thursday", "friday", "saturday", "sunday", "january", "february", "march", "april", "may", "june", "july",
        "august", "september", "october", "november", "december", "moment", "least", "most",
    }
)  # fmt: skip
_MONTHS = frozenset(
    {
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
        "december",
    }
)  # fmt: skip

_FARTHEST = 40
"""Chunks that are looked back over for a subject."""


class Told(NamedTuple):
    """What a number is of, and what it tells something about, as slices of tokens."""

    of: Slice | None
    about: Slice | None


class Setting(NamedTuple):
    """An amount among the chunks of its sentence; `place` is its chunk's index."""

    tokens: Tokens
    kinds: list[int]
    chunks: Sequence[Chunk]
    place: int

    def kind(self, offset: int) -> str:
        """The kind of the chunk `offset` chunks from the amount, "" beyond either end."""
        index = self.place + offset
        return self.chunks[index].kind if 0 <= index < len(self.chunks) else ""

    def word(self, offset: int) -> str:
        """The first word of that chunk."""
        index = self.place + offset
        return self.tokens.lower[self.chunks[index].first] if 0 <= index < len(self.chunks) else ""

    def chunk(self, offset: int) -> Chunk:
        """That chunk, which must be there."""
        return self.chunks[self.place + offset]

    def last(self, offset: int) -> str:
        """The last word of that chunk."""
        index = self.place + offset
        return self.tokens.lower[self.chunks[index].behind - 1] if 0 <= index < len(self.chunks) else ""


def told(setting: Setting, count: Slice | None, unit: str | None, *, loose: bool) -> Told:
    """What the amount is of and about; `count` is what a bare number counts.

    `loose` says that the unit can stand before a noun that it describes: "51% stake", "6-inch display", but not
    "seven miles Monday".
    """
    if count is not None:
        return Told(count, _about_count(setting))
    if unit is not None and unit.endswith("of age"):
        found = _aged(setting, loose=loose)
    else:
        found = None if _is_a_time(setting, unit) else _measured(setting, unit, loose=loose)
    return Told(found, found)


def _is_a_time(setting: Setting, unit: str | None) -> bool:
    """Whether the amount only tells when: "after 55 minutes", "over three hours", "two years ago"."""
    if unit not in _SPANS:
        return False
    if setting.word(-1) in ("in", "after", "within", "during"):
        return True
    first, behind = setting.chunk(0).first, setting.chunk(0).behind
    following = setting.tokens.word(behind)
    if following == "of" or "-" in setting.tokens.words[first:behind]:
        return False  # "over 90 minutes of talks", "over a 40-year career"
    if setting.word(-1) == "of" and setting.last(-2) in _STRETCHES:
        return True
    return setting.word(-1) in ("over", "throughout", "before") or following in _SINCE


def _aged(setting: Setting, *, loose: bool) -> Slice | None:
    """Whose age it is: "Ann Lee, 35,", "a 26-year-old student"; "the 30-year-old" is nobody else's."""
    if setting.kind(-1) in ("comma", "and") and setting.kind(-2) == "amount":
        head = _first_of_row(setting, ("comma", "and"))  # "aged 13 and 15"
        if head is None:
            return None
        setting, loose = head, False
    before = setting.tokens.word(setting.chunk(0).first - 1)
    if before == "," and setting.kind(-2) == "noun":
        return setting.chunk(-2).first, setting.chunk(-2).behind
    if before == "aged":
        # "two girls, aged 13"
        bearers = [offset for offset in range(-1, -4, -1) if setting.kind(offset) in ("noun", "stop")]
        if bearers and setting.kind(bearers[0]) == "noun":
            return setting.chunk(bearers[0]).first, setting.chunk(bearers[0]).behind
    if loose and setting.kind(1) == "noun" and _adjacent(setting):
        return _with_tail(setting, setting.place + 1)
    offset = -2 if setting.word(-1) == "of" else -1
    if setting.last(offset) in ("age", "ages"):
        first, behind = setting.chunk(offset).first, setting.chunk(offset).behind
        # "a pupil age 12", "died at age 91"
        return (first, behind - 1) if behind - first > 1 else _subject(setting, setting.place + offset)
    if setting.tokens.word(setting.chunk(0).first - 1) in ("the", "a", "an", "this"):
        return None
    return _measured(setting, None, loose=loose)


def _measured(setting: Setting, unit: str | None, *, loose: bool) -> Slice | None:
    """What stands in the measure or right behind it ("60% of", "51% stake", "$5m for"), or else what leads to it."""
    ahead = _behind_brackets(setting)
    if (
        setting.word(ahead) == "of"
        and setting.kind(ahead + 1) == "noun"
        and not _is_set_off(setting, setting.chunk(ahead).first)
    ):
        return _with_tail(setting, setting.place + ahead + 1)
    describes = loose and setting.kind(1) == "noun" and _adjacent(setting) and setting.last(1) not in _WHEN
    if describes and (unit in currencies() or not _goes_on(setting)):
        return _with_tail(setting, setting.place + 1)
    if setting.kind(-1) == "open":
        return _inherited(setting, -2)
    if setting.word(1) == "to" and setting.kind(2) == "verb" and setting.word(-1) in _TAKING:
        return setting.chunk(2).first, setting.chunk(3 if setting.kind(3) == "noun" else 2).behind
    if setting.word(-1) == "for" and unit in _SPANS and setting.kind(-3) == "link" and setting.kind(-4) != "noun":
        return _subject(setting, setting.place - 3)  # "has lived in the suburb for three months"
    if setting.word(-1) == "for" and setting.kind(-2) == "noun":
        return _with_head(setting, setting.place - 2)
    if _leads_on(setting, unit):
        at = 2 if setting.kind(2) == "noun" else 3
        if (
            setting.kind(at) == "noun"
            and _WHEN.isdisjoint((setting.word(at), setting.last(at)))
            and not _is_name(setting, at)
        ):
            return _with_tail(setting, setting.place + at)
    return _from_the_left(setting)


def _is_set_off(setting: Setting, of: int) -> bool:
    """Whether the word before "of" makes one preposition with it: "12 km north of Bergen", "3 points ahead of Holm"."""
    return bool(kind_at(setting.kinds, of - 1) & NOT_NOUN) and setting.tokens.word(of - 1) != "worth"


def _leads_on(setting: Setting, unit: str | None) -> bool:
    """Whether the measured follows a preposition: "$5m for roads", "$50 off a phone", "3% for managers"."""
    money, following = unit in currencies(), setting.word(1)
    if following == "off" or (following == "for" and unit == "percent"):
        return money or unit == "percent"
    return (
        money
        and following in ("in", "for", "on")
        and setting.word(-1) not in ("to", "at")
        and setting.last(2) not in _MEASURE_NOUNS
    )


def _behind_brackets(setting: Setting) -> int:
    """How many chunks ahead the sentence goes on, a bracket with another amount left out."""
    if setting.kind(1) != "open" or setting.kind(2) != "amount":
        return 1
    return next((offset + 1 for offset in range(3, 9) if setting.kind(offset) == "close"), 1)


def _from_the_left(setting: Setting) -> Slice | None:
    """What leads to the measure: "sales of", "cut its forecast to", "Turnout:", the amount before, the subject."""
    before, kind = setting.word(-1), setting.kind(-1)
    if before in ("of", "for", "worth") and setting.kind(-2) == "noun":
        if setting.last(-2) not in _MEASURE_NOUNS:
            return _with_head(setting, setting.place - 2)
        return _subject(setting, setting.place - 2) or _with_head(setting, setting.place - 2)
    if before in ("to", "by", "from") and setting.kind(-2) == "noun":
        acted_on = _acted_on(setting)
        if acted_on is not None:
            return acted_on
    if before in ("at", "on", "near", "above", "below") and setting.kind(-2) == "noun" and setting.word(-3) == "with":
        return setting.chunk(-2).first, setting.chunk(-2).behind  # "with turnout at 60%"
    owned = setting.last(-1).endswith(("'s", "’s"))
    if kind == "noun" and not owned and setting.last(-1) not in _WHEN and setting.last(-1) not in _MEASURE_NOUNS:
        return _with_head(setting, setting.place - 1)
    if kind in ("comma", "and", "link") and setting.kind(-2) == "amount":
        return _inherited(setting, -2)
    if before == ":" and setting.kind(-2) == "noun":
        return _with_head(setting, setting.place - 2)
    return _subject(setting, setting.place)


def _acted_on(setting: Setting) -> Slice | None:
    """What the verb acts on that leads to the measure: "cut its profit forecast for the year to 45m"."""
    at = setting.place - 2
    while (
        at >= max(2, setting.place - 8)
        and setting.chunks[at - 1].kind == "link"
        and setting.chunks[at - 2].kind == "noun"
    ):
        at -= 2
    return _with_tail(setting, at) if at >= 1 and setting.chunks[at - 1].kind == "verb" else None


def _about_count(setting: Setting) -> Slice | None:
    """What a count depends on ("sales of 5,835 tractors") or who has it; None where it is the subject itself."""
    while setting.kind(-1) in ("and", "comma") and setting.kind(-2) == "noun" and setting.kind(-3) == "amount":
        setting = setting._replace(place=setting.place - 3)
    if setting.kind(-1) == "link" and setting.kind(-2) == "noun":
        return _with_head(setting, setting.place - 2)
    if (
        setting.kind(-1) in ("", "and", "comma", "clause", "stop")
        and setting.kind(1) == "noun"
        and setting.kind(2) == "verb"
    ):
        return None  # "and eight officers left": the count is the subject itself
    if setting.kind(1) == "noun" and setting.word(2) == "of" and setting.kind(3) == "noun" and setting.kind(-1) == "":
        return setting.chunk(3).first, setting.chunk(3).behind  # "Two seasons of Birch Lane"
    return _subject(setting, setting.place)


def _subject(setting: Setting, place: int) -> Slice | None:
    """The subject of the nearest verb to the left, or else the nearest noun phrase there."""
    chunks = setting.chunks
    verb = _verb_before(setting, place)
    if verb is None:
        for at in range(place - 1, max(-1, place - 4), -1):
            if chunks[at].kind == "stop":
                return None
            if chunks[at].kind == "noun":
                return _with_head(setting, at)
        return None
    at = verb - 1
    while at >= max(0, place - _FARTHEST):
        kind = chunks[at].kind
        if kind == "noun":
            if setting.tokens.lower[chunks[at].behind - 1] in _MONTHS:
                at -= 1
                continue
            return _with_head(setting, at)
        if kind == "pronoun":
            if at == 0 or chunks[at - 1].kind != "link":
                return _antecedent(setting, at)
        elif kind == "clause":
            # "a mechanic, who has repaired": the comma belongs to what describes him.
            at -= at > 0 and chunks[at - 1].kind == "comma" and setting.tokens.lower[chunks[at].first] in _RELATIVE
        elif kind == "close":
            at = _opening(setting, at, "open")
        elif kind == "comma":
            earlier = _verb_before(setting, at)
            opening = at if setting.tokens.lower[chunks[verb].first].endswith("ing") else _opening(setting, at, "comma")
            at = opening if opening < at or earlier is None else earlier
        elif kind == "and":
            earlier = _finite_before(setting, at)
            at = at if earlier is None else earlier
        elif kind == "stop":
            break
        at -= 1
    return next((_with_tail(setting, i) for i in range(verb + 1, place) if chunks[i].kind == "noun"), None)


def _verb_before(setting: Setting, place: int) -> int | None:
    for at in range(place - 1, max(-1, place - _FARTHEST), -1):
        kind = setting.chunks[at].kind
        if kind == "verb":
            return at
        if kind == "stop":
            return None
    return None


def _finite_before(setting: Setting, place: int) -> int | None:
    """The verb that one behind "and" shares its subject with, past infinitives: "is the first to fly and has"."""
    for at in range(place - 1, max(-1, place - _FARTHEST), -1):
        chunk = setting.chunks[at]
        if chunk.kind == "verb" and setting.tokens.word(chunk.first - 1) != "to":
            return at
        if chunk.kind == "stop":
            return None
    return None


def _opening(setting: Setting, place: int, kind: str) -> int:
    """The chunk that opens what is closed at `place`: an insertion between commas or brackets."""
    for at in range(place - 1, max(-1, place - 8), -1):
        if setting.chunks[at].kind == kind:
            return at
    return place


def _antecedent(setting: Setting, place: int) -> Slice | None:
    """What a pronoun stands for, as far as the sentence tells; for a person, the first name that does something."""
    tokens, chunks = setting.tokens, setting.chunks
    word = tokens.lower[chunks[place].first]
    nouns = [at for at in range(max(0, place - _FARTHEST), place) if chunks[at].kind == "noun"]
    if word in ("he", "she"):
        nouns = [at for at in nouns if tokens.words[chunks[at].first][0].isupper() and chunks[at + 1].kind == "verb"]
        return (chunks[nouns[0]].first, chunks[nouns[0]].behind) if nouns else None
    if word == "they":
        nouns = [at for at in nouns if is_plural(tokens.lower[chunks[at].behind - 1])][-1:]
    elif word != "it":
        return None
    return _with_head(setting, nouns[0]) if nouns else None


def _inherited(setting: Setting, offset: int) -> Slice | None:
    """What the amount or noun phrase `offset` chunks away is of."""
    index = setting.place + offset
    if index < 0:
        return None
    if setting.chunks[index].kind == "noun":
        return _with_head(setting, index)
    if setting.chunks[index].kind != "amount":
        return _subject(setting, setting.place)
    # The others share the clause of the first of "3 years, 2 months and 14 days".
    moved = _first_of_row(setting._replace(place=index), ("comma", "and", "link"))
    if moved is None:
        return None
    if moved.kind(-1) == "open":
        return _inherited(moved, -2)
    return _measured(moved, None, loose=False)


def _first_of_row(setting: Setting, joints: Collection[str]) -> Setting | None:
    """The first of the amounts in a row up to this one, None where the row is longer than any sentence has."""
    place, least = setting.place, setting.place - _FARTHEST
    while (
        place >= max(2, least)
        and setting.chunks[place - 1].kind in joints
        and setting.chunks[place - 2].kind == "amount"
    ):
        place -= 2
    return setting._replace(place=place) if place >= least else None


def _adjacent(setting: Setting) -> bool:
    """Whether nothing that was passed over stands between the amount and the noun phrase behind it."""
    passed = setting.tokens.lower[setting.chunk(0).behind : setting.chunk(1).first]
    # "a 5 km long line"
    return not passed or all(word in _SIZES or word in "-‑'’" for word in passed)


def _goes_on(setting: Setting) -> bool:
    """Whether a participle follows: "15 ppb requiring action", "43 percent-owned", but "a 30-year fixed mortgage"."""
    measure, noun = setting.chunk(0), setting.chunk(1)
    if not kind_at(setting.kinds, noun.first) & (ING | PAST) or not setting.tokens.words[noun.first].islower():
        return False
    return noun.behind - noun.first == 1 or "-" not in setting.tokens.words[measure.first : measure.behind]


def _is_name(setting: Setting, offset: int) -> bool:
    return setting.tokens.words[setting.chunk(offset).first][0].isupper()


def _with_tail(setting: Setting, place: int) -> Slice:
    """The noun phrase with an "of", "in" or "for" phrase behind it."""
    chunks, tokens = setting.chunks, setting.tokens
    first, behind = chunks[place].first, chunks[place].behind
    at = place + 1
    while at + 1 < len(chunks) and at < place + 4:
        if (
            chunks[at].kind != "link"
            or tokens.lower[chunks[at].first] not in _TAIL_LINKS
            or chunks[at + 1].kind != "noun"
        ):
            break
        if chunks[at].first != behind or tokens.lower[chunks[at + 1].behind - 1] in _WHEN:
            break
        behind = chunks[at + 1].behind
        at += 2
    return first, behind


def _with_head(setting: Setting, place: int) -> Slice:
    """The noun phrase with those before it that it depends on: "growth across emerging markets"."""
    chunks, tokens = setting.chunks, setting.tokens
    first, behind = chunks[place].first, chunks[place].behind
    at = place - 1
    # "the yield on the 10-year note"
    at -= at > 0 and chunks[at].kind == "amount" and first - chunks[at].behind < 2
    while at >= 1 and at > place - 6:
        if chunks[at].kind == "and" and at > 2 and tokens.lower[chunks[at - 2].first] == "between":
            at -= 2  # "the gap between rich and poor regions"
            first = chunks[at + 1].first
        if (
            chunks[at].kind != "link"
            or tokens.lower[chunks[at].first] not in _HEAD_LINKS
            or chunks[at - 1].kind != "noun"
            or tokens.lower[chunks[at - 1].behind - 1] in _WHEN - {"times"}
        ):
            break
        first = chunks[at - 1].first
        at -= 2
    return first, behind
