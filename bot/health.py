"""Whether the bot does its work, told from outside: by what it writes into its database while it is at it."""

from __future__ import annotations

import time
from pathlib import Path

from bot.digests import scheduler
from bot.feeds import poller
from bot.store import Store

SILENT_AFTER = 5 * 60.0
"""Seconds without a sign of life after which a part of the bot counts as stuck."""
_PARTS = {scheduler.HEARTBEAT: "post digests", poller.HEARTBEAT: "ask for feeds"}


async def find_faults(database: Path) -> list[str]:
    """What is wrong, one sentence each: with the file, or with the running bot; empty where all is well."""
    async with await Store.open(database, as_it_is=True) as store:
        faults = await store.check()
        beats = {key: await store.state.get(key) for key in _PARTS}
    if not any(beats.values()):
        return [*faults, "The bot has never run on this database."]
    for key, work in _PARTS.items():
        silent = time.time() - int(beats[key] or 0)
        if silent > SILENT_AFTER:
            since = f"for {silent / 60:.0f} minutes" if beats[key] else "at all"
            faults.append(f"The part of the bot that is to {work} has shown no sign of life {since}.")
    return faults
