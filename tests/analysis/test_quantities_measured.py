"""What numbers count or measure, what they tell something about, and who gives them."""

from __future__ import annotations

import pytest

from bot.analysis.document import read_document
from bot.analysis.quantities import find_quantities
from bot.analysis.quotations import find_quotations
from bot.model import Quantity


def found(text: str) -> tuple[Quantity, ...]:
    """The quantities of a text, with the quotations that tell who gives them."""
    document = read_document(text)
    return find_quantities(document, find_quotations(document))


@pytest.mark.parametrize(
    ("text", "of"),
    [
        ("The raid led to 1,300 arrests.", "arrests"),
        ("The ship carried 40 shipping containers.", "shipping containers"),
        ("Seven European countries signed.", "European countries"),
        ("Two of his deputies resigned.", "deputies"),
        ("They freed 12 more prisoners.", "prisoners"),
        ("Three hundred University of Brandal students marched.", "University of Brandal students"),
        ("Police saw 20 women standing in line.", "women"),
        ("Thieves took 170 gold bars and fled.", "gold bars"),
        ("Makers ship 4 million digital and printed maps.", "digital and printed maps"),
        ("Clinics give 3,000 tests per day.", "tests per day"),
        ("Eight officers quit the force.", "officers"),
        ("Six of the eight dogs barked.", "dogs"),
        ("The party has 22 MPs.", "MPs"),
        ("Half of Danes support the bridge.", "Danes"),
        ("Two others remain at large.", "others"),
        ("All 60 or so sailors swam ashore.", "sailors"),
        ("It had four previous British owners.", "previous British owners"),
        ("She won eight of the last nine races.", "races"),
        (
            "He passed three financial risk and medical background checks.",
            "financial risk and medical background checks",
        ),
        ("One night watchman and dogs guard it.", "night watchman"),
        ("A quarter of parliamentary seats for farmers were won.", "parliamentary seats"),
        ("Some 20 fish in a pond died.", "fish"),
        ("The airline grounded two new 737 Max jets.", "new 737 Max jets"),
        ("Dozens of local elected officials came.", "local elected officials"),
        ("The storm left 40 internally displaced people.", "internally displaced people"),
        ("Dozens of police arrested protesters.", "police"),
        ("He put 40 support staff to work.", "support staff"),
        ("It has a 12-member board.", "member"),
        ("Police found 12 stolen cars.", "stolen cars"),
        ("The number of fires in the hills rose to 48.", "fires"),
        ("The number of fires in the hills since May 2014 now exceeds 480.", "fires"),
        ("Six crew aboard swam.", "crew"),
        ("Some 20 third-graders sang.", "third-graders"),
    ],
)
def test_counts_tell_what_is_counted(text: str, of: str) -> None:
    """A plain number counts the noun phrase behind it."""
    quantity = found(text)[0]
    assert quantity.of is not None
    assert quantity.of.of(text) == of


@pytest.mark.parametrize(
    ("text", "of"),
    [
        ("About 60 per cent of its revenue comes from rent.", "revenue"),
        ("Farmers lost 12 tonnes of winter wheat.", "winter wheat"),
        ("The firm took a 51% stake in a shipyard.", "stake in a shipyard"),
        ("They built a 5km long line of barriers.", "line of barriers"),
        ("The shares rose 3%.", "shares"),
        ("The Baltic index rose 3%.", "Baltic index"),
        ("Growth across Asia slowed to 4.7 percent.", "Growth across Asia"),
        ("The price of barley is now $170.", "price of barley"),
        ("Winds with speeds of up to 90 mph hit the coast.", "Winds with speeds"),
        ("The tower, a relic of the war, is 72 metres tall.", "tower"),
        ("They paid $35,000 for a new roof.", "new roof"),
        ("It took six days to cross the lake.", "cross the lake"),
        ("A mechanic, who charges $90 an hour, came.", "mechanic"),
        ("Turnout: 61%", "Turnout"),
        ("Ola Brandt, 52, sold the farm.", "Ola Brandt"),
        ("The 26-year-old welder left.", "welder"),
        ("Crews dug 8 miles (13 km) of new tunnels.", "new tunnels"),
        ("The bank lowered its outlook for exports to $84 billion.", "outlook for exports"),
        ("The van is the first to carry glass and holds 900 kg.", "van"),
        ("Fees of 2 per cent for managers apply.", "managers"),
        ("The mine, 40 percent-owned by the state, shut.", "mine"),
        ("A limit of 15 ppb requiring filters was set.", "limit"),
        ("It runs a 9,000 barrel-a-day refinery.", "refinery"),
        ("The rope is 10% lighter.", "rope"),
        ("Coal fell to $41 in early trading.", "Coal"),
    ],
)
def test_measures_tell_what_is_measured(text: str, of: str) -> None:
    """A measure is of what stands in it, behind it or as the subject of its clause."""
    for quantity in found(text):
        assert quantity.of is not None
        assert quantity.of.of(text) == of
        assert quantity.about == quantity.of


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("Norvik Steel has 13,000 workers.", "Norvik Steel"),
        ("Lund runs a page, where he has 80,000 followers.", "Lund"),
        ("Two seasons of Birch Lane will follow.", "Birch Lane"),
        ("The depot, which opened in May, stores 90 trucks.", "depot"),
        ("The firm reported sales of 5,835 tractors.", "sales"),
        ("Protests broke out in St. Orle, resulting in 300 arrests.", "Protests"),
        ("Four hundred people came.", None),
    ],
)
def test_counts_tell_who_has_what_is_counted(text: str, about: str | None) -> None:
    """A count is about who or what has or does the counted things."""
    quantity = found(text)[0]
    assert (quantity.about.of(text) if quantity.about else None) == about


def test_a_number_without_noun_counts_what_the_one_before_it_did() -> None:
    """ "1.5 million in the capital" are homes where homes were counted before."""
    text = "The storm cut off 6 million homes, including 1.5 million in the capital."
    first, second = found(text)
    assert second.of is not None
    assert second.of == first.of


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ('"We lost 300 sheep," said Tomas Veld, a farmer in Harre.', "Tomas Veld"),
        ("Mayor Ingrid Sol said that 40 houses had burned down in the night.", "Ingrid Sol"),
        ("A study of poor towns found 31 cases of fraud.", "study"),
        ("The latest Harwick poll released in May shows Brandt ahead by 12 percent.", "poll"),
        ("The central bank expects the economy to grow 2.4 percent.", "central bank"),
        ("The mine lost 300 acres of forest, by one estimate.", "estimate"),
        ("Prosecutors charged two men with stealing from 74 shops.", "Prosecutors"),
        ("In a recent Harwick poll, Brandt led by 12 points.", "recent Harwick poll"),
        ("The town council's estimate of losses was steady at 5 million dollars.", "town council"),
        ("Rebels put the toll at 300.", "Rebels"),
        ("On Monday federal prosecutors charged two men with fraud in 74 shops.", "federal prosecutors"),
        ("Holm wants to build 40 windmills.", "Holm"),
        ("The firm offered them 40 windmills.", None),
        ("Brandt's boat is 12 metres long.", None),
        ("The bridge is 215 feet high.", None),
        ("She is proposing marquee projects like 500 windmills.", "She"),
    ],
)
def test_who_gives_the_number(text: str, who: str | None) -> None:
    """A number is given by the speaker whose words hold it or by the source that the sentence names."""
    last = found(text)[-1]
    if who is None:
        assert last.who is None
    else:
        assert last.who is not None
        assert who in last.who.of(text)


def test_what_the_source_is_described_with_is_not_its_word() -> None:
    """ "A study of 12 towns found 31 cases": the 12 is the article's own number."""
    text = "A study of 12 towns found 31 cases."
    towns, cases = found(text)
    assert towns.who is None
    assert cases.who is not None


@pytest.mark.parametrize(
    ("text", "of"),
    [
        ("The vaccine is more than 90% effective.", "vaccine"),
        ("He signed a $484 billion measure that helps towns.", "measure"),
        ("The fund used up its $350 billion lending capacity Thursday morning.", "lending capacity"),
        ("The group cut its full-year profit forecast to 45m.", "full-year profit forecast"),
        ("A 30-year fixed mortgage is rare.", "fixed mortgage"),
        ("The yield on the 10-year note fell 3 basis points.", "yield on the 10-year note"),
        ("Police seized cocaine worth €180,000.", "cocaine"),
        ("The bank cut its lending rate by 25 basis points.", "lending rate"),
        ("Output at the mine fell 3%.", "Output at the mine"),
        ("The clerks were each paid $300.", "clerks"),
        ("Rice that cost $3 is gone.", "Rice"),
        ("They left with turnout at 60%.", "turnout"),
        ("They were given two weeks' notice.", "notice"),
        ("The cut is worth $85 on average.", "cut"),
        ("The mill is 12 km north of Bergen.", "mill"),
        ("The social cost is $3.", "social cost"),
        ("The gap between rich and poor towns grew by 3 points.", "gap between rich and poor towns"),
        ("The US economy grew 3%.", "US economy"),
        ("Oil fell 3 dollars; gas, which had risen before, lost 5 cents.", "gas"),
    ],
)
def test_the_last_measure_of_a_sentence_finds_its_phrase(text: str, of: str) -> None:
    """Adjectives, hyphens, abbreviations and insertions between an amount and its phrase are passed over."""
    quantity = found(text)[-1]
    assert quantity.of is not None
    assert quantity.of.of(text) == of


@pytest.mark.parametrize(
    ("text", "of"),
    [
        ("The blast killed 20 sailors and wounded 53.", "sailors"),
        ("Doctors treat 265 patients in Oslo and 189 in Bergen.", "patients"),
        ("They sold 435 flats by tender and 187 by lot.", "flats"),
        ("The ward has 500 beds, of which 480 are taken.", "beds"),
        ("There are 35 seats, and of those 23 belong to Liberals.", "seats"),
        ("They won 84 seats, 12 short of a majority.", "seats"),
        ("The plan passed by 118 votes to 97.", "votes"),
        ("They sank 30 boats, and the other 12 fled.", "boats"),
        ("They hired 30 pilots, who join the 113 in service.", "pilots"),
        ("They have 1.3 boats each, fewer than the 2.1 they need.", "boats"),
        ("The gale felled 85 barns and damaged dozens more.", "barns"),
        ("Some 520 delegates back Holm, compared with 39 who back Brandt.", "delegates"),
    ],
)
def test_an_elliptic_number_counts_what_the_one_before_it_did(text: str, of: str) -> None:
    """Behind a verb, before "who" or a preposition, the noun of the number before is meant."""
    quantity = found(text)[-1]
    assert quantity.of is not None
    assert quantity.of.of(text) == of


@pytest.mark.parametrize(
    "text", ["She won two last year.", "He led six firms and made millions.", "It fell by 3.3 million the week before."]
)
def test_a_number_without_noun_takes_none_that_is_not_its_own(text: str) -> None:
    """A time behind the number is not counted, nor does a multitude count what a number before it did."""
    assert found(text)[-1].of is None


@pytest.mark.parametrize(
    ("text", "of"),
    [
        ("Over 90 minutes of talks they agreed.", "talks"),
        ("He served the court over a 40-year career.", "career"),
        ("The sailors have lived in this suburb for three months.", "sailors"),
        ("Ada Holm died at age 91.", "Ada Holm"),
        ("A pupil age 12 won.", "pupil"),
        ("Police say two girls, aged 13, stole it.", "girls"),
        ("Her net worth is 3 million dollars.", "net worth"),
        ("Ada Holm died at the age of 91.", "Ada Holm"),
        ("The club signed a $22 million contract with Holm.", "contract"),
    ],
)
def test_a_duration_of_something_is_no_mere_time(text: str, of: str) -> None:
    """What lasts so long is what the duration is of."""
    quantity = found(text)[-1]
    assert quantity.of is not None
    assert quantity.of.of(text) == of


@pytest.mark.parametrize(
    "text",
    [
        "The gates shut after 55 minutes.",
        "The 30-year-old came home.",
        "The mayor left two years ago.",
        "The ferry sank nine days later.",
        "Over the course of 48 hours it rained.",
        "Rents doubled over the past eight years.",
        "About 1,000 come from Asia.",
        "Seven out of 10 say the price is fair.",
    ],
)
def test_times_and_nameless_ages_are_of_nothing(text: str) -> None:
    """What only tells when is of nothing, nor is the age that stands for its bearer."""
    assert found(text)[0].of is None
