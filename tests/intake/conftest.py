"""A web server on loopback that can misbehave in any way, and a fetcher that may reach it."""

import socket
from collections.abc import AsyncIterator

import pytest
from aiohttp.abc import AbstractResolver, ResolveResult
from loopback import Server, serving

from bot.intake.fetch import Fetcher, Limits

QUICK = Limits(wire=200_000, unpacked=400_000, total=3.0, stall=1.0, spacing=0.0, patience=60.0)


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    """A server on a loopback port of its own."""
    async with serving() as served:
        yield served


class Names(AbstractResolver):
    """A name lookup that answers from a table; a name's answers are given in turn, the last one for ever."""

    def __init__(self) -> None:
        self.table: dict[str, list[list[str]]] = {}
        self.asked: list[str] = []

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        self.asked.append(host)
        rounds = self.table.get(host)
        if rounds is None:
            raise OSError(f"no such name: {host}")
        ips = rounds.pop(0) if len(rounds) > 1 else rounds[0]
        return [
            ResolveResult(
                hostname=host,
                host=ip,
                port=port,
                family=socket.AF_INET6 if ":" in ip else socket.AF_INET,
                proto=0,
                flags=socket.AI_NUMERICHOST,
            )
            for ip in ips
        ]

    async def close(self) -> None:
        pass


@pytest.fixture
def names() -> Names:
    """The names that the fetcher can look up."""
    return Names()


@pytest.fixture
async def fetcher(server: Server, names: Names) -> AsyncIterator[Fetcher]:
    """A fetcher with short limits that may reach the server, and nothing else that is not public."""
    opened = ("127.0.0.1", server.port)
    async with Fetcher(contact="desk@example.org", opened=opened, resolver=names, limits=QUICK) as made:
        yield made
