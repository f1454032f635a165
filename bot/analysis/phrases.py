"""Key phrases: the names and recurring terms that tell what a text is about."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from bot.analysis.document import Document
from bot.analysis.lexicon import read_lexicon
from bot.analysis.topics import content_words, words_of
from bot.model import Span

MOST = 8
"""How many phrases are told."""

_CAPITAL = "[A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĘĚĞĪİĶŁĽŃŇŌŐŘŚŞŠŢŤŪŮŰŹŻŽΑ-ΩА-ЯЁЄІЇҐ]"
_NAME = re.compile(
    rf"(?<![\w.’'])(?:{_CAPITAL}(?:\.{_CAPITAL})+\.?|{_CAPITAL}[\w-]{{1,30}})"
    rf"(?:[ \xa0](?:(?:of|de|da|del|van|von|der|bin|al|for)[ \xa0](?:the )?)?{_CAPITAL}[\w-]{{0,30}}){{0,4}}"
)
_NOT_A_NAME = read_lexicon("function_words")[""] | read_lexicon("function_words")["dates and offices"]
_VERBAL = ("ed", "ing", "ly")
_FEWEST_RETURNS = 3
_HEADLINE_WEIGHT = 1.5
_WORD_WEIGHT, _TERM_WEIGHT = 0.5, 0.9
_LONGEST_NAME = 5


@dataclass(slots=True)
class _Candidate:
    words: tuple[str, ...]
    span: Span
    count: float


def find_phrases(document: Document, *, language: str) -> tuple[Span, ...]:
    """Up to eight phrases by their first place in the body, the most telling first; no word is told twice."""
    headline = frozenset(words_of(document.headline)) if document.headline else frozenset()
    scored = [
        (candidate.count * (_HEADLINE_WEIGHT if headline.intersection(candidate.words) else 1.0), candidate)
        for candidate in (*_names(document), *_terms(document, language))
    ]
    scored.sort(key=lambda pair: (-pair[0], pair[1].span))
    told: set[str] = set()
    chosen: list[Span] = []
    for _, candidate in scored:
        if told.isdisjoint(candidate.words):
            told.update(candidate.words)
            chosen.append(candidate.span)
            if len(chosen) == MOST:
                break
    return tuple(chosen)


def _names(document: Document) -> list[_Candidate]:
    """The capitalised names; one that is only the last word of a longer one counts for that one."""
    text, names = document.text, dict[tuple[str, ...], _Candidate]()
    inside = set[tuple[str, ...]]()
    for sentence in document.sentences:
        for found in _NAME.finditer(text, sentence.start, sentence.end):
            span = _without_function_words(text, Span(found.start(), found.end()))
            words = tuple(words_of(span.of(text)))
            if not words or len(words) > 2 * _LONGEST_NAME:
                continue
            names.setdefault(words, _Candidate(words, span, 0.0)).count += 1
            if span.start > sentence.start + 1:
                inside.add(words)
    fullest = {words[-1]: words for words in sorted(names, key=lambda words: names[words].count) if len(words) > 1}
    for words, candidate in names.items():
        if len(words) == 1 and (full := fullest.get(words[0])):
            names[full].count += candidate.count
            candidate.count = 0
    # A word with a capital that only ever opens sentences is not known to be a name.
    return [c for words, c in names.items() if c.count and (words in inside or len(words) > 1)]


def _without_function_words(text: str, span: Span) -> Span:
    """The name without "The" or "On Monday" before it and the like."""
    start, end = span
    words = span.of(text).split()
    while words and words[0].rstrip(".").lower() in _NOT_A_NAME:
        start += len(words.pop(0)) + 1
    while words and words[-1].lower() in _NOT_A_NAME:
        end -= len(words.pop()) + 1
    return Span(min(start, end), end)


def _terms(document: Document, language: str) -> Iterator[_Candidate]:
    """Words and pairs of words that the text comes back to."""
    text = document.text
    words = [words_of(sentence.of(text)) for sentence in document.sentences]
    content = content_words(words, language=language)
    singles = Counter(word for of_sentence in content for word in of_sentence)
    topical = {word for word, count in singles.items() if count > 1}
    pairs = Counter(pair for of_sentence in words for pair in pairwise(of_sentence) if topical.issuperset(pair))
    for pair, count in pairs.most_common(MOST):
        if count > 1 and not pair[0].isdigit() and not pair[1].endswith(_VERBAL):
            yield from _located(document, pair, _TERM_WEIGHT * count)
    for word, count in singles.most_common(2 * MOST):
        if count >= _FEWEST_RETURNS and len(word) > 3 and not word.isdigit() and not word.endswith(_VERBAL):
            yield from _located(document, (word,), _WORD_WEIGHT * count)


def _located(document: Document, words: tuple[str, ...], count: float) -> Iterator[_Candidate]:
    pattern = re.compile(r"(?<!\w)" + r"\w?\W{1,2}".join(map(re.escape, words)) + r"s?(?!\w)", re.IGNORECASE)
    for sentence in document.sentences:
        if found := pattern.search(document.text, sentence.start, sentence.end):
            yield _Candidate(words, Span(found.start(), found.end()), count)
            return
