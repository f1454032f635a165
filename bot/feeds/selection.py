"""What a poll has to do: which entries are new to whom, which were edited, and which have nothing to be done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.feeds.document import Document, Entry
from bot.model import Subscription
from bot.store.feeds import EntryRead, Known, Plan

MOST_AT_ONCE = 60
"""Entries that one poll makes into articles; the others wait for the next one, and none is dropped."""
BETWEEN_EDITS = timedelta(hours=1)
"""How long an entry is left alone after it was read, however often it is edited."""


@dataclass(frozen=True, slots=True)
class Task:
    """An entry to be made into an article for the guilds of `to`, or an edited one to be read anew."""

    entry: Entry
    to: tuple[Subscription, ...]
    known: Known | None = None
    edited: bool = False


@dataclass(frozen=True, slots=True)
class Selection:
    """The tasks of a poll, and `passed`, the entries that only need to be remembered.

    Where it is `unfinished`, the next poll must see the whole feed again.
    """

    tasks: tuple[Task, ...]
    passed: tuple[EntryRead, ...]
    unfinished: bool


def select(plan: Plan, document: Document, moment: datetime) -> Selection:
    """Choose by whether an entry is known, never by its date.

    A guild that begins to follow the feed gets its newest entries, as many as it chose; the others get what is new.
    """
    starting = [one for one in plan.subscriptions if one.backlog is not None]
    running = [one for one in plan.subscriptions if one.backlog is None]
    wanted = {one.guild: {entry.key for entry in document.newest(one.backlog or 0)} for one in starting}
    first: list[Task] = []
    later: list[Task] = []
    passed: list[EntryRead] = []
    unfinished = False
    # Oldest first, so that articles are added in the order in which they appeared.
    for entry in reversed(document.newest(len(document.entries))):
        known = plan.known.get(entry.key)
        unread = known is None or known.fingerprint is None
        begun = [one for one in starting if entry.key in wanted[one.guild]]
        to = (*(running if unread else ()), *begun)
        edited = known is not None and known.fingerprint not in (None, entry.fingerprint)
        if to:
            (first if begun else later).append(Task(entry, to, known))
            unfinished |= edited
        elif unread or (edited and known is not None and known.article is None):
            passed.append(EntryRead(key=entry.key, fingerprint=entry.fingerprint))
        elif edited and known is not None:
            if moment - known.read < BETWEEN_EDITS:
                unfinished = True
            else:
                later.append(Task(entry, (), known, edited=True))
    tasks = [*first, *later]
    return Selection(tuple(tasks[:MOST_AT_ONCE]), tuple(passed), unfinished or len(tasks) > MOST_AT_ONCE)
