"""The units of quantities, and the words that bound them or tell which way they moved."""

from __future__ import annotations

import pytest

from bot.analysis.document import read_document
from bot.analysis.quantities import find_quantities


def units(text: str) -> list[str | None]:
    """The units of a text's quantities."""
    return [q.unit for q in find_quantities(read_document(text), ())]


def changes(text: str) -> list[str]:
    """The bounds and movements of a text's quantities."""
    return [q.change for q in find_quantities(read_document(text), ())]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The queue was 5km long.", ["km"]),
        ("They walked 12 kilometres in 3 hours.", ["km", "hour"]),
        ("A 1,300-kilometer border.", ["km"]),
        ("It is 47 feet (14 metres) deep.", ["foot", "metre"]),
        ("The pipe is 60 cm wide and 4 mm thick.", ["cm", "mm"]),
        ("The field covers 80 hectares, or 200 acres.", ["hectare", "acre"]),
        ("A flat of 450 sq ft and one of 60 square metres.", ["square foot", "square metre"]),
        ("The tank holds 30 litres or 250ml.", ["litre", "ml"]),
        ("The bag weighs 70kg.", ["kg"]),
        ("Smugglers hid 27 kilograms (59 pounds) of tea.", ["kg", "lb"]),
        ("The dog weighed 60 pounds.", ["lb"]),
        ("The ticket costs 60 pounds.", ["GBP"]),
        ("Mines shipped 3 million tonnes.", ["tonne"]),
        ("Winds of 50mph and gusts of 90 miles per hour.", ["mph", "mph"]),
        ("The train does 300 km/h, or 83 metres per second.", ["km/h", "m/s"]),
        ("The plant has 450 megawatts and made 12 GWh.", ["MW", "gigawatt hour"]),
        ("A 296 hp (224 kW) engine with 450 Nm of torque.", ["horsepower", "kW", "newton metre"]),
        ("The phone has 64GB of storage and a 120Hz display.", ["gigabyte", "hertz"]),
        ("It was 38 degrees Celsius, then 12°C, then 20 degrees.", ["°C", "°C", "degree"]),
        ("Prices rose 2 percent, 3 per cent, 4% and 5pc.", ["percent", "percent", "percent", "percent"]),
        ("Support fell 1.5 percentage points.", ["percentage point"]),
        ("The bank cut rates by 25 basis points.", ["basis point"]),
        ("The index lost 75 points.", ["point"]),
        ("Wells held 4 ppb of lead.", ["ppb"]),
        ("It took 3 hours, 12 minutes and 50 seconds.", ["hour", "minute", "second"]),
        ("Shares of 3 and 4.5 per cent were sold.", ["percent", "percent"]),
        ("A dose of 50 Gy was given in a field of 3 T.", ["gray", "tesla"]),
        ("The lamp of 800 lm stood 6ft 4in high.", ["lumen", "foot", "inch"]),
        ("The parcel weighs 5 oz.", ["ounce"]),
        ("He drove an R8 and a Q5.", []),
        ("He is 6'3\" tall.", ["foot", "inch"]),
        ("It flew at 30' over the pier.", ["foot"]),
        ("He called it 'worth over 30' and left.", [None]),
        ("Fewer than half of 1 percent can swim.", ["percent"]),
    ],
)
def test_measures_have_one_name(text: str, expected: list[str]) -> None:
    """Each unit has one name however it is written, glued, spaced or hyphenated."""
    assert units(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It cost $5, US$6, 7 dollars or USD 8.", ["USD", "USD", "USD", "USD"]),
        ("It cost €5 or 6 euros or EUR7.", ["EUR", "EUR", "EUR"]),
        ("It cost £5 or 6m pounds.", ["GBP", "GBP"]),
        ("A PS8.1bn takeover.", ["GBP"]),
        ("It cost A$5, C$6, HK$7 and NZ$8.", ["A$", "C$", "HK$", "NZ$"]),
        ("It cost 8 Australian dollars.", ["A$"]),
        ("It cost ¥500 or 600 yen or Y=700.", ["yen", "yen", "yen"]),
        ("It cost 92 million yuan.", ["yuan"]),
        ("Flats go from RM120,000.", ["ringgit"]),
        ("A package of INR1 trillion, or Rs 5 lakh each.", ["rupee", "rupee"]),
        ("They owe 40 million zlotys and 3 million tenge.", ["zloty", "tenge"]),
        ("They owe 5 Swedish kronor.", ["Swedish krona"]),
        ("The trade gap was $-50.8bn.", ["USD"]),
        ("The mine earned R2.4bn, or 300 R a share.", ["rand", "rand per share"]),
        ("It owes $1.2T to nobody.", ["USD"]),
        ("Milk is R24.45 a litre, or 37c more.", ["rand per litre", "cent"]),
        ("Onions fell 14 paise.", ["paisa"]),
    ],
)
def test_currencies_by_sign_code_and_word(text: str, expected: list[str]) -> None:
    """A currency is known by its sign, its code or its name, before or after the amount."""
    assert units(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It pays $15 an hour.", ["USD per hour"]),
        ("Oil is $52 a barrel.", ["USD per barrel"]),
        ("Flowers sell at under $10 per gram.", ["USD per gram"]),
        ("The field gives 325,000 barrels per day.", ["barrel per day"]),
        ("Seas rise 3 millimetres a year.", ["mm per year"]),
        ("The star spins 78,000 times a minute.", ["time per minute"]),
        ("A $400-million-a-year company.", ["USD per year"]),
        ("She saw 5 dollars a long way off.", ["USD"]),
        ("The ditch took in 40 L/min.", ["litre per minute"]),
        ("The glacier crept 5 cms per hour.", ["cm per hour"]),
    ],
)
def test_rates_are_part_of_the_unit(text: str, expected: list[str]) -> None:
    """What an amount is counted by is told with its unit."""
    assert units(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The 26-year-old student left.", ["year of age"]),
        ("Ines Karo, 41, runs the mill.", ["year of age"]),
        ("Men aged 18 to 35 were called.", ["year of age"]),
        ("Her 18-month-old daughter slept.", ["month of age"]),
        ("He is 70 years old.", ["year of age"]),
        ("She was 25.", ["year of age"]),
        ("The loan runs for 20 years.", ["year"]),
        ("The 36-year-old's car was found.", ["year of age"]),
        ("The painter died at 43.", ["year of age"]),
        ("She was nearly 90.", ["year of age"]),
        ("Now 25, he paints again.", ["year of age"]),
        ("Her son, 11, paints.", ["year of age"]),
        ("The pier, 11, is full.", []),
        ("Even now at 86 she paints.", ["year of age"]),
        ("At 30, he left the village.", ["year of age"]),
        ("Boys aged 12, 14 and 15 swam.", ["year of age", "year of age", "year of age"]),
        ("A man aged 40, 12 goats and a boat were lost.", ["year of age", None]),
        ("Karl Berg, now 33, paints again.", ["year of age"]),
        ("The goalkeeper, 24, has left.", ["year of age"]),
        ("Women aged between 19 and 45 swam.", ["year of age"]),
        ("Swimmers of 16- to 24-years-old came.", ["year of age"]),
        ("A child of six was found.", ["year of age"]),
        ("The pair, both 41, met at sea.", ["year of age"]),
        ("The father of six was found.", [None]),
        ("Fares are free for people over 65 and children under 12.", ["year of age", "year of age"]),
        ("Fares are free for people over 65 miles away.", ["mile"]),
        ("I'm 58 and out of work.", ["year of age"]),
        ("Fares are free for those 65 and older.", ["year of age"]),
        ("Ice formed at 43 places.", [None]),
    ],
)
def test_ages_are_told_from_durations(text: str, expected: list[str]) -> None:
    """An age has a unit of its own, so that it isn't taken for a time."""
    assert units(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They ruled for 14 straight years.", ["year"]),
        ("The pass stayed shut two more weeks.", ["week"]),
        ("Hikers had 12 additional miles to go.", ["mile"]),
        ("It saw four previous owners.", [None]),
        ("He had a 10 percentage-point lead.", ["percentage point"]),
        ("A 1.4-square-mile town.", ["square mile"]),
    ],
)
def test_an_adjective_may_stand_before_a_unit(text: str, expected: list[str | None]) -> None:
    """ "Straight", "more" and the like part a number from its unit, and not from what it counts."""
    assert units(text) == expected


@pytest.mark.parametrize(
    "text", ["Half a dozen HP managers left.", "They met 12 guests.", "It has 9 lives.", "She won 14 votes in 3 wards."]
)
def test_plain_counts_have_no_unit(text: str) -> None:
    """What is merely counted has no unit."""
    assert set(units(text)) == {None}


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("It has 300 seats.", "="),
        ("It has about 300 seats.", "~"),
        ("It has nearly 300 seats.", "~"),
        ("It has an estimated 300 seats.", "~"),
        ("It has 300 seats or so.", "="),
        ("Its price topped 300 euros.", ">"),
        ("The rate edged up to 4 percent.", "higher"),
        ("Flats of up to 300 euros are rare.", "<"),
        ("The gap widened by 3 points.", "up"),
        ("Inflation eased 0.3 points.", "down"),
        ("They were down two goals.", "="),
        ("They lost 40 seats.", "="),
        ("They fell 40 places.", "down"),
        ("Traffic was off 12%.", "down"),
        ("The lower 95 percent pay.", "="),
        ("People over 65 pay less.", ">"),
        ("It has close to 300 seats.", "~"),
        ("It has more than 300 seats.", ">"),
        ("It has at least 300 seats.", ">"),
        ("It has over 300 seats.", ">"),
        ("It has no fewer than 300 seats.", ">"),
        ("It has 300-plus seats.", ">"),
        ("It has 300+ seats.", ">"),
        ("It has 300-odd seats.", "~"),
        ("It has fewer than 300 seats.", "<"),
        ("It has up to 300 seats.", "<"),
        ("It has as many as 300 seats.", "<"),
        ("It has no more than 300 seats.", "<"),
        ("It has just under 300 seats.", "<"),
        ("It takes 300 kg or more.", ">"),
        ("It takes 300 kg or less.", "<"),
        ("It takes 30 minutes or so.", "~"),
        ("Shares rose 3%.", "up"),
        ("Shares jumped by a further 3%.", "up"),
        ("Shares jumped by nearly 3%.", "~"),
        ("Shares gained more than 3%.", ">"),
        ("Shares jumped to 3 euros.", "higher"),
        ("Turnout fell to 58 per cent.", "lower"),
        ("The rate has climbed back to 4 percent.", "higher"),
        ("Growth will slowly rise again to 4 percent.", "higher"),
        ("The toll rose to 48.", "higher"),
        ("Turnout fell to about 58 per cent.", "~"),
        ("Speeds of up to 400 km/h were reached.", "<"),
        ("The road to 30 villages fell into disrepair.", "="),
        ("The party dropped back three points.", "down"),
        ("Shares sharply fell by 3%.", "down"),
        ("Shares fell sharply by 3%.", "down"),
        ("Shares ended 3% lower.", "down"),
        ("Dow +0.2%", "up"),
        ("Dow -0.2%", "down"),
        ("Shares were up 3%.", "up"),
        ("The fall of 3% surprised nobody.", "="),
        ("Orders sank by a revised 6.1% in May.", "down"),
        ("Liberals advance a $2 million harbour bill.", "="),
        ("Shares gained $3 Monday.", "up"),
        ("Shares added 3%.", "up"),
        ("Mills added 3,000 jobs.", "="),
        ("The tax adds $300 to the price.", "="),
        ("The port cut its debts by a third.", "down"),
        ("The port raised its fees for cranes by 5 percent.", "up"),
        ("The bill that raises fees was backed by 54 percent.", "="),
        ("He lost the race by ten points.", "="),
        ("The pipe runs through hills over 1,200 miles.", "="),
        ("It fell 10 minutes later.", "="),
    ],
)
def test_bounds_and_movements(text: str, change: str) -> None:
    """The words beside an amount tell whether it is exact, about, a bound or a movement."""
    assert changes(text) == [change]


def test_a_movement_told_in_two_ways_is_one_twice() -> None:
    """What a price added, and the same as a share of it, are both movements; where it ended is not."""
    assert changes("Crude for March added 30 cents, or 2%, to settle at $80.") == ["up", "up", "="]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Fields gave 7.8 tonnes, compared with 8.6 last year.", ["tonne", "tonne"]),
        ("The rate is 4.1% against 3.9 in May.", ["percent", "percent"]),
        ("Shares rose 3% from 410.", ["percent", None]),
        ("Barns hold 102 tonnes of hay and 25 of straw.", ["tonne", "tonne"]),
        ("It took 81 years for women and 78 for men.", ["year", "year"]),
        ("The trip was cut from 14 hours to under five.", ["hour", "hour"]),
        ("It owns 40% of the barns and 25 of the mills.", ["percent", None]),
        ("They ask for 7.5 percent this year and 5.5 the next.", ["percent", "percent"]),
        ("They won 90 wards with 99.9% counted, against 72 for Holm.", [None, "percent", None]),
    ],
)
def test_a_number_that_is_compared_leaves_out_its_unit(text: str, expected: list[str | None]) -> None:
    """What is set against a measure, or stands beside it for something else, has its unit."""
    assert units(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Shares rose 6.5% to 164 cents.", ["up", "="]),
        ("The index lost 190 points, or 0.6%.", ["down", "down"]),
        ("It makes under 296 hp (224 kW).", ["<", "<"]),
        ("Employment grew by 600 posts or 2.2 per cent.", ["up", "up"]),
    ],
)
def test_bounds_carry_over_to_what_restates_them(text: str, expected: list[str]) -> None:
    """A second amount for the same movement or bound has it too."""
    assert changes(text) == expected
