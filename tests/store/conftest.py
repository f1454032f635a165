"""A store in a file of its own for each test."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.store import Store


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the store's file is."""
    return tmp_path / "newsdesk.db"


@pytest.fixture
async def store(path: Path) -> AsyncIterator[Store]:
    """An empty store."""
    async with await Store.open(path) as opened:
        yield opened
        assert await opened.check() == []
