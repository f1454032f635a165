"""Key phrases: the names and recurring terms that tell what a text is about."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from itertools import accumulate, pairwise
from operator import itemgetter
from typing import NamedTuple, TypeVar

from bot.analysis.document import Document
from bot.analysis.lexicon import read_lexicon
from bot.analysis.topics import Topics, place_words, words_of
from bot.model import Span

MOST = 8
"""How many phrases are told."""

_CAPITAL = "[A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĘĚĞĪİĶŁĽŃŇŌŐŘŚŞŠŢŤŪŮŰŹŻŽΑ-ΩА-ЯЁЄІЇҐ]"
# It begins with the class of capitals alone, so that the search jumps from capital to capital.
_NAME = re.compile(
    rf"{_CAPITAL}(?:(?:\.{_CAPITAL})+\.?|[\w-]{{1,30}})"
    rf"(?:[ \xa0](?:(?:of|de|da|del|van|von|der|bin|al|for)[ \xa0](?:the )?)?{_CAPITAL}[\w-]{{0,30}}){{0,4}}"
)
_NOT_A_NAME = read_lexicon("function_words")[""] | read_lexicon("function_words")["dates and offices"]
_VERBAL = ("ed", "ing", "ly")
_FEWEST_RETURNS = 3
_HEADLINE_WEIGHT = 1.5
_WORD_WEIGHT, _TERM_WEIGHT = 0.5, 0.9

_Words = tuple[str, ...]
_Counted = TypeVar("_Counted")


class _Candidate(NamedTuple):
    score: float
    start: int
    """Where the phrase stands first, or the sentence in which it does."""
    words: _Words
    span: Span | None
    """None where the words have yet to be found in that sentence."""
    number: int = 0
    """Which word of its sentence is the first one."""


def find_phrases(document: Document, topics: Topics) -> tuple[Span, ...]:
    """Up to eight phrases by their first place in the body, the most telling first; no word is told twice."""
    headline = frozenset(words_of(document.headline)) if document.headline else frozenset()
    scored = [
        (-candidate.score * (1.0 if headline.isdisjoint(candidate.words) else _HEADLINE_WEIGHT), *candidate[1:])
        for candidate in (*_names(document), *_terms(document, topics))
    ]
    scored.sort(key=itemgetter(0, 1, 2))
    told: set[str] = set()
    chosen: list[Span] = []
    for _, start, words, span, number in scored:
        if told.isdisjoint(words):
            told.update(words)
            chosen.append(span or _locate(document, start, number, len(words)))
            if len(chosen) == MOST:
                break
    return tuple(chosen)


def _names(document: Document) -> Iterator[_Candidate]:
    """The capitalised names; one that is only the last word of a longer one counts for that one."""
    openings = {start for start, _ in document.sentences}
    counts: dict[_Words, int] = {}
    first: dict[_Words, Span] = {}
    inside: set[_Words] = set()
    for start, end, words in _all_names(document):
        if words in counts:
            counts[words] += 1
        else:
            counts[words], first[words] = 1, Span(start, end)
        # An opening quotation mark may stand before the first word.
        if start not in openings and start - 1 not in openings:
            inside.add(words)
    fullest = {words[-1]: words for words in sorted(counts, key=counts.__getitem__) if len(words) > 1}
    for words in [words for words in counts if len(words) == 1 and words[0] in fullest]:
        counts[fullest[words[0]]] += counts.pop(words)
    for words, count in counts.items():
        # A word with a capital that only ever opens sentences is not known to be a name.
        if len(words) > 1 or words in inside:
            yield _Candidate(count, first[words].start, words, first[words])


def _all_names(document: Document) -> Iterator[tuple[int, int, _Words]]:
    """Each name's beginning, end and words."""
    text = document.text
    for start, end in document.body:
        for found in _NAME.finditer(text, start, end):
            left, right, words = _pared(found.group())
            at = found.start()
            if words and (at == start or not _goes_on(text[at - 1])):
                yield at + left, at + right, words


def _goes_on(before: str) -> bool:
    """Whether the character before a capital makes it the inside of a word."""
    return before.isalnum() or before in ".’'"


# An article comes back to its names, and so do the next ones.
@lru_cache(maxsize=4096)
def _pared(name: str) -> tuple[int, int, _Words]:
    """Where a name begins and ends without "The" or "On Monday" around it, and its words, if any are left."""
    left, right = 0, len(name)
    words = name.replace("\xa0", " ").split(" ")
    while words and words[0].rstrip(".").lower() in _NOT_A_NAME:
        left += len(words.pop(0)) + 1
    while words and words[-1].lower() in _NOT_A_NAME:
        right -= len(words.pop()) + 1
    return left, right, tuple(words_of(name[left:right])) if words else ()


def _terms(document: Document, topics: Topics) -> Iterator[_Candidate]:
    """Words and pairs of words that the text comes back to."""
    running = _Running(topics)
    topical = {word for word, count in topics.counts.items() if count > 1}
    pairs = Counter([pair for pair in pairwise(running.words) if pair[0] in topical and pair[1] in topical])
    for pair, count in _most_common(pairs, least=2, most=MOST):
        if _NOT_A_NAME.isdisjoint(pair) and not pair[0].isdigit() and not pair[1].endswith(_VERBAL):
            yield _term(document, running, _TERM_WEIGHT * count, pair)
    for word, count in _most_common(topics.counts, least=_FEWEST_RETURNS, most=2 * MOST):
        if word not in _NOT_A_NAME and len(word) > 3 and not word.isdigit() and not word.endswith(_VERBAL):
            yield _term(document, running, _WORD_WEIGHT * count, (word,))


def _most_common(counts: Counter[_Counted], *, least: int, most: int) -> list[tuple[_Counted, int]]:
    """As `Counter.most_common`, but sorts only what is counted often enough."""
    return sorted([pair for pair in counts.items() if pair[1] >= least], key=itemgetter(1), reverse=True)[:most]


class _Running:
    """All words of a text one behind the other, with "" behind each sentence."""

    def __init__(self, topics: Topics) -> None:
        self.words: list[str] = []
        for of_sentence in topics.words:
            self.words += of_sentence
            self.words.append("")
        self._starts = list(accumulate([len(words) + 1 for words in topics.words], initial=0))

    def first_place(self, words: _Words) -> tuple[int, int]:
        """The sentence in which words first stand side by side, and the first one's number in it."""
        at = self.words.index(words[0])
        while len(words) > 1 and self.words[at + 1] != words[1]:
            at = self.words.index(words[0], at + 1)
        sentence = bisect_right(self._starts, at) - 1
        return sentence, at - self._starts[sentence]


def _term(document: Document, running: _Running, score: float, words: _Words) -> _Candidate:
    sentence, number = running.first_place(words)
    return _Candidate(score, document.sentences[sentence].start, words, None, number)


def _locate(document: Document, start: int, number: int, size: int) -> Span:
    """Where a term of so many words stands in the sentence at `start`, in which its first word has that number."""
    sentence = document.sentence_at(start)
    assert sentence is not None
    found = place_words(sentence.of(document.text), number, number + size - 1)
    return Span(start + found.start, start + found.end)
