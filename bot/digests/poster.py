"""The way from an edition to Discord's channels: sending, finding what was sent, publishing, telling the editors."""

from __future__ import annotations

import contextlib
import json
import logging
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import aiohttp
import discord
from discord.http import Route

from bot.digests.access import Target, why_not
from bot.digests.outbox import ClosedError, RejectedError, SendError, UnreadableError
from bot.digests.payload import Message, read_message
from bot.notices import tell_editors
from bot.render.cards import EDITION
from bot.render.page import Page, upload

if TYPE_CHECKING:
    from bot.model import Edition
    from bot.store import Store

log = logging.getLogger(__name__)

_CLOCKS_DIFFER = timedelta(minutes=2)
_MOST_READ = 2_000
_MOST_THREADS = 50
_REFUSED_FOR_NOW = (401, 408, 425)
_ARCHIVED, _PUBLISHED = 50083, 40033
# discord.py waits at least so many seconds before it sends again what was answered with an error.
_FIRST_TRY = 1.0
_NOBODY = discord.AllowedMentions.none()


class Poster:
    """Posts editions through discord.py; `view` makes the message of a page, with buttons that the pager answers."""

    def __init__(self, client: discord.Client, store: Store, view: Callable[[Page], discord.ui.LayoutView]) -> None:
        self._client = client
        self._store = store
        self._view = view

    async def send(self, edition: Edition, payload: str) -> int:
        """Post the message under the edition's nonce, in a forum as a new thread; its id.

        ClosedError where the bot may not post there any more, RejectedError where Discord refuses the message itself,
        SendError where a later try may succeed.
        """
        message = read_message(payload)
        with _told():
            channel = await self._channel(edition)
            if reason := why_not(channel):
                # Known before it is tried: too many refused requests close Discord to the whole bot.
                raise ClosedError(reason)
            if isinstance(channel, discord.ForumChannel):
                return await self._open_thread(channel, message)
            sent = await channel.send(
                view=self._view(message.page),
                files=upload(message.page),
                nonce=edition.nonce,
                allowed_mentions=_called(message),
            )
            return sent.id

    async def find(self, edition: Edition) -> int | None:
        """The id of the edition's message in its channel, None where it is not there.

        It is known by its button, which names the edition: Discord does not keep nonces.
        """
        after = (edition.sent_first or edition.due) - _CLOCKS_DIFFER
        with _told():
            channel = await self._channel(edition)
            me = channel.guild.me
            # Without this permission Discord shows an empty channel rather than refuse.
            if me is not None and not channel.permissions_for(me).read_message_history:
                raise UnreadableError(f"I may not read the history of #{channel.name}")
            try:
                async for number, message in self._own_messages(channel, after):
                    if edition.id in _editions_in(message):
                        return number
            except discord.Forbidden:
                raise UnreadableError(f"I may not read #{channel.name}") from None
        return None

    async def finish(self, edition: Edition, message: int) -> None:
        """Publish the message in an announcement channel where the editors want that."""
        digest = await self._store.digests.get(edition.digest)
        if digest is None or not digest.plan.publish:
            return
        try:
            with _told():
                channel = await self._channel(edition)
                if isinstance(channel, discord.TextChannel) and channel.is_news():
                    await channel.get_partial_message(message).publish()
        except (ClosedError, RejectedError) as error:
            # It is posted all the same, and an editor can publish it with one press.
            if getattr(error.__cause__, "code", None) != _PUBLISHED:
                log.warning("Edition %d was posted but could not be published: %s", edition.id, error)

    async def closed(self, edition: Edition, why: str) -> None:
        """Tell the editors, in the channel that they set up for it, that a digest was paused or not posted, and why."""
        digest = await self._store.digests.get(edition.digest)
        paused = digest is not None and digest.next_due is None
        what = "was paused" if paused else "could not be posted this time"
        then = " Mend that, then run /digest resume." if paused else ""
        sentence = f"The digest for #{self._name(edition.channel)} {what}: {why}{then}"
        await tell_editors(self._client, self._store, edition.guild, sentence)

    async def _channel(self, edition: Edition) -> Target:
        channel: object = self._client.get_channel(edition.channel)
        if channel is None:
            # An archived thread, or a server that the gateway has not told of yet.
            channel = await self._client.fetch_channel(edition.channel)
        if not isinstance(channel, discord.TextChannel | discord.Thread | discord.ForumChannel):
            raise ClosedError("the channel is no longer one that messages can be posted in.")
        if channel.guild.id != edition.guild:
            raise ClosedError("the channel is not in this server.")
        return channel

    async def _open_thread(self, forum: discord.ForumChannel, message: Message) -> int:
        # discord.py sends a request again that was answered with an error, under which a thread may have come to be;
        # a forum knows no nonces, so it must not.
        view = self._view(message.page)
        body: dict[str, Any] = {
            "name": message.name,
            "applied_tags": _needed_tags(forum),
            "message": {
                "components": view.to_components(),  # type: ignore[no-untyped-call, unused-ignore]
                "flags": discord.MessageFlags(components_v2=True).value,
                "allowed_mentions": _called(message).to_dict(),
            },
        }
        form = _Once({"name": "payload_json", "value": json.dumps(body), "content_type": "application/json"})
        route = Route("POST", "/channels/{channel_id}/threads", channel_id=forum.id)
        thread: dict[str, Any] = await self._client.http.request(route, form=form)  # type: ignore[arg-type, unused-ignore]
        # A forum's thread and the message that it begins with have the same id.
        return int(thread["id"])

    async def _own_messages(self, channel: Target, after: datetime) -> AsyncIterator[tuple[int, discord.Message]]:
        """The bot's messages in the channel since then; of a forum's threads the first, by the thread's id."""
        assert self._client.user is not None
        own = self._client.user.id
        if isinstance(channel, discord.ForumChannel):
            async for thread in _threads(channel):
                if thread.owner_id == own and discord.utils.snowflake_time(thread.id) >= after:
                    # Somebody may have deleted it meanwhile.
                    with contextlib.suppress(discord.NotFound):
                        async for message in thread.history(limit=1, oldest_first=True):
                            yield thread.id, message
            return
        seen = 0
        async for message in channel.history(after=after, limit=_MOST_READ, oldest_first=True):
            seen += 1
            if message.author.id == own:
                yield message.id, message
        if seen >= _MOST_READ:
            raise UnreadableError(f"#{channel.name} has had too many messages since to look through")

    def _name(self, channel: int) -> str:
        known = self._client.get_channel(channel)
        return getattr(known, "name", None) or f"a channel that is gone ({channel})"


class _Once(list[dict[str, Any]]):
    """The parts of a request that can be read a single time, so that it is never sent again unasked."""

    def __init__(self, *parts: dict[str, Any]) -> None:
        super().__init__(parts)
        self._read = False

    def __iter__(self) -> Iterator[dict[str, Any]]:
        if self._read:
            raise SendError("Discord answered with an error.", surely_unsent=False)
        self._read = True
        return super().__iter__()


async def _threads(forum: discord.ForumChannel) -> AsyncIterator[discord.Thread]:
    for thread in forum.threads:
        yield thread
    async for thread in forum.archived_threads(limit=_MOST_THREADS):
        yield thread


def _needed_tags(forum: discord.ForumChannel) -> list[str]:
    """A tag where the forum asks for one on each thread."""
    if not forum.flags.require_tag:
        return []
    return [str(tag.id) for tag in forum.available_tags if not tag.moderated][:1]


def _called(message: Message) -> discord.AllowedMentions:
    if message.role is None:
        return _NOBODY
    return discord.AllowedMentions(
        everyone=False, users=False, roles=[discord.Object(message.role)], replied_user=False
    )


def _editions_in(message: discord.Message) -> set[int]:
    """The editions that a message's buttons name."""
    ids = [getattr(part, "custom_id", None) or "" for part in _walk(message.components)]
    marks = [name.rpartition(f":{EDITION}:1:edition#")[2] for name in ids if f":{EDITION}:1:edition#" in name]
    return {int(mark) for mark in marks if mark.isdecimal()}


def _walk(parts: Any) -> Iterator[Any]:
    for part in parts:
        yield part
        yield from _walk(getattr(part, "children", ()))


@contextmanager
def _told() -> Iterator[None]:
    """What discord.py raises, as what the outbox understands.

    A refusal of the first try means that nothing was sent. Later it may be that of a second try, which discord.py makes
    by itself after an error, and the first may have been taken.
    """
    start = time.monotonic()
    try:
        yield
    except discord.RateLimited as error:
        unsent = time.monotonic() - start < _FIRST_TRY
        raise SendError("Discord asked to wait.", surely_unsent=unsent, wait=error.retry_after) from error
    except discord.Forbidden as error:
        raise ClosedError(_forbidden(error)) from error
    except discord.NotFound as error:
        raise ClosedError("the channel is gone: it was deleted, or I was removed from the server.") from error
    except discord.DiscordServerError as error:
        raise SendError(f"Discord had an error ({error.status}).", surely_unsent=False) from error
    except discord.HTTPException as error:
        if error.code == _ARCHIVED:
            raise ClosedError("the thread is archived and locked.") from error
        unsent = time.monotonic() - start < _FIRST_TRY
        if error.status == 429:
            wait = float(error.response.headers.get("Retry-After", 60) or 60)
            raise SendError("Discord asked to wait.", surely_unsent=unsent, wait=wait) from error
        if error.status >= 500 or error.status in _REFUSED_FOR_NOW:
            raise SendError(f"Discord had an error ({error.status}).", surely_unsent=False) from error
        raise RejectedError(f"Discord refused the message: {error.text[:300]}") from error
    except aiohttp.ClientConnectorError as error:
        unsent = time.monotonic() - start < _FIRST_TRY
        raise SendError("Discord could not be reached.", surely_unsent=unsent) from error
    except (TimeoutError, aiohttp.ClientError, OSError) as error:
        raise SendError(f"The connection to Discord failed ({type(error).__name__}).", surely_unsent=False) from error


def _forbidden(error: discord.Forbidden) -> str:
    if error.code == 50001:
        return "I cannot see the channel: in Edit Channel → Permissions, allow me View Channel."
    return "I may not post there: in Edit Channel → Permissions, allow me to send messages and what they hold."
