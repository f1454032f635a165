"""What the bot tells a server's editors unasked, in the channel that they have set up for it."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import aiohttp
import discord

from bot.render.cards import notice

if TYPE_CHECKING:
    from bot.store import Store

log = logging.getLogger(__name__)

DESK = "desk_channel"
"""The guild's setting that holds the channel where the editors work."""


async def tell_editors(client: discord.Client, store: Store, guild: int, sentence: str) -> bool:
    """Post a sentence in the guild's editors' channel; False where there is none, or it cannot be posted in."""
    desk = (await store.guilds.settings(guild)).get(DESK)
    if desk is None:
        return False
    try:
        channel = client.get_partial_messageable(int(desk), guild_id=guild)
        await channel.send(view=notice(sentence, tone="notice"), allowed_mentions=discord.AllowedMentions.none())
    except (discord.DiscordException, aiohttp.ClientError, OSError, TimeoutError) as error:
        log.warning("The editors of a server could not be told something: %s", error)
        return False
    return True
