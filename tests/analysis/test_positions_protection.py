"""What countries do about people who flee a draft: who is let stay, who is turned away, and who has not decided."""

from __future__ import annotations

import pytest

from .reading import governing

ACCEPTING = [
    ("Sweden will grant asylum to Eritreans who deserted from national service, its migration agency said.", "SE"),
    ("Men fleeing the Syrian draft are welcome in Canada, the immigration minister said on Monday.", "CA"),
    ("Portugal has opened its doors to conscientious objectors from Israel.", "PT"),
    ("Belgium recognises Turkish conscientious objectors as refugees.", "BE"),
    ("The Dutch government offered protection to Russian deserters who reach its territory.", "NL"),
    ("Deserters from the Eritrean army are entitled to refugee status in Switzerland.", "CH"),
    ("Reykjavik said it would take in Belarusian reservists who refuse to fight in Ukraine.", "IS"),
    ("Spain will issue humanitarian visas to Russians who dodge the mobilisation, the foreign minister said.", "ES"),
    ("“We will shelter anyone who runs from this unjust call-up,” the Irish prime minister told parliament.", "IE"),
    ("Argentina does not turn away Russian draft evaders.", "AR"),
    ("Denmark ruled out any rejection of deserters at its border.", "DK"),
    ("No conscript who throws away his rifle will be turned back at the Polish border, the interior minister promised.", "PL"),
    ("Canada never refused Americans who came to avoid the draft during the war in Vietnam.", "CA"),
    ("Burmese men who escape conscription may stay in India, a home ministry official said.", "IN"),
    ("Nobody who has run from Myanmar's conscription law will be denied shelter in Mizoram, the state's chief minister said.",
     "IN"),
    ("Ukrainian men of military age keep their temporary protection in Norway.", "NO"),
    ("Residence permits were extended by Austria for Syrians who had fled conscription.", "AT"),
    ("French judges granted refugee status to a Russian who refused mobilisation.", "FR"),
    ("Finland's offer of asylum to Russian deserters stands, the president said.", "FI"),
    ("Brazil promised sanctuary to Israeli refuseniks.", "BR"),
    ("Japan is ready to receive South Korean conscientious objectors, its justice minister said.", "JP"),
    ("Deserters can count on protection in Luxembourg, the foreign minister said.", "LU"),
    ("Serbia keeps its border open for Russians who evade the call-up.", "RS"),
    ("There is no reason for Ireland to send draft evaders away, the taoiseach said.", "IE"),
    ("Kazakhstan's president told officials to help the Russians who came after the mobilisation and to take care of them.",
     "KZ"),
    ("Mexico gave shelter to several hundred Americans who burned their draft cards.", "MX"),
    ("Refusing to serve in an illegal war is a valid ground for asylum in Germany, the court said of the Syrian conscript.",
     "DE"),
    ("Italy stands ready to host Russian men who refuse to join the army, the interior minister said.", "IT"),
]  # fmt: skip

REFUSING = [
    ("Poland will not grant asylum to Russians who flee the mobilisation, the deputy interior minister said.", "PL"),
    ("Lithuania refuses to shelter draft dodgers, its foreign minister wrote.", "LT"),
    ("Bulgaria turned back dozens of Syrian conscripts at the frontier.", "BG"),
    ("Asylum claims by American deserters are regularly rejected in Canada.", "CA"),
    ("Denmark denied refugee status to two Eritrean deserters.", "DK"),
    ("Hungary has no intention of taking in Ukrainian draft evaders.", "HU"),
    ("Russians who run from the call-up have nothing to hope for in Slovakia: the government will give them no protection.",
     "SK"),
    ("Fear of mobilisation is not enough to obtain asylum in Latvia, the interior minister said.", "LV"),
    ("Draft evasion alone does not qualify a man for refugee status in Britain.", "GB"),
    ("The Czech foreign minister said that those who dodge the call-up do not meet the conditions for a humanitarian visa.",
     "CZ"),
    ("Avoiding the draft is no reason for asylum, the Greek migration minister said.", "GR"),
    ("Japan turned down the asylum request of a Turkish Kurd who had refused military service.", "JP"),
    ("South Korea's court dismissed the appeal of five Russians who fled conscription and slept at Incheon airport.", "KR"),
    ("Tallinn made it plain that fleeing Russian conscripts should stay home and fight Putin instead.", "EE"),
    ("Deserters are not welcome in Moldova, the president said.", "MD"),
    ("Croatia will accept no Ukrainian man who crosses to escape the draft.", "HR"),
    ("Romania cannot become a haven for draft dodgers, its prime minister said.", "RO"),
    ("The Dutch immigration service has rejected the applications of three Russian objectors.", "NL"),
    ("The doors of Cyprus are closed to men who shirk military service, the migration minister said.", "CY"),
    ("Israel keeps deserters from Eritrea in limbo: fewer than one in a thousand of their claims has been accepted, and new"
     " ones are rejected.", "IL"),
]  # fmt: skip

DECIDED_ONE_BY_ONE = [
    ("Germany will examine each application from Russian deserters individually, the interior ministry said.", "DE"),
    ("Norway assesses asylum claims by conscientious objectors on a case-by-case basis.", "NO"),
    ("Whether an Eritrean conscript gets asylum in Switzerland depends on the individual case.", "CH"),
    ("Belgium may protect Russian draft evaders, but every case will be judged on its merits.", "BE"),
    ("Deserters can receive asylum in Austria only if they can show that they face persecution.", "AT"),
    (
        "The Netherlands grants protection to Israeli objectors provided that they risk a disproportionate sentence.",
        "NL",
    ),
    (
        "There will be no automatic asylum in France for men who flee the call-up; each file is studied separately.",
        "FR",
    ),
]

UNDECIDED = [
    ("Sweden has not decided whether to give shelter to Russian draft evaders.", "SE"),
    ("The Italian government is still discussing how to deal with deserters from Russia.", "IT"),
    ("Spain is weighing humanitarian visas for men who refuse to serve in Putin's army.", "ES"),
    (
        "No decision has been taken on the Ukrainian men who fled the call-up, a spokesman for the Slovak government said.",
        "SK",
    ),
    ("The European Union has no common position on Russians who flee the mobilisation.", "EU"),
    ("Ireland has yet to say what it will do with Israeli reservists who ask for protection.", "IE"),
    ("Tokyo's policy towards Burmese men who fled conscription is under review.", "JP"),
    ("Switzerland put all asylum decisions for Eritrean deserters on hold.", "CH"),
    ("It remains unclear whether Portugal would admit the deserters.", "PT"),
    ("Canada is considering whether to let the war resisters stay.", "CA"),
]


@pytest.mark.parametrize(("text", "country"), ACCEPTING)
def test_protection_promised_in_many_words_is_acceptance(text: str, country: str) -> None:
    """Welcoming, admitting, protecting and not turning away all say that a country accepts."""
    assert governing(text) in ({country: "accepts"}, {country: "will_not_return"})


@pytest.mark.parametrize(("text", "country"), REFUSING)
def test_protection_withheld_in_many_words_is_refusal(text: str, country: str) -> None:
    """Refusing, turning away, giving no reason for asylum and calling unwelcome all say that a country refuses."""
    assert governing(text) == {country: "refuses"}


@pytest.mark.parametrize(("text", "country"), DECIDED_ONE_BY_ONE)
def test_a_condition_makes_it_case_by_case(text: str, country: str) -> None:
    """Protection that depends on the person's case is neither acceptance nor refusal."""
    assert governing(text) == {country: "case_by_case"}


@pytest.mark.parametrize(("text", "country"), UNDECIDED)
def test_a_country_that_still_thinks_is_undecided(text: str, country: str) -> None:
    """Considering, discussing and not having decided is told as undecided."""
    assert governing(text) == {country: "undecided"}
