"""Names: what they are, whom they name, and what role the text gives them."""

from __future__ import annotations

import pytest

from bot.analysis.bearers import Bearer
from bot.analysis.document import read_document
from bot.analysis.names import Names, find_names


def names_of(text: str) -> Names:
    return find_names(read_document(text))


def bearer(text: str, written: str) -> Bearer:
    """Whom the last mention written like that names."""
    names = names_of(text)
    return [names.of(name) for name in names.mentions if name.span.of(text) == written][-1]


@pytest.mark.parametrize(
    ("text", "written", "kind"),
    [
        ("We met Oskar Blom there.", "Oskar Blom", "person"),
        ("We met Mr. Blom there.", "Blom", "person"),
        ("We met Ludwig van Hoven there.", "Ludwig van Hoven", "person"),
        ("We met Oskar J. Blom there.", "Oskar J. Blom", "person"),
        ("It went to the Ministry of Finance at last.", "Ministry of Finance", "organisation"),
        ("We read the Northern Herald there.", "Northern Herald", "organisation"),
        ("They called NATO at once.", "NATO", "organisation"),
        ("They flew to Warsaw at once.", "Warsaw", "place"),
        ("They flew to New Zealand at once.", "New Zealand", "place"),
        ("We asked Republicans there.", "Republicans", "group"),
        ("We asked the Ministry of the Interior there.", "Ministry of the Interior", "organisation"),
        ("We asked St. Oskar Blom there.", "Oskar Blom", "person"),
        ("We asked WARSAW there.", "WARSAW", "place"),
        ("We asked OSKAR there.", "OSKAR", "organisation"),
        ("We asked Oskar there.", "Oskar", "person"),
        ("We asked Ostby there.", "Ostby", "other"),
    ],
)
def test_a_name_has_a_kind(text: str, written: str, kind: str) -> None:
    """People, organisations, places and peoples are told apart by title, given name, last word and lists."""
    assert bearer(text, written).kind == kind


@pytest.mark.parametrize(
    "text",
    [
        "However, nobody came.",
        "On Monday it rained.",
        "The President spoke.",
        "Trams stopped. The trams are old.",
        "Trams' bells rang as trams passed.",
        "",
    ],
)
def test_a_capital_alone_makes_no_name(text: str) -> None:
    """The first word of a sentence, a weekday, a bare title and what the text has in small letters are no names."""
    assert names_of(text).mentions == ()


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("They met Oskar Blom and Ann Lund there.", ["Oskar Blom", "Ann Lund"]),
        ("They met Oskar Blom. Ann Lund left.", ["Oskar Blom", "Ann Lund"]),
        ("They met Oskar, Ann and Peter.", ["Oskar", "Ann", "Peter"]),
        ("They met Oskar's Ann on Friday.", ["Oskar", "Ann"]),
        ("They met Oskar of the Lunds there.", ["Oskar", "Lunds"]),
        ("They met Ludwig  van Hoven there.", ["Ludwig", "Hoven"]),
        ("They met Oskar Blom, R-Ohio.", ["Oskar Blom"]),
        ("They were met by Oskar Blom I’ve heard.", ["Oskar Blom"]),
        ("They flew to the U.S. He stayed there.", ["U.S"]),
        ("They met U.S. Secretary Oskar Blom there.", ["Oskar Blom"]),
    ],
)
def test_a_name_ends_where_the_next_begins(text: str, written: list[str]) -> None:
    """Commas, stops, possessives, "and" and days part names; "of" joins only what is known to be named so."""
    assert [name.span.of(text) for name in names_of(text).mentions] == written


@pytest.mark.parametrize(
    ("text", "short", "full"),
    [
        ("Oskar Blom spoke. Then Blom left.", "Blom", "Oskar Blom"),
        ("Then Blom left. Oskar Blom is 40.", "Blom", "Oskar Blom"),
        ("Oskar Blom spoke. Then Oskar left.", "Oskar", "Oskar Blom"),
        ("Anna Blom met Oskar Blom. Then Mr. Blom left.", "Blom", "Oskar Blom"),
        ("Oskar Blom spoke. Oskar J. Blom is 40.", "Oskar Blom", "Oskar J. Blom"),
        ("Henry Dean spoke. Then Dean left.", "Dean", "Henry Dean"),
    ],
)
def test_a_short_name_finds_the_full_one(text: str, short: str, full: str) -> None:
    """A surname or a given name alone names the bearer of the full name, wherever that stands."""
    assert bearer(text, short).full.of(text) == full


def test_two_people_of_one_given_name_stay_two() -> None:
    """People with different surnames are different people."""
    text = "Oskar Blom met Oskar Lund."
    names = names_of(text)
    assert [names.of(name).full.of(text) for name in names.mentions] == ["Oskar Blom", "Oskar Lund"]


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("They met Chancellor Oskar Blom.", "Chancellor"),
        ("They met former finance minister Oskar Blom.", "former finance minister"),
        ("They met Swedish President Oskar Blom.", "Swedish President"),
        ("They met Oskar Blom, the mayor of Ostby, there.", "mayor of Ostby"),
        ("They met Oskar Blom, a lawyer, there.", "lawyer"),
        ("They met Oskar Blom there.", None),
        ("They met Oskar Blom, and the mayor of Ostby came.", None),
    ],
)
def test_the_role_stands_beside_the_name(text: str, role: str | None) -> None:
    """A title before the name, or an apposition behind it, is the bearer's role."""
    found = bearer(text, "Oskar Blom").role
    assert (found.of(text) if found else None) == role


@pytest.mark.parametrize(
    ("text", "written", "gender"),
    [
        ("They met Maria Blom.", "Maria Blom", "f"),
        ("They met Peter Blom.", "Peter Blom", "m"),
        ("They met Mrs. Blom.", "Blom", "f"),
        ("They met Kim Blom.", "Kim Blom", ""),
    ],
)
def test_given_names_and_titles_tell_he_from_she(text: str, written: str, gender: str) -> None:
    """A given name or a title tells the gender where it is clear."""
    assert bearer(text, written).gender == gender


def test_a_possessive_ending_is_no_part_of_the_name() -> None:
    """The 's stays outside the span, and is remembered."""
    text = "They met Oskar Blom's brother, Ann Jones' sister and Mia Lund."
    found = [(name.span.of(text), name.possessive) for name in names_of(text).mentions]
    assert found == [("Oskar Blom", True), ("Ann Jones", True), ("Mia Lund", False)]


def test_a_headline_in_title_case_gives_only_names_that_are_sure() -> None:
    """Where every word has a capital, only given names, with the word behind them, and places are read."""
    text = "Anna Blom Says New Bridge Will Open Soon\n\nThe bridge of Anna Blom opens in May."
    names = names_of(text)
    assert [name.span.of(text) for name in names.mentions] == ["Anna Blom", "Anna Blom"]
