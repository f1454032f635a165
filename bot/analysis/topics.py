"""The words of a sentence as summary, phrases and headlines compare them: folded, without function words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from bot.analysis.lexicon import read_lexicon

# Scripts that do not part words are compared character by character.
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W_]+(?:[.,]\d+)*")
_ENGLISH = read_lexicon("function_words")[""]
_LONGEST_FUNCTION_WORD = 3


def words_of(text: str) -> list[str]:
    """All words in small letters, plural and possessive "s" cut off longer ones."""
    return [word[:-1] if len(word) > 3 and word[-1] == "s" else word for word in _WORD.findall(text.lower())]


def content_words(sentences: Sequence[Sequence[str]], *, language: str) -> list[list[str]]:
    """The words of each sentence that carry meaning.

    For a language other than English those are left out that are short or stand in a third of the sentences.
    """
    if language == "en":
        return [[word for word in words if word not in _ENGLISH and len(word) > 1] for words in sentences]
    spread = Counter(word for words in sentences for word in set(words))
    most = max(3, len(sentences) // 3)
    return [
        [word for word in words if spread[word] <= most and (len(word) > _LONGEST_FUNCTION_WORD or not word.isascii())]
        for words in sentences
    ]
