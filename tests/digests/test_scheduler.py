"""What is due is posted, once, in time, and whatever happens to one digest happens to it alone."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from datetime import datetime, time, timedelta
from pathlib import Path

import pytest

from bot.digests import outbox, scheduler
from bot.digests.scheduler import AT_ONCE, HEARTBEAT, PER_SECOND, Scheduler
from bot.model import Schedule
from bot.store import Store
from bot.store.database import Session

from .world import DAILY, NINE, Clock, World, refused, unanswered

WEEKLY = Schedule(time(9), "UTC", frozenset({0}))
HOURLY = Schedule(time(9), "UTC", every=1)


@pytest.fixture
def world(store: Store) -> World:
    """A store, channels that keep what they are sent, and a scheduler."""
    return World(store)


async def test_what_is_due_is_posted_and_due_again_the_next_day(world: World) -> None:
    """A daily digest is posted at its time, not before, and its next time is a day later."""
    digest = await world.plan(1)
    world.clock.pass_time(seconds=-1)
    await world.step()
    assert world.channels.count() == {}
    world.clock.pass_time(seconds=1)
    await world.step()
    edition = await world.edition(digest)
    assert (edition.state, edition.due) == ("posted", NINE)
    now = await world.store.digests.get(digest.id)
    assert now is not None
    assert now.next_due == NINE + timedelta(days=1)
    assert await world.scheduler.step() is False


async def test_after_days_of_downtime_there_is_one_edition_for_all(world: World) -> None:
    """Missed times are not posted one by one: the last one covers what all of them would have."""
    digest = await world.plan(1)
    await world.step()
    world.clock.pass_time(days=4, hours=1)
    await world.step()
    log = list(await world.store.editions.log(digest.id))
    assert [edition.due for edition in log] == [NINE + timedelta(days=4), NINE]
    assert log[0].covers_from == NINE
    assert world.channels.count() == {1: 2}


@pytest.mark.parametrize(
    ("schedule", "late", "posted", "why"),
    [
        (DAILY, timedelta(hours=11), True, None),
        (DAILY, timedelta(hours=13), False, "the next edition was nearer"),
        (HOURLY, timedelta(minutes=29), True, None),
        (HOURLY, timedelta(minutes=31), False, "the next edition was nearer"),
        (WEEKLY, timedelta(hours=23), True, None),
        (WEEKLY, timedelta(hours=25), False, "more than a day"),
    ],
)
async def test_an_edition_that_is_too_late_is_skipped_and_says_why(
    world: World, schedule: Schedule, late: timedelta, posted: bool, why: str | None
) -> None:
    """Up to half of the way to the next one, and at most a day, an edition is still worth posting."""
    digest = await world.plan(1, schedule)
    world.clock.moment += late
    await world.step()
    edition = await world.edition(digest)
    assert edition.state == ("posted" if posted else "skipped")
    assert (edition.note is None) if why is None else (why in (edition.note or ""))


async def test_times_are_computed_anew_when_the_rules_of_a_zone_have_changed(world: World) -> None:
    """A time that was stored under other rules is put right before it comes."""
    digest = await world.plan(1, due=NINE + timedelta(hours=1))
    world.clock.pass_time(hours=-2)
    await world.scheduler.recompute()
    now = await world.store.digests.get(digest.id)
    assert now is not None
    assert now.next_due == NINE


async def test_a_time_that_never_was_is_posted_late_rather_than_twice(world: World) -> None:
    """Where the stored time lies a day and more after the last real one, nothing is posted for that one again."""
    digest = await world.plan(1, WEEKLY)
    await world.step()
    await world.store.digests.reschedule(digest.id, NINE + timedelta(days=3))
    world.clock.pass_time(days=3)
    await world.step()
    assert world.channels.count() == {1: 1}
    now = await world.store.digests.get(digest.id)
    assert now is not None
    assert now.next_due == NINE + timedelta(days=7)


async def test_a_digest_in_a_zone_that_is_gone_is_paused_and_the_others_go_on(
    world: World, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Zones are renamed now and then; a digest that nobody can compute stops nobody else's."""
    broken, sound = await world.plan(1), await world.plan(2)
    with closing(sqlite3.connect(tmp_path / "newsdesk.db")) as database, database:
        database.execute("UPDATE digests SET plan = replace(plan, 'UTC', 'Mars/Base') WHERE id = ?", (broken.id,))
    await world.step()
    assert world.channels.count() == {2: 1}
    paused = await world.store.digests.get(broken.id)
    assert paused is not None
    assert paused.next_due is None
    assert "Mars/Base" in (paused.paused_because or "")
    assert "it is paused" in caplog.text
    assert (await world.edition(sound)).state == "posted"


async def test_an_edit_comes_before_what_was_read_earlier(world: World) -> None:
    """A plan that an editor changes while its edition is begun is due when the editor said."""
    digest = await world.plan(1)
    later = NINE + timedelta(hours=2)
    await world.store.digests.edit(digest.id, digest.plan, guild=digest.guild, next_due=later)
    begun = await world.store.editions.begin(
        digest.id, due=NINE, covers_from=NINE, next_due=NINE + timedelta(days=1), was_due=digest.next_due
    )
    assert not begun
    now = await world.store.digests.get(digest.id)
    assert now is not None
    assert now.next_due == later


async def test_a_thousand_due_at_once_are_all_posted_at_a_measured_pace(world: World) -> None:
    """Each once, those due first first, few at a time, and no more in a second than Discord allows."""
    count = 1_000
    await _plan_many(world, count)
    steps = 0
    while len(world.channels.messages) < count:
        before = world.channels.sent
        second = world.clock()
        while await world.scheduler.step():
            await world.scheduler.finish()
        assert world.channels.sent - before <= PER_SECOND
        world.clock.moment = second + timedelta(seconds=1)
        steps += 1
    assert world.channels.count() == dict.fromkeys(range(count), 1)
    assert world.channels.most_at_once <= AT_ONCE
    assert steps <= count / PER_SECOND + 2
    order = [message.channel for message in world.channels.messages]
    assert all(abs(place - channel) < 2 * AT_ONCE for place, channel in enumerate(order))


async def test_editions_that_hang_do_not_delay_the_others(world: World) -> None:
    """While one channel does not answer at all, every other digest is posted."""
    world.channels.hanging = {3}
    await _plan_many(world, 20)
    async with asyncio.timeout(60), _ending(world.scheduler):
        while len(world.channels.messages) < 19:
            await world.scheduler.step()
            await asyncio.sleep(0.001)
    assert set(range(20)) - set(world.channels.count()) == {3}


async def test_editions_that_cannot_be_made_give_their_places_back(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """More editions hang than are worked on at once; the others come after the time of a step."""
    monkeypatch.setattr(outbox, "STEP_SECONDS", 0.05)
    world.newsmaker.hanging = set(range(AT_ONCE + 2))
    await _plan_many(world, 20)
    async with asyncio.timeout(60), _ending(world.scheduler):
        while len(world.channels.messages) < 20 - AT_ONCE - 2:
            world.clock.pass_time(seconds=1)
            await world.scheduler.step()
            await asyncio.sleep(0.01)


async def test_those_that_fail_do_not_come_before_those_that_are_due(world: World) -> None:
    """What was refused waits its time, and the rest is posted meanwhile."""
    await _plan_many(world, 30)
    world.channels.before = [refused(), unanswered()] * 5
    for _ in range(3):
        await world.step()
        world.clock.pass_time(seconds=1)
    assert len(world.channels.messages) >= 20
    for _ in range(20):
        world.clock.pass_time(seconds=10)
        await world.step()
    assert world.channels.count() == dict.fromkeys(range(30), 1)


async def test_two_schedulers_on_one_file_post_each_edition_once(world: World, tmp_path: Path) -> None:
    """Two processes share what is due; neither does what the other does."""
    await _plan_many(world, 60)
    async with await Store.open(tmp_path / "newsdesk.db") as second:
        other = World(second, world.clock)
        other.outbox._post = world.channels
        while len(world.channels.messages) < 60:
            await asyncio.gather(world.scheduler.step(), other.scheduler.step())
            await asyncio.gather(world.scheduler.finish(), other.scheduler.finish())
            world.clock.pass_time(seconds=1)
    assert world.channels.count() == dict.fromkeys(range(60), 1)
    assert world.channels.sent == 60


async def test_the_running_scheduler_posts_and_shows_that_it_lives(world: World) -> None:
    """Left to run, it posts what is due and writes down that it is alive."""
    await world.plan(1)
    async with _running(world.scheduler):
        await _until(lambda: world.channels.count() == {1: 1})
    assert await world.store.state.get(HEARTBEAT) is not None


async def test_a_loop_that_fails_is_started_anew(world: World, caplog: pytest.LogCaptureFixture) -> None:
    """An error that nobody expected, such as a full disk, costs a second and no digest."""
    await world.plan(1)
    failures = [OSError("No space left on device")]

    class BrokenClock(Clock):
        def __call__(self) -> datetime:
            if failures:
                raise failures.pop()
            return self.moment

    broken = Scheduler(world.store, world.outbox, clock=BrokenClock())
    async with _running(broken):
        await _until(lambda: world.channels.count() == {1: 1})
    assert "The scheduler failed and is started anew." in caplog.text


async def test_a_loop_that_is_stuck_is_started_anew(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Where a step never ends, here for a database that another program holds, the loop is replaced."""
    monkeypatch.setattr(scheduler, "STUCK_AFTER", 0.2)
    await world.plan(1)
    with closing(sqlite3.connect(tmp_path / "newsdesk.db", isolation_level=None)) as program:
        program.execute("BEGIN IMMEDIATE")
        async with _running(world.scheduler):
            await _until(lambda: "was stuck" in caplog.text)
            program.execute("ROLLBACK")
            await _until(lambda: world.channels.count() == {1: 1})


async def _plan_many(world: World, count: int) -> None:
    first = await world.plan(0)

    def write(session: Session) -> None:
        for channel in range(1, count):
            session.run(_COPY, first.id, channel)

    await world.store._database.write(write)


@asynccontextmanager
async def _running(running: Scheduler) -> AsyncIterator[None]:
    task = asyncio.create_task(running.run())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


@asynccontextmanager
async def _ending(stepped: Scheduler) -> AsyncIterator[None]:
    """Leave no work behind of a scheduler that was driven by hand."""
    try:
        yield
    finally:
        for task in tuple(stepped._working):
            task.cancel()
        await stepped.finish()


async def _until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(60):
        while not condition():  # noqa: ASYNC110 - what is waited for happens in a log or in the world's channels.
            await asyncio.sleep(0.01)


_COPY = """
INSERT INTO digests (guild, channel, plan, created, next_due)
SELECT guild, $2, json_set(plan, '$.channel', $2), created, next_due FROM digests WHERE id = $1
"""
