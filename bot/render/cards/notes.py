"""Short answers: something went wrong, or there is nothing to show."""

from __future__ import annotations

import discord

from bot.render.budget import shorten
from bot.render.escape import escape
from bot.render.page import Page, Text, Tone, layout


def notice(sentence: str, *, tone: Tone = "error") -> discord.ui.LayoutView:
    """One sentence as a message; it may hold words from outside and is escaped."""
    return layout(notice_page(sentence, tone=tone))


def notice_page(sentence: str, *, tone: Tone = "error") -> Page:
    """One sentence as a page; it may hold words from outside and is escaped."""
    return Page(tone, (Text(escape(shorten(sentence, 1_500)) or "Something went wrong."),))


def failure(reference: str) -> Page:
    """What somebody is told about a defect: the reference finds it in the log."""
    return notice_page(
        "Something went wrong here, and it stands in the log. Try again; if it stays, tell the host of this bot "
        f"the reference {reference}."
    )
