"""The playground opens in a browser, shows the real bot at work, and stops without a trace."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, time
from pathlib import Path
from urllib.request import urlopen

import pytest

from bot.desk import add_article
from bot.model import HOST_SHELF, Digest, DigestPlan, Draft, Schedule
from bot.playground import SERVER_ID
from bot.samples import load_samples
from bot.store import Store

from .visitor import SECONDS, Visitor

REAL = 111_111_111_111_111_111
"""A server on Discord."""
WITHOUT_THE_EXTRA = "import sys; sys.modules['simcord'] = None; from bot.cli import main; sys.exit(main())"


@contextmanager
def playground(folder: Path, *options: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A running `newsdesk play` and its address; its temporary files lie in `folder`/tmp."""
    process = subprocess.Popen(
        [sys.executable, "-m", "bot.cli", "play", "--no-browser", *(options or ("--port", "0"))],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=folder,
        env=_environment(folder),
    )
    try:
        yield process, _address(process)
    finally:
        process.kill()
        process.communicate()


def test_a_visitor_finds_the_bot_with_the_samples_and_leaves_nothing_behind(tmp_path: Path) -> None:
    """The page opens, `/latest` shows the newest sample, and Ctrl-C ends it silently with status 0 and no files."""
    with playground(tmp_path) as (process, url):
        with urlopen(url, timeout=SECONDS) as page:
            assert page.status == 200
            assert page.headers.get_content_type() == "text/html"
        visitor = Visitor(url)
        assert [one["name"] for one in visitor.page["viewers"]] == ["Reader", "Editor"]
        assert visitor.page["channel"]["name"] == "news"
        newest, oldest = load_samples()[-1], load_samples()[0]
        shown = visitor.run("latest")
        assert newest.title in shown
        assert oldest.title not in shown

        assert _stop(process, signal.SIGINT) == ""
        assert process.returncode == 0
    assert list((tmp_path / "tmp").iterdir()) == []


def test_only_the_editor_sees_the_editors_commands(tmp_path: Path) -> None:
    """Reader and editor are offered what members with and without Manage Server are offered; SIGTERM ends it too."""
    with playground(tmp_path) as (process, url):
        visitor = Visitor(url)
        assert {"latest", "countries", "help"} <= visitor.commands().keys()
        assert "article add" not in visitor.commands()
        visitor.view_as("Editor")
        assert {"latest", "article add", "article remove"} <= visitor.commands().keys()

        assert _stop(process, signal.SIGTERM) == ""
        assert process.returncode == 0


def test_the_page_can_end_the_playground(tmp_path: Path) -> None:
    """“End preview session” in the page ends the process as Ctrl-C does."""
    with playground(tmp_path) as (process, url):
        Visitor(url).end()
        _, complaint = process.communicate(timeout=SECONDS)
        assert (process.returncode, complaint) == (0, "")


def test_a_kept_database_is_shown_as_it_is_and_stays(tmp_path: Path) -> None:
    """A database with articles gets no samples, and is there after the end with what it held."""
    database = tmp_path / "kept.db"
    draft = Draft(title="Bridge reopens in Lindau", text="The bridge in Lindau reopened on Friday after two years.")
    asyncio.run(_store(database, draft))
    for _ in range(2):
        with playground(tmp_path, "--database", str(database)) as (process, url):
            shown = Visitor(url).run("latest")
            assert draft.title in shown
            assert load_samples()[-1].title not in shown
            assert _stop(process, signal.SIGINT) == ""
    assert asyncio.run(_count(database)) == 1


@pytest.mark.parametrize("holds", ["an article", "a digest", "the server alone"])
def test_a_database_of_a_bot_on_discord_is_refused(tmp_path: Path, holds: str) -> None:
    """What a real server planned is neither posted nor paused by the playground, which says so in one sentence."""
    database = tmp_path / "real.db"
    before = asyncio.run(_hold(database, holds))
    ended = _run(tmp_path, "-m", "bot.cli", "play", "--no-browser", "--port", "0", "--database", str(database))
    assert (ended.returncode, ended.stdout) == (1, "")
    assert "belongs to a bot that is on Discord" in ended.stderr
    assert len(ended.stderr.splitlines()) == 1
    assert asyncio.run(_held(database)) == before


def test_a_database_of_the_playground_itself_gets_no_samples(tmp_path: Path) -> None:
    """An article that was added in the playground's own server is enough for it to be shown as it is."""
    database = tmp_path / "kept.db"
    draft = Draft(title="Bridge reopens in Lindau", text="The bridge in Lindau reopened on Friday after two years.")
    asyncio.run(_store(database, draft, guild=SERVER_ID))
    with playground(tmp_path, "--database", str(database)) as (process, url):
        shown = Visitor(url).run("latest")
        assert draft.title in shown
        assert load_samples()[-1].title not in shown
        assert _stop(process, signal.SIGINT) == ""


def test_a_port_that_is_taken_is_told_in_one_sentence(tmp_path: Path) -> None:
    """The playground doesn't move to another port than the one that was asked for, and says why it ends."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ended = _run(tmp_path, "-m", "bot.cli", "play", "--no-browser", "--port", str(port))
    assert ended.returncode == 1
    assert ended.stdout == ""
    assert str(port) in ended.stderr
    assert len(ended.stderr.splitlines()) == 1


def test_without_the_extra_it_tells_how_to_install_it(tmp_path: Path) -> None:
    """Where the simulated Discord isn't installed, one sentence names the command that installs it."""
    ended = _run(tmp_path, "-c", WITHOUT_THE_EXTRA, "play", "--no-browser")
    assert ended.returncode == 1
    assert 'pip install -e ".[play]"' in ended.stderr
    assert len(ended.stderr.splitlines()) == 1


def _environment(folder: Path) -> dict[str, str]:
    (folder / "tmp").mkdir(exist_ok=True)
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("NEWSDESK_")}
    return inherited | {"TMPDIR": str(folder / "tmp")}


def _run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *arguments]
    return subprocess.run(
        command, capture_output=True, text=True, cwd=folder, env=_environment(folder), timeout=SECONDS, check=False
    )


def _address(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    for line in process.stdout:
        if found := re.search(r"http://127\.0\.0\.1:\d+/#\S+", line):
            return found.group()
    _, complaint = process.communicate()
    raise AssertionError(f"the playground gave no address: {complaint}")


def _stop(process: subprocess.Popen[str], number: signal.Signals) -> str:
    process.send_signal(number)
    _, complaint = process.communicate(timeout=SECONDS)
    return complaint


async def _store(database: Path, draft: Draft, guild: int = HOST_SHELF) -> None:
    async with await Store.open(database) as store:
        await add_article(store, draft, guild=guild)


async def _hold(database: Path, what: str) -> tuple[list[Digest], int]:
    """Make a database that holds something of a real server; what it holds."""
    async with await Store.open(database) as store:
        if what == "an article":
            draft = Draft(title="Bridge reopens", text="The bridge in Lindau reopened on Friday after two years.")
            await add_article(store, draft, guild=REAL)
        elif what == "a digest":
            plan = DigestPlan(channel=1, schedule=Schedule(time(9), "UTC"))
            await store.digests.create(plan, guild=REAL, next_due=datetime(2026, 1, 1, 9, tzinfo=UTC))
        else:
            await store.guilds.joined(REAL)
    return await _held(database)


async def _held(database: Path) -> tuple[list[Digest], int]:
    async with await Store.open(database) as store:
        return await store.digests.of_guild(guild=REAL), await store.articles.count(guild=REAL)


async def _count(database: Path) -> int:
    async with await Store.open(database) as store:
        return len((await store.articles.latest(guild=HOST_SHELF)).items)
