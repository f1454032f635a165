"""When a feed is polled next: as often as it has news, and never more often than its host wants."""

from __future__ import annotations

import random
from collections.abc import Iterable
from datetime import datetime, timedelta

SHORTEST = timedelta(minutes=5)
LONGEST = timedelta(days=1)
FIRST_RETRY = timedelta(minutes=15)

_LOOKED_AT = 10
_POLLS_PER_ENTRY = 2
_QUIET, _BUSY, _UNCHANGED = 1.5, 0.5, 1.15
_SPREAD = 0.1


def interval_for(
    dates: Iterable[datetime | None], *, before: timedelta, moment: datetime, changed: bool, any_new: bool
) -> timedelta:
    """How long to wait between two polls: half of the time that passes between two entries.

    `dates` are those of all entries. Where too few have one, or the feed has not `changed`, it is told by whether the
    last poll, `before` which the interval was that long, brought anything new.
    """
    known = sorted((date for date in dates if date is not None and date <= moment), reverse=True)[:_LOOKED_AT]
    if not changed:
        return _within(before * _UNCHANGED)
    if len(known) < 3:
        return _within(before * (_BUSY if any_new else _QUIET))
    # Counted from now rather than from the newest entry: a feed that has fallen silent is asked less and less.
    return _within((moment - known[-1]) / len(known) / _POLLS_PER_ENTRY)


def next_poll(
    interval: timedelta, *, moment: datetime, ttl: int | None = None, max_age: int | None = None, chance: random.Random
) -> datetime:
    """When to poll after a success; `ttl` in minutes and `max_age` in seconds are what the feed and its host ask for.

    Feeds with the same interval are spread over the time.
    """
    asked = max(timedelta(minutes=min(ttl or 0, 1_440)), timedelta(seconds=min(max_age or 0, 86_400)))
    wait = max(_within(interval), asked)
    return moment + min(wait * (1 + chance.uniform(0, _SPREAD)), LONGEST)


def retry_after(failures: int, *, moment: datetime, asked: float | None = None, chance: random.Random) -> datetime:
    """When to try again after `failures` in a row; `asked` is how many seconds the host wants to be left alone."""
    wait = min(FIRST_RETRY * (1 << min(failures - 1, 10)), LONGEST) * chance.uniform(1 - 2 * _SPREAD, 1 + 2 * _SPREAD)
    if asked is not None:
        wait = max(wait, timedelta(seconds=asked) * (1 + chance.uniform(0, _SPREAD)))
    return moment + min(max(wait, SHORTEST), LONGEST * (1 + _SPREAD))


def _within(interval: timedelta) -> timedelta:
    return min(max(interval, SHORTEST), LONGEST)
