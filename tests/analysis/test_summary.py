"""Which sentences tell most of a text, and whether they can stand together."""

from __future__ import annotations

import pytest

from bot.analysis.document import read_document
from bot.analysis.language import detect_language
from bot.analysis.standing import is_notice, leans_back
from bot.analysis.summary import MOST, rank_sentences, read_speech
from bot.analysis.topics import read_topics

FLOOD = """\
Flood takes three villages on the Orla

By Marta Quist

The river Orla burst its banks on Monday night and flooded three villages in the county of Holm. \
Some 400 people were brought to a school in Lund, where they slept on the floor.

However, the old mill and its 12 workers were cut off until morning. They were brought out by boat.

“We lost everything but the dog,” said Ines Falk. “I have never seen such water. It came in an hour.”

Was it the dam? The county of Holm opened an inquiry into the dam above the villages on Tuesday. \
It had been repaired twice since 2011, at a cost of $4 million.

Click here to see our pictures of the flood.

The Orla flooded the same three villages in the county of Holm in 1953, when 31 people died. \
The river Orla burst its banks and flooded the three villages of the county of Holm.

Insurers expect claims of $60 million from Holm and its neighbours. Roads to Lund will stay closed until Friday.
"""


def ranked(text: str, *, title: str | None = None) -> list[str]:
    """The chosen sentences, the most telling first."""
    document = read_document(text, title=title)
    topics = read_topics(document, language=detect_language(document))
    return [sentence.of(text) for sentence in rank_sentences(document, topics)]


def test_the_lead_comes_first() -> None:
    """News tells the main thing in its first sentence."""
    assert ranked(FLOOD)[0].startswith("The river Orla burst its banks on Monday")


def test_a_sentence_that_leans_on_another_comes_only_behind_it() -> None:
    """Of the first n sentences none opens with a pronoun or "However" unless the sentence before is among them."""
    document = read_document(FLOOD)
    order = {sentence.of(FLOOD): i for i, sentence in enumerate(document.sentences)}
    chosen = ranked(FLOOD)
    for n in range(3, MOST + 1):
        present = {order[sentence] for sentence in chosen[:n]}
        assert all(order[s] - 1 in present for s in chosen[:n] if leans_back(s))


def test_notices_questions_fragments_and_bare_speech_are_left_out() -> None:
    """What is of the page, asks, or is said by nobody named does not stand in a summary of a text with enough else."""
    chosen = ranked(FLOOD)
    assert not any("Click here" in sentence for sentence in chosen)
    assert "By Marta Quist" not in chosen
    assert "“I have never seen such water." not in chosen
    assert "It came in an hour.”" not in chosen


def test_no_two_sentences_say_the_same() -> None:
    """The lead's repetition further down is not told again."""
    assert sum("burst its banks" in sentence for sentence in ranked(FLOOD)) == 1


def test_what_other_words_repeat_is_not_told_again() -> None:
    """Half of its words, and one more, make a sentence the repetition of another."""
    text = (
        "The council of Holm approved a second ferry to the island of Ven on Monday. "
        "On Monday evening the council approved another ferry from Holm, which will serve Ven from June. "
        "Fishermen lose berths at the pier in June."
    )
    assert len(ranked(text)) == 2


def test_short_sentences_may_share_a_pattern() -> None:
    """Sentences that differ in the one word that matters all tell something."""
    text = "The trams of Holm stopped. The ferries of Holm stopped. The schools of Holm stopped."
    assert len(ranked(text)) == 3


def test_the_first_three_are_soon_read() -> None:
    """Behind two long sentences a short one is told, although a third long one tells more of the topic."""
    council = (
        "The harbour council of Lund approved a hundred-metre passenger ferry to the neighbouring island of Ven, "
        "against warnings of experienced harbour pilots and professional fishermen, shopkeepers and carpenters."
    )
    pilots = (
        "Experienced pilots described the narrowing channel between Ven and the northernmost lighthouse as dangerous "
        "throughout winter, whenever south-westerly thunderstorms endanger navigation around the breakwater."
    )
    fishermen = (
        "Professional fishermen, shopkeepers and carpenters described the council's handling of navigation around the "
        "northernmost lighthouse and breakwater throughout winter as embarrassing, dangerous and undemocratic."
    )
    dredging = (
        "Dredging begins in June, when most of the town is away for the summer and few of its boats go out to sea "
        "before the end of the day."
    )
    assert set(ranked(f"{council} {pilots} {fishermen} {dredging}")[:3]) == {council, pilots, dredging}


def test_the_summary_is_bounded() -> None:
    """A long text gives eight sentences, a short one those that it has."""
    long = " ".join(f"The council of district {i} voted on plan number {i * 7} for bridge {i}." for i in range(90))
    assert len(ranked(long)) <= MOST
    assert ranked("The mayor resigned on Monday. The council will choose another in May.") == [
        "The mayor resigned on Monday.",
        "The council will choose another in May.",
    ]
    assert ranked("") == []


def test_a_text_of_fragments_has_them_as_summary() -> None:
    """Where there is no whole sentence, what there is stands in."""
    assert ranked("Bridge closed") == ["Bridge closed"]


def test_what_was_told_counts_once() -> None:
    """A sentence full of the lead's own words loses to one that tells of another matter the text comes back to."""
    text = (
        "The harbour council of Lund approved the new ferry to the island of Ven on Monday evening. "
        "It sat until midnight, and half of the town came to listen. "
        "The council of the harbour discussed the approved new ferry to Ven for three hours behind closed doors. "
        "Fishermen lose their berths at the northern pier, where the ferry will land from June. "
        "Their berths at the pier go back to a treaty with the fishermen of the northern coast."
    )
    openings = [sentence.split()[0] for sentence in ranked(text) if not leans_back(sentence)]
    assert openings == ["The", "Fishermen", "The"]


def test_a_mark_that_is_never_closed_silences_nothing_behind_the_next_one() -> None:
    """Where line breaks were lost, each paragraph of a long quotation opens it anew; what follows is no speech."""
    text = (
        'Nurses in Holm will strike on Friday, their union said. "Nobody listens to us, said Ada Berg. '
        '"We asked three times." '
        "The county of Holm has offered the nurses four percent more from the summer on."
    )
    document = read_document(text)
    speech = read_speech(document)
    assert [round(one.share) for one in speech] == [0, 1, 1, 0]
    assert not any(one.begins_inside for one in speech)


def test_a_sentence_inside_a_quotation_leans_on_its_beginning() -> None:
    """Of speech over two sentences the second begins inside it."""
    text = "Ada Berg said on Monday: “The nurses will strike. The county of Holm has made no offer to us,” and left."
    assert [one.begins_inside for one in read_speech(read_document(text))] == [False, True]


def test_a_dateline_takes_no_place() -> None:
    """Fragments before the first sentence do not make it a late one."""
    body = (
        "The mayor of Lund resigned on Monday after a vote in the council. "
        "Another vote in the council of Lund will choose who follows the mayor in May. "
        "Rain fell in Lund on all days of the week but one, as it does in most weeks of the year."
    )
    assert ranked(f"March 9, 2015 . {body}")[:1] == ranked(body)[:1] == [body[: body.index(". ") + 1]]


def test_a_sentence_that_leads_to_a_list_or_asks_is_left_out() -> None:
    """What ends in a colon or a question mark needs what follows it."""
    text = (
        "The council of Lund closed three schools on Monday. These are the schools of Lund that the council closed: "
        "Why did the council of Lund close three schools? Parents of all three schools met in Lund on Tuesday."
    )
    assert ranked(text) == [
        "The council of Lund closed three schools on Monday.",
        "Parents of all three schools met in Lund on Tuesday.",
    ]


def test_the_rest_of_a_line_is_no_sentence() -> None:
    """What opens with a small letter is a fragment of a list or a note, unless it is a name so written."""
    text = (
        "The mayor of Lund resigned on Monday after a vote in the council.\n\n"
        "repeatedly promised to close the schools of Lund in the winter.\n\n"
        "eWater, the utility of Lund, named a new head on the same day."
    )
    assert [sentence.split()[0] for sentence in ranked(text)] == ["The", "eWater,"]


def test_a_text_whose_sentences_all_lean_gives_none_of_them() -> None:
    """Where nothing stands alone nothing is chosen, and nothing breaks."""
    assert ranked("“No.” He left the old town hall at noon. She followed him to the harbour wall.") == []


def test_the_headline_draws_sentences_that_share_its_words() -> None:
    """A sentence that speaks of the headline's matter is preferred to its neighbours."""
    text = " ".join(
        [
            "The council met for six hours on Monday night in the old town hall of Lund.",
            "Members spoke about schools, buses and a market that may come back.",
            "A new ferry will cross the bay from June, members agreed before midnight.",
            "Traders hope to sell fish and bread near the harbour wall again soon.",
            "Teachers asked for smaller classes and for a warmer gym in the winter.",
        ]
    )
    with_title = ranked(text, title="Ferry to cross the bay from June")
    assert "ferry" in " ".join(with_title[:3])


def test_evidence_is_preferred_from_the_fourth_sentence_on() -> None:
    """What readers ask for first enters a longer summary earlier, and leaves the first three alone."""
    matters = ["bridges", "schools", "ferries", "markets", "forests", "museums", "harbours", "tunnels", "gardens"]
    text = " ".join(f"A speaker from {matter.title()} told the hall about {matter}." for matter in matters)
    document = read_document(text)
    topics = read_topics(document, language="en")
    plain = rank_sentences(document, topics)
    asked = plain[-1]
    steered = rank_sentences(document, topics, [asked])
    assert steered[:3] == plain[:3]
    assert steered.index(asked) < plain.index(asked)


def test_other_languages_are_summarised_too() -> None:
    """Without a list of function words the frequent and short words are passed over."""
    text = (
        "Der Fluss trat am Montag über die Ufer und überschwemmte drei Dörfer. "
        "Rund 400 Menschen schliefen in einer Schule. Der Landkreis prüft nun den Damm über den Dörfern. "
        "Versicherer rechnen mit Schäden von 60 Millionen Euro."
    )
    chosen = ranked(text)
    assert chosen[0].startswith("Der Fluss trat")
    assert len(chosen) == 4


@pytest.mark.parametrize(
    "sentence",
    [
        "He left.",
        "However, the mill was cut off.",
        "But the mill was cut off.",
        "They were brought out by boat.",
        "It had been repaired twice.",
        "That is why nobody came.",
        "This was known.",
        "The latter agreed.",
        "The two met in May.",
        "His wife was there.",
        "On Tuesday, she came back.",
        "For example, the road is closed.",
        "As a result, nobody came.",
        "In addition, roads were closed.",
        "On the other hand, trains ran.",
        "“It was cold,” she said.",
        "Among them was a nurse.",
        "Meanwhile, trains ran.",
        "It’s over.",
        "Two days later, the road was open.",
        "Since her death, thousands have marched.",
        "To combat this, the county built a wall.",
        "Most have lost their homes.",
        "Однако мост закрыт.",
        "Кроме того, мост закрыт.",
        "Sin embargo, el puente está cerrado.",
        "Elle est partie.",
    ],
)
def test_openings_that_lean_on_the_sentence_before(sentence: str) -> None:
    """Pronouns and connectives at the beginning point back."""
    assert leans_back(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "The mill was cut off.",
        "This week the road is closed.",
        "It is unclear who opened the dam.",
        "Those who fled slept in a school.",
        "In Lund, Mayor Berg said that she would resign.",
        "On Tuesday, the county opened an inquiry.",
        "Hershey will close a plant.",
        "Since January, thousands have marched.",
        "Most people in Lund were asleep.",
        "Two days before the vote, roads were closed.",
        "During the flood, 400 people fled.",
        "Thieves broke in.",
        "Itaipu is a dam.",
        "",
    ],
)
def test_openings_that_lean_on_nothing(sentence: str) -> None:
    """Names, dates and set phrases stand by themselves."""
    assert not leans_back(sentence)


@pytest.mark.parametrize(
    ("sentence", "notice"),
    [
        ("Click here to see our pictures.", True),
        ("Read more about the flood.", True),
        ("Jon Berg contributed to this report.", True),
        ("Copyright 2022 The Orla Post.", True),
        ("Follow @orlapost for more.", True),
        ("Jon Berg reported from Lund, and Ada Lo wrote in Oslo.", True),
        ("Additional reporting by Jon Berg.", True),
        ("--additional reporting from Ada Lo.", True),
        ("The views expressed in this article are the writer's own.", True),
        ("Reporting crimes became easier in May.", False),
        ("The views from the tower are fine.", False),
        ("Jon Berg reported the theft on Monday.", False),
        ("Readers clicked on the map.", False),
        ("Watching the river, he waited.", False),
        ("The story has been told before.", False),
    ],
)
def test_notices_are_told_from_the_story(sentence: str, notice: bool) -> None:
    """A sentence that speaks to the reader about the page is a notice."""
    assert is_notice(sentence) is notice
