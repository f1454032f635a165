"""A feed as the worker read it, on the bot's side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bot.intake.texts import clean_line, clean_text


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed.

    An entry that is known and has not changed has a key and a fingerprint only, and is not `told`. `text` is what the
    feed itself has of the article, `whole` whether that looks like all of it; `lone` whether no other entry of the feed
    has the same link. Dates are in UTC.
    """

    key: str
    fingerprint: str
    published: datetime | None = None
    told: bool = False
    title: str | None = None
    link: str | None = None
    lone: bool = True
    text: str = ""
    whole: bool = False
    author: str | None = None
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A feed; `ttl` is how many minutes it asks to be left alone. Entries are in the feed's own order."""

    title: str | None
    site: str | None
    ttl: int | None
    entries: tuple[Entry, ...]

    def newest(self, count: int) -> tuple[Entry, ...]:
        """The newest entries, newest first: by their dates where all have one, else as the feed has them."""
        entries = list(self.entries)
        if all(entry.published for entry in entries):
            entries.sort(key=lambda entry: entry.published or datetime.min, reverse=True)
        return tuple(entries[:count])


def unpack_document(found: Mapping[str, Any]) -> Document:
    """The document of a worker's answer; cleaned once more, since the worker may not be itself.

    Raises KeyError, TypeError or ValueError for what is none.
    """
    ttl = found.get("ttl")
    return Document(
        title=clean_line(_text(found.get("title")), longest=100),
        site=_text(found.get("site")),
        ttl=ttl if isinstance(ttl, int) else None,
        entries=tuple(map(_unpack_entry, found["entries"])),
    )


def _unpack_entry(fields: Mapping[str, Any]) -> Entry:
    published = fields.get("published")
    moment = datetime.fromisoformat(published).astimezone(UTC) if isinstance(published, str) else None
    key, fingerprint = str(fields["key"])[:64], str(fields["fingerprint"])[:64]
    if "text" not in fields:
        return Entry(key, fingerprint, moment)
    return Entry(
        key,
        fingerprint,
        moment,
        told=True,
        title=clean_line(_text(fields.get("title"))),
        link=_text(fields.get("link")),
        lone=fields.get("lone") is True,
        text=clean_text(str(fields["text"])),
        whole=fields.get("whole") is True,
        author=clean_line(_text(fields.get("author"))),
        tags=tuple(tag for tag in (clean_line(_text(tag), longest=80) for tag in fields.get("tags") or ()) if tag),
    )


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
