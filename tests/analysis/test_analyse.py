"""The engine as a whole: pure, deterministic, made of slices, and linear in the text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from timing import Work, grows_evenly

from bot.analysis import analyse
from bot.model import Analysis, Span

PUBLISHED = datetime(2024, 3, 15, 9, 0, tzinfo=UTC)

ARTICLE = """\
Poland will not admit men who flee the draft, minister says

By Marta Quist

WARSAW, March 14 – Poland will not grant asylum to Russians who flee the call-up, its interior minister said on \
Thursday. “We have 1,200 requests and will refuse all of them,” Adam Lis told reporters.

However, neighbouring Lithuania said it would look at each of some 300 cases, down 15 percent from January.

Share
"""

# What the rules steer by, thrown together at random: marks that open and never close, stops, cues, numbers, names.
_PIECES = st.sampled_from(
    [
        *(
            '"',
            "“",
            "”",
            "'",
            "’",
            "‘",
            "«",
            "»",
            "„",
            "(",
            ")",
            "[",
            ".",
            "...",
            "…",
            "!",
            "?",
            ",",
            ":",
            "—",
            "-",
            " ",
        ),
        *(
            "\n",
            "\n\n",
            "\t",
            "\xa0",
            "\u200f",
            "\u202e",
            "\u2028",
            "\x00",
            "\x07",
            "\ufeff",
            "\ud800",
            "🙂",
            "İ",
            "ß",
            "，",
        ),
        *("said", "says", "He", "She", "it", "the Kremlin", "Mr.", "U.S.", "Dr.", "No.", "Adam Lis", "By", "the", "of"),
        *(
            "1,300",
            "$5",
            "3.5",
            "5km",
            "percent",
            "half a million",
            "up to",
            "1",
            "²",
            "½",
            "٣",
            "10 a.m.",
            "March 3, 2022",
        ),
        *("Poland", "will not", "admit", "Russians", "asylum", "border", "closed", "who flee the draft", "“We won’t,”"),
        *("مرحبا", "שלום", "привет", "今天", "सच।", "Share", "top of page", "•", "Read more:", "http://x.y"),
    ]
)
_ANY_TEXT = st.one_of(
    st.text(alphabet=st.characters(), max_size=300),
    st.lists(_PIECES, max_size=80).map(" ".join),
    st.lists(_PIECES, max_size=80).map("".join),
)


def spans_of(found: object) -> Iterator[Span]:
    """Every span that a finding holds, at whatever depth."""
    if isinstance(found, Span):
        yield found
    elif isinstance(found, tuple):
        for part in found:
            yield from spans_of(part)
    elif is_dataclass(found):
        for field in fields(found):
            yield from spans_of(getattr(found, field.name))


def assert_ordered(spans: tuple[Span, ...]) -> None:
    """Spans stand in text order and do not overlap."""
    assert all(before.end <= after.start for before, after in pairwise(spans))


@settings(max_examples=300, deadline=None)
@given(text=_ANY_TEXT, title=st.none() | st.text(max_size=40))
def test_every_finding_is_a_slice_of_any_text(text: str, title: str | None) -> None:
    """Whatever the text, every span is a slice that is not empty, and the parts fit into one another."""
    found = analyse(text, title=title, published=PUBLISHED)
    for span in spans_of(found):
        assert 0 <= span.start < span.end <= len(text)
    assert_ordered(found.body)
    assert_ordered(found.sentences)
    assert set(found.summary) <= set(found.sentences)
    assert all(any(paragraph.covers(sentence) for paragraph in found.body) for sentence in found.sentences)
    assert len(found.summary) == len(set(found.summary)) <= 8
    assert len(found.phrases) <= 8


@settings(max_examples=100, deadline=None)
@given(text=_ANY_TEXT)
def test_the_same_text_gives_the_same_findings(text: str) -> None:
    """Nothing but the text decides."""
    assert analyse(text, published=PUBLISHED) == analyse(text, published=PUBLISHED)


@settings(max_examples=100, deadline=None)
@given(text=_ANY_TEXT)
def test_every_letter_of_the_body_lies_in_a_sentence(text: str) -> None:
    """The sentences leave nothing of a paragraph out but blanks."""
    found = analyse(text)
    covered = sum(sum(not c.isspace() for c in sentence.of(text)) for sentence in found.sentences)
    assert covered == sum(sum(not c.isspace() for c in paragraph.of(text)) for paragraph in found.body)


def test_an_article_is_read_whole() -> None:
    """Title, author, body, language, numbers, quotations and positions of one small article."""
    found = analyse(ARTICLE, published=PUBLISHED)
    assert found.title is not None
    assert found.title.of(ARTICLE).startswith("Poland will not admit")
    assert found.author is not None
    assert found.author.of(ARTICLE) == "Marta Quist"
    assert found.language == "en"
    assert len(found.body) == 2
    assert "Share" not in [paragraph.of(ARTICLE) for paragraph in found.body]
    assert {1200, 300} <= {int(quantity.value) for quantity in found.quantities}
    assert any("refuse all of them" in quotation.span.of(ARTICLE) for quotation in found.quotations)
    assert "PL" in {position.country for position in found.positions}
    assert len(found.best_sentences(3)) == 3


@pytest.mark.parametrize("text", ["", " ", "\n", "\x00", "\ud800", "\u202e", "“", "."])
def test_a_text_of_next_to_nothing_gives_next_to_nothing(text: str) -> None:
    """An empty text, a blank or a lone mark is no error and no finding."""
    found = analyse(text)
    assert (found.title, found.author, found.quantities, found.quotations, found.positions) == (None, None, (), (), ())


def test_other_languages_have_a_summary_and_nothing_else() -> None:
    """Numbers, quotations and positions are looked for in English only."""
    text = "Польша не даст убежища 1200 россиянам, сказал министр. «Мы откажем всем», — заявил он в Варшаве."
    found = analyse(text)
    assert found.language == "ru"
    assert found.summary
    assert (found.quantities, found.quotations, found.positions) == ((), (), ())


def test_a_given_title_is_the_headline_and_not_a_finding() -> None:
    """A title that the text does not hold gives no span."""
    found = analyse("Poland refused 1,200 requests, the minister said.", title="Poland refuses")
    assert found.title is None
    assert isinstance(found, Analysis)


@pytest.mark.parametrize(
    "unit",
    [
        ARTICLE,
        "a",
        "a ",
        ".",
        ". ",
        "?! ",
        "\n",
        "a\n",
        '"',
        "“ ",
        "“He said ",
        "“a” said Bo Li. ",
        "Mr. A",
        "U.S. ",
        "A B C ",
        "He ",
        "said ",
        "1,",
        "1 ",
        "1 to ",
        "$1 million and ",
        "Poland and ",
        "Poland will not ",
        "Russians who flee ",
        "Share\n",
        "By A B ",
        "x, ",
        "(",
        "今",
        "ا ",
        "\u202e",
    ],
    ids=repr,
)
def test_twice_the_text_takes_at_most_twice_the_time(unit: str) -> None:
    """The cost grows linearly, also over what no author would write."""

    def prepare(size: int) -> Work:
        text = (unit * (size // len(unit) + 1))[:size]
        return lambda: analyse(text)

    assert grows_evenly(prepare, 20_000)
