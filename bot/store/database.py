"""The way to the database: one writer that runs whole transactions, readers beside it, no statement without end.

A unit of work is one function that runs in the thread of its connection, so that it costs one hop between threads
however many statements it makes, and so that two coroutines can never share a transaction.
"""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import aiosqlite

from bot.errors import UserError
from bot.store import sqlite

READERS = 3
READ_SECONDS = 3.0
"""How long one read may take before it is interrupted, seconds."""

_STEPS_BETWEEN_LOOKS = 1_000

Result = TypeVar("Result")
Row = sqlite3.Row


class Session:
    """One transaction, as the function that runs in it sees it; values are given in the order of `$1`, `$2` ..."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def rows(self, sql: str, *values: object) -> list[Row]:
        """All rows of a query."""
        return self._connection.execute(sql, _named(values)).fetchall()

    def each(self, sql: str, *values: object) -> Iterator[Row]:
        """The rows of a query one by one, for who may stop early."""
        return self._connection.execute(sql, _named(values))

    def row(self, sql: str, *values: object) -> Row | None:
        """The first row of a query."""
        rows = self._connection.execute(sql, _named(values)).fetchall()
        return rows[0] if rows else None

    def value(self, sql: str, *values: object) -> Any:
        """The first value of the first row, None where there is no row."""
        row = self.row(sql, *values)
        return None if row is None else row[0]

    def run(self, sql: str, *values: object) -> int:
        """Make a change; returns the number of rows that it changed."""
        return self._connection.execute(sql, _named(values)).rowcount

    def run_many(self, sql: str, rows: Iterable[tuple[object, ...]]) -> None:
        """Make the same change for each tuple of values."""
        self._connection.executemany(sql, map(_named, rows))


class Database:
    """A database file, opened; made by `Database.open`."""

    def __init__(self, writer: _Worker, readers: list[_Worker]) -> None:
        self._writer = writer
        self._readers = readers
        # The reader that was used last is used next: its pages are still in memory.
        self._idle: asyncio.LifoQueue[_Worker] = asyncio.LifoQueue()
        for reader in readers:
            self._idle.put_nowait(reader)

    @classmethod
    async def open(cls, path: Path, *, read_seconds: float = READ_SECONDS, as_it_is: bool = False) -> Database:
        """Open the file, made if missing and brought to the newest version; UserError where that cannot be.

        A file that is opened `as_it_is` must be there and be of the newest version.
        """
        with _told_to_users(path):
            await asyncio.to_thread(sqlite.require_newest if as_it_is else sqlite.prepare_file, path)
        workers: list[_Worker] = []
        try:
            workers.append(await _Worker.start(path, sqlite.prepare_writer, seconds=None))
            for _ in range(READERS):
                workers.append(await _Worker.start(path, sqlite.prepare_reader, seconds=read_seconds))  # noqa: PERF401
        except BaseException:
            # A thread that is left behind would keep the program from ending.
            for worker in workers:
                await worker.close()
            raise
        return cls(workers[0], workers[1:])

    async def close(self) -> None:
        """Finish what was begun and close the file."""
        for worker in (*self._readers, self._writer):
            await worker.close()

    async def read(self, function: Callable[[Session], Result]) -> Result:
        """Run a function of queries, which all see the same moment; UserError where it takes too long."""
        reader = await self._idle.get()
        try:
            return await reader.work(partial(_in_transaction, "BEGIN", function))
        finally:
            self._idle.put_nowait(reader)

    async def write(self, function: Callable[[Session], Result]) -> Result:
        """Run a function in one transaction that is kept whole, or not at all where the function raises."""
        return await self._writer.work(partial(_in_transaction, "BEGIN IMMEDIATE", function))

    async def backup(self, path: Path) -> None:
        """Write a copy of the database as it is now to `path`; reading and writing go on meanwhile."""
        reader = await self._idle.get()
        try:
            await reader.work(partial(sqlite.backup, path=path))
        finally:
            self._idle.put_nowait(reader)

    async def check(self) -> list[str]:
        """What is wrong with the file, one sentence each; empty when it is sound."""
        return await self._writer.work(sqlite.check)


class _Worker:
    """A connection in its own thread, with a limit to how long one piece of work may take."""

    def __init__(self, connection: aiosqlite.Connection, seconds: float | None) -> None:
        self._connection = connection
        self._seconds = seconds
        self._deadline = float("inf")

    @classmethod
    async def start(
        cls, path: Path, prepare: Callable[[sqlite3.Connection], None], *, seconds: float | None
    ) -> _Worker:
        connection = await aiosqlite.connect(path, isolation_level=None, timeout=sqlite.BUSY_SECONDS)
        worker = cls(connection, seconds)
        try:
            await worker.work(prepare)
            await connection.set_progress_handler(worker._is_late, _STEPS_BETWEEN_LOOKS)
        except BaseException:
            await worker.close()
            raise
        return worker

    async def work(self, function: Callable[[sqlite3.Connection], Result]) -> Result:
        # aiosqlite has no public way to run a whole function in its thread; each of its public calls is a hop.
        with _told_to_users():
            return await self._connection._execute(self._timed, function)  # type: ignore[no-any-return,no-untyped-call]

    async def close(self) -> None:
        await self._connection.close()

    def _timed(self, function: Callable[[sqlite3.Connection], Result]) -> Result:
        if self._seconds is not None:
            self._deadline = time.monotonic() + self._seconds
        return function(self._connection._conn)

    def _is_late(self) -> bool:
        return time.monotonic() > self._deadline


def _in_transaction(begin: str, function: Callable[[Session], Result], connection: sqlite3.Connection) -> Result:
    connection.execute(begin)
    try:
        result = function(Session(connection))
        connection.execute("COMMIT")
    except BaseException:
        # SQLite has already rolled back by itself after some errors, such as a full disk.
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    return result


def _named(values: tuple[object, ...]) -> dict[str, object]:
    # sqlite3 reads `$1` as a parameter with the name "1".
    return {str(number): value for number, value in enumerate(values, start=1)}


@contextmanager
def _told_to_users(path: Path | None = None) -> Iterator[None]:
    try:
        yield
    except sqlite3.DatabaseError as error:
        sentence = sqlite.explain(error, path)
        if sentence is None:
            raise
        raise UserError(sentence) from error
