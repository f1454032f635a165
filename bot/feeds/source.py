"""The way to a feed: one guarded, conditional request, read by a worker; and the way from a site to its feeds."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.errors import UserError
from bot.feeds.document import Document, unpack_document

if TYPE_CHECKING:
    from bot.intake import Intake
    from bot.intake.fetch import Page

_ACCEPT = (
    "application/atom+xml,application/rss+xml,application/feed+json,application/xml;q=0.9,text/xml;q=0.9,"
    "application/json;q=0.8,text/html;q=0.5,*/*;q=0.3"
)
_PERMANENT = frozenset({301, 308})
_MAX_AGE = re.compile(r"(?:^|[,\s])max-age\s{0,3}=\s{0,3}\"?([0-9]{1,9})", re.I)
_VALIDATOR = re.compile(r"[\x20-\x7e]{1,500}")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a request for a feed has brought; `document` is None where nothing has changed.

    `url` is where the feed was found, and `moved_to` the same where its host says that it has moved there for good.
    `etag` and `modified` go with the next request, `max_age` is how many seconds the answer shall be kept.
    """

    url: str
    document: Document | None
    etag: str | None = None
    modified: str | None = None
    moved_to: str | None = None
    max_age: int | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A feed that an address led to; `others` are further feeds, (address, title), that its site names."""

    url: str
    reading: Reading
    others: tuple[tuple[str, str | None], ...] = ()


class Source:
    """Reads feeds through the intake's client and its workers."""

    def __init__(self, intake: Intake) -> None:
        self._intake = intake

    async def read(
        self, url: str, *, etag: str | None = None, modified: str | None = None, known: Mapping[str, str] | None = None
    ) -> Reading:
        """Ask for a feed; UserError, mostly FetchError, where there is none.

        `known` are the fingerprints of entries, whose texts are not told again while they are the same.
        """
        conditions = {"If-None-Match": etag, "If-Modified-Since": modified}
        headers = {name: value for name, value in conditions.items() if value}
        page = await self._intake.fetch(url, headers={"Accept": _ACCEPT, **headers})
        if page.status == 304:
            return _reading(page, None, etag=etag, modified=modified)
        found = await self._work(page, known)
        if isinstance(found, Document):
            return _reading(page, found)
        raise UserError("That address leads to a page now, and no longer to a feed.")

    async def find(self, url: str) -> Found:
        """The feed at an address, or the first one that the page there names; UserError where there is none."""
        page = await self._intake.fetch(url, headers={"Accept": _ACCEPT})
        found = await self._work(page, None)
        if isinstance(found, Document):
            reading = _reading(page, found)
            # An address that only forwards for now is kept.
            return Found(reading.moved_to or self._intake.check_address(url), reading)
        first, *others = found
        reading = await self.read(first[0])
        return Found(reading.moved_to or first[0], reading, tuple(others))

    async def _work(self, page: Page, known: Mapping[str, str] | None) -> Document | list[tuple[str, str | None]]:
        details = {"url": page.url, "charset": page.charset, "known": dict(known or {})}
        found = await self._intake.work("feed", page.body, details, what="That feed")
        if "links" in found:
            return [(str(address), title if isinstance(title, str) else None) for address, title in found["links"]]
        # Hundreds of entries take longer to clean than the event loop may wait.
        return await asyncio.to_thread(unpack_document, found)


def reason_of(error: UserError) -> str:
    """The first part of a refusal's sentence: what is wrong, without the advice for who wants one article."""
    said = re.split(r"[;:] (?=try |add |check |open |or |look |it is )|, or follow ", str(error), maxsplit=1)[0]
    return said.rstrip(".") + "."


def _reading(page: Page, document: Document | None, *, etag: str | None = None, modified: str | None = None) -> Reading:
    moved = page.moves and all(status in _PERMANENT for status, _ in page.moves)
    ages = _MAX_AGE.search(page.headers.get("cache-control", ""))
    return Reading(
        url=page.url,
        document=document,
        etag=_validator(page.headers.get("etag")) or etag,
        modified=_validator(page.headers.get("last-modified")) or modified,
        moved_to=page.url if moved else None,
        max_age=int(ages[1]) if ages else None,
    )


def _validator(value: str | None) -> str | None:
    """A validator as it may be sent back."""
    return value if value and _VALIDATOR.fullmatch(value) else None
