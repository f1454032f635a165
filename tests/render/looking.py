"""Discord as these tests see it: a reader of its Markdown, and its limits for a message."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import discord

_ESCAPED = re.compile(r"\\([^0-9A-Za-z\s])")
# What Discord would do with a text in which nothing is escaped any more.
_EFFECTS = {
    "bold, italic, underline": r"\*\S.*?\*|\b_\S.*?_\b|__",
    "strike": r"~~.+?~~",
    "spoiler": r"\|\|.+?\|\|",
    "code": r"`",
    "quote": r"^>{1,3} ",
    "heading": r"^#{1,3} ",
    "subtext": r"^-# ",
    "list": r"^\s*(?:[-*+]|\d+\.) ",
    "masked link": r"\[.*?\]\s*\(",
    "link": r"https?://\S",
    "invite": r"\bdiscord(?:app)?\.(?:gg|com|me|new)/",
    "angle": r"<(?:@[!&]?|#|t:|/|a?:|id:|https?:)[^>]*>",
    "emoji": r":[\w+~-]+:",
}


def read(markdown: str) -> tuple[str, set[str]]:
    """The characters that Discord shows for Markdown, and the names of what it does besides."""
    # While effects are looked for, a noncharacter stands for each escaped character.
    escaped = [match[1] for match in _ESCAPED.finditer(markdown)]
    hidden = _ESCAPED.sub("\uffff", markdown)
    effects = {name for name, pattern in _EFFECTS.items() if re.search(pattern, hidden, re.M | re.I)}
    # The servers look for these before any escape is read.
    if re.search(r"@(?:everyone|here)", markdown):
        effects.add("everyone")
    if re.search(r"<(?:@[!&]?|#|a?:\w+:)\d+>", markdown):
        effects.add("mention")
    parts = hidden.split("\uffff")
    text = parts[0] + "".join(sign + part for sign, part in zip(escaped, parts[1:], strict=True))
    if re.search(r"discord(?:app)?\\?\.\\?(?:gg|com|me|new|gift)\\?/", markdown, re.I):
        effects.add("raw invite")
    return text.replace("\u200b", ""), effects


def plain(markdown: str) -> str:
    """What is shown of Markdown, without marks of bold type."""
    return read(markdown.replace("**", ""))[0]


class Sent:
    """A message as it goes to Discord."""

    def __init__(self, view: discord.ui.LayoutView) -> None:
        self.components = list(_walk(view.to_components()))  # type: ignore[no-untyped-call]
        self.texts: list[str] = [one["content"] for one in self.components if one["type"] == 10]
        self.text = "\n".join(self.texts)
        self.shown = plain(self.text)
        self.buttons: list[dict[str, Any]] = [one for one in self.components if one["type"] == 2]
        self.menus: list[dict[str, Any]] = [one for one in self.components if one["type"] == 3]

    def check(self) -> Sent:
        """Fail where Discord would refuse the message."""
        assert self.texts, "a message without text"
        assert all(text.strip() for text in self.texts)
        assert sum(_length(text) for text in self.texts) <= 4_000
        assert len(self.components) <= 40
        ids = [one["custom_id"] for one in self.components if "custom_id" in one]
        assert len(ids) == len(set(ids))
        assert all(1 <= _length(one) <= 100 for one in ids)
        for button in self.buttons:
            assert _length(button.get("label") or "") <= 80
            assert button.get("label") or button.get("emoji")
            assert len(button.get("url") or "") <= 512
        for menu in self.menus:
            assert 1 <= len(menu["options"]) <= 25
            assert len({option["value"] for option in menu["options"]}) == len(menu["options"])
            assert all(1 <= _length(option["label"]) <= 100 for option in menu["options"])
            assert all(1 <= _length(option["value"]) <= 100 for option in menu["options"])
        return self


def _length(text: str) -> int:
    return max(len(text), len(text.encode("utf-16-le")) // 2)


def _walk(part: Any) -> Iterator[dict[str, Any]]:
    if isinstance(part, list):
        for one in part:
            yield from _walk(one)
    elif isinstance(part, dict):
        if "type" in part:
            yield part
        for key in ("components", "accessory"):
            yield from _walk(part.get(key, []))
