"""`/desk`: setting up a server's newsdesk, and how it is."""

from __future__ import annotations

from datetime import datetime

import discord
import pytest
import simcord
from simcord import ChannelHandle, Env, GuildHandle, MemberActor, UserHandle

from bot.client import Newsdesk
from bot.digests.scheduler import HEARTBEAT
from bot.model import Article

from .looking import choice_values, text_of


@pytest.fixture(autouse=True)
def simulated_clock(bot: Newsdesk, env: Env) -> None:
    """The bot reads the simulated clock."""
    bot.clock = env.now


@pytest.mark.parametrize("name", ["article", "desk", "digest", "feed"])
def test_editors_commands_are_offered_to_editors_in_servers_alone(bot: Newsdesk, env: Env, name: str) -> None:
    """Discord is told to show each group where the bot was invited, to members with Manage Server."""
    told = bot.tree.get_command(name).to_dict(bot.tree)  # type: ignore[union-attr]
    assert int(told["default_member_permissions"]) == discord.Permissions(manage_guild=True).value
    assert (told["contexts"], told["integration_types"]) == ([0], [0])


async def test_what_was_set_up_is_confirmed_and_stays(
    guild: GuildHandle, channel: ChannelHandle, editor: MemberActor
) -> None:
    """Channel and zone are set one by one or together, and each stays until it is set anew."""
    desk = guild.create_text_channel("desk")
    empty = text_of(await editor.slash(channel, "desk setup"))
    assert "none: **/desk setup** sets one" in empty
    assert "UTC" in empty
    set_up = await editor.slash(channel, "desk setup", channel=desk, zone="berlin")
    assert set_up.ephemeral
    assert "✅ **Set up**" in text_of(set_up)
    again = text_of(await editor.slash(channel, "desk setup", zone="Asia/Tbilisi"))
    assert f"<#{desk.id}>" in again
    assert "Asia/Tbilisi" in again


@pytest.mark.parametrize("zone", ["Mars/Olympus", "25:00", "../../etc/passwd", "\x00"])
async def test_a_zone_that_is_none_gets_a_sentence(channel: ChannelHandle, editor: MemberActor, zone: str) -> None:
    """What is no zone is told with what to write."""
    assert "There is no time zone" in text_of(await editor.slash(channel, "desk setup", zone=zone))


async def test_the_chosen_zone_is_suggested_first(channel: ChannelHandle, editor: MemberActor) -> None:
    """Once set, the usual zone heads the suggestions."""
    await editor.slash(channel, "desk setup", zone="Pacific/Chatham")
    assert choice_values(await editor.autocomplete(channel, "digest create", "zone", ""))[0] == "Pacific/Chatham"


async def test_a_channel_that_cannot_be_posted_in_is_refused(
    guild: GuildHandle, channel: ChannelHandle, editor: MemberActor
) -> None:
    """The editors' channel must take the bot's messages, and a forum takes none."""
    assert guild.me is not None
    closed = guild.create_text_channel(
        "closed", overwrites={guild.me: discord.PermissionOverwrite(send_messages=False)}
    )
    assert "allow Send Messages for me" in text_of(await editor.slash(channel, "desk setup", channel=closed))
    forum = guild.create_forum_channel("forum")
    assert "must be a text channel" in text_of(await editor.slash(channel, "desk setup", channel=forum))


async def test_status_counts_what_is_there(
    bot: Newsdesk, guild: GuildHandle, channel: ChannelHandle, editor: MemberActor, one_article: Article
) -> None:
    """Articles, digests, paused ones, the next time and the scheduler's last sign of life."""
    before = text_of(await editor.slash(channel, "desk status"))
    assert "**Articles** · 1" in before
    assert "none is planned" in before
    assert "has not begun" in before
    await editor.slash(channel, "digest create", channel=channel, cadence="daily")
    await editor.slash(channel, "digest create", channel=guild.create_text_channel("two"), cadence="weekly")
    await editor.slash(channel, "digest pause", digest="two")
    await bot.store.state.set(HEARTBEAT, str(int(datetime.now().timestamp())))
    text = text_of(await editor.slash(channel, "desk status"))
    assert "2 digests, 1 paused" in text
    assert f"<t:{int(datetime.fromisoformat('2026-11-21T09:00+00:00').timestamp())}:R>" in text
    assert "✅ last sign of life" in text
    await bot.store.state.set(HEARTBEAT, "1000")
    assert "⚠️ stands still since" in text_of(await editor.slash(channel, "desk status"))


@pytest.mark.parametrize("command", ["setup", "status"])
async def test_only_editors_see_and_run_it(
    channel: ChannelHandle, reader: MemberActor, stranger: MemberActor, passer_by: UserHandle, command: str
) -> None:
    """A reader has no such command, a stranger is refused by the bot, and direct messages do not offer it."""
    with pytest.raises(simcord.SetupError):
        await reader.slash(channel, f"desk {command}")
    result = await stranger.slash(channel, f"desk {command}")
    assert result.ephemeral
    assert "This command is for editors" in text_of(result)
    assert not [one for one in passer_by.available_commands() if one.startswith(("desk", "digest"))]
