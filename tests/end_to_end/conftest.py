"""The real bot on a database of its own, in a simulated server, with the people who use it."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import discord
import pytest
from simcord import ChannelHandle, Env, GuildHandle, MemberActor, UserHandle

from bot.client import Newsdesk
from bot.config import Settings
from bot.desk import add_article
from bot.errors import UserError
from bot.model import HOST_SHELF, Article, Draft
from bot.samples import load_samples
from bot.store import Store

from .wire import complaints

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
EDITORS_COMMANDS = ("article", "digest", "desk", "feed")


class Shelf(NamedTuple):
    """A database file and the articles in it."""

    file: Path
    articles: list[Article]


def pytest_configure(config: pytest.Config) -> None:
    """Name the marker of tests that make the bot fail on purpose."""
    config.addinivalue_line("markers", "provokes_failure: the bot may meet an unexpected error in this test")


@pytest.fixture(scope="session")
def shelves(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Shelf]:
    """Databases with the articles that a fixture of this name gives, each made once and copied for each test."""
    made: dict[str, Shelf] = {}

    def shelf(name: str) -> Shelf:
        if name not in made:
            file = tmp_path_factory.mktemp(name) / "newsdesk.db"
            made[name] = Shelf(file, asyncio.run(_store(file, STORED[name]())))
        return made[name]

    return shelf


@pytest.fixture
def settings(tmp_path: Path, shelves: Callable[[str], Shelf], request: pytest.FixtureRequest) -> Settings:
    """The settings that the bot runs with; the database holds the articles that the test asks for as a fixture."""
    database = tmp_path / "newsdesk.db"
    wanted = [name for name in request.fixturenames if name in STORED]
    assert len(wanted) <= 1, f"a test has one shelf, not {wanted}"
    for name in wanted:
        shutil.copy(shelves(name).file, database)
    return Settings(database=database)


@pytest.fixture
async def bot(settings: Settings) -> AsyncIterator[Newsdesk]:
    """The bot itself, for what cannot be seen from outside; `env` runs it."""
    newsdesk = Newsdesk(settings)
    yield newsdesk
    await newsdesk.close()


@pytest.fixture
async def env(bot: Newsdesk, request: pytest.FixtureRequest) -> AsyncIterator[Env]:
    """The simulated Discord with the bot in it; it is noon of 20 November 2026.

    At the end, all that the bot sent must have been within Discord's limits, and nothing may have gone wrong that a
    person could not mend.
    """
    simulated = Env(bot, check_errors=False)
    simulated.backend.advance_clock((NOW - simulated.now()).total_seconds())
    await simulated.start()
    try:
        yield simulated
    finally:
        await simulated.shutdown()
    assert complaints(simulated.http_requests) == []
    if request.node.get_closest_marker("provokes_failure") is None:
        failures = [error for error in simulated.errors if not _expected(error)]
        if failures:
            raise BaseExceptionGroup("the bot failed", failures)


@pytest.fixture
def guild(env: Env) -> GuildHandle:
    """The server whose newsdesk it is."""
    return env.create_guild("The newsroom")


@pytest.fixture
def channel(guild: GuildHandle) -> ChannelHandle:
    """The channel in which commands are run."""
    return guild.create_text_channel("news")


@pytest.fixture
def reader(env: Env, guild: GuildHandle) -> MemberActor:
    """A member without any special right."""
    return guild.add_member(env.create_user("reader"))


@pytest.fixture
def editor(env: Env, guild: GuildHandle) -> MemberActor:
    """A member with the permission Manage Server."""
    role = guild.create_role("Editors", permissions=discord.Permissions(manage_guild=True))
    return guild.add_member(env.create_user("editor"), roles=[role])


@pytest.fixture
def stranger(env: Env, bot: Newsdesk, guild: GuildHandle) -> MemberActor:
    """A member without any right, to whom somebody opened the editors' commands in Discord's settings."""
    member = guild.add_member(env.create_user("stranger"))
    for command in EDITORS_COMMANDS:
        guild.set_command_permissions(discord.Object(bot.command_ids[command]), {member: True})
    return member


@pytest.fixture
def passer_by(env: Env) -> UserHandle:
    """A person in no server, who writes to the bot in direct messages."""
    return env.create_user("passer-by")


@pytest.fixture
def other_channel(env: Env) -> ChannelHandle:
    """A channel in another server, which must not see what the first one keeps."""
    return env.create_guild("Elsewhere").create_text_channel("elsewhere")


@pytest.fixture
def other_editor(env: Env, other_channel: ChannelHandle) -> MemberActor:
    """An editor of the other server."""
    elsewhere = other_channel.guild
    assert elsewhere is not None
    role = elsewhere.create_role("Editors", permissions=discord.Permissions(manage_guild=True))
    return elsewhere.add_member(env.create_user("other-editor"), roles=[role])


@pytest.fixture
def samples(env: Env, shelves: Callable[[str], Shelf]) -> list[Article]:
    """The sample articles on the host's shelf, oldest first."""
    return shelves("samples").articles


@pytest.fixture
def one_article(env: Env, shelves: Callable[[str], Shelf]) -> Article:
    """A single article, the first sample, on the host's shelf."""
    return shelves("one_article").articles[0]


@pytest.fixture
def thousand_articles(env: Env, shelves: Callable[[str], Shelf]) -> list[Article]:
    """A thousand short articles of forty outlets on the host's shelf, an hour apart, oldest first."""
    return shelves("thousand_articles").articles


def _brief_news() -> list[Draft]:
    return [
        Draft(
            title=f"Council meeting {number} ends with a vote",
            text=(
                f"The council of Lindau voted on Tuesday to spend {number} million euros on bridge {number}.\n\n"
                f"“Bridge {number} will be open in June,” said Mayor Ada Lindgren."
            ),
            link=f"https://news.example.org/council/{number}",
            outlet=f"Outlet {number % 40}",
            author="Sam Brief",
            published=NOW - timedelta(hours=1_000 - number),
        )
        for number in range(1, 1_001)
    ]


STORED: dict[str, Callable[[], list[Draft]]] = {
    "samples": load_samples,
    "one_article": lambda: load_samples()[:1],
    "thousand_articles": _brief_news,
}


async def _store(file: Path, drafts: list[Draft]) -> list[Article]:
    async with await Store.open(file) as store:
        return [(await add_article(store, draft, guild=HOST_SHELF)).article for draft in drafts]


def _expected(error: BaseException) -> bool:
    """Whether the person who asked was told what to do: such errors are part of the bot's answers."""
    while isinstance(error, discord.app_commands.CommandInvokeError | discord.app_commands.TransformerError):
        if error.__cause__ is None:
            break
        error = error.__cause__
    return isinstance(error, UserError | discord.app_commands.AppCommandError)
