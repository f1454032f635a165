"""The editors' trail: who did what; the only place that holds ids of users."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.store.codec import now, read_time, write_time
from bot.store.database import Database, Session
from bot.store.page import Page, count_up_to, cut_page

MOST_COUNTED = 1_000
KEPT = timedelta(days=180)
"""How long it is remembered which editor did what."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that an editor did; `at` is in UTC, `actor` a user id, `article` the id it was done to."""

    id: int
    guild: int
    at: datetime
    actor: int
    action: str
    article: int | None


class Audit:
    """The trail of each guild."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def note(
        self, *, guild: int, actor: int, action: str, article: int | None = None, at: datetime | None = None
    ) -> None:
        """Write down what an editor did outside the store's own functions, which do so themselves."""
        moment = at or now()
        await self._database.write(
            lambda session: note(session, guild=guild, actor=actor, action=action, article=article, at=moment)
        )

    async def list(self, *, guild: int, limit: int = 10, offset: int = 0) -> Page[Entry]:
        """What was done, newest first."""

        def find(session: Session) -> Page[Entry]:
            most = count_up_to(MOST_COUNTED, limit=limit, offset=offset)
            rows = session.rows("SELECT id FROM audit WHERE guild = $1 ORDER BY id DESC LIMIT $2", guild, most)
            return cut_page(
                [row["id"] for row in rows],
                lambda entry: _load(session, entry),
                limit=limit,
                offset=offset,
                most=MOST_COUNTED,
            )

        return await self._database.read(find)

    async def purge(self, *, at: datetime | None = None) -> int:
        """Delete what is older than 180 days, in all guilds; returns how many entries are gone."""
        until = write_time((at or now()) - KEPT)
        return await self._database.write(lambda session: session.run("DELETE FROM audit WHERE at < $1", until))

    async def erase(self, *, guild: int, actor: int | None = None) -> int:
        """Delete the guild's trail, or one user's part of it; returns how many entries are gone."""
        return await self._database.write(
            lambda session: session.run(
                "DELETE FROM audit WHERE guild = $1 AND ($2 IS NULL OR actor = $2)", guild, actor
            )
        )


def note(
    session: Session, *, guild: int, actor: int | None, action: str, at: datetime, article: int | None = None
) -> None:
    """Write down what an editor did, in the transaction that does it; nothing where no person did it."""
    if actor is not None:
        session.run(
            "INSERT INTO audit (guild, at, actor, action, article) VALUES ($1, $2, $3, $4, $5)",
            guild,
            write_time(at),
            actor,
            action,
            article,
        )


def _load(session: Session, entry: int) -> Entry | None:
    row = session.row("SELECT * FROM audit WHERE id = $1", entry)
    if row is None:
        return None
    at = read_time(row["at"])
    assert at is not None
    return Entry(row["id"], row["guild"], at, row["actor"], row["action"], row["article"])
