"""Questions about what was found: in one article and across all that a guild sees."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from bot.errors import UserError
from bot.model import HOST_SHELF, Analysis, Draft, Found, Position, Quotation, Span
from bot.store import Page, Store

from .making import LOCAL, OTHER, TEXT, draft, everything, found, linked, position, quantity, quotation

NOW = datetime(2024, 3, 10, 12, 0, tzinfo=UTC)


async def put(store: Store, new: Draft, analysis: Analysis, guild: int = LOCAL) -> int:
    """Store a draft; gives its article's id."""
    return (await store.articles.add(new, analysis, guild=guild, at=NOW)).article.id


async def say(store: Store, number: int, who: str, words: str, guild: int = LOCAL, **fields: object) -> int:
    """Store an article in which somebody says something; a higher number is a newer article."""
    text = f"Case {number} goes on. “{words}” said {who}."
    new = linked(number, text, published=NOW + timedelta(hours=number))
    return await put(store, new, found(text, quotations=[quotation(text, words, who, **fields)]), guild)


async def state(store: Store, number: int, *positions: tuple[str, date | None], **fields: object) -> int:
    """Store an article that states positions of countries."""
    text = f"Case {number} is stated. It goes on."
    stated = [position(text, country, said, **fields) for country, said in positions]
    new = linked(number, text, published=NOW + timedelta(days=number))
    return await put(store, new, found(text, positions=stated))


def said(page: Page[Found[Quotation]]) -> list[str | None]:
    """The words of quotations."""
    return [one.cut(one.finding.span) for one in page]


def stated(positions: list[Found[Position]]) -> list[str]:
    """Country and article of positions."""
    return [f"{one.finding.country} {one.article.title.split()[-1]}" for one in positions]


async def test_an_analysis_comes_back_as_it_was(store: Store) -> None:
    """Every field of every finding is kept exactly."""
    number = await put(store, draft(), everything())
    kept = await store.analyses.get(number, guild=LOCAL)
    assert kept == everything()
    assert kept is not None
    assert [str(one.upper) for one in kept.quantities] == ["None", "1.4E+3"]


async def test_an_empty_analysis_comes_back_as_it_was(store: Store) -> None:
    """A text without anything to find has an analysis too."""
    empty = Analysis(1, "und", Span(0, 0), Span(0, 0), (), (), (), (), (), (), ())
    number = await put(store, draft(""), empty)
    assert await store.analyses.get(number, guild=LOCAL) == empty


class TestQuantities:
    """Numbers."""

    async def test_of_an_article_are_its_key_numbers_by_rank(self, store: Store) -> None:
        """The most telling comes first; the others come only when asked for."""
        text = "One 5 km. Two 6 km. Three 7 km."
        numbers = [
            quantity(text, "5 km", "5", rank=2),
            quantity(text, "6 km", "6"),
            quantity(text, "7 km", "7", rank=0),
        ]
        number = await put(store, draft(text), found(text, quantities=numbers))
        keys = await store.findings.quantities(guild=LOCAL, article=number)
        every = await store.findings.quantities(guild=LOCAL, article=number, keys_only=False)
        assert [one.finding.value for one in keys] == [Decimal(7), Decimal(5)]
        assert [one.finding.value for one in every] == [Decimal(7), Decimal(5), Decimal(6)]
        assert (keys.total, keys.more_than_total) == (2, False)

    async def test_about_something_are_those_whose_sentence_speaks_of_it(self, store: Store) -> None:
        """All words must stand in the number's own sentence, and then it need not be a key number."""
        text = "Ships carry 5 tonnes of grain. Trains carry 6 tonnes of steel. Grain and trains cost 7 crowns."
        numbers = [quantity(text, "5", "5"), quantity(text, "6", "6", rank=0), quantity(text, "7", "7")]
        await put(store, draft(text), found(text, quantities=numbers))

        async def about(words: str) -> list[Decimal]:
            return [one.finding.value for one in await store.findings.quantities(guild=LOCAL, about=words)]

        assert await about("GRAIN") == [5, 7]
        assert await about("trains") == [6, 7]
        assert await about("grain trains") == [7]
        assert await about('"tonnes of grain"') == [5]
        assert await about("copper") == []

    async def test_across_articles_are_newest_first_and_paged(self, store: Store) -> None:
        """Pages run over the articles' ends without gap or overlap, and the last knows that it is the last."""
        for day in range(4):
            text = f"Day {day} saw 10 ships and 20 trains."
            numbers = [quantity(text, "20", "20", rank=0), quantity(text, "10", "10", rank=1)]
            await put(store, linked(day, text, published=NOW + timedelta(days=day)), found(text, quantities=numbers))
        pages = [await store.findings.quantities(guild=LOCAL, limit=3, offset=offset) for offset in (0, 3, 6)]
        listed = [(one.article.title[-1], int(one.finding.value)) for page in pages for one in page]
        assert listed == [(day, value) for day in "3210" for value in (20, 10)]
        assert [page.total for page in pages] == [8, 8, 8]

    async def test_across_many_are_counted_only_so_far(self, store: Store) -> None:
        """A long list says that it has more than it counted, and goes on where it is read on."""
        text = " ".join(f"Item {number} weighs {number + 500} kg." for number in range(120))
        numbers = [quantity(text, f"{number + 500} kg", str(number), rank=number) for number in range(120)]
        await put(store, draft(text), found(text, quantities=numbers))
        first = await store.findings.quantities(guild=LOCAL)
        last = await store.findings.quantities(guild=LOCAL, limit=50, offset=100)
        assert (first.total, first.more_than_total) == (50, True)
        assert [int(one.finding.value) for one in last] == list(range(100, 120))
        assert (last.total, last.more_than_total) == (120, False)


class TestQuotations:
    """Who said what."""

    async def test_of_an_article_are_in_text_order(self, store: Store) -> None:
        """With their speakers, cut from the text."""
        number = await put(store, draft(), everything())
        page = await store.findings.quotations(guild=LOCAL, article=number)
        assert said(page) == ["We have waited two years,", "beyond reason"]
        assert [one.cut(one.finding.speaker) for one in page] == ["Ingrid Dahl", "The minister"]

    async def test_can_be_of_some_kinds_only(self, store: Store) -> None:
        """Fragments and reported speech can be left out."""
        await put(store, draft(), everything())
        assert said(await store.findings.quotations(guild=LOCAL, kinds=["fragment"])) == ["beyond reason"]
        assert said(await store.findings.quotations(guild=LOCAL, kinds=["direct"])) == ["We have waited two years,"]
        assert said(await store.findings.quotations(guild=LOCAL, kinds=[])) == []

    @pytest.mark.parametrize("speaker", ["Åse Brøgger", "ase brøgger", "ÅSE", "brøg*"])
    async def test_of_a_speaker(self, store: Store, speaker: str) -> None:
        """A speaker is found by any of their names, without regard to case and diacritics, newest first."""
        await say(store, 1, "Åse Brøgger", "old words")
        await say(store, 2, "Bo Lie", "of Åse Brøgger")
        await say(store, 3, "Åse Brøgger", "new words", HOST_SHELF)
        assert said(await store.findings.quotations(guild=LOCAL, speaker=speaker)) == ["new words", "old words"]

    async def test_of_a_speaker_about_something(self, store: Store) -> None:
        """Both bounds hold together."""
        await say(store, 1, "Bo Lie", "the harbour is closed")
        await say(store, 2, "Bo Lie", "the road is closed")
        await say(store, 3, "Liv Moe", "the harbour is open")
        assert said(await store.findings.quotations(guild=LOCAL, speaker="lie", about="harbour")) == [
            "the harbour is closed"
        ]

    @pytest.mark.parametrize("typed", ["", " ", '"', "?!", "*"])
    async def test_about_nothing_are_refused_with_a_sentence(self, store: Store, typed: str) -> None:
        """A filter without words is a user's slip, not a request for everything."""
        with pytest.raises(UserError, match="no words"):
            await store.findings.quotations(guild=LOCAL, about=typed)
        with pytest.raises(UserError, match="no words"):
            await store.findings.quantities(guild=LOCAL, about=typed)
        with pytest.raises(UserError, match="no words"):
            await store.findings.quotations(guild=LOCAL, speaker=typed)

    async def test_of_nobody_have_no_speaker(self, store: Store) -> None:
        """A quotation without a speaker is listed, and found by no speaker."""
        await put(store, draft(), found(TEXT, quotations=[quotation(TEXT, "beyond reason")]))
        assert len(await store.findings.quotations(guild=LOCAL)) == 1
        assert await store.findings.speakers(guild=LOCAL) == []


class TestSpeakers:
    """Completion of speakers."""

    async def test_are_offered_newest_first_and_once(self, store: Store) -> None:
        """The same name in other case is the same speaker."""
        await say(store, 1, "Bo Lie", "one")
        await say(store, 2, "Liv Moe", "two")
        await say(store, 3, "BO LIE", "three")
        assert await store.findings.speakers(guild=LOCAL) == ["BO LIE", "Liv Moe"]
        assert await store.findings.speakers(guild=LOCAL, limit=1) == ["BO LIE"]

    @pytest.mark.parametrize("typed", ["m", "moe", "liv m", "LÍV", "moe l"])
    async def test_are_found_by_the_beginning_of_any_name(self, store: Store, typed: str) -> None:
        """First name or surname, in any order."""
        await say(store, 1, "Bo Lie", "one")
        await say(store, 2, "Liv Moe", "two")
        assert await store.findings.speakers(guild=LOCAL, typed=typed) == ["Liv Moe"]

    async def test_of_one_article(self, store: Store) -> None:
        """Only those who speak in it, in its order."""
        number = await put(store, draft(), everything())
        await say(store, 1, "Bo Lie", "one")
        assert await store.findings.speakers(guild=LOCAL, article=number) == ["Ingrid Dahl", "The minister"]
        assert await store.findings.speakers(guild=LOCAL, article=number, typed="min") == ["The minister"]


class TestPositions:
    """What countries do."""

    async def test_are_newest_first_by_when_said_or_else_published(self, store: Store) -> None:
        """A report of today about an old statement is an old statement."""
        day = NOW.date()
        await state(store, 1, ("NO", None))
        await state(store, 2, ("NO", day - timedelta(days=90)), ("SE", None))
        await state(store, 3, ("NO", day + timedelta(days=2)))
        assert stated(await store.findings.positions(guild=LOCAL)) == ["SE 2", "NO 3", "NO 1", "NO 2"]
        assert stated(await store.findings.positions(guild=LOCAL, country="NO")) == ["NO 3", "NO 1", "NO 2"]

    async def test_as_of_a_day_leave_out_what_came_later(self, store: Store) -> None:
        """The day itself counts whole."""
        for number in range(3):
            await state(store, number, ("NO", None))
        listed = await store.findings.positions(guild=LOCAL, as_of=NOW.date() + timedelta(days=1))
        assert stated(listed) == ["NO 1", "NO 0"]
        assert await store.findings.positions(guild=LOCAL, as_of=NOW.date() - timedelta(days=1)) == []

    async def test_can_be_of_one_question_and_one_origin(self, store: Store) -> None:
        """The filters hold together."""
        await state(store, 1, ("NO", None), question="protection", stance="accepts")
        await state(store, 2, ("NO", None), fleeing_from="UA")
        await state(store, 3, ("SE", None), fleeing_from=None)
        positions = store.findings.positions
        assert stated(await positions(guild=LOCAL, question="protection")) == ["NO 1"]
        assert stated(await positions(guild=LOCAL, fleeing_from="UA")) == ["NO 2"]
        assert await positions(guild=LOCAL, question="protection", fleeing_from="UA") == []
        assert await store.findings.origins(guild=LOCAL) == ["RU", "UA"]
        assert await store.findings.countries(guild=LOCAL) == ["NO", "SE"]

    async def test_of_one_country_crowd_out_no_other(self, store: Store) -> None:
        """A table of all countries shows a few statements of each; one country's history shows all."""
        for number in range(2, 14):
            await state(store, number, ("NO", None))
        await state(store, 1, ("SE", None))
        table = stated(await store.findings.positions(guild=LOCAL))
        assert table == ["NO 13", "NO 12", "NO 11", "NO 10", "NO 9", "SE 1"]
        assert len(await store.findings.positions(guild=LOCAL, country="NO")) == 12
        assert len(await store.findings.positions(guild=LOCAL, country="NO", limit=3)) == 3

    async def test_of_another_guild_leave_room_for_ones_own(self, store: Store) -> None:
        """What others hold neither shows nor takes places."""
        await state(store, 1, ("NO", None))
        text = "Theirs is stated. It goes on."
        for number in range(20, 30):
            new = linked(number, text + str(number), published=NOW + timedelta(days=number))
            await put(store, new, found(new.text, positions=[position(new.text)]), OTHER)
        assert stated(await store.findings.positions(guild=LOCAL)) == ["NO 1"]

    async def test_are_of_the_newest_version_only(self, store: Store) -> None:
        """What an article no longer says is not shown as what it says."""
        await state(store, 1, ("NO", None))
        text = "Nothing is stated any more."
        await put(store, linked(1, text), found(text))
        assert await store.findings.positions(guild=LOCAL) == []
        assert await store.findings.countries(guild=LOCAL) == []


class TestReanalysis:
    """A newer engine reads again."""

    async def test_finds_what_older_engines_read(self, store: Store) -> None:
        """Articles come until every one has been read by the newest engine."""
        numbers = [await put(store, linked(number), found(engine=1)) for number in range(3)]
        assert [article.id for article in await store.analyses.stale(1)] == []
        stale = await store.analyses.stale(2)
        assert sorted(article.id for article in stale) == numbers
        assert stale[0].text == linked(2).text
        assert len(await store.analyses.stale(2, limit=2)) == 2
        for article in stale:
            assert await store.analyses.replace(article.id, article.version, found(article.text, engine=2))
        assert await store.analyses.stale(2) == []

    async def test_replaces_findings_and_their_index(self, store: Store) -> None:
        """Only what the newer engine found is found."""
        number = await put(store, draft(), everything())
        newer = found(engine=2, quotations=[quotation(TEXT, "beyond reason", "Ingrid Dahl")], phrases=["workers"])
        assert await store.analyses.replace(number, 1, newer)
        assert await store.analyses.get(number, guild=LOCAL) == newer
        assert await store.findings.speakers(guild=LOCAL, typed="minister") == []
        assert (await store.articles.latest(guild=LOCAL, topic="workers")).total == 1
        assert (await store.articles.latest(guild=LOCAL, topic="crews")).total == 0
        assert await store.findings.positions(guild=LOCAL) == []

    async def test_never_puts_old_findings_beside_a_newer_text(self, store: Store) -> None:
        """What was read while the article changed is thrown away, as is what an older engine read."""
        number = await put(store, linked(1), found(engine=2))
        assert not await store.analyses.replace(number, 1, found(engine=1))
        changed = linked(1, "Another text.")
        await put(store, changed, found(changed.text, engine=2))
        assert not await store.analyses.replace(number, 1, found(engine=3))
        assert not await store.analyses.replace(number + 1, 1, found(engine=3))
        assert await store.analyses.get(number, guild=LOCAL) == found(changed.text, engine=2)
