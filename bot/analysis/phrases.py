"""Key phrases: the names and recurring terms that tell what a text is about."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from bot.analysis.document import Document
from bot.analysis.lexicon import read_lexicon
from bot.analysis.topics import Topics, find_words, words_of
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
_NO_NAMES = frozenset(word.capitalize() for word in _NOT_A_NAME)
_VERBAL = ("ed", "ing", "ly")
_FEWEST_RETURNS = 3
_HEADLINE_WEIGHT = 1.5
_WORD_WEIGHT, _TERM_WEIGHT = 0.5, 0.9


_Words = tuple[str, ...]


class _Candidate(NamedTuple):
    score: float
    words: _Words
    start: int
    """Where the phrase stands first, or the sentence in which it does."""
    span: Span | None
    """None where the words have yet to be found in that sentence."""


def find_phrases(document: Document, topics: Topics) -> tuple[Span, ...]:
    """Up to eight phrases by their first place in the body, the most telling first; no word is told twice."""
    headline = frozenset(words_of(document.headline)) if document.headline else frozenset()
    scored = [
        (candidate.score * (1.0 if headline.isdisjoint(candidate.words) else _HEADLINE_WEIGHT), candidate)
        for candidate in (*_names(document), *_terms(document, topics))
    ]
    scored.sort(key=lambda pair: (-pair[0], pair[1].start, pair[1].words))
    told: set[str] = set()
    chosen: list[Span] = []
    for _, candidate in scored:
        if len(chosen) < MOST and told.isdisjoint(candidate.words):
            told.update(candidate.words)
            chosen.append(candidate.span or _locate(document, candidate))
    return tuple(chosen)


def _names(document: Document) -> Iterator[_Candidate]:
    """The capitalised names; one that is only the last word of a longer one counts for that one."""
    openings = {sentence.start for sentence in document.sentences}
    counts = Counter[_Words]()
    first: dict[_Words, Span] = {}
    inside: set[_Words] = set()
    for name, words in _all_names(document):
        counts[words] += 1
        first.setdefault(words, name)
        # An opening quotation mark may stand before the first word.
        if name.start not in openings and name.start - 1 not in openings:
            inside.add(words)
    fullest = {words[-1]: words for words in sorted(counts, key=counts.__getitem__) if len(words) > 1}
    for words in [words for words in counts if len(words) == 1 and words[0] in fullest]:
        counts[fullest[words[0]]] += counts.pop(words)
    for words, count in counts.items():
        # A word with a capital that only ever opens sentences is not known to be a name.
        if len(words) > 1 or words in inside:
            yield _Candidate(count, words, first[words].start, first[words])


def _all_names(document: Document) -> Iterator[tuple[Span, _Words]]:
    text, pared = document.text, dict[str, tuple[int, int, _Words]]()
    for start, end in document.body:
        for found in _NAME.finditer(text, start, end):
            name, at = found.group(), found.start()
            if name in _NO_NAMES or (at > start and _goes_on(text[at - 1])):
                continue
            left, right, words = pared.get(name) or pared.setdefault(name, _pared(name))
            if words:
                yield Span(at + left, at + right), words


def _goes_on(before: str) -> bool:
    """Whether the character before a capital makes it the inside of a word."""
    return before.isalnum() or before in ".’'"


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
    topical = {word for word, count in topics.counts.items() if count > 1}
    pairs = Counter[_Words]()
    for of_sentence in topics.words:
        pairs.update([pair for pair in pairwise(of_sentence) if pair[0] in topical and pair[1] in topical])
    for pair, count in pairs.most_common(MOST):
        if count > 1 and _NOT_A_NAME.isdisjoint(pair) and not pair[0].isdigit() and not pair[1].endswith(_VERBAL):
            yield _Candidate(_TERM_WEIGHT * count, pair, _first_place(document, topics, pair), None)
    for word, count in topics.counts.most_common(2 * MOST):
        if (
            count >= _FEWEST_RETURNS
            and word not in _NOT_A_NAME
            and len(word) > 3
            and not word.isdigit()
            and not word.endswith(_VERBAL)
        ):
            yield _Candidate(_WORD_WEIGHT * count, (word,), _first_place(document, topics, (word,)), None)


def _first_place(document: Document, topics: Topics, words: _Words) -> int:
    """Where the first sentence begins in which the words stand together."""
    for sentence, of_sentence in zip(document.sentences, topics.words, strict=True):
        if words[0] in of_sentence and (len(words) == 1 or words in list(pairwise(of_sentence))):
            return sentence.start
    raise AssertionError("the words were counted in these sentences")


def _locate(document: Document, candidate: _Candidate) -> Span:
    """Where the words of a term stand in its sentence."""
    sentence = document.sentence_at(candidate.start)
    assert sentence is not None
    found = find_words(sentence.of(document.text), candidate.words)
    assert found is not None
    return Span(sentence.start + found.start, sentence.start + found.end)
