"""Verbs of saying with what they take, and the small words by which their subjects are found."""

from __future__ import annotations

from typing import Literal

from bot.analysis.bearers import ROLE_NOUNS, SPEAKER_NOUNS
from bot.analysis.lexicon import word_list

Takes = Literal["clause", "hearer", "naming", "voicing", "finding", "according"]

PRONOUNS = frozenset(["he", "she", "they", "it", "i", "we", "you", "who"])
DETERMINERS = word_list("grammar", "determiners")
AUXILIARIES = word_list("grammar", "auxiliaries")
PAST_FORMS = word_list("grammar", "past forms")
TIMES = word_list("grammar", "times")
PREPOSITIONS = word_list("grammar", "prepositions")
CLAUSE_OPENERS = word_list("grammar", "clause openers")
SPEAKERS = ROLE_NOUNS | SPEAKER_NOUNS
ALSO_NOUNS = word_list("grammar", "also nouns")
"""Nouns as often as verbs: with a determiner or an adjective before them they report nothing."""
THOUGHTS = word_list("grammar", "thoughts")
"""What somebody thinks is told like a statement, but it is none when the words are not given."""
_NO_ADVERBS = frozenset(["family", "assembly", "ally", "reply", "monopoly", "supply", "rally", "bully", "butterfly"])


def _verbs_of_saying() -> dict[str, Takes]:
    verbs: dict[str, Takes] = {}
    sections: tuple[Takes, ...] = ("finding", "voicing", "naming", "hearer", "clause")
    for section in sections:
        verbs.update(dict.fromkeys(word_list("verbs_of_saying", section), section))
    return verbs


VERBS_OF_SAYING = _verbs_of_saying()
"""Every form of every verb of saying, in lower case, with what it takes."""


def is_adverb(word: str) -> bool:
    """Whether a word as it is written is an adverb; with a capital it is rather a name ("Emily")."""
    return len(word) > 4 and word.endswith("ly") and word not in _NO_ADVERBS and word[0].islower()
