"""Upkeep erases what is due and nothing else, and brings old analyses up to date."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest

from bot.analysis import ENGINE, analyse
from bot.model import Digest, DigestPlan, Draft, Schedule
from bot.store import Store
from bot.upkeep import Upkeep

GUILD, OTHER, CHANNEL = 111, 222, 333
NOW = datetime.now(UTC)
TEXT = "The harbour of Lindau was closed on Monday. “We will open it again in May,” said the mayor, Anna Weiss."


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    """An empty store."""
    async with await Store.open(tmp_path / "newsdesk.db") as opened:
        yield opened
        assert await opened.check() == []


async def add(store: Store, number: int, *, guild: int = GUILD, engine: int = ENGINE) -> int:
    """An article as an engine has read it; its id."""
    text = f"{TEXT} Number {number} of {number * 7} reports tells it."
    found = replace(analyse(text, title="Harbour"), engine=engine)
    return (await store.articles.add(Draft(title="Harbour", text=text), found, guild=guild)).article.id


async def plan(store: Store, *, guild: int = GUILD) -> Digest:
    """A daily digest."""
    daily = DigestPlan(channel=CHANNEL, schedule=Schedule(time(9), "UTC"))
    return await store.digests.create(daily, guild=guild, next_due=NOW + timedelta(days=1))


async def skip(store: Store, digest: Digest, *, days: int) -> None:
    """An edition that ended so many days ago."""
    due = NOW - timedelta(days=days)
    await store.editions.begin(digest.id, due=due, covers_from=due, next_due=None, skip="It was too late.")


async def test_articles_removed_long_ago_are_erased(store: Store) -> None:
    """After thirty days a removed article is gone; before that it can be restored."""
    old, young, kept = [await add(store, number) for number in range(3)]
    await store.articles.remove(old, guild=GUILD, at=NOW - timedelta(days=31))
    await store.articles.remove(young, guild=GUILD, at=NOW - timedelta(days=29))
    await Upkeep(store).round()
    assert not await store.articles.restore(old, guild=GUILD)
    assert await store.articles.restore(young, guild=GUILD)
    assert await store.articles.get(kept, guild=GUILD)


async def test_digests_removed_long_ago_are_erased(store: Store) -> None:
    """After thirty days a removed digest is gone with its log; before that it can be restored."""
    old, young, kept = [await plan(store) for _ in range(3)]
    await skip(store, old, days=40)
    await store.digests.remove(old.id, guild=GUILD, at=NOW - timedelta(days=31))
    await store.digests.remove(young.id, guild=GUILD, at=NOW - timedelta(days=29))
    await Upkeep(store).round()
    assert [one.id for one in await store.digests.removed(guild=GUILD)] == [young.id]
    assert [one.id for one in await store.digests.of_guild(guild=GUILD)] == [kept.id]
    assert (await store.editions.log(old.id)).total == 0


async def test_the_log_of_editions_ends_after_four_hundred_days(store: Store) -> None:
    """Editions that ended longer ago are erased, later ones stay, and so does the digest."""
    digest = await plan(store)
    await skip(store, digest, days=401)
    await skip(store, digest, days=399)
    await Upkeep(store).round()
    assert [(NOW - one.due).days for one in (await store.editions.log(digest.id)).items] == [399]
    assert await store.digests.get(digest.id)


async def test_a_server_that_sent_the_bot_away_is_forgotten(store: Store) -> None:
    """After thirty days all that it kept is erased; a server that left later, or came back, keeps everything."""
    for guild, days in ((GUILD, 31), (OTHER, 29), (444, 31)):
        await store.guilds.joined(guild)
        await plan(store, guild=guild)
        await store.guilds.left(guild, at=NOW - timedelta(days=days))
    await store.guilds.joined(444)
    gone, kept = await add(store, 1), await add(store, 2, guild=OTHER)
    await Upkeep(store).round()
    assert await store.articles.get(gone, guild=GUILD) is None
    assert await store.articles.get(kept, guild=OTHER)
    assert [len(await store.digests.of_guild(guild=guild)) for guild in (GUILD, OTHER, 444)] == [0, 1, 1]


async def test_what_an_older_engine_read_is_analysed_again(store: Store) -> None:
    """However many there are, each article has an analysis of this engine afterwards."""
    articles = [await add(store, number, engine=ENGINE - 1) for number in range(45)]
    await Upkeep(store).round()
    assert await store.analyses.stale(ENGINE) == []
    renewed = await store.analyses.get(articles[0], guild=GUILD)
    assert renewed is not None
    assert (renewed.engine, len(renewed.quotations)) == (ENGINE, 1)


async def test_a_round_that_fails_is_followed_by_another(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """A failure is logged and ends nothing."""
    store = await Store.open(tmp_path / "newsdesk.db")
    await store.close()
    running = asyncio.create_task(Upkeep(store, every=0.01).run())
    async with asyncio.timeout(60):
        while caplog.text.count("A round of upkeep failed") < 2:  # noqa: ASYNC110 - the log calls nobody
            await asyncio.sleep(0.01)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
