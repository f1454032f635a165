"""Sees what is due and has it posted, for as long as the bot runs."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import deque
from collections.abc import Callable
from datetime import datetime, timedelta

from bot.digests.outbox import MOST_LATE, Outbox
from bot.digests.schedule import last_due, next_due
from bot.errors import UserError
from bot.model import Digest
from bot.store import Store
from bot.store.codec import now

log = logging.getLogger(__name__)

AT_ONCE = 8
"""How many editions are worked on at the same time: enough to be quick, few enough for Discord's limits."""
PER_SECOND = 25
"""How many editions are begun to be worked on in a second: Discord takes 50 requests of a bot in all."""
LONGEST_SLEEP = 15.0
STUCK_AFTER = 180.0
"""Seconds without a sign of life after which the loop is started anew."""
HEARTBEAT = "scheduler"
"""The key in the store's state under which the last sign of life stands, seconds since 1970."""

_MANY = 200
_LEAST_LATE = timedelta(minutes=10)
_SECOND = timedelta(seconds=1)


class Scheduler:
    """The loop over what is due; several processes may run one each on the same store."""

    def __init__(self, store: Store, outbox: Outbox, *, clock: Callable[[], datetime] = now) -> None:
        self._store = store
        self._outbox = outbox
        self._clock = clock
        self._working: set[asyncio.Task[None]] = set()
        self._started: deque[datetime] = deque(maxlen=PER_SECOND)
        self._alive = time.monotonic()

    async def run(self) -> None:
        """Post what is due until cancelled; a loop that fails or gets stuck is started anew."""
        while True:
            self._alive = time.monotonic()
            loop = asyncio.create_task(self._loop())
            try:
                while not loop.done() and time.monotonic() - self._alive < STUCK_AFTER:
                    await asyncio.wait({loop}, timeout=STUCK_AFTER / 10)
                if loop.done() and (error := loop.exception()):
                    log.error("The scheduler failed and is started anew.", exc_info=error)
                else:
                    log.error("The scheduler was stuck for %.0f seconds and is started anew.", STUCK_AFTER)
            finally:
                for task in (loop, *self._working):
                    task.cancel()
                await asyncio.gather(loop, *self._working, return_exceptions=True)
            await asyncio.sleep(1)

    async def recompute(self) -> None:
        """Compute all due times anew: the rules of a zone may have changed since they were stored."""
        moment = self._clock()
        for digest in await self._store.digests.all_planned():
            if digest.next_due and digest.next_due > moment:
                times = await self._times(digest, moment)
                if times and times[1] != digest.next_due:
                    await self._store.digests.reschedule(digest.id, times[1])

    async def step(self) -> bool:
        """Begin what is due and start work on what waits for it; whether there was anything to do."""
        moment = self._clock()
        digests = await self._store.digests.due(moment, limit=_MANY)
        for digest in digests:
            await self._begin(digest, moment)
        works = []
        if free := min(AT_ONCE - len(self._working), self._allowance(moment)):
            works = await self._store.editions.claim(moment, limit=free)
        for work in works:
            self._started.append(moment)
            task = asyncio.create_task(self._outbox.work(work))
            self._working.add(task)
            task.add_done_callback(self._working.discard)
        return bool(digests or works)

    async def finish(self, seconds: float | None = None) -> None:
        """Wait for the work that was started, for so many seconds at most."""
        if self._working:
            await asyncio.wait(tuple(self._working), timeout=seconds)

    async def _loop(self) -> None:
        await self.recompute()
        while True:
            busy = await self.step()
            self._alive = time.monotonic()
            await self._store.state.set(HEARTBEAT, str(int(time.time())))
            if self._working:
                await asyncio.wait(self._working, timeout=1.0, return_when=asyncio.FIRST_COMPLETED)
            elif not busy:
                await asyncio.sleep(await self._pause())

    async def _pause(self) -> float:
        wake = await self._store.editions.next_wake()
        seconds = (wake - self._clock()).total_seconds() if wake else LONGEST_SLEEP
        # A digest may be created, or the clock be set, while the loop sleeps.
        return min(max(seconds, 0.05), LONGEST_SLEEP)

    def _allowance(self, moment: datetime) -> int:
        """How many more editions may be started in this second."""
        # Where the clock was set back, what was started later than now counts no more.
        lately = sum(timedelta() <= moment - started < _SECOND for started in self._started)
        return PER_SECOND - lately

    async def _begin(self, digest: Digest, moment: datetime) -> None:
        """Begin one edition for all that was missed, unless the next one is nearer than the one missed."""
        times = await self._times(digest, moment)
        if times is None:
            return
        due, following = times
        if digest.next_due is None or due < digest.next_due - MOST_LATE:
            await self._store.digests.reschedule(digest.id, following)
            return
        late = moment - due
        skip = None
        if late > MOST_LATE:
            skip = "The bot was not running for more than a day; this edition's news comes with the next."
        elif late > max(_LEAST_LATE, (following - due) / 2):
            skip = "The bot was not running, and the next edition was nearer than this one; its news comes with that."
        covered = await self._store.editions.covered_until(digest.id)
        await self._store.editions.begin(
            digest.id,
            due=due,
            covers_from=covered or digest.created,
            next_due=following,
            was_due=digest.next_due,
            skip=skip,
        )

    async def _times(self, digest: Digest, moment: datetime) -> tuple[datetime, datetime] | None:
        """When a digest was due last and when it is next; one that cannot be told is paused, so that others go on."""
        try:
            schedule = digest.plan.schedule
            return last_due(schedule, moment), next_due(schedule, moment)
        except Exception as error:
            log.exception("Nobody can tell when digest %d is due: it is paused.", digest.id)
            why = str(error) if isinstance(error, UserError) else "The times of this digest cannot be understood."
            await self._store.digests.pause(digest.id, because=f"{why} Set its time and zone anew.")
            return None
