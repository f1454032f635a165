"""A feed as its parser found it: words as written, nothing cleaned, nothing checked."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(slots=True)
class RawEntry:
    """One entry; `texts` are HTML or plain, whichever the feed has of content and summary."""

    guid: str | None = None
    link: str | None = None
    title: str | None = None
    texts: list[str] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    published: str | datetime | None = None


@dataclass(slots=True)
class RawFeed:
    """A feed; `ttl` is how many minutes it asks to be left alone."""

    title: str | None = None
    site: str | None = None
    ttl: int | None = None
    entries: list[RawEntry] = field(default_factory=list)
