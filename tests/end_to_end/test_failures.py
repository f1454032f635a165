"""What people and the log are told when something goes wrong."""

from __future__ import annotations

import logging
import re
from dataclasses import replace

import pytest
from simcord import ChannelHandle, Env, MemberActor

from bot.client import Newsdesk
from bot.config import Settings
from bot.model import Article

from .acting import press
from .looking import text_of


@pytest.mark.provokes_failure
async def test_an_unexpected_failure_has_a_reference(
    channel: ChannelHandle,
    reader: MemberActor,
    bot: Newsdesk,
    one_article: Article,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """A defect is told with a reference that stands in the log too, where nobody and nothing asked for is named."""
    await bot.store.close()
    with caplog.at_level(logging.ERROR):
        result = await reader.slash(channel, "search", query="a very private question")
    assert result.ephemeral
    reference = re.search(r"reference: (\w+)", text_of(result))
    assert reference
    assert reference[1] in caplog.text
    assert "Traceback" in caplog.text
    assert "private question" not in caplog.text
    assert str(reader.id) not in caplog.text
    assert "Traceback" not in text_of(result)


@pytest.mark.provokes_failure
async def test_a_shared_answer_that_fails_is_told_privately(
    channel: ChannelHandle, reader: MemberActor, stranger: MemberActor, bot: Newsdesk
) -> None:
    """Even with `share`, nobody else sees that something went wrong."""
    await bot.store.close()
    result = await reader.slash(channel, "latest", share=True)
    assert result.ephemeral
    assert channel.history(viewer=stranger) == []


@pytest.mark.provokes_failure
async def test_a_button_that_fails_is_told(
    channel: ChannelHandle, reader: MemberActor, bot: Newsdesk, samples: list[Article]
) -> None:
    """A press that fails is answered like a command that fails."""
    shown = await reader.slash(channel, "latest")
    await bot.store.close()
    pressed = await press(reader, shown, "▶️")
    assert "reference" in text_of(pressed)


async def test_asking_leaves_no_trace_in_the_log(
    channel: ChannelHandle, reader: MemberActor, samples: list[Article], caplog: pytest.LogCaptureFixture
) -> None:
    """At the lowest level of our own log nothing tells who asked what."""
    with caplog.at_level(logging.DEBUG, logger="bot"):
        await reader.slash(channel, "search", query="humanitarian visas")
        await reader.slash(channel, "country", country="Latvia")
    ours = [record.getMessage() for record in caplog.records if record.name.startswith(("bot", "cogs"))]
    assert not [line for line in ours if "humanitarian" in line or str(reader.id) in line or "Latvia" in line]


class TestOnAnAllowList:
    """With NEWSDESK_GUILDS set, other servers are turned away."""

    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        """Only a server that does not exist may use the bot."""
        return replace(settings, guilds=frozenset({1}))

    async def test_other_servers_are_refused(self, channel: ChannelHandle, reader: MemberActor) -> None:
        """A command in a server that is not on the list gets one sentence."""
        result = await reader.slash(channel, "latest")
        assert result.ephemeral
        assert text_of(result) == "This newsdesk is not open to this server: ask the person who hosts it to add it."


async def test_commands_are_sent_to_discord_only_when_they_changed(env: Env, bot: Newsdesk, settings: Settings) -> None:
    """A second start with the same commands does not register them again, and still knows their ids."""
    sent = sum(request.method == "PUT" for request in env.http_requests)
    ids = bot.command_ids
    await bot.close()
    again = Newsdesk(settings)
    await env.restart_bot(again)
    try:
        assert sum(request.method == "PUT" for request in env.http_requests) == sent == 1
        assert again.command_ids == ids
    finally:
        await again.close()
