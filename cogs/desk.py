"""`/desk`: a server's newsdesk, how it is set up and how it is."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import discord
from discord import app_commands

from bot.client import Newsdesk
from bot.digests.access import why_not
from bot.digests.scheduler import HEARTBEAT, STUCK_AFTER
from bot.errors import UserError
from bot.notices import DESK
from bot.render import cards
from bot.render.cards.parts import counted
from bot.render.excerpt import stamp
from cogs.editors import EditorsCog, for_editors
from cogs.options import ZONE, ChannelOption, ZoneOption


@for_editors
class Desk(EditorsCog, group_name="desk", group_description="This server's newsdesk"):
    """The commands for the newsdesk as a whole."""

    def __init__(self, bot: Newsdesk) -> None:
        self.bot = bot

    @app_commands.command()
    @app_commands.describe(
        channel="Where I tell the editors what they must mend, such as a digest that I had to pause",
        zone="The usual time zone of this server's digests: a name, a city or the time that it is there now",
    )
    async def setup(
        self,
        interaction: discord.Interaction[Newsdesk],
        channel: app_commands.Transform[Any, ChannelOption] | None = None,
        zone: app_commands.Transform[str, ZoneOption] | None = None,
    ) -> None:
        """Set the editors' channel and the usual time zone"""
        assert interaction.guild_id is not None
        if isinstance(channel, discord.ForumChannel):
            raise UserError("The editors' channel must be a text channel or a thread: choose another one.")
        if channel is not None and (reason := why_not(channel)):
            raise UserError(reason)
        changes: dict[str, Any] = {DESK: channel and channel.id, ZONE: zone}
        await self.bot.store.guilds.configure(
            interaction.guild_id, **{name: value for name, value in changes.items() if value is not None}
        )
        done = "✅ **Set up**" if channel or zone else "### How this desk is set up"
        await self.bot.pager.answer(interaction, cards.desk_page(done, await self._settings(interaction.guild_id)))

    @app_commands.command()
    async def status(self, interaction: discord.Interaction[Newsdesk]) -> None:
        """What is stored here, and whether digests are being posted"""
        assert interaction.guild_id is not None
        guild = interaction.guild_id
        digests = await self.bot.store.digests.of_guild(guild=guild)
        paused = sum(digest.next_due is None for digest in digests)
        planned = counted(len(digests), "digest") + (f", {paused} paused" if paused else "")
        following = min((digest.next_due for digest in digests if digest.next_due), default=None)
        rows = [
            ("Articles", f"{await self.bot.store.articles.count(guild=guild):,}"),
            ("Digests", planned),
            ("Next digest", stamp(following, "R") if following else "none is planned"),
            ("Posting", await self._posting()),
            *await self._settings(guild),
        ]
        await self.bot.pager.answer(interaction, cards.desk_page("### How this desk is", rows))

    async def _settings(self, guild: int) -> list[tuple[str, str]]:
        settings = await self.bot.store.guilds.settings(guild)
        channel = settings.get(DESK)
        return [
            ("Editors' channel", f"<#{channel}>" if channel else "none: **/desk setup** sets one"),
            ("Usual time zone", settings.get(ZONE) or "UTC: **/desk setup** sets another"),
        ]

    async def _posting(self) -> str:
        beat = await self.bot.store.state.get(HEARTBEAT)
        if beat is None:
            return "has not begun"
        last = datetime.fromtimestamp(int(beat), UTC)
        late = (datetime.now(UTC) - last).total_seconds() > 2 * STUCK_AFTER
        return f"{'⚠️ stands still since' if late else '✅ last sign of life'} {stamp(last, 'R')}"


async def setup(bot: Newsdesk) -> None:
    """Add the cog."""
    await bot.add_cog(Desk(bot))
