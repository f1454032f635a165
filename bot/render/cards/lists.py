"""The lists of articles: the newest, and what a search found."""

from __future__ import annotations

from bot.model import Headline, Hit
from bot.render.budget import shorten
from bot.render.cards.parts import counted, heading
from bot.render.escape import escape
from bot.render.excerpt import marked, stamp, title
from bot.render.page import Block, Page, Rule, Text, Window

LATEST_PER_PAGE = 8
SEARCH_PER_PAGE = 5

_LINE = 400
_PASSAGE = 320


def latest(window: Window[Headline], *, topic: str | None = None, outlet: str | None = None) -> Page:
    """The newest articles, one entry each: title, outlet, when."""
    detail = _filters(topic=topic, outlet=outlet)
    if not window.items:
        return Page("news", (heading("Latest articles", detail), Text(_nothing_latest(bool(topic or outlet)))))
    entries = "\n".join(_entry(headline) for headline in window.items)
    detail = " · ".join(part for part in (counted(window.total, "article"), detail) if part)
    return Page("news", (heading("Latest articles", detail), Text(entries)), window.number, window.count)


def search(
    window: Window[Hit],
    *,
    query: str,
    since: str | None = None,
    until: str | None = None,
    outlet: str | None = None,
) -> Page:
    """What a search found, the best match first, each with the passage that matches; `query` is what was typed."""
    words = escape(shorten(query, 120))
    detail = _filters(outlet=outlet, since=since, until=until)
    title_words = f"Search: {words}" if words else "Search"
    if not window.items:
        hint = "Nothing found in the stored articles. Try fewer or other words"
        hint += ", or drop a filter." if detail else "; the beginning of a word is enough."
        return Page("news", (heading(title_words, detail), Text(hint)))
    blocks: list[Block] = [
        heading(title_words, " · ".join(part for part in (counted(window.total, "match", "matches"), detail) if part))
    ]
    for index, hit in enumerate(window.items):
        if index:
            blocks.append(Rule())
        blocks.append(Text(_hit(hit)))
    return Page("news", tuple(blocks), window.number, window.count)


def _entry(headline: Headline) -> str:
    when = stamp(headline.dated, "D") + f" ({stamp(headline.dated, 'R')})"
    if headline.published is None:
        when = f"added {when}"
    parts = [escape(shorten(headline.outlet, 40)) if headline.outlet else "", when]
    if headline.version > 1 and headline.updated:
        parts.append(f"✏️ updated {stamp(headline.updated, 'R')}")
    detail = " · ".join(part for part in parts if part)
    return f"**{title(headline, _LINE - 150)}**\n-# {detail}"


def _hit(hit: Hit) -> str:
    head = f"**{title(hit.article, 250)}**"
    tail = source_tail(hit.article)
    if hit.passage is None:
        return f"{head}\n-# {tail}"
    passage = marked(hit.article.text, hit.passage, hit.marks, _PASSAGE)
    return f"{head}\n{passage}\n-# {tail}"


def source_tail(headline: Headline) -> str:
    """Outlet and age, without the title."""
    parts = [escape(shorten(headline.outlet, 40)) if headline.outlet else ""]
    parts.append(stamp(headline.dated, "D") + f" ({stamp(headline.dated, 'R')})")
    return " · ".join(part for part in parts if part)


def _filters(**given: str | None) -> str:
    return " · ".join(f"{name}: {escape(shorten(value, 60))}" for name, value in given.items() if value)


def _nothing_latest(filtered: bool) -> str:
    if filtered:
        return "No stored article matches. Try another topic or outlet, or run the command without them."
    return "No articles are stored here yet. Editors add them with **/article add**, **paste** or **upload**."
