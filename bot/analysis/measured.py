"""What a number counts or measures, and what it tells something about: noun phrases found without a parser."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from bot.analysis.lexicon import read_lexicon
from bot.analysis.tokens import Tokens

Slice = tuple[int, int]
"""Tokens from the first up to, not including, the second."""

FUNCTION, NOT_NOUN, PAST, THIRD, BARE, ING, IRREGULAR = 1, 2, 4, 8, 16, 32, 64
_VERB = PAST | THIRD | BARE | IRREGULAR

_DETERMINERS = frozenset(
    "the a an its their his her our my your this that these those all some any each every another other both such".split()
)
_BE = frozenset("is are was were be been being am 's".split())
_AUXILIARIES = _BE | frozenset(
    "do does did has have had will would shall should can could may might must not never also just only".split()
)
_LINKS = frozenset("of in for from at on with between across among by to".split())
_JOINERS = frozenset("-‑'’&/.")
_SAYING = frozenset(
    "said says say saying told tells according reported reports estimated estimates expects expected predicted "
    "showed shows found believe believes claimed claims added wrote noted".split()
)
_SPANS = frozenset("second minute hour day week month year decade century fortnight".split())
_MASS = frozenset(
    "people men women children police cattle staff personnel others aircraft feet mice teeth lives sheep fish deer".split()
)
_SOME_PLURALS = frozenset(
    "sports sales arms goods systems news communications operations savings earnings police women".split()
)


def kinds_of(tokens: Tokens) -> list[int]:
    """For each token the classes that its form may belong to, as bits."""
    lookup = _kinds().get
    return [lookup(word, 0) for word in tokens.lower]


def noun_after(tokens: Tokens, kinds: list[int], index: int, *, bare: bool = False) -> Slice | None:
    """The noun phrase that begins at `index`; unless `bare`, articles and possessives before it are passed over."""
    words, lower = tokens.words, tokens.lower
    first = index
    if not bare:
        while first < len(words) and (lower[first] in _DETERMINERS or words[first] in "\"“‘'"):
            first += 1
    at = first
    while at < len(words) and at - first < 9:
        word, kind = lower[at], kinds[at]
        if word in _JOINERS:
            if at == first or not tokens.glued(at) or not tokens.glued(at + 1) and word not in "'’&":
                break
        elif not (word[0].isalpha() or (at > first and words[at - 1][0].isupper() and word[0].isdigit())):
            break
        elif kind & FUNCTION and not (tokens.glued(at) and words[at - 1] in _JOINERS):
            break
        elif at == first and kind & NOT_NOUN:
            break
        elif at > first and _ends_noun(tokens, kinds, at):
            break
        at += 1
    while at > first and words[at - 1] in _JOINERS:
        at -= 1
    return (first, at) if at > first else None


def noun_before(tokens: Tokens, kinds: list[int], behind: int) -> Slice | None:
    """The noun phrase that ends right before token `behind`."""
    at = behind - 1
    while at >= 0 and behind - at < 10:
        word, kind = tokens.lower[at], kinds[at]
        if word in _JOINERS:
            if at == behind - 1 or not tokens.glued(at + 1) or not (tokens.glued(at) or word in "'’&"):
                break
        elif not word[0].isalnum() or (
            kind & FUNCTION and not (tokens.glued(at + 1) and tokens.words[at + 1] in _JOINERS)
        ):
            break
        elif word[0].isdigit() and not (at > 0 and tokens.words[at - 1][0].isupper()):
            break
        elif kind & (PAST | IRREGULAR) and not (at > 0 and tokens.lower[at - 1] in _DETERMINERS):
            break
        elif kind & NOT_NOUN and tokens.words[at][0].islower():
            break
        at -= 1
    first = at + 1
    while first < behind and tokens.words[first] in _JOINERS:
        first += 1
    return (first, behind) if first < behind else None


def is_plural(word: str) -> bool:
    """Whether a noun in lower case looks like more than one."""
    return word in _MASS or (word.endswith("s") and len(word) > 3 and not word.endswith(("ss", "us", "is", "'s")))


def counted(tokens: Tokens, kinds: list[int], index: int) -> Slice | None:
    """The noun phrase that a bare number before `index` counts: "arrests", "shipping containers"."""
    at = index
    if tokens.word(at) == "of" and tokens.word(at + 1):
        at += 1
        return noun_after(tokens, kinds, at)
    if tokens.word(at) in ("more", "other", "additional", "new", "further", "different"):
        return noun_after(tokens, kinds, at + (tokens.word(at) == "more"), bare=True)
    return noun_after(tokens, kinds, at, bare=True)


def measured(tokens: Tokens, kinds: list[int], first: int, behind: int, unit: str | None) -> Slice | None:
    """What the amount in tokens `first` to `behind` measures: "revenue" in "60% of its revenue"."""
    following = tokens.word(behind)
    if following == "of":
        found = noun_after(tokens, kinds, behind + 1)
        if found is not None:
            return _with_tail(tokens, kinds, found)
    attributive = noun_after(tokens, kinds, behind + (following == "-" and tokens.glued(behind)), bare=True)
    if attributive is not None and not kinds[attributive[0]] & (IRREGULAR | THIRD):
        return _with_tail(tokens, kinds, attributive)
    before = _skip_back(tokens, first)
    if tokens.word(before - 1) == "of":
        found = noun_before(tokens, kinds, before - 1)
        if found is not None:
            return _with_head(tokens, kinds, found)
    direct = noun_before(tokens, kinds, before)
    if direct is not None:
        return _with_head(tokens, kinds, direct)
    return subject(tokens, kinds, before)


def subject(tokens: Tokens, kinds: list[int], index: int) -> Slice | None:
    """The subject of the clause that goes on at `index`."""
    at = index - 1
    least = max(0, index - 40)
    while at >= least:
        word, kind = tokens.lower[at], kinds[at]
        if word in ';:()"“”' and word:
            return None
        if word in _BE or kind & _VERB and _is_finite(tokens, kinds, at):
            found = _before_verb(tokens, kinds, at)
            if found is not None:
                return _with_head(tokens, kinds, found)
        at -= 1
    return None


def _before_verb(tokens: Tokens, kinds: list[int], verb: int) -> Slice | None:
    at = verb - 1
    while at >= 0 and (tokens.lower[at] in _AUXILIARIES or tokens.lower[at].endswith("ly") or kinds[at] & NOT_NOUN):
        at -= 1
    if at < 0:
        return None
    word = tokens.lower[at]
    if word in ("which", "that", "who"):
        at -= 1
        if at >= 0 and tokens.lower[at] == ",":
            at -= 1
    elif word == ",":
        opening = _comma_before(tokens, at)
        at = opening - 1 if opening is not None else at - 1
    elif word == ")":
        while at > 0 and tokens.lower[at] != "(":
            at -= 1
        at -= 1
    elif word in ("to", "and", "but", "or"):
        return None
    return noun_before(tokens, kinds, at + 1)


def _comma_before(tokens: Tokens, index: int) -> int | None:
    for at in range(index - 1, max(-1, index - 15), -1):
        if tokens.lower[at] == ",":
            return at
    return None


def _is_finite(tokens: Tokens, kinds: list[int], at: int) -> bool:
    before = tokens.word(at - 1)
    if before in _DETERMINERS or before in ("of", "in", "for", "by", "with", "from", "at", "on", "to", "-"):
        return False
    if kinds[at] & (PAST | IRREGULAR):
        return True
    if kinds[at] & THIRD:
        following = tokens.word(at + 1)
        return not is_plural(before) and (
            following[:1].isdigit() or bool(kinds_at(kinds, at + 1) & FUNCTION) or not following[:1].isalpha()
        )
    return is_plural(before) or before in (
        "they",
        "we",
        "i",
        "you",
        "will",
        "would",
        "could",
        "may",
        "might",
        "should",
        "can",
    )


def kinds_at(kinds: list[int], index: int) -> int:
    """The classes of the token at `index`, none beyond either end."""
    return kinds[index] if 0 <= index < len(kinds) else 0


def _with_tail(tokens: Tokens, kinds: list[int], found: Slice) -> Slice:
    """The phrase with an "of", "in" or "for" phrase behind it."""
    first, behind = found
    for _ in range(2):
        if tokens.word(behind) not in ("of", "in", "for"):
            break
        more = noun_after(tokens, kinds, behind + 1)
        if more is None:
            break
        behind = more[1]
    return first, behind


def _with_head(tokens: Tokens, kinds: list[int], found: Slice) -> Slice:
    """The phrase with the one before it that it depends on: "growth across emerging markets"."""
    first, behind = found
    for _ in range(3):
        at = first - 1
        while at >= 0 and tokens.lower[at] in _DETERMINERS:
            at -= 1
        if at < 1 or tokens.lower[at] not in _LINKS:
            break
        more = noun_before(tokens, kinds, at)
        if more is None:
            break
        first = more[0]
    return first, behind


def _skip_back(tokens: Tokens, first: int) -> int:
    at = first
    while at > 0 and tokens.lower[at - 1] in _BOUNDS:
        at -= 1
    return at


_BOUNDS = frozenset(
    "about around roughly nearly almost approximately some only just at least most more less than over under up to "
    "fewer an a as many much estimated ~ ( up close".split()
)


def _ends_noun(tokens: Tokens, kinds: list[int], at: int) -> bool:
    kind = kinds[at]
    before = tokens.lower[at - 1]
    if kind & IRREGULAR:
        return True
    if kind & PAST:
        return not (tokens.words[at - 1] == "-")
    if kind & NOT_NOUN and tokens.words[at].islower():
        return True
    if is_plural(before) and tokens.words[at - 1] not in _JOINERS:
        if kind & (THIRD | BARE | ING) or tokens.words[at][0].isupper() != tokens.words[at - 1][0].isupper():
            return True
        return before not in _SOME_PLURALS and tokens.words[at - 1][0].islower()
    return False


@cache
def _kinds() -> dict[str, int]:
    lists = read_lexicon("measured")
    kinds: dict[str, int] = {}

    def mark(words: frozenset[str] | set[str], kind: int) -> None:
        for word in words:
            kinds[word] = kinds.get(word, 0) | kind

    verbs = lists["verbs"]
    mark(verbs, BARE)
    mark({_third(verb) for verb in verbs}, THIRD)
    mark({_past(verb) for verb in verbs}, PAST)
    mark({_ing(verb) for verb in verbs}, ING)
    mark(lists["irregular verb forms"], IRREGULAR)
    mark(lists["function words"], FUNCTION)
    mark(lists["not nouns"], NOT_NOUN)
    return kinds


def _third(verb: str) -> str:
    if verb.endswith(("s", "sh", "ch", "x", "z", "o")):
        return f"{verb}es"
    return f"{verb[:-1]}ies" if verb.endswith("y") and verb[-2] not in "aeiou" else f"{verb}s"


def _past(verb: str) -> str:
    if verb.endswith("e"):
        return f"{verb}d"
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return f"{verb[:-1]}ied"
    return f"{verb}{verb[-1] if _doubles(verb) else ''}ed"


def _ing(verb: str) -> str:
    if verb.endswith("e") and not verb.endswith("ee"):
        return f"{verb[:-1]}ing"
    return f"{verb}{verb[-1] if _doubles(verb) else ''}ing"


def _doubles(verb: str) -> bool:
    """Whether the last consonant is written twice: "dropped", "planned"; only short verbs, which is enough."""
    return len(verb) < 6 and verb[-1] in "bdgmnpt" and verb[-2] in "aeiou" and verb[-3:-2] not in tuple("aeiou")


class Told(NamedTuple):
    """What a number is of, and what it tells something about."""

    of: Slice | None
    about: Slice | None
