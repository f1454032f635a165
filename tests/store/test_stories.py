"""Copies of one text are shown once, to those who see them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.analysis import analyse
from bot.model import HOST_SHELF, Draft
from bot.samples import load_samples
from bot.store import Store

DAY = datetime(2026, 11, 16, 9, tzinfo=UTC)
TEXT = load_samples()[0].text
OURS, THEIRS = 501, 502


async def add(store: Store, outlet: str, *, guild: int, hours: int = 0, text: str = TEXT) -> int:
    """Store a text as an outlet's own; gives the article's id."""
    draft = Draft(
        title=f"As {outlet} tells it",
        text=f"{text}\n\nReporting for {outlet}.",
        link=f"https://{outlet.lower()}.example/story",
        outlet=outlet,
        published=DAY + timedelta(hours=hours),
    )
    return (await store.articles.add(draft, analyse(draft.text, title=draft.title), guild=guild)).article.id


async def test_copies_are_listed_once_with_their_outlets(store: Store) -> None:
    """The newest copy stands for all, and names the others."""
    first = await add(store, "Wire", guild=OURS)
    second = await add(store, "Courier", guild=OURS, hours=2)
    page = await store.articles.latest(guild=OURS)
    assert [headline.id for headline in page] == [second]
    assert page.total == 1
    assert [(copy.id, copy.outlet, copy.link) for copy in page.items[0].copies] == [
        (first, "Wire", "https://wire.example/story")
    ]


async def test_copies_are_found_once(store: Store) -> None:
    """A search shows one hit for a story."""
    await add(store, "Wire", guild=OURS)
    await add(store, "Courier", guild=OURS, hours=2)
    hits = await store.search.find("humanitarian visas", guild=OURS)
    assert len(hits) == hits.total == 1
    assert len(hits.items[0].article.copies) == 1


async def test_each_copy_can_still_be_read(store: Store) -> None:
    """Every copy is suggested by its title and can be opened."""
    first, second = await add(store, "Wire", guild=OURS), await add(store, "Courier", guild=OURS, hours=2)
    assert {headline.id for headline in await store.articles.suggest(guild=OURS)} == {first, second}
    assert await store.articles.get(first, guild=OURS)


async def test_a_story_goes_on_without_a_removed_copy(store: Store) -> None:
    """When the copy that stands for a story is removed, another takes its place."""
    first, second = await add(store, "Wire", guild=OURS), await add(store, "Courier", guild=OURS, hours=2)
    await store.articles.remove(second, guild=OURS)
    page = await store.articles.latest(guild=OURS)
    assert [(headline.id, headline.copies) for headline in page] == [(first, ())]


async def test_another_guilds_copy_is_not_told_of(store: Store) -> None:
    """What one guild added neither hides nor names anything in another."""
    await add(store, "Wire", guild=THEIRS, hours=5)
    own = await add(store, "Courier", guild=OURS)
    page = await store.articles.latest(guild=OURS)
    assert [(headline.id, headline.copies) for headline in page] == [(own, ())]


async def test_the_hosts_copy_and_the_guilds_are_one_story(store: Store) -> None:
    """A guild's copy of what stands on the host's shelf is shown with it; other guilds see the host's alone."""
    host = await add(store, "Wire", guild=HOST_SHELF)
    own = await add(store, "Courier", guild=OURS, hours=1)
    (ours,) = await store.articles.latest(guild=OURS)
    (theirs,) = await store.articles.latest(guild=THEIRS)
    assert (ours.id, [copy.id for copy in ours.copies]) == (own, [host])
    assert (theirs.id, theirs.copies) == (host, ())


async def test_other_stories_stay_apart(store: Store) -> None:
    """Two different stories are two entries."""
    for number, sample in enumerate(load_samples()[:3]):
        await add(store, f"Outlet{number}", guild=OURS, text=sample.text)
    assert (await store.articles.latest(guild=OURS)).total == 3
