"""Who gives a number: a name, a person, an organisation or a paper, and nobody for an age beside its bearer's name."""

from __future__ import annotations

import pytest

from bot.analysis import analyse

BEFORE = "The minister Paul Grant said on Monday that 140 bridges had closed.\n\n"


def givers(text: str) -> list[tuple[int, str | None]]:
    """The value of each number with the words that name its giver."""
    return [(int(one.value), one.who.of(text) if one.who else None) for one in analyse(text).quantities]


@pytest.mark.parametrize(
    "sentence",
    [
        "“We will mend them next month,” said Ms Lund, 52, a welder.",
        "“All we want is bread and the sea,” said Karl Berg, 52.",
        "“It was the end of the road,” said Ada Holm, 52, who was there.",
    ],
)
def test_an_age_beside_a_name_has_no_giver(sentence: str) -> None:
    """The reporter tells how old a speaker is, and no word of the quotation does."""
    assert givers(BEFORE + sentence) == [(140, "Paul Grant"), (52, None)]


def test_an_age_beside_a_word_for_a_person_has_no_giver() -> None:
    """The same holds for who is not named."""
    assert dict(givers("Police said the driver, 24, had left.")) == {24: None}


def test_a_word_of_a_quotation_gives_no_number() -> None:
    """Behind a quotation the noun before its closing mark is not who says what follows."""
    assert dict(givers("“It was the end of the road,” said Ada Holm, who keeps 12 goats.")) == {12: None}


def test_a_study_and_a_ministry_give_numbers() -> None:
    """A paper and an organisation are named as the givers of what they tell."""
    assert dict(givers("A study found that 31 wells were dry.")) == {31: "A study"}
    assert dict(givers("The ministry said 48 wells were dry.")) == {48: "The ministry"}
