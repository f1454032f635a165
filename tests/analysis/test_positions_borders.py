"""Who may come in, and who is sent back."""

from __future__ import annotations

import pytest

from .reading import governing

ENTRY = [
    ("Russians who leave because of the mobilisation can enter Serbia without a visa.", {"RS": "visa_free"}),
    ("Armenia is visa-free for Russians, which made it a refuge from the call-up.", {"AM": "visa_free"}),
    ("Mongolia demands no visa from Russian men who flee the draft.", {"MN": "visa_free"}),
    ("No visa is needed for Uzbekistan, where many men went after the mobilisation order.", {"UZ": "visa_free"}),
    ("Russian draft evaders may spend 90 days in Turkey visa-free.", {"TR": "visa_free"}),
    ("Kyrgyzstan lets Russians in with an internal passport, so conscripts went there.", {"KG": "visa_free"}),
    ("Thailand waived its visa requirement for Russians a week before the mobilisation.", {"TH": "visa_free"}),
    ("Georgia does not require a visa of Russians who flee the call-up.", {"GE": "visa_free"}),
    ("To escape conscription in Myanmar, young men need a visa for Thailand.", {"TH": "visa_required"}),
    ("Britain requires Syrians who flee conscription to hold a visa.", {"GB": "visa_required"}),
    ("Visas are required for China, where few of the draft evaders went.", {"CN": "visa_required"}),
    ("South Korea introduced visas for Russians after the mobilisation.", {"KR": "visa_required"}),
    ("Poland closed its border to Russian men of military age.", {"PL": "closed"}),
    ("Finland has shut its eastern border, cutting off a way out for men who fear the draft.", {"FI": "closed"}),
    ("Estonia bars Russians with tourist visas from entering, even those who flee the mobilisation.",
     {"EE": "restricted"}),
    ("The Czech Republic has stopped issuing visas to Russians, deserters included.", {"CZ": "restricted"}),
    ("Norway tightened its entry rules for Russians after the call-up.", {"NO": "restricted"}),
    ("Russian tourists, draft evaders among them, may no longer enter Finland.", {"FI": "restricted"}),
    ("Thailand capped the number of visas for young people from Myanmar who want to avoid conscription.",
     {"TH": "restricted"}),
    ("Slovakia imposed a ban on the entry of Russian men after the mobilisation.", {"SK": "restricted"}),
]  # fmt: skip

RETURN = [
    ("Germany will not extradite Ukrainian draft evaders, the justice minister said.", {"DE": "will_not_return"}),
    ("Austria rules out any extradition of men who avoid military service.", {"AT": "will_not_return"}),
    ("No Ukrainian man will be deported from Hungary to be drafted, the prime minister said.",
     {"HU": "will_not_return"}),
    ("The court in The Hague stopped the deportation of an Eritrean deserter.", {"NL": "will_not_return"}),
    ("Ukrainian men of military age will not be sent back from Romania.", {"RO": "will_not_return"}),
    ("Ireland has suspended removals of Eritrean conscripts.", {"IE": "will_not_return"}),
    ("Deserters cannot be handed over by Switzerland, the foreign ministry said.", {"CH": "will_not_return"}),
    ("Kazakhstan deported a Russian soldier who had deserted.", {"KZ": "returns"}),
    ("Armenia handed a Russian deserter over to the military police.", {"AM": "returns"}),
    ("Poland is ready to help Ukraine bring home men of military age and to return them to their country.",
     {"PL": "returns"}),
    ("Thailand has been sending young men who fled conscription back to Myanmar.", {"TH": "returns"}),
    ("Egypt forcibly returned Eritrean conscripts to Asmara.", {"EG": "returns"}),
    ("Kyrgyzstan agreed to extradite Russians wanted for desertion.", {"KG": "returns"}),
    ("Lebanon has expelled dozens of Syrians who were then taken for military service.", {"LB": "returns"}),
    ("An American deserter was deported from Canada and jailed.", {"CA": "returns"}),
    ("The Swedish Migration Court upheld the deportation of a Russian who refused to fight.", {"SE": "returns"}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), ENTRY)
def test_the_way_in_is_told_apart_from_protection(text: str, expected: dict[str, str]) -> None:
    """Visas, bans and closed borders answer the question of entry."""
    assert governing(text) == expected


@pytest.mark.parametrize(("text", "expected"), RETURN)
def test_sending_back_and_not_sending_back_are_found(text: str, expected: dict[str, str]) -> None:
    """Extradition, deportation and their refusal answer the question of return."""
    assert governing(text) == expected
