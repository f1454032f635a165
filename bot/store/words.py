"""Words as the search sees them: folded, cut from what a user types, found again in a text."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from bot.model import Span

_MARK = "\u0301"
"""Stands for any combining mark in a folded text, so that folding keeps every offset."""

SHORTEST_PREFIX = 3
"""A shorter beginning of a word is in every text, and reading all its places would take seconds."""

_FOLDED_AT_ONCE = 50_000
_MOST_TERMS = 24
_MOST_PLACES = 5_000
_LONGEST_QUERY = 500

# FTS5 stops reading at a NUL, and half of a surrogate pair cannot be written in UTF-8.
_UNSEARCHABLE = re.compile("[\x00-\x1f*\ud800-\udfff]+")

# The tokenizer takes a mark that stands on no letter for a separator.
_STRAY_MARKS = re.compile(f"(?<![^ ]){_MARK}+")


class Term(NamedTuple):
    """One word or phrase to look for, as typed but for quotation marks; with `prefix` its last word may go on."""

    words: str
    prefix: bool


class _Folding(dict[int, str]):
    """Each character as the tokenizer `unicode61 remove_diacritics 2` takes it; separators become spaces."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = _fold_character(chr(code))
        return folded


_FOLDING = _Folding()


def fold(text: str) -> str:
    """Words in lower case, without diacritics and punctuation, single-spaced: for comparing and sorting names."""
    return " ".join(fold_in_place(text).replace(_MARK, "").split())


def fold_in_place(text: str) -> str:
    """The same for searching: a string of the same length, in which offsets are those of `text`."""
    # In pieces, because one call over a megabyte would hold the interpreter for longer than the event loop may wait.
    pieces = range(0, len(text), _FOLDED_AT_ONCE)
    folded = "".join(text[start : start + _FOLDED_AT_ONCE].translate(_FOLDING) for start in pieces)
    return _STRAY_MARKS.sub(lambda stray: " " * len(stray.group()), folded)


def read_terms(query: str, *, typing: bool = False, shortest_prefix: int = 1) -> list[Term]:
    """The terms of what a user typed: "quoted phrases", words, and prefixes written with a `*` at the end.

    While somebody is `typing`, the last word is a prefix. Words of fewer letters than `shortest_prefix` never are.
    Empty where nothing can be searched for.
    """
    terms: list[Term] = []
    for piece in re.finditer(r'"([^"]*)"(\*?)|[^\s"]+', query[:_LONGEST_QUERY]):
        phrase, star = piece.group(1), piece.group(2)
        text = piece.group() if phrase is None else phrase
        words = _UNSEARCHABLE.sub(" ", text).strip()
        if fold(words):
            terms.append(Term(words, prefix=bool(star) or (phrase is None and text.endswith("*"))))
    if typing and terms and not query[-1:].isspace():
        terms[-1] = terms[-1]._replace(prefix=True)
    terms = [Term(words, prefix and len(fold(words).split()[-1]) >= shortest_prefix) for words, prefix in terms]
    return list(dict.fromkeys(terms))[:_MOST_TERMS]


def find_terms(folded: str, terms: Iterable[Term]) -> Iterator[re.Match[str]]:
    """The places of the terms in a text folded in place; `lastindex` tells which term, counted from 1."""
    marked = _MARK in folded
    return re.finditer("|".join(f"({_term_pattern(term, marked=marked)})" for term in terms), folded)


def holds_all(text: str, terms: Iterable[Term]) -> bool:
    """Whether every term stands in the text."""
    return Places(text, terms).all_in(Span(0, len(text)))


class Places:
    """Where in a text each of some terms stands."""

    def __init__(self, text: str, terms: Iterable[Term]) -> None:
        folded = fold_in_place(text)
        found = (islice(find_terms(folded, [term]), _MOST_PLACES) for term in terms)
        self._starts = [[match.start() for match in matches] for matches in found]

    def all_in(self, span: Span) -> bool:
        """Whether every term begins inside the span."""
        for starts in self._starts:
            index = bisect_left(starts, span.start)
            if index == len(starts) or starts[index] >= span.end:
                return False
        return True


def _term_pattern(term: Term, *, marked: bool) -> str:
    first, *others = map(re.escape, fold(term.words).split())
    # The look back comes after the first word, for a pattern that begins with a word is looked for much faster.
    words = [f"{first}(?<![^ ]{first})", *others]
    if marked:
        spread = [f"{_MARK}*".join(word) + f"{_MARK}*" for word in fold(term.words).split()]
        words = [f"(?<![^ ]){spread[0]}", *spread[1:]]
    return " +".join(words) + ("" if term.prefix else "(?![^ ])")


def _fold_character(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Mn":
        return _MARK
    if category[0] not in "LN" and category != "Co":
        return " "
    base, *marks = list(unicodedata.normalize("NFD", character))
    # Hangul syllables come apart into letters, which is not what folding is about.
    if any(unicodedata.category(mark) != "Mn" for mark in marks):
        base = character
    lower = base.lower()
    return lower if len(lower) == 1 else base
