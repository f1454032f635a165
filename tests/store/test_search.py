"""Search: what is found, in which order, and the passage that is shown of it."""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.model import HOST_SHELF, Hit
from bot.store import Page, Store
from bot.store.search import PASSAGE_LENGTH

from .making import LOCAL, draft, found

NOW = datetime(2024, 3, 10, 12, 0, tzinfo=UTC)

HOSTILE = [
    '"',
    '"unclosed phrase',
    '""',
    '"" ""',
    "*",
    "a*b*",
    "* ferry",
    "AND",
    "ferry AND",
    "OR OR OR",
    "NOT ferry",
    "NEAR(ferry strike, 2)",
    "NEAR(",
    "title:ferry",
    "shelves:222",
    "{title body}:ferry",
    "- shelves : 222",
    "shelves : 222 OR ferry",
    '") OR shelves : ("222',
    "^ferry",
    "ferry + strike",
    "(((((",
    ")",
    "ferry)",
    "'; DROP TABLE articles; --",
    "\x00",
    "ferry\x00strike",
    "\ud800",
    "ferry \udfff",
    "\u202eferry",
    "\u0301",
    "e\u0301" * 100,
    "𝔣𝔢𝔯𝔯𝔶 😀 👩‍👩‍👧",
    "%",
    "_",
    "\\",
    "$1 $2 :x ?1 @y",
    "ferry " * 500,
    "x" * 100_000,
    " ".join(f"word{n}" for n in range(1_000)),
    "\n\t\r",
    "日本語 עברית العربية हिन्दी",
]


async def put(store: Store, text: str, guild: int = LOCAL, **fields: object) -> int:
    """Store a text; gives its article's id."""
    fields = {"title": "Untitled", **fields}
    return (await store.articles.add(draft(text, **fields), found(text), guild=guild, at=NOW)).article.id  # type: ignore[arg-type]


def ids(page: Page[Hit]) -> list[int]:
    """The ids of what was found."""
    return [hit.article.id for hit in page]


def passage(hit: Hit) -> str:
    """The words of a hit's passage."""
    assert hit.passage is not None
    return hit.passage.of(hit.article.text)


def marks(hit: Hit) -> list[str]:
    """The words that a hit marks."""
    return [mark.of(hit.article.text) for mark in hit.marks]


class TestFinding:
    """Which articles are found."""

    async def test_needs_every_word_anywhere(self, store: Store) -> None:
        """Words may stand in title, outlet and body, in any order."""
        both = await put(store, "Crews walked out.", title="Ferry strike", outlet="Nordlys")
        await put(store, "Crews walked home.", title="Ferry sails")
        assert ids(await store.search.find("nordlys walked FERRY", guild=LOCAL)) == [both]

    async def test_takes_whole_words_and_beginnings_with_a_star(self, store: Store) -> None:
        """A word finds itself alone, with a star all that begins so."""
        one = await put(store, "The war goes on.")
        two = await put(store, "The warden left.")
        assert ids(await store.search.find("war", guild=LOCAL)) == [one]
        assert sorted(ids(await store.search.find("war*", guild=LOCAL))) == [one, two]

    async def test_takes_a_beginning_of_one_or_two_letters_as_a_whole_word(self, store: Store) -> None:
        """What begins most words of most texts is not worth reading them all."""
        one = await put(store, "W is a letter.")
        await put(store, "We went.")
        assert ids(await store.search.find("w*", guild=LOCAL)) == [one]
        assert len(await store.search.find("wen*", guild=LOCAL)) == 1

    async def test_takes_the_last_word_as_a_beginning_where_nothing_holds_it(self, store: Store) -> None:
        """Half a word finds something rather than nothing."""
        one = await put(store, "Deserters crossed the border.")
        (hit,) = await store.search.find("border desert", guild=LOCAL)
        assert hit.article.id == one
        assert marks(hit) == ["Desert", "border"]

    async def test_takes_words_in_quotation_marks_as_a_phrase(self, store: Store) -> None:
        """A phrase is found across punctuation and lines, in its order only."""
        one = await put(store, "They spoke of hard,\nlong winters.")
        await put(store, "The long days were hard.")
        assert ids(await store.search.find('"hard long"', guild=LOCAL)) == [one]
        assert len(await store.search.find("hard long", guild=LOCAL)) == 2

    @pytest.mark.parametrize("query", ["zurich", "Zürich", "ZÜRICH", "Zu\u0308rich"])
    @pytest.mark.parametrize("written", ["Zürich", "Zu\u0308rich", "ZURICH"])
    async def test_folds_diacritics(self, store: Store, query: str, written: str) -> None:
        """However a letter is composed, and whether or not its marks are typed, it is found and marked."""
        await put(store, f"A plane to {written} was late.")
        (hit,) = await store.search.find(query, guild=LOCAL)
        assert marks(hit) == [written]

    async def test_finds_other_scripts(self, store: Store) -> None:
        """Cyrillic and Hebrew words are found like Latin ones."""
        one = await put(store, "В Москве закрыли границу.")
        two = await put(store, "הגבול נסגר אתמול.")
        assert ids(await store.search.find("границу", guild=LOCAL)) == [one]
        assert ids(await store.search.find("נסגר", guild=LOCAL)) == [two]

    async def test_puts_titles_first(self, store: Store) -> None:
        """A word in the title weighs more than the same word in the body."""
        # Other words in each, for copies of one text are found once.
        filler = [" ".join(f"Sentence {number} is here." for number in range(at, at + 40)) for at in (0, 40, 80)]
        body = await put(store, f"Harbour harbour news. {filler[0]}", title="Elsewhere")
        title = await put(store, f"Nothing of it. {filler[1]}", title="Harbour news")
        await put(store, filler[2])
        assert ids(await store.search.find("harbour", guild=LOCAL)) == [title, body]

    async def test_can_be_bounded_in_time(self, store: Store) -> None:
        """Since and until are compared with when it was published or else added, both included."""
        for days in range(5):
            await put(store, f"Strike day {days}.", title=str(days), published=NOW - timedelta(days=days))

        async def found_titles(since: datetime | None = None, until: datetime | None = None) -> list[str]:
            page = await store.search.find("strike", guild=LOCAL, since=since, until=until)
            return sorted(hit.article.title for hit in page)

        day = timedelta(days=1)
        assert await found_titles(since=NOW - day) == ["0", "1"]
        assert await found_titles(until=NOW - 3 * day) == ["3", "4"]
        assert await found_titles(since=NOW - 2 * day, until=NOW - day) == ["1", "2"]
        assert await found_titles(since=NOW + day) == []

    async def test_can_be_bounded_to_an_outlet(self, store: Store) -> None:
        """Only the outlet of that whole name counts, whatever its case."""
        one = await put(store, "Strike one.", outlet="Le Nord")
        await put(store, "Strike two.", outlet="Le Nord Éclair")
        await put(store, "Strike three Le Nord.")
        assert ids(await store.search.find("strike", guild=LOCAL, outlet="LE NORD")) == [one]
        assert ids(await store.search.find("strike", guild=LOCAL, outlet="!!")) == []

    async def test_comes_in_pages(self, store: Store) -> None:
        """Pages follow each other without overlap."""
        for number in range(7):
            await put(store, f"Strike {number}.", HOST_SHELF if number % 2 else LOCAL)
        pages = [await store.search.find("strike", guild=LOCAL, limit=3, offset=offset) for offset in (0, 3, 6)]
        assert len({number for page in pages for number in ids(page)}) == 7
        assert [page.total for page in pages] == [7, 7, 7]


class TestAnyInput:
    """What users may type."""

    @pytest.mark.parametrize("query", HOSTILE, ids=range(len(HOSTILE)))
    async def test_is_safe(self, store: Store, query: str) -> None:
        """No query is an error or reaches another guild's shelf, wherever it is typed."""
        await put(store, "A ferry strike in the north.", guild=222)
        for hits in (
            await store.search.find(query, guild=LOCAL),
            await store.search.find(query, guild=LOCAL, outlet=query, since=NOW),
            await store.articles.latest(guild=LOCAL, topic=query, outlet=query),
            await store.articles.suggest(guild=LOCAL, typed=query),
            await store.articles.outlets(guild=LOCAL, typed=query),
            await store.articles.removed(guild=LOCAL, typed=query),
            await store.findings.speakers(guild=LOCAL, typed=query),
        ):
            assert list(hits) == []

    async def test_finds_itself(self, tmp_path: Path) -> None:
        """Any text that is stored is found by its own words, with marks inside the passage inside the text."""

        @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
        @given(text=st.text(min_size=1, max_size=80), query=st.text(max_size=20))
        def check(text: str, query: str) -> None:
            cases.append((text, query))

        cases: list[tuple[str, str]] = []
        check()
        async with await Store.open(tmp_path / "any.db") as store:
            for guild, (text, query) in enumerate(cases, start=1):
                added = await store.articles.add(draft(text, title="Untitled"), found(text), guild=guild)
                stored = added.article.text
                assert len(stored) == len(text)
                hits = (*await store.search.find(query, guild=guild), *await store.search.find(stored, guild=guild))
                for hit in hits:
                    for mark in hit.marks:
                        assert hit.passage is not None
                        assert hit.passage.covers(mark)
                        assert mark.of(hit.article.text)
            assert await store.check() == []


class TestPassage:
    """The part of the text that is shown."""

    async def test_has_right_offsets_after_wide_and_composed_characters(self, store: Store) -> None:
        """Neither characters outside the basic plane nor combining marks shift what is marked."""
        text = "😀😀 𝕳ead e\u0301te\u0301 ﬁn. İstanbul ß. Die Brücke fiel in Z\u030aa\u0301."
        await put(store, text)
        (hit,) = await store.search.find("brucke", guild=LOCAL)
        assert marks(hit) == ["Brücke"]
        assert text[hit.marks[0].start :].startswith("Brücke")

    async def test_is_the_sentence_that_holds_most_words(self, store: Store) -> None:
        """Of all places, the one with most different words of the query is shown, as whole sentences."""
        filler = " ".join(f"Filler sentence number {number} says nothing at all." for number in range(30))
        text = f"The ferry left. {filler} The ferry strike ended. {filler} A strike began."
        await put(store, text)
        (hit,) = await store.search.find("strike ferry", guild=LOCAL)
        assert passage(hit) == "The ferry strike ended."
        assert marks(hit) == ["ferry", "strike"]

    async def test_joins_sentences_that_fit_together(self, store: Store) -> None:
        """Two near sentences that hold a word each are shown together."""
        await put(store, "First comes this. The ferry left. Nobody knew. The strike began. Then came more.")
        (hit,) = await store.search.find("ferry strike", guild=LOCAL)
        assert passage(hit) == "The ferry left. Nobody knew. The strike began."

    async def test_of_a_long_sentence_is_cut_between_words(self, store: Store) -> None:
        """A sentence that is too long is cut around the words, never inside a word."""
        words = [f"word{number}" for number in range(300)]
        words[150] = "ferry"
        await put(store, " ".join(words) + ".")
        (hit,) = await store.search.find("ferry", guild=LOCAL)
        shown = passage(hit)
        assert len(shown) <= PASSAGE_LENGTH
        assert set(shown.split()) <= set(words)
        assert "ferry" in shown

    async def test_of_a_text_without_spaces_is_bounded(self, store: Store) -> None:
        """Even one endless word is cut to length."""
        text = "ferry" + "x" * 5_000
        await put(store, text)
        (hit,) = await store.search.find("ferry*", guild=LOCAL)
        assert len(passage(hit)) <= PASSAGE_LENGTH
        assert marks(hit) == ["ferry"]

    async def test_of_a_huge_phrase_is_bounded(self, store: Store) -> None:
        """A phrase spread over many separators doesn't make a longer passage."""
        await put(store, "ferry" + " - " * 400 + "strike.")
        (hit,) = await store.search.find('"ferry strike"', guild=LOCAL)
        assert len(passage(hit)) <= PASSAGE_LENGTH

    async def test_is_none_where_only_title_or_outlet_match(self, store: Store) -> None:
        """What isn't in the body shows no passage."""
        await put(store, "Nothing here.", title="Ferry", outlet="Strike Daily")
        (hit,) = await store.search.find("ferry strike", guild=LOCAL)
        assert (hit.passage, hit.marks) == (None, ())

    async def test_marks_a_phrase_as_one(self, store: Store) -> None:
        """The words of a phrase are one mark, and stray words of it none."""
        await put(store, "Long ago, hard winters came. It was a hard, long time.")
        (hit,) = await store.search.find('"hard long"', guild=LOCAL)
        assert marks(hit) == ["hard, long"]

    async def test_looks_into_decomposed_text(self, store: Store) -> None:
        """A text in decomposed form keeps its own offsets."""
        text = unicodedata.normalize("NFD", "Café à la gare: les grévistes écoutent. Ça suffit.")
        await put(store, text)
        (hit,) = await store.search.find("grevistes", guild=LOCAL)
        assert marks(hit) == [unicodedata.normalize("NFD", "grévistes")]
