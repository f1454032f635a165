"""Processes of the real bot that a test starts and kills, and the newsroom's database that they share."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing, suppress
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

from bot.desk import add_article
from bot.digests.scheduler import HEARTBEAT
from bot.model import DigestPlan, Draft, Schedule
from bot.store import Store

from .stand_in import GUILD, StandIn

RUNNER = Path(__file__).with_name("runner.py")
LEASE_SECONDS = 100
"""A little longer than a process that was killed still holds what it worked on."""
PATIENCE = 60.0


class Nursery:
    """A process that begins runs of the bot, one after the other, without importing everything each time."""

    def __init__(self) -> None:
        self._parent = subprocess.Popen(
            [sys.executable, str(RUNNER)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self._child: int | None = None

    async def begin(self, database: Path, discord: StandIn, *, die: tuple[str, str, int] | None = None) -> None:
        """Start the bot; `die` is where it kills itself, as the runner has it."""
        order: dict[str, Any] = {
            "database": str(database),
            "api": discord.api,
            "gateway": discord.gateway,
            "log": str(database.with_suffix(".log")),
            "die": die,
        }
        await asyncio.to_thread(_forget_heartbeat, database)
        assert self._parent.stdin is not None
        assert self._child is None, "a nursery has one child at a time"
        self._parent.stdin.write(json.dumps(order) + "\n")
        self._parent.stdin.flush()
        self._child = int(await self._answer())

    async def ended(self) -> int:
        """Wait for the bot's end; its exit status, below zero for the signal that killed it."""
        answer = asyncio.ensure_future(self._answer())
        _, late = await asyncio.wait({answer}, timeout=PATIENCE)
        if late:
            # A thread waits for this line, and would for ever.
            self.kill()
        status = int(await answer)
        self._child = None
        assert not late, f"the bot did not end within {PATIENCE} seconds"
        return status

    def kill(self) -> None:
        """Kill the bot, which notices nothing of it; one that has died already stays dead."""
        if self._child is not None:
            with suppress(ProcessLookupError):
                self.signal(signal.SIGKILL)

    def signal(self, number: int) -> None:
        """Send the bot a signal."""
        assert self._child is not None
        os.kill(self._child, number)

    async def stop(self) -> int:
        """Ask the bot to stop, and wait until it has."""
        self.signal(signal.SIGTERM)
        return await self.ended()

    async def tidy(self) -> None:
        """Kill the bot that a test has left behind, if it has."""
        if self._child is not None:
            self.kill()
            await self.ended()

    def close(self) -> None:
        """Leave nothing running."""
        self._parent.communicate()

    async def _answer(self) -> str:
        assert self._parent.stdout is not None
        answer = await asyncio.to_thread(self._parent.stdout.readline)
        assert answer, "the runner has ended; its messages are on the error output"
        return answer


async def stock(path: Path) -> None:
    """Make a database with three articles on the guild's shelf."""
    async with await Store.open(path) as store:
        for draft in _news():
            await add_article(store, draft, guild=GUILD)


async def plan_digests(path: Path, template: Path, discord: StandIn) -> None:
    """Make a database in which every channel of the stand-in has an hourly digest that has just become due."""
    await asyncio.to_thread(shutil.copy, template, path)
    due = datetime.now(UTC).replace(second=0, microsecond=0)
    schedule = Schedule(time(due.hour, due.minute), "UTC", every=1)
    async with await Store.open(path) as store:
        for channel in discord.channels:
            plan = DigestPlan(channel=channel, schedule=schedule)
            await store.digests.create(plan, guild=GUILD, next_due=due, at=due - timedelta(days=1))


def pass_time(path: Path, discord: StandIn, seconds: int = LEASE_SECONDS) -> None:
    """Let time pass: leases end, what was sent was sent longer ago, and Discord forgets nonces."""
    discord.age(seconds)
    with closing(sqlite3.connect(path)) as database, database:
        database.execute(
            "UPDATE editions SET wake_at = wake_at - ?1, sent_first = sent_first - ?1 WHERE wake_at IS NOT NULL",
            (seconds,),
        )


def editions(path: Path) -> list[sqlite3.Row]:
    """All editions as they are stored."""
    with closing(sqlite3.connect(path)) as database:
        database.row_factory = sqlite3.Row
        return database.execute("SELECT * FROM editions ORDER BY id").fetchall()


async def settled(path: Path, count: int) -> list[sqlite3.Row]:
    """The editions, once the bot has looked at what is due, there are so many, and none is left to be worked on."""
    async with asyncio.timeout(PATIENCE):
        while True:
            beats = await asyncio.to_thread(_has_heartbeat, path)
            rows = await asyncio.to_thread(editions, path)
            if beats and len(rows) >= count and all(row["wake_at"] is None for row in rows):
                return rows
            # Nothing tells one process when another has written to a file.
            await asyncio.sleep(0.03)


async def noted(path: Path) -> None:
    """Wait until an edition has a note, which is what went wrong with it."""
    async with asyncio.timeout(PATIENCE):
        while True:
            if any(row["note"] for row in await asyncio.to_thread(editions, path)):
                return
            await asyncio.sleep(0.03)


def _forget_heartbeat(path: Path) -> None:
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("DELETE FROM state WHERE key = ?", (HEARTBEAT,))


def _has_heartbeat(path: Path) -> bool:
    with closing(sqlite3.connect(path)) as database:
        return database.execute("SELECT 1 FROM state WHERE key = ?", (HEARTBEAT,)).fetchone() is not None


def _news() -> list[Draft]:
    texts = {
        "Ferry to the islands sails again": "The ferry to the islands sails again after four weeks in the dock. "
        "“The new engine is far quieter,” said Captain Mette Holm. It carries 240 passengers and 60 cars.",
        "Library stays open at night": "The city library will stay open until midnight from May. About 3,100 people "
        "signed a petition for it. “Students asked for this for years,” said the librarian Tom Ekberg.",
        "Frost damages the apple blossom": "Late frost has damaged half of the apple blossom in the valley. Growers "
        "expect a loss of 2 million euros. “We lit fires all night,” said the grower Ines Prado.",
    }
    return [
        Draft(
            title=title,
            text=text,
            link=f"https://valley.example/{number}",
            outlet="The Valley Post",
            published=datetime.now(UTC) - timedelta(hours=number),
        )
        for number, (title, text) in enumerate(texts.items(), 1)
    ]
