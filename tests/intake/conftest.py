"""A web server on loopback that can misbehave in any way, and a fetcher that may reach it."""

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field

import pytest
from aiohttp.abc import AbstractResolver, ResolveResult

from bot.intake.fetch import Fetcher, Limits

Answer = bytes | Callable[[asyncio.StreamWriter], Awaitable[None]]
QUICK = Limits(wire=200_000, unpacked=400_000, total=1.0, stall=0.4, spacing=0.0, patience=1.0)


def answer(body: bytes | str = b"", *headers: str, status: str = "200 OK") -> bytes:
    """A whole, well-formed HTTP answer."""
    body = body.encode() if isinstance(body, str) else body
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def redirect(location: str, status: str = "302 Found") -> bytes:
    """An answer that forwards."""
    return answer(b"", f"Location: {location}", status=status)


@dataclass
class Server:
    """Answers each path with bytes as they are, or lets a coroutine write them; notes the requests it saw."""

    port: int = 0
    answers: dict[str, Answer] = field(default_factory=dict)
    requests: list[str] = field(default_factory=list)
    times: list[float] = field(default_factory=list)

    @property
    def paths(self) -> list[str]:
        return [request.split(" ")[1] for request in self.requests]

    def url(self, path: str = "/", host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            request = (await reader.readuntil(b"\r\n\r\n")).decode()
            self.requests.append(request)
            self.times.append(asyncio.get_running_loop().time())
            reply = self.answers.get(request.split(" ")[1], answer(b"", status="404 Not Found"))
            if isinstance(reply, bytes):
                writer.write(reply)
                await writer.drain()
            else:
                await reply(writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    """A server on a loopback port of its own."""
    served = Server()
    listening = await asyncio.start_server(served.serve, "127.0.0.1", 0)
    served.port = listening.sockets[0].getsockname()[1]
    yield served
    listening.close()


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
