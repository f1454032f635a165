"""JSON Feed (versions 1 and 1.1), read leniently. Runs in the worker."""

from __future__ import annotations

import json
from typing import Any

from bot.feeds.raw import RawEntry, RawFeed


def read_json_feed(text: str) -> RawFeed | None:
    """The feed in a JSON text, None where it is none."""
    try:
        document = json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None
    if not isinstance(document, dict) or not isinstance(document.get("items"), list):
        return None
    entries = [_entry(item) for item in document["items"] if isinstance(item, dict)]
    return RawFeed(title=_text(document.get("title")), site=_text(document.get("home_page_url")), entries=entries)


def _entry(item: dict[str, Any]) -> RawEntry:
    markup = _text(item.get("content_html"))
    return RawEntry(
        guid=_text(item.get("id")),
        link=_text(item.get("url")) or _text(item.get("external_url")),
        title=_text(item.get("title")),
        texts=[markup or "", _text(item.get("content_text")) or "", _text(item.get("summary")) or ""],
        authors=[name for name in map(_author, _list(item.get("authors")) or [item.get("author")]) if name],
        tags=[tag for tag in map(_text, _list(item.get("tags"))) if tag],
        published=_text(item.get("date_published")) or _text(item.get("date_modified")),
    )


def _author(value: object) -> str | None:
    return _text(value.get("name")) if isinstance(value, dict) else None


def _text(value: object) -> str | None:
    # Identifiers are texts by the rules and numbers in many feeds.
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return str(value)
    return value.strip() or None if isinstance(value, str) else None


def _list(value: object) -> list[Any]:
    return value[:50] if isinstance(value, list) else []
