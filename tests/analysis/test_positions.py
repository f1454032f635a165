"""What countries do about people who flee a draft, as sentences and passages tell it."""

from __future__ import annotations

import pytest

from .reading import evidence_in, governing, marked, passages

# Sending nobody back is a way of accepting, sending back one of refusing, and a closed border one of restricting.
BROADLY = {"will_not_return": "accepts", "returns": "refuses", "closed": "restricted"}

Expected = dict[str, str]


def broadly(text: str) -> Expected:
    """The governing positions without the finer distinctions."""
    return {country: BROADLY.get(stance, stance) for country, stance in governing(text).items()}


@pytest.mark.parametrize(("text", "expected"), passages("accepting"))
def test_protection_promised_in_many_words_is_acceptance(text: str, expected: Expected) -> None:
    """Welcoming, admitting, protecting and not turning away all say that a country accepts."""
    assert broadly(text) == expected


@pytest.mark.parametrize(("text", "expected"), passages("refusing"))
def test_protection_withheld_in_many_words_is_refusal(text: str, expected: Expected) -> None:
    """Refusing, turning away, giving no reason for asylum and calling unwelcome all say that a country refuses."""
    assert governing(text) == expected


@pytest.mark.parametrize(("text", "expected"), passages("case by case"))
def test_a_condition_makes_it_case_by_case(text: str, expected: Expected) -> None:
    """Protection that depends on the person's case is neither acceptance nor refusal."""
    assert governing(text) == expected


@pytest.mark.parametrize(("text", "expected"), passages("undecided"))
def test_a_country_that_still_thinks_is_undecided(text: str, expected: Expected) -> None:
    """Considering, discussing and not having decided is told as undecided."""
    assert governing(text) == expected


@pytest.mark.parametrize(("text", "expected"), passages("entry"))
def test_the_way_in_is_told_apart_from_protection(text: str, expected: Expected) -> None:
    """Visas, bans and closed borders answer the question of entry."""
    assert governing(text) == expected


@pytest.mark.parametrize(("text", "expected"), passages("return"))
def test_sending_back_and_not_sending_back_are_found(text: str, expected: Expected) -> None:
    """Extradition, deportation and their refusal answer the question of return."""
    assert governing(text) == expected


@pytest.mark.parametrize(("text", "expected"), passages("several countries"))
def test_each_country_of_a_passage_has_its_own_stance(text: str, expected: Expected) -> None:
    """Opposite stances, ellipsis, lists and groups give each country its own."""
    assert governing(text) == expected


@pytest.mark.parametrize(("text", "expected"), passages("across sentences"))
def test_a_country_named_before_is_carried_on(text: str, expected: Expected) -> None:
    """A pronoun, "the country" or an office stands for the country that the sentences before speak of."""
    assert governing(text) == expected


@pytest.mark.parametrize(("text", "expected"), passages("old and new"))
def test_the_newer_of_two_positions_governs(text: str, expected: Expected) -> None:
    """What a country does now comes before what it once did."""
    assert governing(text) == expected


@pytest.mark.parametrize(("text", "expected"), passages("holders that disagree"))
def test_the_government_governs_over_the_opposition(text: str, expected: Expected) -> None:
    """Where government and opposition disagree, the government's position comes first."""
    assert governing(text) == expected


@pytest.mark.parametrize(("text", "expected"), passages("denied"))
def test_a_denied_claim_says_the_opposite(text: str, expected: Expected) -> None:
    """What a government denies to do it does not do."""
    assert governing(text) == expected


@pytest.mark.parametrize(("text", "expected"), passages("reports"))
def test_reports_give_the_positions_that_a_reader_finds(text: str, expected: Expected) -> None:
    """Passages as reporters write them, with other countries around, give each country its stance."""
    assert broadly(text) == expected


@pytest.mark.parametrize(("text", "expected"), passages("reports with evidence"))
def test_reports_from_many_wars_are_read(text: str, expected: Expected) -> None:
    """Whoever flees, from whatever war and century, the countries' stances are found."""
    assert broadly(text) == {country: BROADLY.get(stance, stance) for country, stance in expected.items()}


@pytest.mark.parametrize(("text", "expected"), marked("reports with evidence"))
def test_the_evidence_is_the_sentence_that_states_it(text: str, expected: Expected) -> None:
    """The governing position shows the sentence that states it, not one beside it."""
    found = evidence_in(text)
    assert {country: beginning in found[country] for country, beginning in expected.items()} == dict.fromkeys(
        expected, True
    )


@pytest.mark.parametrize(("text", "expected"), passages("no position"))
def test_a_text_without_a_position_gives_none(text: str, expected: Expected) -> None:
    """Destinations, origins, drafts at home, other people and the wishes of others are no position."""
    assert governing(text) == expected == {}


def test_an_empty_text_gives_none() -> None:
    """Nothing says nothing."""
    assert governing("") == {}
