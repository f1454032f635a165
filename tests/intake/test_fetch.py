"""The guarded client against servers that misbehave."""

import asyncio
import contextlib
import email.utils
import gzip
import random
import socket
import time
import zlib
from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest
from aiohttp.abc import ResolveResult
from loopback import Server, answer, redirect

from bot.errors import UserError
from bot.intake.fetch import Fetcher, FetchError

from .conftest import QUICK, Names

PUBLIC = "9.9.9.9"


async def test_page_comes_with_what_the_server_said(fetcher: Fetcher, server: Server) -> None:
    """A page has its final address, status, type, claimed character set, body and headers."""
    server.answers["/a"] = answer("Łódź", "Content-Type: Text/HTML; Charset='ISO-8859-2'", 'ETag: "7"')
    page = await fetcher.fetch(server.url("/a#top"))
    assert (page.url, page.status, page.content_type, page.charset) == (
        server.url("/a"),
        200,
        "text/html",
        "iso-8859-2",
    )
    assert (page.body, page.headers["etag"], page.moves) == ("Łódź".encode(), '"7"', ())


async def test_request_says_who_asks(fetcher: Fetcher, server: Server) -> None:
    """A request names the project and the host's contact, offers gzip and deflate only, and no referrer or cookie."""
    server.answers["/"] = answer("x", "Set-Cookie: id=1")
    await fetcher.fetch(server.url())
    await fetcher.fetch(server.url(), headers={"If-None-Match": '"7"'})
    for request in server.requests:
        lines = dict(line.split(": ", 1) for line in request.strip().split("\r\n")[1:])
        assert lines["User-Agent"].startswith("Newsdesk/")
        assert "desk@example.org" in lines["User-Agent"]
        assert lines["Accept-Encoding"] == "gzip, deflate"
        assert not {"Cookie", "Referer", "Authorization"} & lines.keys()
    assert 'If-None-Match: "7"' in server.requests[1]


async def test_contact_cannot_smuggle_a_header(server: Server) -> None:
    """Line breaks in the contact do not become headers."""
    server.answers["/"] = answer("x")
    contact = "me\r\nX-Evil: 1"
    async with Fetcher(contact=contact, opened=("127.0.0.1", server.port), limits=QUICK) as fetcher:
        await fetcher.fetch(server.url())
    assert "\r\nX-Evil" not in server.requests[0]


async def test_redirects_are_followed_and_told(fetcher: Fetcher, server: Server) -> None:
    """Up to five redirects are followed, and the page tells each with its status."""
    server.answers |= {f"/{n}": redirect(f"/{n + 1}", "301 Moved") for n in range(5)} | {"/5": answer("here")}
    page = await fetcher.fetch(server.url("/0"))
    assert page.body == b"here"
    assert page.moves == tuple((301, server.url(f"/{n}")) for n in range(1, 6))


async def test_sixth_redirect_is_refused(fetcher: Fetcher, server: Server) -> None:
    """Six redirects are one too many."""
    server.answers |= {f"/{n}": redirect(f"/{n + 1}") for n in range(6)} | {"/6": answer("here")}
    with pytest.raises(FetchError, match="circles"):
        await fetcher.fetch(server.url("/0"))
    assert "/6" not in server.paths


async def test_redirect_to_itself_is_refused_at_once(fetcher: Fetcher, server: Server) -> None:
    """A page that forwards to itself is asked once."""
    server.answers["/"] = redirect("/")
    with pytest.raises(FetchError, match="circles"):
        await fetcher.fetch(server.url())
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    "target",
    [
        "http://127.0.0.1/", "http://127.0.0.2:{port}/", "http://localhost:{port}/", "http://10.0.0.1/", "http://[::1]:{port}/",
        "http://2130706433:{port}/", "//169.254.169.254/latest/", "http://inside.example/", "http://mixed.example/",
        "http://wrapped.example/", "http://user@127.0.0.1:{port}/", "file:///etc/passwd", "ftp://127.0.0.1/",
        "http://9.9.9.9:22/", "", "http://",
    ],
)  # fmt: skip
async def test_hop_into_a_closed_network_is_refused(
    fetcher: Fetcher, server: Server, names: Names, target: str
) -> None:
    """A redirect to a private address, by number or by name, is refused before anything is sent there."""
    names.table = {
        "inside.example": [["10.1.2.3"]],
        "mixed.example": [[PUBLIC, "192.168.0.1"]],
        "wrapped.example": [["::ffff:127.0.0.1"]],
    }
    server.answers["/start"] = redirect(target.format(port=server.port))
    server.answers["/"] = answer("secret")
    with pytest.raises(UserError):
        await fetcher.fetch(server.url("/start"))
    assert server.paths == ["/start"]


async def test_name_that_answers_differently_the_second_time_is_refused(
    fetcher: Fetcher, server: Server, names: Names
) -> None:
    """Each connection looks the name up anew and goes to the very answer that was checked."""
    names.table["rebind.example"] = [["127.0.0.1"], ["127.0.0.2"]]
    server.answers["/a"] = redirect("/b")
    server.answers["/b"] = answer("secret")
    with pytest.raises(UserError, match="private"):
        await fetcher.fetch(server.url("/a", host="rebind.example"))
    assert server.paths == ["/a"]
    assert names.asked == ["rebind.example"] * 2


async def test_socket_is_checked_whatever_the_lookup_said(server: Server) -> None:
    """A lookup that slips past the name check is still stopped when its socket is made."""

    class Liar(str):
        """Reads as the opened address to the first look, and as what it is to the second."""

        looked = False

        def __eq__(self, other: object) -> bool:
            self.looked, first = True, not self.looked
            return first or str.__eq__(self, other)

        __hash__ = str.__hash__

    names = Names()
    names.table["liar.example"] = [[Liar("127.0.0.2")]]
    reached = []

    async def trap(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        reached.append(True)
        writer.close()

    other = await asyncio.start_server(trap, "127.0.0.2", server.port)
    opened = ("127.0.0.1", server.port)
    async with other, Fetcher(contact="", opened=opened, resolver=names, limits=QUICK) as fetcher:
        with pytest.raises(UserError, match="private"):
            await fetcher.fetch(server.url(host="liar.example"))
    assert not reached


async def test_failed_encryption_is_told() -> None:
    """A server that does not speak TLS, or not properly, is told from one that is away."""

    async def greet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 welcome\r\n")
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(greet, "127.0.0.1", 0) as listening:
        port = listening.sockets[0].getsockname()[1]
        async with Fetcher(contact="", opened=("127.0.0.1", port), limits=QUICK) as fetcher:
            with pytest.raises(FetchError, match=r"secure connection to 127\.0\.0\.1 failed"):
                await fetcher.fetch(f"https://127.0.0.1:{port}/")


async def test_closed_port_is_told(names: Names) -> None:
    """A site that does not answer at all gets its sentence."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        async with Fetcher(contact="", opened=("127.0.0.1", port), resolver=names, limits=QUICK) as fetcher:
            with pytest.raises(FetchError, match="could not be reached"):
                await fetcher.fetch(f"http://127.0.0.1:{port}/")


async def test_unknown_name_is_told(fetcher: Fetcher, server: Server) -> None:
    """A site that does not exist is told from one that does not answer."""
    with pytest.raises(FetchError, match=r"no site named nowhere\.example"):
        await fetcher.fetch("http://nowhere.example/")


async def test_slow_name_servers_do_not_take_all_threads(server: Server) -> None:
    """However many visits wait for names, only a few lookups run at once, and each visit ends in time."""
    running = most = 0

    class Slow(Names):
        async def resolve(
            self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
        ) -> list[ResolveResult]:
            nonlocal running, most
            running += 1
            most = max(most, running)
            await asyncio.sleep(0.5)
            running -= 1
            raise OSError("no answer")

    limits = replace(QUICK, total=0.2)
    async with Fetcher(contact="", resolver=Slow(), limits=limits) as fetcher:
        visits = (fetcher.fetch(f"http://site-{n}.example/") for n in range(8))
        results = await asyncio.gather(*visits, return_exceptions=True)
        assert all("too long" in str(result) for result in results)
        async with asyncio.timeout(60):
            while running:  # noqa: ASYNC110 - the lookups tell nobody when they end
                await asyncio.sleep(0.01)
    assert most == 3


async def test_any_answer_becomes_a_page_or_a_sentence(fetcher: Fetcher, server: Server) -> None:
    """Answers with bytes changed, dropped and repeated at random never fail in another way."""
    dice = random.Random(7)
    whole = answer(gzip.compress(b"news" * 50), "Content-Encoding: gzip", "Content-Type: text/html; charset=x")
    for _ in range(150):
        reply = bytearray(whole)
        for _ in range(dice.randint(1, 6)):
            place = dice.randrange(len(reply) + 1)
            reply[place : place + dice.randint(0, 3)] = dice.choice(
                [b"", b"\r\n", b"\0", b"\xff", b"Location: /", b":", b"chunked", b"9" * 30, dice.randbytes(3)]
            )
        server.answers["/"] = bytes(reply)
        with contextlib.suppress(UserError):
            assert (await fetcher.fetch(server.url())).status in {*range(200, 300), 304}


async def endless_body(writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
    while True:
        writer.write(b"a" * 65536)
        await writer.drain()


async def slow_body(writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
    await drip(writer, b"a")


async def slow_headers(writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    await drip(writer, b"a")


async def drip(writer: asyncio.StreamWriter, drop: bytes) -> None:
    while True:
        writer.write(drop)
        await writer.drain()
        await asyncio.sleep(0.05)


async def silence(writer: asyncio.StreamWriter) -> None:
    await asyncio.sleep(120)


async def stalled_body(writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc")
    await asyncio.sleep(120)


async def endless_continue(writer: asyncio.StreamWriter) -> None:
    await drip(writer, b"HTTP/1.1 100 Continue\r\n\r\n")


async def header_flood(writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\n")
    for n in range(100_000):
        writer.write(b"X-%d: %s\r\n" % (n, b"a" * 100))
        await writer.drain()


async def endless_header(writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nX-Long: ")
    while True:
        writer.write(b"a" * 65536)
        await writer.drain()


@pytest.mark.parametrize(
    ("reply", "says"),
    [
        (endless_body, "too large"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\na", "too large"),
        (slow_body, "too long"),
        (slow_headers, "too long"),
        (silence, "too long"),
        (stalled_body, "too long"),
        (endless_continue, "too long"),
        (header_flood, "not proper HTTP"),
        (endless_header, "not proper HTTP"),
        (b"", "broke the connection off"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc", "broke the connection off"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffff\r\nabc", "broke the connection off"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc", "broke the|not proper HTTP"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\nabc", "not proper HTTP"),
        (b"SSH-2.0-OpenSSH_9.6\r\n", "not proper HTTP"),
        (b"HTTP/1.1 999999 OK\r\n\r\n", "not proper HTTP"),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
async def test_hostile_answer_becomes_one_sentence(
    fetcher: Fetcher, server: Server, reply: bytes | Callable[[asyncio.StreamWriter], Awaitable[None]], says: str
) -> None:
    """Endless, slow, broken and flooding answers end within the limits and in one sentence."""
    server.answers["/"] = reply
    began = time.monotonic()
    with pytest.raises(FetchError, match=f"{says}.*\\.$") as caught:
        await fetcher.fetch(server.url())
    # Far below the minutes that some of them would take, and far above what a busy machine adds.
    assert time.monotonic() - began < QUICK.total + 30
    assert "\n" not in str(caught.value)


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("gzip", gzip.compress(b"news")),
        ("x-gzip", gzip.compress(b"news")),
        ("GZIP", gzip.compress(b"ne") + gzip.compress(b"ws")),
        ("gzip", gzip.compress(b"news") + b"\0\0"),
        ("deflate", zlib.compress(b"news")),
        ("deflate", raw_deflate(b"news")),
        ("identity", b"news"),
        ("", b"news"),
    ],
)
async def test_packed_page_is_unpacked(fetcher: Fetcher, server: Server, encoding: str, body: bytes) -> None:
    """Gzip and deflate are unpacked, in each shape that servers send."""
    server.answers["/"] = answer(body, f"Content-Encoding: {encoding}")
    assert (await fetcher.fetch(server.url())).body == b"news"


@pytest.mark.parametrize(
    ("encoding", "body", "says"),
    [
        ("gzip", gzip.compress(bytes(100_000_000)), "too large"),
        ("deflate", zlib.compress(bytes(100_000_000)), "too large"),
        ("deflate", raw_deflate(bytes(100_000_000)), "too large"),
        ("gzip", gzip.compress(bytes(300_000)) * 2, "too large"),
        ("gzip", gzip.compress(b"") * 5000, "unreadable"),
        ("gzip, gzip", gzip.compress(gzip.compress(b"news")), "unreadable"),
        ("gzip\r\nContent-Encoding: gzip", gzip.compress(gzip.compress(b"news")), "unreadable"),
        ("br", b"news", "unreadable"),
        ("zstd", b"news", "unreadable"),
        ("bzip2", b"news", "unreadable"),
        ("gzip", b"news", "unreadable"),
        ("gzip", gzip.compress(b"news")[:-9], "unreadable"),
        ("deflate", b"\x78\x9c\xff\xff\xff", "unreadable"),
    ],
)
async def test_bomb_or_unknown_packing_is_refused(
    fetcher: Fetcher, server: Server, encoding: str, body: bytes, says: str
) -> None:
    """What unpacks to too much, was packed twice, or was packed in a way not offered, is refused."""
    server.answers["/"] = answer(body, f"Content-Encoding: {encoding}")
    with pytest.raises(FetchError, match=says):
        await fetcher.fetch(server.url())


@pytest.mark.parametrize(
    ("status", "says"),
    [
        ("401 No", "does not let the bot read.*/article paste"),
        ("403 No", "does not let the bot read.*/article paste"),
        ("404 No", "no page at that address"),
        ("410 Gone", "no page at that address"),
        ("451 No", "does not let the bot read"),
        ("418 Teapot", "error instead of a page"),
        ("500 Oops", "trouble of its own"),
        ("503 Busy", "trouble of its own"),
        ("304 Same", None),
    ],
)
async def test_error_status_becomes_one_sentence(
    fetcher: Fetcher, server: Server, status: str, says: str | None
) -> None:
    """Each kind of refusal has a sentence that says what to do, and keeps its status."""
    server.answers["/"] = answer(b"", status=status)
    if says is None:
        assert (await fetcher.fetch(server.url())).body == b""
        return
    with pytest.raises(FetchError, match=says) as caught:
        await fetcher.fetch(server.url())
    assert caught.value.status == int(status[:3])


@pytest.mark.parametrize(
    ("status", "retry_after", "seconds"),
    [
        ("429 Slow", "120", 120),
        ("429 Slow", None, 60),
        ("429 Slow", "soon", 60),
        ("503 Busy", "9999999999999999", 86400),
        ("503 Busy", "in ten minutes", 600),
        ("503 Busy", "Mon, 99 Foo 2026 00:00:00 GMT", None),
    ],
)
async def test_retry_after_is_honoured(
    fetcher: Fetcher, server: Server, status: str, retry_after: str | None, seconds: float | None
) -> None:
    """A host that asks for a pause is not asked again before it is over."""
    if retry_after == "in ten minutes":
        # Written now, because the tests may have been collected long ago.
        retry_after = email.utils.formatdate(time.time() + 600, usegmt=True)
    server.answers["/"] = answer(b"", *([f"Retry-After: {retry_after}"] if retry_after else []), status=status)
    with pytest.raises(FetchError, match="later" if seconds is None else "try again in") as caught:
        await fetcher.fetch(server.url())
    assert caught.value.retry_after == (None if seconds is None else pytest.approx(seconds, abs=90))
    server.answers["/"] = answer("open again")
    if seconds is None:
        await fetcher.fetch(server.url())
        return
    with pytest.raises(UserError, match="left alone"):
        await fetcher.fetch(server.url())
    assert len(server.requests) == 1


async def test_one_request_to_a_host_at_a_time_and_spaced(server: Server) -> None:
    """Visits to one host wait for one another, with a pause between; a redirect within a visit does not wait."""
    server.answers |= {"/": answer("x"), "/r": redirect("/")}
    limits = replace(QUICK, spacing=0.2, patience=3.0)
    async with Fetcher(contact="", opened=("127.0.0.1", server.port), limits=limits) as fetcher:
        await asyncio.gather(fetcher.fetch(server.url("/r")), fetcher.fetch(server.url()), fetcher.fetch(server.url()))
    gaps = [later - earlier for earlier, later in zip(server.times, server.times[1:], strict=False)]
    assert server.paths == ["/r", "/", "/", "/"] or server.paths.count("/") == 3
    assert sum(gap >= 0.19 for gap in gaps) >= 2


async def test_long_queue_is_refused(server: Server) -> None:
    """Who would have to wait too long for a turn is told so."""
    server.answers["/"] = silence
    limits = replace(QUICK, stall=0.6, patience=0.1)
    async with Fetcher(contact="", opened=("127.0.0.1", server.port), limits=limits) as fetcher:
        results = await asyncio.gather(fetcher.fetch(server.url()), fetcher.fetch(server.url()), return_exceptions=True)
    assert sorted("waiting" in str(result) for result in results) == [False, True]


async def test_cancelled_visit_gives_its_turn_back(fetcher: Fetcher, server: Server) -> None:
    """A visit that is cancelled leaves the host free for the next."""
    started = asyncio.Event()

    async def slow(writer: asyncio.StreamWriter) -> None:
        started.set()
        await silence(writer)

    server.answers |= {"/slow": slow, "/": answer("x")}
    visit = asyncio.create_task(fetcher.fetch(server.url("/slow")))
    await started.wait()
    visit.cancel()
    with pytest.raises(asyncio.CancelledError):
        await visit
    assert (await fetcher.fetch(server.url())).body == b"x"


async def test_closed_fetcher_opens_again(fetcher: Fetcher, server: Server) -> None:
    """Closing twice is harmless, and a later fetch opens a new session."""
    server.answers["/"] = answer("x")
    await fetcher.close()
    await fetcher.close()
    assert (await fetcher.fetch(server.url())).body == b"x"
