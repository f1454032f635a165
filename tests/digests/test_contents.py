"""What an edition tells of: which articles it takes, why others are left out, and which positions have changed."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.digests.composer import DigestComposer
from bot.digests.contents import MOST_TAKEN, Contents, count_matches, gather
from bot.digests.payload import Message, read_message, write_message
from bot.model import Analysis, Article, Digest, DigestPlan, Draft, Filters, Position, Schedule, Span
from bot.render.page import Choice, Open, Page, Picture, Rule, Text
from bot.store import Store

GUILD, CHANNEL = 111, 222
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
"""When the digest of these tests was made; it is due daily at nine, UTC."""
NINE = NOON.replace(day=21, hour=9)
PLAN = DigestPlan(channel=CHANNEL, schedule=Schedule(time(9), "UTC"))


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    """An empty store."""
    async with await Store.open(tmp_path / "newsdesk.db") as opened:
        yield opened
        assert await opened.check() == []


async def plan(store: Store, **filters: Any) -> Digest:
    """A digest of the guild, made at noon."""
    made = replace(PLAN, filters=Filters(**filters))
    return await store.digests.create(made, guild=GUILD, next_due=NINE, at=NOON)


async def add(
    store: Store,
    number: int,
    *,
    hours: float = 1,
    positions: tuple[Position, ...] = (),
    guild: int = GUILD,
    **fields: Any,
) -> Article:
    """An article of its own words, added some hours after noon."""
    moment = NOON + timedelta(hours=hours)
    words = " ".join(f"word{number}x{place}" for place in range(150))
    known: dict[str, Any] = {
        "title": f"Report {number}",
        "text": f"Report {number} begins here. {words}.",
        "link": f"https://news.example/{number}",
        "outlet": "The Mail",
        "language": "en",
        "published": moment,
    }
    draft = Draft(**{**known, **fields})
    whole = (Span(0, len(draft.text)),)
    analysis = Analysis(1, "en", None, None, whole, whole, whole, (), (), positions, ())
    return (await store.articles.add(draft, analysis, guild=guild, at=moment)).article


def accepts(country: str, stance: str = "accepts", *, said: date | None = None) -> Position:
    """What a country does about people who flee Russia's draft."""
    return Position(country, "protection", stance, Span(0, 6), fleeing_from="RU", said=said)  # type: ignore[arg-type]


async def look(store: Store, digest: Digest, *, covers_from: datetime | None = None, **given: Any) -> Contents:
    """What an edition would hold at nine on the next day."""
    return await gather(store, digest, covers_from=covers_from or digest.created, moment=given.pop("at", NINE), **given)


async def post(store: Store, digest: Digest, at: datetime = NINE, *, covers_from: datetime | None = None) -> list[int]:
    """Make an edition and note it as posted; the articles that it tells of."""
    await store.editions.begin(digest.id, due=at, covers_from=covers_from or digest.created, next_due=None)
    (work,) = await store.editions.claim(at, limit=9)
    composed = await DigestComposer(store, clock=lambda: at).compose(work.edition)
    assert composed is not None
    assert await store.editions.rendered(work, composed.payload, composed.stories)
    await store.editions.sending(work, at)
    await store.editions.posted(work, 1, at)
    await store.editions.finished(work)
    return [article for story in composed.stories for article in story]


def titles(contents: Contents) -> list[str]:
    """The titles of the leads, in their order."""
    return [story.lead.title for story in contents.stories]


def reasons(contents: Contents) -> dict[str, str]:
    """Why each article is left out."""
    return {one.article.title: one.why for one in contents.left_out}


class TestWhatIsNew:
    """Every article once, and none lost."""

    async def test_the_first_edition_looks_back_a_day(self, store: Store) -> None:
        """What came in the day before the digest was made is told; what is older is not, and a preview says so."""
        digest = await plan(store)
        await add(store, 1, hours=-23)
        await add(store, 2, hours=-25)
        contents = await look(store, digest, explain=True)
        assert titles(contents) == ["Report 1"]
        assert reasons(contents) == {"Report 2": "it was added too long ago"}

    async def test_a_weekly_digest_first_looks_back_a_week(self, store: Store) -> None:
        """The first edition covers one cadence."""
        weekly = replace(PLAN, schedule=Schedule(time(9), "UTC", frozenset({0})))
        digest = await store.digests.create(weekly, guild=GUILD, next_due=NINE, at=NOON)
        await add(store, 1, hours=-6 * 24)
        await add(store, 2, hours=-8 * 24)
        assert titles(await look(store, digest)) == ["Report 1"]

    async def test_what_was_told_is_not_told_again(self, store: Store) -> None:
        """An article is in one edition only, and the preview tells that it was posted."""
        digest = await plan(store)
        first = await add(store, 1)
        assert await post(store, digest) == [first.id]
        await add(store, 2, hours=22)
        contents = await look(store, digest, covers_from=NINE, at=NINE + timedelta(days=1), explain=True)
        assert titles(contents) == ["Report 2"]
        assert reasons(contents) == {"Report 1": "an earlier edition told of it"}

    async def test_an_article_added_while_an_edition_was_made_is_not_lost(self, store: Store) -> None:
        """What is stored with a time before the last edition, but after that was made, comes with the next one."""
        digest = await plan(store)
        await add(store, 1)
        await post(store, digest)
        late = await add(store, 2, hours=20)
        contents = await look(store, digest, covers_from=NINE, at=NINE + timedelta(days=1))
        assert [story.lead.id for story in contents.stories] == [late.id]

    async def test_what_a_failed_edition_held_comes_again(self, store: Store) -> None:
        """News of an edition that surely was not posted is told by the next one."""
        digest = await plan(store)
        await add(store, 1)
        await store.editions.begin(digest.id, due=NINE, covers_from=NOON, next_due=None)
        (work,) = await store.editions.claim(NINE, limit=1)
        composed = await DigestComposer(store, clock=lambda: NINE).compose(work.edition)
        assert composed is not None
        await store.editions.rendered(work, composed.payload, composed.stories)
        assert titles(await look(store, digest)) == []
        await store.editions.end(work, "failed", "refused")
        assert titles(await look(store, digest)) == ["Report 1"]

    async def test_two_editions_made_at_a_time_do_not_tell_of_one_article(self, store: Store) -> None:
        """The second of two editions that were composed from the same news is not kept."""
        digest = await plan(store)
        await add(store, 1)
        for due in (NINE, NINE + timedelta(seconds=1)):
            await store.editions.begin(digest.id, due=due, covers_from=NOON, next_due=None)
        works = await store.editions.claim(NINE + timedelta(seconds=2), limit=2)
        composer = DigestComposer(store, clock=lambda: NINE)
        made = [await composer.compose(work.edition) for work in works]
        kept = [
            await store.editions.rendered(work, one.payload, one.stories)
            for work, one in zip(works, made, strict=True)
            if one
        ]
        assert kept == [True, False]

    async def test_too_many_articles_come_by_turns(self, store: Store) -> None:
        """An edition takes a bounded number; the rest comes with the next one rather than never."""
        digest = await plan(store)
        for number in range(MOST_TAKEN + 5):
            await add(store, number, hours=1 + number / 100)
        first = await post(store, digest)
        assert len(first) == MOST_TAKEN
        second = await post(store, digest, NINE + timedelta(hours=1))
        assert len({*first, *second}) == MOST_TAKEN + 5

    @pytest.mark.parametrize("count", [210, 350])
    async def test_a_weekly_digest_tells_the_rest_a_week_later(self, store: Store, count: int) -> None:
        """What an edition had no room for is not too old for the next ones, and nothing older comes along."""
        weekly = replace(PLAN, schedule=Schedule(time(9), "UTC", frozenset({0})))
        digest = await store.digests.create(weekly, guild=GUILD, next_due=NINE, at=NOON)
        await add(store, 5_000, hours=-8 * 24)
        week = NOON + timedelta(days=7)
        added = {(await add(store, number, hours=160 * number / count)).id for number in range(count)}
        told = await post(store, digest, week)
        assert len(told) == MOST_TAKEN
        told += await post(store, digest, week + timedelta(days=7), covers_from=week)
        if count > 2 * MOST_TAKEN:
            # Days later, because nothing is told that is older than the longest look back.
            told += await post(store, digest, week + timedelta(days=7, hours=1), covers_from=week + timedelta(days=7))
        assert (len(told), set(told)) == (count, added)

    async def test_more_than_is_read_at_a_time_is_lost_nowhere(
        self, store: Store, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Whatever does not pass the filters, or is told of already, takes no place from what is to be told."""
        monkeypatch.setattr("bot.digests.contents.MOST_LOOKED_AT", 10)
        digest = await plan(store, outlets=("The Post",))
        first = await add(store, 1, outlet="The Post")
        for number in range(2, 35):
            # All at one moment, and some on both shelves.
            await add(store, number, hours=2)
            if number % 3 == 0:
                await add(store, number, hours=3, guild=0)
        assert titles(await look(store, digest)) == [first.title]
        explained = await look(store, digest, explain=True)
        assert (len(explained.left_out), len({one.article.id for one in explained.left_out})) == (33, 33)

    async def test_more_than_six_hundred_articles_are_all_told_in_time(self, store: Store) -> None:
        """A great backlog is told edition by edition, each article once."""
        digest = await plan(store)
        added = {(await add(store, number, hours=1 + number / 100)).id for number in range(620)}
        told: list[int] = []
        for number in range(5):
            due = NINE + timedelta(hours=number)
            told += await post(store, digest, due, covers_from=due - timedelta(hours=1))
        assert (len(told), set(told)) == (620, added)

    async def test_guilds_see_their_own_news_and_the_hosts(self, store: Store) -> None:
        """A digest holds what its guild sees: its own shelf and the host's, each article once."""
        digest = await plan(store)
        await add(store, 1)
        await add(store, 2, guild=0)
        await add(store, 2, guild=GUILD)
        await add(store, 3, guild=333)
        assert sorted(titles(await look(store, digest))) == ["Report 1", "Report 2"]

    async def test_copies_are_one_story_led_by_the_first(self, store: Store) -> None:
        """The same text of two outlets is one story, and the later ones stand under the one that came first."""
        digest = await plan(store)
        first = await add(store, 1)
        await add(store, 2, hours=2)
        copy = await add(store, 3, hours=3, text=first.text, outlet="The Post", title="The same")
        if copy.id == first.id:
            # The same text to the letter is not even stored twice.
            copy = await add(store, 3, hours=3, text=f"{first.text} More.", outlet="The Post", title="The same")
        contents = await look(store, digest)
        assert (first.id, copy.id) in [story.articles for story in contents.stories]
        assert contents.count == 3

    async def test_a_late_copy_of_what_was_told_is_no_news(self, store: Store) -> None:
        """A copy that another outlet prints a day later is left out, with the reason."""
        digest = await plan(store)
        first = await add(store, 1)
        await post(store, digest)
        await add(store, 2, hours=23, text=f"{first.text} More.", outlet="The Post", title="The same")
        contents = await look(store, digest, covers_from=NINE, at=NINE + timedelta(days=1), explain=True)
        assert titles(contents) == []
        assert reasons(contents)["The same"] == "it is a copy of what an earlier edition told of"


class TestFilters:
    """Which articles a digest takes."""

    @pytest.mark.parametrize(
        ("filters", "article", "why"),
        [
            ({"include": ("harbour",)}, {"text": "The HARBOUR is shut."}, None),
            ({"include": ("harbour",)}, {"title": "Harbour news"}, None),
            ({"include": ("harbour",)}, {"text": "The harbours are shut."}, "filter include: it has none of “harbour”"),
            ({"include": ("harbour*",)}, {"text": "The harbours are shut."}, None),
            ({"include": ("old harbour", "x")}, {"text": "The old  harbour shut."}, None),
            ({"include": ("Île",)}, {"text": "The ile is far."}, None),
            ({"exclude": ("ferry", "tram")}, {"text": "A tram, not a bus."}, "filter exclude: it has “tram”"),
            ({"exclude": ("tram",)}, {"text": "Trams run."}, None),
            ({"outlets": ("the mail",)}, {}, None),
            ({"outlets": ("The Post",)}, {}, "filter outlets: it is from The Mail"),
            ({"outlets": ("The Post",)}, {"outlet": None}, "filter outlets: it is from no outlet"),
            ({"language": "en"}, {}, None),
            ({"language": "de"}, {}, "filter language: it is in “en”"),
            ({"countries": ("GE",)}, {"positions": (accepts("GE"),)}, None),
            (
                {"countries": ("GE",)},
                {"positions": (accepts("FI"),)},
                "filter countries: it states no position of Georgia",
            ),
        ],
    )
    async def test_a_filter_lets_through_or_tells_why_not(
        self, store: Store, filters: dict[str, Any], article: dict[str, Any], why: str | None
    ) -> None:
        """Each filter is named with what it missed or met; words are found whole, whatever their case or accents."""
        digest = await plan(store, **filters)
        await add(store, 1, **article)
        contents = await look(store, digest, explain=True)
        assert [one.why for one in contents.left_out] == ([why] if why else [])
        assert contents.count == (0 if why else 1)
        assert await count_matches(store, digest.plan, guild=GUILD, moment=NINE) == (0 if why else 1, 1)

    async def test_only_new_positions(self, store: Store) -> None:
        """With `new_positions`, an article that repeats what was known is left out."""
        digest = await plan(store, new_positions=True)
        await add(store, 1, hours=-600, positions=(accepts("GE"),))
        await add(store, 2, positions=(accepts("GE"),))
        await add(store, 3, positions=(accepts("FI"),))
        await add(store, 4)
        contents = await look(store, digest, explain=True)
        assert titles(contents) == ["Report 3"]
        assert set(reasons(contents).values()) == {"it states no new or changed position"}


class TestChanges:
    """What countries changed."""

    async def test_a_changed_position_stands_beside_the_one_before(self, store: Store) -> None:
        """Old and new statement are both given; a changed one comes before a first one."""
        digest = await plan(store)
        await add(store, 1, hours=-2_000, positions=(accepts("GE", "accepts", said=date(2026, 3, 1)),))
        await add(store, 2, positions=(accepts("GE", "refuses"), accepts("FI")))
        changed, new = (await look(store, digest)).changes
        assert changed.before is not None
        assert (changed.before.finding.stance, changed.after.finding.stance) == ("accepts", "refuses")
        assert changed.before.finding.said == date(2026, 3, 1)
        assert (new.before, new.after.finding.country) == (None, "FI")

    async def test_silence_and_repetition_change_nothing(self, store: Store) -> None:
        """An article that says nothing of a country, or the same again, is no change."""
        digest = await plan(store)
        await add(store, 1, hours=-600, positions=(accepts("GE"), accepts("FI")))
        await add(store, 2, positions=(accepts("GE"),))
        assert (await look(store, digest)).changes == ()

    async def test_an_old_statement_in_a_new_article_changes_nothing(self, store: Store) -> None:
        """What was said before the newest statement known is history, whenever its article was added."""
        digest = await plan(store)
        await add(store, 1, hours=-600, positions=(accepts("GE", said=date(2026, 10, 1)),))
        await add(store, 2, positions=(accepts("GE", "refuses", said=date(2022, 10, 1)),))
        assert (await look(store, digest)).changes == ()

    async def test_what_was_told_as_changed_is_not_told_again(self, store: Store) -> None:
        """The next edition compares with what the last one told."""
        digest = await plan(store)
        await add(store, 1, positions=(accepts("GE", "refuses"),))
        assert len((await look(store, digest)).changes) == 1
        await post(store, digest)
        await add(store, 2, hours=22, positions=(accepts("GE", "refuses"),))
        later = await look(store, digest, covers_from=NINE, at=NINE + timedelta(days=1))
        assert titles(later) == ["Report 2"]
        assert later.changes == ()


class TestMessages:
    """From contents to the message that is written down."""

    async def test_nothing_new_makes_no_message_unless_wanted(self, store: Store) -> None:
        """A quiet digest says nothing; one that speaks on quiet days says so and pings nobody."""
        quiet = await plan(store)
        loud = await store.digests.create(replace(PLAN, quiet_posts=True, role=5), guild=GUILD, next_due=NINE, at=NOON)
        for digest in (quiet, loud):
            await store.editions.begin(digest.id, due=NINE, covers_from=NOON, next_due=None)
        works = await store.editions.claim(NINE, limit=2)
        composer = DigestComposer(store, clock=lambda: NINE)
        assert await composer.compose(works[0].edition) is None
        composed = await composer.compose(works[1].edition)
        assert composed is not None
        message = read_message(composed.payload)
        assert (message.role, list(composed.stories)) == (None, [])
        assert message.page.opens[0].arguments == {"edition": works[1].edition.id}

    async def test_a_thread_is_named_by_the_local_time(self, store: Store) -> None:
        """A forum's thread has the day and the time of the digest's zone as its name."""
        schedule = Schedule(time(9), "Asia/Kathmandu")
        digest = await store.digests.create(replace(PLAN, schedule=schedule), guild=GUILD, next_due=NINE, at=NOON)
        await add(store, 1)
        await store.editions.begin(digest.id, due=NINE, covers_from=NOON, next_due=None)
        (work,) = await store.editions.claim(NINE, limit=1)
        composed = await DigestComposer(store, clock=lambda: NINE).compose(work.edition)
        assert composed is not None
        assert read_message(composed.payload).name == "News digest · 21 November 2026, 14:45"

    @pytest.mark.parametrize(
        "message",
        [
            Message(Page("news", (Text("nothing"),)), "name"),
            Message(
                Page(
                    "countries",
                    (Text("**bold** \u2028 “quoted” 🗞️ \x00"), Rule(), Picture("map.png", b"\x00\xff", "a map")),
                    2,
                    3,
                    links=(("Open", "https://news.example/1"),),
                    opens=(Open("All", "edition", {"edition": 3}, "📰"), Open("More", "latest", {"topic": "x"})),
                    choice=Choice("Pick…", "summary", "article", [("1", "One"), ("2", "Two", "🇬🇪")], {"sentences": 3}),
                ),
                "21 November",
                2**63 + 5,
            ),
        ],
    )
    def test_a_message_is_read_as_it_was_written(self, message: Message) -> None:
        """Nothing of a page is lost on its way through the database."""
        assert read_message(write_message(message)) == message
