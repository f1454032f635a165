"""`/digest`: planning, previewing, posting, pausing and removing, as editors run it and as others try to."""

from __future__ import annotations

from datetime import timedelta

import discord
import pytest
import simcord
from simcord import ChannelHandle, Env, GuildHandle, MemberActor

from bot.client import Newsdesk
from bot.desk import add_article
from bot.model import Article, Digest, Draft

from .acting import press, text_of_all_pages
from .conftest import NOW
from .looking import answer_of, buttons_of, choice_names, choice_values, text_of


@pytest.fixture(autouse=True)
def simulated_clock(bot: Newsdesk, env: Env) -> None:
    """The bot reads the simulated clock, as in the playground."""
    bot.clock = env.now


async def add(bot: Newsdesk, guild: GuildHandle, number: int, **fields: object) -> Article:
    """Store an article on the server's shelf as of now."""
    known: dict[str, object] = {
        "title": f"Harbour report {number}",
        "text": (
            f"The harbour of Lindau moved {number}00 containers on Monday, its master Jonas Weber said.\n\n"
            f"“Nobody has counted {number}00 here before,” Weber said. The town paid {number} million euros for a crane."
        ),
        "link": f"https://mail.example.org/harbour/{number}",
        "outlet": "The Lindau Mail",
        "published": bot.clock(),
    }
    return (await add_article(bot.store, Draft(**{**known, **fields}), guild=guild.id)).article  # type: ignore[arg-type]


async def create(editor: MemberActor, where: ChannelHandle, to: ChannelHandle | None = None, **options: object):  # type: ignore[no-untyped-def]
    """Run `/digest create`, daily at nine in Berlin unless told otherwise."""
    given = {"channel": to or where, "cadence": "daily", "time": "09:00", "zone": "Europe/Berlin", **options}
    return await editor.slash(where, "digest create", **given)


async def digests(bot: Newsdesk, guild: GuildHandle) -> list[Digest]:
    """The server's digests."""
    return await bot.store.digests.of_guild(guild=guild.id)


async def pass_time(env: Env, bot: Newsdesk, time: timedelta) -> None:
    """Let time pass, and let the scheduler do what is due then."""
    env.backend.advance_clock(time.total_seconds())
    for _ in range(3):
        await bot.scheduler.step()
        await bot.scheduler.finish()
    await env.settle()


async def test_a_digest_is_created_and_posted_at_its_time(
    env: Env, bot: Newsdesk, guild: GuildHandle, channel: ChannelHandle, editor: MemberActor
) -> None:
    """What was understood is confirmed with the next time; then the news is posted once."""
    result = await create(editor, channel)
    text = text_of(result)
    assert result.ephemeral
    assert "Digest created" in text
    # 20 November, noon in UTC, is past nine in Berlin: the next is tomorrow, 08:00 in UTC.
    due = int(NOW.replace(day=21, hour=8).timestamp())
    assert f"<t:{due}:F> (<t:{due}:R>)" in text
    await add(bot, guild, 1)
    await pass_time(env, bot, timedelta(hours=20, seconds=5))
    (posted,) = channel.history()
    print(posted.components)
