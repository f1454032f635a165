"""A year of digests in seconds: the real scheduler on a clock that jumps, against a reckoning of its own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.model import Edition, Schedule
from bot.store import Store

from .world import Clock, World

ODD_ZONES = (
    "Australia/Lord_Howe",  # Its clock changes by half an hour.
    "Africa/Casablanca",  # Its clock changes with Ramadan, and summer time is what the rest of the year has.
    "Asia/Kathmandu",  # A quarter of an hour off.
    "Pacific/Chatham",  # A quarter of an hour off, and with summer time in January.
)
WEEKEND = frozenset({5, 6})
"""When the clocks change in most countries."""
START, END = datetime(2027, 12, 31, 0, 7, tzinfo=UTC), datetime(2029, 1, 1, 0, 7, tzinfo=UTC)
"""A leap year and a day."""
HOUR = timedelta(hours=1)


async def test_a_year_of_daily_and_weekly_digests_is_posted_at_the_right_times(store: Store) -> None:
    """Each edition of a leap year comes at its time on the wall, through every change of the clocks."""
    schedules = [Schedule(time(2, 30), zone) for zone in ODD_ZONES]
    schedules.append(Schedule(time(2, 30), "America/New_York", WEEKEND))
    schedules.append(Schedule(time(2, 30), "Europe/Berlin", WEEKEND, every=12))
    schedules.append(Schedule(time(23, 45), "Pacific/Chatham", frozenset({0})))
    await _live_through(store, schedules, START, END)


@pytest.mark.parametrize("zone", ["Australia/Lord_Howe", "Africa/Casablanca", "Pacific/Chatham", "America/New_York"])
async def test_hourly_digests_go_through_every_change_of_the_clocks(store: Store, zone: str) -> None:
    """An hour that is skipped has no edition of its own, and an hour that comes twice has two."""
    changes = list(_changes(ZoneInfo(zone), START, END))
    assert len(changes) == 2
    for change in changes:
        await _live_through(store, [Schedule(time(0, 30), zone, every=1)], change - 30 * HOUR, change + 30 * HOUR)


async def _live_through(store: Store, schedules: list[Schedule], start: datetime, end: datetime) -> None:
    world = World(store, Clock(start))
    posted: dict[int, list[datetime]] = defaultdict(list)

    def keep(edition: Edition) -> None:
        assert edition.due == world.clock()
        posted[edition.channel].append(world.clock())

    world.channels.seen = keep
    channels = {int(start.timestamp()) + number: schedule for number, schedule in enumerate(schedules)}
    wanted = {channel: _reckoned(schedule, start, end) for channel, schedule in channels.items()}
    for channel, schedule in channels.items():
        # The first time is the reckoning's own, so that all that follow are the scheduler's.
        await world.plan(channel, schedule, due=wanted[channel][0])
    while (wake := await store.editions.next_wake()) is not None and wake < end:
        assert wake > world.clock()
        world.clock.moment = wake
        await world.step()
    assert {channel: posted[channel] for channel in channels} == wanted
    for digest in await store.digests.all_planned():
        await store.digests.remove(digest.id, guild=digest.guild)


def _reckoned(schedule: Schedule, start: datetime, end: datetime) -> list[datetime]:
    """When it is due, from nothing but what the clocks of the zone show at an instant."""
    zone = ZoneInfo(schedule.zone)
    due: set[datetime] = set()
    day = start.date() - timedelta(days=2)
    while day < end.date() + timedelta(days=2):
        if day.weekday() in schedule.weekdays:
            for at in schedule.times:
                due |= set(_shown(zone, day, at, twice=schedule.every == 1))
        day += timedelta(days=1)
    return sorted(moment for moment in due if start < moment < end)


def _shown(zone: ZoneInfo, day: date, at: time, *, twice: bool) -> list[datetime]:
    """When the clocks of a zone show a time of a day; one that is skipped comes as late as it would have."""
    wall = datetime.combine(day, at)
    noon = datetime.combine(day, time(12), UTC)
    offsets = {(noon + timedelta(hours=hours)).astimezone(zone).utcoffset() for hours in range(-36, 37, 4)}
    instants = sorted((wall - offset).replace(tzinfo=UTC) for offset in offsets if offset is not None)
    shown = [instant for instant in instants if instant.astimezone(zone).replace(tzinfo=None) == wall]
    if shown:
        return shown if twice else shown[:1]
    # Skipped: by the clock before the change, which is the one that is further behind.
    return instants[-1:]


def _changes(zone: ZoneInfo, start: datetime, end: datetime) -> Iterator[datetime]:
    moment = start
    while moment < end:
        if moment.astimezone(zone).utcoffset() != (moment + HOUR).astimezone(zone).utcoffset():
            yield moment
        moment += HOUR
