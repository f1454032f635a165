"""Polls feeds for as long as the bot runs: once for all guilds, each in its own time, none in another's way."""

from __future__ import annotations

import asyncio
import logging
import random
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from weakref import WeakValueDictionary

from bot.analysis import analyse
from bot.errors import UserError
from bot.feeds.document import Document
from bot.feeds.drafts import Drafting, TryLaterError
from bot.feeds.filters import passing
from bot.feeds.pace import FIRST_RETRY, SHORTEST, interval_for, next_poll, retry_after
from bot.feeds.selection import Selection, Task, select
from bot.feeds.source import Reading, Source, reason_of
from bot.intake.fetch import FetchError
from bot.model import Feed, Subscription
from bot.store.articles import Added
from bot.store.codec import now
from bot.store.feeds import LEASE, EntryRead, Plan, PollState

if TYPE_CHECKING:
    from bot.intake import Intake
    from bot.store import Store

log = logging.getLogger(__name__)

AT_ONCE = 16
"""Polls at the same time: enough that slow hosts delay nobody else, few enough for a small machine."""
LONGEST_SLEEP = 15.0
HEARTBEAT = "feeds"
"""The key in the store's state under which the last sign of life stands, seconds since 1970."""

_KEPT_AT_ONCE = 8
_MOST_ATTEMPTS = 4
_PURGE_SECONDS = 24 * 3600
_GONE = 410

Tell = Callable[[int, str], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Report:
    """What a poll has brought.

    `problem` says why it failed; `changed` is False where the host said that nothing is new. `entries` is how many the
    feed has, `added` what became articles, as (guild, Added), and `waiting` how many entries are tried again later.
    """

    problem: str | None = None
    changed: bool = False
    entries: int = 0
    added: tuple[tuple[int, Added], ...] = ()
    waiting: int = 0

    def of(self, guild: int) -> tuple[Added, ...]:
        """What is new on a guild's shelf."""
        return tuple(added for shelf, added in self.added if shelf == guild and added.outcome != "known")


@dataclass(slots=True)
class _Working:
    tasks: set[asyncio.Task[None]] = field(default_factory=set)
    hosts: set[str] = field(default_factory=set)


class Poller:
    """The loop over the feeds that are due; `tell` tells a guild's editors a sentence."""

    def __init__(
        self,
        store: Store,
        intake: Intake,
        tell: Tell,
        *,
        clock: Callable[[], datetime] = now,
        chance: random.Random | None = None,
    ) -> None:
        self.source = Source(intake)
        self._store = store
        self._drafting = Drafting(intake)
        self._tell = tell
        self._clock = clock
        self._chance = chance or random.Random()
        self._working = _Working()
        self._locks: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()
        self._purged = 0.0

    async def run(self) -> None:
        """Poll what is due until cancelled; whatever fails is logged, and the loop goes on."""
        try:
            while True:
                try:
                    busy = await self.step()
                    await self._store.state.set(HEARTBEAT, str(int(time.time())))
                    pause = 0.0 if busy else await self._pause()
                except Exception:
                    log.exception("The feeds' loop failed and goes on.")
                    pause = LONGEST_SLEEP
                if self._working.tasks:
                    # New work is looked for when a place is free, and once in a while.
                    await asyncio.wait(self._working.tasks, timeout=pause or 1.0, return_when=asyncio.FIRST_COMPLETED)
                else:
                    await asyncio.sleep(pause)
        finally:
            for task in self._working.tasks:
                task.cancel()
            await asyncio.gather(*self._working.tasks, return_exceptions=True)

    async def step(self) -> int:
        """Start to poll feeds that are due, as many as there are places free; how many it has started."""
        if time.monotonic() - self._purged > _PURGE_SECONDS or not self._purged:
            self._purged = time.monotonic()
            await self._store.feeds.purge(at=self._clock())
        working = self._working
        free = AT_ONCE - len(working.tasks)
        if not free:
            return 0
        claimed = await self._store.feeds.claim(self._clock(), limit=free, busy=working.hosts)
        for feed, host in claimed:
            working.hosts.add(host)
            task = asyncio.create_task(self._poll_unasked(feed, host))
            working.tasks.add(task)
            task.add_done_callback(working.tasks.discard)
        return len(claimed)

    async def finish(self) -> None:
        """Wait for the polls that were started."""
        while self._working.tasks:
            await asyncio.gather(*self._working.tasks, return_exceptions=True)

    async def poll(self, feed: int, *, reading: Reading | None = None) -> Report:
        """Poll a feed now; a `reading` that was just made takes the place of the request."""
        # Kept for as long as somebody holds it or waits for it.
        lock = self._locks.setdefault(feed, asyncio.Lock())
        async with lock, asyncio.timeout(LEASE.total_seconds()):
            plan = await self._store.feeds.plan(feed)
            return Report() if plan is None else await _Poll(self, plan).run(reading)

    async def _poll_unasked(self, feed: int, host: str) -> None:
        try:
            await self.poll(feed)
        except TimeoutError:
            log.warning("A poll of feed %d took too long and was given up.", feed)
        except Exception:
            # The feed is due again when its lease ends.
            log.exception("A poll of feed %d failed.", feed)
        finally:
            self._working.hosts.discard(host)

    async def _pause(self) -> float:
        due = await self._store.feeds.next_due()
        seconds = (due - self._clock()).total_seconds() if due else LONGEST_SLEEP
        # A feed may be added while the loop sleeps.
        return min(max(seconds, 0.2), LONGEST_SLEEP)


class _Poll:
    """One poll of one feed."""

    def __init__(self, poller: Poller, plan: Plan) -> None:
        self._poller = poller
        self._plan = plan
        self._feed = plan.feed
        self._store = poller._store
        self._drafting = poller._drafting
        # Who begins to follow the feed needs its texts, changed or not.
        self._whole = any(one.backlog is not None for one in plan.subscriptions)

    async def run(self, reading: Reading | None) -> Report:
        try:
            reading = reading or await self._read()
        except UserError as error:
            return await self._failed(error)
        if reading.document is None:
            interval = interval_for((), before=self._feed.interval, moment=self._moment(), changed=False, any_new=False)
            await self._finish([], self._state(reading, None, interval, unfinished=False))
            return Report()
        return await self._take(reading, reading.document)

    async def _read(self) -> Reading:
        plan = self._plan
        if self._whole:
            return await self._poller.source.read(self._feed.url)
        known = {key: one.fingerprint for key, one in plan.known.items() if one.fingerprint is not None}
        return await self._poller.source.read(self._feed.url, etag=plan.etag, modified=plan.modified, known=known)

    async def _take(self, reading: Reading, document: Document) -> Report:
        moment = self._moment()
        chosen = select(self._plan, document, moment)
        done: list[tuple[int, Added]] = []
        reads: list[EntryRead] = list(chosen.passed)
        waiting = 0
        for task in chosen.tasks:
            if len(reads) >= _KEPT_AT_ONCE:
                # What is read is kept at once, so that a crash costs little; the feed's state comes with the last.
                kept, _ = await self._store.feeds.keep(self._feed.id, reads, at=self._moment())
                done += kept
                reads = []
            read = await self._read_entry(task, reading.url)
            waiting += read.fingerprint is None
            reads.append(read)
        interval = interval_for(
            [entry.published for entry in document.entries],
            before=self._feed.interval,
            moment=moment,
            changed=True,
            any_new=bool(chosen.tasks),
        )
        state = self._state(reading, document, interval, unfinished=chosen.unfinished, waiting=bool(waiting))
        done += await self._finish(reads, state)
        return Report(None, True, len(document.entries), tuple(done), waiting + _left(chosen, document, self._plan))

    async def _read_entry(self, task: Task, source: str) -> EntryRead:
        """Make an entry into an article for those whose filters let it through."""
        entry, known = task.entry, task.known
        if known is not None and known.article is not None and known.fingerprint is not None and not task.edited:
            return await self._share(task, known.article, fingerprint=known.fingerprint)
        to = await passing(task.to, title=entry.title, text=entry.text, tags=entry.tags, whole=False)
        nothing = EntryRead(key=entry.key, fingerprint=entry.fingerprint)
        if not to and not task.edited:
            return nothing
        if not task.edited and (stored := await self._stored(task)) is not None:
            return await self._share(task, stored, fingerprint=entry.fingerprint)
        try:
            attempts = known.attempts if known else 0
            last = attempts + 1 >= _MOST_ATTEMPTS
            draft = await self._drafting.make(entry, self._feed, last=last, source=source)
        except TryLaterError as error:
            log.info("An entry of feed %d is tried again later: %s", self._feed.id, error)
            return EntryRead(key=entry.key, fingerprint=known.fingerprint if known else None)
        if draft is None:
            return nothing
        to = await passing(to, title=draft.title, text=draft.text, tags=entry.tags)
        if not to and not task.edited:
            return nothing
        analysis = await asyncio.to_thread(analyse, draft.text, title=draft.title, published=draft.published)
        return EntryRead(
            key=entry.key,
            fingerprint=entry.fingerprint,
            draft=draft,
            analysis=analysis,
            link=self._drafting.canonical_link(entry),
            guilds=_guilds(to),
        )

    async def _stored(self, task: Task) -> int | None:
        """The article of an entry that another feed or an editor has brought already."""
        link = self._drafting.canonical_link(task.entry)
        if link is None:
            return None
        article = (await self._store.feeds.linked([link])).get(link)
        # Under a new GUID, the feed's own article is an edited one.
        own = any(known.article == article for known in self._plan.known.values())
        return None if own else article

    async def _share(self, task: Task, article: int, *, fingerprint: str) -> EntryRead:
        """Let those see a stored article whose filters let it through."""
        title, text = await self._store.feeds.text_of(article)
        to = await passing(task.to, title=title, text=text, tags=task.entry.tags)
        return EntryRead(key=task.entry.key, fingerprint=fingerprint, article=article, guilds=_guilds(to))

    def _state(
        self,
        reading: Reading,
        document: Document | None,
        interval: timedelta,
        *,
        unfinished: bool,
        waiting: bool = False,
    ) -> PollState:
        moment = self._moment()
        following = next_poll(
            interval,
            moment=moment,
            ttl=document.ttl if document else None,
            max_age=reading.max_age,
            chance=self._poller._chance,
        )
        if unfinished or waiting:
            following = min(following, moment + (SHORTEST if unfinished else FIRST_RETRY))
        whole_next = unfinished or waiting
        return PollState(
            etag=None if whole_next else reading.etag,
            modified=None if whole_next else reading.modified,
            interval=interval,
            next_poll=following,
            title=document.title if document else None,
            site=document.site if document else None,
            moved_to=reading.moved_to,
            seen=tuple(entry.key for entry in document.entries) if document else (),
        )

    async def _finish(self, reads: Sequence[EntryRead], state: PollState) -> list[tuple[int, Added]]:
        done, back = await self._store.feeds.keep(self._feed.id, reads, state=state, at=self._moment())
        if back:
            await self._tell_all(f"The feed “{self._feed.name}” works again.")
        return done

    async def _failed(self, error: UserError) -> Report:
        status = error.status if isinstance(error, FetchError) else None
        asked = error.retry_after if isinstance(error, FetchError) else None
        moment = self._moment()
        ended = status == _GONE
        problem = reason_of(error)
        if ended:
            problem = "Its site says that the feed is gone for good (410), so it is not asked any more."
        again = retry_after(self._feed.failures + 1, moment=moment, asked=asked, chance=self._poller._chance)
        tell = await self._store.feeds.failed(self._feed.id, problem, next_poll=again, ended=ended, at=moment)
        if tell:
            await self._tell_all(_trouble(self._feed, problem, ended=ended))
        return Report(problem)

    async def _tell_all(self, sentence: str) -> None:
        for subscription in self._plan.subscriptions:
            await self._poller._tell(subscription.guild, sentence)

    def _moment(self) -> datetime:
        return self._poller._clock()


def _trouble(feed: Feed, problem: str, *, ended: bool) -> str:
    if ended:
        return f"The feed “{feed.name}” has ended. {problem} Take it off the list with /feed remove."
    return f"The feed “{feed.name}” fails: {problem} I keep trying, and tell you when it works again."


def _guilds(subscriptions: Sequence[Subscription]) -> tuple[int, ...]:
    return tuple(one.guild for one in subscriptions)


def _left(chosen: Selection, document: Document, plan: Plan) -> int:
    """How many new entries wait for the next poll because there are too many for one."""
    taken = {task.entry.key for task in chosen.tasks} | {read.key for read in chosen.passed}
    return sum(entry.key not in taken and entry.key not in plan.known for entry in document.entries)
