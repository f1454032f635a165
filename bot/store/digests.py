"""Digests: what editors planned, and when each is due next."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime, time, timedelta
from typing import Any

from bot.model import Digest, DigestPlan, Filters, Schedule
from bot.store import audit
from bot.store.codec import now, read_time, write_time
from bot.store.database import Database, Row, Session

KEPT_REMOVED = timedelta(days=30)
"""How long a removed digest can be restored."""


class Digests:
    """The digests of all guilds."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def create(
        self, plan: DigestPlan, *, guild: int, next_due: datetime, actor: int | None = None, at: datetime | None = None
    ) -> Digest:
        """Store a new digest."""
        moment = at or now()

        def write(session: Session) -> Digest:
            number = session.value(
                _INSERT, guild, plan.channel, write_plan(plan), write_time(moment), write_time(next_due)
            )
            audit.note(session, guild=guild, actor=actor, action="digest create", at=moment)
            return _must(session, number)

        return await self._database.write(write)

    async def edit(
        self,
        digest: int,
        plan: DigestPlan,
        *,
        guild: int,
        next_due: datetime,
        actor: int | None = None,
        at: datetime | None = None,
    ) -> Digest | None:
        """Change a digest's plan; a paused one stays paused. None where the guild has no such digest."""

        def write(session: Session) -> Digest | None:
            if not session.run(_EDIT, guild, digest, plan.channel, write_plan(plan), write_time(next_due)):
                return None
            session.run(_MOVE_UNSENT, digest, plan.channel)
            audit.note(session, guild=guild, actor=actor, action="digest edit", at=at or now())
            return _must(session, digest)

        return await self._database.write(write)

    async def get(self, digest: int, *, guild: int | None = None) -> Digest | None:
        """A digest, None where it was removed or is another guild's."""

        def read(session: Session) -> Digest | None:
            found = load(session, digest)
            return found if found and guild in (None, found.guild) else None

        return await self._database.read(read)

    async def of_guild(self, *, guild: int) -> list[Digest]:
        """The guild's digests, oldest first."""
        rows = await self._database.read(lambda session: session.rows(_OF_GUILD, guild))
        return [_digest(row) for row in rows]

    async def removed(self, *, guild: int) -> list[Digest]:
        """The guild's removed digests, removed last first."""
        rows = await self._database.read(lambda session: session.rows(_REMOVED, guild))
        return [_digest(row) for row in rows]

    async def due(self, moment: datetime, *, limit: int) -> list[Digest]:
        """Digests that are due, those longest due first."""
        rows = await self._database.read(lambda session: session.rows(_DUE, write_time(moment), limit))
        return [_digest(row) for row in rows]

    async def all_planned(self) -> list[Digest]:
        """Every digest that is not paused, for who must compute all due times anew."""
        rows = await self._database.read(lambda session: session.rows(_PLANNED))
        return [_digest(row) for row in rows]

    async def reschedule(self, digest: int, next_due: datetime) -> None:
        """Set when a digest that is not paused is due next."""
        await self._database.write(lambda session: session.run(_RESCHEDULE, digest, write_time(next_due)))

    async def pause(self, digest: int, *, because: str | None = None, actor: int | None = None) -> bool:
        """Stop a digest until it is resumed; False where it was paused already. `because` is the bot's own reason."""

        def write(session: Session) -> bool:
            found = load(session, digest)
            if found is None or not session.run(_PAUSE, digest, because):
                return False
            session.run(_SKIP_UNSENT, digest, "The digest was paused.")
            audit.note(session, guild=found.guild, actor=actor, action="digest pause", at=now())
            return True

        return await self._database.write(write)

    async def resume(self, digest: int, next_due: datetime, *, actor: int | None = None) -> bool:
        """Go on with a paused digest; False where it is not paused."""

        def write(session: Session) -> bool:
            found = load(session, digest)
            if found is None or not session.run(_RESUME, digest, write_time(next_due)):
                return False
            audit.note(session, guild=found.guild, actor=actor, action="digest resume", at=now())
            return True

        return await self._database.write(write)

    async def remove(self, digest: int, *, guild: int, actor: int | None = None, at: datetime | None = None) -> bool:
        """Remove a digest; what of it is not sent yet is skipped. False where the guild has no such digest."""
        moment = at or now()

        def write(session: Session) -> bool:
            if not session.run(_REMOVE, guild, digest, write_time(moment)):
                return False
            session.run(_SKIP_UNSENT, digest, "The digest was removed.")
            audit.note(session, guild=guild, actor=actor, action="digest remove", at=moment)
            return True

        return await self._database.write(write)

    async def restore(self, digest: int, next_due: datetime, *, guild: int, actor: int | None = None) -> bool:
        """Bring a removed digest back; False where there is none."""

        def write(session: Session) -> bool:
            if not session.run(_RESTORE, guild, digest, write_time(next_due)):
                return False
            audit.note(session, guild=guild, actor=actor, action="digest restore", at=now())
            return True

        return await self._database.write(write)

    async def purge(self, *, at: datetime | None = None) -> int:
        """Delete for good what was removed more than 30 days ago, with its log; returns how many digests are gone."""
        until = write_time((at or now()) - KEPT_REMOVED)
        return await self._database.write(
            lambda session: session.run("DELETE FROM digests WHERE removed_at < $1", until)
        )


def load(session: Session, digest: int) -> Digest | None:
    """A digest that is not removed."""
    row = session.row("SELECT * FROM digests WHERE id = $1 AND removed_at IS NULL", digest)
    return None if row is None else _digest(row)


def write_plan(plan: DigestPlan) -> str:
    """A plan as JSON."""
    fields = asdict(plan)
    fields["schedule"]["at"] = plan.schedule.at.isoformat("minutes")
    fields["schedule"]["weekdays"] = sorted(plan.schedule.weekdays)
    fields["parts"] = sorted(plan.parts)
    return json.dumps(fields, separators=(",", ":"))


def read_plan(written: str) -> DigestPlan:
    """The plan of such JSON."""
    fields: dict[str, Any] = json.loads(written)
    schedule = fields["schedule"]
    fields["schedule"] = Schedule(
        time.fromisoformat(schedule["at"]), schedule["zone"], frozenset(schedule["weekdays"]), schedule["every"]
    )
    filters: Any = {name: tuple(kept) if isinstance(kept, list) else kept for name, kept in fields["filters"].items()}
    fields["filters"] = Filters(**filters)
    fields["parts"] = frozenset(fields["parts"])
    return DigestPlan(**fields)


def _must(session: Session, digest: int) -> Digest:
    found = load(session, digest)
    assert found is not None, "it was written in this transaction"
    return found


def _digest(row: Row) -> Digest:
    created = read_time(row["created"])
    assert created is not None
    return Digest(
        id=row["id"],
        guild=row["guild"],
        plan=read_plan(row["plan"]),
        created=created,
        next_due=read_time(row["next_due"]),
        paused_because=row["paused_because"],
    )


_INSERT = """
INSERT INTO digests (guild, channel, plan, created, next_due) VALUES ($1, $2, $3, $4, $5) RETURNING id
"""

_EDIT = """
UPDATE digests SET channel = $3, plan = $4, next_due = CASE WHEN next_due IS NULL THEN NULL ELSE $5 END
WHERE guild = $1 AND id = $2 AND removed_at IS NULL
"""

_MOVE_UNSENT = """
UPDATE editions SET channel = $2 WHERE digest = $1 AND wake_at IS NOT NULL AND sent_first IS NULL
"""

_OF_GUILD = "SELECT * FROM digests WHERE guild = $1 AND removed_at IS NULL ORDER BY id"

_REMOVED = "SELECT * FROM digests WHERE guild = $1 AND removed_at IS NOT NULL ORDER BY removed_at DESC LIMIT 25"

_DUE = """
SELECT * FROM digests WHERE next_due <= $1 AND removed_at IS NULL ORDER BY next_due, id LIMIT $2
"""

_PLANNED = "SELECT * FROM digests WHERE next_due IS NOT NULL AND removed_at IS NULL"

_RESCHEDULE = "UPDATE digests SET next_due = $2 WHERE id = $1 AND next_due IS NOT NULL AND removed_at IS NULL"

_PAUSE = "UPDATE digests SET next_due = NULL, paused_because = $2 WHERE id = $1 AND next_due IS NOT NULL"

_RESUME = """
UPDATE digests SET next_due = $2, paused_because = NULL WHERE id = $1 AND next_due IS NULL AND removed_at IS NULL
"""

_REMOVE = "UPDATE digests SET removed_at = $3 WHERE guild = $1 AND id = $2 AND removed_at IS NULL"

# One that may have reached Discord is still looked for, so that the log tells what became of it.
_SKIP_UNSENT = """
UPDATE editions SET state = 'skipped', wake_at = NULL, lease = NULL, note = $2
WHERE digest = $1 AND wake_at IS NOT NULL AND sent_first IS NULL
"""

_RESTORE = """
UPDATE digests SET removed_at = NULL, next_due = $3, paused_because = NULL
WHERE guild = $1 AND id = $2 AND removed_at IS NOT NULL
"""
