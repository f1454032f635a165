"""What the bot does unasked: analyse again what an older engine read, and erase what has been removed long enough."""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from bot.analysis import ENGINE, analyse

if TYPE_CHECKING:
    from bot.store import Store

log = logging.getLogger(__name__)

KEPT_AFTER_LEAVING = timedelta(days=30)
"""How long a server that sent the bot away can come back to its articles."""
ROUND = 6 * 3600
"""Seconds between two rounds."""


class Upkeep:
    """Rounds of housekeeping over one store; a round that fails is logged and the next one comes all the same."""

    def __init__(self, store: Store, *, every: float = ROUND) -> None:
        self._store = store
        self._every = every

    async def run(self) -> None:
        """Do a round now and then one every few hours, until cancelled."""
        while True:
            try:
                await self.round()
            except Exception:
                log.exception("A round of upkeep failed; the next one is due in %.0f minutes.", self._every / 60)
            await asyncio.sleep(self._every)

    async def round(self) -> None:
        """Erase what is due, then bring old analyses up to this engine, one article at a time."""
        if erased := await self._store.articles.purge():
            log.info("Erased %d articles that were removed over 30 days ago.", erased)
        if erased := await self._store.digests.purge():
            log.info("Erased %d digests that were removed over 30 days ago.", erased)
        if erased := await self._store.editions.purge():
            log.info("Erased %d editions that were posted over 400 days ago.", erased)
        if erased := await self._store.audit.purge():
            log.info("Erased %d entries of the audit trail that were over 180 days old.", erased)
        for guild in await self._store.guilds.left_before(datetime.now(UTC) - KEPT_AFTER_LEAVING):
            await self._store.guilds.forget(guild)
            log.info("Erased what a server kept that sent the bot away over 30 days ago.")
        renewed = 0
        while stale := await self._store.analyses.stale(ENGINE):
            for article in stale:
                found = await asyncio.to_thread(analyse, article.text, title=article.title, published=article.published)
                await self._store.analyses.replace(article.id, article.version, found)
            renewed += len(stale)
        if renewed:
            log.info("Analysed %d articles again with engine %d.", renewed, ENGINE)
