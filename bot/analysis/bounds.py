"""The words around an amount that bound it or tell which way it moved: "nearly", "at least", "rose by", "or more"."""

from __future__ import annotations

from typing import NamedTuple

from bot.analysis.chunks import BE, DETERMINER, IRREGULAR, MODAL, PAST, kind_of
from bot.analysis.lexicon import read_lexicon
from bot.analysis.tokens import Tokens
from bot.model import Change

_LISTS = read_lexicon("bounds")
_SECTIONS: dict[Change, str] = {"~": "about", ">": "at least", "<": "at most", "=": "no bound"}
_PHRASES = {tuple(phrase.split()): change for change, name in _SECTIONS.items() for phrase in _LISTS[name]}
_MORE = frozenset({"more", "higher", "older", "longer", "greater", "above", "over", "better"})
_LESS = frozenset({"less", "fewer", "lower", "younger", "shorter", "below", "under"})
_LONGEST = max(map(len, _PHRASES))
_ENDS = frozenset(phrase[-1] for phrase in _PHRASES)
_WITH_UP = _LISTS["with up"]
_TIED: dict[str, Change] = {"plus": ">", "odd": "~"}
_TIES = frozenset({"+", "-", "‑", *_TIED})
# "raised $5m" is no movement, "raised rates by 5%" is one.
_ONLY_TO = frozenset({"raise", "raised", "raises", "raising"})
_STILL = frozenset({"again", "back", "further"})
_LOSING = frozenset({"lose", "loses", "lost", "losing"})
_EDGING = frozenset(
    f"{stem}{ending}"
    for stem in ("edg", "inch", "tick", "nudg", "mov", "climb", "drift", "push")
    for ending in ("ed", "ing")
) | {"crept", "creeping", "went", "going", "shot", "edges", "goes", "moves", "climbs"}
_UP, _DOWN = _LISTS["upwards"], _LISTS["downwards"]


class Bound(NamedTuple):
    """A bound or a movement, and the token where its words begin (the amount's own first, where it has none)."""

    change: Change
    first: int


def bound_before(tokens: Tokens, first: int) -> Bound:
    """What stands right before the token at `first`: "more than", "up to", "an estimated"."""
    found: Change = "="
    at = first
    while True:
        if not at or tokens.lower[at - 1] not in _ENDS:
            return Bound(found, at)
        for length in range(min(_LONGEST, at), 0, -1):
            change = _PHRASES.get(tuple(tokens.lower[at - length : at]))
            if change is not None and not (length == 2 and _edges_up(tokens, at)):
                found = change if found == "=" else found
                at -= length
                break
        else:
            return Bound(found, at)
        if first - at > 8:
            return Bound(found, at)


def _edges_up(tokens: Tokens, behind: int) -> bool:
    """Whether "up to" before the token at `behind` goes on a movement: "edged up to 4%"."""
    return tokens.lower[behind - 2 : behind] == ["up", "to"] and tokens.word(behind - 3) in _EDGING


def bound_within(tokens: Tokens, behind: int) -> Bound:
    """What is tied to a number, and the token behind it: "50+", "100-plus", "20-odd"."""
    if tokens.word(behind) not in _TIES:
        return Bound("=", behind)
    if tokens.shape(behind) == "+" and tokens.glued(behind):
        return Bound(">", behind + 1)
    at = behind + (tokens.shape(behind) in ("-", "‑") and tokens.glued(behind))
    change = _TIED.get(tokens.word(at))
    return Bound("=", behind) if change is None or (change == ">" and at == behind) else Bound(change, at + 1)


def bound_after(tokens: Tokens, behind: int) -> Change | None:
    """What stands right behind an amount: "or more", "and over", "or so"."""
    joint, following = tokens.word(behind), tokens.word(behind + 1)
    if joint == "or" and following == "so":
        return "~"
    if joint == "or" or (joint == "and" and following in ("over", "above", "under", "older")):
        if following in _MORE:
            return ">"
        return "<" if following in _LESS else None
    return None


def moved_by(tokens: Tokens, first: int) -> Change | None:
    """The movement of what a verb before it acts on: "cut its costs by 5%"; the amount begins at the token `first`."""
    if tokens.word(first - 1) != "by":
        return None
    for at in range(first - 2, max(-1, first - 8), -1):
        word = tokens.lower[at]
        if word in _LOSING:
            return None  # "lost the race by ten points"
        if word in _UP or word in _DOWN:
            return "up" if word in _UP else "down"
        if not word[0].isalpha() or kind_of(tokens, at) & (PAST | IRREGULAR | BE | MODAL):
            return None
    return None


def moved_to(tokens: Tokens, first: int) -> Change | None:
    """Whether a verb says that something rose or fell to the amount that begins at a token: "fell to 5%"."""
    at = first - 2
    if tokens.word(at + 1) != "to":
        return None
    while at > 0 and (tokens.lower[at] in _STILL or tokens.lower[at].endswith("ly")):
        at -= 1
    one = tokens.word(at)
    if one in _UP:
        return "higher"
    return "lower" if one in _DOWN else None


def movement(tokens: Tokens, first: int, behind: int) -> Change | None:
    """Whether a verb or a sign says that something moved up or down by the amount."""
    at = first - 1
    while at > 0 and tokens.lower[at].endswith("ly"):
        at -= 1
    one = tokens.word(at)
    if one in ("by", "another", "further"):
        at -= 1
        while at > 0 and tokens.lower[at].endswith("ly"):
            at -= 1
        one = tokens.word(at)
    if one == "back" and tokens.word(at - 1) != one:
        at -= 1
        one = tokens.word(at)
    if one in ("lower", "higher") and kind_of(tokens, at - 1) & DETERMINER:
        return None  # "the lower 95 percent"
    if one in ("up", "down") and tokens.word(at - 1) in _WITH_UP:
        return None
    if one in _ONLY_TO and at == first - 1:
        return None
    if one == "off" and tokens.word(at - 1) in ("is", "was", "are", "were", "be", "been"):
        return "down"
    if one in _UP:
        return "up"
    if one in _DOWN:
        return "down"
    following = tokens.word(behind)
    if following in ("higher", "up"):
        return "up"
    return "down" if following in ("lower", "down") else None
