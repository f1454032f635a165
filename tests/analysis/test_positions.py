"""Country positions in whole passages: who holds them, which one stands, and when there is none."""

from __future__ import annotations

import pytest

from .reading import governing

SEVERAL_COUNTRIES = [
    ("Spain takes in Russian deserters; Hungary sends them away.", {"ES": "accepts", "HU": "refuses"}),
    ("While France grants asylum to Eritrean conscripts, Italy rejects their claims.", {"FR": "accepts", "IT": "refuses"}),
    ("Latvia will not admit Russian draft dodgers, but Germany has promised to protect them.",
     {"LV": "refuses", "DE": "accepts"}),
    ("Ireland welcomes conscientious objectors from Israel. So does Iceland.", {"IE": "accepts", "IS": "accepts"}),
    ("Estonia will not shelter men who flee the call-up. Neither will Poland.", {"EE": "refuses", "PL": "refuses"}),
    ("Austria does not deport deserters, and nor does Switzerland.", {"AT": "will_not_return", "CH": "will_not_return"}),
    ("Denmark refuses asylum to Syrian conscripts. Norway does not.", {"DK": "refuses", "NO": "accepts"}),
    ("Portugal gives Russian draft evaders residence permits, as does Spain.", {"PT": "accepts", "ES": "accepts"}),
    ("The Baltic states will not take in Russians who flee the mobilisation.",
     {"EE": "refuses", "LV": "refuses", "LT": "refuses"}),
    ("Countries such as Serbia, Armenia and Turkey let Russian men in without a visa after the call-up.",
     {"RS": "visa_free", "AM": "visa_free", "TR": "visa_free"}),
    ("Deserters are protected in Belgium and Luxembourg but not in Poland.",
     {"BE": "accepts", "LU": "accepts", "PL": "refuses"}),
    ("Norway and Sweden will examine each deserter's claim. Finland followed suit.",
     {"NO": "case_by_case", "SE": "case_by_case", "FI": "case_by_case"}),
    ("Unlike Hungary, Romania does not send Ukrainian draft evaders back.", {"RO": "will_not_return"}),
]  # fmt: skip

ACROSS_SENTENCES = [
    ("Finland shares a long border with Russia, where men are being mobilised. The Nordic country will not grant them asylum,"
     " its foreign minister said.", {"FI": "refuses"}),
    ("Men who fled the draft in Eritrea have come to Israel for years. The government there refuses to recognise them as"
     " refugees.", {"IL": "refuses"}),
    ("Thousands of Russian reservists have flown to Belgrade. They do not need a visa in Serbia.", {"RS": "visa_free"}),
    ("The Norwegian justice minister spoke of the Russian call-up on Friday. “We will not send deserters back,” she said.",
     {"NO": "will_not_return"}),
    ("Canada was generous to draft resisters once. Today it deports American soldiers who refuse to fight in Iraq.",
     {"CA": "returns"}),
    ("In Tbilisi, the prime minister spoke to reporters about the mobilised Russians. He said the country would not close its"
     " border to them.", {"GE": "accepts"}),
]  # fmt: skip

OLD_AND_NEW = [
    ("Until last year Denmark granted asylum to Syrian draft evaders. It now rejects their claims.", {"DK": "refuses"}),
    (
        "In 2015 Sweden turned down Eritrean deserters, but since a ruling in March it has granted them refugee status.",
        {"SE": "accepts"},
    ),
    (
        "Kazakhstan once let Russians stay without limit; now it will deport men wanted for evading mobilisation.",
        {"KZ": "returns"},
    ),
]

HOLDERS_THAT_DISAGREE = [
    ("The Polish government will grant asylum to Belarusian conscripts. The opposition wants to send them back.",
     {"PL": "accepts"}),
    ("Opposition lawmakers in Berlin demand that Russian deserters be turned away, but the government insists that they will"
     " be protected.", {"DE": "accepts"}),
]  # fmt: skip

DENIED = [
    (
        "Reports that Greece sends Turkish deserters back are false, the migration minister said.",
        {"GR": "will_not_return"},
    ),
    ("Hungary denied that it had handed over Ukrainian draft evaders.", {"HU": "will_not_return"}),
    ("It is not true that Spain turns away Russian deserters, the interior ministry said.", {"ES": "accepts"}),
]

NO_POSITION = [
    # Places that people went to.
    "Thousands of Russians fled to Georgia, Kazakhstan and Finland to escape the mobilisation.",
    "A deserter from the Eritrean army asked for asylum in Germany last week.",
    "He hopes to reach Canada, where his brother lives, before he is drafted into the Syrian army.",
    "Flights from Moscow to Istanbul and Yerevan sold out within hours of the mobilisation decree.",
    "At the Finnish border, queues of men trying to avoid the draft stretched for ten kilometres.",
    # The country that drafts.
    "Russia has closed its borders to stop men of military age from leaving before the mobilisation.",
    "Ukraine does not allow men aged 18 to 60 to leave the country during mobilisation.",
    "Eritrea punishes deserters and the families of those who flee conscription.",
    # A draft at home.
    "Lithuania reintroduced conscription in 2015 and will call up 3,800 young men this year.",
    "Sweden accepts women as conscripts, and the army welcomes volunteers who missed the draft.",
    "Israel exempted religious students from military service until the court ordered the government to draft them.",
    # Other people, no draft.
    "Germany will grant asylum to Afghan women, the interior minister said.",
    "Poland closed its border with Belarus after a surge of migrants.",
    "Turkey sends Syrian refugees back across the border, rights groups say.",
    # Other drafts.
    "The Toronto Raptors accepted the second pick of the draft and welcomed the French forward to Canada.",
    "Denmark refused to accept the draft of the treaty and rejected the claims of its neighbours.",
    # Wishes of others.
    "Rights groups called on Canada to give sanctuary to American soldiers who refuse to fight.",
    "Lawyers say that Germany should protect Russian deserters.",
    "Protesters in Tbilisi demanded that the border be closed to Russians who flee the mobilisation.",
    # Names that are something else.
    "Michael Jordan welcomed the young men who had dodged the draft in Vietnam to his camp.",
    "Chad Turner accepts draft resisters as members of his club.",
    "Georgia will let deserters who surrender in Atlanta stay out of jail, the governor of the state said.",
    "",
]


@pytest.mark.parametrize(("text", "expected"), SEVERAL_COUNTRIES)
def test_each_country_of_a_passage_has_its_own_stance(text: str, expected: dict[str, str]) -> None:
    """Opposite stances, ellipsis, lists and groups give each country its own."""
    assert governing(text) == expected


@pytest.mark.parametrize(("text", "expected"), ACROSS_SENTENCES)
def test_a_country_named_before_is_carried_on(text: str, expected: dict[str, str]) -> None:
    """A pronoun, "the country" or an office stands for the country that the sentences before speak of."""
    assert governing(text) == expected


@pytest.mark.parametrize(("text", "expected"), OLD_AND_NEW)
def test_the_newer_of_two_positions_governs(text: str, expected: dict[str, str]) -> None:
    """What a country does now comes before what it once did."""
    assert governing(text) == expected


@pytest.mark.parametrize(("text", "expected"), HOLDERS_THAT_DISAGREE)
def test_the_government_governs_over_the_opposition(text: str, expected: dict[str, str]) -> None:
    """Where government and opposition disagree, the government's position comes first."""
    assert governing(text) == expected


@pytest.mark.parametrize(("text", "expected"), DENIED)
def test_a_denied_claim_says_the_opposite(text: str, expected: dict[str, str]) -> None:
    """What a government denies to do it does not do."""
    assert governing(text) == expected


@pytest.mark.parametrize("text", NO_POSITION)
def test_a_text_without_a_position_gives_none(text: str) -> None:
    """Destinations, origins, drafts at home, other people and the wishes of others are no position."""
    assert governing(text) == {}
