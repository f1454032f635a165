"""Texts are cut to Discord's limits at places where a reader would cut them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.render.budget import cut, label, page_count, page_slice, shorten, size
from bot.render.escape import clean, escape

from .making import HOSTILE


def test_size_counts_what_discord_may_count() -> None:
    """A character outside the basic plane counts twice, as it does in UTF-16."""
    assert size("aé漢") == 3
    assert size("👍") == 2


def test_what_fits_is_left_whole() -> None:
    """A text within the limit is not shortened."""
    assert cut("It fits.", 8) == ("It fits.", False)


@pytest.mark.parametrize(
    ("text", "limit", "start"),
    [
        ("The first is short. The second is a good deal longer.", 30, "The first is short."),
        ("No sentence ends here at all for a long time", 29, "No sentence ends here at"),
        ("A long way before “a quotation that does not fit”", 36, "A long way before"),
        ("abcdefghijklmnopqrstuvwxyz", 12, "abcdefghij"),
        ("He paid 3.5 million for it and was glad", 20, "He paid 3.5"),
    ],
)
def test_cuts_fall_at_sentences_marks_and_words(text: str, limit: int, start: str) -> None:
    """A cut is at a sentence, else before a quotation that would be left open, else at a word."""
    assert cut(text, limit) == (start, True)


@pytest.mark.parametrize("sign", ["👩‍👩‍👧‍👦", "👍🏽", "e\u0301", "1️⃣", "की"])
def test_no_cut_splits_a_character(sign: str) -> None:
    """What people see as one character is shown whole or not at all."""
    for limit in range(12, 60):
        words = cut(sign * 40, limit).text
        assert words == sign * (len(words) // len(sign))


@given(st.text(), st.integers(8, 400))
def test_a_cut_fits_and_is_the_beginning(text: str, limit: int) -> None:
    """However a text is cut, it is its own beginning, and fits with its ellipsis once it is escaped."""
    beginning = cut(text, limit)
    assert clean(text).startswith(beginning.text)
    assert size(escape(str(beginning))) <= limit
    assert beginning.shortened == (beginning.text != clean(text))


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_texts_are_cut(name: str) -> None:
    """Texts of 200,000 hostile characters fit every limit."""
    for limit in (20, 300, 3_000):
        assert size(escape(shorten(HOSTILE[name], limit))) <= limit
        assert 1 <= size(label(HOSTILE[name], limit)) <= limit


def test_the_ellipsis_is_apart_from_a_full_stop() -> None:
    """After a whole sentence the ellipsis stands alone, after a word it is attached."""
    assert str(cut("One. " * 20, 22)) == "One. One. One. One. …"
    assert str(cut("word " * 20, 12)) == "word word…"


def test_labels_are_plain_and_never_empty() -> None:
    """Buttons show no Markdown, so their labels are cut but not escaped."""
    assert label("*Stars* on\na button") == "*Stars* on a button"
    assert label("") == "–"
    assert label("x" * 200) == "x" * 79 + "…"


def test_labels_hold_nothing_that_acts_elsewhere() -> None:
    """A title in a menu reads as it is, and holds no whole mention or link."""
    tricks = "[a](https://bad.example) <@12> @everyone"
    assert label(tricks).replace("\u200b", "") == tricks
    assert not any(trick in label(tricks) for trick in ("](", "<@", "@everyone"))


@given(st.text(max_size=9_000), st.lists(st.integers(0, 9_000)))
def test_pages_are_the_whole_text(text: str, breaks: list[int]) -> None:
    """The pages of a text, one after the other, are the text, and none is too long."""
    ends = sorted(one for one in breaks if one <= len(text))
    slices = [page_slice(text, number, ends) for number in range(1, page_count(len(text)) + 1)]
    assert "".join(text[start:end] for start, end in slices) == text
    assert all(end - start <= 1_600 for start, end in slices)


def test_pages_end_where_they_are_told_to() -> None:
    """A page ends at a paragraph's end where one is near, else at a sentence's."""
    text = ("A sentence of no great length. " * 100).strip()
    assert page_slice(text, 1, (500, 1_000, 1_100, 2_000)) == (0, 1_100)
    assert text[slice(*page_slice(text, 1))].endswith("length.")
