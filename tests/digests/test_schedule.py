"""When digests are due, through clock changes and odd zones."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.digests.schedule import INTERVALS, WORKDAYS, last_due, next_due, read_time, read_zone
from bot.errors import UserError
from bot.model import Schedule

MINUTE = timedelta(minutes=1)
ZONES = (
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "Africa/Casablanca",
    "Asia/Kathmandu",
    "Pacific/Chatham",
    "Pacific/Apia",
    "America/Nuuk",
    "Asia/Tehran",
    "UTC",
)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def due_times(schedule: Schedule, start: datetime, end: datetime) -> list[datetime]:
    """All due instants after `start`, up to `end`, one from the other."""
    found = []
    while (start := next_due(schedule, start)) <= end:
        found.append(start)
    return found


def slow_due_times(schedule: Schedule, start: datetime, end: datetime) -> Iterator[datetime]:
    """The same by looking at the wall clock once a minute, as a person would."""
    zone = ZoneInfo(schedule.zone)
    shown = start.astimezone(zone).replace(tzinfo=None)
    latest = shown
    missed: dict[datetime, datetime] = {}
    while start < end:
        start += MINUTE
        before, now = shown, start.astimezone(zone)
        shown = now.replace(tzinfo=None)
        skipped = before + MINUTE
        while skipped < shown:
            # The clock jumped over this time: it is due as much later as the clock jumped.
            missed[skipped + (shown - before - MINUTE)] = skipped
            skipped += MINUTE
        again = shown <= latest and schedule.every != 1
        latest = max(latest, shown)
        meant = {shown, missed.pop(shown, shown)}
        if not again and any(one.time() in schedule.times and one.weekday() in schedule.weekdays for one in meant):
            yield start


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize(
    "schedule",
    [
        Schedule(time(9), "UTC"),
        Schedule(time(2, 30), "UTC"),
        Schedule(time(0), "UTC"),
        Schedule(time(1, 45), "UTC", weekdays=frozenset({6})),
        Schedule(time(23, 59), "UTC", weekdays=WORKDAYS),
    ],
)
def test_a_year_has_a_post_for_each_day_that_counts(zone: str, schedule: Schedule) -> None:
    """Over a year of any zone each chosen day has exactly one post, at its time or as much later as a clock jumped."""
    schedule = Schedule(schedule.at, zone, schedule.weekdays)
    posts = due_times(schedule, utc("2026-01-01T00:00"), utc("2027-01-01T00:00"))
    local = [post.astimezone(ZoneInfo(zone)) for post in posts]
    days = [moment.date() for moment in local]
    assert len(days) == len(set(days))
    assert {moment.weekday() for moment in local} == set(schedule.weekdays)
    assert all(later - earlier <= timedelta(days=7) for earlier, later in pairwise(days))
    moved = [moment for moment in local if moment.time() != schedule.at]
    assert len(moved) <= 2


@pytest.mark.parametrize("zone", ["Europe/Berlin", "Australia/Lord_Howe", "Africa/Casablanca", "Pacific/Chatham"])
@pytest.mark.parametrize("schedule", [Schedule(time(2, 15), "UTC"), Schedule(time(0, 15), "UTC", every=1)])
def test_clock_changes_are_as_a_person_would_read_them(zone: str, schedule: Schedule) -> None:
    """Around every clock change of a year the result is that of looking at the clock each minute."""
    schedule = Schedule(schedule.at, zone, schedule.weekdays, schedule.every)
    year, rules = utc("2026-01-01T00:00"), ZoneInfo(zone)
    days = [year + timedelta(days=day) for day in range(365)]
    changes = [
        day
        for day in days
        if day.astimezone(rules).utcoffset() != (day + timedelta(days=1)).astimezone(rules).utcoffset()
    ]
    assert changes
    for day in changes:
        start, end = day - timedelta(days=1), day + timedelta(days=2)
        assert due_times(schedule, start, end) == list(slow_due_times(schedule, start, end))


@settings(deadline=None, max_examples=40)
@given(
    at=st.times().map(lambda one: one.replace(second=0, microsecond=0)),
    zone=st.sampled_from(ZONES),
    weekdays=st.frozensets(st.integers(0, 6), min_size=1),
    every=st.none() | st.sampled_from(INTERVALS),
    start=st.datetimes(datetime(2000, 1, 1), datetime(2035, 1, 1)),
)
def test_any_schedule_agrees_with_the_clock(
    at: time, zone: str, weekdays: frozenset[int], every: int | None, start: datetime
) -> None:
    """Whatever the schedule and the day, two days of posts are those of looking at the clock each minute."""
    schedule = Schedule(at, zone, weekdays, every)
    # The slow reference must have seen the hours before, to know which of them come a second time.
    before = start.replace(second=0, microsecond=0, tzinfo=UTC)
    begin, end = before + timedelta(hours=5), before + timedelta(days=2)
    slow = [due for due in slow_due_times(schedule, before, end) if due > begin]
    assert due_times(schedule, begin, end) == slow


@pytest.mark.parametrize(
    ("schedule", "after", "expected"),
    [
        (Schedule(time(2, 30), "Europe/Berlin"), "2026-03-28T12:00", "2026-03-29T01:30"),
        (Schedule(time(2, 30), "Europe/Berlin"), "2026-10-24T12:00", "2026-10-25T00:30"),
        (Schedule(time(2, 30), "Europe/Berlin"), "2026-10-25T00:30", "2026-10-26T01:30"),
        (Schedule(time(2, 30), "Europe/Berlin", every=1), "2026-10-25T00:30", "2026-10-25T01:30"),
        (Schedule(time(9), "Asia/Kathmandu"), "2026-05-01T00:00", "2026-05-01T03:15"),
        (Schedule(time(9), "America/New_York", frozenset({0})), "2028-02-28T15:00", "2028-03-06T14:00"),
        (Schedule(time(9), "UTC"), "2028-02-28T09:00", "2028-02-29T09:00"),
        (Schedule(time(9), "UTC", every=6), "2026-05-01T15:00", "2026-05-01T21:00"),
        # Apia had no 30 December in 2011: that day's post comes with the next day's.
        (Schedule(time(9), "Pacific/Apia"), "2011-12-29T20:00", "2011-12-30T19:00"),
    ],
)
def test_known_days(schedule: Schedule, after: str, expected: str) -> None:
    """Clock changes, leap days, quarter-hour zones and a day that never was come out as a calendar says."""
    assert next_due(schedule, utc(after)) == utc(expected)


@given(st.sampled_from(ZONES), st.sampled_from(INTERVALS), st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)))
def test_the_last_due_is_followed_by_the_next(zone: str, every: int, moment: datetime) -> None:
    """No due instant lies between the last one and the next one."""
    schedule, now = Schedule(time(0, 20), zone, every=every), moment.replace(tzinfo=UTC)
    last, following = last_due(schedule, now), next_due(schedule, now)
    assert last <= now < following
    assert next_due(schedule, last) == following


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("9", time(9)),
        ("09:30", time(9, 30)),
        ("9.05", time(9, 5)),
        ("9:30 pm", time(21, 30)),
        ("12am", time(0)),
        ("0:00", time(0)),
    ],
)
def test_times_as_people_type_them(typed: str, expected: time) -> None:
    """The usual ways to write a time of day are understood."""
    assert read_time(typed) == expected


@pytest.mark.parametrize("typed", ["25:00", "9:60", "noon", "", "13pm", "0pm", "9:3:1", "-1", "٩"])
def test_what_is_no_time_is_told(typed: str) -> None:
    """What is no time of day gets one sentence with the form to use."""
    with pytest.raises(UserError, match="write it as 09:00"):
        read_time(typed)


@pytest.mark.parametrize("name", ["Atlantis", "../etc/passwd", "", "berlin"])
def test_what_is_no_zone_is_told(name: str) -> None:
    """A zone that is not in the database gets one sentence, and no file is looked for."""
    with pytest.raises(UserError, match="There is no time zone"):
        read_zone(name)
