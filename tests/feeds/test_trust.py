"""Whose text stands under a link: no feed speaks for another site."""

from __future__ import annotations

import pytest
from loopback import Server

from bot.desk import add_article
from bot.feeds.document import Entry
from bot.feeds.drafts import Drafting
from bot.intake.links import is_same_site
from bot.model import Article, Draft

from .conftest import HERE, THERE, Desk
from .making import item, page, paragraphs, rss, text, title, whole

LINK = "https://news.example.org/mill"
FORGED = "<p>" + "The mayor said that the mill is lost and that he alone is to blame. " * 20 + "</p>"


def forged(*more: str, link: str = LINK, **fields: str) -> str:
    """A feed that says what another site is to have written."""
    return rss(item("mill", link=link, body=FORGED + "".join(more), title="Forged", **fields), title="Elsewhere")


def fetched(topic: str = "mill", link: str = LINK) -> Draft:
    """What an editor's link leads to."""
    return Draft(title=title(topic), text=text(topic), link=link, outlet="The Lindau Mail")


async def only(desk: Desk, guild: int) -> Article:
    """The one article of a guild."""
    (found,) = await desk.store.articles.latest(guild=guild)
    article = await desk.store.articles.get(found.id, guild=guild)
    assert article is not None
    return article


async def test_a_feed_plants_nothing_under_the_link_of_another_site(desk: Desk, site: Server) -> None:
    """Forged text is its own followers' article alone: another guild that adds the link gets the page's text."""
    site.put("/feed", forged())
    await desk.poll(await desk.follow("/feed", backlog=1))
    planted = await only(desk, HERE)
    assert (planted.title, planted.link) == ("Forged", LINK)
    assert await desk.store.feeds.linked([LINK]) == {}
    added = await add_article(desk.store, fetched(), guild=THERE)
    assert (added.outcome, added.article.title, added.article.text) == ("added", title("mill"), text("mill"))
    assert added.article.id != planted.id
    assert await desk.store.feeds.linked([LINK]) == {LINK: added.article.id}


async def test_a_planted_entry_is_not_renewed_into_the_real_article(desk: Desk, site: Server) -> None:
    """Edits of a forged entry change the feed's own article, and no other guild's."""
    site.put("/feed", forged())
    feed = await desk.follow("/feed", backlog=1)
    await desk.poll(feed)
    await add_article(desk.store, fetched(), guild=THERE)
    site.put("/feed", forged("<p>And the opera is lost, too, as he added.</p>"))
    await desk.poll(feed)
    assert (await only(desk, HERE)).version == 2
    real = await only(desk, THERE)
    assert (real.title, real.version, real.text) == (title("mill"), 1, text("mill"))


@pytest.mark.parametrize("guid", ["mill", "another"])
async def test_a_feed_that_led_to_a_stored_article_cannot_overwrite_it(desk: Desk, site: Server, guid: str) -> None:
    """An honest entry that is edited into a forged one, under its GUID or a new one, leaves the article as it is."""
    await add_article(desk.store, fetched(), guild=THERE)
    site.put("/feed", rss(item("mill", link=LINK)))
    feed = await desk.follow("/feed", backlog=1)
    await desk.poll(feed)
    assert (await only(desk, HERE)).id == (await only(desk, THERE)).id
    site.put("/feed", forged(guid=guid))
    await desk.poll(feed)
    real = await only(desk, THERE)
    assert (real.title, real.version, real.text) == (title("mill"), 1, text("mill"))


async def test_a_feed_that_had_the_same_text_cannot_overwrite_it(desk: Desk, site: Server) -> None:
    """Text that was copied from a stored article, and is then edited, is edited nowhere else."""
    await add_article(desk.store, fetched(), guild=HERE)
    site.put("/feed", rss(item("mill", link=site.url("/copy"), body=whole("mill"))))
    feed = await desk.follow("/feed", backlog=1)
    await desk.poll(feed)
    site.put("/feed", forged(link=site.url("/copy")))
    await desk.poll(feed)
    assert (await only(desk, HERE)).text == text("mill")


async def test_a_feed_does_not_overrule_the_page_that_an_editor_fetched(desk: Desk, site: Server) -> None:
    """Once an article's page was fetched, even its own site's feed no longer replaces its text."""
    link = site.url("/mill")
    site.put("/feed", rss(item("mill", link=link, body=whole("opera"))))
    feed = await desk.follow("/feed", backlog=1)
    await desk.poll(feed)
    assert (await add_article(desk.store, fetched(link=link), guild=HERE)).outcome == "updated"
    site.put("/feed", rss(item("mill", link=link, body=whole("well"))))
    await desk.poll(feed)
    assert (await only(desk, HERE)).text == text("mill")


async def test_an_entry_that_changes_its_link_does_not_overwrite_the_first_page(desk: Desk, site: Server) -> None:
    """An entry that comes to lead to another page brings that as another article."""
    site.put("/feed", rss(item("mill", link=LINK)))
    await add_article(desk.store, fetched(), guild=THERE)
    feed = await desk.follow("/feed", backlog=1)
    await desk.poll(feed)
    link = site.put("/opera", page("opera"), "Content-Type: text/html")
    site.put("/feed", rss(item("mill", link=link, title="Edited")))
    await desk.poll(feed)
    assert (await only(desk, THERE)).text == text("mill")
    assert title("opera") in await desk.titles()


async def test_a_feed_of_the_same_site_shares_its_articles(desk: Desk, site: Server) -> None:
    """Two guilds have one article where a feed tells of its own site, whichever of its feeds they follow."""
    link = site.url("/mill")
    for path, guild in (("/feed", HERE), ("/other", THERE)):
        site.put(path, rss(item("mill", link=link, body=whole("mill"))))
        await desk.poll(await desk.follow(path, backlog=1, guild=guild))
    mine, theirs = await only(desk, HERE), await only(desk, THERE)
    assert (mine.id, mine.link) == (theirs.id, link)
    assert await desk.store.feeds.linked([link]) == {link: mine.id}


async def test_a_forwarding_address_does_not_lend_its_site(desk: Desk, site: Server) -> None:
    """What counts is where the feed was found in the end, not the address that forwarded there."""
    subscription, _ = await desk.store.feeds.follow("https://news.example.org/go?to=elsewhere", guild=HERE)
    entry = Entry("k", "f", told=True, title="Forged", link=LINK, text="\n\n".join(paragraphs("mill")), whole=True)
    drafting = Drafting(desk.intake)
    forwarded = await drafting.make(entry, subscription.feed, last=True, source="https://evil.example.net/feed")
    direct = await drafting.make(entry, subscription.feed, last=True)
    assert forwarded is not None
    assert direct is not None
    assert (forwarded.link, forwarded.given_link) == (None, LINK)
    assert (direct.link, direct.given_link) == (LINK, None)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("https://feeds.example.co.uk/rss", "https://www.example.co.uk/a", True),
        ("http://127.0.0.1:81/rss", "http://127.0.0.1:81/a", True),
        ("http://127.0.0.1:81/rss", "http://127.0.0.1:82/a", False),
        ("https://one.co.uk/rss", "https://two.co.uk/a", False),
        ("https://one.github.io/rss", "https://two.github.io/a", False),
        ("https://example.org.evil.net/rss", "https://example.org/a", False),
    ],
)
def test_sites_are_registered_names(one: str, other: str, same: bool) -> None:
    """Hosts of one registered name are one site; those that share a public suffix are not."""
    assert is_same_site(one, other) is same
