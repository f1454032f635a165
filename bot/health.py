"""Whether the bot does its work, told from outside: by what it writes into its database while it is at it."""

from __future__ import annotations

import time
from pathlib import Path

from bot.digests.scheduler import HEARTBEAT, STUCK_AFTER
from bot.store import Store


async def find_faults(database: Path) -> list[str]:
    """What is wrong, one sentence each: with the file, or with the running bot; empty where all is well."""
    async with await Store.open(database) as store:
        faults = await store.check()
        beat = await store.state.get(HEARTBEAT)
    if beat is None:
        faults.append("The bot has never run on this database.")
    elif (silent := time.time() - int(beat)) > STUCK_AFTER:
        faults.append(f"The bot has shown no sign of life for {silent / 60:.0f} minutes: it is not running, or stuck.")
    return faults
