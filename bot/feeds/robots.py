"""robots.txt (RFC 9309): which pages a site lets programs read."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit
from weakref import WeakValueDictionary

from bot.errors import UserError
from bot.intake.fetch import FetchError

if TYPE_CHECKING:
    from bot.intake.fetch import Page

AGENT = "newsdesk"
"""The name that a robots.txt calls the bot by."""

_KEPT_SECONDS = 24 * 3600
_MOST = 500
_READ = 500_000
_MOST_RULES = 5_000
_SAFE = "%/:?[]@!$&'()*+,;=-._~"


class RobotsError(UserError):
    """The site does not want programs to read that page."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What a site lets the bot read: (allowed, pattern) pairs; where none matches, it may."""

    rules: tuple[tuple[bool, str], ...] = ()

    def allow(self, url: str) -> bool:
        """Whether an address may be fetched: the longest pattern that matches decides, and the kinder of two."""
        parts = urlsplit(url)
        path = _spelled((parts.path or "/") + (f"?{parts.query}" if parts.query else ""))
        if path == "/robots.txt":
            return True
        matching = [(len(pattern), allowed) for allowed, pattern in self.rules if _matches(path, pattern)]
        return max(matching)[1] if matching else True


NOTHING = Rules(((False, "/"),))
EVERYTHING = Rules()


class Robots:
    """The rules of sites, asked for once a day each; `fetch` gets a page, unguarded by the rules."""

    def __init__(self, fetch: Callable[[str], Awaitable[Page]], *, clock: Callable[[], float] = time.monotonic) -> None:
        self._fetch = fetch
        self._clock = clock
        self._known: OrderedDict[str, tuple[float, Rules]] = OrderedDict()
        self._asking: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def check(self, url: str) -> None:
        """Raises RobotsError where the site of an address does not let the bot read it."""
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        lock = self._asking.setdefault(origin, asyncio.Lock())
        async with lock:
            rules = await self._rules(origin)
        if not rules.allow(url):
            raise RobotsError(f"{parts.hostname} does not let programs read that page (robots.txt).")

    async def _rules(self, origin: str) -> Rules:
        known = self._known.get(origin)
        if known is not None and known[0] > self._clock():
            return known[1]
        try:
            page = await self._fetch(f"{origin}/robots.txt")
            rules, seconds = await asyncio.to_thread(read_rules, page.body), _KEPT_SECONDS
        except FetchError as error:
            if error.status is None or error.status == 429 or error.status >= 500:
                # Whoever cannot be asked has not agreed; unless an older answer is at hand.
                if known is not None:
                    return known[1]
                raise
            rules, seconds = EVERYTHING, _KEPT_SECONDS
        self._known[origin] = (self._clock() + seconds, rules)
        while len(self._known) > _MOST:
            self._known.popitem(last=False)
        return rules


def read_rules(body: bytes) -> Rules:
    """The rules of a robots.txt for the bot, or else for everybody."""
    groups: dict[str, list[tuple[bool, str]]] = {}
    named: list[str] = []
    in_rules = False
    for line in body[:_READ].decode("utf-8", "replace").lstrip("\ufeff").splitlines():
        name, _, value = line.partition("#")[0].partition(":")
        name, value = name.strip().lower(), value.strip()
        if name == "user-agent":
            named = [value.lower()] if in_rules else [*named, value.lower()]
            in_rules = False
            for agent in named:
                groups.setdefault(agent, [])
        elif name in {"allow", "disallow"}:
            in_rules = True
            for agent in named if value else ():
                groups[agent].append((name == "allow", _spelled(value)))
    own = groups.get(AGENT, groups.get("*", []))
    return Rules(tuple(own[:_MOST_RULES]))


def _spelled(path: str) -> str:
    return quote(path, safe=_SAFE)


def _matches(path: str, pattern: str) -> bool:
    """Whether a pattern fits the beginning of a path: `*` stands for anything, a final `$` for the path's end."""
    at_end = pattern.endswith("$")
    first, *others = pattern.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    place = len(first)
    for number, part in enumerate(others, start=1):
        if at_end and number == len(others):
            return len(path) - len(part) >= place and path.endswith(part)
        found = path.find(part, place)
        if found < 0:
            return False
        place = found + len(part)
    return not at_end or place == len(path)
