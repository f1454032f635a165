"""Which language a text is in."""

from __future__ import annotations

import pytest

from bot.analysis.document import read_document
from bot.analysis.language import detect_language


def language(text: str) -> str:
    """The language of a text."""
    return detect_language(read_document(text))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The council will meet on Monday to talk about the bridge and the money that it needs.", "en"),
        ("Der Stadtrat trifft sich am Montag, um über die Brücke und das Geld zu sprechen.", "de"),
        ("Le conseil se réunira lundi pour parler du pont et de l'argent dont il a besoin.", "fr"),
        ("El consejo se reunirá el lunes para hablar del puente y del dinero que necesita.", "es"),
        ("Совет соберётся в понедельник, чтобы поговорить о мосте и деньгах.", "ru"),
        ("Рада збереться в понеділок, щоб поговорити про міст і гроші.", "uk"),
        ("سيجتمع المجلس يوم الاثنين للحديث عن الجسر والمال الذي يحتاجه", "ar"),
        ("市议会将于星期一开会讨论这座桥以及所需的资金。", "zh"),
        ("月曜日に市議会が橋について話し合います。", "ja"),
    ],
)
def test_sentences_are_told_apart(text: str, code: str) -> None:
    """One sentence is enough for the common languages."""
    assert language(text) == code


@pytest.mark.parametrize("text", ["Hello", "Shares rose 3%.", "Sen. Paul", "BP up 2.1%", "ECB: rates"])
def test_short_latin_text_counts_as_english(text: str) -> None:
    """A text too short to tell is looked at as English rather than not at all."""
    assert language(text) == "en"


@pytest.mark.parametrize("text", ["", "   ", "12 345", "?!", "\n\x00"])
def test_a_text_without_letters_has_no_language(text: str) -> None:
    """Nothing to go by is "und"."""
    assert language(text) == "und"


def test_the_body_counts_and_not_the_page_around_it() -> None:
    """An English menu around a French article does not make it English."""
    article = "Le conseil se réunira lundi pour parler du pont. Il lui faut beaucoup d'argent, a dit le maire."
    assert language(f"Share\n\nRead more\n\nSubscribe\n\n{article}") == "fr"


def test_a_long_english_text_with_foreign_words_is_english() -> None:
    """Names and words of other languages in an English text do not change its language."""
    sentence = "The mayor of Łódź said to the Gazeta that the word przepraszam was the one that they heard. "
    assert language(sentence * 5) == "en"


@pytest.mark.parametrize(
    ("sentence", "code"),
    [
        (
            "Die minister het gesê dat hy by die huis was of by die kantoor, of by sy ma, of dit nou goed is of nie. ",
            "af",
        ),
        ("De wethouder is of bij de brug of thuis, of he het wil of niet, zei de woordvoerder van de partij. ", "nl"),
        ("Borgmesteren kom til den by, og i en anden by and de ikke broen, for to af de tre by er uden vej. ", "da"),
    ],
)
def test_a_few_words_that_english_has_too_do_not_make_a_text_english(sentence: str, code: str) -> None:
    """Afrikaans, Dutch and Danish texts full of "of", "by" and "to" stay what they are."""
    assert language(sentence * 5) == code


def test_half_a_surrogate_pair_is_no_obstacle() -> None:
    """Text that cannot be encoded is read all the same."""
    assert language("\ud83d Совет соберётся в понедельник, чтобы поговорить о мосте.") == "ru"
