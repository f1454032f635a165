"""Positions that no pattern finds, told by the weights; and the labelled texts that the weights are fitted to."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.analysis.document import read_document
from bot.analysis.position_model import NONE, chances, read_model
from bot.analysis.positions import find_units
from bot.analysis.quotations import find_quotations
from bot.analysis.weighing import LABELS
from bot.countries import COUNTRIES

from .reading import governing, positions_in

TEXTS = Path(__file__).parents[2] / "benchmarks" / "positions"
BORDER = """More than forty soldiers of the Myanmar army have walked out of their barracks since the rains began.

Bangladesh has so far found a place for all of them in a school near Teknaf.

The monsoon closed the road to Sittwe on Monday.
"""


def labelled() -> Iterator[tuple[str, int, dict[str, Any]]]:
    """Each labelled text with its file and line."""
    for file in sorted(TEXTS.rglob("*.jsonl")):
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
            yield file.relative_to(TEXTS).as_posix(), number, json.loads(line)


def test_labelled_texts_show_what_they_are_labelled_with() -> None:
    """Each position has a known country and label, and its evidence stands in the text."""
    wrong = [
        (file, number)
        for file, number, row in labelled()
        for position in row["positions"]
        if position["evidence"] not in row["text"]
        or position["position"] not in LABELS.values()
        or position["country"] not in COUNTRIES
    ]
    assert wrong == []


def test_no_text_is_both_read_and_unread() -> None:
    """What the patterns were written after is not among the texts that tell how well they do."""
    read = {row["text"] for file, _, row in labelled() if file.startswith("read/")}
    unread = {row["text"] for file, _, row in labelled() if not file.startswith("read/")}
    assert read
    assert not read & unread


def test_a_position_without_a_pattern_is_found_with_its_sentence() -> None:
    """Where the words fit no pattern the weights tell the position, and the evidence is the text's own sentence."""
    (position,) = positions_in(BORDER)
    assert (position.country, position.stance, position.role) == ("BD", "accepts", "government")
    assert (
        position.evidence.of(BORDER) == "Bangladesh has so far found a place for all of them in a school near Teknaf."
    )
    assert position.fleeing_from == "MM"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Soldiers have deserted in Myanmar. The interior minister of Bangladesh spoke about them on Monday. They "
            "will not be handed over, he said. Rain fell.",
            "The interior minister of Bangladesh spoke about them on Monday. They will not be handed over, he said.",
        ),
        (
            "Men who flee the draft in Russia go to Kazakhstan. Astana has promised to look after them. They may stay "
            "and will be protected from extradition.",
            "Astana has promised to look after them. They may stay and will be protected from extradition.",
        ),
        (
            "Men who flee the draft in Russia drive to Finland. Norway will not send deserters back, its minister "
            "said.",
            "Norway will not send deserters back, its minister said.",
        ),
    ],
)
def test_a_sentence_without_its_country_is_shown_with_the_one_that_names_it(text: str, expected: str) -> None:
    """The evidence reaches back to the sentence that names the country, and no farther."""
    assert positions_in(text)[0].evidence.of(text) == expected


def test_two_statements_in_the_same_sentences_are_shown_once() -> None:
    """Sentences that are shown together, each of which states the same, make one statement."""
    text = (
        "Men who flee the draft in Russia go to Kazakhstan. Astana grants deserters asylum. It grants asylum to their "
        "families, too. It gives asylum to draft evaders."
    )
    found = [(position.stance, position.evidence) for position in positions_in(text)]
    assert found
    assert len(found) == len(set(found))


def test_a_party_speaks_for_no_country() -> None:
    """What somebody's party would do is no position of the country, in parliament or not."""
    text = (
        "Poland decides case by case on Russian draft evaders. “Poland owes these people nothing,” said Ada Berg, who "
        "leads the second-largest group in the Sejm. Her party would keep them out."
    )
    positions = positions_in(text)
    assert (positions[0].country, positions[0].stance) == ("PL", "case_by_case")
    assert all("Her party" not in position.evidence.of(text) for position in positions)


@pytest.mark.parametrize(
    "text",
    [
        "The army of Denmark bought boots. At the German border visitors stay in a hotel that was a barracks.",
        "A soldier from Latvia won the race. He will return to Riga, where his family welcomes him on Sunday.",
        "Troops opened the border post between Peru and Chile after the flood, and passports are stamped again.",
    ],
)
def test_soldiers_and_borders_alone_tell_no_position(text: str) -> None:
    """A text that speaks of armies and of borders, and of nobody who flees, states no position."""
    assert governing(text) == {}


@given(st.lists(st.sampled_from([*list(read_model().weights)[:200], "a feature that is not known"]), max_size=40))
def test_chances_add_up_to_one(features: list[str]) -> None:
    """Whatever the features, known or not, the labels' probabilities are a distribution."""
    odds = chances(read_model(), features)
    assert set(odds) == {NONE, *LABELS.values()}
    assert all(0 <= odd <= 1 for odd in odds.values())
    assert sum(odds.values()) == pytest.approx(1)


def test_the_countries_of_a_sentence_are_read_in_their_own_clauses() -> None:
    """Two countries in one sentence have units of their own, each with the words around it."""
    text = "Russian deserters find no rest: Sweden sends them back, while Portugal gives them rooms and papers."
    document = read_document(text)
    units = {unit.country: unit for unit in find_units(document, find_quotations(document))}
    assert set(units) == {"SE", "PT"}
    assert units["SE"].clause.of(text) == "Sweden sends them back"
    assert "papers" in units["PT"].clause.of(text)
    assert "RU" not in units
