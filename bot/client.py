"""The bot: it opens the store, loads the cogs, syncs the commands when they changed, and shuts down in order."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import json
import logging
import signal
from collections.abc import Callable, Iterator
from datetime import datetime

import aiohttp
import discord
from discord import app_commands
from discord.ext import commands

from bot.config import Settings, variable
from bot.digests.composer import DigestComposer
from bot.digests.outbox import Outbox
from bot.digests.poster import Poster
from bot.digests.scheduler import Scheduler
from bot.errors import UserError
from bot.failures import RefusedError, answer_failure
from bot.feeds.poller import Poller
from bot.intake import Intake
from bot.notices import tell_editors
from bot.render.pager import Pager
from bot.store import Store
from bot.store.codec import now
from bot.upkeep import Upkeep

log = logging.getLogger(__name__)

COGS = (
    "cogs.reading",
    "cogs.evidence",
    "cogs.countries",
    "cogs.help",
    "cogs.article",
    "cogs.digest",
    "cogs.desk",
    "cogs.feed",
)

# What posting in a channel takes; nothing that touches members, roles or other people's messages.
PERMISSIONS = discord.Permissions(
    view_channel=True,
    send_messages=True,
    send_messages_in_threads=True,
    embed_links=True,
    attach_files=True,
    # A digest's message is looked for where nobody knows whether it was sent before a crash.
    read_message_history=True,
)
# The library waits out short rate limits by itself; a digest that has to wait longer is put back instead.
_LONGEST_WAIT = 30.0
# It never speaks, and nobody shall wonder about the library's warnings that it cannot.
discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False


class Newsdesk(commands.Bot):
    """One gateway connection with the store, the intake and the pager that the cogs share.

    It asks for the guilds intent only and keeps no messages and no members, so that it stays small and sees nothing
    that is not addressed to it.
    """

    store: Store
    intake: Intake
    scheduler: Scheduler
    poller: Poller

    def __init__(self, settings: Settings, *, sync: bool = False) -> None:
        """Make the bot; `sync` registers the commands with Discord even where they have not changed."""
        super().__init__(
            command_prefix=commands.when_mentioned,
            help_command=None,
            tree_cls=CommandTree,
            intents=discord.Intents(guilds=True),
            max_messages=None,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            allowed_mentions=discord.AllowedMentions.none(),
            max_ratelimit_timeout=_LONGEST_WAIT,
        )
        self.settings = settings
        self.clock: Callable[[], datetime] = now
        self.pager = Pager(failed=answer_failure)
        self.command_ids: dict[str, int] = {}
        self._sync = sync

    async def setup_hook(self) -> None:
        """Open what the cogs need, load them, and tell Discord of changed commands; runs once, before the gateway."""
        self.store = await Store.open(self.settings.database)
        self.intake = Intake(contact=self.settings.contact, ports=self.settings.fetch_ports)
        composer = DigestComposer(self.store, clock=self._now)
        outbox = Outbox(self.store, composer, Poster(self, self.store, self.pager.view), clock=self._now)
        self.scheduler = Scheduler(self.store, outbox, clock=self._now)
        self.poller = Poller(self.store, self.intake, self._tell_editors, clock=self._now)
        for cog in COGS:
            await self.load_extension(cog)
        self.add_dynamic_items(*self.pager.items)
        await self._sync_commands()

    async def close(self) -> None:
        """Leave Discord first, so that nothing new comes in, then the intake's workers, then the store."""
        await super().close()
        if hasattr(self, "intake"):
            await self.intake.close()
        if hasattr(self, "store"):
            await self.store.close()

    async def on_message(self, message: discord.Message, /) -> None:
        """Ignore messages: there are only slash commands, and what people write is none of the bot's business."""

    async def on_ready(self) -> None:
        """Say in the log that it works, and how to invite it; note servers that came or went while it was down."""
        assert self.user is not None
        here, noted = {guild.id for guild in self.guilds}, set(await self.store.guilds.present())
        for guild in here:
            await self.store.guilds.joined(guild)
        for guild in noted - here:
            await self.store.guilds.left(guild)
        link = discord.utils.oauth_url(self.user.id, permissions=PERMISSIONS)
        log.info("Ready in %d servers. Invite: %s", len(self.guilds), link)

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Count a server's data as its own again if it comes back before it was erased."""
        await self.store.guilds.joined(guild.id)

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Start the time after which the data of a server that sent the bot away is erased."""
        await self.store.guilds.left(guild.id)

    def _now(self) -> datetime:
        # Asked anew each time, because the playground and the tests set another clock.
        return self.clock()

    async def _tell_editors(self, guild: int, sentence: str) -> None:
        await tell_editors(self, self.store, guild, sentence)

    async def _sync_commands(self) -> None:
        # Discord keeps the commands between starts and limits how often they may be set, so they are sent only
        # when their description differs from the one that was sent last.
        payload = [command.to_dict(self.tree) for command in self.tree.get_commands()]
        wanted = hashlib.sha256(json.dumps(payload, sort_keys=True).encode()).hexdigest()
        known = json.loads(await self.store.state.get("commands") or "{}")
        if self._sync or known.get("hash") != wanted or known.get("application") != self.application_id:
            synced = await self.tree.sync()
            known = {
                "application": self.application_id,
                "hash": wanted,
                "ids": {command.name: command.id for command in synced},
            }
            await self.store.state.set("commands", json.dumps(known))
            log.info("Told Discord of %d commands.", len(synced))
        self.command_ids = known["ids"]


class CommandTree(app_commands.CommandTree[Newsdesk]):
    """The slash commands, closed to servers that the host did not allow, with one handler for every error."""

    async def interaction_check(self, interaction: discord.Interaction[Newsdesk], /) -> bool:
        """Let through what comes from an allowed server or from a direct message."""
        allowed = self.client.settings.guilds
        if allowed and interaction.guild_id is not None and interaction.guild_id not in allowed:
            raise RefusedError("This newsdesk is not open to this server: ask the person who hosts it to add it.")
        return True

    async def on_error(
        self, interaction: discord.Interaction[Newsdesk], error: app_commands.AppCommandError, /
    ) -> None:
        """Answer what went wrong, to the person who asked alone."""
        await answer_failure(interaction, error)


async def run(settings: Settings, *, sync: bool = False) -> None:
    """Run the bot until it is asked to stop (SIGINT, SIGTERM); raises UserError when it cannot start."""
    if not settings.token:
        raise UserError(
            f"{variable('token')} is empty: put the bot's token into .env, or try `newsdesk play`, which needs none."
        )
    stopped = asyncio.Event()
    with contextlib.suppress(NotImplementedError):  # Windows has no signal handlers; there Ctrl-C ends the loop.
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    async with Newsdesk(settings, sync=sync) as bot:
        serving = asyncio.create_task(_serve(bot))
        stopping = asyncio.create_task(stopped.wait())
        await asyncio.wait({serving, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if serving.done():
            stopping.cancel()
            serving.result()
        else:
            serving.cancel()
            await asyncio.gather(serving, return_exceptions=True)


async def _serve(bot: Newsdesk) -> None:
    with _told_to_host():
        await bot.login(bot.settings.token)
    running = (Upkeep(bot.store).run(), bot.poller.run(), _post_digests(bot))
    workers = [asyncio.create_task(one) for one in running]
    try:
        with _told_to_host():
            await bot.connect()
    finally:
        for worker in workers:
            worker.cancel()
        await asyncio.gather(*workers, return_exceptions=True)


@contextlib.contextmanager
def _told_to_host() -> Iterator[None]:
    """Make one sentence of what keeps the bot from Discord."""
    try:
        yield
    except discord.LoginFailure:
        raise UserError("Discord refused the token: copy it again from the application's Bot page.") from None
    except discord.app_commands.CommandSyncFailure as error:
        raise UserError(f"Discord refused the commands: {error}") from None
    except discord.ConnectionClosed as error:
        raise UserError(f"Discord closed the connection for good (code {error.code}): is the token right?") from None
    except (aiohttp.ClientConnectionError, discord.GatewayNotFound, discord.HTTPException) as error:
        raise UserError(f"Discord cannot be reached ({error}): check the network and start again.") from None


async def _post_digests(bot: Newsdesk) -> None:
    # Before Discord has told of the servers, nobody knows which channels may be posted in.
    await bot.wait_until_ready()
    await bot.scheduler.run()
