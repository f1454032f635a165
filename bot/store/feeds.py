"""Feeds: who follows them, when each is polled, and which of their entries are known.

What a poll brings, entries with their articles and what the host said of the feed, is written in one transaction: a
crash before it loses nothing, since the next poll brings the same, and one after it repeats nothing.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from bot.errors import UserError
from bot.model import Analysis, Draft, Feed, Subscription
from bot.store import articles, audit
from bot.store.articles import Added
from bot.store.codec import now, read_time, write_time
from bot.store.database import Database, Row, Session
from bot.store.shelf import is_visible, load_article, load_text
from bot.store.words import fold

FIRST_INTERVAL = timedelta(hours=1)
LEASE = timedelta(minutes=15)
"""How long a poll may go without a sign before the feed is due again."""
MOST_FOLLOWED = 500
"""Feeds that one guild may follow."""
MOVED_AFTER = 3
"""How many polls in a row must say that a feed has moved before that is believed."""
TELL_AFTER = 4
"""How many failures in a row the editors are told of, or earlier after a day of them."""
TELL_AFTER_TIME = timedelta(hours=24)
KEPT = timedelta(days=400)
"""How long an entry is known after it has left its feed."""
KEPT_UNFOLLOWED = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of an entry; without a `fingerprint` it has yet to be read, after `attempts` that failed."""

    fingerprint: str | None
    article: int | None
    attempts: int
    read: datetime


@dataclass(frozen=True, slots=True)
class Plan:
    """All that a poll must know: the feed, what its host said last, who follows it, and its known entries by key.

    Subscriptions that are paused are not among these.
    """

    feed: Feed
    etag: str | None
    modified: str | None
    subscriptions: tuple[Subscription, ...]
    known: dict[str, Known]


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryRead:
    """What became of one entry: an article for the shelves of `guilds`, or nothing to be kept.

    `draft` and `analysis` are a new text, `article` one that is stored already. `link` is the entry's where no other
    entry of its feed has the same. Without `fingerprint` the entry is to be tried again.
    """

    key: str
    fingerprint: str | None
    draft: Draft | None = None
    analysis: Analysis | None = None
    article: int | None = None
    link: str | None = None
    guilds: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PollState:
    """What a poll that went well has told of the feed; `seen` are the keys of all its entries."""

    etag: str | None
    modified: str | None
    interval: timedelta
    next_poll: datetime
    title: str | None = None
    site: str | None = None
    moved_to: str | None = None
    seen: tuple[str, ...] = ()


class Feeds:
    """The feeds of all guilds."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def follow(
        self,
        url: str,
        *,
        guild: int,
        backlog: int = 0,
        include: Sequence[str] = (),
        exclude: Sequence[str] = (),
        title: str | None = None,
        next_poll: datetime | None = None,
        actor: int | None = None,
        at: datetime | None = None,
        keeping: bool = False,
    ) -> tuple[Subscription, bool]:
        """Let a guild follow the feed at an address; whether that is new.

        A guild that follows it already gets the new filters, unless it is `keeping` its own, and goes on where it is.
        UserError beyond 500 feeds.
        """
        moment = at or now()

        def write(session: Session) -> tuple[Subscription, bool]:
            feed = session.value("SELECT id FROM feeds WHERE url = $1", url)
            known = feed is not None and session.value(_FOLLOWS, guild, feed)
            if known and keeping:
                return _must(session, feed, guild), False
            if not known and session.value(_COUNT, guild) >= MOST_FOLLOWED:
                raise UserError(f"This server follows {MOST_FOLLOWED} feeds; remove one before you add another.")
            if feed is None:
                first = write_time(next_poll or moment)
                feed = session.value(_INSERT, url, host_of(url), title, _seconds(FIRST_INTERVAL), first)
            else:
                # Nobody may have followed it for a while.
                session.run(_WAKE, feed, write_time(next_poll or moment))
            session.run(_FOLLOW, guild, feed, _write(include), _write(exclude), write_time(moment), backlog)
            audit.note(session, guild=guild, actor=actor, action="feed edit" if known else "feed add", at=moment)
            return _must(session, feed, guild), not known

        return await self._database.write(write)

    async def of_guild(self, *, guild: int) -> list[Subscription]:
        """What the guild follows: what fails first, then by name."""
        rows = await self._database.read(lambda session: session.rows(_OF_GUILD, guild))
        found = [_subscription(row) for row in rows]
        return sorted(found, key=lambda one: (one.feed.problem is None, fold(one.feed.name), one.feed.id))

    async def get(self, feed: int, *, guild: int) -> Subscription | None:
        """A feed that the guild follows, None where it doesn't."""
        return await self._database.read(lambda session: _load(session, feed, guild))

    async def counts(self, *, guild: int) -> dict[int, int]:
        """How many articles of each feed are stored, by the feed's id."""
        rows = await self._database.read(lambda session: session.rows(_ARTICLES, guild))
        return {row["feed"]: row["number"] for row in rows}

    async def pause(self, feed: int, *, guild: int, actor: int | None = None, at: datetime | None = None) -> bool:
        """Stop taking articles of a feed; False where the guild follows no such feed, or has paused it already."""
        return await self._change(_PAUSE, feed, guild, write_time(at or now()), action="feed pause", actor=actor, at=at)

    async def resume(self, feed: int, *, guild: int, actor: int | None = None, at: datetime | None = None) -> bool:
        """Go on with what comes from now on; False where it was not paused."""

        def write(session: Session) -> bool:
            if not session.run(_RESUME, guild, feed):
                return False
            session.run(_WAKE, feed, write_time(at or now()))
            audit.note(session, guild=guild, actor=actor, action="feed resume", at=at or now())
            return True

        return await self._database.write(write)

    async def remove(self, feed: int, *, guild: int, actor: int | None = None, at: datetime | None = None) -> bool:
        """Follow a feed no longer; its articles stay. False where the guild does not follow it."""
        return await self._change(_REMOVE, feed, guild, action="feed remove", actor=actor, at=at)

    async def claim(self, moment: datetime, *, limit: int, busy: Collection[str] = ()) -> list[tuple[int, str]]:
        """Take feeds that are due, as (id, host), at most one of each host and none of the `busy` hosts.

        They are due again after a while if nothing is heard of them.
        """

        def write(session: Session) -> list[tuple[int, str]]:
            taken: dict[str, int] = {}
            for row in session.rows(_DUE, write_time(moment)):
                if row["host"] not in busy and len(taken) < limit:
                    taken.setdefault(row["host"], row["id"])
            until = write_time(moment + LEASE)
            session.run_many("UPDATE feeds SET next_poll = $2 WHERE id = $1", [(one, until) for one in taken.values()])
            return [(feed, host) for host, feed in taken.items()]

        return await self._database.write(write)

    async def next_due(self) -> datetime | None:
        """When the next feed is due, None where none is followed."""
        return read_time(await self._database.read(lambda session: session.value(_NEXT_DUE)))

    async def plan(self, feed: int) -> Plan | None:
        """What a poll of the feed must know; None where there is no such feed, or nobody follows it."""

        def read(session: Session) -> Plan | None:
            subscriptions = tuple(_subscription(row) for row in session.rows(_FOLLOWERS, feed))
            if not subscriptions:
                return None
            row = session.row("SELECT etag, modified FROM feeds WHERE id = $1", feed)
            assert row is not None
            known = {
                one["key"]: _known(one) for one in session.each("SELECT * FROM feed_entries WHERE feed = $1", feed)
            }
            return Plan(subscriptions[0].feed, row["etag"], row["modified"], subscriptions, known)

        return await self._database.read(read)

    async def linked(self, links: Iterable[str]) -> dict[str, int]:
        """The articles that are stored under these canonical links: fetched, or told by a feed of the same site."""
        wanted = list(links)

        def read(session: Session) -> dict[str, int]:
            found = ((link, session.value(_BY_IDENTITY, f"link:{link}")) for link in wanted)
            return {link: article for link, article in found if article is not None}

        return await self._database.read(read)

    async def text_of(self, article: int) -> tuple[str, str]:
        """Title and text of a stored article, whoever may see it; two empty texts where it is gone."""

        def read(session: Session) -> tuple[str, str]:
            title = session.value("SELECT title FROM articles WHERE id = $1", article)
            return ("", "") if title is None else (title, load_text(session, article))

        return await self._database.read(read)

    async def keep(
        self, feed: int, entries: Sequence[EntryRead], *, state: PollState | None = None, at: datetime | None = None
    ) -> tuple[list[tuple[int, Added]], bool]:
        """Store what became of entries, and with the last of them the feed's new `state`: all of it or nothing.

        Returns what was done on each guild's shelf, as (guild, Added), and whether editors who were told that the feed
        is failing can now be told that it is back.
        """
        moment = at or now()

        def write(session: Session) -> tuple[list[tuple[int, Added]], bool]:
            row = session.row("SELECT * FROM feeds WHERE id = $1", feed)
            if row is None:
                return [], False
            following = {one["guild"] for one in session.rows(_FOLLOWERS, feed)}
            done = []
            for entry in entries:
                done += _keep(session, feed, entry, following, moment)
            if state is None:
                session.run("UPDATE feeds SET next_poll = $2 WHERE id = $1", feed, write_time(moment + LEASE))
                return done, False
            _finish(session, row, state, moment)
            return done, bool(row["told"])

        return await self._database.write(write)

    async def failed(
        self, feed: int, problem: str, *, next_poll: datetime, ended: bool = False, at: datetime | None = None
    ) -> bool:
        """Note that a poll failed and why; whether the editors are to be told of it now, for the first time."""
        moment = at or now()

        def write(session: Session) -> bool:
            row = session.row("SELECT * FROM feeds WHERE id = $1", feed)
            if row is None:
                return False
            since = read_time(row["failing_since"]) or moment
            long = row["failures"] + 1 >= TELL_AFTER or moment - since >= TELL_AFTER_TIME
            tell = (ended or long) and not row["told"]
            session.run(
                _FAILED,
                feed,
                problem[:500],
                write_time(moment),
                None if ended else write_time(next_poll),
                write_time(moment) if ended else None,
                tell,
            )
            return bool(tell)

        return await self._database.write(write)

    async def purge(self, *, at: datetime | None = None) -> None:
        """Forget entries that left their feeds long ago, and feeds that nobody has followed for a while."""
        moment = at or now()

        def write(session: Session) -> None:
            # Counted from when the feed was last read: one that answers for years that nothing has changed is not new.
            for row in session.rows("SELECT feed, max(seen) AS read FROM feed_entries GROUP BY feed"):
                session.run(_FORGET, row["feed"], row["read"] - _seconds(KEPT))
            session.run(_FORGET_UNFOLLOWED, write_time(moment - KEPT_UNFOLLOWED))

        await self._database.write(write)

    async def _change(
        self, sql: str, feed: int, guild: int, *values: object, action: str, actor: int | None, at: datetime | None
    ) -> bool:
        def write(session: Session) -> bool:
            if not session.run(sql, guild, feed, *values):
                return False
            audit.note(session, guild=guild, actor=actor, action=action, at=at or now())
            return True

        return await self._database.write(write)


def host_of(url: str) -> str:
    """The host that a checked address names."""
    return urlsplit(url).hostname or ""


def _keep(
    session: Session, feed: int, entry: EntryRead, following: Collection[int], at: datetime
) -> list[tuple[int, Added]]:
    """Store what became of one entry; who no longer follows the feed gets nothing of it."""
    known = session.value("SELECT article FROM feed_entries WHERE feed = $1 AND key = $2", feed, entry.key)
    article = entry.article if known is None else known
    guilds = [guild for guild in entry.guilds if guild in following]
    done: list[tuple[int, Added]] = []
    if entry.draft is not None and entry.analysis is not None:
        if article is not None and _is_another_page(session, feed, entry.draft, article):
            # Who had the one gets the other beside it.
            guilds = [guild for guild in following if guild in guilds or is_visible(session, article, guild)]
            article = None
        done = _store(session, feed, entry, entry.draft, entry.analysis, article, guilds, at)
    elif article is not None:
        done = [(guild, _given(session, article, guild, at)) for guild in guilds if _may(session, article, guild)]
    article = done[0][1].article.id if done and article is None else article
    session.run(_KEEP, feed, entry.key, entry.fingerprint, article, write_time(at))
    return done


def _store(
    session: Session,
    feed: int,
    entry: EntryRead,
    draft: Draft,
    analysis: Analysis,
    article: int | None,
    guilds: Iterable[int],
    at: datetime,
) -> list[tuple[int, Added]]:
    # What may not stand under its link for everybody is the feed's own, and the same while its entry or link is.
    identity = f"link:{draft.link}" if draft.link else f"entry:{feed}:{entry.link or entry.key}"
    if article is not None:
        identity = session.value("SELECT identity FROM articles WHERE id = $1", article)
    stored = session.value(_BY_IDENTITY, identity)
    renewed = False
    # Another feed, or an editor, who brought the same article in other words shall not be overruled.
    if stored is not None and _may_renew(session, feed, draft, stored):
        renewed = articles.renew(session, stored, draft, analysis, at=at)
    done = []
    for guild in guilds:
        if stored is not None and articles.is_removed(session, stored, guild):
            continue
        added = articles.add(
            session, draft, analysis, guild=guild, actor=None, at=at, identity=identity, renewing=False
        )
        stored = added.article.id if stored is None else stored
        done.append((guild, Added(added.article, "updated") if renewed and added.outcome == "known" else added))
    return done


def _is_another_page(session: Session, feed: int, draft: Draft, article: int) -> bool:
    """Whether a fetched page is not that of the article which its entry had: an edit may change an entry's link."""
    row = session.row(_ORIGIN, article)
    return draft.feed is None and row is not None and row["feed"] != feed and row["identity"] != f"link:{draft.link}"


def _may_renew(session: Session, feed: int, draft: Draft, article: int) -> bool:
    """Whether the article came to the feed before, and a feed's own text would replace no other's than its own."""
    row = session.row(_ORIGIN, article)
    own = draft.feed is None or (row is not None and row["feed"] == feed)
    return own and bool(session.value(_BROUGHT, feed, article))


def _may(session: Session, article: int, guild: int) -> bool:
    return not articles.is_removed(session, article, guild)


def _given(session: Session, article: int, guild: int, at: datetime) -> Added:
    put = articles.put_on_shelf(session, article, guild, at=at)
    found = load_article(session, article, guild)
    assert found is not None, "it stands on the shelf"
    return Added(found, "added" if put else "known")


def _finish(session: Session, row: Row, state: PollState, at: datetime) -> None:
    moved_times = 0
    if state.moved_to is not None and state.moved_to != row["url"]:
        moved_times = row["moved_times"] + 1 if state.moved_to == row["moved_to"] else 1
    session.run(
        _SUCCEEDED,
        row["id"],
        write_time(at),
        state.etag,
        state.modified,
        _seconds(state.interval),
        write_time(state.next_poll),
        state.title,
        state.site,
        state.moved_to if moved_times else None,
        moved_times,
    )
    session.run("UPDATE subscriptions SET backlog = NULL WHERE feed = $1 AND paused IS NULL", row["id"])
    seen = [(row["id"], key, write_time(at)) for key in state.seen]
    session.run_many(_SEEN, seen)
    if moved_times >= MOVED_AFTER and state.moved_to is not None:
        _move(session, row["id"], state.moved_to)


def _move(session: Session, feed: int, url: str) -> None:
    """Give a feed its new address; where that is another feed's, its followers follow that one from now on."""
    other = session.value("SELECT id FROM feeds WHERE url = $1", url)
    if other is None:
        session.run(_MOVE, feed, url, host_of(url))
        return
    # What the one feed knew is not told to the other: its own followers may not have got that yet.
    session.run(_FOLLOW_OTHER, feed, other)
    session.run("DELETE FROM feeds WHERE id = $1", feed)


def _load(session: Session, feed: int, guild: int) -> Subscription | None:
    row = session.row(_GET, guild, feed)
    return None if row is None else _subscription(row)


def _must(session: Session, feed: int, guild: int) -> Subscription:
    found = _load(session, feed, guild)
    assert found is not None, "it was written in this transaction"
    return found


def _subscription(row: Row) -> Subscription:
    added = read_time(row["added"])
    assert added is not None
    return Subscription(
        guild=row["guild"],
        feed=_feed(row),
        include=tuple(json.loads(row["include"])),
        exclude=tuple(json.loads(row["exclude"])),
        added=added,
        paused=read_time(row["paused"]),
        backlog=row["backlog"],
    )


def _feed(row: Row) -> Feed:
    return Feed(
        id=row["id"],
        url=row["url"],
        title=row["title"],
        site=row["site"],
        interval=timedelta(seconds=row["interval"]),
        next_poll=read_time(row["next_poll"]),
        polled=read_time(row["polled"]),
        succeeded=read_time(row["succeeded"]),
        failures=row["failures"],
        failing_since=read_time(row["failing_since"]),
        problem=row["problem"],
        ended=read_time(row["ended"]),
    )


def _known(row: Row) -> Known:
    read = read_time(row["read"])
    assert read is not None
    return Known(row["fingerprint"], row["article"], row["attempts"], read)


def _seconds(interval: timedelta) -> int:
    return int(interval.total_seconds())


def _write(words: Sequence[str]) -> str:
    return json.dumps(list(words), ensure_ascii=False)


_FOLLOWS = "SELECT 1 FROM subscriptions WHERE guild = $1 AND feed = $2"

_COUNT = "SELECT count(*) FROM subscriptions WHERE guild = $1"

_INSERT = "INSERT INTO feeds (url, host, title, interval, next_poll) VALUES ($1, $2, $3, $4, $5) RETURNING id"

# A feed that has ended is tried once more when somebody asks for it anew.
_WAKE = """
UPDATE feeds SET next_poll = CASE WHEN next_poll < $2 THEN next_poll ELSE $2 END, ended = NULL WHERE id = $1
"""

_FOLLOW = """
INSERT INTO subscriptions (guild, feed, include, exclude, added, backlog) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (guild, feed) DO UPDATE SET include = $3, exclude = $4
"""

_ROW = "SELECT feeds.*, subscriptions.* FROM subscriptions JOIN feeds ON feeds.id = feed"

_GET = f"{_ROW} WHERE guild = $1 AND feed = $2"

_OF_GUILD = f"{_ROW} WHERE guild = $1"

_HERE = "NOT EXISTS (SELECT 1 FROM guilds WHERE guilds.id = subscriptions.guild AND left_at IS NOT NULL)"

_FOLLOWERS = f"{_ROW} WHERE feed = $1 AND paused IS NULL AND {_HERE} ORDER BY guild"

_FOLLOWED = f"EXISTS (SELECT 1 FROM subscriptions WHERE feed = feeds.id AND paused IS NULL AND {_HERE})"

_DUE = f"SELECT id, host FROM feeds WHERE next_poll <= $1 AND {_FOLLOWED} ORDER BY next_poll, id LIMIT 1000"

_NEXT_DUE = f"SELECT next_poll FROM feeds WHERE next_poll IS NOT NULL AND {_FOLLOWED} ORDER BY next_poll LIMIT 1"

_ARTICLES = """
SELECT feed_entries.feed, count(DISTINCT shelves.article) AS number
FROM subscriptions
JOIN feed_entries ON feed_entries.feed = subscriptions.feed
JOIN shelves ON shelves.article = feed_entries.article AND shelves.guild = $1 AND removed_at IS NULL
WHERE subscriptions.guild = $1
GROUP BY feed_entries.feed
"""

_PAUSE = "UPDATE subscriptions SET paused = $3 WHERE guild = $1 AND feed = $2 AND paused IS NULL"

_RESUME = """
UPDATE subscriptions SET paused = NULL, backlog = coalesce(backlog, 0)
WHERE guild = $1 AND feed = $2 AND paused IS NOT NULL
"""

_REMOVE = "DELETE FROM subscriptions WHERE guild = $1 AND feed = $2"

_BY_IDENTITY = "SELECT id FROM articles WHERE identity = $1"

_ORIGIN = "SELECT identity, feed FROM articles WHERE id = $1"

_BROUGHT = "SELECT 1 FROM feed_entries WHERE feed = $1 AND article = $2"

_KEEP = """
INSERT INTO feed_entries (feed, key, fingerprint, article, attempts, read, seen)
VALUES ($1, $2, $3, $4, CASE WHEN $3 IS NULL THEN 1 ELSE 0 END, $5, $5)
ON CONFLICT (feed, key) DO UPDATE SET
    fingerprint = $3, article = $4, read = $5, seen = $5,
    attempts = CASE WHEN $3 IS NULL THEN feed_entries.attempts + 1 ELSE 0 END
"""

_SUCCEEDED = """
UPDATE feeds
SET polled = $2, succeeded = $2, etag = $3, modified = $4, interval = $5, next_poll = $6,
    title = coalesce($7, title), site = coalesce($8, site), moved_to = $9, moved_times = $10,
    failures = 0, failing_since = NULL, problem = NULL, told = 0, ended = NULL
WHERE id = $1
"""

_FAILED = """
UPDATE feeds
SET polled = $3, problem = $2, failures = failures + 1, failing_since = coalesce(failing_since, $3), next_poll = $4,
    ended = $5, told = CASE WHEN $6 THEN 1 ELSE told END
WHERE id = $1
"""

_MOVE = "UPDATE feeds SET url = $2, host = $3, moved_to = NULL, moved_times = 0 WHERE id = $1"

_FOLLOW_OTHER = """
INSERT INTO subscriptions (guild, feed, include, exclude, added, paused, backlog)
SELECT guild, $2, include, exclude, added, paused, backlog FROM subscriptions WHERE feed = $1
ON CONFLICT DO NOTHING
"""

_FORGET = "DELETE FROM feed_entries WHERE feed = $1 AND seen < $2"

# Once a day is enough, and most polls then write nothing of it.
_SEEN = "UPDATE feed_entries SET seen = $3 WHERE feed = $1 AND key = $2 AND seen < $3 - 86400"

_FORGET_UNFOLLOWED = """
DELETE FROM feeds
WHERE NOT EXISTS (SELECT 1 FROM subscriptions WHERE feed = feeds.id) AND coalesce(polled, next_poll, 0) < $1
"""
