"""What several cards have in common."""

from __future__ import annotations

from bot.model import Headline
from bot.render.budget import shorten
from bot.render.escape import escape
from bot.render.excerpt import stamp, title
from bot.render.page import Text

LINK_NAME = "Open the article"


def heading(words: str, detail: str = "") -> Text:
    """A card's first block: what it shows, and on a quiet second line from which request."""
    return Text(f"### {words}" + (f"\n-# {detail}" if detail else ""))


def article_heading(headline: Headline) -> Text:
    """A card's first block where all of it is about one article: title, outlet, author, dates."""
    return Text(f"### {title(headline, 450)}\n-# {byline(headline)}")


def byline(headline: Headline) -> str:
    """Outlet, author and dates on one line; at most about 300 characters."""
    names = [escape(shorten(name, 60)) for name in (headline.outlet, headline.author) if name]
    if headline.published:
        when = f"{stamp(headline.published)} ({stamp(headline.published, 'R')})"
    else:
        when = f"added {stamp(headline.added)}, publication date unknown"
    return joined(*names, when, updated(headline))


def updated(headline: Headline) -> str | None:
    """The mark of an article whose text has changed since it was stored."""
    if headline.version < 2 or headline.updated is None:
        return None
    return f"✏️ updated {stamp(headline.updated, 'R')}"


def article_links(article: Headline) -> tuple[tuple[str, str], ...]:
    """The button that opens the article where it was published."""
    return ((LINK_NAME, article.link),) if article.link else ()


def other_language(article: Headline) -> str | None:
    """Why a text in another language has no findings, None for one in English."""
    if article.language in ("en", "und", ""):
        return None
    return "Numbers, quotations and country positions are found in English texts only, and this one is not in English."


def counted(number: int, one: str, many: str | None = None, *, more: bool = False) -> str:
    """A number with its noun: 1 article, 1,204 articles, more than 200 numbers."""
    return f"{'more than ' if more else ''}{number:,} {one if number == 1 and not more else many or one + 's'}"


def filters(**given: str | None) -> str:
    """What a list is narrowed down to, as typed."""
    return " · ".join(f"{name}: {escape(shorten(value, 60))}" for name, value in given.items() if value)


def joined(*parts: str | None) -> str:
    """The parts that there are, on one line."""
    return " · ".join(part for part in parts if part)
