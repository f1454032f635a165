"""Dates as people type them."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from bot.errors import UserError

_DAYS = {"day": 1, "d": 1, "week": 7, "w": 7, "month": 30, "m": 30, "year": 365, "y": 365}
_AGO = re.compile(r"(\d{1,4}) ?(day|week|month|year|d|w|m|y)s?(?: ago)?")
# Somewhere it is tomorrow already, and clocks differ.
_AHEAD = timedelta(days=2)
_FORMATS = ("%d %B %Y", "%d %b %Y", "%B %d %Y", "%b %d %Y", "%d.%m.%Y")


def parse_date(typed: str, *, now: datetime | None = None) -> datetime:
    """The moment that somebody means, in UTC; a day alone is its first moment.

    Takes ISO 8601 (2026-11-23, with time and zone or without), 23 November 2026, 23.11.2026, "today", "yesterday"
    and "2 weeks ago". Raises UserError with the forms that it takes.
    """
    now = now or datetime.now(UTC)
    words = " ".join(typed.lower().replace(",", " ").split())
    midnight = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    if words in ("today", "yesterday"):
        return midnight - timedelta(days=words == "yesterday")
    try:
        if ago := _AGO.fullmatch(words):
            return midnight - timedelta(days=int(ago[1]) * _DAYS[ago[2]])
        return _in_utc(datetime.fromisoformat(typed.strip()))
    except (ValueError, OverflowError):
        pass
    for form in _FORMATS:
        try:
            return _in_utc(datetime.strptime(words, form))
        except (ValueError, OverflowError):
            continue
    raise UserError(f"“{typed[:40]}” is not a date: write it as 2026-11-23, “yesterday” or “2 weeks ago”.")


def parse_past_date(typed: str, *, now: datetime | None = None) -> datetime:
    """The same for a day that must have come; a UserError where it is still to come.

    What is dated ahead by a slip would be the newest of all for as long.
    """
    moment = parse_date(typed, now=now)
    if moment > (now or datetime.now(UTC)) + _AHEAD:
        raise UserError(f"“{typed.strip()[:40]}” is still to come: give a day up to today.")
    return moment


def _in_utc(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
