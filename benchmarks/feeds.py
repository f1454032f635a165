"""What polling costs: `python benchmarks/feeds.py [--feeds 1000] [--rounds 3] [--hosts 100]`.

A server on loopback has that many feeds of twenty whole articles each, under so many names. Every feed is followed with
its three newest entries, then polled in rounds: one in ten has a new entry each time, half of the others answer that
nothing has changed, and the rest send the same again. Told are requests, articles, duplicates, memory and time.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import socket
import tempfile
import time
from datetime import UTC, datetime, timedelta
from html import escape
from pathlib import Path

from aiohttp.abc import AbstractResolver, ResolveResult

from bot.feeds.poller import Poller
from bot.intake import Intake
from bot.intake.fetch import Fetcher, Limits
from bot.store import Store

ENTRIES = 20
WORDS = [
    *("council", "bridge", "river", "harbour", "school", "museum", "engine", "winter", "summer", "budget", "vote"),
    *("mayor", "ferry", "island", "farmer", "orchard", "theatre", "union", "court", "glacier", "tunnel", "market"),
    *("station", "tower", "archive", "judge", "county", "price", "boat", "teacher"),
]


class Site:
    """Feeds by number, each under one of the hosts' names."""

    def __init__(self) -> None:
        self.port = 0
        self.round = 0
        self.requests = 0
        self.unchanged = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            request = (await reader.readuntil(b"\r\n\r\n")).decode()
            self.requests += 1
            number = int(request.split(" ")[1].strip("/"))
            newest = ENTRIES + (self.round if number % 10 == 0 else 0)
            etag = f'"{newest}"' if number % 2 == 0 else ""
            if etag and f"if-none-match: {etag}" in request.lower():
                self.unchanged += 1
                writer.write(b"HTTP/1.1 304 Not Modified\r\nConnection: close\r\n\r\n")
            else:
                body = make_feed(number, newest, self.round).encode()
                head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(body)}\r\nConnection: close\r\n"
                head += f"ETag: {etag}\r\n" if etag else ""
                writer.write(f"{head}\r\n".encode() + body)
            await writer.drain()
        finally:
            writer.close()


class Names(AbstractResolver):
    """Every name is this machine."""

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        return [ResolveResult(hostname=host, host="127.0.0.1", port=port, family=socket.AF_INET, proto=0, flags=0)]

    async def close(self) -> None:
        pass


def make_feed(number: int, newest: int, day: int) -> str:
    """A feed whose entries are numbered from 1 to the newest, of which it has the last twenty."""
    items = []
    for entry in range(newest, newest - ENTRIES, -1):
        chance = random.Random(number * 1_000 + entry)
        paragraph = " ".join(chance.choice(WORDS) for _ in range(60)).capitalize() + "."
        body = f"<p>{paragraph}</p>" * 4
        link = f"https://feed{number}.example.org/{entry}"
        # The date changes with each round, as careless programs have it.
        items.append(
            f"<item><guid>{link}</guid><link>{link}</link><title>Story {entry} of {number}</title>"
            f"<pubDate>{day + 1:02} Nov 2026 08:00:00 GMT</pubDate><description>{escape(body)}</description></item>"
        )
    return (
        f'<?xml version="1.0"?><rss version="2.0"><channel><title>Feed {number}</title>{"".join(items)}</channel></rss>'
    )


def main() -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--feeds", type=int, default=1_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--hosts", type=int, default=100)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(_measure(Path(folder), options.feeds, options.rounds, options.hosts))
    return 0


async def _measure(folder: Path, feeds: int, rounds: int, hosts: int) -> None:
    site = Site()
    listening = await asyncio.start_server(site.serve, "127.0.0.1", 0)
    site.port = listening.sockets[0].getsockname()[1]
    moment = datetime.now(UTC)
    fetcher = Fetcher(contact="", opened=("127.0.0.1", site.port), resolver=Names(), limits=Limits(spacing=0.0))

    async def tell(guild: int, sentence: str) -> None:
        print(f"told: {sentence}")

    async with await Store.open(folder / "feeds.db") as store, Intake(contact="", fetcher=fetcher) as intake:
        poller = Poller(store, intake, tell, clock=lambda: moment)
        print(f"memory before: {_memory():.0f} MB")
        for guild in range(1, 1 + -(-feeds // 500)):
            for number in range((guild - 1) * 500, min(guild * 500, feeds)):
                url = f"http://host{number % hosts}.example.org:{site.port}/{number}"
                await store.feeds.follow(url, guild=guild, backlog=3, next_poll=moment, at=moment)
        for site.round in range(rounds):
            requests, unchanged, began, cpu = site.requests, site.unchanged, time.perf_counter(), time.process_time()
            polled = 0
            while count := await poller.step():
                polled += count
                await poller.finish()
            seconds = time.perf_counter() - began
            articles = sum([await store.articles.count(guild=guild) for guild in range(1, 1 + -(-feeds // 500))])
            print(
                f"round {site.round + 1}: {polled} feeds in {seconds:.1f} s ({polled / seconds:.0f} a second, "
                f"{(time.process_time() - cpu) / polled * 1000:.1f} ms of the bot's processor time each), "
                f"{site.requests - requests} requests, {site.unchanged - unchanged} of them unchanged, "
                f"{articles} articles, memory {_memory():.0f} MB"
            )
            expected = 3 * feeds + site.round * len(range(0, feeds, 10))
            print(f"  duplicates: {max(0, articles - expected)}, lost: {max(0, expected - articles)}")
            moment += timedelta(days=2)
    listening.close()


def _memory() -> float:
    """Of this process, MB; the workers' own is in the docs of extraction."""
    with open(f"/proc/{os.getpid()}/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


if __name__ == "__main__":
    raise SystemExit(main())
