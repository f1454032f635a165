"""The words of a text as summary, phrases and headlines compare them."""

from __future__ import annotations

import pytest

from bot.analysis.document import read_document
from bot.analysis.topics import place_words, read_topics, words_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The Mayor's NEW trams, at last!", ["the", "mayor", "s", "new", "tram", "at", "last"]),
        ("His bus is as his gas was", ["his", "bus", "is", "as", "his", "gas", "was"]),
        ("class glasses trams", ["clas", "glasse", "tram"]),
        ("snake_case co-ops 1990s", ["snake", "case", "co", "ops", "1990"]),
        ("Ébénistes’ cafés", ["ébéniste", "café"]),
        ("ÖBB-Züge", ["öbb", "züge"]),
        ("東京 trams", ["東", "京", "tram"]),
        ("", []),
    ],
)
def test_words_are_small_and_singular(text: str, words: list[str]) -> None:
    """Words are folded, cut at every sign, and lose the "s" of plurals where they are longer than three letters."""
    assert words_of(text) == words


@pytest.mark.parametrize("text", ["Trams pass us: his class's gas is less.", "It's 1990s glass, isn't it?"])
def test_words_are_the_same_beside_other_letters(text: str) -> None:
    """A text has the same words whether or not a letter beyond ASCII stands in it, or curly marks do."""
    assert words_of(f"{text} é") == [*words_of(text), "é"]
    assert words_of(text.replace("'", "’")) == words_of(text)


@pytest.mark.parametrize("text", ["  Trams -- old trams -- pass.", "  Trams — old trams — pass."])
@pytest.mark.parametrize(("first", "last", "found"), [(0, 0, "Trams"), (1, 2, "old trams"), (3, 3, "pass")])
def test_words_are_found_again(text: str, first: int, last: int, found: str) -> None:
    """A place tells the words as they are written, the "s" of a plural with them."""
    assert place_words(text, first, last).of(text) == found


@pytest.mark.parametrize("text", ["Old trams.", "Old tråms.", ""])
def test_words_beyond_the_last_are_refused(text: str) -> None:
    """A place that a text doesn't have is an error, no other place."""
    with pytest.raises(IndexError):
        place_words(text, 2, 2)


@pytest.mark.parametrize("apostrophe", ["'", "’"])
def test_the_words_of_each_sentence_are_read(apostrophe: str) -> None:
    """Each sentence has its words, those that carry meaning, and a text the count of these."""
    text = f"The trams of Ostby are old. Ostby{apostrophe}s trams are slow and the tram bell is loud."
    topics = read_topics(read_document(text), language="en")
    assert topics.words[0] == ["the", "tram", "of", "ostby", "are", "old"]
    assert topics.content == [{"tram", "ostby", "old"}, {"ostby", "tram", "slow", "bell", "loud"}]
    assert topics.counts == {"tram": 3, "ostby": 2, "old": 1, "slow": 1, "bell": 1, "loud": 1}


def test_function_words_are_known_however_they_end() -> None:
    """A word without meaning carries none where its last "s" is cut off as that of a plural, too."""
    topics = read_topics(
        read_document("Perhaps its trams always went across Ostby, unless this doesn't."), language="en"
    )
    assert topics.content == [{"tram", "ostby"}]


def test_other_languages_have_their_own_function_words() -> None:
    """Beside English, words that are short or stand in most sentences carry no meaning."""
    text = " ".join(f"Die Straßenbahn fährt heute nach Ort{number} und hält dort." for number in range(9))
    topics = read_topics(read_document(text), language="de")
    assert topics.content[2] == {"ort2"}
