"""`/digest`: planning, previewing, posting, pausing and removing, as editors run it and as others try to."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import discord
import pytest
import simcord
from simcord import ChannelHandle, Env, GuildHandle, InteractionResult, MemberActor

from bot.client import Newsdesk
from bot.desk import add_article
from bot.model import Article, Digest, Draft, Edition

from .acting import press
from .conftest import NOW
from .looking import buttons_of, choice_names, choice_values, pressable, text_of
from .wire import TEXT, components_in

TOMORROW = NOW.replace(day=21, hour=8)
"""Nine in the morning in Berlin, in UTC."""


@pytest.fixture(autouse=True)
def simulated_clock(bot: Newsdesk, env: Env) -> None:
    """The bot reads the simulated clock."""
    bot.clock = env.now


async def add(bot: Newsdesk, guild: GuildHandle, number: int, **fields: Any) -> Article:
    """Store an article on the server's shelf as of now."""
    moment = bot.clock()
    text = (
        f"The harbour of Lindau moved {number}00 containers on Monday, its master Jonas Weber said.\n\n"
        f"“Nobody has counted {number}00 here before,” Weber said. The town paid {number} million euros for a crane."
    )
    known: dict[str, Any] = {
        "title": f"Harbour report {number}",
        "text": text,
        "link": f"https://mail.example.org/harbour/{number}",
        "outlet": "The Lindau Mail",
        "published": moment,
    }
    stored = await add_article(bot.store, Draft(**{**known, **fields}), guild=guild.id)
    await _date(bot, stored.article.id, int(moment.timestamp()))
    return stored.article


async def _date(bot: Newsdesk, article: int, moment: int) -> None:
    """Let an article be added at a simulated moment: the store reads the real clock."""
    await bot.store._database.write(
        lambda session: session.run("UPDATE shelves SET added = $2 WHERE article = $1", article, moment)
    )


async def create(
    editor: MemberActor, where: ChannelHandle, to: ChannelHandle | None = None, **options: Any
) -> InteractionResult:
    """Run `/digest create`, daily at nine in Berlin unless told otherwise."""
    given = {"channel": to or where, "cadence": "daily", "time": "09:00", "zone": "Europe/Berlin", **options}
    return await editor.slash(where, "digest create", **given)


async def only_digest(bot: Newsdesk, guild: GuildHandle) -> Digest:
    """The server's digest."""
    (digest,) = await bot.store.digests.of_guild(guild=guild.id)
    return digest


async def editions(bot: Newsdesk, guild: GuildHandle) -> list[Edition]:
    """The editions of the server's digest, the newest first."""
    return list(await bot.store.editions.log((await only_digest(bot, guild)).id))


async def pass_time(env: Env, bot: Newsdesk, time: timedelta) -> None:
    """Let time pass, and let the scheduler do what is due then."""
    env.backend.advance_clock(time.total_seconds())
    for _ in range(3):
        await bot.scheduler.step()
        await bot.scheduler.finish()
    await env.settle()


def shown(message: discord.Message) -> str:
    """The text of a posted message."""
    parts = [part.to_dict() for part in message.components]
    texts = [part["content"] for part in components_in({"components": parts}) if part["type"] == TEXT]
    return re.sub(r"\\([^\w\s])", r"\1", "\n".join(texts))


def labels(message: discord.Message) -> list[str]:
    """What is written on the buttons of a posted message."""
    parts = [part.to_dict() for part in message.components]
    return [part["label"] for part in components_in({"components": parts}) if part["type"] == 2]


class TestCreating:
    """`/digest create`: what is understood, and what is refused."""

    async def test_what_was_understood_is_confirmed(
        self, bot: Newsdesk, guild: GuildHandle, channel: ChannelHandle, editor: MemberActor
    ) -> None:
        """The confirmation tells when, what, how and the next time, and has a preview."""
        result = await create(
            editor, channel, days="mon, wed, sat", include="harbour, crane*", exclude="football", length="full"
        )
        text = text_of(result)
        assert result.ephemeral
        assert f"Digest created**: <#{channel.id}>" in text
        assert "Mon, Wed, Sat at 09:00 (Europe/Berlin)" in text
        # 20 November 2026 is a Friday.
        moment = int(TOMORROW.timestamp())
        assert f"<t:{moment}:F> (<t:{moment}:R>)" in text
        assert "with “harbour” or “crane*”; without “football”" in text
        assert "full stories: summaries, key numbers, quotations, country changes" in text
        assert "nobody" in text
        assert pressable(result) == ["Preview"]
        assert (await only_digest(bot, guild)).next_due == TOMORROW

    async def test_the_zone_is_the_desks_where_none_is_given(
        self, bot: Newsdesk, guild: GuildHandle, channel: ChannelHandle, editor: MemberActor
    ) -> None:
        """Without a zone it is the one of `/desk setup`, and UTC where there is none."""
        assert "(UTC)" in text_of(await editor.slash(channel, "digest create", channel=channel, cadence="6"))
        await editor.slash(channel, "desk setup", zone="Asia/Tbilisi")
        assert "(Asia/Tbilisi)" in text_of(await editor.slash(channel, "digest create", channel=channel, cadence="1"))

    @pytest.mark.parametrize(
        ("options", "sentence"),
        [
            ({"zone": "Atlantis/Main"}, "There is no time zone “Atlantis/Main”: type a city, such as Berlin"),
            ({"time": "25:00"}, "“25:00” is not a time of day: write it as 09:00 or 17:30."),
            ({"days": "someday"}, "“someday” names no weekdays: write them as mon, wed, fri."),
            (
                {"countries": "Georgia, Narnia"},
                "“Narnia” is not a country that I know: write it as Georgia, Kazakhstan.",
            ),
            ({"parts": "pictures"}, "“pictures” is no part of a digest: choose from summaries, numbers"),
            ({"language": "Klingon script"}, "“Klingon script” is not a language that I know"),
            ({"publish": True}, "#news is no announcement channel, so nothing can be published from it."),
        ],
    )
    async def test_bad_input_gets_one_sentence(
        self,
        bot: Newsdesk,
        guild: GuildHandle,
        channel: ChannelHandle,
        editor: MemberActor,
        options: dict[str, Any],
        sentence: str,
    ) -> None:
        """What is not understood is told with what to write instead, and no digest comes to be."""
        result = await create(editor, channel, **options)
        assert result.ephemeral
        assert sentence in text_of(result)
        assert await bot.store.digests.of_guild(guild=guild.id) == []

    @pytest.mark.parametrize(
        ("denied", "names"),
        [
            ({"send_messages": False}, "allow Send Messages for me"),
            (
                {"read_message_history": False, "embed_links": False},
                "allow Embed Links and Read Message History for me",
            ),
            ({"view_channel": False}, "View Channel"),
        ],
    )
    async def test_a_missing_permission_is_named(
        self,
        bot: Newsdesk,
        guild: GuildHandle,
        channel: ChannelHandle,
        editor: MemberActor,
        denied: dict[str, bool],
        names: str,
    ) -> None:
        """Where the bot may not post, the answer says what is missing and where to grant it."""
        assert guild.me is not None
        closed = guild.create_text_channel("closed", overwrites={guild.me: discord.PermissionOverwrite(**denied)})
        text = text_of(await create(editor, channel, closed))
        assert "#closed" in text
        assert "Edit Channel → Permissions" in text
        assert names in text
        assert await bot.store.digests.of_guild(guild=guild.id) == []

    async def test_a_role_that_may_not_be_mentioned_is_told(
        self, guild: GuildHandle, channel: ChannelHandle, editor: MemberActor
    ) -> None:
        """A role that is not mentionable needs a permission, and everyone is never pinged."""
        assert guild.me is not None
        silent = discord.PermissionOverwrite(mention_everyone=False)
        quiet = guild.create_text_channel("quiet", overwrites={guild.me: silent})
        role = guild.create_role("Readers")
        assert "I may not ping @Readers: in Server Settings → Roles" in text_of(
            await create(editor, channel, quiet, role=role)
        )
        everyone = await create(editor, channel, role=guild.default_role)
        assert "does not ping everyone" in text_of(everyone)

    async def test_a_filter_that_matches_nothing_is_a_warning(
        self, bot: Newsdesk, guild: GuildHandle, channel: ChannelHandle, editor: MemberActor
    ) -> None:
        """Such a digest is created, and the confirmation says that nothing stored passes its filters."""
        await add(bot, guild, 1)
        text = text_of(await create(editor, channel, include="volcano"))
        assert "Digest created" in text
        assert "None of the 1 articles of the last 90 days passes these filters" in text
        assert "⚠️" not in text_of(await create(editor, channel, include="harbour"))

    async def test_zones_are_suggested_by_name_city_and_time(
        self, channel: ChannelHandle, editor: MemberActor, env: Env
    ) -> None:
        """A city finds its zone with the time that it is there; a time finds zones where it is that time."""
        (berlin,) = await editor.autocomplete(channel, "digest create", "zone", "berl")
        assert berlin == {"name": "Europe/Berlin · now 13:00", "value": "Europe/Berlin"} | berlin
        assert "Europe/Berlin" in choice_values(await editor.autocomplete(channel, "digest create", "zone", "europe/b"))
        by_time = choice_names(await editor.autocomplete(channel, "digest create", "zone", "17:45"))
        assert "Asia/Kathmandu · now 17:45" in by_time
        assert len(choice_names(await editor.autocomplete(channel, "digest create", "zone", ""))) > 10

    async def test_lists_are_completed_entry_by_entry(
        self, bot: Newsdesk, guild: GuildHandle, channel: ChannelHandle, editor: MemberActor
    ) -> None:
        """Days, outlets, countries and parts are suggested after the last comma."""
        await add(bot, guild, 1)
        assert choice_values(await editor.autocomplete(channel, "digest create", "days", "Mon, w")) == ["Mon, Wed"]
        assert choice_values(await editor.autocomplete(channel, "digest create", "outlets", "Other, lin")) == [
            "Other, The Lindau Mail"
        ]
        named = choice_values(await editor.autocomplete(channel, "digest create", "countries", "Finland, georg"))
        assert "Finland, Georgia" in named
        parts = await editor.autocomplete(channel, "digest create", "parts", "numbers, q")
        assert choice_values(parts) == ["numbers, quotations"]

    async def test_a_thread_of_another_server_is_not_seen(
        self, channel: ChannelHandle, editor: MemberActor, other_channel: ChannelHandle
    ) -> None:
        """A channel of another server cannot be chosen, not even by its id."""
        try:
            result = await create(editor, channel, other_channel)
        except simcord.SetupError:
            return
        assert "I cannot see #elsewhere" in text_of(result)


class TestPosting:
    """What is posted when its time has come."""

    async def test_news_is_posted_once_at_its_time(
        self, env: Env, bot: Newsdesk, guild: GuildHandle, channel: ChannelHandle, editor: MemberActor
    ) -> None:
        """At nine in Berlin one message holds the news; the next day holds what came since, and nothing again."""
        await create(editor, channel)
        await add(bot, guild, 1)
        await pass_time(env, bot, timedelta(hours=19, minutes=59))
        assert channel.history() == []
        await pass_time(env, bot, timedelta(minutes=1, seconds=5))
        (posted,) = channel.history()
        assert "News digest" in shown(posted)
        assert "[Harbour report 1](https://mail.example.org/harbour/1)" in shown(posted)
        assert labels(posted) == ["All articles"]
        await add(bot, guild, 2)
        await pass_time(env, bot, timedelta(days=1))
        _, second = channel.history()
        assert "Harbour report 2" in shown(second)
        assert "Harbour report 1" not in shown(second)
        assert [one.state for one in await editions(bot, guild)] == ["posted", "posted"]

    async def test_all_articles_are_behind_the_button(
        self,
        env: Env,
        bot: Newsdesk,
        guild: GuildHandle,
        channel: ChannelHandle,
        editor: MemberActor,
        reader: MemberActor,
    ) -> None:
        """What one message cannot hold is told with its number, and any reader can page through all of it."""
        await create(editor, channel)
        for number in range(1, 21):
            await add(bot, guild, number)
        await pass_time(env, bot, timedelta(hours=20, seconds=5))
        (posted,) = channel.history()
        assert "and 12 more stories: press **All articles**." in shown(posted)
        opened = await reader.click(posted, label="All articles")
        assert opened.ephemeral
        text = text_of(opened)
        while "▶️" in pressable(opened):
            await press(reader, opened, "▶️")
            text += text_of(opened)
        assert {int(number) for number in re.findall(r"\[Harbour report (\d+)\]", text)} == set(range(1, 21))

    async def test_nobody_is_called_but_the_chosen_role(
        self, env: Env, bot: Newsdesk, guild: GuildHandle, channel: ChannelHandle, editor: MemberActor
    ) -> None:
        """A digest with a role pings it and nobody else; one without pings nobody."""
        role = guild.create_role("Readers", mentionable=True)
        await create(editor, channel)
        await create(editor, channel, role=role)
        await add(bot, guild, 1, title="@everyone <@&1234> look")
        await pass_time(env, bot, timedelta(hours=20, seconds=5))
        sent = [one.json for one in env.http_requests if one.path == f"/channels/{channel.id}/messages" and one.json]
        called = [one["allowed_mentions"] for one in sent]
        assert sorted(tuple(one.get("roles") or ()) for one in called) == [(), (role.id,)]
        assert all(one["parse"] == [] for one in called)
        assert len({one["nonce"] for one in sent}) == 2
        assert all(one["enforce_nonce"] for one in sent)

    async def test_quiet_days_are_told_only_where_wanted(
        self, env: Env, bot: Newsdesk, guild: GuildHandle, channel: ChannelHandle, editor: MemberActor
    ) -> None:
        """Without news one digest says so and pings nobody, another posts nothing; the log tells of both."""
        loud = guild.create_text_channel("loud")
        role = guild.create_role("Readers", mentionable=True)
        await create(editor, channel)
        await create(editor, channel, loud, quiet=True, role=role)
        await pass_time(env, bot, timedelta(hours=20, seconds=5))
        assert channel.history() == []
        (said,) = loud.history()
        assert "Nothing new since the last digest." in shown(said)
        assert "<@&" not in shown(said)
        log = text_of(await editor.slash(channel, "digest log", digest="news"))
        assert "skipped" in log
        assert "There was nothing new." in log

    async def test_after_downtime_one_edition_covers_the_gap(
        self, env: Env, bot: Newsdesk, guild: GuildHandle, channel: ChannelHandle, editor: MemberActor
    ) -> None:
        """Hours that were missed are caught up with one post that holds all their news."""
        await create(editor, channel, cadence="1", time="00:00")
        for number in range(1, 4):
            await add(bot, guild, number)
            env.backend.advance_clock(3_600)
        await pass_time(env, bot, timedelta(minutes=5))
        (posted,) = channel.history()
        assert all(f"Harbour report {number}" in shown(posted) for number in range(1, 4))

    async def test_an_announcement_is_published(
        self, env: Env, bot: Newsdesk, guild: GuildHandle, channel: ChannelHandle, editor: MemberActor
    ) -> None:
        """In an announcement channel an edition is published where that was chosen."""
        announcements = guild.create_news_channel("announcements")
        assert "**Publishes**" in text_of(await create(editor, channel, announcements, publish=True))
        await add(bot, guild, 1)
        await pass_time(env, bot, timedelta(hours=20, seconds=5))
        (posted,) = announcements.history()
        published = f"/channels/{announcements.id}/messages/{posted.id}/crosspost"
        assert [one.path for one in env.http_requests].count(published) == 1

    async def test_a_forum_gets_a_thread_for_each_edition(
        self, env: Env, bot: Newsdesk, guild: GuildHandle, channel: ChannelHandle, editor: MemberActor
    ) -> None:
        """In a forum each edition is a thread with the day and the local time as its name, and the log leads there."""
        forum = guild.create_forum_channel("forum")
        await create(editor, channel, forum)
        await add(bot, guild, 1)
        await pass_time(env, bot, timedelta(hours=20, seconds=5))
        (thread,) = forum.threads
        assert thread.name == "News digest · 21 November 2026, 09:00"
        (posted,) = thread.history()
        assert "Harbour report 1" in shown(posted)
        log = text_of(await editor.slash(channel, "digest log", digest="forum"))
        assert f"[message](https://discord.com/channels/{guild.id}/{thread.id})" in log

    async def test_a_forum_is_searched_before_it_gets_a_second_thread(
        self, env: Env, bot: Newsdesk, guild: GuildHandle, channel: ChannelHandle, editor: MemberActor
    ) -> None:
        """Where Discord took a thread but its answer was lost, the thread is found and not opened again."""
        forum = guild.create_forum_channel("forum")
        await create(editor, channel, forum)
        await add(bot, guild, 1)
        await lose_the_next_answer(env, f"/channels/{forum.id}/threads")
        await pass_time(env, bot, timedelta(hours=20, seconds=5))
        await pass_time(env, bot, timedelta(minutes=10))
        assert len(forum.threads) == 1
        assert [one.state for one in await editions(bot, guild)] == ["posted"]

    async def test_a_lost_answer_does_not_double_a_message(
        self, env: Env, bot: Newsdesk, guild: GuildHandle, channel: ChannelHandle, editor: MemberActor
    ) -> None:
        """Where Discord took a message but its answer was lost, the message is found by its button."""
        await create(editor, channel)
        await add(bot, guild, 1)
        await lose_the_next_answer(env, f"/channels/{channel.id}/messages")
        await pass_time(env, bot, timedelta(hours=20, seconds=5))
        await pass_time(env, bot, timedelta(minutes=10))
        (posted,) = channel.history()
        (edition,) = await editions(bot, guild)
        assert (edition.state, edition.message) == ("posted", posted.id)

    async def test_a_thread_is_posted_in(
        self, env: Env, bot: Newsdesk, guild: GuildHandle, channel: ChannelHandle, editor: MemberActor
    ) -> None:
        """A digest can go to a thread."""
        assert env.bot is not None
        parent = bot.get_channel(channel.id)
        assert isinstance(parent, discord.TextChannel)
        made = await parent.create_thread(name="daily", type=discord.ChannelType.public_thread)
        await env.settle()
        (thread,) = channel.threads
        assert thread.id == made.id
        await create(editor, channel, thread)
        await add(bot, guild, 1)
        await pass_time(env, bot, timedelta(hours=20, seconds=5))
        assert "Harbour report 1" in shown(thread.history()[-1])


async def lose_the_next_answer(env: Env, path: str) -> None:
    """Let Discord take the next request to this path, and lose its answer on the way."""
    real = env.bot.http.request
    lost: list[str] = []

    async def request(route: Any, **given: Any) -> Any:
        answer = await real(route, **given)
        if route.method == "POST" and route.url.endswith(path) and not lost:
            lost.append(path)
            raise ConnectionResetError("the answer is lost")
        return answer

    env.bot.http.request = request  # type: ignore[method-assign]


class TestFailing:
    """What Discord refuses."""

    async def test_a_closed_channel_pauses_the_digest_and_is_told_once(
        self, env: Env, bot: Newsdesk, guild: GuildHandle, channel: ChannelHandle, editor: MemberActor
    ) -> None:
        """A 403 pauses the digest; the editors read it once in their channel and in the list, and can resume it."""
        desk = guild.create_text_channel("desk")
        await editor.slash(channel, "desk setup", channel=desk)
        await create(editor, channel)
        await add(bot, guild, 1)
        env.inject_error("POST", f"/channels/{channel.id}/messages", status=403, code=50013, times=None)
        await pass_time(env, bot, timedelta(hours=20, seconds=5))
        await pass_time(env, bot, timedelta(days=2))
        (told,) = desk.history()
        assert "The digest for #news was paused: I may not post there" in shown(told)
        assert "Paused by the bot: I may not post there" in text_of(await editor.slash(channel, "digest list"))
        env.backend.faults.clear()
        assert "Digest resumed" in text_of(await editor.slash(channel, "digest resume", digest="news"))
        await pass_time(env, bot, timedelta(days=1))
        (posted,) = channel.history()
        assert "Harbour report 1" in shown(posted)

    async def test_a_deleted_channel_pauses_the_digest(
        self, env: Env, bot: Newsdesk, guild: GuildHandle, channel: ChannelHandle, editor: MemberActor
    ) -> None:
        """A channel that is gone pauses its digest; the list says so, and `/digest resume` asks for another."""
        gone = guild.create_text_channel("gone")
        await create(editor, channel, gone)
        await add(bot, guild, 1)
        deleted = bot.get_channel(gone.id)
        assert isinstance(deleted, discord.TextChannel)
        await deleted.delete()
        await env.settle()
        await pass_time(env, bot, timedelta(hours=20, seconds=5))
        assert "the channel is gone" in text_of(await editor.slash(channel, "digest list"))
        resumed = await editor.slash(channel, "digest resume", digest="deleted-channel")
        assert "/digest edit gives it another" in text_of(resumed)
        edited = await editor.slash(channel, "digest edit", digest="deleted-channel", channel=channel)
        assert "Digest changed" in text_of(edited)

    async def test_an_outage_loses_nothing(
        self, env: Env, bot: Newsdesk, guild: GuildHandle, channel: ChannelHandle, editor: MemberActor
    ) -> None:
        """Errors of Discord's are tried again until the message is there, and the log tells how often."""
        await create(editor, channel)
        await add(bot, guild, 1)
        env.inject_error("POST", f"/channels/{channel.id}/messages", status=503, times=3)
        await pass_time(env, bot, timedelta(hours=20, seconds=5))
        for _ in range(6):
            await pass_time(env, bot, timedelta(minutes=11))
        (posted,) = channel.history()
        assert "Harbour report 1" in shown(posted)
        assert "4 tries" in text_of(await editor.slash(channel, "digest log", digest="news"))

    async def test_a_rate_limit_puts_the_edition_back(
        self, env: Env, bot: Newsdesk, guild: GuildHandle, channel: ChannelHandle, editor: MemberActor
    ) -> None:
        """Where Discord asks to wait, the edition waits, and it is known that nothing was sent."""
        await create(editor, channel)
        await add(bot, guild, 1)
        env.inject_error("POST", f"/channels/{channel.id}/messages", status=429)
        await pass_time(env, bot, timedelta(hours=20, seconds=5))
        (edition,) = await editions(bot, guild)
        assert (edition.state, edition.sent_first, edition.note) == ("rendered", None, "Discord asked to wait.")
        await pass_time(env, bot, timedelta(minutes=11))
        assert len(channel.history()) == 1

    async def test_a_lost_permission_is_named_without_asking_discord(
        self, env: Env, bot: Newsdesk, guild: GuildHandle, channel: ChannelHandle, editor: MemberActor
    ) -> None:
        """What is known to be refused is not tried, and the list names the permission that is missing."""
        await create(editor, channel)
        await add(bot, guild, 1)
        known = bot.get_channel(channel.id)
        assert isinstance(known, discord.TextChannel)
        await known.set_permissions(known.guild.me, send_messages=False)
        await env.settle()
        await pass_time(env, bot, timedelta(hours=20, seconds=5))
        assert f"/channels/{channel.id}/messages" not in [one.path for one in env.http_requests]
        assert "allow Send Messages for me" in text_of(await editor.slash(channel, "digest list"))

    async def test_a_refused_message_is_not_sent_for_ever(
        self, env: Env, bot: Newsdesk, guild: GuildHandle, channel: ChannelHandle, editor: MemberActor
    ) -> None:
        """A 400 ends the edition, the editors are told, and its news comes with the next one."""
        desk = guild.create_text_channel("desk")
        await editor.slash(channel, "desk setup", channel=desk)
        await create(editor, channel)
        await add(bot, guild, 1)
        env.inject_error(
            "POST", f"/channels/{channel.id}/messages", status=400, code=50035, message="Invalid Form Body"
        )
        await pass_time(env, bot, timedelta(hours=20, seconds=5))
        await pass_time(env, bot, timedelta(hours=3))
        assert channel.history() == []
        (told,) = desk.history()
        assert "could not be posted this time: Discord refused the message" in shown(told)
        await pass_time(env, bot, timedelta(days=1))
        (posted,) = channel.history()
        assert "Harbour report 1" in shown(posted)


class TestManaging:
    """What editors do with a digest that there is."""

    async def test_a_preview_shows_the_message_and_why_others_are_left_out(
        self, bot: Newsdesk, guild: GuildHandle, channel: ChannelHandle, editor: MemberActor, env: Env
    ) -> None:
        """The preview is private, and its further pages name the rule that keeps each other article out."""
        await add(bot, guild, 5, title="An old report")
        env.backend.advance_clock(5 * 86_400)
        created = await create(editor, channel, exclude="crane", outlets="The Lindau Mail, Sample Wire")
        await add(bot, guild, 1)
        await add(bot, guild, 2, text="The ferries of Lindau stand still, the line said on Monday.", title="Ferries")
        await add(bot, guild, 3, text="Bread is dearer in Aurland, a ministry said.", outlet="The Baker")
        for shown_first in (
            await editor.slash(channel, "digest preview", digest="news"),
            await press_preview(editor, created),
        ):
            assert shown_first.ephemeral
            assert "[Ferries]" in text_of(shown_first)
            assert "3 articles left out" in text_of(shown_first)
        reasons = text_of(await press(editor, shown_first, "▶️"))
        assert "filter exclude: it has “crane”" in reasons
        assert "filter outlets: it is from The Baker" in reasons
        assert "it was added too long ago" in reasons
        assert channel.history() == []

    async def test_post_now_posts_and_leaves_the_schedule(
        self, bot: Newsdesk, guild: GuildHandle, channel: ChannelHandle, editor: MemberActor
    ) -> None:
        """`/digest post` posts at once and links the message; a second one has nothing new."""
        await create(editor, channel)
        await add(bot, guild, 1)
        result = await editor.slash(channel, "digest post", digest="news")
        (posted,) = channel.history()
        assert f"https://discord.com/channels/{guild.id}/{channel.id}/{posted.id}" in text_of(result)
        assert (await only_digest(bot, guild)).next_due == TOMORROW
        preview = text_of(await editor.slash(channel, "digest preview", digest="news"))
        assert "Nothing new since the last digest." in preview
        assert "nothing would be posted" in preview

    async def test_post_now_says_that_nothing_is_new(
        self, channel: ChannelHandle, editor: MemberActor, bot: Newsdesk
    ) -> None:
        """Where nothing is new, `/digest post` says so and posts nothing."""
        await create(editor, channel)
        assert "There was nothing new." in text_of(await editor.slash(channel, "digest post", digest="news"))
        assert channel.history() == []

    async def test_an_edit_changes_what_is_given_only(
        self, bot: Newsdesk, guild: GuildHandle, channel: ChannelHandle, editor: MemberActor
    ) -> None:
        """What is not given stays as it was, “none” empties a filter, and the next time is computed anew."""
        role = guild.create_role("Readers", mentionable=True)
        await create(editor, channel, include="harbour", exclude="crane", days="mon", role=role)
        text = text_of(await editor.slash(channel, "digest edit", digest="news", time="18:30", include="none"))
        assert "Mondays at 18:30 (Europe/Berlin)" in text
        assert "without “crane”" in text
        assert "harbour" not in text
        plan = (await only_digest(bot, guild)).plan
        assert (plan.filters.include, plan.filters.exclude, plan.role) == ((), ("crane",), role.id)
        await editor.slash(channel, "digest edit", digest="news", no_role=True, cadence="12")
        plan = (await only_digest(bot, guild)).plan
        assert (plan.role, plan.schedule.every, len(plan.schedule.weekdays)) == (None, 12, 7)

    async def test_pause_and_resume(
        self, env: Env, bot: Newsdesk, guild: GuildHandle, channel: ChannelHandle, editor: MemberActor
    ) -> None:
        """A paused digest posts nothing; resumed, it tells what came meanwhile."""
        await create(editor, channel)
        assert "Paused" in text_of(await editor.slash(channel, "digest pause", digest="news"))
        assert "paused already" in text_of(await editor.slash(channel, "digest pause", digest="news"))
        assert "Paused by an editor" in text_of(await editor.slash(channel, "digest list"))
        await add(bot, guild, 1)
        await pass_time(env, bot, timedelta(days=3))
        assert channel.history() == []
        assert "Digest resumed" in text_of(await editor.slash(channel, "digest resume", digest="news"))
        assert "is not paused" in text_of(await editor.slash(channel, "digest resume", digest="news"))

    async def test_the_list_tells_next_and_last(
        self, env: Env, bot: Newsdesk, guild: GuildHandle, channel: ChannelHandle, editor: MemberActor
    ) -> None:
        """Each digest stands there with its channel, its schedule, the next time and the last result."""
        assert "/digest create" in text_of(await editor.slash(channel, "digest list"))
        await create(editor, channel)
        assert "nothing was due yet" in text_of(await editor.slash(channel, "digest list"))
        await add(bot, guild, 1)
        await pass_time(env, bot, timedelta(hours=20, seconds=5))
        text = text_of(await editor.slash(channel, "digest list"))
        (posted,) = channel.history()
        assert f"<#{channel.id}> · **daily at 09:00** · Europe/Berlin" in text
        assert f"<t:{int(TOMORROW.timestamp()) + 86_400}:F>" in text
        assert f"✅ posted · <t:{int(env.now().timestamp())}:f> · [message]" in text
        assert str(posted.id) in text

    async def test_a_removed_digest_comes_back_by_button_and_by_command(
        self, bot: Newsdesk, guild: GuildHandle, channel: ChannelHandle, editor: MemberActor
    ) -> None:
        """The confirmation undoes the removal, and so does `/digest restore`."""
        await create(editor, channel)
        removed = await editor.slash(channel, "digest remove", digest="news")
        assert await bot.store.digests.of_guild(guild=guild.id) == []
        assert "no digest yet" in text_of(await editor.slash(channel, "digest pause", digest="news"))
        assert "Digest restored" in text_of(await press(editor, removed, "Undo"))
        assert (await only_digest(bot, guild)).next_due == TOMORROW
        assert "not among the removed" in text_of(await press(editor, removed, "Undo"))
        await editor.slash(channel, "digest remove", digest="news")
        (name,) = choice_names(await editor.autocomplete(channel, "digest restore", "digest", ""))
        assert name == "#news · daily 09:00 Europe/Berlin"
        assert "Digest restored" in text_of(await editor.slash(channel, "digest restore", digest="news"))

    async def test_digests_are_suggested_by_channel_and_time(
        self, channel: ChannelHandle, editor: MemberActor, guild: GuildHandle
    ) -> None:
        """The option `digest` offers this server's digests; what names none gets a sentence."""
        second = guild.create_text_channel("second")
        await create(editor, channel)
        await create(editor, channel, second, cadence="weekly")
        names = choice_names(await editor.autocomplete(channel, "digest pause", "digest", ""))
        assert names == ["#news · daily 09:00 Europe/Berlin", "#second · Mondays 09:00 Europe/Berlin"]
        assert choice_names(await editor.autocomplete(channel, "digest pause", "digest", "second")) == names[1:]
        assert "has no digest “third”" in text_of(await editor.slash(channel, "digest pause", digest="third"))

    async def test_another_server_cannot_touch_it(
        self,
        bot: Newsdesk,
        channel: ChannelHandle,
        editor: MemberActor,
        guild: GuildHandle,
        other_channel: ChannelHandle,
        other_editor: MemberActor,
    ) -> None:
        """A digest's number is worth nothing in another server."""
        await create(editor, channel)
        digest = await only_digest(bot, guild)
        for command in ("preview", "post", "pause", "remove", "log"):
            result = await other_editor.slash(other_channel, f"digest {command}", digest=str(digest.id))
            assert "no digest yet" in text_of(result)
        assert (await only_digest(bot, guild)).next_due == TOMORROW

    async def test_what_editors_did_is_in_the_audit_trail(
        self, bot: Newsdesk, guild: GuildHandle, channel: ChannelHandle, editor: MemberActor
    ) -> None:
        """Creating, pausing and removing are kept with the editor's id."""
        await create(editor, channel)
        await editor.slash(channel, "digest pause", digest="news")
        await editor.slash(channel, "digest remove", digest="news")
        entries = await bot.store.audit.list(guild=guild.id)
        assert [(one.actor, one.action) for one in entries] == [
            (editor.id, f"digest {what}") for what in ("remove", "pause", "create")
        ]


async def press_preview(editor: MemberActor, created: InteractionResult) -> InteractionResult:
    """Press the preview button of a confirmation."""
    assert "Preview" in buttons_of(created)
    return await press(editor, created, "Preview")


class TestStrangers:
    """Those who are no editors."""

    async def test_a_reader_does_not_see_the_commands(self, channel: ChannelHandle, reader: MemberActor) -> None:
        """For a reader there is no `/digest`."""
        with pytest.raises(simcord.SetupError):
            await reader.slash(channel, "digest list")

    @pytest.mark.parametrize(
        ("command", "options"),
        [
            ("create", {"cadence": "daily"}),
            ("edit", {"digest": "news"}),
            ("list", {}),
            *((command, {"digest": "news"}) for command in ("preview", "post", "pause", "resume", "log", "remove")),
            ("restore", {"digest": "news"}),
        ],
    )
    async def test_a_stranger_is_refused(
        self,
        bot: Newsdesk,
        guild: GuildHandle,
        channel: ChannelHandle,
        editor: MemberActor,
        stranger: MemberActor,
        command: str,
        options: dict[str, Any],
    ) -> None:
        """Who got the commands without the permission is refused by the bot, and nothing changes."""
        await create(editor, channel)
        given = {"channel": channel, **options} if command == "create" else options
        result = await stranger.slash(channel, f"digest {command}", **given)
        assert result.ephemeral
        assert "for editors" in text_of(result) or "No digest was removed" in text_of(result)
        digest = await only_digest(bot, guild)
        assert digest.next_due == TOMORROW

    async def test_an_undo_button_is_for_editors(
        self, bot: Newsdesk, channel: ChannelHandle, editor: MemberActor, stranger: MemberActor, guild: GuildHandle
    ) -> None:
        """Nobody else can press the button: its message is private."""
        await create(editor, channel)
        removed = await editor.slash(channel, "digest remove", digest="news")
        with pytest.raises(simcord.SetupError):
            await press(stranger, removed, "Undo")
        assert await bot.store.digests.of_guild(guild=guild.id) == []
