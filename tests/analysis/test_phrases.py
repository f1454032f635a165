"""Key phrases: the topics of a text."""

from __future__ import annotations

from bot.analysis.document import read_document
from bot.analysis.language import detect_language
from bot.analysis.phrases import MOST, find_phrases
from bot.analysis.topics import read_topics

TEXT = (
    "The carbon tax divides the cabinet of Ilse Brandt. On Monday Ilse Brandt said that the carbon tax would come "
    "in May. Brandt has the support of the Green Union. The opposition wants a vote on the carbon tax, and the "
    "Green Union wants one too. Nobody in the cabinet spoke against Brandt."
)


def phrases(text: str, *, title: str | None = None) -> list[str]:
    """The key phrases of a text."""
    document = read_document(text, title=title)
    topics = read_topics(document, language=detect_language(document))
    return [phrase.of(text) for phrase in find_phrases(document, topics)]


def test_names_and_recurring_terms_are_found() -> None:
    """Full names, organisations and pairs of words that come back are topics."""
    found = phrases(TEXT)
    assert {"Ilse Brandt", "carbon tax", "Green Union"} <= set(found)
    assert found[0] == "Ilse Brandt"


def test_a_surname_alone_counts_for_the_full_name() -> None:
    """ "Brandt" is not told beside "Ilse Brandt"."""
    assert "Brandt" not in phrases(TEXT)


def test_no_word_is_told_twice_and_the_number_is_bounded() -> None:
    """Each word stands in one phrase, and there are at most eight."""
    text = " ".join(f"Minister Adam{i} Bole{i} met Carl{i} Dorn{i} in Elby{i}." for i in range(20))
    found = phrases(text)
    assert len(found) == MOST
    words = [word for phrase in found for word in phrase.split()]
    assert len(words) == len(set(words))


def test_words_that_only_open_sentences_are_no_names() -> None:
    """A capital at the beginning of a sentence is no sign of a name, and function words and days never are."""
    found = phrases("Traffic stopped. Nobody knew why. On Monday it stood still. The radio told of snow in Lund.")
    assert found == ["Lund"]


def test_the_headline_lifts_its_words() -> None:
    """A topic that the headline names comes before one that is as frequent."""
    text = "Anders Lie spoke to Bodil Moe in Oslo. Later Bodil Moe wrote to Anders Lie."
    assert phrases(text)[0] == "Anders Lie"
    assert phrases(text, title="Moe writes a letter")[0] == "Bodil Moe"


def test_a_letter_that_grows_in_lower_case_shifts_nothing() -> None:
    """The Turkish capital I becomes two characters in lower case, and the spans still fit."""
    text = "İİİ İzmir harbour grew. The İzmir harbour is full. Ships left İzmir harbour."
    assert all(phrase.strip() == phrase and phrase in text for phrase in phrases(text))
    assert any("harbour" in phrase or "İzmir" in phrase for phrase in phrases(text))


def test_texts_without_topics_have_none() -> None:
    """Nothing comes of an empty text or one of function words."""
    assert phrases("") == []
    assert phrases("It was so. And then it was not.") == []
