"""Short answers: what was done, what is missing, what went wrong."""

from __future__ import annotations

from typing import Literal

import discord

from bot.model import Analysis, Article, Headline
from bot.render.budget import shorten
from bot.render.cards.parts import article_heading, article_links, counted, joined, other_language
from bot.render.escape import escape
from bot.render.excerpt import marked, title
from bot.render.page import Block, Open, Page, Text, Tone, layout

Outcome = Literal["added", "known", "restored", "updated"]

_OUTCOMES: dict[Outcome, str] = {
    "added": "✅ **Added** to the newsdesk.",
    "known": "ℹ️ **Already here**: this article is stored, and nothing has changed.",
    "restored": "♻️ **Restored**: this article had been removed and is back.",
    "updated": "✏️ **Updated**: this article was stored already, and its newer version now is.",
}


def notice(sentence: str, *, tone: Tone = "error") -> discord.ui.LayoutView:
    """One sentence as a message; it may hold words from outside and is escaped."""
    return layout(notice_page(sentence, tone=tone))


def notice_page(sentence: str, *, tone: Tone = "error") -> Page:
    """One sentence as a page; it may hold words from outside and is escaped."""
    return Page(tone, (Text(escape(shorten(sentence, 1_500)) or "Something went wrong."),))


def added(article: Article, analysis: Analysis, outcome: Outcome = "added", *, opens: tuple[Open, ...] = ()) -> Page:
    """An editor's confirmation: what became of an article, and what was found in it."""
    blocks: list[Block] = [Text(_OUTCOMES[outcome]), article_heading(article)]
    if analysis.summary:
        blocks.append(Text(f"> {marked(article.text, analysis.summary[0], (), 500)}"))
    found = joined(
        counted(len(analysis.sentences), "sentence"),
        counted(len(analysis.key_quantities()), "key number"),
        counted(len(analysis.quotations), "quotation"),
        counted(len(analysis.positions), "country position"),
    )
    note = other_language(article)
    blocks.append(Text(f"-# Found: {found}." + (f"\n-# {note}" if note else "")))
    return Page("notice" if outcome == "known" else "done", tuple(blocks), links=article_links(article), opens=opens)


def removed(headline: Headline) -> Page:
    """An editor's confirmation that an article is gone, and for how long it can come back."""
    said = "It can be brought back for 30 days with **/article restore**; after that it is erased."
    return Page("done", (Text(f"🗑️ **Removed**: {title(headline, 450)}\n{said}"),))


def restored(headline: Headline) -> Page:
    """An editor's confirmation that a removed article is back."""
    return Page("done", (Text(f"♻️ **Restored**: {title(headline, 450)}"),), links=article_links(headline))
