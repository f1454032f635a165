"""Who holds a position, since when, about whose draft, and with what evidence."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from timing import Work, grows_evenly

from bot.model import STANCES

from .reading import positions_in

ARTICLE = """Minister promises shelter to runaway conscripts

The Norwegian justice minister, Kari Lund, said on Tuesday that men who flee the Russian mobilisation will be protected.
Finland requires a visa and will not change that, its foreign minister told reporters on 3 March.

Lawmakers in the Danish parliament voted to let them stay. A court in Stockholm stopped the deportation of a deserter.

The Polish opposition wants to send the deserters back, while the government in Warsaw grants them asylum.
"""


def held(text: str, country: str) -> list[tuple[str, str, str | None]]:
    """Stance, role and holder of each position of a country."""
    return [
        (position.stance, position.role, position.holder.of(text) if position.holder else None)
        for position in positions_in(text)
        if position.country == country
    ]


def test_the_holder_is_who_is_quoted() -> None:
    """A minister who says so holds the position, as government."""
    assert held(ARTICLE, "NO") == [("accepts", "government", "Kari Lund")]


def test_a_court_and_a_parliament_have_their_own_roles() -> None:
    """What a court rules and a parliament votes is not the government's."""
    assert [(stance, role) for stance, role, _ in held(ARTICLE, "SE")] == [("will_not_return", "court")]
    assert [(stance, role) for stance, role, _ in held(ARTICLE, "DK")] == [("accepts", "parliament")]


def test_government_and_opposition_are_both_told() -> None:
    """Two positions that disagree are both given, the government's first."""
    assert [(stance, role) for stance, role, _ in held(ARTICLE, "PL")] == [
        ("accepts", "government"),
        ("returns", "opposition"),
    ]


def test_a_position_tells_whose_draft_people_flee() -> None:
    """The country that mobilises is the one that people flee from, and it has no position."""
    positions = positions_in(ARTICLE)
    assert {position.fleeing_from for position in positions} == {"RU"}
    assert "RU" not in {position.country for position in positions}


def test_days_are_counted_back_from_the_publication() -> None:
    """A weekday is the last one before the text was published; a date without a year is the last such date."""
    said = {position.country: position.said for position in positions_in(ARTICLE)}
    assert said["NO"] == date(2024, 3, 12)
    assert said["FI"] == date(2024, 3, 3)
    assert said["SE"] is None


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("on Friday", date(2024, 3, 15)),
        ("on Saturday", date(2024, 3, 9)),
        ("yesterday", date(2024, 3, 14)),
        ("on 22 September 2022", date(2022, 9, 22)),
        ("on Sept. 22", date(2023, 9, 22)),
        ("on February 30", None),
        ("in spring", None),
    ],
)
def test_the_day_of_a_statement_is_read(words: str, expected: date | None) -> None:
    """Weekdays, dates and "yesterday" are read; what is no day is not."""
    (position,) = positions_in(f"Iceland said {words} that it would grant asylum to deserters.")
    assert position.said == expected


def test_without_a_publication_date_a_weekday_tells_nothing() -> None:
    """A weekday alone is no date."""
    (position,) = positions_in("Iceland said on Friday that it would grant asylum to deserters.", published=None)
    assert position.said is None


def test_the_evidence_is_the_sentence() -> None:
    """The evidence of a position is the sentence that states it, word for word."""
    text = "It rained. Iceland will grant asylum to deserters. It was cold."
    (position,) = positions_in(text)
    assert position.evidence.of(text) == "Iceland will grant asylum to deserters."


def test_the_evidence_of_an_endless_sentence_is_the_part_that_states_it() -> None:
    """A sentence of thousands of characters is cut around the words that tell the stance."""
    filler = "which the committee heard with patience, " * 60
    text = f"After a debate, {filler}Iceland decided to grant asylum to deserters, {filler}and went home."
    (position,) = positions_in(text)
    assert position.evidence.end - position.evidence.start <= 400
    assert "grant asylum to deserters" in position.evidence.of(text)


def test_positions_of_a_country_stand_together() -> None:
    """Countries come in the order of their first position, each with all its positions."""
    countries = [position.country for position in positions_in(ARTICLE)]
    assert list(dict.fromkeys(countries)) == ["NO", "FI", "DK", "SE", "PL"]
    assert countries == sorted(countries, key=["NO", "FI", "DK", "SE", "PL"].index)


WORDS = st.sampled_from(
    [
        "Norway",
        "Finland",
        "Georgia",
        "the",
        "EU",
        "Russian",
        "deserters",
        "will",
        "not",
        "let",
        "in",
        "refuse",
        "to",
        "grant",
        "asylum",
        "visa",
        ".",
        ",",
        ";",
        "“",
        "”",
        "and",
        "but",
        "who",
        "mobilisation",
        "conscripts",
        "border",
        "closed",
        "says",
        "in",
        "of",
        "to",
        "So",
        "does",
        "Latvia",
        "nor",
        "'s",
        "\n",
        "\u202e",
        "İ",
        "ﬁ",
        "may",
        "if",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(max_size=200), st.lists(WORDS, max_size=60).map(" ".join)))
def test_positions_are_slices_of_any_text(text: str) -> None:
    """Whatever the text, evidence and holder lie in it, and question and stance belong together."""
    for position in positions_in(text, published=datetime(2024, 3, 15, tzinfo=UTC)):
        assert 0 <= position.evidence.start < position.evidence.end <= len(text)
        assert position.evidence.end - position.evidence.start <= 400
        assert position.stance in STANCES[position.question]
        assert position.holder is None or position.holder.of(text)
        assert position.country != position.fleeing_from


@pytest.mark.parametrize("unit", [ARTICLE, "Georgia ", "conscripts refuse to ", "who , ", "deserters and Norway, "])
def test_the_cost_grows_with_the_text_only(unit: str) -> None:
    """Four times the text costs about four times the work, whatever it consists of."""
    from bot.analysis.document import read_document
    from bot.analysis.positions import find_positions

    def prepare(size: int) -> Work:
        document = read_document("conscripts flee " + unit * (size // len(unit)))
        return lambda: find_positions(document, (), published=None)

    assert grows_evenly(prepare, 20_000)
