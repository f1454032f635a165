"""A text cut into words."""

from __future__ import annotations

import pytest

from bot.analysis.word_index import split_words

TEXTS = [
    "Mr. O'Brien's co-op, R&D of the U.S., isn't (quite) 3.5 - or is it?",
    "Mr. O’Brien’s co‑op — “R&D” of the U.S. — isn’t 3.5…",
    "Żółw’s café-bar: déjà-vu, 東京.",
    "no words after -- ''",
    "...",
    "",
]


@pytest.mark.parametrize("text", TEXTS)
def test_words_and_gaps_make_up_the_text(text: str) -> None:
    """Each word stands where it is said to, and the text is gaps and words in turn."""
    words = split_words(text)
    assert [text[words.starts[i] : words.end(i)] for i in range(len(words))] == words.words
    assert "".join(gap + word for gap, word in zip(words.gaps, [*words.words, ""], strict=True)) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (TEXTS[0], ["Mr", "O'Brien's", "co-op", "R&D", "of", "the", "U.S", "isn't", "quite", "3.5", "or", "is", "it"]),
        (TEXTS[1], ["Mr", "O’Brien’s", "co‑op", "R&D", "of", "the", "U.S", "isn’t", "3.5"]),
        (TEXTS[2], ["Żółw’s", "café-bar", "déjà-vu", "東京"]),
    ],
)
def test_what_belongs_together_stays_one_word(text: str, expected: list[str]) -> None:
    """Hyphens, apostrophes, dots and "&" between letters part no words, curly or not; all else does."""
    assert split_words(text).words == expected


def test_a_word_is_the_same_beside_other_letters() -> None:
    """Letters beyond ASCII further on change no word before them."""
    for text in TEXTS:
        assert split_words(f"{text} é").words == [*split_words(text).words, "é"]


def test_words_are_compared_with_straight_apostrophes_and_bare_pronouns() -> None:
    """In small letters a curly apostrophe is straight, and a pronoun stands without its verb."""
    assert split_words("Ann’s here, SHE’S not, and it's fine").lower == [
        "ann's",
        "here",
        "she",
        "not",
        "and",
        "it",
        "fine",
    ]
    assert split_words("Ann's here, SHE'S not").lower == ["ann's", "here", "she", "not"]


def test_places_are_found_by_offset() -> None:
    """An offset leads to the first word that begins there or later, and words lead to their slice."""
    text = "One two, three."
    words = split_words(text)
    assert [words.at(0), words.at(1), words.at(4), words.at(15)] == [0, 1, 1, 3]
    assert words.span(1, 2).of(text) == "two, three"
