"""Whether the bot is at work, told from its database."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from bot.digests import scheduler
from bot.errors import UserError
from bot.feeds import poller
from bot.health import SILENT_AFTER, find_faults
from bot.store import Store


@pytest.fixture
async def database(tmp_path: Path) -> Path:
    """The database of a bot that is at work."""
    file = tmp_path / "newsdesk.db"
    async with await Store.open(file) as store:
        for key in (scheduler.HEARTBEAT, poller.HEARTBEAT):
            await store.state.set(key, str(int(time.time())))
    return file


async def test_a_bot_at_work_has_no_faults(database: Path) -> None:
    """With fresh signs of life from all parts nothing is wrong."""
    assert await find_faults(database) == []


@pytest.mark.parametrize(("part", "work"), [(scheduler.HEARTBEAT, "post digests"), (poller.HEARTBEAT, "ask for feeds")])
async def test_a_part_that_is_stuck_is_named(database: Path, part: str, work: str) -> None:
    """Where one part has been silent for too long, the fault says which and how long."""
    async with await Store.open(database) as store:
        await store.state.set(part, str(int(time.time() - SILENT_AFTER - 60)))
    (fault,) = await find_faults(database)
    assert work in fault
    assert "6 minutes" in fault


async def test_a_look_changes_no_older_database(database: Path) -> None:
    """A database of an older version is told and left as it is: only the bot itself brings it up to date."""
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA user_version = 1")
    with pytest.raises(UserError, match="from an older Newsdesk: start the bot once"):
        await find_faults(database)
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (1,)
