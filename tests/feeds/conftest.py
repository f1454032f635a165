"""A web server on loopback, an intake that may reach it, a store, and a poller with a clock of its own."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from loopback import Server, serving

from bot.feeds.poller import Poller, Report
from bot.intake import Intake
from bot.intake.fetch import Fetcher, Limits
from bot.store import Store

HERE, THERE = 111, 222
"""Two guilds."""
QUICK = Limits(wire=2_000_000, unpacked=4_000_000, total=5.0, stall=2.0, spacing=0.0, patience=1.0)


@dataclass
class Desk:
    """All that feeds need, and the clock that they read."""

    site: Server
    store: Store
    intake: Intake
    told: list[tuple[int, str]] = field(default_factory=list)
    moment: datetime = datetime(2026, 11, 20, 12, tzinfo=UTC)

    def __post_init__(self) -> None:
        self.poller = Poller(self.store, self.intake, self.tell, clock=lambda: self.moment, chance=random.Random(1))

    async def tell(self, guild: int, sentence: str) -> None:
        """What the editors are told."""
        self.told.append((guild, sentence))

    async def follow(self, path: str, *, guild: int = HERE, backlog: int = 0, include: tuple[str, ...] = ()) -> int:
        """Let a guild follow a feed; its id."""
        subscription, _ = await self.store.feeds.follow(
            self.site.url(path), guild=guild, backlog=backlog, next_poll=self.moment, at=self.moment, include=include
        )
        return subscription.feed.id

    async def poll(self, feed: int, *, later: timedelta = timedelta(hours=2)) -> Report:
        """Poll a feed, and let some time pass."""
        report = await self.poller.poll(feed)
        self.moment += later
        return report

    async def titles(self, guild: int = HERE) -> list[str]:
        """The titles on a guild's shelf, in alphabetical order."""
        return sorted(headline.title for headline in await self.store.articles.latest(guild=guild, limit=100))


@pytest.fixture
async def site() -> AsyncIterator[Server]:
    """A server on a loopback port of its own."""
    async with serving() as served:
        yield served


@pytest.fixture
async def desk(site: Server, tmp_path: Path) -> AsyncIterator[Desk]:
    """A newsdesk that may fetch from the site."""
    fetcher = Fetcher(contact="", ports=frozenset({80, 443}), opened=("127.0.0.1", site.port), limits=QUICK)
    async with (
        await Store.open(tmp_path / "newsdesk.db") as store,
        Intake(contact="", workers=1, fetcher=fetcher) as intake,
    ):
        yield Desk(site, store, intake)
        assert await store.check() == []
