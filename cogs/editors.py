"""What the editors' commands share: who may run them."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import discord
from discord import app_commands
from discord.ext import commands

from bot.failures import RefusedError
from bot.render.pager import guild_of

if TYPE_CHECKING:
    from bot.client import Newsdesk

Cog = TypeVar("Cog", bound="EditorsCog")


class EditorsCog(commands.GroupCog):
    """A group of commands for editors; its subclasses are decorated with `for_editors`."""

    async def interaction_check(self, interaction: discord.Interaction[Newsdesk], /) -> bool:  # type: ignore[override]
        """Ask for Manage Server once more: the default can be changed per server, and a click can be replayed."""
        check_editor(interaction)
        return True


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
