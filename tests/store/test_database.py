"""The way to the database: whole transactions, readers that never wait, and what happens when things go wrong."""

from __future__ import annotations

import asyncio
import contextlib
import random
import sqlite3
import sys
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.errors import UserError
from bot.store import Store
from bot.store.articles import add
from bot.store.database import Database, Session

from .making import LOCAL, draft, found, linked

ENDLESS = "WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n WHERE x < 0"

WRITE_UNTIL_KILLED = """
import asyncio, sys
sys.path.insert(0, sys.argv[2])
from bot.store import Store
from store.making import LOCAL, found, linked

async def main():
    store = await Store.open(sys.argv[1])
    for number in range(1_000_000):
        new = linked(int(sys.argv[3]) * 1_000_000 + number)
        added = await store.articles.add(new, found(new.text), guild=LOCAL)
        print(added.article.id, flush=True)

asyncio.run(main())
"""


async def all_state(store: Store) -> dict[str, str | None]:
    """The names a and b with their values."""
    return {key: await store.state.get(key) for key in ("a", "b")}


class Held:
    """Work in a thread that waits until the event loop lets it go on."""

    def __init__(self) -> None:
        self._began = threading.Event()
        self._released = threading.Event()

    def wait(self) -> None:
        """In the thread: say that the work has begun, and wait."""
        self._began.set()
        assert self._released.wait(60), "the event loop has not let it go on"

    async def began(self) -> None:
        """On the event loop: wait for the beginning."""
        assert await asyncio.to_thread(self._began.wait, 60)

    def release(self) -> None:
        """On the event loop: let the work end."""
        self._released.set()


def put(session: Session, key: str, value: str = "1") -> None:
    """Remember something, within a transaction."""
    session.run("INSERT INTO state (key, value) VALUES ($1, $2)", key, value)


class TestWriting:
    """One writer, whole transactions."""

    async def test_that_fails_leaves_nothing(self, store: Store) -> None:
        """All that a failing function wrote is gone, and the next one works."""

        def fail(session: Session) -> None:
            put(session, "a")
            raise LookupError("half way")

        with pytest.raises(LookupError, match="half way"):
            await store._database.write(fail)
        await store._database.write(lambda session: put(session, "b"))
        assert await all_state(store) == {"a": None, "b": "1"}

    async def test_of_an_article_that_fails_leaves_nothing(self, store: Store) -> None:
        """An article whose findings cannot be stored is not stored without them."""
        broken = found(linked(1).text)
        object.__setattr__(broken, "quotations", (None,))
        with pytest.raises(AttributeError):
            await store.articles.add(linked(1), broken, guild=LOCAL)
        assert await store.articles.count(guild=LOCAL) == 0
        assert await store.articles.suggest(guild=LOCAL, typed="report") == []

    async def test_of_two_coroutines_does_not_mix(self, store: Store) -> None:
        """When one of two fails, what the other wrote meanwhile is kept."""
        held = Held()

        def slow_and_failing(session: Session) -> None:
            put(session, "a")
            held.wait()
            raise LookupError

        failing = asyncio.create_task(store._database.write(slow_and_failing))
        await held.began()
        other = asyncio.create_task(store._database.write(lambda session: put(session, "b")))
        await asyncio.sleep(0)
        held.release()
        await other
        with pytest.raises(LookupError):
            await failing
        assert await all_state(store) == {"a": None, "b": "1"}

    async def test_of_many_coroutines_stores_each_article_once(self, store: Store) -> None:
        """Twenty tasks that add the same ten articles at once make ten."""
        results = await asyncio.gather(
            *(store.articles.add(linked(number % 10), found(), guild=LOCAL) for number in range(20))
        )
        assert sorted(result.outcome for result in results) == ["added"] * 10 + ["known"] * 10
        assert await store.articles.count(guild=LOCAL) == 10

    async def test_goes_on_when_who_waits_is_cancelled(self, store: Store) -> None:
        """A command that is given up leaves no half transaction and no stuck writer."""
        held = Held()

        def slow(session: Session) -> None:
            put(session, "a")
            held.wait()

        task = asyncio.create_task(store._database.write(slow))
        await held.began()
        task.cancel()
        held.release()
        with contextlib.suppress(asyncio.CancelledError):
            await task
        await store._database.write(lambda session: put(session, "b"))
        assert await all_state(store) == {"a": "1", "b": "1"}

    async def test_refuses_a_reference_to_nothing(self, store: Store) -> None:
        """Foreign keys hold."""
        with pytest.raises(sqlite3.IntegrityError):
            await store._database.write(
                lambda session: session.run("INSERT INTO shelves (guild, article, added, dated) VALUES (1, 99, 0, 0)")
            )


class TestReading:
    """Readers beside the writer."""

    async def test_sees_one_moment(self, store: Store) -> None:
        """Two queries of one function agree, whatever is written between them."""
        loop = asyncio.get_running_loop()

        def read_twice(session: Session) -> list[int]:
            before = session.value("SELECT count(*) FROM state")
            asyncio.run_coroutine_threadsafe(store.state.set("a", "1"), loop).result()
            return [before, session.value("SELECT count(*) FROM state")]

        assert await store._database.read(read_twice) == [0, 0]
        assert await store.state.get("a") == "1"

    async def test_cannot_write(self, store: Store) -> None:
        """A reader that writes is a fault that shows at once."""
        with pytest.raises(UserError, match="permission"):
            await store._database.read(lambda session: put(session, "a"))

    async def test_does_not_wait_for_the_writer(self, store: Store) -> None:
        """While a long transaction writes, readers answer from before it."""
        held = Held()

        def slow(session: Session) -> None:
            put(session, "a")
            held.wait()

        task = asyncio.create_task(store._database.write(slow))
        await held.began()
        assert await store.state.get("a") is None
        assert not task.done()
        held.release()
        await task
        assert await store.state.get("a") == "1"

    async def test_never_blocks_the_event_loop(self, store: Store) -> None:
        """Reads and writes that go on until the event loop tells them to end do end: it was not held up by them."""
        held = Held()

        def slow(session: Session) -> None:
            held.wait()
            session.rows("SELECT 1")

        tasks = [asyncio.create_task(store._database.read(slow)) for _ in range(5)]
        tasks.append(asyncio.create_task(store._database.write(slow)))
        await held.began()
        assert not any(task.done() for task in tasks)
        held.release()
        await asyncio.gather(*tasks)

    async def test_that_takes_too_long_is_interrupted_with_a_sentence(self, path: Path) -> None:
        """A query without end becomes a sentence for its user, and the reader goes on working."""
        async with await Store.open(path, read_seconds=0.05) as store:
            for _ in range(4):
                with pytest.raises(UserError, match="too long"):
                    await asyncio.wait_for(store._database.read(lambda session: session.value(ENDLESS)), timeout=60)
            assert await store.state.get("a") is None

    async def test_of_a_search_that_takes_too_long_is_interrupted(self, path: Path) -> None:
        """A search is bounded in time like any other read."""
        async with await Store.open(path) as store:
            await store._database.write(_add_many)
            assert (await store.search.find("strike", guild=LOCAL)).total == 500
        async with await Store.open(path, read_seconds=0) as store:
            with pytest.raises(UserError, match="narrower"):
                await store.search.find("strike", guild=LOCAL)

    async def test_gives_its_reader_back_when_cancelled(self, store: Store) -> None:
        """However many reads are given up, the next one is served."""
        for _ in range(10):
            task = asyncio.create_task(store._database.read(lambda session: time.sleep(0.01)))
            await asyncio.sleep(0)
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
        assert await asyncio.wait_for(store.state.get("a"), timeout=60) is None


class TestOpening:
    """Opening a file."""

    async def test_again_finds_what_was_stored(self, path: Path) -> None:
        """Closing and opening loses nothing and migrates nothing twice."""
        for number in range(3):
            async with await Store.open(path) as store:
                await store.articles.add(linked(number), found(), guild=LOCAL)
        async with await Store.open(path) as store:
            assert await store.articles.count(guild=LOCAL) == 3

    async def test_by_a_text_path_works_too(self, tmp_path: Path) -> None:
        """A path may be a string."""
        async with await Store.open(str(tmp_path / "text.db")) as store:
            assert await store.check() == []

    async def test_a_newer_database_is_refused(self, path: Path) -> None:
        """With one sentence, and without touching the file."""
        await (await Store.open(path)).close()
        with contextlib.closing(sqlite3.connect(path)) as file:
            file.execute("PRAGMA user_version = 999")
        with pytest.raises(UserError, match=r"newer Newsdesk .*999") as refused:
            await Store.open(path)
        assert str(refused.value).count(". ") == 0
        with contextlib.closing(sqlite3.connect(path)) as file:
            assert file.execute("PRAGMA user_version").fetchone() == (999,)

    def test_what_is_no_database_is_refused(self, path: Path) -> None:
        """A file of something else is told apart and left alone."""
        path.write_text("Dear diary, " * 500)
        with pytest.raises(UserError, match="not a database"):
            asyncio.run(_open_and_close(path))
        assert path.read_text().startswith("Dear diary")

    async def test_another_program_s_database_is_refused(self, path: Path) -> None:
        """Tables of somebody else are not built upon."""
        with contextlib.closing(sqlite3.connect(path)) as file:
            file.execute("CREATE TABLE recipes (name)")
        with pytest.raises(UserError, match="another program"):
            await Store.open(path)

    async def test_in_a_folder_that_is_missing_is_refused(self, tmp_path: Path) -> None:
        """The sentence names the path."""
        with pytest.raises(UserError, match=r"missing/news\.db"):
            await Store.open(tmp_path / "missing" / "news.db")

    async def test_is_durable(self, store: Store) -> None:
        """The write-ahead log is on and every commit reaches the disk."""

        def settings(session: Session) -> list[object]:
            return [session.value(f"PRAGMA {name}") for name in ("journal_mode", "synchronous", "foreign_keys")]

        assert (await store._database._writer.work(lambda connection: settings(Session(connection)))) == ["wal", 2, 1]

    async def test_a_failing_migration_changes_nothing(self, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """A step that fails half-way leaves the database at the version before it."""
        await (await Store.open(path)).close()
        from bot.store import sqlite

        steps = sqlite._migrations()
        broken = [*steps, "CREATE TABLE extra (x);\nINSERT INTO nowhere VALUES (1);"]
        monkeypatch.setattr(sqlite, "_migrations", lambda: broken)
        with pytest.raises(sqlite3.OperationalError, match="nowhere"):
            await Database.open(path)
        monkeypatch.setattr(sqlite, "_migrations", lambda: [*steps, "CREATE TABLE extra (x);"])
        database = await Database.open(path)
        assert await database.read(lambda session: session.value("PRAGMA user_version")) == len(steps) + 1
        await database.close()

    async def test_twice_at_once_works(self, path: Path) -> None:
        """Two programs may use one store, such as the bot and the command line."""
        stores = await asyncio.gather(*(Store.open(path) for _ in range(3)))
        for number, store in enumerate(stores):
            await store.articles.add(linked(number), found(), guild=LOCAL)
        assert [await store.articles.count(guild=LOCAL) for store in stores] == [3, 3, 3]
        for store in stores:
            await store.close()


class TestCare:
    """Backups, checks, and crashes."""

    async def test_a_backup_is_whole_while_the_store_is_written(self, store: Store, tmp_path: Path) -> None:
        """It holds all that was stored before it began and is sound."""
        for number in range(20):
            await store.articles.add(linked(number), found(), guild=LOCAL)
        copying = asyncio.create_task(store.backup(tmp_path / "copy.db"))
        for number in range(20, 30):
            await store.articles.add(linked(number), found(), guild=LOCAL)
        await copying
        async with await Store.open(tmp_path / "copy.db") as copy:
            assert await copy.articles.count(guild=LOCAL) >= 20
            assert await copy.check() == []

    async def test_a_backup_replaces_an_older_one(self, store: Store, tmp_path: Path) -> None:
        """The same path can be used every night."""
        await store.backup(tmp_path / "copy.db")
        await store.articles.add(linked(1), found(), guild=LOCAL)
        await store.backup(tmp_path / "copy.db")
        async with await Store.open(tmp_path / "copy.db") as copy:
            assert await copy.articles.count(guild=LOCAL) == 1

    async def test_a_check_finds_an_index_that_lies(self, path: Path) -> None:
        """An article that was changed behind the index's back is told."""
        async with await Store.open(path) as store:
            await store.articles.add(linked(1), found(), guild=LOCAL)
            await store._database.write(lambda session: session.run("UPDATE articles SET title = 'changed'"))
            assert len(await store.check()) == 2

    def test_a_kill_loses_no_acknowledged_article(self, tmp_path: Path) -> None:
        """Every article whose id was told before `kill -9` is there, found by search, and the file is sound."""
        path, told = tmp_path / "killed.db", []
        for attempt in range(3):
            told += asyncio.run(_write_and_kill(path, attempt, after=random.uniform(0.05, 0.4)))

            async def look() -> set[int]:
                async with await Store.open(path) as store:
                    assert await store.check() == []
                    hits = await store.search.find("strike", guild=LOCAL, limit=100_000)
                    for hit in hits:
                        assert await store.analyses.get(hit.article.id, guild=LOCAL) is not None
                    return {hit.article.id for hit in hits}

            assert set(told) <= asyncio.run(look())
        assert len(told) >= 3


async def _open_and_close(path: Path) -> None:
    await (await Store.open(path)).close()


def _add_many(session: Session) -> None:
    for number in range(500):
        text = f"Strike {number}."
        add(session, draft(text), found(text), guild=LOCAL, actor=None, at=datetime.now(UTC))


async def _write_and_kill(path: Path, attempt: int, *, after: float) -> list[int]:
    """Let a process write until it is killed at some moment; gives the ids that it told."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        WRITE_UNTIL_KILLED,
        str(path),
        str(Path(__file__).parents[1]),
        str(attempt),
        stdout=asyncio.subprocess.PIPE,
        limit=2**24,
    )
    assert process.stdout is not None
    first = await process.stdout.readline()
    await asyncio.sleep(after)
    process.kill()
    rest = await process.stdout.read()
    await process.wait()
    # The last line may be cut off in the middle of its number.
    return [int(line) for line in (first + rest).split(b"\n")[:-1]]
