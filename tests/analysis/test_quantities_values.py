"""Which numbers a text gives, and their exact values."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bot.analysis.document import read_document
from bot.analysis.quantities import find_quantities


def values(text: str) -> list[str]:
    """The values of a text's quantities, ranges as "low..high"."""
    found = find_quantities(read_document(text), ())
    return [f"{q.value.normalize():f}" + (f"..{q.upper.normalize():f}" if q.upper is not None else "") for q in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The dam held 48,500 sandbags.", ["48500"]),
        ("It weighed 3.75 kg at birth.", ["3.75"]),
        ("The club sold 1,204,330 tickets last season.", ["1204330"]),
        ("The state spent ₹12,34,567 on the road.", ["1234567"]),
        ("About 13 000 000 households were counted.", ["13000000"]),
        ("The batter hit .412 km away.", ["0.412"]),
        ("They ran 2½ miles.", ["2.5"]),
        ("Add ¾ cup of milk.", ["0.75"]),
        ("Nearly 2/3 of the pupils passed.", [f"{(Decimal(2) / 3).normalize():f}"]),
        ("It was -12 degrees in the hills and minus 5 degrees at sea.", ["-12", "-5"]),
    ],
)
def test_digits_are_read_exactly(text: str, expected: list[str]) -> None:
    """Grouping commas, Indian grouping, decimals, fractions and signs keep their exact value."""
    assert values(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The fund holds $4.5 million.", ["4500000"]),
        ("The fund holds €1.2m and £3bn.", ["1200000", "3000000000"]),
        ("A $400-million-a-year company.", ["400000000"]),
        ("They earn $50k a year.", ["50000"]),
        ("Debt reached 2 trillion yen.", ["2000000000000"]),
        ("The scheme costs 35 crore rupees and 4 lakh more.", ["350000000", "400000"]),
        ("Farms burned 12.3m tonnes of straw.", ["12300000"]),
        ("He won the 100m sprint.", ["100"]),
        ("The tower is 95m tall.", ["95"]),
    ],
)
def test_scales_multiply(text: str, expected: list[str]) -> None:
    """Millions and their short forms multiply, and the m of a metre does not."""
    assert values(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Seven goats escaped.", ["7"]),
        ("Twenty-one ships lay at anchor.", ["21"]),
        ("Two hundred and fifty guests came.", ["250"]),
        ("They planted five thousand three hundred trees.", ["5300"]),
        ("The town borrowed one and a half million euros.", ["1500000"]),
        ("It took two and a half hours.", ["2.5"]),
        ("A dozen cooks and half a dozen waiters walked out.", ["12", "6"]),
        ("Half a million bees died.", ["500000"]),
        ("More than a quarter of a million homes lost power.", ["250000"]),
        ("They hired a hundred and twenty guards.", ["120"]),
        ("Two-thirds of members voted.", [f"{(Decimal(2) / 3).normalize():f}"]),
        ("A third of the vines froze.", [f"{(Decimal(1) / 3).normalize():f}"]),
        ("Half the crew fell ill.", ["0.5"]),
        ("One in four drivers was tested.", ["0.25"]),
        ("Nine out of 10 farmers agree.", ["0.9"]),
        ("The walk lasts half an hour.", ["0.5"]),
    ],
)
def test_words_are_read_as_numbers(text: str, expected: list[str]) -> None:
    """Number words, dozens, fractions and ratios have values like digits."""
    assert values(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hundreds of fans queued.", ["100..1000"]),
        ("Tens of thousands of birds returned.", ["10000..100000"]),
        ("Dozens of trucks waited.", ["12..120"]),
        ("The plume stretched thousands of miles.", ["1000..10000"]),
    ],
)
def test_vague_multitudes_have_ends(text: str, expected: list[str]) -> None:
    """A vague multitude runs from the least to the greatest that its word says."""
    assert values(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Rents range from 900 to 1,150 euros.", ["900..1150"]),
        ("It costs $10 to $15 million.", ["10000000..15000000"]),
        ("Between 3% and 4.5% of loans failed.", ["3..4.5"]),
        ("The trip takes 5-7 days.", ["5..7"]),
        ("Bake for 25 – 40 min.", ["25..40"]),
        ("Four to five thousand people marched.", ["4000..5000"]),
        ("Two or three boats sank.", ["2..3"]),
        ("Sizes run from 300 sq ft up to 750 sq ft.", ["300..750"]),
        ("A loan of between £500 and £2,000 a month.", ["500..2000"]),
        ("Unemployment rose from 4.8 to 5.1 percent.", ["4.8..5.1"]),
        ("The 0-to-60-mph time improved.", ["0..60"]),
    ],
)
def test_ranges_keep_both_ends(text: str, expected: list[str]) -> None:
    """Two amounts that are the ends of a range are one quantity, and share scale and unit."""
    assert values(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The bridge opened on September 8.",
        "They met on 14 and 15 August.",
        "The treaty of 1951 still stands.",
        "Between 2014 and 2017 nothing was built.",
        "In the 2013-14 season they fell.",
        "She left in the 1990s.",
        "The law dates from 12/03/2019.",
        "Trains leave at 10:27 and at 6 p.m.",
        "Doors open at 6 o'clock.",
        "The 22nd floor is empty.",
        "The S&P 500 closed early.",
        "He bought an iPhone 14 and a Boeing 737.",
        "They won 2-0 away.",
        "The council approved it in a 9-4 vote.",
        "See page 12 and section 4.",
        "Call 555-0142 for help.",
        "Call 1-800-555-0142 for help.",
        "Call 0800 765 4321 for help.",
        "Agent 007 is back.",
        "It is a 4x4 truck.",
        "The office is at 131 West Harbor Street.",
        "He is one of the few who stayed.",
        "No one came, and one can see why.",
        "It is a one-way road.",
        "Covid-19 and the EB-5 visa.",
        "It uses type 2 cells in room 101.",
        "Flight 370 was delayed.",
        "The first half of the year was dry.",
        'He read "Fifty Shades of Grey" aloud.',
        "They flew a new 787 Dreamliner home.",
        "Two-faced talk.",
        "Version 1.2.3 is out.",
        "The 9/11 attacks changed that.",
        "The two were released.",
    ],
)
def test_labels_are_no_numbers(text: str) -> None:
    """Dates, times, years, ordinals, scores, names, addresses, phone numbers and pronouns are left out."""
    assert values(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("In 2019 some 2,019 birds were ringed.", ["2019"]),
        ("About 2000 people came.", ["2000"]),
        ("The engine has 1900 hp.", ["1900"]),
        ("One man stayed behind.", ["1"]),
        ("The bombs killed 13 and wounded 32.", ["13", "32"]),
        ("Four were injured.", ["4"]),
        ("The price went up by an average of 1500.", ["1500"]),
        ("Two of his deputies resigned.", ["2"]),
        ("In the last three months nothing moved.", ["3"]),
        ("Makers sold 63000 Model 3 sedans.", ["63000"]),
    ],
)
def test_what_looks_like_a_label_may_count(text: str, expected: list[str]) -> None:
    """Four digits before people, a number behind a verb of harm, "one" before a noun are quantities."""
    assert values(text) == expected


def test_spans_are_slices_in_text_order() -> None:
    """Each quantity's span cuts the number with its unit from the text, in order."""
    text = "Crews cleared 5km of road, 300 trees and $1.2 million worth of rubble."
    found = find_quantities(read_document(text), ())
    assert [q.span.of(text) for q in found] == ["5km", "300", "$1.2 million"]
    assert all(q.sentence.covers(q.span) for q in found)


def test_text_without_numbers_gives_none() -> None:
    """A text without any number has no quantities."""
    assert values("The council met, and nothing was decided.") == []
    assert values("") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The group cut its profit forecast to 45m from 52m.", ["45000000", "52000000"]),
        ("The app has 330m monthly users.", ["330000000"]),
        ("The diver went down 45m.", ["45"]),
        ("The 4K set costs more than the 1080p one.", []),
        ("Filings rose by a third to 6,200.", [f"{(Decimal(1) / 3).normalize():f}", "6200"]),
        ("Brandt leads by 54 percent to 46 percent.", ["54", "46"]),
        ("Jobs rose by 1 million to 9.3 million.", ["1000000", "9300000"]),
        ("The poll has an error of plus or minus 2 percent.", ["2"]),
        ("She raced in Formula One.", []),
        ("Ticket number 742240914727407616 won.", []),
        ("At one point he wept.", []),
        ("Companies with 100 or more employees must pay.", ["100"]),
        ("Twelve of the 15 jurors agreed.", ["12", "15"]),
        ("He died at the age of 92.", ["92"]),
        ("Men between the ages of 16 and 19 must serve.", ["16..19"]),
        ("Peder Lund, 40 — a baker — left.", ["40"]),
        ("The board passed it by 58 to 42 percent.", ["58", "42"]),
        ("Rates of 3 and 4.5 per cent were charged.", ["3", "4.5"]),
        ("Police freed 56 of them, three of whom were hurt.", ["56", "3"]),
        ("Orders fell by a fifth.", ["0.2"]),
        ("The boiler was 6ft 4in tall.", ["6", "4"]),
        ("Some 8 B people share it.", ["8000000000"]),
        ("The bill is $5 M or $1.2T.", ["5000000", "1200000000000"]),
        ("The grain weighed 2.5×10−3 grams.", ["0.0025"]),
        ("A star of 4 x 10^9 tonnes.", ["4000000000"]),
        ("Twelve stayed and 3 others left.", ["12", "3"]),
        ("Did 31 Liberal mayors sign?", ["31"]),
        ("Have 12 Danish trawlers sunk?", ["12"]),
        ("The poll puts Brandt ahead of Holm 51 to 44 percent.", ["51", "44"]),
        ("Some 2016 mayoral hopefuls want a new pier.", []),
        ("Some 2000 hopefuls want a new pier.", ["2000"]),
        ("Rents were higher than 2015.", []),
        ("The shop at 16-18 Harbor Street is shut.", []),
        ("Posted 1474387200 by the mayor.", []),
        ("All 60 or so sailors swam ashore.", ["60"]),
        ("Brandt named five judges, and Holm picked four.", ["5", "4"]),
        ("Shells hit the port, wounding dozens more.", ["12..120"]),
        ("The council voted two to one.", []),
        ("Of the sailors 80 swam, against nine who drowned.", ["80", "9"]),
        ("Crew: 24.", []),
        ("Passengers: 150 (most of them asleep).", ["150"]),
        ("The Harbor RQ-4A drone fell into the bay.", []),
        ("He moved here in his mid-20s.", []),
        ("It took five weeks to raise more than 20,000 bricks.", ["5", "20000"]),
        ("Brandt trails Holm 38% to 45%.", ["38", "45"]),
        ("Prices of 38% to 45% of wages are usual.", ["38..45"]),
        ("Of 35 seats, 23 belong to Liberals.", ["35", "23"]),
        ("They won 84 seats, 12 short of a majority.", ["84", "12"]),
        ("The town has 1.5m 'lost villagers' to feed.", ["1500000"]),
        ("Section 66A of the act and the P5+1 talks failed.", []),
        ("On day one they swam, in game seven they won.", []),
        ("She has type one diabetes.", []),
        ("Each day two ships came.", ["2"]),
        ("No 58%.", ["58"]),
        ("We saw Three Mile Island and Ninety Mile Beach.", []),
        ("Two New Zealand sailors swam ashore.", ["2"]),
        ("Twelve Dutch ships sank.", ["12"]),
        ("It lifted output 2.5x.", ["2.5"]),
        ("The hall measures 12 by 5 metres.", ["12", "5"]),
        ("The ward has 500 beds, of which 480 are taken.", ["500", "480"]),
        ("See example.net/gwzQMEyL6R and the E3G report.", []),
        ("Dancers came in from 14 to 16 wards.", ["14..16"]),
        ("The rite shrank from 14 hours to under five.", ["14", "5"]),
        ("She won 6-4, 3-6, 7-5.", []),
        ("Only 17 of every 100 seeds sprouted.", ["0.17"]),
        ("The odds are one in 4 million.", ["0.00000025"]),
        ("One sailor in five is Danish.", ["0.2"]),
        ("One ship in five harbours sank.", ["1", "5"]),
        ("Fewer than half do.", ["0.5"]),
        ("Half the 40 seats are broken.", ["0.5", "40"]),
        ("It saw two quarter-point cuts.", ["2"]),
        ("H.R. 4410 would ban kites.", []),
        ("They sell 3-D maps.", []),
        ("The kite killed 5 Tuesday.", ["5"]),
        ("She gave the old boat away for a new one painted red.", []),
        ("She stayed until one day the roof fell.", []),
        ("She stayed until one day before the fair.", ["1"]),
        ("The Standard & Poor's 500-stock index rose 3 points.", ["3"]),
        ("A magnitude-5.1 tremor woke them.", ["5.1"]),
        ("Some 20 third-graders sang.", ["20"]),
        ("Cots were set out for 100 or more overnight.", ["100"]),
        ("Holm, with 40, leads.", ["40"]),
        ("There are three more on the roof.", ["3"]),
        ("The bus was built for 10.", ["10"]),
        ("The risk is 1.5 per 1,000.", ["1.5"]),
        ("Flour now costs 75 a bag.", ["75"]),
        ("The herd fell by 300 to 4,000.", ["300", "4000"]),
        ("It melts by 3 to 4 metres.", ["3..4"]),
        ("Output shrank by a quarter since May.", ["0.25"]),
        ("It sold for a fifth less than it cost.", ["0.2"]),
        ("The krone fell 14 ore to 8.57.", ["14", "8.57"]),
        ("A little under half can swim.", ["0.5"]),
        ("Fewer than half of 1 percent can swim.", ["0.5"]),
        ("The krone slid past 160 on Monday.", ["160"]),
        ("They scored two fewer than Bergen.", ["2"]),
        ("On Monday 612 ships sailed.", ["612"]),
        ("They are 3-22 overall.", []),
        ("In 2015 A trove of papers was found.", []),
        ("They sold 435 flats by tender and 187 by lot.", ["435", "187"]),
    ],
)
def test_neighbours_decide_what_a_number_is(text: str, expected: list[str]) -> None:
    """Millions without a currency, polls, movements and names are told by the words around them."""
    assert values(text) == expected
