"""What Newsdesk does, and what it keeps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from bot.render.budget import shorten, size
from bot.render.escape import escape
from bot.render.page import Block, Page, Rule, Text

_WHAT = (
    "### Newsdesk\n"
    "News with its evidence: every sentence, number, quotation and country's position shown here is cut from a "
    "stored article, with its outlet, date and link.\n"
    "Only you see an answer, unless you set **share**."
)
_HOW = (
    "-# Options complete while you type. A country that no stored article speaks of has “no statement found”, "
    "which is not a no. Statements that disagree are both shown."
)
_LINES = 3_200
_PRIVACY = (
    "### Privacy\n"
    "**What readers ask is not kept.** Commands, searches and presses of buttons are answered and forgotten: they "
    "stand neither in the database nor in the log. Answers are private unless **share** is set.",
    "**What is kept:** articles that editors and feeds add, with title, author, outlet, dates, link and text; what "
    "was found in them; the feeds that a server follows; its digests and a log of what they posted; its settings.\n"
    "**Editors:** who added, changed or removed what is kept with the user id for 180 days, and then erased.",
    "**Who sees it:** what is added in one server is seen in that server only. What the host adds is seen by all.\n"
    "**How to erase it:** **/article remove** takes an article away, for good after 30 days. What a server keeps is "
    "erased 30 days after it sends the bot away. The host takes away what the host added.",
)


class Command(NamedTuple):
    """A command as the help lists it; with Discord's id for it, people can press it."""

    name: str
    description: str
    id: int | None = None


def help_page(readers: Sequence[Command], editors: Sequence[Command] = ()) -> Page:
    """What the bot does and its commands; `editors` are those that only editors may use."""
    commands = (*readers, *editors)
    room = 200
    if sum(size(_line(command, room)) for command in commands) > _LINES:
        room = _LINES // len(commands)
    blocks: list[Block] = [Text(_WHAT), Rule(), Text("\n".join(_line(command, room) for command in readers))]
    if editors:
        lines = "\n".join(_line(command, room) for command in editors)
        blocks += [Rule(), Text(f"**For editors**\n{lines}")]
    return Page("help", (*blocks, Text(_HOW)))


def privacy_page(*, host: str | None = None) -> Page:
    """What is stored, who sees it and how to erase it; `host` is how to reach the person who runs the bot."""
    contact = f"-# Whom to ask: {escape(shorten(host, 200))}" if host else "-# Whom to ask: the host of this bot."
    return Page("help", (*(Text(part) for part in _PRIVACY), Text(contact)))


def _line(command: Command, room: int) -> str:
    name = f"</{command.name}:{command.id}>" if command.id else f"**/{escape(command.name)}**"
    return f"{name} {escape(shorten(command.description, min(100, max(12, room - size(name) - 2))))}"
