"""Which of a feed's articles each guild takes."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence

from bot.model import Subscription
from bot.store.words import Term, find_terms, fold, fold_in_place


async def passing(
    subscriptions: Sequence[Subscription], *, title: str | None, text: str, tags: Iterable[str] = (), whole: bool = True
) -> tuple[Subscription, ...]:
    """Those whose filters let an article through; while the text is not `whole`, those that may still do."""
    if not any(one.include or one.exclude for one in subscriptions):
        return tuple(subscriptions)
    told = "\n".join([title or "", text, *tags])
    return await asyncio.to_thread(_passing, subscriptions, told, whole)


def _passing(subscriptions: Sequence[Subscription], told: str, whole: bool) -> tuple[Subscription, ...]:
    folded = fold_in_place(told)
    return tuple(
        one
        for one in subscriptions
        if not _holds(folded, one.exclude) and (not whole or not one.include or _holds(folded, one.include))
    )


def _holds(folded: str, words: Iterable[str]) -> bool:
    terms = [Term(word.rstrip("*"), word.endswith("*")) for word in words if fold(word)]
    return bool(terms) and any(find_terms(folded, terms))
