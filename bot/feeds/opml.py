"""OPML: the lists of feeds that readers of all kinds exchange."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple
from xml.sax.saxutils import quoteattr

from bot.errors import UserError
from bot.intake.texts import clean_line

MAX_FEEDS = 500
"""Feeds that are read from one file."""


class Outline(NamedTuple):
    """One feed of a list."""

    url: str
    title: str | None = None
    site: str | None = None


def read_opml(body: bytes) -> dict[str, Any]:
    """The feeds of a list, each once, as {"feeds": [[url, title], …]}; runs in the worker.

    Raises UserError for what is no OPML, holds no feed or declares entities.
    """
    # The bot writes lists; only the worker reads them.
    from lxml import etree

    from bot.feeds.prolog import decode_xml, root_of

    root = root_of(decode_xml(body, claimed=None), what="That file")
    if not root[:5].lower().startswith("<opml"):
        raise UserError("That file is no OPML list; export your feeds as OPML and upload that.")
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    tree = etree.fromstring(root.encode("utf-8", "replace"), parser)
    feeds: dict[str, str | None] = {}
    for outline in tree.iter("outline") if tree is not None else ():
        said = {name.lower(): value.strip() for name, value in outline.attrib.items()}
        if said.get("xmlurl"):
            feeds.setdefault(said["xmlurl"][:2_100], clean_line(said.get("title") or said.get("text"), longest=100))
    if not feeds:
        raise UserError("That OPML list holds no feeds; each needs an outline with an xmlUrl.")
    if len(feeds) > MAX_FEEDS:
        raise UserError(f"That OPML list holds {len(feeds)} feeds; split it into files of at most {MAX_FEEDS}.")
    return {"feeds": list(feeds.items())}


def write_opml(outlines: Iterable[Outline], *, title: str, at: datetime) -> bytes:
    """A list of feeds as a file."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<opml version="2.0">',
        f"<head><title>{_escaped(title)}</title><dateCreated>{at:%a, %d %b %Y %H:%M:%S} GMT</dateCreated></head>",
        "<body>",
        *map(_line, outlines),
        "</body>",
        "</opml>",
        "",
    ]
    return "\n".join(lines).encode()


def _line(outline: Outline) -> str:
    name = _attribute(outline.title or outline.url)
    site = f" htmlUrl={_attribute(outline.site)}" if outline.site else ""
    return f'<outline type="rss" text={name} title={name} xmlUrl={_attribute(outline.url)}{site}/>'


def _attribute(value: str) -> str:
    return quoteattr(clean_line(value, longest=2_100) or "")


def _escaped(text: str) -> str:
    return (clean_line(text) or "").replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
