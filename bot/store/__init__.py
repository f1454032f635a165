"""The store: everything that Newsdesk keeps, by noun.

`async with await Store.open(path) as store:` opens it. Nothing outside this package knows which
database it is in. Functions take the guild that asks, HOST_SHELF in direct messages, and show it only its own shelf
and the host's. Wrong input and a database that cannot be used are UserErrors.
"""

from __future__ import annotations

from pathlib import Path
from types import TracebackType

from bot.store.analyses import Analyses
from bot.store.articles import Added, Articles
from bot.store.audit import Audit, Entry
from bot.store.database import READ_SECONDS, Database
from bot.store.digests import Digests
from bot.store.editions import Editions, Work
from bot.store.feeds import Feeds
from bot.store.findings import Findings
from bot.store.guilds import Guilds
from bot.store.news import News
from bot.store.page import Page
from bot.store.search import Search
from bot.store.state import State

__all__ = ["Added", "Entry", "Page", "Store", "Work"]


class Store:
    """An open store; made by `Store.open`."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.articles = Articles(database)
        self.search = Search(database)
        self.findings = Findings(database)
        self.analyses = Analyses(database)
        self.digests = Digests(database)
        self.editions = Editions(database)
        self.news = News(database)
        self.feeds = Feeds(database)
        self.guilds = Guilds(database)
        self.audit = Audit(database)
        self.state = State(database)

    @classmethod
    async def open(cls, path: Path | str, *, read_seconds: float = READ_SECONDS, as_it_is: bool = False) -> Store:
        """Open the database file, which is made if missing; a read is interrupted after `read_seconds`.

        A file that is opened `as_it_is` is neither made nor brought to this version: a UserError asks for that.
        """
        return cls(await Database.open(Path(path), read_seconds=read_seconds, as_it_is=as_it_is))

    async def close(self) -> None:
        """Finish what was begun and close the file."""
        await self._database.close()

    async def __aenter__(self) -> Store:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def backup(self, path: Path | str) -> None:
        """Write a copy of the whole store to `path`, while it is in use."""
        await self._database.backup(Path(path))

    async def check(self) -> list[str]:
        """What is wrong with the store, one sentence each; empty when it is sound."""
        return await self._database.check()
