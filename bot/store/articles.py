"""Articles: stored once, seen by the guilds on whose shelves they stand."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from bot.model import HOST_SHELF, Analysis, Article, Draft, Headline
from bot.store import analyses, audit, sqlite, stories
from bot.store.codec import fingerprint, now, writable, write_time
from bot.store.database import Database, Row, Session
from bot.store.page import Page, count_up_to, cut_page
from bot.store.shelf import LEADS, NEWEST, VISIBLE, is_visible, load_article, load_headline
from bot.store.words import fold, read_terms

KEPT_REMOVED = timedelta(days=30)
"""How long a removed article can be restored."""
MOST_COUNTED = 1_000
"""Lists are counted up to here; whoever pages on gets more."""

Outcome = Literal["added", "known", "restored", "updated"]


@dataclass(frozen=True, slots=True)
class Added:
    """What became of a draft.

    `added`: the guild didn't see it before. `known`: it did, and nothing changed. `restored`: it was removed and
    is back. `updated`: it was known, and its title or text is now newer.
    """

    article: Article
    outcome: Outcome


class Articles:
    """All articles, as each guild sees them; `guild` is HOST_SHELF in direct messages."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(
        self,
        draft: Draft,
        analysis: Analysis,
        *,
        guild: int,
        actor: int | None = None,
        at: datetime | None = None,
    ) -> Added:
        """Store a draft with its analysis and put it on the guild's shelf, all of it or nothing.

        `actor` is the user id for the audit trail, None where no person did it.
        """
        moment = at or now()
        return await self._database.write(
            lambda session: add(session, draft, analysis, guild=guild, actor=actor, at=moment)
        )

    async def get(self, article: int, *, guild: int) -> Article | None:
        """The article with its text, None where the guild doesn't see it."""
        return await self._database.read(lambda session: load_article(session, article, guild))

    async def latest(
        self,
        *,
        guild: int,
        topic: str | None = None,
        outlet: str | None = None,
        limit: int = 10,
        offset: int = 0,
    ) -> Page[Headline]:
        """The newest articles, by when they were published or else added; of copies the newest one, with the others.

        `topic` keeps those that have its words in the title or among the key phrases, `outlet` those of one outlet.
        """

        def find(session: Session) -> Page[Headline]:
            most = count_up_to(MOST_COUNTED, limit=limit, offset=offset)
            if topic is not None:
                rows = _on_topic(session, guild, topic, outlet, most)
            elif outlet is not None:
                rows = session.rows(_OF_OUTLET, guild, most, fold(outlet))
            else:
                rows = session.rows(_NEWEST_STORIES, guild, most)
            return cut_page(
                list(stories.once(session, (row["article"] for row in rows), guild)),
                lambda article: _with_copies(session, article, guild),
                limit=limit,
                offset=offset,
                most=MOST_COUNTED,
            )

        return await self._database.read(find)

    async def suggest(self, *, guild: int, typed: str = "", limit: int = 25) -> list[Headline]:
        """Articles whose title begins to hold what is typed, newest first; the newest where nothing is."""
        terms = read_terms(typed, typing=True)
        if typed.strip() and not terms:
            return []

        def find(session: Session) -> list[Headline]:
            if terms:
                wanted = sqlite.match(terms, columns="title", guild=guild)
                rows = session.rows(_NAMED, guild, _LOOKED_AT_WHILE_TYPING, wanted, None)
            else:
                rows = session.rows(_NEWEST_FEW, guild, limit)
            found = [load_headline(session, row["article"], guild) for row in rows[:limit]]
            return [headline for headline in found if headline is not None]

        return await self._database.read(find)

    async def outlets(self, *, guild: int, typed: str = "", limit: int = 25) -> list[str]:
        """Names of outlets that hold what is typed at the beginning of a word, in alphabetical order."""
        wanted = fold(typed)

        def find(session: Session) -> list[str]:
            folded = {row[0] for shelf in {guild, HOST_SHELF} for row in session.rows(_OUTLETS, shelf) if row[0]}
            chosen = sorted(
                (name for name in folded if f" {wanted}" in f" {name}"),
                key=lambda name: (not name.startswith(wanted), name),
            )
            return [session.value(_OUTLET_NAME, guild, name) for name in chosen[:limit]]

        return await self._database.read(find)

    async def remove(
        self, article: int, *, guild: int, actor: int | None = None, at: datetime | None = None
    ) -> Headline | None:
        """Take an article off the guild's own shelf, from where it can be restored for 30 days.

        None where it isn't on that shelf, even if the guild sees it on the host's.
        """
        moment = at or now()

        def write(session: Session) -> Headline | None:
            if not _own(session, article, guild, removed=False):
                return None
            headline = load_headline(session, article, guild)
            sqlite.unindex(session, article)
            session.run(_REMOVE, guild, article, write_time(moment))
            sqlite.index(session, article)
            audit.note(session, guild=guild, actor=actor, action="remove", article=article, at=moment)
            return headline

        return await self._database.write(write)

    async def restore(
        self, article: int, *, guild: int, actor: int | None = None, at: datetime | None = None
    ) -> Headline | None:
        """Put a removed article back on the guild's shelf; None where it isn't among the removed."""
        moment = at or now()

        def write(session: Session) -> Headline | None:
            if not _own(session, article, guild, removed=True):
                return None
            _restore(session, article, guild)
            audit.note(session, guild=guild, actor=actor, action="restore", article=article, at=moment)
            return load_headline(session, article, guild)

        return await self._database.write(write)

    async def removed(self, *, guild: int, typed: str = "", limit: int = 25) -> list[Headline]:
        """Removed articles that can be restored, removed last first, whose title holds what is typed."""
        wanted = fold(typed)

        def find(session: Session) -> list[Headline]:
            found = []
            for row in session.each(_REMOVED, guild):
                if wanted in fold(row["title"]):
                    found.append(load_headline(session, row["article"], guild, removed=True))
                if len(found) == limit:
                    break
            return [one for one in found if one]

        return await self._database.read(find)

    async def count(self, *, guild: int) -> int:
        """How many articles the guild sees."""
        number: int = await self._database.read(lambda session: session.value(_COUNT, guild))
        return number

    async def purge(self, *, at: datetime | None = None) -> int:
        """Delete for good what was removed more than 30 days ago; returns how many articles are gone."""
        until = write_time((at or now()) - KEPT_REMOVED)

        def write(session: Session) -> int:
            rows = session.rows("SELECT guild, article FROM shelves WHERE removed_at < $1", until)
            for row in rows:
                session.run("DELETE FROM shelves WHERE guild = $1 AND article = $2", *row)
            return sum(delete_if_unshelved(session, article) for article in {row["article"] for row in rows})

        return await self._database.write(write)


def add(
    session: Session,
    draft: Draft,
    analysis: Analysis,
    *,
    guild: int,
    actor: int | None,
    at: datetime,
    identity: str | None = None,
    renewing: bool = True,
) -> Added:
    """What `Articles.add` does, as a part of a larger transaction.

    `identity` takes the place of the link as what makes it the same article. Without `renewing`, an article that is
    stored already keeps its text.
    """
    adding = _Adding(session, draft, analysis, guild, actor, at, identity=identity, renewing=renewing)
    return adding.run()


def renew(session: Session, article: int, draft: Draft, analysis: Analysis, *, at: datetime) -> bool:
    """Bring a stored article up to a draft, whoever sees it; whether it is now another version."""
    stored = session.row("SELECT * FROM articles WHERE id = $1", article)
    return stored is not None and _Adding(session, draft, analysis, HOST_SHELF, None, at)._renew(stored)


def identity_of(draft: Draft, *, guild: int) -> str:
    """What makes a draft the same article as a stored one."""
    if draft.link is not None:
        return f"link:{draft.link}"
    # Never shared between guilds: nobody checked that the text is what it says it is.
    return f"text:{guild}:{fingerprint(writable(draft.text))}"


def is_removed(session: Session, article: int, guild: int) -> bool:
    """Whether an editor of the guild has taken the article off its shelf."""
    return _own(session, article, guild, removed=True)


def put_on_shelf(session: Session, article: int, guild: int, *, at: datetime) -> bool:
    """Let a guild see a stored article; False where it does already, or has removed it."""
    if is_removed(session, article, guild) or is_visible(session, article, guild):
        return False
    _shelve(session, article, guild, at)
    return True


class _Adding:
    """One draft on its way into the store, within one transaction."""

    def __init__(
        self,
        session: Session,
        draft: Draft,
        analysis: Analysis,
        guild: int,
        actor: int | None,
        moment: datetime,
        *,
        identity: str | None = None,
        renewing: bool = True,
    ) -> None:
        self._session = session
        self._draft = draft
        self._analysis = analysis
        self._guild = guild
        self._actor = actor
        self._moment = moment
        self._renewing = renewing
        self._at = write_time(moment)
        self._text = writable(draft.text)
        self._title = writable(draft.title)
        self._fingerprint = fingerprint(self._text)
        self._identity = identity or identity_of(draft, guild=guild)

    def run(self) -> Added:
        stored = self._session.row("SELECT * FROM articles WHERE identity = $1", self._identity)
        if stored is not None and self._sees(stored["id"]):
            return self._done(stored["id"], "updated" if self._renewing and self._renew(stored) else "known")
        # The same text under another link, or pasted: who already sees it needs no second one.
        twin = self._session.value(_TWIN, self._guild, self._fingerprint)
        if twin is not None:
            return self._done(twin, "known")
        if stored is None:
            return self._done(self._insert(), "added")
        if self._renewing:
            self._renew(stored)
        if _own(self._session, stored["id"], self._guild, removed=True):
            _restore(self._session, stored["id"], self._guild)
            return self._done(stored["id"], "restored")
        _shelve(self._session, stored["id"], self._guild, self._moment)
        return self._done(stored["id"], "added")

    def _sees(self, article: int) -> bool:
        return bool(self._session.value("SELECT " + VISIBLE.format(article="$2"), self._guild, article))

    def _done(self, article: int, outcome: Outcome) -> Added:
        if outcome != "known":
            audit.note(
                self._session,
                guild=self._guild,
                actor=self._actor,
                action={"added": "add", "restored": "restore", "updated": "update"}[outcome],
                article=article,
                at=self._moment,
            )
        stored = load_article(self._session, article, self._guild)
        assert stored is not None
        return Added(stored, outcome)

    def _insert(self) -> int:
        draft = self._draft
        article: int = self._session.value(
            _INSERT,
            self._identity,
            self._fingerprint,
            self._title,
            draft.outlet and writable(draft.outlet),
            draft.author and writable(draft.author),
            draft.link,
            draft.given_link,
            write_time(draft.published),
            self._at,
            draft.language or self._analysis.language,
            draft.feed,
        )
        self._keep_version(article, 1)
        _set_on_shelf(self._session, article, self._guild, self._moment)
        sqlite.index(self._session, article)
        return article

    def _renew(self, stored: Row) -> bool:
        """Bring a stored article up to the draft; whether it is now another version."""
        article, session = stored["id"], self._session
        known = (stored["outlet"], stored["author"], stored["published"])
        told = (self._draft.outlet, self._draft.author, write_time(self._draft.published))
        changed = bool(stored["fingerprint"] != self._fingerprint or stored["title"] != self._title)
        if not changed and all(old is not None or new is None for old, new in zip(known, told, strict=True)):
            return False
        sqlite.unindex(session, article)
        session.run(_FILL, article, *told)
        outlet = session.value("SELECT outlet FROM articles WHERE id = $1", article)
        session.run(_REDATE_SHELVES, article, fold(outlet or "") or None)
        session.run(_REDATE_POSITIONS, article)
        if changed:
            version = stored["version"] + 1
            session.run(_RENEW, article, version, self._fingerprint, self._title, self._at, self._draft.feed)
            self._keep_version(article, version)
        sqlite.index(session, article)
        return changed

    def _keep_version(self, article: int, version: int) -> None:
        self._session.run(_INSERT_VERSION, article, version, self._at, self._title, self._text)
        analyses.save(self._session, article, version, self._text, self._analysis)
        stories.sketch(self._session, article)


def delete_if_unshelved(session: Session, article: int) -> bool:
    """Delete an article for good where no shelf holds it, not even among the removed."""
    if session.value("SELECT 1 FROM shelves WHERE article = $1", article):
        return False
    sqlite.unindex(session, article)
    session.run("DELETE FROM articles WHERE id = $1", article)
    return True


def _own(session: Session, article: int, guild: int, *, removed: bool) -> bool:
    return bool(session.value(_ON_OWN_SHELF, guild, article, removed))


def _shelve(session: Session, article: int, guild: int, at: datetime) -> None:
    sqlite.unindex(session, article)
    _set_on_shelf(session, article, guild, at)
    sqlite.index(session, article)


def _set_on_shelf(session: Session, article: int, guild: int, at: datetime) -> None:
    outlet = session.value("SELECT outlet FROM articles WHERE id = $1", article)
    session.run(_SHELVE, guild, article, write_time(at), fold(outlet or "") or None)
    stories.join(session, article, guild)


def _restore(session: Session, article: int, guild: int) -> None:
    sqlite.unindex(session, article)
    session.run("UPDATE shelves SET removed_at = NULL WHERE guild = $1 AND article = $2", guild, article)
    sqlite.index(session, article)


def _with_copies(session: Session, article: int, guild: int) -> Headline | None:
    headline = load_headline(session, article, guild)
    return headline and replace(headline, copies=stories.other_copies(session, article, guild))


def _on_topic(session: Session, guild: int, topic: str, outlet: str | None, most: int) -> list[Row]:
    terms = read_terms(topic)
    if not terms:
        return []
    wanted = sqlite.match(terms, columns="title topics", guild=guild)
    return session.rows(_NAMED, guild, most, wanted, None if outlet is None else fold(outlet))


_LOOKED_AT_WHILE_TYPING = 100

_NEWEST_FEW = NEWEST.format(filter="") + " LIMIT $2"

_NEWEST_STORIES = NEWEST.format(filter=LEADS) + " LIMIT $2"

_COUNT = f"SELECT count(*) FROM ({NEWEST.format(filter='')})"

_OF_OUTLET = NEWEST.format(filter="AND outlet = $3") + " LIMIT $2"

# The guild's own date counts where an article is on the host's shelf too.
_NAMED = """
SELECT article, coalesce(max(CASE WHEN guild = $1 THEN dated END), max(dated)) AS day
FROM (SELECT rowid FROM names WHERE names MATCH $3 ORDER BY rowid DESC LIMIT $2) AS matches
JOIN shelves ON shelves.article = matches.rowid
WHERE guild IN (0, $1) AND removed_at IS NULL AND ($4 IS NULL OR outlet = $4)
GROUP BY article
ORDER BY day DESC, article DESC
"""

# Each step jumps to the next outlet in the index instead of reading all rows of the one before.
_OUTLETS = """
WITH RECURSIVE step (name) AS (
    SELECT min(outlet) FROM shelves WHERE guild = $1 AND removed_at IS NULL
    UNION ALL
    SELECT (SELECT min(outlet) FROM shelves WHERE guild = $1 AND removed_at IS NULL AND outlet > name)
    FROM step WHERE name IS NOT NULL
)
SELECT name FROM step
"""

_OUTLET_NAME = """
SELECT articles.outlet
FROM shelves JOIN articles ON articles.id = shelves.article
WHERE guild IN (0, $1) AND removed_at IS NULL AND shelves.outlet = $2
LIMIT 1
"""

_REMOVED = """
SELECT article, title
FROM shelves JOIN articles ON articles.id = shelves.article
WHERE guild = $1 AND removed_at IS NOT NULL
ORDER BY removed_at DESC, article DESC
"""

_ON_OWN_SHELF = "SELECT 1 FROM shelves WHERE guild = $1 AND article = $2 AND (removed_at IS NOT NULL) = $3"

_REMOVE = "UPDATE shelves SET removed_at = $3 WHERE guild = $1 AND article = $2"

_TWIN = f"""
SELECT id FROM articles
WHERE fingerprint = $2 AND {VISIBLE.format(article="articles.id")}
ORDER BY id
LIMIT 1
"""

_INSERT = """
INSERT INTO articles
    (identity, fingerprint, version, title, outlet, author, link, given_link, published, added, language, feed)
VALUES ($1, $2, 1, $3, $4, $5, $6, $7, $8, $9, $10, $11)
RETURNING id
"""

_INSERT_VERSION = """
INSERT INTO article_versions (article, version, added, title, text) VALUES ($1, $2, $3, $4, $5)
"""

_SHELVE = """
INSERT INTO shelves (guild, article, added, dated, outlet, story)
SELECT $1, id, $3, coalesce(published, $3), $4, id FROM articles WHERE id = $2
"""

_FILL = """
UPDATE articles
SET outlet = coalesce(outlet, $2), author = coalesce(author, $3), published = coalesce(published, $4)
WHERE id = $1
"""

_REDATE_SHELVES = """
UPDATE shelves
SET dated = coalesce((SELECT published FROM articles WHERE id = $1), added), outlet = $2
WHERE article = $1
"""

_REDATE_POSITIONS = """
UPDATE positions
SET dated = coalesce(said, (SELECT coalesce(published, added) FROM articles WHERE id = $1))
WHERE article = $1
"""

_RENEW = """
UPDATE articles SET version = $2, fingerprint = $3, title = $4, updated = $5, feed = $6 WHERE id = $1
"""
