"""`/help` and `/privacy`, as people run them."""

from __future__ import annotations

from simcord import ChannelHandle, MemberActor, UserHandle

from bot.client import Newsdesk

from .looking import text_of


async def test_help_lists_every_command(channel: ChannelHandle, reader: MemberActor, bot: Newsdesk) -> None:
    """Each command is named; those of readers can be pressed, those of editors cannot."""
    result = await reader.slash(channel, "help")
    shown = text_of(result)
    assert result.ephemeral
    for command in bot.tree.walk_commands():
        assert command.qualified_name in shown
    assert f"</summary:{bot.command_ids['summary']}>" in shown
    assert "</article" not in shown
    assert "…" not in shown


async def test_help_in_direct_messages_leaves_out_what_works_in_servers_only(passer_by: UserHandle) -> None:
    """In direct messages the editors' commands are not listed."""
    shown = text_of(await passer_by.slash("help"))
    assert "summary" in shown
    assert "/article" not in shown


async def test_privacy_says_what_is_kept(channel: ChannelHandle, reader: MemberActor) -> None:
    """The page says what is stored, what is not, and how it is erased."""
    shown = text_of(await reader.slash(channel, "privacy"))
    assert "not kept" in shown
    assert "user id" in shown
    assert "30 days" in shown
