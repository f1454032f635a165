"""Buttons and menus that lead to other pages, pressed in a simulated Discord."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import discord
import pytest
from discord import app_commands
from hypothesis import given
from hypothesis import strategies as st
from simcord import ChannelHandle, Env, InteractionResult, MemberActor, ResponseMessage

from bot.render.page import Arguments, Choice, Open, Page, Picture, Text
from bot.render.pager import Context, Pager

from .looking import Sent

LONG = "a search that is much too long for a button’s name, " * 3


class Counting(discord.Client):
    """A bot whose command `count` shows a page of twelve that repeats what it was asked with."""

    def __init__(self) -> None:
        super().__init__(intents=discord.Intents(guilds=True))
        self.pager = Pager(failed=self.failed)
        self.pager.register("count", self.page)
        self.pager.register("menu", self.menu)
        self.pager.register("slow", self.slow)
        self.pager.register("broken", self.broken)
        self.pager.register("map", self.map)
        self.asked: list[Context] = []
        self.tree = app_commands.CommandTree(self)

        @self.tree.command(name="show")
        async def show(interaction: discord.Interaction[Any], kind: str, about: str = "", share: bool = False) -> None:
            """Show a page."""
            arguments: dict[str, str | int] = {"about": about, "article": 7} if about else {}
            await self.pager.send(interaction, kind, arguments, share=share)

    async def setup_hook(self) -> None:
        """Let the pager's buttons be pressed, and tell Discord of the command."""
        self.add_dynamic_items(*self.pager.items)
        await self.tree.sync()

    async def page(self, context: Context) -> Page:
        """Page n of 12, with a button and a picture on none."""
        self.asked.append(context)
        number = min(context.page, 12)
        text = f"page {number} of {context.text('about')} in {context.guild}, article {context.number('article')}"
        return Page("news", (Text(text),), number, 12, opens=(Open("Again", "count", {"about": "again"}),))

    async def menu(self, context: Context) -> Page:
        """A menu of two fruits."""
        options = [("apple", "An apple"), ("pear", "A pear", "🍐")]
        return Page("help", (Text("Choose"),), choice=Choice("Fruit", "count", "about", options, {"article": 3}))

    async def slow(self, context: Context) -> Page:
        """A page that takes longer than Discord waits for a first sign."""
        await asyncio.sleep(1)
        return await self.page(context)

    async def broken(self, context: Context) -> Page:
        """A page that cannot be made once it was shown."""
        if context.page == 1:
            return Page("news", (Text("whole"),), 1, 2)
        raise ValueError("the database is gone")

    async def map(self, context: Context) -> Page:
        """A page with a picture of its own on each of two pages."""
        picture = Picture("map.png", bytes([context.page]), "A map")
        return Page("countries", (picture, Text(f"map {context.page}")), context.page, 2)

    async def failed(self, interaction: discord.Interaction[Any], error: Exception) -> None:
        """Tell the presser."""
        await interaction.response.send_message(f"Failed: {error}", ephemeral=True)


@pytest.fixture
async def bot() -> AsyncIterator[Counting]:
    """The bot, closed in the end."""
    counting = Counting()
    yield counting
    await counting.close()


@pytest.fixture
async def env(bot: Counting) -> AsyncIterator[Env]:
    """A simulated Discord with the bot in it; errors that nobody was told of fail the test."""
    simulated = Env(bot)
    await simulated.start()
    yield simulated
    await simulated.shutdown()
    assert simulated.errors == []


@pytest.fixture
def channel(env: Env) -> ChannelHandle:
    """A channel of a server."""
    return env.create_guild("Newsroom").create_text_channel("news")


def member(env: Env, channel: ChannelHandle, name: str) -> MemberActor:
    """A person in the channel's server."""
    assert channel.guild is not None
    return channel.guild.add_member(env.create_user(name))


@pytest.fixture
def reader(env: Env, channel: ChannelHandle) -> MemberActor:
    """The person who runs the command."""
    return member(env, channel, "reader")


def answer(result: InteractionResult) -> ResponseMessage:
    """The message that answers."""
    message = result.followups[-1] if result.followups else result.response
    assert message is not None
    return message


def text(message: ResponseMessage) -> str:
    """What a message says."""
    container = next(part for part in message.components if part["type"] == 17)
    return str(next(part["content"] for part in container["components"] if part["type"] == 10))


def button(message: ResponseMessage, action: str) -> str:
    """The custom_id of the button that does an action: `◀`, `▶`, `page` or a label."""
    rows = [part for part in message.components if part["type"] == 1]
    for part in (part for row in rows for part in row["components"]):
        name = part.get("label") or (part.get("emoji") or {}).get("name") or ""
        if name.startswith(action) or (action == "page" and "/" in name):
            return str(part["custom_id"])
    raise AssertionError(f"no button {action}")


async def test_a_private_answer_is_turned_in_place(bot: Counting, channel: ChannelHandle, reader: MemberActor) -> None:
    """The reader's own answer is private, and its buttons change it where it stands."""
    shown = answer(await reader.slash(channel, "show", kind="count", about="boats"))
    assert shown.ephemeral
    assert channel.guild is not None
    assert text(shown) == f"page 1 of boats in {channel.guild.id}, article 7"
    pressed = await reader.click(shown, custom_id=button(shown, "▶"))
    assert pressed.followups == []
    assert "page 2 of boats" in text(shown)
    await reader.click(shown, custom_id=button(shown, "◀"))
    assert "page 1 of boats" in text(shown)


async def test_a_shared_answer_is_turned_by_who_asked(channel: ChannelHandle, reader: MemberActor) -> None:
    """With share everybody sees the answer, and the person who ran the command turns it for all."""
    shown = answer(await reader.slash(channel, "show", kind="count", about="boats", share=True))
    assert not shown.ephemeral
    await reader.click(shown, custom_id=button(shown, "▶"))
    assert "page 2" in text(shown)


async def test_others_get_a_copy_of_their_own(env: Env, channel: ChannelHandle, reader: MemberActor) -> None:
    """Somebody else who presses a shared answer's buttons gets the page privately; the answer stays."""
    other = member(env, channel, "other")
    shown = answer(await reader.slash(channel, "show", kind="count", about="boats", share=True))
    copy = answer(await other.click(shown, custom_id=button(shown, "▶")))
    assert copy.ephemeral
    assert "page 2 of boats" in text(copy)
    assert "page 1 of boats" in text(shown)
    await other.click(copy, custom_id=button(copy, "▶"))
    assert "page 3 of boats" in text(copy)


async def test_buttons_survive_a_restart(env: Env, channel: ChannelHandle, reader: MemberActor) -> None:
    """A new process answers the buttons of messages that an earlier one sent."""
    shown = answer(await reader.slash(channel, "show", kind="count", about="boats & #1=2 + “ü” %41", share=True))
    later = Counting()
    await env.restart_bot(later)
    await reader.click(shown, custom_id=button(shown, "▶"))
    assert "page 2 of boats & #1=2 + “ü” %41 in" in text(shown)
    assert later.asked[-1].arguments == {"about": "boats & #1=2 + “ü” %41", "article": 7}
    await later.close()


async def test_long_arguments_work_until_a_restart(env: Env, channel: ChannelHandle, reader: MemberActor) -> None:
    """What does not fit into a button is remembered; when it is forgotten, the button says what to do."""
    shown = answer(await reader.slash(channel, "show", kind="count", about=LONG, share=True))
    await reader.click(shown, custom_id=button(shown, "▶"))
    assert f"page 2 of {LONG.strip()}" in text(shown)
    later = Counting()
    await env.restart_bot(later)
    expired = answer(await reader.click(shown, custom_id=button(shown, "▶")))
    assert expired.ephemeral
    assert text(expired) == "These buttons have expired. Run the command again."
    await later.close()


async def test_a_button_opens_another_page_privately(channel: ChannelHandle, reader: MemberActor) -> None:
    """A button to another kind of page answers its presser and leaves the message as it is."""
    shown = answer(await reader.slash(channel, "show", kind="count", about="boats", share=True))
    opened = answer(await reader.click(shown, label="Again"))
    assert opened.ephemeral
    assert "page 1 of again" in text(opened)
    assert "page 1 of boats" in text(shown)


async def test_a_menu_opens_what_is_chosen(channel: ChannelHandle, reader: MemberActor) -> None:
    """The chosen value becomes an argument beside those that the menu holds."""
    shown = answer(await reader.slash(channel, "show", kind="menu"))
    opened = answer(await reader.select(shown, ["pear"]))
    assert "page 1 of pear" in text(opened)
    assert "article 3" in text(opened)


async def test_the_page_number_leads_to_any_page(channel: ChannelHandle, reader: MemberActor) -> None:
    """Pressing the number asks for a page and goes there."""
    shown = answer(await reader.slash(channel, "show", kind="count", about="boats"))
    asked = await reader.click(shown, custom_id=button(shown, "page"))
    assert asked.modal is not None
    field = asked.modal["components"][0]["component"]["custom_id"]
    await reader.submit_modal(asked, {field: "11"})
    assert "page 11 of boats" in text(shown)


async def test_ends_have_no_further_page(channel: ChannelHandle, reader: MemberActor) -> None:
    """The first page has no way back, the last no way on."""
    shown = answer(await reader.slash(channel, "show", kind="count"))
    disabled = {
        part["custom_id"]: part.get("disabled", False)
        for row in shown.components
        if row["type"] == 1
        for part in row["components"]
    }
    assert disabled[button(shown, "◀")]
    assert not disabled[button(shown, "▶")]


async def test_a_slow_page_is_announced_first(env: Env, channel: ChannelHandle, reader: MemberActor) -> None:
    """What takes longer than a second is deferred, keeps its privacy, and arrives."""
    shown = answer(await reader.slash(channel, "show", kind="slow", about="boats"))
    first, _ = env.http_requests[-2:]
    assert first.json == {"type": 5, "data": {"flags": 64}}
    assert shown.ephemeral
    assert "page 1 of boats" in text(shown)
    await reader.click(shown, custom_id=button(shown, "▶"))
    assert "page 2 of boats" in text(shown)


async def test_a_slow_shared_page_is_still_shared(channel: ChannelHandle, reader: MemberActor) -> None:
    """A page that took long and is to be shared comes as a message for all."""
    shown = answer(await reader.slash(channel, "show", kind="slow", about="boats", share=True))
    assert not shown.ephemeral
    assert "page 1 of boats" in text(shown)


async def test_a_failure_is_told_to_the_presser(channel: ChannelHandle, reader: MemberActor) -> None:
    """An error while a page is made goes to the one function that tells people, and the message stays."""
    shown = answer(await reader.slash(channel, "show", kind="broken"))
    told = answer(await reader.click(shown, custom_id=button(shown, "▶")))
    assert told.content == "Failed: the database is gone"
    assert text(shown) == "whole"


async def test_pictures_are_sent_and_replaced(channel: ChannelHandle, reader: MemberActor) -> None:
    """A page's picture comes with it, and another page brings its own."""
    shown = answer(await reader.slash(channel, "show", kind="map"))
    assert len(shown.attachments) == 1
    await reader.click(shown, custom_id=button(shown, "▶"))
    assert text(shown) == "map 2"
    assert len(shown.attachments) == 1


VALUES = st.text(st.characters(exclude_categories=["Cs"]), max_size=120) | st.integers(-(10**18), 10**18)


@given(st.dictionaries(st.sampled_from(["article", "about", "speaker", "since"]), VALUES), st.integers(1, 10**6))
def test_any_arguments_make_buttons_that_discord_takes(arguments: Arguments, number: int) -> None:
    """Whatever a page was asked with, the buttons' names are unique and short enough."""
    page = Page("news", (Text("x"),), number, 10**6, opens=tuple(Open("x", "open", arguments) for _ in range(9)))
    Sent(Pager().view(page, "search", arguments)).check()


def test_the_memory_for_long_arguments_is_bounded() -> None:
    """However many long searches are paged, the pager keeps only the newest thousand."""
    pager = Pager()
    page = Page("news", (Text("x"),), 1, 9)
    for number in range(3_000):
        pager.view(page, "search", {"about": f"{LONG} {number}"})
    assert len(pager._kept) == 1_000


def test_kinds_are_short_words() -> None:
    """A kind that would not fit into a button is refused when it is registered."""
    pager = Pager()
    for kind in ("", "Two Words", "x" * 30, "a:b"):
        with pytest.raises(ValueError, match="not a kind"):
            pager.register(kind, Counting.page)  # type: ignore[arg-type]
