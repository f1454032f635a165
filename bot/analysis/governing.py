"""Which of a country's statements governs, and what shows it.

A text may hold several statements of one country: an old and a new one, the government's and the opposition's, a rule
and its exception. All are kept; the one that a reader should see first is chosen here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from bot.analysis.stances import Cue, Token
from bot.model import Position, Role, Span, Stance

LONGEST_EVIDENCE = 400
"""So many characters are shown of a sentence."""

GAP = 3
"""A space or a paragraph's end stands between a sentence and the next."""

_ROLE_RANK: dict[Role | None, int] = {
    "government": 0,
    "court": 0,
    None: 0,
    "parliament": 1,
    "other": 2,
    "opposition": 3,
}
_OLD = re.compile(
    r"\b(?:once|until|used to|previously|formerly|at first|initially|in the (?:19|20)?\d0s"
    r"|during the (?:\w+ ){1,3}war"
    r"|years? (?:ago|after)"
    r"|last (?:year|spring|summer|autumn|fall|winter|decade|century)|in the (?:fifties|sixties|seventies"
    r"|eighties|nineties)"
    r"|(?:everyone|anyone|everybody) else|the rest|all others|had (?:been )?\w+(?:ed|en)\b|in (?:19|20)\d\d|earlier"
    r"|on paper|in theory|at the (?:start|beginning|outset) of|of the day|long taken for granted"
    r"|between (?:19|20)\d\d and"
    r"|decades|traditionally|has long|have long|generations? ago|in (?:its|the) past)\b",
)
_NEW = re.compile(r"\b(?:now|today|since|currently|then|no longer|at the moment|as of|from now on|newly)\b")


_CLAUSE_ENDS = frozenset((";", ":", "—", "–", "but", "while", "whereas", "although", "though", "then"))


_ENTRY: frozenset[Stance] = frozenset(("visa_free", "visa_required", "restricted", "closed"))


class Statement(NamedTuple):
    position: Position
    rank: tuple[int, ...]
    wished: bool = False
    named: bool = True


def rank_of(cue: Cue, stance: Stance, role: Role | None, clause: str, *, together: int) -> tuple[int, ...]:
    """The place of a statement among those of its country: the smaller, the earlier; kinds are weighed in order.

    Today comes before once, what the state says before what others say, a decision before none, a country alone before
    `together` countries in a list, and protection and return before the way in.
    """
    clause = clause.lower()
    return (
        # That somebody may come in is told better by visas and by protection.
        int(cue.question == "entry" and stance == "accepts"),
        int(bool(_OLD.search(clause)) and not _NEW.search(clause)),
        _ROLE_RANK[role],
        int(stance == "undecided"),
        int(together > 1),
        int(stance in _ENTRY),
    )


def in_order(statements: Sequence[Statement]) -> tuple[Position, ...]:
    countries: dict[str, list[Statement]] = {}
    for statement in statements:
        countries.setdefault(statement.position.country, []).append(statement)
    ordered: list[Position] = []
    for those in countries.values():
        # What only the opposition wants is no position; beside the government's it is one worth showing.
        if all(statement.position.role == "opposition" and statement.wished for statement in those):
            continue
        seen: set[tuple[Stance, Span]] = set()
        for statement in _ranked(those):
            key = (statement.position.stance, statement.position.evidence)
            if key not in seen:
                seen.add(key)
                ordered.append(statement.position)
    return tuple(ordered)


def without_bare_entry(found: Sequence[Statement]) -> list[Statement]:
    """A sentence's statements without "may stay" where it says that they may without a visa."""
    visas = {
        statement.position.country for statement in found if statement.position.stance in ("visa_free", "visa_required")
    }
    return [
        statement
        for statement in found
        if not (statement.position.stance == "accepts" and statement.position.country in visas)
    ]


def clause_of(tokens: Sequence[Token], cue: Cue) -> Span:
    """The words around a cue up to the next clause on either side."""
    first, last = cue.first, cue.last
    while first > 0 and tokens[first - 1].word not in _CLAUSE_ENDS:
        first -= 1
    while last + 1 < len(tokens) and tokens[last + 1].word not in _CLAUSE_ENDS:
        last += 1
    return Span(tokens[first].start, tokens[last].end)


def evidence_in(sentence: Span, tokens: Sequence[Token], first: int, last: int) -> Span:
    """The sentence, or of a long one the part around the tokens from `first` to `last`, from mark to mark."""
    if sentence.end - sentence.start <= LONGEST_EVIDENCE:
        return _without_contrast(sentence, tokens, first, last)
    heart_first, heart_last = first, last
    marks = [index for index, token in enumerate(tokens) if token.word in (",", ";", ":", "—", "–")]
    for mark in reversed([index for index in marks if index < heart_first]):
        if tokens[heart_last].end - tokens[mark + 1].start > LONGEST_EVIDENCE // 2:
            break
        first = mark + 1
    for mark in [index for index in marks if index > heart_last]:
        if tokens[mark - 1].end - tokens[first].start > LONGEST_EVIDENCE:
            break
        last = mark - 1
    return Span(tokens[first].start, min(tokens[last].end, tokens[first].start + LONGEST_EVIDENCE))


def _without_contrast(sentence: Span, tokens: Sequence[Token], first: int, last: int) -> Span:
    """The half of a sentence that holds the tokens, where "while" sets one country against another."""
    for at, token in enumerate(tokens[1:-1], 1):
        if token.word in ("while", "whereas") and tokens[at - 1].word == ",":
            after = [place for place, other in enumerate(tokens) if other.tag == "@place"]
            if not any(place < at for place in after) or not any(at < place <= at + 4 for place in after):
                continue
            if first > at:
                return Span(tokens[at + 1].start, sentence.end)
            if last < at:
                return Span(sentence.start, tokens[at - 1].start)
    return sentence


def _narrowed(ranked: Sequence[Statement]) -> Statement:
    """The first statement, or the condition that its own sentence or the next puts on it."""
    first = ranked[0]
    rule = first.position.evidence
    conditions = (one for one in ranked if one.position.stance == "case_by_case")
    return next((one for one in conditions if rule.start <= one.position.evidence.start <= rule.end + GAP), first)


def _ranked(those: Sequence[Statement]) -> list[Statement]:
    """One country's statements, the one that governs first."""
    ranked = sorted(those, key=lambda statement: statement.rank)
    # Of those that say the same, the one that names the country shows best what it stands on.
    first = _narrowed(ranked)
    same = [one for one in ranked if one.position.stance == first.position.stance and one.rank[:3] == first.rank[:3]]
    best = next((one for one in same if one.named), first)
    return [best, *(one for one in ranked if one is not best)]
