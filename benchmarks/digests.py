"""A thousand digests due at one moment: `python -m benchmarks.digests [--digests 1000] [--answer 0.15]`.

The real bot posts them to a stand-in for Discord that takes as many requests as Discord does and refuses what is more.
Told are how long it takes, how many requests come in a second, how many are refused, how far the order is from that in
which the digests were planned, and what it costs.
"""

from __future__ import annotations

import argparse
import asyncio
import resource
import statistics
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.digests.processes import Nursery, plan_digests, settled, stock
from tests.digests.stand_in import CHANNEL_LIMIT, GLOBAL_LIMIT, StandIn, Turn

FIRST_CHANNEL = 50_000_000_000_000_000


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--digests", type=int, default=1_000, help="how many are due at once")
    parser.add_argument("--answer", type=float, default=0.15, help="how many seconds Discord takes to answer")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(_measure(Path(folder), given.digests, given.answer))
    return 0


async def _measure(folder: Path, count: int, answer: float) -> None:
    template, database = folder / "template.db", folder / "newsdesk.db"
    await stock(template)
    channels = range(FIRST_CHANNEL, FIRST_CHANNEL + count)
    nursery = Nursery()
    try:
        async with StandIn(channels, limited=True, every_post=Turn(delay=answer)) as discord:
            await plan_digests(database, template, discord)
            start = time.monotonic()
            await nursery.begin(database, discord)
            await discord.until(lambda: len(discord.messages) >= count, seconds=600)
            rows = await settled(database, count)
            await nursery.stop()
            _report(discord, start, sum(row["attempts"] for row in rows))
    finally:
        nursery.close()
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(f"processor: {used.ru_utime + used.ru_stime:.1f} s, with the start; memory: {used.ru_maxrss / 1024:.0f} MiB")


def _report(discord: StandIn, start: float, attempts: int) -> None:
    posts = [message.at for message in discord.messages]
    asked = [one.at for one in discord.seen if one.at >= posts[0]]
    busiest = _most_within(asked, 1.0)
    refused = sum(one.status == 429 for one in discord.seen)
    order = [message.channel - FIRST_CHANNEL for message in discord.messages]
    displaced = [abs(place - channel) for place, channel in enumerate(order)]
    doubled = sum(number - 1 for number in Counter(order).values())
    (all_most, _), (most, seconds) = GLOBAL_LIMIT, CHANNEL_LIMIT
    print(f"limits: {all_most} requests a second in all, {most} posts in {seconds:.0f} s in a channel")
    print(f"posted: {len(set(order))} digests, {doubled} twice, in {posts[-1] - posts[0]:.1f} s after the first")
    print(f"the first came {posts[0] - start:.1f} s after the start of the process; {attempts} attempts in all")
    rate = len(asked) / (posts[-1] - posts[0])
    print(f"requests: {rate:.1f} a second, {busiest} in the busiest; refused (429): {refused}")
    print(f"order: {statistics.mean(displaced):.1f} places off on average, {max(displaced)} at most")


def _most_within(moments: list[float], seconds: float) -> int:
    """How many of the moments lie within so many seconds, where that is most."""
    most, first = 0, 0
    moments = sorted(moments)
    for last, moment in enumerate(moments):
        while moments[first] <= moment - seconds:
            first += 1
        most = max(most, last - first + 1)
    return most


if __name__ == "__main__":
    sys.exit(main())
