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
from bot.analysis.stances import Cue, Token, words_of

Part = Literal["subject", "frame", "in", "to", "from", "of", "by", "such", "people", "none"]

# The part that the word before a mention gives it; without one of these a mention is a subject.
_PARTS: dict[str, Part] = {
    **dict.fromkeys(("in", "inside", "within", "across", "throughout", "at"), "in"),
    **dict.fromkeys(("to", "into", "toward", "towards", "for"), "to"),
    **dict.fromkeys(("reach", "reached", "reaching", "enter", "entered", "entering", "visit", "visiting"), "to"),
    **dict.fromkeys(("with", "about", "against", "on", "near", "between", "than", "like", "unlike", "over"), "none"),
    **dict.fromkeys(("via", "through", "outside", "beyond", "bordering", "borders"), "none"),
    **dict.fromkeys(("flee", "fled", "fleeing", "leave", "left", "leaving", "exited", "escaped", "quit"), "none"),
    **dict.fromkeys(("telling", "told", "asked", "warned", "urged", "press", "pressed"), "none"),
    **dict.fromkeys(("help", "helping", "helped", "assist"), "none"),
    **dict.fromkeys(("shell", "shelling", "bomb", "bombing", "attack", "invade", "storm", "refusing"), "none"),
    "from": "from",
    "of": "of",
    "by": "by",
    "as": "such",
    "including": "such",
}  # fmt: skip
_WORDS = read_lexicon("position_words")
_SKIPPED = _WORDS["between preposition and country"]
_STATE_OFFICES = _WORDS["offices of state"]
_NOT_THE_STATE = _WORDS["not the state"]
_PEOPLE = _WORDS["people of a draft"]
_PERSONAL = _WORDS["before persons"]
_OWN = _WORDS["directly after a country"]
_EU_MEMBERS = _WORDS["members of the EU"]
_FIGHTING = frozenset(
    ["war", "fight", "fighting", "serve", "invasion", "deploy", "deployed", "combat", "deployment", "redeploy"]
)
_UNWILLING = frozenset(("refuse", "not", "rather", "order", "avoid", "instead", "unwilling"))
_DRAFTING = _WORDS["being drafted"]
_WARFARE = frozenset(
    ["war", "invasion", "aggression", "offensive", "occupation", "occupied", "attack", "-backed", "-occupied"]
)
_NO_OWNERS = _WORDS["before no owner"]
# "An American specialist" is a person, "an American court" is not.
_ONE_OF = frozenset(("a", "an", "another", "one", "two", "three", "four", "young", "some", "several", "many"))
# Ministers who meet in New York do not speak for its country.
_MEETINGS = frozenset(("meeting", "met", "talks", "summit", "conference", "session", "counterparts", "gathering"))
# An embassy acts for another country than that where it stands.
_MISSIONS = frozenset(("embassy", "embassies", "consulate", "consulates", "ambassador", "ambassadors", "envoy"))
_ORDERS = frozenset(("order", "tell", "day", "week", "instruct", "force", "must"))
_COMING = _WORDS["coming"]
_ARMED = frozenset(("soldiers", "troops", "officers", "servicemen", "rangers", "paratroopers"))
_DATELINE_MARKS = frozenset("—–-(")
_LINKS = frozenset((",", "and", "or", "the", "both", "as", "well", "&", "nor"))
_CONJUNCTIONS = frozenset(("and", "or", "&", "nor"))

# How well each part suits who does what a cue says, before the cue and after it; nearness decides between equals.
_BEFORE_CUE: dict[Part, float] = {"subject": 100, "frame": 70, "such": 60, "in": 55, "to": 50, "of": 12, "by": 40}
_AFTER_CUE: dict[Part, float] = {"by": 110, "such": 105, "in": 75, "to": 72, "from": 60, "frame": 20, "subject": 42}
_RELATIVE = 105
_WITHIN_CUE = 60
_CLAUSE_BORDERS = frozenset((";", "while", "whereas", "but", "although", "though", ":", "—", "–"))
_REASONS = frozenset(("because", "since", "after", "who", "where", "so"))
_COST_OF_BORDER = 25
_COST_OF_FRAME = 45
_FARTHEST = 30


class Actor(NamedTuple):
    """A mention, or several joined by "and", with the part that they play in their sentence.

    `first` and `last` are indexes of the sentence's tokens.
    """

    codes: tuple[str, ...]
    part: Part
    first: int
    last: int
    places: tuple[Place, ...]
    names_state: bool = True


def find_actors(tokens: Sequence[Token], places: Sequence[Place], origins: Collection[str] = ()) -> list[Actor]:
    """The mentions in a sentence, joined ones together, in order; soldiers of the `origins` flee, others guard."""
    starts = [token.start for token in tokens]
    actors: list[Actor] = []
    for place in places:
        first = max(0, bisect_left(starts, place.span.start + 1) - 1)
        last = max(first, bisect_left(starts, place.span.end) - 1)
        names_state = place.kind != "adjective" or _describes_office(tokens, last)
        if origins and place.kind == "people" and not set(place.codes) & set(origins):
            if _are_armed(tokens, last):
                place, names_state = place._replace(kind="adjective"), True
            elif _is_a_nation(tokens, place, first, last):
                place, names_state = place._replace(kind="adjective"), False
        actors.append(Actor(place.codes, _part(tokens, place, first, last), first, last, (place,), names_state))
    return _joined(tokens, actors)


def acting(actors: Sequence[Actor], tokens: Sequence[Token], cue: Cue, origins: Collection[str]) -> Actor | None:
    """The actor that the cue is about, without the countries that people flee from; None where none fits.

    An actor without codes means that such a country itself acts, and nobody else.
    """
    scores = [_score(actor, tokens, cue) - _COST_OF_FRAME * _is_left_behind(actor, actors, cue) for actor in actors]
    ranked = sorted(((score, -at) for at, score in enumerate(scores)), reverse=True)
    own_deed: Actor | None = None
    for score, at in ranked:
        if score <= 0:
            break
        actor = actors[-at]
        codes = tuple(code for code in actor.codes if code not in origins)
        if codes and not (own_deed and actor.part != "subject"):
            return actor._replace(codes=codes)
        if not codes and actor.part == "subject" and actor.first < cue.first:
            own_deed = own_deed or actor._replace(codes=())
    return own_deed


def _is_left_behind(actor: Actor, actors: Sequence[Actor], cue: Cue) -> bool:
    """Whether another place sets the scene between an actor and the cue: "the Dutch gave them papers, and in Bern"."""
    return any(other.part == "frame" and actor.last < other.first < cue.first for other in actors)


def _part(tokens: Sequence[Token], place: Place, first: int, last: int) -> Part:
    after = [token.word for token in tokens[last + 1 : last + 4]]
    possessive = tokens[last].word.endswith("'s") or after[:1] == ["'"]
    attributive = place.kind != "name" or tokens[max(0, first - 1)].word not in ("in", "to", "from", "into")
    guarding = place.kind == "adjective" and bool(_ARMED.intersection(after))
    if place.kind == "people" or (not guarding and attributive and _names_people(tokens, last, possessive=possessive)):
        return "people"
    if _is_no_voice(tokens, place, first, after, possessive=possessive):
        return "none"
    if place.kind == "name" and first and tokens[first - 1].word.endswith("'s"):
        # "It had not planned to be anybody's Canada."
        return "none"
    at = first - 1
    while at >= 0 and tokens[at].word in _SKIPPED:
        at -= 1
    before = tokens[at].word if at >= 0 else ""
    if before in _ONE_OF and place.kind == "adjective" and not _describes_office(tokens, last):
        return "none"
    if place.kind == "adjective" or possessive or (after and after[0] in _OWN):
        described = before == "with" and _STATE_OFFICES.intersection(after)
        return "subject" if described or before not in _NO_OWNERS else "none"
    return _part_after(tokens, at, before)


def _are_armed(tokens: Sequence[Token], last: int) -> bool:
    """Whether a demonym stands before soldiers who act: "Thai soldiers pushed them back"."""
    words = [token.word for token in tokens[last + 1 : last + 4]]
    at = next((at for at, word in enumerate(words) if word in _ARMED), None)
    return at is not None and words[at + 1 : at + 2] not in (["who"], [","])


def _is_a_nation(tokens: Sequence[Token], place: Place, first: int, last: int) -> bool:
    """Whether a people stands for its state: "the Czechs would not hear of it"."""
    after = tokens[last + 1].word if last + 1 < len(tokens) else ""
    return first > 0 and tokens[first - 1].word == "the" and after not in _PEOPLE and after not in ("who", "whose")


def _describes_office(tokens: Sequence[Token], last: int) -> bool:
    """Whether a demonym stands before what acts for the state: "Thai immigration police"."""
    return any(token.word in _STATE_OFFICES for token in tokens[last + 1 : last + 5])


def _part_after(tokens: Sequence[Token], at: int, before: str) -> Part:
    """The part of a mention behind the word `before` at index `at`."""
    # "From 1965 on Canada was": there "on" belongs to the year.
    part = "subject" if before == "on" and tokens[at - 1].word.isdigit() else _PARTS.get(before, "subject")
    if before in ("leave", "quit") and _ORDERS.intersection(token.base for token in tokens[max(0, at - 6) : at]):
        # "Was given thirty days to leave Norway": the country that one is sent out of acts.
        return "in"
    earlier = [token.word for token in tokens[max(0, at - 3) : max(0, at)]]
    if part == "such" and before == "as" and earlier[-1:] != ["such"]:
        return "subject"
    if part == "of" and earlier[-1:] == ["out"]:
        return "none"
    if part in ("in", "to") and _MISSIONS.intersection(earlier):
        return "none"
    if part in ("of", "in") and _STATE_OFFICES.intersection(earlier):
        return "by" if "by" in earlier else "subject"
    if before == "between" and words_of("border").intersection(earlier):
        return "of"
    if part == "none" and before == "with" and earlier[-1:] in (["together"], ["along"]):
        return "subject"
    if part == "in" and _MEETINGS.intersection(token.word for token in tokens[max(0, at - 6) : max(0, at)]):
        return "none"
    if part == "from" and at and _comes(tokens[at - 1]) and not _is_sent_off(tokens, at):
        return "none"
    if part == "in" and (at == 0 or earlier[-1:] in ([","], ["and"], ["but"])):
        return "frame"
    return part


def _is_sent_off(tokens: Sequence[Token], at: int) -> bool:
    """Whether people are removed from where "from" tells: "deportations of deserters from Norway"."""
    returning = words_of("returning") | words_of("return")
    return any(token.base in returning for token in tokens[max(0, at - 6) : at])


def _comes(token: Token) -> bool:
    """Whether "from" behind a word tells where people come from: "everybody who comes from Russia"."""
    return token.word in _COMING or token.tag in ("@object", "@others") or token.base in words_of("object")


def _names_people(tokens: Sequence[Token], last: int, *, possessive: bool) -> bool:
    """Whether a country's name describes persons: "U.S. soldiers", "Myanmar's young conscripts"."""
    after = [token.word for token in tokens[last + 1 : last + 4]]
    while after and after[0] in _PERSONAL:
        after = after[1:]
    return bool(_PEOPLE.intersection(after[: 2 if possessive else 1]))


def _is_no_voice(tokens: Sequence[Token], place: Place, first: int, after: Sequence[str], *, possessive: bool) -> bool:
    """Whether a mention names no state at all: its media, a dateline, a battlefield, the members of the EU."""
    if (place.kind == "adjective" or possessive) and _NOT_THE_STATE.intersection(after[:2]):
        return possessive or not _STATE_OFFICES.intersection(after[:3])
    nearby = tokens[max(0, first - 3) : first]
    if not after or any(token.tag == "@evading" for token in nearby[-2:]):
        return bool(nearby and nearby[-1].word in ("in", "to", "", "the"))
    if place.kind == "name" and (_is_sent_to(tokens, first) or _is_where_soldiers_go(tokens, first)):
        return True
    return (
        (first == 0 and after[0] in _DATELINE_MARKS)
        or (place.codes == ("EU",) and after[0] in _EU_MEMBERS)
        or bool(_WARFARE.intersection(after[: 3 if possessive else 1]))
        or "rather" in (token.word for token in tokens[max(0, first - 4) : first])
        or bool(_FIGHTING.intersection(token.base for token in _behind_comma(nearby)))
    )


def _behind_comma(tokens: Sequence[Token]) -> Sequence[Token]:
    commas = [at for at, token in enumerate(tokens) if token.word == ","]
    return tokens[commas[-1] + 1 :] if commas else tokens


def _is_sent_to(tokens: Sequence[Token], first: int) -> bool:
    """Whether a mention is where soldiers would not go: "an American who would not go to Vietnam"."""
    if first < 3 or tokens[first - 1].word not in ("to", "in", "for"):
        return False
    words = [token.base for token in tokens[max(0, first - 8) : first]]
    ways = [at for at, word in enumerate(words) if word in ("go", "return", "deploy", "back", "send", "ship", "tour")]
    return bool(ways) and bool(_UNWILLING.intersection(words[: ways[-1]]))


def _is_where_soldiers_go(tokens: Sequence[Token], first: int) -> bool:
    """Whether a mention is where a draft takes men: "would have been called up and sent to Ukraine"."""
    words = [token.base for token in tokens[max(0, first - 8) : first]]
    return words[-2:] in (["send", "to"], ["deploy", "to"]) and bool(_DRAFTING.intersection(words[:-2]))


def _joined(tokens: Sequence[Token], actors: Sequence[Actor]) -> list[Actor]:
    """The actors with "A, B and C" made one; a comma alone joins nothing ("Unlike Hungary, Romania ...")."""
    joined: list[Actor] = []
    chain: list[Actor] = []
    for actor in actors:
        if chain and not _continues(tokens, chain, actor):
            joined += _closed(tokens, chain)
            chain = []
        chain.append(actor)
    return joined + _closed(tokens, chain)


def _continues(tokens: Sequence[Token], chain: Sequence[Actor], actor: Actor) -> bool:
    links = _links(tokens, chain[-1], actor)
    if not links or not links <= _LINKS or actor.first - chain[-1].last > 6:
        return False
    if (chain[0].part == "people") != (actor.part == "people") or actor.part not in (
        "subject",
        "people",
        chain[0].part,
    ):
        return False
    # After "and" a list is complete: what a mere comma adds explains it.
    complete = len(chain) > 1 and _links(tokens, chain[-2], chain[-1]) & _CONJUNCTIONS
    return not complete or bool(links & _CONJUNCTIONS)


def _closed(tokens: Sequence[Token], chain: Sequence[Actor]) -> list[Actor]:
    if not any(_links(tokens, one, other) & _CONJUNCTIONS for one, other in pairwise(chain)):
        return list(chain)
    codes = tuple(dict.fromkeys(code for actor in chain for code in actor.codes))
    places = tuple(actor.places[0] for actor in chain)
    return [
        Actor(codes, chain[0].part, chain[0].first, chain[-1].last, places, any(actor.names_state for actor in chain))
    ]


def _links(tokens: Sequence[Token], one: Actor, other: Actor) -> set[str]:
    return {token.word for token in tokens[one.last + 1 : other.first]}


def _score(actor: Actor, tokens: Sequence[Token], cue: Cue) -> float:
    """How well an actor suits a cue; 0 for one that cannot be meant."""
    if actor.first < cue.first:
        if _opens_clause_of(actor, tokens, cue):
            return _RELATIVE
        score = _BEFORE_CUE.get(actor.part, 0) / (1 if actor.names_state else 2)
        between = tokens[actor.last + 1 : cue.first]
    elif actor.first <= cue.last:
        score = _WITHIN_CUE if actor.part in ("of", "subject") else _AFTER_CUE.get(actor.part, 0)
        between = tokens[cue.first : actor.first]
    else:
        score = _AFTER_CUE.get(actor.part, 0)
        between = tokens[cue.last + 1 : actor.first]
        if actor.part == "from" and cue.question != "return" and len(between) > 1:
            return 0
    # Behind "send back", the country is where people are sent to, unless it is who says so.
    owning = actor.places[0].kind == "adjective" or tokens[actor.last].word.endswith("'s")
    speaks = actor.part == "subject" and owning
    if not score or (
        cue.question == "return" and actor.first > cue.first and actor.part in ("to", "subject") and not speaks
    ):
        return 0
    borders = sum(token.word in _CLAUSE_BORDERS for token in between)
    # "Recognised him because he would not go back to Kherson": where something else was done is no actor.
    borders += actor.first > cue.last and actor.part != "by" and any(token.word in _REASONS for token in between)
    worth = score - min(len(between), _FARTHEST) - _COST_OF_BORDER * borders
    return max(worth, 1 if actor.first < cue.first else 0)


def _opens_clause_of(actor: Actor, tokens: Sequence[Token], cue: Cue) -> bool:
    """Whether the cue stands in a clause about the actor: "through Finland, which limits"."""
    following = [token.word for token in tokens[actor.last + 1 : actor.last + 3]]
    if following not in ([",", "which"], [",", "where"], [",", "who"]):
        return False
    return not any(token.word == "," for token in tokens[actor.last + 3 : cue.first])
