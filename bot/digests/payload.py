"""An edition's message as text: written down before anything is sent, and read again by whoever sends it."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from typing import Any

from bot.render.page import Block, Choice, Open, Page, Picture, Rule, Text


@dataclass(frozen=True, slots=True)
class Message:
    """What is posted: the page, the name of a forum's thread, and the role that is called, None for nobody."""

    page: Page
    name: str
    role: int | None = None


def write_message(message: Message) -> str:
    """The message as JSON."""
    page = message.page
    choice = page.choice
    fields = {
        "name": message.name,
        "role": message.role,
        "page": {
            "tone": page.tone,
            "blocks": [_block(block) for block in page.blocks],
            "number": page.number,
            "count": page.count,
            "links": page.links,
            "opens": [[one.label, one.kind, dict(one.arguments), one.emoji] for one in page.opens],
            "choice": choice
            and [choice.placeholder, choice.kind, choice.argument, list(choice.options), dict(choice.arguments)],
        },
    }
    return json.dumps(fields, separators=(",", ":"))


def read_message(written: str) -> Message:
    """The message of such JSON."""
    fields: dict[str, Any] = json.loads(written)
    page = fields["page"]
    choice = None
    if page["choice"]:
        placeholder, kind, argument, options, arguments = page["choice"]
        choice = Choice(placeholder, kind, argument, [tuple(option) for option in options], arguments)
    return Message(
        Page(
            page["tone"],
            tuple(_read_block(block) for block in page["blocks"]),
            page["number"],
            page["count"],
            links=tuple((label, address) for label, address in page["links"]),
            opens=tuple(Open(*one) for one in page["opens"]),
            choice=choice,
        ),
        fields["name"],
        fields["role"],
    )


def _block(block: Block) -> dict[str, str]:
    match block:
        case Text(markdown):
            return {"text": markdown}
        case Picture(name, data, alt):
            return {"picture": name, "data": base64.b64encode(data).decode(), "alt": alt}
        case Rule():
            return {}


def _read_block(fields: dict[str, str]) -> Block:
    if "text" in fields:
        return Text(fields["text"])
    if "picture" in fields:
        return Picture(fields["picture"], base64.b64decode(fields["data"]), fields["alt"])
    return Rule()
