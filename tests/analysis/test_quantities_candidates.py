"""Sentences that cannot hold an amount are passed over early, and no other is."""

from __future__ import annotations

import pytest

from bot.analysis.candidates import sentences_with_numbers
from bot.model import Span


def may_hold(sentence: str) -> bool:
    """Whether the sentence, among others, is one of those that are read."""
    text = f"The harbour lay quiet. {sentence} Nobody came."
    start = text.index(sentence)
    wanted = Span(start, start + len(sentence))
    spans = [Span(0, start - 1), wanted, Span(wanted.end + 1, len(text))]
    return wanted in list(sentences_with_numbers(text, spans))


@pytest.mark.parametrize(
    "sentence",
    [
        *(
            "Some 40 boats left.",
            "It cost $3.",
            "Twelve boats left.",
            "She sold half of them.",
            "DOZENS of gulls rose.",
        ),
        *("A third of the nets tore.", "It took a quarter of an hour.", "Nearly a million eels came.", "Add ½ a cup."),
        *("A dozen men ran.", "They lost a hundred nets.", "In “two-masted” ships they came.", "It was one boat."),
        *(
            "In 2011, some 12 boats sank.",
            "In 2000 metres of water it lay.",
            "In 2,015 it ended.",
            "At 7:30 came 5 men.",
        ),
    ],
)
def test_sentences_with_a_number_are_read(sentence: str) -> None:
    """Digits, signs and number words lead to their sentence."""
    assert may_hold(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        *("No boat left.", "One of the skippers waved.", "It was the one that sank.", "The third quarter was calm."),
        *(
            "In 2011, the pier burned.",
            "It has stood there since 1987.",
            "In 2004 the mayor left.",
            "They met at 7:30.",
        ),
        *("He is a millionaire.", "Someone phoned.", "The hundred nets were gone.", "Everyone tends the weight."),
    ],
)
def test_sentences_without_a_number_are_passed_over(sentence: str) -> None:
    """Pronouns, ordinals, years and clock times alone lead nowhere."""
    assert not may_hold(sentence)


def test_offsets_hold_behind_characters_outside_ascii() -> None:
    """A character of several bytes before a number does not move the number into another sentence."""
    text = "Größe, naïve façade 🙂 “Ærø”. Twelve boats left. Über allem Ruh."
    first = text.index("Twelve")
    spans = [Span(0, first - 1), Span(first, first + 18), Span(first + 19, len(text))]
    assert list(sentences_with_numbers(text, spans)) == [spans[1]]


def test_text_in_which_nothing_stands_gives_nothing() -> None:
    """An empty text and lone surrogates have no sentence with a number."""
    assert list(sentences_with_numbers("", [])) == []
    assert list(sentences_with_numbers("\ud800\udfff", [Span(0, 2)])) == []
