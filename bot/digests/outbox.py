"""From an edition that is due to one message, whatever fails on the way.

Every step is written down before the next begins, so that a crash leaves either a step that can be done again without
harm, or the one step of which nobody knows whether it was done: the sending. Then the channel is searched for the
message, and what is sent again carries the same nonce, with which Discord takes a message once.
"""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol, TypeVar

from bot.model import Edition
from bot.store import Store, Work
from bot.store.codec import now

log = logging.getLogger(__name__)

Result = TypeVar("Result")

SEND_SECONDS = 60.0
"""How long one try may take; less than a lease, so that nobody takes over what is still under way."""
STEP_SECONDS = 45.0
"""How long any other step may take: one that hangs must not keep its place among those worked on."""
NONCE_WINDOW = timedelta(minutes=2)
"""How long Discord surely remembers a nonce."""
MOST_LATE = timedelta(hours=24)
"""An edition that could not be posted for so long is given up; its news comes with a later one."""
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=4), timedelta(minutes=10)


class SendError(Exception):
    """A try that failed; `surely_unsent` where Discord has not taken the message, `wait` seconds to keep away."""

    def __init__(self, note: str, *, surely_unsent: bool, wait: float = 0.0) -> None:
        super().__init__(note)
        self.surely_unsent = surely_unsent
        self.wait = wait


class ClosedError(Exception):
    """The channel is gone, or the bot may no longer post there: no later try can succeed unless a person acts."""


class RejectedError(Exception):
    """Discord refuses this message for what it is; sent again it would be refused again."""


class UnreadableError(Exception):
    """The channel cannot be searched for an edition's message."""


@dataclass(frozen=True, slots=True)
class Composed:
    """What an edition says: the message as text that the post understands, and its articles by story."""

    payload: str
    stories: Sequence[Sequence[int]]


class Composer(Protocol):
    """Makes what an edition says."""

    async def compose(self, edition: Edition) -> Composed | None:
        """The message, None where there is nothing to say."""


class Post(Protocol):
    """The way to the channels."""

    async def send(self, edition: Edition, payload: str) -> int:
        """Post the message under the edition's nonce; its id. SendError, ClosedError or RejectedError."""

    async def find(self, edition: Edition) -> int | None:
        """The id of the edition's message in its channel, None where it is not there; UnreadableError or SendError."""

    async def finish(self, edition: Edition, message: int) -> None:
        """What is done after posting, such as publishing; doing it twice does no harm. SendError to be asked again."""

    async def closed(self, edition: Edition, why: str) -> None:
        """Tell the editors that the digest was paused, or that this edition was refused, and why."""


class Outbox:
    """Works on editions; each piece of work may be cut off at any point and is taken up again from what is stored."""

    def __init__(self, store: Store, composer: Composer, post: Post, *, clock: Callable[[], datetime] = now) -> None:
        self._store = store
        self._composer = composer
        self._post = post
        self._clock = clock

    async def work(self, work: Work) -> None:
        """Bring one edition as far as it comes; what fails is written down and tried again later."""
        try:
            await self._try(work)
        except Exception:
            log.exception("What became of edition %d could not be noted; its lease will end.", work.edition.id)

    async def _try(self, work: Work) -> None:
        try:
            await self._work(work)
        except SendError as error:
            await self._retry(work, error)
        except ClosedError as error:
            await self._close(work, str(error))
        except RejectedError as error:
            await self._reject(work, str(error))
        except Exception as error:
            log.exception("Edition %d could not be worked on.", work.edition.id)
            await self._retry(work, SendError(f"Internal error: {type(error).__name__}", surely_unsent=False))

    async def _work(self, work: Work) -> None:
        edition, editions = work.edition, self._store.editions
        if edition.message is not None:
            await self._finish(work, edition.message)
            return
        if edition.sent_first is not None and await self._is_there(work):
            return
        if self._clock() - edition.due > MOST_LATE:
            why = edition.note or "the bot was not running"
            await editions.end(work, "skipped", f"It could not be posted within a day: {why}")
            return
        payload = work.payload if edition.state != "due" else await self._compose(work)
        # Without this note in the store nothing is sent, and with it nobody forgets that something may have been.
        if payload is not None and await editions.sending(work, self._clock()):
            message = await self._send(edition, payload)
            await self._is_posted(work, message)

    async def _is_there(self, work: Work) -> bool:
        """Whether an edition needs nothing more, one that may have been sent before."""
        edition = work.edition
        assert edition.sent_first is not None
        try:
            message = await _within(STEP_SECONDS, self._post.find(edition), "The channel could not be read in time.")
        except UnreadableError as error:
            if self._remembered(edition.sent_first):
                return False
            reason = f"It may have been posted before the bot stopped, and {error}; to be safe it is not posted again."
            return await self._store.editions.end(work, "failed", reason, surely_unsent=False)
        if message is not None:
            await self._is_posted(work, message)
            return True
        if not self._remembered(edition.sent_first):
            await self._store.editions.found_unsent(work)
        return False

    def _remembered(self, sent_first: datetime) -> bool:
        """Whether Discord still knows the nonce, so that sending again is sending once."""
        return self._clock() - sent_first < NONCE_WINDOW

    async def _compose(self, work: Work) -> str | None:
        making = self._composer.compose(work.edition)
        composed = await _within(STEP_SECONDS, making, "It could not be made in time.")
        if composed is None:
            await self._store.editions.end(work, "skipped", "There was nothing new.")
            return None
        kept = await self._store.editions.rendered(work, composed.payload, composed.stories)
        return composed.payload if kept else None

    async def _send(self, edition: Edition, payload: str) -> int:
        return await _within(SEND_SECONDS, self._post.send(edition, payload), "Discord did not answer in time.")

    async def _is_posted(self, work: Work, message: int) -> None:
        if await self._store.editions.posted(work, message, self._clock()):
            await self._finish(work, message)

    async def _finish(self, work: Work, message: int) -> None:
        """Do what comes after posting; the edition stays posted whatever becomes of it."""
        edition = work.edition
        try:
            await _within(STEP_SECONDS, self._post.finish(edition, message), "Discord did not answer in time.")
        except SendError as error:
            if self._clock() - edition.due <= MOST_LATE:
                await self._retry(work, error)
                return
            log.warning("Edition %d was posted but could not be published: %s", edition.id, error)
        except Exception:
            log.exception("Edition %d is posted, but what comes after posting failed.", edition.id)
        await self._store.editions.finished(work)

    async def _retry(self, work: Work, error: SendError) -> None:
        # What an earlier try may have sent is not undone by a refusal of this one.
        unsent = error.surely_unsent and work.edition.sent_first is None
        wait = max(_wait(work.edition.attempts), timedelta(seconds=error.wait))
        await self._store.editions.retry(work, str(error), at=self._clock() + wait, surely_unsent=unsent)

    async def _close(self, work: Work, why: str) -> None:
        edition = work.edition
        await self._store.editions.end(work, "failed", why, surely_unsent=edition.sent_first is None)
        if await self._store.digests.pause(edition.digest, because=why):
            await self._tell(edition, why)

    async def _reject(self, work: Work, why: str) -> None:
        # The digest goes on: what is told of in its next edition may be taken.
        edition = work.edition
        if await self._store.editions.end(work, "failed", why, surely_unsent=edition.sent_first is None):
            await self._tell(edition, why)

    async def _tell(self, edition: Edition, why: str) -> None:
        try:
            async with asyncio.timeout(STEP_SECONDS):
                await self._post.closed(edition, why)
        except Exception:
            log.exception("The editors could not be told what became of edition %d.", edition.id)


async def _within(seconds: float, step: Awaitable[Result], late: str) -> Result:
    """The result of a step; SendError where it takes longer."""
    try:
        async with asyncio.timeout(seconds):
            return await step
    except TimeoutError:
        raise SendError(late, surely_unsent=False) from None


def _wait(attempts: int) -> timedelta:
    """Longer each time, and never quite the same, so that many editions do not come back at once."""
    longest = min(LONGEST_WAIT, FIRST_WAIT * (1 << min(attempts, 10)))
    return longest * random.uniform(0.5, 1.0)
