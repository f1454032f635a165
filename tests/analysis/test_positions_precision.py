"""What must not be told of a country: another's deed, an opponent's words, a wish, a rule that is no more."""

from __future__ import annotations

from datetime import date

import pytest

from bot.model import Position

from .reading import positions_in

OPPOSITION = """Norwegian government defends closed gates

Norway will turn away Russians who dodge the draft, the justice minister, Kari Lund, said on Tuesday.

The opposition Greens disagreed. Their leader, Ada Berg, said that Norway should accept draft refusers openly.

“The minister tells us that the door is closed,” Berg told parliament. “It never was hers to close.”
"""


def told(text: str) -> list[tuple[str, str, str]]:
    """Country, stance and role of every position."""
    return [(position.country, position.stance, position.role) for position in positions_in(text)]


def of_country(text: str, country: str) -> list[Position]:
    """One country's positions."""
    return [position for position in positions_in(text) if position.country == country]


@pytest.mark.parametrize(
    ("text", "country", "stances"),
    [
        # A neighbour is no neighbour's deed.
        (
            "Norway will not grant asylum to Russian deserters. Neighbouring Finland also refuses to shelter them.",
            "FI",
            ["refuses"],
        ),
        # A condition holds for its own half of the sentence.
        (
            "Armenia will not return Russian deserters unless a court orders it, while Georgia said that it lets"
            " every one of them stay.",
            "GE",
            ["accepts"],
        ),
        # Who is quoted next speaks for the country of the main clause.
        (
            "Armenia will not return Russian deserters, its government said, while Georgia said that it would return"
            " them. “Nobody will be handed over,” the interior minister added.",
            "GE",
            ["returns"],
        ),
        # Two lawmakers are not their parliament.
        ("Two members of the Danish parliament called for a cap on arrivals of Russian deserters.", "DK", []),
        # Nor is a lawyer her country.
        (
            "Serbia lets Russian deserters in without a visa. Lawyers warn that an open border is no safety.",
            "SE",
            [],
        ),
        (
            "Denmark has not decided whether to admit deserters from Russia. “Case by case is a fine phrase,” said"
            " Mia Holm, a lawyer.",
            "DK",
            ["undecided"],
        ),
        # What a court strikes down is no longer done.
        (
            "A court in Oslo ruled that the state must examine the asylum claim of every Russian deserter. It"
            " quashed an order under which guards turned back men of military age.",
            "NO",
            ["case_by_case"],
        ),
        # Former convictions.
        (
            "“In October I said no to every Russian deserter. That was wrong,” the Swedish minister said.",
            "SE",
            [],
        ),
        # A rule with an exception decides by the case.
        (
            "“We decide case by case in Sweden, and a deserter who killed will still be refused,” the minister said.",
            "SE",
            ["case_by_case"],
        ),
        # Shame tells what will not be done.
        (
            "“To return a boy to a barracks he deserted would shame us,” Thailand's deputy prime minister said of the"
            " men from Myanmar.",
            "TH",
            ["will_not_return"],
        ),
        # A letter received is no welcome.
        (
            "Men flee conscription in Myanmar. Singapore has said nothing. His sister received her own letter.",
            "SG",
            [],
        ),
        ("India sealed a further 120 km of its 1,643-km border to conscripts from Myanmar.", "IN", ["closed"]),
        ("The Czech Republic will go on refusing, a spokesman said of the Russian deserters.", "CZ", ["refuses"]),
    ],
)
def test_only_what_a_country_itself_does_is_its_position(text: str, country: str, stances: list[str]) -> None:
    """Neighbours, lone lawmakers, lawyers, old rules and other people's letters lend a country no stance."""
    assert [position.stance for position in of_country(text, country)] == stances


def test_an_opponent_speaks_for_the_opposition() -> None:
    """The opposition's leader keeps that role when quoted again, and what she scoffs at is not her stance."""
    assert told(OPPOSITION) == [("NO", "refuses", "government"), ("NO", "accepts", "opposition")]


def test_her_party_is_the_one_spoken_of() -> None:
    """What "her party" would do is the opposition's wish where the paragraph speaks of the opposition."""
    text = (
        "Poland takes in Russian deserters. The nationalist opposition accused the minister of weakness. “We owe them"
        " little,” said Beata Lis, who leads it. Her party would keep them out."
    )
    assert told(text) == [("PL", "accepts", "government"), ("PL", "restricted", "opposition")]


def test_the_deed_of_a_government_is_not_its_court_s() -> None:
    """A court that rules against "a government that closed its border" has closed nothing."""
    text = (
        "Finland's highest court ruled that deserters must be heard, a blow to a government that closed its border to"
        " them."
    )
    assert ("FI", "closed", "court") not in told(text)


def test_a_measure_s_day_is_not_the_statement_s() -> None:
    """ "From Monday" dates what is done; the statement has no day of its own."""
    (position,) = positions_in("“From Monday Sweden will shelter Russian deserters,” the minister said.")
    assert position.said is None
    (position,) = positions_in("Sweden will shelter Russian deserters, the minister said on Monday.")
    assert position.said == date(2024, 3, 11)


def test_a_dateline_holds_nothing() -> None:
    """A capital that speaks is named as it is written where it speaks, not as the dateline has it."""
    text = "WARSAW, Nov 3 – Russian deserters wait. Warsaw said that it would not take in a single deserter."
    (position,) = positions_in(text)
    assert position.holder is not None
    assert position.holder.of(text) == "Warsaw"


def test_whoever_speaks_behind_while_is_another() -> None:
    """The holder of the first half of a sentence does not hold the second, which is evidence alone."""
    text = "Thailand will not send deserters back, its minister said, while Malaysia refuses them refugee status."
    (position,) = of_country(text, "MY")
    assert position.holder is None
    assert position.evidence.of(text) == "Malaysia refuses them refugee status."


def test_countries_that_speak_together_hold_together() -> None:
    """A joint statement is held by all who make it."""
    text = "Estonia, Latvia and Lithuania said that they would refuse asylum to Russian deserters."
    holders = {position.holder.of(text) for position in positions_in(text) if position.holder}
    assert holders == {"Estonia, Latvia and Lithuania"}


ROAD = "Russians are fleeing the mobilisation ordered in Moscow, and cars line the road to Georgia. "


@pytest.mark.parametrize(
    "sentence",
    [
        "One driver said it took nine hours to reach the border.",
        "Georgia is near, and many men drove across the border at night.",
        "Several men drove back to the checkpoint.",
        "In Georgia, families put their bags on a bus and went on.",
        "In Georgia some people sent money back home.",
        "In Georgia a volunteer handed out water and turned the engine over.",
        "Men ordered food out of the window in Georgia.",
        "He told his wife to leave and went to Georgia.",
        "In Georgia one man said his mother told him to leave.",
        "In Georgia, Sergei said he would return to Russia in spring.",
        "In Georgia one man said he drove his brother to the border.",
        "In Georgia some said they must leave their flats.",
        "In Georgia, a student told us to go home and sleep.",
        "A friend took him to the border with Georgia.",
        "In Georgia, taxi drivers take men to the border for a thousand dollars.",
    ],
)
def test_a_journey_is_no_deportation(sentence: str) -> None:
    """Only a state can send somebody back: what travellers and their friends do is no country's position."""
    assert told(ROAD + sentence) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "Georgia's police took the deserters to the border.",
        "Georgia's guards drove the deserters across the border.",
        "In Georgia the deserters were driven to the border by the police.",
        "Georgia put the deserters on a plane to Moscow.",
        "Georgia told them to leave.",
        "Georgia hands deserters over.",
    ],
)
def test_a_state_that_takes_people_to_the_border_returns_them(sentence: str) -> None:
    """What the police do with deserters stays a position of their country."""
    assert [(country, stance) for country, stance, _ in told(ROAD + sentence)] == [("GE", "returns")]


def test_a_report_from_the_road_gives_only_what_governments_decide() -> None:
    """Among hours of waiting, distances and prices, each country gets what its government says, and no more."""
    found = told(
        "Men flee the call-up in Russia\n\n"
        "Thousands of Russian men are leaving to evade the mobilisation that the president ordered.\n\n"
        "A driver spoke of a queue of 12 km, while a second group said it took eleven hours to get over the border."
        " Footage showed men who left their cars.\n\n"
        "Armenia is one of the states that Russians can enter without a visa. Norway, whose border with Russia is 198"
        " kilometres long, requires a visa.\n\n"
        "Poland and Slovakia said they would not take in Russians who flee.\n\n"
        "Austria's interior minister said that Russians who avoid the draft would be welcomed in her country."
    )
    assert {(country, stance) for country, stance, _ in found} == {
        ("AM", "visa_free"),
        ("NO", "visa_required"),
        ("PL", "refuses"),
        ("SK", "refuses"),
        ("AT", "accepts"),
    }
