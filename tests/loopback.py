"""A web server on loopback that answers what a test tells it to, in any way that a server can misbehave."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

Answer = bytes | Callable[[asyncio.StreamWriter], Awaitable[None]]


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
    """Answers each path with bytes as they are, or lets a coroutine write them; notes the requests it saw.

    A request that holds the path's validator of `etags` gets a 304.
    """

    port: int = 0
    answers: dict[str, Answer] = field(default_factory=dict)
    etags: dict[str, str] = field(default_factory=dict)
    requests: list[str] = field(default_factory=list)
    times: list[float] = field(default_factory=list)

    @property
    def paths(self) -> list[str]:
        return [request.split(" ")[1] for request in self.requests]

    def url(self, path: str = "/", host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    def put(self, path: str, body: str | bytes, *headers: str, status: str = "200 OK") -> str:
        """Let a path answer so from now on; its address."""
        self.answers[path] = answer(body, *headers, status=status)
        return self.url(path)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            request = (await reader.readuntil(b"\r\n\r\n")).decode()
            self.requests.append(request)
            self.times.append(asyncio.get_running_loop().time())
            reply = self._reply(request)
            if isinstance(reply, bytes):
                writer.write(reply)
                await writer.drain()
            else:
                await reply(writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    def _reply(self, request: str) -> Answer:
        path = request.split(" ")[1]
        etag = self.etags.get(path)
        if etag is not None and f"if-none-match: {etag}" in request.lower():
            return answer(status="304 Not Modified")
        return self.answers.get(path, answer(status="404 Not Found"))


@asynccontextmanager
async def serving() -> AsyncIterator[Server]:
    """A server on a port of its own."""
    served = Server()
    async with await asyncio.start_server(served.serve, "127.0.0.1", 0) as listening:
        served.port = listening.sockets[0].getsockname()[1]
        yield served
