"""Editions: each a row before it is a message, on its way through states that a crash cannot skip.

Every step is one transaction. Who works on an edition holds its lease, a word that nobody else knows; a step whose
lease was taken over meanwhile changes nothing and says so.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.model import Edition
from bot.store.codec import now, read_time, write_time
from bot.store.database import Database, Row, Session
from bot.store.page import Page

LEASE = timedelta(seconds=90)
"""How long one step of work may take before another process takes over."""
KEPT = timedelta(days=400)
"""How long ended editions stay in the log."""


@dataclass(frozen=True, slots=True)
class Work:
    """An edition to work on, with the lease that it is held by; `payload` is the page where it was rendered before."""

    edition: Edition
    lease: str
    payload: str | None


class Editions:
    """The editions of all digests."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def begin(
        self,
        digest: int,
        *,
        due: datetime,
        covers_from: datetime,
        next_due: datetime | None,
        was_due: datetime | None = None,
        skip: str | None = None,
    ) -> bool:
        """Note that an edition is due, and when the digest is due next; with `skip`, a reason, it is skipped at once.

        A `next_due` of None leaves the digest's own; otherwise it takes the place of `was_due`. False, and nothing is
        noted, where the digest is no longer due then: another process began this edition, or an editor changed the
        plan. False too where that edition was begun before.
        """

        def write(session: Session) -> bool:
            if next_due is not None and not session.run(_NEXT_DUE, digest, write_time(next_due), write_time(was_due)):
                return False
            return bool(
                session.run(
                    _BEGIN,
                    digest,
                    write_time(due),
                    write_time(covers_from),
                    nonce_of(digest, due),
                    "skipped" if skip else "due",
                    None if skip else write_time(due),
                    skip,
                )
            )

        return await self._database.write(write)

    async def claim(self, moment: datetime, *, limit: int, lease: timedelta = LEASE) -> list[Work]:
        """Take the editions that are to be worked on now; they are this caller's until the lease ends."""

        def write(session: Session) -> list[Work]:
            works = []
            for row in session.rows(_TO_DO, write_time(moment), limit):
                token = secrets.token_hex(8)
                session.run(_LEASE, row["id"], token, write_time(moment + lease))
                works.append(Work(_edition(row), token, row["payload"]))
            return works

        return await self._database.write(write)

    async def next_wake(self) -> datetime | None:
        """When the next edition is to be worked on or the next digest is due, None where nothing is planned."""
        return read_time(await self._database.read(lambda session: session.value(_NEXT_WAKE)))

    async def rendered(self, work: Work, payload: str, stories: Sequence[Sequence[int]]) -> bool:
        """Keep what is to be posted and the articles that it tells of, by story, before anything is sent.

        False, and nothing is kept, where another edition of the digest has come to tell of one of them meanwhile.
        """
        digest = work.edition.digest

        def write(session: Session) -> bool:
            told = {row["article"] for row in session.rows(_TOLD, digest)} if stories else set()
            if any(article in told for story in stories for article in story):
                return False
            if not session.run(_RENDERED, work.edition.id, work.lease, payload):
                return False
            session.run_many(
                "INSERT INTO edition_articles (edition, article, story) VALUES ($1, $2, $3)",
                [(work.edition.id, article, number) for number, story in enumerate(stories) for article in story],
            )
            return True

        return await self._database.write(write)

    async def sending(self, work: Work, moment: datetime, *, lease: timedelta = LEASE) -> bool:
        """Note that the message may reach Discord from now on; nothing is sent before this is written."""
        until = write_time(moment + lease)
        return await self._change(_SENDING, work, write_time(moment), until)

    async def found_unsent(self, work: Work) -> bool:
        """Note that the channel holds no message of this edition: the next sending is the first again."""
        return await self._change("UPDATE editions SET sent_first = NULL WHERE id = $1 AND lease = $2", work)

    async def posted(self, work: Work, message: int, moment: datetime, *, lease: timedelta = LEASE) -> bool:
        """Note the message that Discord has accepted; what comes after posting is still to be done."""
        until = write_time(moment + lease)
        return await self._change(_POSTED, work, message, write_time(moment), until)

    async def finished(self, work: Work) -> bool:
        """Note that a posted edition needs nothing more."""
        return await self._change(_FINISHED, work)

    async def retry(self, work: Work, note: str, *, at: datetime, surely_unsent: bool) -> bool:
        """Put an edition back until `at`; `surely_unsent` where Discord itself refused this try, and all before it."""
        return await self._change(_RETRY, work, note[:500], write_time(at), surely_unsent)

    async def end(self, work: Work, state: str, note: str, *, surely_unsent: bool = True) -> bool:
        """Give an edition up as `failed` or `skipped`; what is surely unsent is told of in a later edition."""
        return await self._change(_END, work, state, note[:500], surely_unsent)

    async def get(self, edition: int, *, guild: int) -> Edition | None:
        """An edition of one of the guild's digests."""
        row = await self._database.read(lambda session: session.row(_GET, edition, guild))
        return None if row is None else _edition(row)

    async def articles(self, edition: int) -> list[int]:
        """The articles that an edition tells of, in the order of their stories."""
        rows = await self._database.read(lambda session: session.rows(_ARTICLES, edition))
        return [row["article"] for row in rows]

    async def log(self, digest: int, *, limit: int = 10, offset: int = 0) -> Page[Edition]:
        """A digest's editions, the newest first."""

        def read(session: Session) -> Page[Edition]:
            total = session.value("SELECT count(*) FROM editions WHERE digest = $1", digest)
            rows = session.rows(_LOG, digest, limit, offset)
            return Page(tuple(_edition(row) for row in rows), total)

        return await self._database.read(read)

    async def covered_until(self, digest: int) -> datetime | None:
        """Until when the digest's posted editions have told the news, None where it has none."""
        return read_time(await self._database.read(lambda session: session.value(_COVERED, digest)))

    async def behind_since(self, digest: int, *, full: int) -> datetime | None:
        """From when the digest's last editions covered the news, where each told of `full` articles, as many as it may.

        None where the last one had room for more.
        """
        return read_time(await self._database.read(lambda session: session.value(_BEHIND, digest, full)))

    async def told(self, digest: int) -> set[int]:
        """The articles that the digest has told of, or may have."""
        rows = await self._database.read(lambda session: session.rows(_TOLD, digest))
        return {row["article"] for row in rows}

    async def purge(self, *, at: datetime | None = None) -> int:
        """Delete ended editions that are too old for the log; returns how many."""
        until = write_time((at or now()) - KEPT)
        return await self._database.write(
            lambda session: session.run("DELETE FROM editions WHERE wake_at IS NULL AND due < $1", until)
        )

    async def _change(self, sql: str, work: Work, *values: Any) -> bool:
        return await self._database.write(lambda session: bool(session.run(sql, work.edition.id, work.lease, *values)))


def nonce_of(digest: int, due: datetime) -> str:
    """The nonce of an edition: 25 characters at most, the same whoever computes it and whenever."""
    told = f"newsdesk edition {digest} {write_time(due)}"
    return f"nd{hashlib.sha256(told.encode()).hexdigest()[:22]}"


def _edition(row: Row) -> Edition:
    due, covers_from = read_time(row["due"]), read_time(row["covers_from"])
    assert due is not None
    assert covers_from is not None
    return Edition(
        id=row["id"],
        digest=row["digest"],
        guild=row["guild"],
        channel=row["channel"],
        due=due,
        covers_from=covers_from,
        state=row["state"],
        nonce=row["nonce"],
        attempts=row["attempts"],
        sent_first=read_time(row["sent_first"]),
        posted=read_time(row["posted"]),
        message=row["message"],
        note=row["note"],
    )


_NEXT_DUE = "UPDATE digests SET next_due = $2 WHERE id = $1 AND next_due = $3 AND removed_at IS NULL"

_BEGIN = """
INSERT INTO editions (digest, due, covers_from, nonce, state, wake_at, note, channel)
SELECT $1, $2, $3, $4, $5, $6, $7, channel FROM digests WHERE id = $1
ON CONFLICT DO NOTHING
"""

_EDITION = "SELECT editions.*, guild FROM editions JOIN digests ON digests.id = digest"

_TO_DO = f"{_EDITION} WHERE wake_at <= $1 ORDER BY wake_at, editions.id LIMIT $2"

# Each take-up counts as an attempt, whichever step it comes to: what fails again and again is to wait longer each time.
_LEASE = "UPDATE editions SET lease = $2, wake_at = $3, attempts = attempts + 1 WHERE id = $1"

_NEXT_WAKE = """
SELECT min(moment) FROM (
    SELECT min(wake_at) AS moment FROM editions WHERE wake_at IS NOT NULL
    UNION ALL
    SELECT min(next_due) FROM digests WHERE next_due IS NOT NULL AND removed_at IS NULL
)
"""

_RENDERED = "UPDATE editions SET state = 'rendered', payload = $3 WHERE id = $1 AND lease = $2 AND state = 'due'"

_SENDING = """
UPDATE editions
SET state = 'sending', sent_first = coalesce(sent_first, $3), wake_at = $4
WHERE id = $1 AND lease = $2
"""

_POSTED = """
UPDATE editions
SET state = 'posted', message = $3, posted = $4, note = NULL, payload = NULL, wake_at = $5
WHERE id = $1 AND lease = $2
"""

_FINISHED = "UPDATE editions SET note = NULL, wake_at = NULL, lease = NULL WHERE id = $1 AND lease = $2"

_RETRY = """
UPDATE editions
SET note = $3, wake_at = $4, lease = NULL,
    state = CASE WHEN $5 AND state = 'sending' THEN 'rendered' ELSE state END,
    sent_first = CASE WHEN $5 THEN NULL ELSE sent_first END
WHERE id = $1 AND lease = $2
"""

_END = """
UPDATE editions
SET state = $3, note = $4, payload = NULL, wake_at = NULL, lease = NULL,
    sent_first = CASE WHEN $5 THEN NULL ELSE sent_first END
WHERE id = $1 AND lease = $2
"""

_GET = f"{_EDITION} WHERE editions.id = $1 AND guild = $2"

_ARTICLES = "SELECT article FROM edition_articles WHERE edition = $1 ORDER BY story, article DESC"

_LOG = f"{_EDITION} WHERE digest = $1 ORDER BY due DESC LIMIT $2 OFFSET $3"

_COVERED = "SELECT max(due) FROM editions WHERE digest = $1 AND state = 'posted'"

_BEHIND = """
SELECT min(covers_from) FROM editions
WHERE digest = $1 AND state = 'posted' AND due > coalesce((
    SELECT max(due) FROM editions
    WHERE digest = $1 AND state = 'posted'
        AND (SELECT count(*) FROM edition_articles WHERE edition = editions.id) < $2
), 0)
"""

_TOLD = """
SELECT DISTINCT article FROM edition_articles JOIN editions ON editions.id = edition
WHERE digest = $1 AND (state NOT IN ('failed', 'skipped') OR sent_first IS NOT NULL)
"""
