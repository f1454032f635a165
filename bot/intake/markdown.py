"""From Markdown to the text that it stands for. Runs in the worker."""

from __future__ import annotations

import re
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from bot.intake.charsets import decode_text
from bot.intake.found import found_text
from bot.intake.metadata import read_moment
from bot.intake.texts import MAX_TEXT

_FRONT_MATTER = re.compile(r"---[ \t]*\n(.{0,5000}?)\n(?:---|\.\.\.)[ \t]*(?:\n|$)", re.S)
_FRONT_FIELD = re.compile(
    r"^(title|author|outlet|date|published)[ \t]*:[ \t]*[\"']?(.{1,300}?)[\"']?[ \t]*$", re.M | re.I
)


def read_markdown(body: bytes) -> dict[str, Any]:
    """The text without marks; title, author, outlet and date by the front matter, or the title by the first heading."""
    source = decode_text(body).replace("\r\n", "\n")[: 2 * MAX_TEXT]
    stated: dict[str, str] = {}
    front = _FRONT_MATTER.match(source)
    if front is not None:
        stated = {field[1].lower(): field[2] for field in _FRONT_FIELD.finditer(front[1])}
        source = source[front.end() :]
    title, blocks = _read_blocks(MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(source))
    return found_text(
        "\n\n".join(blocks),
        title=stated.get("title") or title,
        author=stated.get("author"),
        outlet=stated.get("outlet"),
        published=read_moment(stated.get("published") or stated.get("date")),
    )


def _read_blocks(tokens: list[Token]) -> tuple[str | None, list[str]]:
    """The first heading, and the other blocks as plain text; the cells of a table's row are joined."""
    title: str | None = None
    blocks: list[str] = []
    cells: list[str] = []
    for before, token in zip([None, *tokens], tokens, strict=False):
        if token.type in {"fence", "code_block"}:
            blocks.append(token.content.strip())
        elif token.type == "tr_close":
            blocks.append(", ".join(filter(None, cells)))
            cells.clear()
        elif token.type == "inline":
            text = _inline_text(token.children or [])
            opened = before.type if before else ""
            if opened == "heading_open" and title is None and not blocks:
                title = text
            elif opened in {"td_open", "th_open"}:
                cells.append(text)
            elif text:
                blocks.append(text)
    return title, blocks


def _inline_text(tokens: list[Token]) -> str:
    kept = (
        token.content if token.type in {"text", "code_inline"} else " " * token.type.endswith("break")
        for token in tokens
    )
    return " ".join("".join(kept).split())
