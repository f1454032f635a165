"""Whose turn it is: one request to a host at a time, with a pause between, and none while it asks us to wait."""

from __future__ import annotations

import asyncio
import math
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from bot.errors import UserError

_MAX_REMEMBERED = 2000
_UNITS = ((3600, "hour"), (60, "minute"), (1, "second"))


class WaitError(UserError):
    """It is not our turn, and will not be soon; a later try may well succeed."""


@dataclass(slots=True)
class _Host:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    waiting: int = 0
    next_turn: float = 0.0
    asked_to_wait_until: float = 0.0


class Turns:
    """Keeps visits to one host apart by `spacing` seconds; nobody waits for a turn longer than `patience` seconds."""

    def __init__(self, *, spacing: float, patience: float) -> None:
        self._spacing = spacing
        self._patience = patience
        self._hosts: dict[str, _Host] = {}

    @asynccontextmanager
    async def take(self, name: str, *, spaced: bool = True) -> AsyncIterator[None]:
        """Hold the turn at a host; raises WaitError where it asked for a pause or the queue is too long.

        A redirect within one visit is not `spaced`: a browser would follow it at once.
        """
        host = self._host(name)
        host.waiting += 1
        try:
            await self._wait(name, host, spaced)
            try:
                yield
            finally:
                host.next_turn = asyncio.get_running_loop().time() + self._spacing
                host.lock.release()
        finally:
            host.waiting -= 1

    def ask_to_wait(self, name: str, seconds: float) -> None:
        """Keep away from a host for `seconds`, as it asked."""
        host = self._host(name)
        host.asked_to_wait_until = asyncio.get_running_loop().time() + seconds

    async def _wait(self, name: str, host: _Host, spaced: bool) -> None:
        _refuse_while_asked(name, host)
        try:
            async with asyncio.timeout(self._patience):
                await host.lock.acquire()
        except TimeoutError:
            raise WaitError(f"Too many requests to {name} are waiting: try again in a few minutes.") from None
        try:
            # Whoever had the turn before may just have been told to stay away.
            _refuse_while_asked(name, host)
            pause = host.next_turn - asyncio.get_running_loop().time()
            await asyncio.sleep(max(0.0, pause) if spaced else 0.0)
        except BaseException:
            host.lock.release()
            raise

    def _host(self, name: str) -> _Host:
        if len(self._hosts) >= _MAX_REMEMBERED and name not in self._hosts:
            self._forget()
        return self._hosts.setdefault(name, _Host())

    def _forget(self) -> None:
        now = asyncio.get_running_loop().time()
        self._hosts = {
            name: host
            for name, host in self._hosts.items()
            if host.waiting or max(host.next_turn, host.asked_to_wait_until) > now
        }


def _refuse_while_asked(name: str, host: _Host) -> None:
    left = host.asked_to_wait_until - asyncio.get_running_loop().time()
    if left > 0:
        raise WaitError(f"{name} asks to be left alone: try again in {say_seconds(left)}.")


def say_seconds(seconds: float) -> str:
    """A waiting time in words, rounded up: "40 seconds", "5 minutes", "2 hours"."""
    # From two of a unit on it is the clearer one; "90 seconds" says more than "2 minutes".
    size, name = next((unit for unit in _UNITS if seconds > 2 * unit[0]), _UNITS[-1])
    count = max(1, math.ceil(seconds / size))
    return f"{count} {name}" if count == 1 else f"{count} {name}s"
