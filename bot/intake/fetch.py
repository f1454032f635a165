"""The guarded HTTP client: fetches one public page, bounded in size, time and redirects, or says why not."""

from __future__ import annotations

import asyncio
import email.utils
import importlib.metadata
import re
import socket
import ssl
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import MappingProxyType, TracebackType
from typing import Any, Self

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from bot.errors import UserError
from bot.intake.addresses import WEB_PORTS, Guard, Link
from bot.intake.advice import CHECK_LINK, PASTE
from bot.intake.turns import Turns, say_seconds
from bot.intake.unpack import TooBigError, UnreadableError, unpack

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
# A lookup holds one of the few threads that the whole bot shares until it ends, even when nobody waits for it any
# more; sites with slow name servers must not take them all.
_LOOKUPS = 3
_DAY = 86_400.0
_DEFAULT_PAUSE = 60.0
_CONTENT_TYPE = re.compile(r"\s*([\w.+-]{1,60}/[\w.+-]{1,100})", re.ASCII)
_CHARSET = re.compile(r";\s*charset\s*=\s*[\"']?([\w.:-]{1,40})", re.I | re.ASCII)


@dataclass(frozen=True, slots=True)
class Limits:
    """What one visit may cost. Sizes are in bytes, times in seconds.

    `wire` counts bytes as they arrive, `unpacked` after decompression; `total` is for all hops of a visit without
    the waiting for turns, `stall` for any silence within it; `spacing` keeps visits to one host apart, and nobody
    waits for a turn longer than `patience`.
    """

    wire: int = 10_000_000
    unpacked: int = 20_000_000
    total: float = 20.0
    stall: float = 8.0
    redirects: int = 5
    spacing: float = 1.0
    patience: float = 60.0


@dataclass(frozen=True, slots=True)
class Page:
    """What a link led to.

    `url` is where the redirects ended and `moves` the status and target of each. `content_type` is in lower case
    without parameters, "" where the server gave none, and `charset` what it claims. `headers` has lower-case
    names. A status of 304 comes with an empty body, and only when conditional headers were sent.
    """

    url: str
    status: int
    content_type: str
    charset: str | None
    body: bytes = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)
    moves: tuple[tuple[int, str], ...] = ()


class FetchError(UserError):
    """A page that could not be had; `status` is the server's answer where it gave one, `retry_after` in seconds."""

    def __init__(self, sentence: str, *, status: int | None = None, retry_after: float | None = None) -> None:
        super().__init__(sentence)
        self.status = status
        self.retry_after = retry_after


class Fetcher:
    """Fetches pages; an async context manager over one session that is opened with the first fetch.

    `contact` is an address or a page of the person who hosts the bot, and is sent with every request. `opened` is
    the one non-public (IP address, port) that tests may reach. `resolver` replaces the system's name lookup; its
    answers are checked all the same.
    """

    def __init__(
        self,
        *,
        contact: str,
        ports: frozenset[int] = WEB_PORTS,
        opened: tuple[str, int] | None = None,
        resolver: AbstractResolver | None = None,
        limits: Limits | None = None,
    ) -> None:
        self._guard = Guard(ports=ports, opened=opened)
        self._limits = limits or Limits()
        self._turns = Turns(spacing=self._limits.spacing, patience=self._limits.patience)
        self._resolver = resolver
        self._session: aiohttp.ClientSession | None = None
        self._user_agent = _name_ourselves(contact)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Close the session; a later fetch opens a new one."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    def check(self, url: str) -> str:
        """The one spelling of an address; UserError where it may not be fetched, as far as its text tells."""
        return self._guard.check_link(url).url

    async def fetch(
        self,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        before: Callable[[str], Awaitable[None]] | None = None,
    ) -> Page:
        """Fetch a link; raises UserError with one sentence, mostly FetchError, where no page can be had.

        `headers` are conditional or accepting headers for this request, for example `If-None-Match`. `before` is asked
        about the address of each hop, and may raise to stop there.
        """
        link = self._guard.check_link(url)
        moves: list[tuple[int, str]] = []
        visited: set[str] = set()
        seconds_left = self._limits.total
        clock = asyncio.get_running_loop().time
        while True:
            if before is not None:
                # Outside of the turn: it may have to fetch something of the same host first.
                await before(link.url)
            async with self._turns.take(link.host, spaced=link.host not in visited):
                visited.add(link.host)
                began = clock()
                answer = await self._ask(link, headers or {}, seconds_left)
                seconds_left -= clock() - began
            if answer.status not in _REDIRECTS:
                return await self._read_answer(link, answer, tuple(moves))
            link = self._follow(link, answer, moves)

    def _follow(self, link: Link, answer: _Answer, moves: list[tuple[int, str]]) -> Link:
        target = self._guard.check_redirect(link, answer.headers.get("location", ""))
        if len(moves) >= self._limits.redirects or target.url == link.url:
            raise FetchError(f"{link.host} forwards in circles or too many times; {CHECK_LINK}.", status=answer.status)
        moves.append((answer.status, target.url))
        return target

    async def _ask(self, link: Link, headers: Mapping[str, str], seconds: float) -> _Answer:
        try:
            async with asyncio.timeout(seconds):
                return await self._request(link, headers)
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            raise FetchError(_explain(error, link.host)) from error

    async def _request(self, link: Link, headers: Mapping[str, str]) -> _Answer:
        url = URL(link.url, encoded=True)
        if (url.raw_host, url.port) != (link.host, link.port):
            # The client must connect to exactly what was checked.
            raise FetchError(f"That link has no readable site name; {CHECK_LINK}.")
        session = self._open_session()
        async with session.get(url, headers=headers, allow_redirects=False) as response:
            plain_headers = {name.lower(): value for name, value in response.headers.items()}
            plain_headers["content-encoding"] = ",".join(response.headers.getall("Content-Encoding", []))
            # The body of a redirect or an error is not worth its bytes.
            wanted = 200 <= response.status < 300
            body = await self._read_body(response) if wanted else b""
            return _Answer(response.status, plain_headers, body)

    async def _read_body(self, response: aiohttp.ClientResponse) -> bytes:
        if (response.content_length or 0) > self._limits.wire:
            raise _OversizedError
        body = bytearray()
        async for chunk in response.content.iter_any():
            body += chunk
            if len(body) > self._limits.wire:
                raise _OversizedError
        return bytes(body)

    async def _read_answer(self, link: Link, answer: _Answer, moves: tuple[tuple[int, str], ...]) -> Page:
        if answer.status != 304 and not 200 <= answer.status < 300:
            raise self._refusal(link.host, answer)
        encoding = answer.headers.pop("content-encoding") if answer.body else ""
        try:
            # Inflating 20 MB takes longer than the event loop may wait.
            body = await asyncio.to_thread(unpack, answer.body, encoding, limit=self._limits.unpacked)
        except TooBigError:
            raise FetchError(_explain(_OversizedError(), link.host)) from None
        except UnreadableError:
            raise FetchError(f"The page of {link.host} arrived packed in an unreadable way; {PASTE}.") from None
        content_type = answer.headers.get("content-type", "")
        kind, charset = _CONTENT_TYPE.match(content_type), _CHARSET.search(content_type)
        return Page(
            url=link.url,
            status=answer.status,
            content_type=kind[1].lower() if kind else "",
            charset=charset[1].lower() if charset else None,
            body=body,
            headers=MappingProxyType(answer.headers),
            moves=moves,
        )

    def _refusal(self, host: str, answer: _Answer) -> FetchError:
        status = answer.status
        pause = _read_retry_after(answer.headers.get("retry-after"))
        if status == 429 or (status == 503 and pause is not None):
            pause = _DEFAULT_PAUSE if pause is None else pause
            self._turns.ask_to_wait(host, pause)
            sentence = f"{host} asks for a pause ({status}): try again in {say_seconds(pause)}, or {PASTE}."
            return FetchError(sentence, status=status, retry_after=pause)
        if status in {404, 410}:
            return FetchError(f"{host} has no page at that address ({status}); {CHECK_LINK}.", status=status)
        if status in {401, 402, 403, 407, 451} or answer.headers.get("cf-mitigated"):
            return FetchError(f"{host} does not let the bot read that page ({status}); {PASTE}.", status=status)
        if status >= 500:
            return FetchError(f"{host} has trouble of its own ({status}): try later, or {PASTE}.", status=status)
        return FetchError(f"{host} answered with an error instead of a page ({status}); {PASTE}.", status=status)

    def _open_session(self) -> aiohttp.ClientSession:
        if self._session is None:
            limits = self._limits
            connector = aiohttp.TCPConnector(
                resolver=_GuardedResolver(self._guard, self._resolver or aiohttp.ThreadedResolver()),
                socket_factory=_GuardedSockets(self._guard),
                # Every visit looks the name up anew and connects to the answer that was just checked.
                use_dns_cache=False,
                force_close=True,
            )
            self._session = aiohttp.ClientSession(
                connector=connector,
                cookie_jar=aiohttp.DummyCookieJar(),
                auto_decompress=False,
                trust_env=False,
                timeout=aiohttp.ClientTimeout(total=None, sock_connect=limits.stall, sock_read=limits.stall),
                max_line_size=8_192,
                # Some newspapers' security policies fill a header of 16 kB.
                max_field_size=32_768,
                max_headers=128,
                headers={
                    "User-Agent": self._user_agent,
                    "Accept": "text/html,application/xhtml+xml,*/*;q=0.5",
                    "Accept-Encoding": "gzip, deflate",
                },
            )
        return self._session


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    headers: dict[str, str]
    body: bytes


class _OversizedError(ValueError):
    """The body is larger than one page may be."""


class _ClosedAddressError(OSError):
    """A socket was about to connect to an address that may not be reached."""


class _GuardedResolver(AbstractResolver):
    """Looks names up and passes the answers on only when all of them are public: one bad one spoils the rest."""

    def __init__(self, guard: Guard, inner: AbstractResolver) -> None:
        self._guard = guard
        self._inner = inner
        self._slots = asyncio.Semaphore(_LOOKUPS)

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        await self._slots.acquire()
        lookup = asyncio.ensure_future(self._inner.resolve(host, port, family))
        lookup.add_done_callback(self._release)
        answers = await asyncio.shield(lookup)
        for answer in answers:
            self._guard.check_ip(answer["host"], port)
        return answers

    async def close(self) -> None:
        await self._inner.close()

    def _release(self, lookup: asyncio.Future[list[ResolveResult]]) -> None:
        self._slots.release()
        # Nobody may be waiting for a failure any more.
        if not lookup.cancelled():
            lookup.exception()


class _GuardedSockets:
    """Makes sockets; the last look at an address before it is connected to, wherever it came from."""

    def __init__(self, guard: Guard) -> None:
        self._guard = guard

    def __call__(self, target: tuple[Any, ...]) -> socket.socket:
        family, kind, protocol, _, address = target
        try:
            self._guard.check_ip(address[0], address[1])
        except UserError as error:
            raise _ClosedAddressError(str(error)) from error
        made = socket.socket(family, kind, protocol)
        made.setblocking(False)
        return made


def _name_ourselves(contact: str) -> str:
    version = importlib.metadata.version("newsdesk")
    # A contact is free text from the settings; a line break in it would become a header of its own.
    contact = "".join(char for char in contact if " " <= char <= "~" and char not in "()\\").strip()
    return f"Newsdesk/{version} (Discord news bot; {'contact: ' + contact if contact else 'no contact given'})"


def _read_retry_after(value: str | None) -> float | None:
    if value is None:
        return None
    value = value.strip()
    if value.isascii() and value.isdigit():
        return min(float(value[:9]), _DAY)
    try:
        until = email.utils.parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    if until.tzinfo is None:
        until = until.replace(tzinfo=UTC)
    return min(max((until - datetime.now(UTC)).total_seconds(), 0.0), _DAY)


def _explain(error: Exception, host: str) -> str:
    match error:
        case _OversizedError():
            return f"The page of {host} is too large to be an article; {PASTE}."
        case TimeoutError():
            return f"{host} took too long to answer: try later, or {PASTE}."
        case aiohttp.ClientConnectorDNSError():
            return f"There is no site named {host}, or its name cannot be looked up just now; {CHECK_LINK}."
        case aiohttp.ClientConnectorCertificateError() | ssl.SSLError() | aiohttp.ClientSSLError():
            return f"The secure connection to {host} failed, its certificate may be wrong; {PASTE}."
        case aiohttp.ClientConnectorError(os_error=_ClosedAddressError()):
            return str(error.os_error)
        case aiohttp.ClientConnectorError():
            return f"{host} could not be reached: try later, or {PASTE}."
        case aiohttp.ClientPayloadError() | aiohttp.ServerDisconnectedError() | aiohttp.ClientOSError():
            return f"{host} broke the connection off before the page was complete: try later, or {PASTE}."
        case _:
            return f"{host} answered in a way that is not proper HTTP; {PASTE}."
