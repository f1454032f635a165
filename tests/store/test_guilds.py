"""Guilds, the editors' trail and what the bot remembers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.model import HOST_SHELF
from bot.store import Entry, Store

from .making import EDITOR, LOCAL, OTHER, TEXT, draft, everything, found, linked

NOW = datetime(2024, 3, 10, 12, 0, tzinfo=UTC)


async def test_the_bot_knows_which_guilds_it_is_in(store: Store) -> None:
    """Joining and leaving are remembered; joining again forgets the leaving."""
    for guild in (LOCAL, OTHER, LOCAL):
        await store.guilds.joined(guild, at=NOW)
    await store.guilds.left(OTHER, at=NOW)
    await store.guilds.left(333, at=NOW + timedelta(days=5))
    assert await store.guilds.present() == [LOCAL]
    assert await store.guilds.left_before(NOW + timedelta(days=1)) == [OTHER]
    await store.guilds.joined(OTHER)
    assert await store.guilds.present() == [LOCAL, OTHER]
    assert await store.guilds.left_before(NOW + timedelta(days=1)) == []


async def test_settings_are_kept_for_each_guild(store: Store) -> None:
    """A change leaves the other settings alone, None takes one away, joining keeps them."""
    await store.guilds.configure(LOCAL, language="no", editors=[1, 2])
    await store.guilds.configure(LOCAL, language="en", zone="Europe/Oslo")
    await store.guilds.joined(LOCAL)
    await store.guilds.configure(LOCAL, zone=None)
    assert await store.guilds.settings(LOCAL) == {"language": "en", "editors": [1, 2]}
    assert await store.guilds.settings(OTHER) == {}


async def test_forgetting_a_guild_erases_what_only_it_held(store: Store) -> None:
    """Its texts, trail and settings go, removed articles too; what others see stays."""
    own = (await store.articles.add(draft(), everything(), guild=LOCAL, actor=EDITOR)).article.id
    removed = (await store.articles.add(linked(1), found(), guild=LOCAL)).article.id
    await store.articles.remove(removed, guild=LOCAL)
    shared = (await store.articles.add(linked(2), found(), guild=LOCAL)).article.id
    await store.articles.add(linked(2), found(), guild=OTHER, actor=EDITOR)
    hosted = (await store.articles.add(linked(3), found(), guild=HOST_SHELF)).article.id
    await store.guilds.configure(LOCAL, language="no")

    assert await store.guilds.forget(LOCAL) == 2

    assert await store.articles.get(own, guild=LOCAL) is None
    assert await store.articles.restore(removed, guild=LOCAL) is None
    assert await store.articles.get(shared, guild=LOCAL) is None
    assert await store.articles.get(shared, guild=OTHER) is not None
    assert await store.articles.get(hosted, guild=LOCAL) is not None
    assert (await store.audit.list(guild=LOCAL)).items == ()
    assert len(await store.audit.list(guild=OTHER)) == 1
    assert await store.guilds.settings(LOCAL) == {}
    again = await store.articles.add(draft(), found(TEXT), guild=LOCAL)
    assert (again.outcome, again.article.id > hosted) == ("added", True)


async def test_the_trail_tells_who_did_what(store: Store) -> None:
    """Newest first, in pages, each guild its own."""
    for number in range(5):
        await store.audit.note(guild=LOCAL, actor=EDITOR, action=f"act {number}", article=number, at=NOW)
    await store.audit.note(guild=OTHER, actor=EDITOR, action="else")
    page = await store.audit.list(guild=LOCAL, limit=2, offset=2)
    assert [entry.action for entry in page] == ["act 2", "act 1"]
    assert page.total == 5
    assert page.items[0] == Entry(3, LOCAL, NOW, EDITOR, "act 2", 2)


async def test_the_trail_can_be_erased(store: Store) -> None:
    """For one user or for all, in one guild."""
    for actor in (1, 1, 2):
        await store.audit.note(guild=LOCAL, actor=actor, action="act")
    await store.audit.note(guild=OTHER, actor=1, action="act")
    assert await store.audit.erase(guild=LOCAL, actor=1) == 2
    assert [entry.actor for entry in await store.audit.list(guild=LOCAL)] == [2]
    assert await store.audit.erase(guild=LOCAL) == 1
    assert len(await store.audit.list(guild=OTHER)) == 1


async def test_the_bot_remembers_small_things(store: Store) -> None:
    """What was set last counts; None forgets."""
    assert await store.state.get("commands") is None
    await store.state.set("commands", "a")
    await store.state.set("commands", "b")
    assert await store.state.get("commands") == "b"
    await store.state.set("commands", None)
    assert await store.state.get("commands") is None
