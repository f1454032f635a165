"""Words as the search sees them."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from timing import Work, grows_evenly

from bot.model import Span
from bot.store.words import Places, Term, find_terms, fold, fold_in_place, holds_all, read_terms


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("", ""),
        ("Zürich", "zurich"),
        ("Zu\u0308rich", "zurich"),
        ("  The   Guardian!  ", "the guardian"),
        ("AFP/Reuters-TT", "afp reuters tt"),
        ("Ærø", "ærø"),
        ("snake_case", "snake case"),
        ("ЁЛКА", "елка"),
        ("İstanbul", "istanbul"),
        ("한국 뉴스", "한국 뉴스"),
        ("№ 5 ½", "5 ½"),
        ("😀", ""),
    ],
)
def test_folding_leaves_what_names_are_compared_by(text: str, folded: str) -> None:
    """Lower case, without diacritics and punctuation."""
    assert fold(text) == folded


@given(st.text())
def test_folding_in_place_keeps_every_offset(text: str) -> None:
    """The folded text is as long as the text, whatever it holds."""
    assert len(fold_in_place(text)) == len(text)


@given(st.text(st.characters(max_codepoint=0x24F)))
def test_folding_is_the_same_for_composed_and_decomposed_letters(text: str) -> None:
    """How a Latin letter is written makes no difference to its name."""
    assert fold(unicodedata.normalize("NFC", text)) == fold(unicodedata.normalize("NFD", text))


@pytest.mark.parametrize(
    ("query", "terms"),
    [
        ("", []),
        ("   ", []),
        ('"', []),
        ("* ?! -", []),
        ("war", [("war", False)]),
        ("war*", [("war", True)]),
        ("war *", [("war", False)]),
        ('"hard winter"', [("hard winter", False)]),
        ('"hard win"*', [("hard win", True)]),
        ('"hard winter', [("hard", False), ("winter", False)]),
        ('before"inside one"after', [("before", False), ("inside one", False), ("after", False)]),
        ("e-mail", [("e-mail", False)]),
        ("war war WAR", [("war", False), ("WAR", False)]),
        ("a\x00b", [("a b", False)]),
        ("a\ud800b", [("a b", False)]),
    ],
)
def test_terms_are_read_from_what_is_typed(query: str, terms: list[tuple[str, bool]]) -> None:
    """Phrases, words and beginnings; signs alone are nothing."""
    assert read_terms(query) == [Term(*term) for term in terms]


@pytest.mark.parametrize(
    ("typed", "prefixes"),
    [("wa", [True]), ("wa ", [False]), ("war wa", [False, True]), ('"hard wi', [False, True]), ('"hard wi"', [True])],
)
def test_the_last_word_is_a_beginning_while_typing(typed: str, prefixes: list[bool]) -> None:
    """Until a space ends it."""
    assert [term.prefix for term in read_terms(typed, typing=True)] == prefixes


def test_short_beginnings_can_be_forbidden() -> None:
    """The last word of the term counts, without its marks."""
    query = 'w* wa* war* "long wa"* wa\u0301*'
    assert [term.prefix for term in read_terms(query, shortest_prefix=3)] == [False, False, True, False, False]


def test_a_long_query_is_cut() -> None:
    """Nobody types a hundred words; who sends them gets an answer to the first ones."""
    assert len(read_terms(" ".join(f"w{number}" for number in range(1_000)))) <= 24


@pytest.mark.parametrize(
    ("words", "text", "found"),
    [
        ("war", "War, warden, postwar, WAR", ["War", "WAR"]),
        ("war*", "War, warden, postwar", ["War", "war"]),
        ('"hard winter"', "hard winter; hard,\nwinter; hardwinter; hard cold winter", ["hard winter", "hard,\nwinter"]),
        ("cafe", "Café, cafe\u0301, cafeteria", ["Café", "cafe\u0301"]),
        ("e-mail", "e-mail e mail email", ["e-mail", "e mail"]),
        ("a", "a_a", ["a", "a"]),
    ],
)
def test_terms_are_found_in_a_text(words: str, text: str, found: list[str]) -> None:
    """Whole words, however they are written."""
    places = [Span(*match.span()).of(text) for match in find_terms(fold_in_place(text), read_terms(words))]
    assert places == found


def test_the_number_of_the_term_is_told() -> None:
    """Which of several terms was found, counted from 1."""
    matches = find_terms(fold_in_place("the strike of ferries"), read_terms("ferries strike"))
    assert [match.lastindex for match in matches] == [2, 1]


def test_all_terms_must_be_in_the_span() -> None:
    """A term that only stands elsewhere doesn't count."""
    text = "Ships carry grain. Trains carry steel."
    places = Places(text, read_terms("carry steel"))
    assert places.all_in(Span(19, 38))
    assert not places.all_in(Span(0, 18))
    assert Places(text, []).all_in(Span(0, 0))


@given(st.text(max_size=40), st.text(max_size=40), st.text(max_size=10))
@example("", "", "\u05910")
@example("\u0301", "\u0301", "a\u0301")
def test_a_text_holds_the_words_that_it_is_made_of(before: str, after: str, word: str) -> None:
    """Whatever stands around them, and whatever the words are."""
    terms = read_terms(word)
    assert not terms or holds_all(f"{before} {word} {after}", terms)


@pytest.mark.parametrize("piece", ["a", "a ", "\u0301", "a\u0301", "ab ", " ", "ab  -  "])
def test_looking_costs_no_more_than_the_text_is_long(piece: str) -> None:
    """Twice the text costs about twice the time, whatever it repeats."""
    terms = read_terms('"ab ab" ab* "a ab"')

    def prepare(length: int) -> Work:
        text = fold_in_place((piece * length)[:length])
        return lambda: list(find_terms(text, terms))

    assert grows_evenly(prepare, 50_000)
