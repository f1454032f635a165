"""The bot's side of the worker processes: starts them on demand, times them, kills them, lets idle ones go.

Own processes over pipes rather than a pool library: a pool starts its first process on the event loop for longer
than the loop may wait, imports the bot's main module into each worker, and unpickles what a worker sends, so that a
page which takes a worker over would own the bot as well. Here the answers are JSON, and the environment, with the
bot's token in it, stays behind.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import bot
from bot.errors import UserError
from bot.intake.advice import PASTE
from bot.intake.worker import LENGTH, READY

_LOG = logging.getLogger(__name__)
_HOME = Path(bot.__file__).resolve().parent.parent
_KEPT_SETTINGS = ("PATH", "PYTHONPATH", "LANG", "LC_ALL", "SYSTEMROOT")


@dataclass(frozen=True, slots=True)
class WorkerLimits:
    """What a worker may use. `seconds` is for one job, `start_seconds` for the imports before the first.

    `memory` is its address space and `answer` its longest answer, in bytes. It is replaced after `jobs` jobs and
    let go after `idle_seconds` without one.
    """

    seconds: float = 10.0
    start_seconds: float = 30.0
    idle_seconds: float = 60.0
    memory: int = 1_000_000_000
    answer: int = 4_000_000
    jobs: int = 50


class Workers:
    """Up to `count` worker processes, none of them running while there is nothing to do."""

    def __init__(self, *, count: int = 2, limits: WorkerLimits | None = None) -> None:
        self._limits = limits or WorkerLimits()
        self._free = asyncio.Semaphore(count)
        self._idle: list[_Worker] = []
        self._busy: set[_Worker] = set()
        self._closed = False

    @property
    def pids(self) -> frozenset[int]:
        """The process ids of the workers that there are now."""
        return frozenset(worker.process.pid for worker in (*self._idle, *self._busy))

    async def run(self, job: str, body: bytes, details: Mapping[str, Any], *, what: str) -> dict[str, Any]:
        """Have a worker do a job; raises UserError with its refusal, or where it died or took too long.

        `what` begins the sentence about a failure, for example "That page".
        """
        if self._closed:
            raise RuntimeError("the workers are closed")
        async with self._free:
            worker = await self._take()
            self._busy.add(worker)
            try:
                answer = await worker.ask(job, body, details)
            except TimeoutError:
                raise UserError(f"{what} takes too long to read; {PASTE}.") from None
            except (_DiedError, OSError, asyncio.IncompleteReadError) as error:
                _LOG.warning("A worker died over %s of %d bytes: %r", job, len(body), error)
                raise UserError(f"{what} cannot be read safely; {PASTE}.") from None
            finally:
                self._busy.discard(worker)
                await self._give_back(worker)
        if "failed" in answer:
            _LOG.warning("A worker failed over %s of %d bytes: %s", job, len(body), answer["failed"])
            raise UserError(f"{what} cannot be read; {PASTE}.")
        if "refused" in answer:
            raise UserError(str(answer["refused"]))
        found = answer.get("found")
        assert isinstance(found, dict)
        return found

    async def close(self) -> None:
        """End all workers; those that are busy end with their job."""
        self._closed = True
        while self._idle:
            await self._idle.pop().end()

    async def _take(self) -> _Worker:
        while self._idle:
            worker = self._idle.pop()
            if worker.is_alive():
                worker.rest(None)
                return worker
            await worker.end()
        return await _Worker.start(self._limits)

    async def _give_back(self, worker: _Worker) -> None:
        if self._closed or worker.is_spent():
            await worker.end()
        else:
            self._idle.append(worker)
            worker.rest(lambda: self._let_go(worker))

    def _let_go(self, worker: _Worker) -> None:
        if worker in self._idle:
            self._idle.remove(worker)
            worker.hang_up()


class _DiedError(Exception):
    """The worker broke off, or its answer made no sense."""


class _Worker:
    """One process: clean between jobs, and killed when it was left in the middle of one."""

    def __init__(self, process: asyncio.subprocess.Process, limits: WorkerLimits) -> None:
        self.process = process
        self._limits = limits
        self._jobs = 0
        self._ready = False
        self._clean = True
        self._alarm: asyncio.TimerHandle | None = None

    @classmethod
    async def start(cls, limits: WorkerLimits) -> _Worker:
        settings = {name: os.environ[name] for name in _KEPT_SETTINGS if name in os.environ}
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-c",
            "from bot.intake.worker import main; main()",
            str(limits.memory),
            str(limits.seconds),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            cwd=_HOME,
            env=settings,
            # Ctrl-C in the terminal is for the bot, which then ends its workers in order.
            start_new_session=True,
        )
        return cls(process, limits)

    async def ask(self, job: str, body: bytes, details: Mapping[str, Any]) -> dict[str, Any]:
        self._jobs += 1
        self._clean = False
        if not self._ready:
            async with asyncio.timeout(self._limits.start_seconds):
                await self._hear_ready()
        async with asyncio.timeout(self._limits.seconds):
            await self._send(job, body, details)
            answer = await self._receive()
        self._clean = True
        return answer

    def is_alive(self) -> bool:
        return self.process.returncode is None

    def is_spent(self) -> bool:
        return not self._clean or not self.is_alive() or self._jobs >= self._limits.jobs

    def rest(self, let_go: Callable[[], None] | None) -> None:
        """Call `let_go` after the idle time; None is the end of the rest."""
        if self._alarm is not None:
            self._alarm.cancel()
        loop = asyncio.get_running_loop()
        self._alarm = loop.call_later(self._limits.idle_seconds, let_go) if let_go else None

    def hang_up(self) -> None:
        """End the input: an idle worker then ends of itself."""
        assert self.process.stdin is not None
        self.process.stdin.close()

    async def end(self) -> None:
        self.rest(None)
        self.hang_up()
        if not self._clean:
            with suppress(ProcessLookupError):
                self.process.kill()
        await self.process.wait()

    async def _hear_ready(self) -> None:
        assert self.process.stdout is not None
        if await self.process.stdout.readexactly(len(READY)) != READY:
            raise _DiedError("no greeting")
        self._ready = True

    async def _send(self, job: str, body: bytes, details: Mapping[str, Any]) -> None:
        assert self.process.stdin is not None
        order = json.dumps({"job": job, "size": len(body), "details": dict(details)})
        self.process.stdin.write(order.encode("ascii") + b"\n" + body)
        await self.process.stdin.drain()

    async def _receive(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        size = LENGTH.unpack(await self.process.stdout.readexactly(LENGTH.size))[0]
        if size > self._limits.answer:
            raise _DiedError(f"an answer of {size} bytes")
        answer = json.loads(await self.process.stdout.readexactly(size))
        if not isinstance(answer, dict) or len(answer) != 1:
            raise _DiedError("an odd answer")
        return answer
