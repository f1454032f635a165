"""A stand-in for Discord on this machine: what of its gateway and REST the bot needs to post, with faults on order.

It keeps what it accepts, takes a message with the same author and nonce once for as long as Discord would, and can kill
who sends to it at any step.
"""

from __future__ import annotations

import asyncio
import json
import time
import zlib
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from aiohttp import WSMsgType, web

Json = dict[str, Any]

APPLICATION = 90_000_000_000_000_001
GUILD = 80_000_000_000_000_001

GLOBAL_LIMIT, CHANNEL_LIMIT = (50, 1.0), (5, 5.0)
"""How many requests in how many seconds: of a bot in all, and posts in one channel."""

_EPOCH = 1_420_070_400_000
_ALL_PERMISSIONS = str((1 << 50) - 1)
_ERRORS = {
    401: (0, "401: Unauthorized"),
    403: (50013, "Missing Permissions"),
    404: (10003, "Unknown Channel"),
    429: (0, "You are being rate limited."),
}
_DISPATCH, _HELLO, _ACK = 0, 10, 11
_HEARTBEAT, _IDENTIFY, _RESUME = 1, 2, 6


@dataclass(kw_only=True)
class Turn:
    """How one request fares: `received` is called when it has come, `done` once it was acted on, `answered` at the end.

    With a `status` of an error nothing is done unless `accept`; with `drop` the connection is closed with no answer.
    `delay` is how many seconds the answer takes.
    """

    received: Callable[[], object] | None = None
    done: Callable[[], object] | None = None
    answered: Callable[[], object] | None = None
    status: int = 200
    accept: bool | None = None
    drop: bool = False
    delay: float = 0.0
    retry_after: float = 0.5
    code: int | None = None

    @property
    def accepts(self) -> bool:
        """Whether the request is acted on."""
        return self.status < 300 and not self.drop if self.accept is None else self.accept


@dataclass(frozen=True)
class Posted:
    """A message that was accepted; `at` is seconds of the monotonic clock."""

    id: int
    channel: int
    nonce: str | None
    body: Json
    at: float


@dataclass(frozen=True)
class Seen:
    """A request, and the status that it was answered with, 0 for none."""

    method: str
    path: str
    status: int
    at: float


@dataclass
class StandIn:
    """`async with StandIn([channel, ...]) as discord:` serves `discord.api` and `discord.gateway`.

    `posts` and `looks` hold the turns of the next messages posted and histories read, one each; `every_post` and
    `every_look` are how all others fare. `nonce_window` is for how many seconds nonces are known. With `limited`
    requests beyond Discord's limits are refused; with `down` every connection is dropped.
    """

    channels: Iterable[int]
    nonce_window: float = 300.0
    limited: bool = False
    down: bool = False
    every_post: Turn = field(default_factory=Turn)
    every_look: Turn = field(default_factory=Turn)
    posts: deque[Turn] = field(default_factory=deque)
    looks: deque[Turn] = field(default_factory=deque)
    messages: list[Posted] = field(default_factory=list)
    seen: list[Seen] = field(default_factory=list)
    sessions: int = 0
    port: int = 0

    def __post_init__(self) -> None:
        self.channels = set(self.channels)
        self.changed = asyncio.Condition()
        self._nonces: dict[str, tuple[float, Json]] = {}
        self._kept: dict[int, list[Json]] = defaultdict(list)
        self._recent: dict[int, deque[float]] = defaultdict(deque)
        self._ids = 0

    @property
    def api(self) -> str:
        """The address of its REST."""
        return f"http://127.0.0.1:{self.port}/api/v10"

    @property
    def gateway(self) -> str:
        """The address of its gateway."""
        return f"ws://127.0.0.1:{self.port}/gateway"

    def count(self) -> Counter[int]:
        """How many messages each channel has."""
        return Counter(message.channel for message in self.messages)

    def age(self, seconds: float) -> None:
        """Let time pass for the nonces."""
        self._nonces = {nonce: (at - seconds, kept) for nonce, (at, kept) in self._nonces.items()}

    async def until(self, condition: Callable[[], bool], seconds: float = 20.0) -> None:
        """Wait until a condition holds that changes with what is asked of it."""
        async with asyncio.timeout(seconds), self.changed:
            await self.changed.wait_for(condition)

    async def __aenter__(self) -> StandIn:
        app = web.Application(middlewares=[self._watch])
        api = "/api/v10"
        app.add_routes(
            [
                web.get("/gateway", self._serve_gateway),
                web.get(f"{api}/users/@me", self._me),
                web.get(f"{api}/oauth2/applications/@me", self._application),
                web.put(f"{api}/applications/{{application}}/commands", self._sync),
                web.get(f"{api}/channels/{{channel}}", self._channel),
                web.get(f"{api}/channels/{{channel}}/messages", self._history),
                web.post(f"{api}/channels/{{channel}}/messages", self._post),
            ]
        )
        # The connections that killed processes leave behind need no farewell.
        self._runner = web.AppRunner(app, shutdown_timeout=0.1, handle_signals=False)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self.port)
        await site.start()
        assert site._server is not None
        self.port = site._server.sockets[0].getsockname()[1]  # type: ignore[attr-defined]
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._runner.cleanup()

    @web.middleware
    async def _watch(self, request: web.Request, handler: Any) -> web.StreamResponse:
        if self.down:
            return _dropped(request)
        status = 0
        try:
            refusal = self._limit() if self.limited and request.path != "/gateway" else None
            response: web.StreamResponse = refusal or await handler(request)
            status = 0 if request.transport is None else response.status
            return response
        finally:
            path = request.path.removeprefix("/api/v10")
            self.seen.append(Seen(request.method, path, status, time.monotonic()))
            await self._tell()

    async def _tell(self) -> None:
        async with self.changed:
            self.changed.notify_all()

    async def _me(self, _: web.Request) -> web.StreamResponse:
        return _json(_user())

    async def _application(self, _: web.Request) -> web.StreamResponse:
        return _json(
            {
                "id": str(APPLICATION),
                "name": "newsdesk",
                "description": "",
                "icon": None,
                "bot_public": True,
                "bot_require_code_grant": False,
                "verify_key": "",
                "owner": {**_user(), "id": "70000000000000001", "bot": False},
                "flags": 0,
            }
        )

    async def _sync(self, request: web.Request) -> web.StreamResponse:
        commands = await request.json()
        given = {"application_id": str(APPLICATION), "version": "1", "description": ""}
        return _json([{**given, **command, "id": str(self._new_id())} for command in commands])

    async def _channel(self, request: web.Request) -> web.StreamResponse:
        channel = int(request.match_info["channel"])
        return _json(_text_channel(channel)) if channel in self.channels else _error(404)

    async def _post(self, request: web.Request) -> web.StreamResponse:
        channel = int(request.match_info["channel"])
        body = await _body(request)
        turn = self.posts.popleft() if self.posts else self.every_post
        if turn.received:
            turn.received()
        if channel not in self.channels:
            return _error(404)
        limits = self._channel_limits(channel)
        if limits["X-RateLimit-Remaining"] == "-1":
            return _error(
                429,
                headers={**limits, "X-RateLimit-Remaining": "0"},
                retry_after=float(limits["X-RateLimit-Reset-After"]),
            )
        message = self._accept(channel, body) if turn.accepts else None
        return await self._answer(request, turn, message, limits)

    async def _history(self, request: web.Request) -> web.StreamResponse:
        channel = int(request.match_info["channel"])
        turn = self.looks.popleft() if self.looks else self.every_look
        if turn.received:
            turn.received()
        if channel not in self.channels:
            return _error(404)
        after, limit = int(request.query.get("after", 0)), int(request.query.get("limit", 50))
        kept = [message for message in self._kept[channel] if int(message["id"]) > after]
        # Those that come next after it, the newest of them first.
        found = (kept[:limit] if "after" in request.query else kept[-limit:])[::-1]
        return await self._answer(request, turn, found, {})

    async def _answer(
        self, request: web.Request, turn: Turn, content: object, headers: dict[str, str]
    ) -> web.StreamResponse:
        if turn.done:
            turn.done()
        if turn.delay:
            await asyncio.sleep(turn.delay)
        if turn.drop:
            return _dropped(request)
        if turn.status >= 300:
            return _error(turn.status, headers=headers, retry_after=turn.retry_after, code=turn.code)
        response = _json(content, headers=headers)
        if turn.answered:
            await response.prepare(request)
            await response.write_eof()
            turn.answered()
        return response

    def _accept(self, channel: int, body: Json) -> Json:
        nonce, moment = body.get("nonce"), time.monotonic()
        if nonce is not None and body.get("enforce_nonce"):
            at, before = self._nonces.get(nonce, (float("-inf"), {}))
            if moment - at < self.nonce_window:
                return before
        message = _message(self._new_id(), channel, body)
        self.messages.append(Posted(int(message["id"]), channel, nonce, body, moment))
        # Discord tells the nonce to who sent it, and does not keep it.
        self._kept[channel].append({**message})
        if nonce is not None:
            message["nonce"] = nonce
            self._nonces[nonce] = (moment, message)
        return message

    def _limit(self) -> web.Response | None:
        wait = _take(self._recent[0], *GLOBAL_LIMIT)
        if wait:
            return _error(429, headers={"X-RateLimit-Global": "true", "X-RateLimit-Scope": "global"}, retry_after=wait)
        return None

    def _channel_limits(self, channel: int) -> dict[str, str]:
        recent, (most, seconds) = self._recent[channel], CHANNEL_LIMIT
        wait = _take(recent, most, seconds) if self.limited else 0.0
        reset = wait or (recent[0] + seconds - time.monotonic() if recent else seconds)
        return {
            "X-RateLimit-Limit": str(most),
            "X-RateLimit-Remaining": "-1" if wait else str(most - len(recent)),
            "X-RateLimit-Reset": f"{time.time() + reset:.3f}",
            "X-RateLimit-Reset-After": f"{reset:.3f}",
            "X-RateLimit-Bucket": "posts",
            "X-RateLimit-Scope": "user",
        }

    def _new_id(self) -> int:
        self._ids += 1
        return (int(time.time() * 1000) - _EPOCH << 22) + self._ids % (1 << 22)

    async def _serve_gateway(self, request: web.Request) -> web.StreamResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        line = _Line(socket, compressed=request.query.get("compress") == "zlib-stream")
        await line.send(_HELLO, {"heartbeat_interval": 41_250})
        async for frame in socket:
            if frame.type is not WSMsgType.TEXT:
                continue
            said = json.loads(frame.data)
            if said["op"] == _HEARTBEAT:
                await line.send(_ACK, None)
            elif said["op"] == _IDENTIFY:
                self.sessions += 1
                await self._greet(line)
            elif said["op"] == _RESUME:
                await line.send(_DISPATCH, {"_trace": []}, event="RESUMED")
        return socket

    async def _greet(self, line: _Line) -> None:
        session = {
            "v": 10,
            "user": _user(),
            "guilds": [{"id": str(GUILD), "unavailable": True}],
            "session_id": f"session{self.sessions}",
            "resume_gateway_url": self.gateway,
            "application": {"id": str(APPLICATION), "flags": 0},
        }
        await line.send(_DISPATCH, session, event="READY")
        await line.send(_DISPATCH, _guild(sorted(self.channels)), event="GUILD_CREATE")
        await self._tell()


class _Line:
    """One connection of the gateway, compressed as one stream where the client asks for it."""

    def __init__(self, socket: web.WebSocketResponse, *, compressed: bool) -> None:
        self._socket = socket
        self._stream = zlib.compressobj() if compressed else None
        self._sent = 0

    async def send(self, op: int, data: object, *, event: str | None = None) -> None:
        if event:
            self._sent += 1
        text = json.dumps({"op": op, "d": data, "s": self._sent if event else None, "t": event})
        if self._stream is None:
            await self._socket.send_str(text)
            return
        stream = self._stream
        await self._socket.send_bytes(stream.compress(text.encode()) + stream.flush(zlib.Z_SYNC_FLUSH))


def _take(recent: deque[float], most: int, seconds: float) -> float:
    """Count a request; where it is one too many, how long to wait."""
    moment = time.monotonic()
    while recent and recent[0] <= moment - seconds:
        recent.popleft()
    if len(recent) >= most:
        return max(recent[0] + seconds - moment, 0.001)
    recent.append(moment)
    return 0.0


def _json(content: object, *, status: int = 200, headers: dict[str, str] | None = None) -> web.Response:
    # With a charset behind its type, discord.py would not read it as JSON.
    body = json.dumps(content).encode()
    return web.Response(
        body=body, status=status, content_type="application/json", headers={"Via": "1.1 google", **(headers or {})}
    )


def _error(
    status: int, *, headers: dict[str, str] | None = None, retry_after: float = 0.0, code: int | None = None
) -> web.Response:
    given = headers or {}
    if status in (500, 502, 503, 504):
        return web.Response(text="<html>upstream connect error</html>", status=status, content_type="text/html")
    number, sentence = _ERRORS.get(status, (0, "Refused"))
    content: Json = {"message": sentence, "code": number if code is None else code}
    if status == 429:
        content |= {"retry_after": retry_after, "global": "X-RateLimit-Global" in given}
        given = {"Retry-After": str(max(1, round(retry_after))), **given}
    return _json(content, status=status, headers=given)


def _dropped(request: web.Request) -> web.Response:
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=500)


async def _body(request: web.Request) -> Json:
    if request.content_type == "multipart/form-data":
        form = await request.post()
        body: Json = json.loads(str(form["payload_json"]))
        return body
    given: Json = await request.json()
    return given


def _user() -> Json:
    return {
        "id": str(APPLICATION),
        "username": "newsdesk",
        "discriminator": "0",
        "global_name": None,
        "avatar": None,
        "bot": True,
        "flags": 0,
    }


def _text_channel(channel: int) -> Json:
    return {
        "id": str(channel),
        "guild_id": str(GUILD),
        "type": 0,
        "name": f"news-{channel % 10_000}",
        "position": 0,
        "parent_id": None,
        "topic": None,
        "nsfw": False,
        "rate_limit_per_user": 0,
        "permission_overwrites": [],
    }


def _guild(channels: list[int]) -> Json:
    everyone = {
        "id": str(GUILD),
        "name": "@everyone",
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "position": 0,
        "permissions": _ALL_PERMISSIONS,
        "managed": False,
        "mentionable": False,
        "flags": 0,
    }
    member = {
        "user": _user(),
        "roles": [],
        "joined_at": "2026-01-01T00:00:00+00:00",
        "deaf": False,
        "mute": False,
        "flags": 0,
    }
    return {
        "id": str(GUILD),
        "name": "The newsroom",
        "icon": None,
        "owner_id": "70000000000000001",
        "unavailable": False,
        "member_count": 2,
        "large": False,
        "features": [],
        "verification_level": 0,
        "default_message_notifications": 0,
        "explicit_content_filter": 0,
        "mfa_level": 0,
        "nsfw_level": 0,
        "premium_tier": 0,
        "preferred_locale": "en-US",
        "system_channel_flags": 0,
        "afk_timeout": 300,
        "roles": [everyone],
        "emojis": [],
        "stickers": [],
        "members": [member],
        "channels": [_text_channel(channel) for channel in channels],
        "threads": [],
        "voice_states": [],
        "presences": [],
        "stage_instances": [],
        "guild_scheduled_events": [],
        "soundboard_sounds": [],
    }


def _message(number: int, channel: int, body: Json) -> Json:
    return {
        "id": str(number),
        "type": 0,
        "channel_id": str(channel),
        "author": _user(),
        "content": body.get("content") or "",
        "timestamp": datetime.now(UTC).isoformat(),
        "edited_timestamp": None,
        "tts": False,
        "mention_everyone": False,
        "mentions": [],
        "mention_roles": [],
        "attachments": [],
        "embeds": body.get("embeds") or [],
        "pinned": False,
        "flags": body.get("flags") or 0,
        "components": _numbered(body.get("components") or []),
    }


def _numbered(components: list[Json]) -> list[Json]:
    """Components as Discord gives them back, each with an id."""
    ids = iter(range(1, 1_000))

    def number(part: Json) -> Json:
        inner: Json = {name: number(part[name]) for name in ("accessory", "component") if part.get(name)}
        inner |= {"components": [number(one) for one in part["components"]]} if "components" in part else {}
        return {**part, "id": next(ids), **inner}

    return [number(part) for part in components]
