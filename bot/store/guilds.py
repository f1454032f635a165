"""Guilds: which the bot is in, their settings, and forgetting them."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from bot.model import HOST_SHELF
from bot.store import sqlite
from bot.store.articles import delete_if_unshelved
from bot.store.codec import now, write_time
from bot.store.database import Database, Session


class Guilds:
    """The guilds that the bot is or was in."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def joined(self, guild: int, *, at: datetime | None = None) -> None:
        """Note that the bot is in the guild; again does no harm."""
        await self._database.write(lambda session: session.run(_JOINED, guild, write_time(at or now())))

    async def left(self, guild: int, *, at: datetime | None = None) -> None:
        """Note that the bot is no longer in the guild, whose data stay until they are forgotten."""
        await self._database.write(lambda session: session.run(_LEFT, guild, write_time(at or now())))

    async def present(self) -> list[int]:
        """The guilds that the bot is in, as far as it was told."""
        rows = await self._database.read(
            lambda session: session.rows("SELECT id FROM guilds WHERE left_at IS NULL ORDER BY id")
        )
        return [row["id"] for row in rows]

    async def left_before(self, moment: datetime) -> list[int]:
        """The guilds that the bot left before then."""
        rows = await self._database.read(
            lambda session: session.rows("SELECT id FROM guilds WHERE left_at < $1 ORDER BY id", write_time(moment))
        )
        return [row["id"] for row in rows]

    async def known(self) -> set[int]:
        """Every guild of which anything is stored."""
        rows = await self._database.read(lambda session: session.rows(_KNOWN))
        return {row["guild"] for row in rows} - {HOST_SHELF}

    async def settings(self, guild: int) -> dict[str, Any]:
        """The guild's settings, as they were last stored."""
        written = await self._database.read(
            lambda session: session.value("SELECT settings FROM guilds WHERE id = $1", guild)
        )
        return dict(json.loads(written or "{}"))

    async def configure(self, guild: int, **changes: Any) -> None:
        """Change some settings, which must be values of JSON; None takes a setting away."""

        def write(session: Session) -> None:
            written = session.value("SELECT settings FROM guilds WHERE id = $1", guild)
            settings = json.loads(written or "{}") | changes
            kept = {name: value for name, value in settings.items() if value is not None}
            session.run(_CONFIGURE, guild, json.dumps(kept, sort_keys=True))

        await self._database.write(write)

    async def forget(self, guild: int) -> int:
        """Delete all that only this guild holds; returns how many articles are gone for good."""

        def write(session: Session) -> int:
            gone = 0
            for row in session.rows("SELECT article FROM shelves WHERE guild = $1", guild):
                article = row["article"]
                sqlite.unindex(session, article)
                session.run("DELETE FROM shelves WHERE guild = $1 AND article = $2", guild, article)
                sqlite.index(session, article)
                gone += delete_if_unshelved(session, article)
            session.run("DELETE FROM digests WHERE guild = $1", guild)
            session.run("DELETE FROM subscriptions WHERE guild = $1", guild)
            session.run("DELETE FROM audit WHERE guild = $1", guild)
            session.run("DELETE FROM guilds WHERE id = $1", guild)
            return gone

        return await self._database.write(write)


_KNOWN = """
SELECT id AS guild FROM guilds
UNION SELECT guild FROM shelves
UNION SELECT guild FROM digests
UNION SELECT guild FROM subscriptions
"""

_JOINED = """
INSERT INTO guilds (id, joined_at) VALUES ($1, $2)
ON CONFLICT (id) DO UPDATE SET joined_at = coalesce(guilds.joined_at, $2), left_at = NULL
"""

_LEFT = """
INSERT INTO guilds (id, left_at) VALUES ($1, $2)
ON CONFLICT (id) DO UPDATE SET left_at = $2
"""

_CONFIGURE = """
INSERT INTO guilds (id, settings) VALUES ($1, $2)
ON CONFLICT (id) DO UPDATE SET settings = $2
"""
