"""Search over titles, outlets and bodies, with the passage that matches."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import NamedTuple

from bot.model import Hit, Span
from bot.store import sqlite, stories
from bot.store.analyses import load_sentences
from bot.store.codec import write_time
from bot.store.database import Database, Row, Session
from bot.store.page import Page, count_up_to, cut_page
from bot.store.shelf import load_article
from bot.store.words import SHORTEST_PREFIX, Term, find_terms, fold, fold_in_place, read_terms

MOST_RANKED = 1_000
"""Ranking is among the newest so many matches: what a common word found longer ago is nobody's best match."""
PASSAGE_LENGTH = 300
"""How long a passage is at most, characters."""

_MOST_MARKS = 500


class Search:
    """Full-text search in what a guild sees."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def find(
        self,
        query: str,
        *,
        guild: int,
        since: datetime | None = None,
        until: datetime | None = None,
        outlet: str | None = None,
        limit: int = 10,
        offset: int = 0,
    ) -> Page[Hit]:
        """The articles that hold all words of the query, best match first.

        "Words in quotation marks" are a phrase, a word of three letters or more with `*` at its end is a beginning;
        case and diacritics don't matter, and any text is safe. Where no article holds the words, the last one is
        taken as a beginning. `since` and `until` bound when it was published or else added, `outlet` is a whole
        name. UserError where it takes too long.
        """
        terms = read_terms(query, shortest_prefix=SHORTEST_PREFIX)
        if not terms:
            return Page((), 0)
        looser = read_terms(query, typing=True, shortest_prefix=SHORTEST_PREFIX)
        within = _Within(write_time(since), write_time(until), None if outlet is None else fold(outlet))

        def run(session: Session) -> Page[Hit]:
            page = _find(session, terms, guild, within, limit, offset)
            if page.total == 0 and looser != terms:
                return _find(session, looser, guild, within, limit, offset)
            return page

        return await self._database.read(run)


class _Within(NamedTuple):
    """What a search is bounded to; None is no bound."""

    since: int | None
    until: int | None
    outlet: str | None


def _find(session: Session, terms: list[Term], guild: int, within: _Within, limit: int, offset: int) -> Page[Hit]:
    wanted = sqlite.match(terms, columns="title outlet body", guild=guild, outlet=within.outlet)
    most = count_up_to(MOST_RANKED, limit=limit, offset=offset)
    if within == _Within(None, None, None):
        rows = session.rows(sqlite.NEWEST_MATCHES["search"], wanted, most)
    else:
        rows = _newest_within(session, wanted, guild, within, most)
    ranked = list(stories.once(session, _ranked(session, wanted, [row[0] for row in rows]), guild))
    load = partial(_load_hit, session, terms, guild)
    return cut_page(ranked, load, limit=limit, offset=offset, most=MOST_RANKED)


def _newest_within(session: Session, wanted: str, guild: int, within: _Within, most: int) -> list[Row]:
    since = _LONG_AGO if within.since is None else within.since
    until = _FAR_AHEAD if within.until is None else within.until
    # Ids follow the dates closely enough to spare the search most articles that are too old or too young.
    ids = session.row(_IDS_WITHIN, guild, since, until)
    if ids is None or ids[0] is None:
        return []
    return session.rows(sqlite.NEWEST_MATCHES_WITHIN, wanted, most, guild, *ids, since, until, within.outlet)


def _ranked(session: Session, wanted: str, found: list[int]) -> list[int]:
    if not found:
        return []
    among = set(found)
    return [row[0] for row in session.rows(sqlite.RANKED_MATCHES, wanted, min(found), max(found)) if row[0] in among]


def _load_hit(session: Session, terms: list[Term], guild: int, number: int) -> Hit | None:
    article = load_article(session, number, guild)
    if article is None:
        return None
    passage, marks = find_passage(article.text, load_sentences(session, number), terms)
    return Hit(replace(article, copies=stories.other_copies(session, number, guild)), passage, marks)


def find_passage(text: str, sentences: tuple[Span, ...], terms: list[Term]) -> tuple[Span | None, tuple[Span, ...]]:
    """The part of the text that holds most of the terms, and where in it they are; None where none are.

    It begins with a sentence where the sentences allow it and is at most `PASSAGE_LENGTH` characters long.
    """
    marks = _marks(text, sentences, terms)
    if not marks:
        return None, ()
    first, last = _densest(marks)
    passage = _widened(text, sentences, Span(marks[first][0].start, marks[last][0].end))
    return passage, tuple(mark for mark, _ in marks if passage.covers(mark))


def _marks(text: str, sentences: tuple[Span, ...], terms: list[Term]) -> list[tuple[Span, int]]:
    """Where the terms are in the sentences, with the number of the term."""
    starts = [sentence.start for sentence in sentences]
    marks: list[tuple[Span, int]] = []
    for match in find_terms(fold_in_place(text), terms):
        mark = Span(*match.span())
        holder = bisect_right(starts, mark.start) - 1
        if not sentences or (holder >= 0 and mark.start < sentences[holder].end):
            marks.append((mark, match.lastindex or 0))
        if len(marks) == _MOST_MARKS:
            break
    return marks


def _densest(marks: list[tuple[Span, int]]) -> tuple[int, int]:
    """The first and last mark of the window with most different terms, then most marks, then earliest."""
    best, best_window = (0, 0), (0, 0)
    inside: Counter[int] = Counter()
    first = 0
    for last, (mark, term) in enumerate(marks):
        inside[term] += 1
        while first < last and mark.end - marks[first][0].start > PASSAGE_LENGTH:
            inside[marks[first][1]] -= 1
            first += 1
        worth = (sum(1 for count in inside.values() if count), last - first)
        if worth > best or last == 0:
            best, best_window = worth, (first, last)
    return best_window


def _widened(text: str, sentences: tuple[Span, ...], core: Span) -> Span:
    """The core with the sentences around it, as far as they fit, else with the words around it."""
    core = Span(core.start, min(core.end, core.start + PASSAGE_LENGTH))
    first = max(bisect_right(sentences, core.start, key=lambda sentence: sentence.start) - 1, 0)
    last = max(bisect_left(sentences, core.end, key=lambda sentence: sentence.end), first)
    if sentences and last < len(sentences):
        whole = Span(sentences[first].start, sentences[last].end)
        if whole.covers(core) and whole.end - whole.start <= PASSAGE_LENGTH:
            return whole
    left, right = (
        (sentences[first].start, sentences[min(last, len(sentences) - 1)].end) if sentences else (0, len(text))
    )
    room = PASSAGE_LENGTH - (core.end - core.start)
    start = max(left, core.start - room // 2)
    end = min(right, start + PASSAGE_LENGTH)
    return _trimmed(text, Span(start, max(end, core.end)), core, left, right)


def _trimmed(text: str, span: Span, core: Span, left: int, right: int) -> Span:
    """The span without the pieces of words at its ends."""
    start, end = span
    if start > left:
        space = text.find(" ", start, core.start)
        start = space + 1 if space >= 0 else start
    if end < right:
        space = text.rfind(" ", core.end, end)
        end = space if space >= 0 else end
    return Span(start, end)


_LONG_AGO, _FAR_AHEAD = -(2**60), 2**60

_IDS_WITHIN = """
SELECT min(article), max(article) FROM shelves
WHERE guild IN (0, $1) AND removed_at IS NULL AND dated BETWEEN $2 AND $3
"""
