"""A small world for the outbox and the scheduler: a clock that stands still, channels that keep what they are sent."""

from __future__ import annotations

import asyncio
import itertools
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta

from bot.digests.outbox import Composed, Outbox, SendError
from bot.digests.scheduler import Scheduler
from bot.model import Digest, DigestPlan, Edition, Schedule
from bot.store import Store, Work

GUILD = 8_000
NINE = datetime(2026, 5, 4, 9, tzinfo=UTC)
"""A Monday morning."""
DAILY = Schedule(time(9), "UTC")


class Clock:
    """A clock that moves when a test says so."""

    def __init__(self, moment: datetime = NINE) -> None:
        self.moment = moment

    def __call__(self) -> datetime:
        return self.moment

    def pass_time(self, **span: float) -> None:
        """Move on by so many seconds, minutes, hours or days."""
        self.moment += timedelta(**span)


@dataclass(frozen=True)
class Kept:
    """A message in a channel."""

    id: int
    channel: int
    edition: int
    payload: str


@dataclass
class Channels:
    """Discord as the outbox sees it; each failure happens to one sending, before or after the message is taken."""

    clock: Callable[[], datetime]
    window: timedelta = timedelta(minutes=5)
    messages: list[Kept] = field(default_factory=list)
    before: list[Exception] = field(default_factory=list)
    after: list[BaseException] = field(default_factory=list)
    looking: list[Exception] = field(default_factory=list)
    hidden: bool = False
    sent: int = 0
    looked: int = 0
    at_once: int = 0
    most_at_once: int = 0
    finished: list[int] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    hanging: set[int] = field(default_factory=set)
    seen: Callable[[Edition], object] | None = None

    def __post_init__(self) -> None:
        self._nonces: dict[str, tuple[datetime, int]] = {}
        self._ids = itertools.count(1_000)

    def count(self) -> Counter[int]:
        """How many messages each channel has."""
        return Counter(message.channel for message in self.messages)

    async def send(self, edition: Edition, payload: str) -> int:
        """Keep a message, unless one with its nonce came a short while ago."""
        self.sent += 1
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            if edition.channel in self.hanging:
                await asyncio.Event().wait()
            await asyncio.sleep(0)
            if self.before:
                raise self.before.pop(0)
            if self.seen:
                self.seen(edition)
            message = self._take(edition, payload)
            if self.after:
                raise self.after.pop(0)
            return message
        finally:
            self.at_once -= 1

    async def find(self, edition: Edition) -> int | None:
        """The message of an edition, None where it is not there or cannot be seen yet."""
        self.looked += 1
        if self.looking:
            raise self.looking.pop(0)
        found = [message.id for message in self.messages if message.edition == edition.id]
        return found[0] if found and not self.hidden else None

    async def finish(self, edition: Edition, message: int) -> None:
        """Note that it was called."""
        self.finished.append(message)

    async def closed(self, edition: Edition, why: str) -> None:
        """Note what the editors are told."""
        self.told.append(why)

    def _take(self, edition: Edition, payload: str) -> int:
        at, before = self._nonces.get(edition.nonce, (None, 0))
        if at is not None and self.clock() - at < self.window:
            return before
        message = Kept(next(self._ids), edition.channel, edition.id, payload)
        self.messages.append(message)
        self._nonces[edition.nonce] = (self.clock(), message.id)
        return message.id


@dataclass
class Newsmaker:
    """Composes what it was given to say; None where there is nothing new."""

    says: str | None = "Good morning"
    stories: Sequence[Sequence[int]] = ()
    failures: list[Exception] = field(default_factory=list)
    hanging: set[int] = field(default_factory=set)
    made: int = 0
    delay: asyncio.Event | None = None

    async def compose(self, edition: Edition) -> Composed | None:
        """The same for each edition."""
        self.made += 1
        if edition.channel in self.hanging:
            await asyncio.Event().wait()
        if self.delay:
            await self.delay.wait()
        if self.failures:
            raise self.failures.pop(0)
        return None if self.says is None else Composed(self.says, self.stories)


class World:
    """A store with digests, and what works on them."""

    def __init__(self, store: Store, clock: Clock | None = None) -> None:
        self.store = store
        self.clock = clock or Clock()
        self.channels = Channels(self.clock)
        self.newsmaker = Newsmaker()
        self.outbox = Outbox(store, self.newsmaker, self.channels, clock=self.clock)
        self.scheduler = Scheduler(store, self.outbox, clock=self.clock)

    async def plan(self, channel: int, schedule: Schedule = DAILY, due: datetime | None = None) -> Digest:
        """A digest for a channel, due now where nothing else is said."""
        plan = DigestPlan(channel=channel, schedule=schedule)
        moment = self.clock() - timedelta(days=1)
        return await self.store.digests.create(plan, guild=GUILD, next_due=due or self.clock(), at=moment)

    async def begin(self, channel: int = 1) -> Digest:
        """A digest with an edition that is due now."""
        digest = await self.plan(channel, due=self.clock() + timedelta(days=1))
        moment = self.clock()
        await self.store.editions.begin(digest.id, due=moment, covers_from=digest.created, next_due=None)
        return digest

    async def claim(self) -> list[Work]:
        """What is to be worked on now."""
        return await self.store.editions.claim(self.clock(), limit=100)

    async def work(self) -> None:
        """Work on all that is to be worked on now."""
        for work in await self.claim():
            await self.outbox.work(work)

    async def edition(self, digest: Digest) -> Edition:
        """The newest edition of a digest."""
        return (await self.store.editions.log(digest.id)).items[0]

    async def step(self) -> None:
        """Let the scheduler do what there is to do now."""
        while await self.scheduler.step():
            await self.scheduler.finish()


def unanswered() -> SendError:
    """What the outbox is told where nobody knows whether the message was taken."""
    return SendError("The connection failed.", surely_unsent=False)


def refused(wait: float = 0.0) -> SendError:
    """What it is told where the message surely was not taken."""
    return SendError("Discord asked to wait.", surely_unsent=True, wait=wait)
