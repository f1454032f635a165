"""The trail of what editors did is kept for a while and no longer."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.store import Store
from bot.store.audit import KEPT

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


async def test_old_entries_are_erased(store: Store) -> None:
    """What is older than the time it is kept for is gone, what is younger stays."""
    await store.audit.note(guild=1, actor=7, action="add", at=NOW - KEPT - timedelta(days=1))
    await store.audit.note(guild=1, actor=8, action="remove", at=NOW - KEPT + timedelta(days=1))
    assert await store.audit.purge(at=NOW) == 1
    assert [(entry.actor, entry.action) for entry in await store.audit.list(guild=1)] == [(8, "remove")]


async def test_one_editors_entries_can_be_erased(store: Store) -> None:
    """An editor's own part of a server's trail can be taken out of it."""
    for actor in (7, 8, 7):
        await store.audit.note(guild=1, actor=actor, action="add", at=NOW)
    assert await store.audit.erase(guild=1, actor=7) == 2
    assert [entry.actor for entry in await store.audit.list(guild=1)] == [8]
