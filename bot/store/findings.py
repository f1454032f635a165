"""Quantities, quotations and positions as rows, so that a question across articles is a query."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import date, timedelta
from itertools import islice
from typing import TypeVar

from bot.errors import UserError
from bot.model import STANCES, Article, Finding, Found, Position, Quantity, Question, Quotation, QuotationKind
from bot.store import sqlite
from bot.store.codec import write_day
from bot.store.database import Database, Session
from bot.store.finding_rows import load_quantities, load_spoken, read_position
from bot.store.page import Page, count_up_to
from bot.store.shelf import VISIBLE, is_visible, load_article, load_text, newest
from bot.store.words import SHORTEST_PREFIX, Places, Term, holds_all, read_terms

MOST_COUNTED = 50
"""Across articles, findings are counted up to here; whoever pages on gets more."""
MOST_ARTICLES = 1_000
"""Across articles, only the newest so many that can hold the finding are looked through."""
STATEMENTS_OF_A_COUNTRY = 5
"""How many of a country's newest answers to each question a table of all countries is made from."""

_ARTICLES_WHILE_TYPING = 200

InSentence = TypeVar("InSentence", Quantity, Quotation)


class Findings:
    """Questions about what was found, in one article or in all that a guild sees."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def quantities(
        self,
        *,
        guild: int,
        article: int | None = None,
        about: str | None = None,
        keys_only: bool = True,
        limit: int = 10,
        offset: int = 0,
    ) -> Page[Found[Quantity]]:
        """The key numbers, the most telling first, of one article or of the newest articles first.

        `about` keeps those whose sentence holds all its words, and then not only key numbers;
        so does `keys_only=False`.
        """
        terms = _terms(about)

        def find(session: Session) -> Page[Found[Quantity]]:
            return _page(
                session,
                guild=guild,
                articles=_articles(session, guild, article, terms, "body"),
                load=lambda number: _ranked(load_quantities(session, number), all_of=bool(terms) or not keys_only),
                terms=terms,
                limit=limit,
                offset=offset,
            )

        return await self._database.read(find)

    async def quotations(
        self,
        *,
        guild: int,
        article: int | None = None,
        speaker: str | None = None,
        about: str | None = None,
        kinds: Collection[QuotationKind] = ("direct", "fragment", "indirect"),
        limit: int = 10,
        offset: int = 0,
    ) -> Page[Found[Quotation]]:
        """Quotations in text order, of one article or of the newest articles first.

        `speaker` keeps those whose speaker's name holds all its words, `about` those whose sentence does.
        """
        terms, name = _terms(about), _terms(speaker)

        def find(session: Session) -> Page[Found[Quotation]]:
            if name:
                articles = _articles(session, guild, article, name, "speakers")
            else:
                articles = _articles(session, guild, article, terms, "body")
            return _page(
                session,
                guild=guild,
                articles=articles,
                load=lambda number: [
                    quotation
                    for quotation, spoken_by in load_spoken(session, number)
                    if quotation.kind in kinds and (not name or holds_all(spoken_by, name))
                ],
                terms=terms,
                limit=limit,
                offset=offset,
            )

        return await self._database.read(find)

    async def speakers(self, *, guild: int, typed: str = "", article: int | None = None, limit: int = 25) -> list[str]:
        """Names of speakers that begin like what is typed, those of the newest articles first, each once."""
        terms = read_terms(typed, typing=True)

        def find(session: Session) -> list[str]:
            names: dict[str, str] = {}
            articles = _articles(session, guild, article, terms, "speakers")
            for number in islice(articles, _ARTICLES_WHILE_TYPING):
                for name, folded in session.rows(_SPEAKERS, number):
                    if folded not in names and holds_all(name, terms):
                        names[folded] = name
                if len(names) >= limit:
                    break
            return list(names.values())[:limit]

        return await self._database.read(find)

    async def positions(
        self,
        *,
        guild: int,
        country: str | None = None,
        fleeing_from: str | None = None,
        question: Question | None = None,
        as_of: date | None = None,
        limit: int = 100,
    ) -> list[Found[Position]]:
        """Statements on countries' positions, newest first: by when said, else published, else added.

        With a `country` at most the `limit` newest answers to each question; without one, the newest few of each
        country. `as_of` leaves out what came after that day. Countries are ISO 3166-1 alpha-2 codes.
        """
        # The day after, for a statement of that day may be dated later than its midnight.
        before = None if as_of is None else write_day(as_of + timedelta(days=1))
        each = STATEMENTS_OF_A_COUNTRY if country is None else limit

        def find(session: Session) -> list[Found[Position]]:
            rows = [
                row
                for code in (_countries(session) if country is None else [country])
                for asked in ((question,) if question else STANCES)
                for row in session.rows(_POSITIONS, guild, code, asked, fleeing_from, before, each)
            ]
            rows.sort(key=lambda row: (-row["dated"], -row["article"], row["number"]))
            return list(_with_articles(session, guild, [(row["article"], read_position(row)) for row in rows]))

        return await self._database.read(find)

    async def countries(self, *, guild: int) -> list[str]:
        """The codes of the countries that any statement is about."""

        def find(session: Session) -> list[str]:
            return [code for code in _countries(session) if session.value(_HAS_COUNTRY, guild, code)]

        return await self._database.read(find)

    async def origins(self, *, guild: int) -> list[str]:
        """The codes of the countries whose draft people flee from, in any statement."""

        def find(session: Session) -> list[str]:
            codes = [row[0] for row in session.rows(_ORIGINS)]
            return [code for code in codes if code and session.value(_HAS_ORIGIN, guild, code)]

        return await self._database.read(find)


def _terms(typed: str | None) -> list[Term]:
    if typed is None:
        return []
    terms = read_terms(typed, shortest_prefix=SHORTEST_PREFIX)
    if not terms:
        raise UserError("That has no words to look for: write a word or a name.")
    return terms


def _articles(session: Session, guild: int, article: int | None, terms: list[Term], columns: str) -> Iterable[int]:
    """The articles to look through, newest first."""
    if article is not None:
        return [article] if is_visible(session, article, guild) else []
    if not terms:
        return islice(newest(session, guild), MOST_ARTICLES)
    index = "names" if columns == "speakers" else "search"
    wanted = sqlite.match(terms, columns=columns, guild=guild)
    rows = session.rows(sqlite.NEWEST_MATCHES[index], wanted, MOST_ARTICLES)
    return [row[0] for row in rows]


def _page(
    session: Session,
    *,
    guild: int,
    articles: Iterable[int],
    load: Callable[[int], Iterable[InSentence]],
    terms: list[Term],
    limit: int,
    offset: int,
) -> Page[Found[InSentence]]:
    def all_found() -> Iterator[tuple[int, InSentence]]:
        for number in articles:
            places = Places(load_text(session, number) if terms else "", terms)
            for finding in load(number):
                if places.all_in(finding.sentence):
                    yield number, finding

    most = count_up_to(MOST_COUNTED, limit=limit, offset=offset)
    found = list(islice(all_found(), most))
    items = _with_articles(session, guild, found[offset : offset + limit])
    return Page(tuple(items), min(len(found), most - 1), len(found) == most)


def _ranked(quantities: tuple[Quantity, ...], *, all_of: bool) -> list[Quantity]:
    ranked = sorted((one for one in quantities if one.rank is not None), key=lambda one: one.rank or 0)
    return ranked + [one for one in quantities if all_of and one.rank is None]


def _with_articles(session: Session, guild: int, findings: Iterable[tuple[int, Finding]]) -> Iterator[Found[Finding]]:
    loaded: dict[int, Article | None] = {}
    for number, finding in findings:
        if number not in loaded:
            loaded[number] = load_article(session, number, guild)
        article = loaded[number]
        # What the guild sees was settled in the same transaction.
        assert article is not None
        yield Found(finding, article)


def _countries(session: Session) -> list[str]:
    return [row[0] for row in session.rows(_COUNTRIES) if row[0]]


_SPEAKERS = """
SELECT speaker_name, speaker_folded FROM quotations
WHERE article = $1 AND speaker_folded <> ''
ORDER BY number
"""

_POSITIONS = f"""
SELECT * FROM positions
WHERE country = $2
  AND question = $3
  AND ($4 IS NULL OR fleeing_from = $4)
  AND ($5 IS NULL OR dated < $5)
  AND {VISIBLE.format(article="positions.article")}
ORDER BY dated DESC, article DESC, number
LIMIT $6
"""

# Each step jumps to the next country in the index instead of reading all rows of the one before.
_COUNTRIES = """
WITH RECURSIVE step (code) AS (
    SELECT min(country) FROM positions
    UNION ALL
    SELECT (SELECT min(country) FROM positions WHERE country > code) FROM step WHERE code IS NOT NULL
)
SELECT code FROM step
"""

_ORIGINS = """
WITH RECURSIVE step (code) AS (
    SELECT min(fleeing_from) FROM positions
    UNION ALL
    SELECT (SELECT min(fleeing_from) FROM positions WHERE fleeing_from > code) FROM step WHERE code IS NOT NULL
)
SELECT code FROM step
"""

_HAS_COUNTRY = f"""
SELECT 1 FROM positions
WHERE country = $2 AND {VISIBLE.format(article="positions.article")}
LIMIT 1
"""

_HAS_ORIGIN = f"""
SELECT 1 FROM positions
WHERE fleeing_from = $2 AND {VISIBLE.format(article="positions.article")}
LIMIT 1
"""
