"""When a digest is due: times on the wall clock of its zone, as instants in UTC.

A clock that is put forward skips a time; what was due then is due as long after midnight as it would have been, so
02:30 is posted at 03:30. A clock that is put back shows a time twice; what is due then is posted the first time, and an
hourly digest both times.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from bot.errors import UserError
from bot.model import Schedule

WORKDAYS = frozenset(range(5))
WEEKDAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
INTERVALS = (1, 2, 3, 4, 6, 8, 12)
"""Every how many hours a digest can be due: what divides a day, so that each day has the same times."""

_DAY = timedelta(days=1)


def next_due(schedule: Schedule, after: datetime) -> datetime:
    """The first instant after `after` at which it is due, in UTC."""
    zone = read_zone(schedule.zone)
    day = after.astimezone(zone).date()
    # A week and a day on both sides: a time that a clock change moved can fall on the day after its own.
    due = (instant for instant in _instants(schedule, zone, day - _DAY, 9) if instant > after)
    return min(due)


def last_due(schedule: Schedule, until: datetime) -> datetime:
    """The last instant not after `until` at which it was due, in UTC."""
    zone = read_zone(schedule.zone)
    day = until.astimezone(zone).date()
    return max(instant for instant in _instants(schedule, zone, day - 8 * _DAY, 10) if instant <= until)


def read_zone(name: str) -> ZoneInfo:
    """The zone of a name; a UserError where there is none."""
    if name not in zone_names():
        raise UserError(f"There is no time zone “{name[:60]}”: type a city, such as Berlin, and pick a suggestion.")
    return ZoneInfo(name)


@cache
def zone_names() -> frozenset[str]:
    """The names of all zones."""
    return frozenset(available_timezones())


def read_time(typed: str) -> time:
    """The time of day that somebody typed: 9, 09:30, 9.30, 9:30 pm; a UserError where it is none."""
    words = typed.strip().lower().replace(".", ":").replace(" ", "")
    half = words[-2:] if words.endswith(("am", "pm")) else ""
    hour, _, minute = words.removesuffix(half).partition(":")
    try:
        if not (hour.isascii() and hour.isdigit() and len(hour) < 3 and (minute or "00").isdigit()):
            raise ValueError
        number = int(hour)
        if half and not 1 <= number <= 12:
            raise ValueError
        if half:
            number = number % 12 + (12 if half == "pm" else 0)
        return time(number, int(minute or 0))
    except ValueError:
        raise UserError(f"“{typed[:20]}” is not a time of day: write it as 09:00 or 17:30.") from None


def _instants(schedule: Schedule, zone: ZoneInfo, first: date, days: int) -> Iterator[datetime]:
    """All instants at which it is due on some days in a row, in no order, some of them twice."""
    for offset in range(days):
        day = first + offset * _DAY
        if day.weekday() not in schedule.weekdays:
            continue
        for at in schedule.times:
            local = datetime.combine(day, at, zone)
            yield local.astimezone(UTC)
            if schedule.every == 1:
                # In an hour that comes twice this is the second; in any other it is the same instant again. In one
                # that a clock change skips it would be a time of its own before the change, which is none.
                second = local.replace(fold=1).astimezone(UTC)
                if second > local.astimezone(UTC):
                    yield second
