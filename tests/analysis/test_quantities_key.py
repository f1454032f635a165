"""Which numbers are key: those that a reader would repeat."""

from __future__ import annotations

from bot.analysis.document import read_document
from bot.analysis.quantities import find_quantities
from bot.model import Quantity

STORY = """Hailstorm tears roofs off in Vestmark

A hailstorm that hit Vestmark on Tuesday killed three people and injured 118, the county said.

It damaged 4,600 houses and cut power to 27,000 homes, the grid operator said. Stones of 9 cm fell for 20 minutes.

One of the few roofs to survive was that of the church, where two men had taken shelter. They shared one bag of plums.

Insurers put the loss at $240 million. It was the worst storm since 1978, and about 27,000 homes were dark at midnight.

Tens of kilometres of road were closed. Greta Holm, 63, said thousands of windows had to be replaced.
"""


def key(text: str) -> list[Quantity]:
    """The key numbers of a text, the first to repeat first."""
    quantities = find_quantities(read_document(text), ())
    return sorted((q for q in quantities if q.rank is not None), key=lambda q: q.rank or 0)


def surfaces(text: str) -> list[str]:
    """The key numbers of a text as written."""
    return [q.span.of(text) for q in key(text)]


def test_the_great_numbers_of_a_story_are_key() -> None:
    """Losses, people and what was destroyed are key."""
    assert {"118", "4,600", "27,000", "$240 million", "9 cm"} <= set(surfaces(STORY))


def test_small_and_vague_numbers_are_not_key() -> None:
    """ "two men", "one bag", "one of the few" and "tens of kilometres" are not key."""
    shown = " | ".join(surfaces(STORY)).lower()
    for never in ("two", "one", "tens", "thousands"):
        assert never not in shown.split(" | ")


def test_ranks_count_from_zero_without_gaps() -> None:
    """Ranks are 0, 1, 2 ... so that a list of key numbers can be cut anywhere."""
    assert [q.rank for q in key(STORY)] == list(range(len(key(STORY))))


def test_a_number_that_comes_twice_is_key_once() -> None:
    """A repeated number is shown once, and being repeated raises it."""
    assert surfaces(STORY).count("27,000") == 1
    assert surfaces(STORY).index("27,000") < surfaces(STORY).index("9 cm")


def test_at_most_a_dozen_are_key() -> None:
    """A table's worth of numbers does not make them all key."""
    text = " ".join(f"The firm sold {n},500 tractors in region {n}." for n in range(11, 60))
    assert len(key(text)) == 12


def test_a_death_toll_goes_before_large_sums() -> None:
    """How many died is told before what it cost, and the sum before who merely came."""
    text = (
        "The state promised $3.2 billion for repairs on Friday. At least 57 people were killed when the dyke broke, "
        "and 41,000 people had to leave."
    )
    assert surfaces(text)[0] == "57"
    assert surfaces("The fund lost $3.2 billion. It invited 57 people to lunch.")[0] == "$3.2 billion"


def test_a_small_count_of_deaths_is_key() -> None:
    """Three dead are key where three chairs are not."""
    assert surfaces("The blast caused 3 deaths. The hall had 3 chairs.") == ["3"]
    assert key("The hall had 3 chairs.") == []
