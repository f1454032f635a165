"""One line for an article, one headline for a story."""

from __future__ import annotations

import pytest

from bot.analysis import analyse
from bot.analysis.stories import choose_headline, key_sentence

TEXTS = [
    "The river Orla flooded three villages on Monday. Some 400 people fled to Lund, the county of Holm said.",
    "Three villages on the Orla were flooded on Monday night and 400 people fled, officials of Holm said.",
    "After the flood on the Orla in which 400 people fled three villages, Holm looks at its old dam.",
]


def test_the_headline_that_the_others_agree_with_is_chosen() -> None:
    """The title whose words stand in the other titles and texts stands for the story."""
    titles = [
        "Why didn't you see it coming?",
        "Flood on the Orla: 400 people flee three villages",
        "A night that we will not forget, and what the old men of the valley knew about their river",
    ]
    assert choose_headline(titles, TEXTS) == 1


@pytest.mark.parametrize(
    ("plain", "teasing"),
    [
        ("Orla floods three villages", "Why the Orla floods three villages"),
        ("Orla floods three villages", "Did the Orla flood three villages?"),
        ("Orla floods three villages", "Opinion: Orla floods three villages"),
        ("Orla floods three villages", "What our Orla floods mean: three villages"),
    ],
)
def test_a_plain_headline_is_chosen_before_a_teasing_one(plain: str, teasing: str) -> None:
    """Questions, opinions and "Why ..." lose against the same matter told plainly, in any order."""
    other = "Orla flood drives 400 people from three villages in Holm county"
    assert choose_headline([plain, teasing, other]) != 1
    assert choose_headline([teasing, plain, other]) != 0


@pytest.mark.parametrize(
    "reacting",
    [
        "Mayor of Holm says Orla floods villages",
        "Mayor of Holm warned Orla floods villages",
        "Engineers slammed as Orla floods villages",
        "Minister responds as Orla floods villages",
        "Minister urged to act as Orla floods villages",
    ],
)
def test_an_event_is_chosen_before_what_somebody_says_of_it(reacting: str) -> None:
    """A headline that tells a reaction tells less of the story than one as long that tells what happened."""
    plain = " ".join(["Orla floods villages", *["overnight"] * (len(reacting.split()) - 3)])
    other = "Orla floods villages in county of Holm, and mayor and engineers and minister come"
    assert choose_headline([reacting, plain, other]) == 1


def test_a_headline_with_a_number_is_chosen_before_one_without() -> None:
    """Of two that agree as much with the others, the one that counts is the more exact."""
    assert choose_headline(["Orla floods some villages", "Orla floods 3 villages", "Villages flooded by the Orla"]) == 1


def test_an_outlet_behind_the_headline_does_not_count() -> None:
    """The same words with " | The Orla Post" are the same headline: the first of equals is chosen."""
    titles = ["Orla floods three villages | The Orla Post", "Orla floods three villages"]
    assert choose_headline(titles) == 0


def test_one_title_is_its_own_headline() -> None:
    """A group of one needs no choice, an empty group has none."""
    assert choose_headline(["Anything"]) == 0
    assert choose_headline([""], [""]) == 0
    with pytest.raises(ValueError, match="at least one"):
        choose_headline([])


def test_the_key_sentence_is_the_most_telling_one() -> None:
    """A digest shows the first sentence of the summary."""
    text = " ".join(TEXTS)
    found = analyse(text)
    assert key_sentence(text, found) == found.summary[0]


def test_a_key_sentence_fits_a_line() -> None:
    """A sentence too long for a line gives way to the next most telling one that fits."""
    long = "The river Orla flooded " + ", ".join(f"the village of Holm {i}" for i in range(20)) + " on Monday."
    text = f"{long} Some 400 people fled to Lund, the county of Holm said."
    sentence = key_sentence(text, analyse(text))
    assert sentence is not None
    assert sentence.of(text).startswith("Some 400")
    alone = key_sentence(long, analyse(long))
    assert alone is not None
    assert alone.of(long) == long


def test_an_empty_text_has_no_key_sentence() -> None:
    """None is told where there is nothing."""
    assert key_sentence("", analyse("")) is None
