"""Facts about countries, and what people type for them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.countries import (
    COUNTRIES,
    GROUPS,
    country_flag,
    country_name,
    find_country,
    suggest_countries,
)


def test_every_code_is_two_capital_letters_with_a_name() -> None:
    """Codes are ISO 3166-1 alpha-2, and every country has a name."""
    assert len(COUNTRIES) == 251
    for code, country in COUNTRIES.items():
        assert code == country.code
        assert len(code) == 2
        assert code.isascii()
        assert code.isupper()
        assert country.name


def test_the_members_of_groups_are_countries() -> None:
    """A group speaks only of countries that are known."""
    assert all(member in COUNTRIES for group in GROUPS for member in group.members)


def test_a_capital_belongs_to_one_country() -> None:
    """No capital, government or city stands for two countries."""
    seen: dict[str, str] = {}
    for code, country in COUNTRIES.items():
        for words in (*country.capitals, *country.governments, *country.cities):
            assert seen.setdefault(words, code) == code


def test_a_code_has_a_name_and_a_flag() -> None:
    """A code in either case gives the usual English name and the flag."""
    assert country_name("DE") == "Germany"
    assert country_name("kr") == "South Korea"
    assert country_flag("FI") == "🇫🇮"
    assert country_flag("eu") == "🇪🇺"


def test_a_code_that_is_nobodys_stands_for_itself() -> None:
    """An unknown code is shown as it is, with a white flag."""
    assert country_name("ZZ") == "ZZ"
    assert country_flag("ZZ") == "🏳"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Germany", "DE"),
        ("germany", "DE"),
        ("DE", "DE"),
        ("de", "DE"),
        ("  the netherlands ", "NL"),
        ("holland", "NL"),
        ("Türkiye", "TR"),
        ("turkiye", "TR"),
        ("TURKEY", "TR"),
        ("u.s.", "US"),
        ("USA", "US"),
        ("uk", "GB"),
        ("Burma", "MM"),
        ("czechia", "CZ"),
        ("cote d'ivoire", "CI"),
        ("Côte d’Ivoire", "CI"),
        ("eritrean", "ER"),
        ("finns", "FI"),
        ("Kyiv", "UA"),
        ("kremlin", "RU"),
        ("European Union", "EU"),
        ("🇫🇮", "FI"),
        ("kazakhs", "KZ"),
        ("lithu", "LT"),
        ("guinea", "GN"),
    ],
)
def test_what_people_type_finds_the_country(typed: str, code: str) -> None:
    """Names, codes, demonyms, capitals, governments, flags and unmistakable beginnings find a country."""
    assert find_country(typed) == code


@pytest.mark.parametrize("typed", ["", "  ", "zz", "gui", "Atlantis", "the", "🏳", "🇿🇿", "x" * 5000, "'"])
def test_what_names_no_country_finds_none(typed: str) -> None:
    """Nothing, nonsense and a beginning that several countries share find none."""
    assert find_country(typed) is None


def test_suggestions_begin_with_the_name_that_is_typed() -> None:
    """What is typed whole comes first, then names that begin with it, then those that hold it."""
    assert suggest_countries("guinea")[:2] == ("GN", "GW")
    assert suggest_countries("niger")[:2] == ("NE", "NG")
    assert "PG" in suggest_countries("guinea")
    assert suggest_countries("ger")[0] == "DE"


def test_suggestions_fit_a_list_of_choices() -> None:
    """Discord takes 25 choices: never more are suggested, and nothing typed suggests as many as fit."""
    assert len(suggest_countries("")) == 25
    assert len(suggest_countries("a")) <= 25
    assert suggest_countries("an", limit=3) == suggest_countries("an")[:3]


@given(st.text(max_size=60))
def test_any_typed_text_is_safe(typed: str) -> None:
    """Whatever is typed, what is found is a country or nothing."""
    found = find_country(typed)
    assert found is None or found in COUNTRIES
    assert all(code in COUNTRIES for code in suggest_countries(typed))
