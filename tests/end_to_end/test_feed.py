"""`/feed`: following feeds, seeing how they do, and lists of them, as editors run the commands and as others try to."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import simcord
from aiohttp import web
from feeds import making
from simcord import ChannelHandle, Env, MemberActor, UserHandle

from bot.client import Newsdesk
from bot.feeds.poller import Poller
from bot.intake import Intake
from bot.intake.fetch import Fetcher, Limits
from bot.model import Article
from bot.store import Store

from .acting import text_of_all_pages
from .looking import answer_of, choice_names, text_of

TOPICS = ("harbour", "library", "tunnel", "orchard", "theatre", "glacier")


class Site:
    """A news site on loopback: a front page, a feed of teasers, and the articles behind them."""

    def __init__(self) -> None:
        self.topics = list(TOPICS[:4])
        self.status = 200
        self.asked: list[str] = []
        self.url = ""
        self.ahead = timedelta(0)

    async def answer(self, request: web.Request) -> web.Response:
        self.asked.append(request.path)
        if request.path == "/":
            link = '<link rel="alternate" type="application/rss+xml" title="All news" href="/feed.xml">'
            return web.Response(text=f"<html><head>{link}</head><body>News</body></html>", content_type="text/html")
        if request.path == "/feed.xml":
            if self.status != 200:
                return web.Response(status=self.status)
            return web.Response(text=self.feed(), content_type="application/rss+xml")
        topic = request.path.removeprefix("/news/")
        if topic in self.topics:
            return web.Response(text=making.page(topic), content_type="text/html")
        return web.Response(status=404)

    def feed(self) -> str:
        return making.rss(*(making.item(topic, link=f"{self.url}/news/{topic}") for topic in reversed(self.topics)))


@pytest.fixture
async def site(bot: Newsdesk, env: Env) -> AsyncIterator[Site]:
    """A news site, the only private address that the bot may fetch from."""
    served = Site()
    application = web.Application()
    application.router.add_get("/{path:.*}", served.answer)
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    port: int = runner.addresses[0][1]
    served.url = f"http://127.0.0.1:{port}"
    bot.clock = lambda: datetime.now(UTC) + served.ahead
    await connect(bot, served)
    yield served
    await runner.cleanup()


async def connect(bot: Newsdesk, site: Site) -> None:
    """Let the bot fetch from the site, and from no other private address."""
    await bot.intake.close()
    port = int(site.url.rpartition(":")[2])
    fetcher = Fetcher(
        contact="", ports=frozenset({port}), opened=("127.0.0.1", port), limits=Limits(spacing=0.0, patience=2.0)
    )
    bot.intake = Intake(contact="", ports={port}, workers=1, fetcher=fetcher)
    bot.poller = Poller(bot.store, bot.intake, bot._tell_editors, clock=bot._now)


async def let_poll(bot: Newsdesk, site: Site, later: timedelta = timedelta(0)) -> int:
    """Let time pass and the loop poll what is due then; how many feeds it asked."""
    site.ahead += later
    # SimCord has a time of its own for what commands do, and a client must not be told of two.
    await connect(bot, site)
    count = await bot.poller.step()
    await bot.poller.finish()
    await connect(bot, site)
    return count


async def titles(store: Store, channel: ChannelHandle) -> set[str]:
    """The titles that the channel's server sees."""
    assert channel.guild is not None
    return {headline.title for headline in await store.articles.latest(guild=channel.guild.id, limit=50)}


async def test_following_a_feed(site: Site, channel: ChannelHandle, editor: MemberActor, bot: Newsdesk) -> None:
    """A feed's three newest entries become articles with their full text, and one request asks for the feed."""
    result = await editor.slash(channel, "feed add", url=f"{site.url}/feed.xml")
    assert result.ephemeral
    shown = text_of(result)
    assert "Followed" in shown
    assert "The Lindau Mail" in shown
    assert "News of the tunnel" in shown
    assert await titles(bot.store, channel) == {making.title(topic) for topic in TOPICS[1:4]}
    assert site.asked.count("/feed.xml") == 1
    assert making.paragraphs("tunnel")[1][:60] in text_of(await editor.slash(channel, "read", article="tunnel"))


async def test_a_site_leads_to_its_feed(site: Site, channel: ChannelHandle, editor: MemberActor) -> None:
    """The address of a site is enough: its page names the feed."""
    shown = text_of(await editor.slash(channel, "feed add", url=site.url, entries="skip"))
    assert "Followed" in shown
    assert "4 entries" in shown
    assert "The Lindau Mail" in text_of(await editor.slash(channel, "feed list"))


@pytest.mark.parametrize(
    ("options", "count"),
    [
        ({"entries": "skip"}, 0),
        ({"count": 1}, 1),
        ({"entries": "backfill"}, 4),
        ({"entries": "backfill", "count": 2}, 2),
    ],
)
async def test_what_a_feed_begins_with(
    site: Site, channel: ChannelHandle, editor: MemberActor, bot: Newsdesk, options: dict[str, object], count: int
) -> None:
    """An editor chooses how many of the entries that are there already become articles."""
    await editor.slash(channel, "feed add", url=f"{site.url}/feed.xml", **options)
    assert len(await titles(bot.store, channel)) == count


async def test_new_entries_come_by_themselves_and_once(
    site: Site, channel: ChannelHandle, editor: MemberActor, bot: Newsdesk
) -> None:
    """The loop brings what is new when the feed is due, and nothing twice."""
    await editor.slash(channel, "feed add", url=f"{site.url}/feed.xml", entries="skip")
    site.topics.append("theatre")
    assert await let_poll(bot, site) == 0
    for _ in range(2):
        assert await let_poll(bot, site, timedelta(days=2)) == 1
        assert await titles(bot.store, channel) == {"News of the theatre"}


async def test_filters_keep_articles_out(
    site: Site, channel: ChannelHandle, editor: MemberActor, bot: Newsdesk
) -> None:
    """Words that an article must have, or must not have, are looked for in its whole text."""
    options = {"include": "tunnel, library", "exclude": "library"}
    shown = text_of(await editor.slash(channel, "feed add", url=f"{site.url}/feed.xml", entries="backfill", **options))
    assert "only with “tunnel”, “library”; never with “library”" in shown
    assert await titles(bot.store, channel) == {"News of the tunnel"}


async def test_adding_again_changes_the_filters(
    site: Site, channel: ChannelHandle, editor: MemberActor, bot: Newsdesk
) -> None:
    """A feed that is followed already is not followed twice: its filters are set anew."""
    await editor.slash(channel, "feed add", url=f"{site.url}/feed.xml", include="opera")
    shown = text_of(await editor.slash(channel, "feed add", url=f"{site.url}/feed.xml", exclude="chess"))
    assert "Changed" in shown
    assert "never with “chess”" in shown
    assert channel.guild is not None
    (subscription,) = await bot.store.feeds.of_guild(guild=channel.guild.id)
    assert (subscription.include, subscription.exclude) == ((), ("chess",))


async def test_checking_a_feed(site: Site, channel: ChannelHandle, editor: MemberActor) -> None:
    """An editor's own poll tells what is new, that nothing is, or what is wrong."""
    await editor.slash(channel, "feed add", url=f"{site.url}/feed.xml", entries="skip")
    assert "nothing new" in text_of(await editor.slash(channel, "feed check", feed="lindau"))
    site.topics.append("theatre")
    assert "News of the theatre" in text_of(await editor.slash(channel, "feed check", feed="lindau"))
    site.status = 403
    shown = text_of(await editor.slash(channel, "feed check", feed="lindau"))
    assert "does not let the bot read that page (403)" in shown
    listed = text_of(await editor.slash(channel, "feed list"))
    assert "fails since" in listed
    assert "(403)" in listed


async def test_pausing_and_resuming(site: Site, channel: ChannelHandle, editor: MemberActor, bot: Newsdesk) -> None:
    """A paused feed is not asked; a resumed one goes on with what comes from then on."""
    await editor.slash(channel, "feed add", url=f"{site.url}/feed.xml", entries="skip")
    assert "Paused" in text_of(await editor.slash(channel, "feed pause", feed="lindau"))
    assert "paused already" in text_of(await editor.slash(channel, "feed pause", feed="lindau"))
    assert "paused here" in text_of(await editor.slash(channel, "feed check", feed="lindau"))
    assert await let_poll(bot, site, timedelta(days=2)) == 0
    site.topics.append("theatre")
    assert "Resumed" in text_of(await editor.slash(channel, "feed resume", feed="lindau"))
    assert "not paused" in text_of(await editor.slash(channel, "feed resume", feed="lindau"))
    assert await let_poll(bot, site) == 1
    site.topics.append("glacier")
    await editor.slash(channel, "feed check", feed="lindau")
    assert await titles(bot.store, channel) == {"News of the glacier"}


async def test_removing_a_feed(site: Site, channel: ChannelHandle, editor: MemberActor, bot: Newsdesk) -> None:
    """A removed feed is listed no more, and its articles stay."""
    await editor.slash(channel, "feed add", url=f"{site.url}/feed.xml")
    assert "Removed" in text_of(await editor.slash(channel, "feed remove", feed="lindau"))
    assert "none yet" in text_of(await editor.slash(channel, "feed list"))
    assert len(await titles(bot.store, channel)) == 3
    assert "no feed named" in text_of(await editor.slash(channel, "feed remove", feed="lindau"))


async def test_lists_go_out_and_come_in(
    site: Site, channel: ChannelHandle, editor: MemberActor, other_channel: ChannelHandle, other_editor: MemberActor
) -> None:
    """What one server exports, another imports; what cannot be followed is told with the reason."""
    await editor.slash(channel, "feed add", url=f"{site.url}/feed.xml", entries="skip")
    exported = await editor.slash(channel, "feed export")
    assert exported.ephemeral
    (file,) = answer_of(exported).attachments
    data = f"""<opml version="2.0"><body><outline text="News">
        <outline text="The Mail" xmlUrl="{site.url}/feed.xml"/><outline text="Mine" xmlUrl="http://10.0.0.1/feed"/>
        </outline></body></opml>"""
    assert file.filename == "feeds.opml"
    shown = text_of(await other_editor.slash(other_channel, "feed import", file=("feeds.opml", data.encode())))
    assert "Imported: 1 feed" in shown.replace("*", "")
    assert "10.0.0.1" in shown
    assert "The Lindau Mail" in text_of(await other_editor.slash(other_channel, "feed list"))
    again = text_of(await other_editor.slash(other_channel, "feed import", file=("feeds.opml", data.encode())))
    assert "followed already" in again


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"just words",
        b"<html><body>no list</body></html>",
        b'<opml version="2.0"><body></body></opml>',
        b'<!DOCTYPE opml [<!ENTITY a "b">]><opml><body><outline xmlUrl="&a;"/></body></opml>',
    ],
)
async def test_a_file_without_feeds_is_told(channel: ChannelHandle, editor: MemberActor, data: bytes) -> None:
    """A file that is no list of feeds is refused with a sentence."""
    result = await editor.slash(channel, "feed import", file=("list.opml", data))
    assert result.ephemeral
    assert "Imported" not in text_of(result)
    assert "reference" not in text_of(result)


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("http://127.0.0.1/feed", "usual web ports"),
        ("javascript:alert(1)", "https://"),
        ("/news/tunnel", "no feed"),
        ("/nothing", "404"),
    ],
)
async def test_what_is_no_feed_is_told(
    site: Site, channel: ChannelHandle, editor: MemberActor, url: str, said: str
) -> None:
    """An address without a feed is refused with a sentence, and nothing is followed."""
    url = site.url + url if url.startswith("/") else url
    shown = text_of(await editor.slash(channel, "feed add", url=url))
    assert said in shown
    assert "reference" not in shown
    assert "none yet" in text_of(await editor.slash(channel, "feed list"))


async def test_a_private_address_is_no_reason_to_paste(site: Site, channel: ChannelHandle, editor: MemberActor) -> None:
    """Who adds the feed of a private network is told to check the address, since no feed can be pasted."""
    port = site.url.rpartition(":")[2]
    for host in ("newsroom", "10.0.0.1"):
        shown = text_of(await editor.slash(channel, "feed add", url=f"http://{host}:{port}/feed"))
        assert "where nothing is fetched. Check the address." in shown
        assert "paste" not in shown


async def test_feeds_are_suggested(
    site: Site, channel: ChannelHandle, editor: MemberActor, other_channel: ChannelHandle, other_editor: MemberActor
) -> None:
    """A server's own feeds are suggested by their names, and no others."""
    await editor.slash(channel, "feed add", url=f"{site.url}/feed.xml", entries="skip")
    assert choice_names(await editor.autocomplete(channel, "feed check", "feed", "lind")) == ["The Lindau Mail"]
    assert choice_names(await editor.autocomplete(channel, "feed check", "feed", "opera")) == []
    assert choice_names(await other_editor.autocomplete(other_channel, "feed check", "feed", "")) == []


async def test_the_editors_are_told_once_of_a_failing_feed_and_once_that_it_is_back(
    site: Site, channel: ChannelHandle, editor: MemberActor
) -> None:
    """In the channel that was set up for it, the editors read that a feed fails and why, and that it works again."""
    await editor.slash(channel, "desk setup", channel=channel)
    await editor.slash(channel, "feed add", url=f"{site.url}/feed.xml", entries="skip")
    for status in (500, 500, 500, 500, 500, 200, 200):
        site.status = status
        await editor.slash(channel, "feed check", feed="lindau")
    failing, back = [str([part.to_dict() for part in message.components]) for message in channel.history()]
    assert "“The Lindau Mail” fails: " in failing
    assert "has trouble of its own (500)" in failing
    assert "“The Lindau Mail” works again" in back


COMMANDS = [
    ("feed add", {"url": "https://example.org/feed"}),
    ("feed list", {}),
    ("feed check", {"feed": "1"}),
    ("feed pause", {"feed": "1"}),
    ("feed resume", {"feed": "1"}),
    ("feed remove", {"feed": "1"}),
    ("feed import", {"file": ("a.opml", b"<opml/>")}),
    ("feed export", {}),
]


@pytest.mark.parametrize(("command", "options"), COMMANDS)
async def test_readers_do_not_see_the_editors_commands(
    channel: ChannelHandle, reader: MemberActor, command: str, options: dict[str, object]
) -> None:
    """A member without Manage Server is not offered the editors' commands."""
    with pytest.raises(simcord.SetupError, match="default-member-permissions"):
        await reader.slash(channel, command, **options)


@pytest.mark.parametrize(("command", "options"), COMMANDS)
async def test_strangers_are_refused_again(
    site: Site, channel: ChannelHandle, editor: MemberActor, stranger: MemberActor, bot: Newsdesk, command: str,
    options: dict[str, object],
) -> None:  # fmt: skip
    """A stranger to whom the commands are open by mistake is refused by the bot, and nothing changes."""
    await editor.slash(channel, "feed add", url=f"{site.url}/feed.xml", entries="skip")
    asked = len(site.asked)
    assert channel.guild is not None
    before = await bot.store.feeds.of_guild(guild=channel.guild.id)
    if "feed" in options:
        options = {"feed": str(before[0].feed.id)}
    result = await stranger.slash(channel, command, **options)
    assert result.ephemeral
    assert text_of(result) == "This command is for editors: you need the permission Manage Guild in this server."
    assert await bot.store.feeds.of_guild(guild=channel.guild.id) == before
    assert len(site.asked) == asked


async def test_editors_commands_are_for_servers(passer_by: UserHandle) -> None:
    """In direct messages the editors' commands are not offered."""
    assert not [command for command in passer_by.available_commands() if command.startswith("feed")]


async def test_a_digest_of_chosen_feeds(
    site: Site, channel: ChannelHandle, editor: MemberActor, bot: Newsdesk, one_article: Article
) -> None:
    """A digest with `feeds` takes what these feeds brought, and says so of the rest; an unknown feed is told."""
    await editor.slash(channel, "feed add", url=f"{site.url}/feed.xml")
    options: dict[str, Any] = {"channel": channel, "cadence": "daily"}
    refused = await editor.slash(channel, "digest create", **options, feeds="The Moon Gazette")
    assert text_of(refused).startswith("This server follows no feed named “The Moon Gazette”")
    created = text_of(await editor.slash(channel, "digest create", **options, feeds="lindau"))
    assert "from 1 chosen feed" in created
    assert channel.guild is not None
    (digest,) = await bot.store.digests.of_guild(guild=channel.guild.id)
    preview = await editor.slash(channel, "digest preview", digest=str(digest.id))
    assert "News of the tunnel" in text_of(preview)
    assert "none of the chosen feeds brought it" in await text_of_all_pages(editor, preview)
