"""What the tests of digests share: a stand-in for Discord, and processes of the bot that can be killed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot.store import Store

from .processes import Nursery, stock


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with articles and without digests, to copy."""
    path = tmp_path_factory.mktemp("newsroom") / "newsdesk.db"
    asyncio.run(stock(path))
    return path


@pytest.fixture(scope="session")
def nurseries() -> Iterator[list[Nursery]]:
    """Two processes that begin runs of the bot, started once for all tests."""
    started = [Nursery(), Nursery()]
    yield started
    for one in started:
        one.close()


@pytest.fixture
async def nursery(nurseries: list[Nursery]) -> AsyncIterator[Nursery]:
    """What begins runs of the bot."""
    yield nurseries[0]
    await nurseries[0].tidy()


@pytest.fixture
async def second_nursery(nurseries: list[Nursery]) -> AsyncIterator[Nursery]:
    """What begins runs beside those of the first."""
    yield nurseries[1]
    await nurseries[1].tidy()


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    """An empty store."""
    async with await Store.open(tmp_path / "newsdesk.db") as opened:
        yield opened
        assert await opened.check() == []
