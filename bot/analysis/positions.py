"""What countries do about people who flee a military draft."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from bot.analysis.agents import Actor, acting, find_actors
from bot.analysis.document import Document
from bot.analysis.places import Place, find_places
from bot.analysis.stances import Cue, Token, find_cues, tokenize, words_of
from bot.model import Position, Quotation, Question, Role, Span, Stance

_DRAFT = re.compile(
    r"\b(?:(?:im|de)?mobili[sz](?:ation|ed|ing)|conscript(?:s|ion|ed)?|draft[- ](?:dodg|evad|resist|refus|notice|paper|order"
    r"|law|board|age|letter|card|office)\w*|drafted|(?:the|a|military|avoid|evad|escap|dodg|fle|flee)(?:e|ing)? draft(?!s|ing|ed)"
    r"|call[- ]?ups?|called up|deserters?|desertion|deserted|objectors?|conscientious objection|resisters?|awol"
    r"|(?:military|compulsory|national|forced|army) (?:military )?service|refus\w* to (?:fight|serve|kill)"
    r"|enlistment|enlisted|military[- ]aged?|fighting[- ]age|reservists?|draftees?|refuseniks?|press-gang\w*|recruiters?"
    r"|forced recruitment|avoiding service|(?:not|n[o']t|unwilling to|rather than) (?:fight|serve|go to war))\b",
    re.IGNORECASE,
)
_FLIGHT = re.compile(
    r"\b(?:flee|fled|flight|escap|asylum|border|visa|deport|extradit|refuge|exile|emigr|shelter|sanctuary|protect|abroad"
    r"|arriv|frontier|passport|sent? back|residen)\w*",
    re.IGNORECASE,
)
_NEAR = 1500


class _Found(NamedTuple):
    position: Position
    weight: tuple[int, ...]


def find_positions(
    document: Document, quotations: Sequence[Quotation], *, published: datetime | None
) -> tuple[Position, ...]:
    """All country positions that the text states."""
    text = document.text
    drafts = [found.start() for found in _DRAFT.finditer(text)]
    if not drafts or not _FLIGHT.search(text):
        return ()
    places = find_places(text)
    if not places:
        return ()
    origins = _origins(text, places)
    found: list[Position] = []
    topic: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    for sentence in document.sentences:
        tokens = tokenize(text, *sentence)
        here = _within(places, sentence)
        tokens = _tag(tokens, here, origins)
        actors = find_actors(text, tokens, here)
        for cue in find_cues(tokens):
            if not _is_near(drafts, sentence):
                continue
            actor = acting(actors, tokens, cue, origins)
            codes = actor.codes if actor else topic
            stance = _stance(tokens, cue)
            if not codes or stance is None:
                continue
            question = _question(stance)
            found += [
                Position(code, question, stance, sentence, fleeing_from=next(iter(origins), None)) for code in codes
            ]
        for actor in actors:
            if actor.part in ("subject", "frame", "to", "in"):
                codes = tuple(code for code in actor.codes if code not in origins)
                topic = codes or topic
    return tuple(found)


def _within(places: Sequence[Place], sentence: Span) -> Sequence[Place]:
    first = bisect_left(places, sentence.start, key=lambda place: place.span.start)
    last = bisect_left(places, sentence.end, key=lambda place: place.span.start)
    return places[first:last]


def _is_near(drafts: Sequence[int], sentence: Span) -> bool:
    at = bisect_left(drafts, sentence.start - _NEAR)
    return at < len(drafts) and drafts[at] < sentence.end + _NEAR


def _tag(tokens: list[Token], places: Sequence[Place], origins: Collection[str]) -> list[Token]:
    tagged = []
    people = [place.span for place in places if place.kind == "people"]
    for token in tokens:
        hit = any(span.start <= token.start < span.end for span in people)
        tagged.append(token._replace(tag="@people") if hit else token)
    return tagged


_ORIGIN_BEFORE = re.compile(
    r"(?:flee(?:ing)?|fled|left|leav(?:e|ing)|escap(?:e|ed|ing)|quit|(?:men|soldiers?|deserters?|conscripts?|people|recruits?|objectors?|evaders?|dodgers?|exodus) from|mobili[sz]ation in|conscription in|draft in|back (?:in)?to|returned to|deported to|extradited to|law in|service in|war (?:in|on)) (?:the )?$",
    re.I,
)
_ORIGIN_AFTER = re.compile(
    r"['’]?s?\s+(?:\w+\s+){0,2}?(?:mobili[sz]ation|call-up|conscription|draft|deserters?|conscripts?|men|males?|citizens?|war resisters?|soldiers?|objectors?|draft|army|junta|reservists?|military service|nationals|dodgers|evaders|refuseniks?)\b",
    re.I,
)


def _origins(text: str, places: Sequence[Place]) -> tuple[str, ...]:
    """The countries that people flee from, the likeliest first."""
    votes: Counter[str] = Counter()
    for place in places:
        if len(place.codes) > 1:
            continue
        score = 0
        if place.kind == "people":
            score += 2
        if _ORIGIN_BEFORE.search(text[max(0, place.span.start - 40) : place.span.start]):
            score += 2
        if _ORIGIN_AFTER.match(text, place.span.end):
            score += 2
        if score:
            votes[place.codes[0]] += score
    top = votes.most_common(1)
    return (top[0][0],) if top and top[0][1] >= 2 else ()


def _question(stance: Stance) -> Question:
    from bot.model import STANCES

    return next(question for question, stances in STANCES.items() if stance in stances)


_NOT = frozenset("not no never none nobody no-one neither nor without hardly nothing".split())
_INHIBIT = frozenset(
    "refuse decline reject oppose stop halt block ban bar prevent prohibit forbid suspend end cancel quash overturn"
    " avoid exclude stay postpone freeze deny dismiss".split()
)
_SERVICE = frozenset(
    "fight serve kill service army war mobilisation mobilization call-up conscription enlist military".split()
)


def _stance(tokens: Sequence[Token], cue: Cue) -> Stance | None:
    flips = sum(tokens[i].base in _NOT for i in cue.gaps)
    low = max(0, cue.first - 25)
    for i in range(cue.first - 1, low - 1, -1):
        token = tokens[i]
        if token.word in (";", ":", "—", "–", ".", "but", "while", "whereas", "although", "(", ")"):
            break
        if token.word in ("and",) and i + 2 >= cue.first and False:
            break
        ahead = tokens[i + 1 : cue.first]
        if token.base in _NOT:
            if ahead and ahead[0].word in ("only", "just", "merely", "doubt", "matter"):
                continue
            if any(other.base in _SERVICE for other in ahead[:4]):
                continue
            flips += 1
        elif token.base in _INHIBIT and len(ahead) <= 4 and not any(other.base in _SERVICE for other in ahead):
            flips += 1
        elif token.base == "rule" and ahead and ahead[0].word == "out" and len(ahead) <= 6:
            flips += 1
    return cue.opposite if flips % 2 else cue.stance
