"""Key phrases: the names and recurring terms that tell what a text is about."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import compress, pairwise
from itertools import count as count_up
from operator import itemgetter
from typing import TypeVar

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

# How much a phrase weighs, the beginning and the end of its first place, its words, and the number of its first word.
# That number is -1 for a name; words that come back have a sentence for a place, and are looked up there when chosen.
_Candidate = tuple[float, int, int, _Words, int]


def find_phrases(document: Document, topics: Topics) -> tuple[Span, ...]:
    """Up to eight phrases by their first place in the body, the most telling first; no word is told twice."""
    headline = frozenset(words_of(document.headline)) if document.headline else frozenset()
    # Sorting puts the heaviest first, of equals the first in the text.
    candidates = sorted(
        (-weight if headline.isdisjoint(words) else -weight * _HEADLINE_WEIGHT, start, words, end, number)
        for weight, start, end, words, number in (*_names(document), *_terms(document, topics))
    )
    told: set[str] = set()
    chosen: list[Span] = []
    for _, start, words, end, number in candidates:
        if told.isdisjoint(words):
            told.update(words)
            if number >= 0:
                found = place_words(document.text[start:end], number, number + len(words) - 1)
                start, end = start + found.start, start + found.end
            chosen.append(Span(start, end))
            if len(chosen) == MOST:
                break
    return tuple(chosen)


def _names(document: Document) -> list[_Candidate]:
    """The capitalised names; one that is only the last word of a longer one counts for that one."""
    counts: dict[_Words, int] = {}
    first: dict[_Words, tuple[int, int]] = {}
    inside: set[_Words] = set()
    # An opening quotation mark may stand before the first word.
    openings = {at for start, _ in document.sentences for at in (start, start + 1)}
    for written, starts in _as_written(document).items():
        left, right, words = _pared(written)
        if words:
            counts[words] = counts.get(words, 0) + len(starts)
            first.setdefault(words, (starts[0] + left, starts[0] + right))
            if len(words) == 1 and not openings.issuperset([start + left for start in starts]):
                inside.add(words)
    longer = [words for words in counts if len(words) > 1]
    fullest = {words[-1]: words for words in sorted(longer, key=counts.__getitem__)}
    for words in [words for words in counts if len(words) == 1]:
        if words[0] in fullest:
            counts[fullest[words[0]]] += counts.pop(words)
        elif words not in inside:
            # A word with a capital that only ever opens sentences is not known to be a name.
            del counts[words]
    return [(count, *first[words], words, -1) for words, count in counts.items()]


def _as_written(document: Document) -> dict[str, list[int]]:
    """Where each name begins, by its characters, "The" or "On Monday" among them."""
    text = document.text
    starts: defaultdict[str, list[int]] = defaultdict(list)
    for start, end in document.body:
        for found in _NAME.finditer(text, start, end):
            at = found.start()
            # A capital may be the inside of a word.
            before = text[at - 1]
            if before == " " or at == start or not (before.isalnum() or before in ".’'"):
                starts[found.group()].append(at)
    return starts


# An article comes back to its names, and so do the next ones.
@lru_cache(maxsize=4096)
def _pared(name: str) -> tuple[int, int, _Words]:
    """Where a name begins and ends without "The" or "On Monday" around it, and its words, if any are left."""
    left, right = 0, len(name)
    if name.isalpha():
        # Most names are one word.
        return left, right, () if name.lower() in _NOT_A_NAME else tuple(words_of(name))
    words = name.replace("\xa0", " ").split(" ")
    while words and words[0].rstrip(".").lower() in _NOT_A_NAME:
        left += len(words.pop(0)) + 1
    while words and words[-1].lower() in _NOT_A_NAME:
        right -= len(words.pop()) + 1
    return left, right, tuple(words_of(name[left:right])) if words else ()


def _terms(document: Document, topics: Topics) -> Iterator[_Candidate]:
    """Words and pairs of words that the text comes back to."""
    # All words one behind the other, with "" behind each sentence.
    running: list[str] = []
    begins: list[int] = []
    for sentence in topics.words:
        begins.append(len(running))
        running += sentence
        running.append("")
    counts = {word: count for word, count in topics.counts.items() if count > 1}
    places = compress(count_up(), map(counts.__contains__, running))
    pairs: dict[_Words, list[int]] = {}
    for at, following in pairwise(places):
        if following == at + 1:
            pairs.setdefault((running[at], running[following]), []).append(at)

    def candidate(weight: float, words: _Words, at: int) -> _Candidate:
        sentence = bisect_right(begins, at) - 1
        return weight, *document.sentences[sentence], words, at - begins[sentence]

    for pair, count in _most_common({pair: len(found) for pair, found in pairs.items()}, least=2, most=MOST):
        if _NOT_A_NAME.isdisjoint(pair) and not pair[0].isdigit() and not pair[1].endswith(_VERBAL):
            yield candidate(_TERM_WEIGHT * count, pair, pairs[pair][0])
    for word, count in _most_common(counts, least=_FEWEST_RETURNS, most=2 * MOST):
        if word not in _NOT_A_NAME and len(word) > 3 and not word.isdigit() and not word.endswith(_VERBAL):
            yield candidate(_WORD_WEIGHT * count, (word,), running.index(word))


def _most_common(counts: Mapping[_Counted, int], *, least: int, most: int) -> list[tuple[_Counted, int]]:
    """As `Counter.most_common`, but sorts only what is counted often enough."""
    return sorted([pair for pair in counts.items() if pair[1] >= least], key=itemgetter(1), reverse=True)[:most]
