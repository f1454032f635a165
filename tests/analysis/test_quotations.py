"""Direct quotations: which words are quoted, and who says them."""

from __future__ import annotations

import pytest

from bot.analysis.document import read_document
from bot.analysis.quotations import find_quotations
from bot.model import Quotation


def direct(text: str) -> list[Quotation]:
    return [quotation for quotation in find_quotations(read_document(text)) if quotation.kind != "indirect"]


def said(text: str) -> list[tuple[str, str | None]]:
    """The quoted words of a text with their speakers, in text order."""
    return [
        (quotation.span.of(text), quotation.speaker.of(text) if quotation.speaker else None)
        for quotation in direct(text)
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('"The bridge will open in May," the mayor said.', ["The bridge will open in May,"]),
        ("“The bridge will open in May,” the mayor said.", ["The bridge will open in May,"]),
        ("«The bridge will open in May», the mayor said.", ["The bridge will open in May"]),
        ("„The bridge will open in May“, the mayor said.", ["The bridge will open in May"]),
        ("‘The bridge will open in May,’ the mayor said.", ["The bridge will open in May,"]),
        ("'The bridge will open in May,' the mayor said.", ["The bridge will open in May,"]),
        (
            "The mayor said: \"It's Tom's bridge and the workers' pride.\"",
            ["It's Tom's bridge and the workers' pride."],
        ),
        ("The mayor said: 'It's Tom's bridge, isn't it?'", ["It's Tom's bridge, isn't it?"]),
        ("'The workers' strike is over now,' the mayor said.", ["The workers' strike is over now,"]),
        ("“He told me ‘never again’ and left,” the mayor said.", ["He told me ‘never again’ and left,"]),
        ('“The bridge will open in May," the mayor said.', ["The bridge will open in May,"]),
        ("“The bridge will open in May,“ the mayor said.", ["The bridge will open in May,"]),
    ],
)
def test_every_kind_of_mark_is_read(text: str, words: list[str]) -> None:
    """Straight, curly, guillemet, low-high, single and mismatched marks quote; inner ones and apostrophes do not."""
    assert [quotation.span.of(text) for quotation in direct(text)] == words


@pytest.mark.parametrize(
    "text",
    [
        "The workers' strike hit the miners' town, and the owners' lawyers' letters didn't help.",
        "It was the '90s, rock 'n' roll's best years, and nobody's mother knew.",
        "The rope is 6' long and the other is 5' 11\" long.",
        "",
        "“”",
        '" " "',
    ],
)
def test_an_apostrophe_quotes_nothing(text: str) -> None:
    """Apostrophes, inches and empty marks give no quotation."""
    assert direct(text) == []


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("“The dam is safe for now,” said Nora Lindqvist.", "Nora Lindqvist"),
        ("“The dam is safe for now,” Nora Lindqvist said on Monday.", "Nora Lindqvist"),
        ("Nora Lindqvist said: “The dam is safe for now.”", "Nora Lindqvist"),
        ("According to Nora Lindqvist, “the dam is safe for now.”", "Nora Lindqvist"),
        ("“The dam is safe for now,” said Nora Lindqvist, who runs the agency.", "Nora Lindqvist"),
        ("“The dam is safe for now,” Nora Lindqvist, chief of the water agency, said.", "Nora Lindqvist"),
        ("“The dam is safe for now,” Nora Lindqvist, 52, of Ostby, who built it, said.", "Nora Lindqvist"),
        ("“The dam is safe for now,” Nora Lindqvist (Labour) told reporters.", "Nora Lindqvist"),
        ("“The dam is safe for now,” the agency's engineer, Nora Lindqvist, told the council.", "Nora Lindqvist"),
        ("“The dam is safe for now,” said the agency's chief engineer, Nora Lindqvist.", "Nora Lindqvist"),
        ("“The dam,” Nora Lindqvist added, “is safe for now.”", "Nora Lindqvist"),
        ("“The dam is safe for now,” Lindqvist's lawyer said.", "Lindqvist's lawyer"),
        ("“The dam is safe for now,” a senior official said.", "a senior official"),
        ("“The dam is safe for now,” officials said.", "officials"),
        ("“The dam is safe for now,” the Kremlin said.", "Kremlin"),
        ("“The dam is safe for now,” said one of the engineers.", "one of the engineers"),
        ("“The dam is safe for now,” the statement read.", "the statement"),
        ("“The dam is safe for now,” she said.", "she"),
    ],
)
def test_the_speaker_is_found_in_every_order(text: str, speaker: str) -> None:
    """Inverted, apposed, possessive, unnamed, before and behind: the speaker is who says it."""
    assert {who for _, who in said(text)} == {speaker}


def test_a_possessive_is_not_the_speaker() -> None:
    """What somebody's doctor says is not said by somebody."""
    text = "Milan Horak is in hospital.\n\n“He will walk again soon,” Horak's doctor said on Monday."
    assert said(text) == [("He will walk again soon,", "Horak's doctor")]


def test_a_split_quotation_has_one_speaker() -> None:
    """Both halves around an attribution belong to the same speaker."""
    text = "“We counted twice,” said Ewa Nowak, a clerk. “Then we counted again, to be sure.”"
    assert said(text) == [
        ("We counted twice,", "Ewa Nowak"),
        ("Then we counted again, to be sure.", "Ewa Nowak"),
    ]


def test_a_quotation_goes_on_over_paragraphs() -> None:
    """A paragraph that opens with a mark and does not close it goes on in the next, with the same speaker."""
    text = (
        "Ewa Nowak, a clerk, said: “We counted all the votes twice in the hall.\n\n"
        "“Then we counted them again, to be sure of it.\n\n"
        "“Nobody may doubt the result now.”\n\n"
        "The hall closed at noon."
    )
    assert said(text) == [
        ("We counted all the votes twice in the hall.", "Ewa Nowak"),
        ("Then we counted them again, to be sure of it.", "Ewa Nowak"),
        ("Nobody may doubt the result now.", "Ewa Nowak"),
    ]


def test_single_marks_go_on_over_paragraphs_too() -> None:
    """British papers continue a quotation with single marks alone."""
    text = (
        "Ewa Nowak, a clerk, said: ‘We counted all the votes twice in the hall.\n\n"
        "‘Then we counted them again, to be sure of it.\n\n‘Nobody may doubt the result now.’\n\nThe hall closed."
    )
    assert [words for words, _ in said(text)][-2:] == [
        "Then we counted them again, to be sure of it.",
        "Nobody may doubt the result now.",
    ]


@pytest.mark.parametrize(
    ("text", "resolved"),
    [
        ("Paula Brandt runs the port. “We are ready for the ships,” she said.", "Paula Brandt"),
        ("Paula Brandt met Igor Maslov. “We are ready for the ships,” he said.", "Igor Maslov"),
        ("Paula Brandt runs the port.\n\n“We are ready for the ships,” Brandt said.", "Paula Brandt"),
        ("“We are ready for the ships,” Brandt said.\n\nPaula Brandt has run the port for years.", "Paula Brandt"),
        ("Mr Maslov met Paula Brandt in Riga. “We are ready for the ships,” she said.", "Paula Brandt"),
        ("The Port Authority replied on Monday. “We are ready for the ships,” it said.", "Port Authority"),
    ],
)
def test_a_pronoun_or_a_surname_stands_for_the_full_name(text: str, resolved: str) -> None:
    """The speaker is the fullest name of the same person; the mention stays as it is written."""
    assert [who for _, who in said(text)] == [resolved]


def test_the_mention_stays_as_written() -> None:
    """Beside the full name the quotation keeps what is written there, the cue and the role."""
    text = "Finance Minister Paula Brandt spoke on Monday. “We are ready for the ships,” she said."
    (quotation,) = direct(text)
    found = [span.of(text) for span in (quotation.mention, quotation.cue, quotation.role) if span is not None]
    assert found == ["she", "said", "Finance Minister"]
    assert quotation.sentence.of(text) == "“We are ready for the ships,” she said."


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("“The lake is dying and nobody cares,” said Jon Aas.", "direct"),
        ("Jon Aas said: “The lake is dying and nobody cares.”", "direct"),
        ("Jon Aas said the lake was “dying before our very eyes” and left.", "fragment"),
        ("The plan is “a gift to the rich,” Jon Aas said.", "fragment"),
    ],
)
def test_a_fragment_is_told_from_a_whole_sentence(text: str, kind: str) -> None:
    """Words in the writer's own sentence are a fragment, a sentence of the speaker's is direct."""
    assert [quotation.kind for quotation in direct(text)] == [kind]


def test_two_words_of_a_speaker_are_a_fragment() -> None:
    """Even two words are quoted when an attribution stands beside them."""
    text = 'Those who face "utter ruin," according to Clara Voss, will get help from the fund.'
    assert said(text) == [("utter ruin,", "Clara Voss")]


@pytest.mark.parametrize(
    "text",
    [
        "The film “The Last Winter” opens in June.",
        "She sang in “Swan Lake” and wrote the novel “Northern Light.”",
        "The so-called “miracle cure” was sold for years in the town.",
        "Its nickname is the “Iron Road” because of the mines there.",
        "They liked the long story “The winter that never came to an end,” by Clara Voss.",
    ],
)
def test_titles_and_scare_quotes_are_no_quotations(text: str) -> None:
    """Titles of works, nicknames and words held at a distance are said by nobody."""
    assert direct(text) == []


def test_a_transcript_names_the_speaker_at_the_line() -> None:
    """Lines that begin with names in capitals are turns; a surname in capitals finds its full name."""
    text = (
        "Reporter Lena Holm spoke to the mayor, Viktor Dahl.\n\n"
        "HOLM: Will the bridge open in May?\n\n"
        "DAHL: It will, and there will be a feast.\n\n"
        "HOLM: Thank you."
    )
    assert said(text) == [
        ("Will the bridge open in May?", "Lena Holm"),
        ("It will, and there will be a feast.", "Viktor Dahl"),
        ("Thank you.", "Lena Holm"),
    ]


def test_one_line_with_a_label_is_no_transcript() -> None:
    """A single line that opens with capitals and a colon is a heading, not a speaker's turn."""
    assert direct("UPDATE: The bridge will open in May.\n\nThe town is glad.") == []


def test_a_pull_quote_is_given_to_whom_the_next_paragraph_opens_with() -> None:
    """A line all in quotation marks, above the paragraph that tells who speaks, is said by that person."""
    text = (
        "The ministry said that the fields were dry.\n\n'I'll sell the farm and go to sea.'\n\n"
        "Tomas, a farmer of 61, has had no rain since spring."
    )
    assert said(text) == [("I'll sell the farm and go to sea.", "Tomas")]


def test_what_a_headline_quotes_is_not_told_twice() -> None:
    """Words that a headline has in single marks, and the body in full, are one quotation."""
    text = (
        "Mayor calls the new bridge ‘a gift to the town’\n\n"
        "“It is a gift to the town,” the mayor, Viktor Dahl, said of the bridge on Monday."
    )
    assert said(text) == [("It is a gift to the town,", "Viktor Dahl")]


def test_a_signature_below_names_the_speaker() -> None:
    """A name behind a dash on the line below a quotation signs it."""
    text = (
        "Readers wrote to us about the new bridge in the town.\n\n"
        "“The old ferry was the heart of this town for a hundred years.”\n\n- Viktor Dahl.\n\nWe thank them."
    )
    assert said(text) == [("The old ferry was the heart of this town for a hundred years.", "Viktor Dahl")]


def test_a_colon_in_the_paragraph_above_introduces_the_speaker() -> None:
    """A statement quoted in a paragraph of its own belongs to whom the line above introduces."""
    text = (
        "Nora Lindqvist issued the following statement:\n\n"
        "“The water agency has done all that it could to keep the valley safe this spring.”"
    )
    assert [who for _, who in said(text)] == ["Nora Lindqvist"]


def test_somebody_named_inside_the_marks_is_not_the_speaker() -> None:
    """Whom a quotation is about does not say it."""
    text = "Viktor Dahl was pleased on Monday. “Igor Maslov built this bridge for all of us,” he said."
    assert said(text) == [("Igor Maslov built this bridge for all of us,", "Viktor Dahl")]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("The hall went quiet.\n\n“Sit down,” Brandt demanded, and they sat.", "Brandt"),
        ("The hall went quiet.\n\n“Honestly,” he added, “we may all go home.”", "he"),
        ("The hall went quiet. “No,” replied Paula Brandt.", "Paula Brandt"),
    ],
)
def test_a_word_or_two_that_open_a_sentence_are_said(text: str, speaker: str) -> None:
    """A short quotation before its attribution is no title when it opens the sentence."""
    assert said(text)[0][1] == speaker


def test_two_words_go_on_behind_their_attribution() -> None:
    """What stands by itself behind "she said." is hers, however short."""
    text = "“It is taxing for all of us at the port,” Paula Brandt said. “Very taxing.”"
    assert said(text)[1] == ("Very taxing.", "Paula Brandt")


def test_a_word_in_the_middle_of_a_sentence_may_be_a_title() -> None:
    """ "“Old Harbour,” Brandt said" in a sentence that speaks of a film is not what Brandt said."""
    text = "In his review of the film “Old Harbour,” Brandt said that the music was too loud."
    assert said(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "“We are not ready for the winter,” Paula Brandt said on the radio's “Voice of the Harbour.”",
        "Paula Brandt said on the radio's “Voice of the Harbour With Igor Maslov” that she would not run.",
        "On Tuesday's episode of “The Harbour Morning Show,” Paula Brandt said nothing at all about it.",
    ],
)
def test_a_programme_is_not_said_by_its_guest(text: str) -> None:
    """A title in the middle of an attribution is neither gone on with nor said."""
    assert not any("Harbour" in words for words, _ in said(text))


def test_who_speaks_behind_an_introduced_outcry_speaks_of_something_else() -> None:
    """'Lee told her, “Go!” She replied ...': the outcry is Lee's."""
    text = "Igor Maslov wrote to Paula Brandt, telling her, “You must win this race!” She replied that it was late."
    assert said(text)[0] == ("You must win this race!", "Igor Maslov")


def test_words_that_begin_with_a_name_and_a_colon_are_no_turn() -> None:
    """A slogan behind a verb of saying is said by its subject, not by the name that it begins with."""
    text = "Outside, the protesters chanted “Igor Maslov: bad for Riga, bad for you.”"
    assert said(text) == [("Igor Maslov: bad for Riga, bad for you.", "the protesters")]


def test_a_noun_phrase_that_opens_the_sentence_says_what_its_participle_quotes() -> None:
    """ "The Riga senator" is the senator, not Riga; "Brandt's aides" are not Brandt."""
    text = "The Riga senator took the noise calmly, saying nobody would “be thrown out” that night."
    assert said(text) == [("be thrown out", "The Riga senator")]
    text = (
        "Paula Brandt is away. Brandt's campaign shrugged that off, telling reporters, “We never asked for this vote.”"
    )
    assert said(text) == [("We never asked for this vote.", "Brandt's campaign")]


def test_a_role_that_only_describes_is_nobody() -> None:
    """ "Following the presidential debate" opens with no speaker."""
    text = (
        "Following Sunday’s presidential debate the club went through Igor Maslov’s claim of “dozens of leaks” in it."
    )
    assert "presidential" not in str(said(text))


def test_who_laughs_and_says_something_says_it() -> None:
    """A second verb of the sentence has the subject of the verb that it is joined to."""
    text = "When Paula Brandt asked him about it, he shook his head and said, “I never saw the letter.”"
    assert [quotation.mention.of(text) for quotation in direct(text) if quotation.mention] == ["he"]


@pytest.mark.parametrize(
    ("text", "resolved"),
    [
        (
            "Paula Brandt runs the port. Brandt opened it, and Brandt closed it.\n\n"
            "Karen Holt, a member of the council, recalled what happened when Brandt came to the port.\n\n"
            "“The port is not hers,” she said.",
            "Karen Holt",
        ),
        (
            "Paula Brandt runs the port. Brandt opened it, and Brandt closed it.\n\n"
            "The report by Karen Holt, a member of the council, is out. Brandt called it weak.\n\n"
            "“The port is mine,” she said.",
            "Paula Brandt",
        ),
    ],
)
def test_a_pronoun_takes_up_who_was_just_introduced(text: str, resolved: str) -> None:
    """Who opens a sentence with a full name is meant, however often another is named; not once that one speaks."""
    assert said(text)[-1][1] == resolved


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ('The plan was slow, while Ida Moor, the former mayor, proposed to "sleep on it for a night."', "Ida Moor"),
        ('They paid for what Ida Moor, secretary of the city\'s club, called "a month of sleep."', "Ida Moor"),
        ('Ida Moor, the press officer for the water board said "we have checked every pipe in town."', "Ida Moor"),
        ('Ida Moor, in a hat with a "Lund for Mayor" badge, said it was "the best vote in years."', "Ida Moor"),
    ],
)
def test_an_apposition_leads_to_the_name(text: str, speaker: str) -> None:
    """Behind a conjunction, with quoted words inside, or with its second comma forgotten."""
    assert [who for _, who in said(text)] == [speaker]


def test_a_role_between_commas_speaks_of_somebody_else() -> None:
    """In "Lee, the mayor said, is ..." the mayor speaks."""
    text = "Ida Moor, the mayor said, is 'the right one for this job'."
    assert said(text) == [("the right one for this job", "the mayor")]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ('The port released a statement on Monday saying the rumours "rest on nothing but hearsay."', "The port"),
        ('Moor\'s first four guests were hostile: "Is it time for you to go?"', "Moor's first four guests"),
        ('She shielded the board from Peter Lund, but admitted "one or two mistakes" in its books.', "She"),
        ('In a talk with the Ostby Herald, Moor kept to her plan and said it was "the best for all."', "Moor"),
    ],
)
def test_the_subject_of_the_clause_speaks(text: str, speaker: str) -> None:
    """Whatever noun it is, and though its verb of saying stands behind another verb."""
    assert [who for _, who in said(text)] == [speaker]


@pytest.mark.parametrize(
    ("text", "resolved"),
    [
        (
            # Some women and some men are called Chris.
            "Chris Moor said his team was ready. Ida Lund, a coach, spoke too.\n\n"
            'Moor opened the door. "We are late," she said.',
            "Ida Lund",
        ),
        (
            "Ida Lund has built the port. Lund opened it too.\n\n"
            'Zaya Cyril, the head of the board, saw it. Cyril then rose. "It is dear," she said.',
            "Zaya Cyril",
        ),
        (
            "The town thanked Odo Lund. It gave Lund a hat, sang Lund a song and baked Lund a cake for Lund.\n\n"
            'Some fun was had, courtesy of Wes Moor, a farmer from the hills. "I like hats," he said.',
            "Wes Moor",
        ),
    ],
)
def test_a_pronoun_fits_whom_it_stands_for(text: str, resolved: str) -> None:
    """The text's other pronouns tell a gender, a surname tells none, and whom an apposition introduces is near."""
    assert said(text)[-1][1] == resolved


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        ('Odo Will ran the port. "It was a good port," Will said. Will it close? "No," Will said.', ["Odo Will"] * 2),
        ('Ian Read owns it. "We read all of the rules," Read said. Read them too.', ["Ian Read"]),
        ('Theresa May met them in May. "We will leave in May," May said.', ["Theresa May"]),
    ],
)
def test_a_surname_may_be_a_common_word(text: str, speakers: list[str]) -> None:
    """Where the text has the full name, "Will said" and "May said" have a person for their subject."""
    assert [who for _, who in said(text)] == speakers
