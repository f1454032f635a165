"""Articles: stored once, seen by the guilds on whose shelves they stand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.model import HOST_SHELF, Headline
from bot.store import Store

from .making import EDITOR, LOCAL, OTHER, TEXT, draft, everything, found, linked

NOW = datetime(2024, 3, 10, 12, 0, tzinfo=UTC)


def titles(headlines: object) -> list[str]:
    """The titles of headlines."""
    return [headline.title for headline in headlines]  # type: ignore[attr-defined]


async def put(store: Store, number: int, guild: int = LOCAL, **fields: object) -> int:
    """Store an article from a link; gives its id."""
    new = linked(number, **fields)  # type: ignore[arg-type]
    return (await store.articles.add(new, found(new.text), guild=guild, at=NOW + timedelta(hours=number))).article.id


class TestAdding:
    """Adding an article."""

    async def test_keeps_all_fields(self, store: Store) -> None:
        """What was given comes back."""
        new = linked(1, author="Kari Moe", published=NOW, language="no", title="Ferjer står")
        added = await store.articles.add(new, found(new.text), guild=LOCAL, at=NOW + timedelta(hours=2))
        article = await store.articles.get(added.article.id, guild=LOCAL)
        assert added.outcome == "added"
        assert article == added.article
        assert article is not None
        assert (article.title, article.text, article.link) == (new.title, new.text, new.link)
        assert (article.outlet, article.author, article.language) == ("Nordlys", "Kari Moe", "no")
        assert (article.published, article.added, article.updated) == (NOW, NOW + timedelta(hours=2), None)
        assert article.version == 1

    async def test_takes_the_language_from_the_analysis(self, store: Store) -> None:
        """Where a draft tells no language, the analysis does."""
        added = await store.articles.add(draft(), found(), guild=LOCAL)
        assert added.article.language == "en"

    async def test_of_a_time_without_zone_is_refused_whole(self, store: Store) -> None:
        """A date that could mean several moments is a fault, and nothing is stored."""
        with pytest.raises(ValueError, match="time zone"):
            await store.articles.add(draft(published=datetime(2024, 1, 1)), found(), guild=LOCAL)
        assert await store.articles.count(guild=LOCAL) == 0

    async def test_the_same_link_again_is_known(self, store: Store) -> None:
        """The same link with the same text is the article that is there already."""
        first = await store.articles.add(linked(1), found(), guild=LOCAL)
        again = await store.articles.add(linked(1), found(), guild=LOCAL)
        assert (again.outcome, again.article) == ("known", first.article)

    async def test_the_same_link_with_other_text_is_a_new_version(self, store: Store) -> None:
        """A changed text makes a second version of the same article, with findings of its own."""
        first = await store.articles.add(linked(1), everything(linked(1).text), guild=LOCAL, at=NOW)
        changed = linked(1, "The strike is over. Crews are back.", title="Strike ends")
        second = await store.articles.add(changed, found(changed.text), guild=LOCAL, at=NOW + timedelta(days=1))
        assert second.outcome == "updated"
        assert (second.article.id, second.article.version) == (first.article.id, 2)
        assert (second.article.title, second.article.text) == ("Strike ends", changed.text)
        assert second.article.updated == NOW + timedelta(days=1)
        assert await store.analyses.get(first.article.id, guild=LOCAL) == found(changed.text)
        assert (await store.search.find("minister", guild=LOCAL)).total == 0
        assert (await store.search.find("over", guild=LOCAL)).total == 1

    async def test_another_title_alone_is_a_new_version(self, store: Store) -> None:
        """A headline that its outlet mended is shown as mended."""
        await store.articles.add(linked(1), found(), guild=LOCAL)
        again = await store.articles.add(linked(1, title="Mended"), found(), guild=LOCAL)
        assert (again.outcome, again.article.title, again.article.version) == ("updated", "Mended", 2)

    async def test_of_a_known_link_fills_in_what_was_missing(self, store: Store) -> None:
        """A date and an outlet that come later are kept, and the article moves to its date."""
        await store.articles.add(linked(1, outlet=None), found(), guild=LOCAL, at=NOW)
        await store.articles.add(linked(2), found(), guild=LOCAL, at=NOW - timedelta(days=3))
        dated = linked(1, outlet="Fjordavisa", author="Liv", published=NOW - timedelta(days=9))
        again = await store.articles.add(dated, found(), guild=LOCAL)
        assert (again.outcome, again.article.outlet, again.article.author) == ("known", "Fjordavisa", "Liv")
        assert titles(await store.articles.latest(guild=LOCAL)) == ["Report 2", "Report 1"]
        assert titles(await store.articles.latest(guild=LOCAL, outlet="fjordavisa")) == ["Report 1"]

    async def test_what_is_filled_in_dates_statements_too(self, store: Store) -> None:
        """A statement without a date of its own is dated like its article."""
        await store.articles.add(linked(1), everything(linked(1).text), guild=LOCAL)
        await store.articles.add(linked(1, published=NOW), found(), guild=LOCAL)
        assert len(await store.findings.positions(guild=LOCAL, as_of=NOW.date() + timedelta(days=100))) == 1

    async def test_a_pasted_text_again_is_known(self, store: Store) -> None:
        """White space does not make another article of a text."""
        first = await store.articles.add(draft(), found(), guild=LOCAL)
        again = await store.articles.add(draft(TEXT.replace(". ", ".\n\n ")), found(), guild=LOCAL)
        assert (again.outcome, again.article.id) == ("known", first.article.id)

    async def test_a_pasted_text_that_is_here_by_link_is_known(self, store: Store) -> None:
        """What a guild sees already is not stored a second time."""
        first = await store.articles.add(linked(1, TEXT), found(), guild=HOST_SHELF)
        again = await store.articles.add(draft(), found(), guild=LOCAL)
        assert (again.outcome, again.article.id) == ("known", first.article.id)

    async def test_a_copy_under_another_link_is_known(self, store: Store) -> None:
        """Exact duplicates are one article within what a guild sees, wherever they come from."""
        first = await store.articles.add(linked(1, TEXT), found(), guild=LOCAL)
        await store.articles.add(linked(2, TEXT), found(), guild=OTHER)
        copy = await store.articles.add(linked(2, TEXT), found(), guild=LOCAL)
        assert (copy.outcome, copy.article.id) == ("known", first.article.id)

    async def test_characters_that_cannot_be_stored_are_replaced_one_by_one(self, store: Store) -> None:
        """Half a surrogate pair and NUL become another character, so that spans still fit."""
        text = "One \x00 and \ud83d. The strike goes on."
        added = await store.articles.add(draft(text, title="A\x00b"), found(text), guild=LOCAL)
        assert added.article.text == "One \ufffd and \ufffd. The strike goes on."
        (hit,) = await store.search.find("strike", guild=LOCAL)
        assert [mark.of(hit.article.text) for mark in hit.marks] == ["strike"]

    async def test_an_empty_text_is_kept(self, store: Store) -> None:
        """An article without words can be stored and read like any other."""
        added = await store.articles.add(draft("", title=""), found(""), guild=LOCAL)
        assert (await store.articles.get(added.article.id, guild=LOCAL)) == added.article

    async def test_shows_the_link_that_an_editor_gave(self, store: Store) -> None:
        """A pasted text has the link that its editor told."""
        added = await store.articles.add(draft(given_link="https://told.example/a"), found(), guild=LOCAL)
        assert added.article.link == "https://told.example/a"


class TestVisibility:
    """Who sees what."""

    async def test_the_host_shelf_is_open_to_all(self, store: Store) -> None:
        """Every guild and direct messages see what the host stored."""
        number = await put(store, 1, HOST_SHELF)
        for guild in (HOST_SHELF, LOCAL, OTHER):
            assert await store.articles.get(number, guild=guild) is not None
            assert titles(await store.articles.latest(guild=guild)) == ["Report 1"]

    async def test_a_guild_sees_nothing_of_another(self, store: Store) -> None:
        """No question shows what only another guild holds."""
        new = linked(1)
        added = await store.articles.add(new, everything(new.text), guild=LOCAL)
        number = added.article.id
        for guild in (OTHER, HOST_SHELF):
            assert await store.articles.get(number, guild=guild) is None
            assert await store.analyses.get(number, guild=guild) is None
            assert not (await store.articles.latest(guild=guild)).items
            assert not (await store.articles.latest(guild=guild, topic="strike")).items
            assert not (await store.articles.latest(guild=guild, outlet="Nordlys")).items
            assert await store.articles.suggest(guild=guild) == []
            assert await store.articles.suggest(guild=guild, typed="rep") == []
            assert await store.articles.outlets(guild=guild) == []
            assert await store.articles.count(guild=guild) == 0
            assert not (await store.search.find("strike", guild=guild)).items
            assert not (await store.findings.quotations(guild=guild)).items
            assert not (await store.findings.quotations(guild=guild, article=number)).items
            assert not (await store.findings.quotations(guild=guild, speaker="Dahl")).items
            assert not (await store.findings.quantities(guild=guild)).items
            assert not (await store.findings.quantities(guild=guild, about="workers")).items
            assert await store.findings.speakers(guild=guild) == []
            assert await store.findings.speakers(guild=guild, typed="dahl") == []
            assert await store.findings.speakers(guild=guild, article=number) == []
            assert await store.findings.positions(guild=guild) == []
            assert await store.findings.positions(guild=guild, country="NO") == []
            assert await store.findings.countries(guild=guild) == []
            assert await store.findings.origins(guild=guild) == []
            assert await store.articles.remove(number, guild=guild) is None
            assert await store.articles.restore(number, guild=guild) is None

    async def test_a_pasted_text_is_each_guild_s_own(self, store: Store) -> None:
        """Two guilds that paste the same text have two articles, so that neither can touch the other's."""
        mine = await store.articles.add(draft(title="Mine"), found(), guild=LOCAL)
        theirs = await store.articles.add(draft(title="Theirs"), found(), guild=OTHER)
        assert theirs.outcome == "added"
        assert theirs.article.id != mine.article.id
        assert titles(await store.articles.latest(guild=LOCAL)) == ["Mine"]

    async def test_a_link_is_stored_once_for_all_guilds(self, store: Store) -> None:
        """The second guild gets the same article, with the day on which it added it."""
        mine = await store.articles.add(linked(1), found(), guild=LOCAL, at=NOW)
        theirs = await store.articles.add(linked(1), found(), guild=OTHER, at=NOW + timedelta(days=40))
        assert (theirs.outcome, theirs.article.id) == ("added", mine.article.id)
        assert theirs.article.added == NOW + timedelta(days=40)
        seen = await store.articles.get(mine.article.id, guild=LOCAL)
        assert seen is not None
        assert seen.added == NOW

    async def test_an_article_on_both_shelves_is_listed_once(self, store: Store) -> None:
        """What the host adds after a guild did appears in the guild's lists with the guild's own date."""
        await put(store, 1)
        other = linked(2, "The museum shows a boat from the ice.")
        await store.articles.add(other, found(other.text), guild=HOST_SHELF, at=NOW + timedelta(hours=1))
        await store.articles.add(linked(1), found(linked(1).text), guild=HOST_SHELF, at=NOW + timedelta(days=1))
        assert titles(await store.articles.latest(guild=LOCAL)) == ["Report 2", "Report 1"]
        assert titles(await store.articles.latest(guild=HOST_SHELF)) == ["Report 1", "Report 2"]
        assert await store.articles.count(guild=LOCAL) == 2
        assert titles(await store.articles.latest(guild=LOCAL, topic="report")) == ["Report 2", "Report 1"]
        assert (await store.search.find("report", guild=LOCAL)).total == 2


class TestLatest:
    """The newest articles."""

    async def test_are_by_date_of_publication_or_else_of_adding(self, store: Store) -> None:
        """An old report that is added today is old."""
        await put(store, 1)
        await put(store, 2, published=NOW - timedelta(days=400))
        await put(store, 3, HOST_SHELF)
        assert titles(await store.articles.latest(guild=LOCAL)) == ["Report 3", "Report 1", "Report 2"]

    async def test_come_in_pages(self, store: Store) -> None:
        """Pages follow each other without gap or overlap and know how many there are."""
        for number in range(7):
            await put(store, number, HOST_SHELF if number % 2 else LOCAL)
        pages = [await store.articles.latest(guild=LOCAL, limit=3, offset=offset) for offset in (0, 3, 6, 9)]
        assert [title for page in pages for title in titles(page)] == [f"Report {n}" for n in range(6, -1, -1)]
        assert [page.total for page in pages] == [7, 7, 7, 7]
        assert [len(page) for page in pages] == [3, 3, 1, 0]

    async def test_of_an_outlet(self, store: Store) -> None:
        """The outlet's name is compared without case and diacritics, and only as a whole."""
        await put(store, 1, outlet="Süd Zeitung")
        await put(store, 2, outlet="Süd")
        await put(store, 3, HOST_SHELF, outlet="SUD ZEITUNG")
        assert titles(await store.articles.latest(guild=LOCAL, outlet="sud zeitung")) == ["Report 3", "Report 1"]

    async def test_on_a_topic(self, store: Store) -> None:
        """A topic is looked for in titles and key phrases, not in every mention."""
        await store.articles.add(linked(1), found(linked(1).text, phrases=["Ferry crews"]), guild=LOCAL)
        await store.articles.add(linked(2), found(linked(2).text, phrases=["strike"]), guild=LOCAL)
        await put(store, 3, title="Ferry sinks", outlet="Fjordavisa")
        assert sorted(titles(await store.articles.latest(guild=LOCAL, topic="ferry"))) == ["Ferry sinks", "Report 1"]
        both = await store.articles.latest(guild=LOCAL, topic="ferry", outlet="Fjordavisa")
        assert titles(both) == ["Ferry sinks"]

    @pytest.mark.parametrize("topic", ["", "  ", '"', "***", "\x00"])
    async def test_on_a_topic_without_words_are_none(self, store: Store, topic: str) -> None:
        """Nothing is about nothing."""
        await put(store, 1)
        assert (await store.articles.latest(guild=LOCAL, topic=topic)).items == ()


class TestCompletion:
    """What is offered while somebody types."""

    async def test_offers_the_newest_where_nothing_is_typed(self, store: Store) -> None:
        """At most as many as asked for."""
        for number in range(5):
            await put(store, number)
        assert titles(await store.articles.suggest(guild=LOCAL, limit=3)) == ["Report 4", "Report 3", "Report 2"]

    @pytest.mark.parametrize(
        "typed", ["el", "ELEC", "élec", "prime el", "election pri", '"prime', "el*", "elec(", "-elec"]
    )
    async def test_finds_titles_by_the_beginning_of_the_last_word(self, store: Store, typed: str) -> None:
        """Case, diacritics and punctuation don't matter; whole words may come before."""
        await put(store, 1, title="Prime minister calls élection")
        await put(store, 2, title="Primeval eels")
        await put(store, 3, title="Delectable")
        assert "Prime minister calls élection" in titles(await store.articles.suggest(guild=LOCAL, typed=typed))

    async def test_takes_a_finished_word_as_it_is(self, store: Store) -> None:
        """After a space the last word is whole."""
        await put(store, 1, title="The war")
        await put(store, 2, title="The warden")
        assert titles(await store.articles.suggest(guild=LOCAL, typed="war ")) == ["The war"]
        assert titles(await store.articles.suggest(guild=LOCAL, typed="war")) == ["The warden", "The war"]

    async def test_looks_only_at_titles(self, store: Store) -> None:
        """A word of the body offers nothing."""
        await put(store, 1)
        assert await store.articles.suggest(guild=LOCAL, typed="minister") == []

    async def test_offers_nothing_for_what_has_no_words(self, store: Store) -> None:
        """Signs alone find nothing."""
        await put(store, 1)
        assert await store.articles.suggest(guild=LOCAL, typed='"(*') == []

    async def test_of_outlets(self, store: Store) -> None:
        """Outlets are offered by the beginning of any word, those that begin so first, each once."""
        for number, outlet in enumerate(["The Nord", "Nordlys", "Ætna Post", "Nordlys", "Ostsee", "Zürich Nord"]):
            await put(store, number, HOST_SHELF if number == 1 else LOCAL, outlet=outlet)
        assert await store.articles.outlets(guild=LOCAL, typed="NÖRD") == ["Nordlys", "The Nord", "Zürich Nord"]
        assert await store.articles.outlets(guild=LOCAL, typed="zur") == ["Zürich Nord"]
        assert len(await store.articles.outlets(guild=LOCAL)) == 5
        assert len(await store.articles.outlets(guild=LOCAL, limit=2)) == 2


class TestRemoving:
    """Removing, restoring and erasing."""

    async def test_hides_an_article_everywhere(self, store: Store) -> None:
        """What was removed is found by no question, and only by those for what was removed."""
        new = linked(1)
        number = (await store.articles.add(new, everything(new.text), guild=LOCAL)).article.id
        removed = await store.articles.remove(number, guild=LOCAL)
        assert isinstance(removed, Headline)
        assert removed.title == "Report 1"
        assert await store.articles.get(number, guild=LOCAL) is None
        assert not (await store.articles.latest(guild=LOCAL)).items
        assert not (await store.search.find("strike", guild=LOCAL)).items
        assert await store.articles.suggest(guild=LOCAL, typed="report") == []
        assert await store.articles.outlets(guild=LOCAL) == []
        assert await store.findings.speakers(guild=LOCAL, typed="ingrid") == []
        assert await store.findings.positions(guild=LOCAL) == []
        assert titles(await store.articles.removed(guild=LOCAL)) == ["Report 1"]
        assert await store.articles.removed(guild=OTHER) == []
        assert await store.articles.remove(number, guild=LOCAL) is None

    async def test_is_undone_by_restoring(self, store: Store) -> None:
        """A restored article is where it was."""
        first, second = await put(store, 1), await put(store, 2)
        await store.articles.remove(first, guild=LOCAL)
        restored = await store.articles.restore(first, guild=LOCAL)
        assert restored is not None
        assert restored.id == first
        assert titles(await store.articles.latest(guild=LOCAL)) == ["Report 2", "Report 1"]
        assert (await store.search.find("strike", guild=LOCAL)).total == 2
        assert await store.articles.removed(guild=LOCAL) == []
        assert await store.articles.restore(first, guild=LOCAL) is None
        assert await store.articles.restore(second, guild=LOCAL) is None

    @pytest.mark.parametrize("new", [linked(1), draft()])
    async def test_is_undone_by_adding_again(self, store: Store, new: object) -> None:
        """Adding what was removed restores it."""
        first = await store.articles.add(new, found(), guild=LOCAL)  # type: ignore[arg-type]
        await store.articles.remove(first.article.id, guild=LOCAL)
        again = await store.articles.add(new, found(), guild=LOCAL)  # type: ignore[arg-type]
        assert (again.outcome, again.article) == ("restored", first.article)

    async def test_leaves_other_shelves_alone(self, store: Store) -> None:
        """A guild removes from its own shelf only."""
        number = await put(store, 1)
        await put(store, 1, OTHER)
        await store.articles.remove(number, guild=LOCAL)
        assert await store.articles.get(number, guild=OTHER) is not None
        assert (await store.search.find("strike", guild=OTHER)).total == 1

    async def test_does_not_reach_the_host_shelf(self, store: Store) -> None:
        """What a guild sees only through the host is not its to remove."""
        number = await put(store, 1, HOST_SHELF)
        assert await store.articles.remove(number, guild=LOCAL) is None
        assert await store.articles.get(number, guild=LOCAL) is not None

    async def test_of_many_is_listed_removed_last_first(self, store: Store) -> None:
        """Restoring completes over titles among the removed."""
        for number, title in enumerate(["Ferries", "Élection day", "Harvest"]):
            await store.articles.remove(
                await put(store, number, title=title), guild=LOCAL, at=NOW + timedelta(minutes=number)
            )
        assert titles(await store.articles.removed(guild=LOCAL)) == ["Harvest", "Élection day", "Ferries"]
        assert titles(await store.articles.removed(guild=LOCAL, typed="elec")) == ["Élection day"]
        assert titles(await store.articles.removed(guild=LOCAL, limit=2)) == ["Harvest", "Élection day"]

    async def test_becomes_final_after_thirty_days(self, store: Store) -> None:
        """A purge deletes what nobody holds any more and keeps what is younger or held elsewhere."""
        old, shared, young, kept = [await put(store, number) for number in range(4)]
        await put(store, 1, OTHER)
        for number, days in ((old, 31), (shared, 31), (young, 29)):
            await store.articles.remove(number, guild=LOCAL, at=NOW - timedelta(days=days))
        assert await store.articles.purge(at=NOW) == 1
        assert await store.articles.restore(old, guild=LOCAL) is None
        assert await store.articles.restore(shared, guild=LOCAL) is None
        assert await store.articles.restore(young, guild=LOCAL) is not None
        assert await store.articles.get(shared, guild=OTHER) is not None
        assert await store.articles.get(kept, guild=LOCAL) is not None
        assert await store.articles.purge(at=NOW) == 0

    async def test_never_gives_an_id_to_another_article(self, store: Store) -> None:
        """A button under an old message never opens an article that it doesn't speak of."""
        old = await put(store, 1)
        await store.articles.remove(old, guild=LOCAL, at=NOW - timedelta(days=31))
        await store.articles.purge(at=NOW)
        assert await put(store, 2) > old

    async def test_is_noted_in_the_trail(self, store: Store) -> None:
        """Adding, removing, restoring and updating by an editor are noted; what nobody did by hand is not."""
        number = (await store.articles.add(linked(1), found(), guild=LOCAL, actor=EDITOR)).article.id
        await store.articles.add(linked(1), found(), guild=LOCAL, actor=EDITOR)
        await store.articles.remove(number, guild=LOCAL, actor=EDITOR)
        await store.articles.restore(number, guild=LOCAL, actor=EDITOR)
        await store.articles.add(linked(1, "Another text."), found("Another text."), guild=LOCAL, actor=EDITOR)
        await store.articles.remove(number, guild=LOCAL)
        entries = await store.audit.list(guild=LOCAL)
        assert [entry.action for entry in entries] == ["update", "restore", "remove", "add"]
        assert {(entry.actor, entry.article, entry.guild) for entry in entries} == {(EDITOR, number, LOCAL)}
