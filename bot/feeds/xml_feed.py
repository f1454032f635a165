"""RSS and Atom of all versions, well-formed or not, by feedparser. Runs in the worker; the bot never imports it."""

from __future__ import annotations

import calendar
import re
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import feedparser

from bot.feeds.raw import RawEntry, RawFeed

_PERIODS = {"hourly": 60, "daily": 1_440, "weekly": 10_080, "monthly": 43_200, "yearly": 525_600}


def read_xml_feed(root: str, *, url: str) -> RawFeed | None:
    """The feed in a document that begins with its root element, None where it is none; `url` is its own address."""
    # A file-like object, since feedparser takes other bytes for the name of a file; UTF-8 with a header that says
    # so, since what was looked at for entities must be what is parsed.
    document = feedparser.parse(
        BytesIO(b'<?xml version="1.0" encoding="utf-8"?>\n' + root.encode("utf-8", "replace")),
        response_headers={"content-type": "application/xml; charset=utf-8", "content-location": url},
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    feed = document.feed
    if not document.entries and not document.version:
        return None
    return RawFeed(
        title=_text(feed.get("title")),
        site=_text(feed.get("link")),
        ttl=_ttl(feed),
        entries=[_entry(entry) for entry in document.entries],
    )


def _entry(entry: Any) -> RawEntry:
    contents = [_text(part.get("value")) or "" for part in entry.get("content") or () if _is_text(part)]
    authors = [_text(author.get("name")) for author in entry.get("authors") or () if isinstance(author, dict)]
    return RawEntry(
        guid=_text(entry.get("id")),
        link=_text(entry.get("feedburner_origlink")) or _text(entry.get("link")),
        title=_text(entry.get("title")),
        texts=[*contents, _text(entry.get("summary")) or ""],
        authors=[name for name in authors if name] or [name for name in [_text(entry.get("author"))] if name],
        tags=[tag for tag in (_text(tag.get("term")) for tag in entry.get("tags") or ()) if tag][:50],
        published=_moment(entry.get("published_parsed")) or _moment(entry.get("updated_parsed")),
    )


def _is_text(part: Any) -> bool:
    kind = part.get("type") or "text/html"
    return str(kind).startswith("text/") or "html" in kind


def _moment(parsed: Any) -> datetime | None:
    try:
        return datetime.fromtimestamp(calendar.timegm(parsed), UTC) if parsed else None
    except (ValueError, OverflowError, OSError, TypeError):
        return None


def _ttl(feed: Any) -> int | None:
    ttl = _text(feed.get("ttl")) or ""
    if re.fullmatch(r"[0-9]{1,6}", ttl):
        return int(ttl)
    period = _PERIODS.get((_text(feed.get("sy_updateperiod")) or "").lower())
    times = _text(feed.get("sy_updatefrequency")) or "1"
    if period is None:
        return None
    return period // max(1, int(times)) if re.fullmatch(r"[0-9]{1,4}", times) else period


def _text(value: object) -> str | None:
    return value.strip() or None if isinstance(value, str) else None
