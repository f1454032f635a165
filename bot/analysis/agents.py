"""Which country acts: the mentions of countries in a sentence, what part each plays, and the one that a cue is about.

A mention acts when it is the subject ("Finland", "Germany's minister", "a court in Athens"), when it is where people
come to ("enter Kazakhstan") or, after the cue, who does it ("by Norway"). It does not act as the place that people
come from, as a people ("Latvians"), or as something compared or bordered.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

from bot.analysis.lexicon import read_lexicon
from bot.analysis.places import Place
from bot.analysis.stances import Cue, Token

Part = Literal["subject", "frame", "in", "to", "from", "of", "by", "such", "people", "none"]

_SKIPPED = frozenset(
    "the its neighbouring neighboring nearby southern northern eastern western central both also even especially"
    " member state states countries country nations either".split()
)
_PARTS: dict[str, Part] = {
    "in": "in", "inside": "in", "within": "in", "across": "in", "throughout": "in",
    "to": "to", "into": "to", "toward": "to", "towards": "to", "reach": "to", "enter": "to", "visit": "to",
    "entering": "to", "reaching": "to", "reached": "to", "entered": "to", "visiting": "to", "for": "to",
    "from": "from", "of": "of", "by": "by", "as": "such", "including": "such",
    "with": "none", "about": "none", "against": "none", "on": "none", "near": "none", "between": "none",
    "than": "none", "like": "none", "unlike": "none", "over": "none", "via": "none", "through": "none",
    "outside": "none", "fled": "none", "leave": "none", "left": "none", "flee": "none",
    "fleeing": "none", "leaving": "none", "at": "in", "criticised": "subject", "telling": "none", "told": "none",
    "asked": "none", "exited": "none",
}  # fmt: skip
_WORDS = read_lexicon("position_words")
_STATE_OFFICES = _WORDS["offices of state"]
_NOT_THE_STATE = _WORDS["not the state"]
_FIGHTING = frozenset("war fight fighting serve invasion deploy deployed troops combat deployment".split())
_LINKS = frozenset((",", "and", "or", "the", "both", "as", "well", "&", "nor"))
_PEOPLE = frozenset(
    "deserters conscripts men soldiers citizens dodgers evaders objectors resisters refugees reservists draft".split()
)
_OWN = frozenset(
    "law government officials ministers minister court courts authorities border police president parliament".split()
)
_EU_MEMBERS = frozenset(
    "member members countries states nations governments neighbours neighbors capitals citizens".split()
)
_NO_OWNERS = frozenset(
    "from with near on between against than unlike flee fleeing fled escape escaping avoid avoiding evade evading leave leaving left"
    " dodge dodging through via".split()
)
_CONJUNCTIONS = frozenset(("and", "or", "&", "nor"))


class Actor(NamedTuple):
    """A mention, or several joined by "and", with the part that they play in their sentence.

    `first` and `last` are indexes of the sentence's tokens.
    """

    codes: tuple[str, ...]
    part: Part
    first: int
    last: int
    places: tuple[Place, ...]


def find_actors(tokens: Sequence[Token], places: Sequence[Place]) -> list[Actor]:
    """The mentions in a sentence, joined ones together, in order."""
    starts = [token.start for token in tokens]
    actors: list[Actor] = []
    for place in places:
        first = max(0, bisect_left(starts, place.span.start + 1) - 1)
        last = max(first, bisect_left(starts, place.span.end) - 1)
        actors.append(Actor(place.codes, _part(tokens, place, first, last), first, last, (place,)))
    return _joined(tokens, actors)


def acting(actors: Sequence[Actor], tokens: Sequence[Token], cue: Cue, origins: Collection[str]) -> Actor | None:
    """The actor that the cue is about, without the countries that people flee from; None where none fits.

    An actor without codes means that such a country itself acts, and nobody else.
    """
    best: tuple[float, Actor] | None = None
    for actor in actors:
        score = _score(actor, tokens, cue)
        if score > 0 and (best is None or score > best[0]):
            best = (score, actor)
    if best is None:
        return None
    actor = best[1]
    codes = tuple(code for code in actor.codes if code not in origins)
    if not codes and not (actor.part == "subject" and actor.first < cue.first):
        others = [other for other in actors if set(other.codes) - set(origins)]
        return acting(others, tokens, cue, origins) if others else None
    return actor._replace(codes=codes)


def _part(tokens: Sequence[Token], place: Place, first: int, last: int) -> Part:
    if place.kind == "people":
        return "people"
    after = [token.word for token in tokens[last + 1 : last + 4]]
    possessive = tokens[last].word.endswith("'s") or after[:1] == ["'"]
    if (
        place.kind == "adjective"
        and not _STATE_OFFICES.intersection(after[:3])
        and _NOT_THE_STATE.intersection(after[:2])
    ):
        return "none"
    if possessive and _NOT_THE_STATE.intersection(after[:2]):
        return "none"
    if after[:1] in (["—"], ["–"], ["("]) and first == 0:
        return "none"
    if place.codes == ("EU",) and after and after[0] in _EU_MEMBERS:
        return "none"
    at = first - 1
    while at >= 0 and tokens[at].word in _SKIPPED:
        at -= 1
    before = tokens[at].word if at >= 0 else ""
    if place.kind == "adjective" or possessive:
        return (
            "subject"
            if before not in ("from", "with", "near", "on", "between", "against", "than", "unlike")
            else "none"
        )
    part = _PARTS.get(before, "subject")
    if part == "such" and before == "as" and (at < 1 or tokens[at - 1].word != "such"):
        return "subject"
    if part == "of" and _STATE_OFFICES.intersection(token.word for token in tokens[max(0, at - 3) : at]):
        return "subject"
    if part == "none" and before == "with" and at >= 1 and tokens[at - 1].word in ("together", "along"):
        return "subject"
    if part in ("in", "to") and at >= 1 and _FIGHTING.intersection(token.base for token in tokens[max(0, at - 2) : at]):
        return "none"
    if part == "in":
        if at == 0 or tokens[at - 1].word in (",", "and", "but"):
            return "frame"
        if _STATE_OFFICES.intersection(token.word for token in tokens[max(0, at - 3) : at]):
            return "subject"
    return part


def _joined(tokens: Sequence[Token], actors: Sequence[Actor]) -> list[Actor]:
    """The actors with "A, B and C" made one; a comma alone joins nothing ("Unlike Hungary, Romania ...")."""
    joined: list[Actor] = []
    chain: list[Actor] = []
    for actor in actors:
        links = {token.word for token in tokens[chain[-1].last + 1 : actor.first]} if chain else set()
        complete = len(chain) > 1 and _CONJUNCTIONS & {
            token.word for token in tokens[chain[-2].last + 1 : chain[-1].first]
        }
        if complete and not links & _CONJUNCTIONS:
            links = set()
        if chain and not (links and links <= _LINKS and actor.first - chain[-1].last <= 6 and _alike(chain, actor)):
            joined += _closed(tokens, chain)
            chain = []
        chain.append(actor)
    return joined + _closed(tokens, chain)


def _alike(chain: Sequence[Actor], actor: Actor) -> bool:
    return (chain[0].part == "people") == (actor.part == "people") and actor.part in (
        "subject",
        "people",
        chain[0].part,
    )


def _closed(tokens: Sequence[Token], chain: Sequence[Actor]) -> list[Actor]:
    links = [{token.word for token in tokens[one.last + 1 : other.first]} for one, other in pairwise(chain)]
    if not any(link & _CONJUNCTIONS for link in links):
        return list(chain)
    codes = tuple(dict.fromkeys(code for actor in chain for code in actor.codes))
    return [Actor(codes, chain[0].part, chain[0].first, chain[-1].last, tuple(actor.places[0] for actor in chain))]


_BEFORE_CUE: dict[Part, float] = {"subject": 100, "frame": 70, "such": 60, "in": 55, "to": 50, "of": 12, "by": 40}
_AFTER_CUE: dict[Part, float] = {"by": 110, "such": 105, "in": 75, "to": 72, "from": 60, "frame": 20, "subject": 42}


def _score(actor: Actor, tokens: Sequence[Token], cue: Cue) -> float:
    sending = cue.question == "return"
    inside = cue.first <= actor.first <= cue.last
    if actor.first < cue.first:
        following = [token.word for token in tokens[actor.last + 1 : actor.last + 3]]
        opened = following[:1] == [","] and following[1:] in (["which"], ["where"], ["who"])
        if opened and not any(token.word == "," for token in tokens[actor.last + 3 : cue.first]):
            return 105
        score = _BEFORE_CUE.get(actor.part, 0)
        between = tokens[actor.last + 1 : cue.first]
    else:
        score = _AFTER_CUE.get(actor.part, 0)
        between = tokens[cue.last + 1 : actor.first]
        if sending and actor.part == "to" or (sending and actor.part == "subject"):
            return 0
        if not sending and actor.part == "from" and not inside:
            return 0
    if not score:
        return 0
    borders = sum(
        token.word in (";", "while", "whereas", "but", "although", "though", ":", "—", "–") for token in between
    )
    return max(score - min(len(between), 30) - 25 * borders, 1 if actor.first < cue.first else 0)
