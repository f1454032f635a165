"""The playground: the real bot against a simulated Discord in the browser, with the sample articles and no token."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import sys
import tempfile
import webbrowser
from collections.abc import Callable, Coroutine, Iterable
from dataclasses import replace
from datetime import UTC, datetime
from importlib.resources import files
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import discord

from bot.errors import UserError

if TYPE_CHECKING:
    from simcord import Env, HttpLogEntry
    from simcord.preview import Preview

log = logging.getLogger(__name__)

NAME = "Newsdesk"
SERVER = "Newsdesk playground"
# The same server each time, so that what a kept database holds of it is found again.
SERVER_ID = 1_170_000_000_000_000_000

TICK = 0.5
# How long a command that fetches from the web may take before the page shows it as unfinished, seconds.
PATIENCE = 30.0

_OWN_AVATAR = files("data") / "avatar.png"
_EXTRA = ("simcord", "markdown_it", "linkify_it", "regex", "PIL")
_WELCOME = """\
The playground is open. It looks like Discord but is simulated: nothing leaves this machine but the links you add.

    {url}

Type / in the message box to see the commands; switch between Reader and Editor at the top. Ctrl-C stops it."""


async def play(*, port: int | None, database: Path | None, browser: bool) -> None:
    """Run the playground until a signal, or the page itself, ends it.

    `port` None or 0 takes a free one. Without `database` everything is thrown away at the end; a database without
    articles gets the samples, one that holds anything of a server on Discord is refused. `browser` opens the page,
    whose address is printed in any case. Raises UserError where it cannot start.
    """
    if any(find_spec(name) is None for name in _EXTRA):
        raise UserError(
            'The playground needs a few packages more: run  pip install -e ".[play]"  in the project\'s folder.'
        )
    # Imported here so that the sentence above can be said.
    from simcord.backend.errors import SetupError

    from bot.client import Newsdesk
    from bot.config import load_settings
    from bot.logs import set_up_logging
    from bot.upkeep import Upkeep

    stopped = _stop_on_signals()
    with tempfile.TemporaryDirectory(prefix="newsdesk-") as folder:
        settings = load_settings()
        settings = replace(settings, token="", guilds=frozenset(), database=database or Path(folder) / "newsdesk.db")
        # What happens is seen in the page; the log is left to what goes wrong.
        set_up_logging("debug" if settings.log_level == "debug" else "warning")
        await _prepare(settings.database)
        # The simulated Discord has forgotten the commands at each start, whatever the database remembers.
        bot = Newsdesk(settings, sync=True)
        try:
            await serve(
                bot,
                stopped,
                port=port,
                browser=browser,
                workers=lambda: [Upkeep(bot.store).run(), bot.scheduler.run(), bot.poller.run()],
            )
        except SetupError as error:
            raise UserError(f"The playground cannot open: {error}.") from None
        finally:
            await bot.close()


async def serve(
    bot: discord.Client,
    stopped: asyncio.Event,
    *,
    port: int | None,
    browser: bool,
    workers: Callable[[], Iterable[Coroutine[Any, Any, None]]] = tuple,
) -> None:
    """Put a bot into a simulated server and show that in the browser until `stopped` or the page's own end.

    `workers` gives what runs beside the bot once it has started: SimCord would wait for what the bot itself never
    ends.
    """
    from simcord import Env

    env = Env(bot, check_errors=False, settle_timeout=PATIENCE)
    _make_lasting(env)
    await env.start()
    try:
        with env.time_context():
            async with await _furnish(env, port) as preview:
                running = [_Clock(env, preview).run(), *workers(), stopped.wait(), preview.wait_closed()]
                tasks = [asyncio.create_task(one) for one in running]
                print(_WELCOME.format(url=preview.url), flush=True)  # noqa: T201
                if browser and _has_windows():
                    await asyncio.to_thread(webbrowser.open, preview.url)
                done, pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
                for task in pending:
                    task.cancel()
                await asyncio.gather(*pending, return_exceptions=True)
                for task in done:
                    task.result()
    finally:
        await env.shutdown()


async def _prepare(database: Path) -> None:
    """Put the samples into a database without articles; UserError where it belongs to a bot on Discord."""
    from bot.desk import add_article
    from bot.model import HOST_SHELF
    from bot.samples import load_samples
    from bot.store import Store

    async with await Store.open(database) as store:
        # Here their channels are unknown and the bot is not among their members: it would pause their digests, and
        # forget them after a while.
        if await store.guilds.known() - {SERVER_ID}:
            raise UserError(
                f"{database} belongs to a bot that is on Discord, whose digests and feeds the playground would disturb:"
                " give --database another file, or leave it out."
            )
        # A database that somebody works with is shown as it is, even where all was removed.
        shown = await store.articles.count(guild=SERVER_ID)
        if not shown and not any([await store.articles.removed(guild=at) for at in (HOST_SHELF, SERVER_ID)]):
            for draft in load_samples():
                await add_article(store, draft, guild=HOST_SHELF)


def _stop_on_signals() -> asyncio.Event:
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        try:
            loop.add_signal_handler(number, stopped.set)
        except NotImplementedError:  # on Windows
            signal.signal(number, lambda *_: loop.call_soon_threadsafe(stopped.set))
    return stopped


def _behind(env: Env) -> float:
    """By how many seconds the simulated clock is behind the real one."""
    return max(0.0, (datetime.now(UTC) - env.now()).total_seconds())


async def _furnish(env: Env, port: int | None) -> Preview:
    from simcord.backend.cdn import CDN_BASE

    assert env.bot.user is not None
    await env.bot.user.edit(username=NAME)
    guild = env.create_guild(SERVER, id=SERVER_ID)
    news = guild.create_text_channel("news", topic="What the newsdesk posts")
    guild.create_text_channel("desk", topic="Where the editors work")
    editors = guild.create_role("Editors", permissions=discord.Permissions(manage_guild=True), color=0xB5762A)
    avatars = {f"{CDN_BASE}/embed/avatars/{(env.bot.user.id >> 22) % 6}.png": _OWN_AVATAR.read_bytes()}
    viewers = []
    for name, colour, roles in (("reader", "#3ba55d", []), ("editor", "#b5762a", [editors])):
        user = env.create_user(name, global_name=name.title(), avatar=name)
        viewers.append(guild.add_member(user, roles=roles))
        avatars[f"{CDN_BASE}/avatars/{user.id}/{name}.png"] = _face(colour)
    return env.preview(
        news,
        viewers=viewers,
        layout="channel",
        timezone=_zone(),
        port=port,
        assets={address: ("avatar.png", picture) for address, picture in avatars.items()},
    )


def _face(colour: str) -> bytes:
    from PIL import Image, ImageDraw

    picture = Image.new("RGB", (80, 80), colour)
    pen = ImageDraw.Draw(picture)
    pen.ellipse((28, 18, 52, 42), fill="white")
    pen.ellipse((16, 48, 64, 96), fill="white")
    written = BytesIO()
    picture.save(written, "PNG")
    return written.getvalue()


def _make_lasting(env: Env) -> None:
    """Turn SimCord from a test of moments into a place to stay in; there is no public way."""
    # Errors that a command raised would mark it as failed; but to tell people what went wrong is the bot's own
    # business, and what nobody expected is in the log already.
    vars(env)["_record_error"] = lambda error: log.debug("Raised and answered: %r", error)
    # A timer of the bot would hold up every click until it fires. Here the clock alone fires them.
    vars(env)["_schedule_timer"] = lambda *_: None
    env.backend.advance_clock(_behind(env))


class _Clock:
    """Lets the simulated time follow the real one, and shows in the page what the bot does of itself."""

    def __init__(self, env: Env, preview: Any) -> None:
        self._env = env
        self._preview = preview
        # SimCord refuses a click while time is moved, and moving time while a click is served.
        self._turn = asyncio.Lock()
        self._shown = 0
        self._act, self._publish = preview._action, preview._publish
        preview._action, preview._publish = self.act, self.publish

    async def run(self) -> None:
        """Go on until cancelled."""
        while True:
            await asyncio.sleep(TICK)
            if self._turn.locked():
                # While a command runs, SimCord looks at the clock itself, and fires the timers that have come due.
                self._env.backend.advance_clock(_behind(self._env))
                continue
            async with self._turn:
                try:
                    await self._env.advance_time(_behind(self._env))
                    if any(map(_is_seen, self._env.http_requests[self._shown :])):
                        await self._preview.refresh()
                except TimeoutError as error:
                    log.warning("The bot is busy: %s", error)

    async def act(self, context: str | None, body: Any) -> Any:
        """Serve a click when its turn has come, even if something was posted since the page was last drawn."""
        async with self._turn:
            page = self._preview._pages.get(context)
            if page is not None and "published_revision" in body:
                body = {**body, "published_revision": page.revision}
            return await self._act(context, body)

    def publish(self, page: Any, **reason: Any) -> None:
        """Show a page as of now: ages would else be reckoned from the last refresh, and news be from the future."""
        self._env.backend.advance_clock(_behind(self._env))
        self._preview._advance_presentation_time()
        self._publish(page, **reason)
        self._shown = len(self._env.http_requests)


def _is_seen(request: HttpLogEntry) -> bool:
    """Whether what the bot sent changes what people see, unlike the suggestions while somebody types."""
    suggests = discord.InteractionResponseType.autocomplete_result.value
    return not (request.path.endswith("/callback") and (request.json or {}).get("type") == suggests)


def _has_windows() -> bool:
    # Without a desktop a text browser would take over the terminal, and Ctrl-C with it.
    desktop = ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER")
    return not sys.platform.startswith("linux") or any(os.environ.get(name) for name in desktop)


def _zone() -> str:
    """The name of this machine's time zone where it can be told."""
    name = os.environ.get("TZ") or os.path.realpath("/etc/localtime").partition("zoneinfo/")[2]
    try:
        return ZoneInfo(name).key
    except (ValueError, OSError):
        return "UTC"
