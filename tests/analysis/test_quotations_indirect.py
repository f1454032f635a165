"""Reported statements: the clause that is reported, and whose it is."""

from __future__ import annotations

import pytest

from bot.analysis.document import read_document
from bot.analysis.quotations import find_quotations


def reported(text: str) -> list[tuple[str, str | None]]:
    """The reported clauses of a text with their speakers."""
    return [
        (quotation.span.of(text), quotation.speaker.of(text) if quotation.speaker else None)
        for quotation in find_quotations(read_document(text))
        if quotation.kind == "indirect"
    ]


@pytest.mark.parametrize(
    ("text", "clause", "speaker"),
    [
        ("The Kremlin said that 12 ships had left.", "12 ships had left", "Kremlin"),
        ("The Kremlin said 12 ships had left.", "12 ships had left", "Kremlin"),
        ("Ewa Nowak told reporters that 12 ships had left.", "12 ships had left", "Ewa Nowak"),
        ("Ewa Nowak told the Daily Post she would resign.", "she would resign", "Ewa Nowak"),
        ("According to Ewa Nowak, 12 ships had left.", "12 ships had left", "Ewa Nowak"),
        ("Some 12 ships had left, according to Ewa Nowak.", "Some 12 ships had left", "Ewa Nowak"),
        ("Some 12 ships had left, Ewa Nowak said.", "Some 12 ships had left", "Ewa Nowak"),
        ("Some 12 ships had left, said Ewa Nowak, a clerk.", "Some 12 ships had left", "Ewa Nowak"),
        ("Ewa Nowak, a clerk at the port, said that 12 ships had left.", "12 ships had left", "Ewa Nowak"),
        ("Ewa Nowak said on Monday that 12 ships had left.", "12 ships had left", "Ewa Nowak"),
        ("Harbour officials estimated that 12 ships had left.", "12 ships had left", "Harbour officials"),
        (
            "Germany's interior minister said that 12 ships had left.",
            "12 ships had left",
            "Germany's interior minister",
        ),
        ("A study of the harbour found that 12 ships had left.", "12 ships had left", "A study of the harbour"),
        ("Ewa Nowak said about 12 ships had left.", "about 12 ships had left", "Ewa Nowak"),
    ],
)
def test_what_is_reported_has_its_clause_and_its_speaker(text: str, clause: str, speaker: str) -> None:
    """A clause behind "said", "told X that", "according to", or before ", X said" belongs to X."""
    assert reported(text) == [(clause, speaker)]


def test_a_participle_has_the_subject_of_its_sentence() -> None:
    """What follows ", adding that" is said by who said the rest."""
    text = "Ewa Nowak said that 12 ships had left, adding that three more were waiting."
    assert reported(text) == [("12 ships had left", "Ewa Nowak"), ("three more were waiting", "Ewa Nowak")]


def test_two_speakers_share_a_sentence() -> None:
    """Where another one speaks in the same sentence, the first clause ends before that."""
    text = "Some drivers estimated that 12 lorries waited, while the police said that there were 30."
    assert reported(text) == [("12 lorries waited", "Some drivers"), ("there were 30", "the police")]


def test_a_source_between_commas_has_the_whole_sentence() -> None:
    """A sentence around ", according to X," is all X's."""
    text = "Some 12 ships, according to Ewa Nowak, had left the harbour by noon."
    assert reported(text) == [("Some 12 ships, according to Ewa Nowak, had left the harbour by noon", "Ewa Nowak")]


@pytest.mark.parametrize(
    "text",
    [
        "The claims were false, and the report was late.",
        "Ewa Nowak did not say that the ships had left.",
        "The United States project ran late for years.",
        "The man was told to leave the hall at noon.",
        "She declined to comment on the ships.",
        "The state house burned down in the winter.",
        "The 12,500 jobs added that spring went to the ports.",
    ],
)
def test_nothing_is_reported(text: str) -> None:
    """Nouns that look like verbs, denials, passives and silence report nothing."""
    assert reported(text) == []


def test_a_pronoun_in_the_report_is_resolved() -> None:
    """ "She added that" names the woman of the sentence before."""
    text = "Ewa Nowak opened the port on Monday. She added that 12 ships were on their way."
    assert reported(text) == [("12 ships were on their way", "Ewa Nowak")]


def test_words_between_marks_report_nothing_of_their_own() -> None:
    """A verb of saying inside a quotation belongs to the quotation."""
    assert reported("“My mother said that the sea was near,” Ewa Nowak said.") == []


def test_a_reported_statement_is_not_cut_through_a_quotation() -> None:
    """A statement that holds an opening mark holds the closing one too."""
    assert reported('The ministry said the plan "is bound to cost much more than the last one."') == [
        ('the plan "is bound to cost much more than the last one."', "The ministry")
    ]


def test_an_article_alone_says_nothing() -> None:
    """ "The estimated 500" has a determiner before a participle, and no speaker."""
    found = reported("According to a port official, up to 900 came rather than the estimated 500.")
    assert [speaker for _, speaker in found] == ["a port official"]


@pytest.mark.parametrize(
    "text",
    [
        "Video from the harbour showed several sailors leaving their boats.",
        "President Ada Holm encouraged citizens to resist conscription.",
    ],
)
def test_pictures_and_encouragement_are_no_statements(text: str) -> None:
    """What a film shows, and what somebody is encouraged to do, was not said in these words."""
    assert reported(text) == []


def test_a_survey_still_shows_something() -> None:
    """A paper's finding stays a statement."""
    assert reported("The survey showed that half of the wells were dry.") == [
        ("half of the wells were dry", "The survey")
    ]
