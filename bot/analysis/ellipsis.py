"""Stances told without their words: "So does Latvia", "Norway does not", "but not in Poland"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from bot.analysis.agents import Actor
from bot.analysis.stances import Token

# "as said": the stance before; "affirmed" and "denied": what its words say without and with a negation.
Relation = Literal["as said", "affirmed", "denied"]

_AUXILIARIES = frozenset(
    ["do", "does", "did", "will", "would", "has", "have", "is", "are", "was", "were", "can", "could", "must", "should"]
)
_LIKEWISE = (
    ("followed", "suit"),
    ("follows", "suit"),
    ("did", "the", "same"),
    ("does", "the", "same"),
    ("do", "the", "same"),
    ("did", "likewise"),
    ("does", "likewise"),
    ("took", "the", "same"),
    ("takes", "the", "same"),
    ("took", "a", "similar"),
    ("takes", "a", "similar"),
    ("take", "the", "same"),
    ("said", "the", "same"),
    ("says", "the", "same"),
    ("voiced", "similar"),
    ("expressed", "similar"),
    ("voiced", "the", "same"),
    ("has", "a", "similar"),
    ("agreed",),
    ("agrees",),
    ("too",),
    (",", "too"),
    ("as", "well"),
    ("likewise",),
)
_SHORTEST = 8
_ENDS = frozenset((".", ",", ";", "!", "”", '"', "—", "–", "and", "but", "either", "too", "so", "likewise"))


class Echo(NamedTuple):
    """An actor that does what was said before, or the opposite."""

    actor: Actor
    relation: Relation


def find_echoes(tokens: Sequence[Token], actors: Sequence[Actor]) -> Iterator[Echo]:
    """The actors of a sentence whose stance is told by pointing back."""
    words = [token.word for token in tokens]
    for actor in actors:
        relation = _before(words[max(0, actor.first - 5) : actor.first]) or _after(_clause(words, actor.last + 1))
        if relation and actor.part != "people":
            yield Echo(actor, relation)


def points_back(tokens: Sequence[Token]) -> Relation | None:
    """What a short sentence without a name says of the country spoken of: "It no longer does", "They do not"."""
    words = [token.word for token in tokens]
    if len(words) > _SHORTEST or words[:1] not in (["it"], ["they"]):
        return None
    if words[1:3] == ["no", "longer"] and words[3:4] and words[3] in _AUXILIARIES and _ended(words, 4):
        return "denied"
    return _after(words)


def _before(words: Sequence[str]) -> Relation | None:
    words = [word for word in words if word != "the"]
    if len(words) >= 2 and words[-1] in _AUXILIARIES and words[-2] in ("so", "neither", "nor", "as"):
        return "as said"
    if words[-2:] == ["but", "not"] or (len(words) >= 3 and words[-3:-1] == ["but", "not"]):
        return "denied"
    if len(words) >= 3 and words[-3] == "same" and words[-2] in ("goes", "applies", "holds", "true", "is"):
        return "as said"
    return None


def _after(words: Sequence[str]) -> Relation | None:
    if any(
        words[at : at + 2] == ["do", "likewise"] or words[at : at + 3] == ["do", "the", "same"]
        for at in range(len(words))
    ):
        return "as said"
    for likewise in _LIKEWISE:
        if tuple(words[: len(likewise)]) == likewise and (len(likewise) > 1 or _ended(words, 1)):
            return "as said"
    if words and words[0] in ("they", "it", "he", "she"):
        words = words[1:]
    if words and words[0].endswith("n't") and _ended(words, 1):
        return "denied"
    if words and words[0] in _AUXILIARIES:
        if words[1:2] == ["not"] and _ended(words, 2):
            return "denied"
        if _ended(words, 1):
            return "affirmed"
    return None


def _ended(words: Sequence[str], at: int) -> bool:
    return at >= len(words) or words[at] in _ENDS


def _clause(words: Sequence[str], first: int) -> Sequence[str]:
    """Up to nine words from `first` on, the last of them a mark that ends the sentence or clause."""
    clause = words[first : first + 9]
    end = next((at for at, word in enumerate(clause) if word in (".", ";", ":")), len(clause))
    return clause[: end + 1]
