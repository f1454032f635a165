"""From the bytes behind a feed's address to its entries, or to the feeds that a page names. Runs in the worker."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urljoin

from bot.feeds.discover import find_feeds
from bot.feeds.identity import entry_fingerprint, entry_key, normal_link
from bot.feeds.json_feed import read_json_feed
from bot.feeds.markup import is_whole, line_of_markup, text_of_markup, without_endings
from bot.feeds.prolog import decode_xml, root_of
from bot.feeds.raw import RawEntry, RawFeed
from bot.intake.metadata import clean_authors, read_moment
from bot.intake.texts import clean_line, clean_text

MAX_ENTRIES = 500
"""Entries that are looked at, in the feed's own order; feeds have 10 to 100."""

_ROOTS = re.compile(r"<(?:\w{1,20}:)?(?:rss|feed|rdf|channel)[\s>/]", re.I)
_SEARCHED = 20_000
# What all texts of one answer may come to, once JSON has spelled out what is not ASCII.
_ANSWER = 2_500_000
_NO_FEED = "There is no feed at that address, and the page there names none; look for its RSS or Atom link."


def read_feed(
    body: bytes, *, url: str, charset: str | None = None, known: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """What stands at `url`: {"entries", "title", "site", "ttl"} of a feed, or {"links"} that a page names as its feeds.

    `known` are keys of entries with the fingerprint that they had: where it is the same, only that is told. Raises
    UserError for what is neither, and for what declares entities.
    """
    text = decode_xml(body, claimed=charset)
    feed = _read(text, url)
    if feed is None:
        return {"links": find_feeds(text, url=url, none=_NO_FEED)}
    return {
        "title": line_of_markup(feed.title, longest=100),
        "site": _join(url, feed.site),
        "ttl": feed.ttl,
        "entries": _entries(feed, url, known or {}),
    }


def _read(text: str, url: str) -> RawFeed | None:
    if text.lstrip()[:1] in {"{", "["}:
        return read_json_feed(text)
    root = root_of(text, what="That feed")
    if not _ROOTS.match(root):
        # Warnings of the program that made the feed may stand before it.
        found = _ROOTS.search(text, 0, _SEARCHED)
        if found is None or re.match(r"\s*<(?:!doctype html|html)", text, re.I):
            return None
        root = text[found.start() :]
    # Imported with the first feed: most workers see pages only.
    from bot.feeds.xml_feed import read_xml_feed

    return read_xml_feed(root, url=url)


def _entries(feed: RawFeed, url: str, known: Mapping[str, str]) -> list[dict[str, Any]]:
    raw = feed.entries[:MAX_ENTRIES]
    shared = _shared_guids(raw) | _shared_links(raw, url)
    entries: dict[str, dict[str, Any]] = {}
    room = _ANSWER
    for one in raw:
        entry = _entry(one, url, shared)
        if entry is None or entry["key"] in entries:
            continue
        if known.get(entry["key"]) == entry["fingerprint"]:
            entry = {name: entry[name] for name in ("key", "fingerprint", "published")}
        elif (room := room - 6 * len(entry["text"])) < 0:
            # The article is behind its link, too.
            entry |= {"text": "", "whole": False}
        entries[entry["key"]] = entry
    return list(entries.values())


def _shared_guids(entries: list[RawEntry]) -> set[str]:
    """GUIDs that tell nothing, since entries with different links have them."""
    links: defaultdict[str, set[str]] = defaultdict(set)
    for entry in entries:
        if entry.guid and entry.link:
            links[entry.guid].add(normal_link(entry.link))
    return {guid for guid, named in links.items() if len(named) > 1}


def _shared_links(entries: list[RawEntry], url: str) -> set[str]:
    """Links, normalised, that tell nothing: several entries, with GUIDs of their own, lead to the same page."""
    told: defaultdict[str, set[str]] = defaultdict(set)
    for entry in entries:
        if entry.link:
            told[normal_link(_join(url, entry.link) or entry.link)].add(entry.guid or entry.link)
    return {link for link, names in told.items() if len(names) > 1}


def _entry(raw: RawEntry, url: str, shared: set[str]) -> dict[str, Any] | None:
    link = _join(url, raw.link)
    text, goes_on = without_endings(max((clean_text(text_of_markup(one)) for one in raw.texts), key=len, default=""))
    title = line_of_markup(raw.title)
    guid = raw.guid if raw.guid not in shared else None
    if not guid and not link and not text:
        return None
    lone = not link or normal_link(link) not in shared
    published = raw.published if isinstance(raw.published, datetime) else None
    moment = read_moment(published.isoformat() if published else raw.published)
    return {
        "key": entry_key(guid=guid, link=link, text=text, lone=lone),
        "fingerprint": entry_fingerprint(title, text),
        "published": moment.isoformat() if moment else None,
        "title": title,
        "link": link,
        "lone": lone,
        "text": text,
        "whole": is_whole(text) and not goes_on,
        "author": clean_line(", ".join(clean_authors(raw.authors[:10], outlet=None))),
        "tags": [tag for tag in (line_of_markup(tag, longest=80) for tag in raw.tags) if tag],
    }


def _join(url: str, link: str | None) -> str | None:
    try:
        joined = urljoin(url, link.strip()) if link else None
    except ValueError:
        return None
    return joined if joined and joined.startswith(("http://", "https://")) and len(joined) <= 2_048 else None
