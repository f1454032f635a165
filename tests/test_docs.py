"""The docs name everything that people can use."""

from __future__ import annotations

import argparse
import re
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
from discord import app_commands
from simcord import Env

from bot.cli import _parser
from bot.client import COGS, Newsdesk
from bot.config import Settings

ROOT = Path(__file__).parent.parent
DOCS = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Newsdesk]:
    """The bot with its commands, in a simulated Discord."""
    bot = Newsdesk(Settings(database=tmp_path / "newsdesk.db"))
    env = Env(bot)
    await env.start()
    yield bot
    await env.shutdown()
    await bot.close()


def commands_in(bot: Newsdesk) -> Iterator[app_commands.Command[Any, ..., Any]]:
    for command in bot.tree.walk_commands():
        if isinstance(command, app_commands.Command):
            yield command


async def test_every_command_and_option_is_documented(bot: Newsdesk) -> None:
    """Each command stands in the table of commands, with all of its options and no others."""
    rows = {m[1]: set(re.findall(r"`(\w+)`", m[2])) for m in re.finditer(r"^\| `/([\w ]+)` \|([^|]*)\|", DOCS, re.M)}
    real = {command.qualified_name: {option.name for option in command.parameters} for command in commands_in(bot)}
    assert rows == real


async def test_every_command_is_within_discords_limits(bot: Newsdesk) -> None:
    """Names, descriptions and choices are of a length that Discord takes."""
    for command in commands_in(bot):
        described = [(command.name, command.description), *((p.name, str(p.description)) for p in command.parameters)]
        for name, description in described:
            assert re.fullmatch(r"[-_a-z0-9]{1,32}", name)
            assert 1 <= len(description) <= 100, (name, description)
            assert description != "…", f"/{command.qualified_name} {name} is not described"


def test_every_cog_is_loaded() -> None:
    """No cog lies about unused: those in the folder are those that the bot loads."""
    helpers = {"__init__", "editors", "options", "pages"}
    assert {f"cogs.{file.stem}" for file in (ROOT / "cogs").glob("*.py")} - {f"cogs.{name}" for name in helpers} == set(
        COGS
    )


def test_every_command_of_the_command_line_is_documented() -> None:
    """The README tells of each command of the command line."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    (commands,) = (action for action in _parser()._actions if isinstance(action, argparse._SubParsersAction))
    assert {name for name in commands.choices or () if f"newsdesk {name}" not in readme} == set()


def test_links_between_the_docs_lead_somewhere() -> None:
    """Every relative link in the README and the docs names a file that is there."""
    for page in (ROOT / "README.md", *(ROOT / "docs").glob("*.md")):
        for target in re.findall(r"\]\((?!https?:|#)([^)#\s]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"
