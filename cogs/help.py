"""`/help` and `/privacy`: what the bot does, what it keeps, and how to erase it."""

from __future__ import annotations

from collections.abc import Iterator

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import Newsdesk
from bot.render import cards
from bot.render.page import Page
from bot.render.pager import Context
from cogs.options import SHARE


class Help(commands.Cog):
    """What the bot does and what it keeps."""

    def __init__(self, bot: Newsdesk) -> None:
        self.bot = bot
        bot.pager.register("help", self.help_page)
        bot.pager.register("privacy", self.privacy_page)

    @app_commands.command()
    @app_commands.describe(share=SHARE)
    async def help(self, interaction: discord.Interaction[Newsdesk], share: bool = False) -> None:
        """What Newsdesk answers, and its commands"""
        await self.bot.pager.send(interaction, "help", share=share)

    @app_commands.command()
    @app_commands.describe(share=SHARE)
    async def privacy(self, interaction: discord.Interaction[Newsdesk], share: bool = False) -> None:
        """What Newsdesk stores, who sees it and how to erase it"""
        await self.bot.pager.send(interaction, "privacy", share=share)

    async def help_page(self, context: Context) -> Page:
        """The page of commands; the editors' stand on it in servers, where they work."""
        readers: list[cards.Command] = []
        editors: list[cards.Command] = []
        for command in self.bot.tree.get_commands(type=discord.AppCommandType.chat_input):
            if command.default_permissions is None:
                readers.extend(_listed(command, self.bot.command_ids.get(command.name)))
            else:
                # Without their ids, for Discord shows who may not run a command that it is "unavailable".
                editors.extend(_listed(command, None))
        return cards.help_page(readers, editors if context.guild else ())

    async def privacy_page(self, context: Context) -> Page:
        """The page on privacy."""
        return cards.privacy_page(host=self.bot.settings.contact or None)


def _listed(
    command: app_commands.Command[Help, ..., None] | app_commands.Group, identity: int | None
) -> Iterator[cards.Command]:
    if isinstance(command, app_commands.Group):
        for part in command.commands:
            yield cards.Command(part.qualified_name, part.description, identity)
    else:
        yield cards.Command(command.name, command.description, identity)


async def setup(bot: Newsdesk) -> None:
    """Add the cog."""
    await bot.add_cog(Help(bot))
