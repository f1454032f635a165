"""In the playground time goes on as it does outside, and what the bot does of itself is seen."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import discord
import pytest
from discord import app_commands
from discord.ext import commands

from bot.errors import UserError
from bot.playground import serve

from .visitor import SECONDS, Visitor


class Clockmaker(commands.Bot):
    """A bot with a few commands that have to do with time."""

    def __init__(self) -> None:
        super().__init__(
            command_prefix=commands.when_mentioned, help_command=None, intents=discord.Intents(guilds=True)
        )
        self.tree.error(answer)

    async def setup_hook(self) -> None:
        """Register the commands."""
        for function in (alarm, later, wrong, greet):
            self.tree.command(description="Does something with time")(function)
        await self.tree.sync()


async def alarm(interaction: discord.Interaction) -> None:
    """Leave a timer behind, as a worker process that waits for its next job does."""
    asyncio.get_running_loop().call_later(20, lambda: None)
    await interaction.response.send_message("set", ephemeral=True)


async def later(interaction: discord.Interaction) -> None:
    """Say something more after a while."""
    await interaction.response.send_message("wait", ephemeral=True)
    await asyncio.sleep(2)
    await interaction.followup.send("done", ephemeral=True)


async def wrong(interaction: discord.Interaction) -> None:
    """Fail in a way that the person can mend."""
    raise UserError("Type less.")


async def suggest(interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """Suggest the only name there is."""
    return [app_commands.Choice(name="Ada", value="Ada")]


@app_commands.autocomplete(name=suggest)
async def greet(interaction: discord.Interaction, name: str) -> None:
    """Say hello."""
    await interaction.response.send_message(f"Hello, {name}", ephemeral=True)


async def answer(interaction: discord.Interaction, error: app_commands.AppCommandError) -> None:
    """Tell the person."""
    await interaction.response.send_message(str(error.__cause__), ephemeral=True)


async def post_unasked(bot: Clockmaker) -> None:
    """Post in the channel, as a digest does, and go on."""
    await asyncio.sleep(1.5)
    channel = next(channel for channel in bot.get_all_channels() if channel.name == "news")
    assert isinstance(channel, discord.TextChannel)
    await channel.send("unasked", allowed_mentions=discord.AllowedMentions.none())
    await asyncio.Event().wait()


@pytest.fixture
async def visitor(capsys: pytest.CaptureFixture[str]) -> AsyncIterator[Visitor]:
    """A visitor of a playground in this very process."""
    bot, stopped = Clockmaker(), asyncio.Event()
    serving = asyncio.create_task(serve(bot, stopped, port=0, browser=False, workers=lambda: [post_unasked(bot)]))
    printed = ""
    while not (found := re.search(r"http://\S+", printed)):
        assert not serving.done(), serving.exception()
        await asyncio.sleep(0.01)
        printed += capsys.readouterr().out
    yield await asyncio.to_thread(Visitor, found.group())
    stopped.set()
    await serving
    await bot.close()


async def test_a_timer_of_the_bot_holds_up_no_click(visitor: Visitor) -> None:
    """A timer that the bot has set makes nobody wait for it."""
    begun = time.monotonic()
    for _ in range(2):
        assert "set" in await asyncio.to_thread(visitor.run, "alarm")
    assert time.monotonic() - begun < SECONDS


async def test_ages_are_reckoned_from_now(visitor: Visitor) -> None:
    """The time that a page reckons ages from is that of its last change."""
    await asyncio.sleep(1.5)
    before = datetime.now(UTC)
    await asyncio.to_thread(visitor.run, "alarm")
    shown = datetime.fromisoformat(visitor.page["profile"]["presentationTime"])
    assert before <= shown <= datetime.now(UTC)


async def test_what_the_bot_says_later_appears_by_itself(visitor: Visitor) -> None:
    """A message that comes of a timer is shown without anybody's click."""
    assert "done" not in await asyncio.to_thread(visitor.run, "later")
    await appears(visitor, "done")


async def test_what_is_posted_beside_the_bot_appears_by_itself(visitor: Visitor) -> None:
    """What a worker beside the bot posts is shown without anybody's click."""
    await appears(visitor, "unasked")


async def test_a_click_counts_even_if_something_was_posted_since_the_page_was_drawn(visitor: Visitor) -> None:
    """Nobody has to click again because the bot posted in between."""
    await asyncio.sleep(3)
    assert "set" in await asyncio.to_thread(visitor.run, "alarm")


async def test_typing_does_not_redraw_the_page(visitor: Visitor) -> None:
    """Suggestions while somebody types leave the page as it is."""
    await appears(visitor, "unasked")
    drawn = visitor.page["publishedRevision"]
    assert await asyncio.to_thread(visitor.suggestions, "greet", "name", "a") == ["Ada"]
    await asyncio.sleep(1.5)
    await asyncio.to_thread(visitor.look)
    assert visitor.page["publishedRevision"] == drawn


async def test_a_mistake_that_the_bot_answers_is_no_failure_of_the_command(visitor: Visitor) -> None:
    """The page doesn't say that a command failed when the bot has told the person what to do."""
    assert "Type less." in await asyncio.to_thread(visitor.run, "wrong")


async def appears(visitor: Visitor, text: str) -> None:
    """Wait for a message without doing anything."""
    for _ in range(SECONDS):
        await asyncio.sleep(0.5)
        if text in await asyncio.to_thread(visitor.look):
            return
    pytest.fail("it was never shown")
