"""Where a text names countries, and where the same words name something else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.analysis.places import find_places


def named(text: str) -> list[tuple[str, str]]:
    """The words and the codes of each mention."""
    return [(place.span.of(text), "+".join(place.codes)) for place in find_places(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Finland and the Netherlands agreed.", [("Finland", "FI"), ("Netherlands", "NL")]),
        ("The Dutch, the Finns and a Dane.", [("Dutch", "NL"), ("Finns", "FI"), ("Dane", "DK")]),
        ("Tallinn told the Kremlin.", [("Tallinn", "EE"), ("Kremlin", "RU")]),
        ("Downing Street and the Élysée were silent.", [("Downing Street", "GB"), ("Élysée", "FR")]),
        ("U.S. troops left the UK.", [("U.S.", "US"), ("UK", "GB")]),
        ("South Korea, North Korea", [("South Korea", "KR"), ("North Korea", "KP")]),
        ("Guinea-Bissau and Guinea", [("Guinea-Bissau", "GW"), ("Guinea", "GN")]),
        ("Equatorial Guinea", [("Equatorial Guinea", "GQ")]),
        ("the Democratic Republic of Congo", [("Democratic Republic of Congo", "CD")]),
        ("Georgia's border, Georgian guards", [("Georgia", "GE"), ("Georgian", "GE")]),
        ("FINLAND CLOSES BORDER", [("FINLAND", "FI")]),
        ("Côte d'Ivoire and N'Djamena", [("Côte d'Ivoire", "CI"), ("N'Djamena", "TD")]),
        ("The Baltic states met.", [("Baltic states", "EE+LV+LT")]),
        ("three Baltic EU ministers", [("Baltic EU ministers", "EE+LV+LT")]),
        ("The EU and the European Commission", [("EU", "EU"), ("European Commission", "EU")]),
        ("Chad closed its border; Jordan did not.", [("Chad", "TD"), ("Jordan", "JO")]),
        ("Turkey said no.", [("Turkey", "TR")]),
        ("Georgia let Russians in, Tbilisi said.", [("Georgia", "GE"), ("Russians", "RU"), ("Tbilisi", "GE")]),
    ],
)  # fmt: skip
def test_names_peoples_capitals_governments_and_groups_are_countries(
    text: str, expected: list[tuple[str, str]]
) -> None:
    """A country is found by its name, people, capital, government or group, the longest name first."""
    assert named(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Michael Jordan scored.",
        "Jordan Peterson wrote.",
        "Chad Smith and Israel Folau played.",
        "They ate roast Turkey on Sunday.",
        "The Turkey Trot drew thousands.",
        "She left New Mexico for New Jersey.",
        "Jersey City and Jersey Shore",
        "Paris, Tennessee and Athens, Georgia are towns.",
        "The Moscow Times and the Kyiv Independent reported.",
        "Savannah hosts Georgia Tech; Georgia lawmakers met in Atlanta.",
        "The Geneva Convention protects them.",
        "a guinea pig, a turkey, polish, china and a dutch oven",
        "let us go",
        "The pro-Russian channel and anti-American posters",
        "Latin American music, Native American art",
        "Lake Chad is shrinking, and so is the River Jordan.",
        "Tom Holland and Paris Hilton",
        "",
    ],
)
def test_country_names_that_are_something_else_are_left(text: str) -> None:
    """Persons, birds, towns, papers, states of America and longer names are no countries."""
    assert named(text) == []


def test_kinds_tell_a_state_from_its_people() -> None:
    """A demonym before persons, or alone, is a people; before what belongs to the state it is an adjective."""
    text = "Latvian ministers met Russian men, Germans and a Swede."
    assert [place.kind for place in find_places(text)] == ["adjective", "people", "people", "people"]


@given(st.text(max_size=300))
def test_mentions_lie_in_order_in_any_text(text: str) -> None:
    """Whatever the text, mentions are slices in text order that do not overlap."""
    places = find_places(text)
    ends = [0, *(place.span.end for place in places)]
    for end, place in zip(ends, places, strict=False):
        assert end <= place.span.start < place.span.end <= len(text)
        assert place.codes
