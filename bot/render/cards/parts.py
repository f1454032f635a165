"""What several cards have in common."""

from __future__ import annotations

from bot.model import Article, Headline
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
    parts = [escape(shorten(name, 60)) for name in (headline.outlet, headline.author) if name]
    if headline.published:
        parts.append(f"{stamp(headline.published)} ({stamp(headline.published, 'R')})")
    else:
        parts.append(f"added {stamp(headline.added)}, publication date unknown")
    if headline.version > 1 and headline.updated:
        parts.append(f"✏️ updated {stamp(headline.updated, 'R')}")
    return " · ".join(part for part in parts if part)


def article_links(article: Headline) -> tuple[tuple[str, str], ...]:
    """The button that opens the article where it was published."""
    return ((LINK_NAME, article.link),) if article.link else ()


def other_language(article: Article) -> str | None:
    """Why a text in another language has no findings, None for one in English."""
    if article.language in ("en", "und", ""):
        return None
    return "Numbers, quotations and country positions are found in English texts only, and this one is not in English."


def counted(number: int, one: str, many: str | None = None) -> str:
    """A number with its noun: 1 article, 1,204 articles."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
