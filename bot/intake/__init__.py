"""From a link, a file or a pasted text to an article that is ready to be stored."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlsplit

from bot.errors import UserError
from bot.intake.addresses import WEB_PORTS, Guard
from bot.intake.advice import PASTE
from bot.intake.drafts import unpack_draft, unpack_statements
from bot.intake.links import tidy_link, unwrap_link
from bot.intake.workers import WorkerLimits, Workers
from bot.model import Draft

if TYPE_CHECKING:
    from bot.intake.fetch import Fetcher, Page

__all__ = ["MAX_FILE", "Intake"]

MAX_FILE = 10_000_000
"""Bytes of the largest file that is read."""

_PLAIN = {"text/plain": "txt", "text/markdown": "md", "text/x-markdown": "md"}
_MEDIA = {"image": "a picture", "video": "a video", "audio": "a sound recording", "font": "a font"}
_MARKUP = re.compile(rb"\s{0,1000}<(?:!doctype|html|head|\?xml)", re.I)


class Intake:
    """Makes drafts of what editors give; every refusal is a UserError with one sentence.

    `contact` is told to every site that is asked for a page. `workers` processes at most read pages and files;
    they start on demand and go when idle. `fetcher` replaces the client, for tests. Use it within one event loop.
    """

    def __init__(
        self,
        *,
        contact: str,
        ports: Collection[int] = WEB_PORTS,
        workers: int = 2,
        worker_limits: WorkerLimits | None = None,
        fetcher: Fetcher | None = None,
    ) -> None:
        # The workers import this package too, and shall not carry the client or the analysis.
        from bot.intake.fetch import Fetcher
        from bot.intake.paste import draft_from_text

        self._draft_from_text = draft_from_text
        self._ports = frozenset(ports)
        self._fetcher = fetcher or Fetcher(contact=contact, ports=self._ports)
        self._workers = Workers(count=workers, limits=worker_limits)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *error: object) -> None:
        await self.close()

    async def close(self) -> None:
        """Close the client's session and end the workers."""
        await self._fetcher.close()
        await self._workers.close()

    async def from_link(self, url: str, *, before: Callable[[str], Awaitable[None]] | None = None) -> Draft:
        """Fetch a link and extract its article; a PDF, docx or text behind it is read like a file.

        `url` may stand in spaces or in the angle brackets that keep Discord from showing a preview. `before` is asked
        about each address before it is fetched.
        """
        page = await self._fetcher.fetch(unwrap_link(bare_link(url)), before=before)
        return await self._read_page(page)

    async def fetch(self, url: str, *, headers: Mapping[str, str] | None = None) -> Page:
        """Fetch what stands at an address, as it is."""
        return await self._fetcher.fetch(bare_link(url), headers=headers)

    async def work(self, job: str, body: bytes, details: Mapping[str, Any], *, what: str) -> dict[str, Any]:
        """Have a worker do a job on what was fetched or uploaded; see `bot.intake.workers.Workers.run`."""
        return await self._workers.run(job, body, details, what=what)

    def check_link(self, link: str) -> str:
        """The tidy form of a link that is kept and not fetched; a UserError where it is none."""
        try:
            return tidy_link(Guard(ports=self._ports).check_link(link.strip()).url)
        except UserError as error:
            # The text is being given already; only its link is wrong.
            raise UserError(str(error).replace(PASTE, "leave it out")) from None

    def check_address(self, url: str) -> str:
        """The one spelling of an address that is to be fetched; a UserError where it may not be."""
        return self._fetcher.check(bare_link(url))

    def check_size(self, size: int) -> None:
        """Raises UserError where a file of `size` bytes is too large to be read, before it is downloaded."""
        if size > MAX_FILE:
            raise UserError(f"That file is larger than {MAX_FILE // 1_000_000} MB; {PASTE}.")

    async def from_file(self, name: str, data: bytes) -> Draft:
        """Read an uploaded file; `name` only hints at its kind, and is never used as a path."""
        self.check_size(len(data))
        return await self._read_file(name, data, what="That file")

    async def from_paste(
        self,
        text: str,
        *,
        title: str | None = None,
        author: str | None = None,
        outlet: str | None = None,
        link: str | None = None,
        published: datetime | None = None,
        what: str = "That text",
    ) -> Draft:
        """Make an article of a pasted text; see `bot.intake.paste.draft_from_text`."""
        # Reading the layout of a long text takes longer than the event loop may wait.
        return await asyncio.to_thread(
            self._draft_from_text,
            text,
            title=title,
            author=author,
            outlet=outlet,
            link=link,
            published=published,
            what=what,
        )

    async def _read_page(self, page: Page) -> Draft:
        medium = _MEDIA.get(page.content_type.partition("/")[0])
        if medium is not None:
            raise UserError(f"That link leads to {medium}, not to an article; {PASTE}.")
        ending = _file_ending(page)
        if ending is not None:
            draft = await self._read_file(f"page.{ending}", page.body, what="That page")
            host = (urlsplit(page.url).hostname or "").removeprefix("www.")
            return replace(draft, link=tidy_link(page.url), outlet=draft.outlet or host)
        details = {"url": page.url, "charset": page.charset, "ports": sorted(self._ports)}
        found = await self._workers.run("page", page.body, details, what="That page")
        return await asyncio.to_thread(unpack_draft, found)

    async def _read_file(self, name: str, data: bytes, *, what: str) -> Draft:
        found = await self._workers.run("file", data, {"name": name[-200:]}, what=what)
        if found.get("laid_out"):
            return await asyncio.to_thread(unpack_draft, found)
        return await self.from_paste(str(found["text"]), **unpack_statements(found), what=what)


def bare_link(url: str) -> str:
    """A link without the spaces or the angle brackets that it was given in."""
    url = url.strip(" \n")
    return url[1:-1] if url.startswith("<") and url.endswith(">") else url


def _file_ending(page: Page) -> str | None:
    """The kind of file that a page is, None for HTML; the content says more than the server."""
    if page.body.startswith(b"%PDF-"):
        return "pdf"
    if page.body.startswith(b"PK\x03\x04"):
        return "docx"
    return None if _MARKUP.match(page.body) else _PLAIN.get(page.content_type)
