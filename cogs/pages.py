"""What the pages of several commands share: finding the article, and the part of a list that one page shows."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from typing import TypeVar

from bot.errors import UserError
from bot.model import Article, Headline
from bot.render.page import Choice, Open, Window, nearest_page
from bot.render.pager import Context
from bot.store import Page as Part
from bot.store import Store

Item = TypeVar("Item")


def given(**options: str | int | None) -> dict[str, str | int]:
    """The options of a command that were given, as a page's arguments."""
    return {name: value for name, value in options.items() if value is not None}


async def window(fetch: Callable[[int, int], Awaitable[Part[Item]]], number: int, size: int) -> Window[Item]:
    """The items of page `number`, from `fetch(limit, offset)`; a page beyond the end becomes the last one."""
    part = await fetch(size, (number - 1) * size)
    if not part.items and part.total:
        # Articles were removed since the button was made.
        number = nearest_page(number, part.total, size)
        part = await fetch(size, (number - 1) * size)
    return Window(part.items, number, part.total, size, part.more_than_total)


async def article_of(store: Store, context: Context) -> Article:
    """The article that the page's argument `article` names; a UserError where it is no longer there."""
    article = await optional_article_of(store, context)
    if article is None:
        raise UserError("Choose an article: its option shows the stored titles.")
    return article


async def optional_article_of(store: Store, context: Context) -> Article | None:
    """The article that the page's argument `article` names, None where it has none."""
    # A menu gives the id as text, a command as a number.
    chosen = context.text("article")
    if chosen is None:
        return None
    article = await store.articles.get(int(chosen), guild=context.guild)
    if article is None:
        raise UserError("This article is no longer stored here: an editor has removed it.")
    return article


def summary_menu(headlines: Iterable[Headline]) -> Choice:
    """A menu that opens the summary of one of the articles."""
    options = {str(headline.id): headline.title for headline in headlines}
    return Choice("Summarise…", "summary", "article", list(options.items()), {})


def ways_on(article: Headline, *, without: str) -> tuple[Open, ...]:
    """Buttons to the other answers about an article, all but the page of the kind `without`."""
    ways = (("Summary", "summary"), ("Numbers", "numbers"), ("Quotations", "quotes"), ("Full text", "read"))
    return tuple(Open(name, kind, {"article": article.id}) for name, kind in ways if kind != without)
