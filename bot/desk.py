"""From a draft to a stored article with its findings."""

from __future__ import annotations

import asyncio

from bot.analysis import analyse
from bot.model import Draft
from bot.store import Added, Store


async def add_article(store: Store, draft: Draft, *, guild: int, actor: int | None = None) -> Added:
    """Analyse a draft and store it on a guild's shelf; `actor` is the user whom the audit trail names.

    The analysis of a long text takes longer than the event loop may wait, so it runs beside it.
    """
    analysis = await asyncio.to_thread(analyse, draft.text, title=draft.title, published=draft.published)
    return await store.articles.add(draft, analysis, guild=guild, actor=actor)
