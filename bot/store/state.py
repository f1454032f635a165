"""Small things that the bot remembers between two starts, such as which commands it has synced."""

from __future__ import annotations

from bot.store.database import Database


class State:
    """Texts by name."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, key: str) -> str | None:
        """What was set last, None where nothing was."""
        value: str | None = await self._database.read(
            lambda session: session.value("SELECT value FROM state WHERE key = $1", key)
        )
        return value

    async def set(self, key: str, value: str | None) -> None:
        """Remember a text; None forgets it."""
        if value is None:
            await self._database.write(lambda session: session.run("DELETE FROM state WHERE key = $1", key))
        else:
            await self._database.write(lambda session: session.run(_SET, key, value))


_SET = """
INSERT INTO state (key, value) VALUES ($1, $2)
ON CONFLICT (key) DO UPDATE SET value = $2
"""
