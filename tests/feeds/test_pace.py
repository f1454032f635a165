"""When feeds are polled, and which pages sites let the bot read."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import pytest

from bot.feeds.pace import LONGEST, SHORTEST, interval_for, next_poll, retry_after
from bot.feeds.robots import read_rules

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def every(gap: timedelta, *, ago: timedelta = timedelta(0)) -> list[datetime | None]:
    """The dates of twenty entries, the newest so long ago."""
    return [NOW - ago - gap * number for number in range(20)]


@pytest.mark.parametrize(
    ("dates", "least", "most"),
    [
        (every(timedelta(seconds=20)), SHORTEST, SHORTEST),
        (every(2 * HOUR), HOUR * 0.8, HOUR),
        (every(timedelta(days=7)), LONGEST, LONGEST),
        (every(HOUR, ago=timedelta(days=30)), LONGEST, LONGEST),
        (every(-HOUR), SHORTEST, LONGEST),
    ],
)
def test_the_interval_follows_the_pace(dates: list[datetime | None], least: timedelta, most: timedelta) -> None:
    """A feed is polled twice for each entry, within the limits; one that has fallen silent is left in peace."""
    assert least <= interval_for(dates, before=HOUR, moment=NOW, changed=True, any_new=True) <= most


def test_without_dates_the_interval_is_felt_for() -> None:
    """News shortens it, silence and answers that nothing has changed lengthen it."""
    ask = {"before": HOUR, "moment": NOW}
    assert interval_for([None] * 9, changed=True, any_new=True, **ask) < HOUR  # type: ignore[arg-type]
    assert interval_for([None] * 9, changed=True, any_new=False, **ask) > HOUR  # type: ignore[arg-type]
    assert interval_for([], changed=False, any_new=False, **ask) > HOUR  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("asked", "least"),
    [({}, HOUR), ({"ttl": 180}, 3 * HOUR), ({"max_age": 7200}, 2 * HOUR), ({"max_age": 10**9, "ttl": 10**6}, LONGEST)],
)
def test_what_a_host_asks_for_counts(asked: dict[str, int], least: timedelta) -> None:
    """TTL and max-age lengthen the wait, a day at most; feeds with one interval are spread over the time."""
    waits = [next_poll(HOUR, moment=NOW, chance=random.Random(seed), **asked) - NOW for seed in range(9)]
    assert all(least <= wait <= LONGEST for wait in waits)
    assert len(set(waits)) > 1 or least == LONGEST


def test_failures_wait_longer_and_longer() -> None:
    """The wait doubles, with jitter, up to about a day, and is never shorter than the host has asked for."""
    waits = [retry_after(number, moment=NOW, chance=random.Random(1)) - NOW for number in range(1, 40)]
    assert waits == sorted(waits)
    assert SHORTEST <= waits[0] < HOUR
    assert waits[-1] <= LONGEST * 1.2
    assert retry_after(1, moment=NOW, asked=7200, chance=random.Random(1)) - NOW >= 2 * HOUR


ROBOTS = b"""
User-agent: *
Disallow: /private
Disallow: /*.pdf$
Allow: /private/open

User-agent: Evil
User-agent: NEWSDESK
Disallow: /closed/  # for a reason
Disallow: /a*b*c
Disallow:
"""


@pytest.mark.parametrize(
    ("path", "named", "others"),
    [("/", True, True), ("/private/x", True, False), ("/private/open/x", True, True), ("/closed/x", False, True),
     ("/paper.pdf", True, False), ("/paper.pdf?x=1", True, True), ("/a1b2c3", False, True), ("/robots.txt", True, True),
     ("/aaaa", True, True)],
)  # fmt: skip
def test_rules(path: str, named: bool, others: bool) -> None:
    """The rules for the bot by name count instead of those for all; the longest that matches decides."""
    url = f"https://example.org{path}"
    assert read_rules(ROBOTS).allow(url) is named
    assert read_rules(ROBOTS.replace(b"NEWSDESK", b"Other")).allow(url) is others


@pytest.mark.parametrize("body", [b"", b"\xff\xfe\x00", b"<html>not found</html>", b"Disallow: /", b"User-agent: *\n"])
def test_what_is_no_rule_forbids_nothing(body: bytes) -> None:
    """A file without rules for anybody lets everything be read."""
    assert read_rules(body).allow("https://example.org/story")


def test_rules_made_to_be_slow_are_not() -> None:
    """A pattern of many stars against a long path takes no time."""
    rules = read_rules(b"User-agent: *\n" + b"Disallow: /" + b"a*" * 2_000 + b"b$\n")
    assert rules.allow("https://example.org/" + "a" * 20_000)
