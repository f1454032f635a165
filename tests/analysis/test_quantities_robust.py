"""The quantity finder takes any text, in time that grows with its length only."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from timing import Work, grows_evenly

from bot.analysis.document import Document, read_document
from bot.analysis.quantities import find_quantities
from bot.model import Span

PIECES = st.sampled_from(
    [
        *("1", "12,345", "1.5", "½", "-", "–", "$", "£", "€", "%", "km", "one", "two", "half", "a", "million"),
        *("hundreds", "of", "to", "and", "or", "per", "in", "the", "said", "rose", "by", "(", ")", ",", ".", ":"),
        *("/", "men", "houses", "year", "old", "Smith", "Model", "May", "minus", "+", "'s", "’", "“", "”", "\n"),
        *("\u202e", "\u0000", "٣", "²", "𝟗", "third", "dozen", "no", "at least", "which", "found", "poll"),
    ]
)
REPEATED = [
    *("1", "1,1", "1.", "million ", "million million ", "one ", "one-", "5% ", "$", "1 to ", "half a ", "1/2", "1-"),
    *("it 3 ", "x, 3 rose ", "at least ", "5 of of the ", "dogs 5 cats, ", "one in ", "5 (", "thirty thousand "),
    *("to fly and 5 km ", "cut of dogs to 5 ", "1 x 10^3 ", "0800 1 ", "3 and 4% ", "1m, ", "aged 5, "),
]


def check(text: str) -> None:
    """Every span of every quantity lies in the text, in its sentence, and holds something."""
    document = read_document(text)
    quantities = find_quantities(document, ())
    assert list(quantities) == sorted(quantities, key=lambda q: q.span)
    for quantity in quantities:
        assert quantity.value.is_finite()
        assert quantity.upper is None or quantity.upper >= quantity.value
        assert quantity.sentence.covers(quantity.span)
        for span in (quantity.span, quantity.of, quantity.about, quantity.who):
            assert span is None or (0 <= span.start < span.end <= len(text) and span.of(text).strip())


@given(st.text(max_size=300))
@example("5%\u2029of")
@settings(deadline=None)
def test_any_text_is_taken(text: str) -> None:
    """No text raises, and every span is a slice of it."""
    check(text)


@given(st.lists(PIECES, max_size=60).map(" ".join))
@settings(deadline=None)
def test_any_mix_of_number_words_and_signs_is_taken(text: str) -> None:
    """Words that build numbers may stand in any order."""
    check(text)


@given(st.lists(PIECES, max_size=60).map("".join))
@settings(deadline=None)
def test_any_mix_without_gaps_is_taken(text: str) -> None:
    """The same with nothing between them."""
    check(text)


@pytest.mark.parametrize("unit", REPEATED)
def test_the_cost_of_a_million_characters_grows_with_their_number_only(unit: str) -> None:
    """Neither endless digits nor endless number words in a single sentence blow up."""

    def prepare(size: int) -> Work:
        text = (unit * (size // len(unit) + 1))[:size]
        whole = (Span(0, len(text)),)
        document = Document(text, None, None, None, whole, whole, whole)
        return lambda: find_quantities(document, ())

    assert grows_evenly(prepare, 125_000, times=8)


def test_time_grows_with_the_number_of_sentences() -> None:
    """A text four times as long takes about four times as long."""
    sentence = "Crews cleared 5km of road, and 300 trees worth $1.2 million fell on Tuesday.\n"

    def prepare(times: int) -> Work:
        document = read_document(sentence * times)
        return lambda: find_quantities(document, ())

    assert grows_evenly(prepare, 200)


def test_a_row_of_ages_may_have_any_length() -> None:
    """Thousands of ages in one sentence end neither the stack nor the patience."""
    text = "Boys aged " + " or ".join(str(5 + at % 50) for at in range(3000)) + " swam."
    check(text)
