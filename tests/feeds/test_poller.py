"""Polling, from a site on loopback to the guilds' shelves."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from datetime import timedelta

import pytest
from loopback import Server

from bot.store import feeds as feeds_store

from .conftest import HERE, THERE, Desk
from .making import atom, item, json_feed, page, paragraphs, rdf, rss, text, title, whole

DAY = timedelta(days=1)


def whole_items(*topics: str, **fields: str) -> str:
    """A feed of RSS with whole articles."""
    return rss(*(item(topic, body=whole(topic), **fields) for topic in topics))


@pytest.mark.parametrize("write", [whole_items, atom, rdf, json_feed])
async def test_every_format_becomes_articles(desk: Desk, site: Server, write: Callable[..., str]) -> None:
    """RSS 2.0, Atom, RSS 1.0 and JSON Feed with whole articles need no request beside that for the feed."""
    site.put("/feed", write("mill", "opera"))
    await desk.poll(await desk.follow("/feed", backlog=3))
    assert await desk.titles() == [title("mill"), title("opera")]
    (found, _) = await desk.store.articles.latest(guild=HERE)
    article = await desk.store.articles.get(found.id, guild=HERE)
    assert article is not None
    assert article.text == text(article.title.rpartition(" ")[2])
    assert article.link == f"https://news.example.org/{article.title.rpartition(' ')[2]}"
    assert site.paths == ["/feed"]


async def test_a_teaser_becomes_the_whole_article(desk: Desk, site: Server) -> None:
    """The page behind a teaser is fetched, once the site's robots.txt was asked."""
    link = site.put("/mill", page("mill"), "Content-Type: text/html")
    site.put("/feed", rss(item("mill", link=link)))
    await desk.poll(await desk.follow("/feed", backlog=3))
    (found,) = await desk.store.articles.latest(guild=HERE)
    article = await desk.store.articles.get(found.id, guild=HERE)
    assert article is not None
    assert article.text == text("mill")
    assert site.paths == ["/feed", "/robots.txt", "/mill"]


async def test_robots_are_obeyed(desk: Desk, site: Server) -> None:
    """A page that a site closes to programs is not fetched; the teaser is kept with its link."""
    site.put("/robots.txt", "User-agent: *\nDisallow: /mill")
    link = site.put("/mill", page("mill"), "Content-Type: text/html")
    site.put("/feed", rss(item("mill", link=link)))
    await desk.poll(await desk.follow("/feed", backlog=3))
    assert await desk.titles() == [title("mill")]
    assert "/mill" not in site.paths


async def test_a_changed_date_or_title_makes_no_second_article(desk: Desk, site: Server) -> None:
    """An entry with another date is the same; one with another title becomes a new version of its article."""
    feed = await desk.follow("/feed", backlog=3)
    for number, headline in enumerate(("Mill closed", "Mill closed", "Mill closes for good")):
        fields = {"title": headline, "pubDate": f"Mon, {number + 10} Nov 2026 08:00:00 GMT"}
        site.put("/feed", rss(item("mill", body=whole("mill"), **fields)))
        await desk.poll(feed)
    (found,) = await desk.store.articles.latest(guild=HERE)
    assert (found.title, found.version) == ("Mill closes for good", 2)


async def test_an_edited_entry_with_a_new_guid_is_the_same_article(desk: Desk, site: Server) -> None:
    """Where a site gives each edit a GUID of its own, the link tells that it is the same article."""
    feed = await desk.follow("/feed", backlog=3)
    for number, words in enumerate((whole("mill"), whole("mill") + "<p>The mill was sold after all, it says.</p>")):
        site.put("/feed", rss(item("mill", guid=f"mill-{number}", body=words)))
        await desk.poll(feed)
    (found,) = await desk.store.articles.latest(guild=HERE)
    assert found.version == 2


async def test_an_edit_does_not_bring_back_what_was_removed(desk: Desk, site: Server) -> None:
    """An article that an editor has removed stays removed when its entry is edited, or comes again."""
    feed = await desk.follow("/feed", backlog=3)
    site.put("/feed", whole_items("mill"))
    report = await desk.poll(feed)
    ((_, added),) = report.added
    await desk.store.articles.remove(added.article.id, guild=HERE)
    for guid in ("mill", "mill-again"):
        site.put("/feed", rss(item("mill", guid=guid, body=whole("mill") + f"<p>Edited as {guid} today.</p>")))
        await desk.poll(feed)
    assert await desk.titles() == []


async def test_the_same_entry_in_two_feeds_is_one_article(desk: Desk, site: Server) -> None:
    """What two feeds bring under one link is stored once, and the second does not overrule the first."""
    link = site.url("/mill")
    other = item("mill", link=link, guid="other", title="Other words", body=whole("mill") + "<p>And more here.</p>")
    site.put("/one", whole_items("mill", link=link))
    site.put("/two", rss(other))
    for path in ("/one", "/two"):
        await desk.poll(await desk.follow(path, backlog=3))
    assert await desk.titles() == [title("mill")]
    (found,) = await desk.store.articles.latest(guild=HERE)
    assert found.version == 1


async def test_entries_that_share_a_link_are_not_one_article(desk: Desk, site: Server) -> None:
    """A feed whose entries all lead to one page keeps each of them."""
    link = "https://news.example.org/changes"
    site.put("/feed", rss(*(item(topic, link=link, body=whole(topic)) for topic in ("mill", "opera"))))
    await desk.poll(await desk.follow("/feed", backlog=3))
    assert await desk.titles() == [title("mill"), title("opera")]


async def test_one_poll_serves_all_guilds(desk: Desk, site: Server) -> None:
    """Two guilds that follow a feed cost one request, and each gets what its filter lets through."""
    site.put("/feed", whole_items("mill"))
    feed = await desk.follow("/feed")
    assert await desk.follow("/feed", guild=THERE, include=("opera",)) == feed
    await desk.poll(feed)
    site.put("/feed", whole_items("mill", "opera", "well"))
    asked = len(site.paths)
    await desk.poll(feed)
    assert len(site.paths) == asked + 1
    assert await desk.titles() == [title("opera"), title("well")]
    assert await desk.titles(THERE) == [title("opera")]


async def test_a_second_guild_begins_with_stored_articles(desk: Desk, site: Server) -> None:
    """A guild that comes later gets the newest entries, too, and the first one gets nothing twice."""
    site.put("/feed", whole_items("mill", "opera", "well"))
    feed = await desk.follow("/feed", backlog=1)
    await desk.poll(feed)
    await desk.follow("/feed", guild=THERE, backlog=2)
    await desk.poll(feed)
    assert await desk.titles() == [title("mill")]
    assert await desk.titles(THERE) == [title("mill"), title("opera")]


async def test_what_has_not_changed_is_not_sent_again(desk: Desk, site: Server) -> None:
    """The validator of the last answer goes with the next request, and a 304 is a success."""
    site.put("/feed", whole_items("mill"), 'ETag: "a1"')
    site.etags["/feed"] = '"a1"'
    feed = await desk.follow("/feed", backlog=1)
    assert (await desk.poll(feed)).changed
    report = await desk.poll(feed)
    assert (report.problem, report.changed) == (None, False)


async def test_a_crash_loses_no_entry_and_repeats_none(
    desk: Desk, site: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where writing fails in the middle, neither articles nor the validator are kept, and the next poll has it all."""
    site.put("/feed", whole_items("mill", "opera"), 'ETag: "a1"')
    site.etags["/feed"] = '"a1"'
    feed = await desk.follow("/feed", backlog=3)
    with monkeypatch.context() as broken:
        # The state is written last, when the articles are in the transaction already.
        broken.setattr(feeds_store, "_SUCCEEDED", "UPDATE nothing SET here = 1")
        with pytest.raises(sqlite3.OperationalError):
            await desk.poll(feed)
    assert await desk.titles() == []
    plan = await desk.store.feeds.plan(feed)
    assert plan is not None
    assert (plan.etag, plan.known) == (None, {})
    for _ in range(2):
        await desk.poll(feed)
        assert await desk.titles() == [title("mill"), title("opera")]


async def test_a_page_that_cannot_be_had_now_is_had_later(desk: Desk, site: Server) -> None:
    """An entry whose page fails is tried again, even where the feed has not changed, and is not doubled."""
    site.etags["/feed"] = '"a1"'
    link = site.put("/mill", "", status="503 Service Unavailable")
    site.put("/feed", rss(item("mill", link=link)), 'ETag: "a1"')
    feed = await desk.follow("/feed", backlog=1)
    assert (await desk.poll(feed)).waiting == 1
    assert await desk.titles() == []
    site.put("/mill", page("mill"), "Content-Type: text/html")
    assert (await desk.poll(feed)).waiting == 0
    assert await desk.titles() == [title("mill")]


async def test_a_page_that_can_never_be_had_leaves_the_teaser(desk: Desk, site: Server) -> None:
    """After some tries the teaser is the article: nothing waits for ever."""
    link = site.put("/mill", "", status="503 Service Unavailable")
    site.put("/feed", rss(item("mill", link=link)))
    feed = await desk.follow("/feed", backlog=1)
    for _ in range(6):
        await desk.poll(feed)
    (found,) = await desk.store.articles.latest(guild=HERE)
    article = await desk.store.articles.get(found.id, guild=HERE)
    assert article is not None
    assert article.text == f"{paragraphs('mill')[0][:90]}…"
    assert site.paths.count("/mill") == 4


async def test_a_feed_that_is_gone_ends_at_once(desk: Desk, site: Server) -> None:
    """410 ends a feed: its editors are told, and it is not asked again by itself."""
    site.put("/feed", "", status="410 Gone")
    feed = await desk.follow("/feed", backlog=1)
    report = await desk.poll(feed, later=30 * DAY)
    assert report.problem is not None
    assert [(guild, "has ended" in said) for guild, said in desk.told] == [(HERE, True)]
    assert await desk.poller.step() == 0
    subscription = await desk.store.feeds.get(feed, guild=HERE)
    assert subscription is not None
    assert subscription.feed.ended is not None


async def test_failures_back_off_and_are_told_once(desk: Desk, site: Server) -> None:
    """A failing feed is asked less and less but never given up; its editors hear of it once, and of its return once."""
    site.put("/feed", "", status="500 Internal Server Error")
    feed = await desk.follow("/feed")
    waits = []
    for _ in range(12):
        await desk.poll(feed, later=timedelta(0))
        subscription = await desk.store.feeds.get(feed, guild=HERE)
        assert subscription is not None
        assert subscription.feed.next_poll is not None
        waits.append(subscription.feed.next_poll - desk.moment)
        desk.moment = subscription.feed.next_poll
    assert timedelta(minutes=12) <= waits[0] <= timedelta(minutes=18)
    assert waits[0] < waits[2] < waits[4] < waits[6]
    assert waits[-1] <= timedelta(hours=27)
    assert len(desk.told) == 1
    assert "has trouble of its own (500)" in desk.told[0][1]
    site.put("/feed", whole_items("mill"))
    for _ in range(2):
        await desk.poll(feed)
    assert ["works again" in said for _, said in desk.told[1:]] == [True]


async def test_a_host_that_asks_for_a_pause_gets_it(desk: Desk, site: Server) -> None:
    """Retry-After of a 429 is waited for."""
    site.put("/feed", "", "Retry-After: 7200", status="429 Too Many Requests")
    feed = await desk.follow("/feed")
    await desk.poll(feed, later=timedelta(0))
    subscription = await desk.store.feeds.get(feed, guild=HERE)
    assert subscription is not None
    assert subscription.feed.next_poll is not None
    assert subscription.feed.next_poll - desk.moment >= timedelta(hours=2)


async def test_a_moved_feed_is_followed_after_three_confirmations(desk: Desk, site: Server) -> None:
    """A 301 changes the feed's address when three polls in a row have said so, and loses nothing on the way."""
    site.put("/new", whole_items("mill"))
    site.put("/old", "", f"Location: {site.url('/new')}", status="301 Moved Permanently")
    feed = await desk.follow("/old", backlog=1)
    addresses = []
    for _ in range(3):
        await desk.poll(feed)
        subscription = await desk.store.feeds.get(feed, guild=HERE)
        assert subscription is not None
        addresses.append(subscription.feed.url.rpartition("/")[2])
    assert addresses == ["old", "old", "new"]
    assert await desk.titles() == [title("mill")]


async def test_a_feed_that_moves_onto_another_joins_it(desk: Desk, site: Server) -> None:
    """Who followed the old address follows the feed at the new one, and nothing comes twice."""
    site.put("/new", whole_items("mill"))
    site.put("/old", "", f"Location: {site.url('/new')}", status="308 Permanent Redirect")
    new = await desk.follow("/new", guild=THERE, backlog=1)
    await desk.poll(new)
    old = await desk.follow("/old", backlog=1)
    for _ in range(3):
        await desk.poll(old)
    assert await desk.store.feeds.get(old, guild=HERE) is None
    assert await desk.store.feeds.get(new, guild=HERE) is not None
    site.put("/new", whole_items("opera", "mill"))
    await desk.poll(new)
    assert await desk.titles() == [title("mill"), title("opera")]


async def test_a_broken_feed_delays_no_other(desk: Desk, site: Server) -> None:
    """One step polls all feeds that are due, whatever becomes of one; each host is asked one at a time."""
    site.put("/broken", "<rss><channel><item><title>Half")
    site.put("/feed", whole_items("mill"))
    await desk.follow("/broken", backlog=1)
    await desk.follow("/feed", backlog=1)
    counts = []
    for _ in range(2):
        counts.append(await desk.poller.step())
        await desk.poller.finish()
    assert counts == [1, 1]
    assert await desk.titles() == [title("mill")]


async def test_more_than_one_poll_can_hold_is_not_dropped(
    desk: Desk, site: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a burst, what is too much for one poll comes with the next one."""
    monkeypatch.setattr("bot.feeds.selection.MOST_AT_ONCE", 3)
    site.etags["/feed"] = '"a1"'
    site.put("/feed", rss(), 'ETag: "a0"')
    feed = await desk.follow("/feed")
    await desk.poll(feed)
    topics = ["mill", "opera", "well", "tunnel", "glacier"]
    site.put("/feed", whole_items(*topics), 'ETag: "a1"')
    assert (await desk.poll(feed)).waiting == 2
    await desk.poll(feed)
    assert await desk.titles() == sorted(map(title, topics))


async def test_a_guild_that_sent_the_bot_away_is_polled_for_no_more(desk: Desk, site: Server) -> None:
    """Feeds that only such a guild follows are not asked."""
    site.put("/feed", whole_items("mill"))
    await desk.follow("/feed", backlog=1)
    await desk.store.guilds.left(HERE)
    assert await desk.poller.step() == 0
    await desk.store.guilds.forget(HERE)
    assert await desk.store.feeds.of_guild(guild=HERE) == []


async def test_the_loop_goes_on_by_itself(desk: Desk, site: Server) -> None:
    """What is due is polled by the running loop, which ends when it is cancelled."""
    site.put("/feed", whole_items("mill"))
    await desk.follow("/feed", backlog=1)
    running = asyncio.create_task(desk.poller.run())
    async with asyncio.timeout(60):
        while not await desk.titles():  # noqa: ASYNC110 - nobody tells when the loop has done it
            await asyncio.sleep(0.05)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
