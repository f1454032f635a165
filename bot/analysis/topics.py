"""The words of a text as summary, phrases and headlines compare them: folded, without function words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, islice

from bot.analysis.document import Document
from bot.analysis.lexicon import read_lexicon
from bot.analysis.word_index import parted, without_marks
from bot.model import Span

# Scripts that do not part words are compared character by character.
_WORD = re.compile(r"[^\W_\u3040-\u30ff\u3400-\u9fff]++|[\u3040-\u30ff\u3400-\u9fff]")
_PLURAL = re.compile(r"s\b(?<=\w{4})", re.ASCII)
_LONGEST_FUNCTION_WORD = 3


@dataclass(frozen=True, slots=True)
class Topics:
    """The words of each sentence of a document, those that carry meaning, and how often each of these stands."""

    words: list[list[str]]
    content: list[frozenset[str]]
    counts: Counter[str]


def read_topics(document: Document, *, language: str) -> Topics:
    """Read the words of a document's sentences once, for all that compare them."""
    words = _cut_sentences(document)
    content = content_words(words, language=language)
    return Topics(words, list(map(frozenset, content)), Counter(chain.from_iterable(content)))


def words_of(text: str) -> list[str]:
    """All words in small letters, the "s" of plurals cut off longer ones."""
    words = parted(text).split() if text.isascii() else _WORD.findall(_small(text))
    return [word[:-1] if word[-1] == "s" and len(word) > 3 else word for word in words]


def place_words(text: str, first: int, last: int) -> Span:
    """Where the words of a text that `words_of` counts from `first` to `last` stand; IndexError beyond its words."""
    if not text.isascii():
        found = list(islice(_WORD.finditer(_small(text)), last + 1))
        return Span(found[first].start(), found[last].end())
    small = parted(text)
    # What is left behind so many words begins with the next one.
    from_first, from_last = (small.split(None, number)[number] for number in (first, last))
    return Span(len(text) - len(from_first), len(text) - len(from_last) + len(from_last.split(None, 1)[0]))


_FUNCTION_WORDS = frozenset(words_of(" ".join(read_lexicon("function_words")[""])))


def content_words(sentences: Sequence[Sequence[str]], *, language: str) -> list[list[str]]:
    """The words of each sentence that carry meaning.

    For a language other than English those are left out that are short or stand in a third of the sentences.
    """
    if language == "en":
        return [[word for word in words if word not in _FUNCTION_WORDS and len(word) > 1] for words in sentences]
    spread = Counter(word for words in sentences for word in set(words))
    most = max(3, len(sentences) // 3)
    return [
        [word for word in words if spread[word] <= most and (len(word) > _LONGEST_FUNCTION_WORD or not word.isascii())]
        for words in sentences
    ]


def _cut_sentences(document: Document) -> list[list[str]]:
    text = without_marks(document.text)
    if not text.isascii():
        return [words_of(text[start:end]) for start, end in document.sentences]
    # With blanks for what is left out, the whole text is folded at once, and its sentences stay where they are.
    small = _PLURAL.sub(" ", parted(text))
    return [small[start:end].split() for start, end in document.sentences]


def _small(text: str) -> str:
    """The text in small letters, character by character where lower case would change its length."""
    small = text.lower()
    return small if len(small) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
