"""What the editors' commands share: who may run them, and the button that undoes a removal."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, TypeVar

import discord
from discord import app_commands, ui
from discord.ext import commands

from bot.failures import RefusedError, answer_failure
from bot.render.page import Page
from bot.render.pager import guild_of

if TYPE_CHECKING:
    from bot.client import Newsdesk

Cog = TypeVar("Cog", bound="EditorsCog")


class EditorsCog(commands.GroupCog):
    """A group of commands for editors; its subclasses are decorated with `for_editors`."""

    bot: Newsdesk

    async def cog_load(self) -> None:
        """Let the undo buttons work that were sent before a restart."""
        self.bot.add_dynamic_items(Undo)

    async def interaction_check(self, interaction: discord.Interaction[Newsdesk], /) -> bool:  # type: ignore[override]
        """Ask for Manage Server once more: the default can be changed per server, and a click can be replayed."""
        check_editor(interaction)
        return True

    async def undo(self, interaction: discord.Interaction[Any], identity: int) -> None:
        """Bring back what was removed, for the groups that offer it, and confirm that."""
        raise NotImplementedError

    async def answer_removed(self, interaction: discord.Interaction[Newsdesk], page: Page, identity: int) -> None:
        """Confirm a removal, with a button that undoes it."""
        view = self.bot.pager.view(page)
        view.add_item(ui.ActionRow(Undo(str(self.__cog_group_name__), identity)))
        await interaction.response.send_message(view=view, ephemeral=True)


def for_editors(cog: type[Cog]) -> type[Cog]:
    """Offer a group of commands in servers that have invited the bot, to members with Manage Server."""
    for apply in (
        app_commands.guild_only(),
        app_commands.allowed_installs(guilds=True, users=False),
        app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False),
        app_commands.default_permissions(manage_guild=True),
    ):
        cog = apply(cog)
    return cog


def check_editor(interaction: discord.Interaction[Newsdesk]) -> None:
    """Refuse whoever is no editor, and places that have no newsdesk of their own."""
    if not guild_of(interaction):
        raise RefusedError("Editors' commands work in a server that has invited the bot.")
    if not interaction.permissions.manage_guild:
        raise app_commands.MissingPermissions(["manage_guild"])


class Undo(ui.DynamicItem[ui.Button[Any]], template=r"ndundo:(?P<group>[a-z]{1,20}):(?P<identity>\d{1,15})"):
    """The button that brings back what a group of commands removed; it works after a restart too."""

    def __init__(self, group: str, identity: int) -> None:
        super().__init__(ui.Button(label="Undo", emoji="↩️", custom_id=f"ndundo:{group}:{identity}"))
        self.group = group
        self.identity = identity

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> Undo:
        """The button that was pressed."""
        return cls(match["group"], int(match["identity"]))

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Bring it back, for an editor."""
        try:
            check_editor(interaction)
            cogs = interaction.client.cogs.values()
            (cog,) = (one for one in cogs if isinstance(one, EditorsCog) and one.__cog_group_name__ == self.group)
            await cog.undo(interaction, self.identity)
        except Exception as error:
            await answer_failure(interaction, error)
