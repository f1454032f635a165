"""How fast the store answers when it holds many articles: `python benchmarks/store.py [--articles 100000]`.

The articles are made up: words drawn as unevenly as in a language, so that the commonest stand in nearly every text.
Half are on the host's shelf, the rest on those of one large guild and of many small ones.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path

from bot.model import HOST_SHELF, Analysis, Draft, Position, Quantity, Quotation, Span
from bot.store import Store
from bot.store.articles import add
from bot.store.database import Session

BATCH = 500
WORDS = 450
VOCABULARY = 40_000
LARGE_GUILD = 1
SMALL_GUILDS = range(10_000, 10_500)
SMALL_GUILD = SMALL_GUILDS[7]
OUTLETS = [f"Outlet {number}" for number in range(300)]
COUNTRIES = [a + b for a, b in itertools.product("ABCDEFGHIJ", "KLMNOPQRST")]
START = datetime(2020, 1, 1, tzinfo=UTC)
SAMPLES = 15


def main() -> int:
    """Fill a store, ask it everything, print medians and slowest answers in milliseconds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--database", type=Path, help="keep the filled store here, or use the one that is here")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = options.database or Path(folder) / "bench.db"
        asyncio.run(_measure(path, options.articles, filled=path.exists()))
    return 0


async def _measure(path: Path, articles: int, *, filled: bool) -> None:
    async with await Store.open(path, read_seconds=30) as store:
        if not filled:
            await _fill(store, articles)
        size = sum(part.stat().st_size for part in path.parent.glob(path.name + "*"))
        print(f"{articles} articles, {size / 1e6:.0f} MB on disk")
        print(f"{'':52} {'median':>8} {'slowest':>8}  ms")
        for name, question in _questions(store, articles):
            took = [await _timed(question) for _ in range(SAMPLES)]
            print(f"{name:52} {statistics.median(took):8.2f} {max(took):8.2f}")
        added = [await _timed(adding) for adding in _additions(store)]
        print(f"{'add one article':52} {statistics.median(added):8.2f} {max(added):8.2f}")


def _questions(store: Store, articles: int) -> Iterator[tuple[str, Callable[[], Awaitable[object]]]]:
    a, s, f = store.articles, store.search, store.findings
    common, middling, rare = _word(0), _word(300), _word(30_000)
    middle = articles // 2
    for name, guild in (("host", HOST_SHELF), ("large guild", LARGE_GUILD), ("small guild", SMALL_GUILD)):
        at = f"{name}: "
        yield at + "get one article", partial(a.get, 1 if guild == HOST_SHELF else middle, guild=guild)
        yield at + "latest", partial(a.latest, guild=guild)
        yield at + "latest, page 50", partial(a.latest, guild=guild, offset=490)
        yield at + "latest, one outlet", partial(a.latest, guild=guild, outlet="outlet 7")
        yield at + "latest, middling topic", partial(a.latest, guild=guild, topic=middling)
        yield at + "latest, common topic and outlet", partial(a.latest, guild=guild, topic=common, outlet="outlet 7")
        yield at + "suggest, nothing typed", partial(a.suggest, guild=guild)
        for typed in (common[:1], common, middling[:3], rare, f"{common} {middling[:2]}"):
            yield f"{at}suggest {typed!r}", partial(a.suggest, guild=guild, typed=typed)
        yield at + "outlets 'outlet 1'", partial(a.outlets, guild=guild, typed="outlet 1")
        yield at + "speakers, nothing typed", partial(f.speakers, guild=guild)
        for typed in (common[:1], rare[:3], rare):
            yield f"{at}speakers {typed!r}", partial(f.speakers, guild=guild, typed=typed)
        for query in (common, f"{common} {_word(1)} {_word(2)}", middling, rare, f'"{common} {_word(1)}"'):
            yield f"{at}search {query!r}", partial(s.find, query, guild=guild)
        for query in (common[:3] + "*", common + "*"):
            yield f"{at}search {query!r}", partial(s.find, query, guild=guild)
        month = START + timedelta(days=30)
        yield f"{at}search {common!r} in the first month", partial(s.find, common, guild=guild, until=month)
        yield f"{at}search {common!r}, one outlet", partial(s.find, common, guild=guild, outlet="outlet 7")
        yield at + "quantities", partial(f.quantities, guild=guild)
        yield f"{at}quantities about {middling!r}", partial(f.quantities, guild=guild, about=middling)
        yield f"{at}quantities about {rare!r}", partial(f.quantities, guild=guild, about=rare)
        yield at + "quotations", partial(f.quotations, guild=guild)
        yield f"{at}quotations by {rare!r}", partial(f.quotations, guild=guild, speaker=rare)
        yield (
            f"{at}quotations about {common} {middling}",
            partial(f.quotations, guild=guild, about=f"{common} {middling}"),
        )
        yield at + "positions of all countries", partial(f.positions, guild=guild)
        yield at + "positions of one country", partial(f.positions, guild=guild, country="AK")
        yield at + "countries", partial(f.countries, guild=guild)
        yield at + "origins", partial(f.origins, guild=guild)
        yield at + "count", partial(a.count, guild=guild)


async def _timed(question: Callable[[], Awaitable[object]]) -> float:
    start = time.perf_counter()
    await question()
    return (time.perf_counter() - start) * 1000


async def _fill(store: Store, articles: int) -> None:
    makers = _Maker(random.Random(1))
    begun = time.perf_counter()
    for first in range(0, articles, BATCH):
        batch = [makers.article(number, articles) for number in range(first, min(first + BATCH, articles))]
        await store._database.write(partial(_add_all, batch))
        if sys.stderr.isatty():
            print(f"\r{first + BATCH}", end="", file=sys.stderr)
    print(f"filled in {time.perf_counter() - begun:.0f} s")


def _add_all(batch: list[tuple[Draft, Analysis, int]], session: Session) -> None:
    for draft, analysis, guild in batch:
        add(session, draft, analysis, guild=guild, actor=None, at=draft.published or START)


def _additions(store: Store) -> Iterator[Callable[[], Awaitable[object]]]:
    # New ones at every run, for what is known already costs less.
    maker = _Maker(random.Random(time.time()))
    first = int(time.time()) * 100
    for number in range(first, first + SAMPLES):
        draft, analysis, guild = maker.article(number, 1)
        yield partial(store.articles.add, draft, analysis, guild=guild)


class _Maker:
    """Makes articles up; the same seed makes the same."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._words = [_word(number) for number in range(VOCABULARY)]
        self._weights = list(itertools.accumulate(1 / (number + 2) for number in range(VOCABULARY)))

    def article(self, number: int, articles: int) -> tuple[Draft, Analysis, int]:
        chance = self._chance
        words = chance.choices(self._words, cum_weights=self._weights, k=WORDS)
        sentences = [" ".join(words[first : first + 18]).capitalize() + "." for first in range(0, WORDS, 18)]
        text = "\n".join(sentences)
        ends = list(itertools.accumulate(len(sentence) + 1 for sentence in sentences))
        spans = tuple(Span(end - len(one) - 1, end - 1) for end, one in zip(ends, sentences, strict=True))
        published = START + timedelta(days=2000) * min(number / articles, 1)
        draft = Draft(
            title=" ".join(chance.choices(self._words, cum_weights=self._weights, k=9)).capitalize(),
            text=text,
            link=f"https://news.example/{number}",
            outlet=chance.choice(OUTLETS),
            published=published,
        )
        shelf = chance.random()
        guild = HOST_SHELF if shelf < 0.5 else LARGE_GUILD if shelf < 0.8 else chance.choice(SMALL_GUILDS)
        return draft, self._analysis(text, spans), guild

    def _analysis(self, text: str, sentences: tuple[Span, ...]) -> Analysis:
        chance = self._chance
        word_spans = []
        for sentence in sentences:
            end = text.index(" ", sentence.start + 1)
            word_spans.append(Span(sentence.start, text.index(" ", end + 1)))
        chosen = chance.sample(range(len(sentences)), 8)
        positions = tuple(
            Position(
                chance.choice(COUNTRIES), "entry", "closed", sentences[0], fleeing_from=chance.choice(COUNTRIES[:9])
            )
            for _ in range(chance.random() < 0.3)
        )
        return Analysis(
            engine=1,
            language="en",
            title=None,
            author=None,
            body=sentences,
            sentences=sentences,
            summary=sentences[:8],
            quantities=tuple(
                Quantity(word_spans[index], Decimal(index), sentences[index], unit="km", rank=rank)
                for rank, index in enumerate(chosen[:5])
            ),
            quotations=tuple(
                Quotation(sentences[index], "direct", sentences[index], speaker=word_spans[index])
                for index in chosen[5:]
            ),
            positions=positions,
            phrases=tuple(word_spans[index] for index in chosen),
        )


def _word(number: int) -> str:
    """A made-up word; the same number gives the same word, and few letters begin most words."""
    syllables = ("ba", "re", "to", "mi", "su", "ne", "lo", "ka", "di", "vo")
    return "".join(syllables[int(digit)] for digit in str(number + 10))


if __name__ == "__main__":
    sys.exit(main())
