"""From what an edition tells of to the message that is posted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.digests.contents import gather
from bot.digests.outbox import Composed
from bot.digests.payload import Message, write_message
from bot.model import Edition
from bot.render import cards
from bot.store import Store
from bot.store.codec import now


class DigestComposer:
    """Makes what an edition says from what the store holds when it is made."""

    def __init__(self, store: Store, *, clock: Callable[[], datetime] = now) -> None:
        self._store = store
        self._clock = clock

    async def compose(self, edition: Edition) -> Composed | None:
        """The message, None where there is nothing to say."""
        digest = await self._store.digests.get(edition.digest)
        if digest is None:
            return None
        plan = digest.plan
        contents = await gather(self._store, digest, covers_from=edition.covers_from, moment=self._clock())
        if not contents.stories and not plan.quiet_posts:
            return None
        page = cards.digest(contents.stories, contents.changes, plan, due=edition.due, edition=edition.id)
        # A forum's thread has a name, in which Discord shows no timestamps.
        local = edition.due.astimezone(ZoneInfo(plan.schedule.zone))
        name = f"News digest · {local.day} {local:%B %Y, %H:%M}"
        # Nobody is called for an edition that says there is nothing.
        role = plan.role if contents.stories else None
        return Composed(write_message(Message(page, name, role)), [story.articles for story in contents.stories])
