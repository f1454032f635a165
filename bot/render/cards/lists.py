"""The lists of articles: the newest, and what a search found."""

from __future__ import annotations

from bot.model import Headline, Hit
from bot.render.budget import shorten
from bot.render.cards.parts import counted, filters, heading, joined, updated
from bot.render.escape import escape
from bot.render.excerpt import marked, stamp, title
from bot.render.page import Block, Page, Rule, Text, Window

LATEST_PER_PAGE = 8
SEARCH_PER_PAGE = 5

_TITLE = 230
_COPIES = 2
_PASSAGE = 320


def latest(window: Window[Headline], *, topic: str | None = None, outlet: str | None = None) -> Page:
    """The newest articles, one entry each: title, outlet, when."""
    asked = filters(topic=topic, outlet=outlet)
    if not window.items:
        return Page("news", (heading("Latest articles", asked), Text(_nothing_latest(bool(asked)))))
    found = counted(window.total, "article", more=window.more)
    entries = "\n".join(entry(headline) for headline in window.items)
    blocks = (heading("Latest articles", joined(found, asked)), Text(entries))
    return Page("news", blocks, window.number, window.count)


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
    asked = filters(outlet=outlet, since=since, until=until)
    about = f"Search: {words}" if words else "Search"
    if not window.items:
        hint = ", or drop a filter" if asked else "; the beginning of a word is enough"
        nothing = Text(f"Nothing found in the stored articles. Try fewer or other words{hint}.")
        return Page("news", (heading(about, asked), nothing))
    found = counted(window.total, "article", more=window.more)
    blocks: list[Block] = [heading(about, joined(found, asked))]
    for index, hit in enumerate(window.items):
        if index:
            blocks.append(Rule())
        blocks.append(Text(_hit(hit)))
    return Page("news", tuple(blocks), window.number, window.count)


def entry(headline: Headline) -> str:
    """An article in a list: its title, and below it outlet and date."""
    return f"**{title(headline, _TITLE)}**\n-# {_outlet_and_date(headline)}"


def _hit(hit: Hit) -> str:
    head = f"**{title(hit.article, _TITLE)}**"
    if hit.passage is None:
        return f"{head}\n-# {_outlet_and_date(hit.article)}"
    passage = marked(hit.article.text, hit.passage, hit.marks, _PASSAGE)
    return f"{head}\n{passage}\n-# {_outlet_and_date(hit.article)}"


def _outlet_and_date(headline: Headline) -> str:
    outlet = escape(shorten(headline.outlet, 40)) if headline.outlet else None
    when = f"{stamp(headline.dated)} ({stamp(headline.dated, 'R')})"
    return joined(outlet, when if headline.published else f"added {when}", updated(headline), _also_in(headline))


def _also_in(headline: Headline) -> str | None:
    """The other outlets that print the same text."""
    if not headline.copies:
        return None
    names = list(dict.fromkeys(copy.outlet or "another outlet" for copy in headline.copies))
    more = len(names) - _COPIES
    return (
        "also in "
        + ", ".join(escape(shorten(name, 30)) for name in names[:_COPIES])
        + (f" +{more}" if more > 0 else "")
    )


def _nothing_latest(filtered: bool) -> str:
    if filtered:
        return "No stored article matches. Try another topic or outlet, or run the command without them."
    return "No articles are stored here yet. Editors add them with **/article add**, **paste** or **upload**."
