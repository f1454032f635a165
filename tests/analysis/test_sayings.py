"""Verbs of saying: who their subject is, wherever it stands."""

from __future__ import annotations

import pytest

from bot.analysis.document import read_document
from bot.analysis.marks import find_marked
from bot.analysis.names import find_names
from bot.analysis.sayings import Sayings


def subjects(text: str) -> list[tuple[str, str]]:
    """Each verb of saying with its subject as it is written."""
    document = read_document(text)
    sayings = Sayings(document, find_names(document), find_marked(text, document.lines))
    words = sayings.words
    return [(words.words[s.cue], words.span(s.first, s.last).of(text)) for s in sayings.found]


@pytest.mark.parametrize(
    ("text", "cue", "subject"),
    [
        ("Ann Lee said it was late.", "said", "Ann Lee"),
        ("Ann Lee has repeatedly said it was late.", "said", "Ann Lee"),
        ("Ann Lee also later said it was late.", "said", "Ann Lee"),
        ("Ann Lee, 40, said it was late.", "said", "Ann Lee"),
        ("Ann Lee (Greens) said it was late.", "said", "Ann Lee"),
        ("Ann Lee, of Riga, Latvia, said it was late.", "said", "Ann Lee"),
        ("Ann Lee, who runs the port, said it was late.", "said", "Ann Lee"),
        ("Ann Lee, the port's director of trade, said it was late.", "said", "Ann Lee"),
        ("Ann Lee, Larkin's director of trade, said it was late.", "said", "Ann Lee"),
        ("On Monday, Ann Lee said it was late.", "said", "Ann Lee"),
        ("The votes came in, with Ann Lee saying it was late.", "saying", "Ann Lee"),
        ("The Riga senator mailed supporters saying it was late.", "saying", "The Riga senator"),
        ("Ann Lee met those who came but said it was late.", "said", "Ann Lee"),
        (
            "OSTBY, May 3 (UPI) — The port authority sent out a letter, saying it was late.",
            "saying",
            "The port authority",
        ),
        ("“It is late,” said a former U.S. health official who was there.", "said", "a former U.S. health official"),
        ("Ann Lee, who was there, said of the senator, “It is late for her.”", "said", "Ann Lee"),
        ("When he left, Ann Lee said it was late.", "said", "Ann Lee"),
        ("Ann Lee, who said it was late, left.", "said", "Ann Lee"),
        ("A spokesman for the ministry in Riga said it was late.", "said", "A spokesman for the ministry in Riga"),
        ("The port's lawyer said it was late.", "said", "The port's lawyer"),
        ("Two officials said it was late.", "said", "Two officials"),
        ("State and city officials said it was late.", "said", "State and city officials"),
        ("Ann Lee and Bob Ray said it was late.", "said", "Ann Lee and Bob Ray"),
        ("They said it was late.", "said", "They"),
        ("Retired Army Lt. Gen. Bob Ray said it was late.", "said", "Retired Army Lt. Gen. Bob Ray"),
        ("It was late, said Ann Lee.", "said", "Ann Lee"),
        ("It was late, said the mayor of Riga.", "said", "the mayor of Riga"),
        ("It was late, according to the mayor of Riga.", "according", "the mayor of Riga"),
        ("Ann Lee called it a disgrace.", "called", "Ann Lee"),
        ("Ann Lee, the workers’ leader, said it was late.", "said", "Ann Lee"),
        ("Ann Lee, Ray Banks' lawyer, said it was late.", "said", "Ann Lee"),
        ("The workers' leader said it was late.", "said", "The workers' leader"),
        ("But Ann Lee, the mayor, said it was late.", "said", "Ann Lee"),
        ("As Ann Lee, the mayor, put it: late.", "put", "Ann Lee"),
        ("Ann Lee, head of the U.S.-based Harbour Council, said it was late.", "said", "Ann Lee"),
        ("Ann Lee went on to say it was late.", "say", "Ann Lee"),
        ("Ann Lee likes to say it is late.", "say", "Ann Lee"),
        ("The senator and presidential candidate said it was late.", "said", "The senator and presidential candidate"),
        ("Nobody has seen the bill that Ann Lee said was late.", "said", "Ann Lee"),
        ("The sailors who know the harbour said it was late.", "said", "The sailors"),
        ("The boat was late, said Emily Ray.", "said", "Emily Ray"),
        ("The rising of the tide and fear of storms, said Ann Lee, a sailor.", "said", "Ann Lee"),
        ("Ann Lee, the mayor, said Monday it was late.", "said", "Ann Lee"),
        ("Ann Lee, the mayor, said Bob Ray was late.", "said", "Ann Lee"),
        ("It was late, according to a paper filed by the state.", "according", "a paper filed by the state"),
        ("It was late, according to a survey released Monday.", "according", "a survey"),
        ("It was late, Ann Lee shot back.", "shot", "Ann Lee"),
        ("They left for the U.S. They said it was late.", "said", "They"),
        ("Some 30 percent said it was late.", "said", "Some 30 percent"),
        (
            "The former mayor of Riga and presidential candidate said it was late.",
            "said",
            "The former mayor of Riga and presidential candidate",
        ),
        ("The mayor of Riga and the governor said it was late.", "said", "the governor"),
        ("The mayor resigned and officials said it was late.", "said", "officials"),
        ("Ann Lee's brief said it was late.", "said", "Ann Lee's brief"),
        ("Protesters marching through the town said it was late.", "said", "Protesters marching through the town"),
    ],
)
def test_the_subject_is_found(text: str, cue: str, subject: str) -> None:
    """Adverbs, insertions, titles and prepositional phrases are stepped over to the whole subject."""
    assert subjects(text) == [(cue, subject)]


@pytest.mark.parametrize(
    "text",
    [
        "It is said to be late.",
        "She was told it was late.",
        "The claims were many.",
        "She wants to say it.",
        "Ann Lee called for a vote.",
        "“She said it was late.”",
        "The state project failed.",
        "She failed to say it.",
        "Ann Lee shot a deer.",
        "Ann Lee hit the wall.",
    ],
)
def test_nobody_says_anything(text: str) -> None:
    """Passives, nouns, wishes, demands and words between marks have no subject that speaks."""
    assert subjects(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ann Lee said it was late, adding that it rained.", [("said", "Ann Lee"), ("adding", "Ann Lee")]),
        ("Ann Lee left the hall, saying it was late.", [("saying", "Ann Lee")]),
        ("In Riga, Ann Lee left the hall, saying it was late.", [("saying", "Ann Lee")]),
        ("Ann Lee said it was late and added that it rained.", [("said", "Ann Lee"), ("added", "Ann Lee")]),
        ("When Ann Lee asked him, he nodded and said it was late.", [("asked", "Ann Lee"), ("said", "he")]),
        ("The Riga senator left the hall, saying it was late.", [("saying", "The Riga senator")]),
        ("On Monday, Lee's aides left the hall, saying it was late.", [("saying", "Lee's aides")]),
        ("Mayor Ann Lee left the hall, saying it was late.", [("saying", "Mayor Ann Lee")]),
        ("Ann Lee sent a letter to the senator, saying it was late.", [("saying", "Ann Lee")]),
        ("She sent a letter to the senator, saying it was late.", [("saying", "She")]),
        (
            "A source speaking to the Post said it was late.",
            [("speaking", "A source"), ("said", "A source speaking to the Post")],
        ),
        ("It attacked Ann Lee, saying it was late.", [("saying", "It")]),
        ("In Riga, two student groups left the hall, saying it was late.", [("saying", "two student groups")]),
        ("Ann Lee replied to Ray on Facebook writing it was late.", [("replied", "Ann Lee"), ("writing", "Ann Lee")]),
    ],
)
def test_a_later_verb_shares_the_subject(text: str, expected: list[tuple[str, str]]) -> None:
    """Participles and joined verbs have the subject of their sentence."""
    assert subjects(text) == expected
