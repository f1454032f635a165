"""Who gives a number: the speaker of the words that it stands in, or the source that its sentence names."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from bot.analysis.bearers import ROLE_NOUNS, SPEAKER_NOUNS
from bot.analysis.chunks import Chunk
from bot.analysis.lexicon import read_lexicon
from bot.analysis.tokens import Tokens
from bot.model import Quotation, Span

_WORDS = read_lexicon("givers")
_SOURCES, _FINDING, _SAYING, _ACTING, _ESTIMATING, _OUTLOOKS = (
    _WORDS[name] for name in ("sources", "finding", "saying", "acting", "estimating", "outlooks")
)
_EVIDENCE = _FINDING | _SAYING | _ACTING | _ESTIMATING
_VOWS = frozenset({"offer", "pledge", "promise", "demand"})
_NAMING = _SOURCES | _OUTLOOKS | _VOWS
_NAMED = ("noun", "amount")
_ACCUSERS = frozenset({"prosecutors", "investigators", "police", "regulators", "authorities", "officials", "lawyers"})
_POLLS = frozenset({"poll", "survey", "study", "census"})
_MARKS = re.compile(r"[\"“”«»„]")
_DEEPEST = 8
"""Quotations before a number that are looked at for one that holds it: nested ones begin close to each other."""


class Givers:
    """The quotations of a text, to be asked for one number after the other."""

    def __init__(self, quotations: Sequence[Quotation]) -> None:
        self._spoken = sorted(quotations, key=lambda quotation: quotation.span)
        self._starts = [quotation.span.start for quotation in self._spoken]
        self._ends = [quotation.span.end for quotation in self._spoken]

    def of(self, number: Span) -> Span | None:
        """The speaker of the innermost quotation or statement that holds the number and has one."""
        last = bisect_right(self._starts, number.start)
        first = max(0, last - _DEEPEST)
        best: Quotation | None = None
        for quotation, end in zip(self._spoken[first:last], self._ends[first:last], strict=True):
            if end < number.end or quotation.speaker is None:
                continue
            if best is None or best.span.covers(quotation.span):
                best = quotation
        return best.speaker if best else None


def named_sources(tokens: Tokens, chunks: Sequence[Chunk]) -> list[tuple[int, Span]]:
    """The sources that a sentence names, each with the index of the token behind which it gives the numbers.

    "A study of 12 towns found 31 cases": the study gives the 31, not the 12.
    """
    found: list[tuple[int, Span]] = []
    lower = tokens.lower
    for place, chunk in enumerate(chunks):
        kind, first, behind = chunk.kind, chunk.first, chunk.behind
        if kind == "verb" and lower[first] in _EVIDENCE:
            source = _subject(tokens, chunks, place)
            # Behind a quotation's closing mark the subject follows: "the war,” said Ann Lee".
            if source is not None and _MARKS.search(tokens.text, source.start, tokens.span(first, behind).start):
                continue
            if source is not None and _can_give(source.of(tokens.text)) and _gives(tokens, chunks, place, source):
                found.append((behind, source))
        elif kind == "noun" and lower[behind - 1] in _NAMING:
            named = _named_by_noun(tokens, chunks, place)
            found += [named] if named is not None else []
    return sorted(found)


def _named_by_noun(tokens: Tokens, chunks: Sequence[Chunk], place: int) -> tuple[int, Span] | None:
    """As in "a report that", "by one estimate", "cut its forecast to"."""
    chunk = chunks[place]
    last, before = tokens.lower[chunk.behind - 1], tokens.word(chunk.first - 1)
    if last in _SOURCES and tokens.word(chunk.behind) == "that":
        return chunk.behind, tokens.span(chunk.first, chunk.behind)
    if (
        last in _POLLS
        and tokens.word(chunk.behind) == ","
        and "in" in tokens.lower[max(0, chunk.first - 3) : chunk.first]
    ):
        return chunk.behind, tokens.span(chunk.first, chunk.behind)
    owner = _owner(tokens, chunk)
    if owner is not None and (last in _OUTLOOKS or last in _VOWS):
        return chunk.behind, owner
    if last not in _OUTLOOKS:
        return None
    if "by" in (before, tokens.word(chunk.first - 2)):
        return 0, tokens.span(chunk.first, chunk.behind)
    if before in ("its", "their", "his", "her") and place and chunks[place - 1].kind == "verb":
        source = _subject(tokens, chunks, place - 1)
        return (chunk.behind, source) if source is not None else None
    return None


def _owner(tokens: Tokens, chunk: Chunk) -> Span | None:
    """Whose it is, where a name or an organisation stands before it: "the IMF's estimate"."""
    for at in range(chunk.behind - 2, chunk.first - 1, -1):
        if tokens.lower[at].endswith(("'s", "’s")):
            owner = tokens.span(chunk.first, at + 1)
            named = Span(owner.start, owner.end - 2)
            return named if _can_give(named.of(tokens.text)) else None
    return None


def _subject(tokens: Tokens, chunks: Sequence[Chunk], verb: int) -> Span | None:
    """Who does what the verb says: the noun phrase that its subject hangs on, or "he", "she"."""
    at = verb - 1
    while at >= 0 and chunks[at].kind == "verb":
        at -= 1
    if at >= 0 and chunks[at].kind == "comma":
        opening = next((i for i in range(at - 1, max(-1, at - 12), -1) if chunks[i].kind == "comma"), at)
        at = opening - 1
    if at < 0:
        return None
    if tokens.lower[chunks[at].first] in ("he", "she"):
        return tokens.span(chunks[at].first, chunks[at].behind)
    if chunks[at].kind not in _NAMED:
        return None
    # "a study of poor towns by the university released late in May found": back to what the phrase hangs on.
    least = max(0, at - 10)
    at -= at > 0 and chunks[at - 1].kind == "amount"
    while at - 2 >= least and chunks[at - 1].kind == "link":
        if chunks[at - 2].kind in _NAMED:
            at -= 2
        elif chunks[at - 2].kind == "verb" and chunks[at - 3].kind in _NAMED and at - 3 >= least:
            at -= 3
        else:
            break
    # "She is proposing marquee projects": a bare noun phrase behind a verb is what that acts on.
    acted_on = at > 0 and chunks[at - 1].kind == "verb" and chunks[at - 1].behind == chunks[at].first
    if chunks[at].kind != "noun" or (acted_on and tokens.words[chunks[at].first].islower()):
        return None
    return tokens.span(chunks[at].first, chunks[at].behind)


def _can_give(source: str) -> bool:
    """Whether it is a name, a person, an organisation or a paper, and not any noun before a verb of saying."""
    words = source.split()
    last = words[-1].lower()
    if last.endswith(("'s", "’s")):
        return False
    if last in ("he", "she") or last in ROLE_NOUNS or last in SPEAKER_NOUNS or last in _SOURCES:
        return True
    return any(word[0].isupper() or word[0].isdigit() for word in words[1:] or words) or last.endswith("s")


def _gives(tokens: Tokens, chunks: Sequence[Chunk], verb: int, source: Span) -> bool:
    """Whether what follows the verb is what the source tells, and not just what it does."""
    word, following = tokens.lower[chunks[verb].first], tokens.word(chunks[verb].behind)
    words = source.of(tokens.text)
    evidence = any(part in _SOURCES for part in words.lower().split())
    if word in _ESTIMATING:
        return following != "to"
    if word in ("put", "puts") and verb + 2 < len(chunks) and tokens.lower[chunks[verb + 2].first] == "at":
        return True  # "puts the toll at 20"
    if word in _FINDING:
        return evidence or (following == "that" and words[0].isupper())
    behind = chunks[verb + 1] if verb + 1 < len(chunks) else None
    if behind is None:
        return False
    if word in _SAYING:
        goes_on = behind.kind in ("noun", "pronoun", "amount") or following == "that"
        return goes_on and behind.first - chunks[verb].behind < 3
    return word in _ACTING and (words[0].isupper() or evidence or words.split()[-1].lower() in _ACCUSERS)
