"""The sentences that tell most of a text, so chosen that they can stand without the rest.

News tells the main thing first, so position leads; how often the text comes back to a sentence's words, its length
and whether it is somebody's speech correct it. The weights were fitted to highlights that editors wrote and kept
few on purpose: more features fitted those better and other people's summaries worse.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from math import log
from operator import mul
from typing import NamedTuple

from bot.analysis.document import Document
from bot.analysis.standing import is_notice, leans_back
from bot.analysis.topics import Topics, words_of
from bot.model import Span

MOST = 8
"""How many sentences are ranked."""


class Features(NamedTuple):
    """What tells how telling one sentence is.

    `first` is the reciprocal of its place, `returns` how often the text comes back to its words (the mean logarithm
    of their counts), `headline` the share of the headline's words in it, `names` the logarithm of the words with a
    capital, `figures` the numbers (0 to 2), `speech` the share that stands in quotation marks, `words` their number;
    the others are 0 or 1.
    """

    first: float
    returns: float
    headline: float
    names: float
    figures: float
    speech: float
    asks: float
    words: float
    long: float


class Speech(NamedTuple):
    """How much of a sentence stands in quotation marks, and whether it begins inside them."""

    share: float
    begins_inside: bool


WEIGHTS = Features(
    first=0.151,
    returns=0.058,
    headline=0.06,
    names=0.0102,
    figures=0.0072,
    speech=-0.0155,
    asks=-0.02,
    words=-0.001,
    long=-0.028,
)
LATER_WEIGHTS = WEIGHTS._replace(names=0.03, figures=0.03, words=0.0)
"""A longer summary is for those who want the particulars: names, numbers, and the rest of the text."""
_REPETITION = 0.08
_REPETITION_LATER = 0.12
_SPREAD = 0.2
_EVIDENCE = 0.04

_SHORTEST = 3
_SAME = 0.7
_ALL_SPEECH = 0.95
_FEWEST_WORDS = 5
_FEWEST_LETTERS = 12
_MANY_WORDS = 35
_EDGE = "\"'“”‘’«»„([ —–-•*"
_NAME = re.compile(r"(?<=[^.!?] )[A-ZА-Я]\w")
_FIGURE = re.compile(r"\d[\d.,]*|\b(?:million|billion|trillion|dozens|hundreds|thousands)\b")
_QUOTE_MARK = re.compile('["“”„«»]')
_STOP = re.compile(r"[.!?…。！？؟।۔:;][\"'”’»›)\]」』*_]{0,4}\Z")


def rank_sentences(document: Document, topics: Topics, evidence: Iterable[Span] = ()) -> tuple[Span, ...]:
    """Up to eight sentences, the most telling first; any first n of them, in text order, stand together.

    A sentence that leans on the one before ("He", "However") comes only after that one; no two say the same.
    `evidence` are spans that hold what readers ask for first: from the fourth sentence on they are preferred.
    """
    sentences, speech = document.sentences, read_speech(document)
    choice = _Choice(read_features(document, topics, speech), [frozenset(content) for content in topics.content])
    asked_for = frozenset(document.sentence_at(span.start) for span in evidence)
    choice.prefer(i for i, sentence in enumerate(sentences) if sentence in asked_for)
    leans = _leaning(document, speech)
    candidates = _candidates(document, speech) or list(range(len(sentences)))
    while len(choice.chosen) < MOST:
        free = [i for i in candidates if not leans[i] or i - 1 in choice.chosen]
        if not free:
            break
        best = max(free, key=choice.merit)
        choice.take(best)
        candidates = [i for i in candidates if i != best and not choice.same(i, best)]
    return tuple(sentences[i] for i in choice.chosen)


class _Choice:
    """The sentences chosen so far, and what each further one would add."""

    def __init__(self, features: Sequence[Features], words: Sequence[frozenset[str]]) -> None:
        self._words = words
        self._scores: list[float] = [sum(map(mul, WEIGHTS, of_sentence)) for of_sentence in features]
        self._later: list[float] = [sum(map(mul, LATER_WEIGHTS, of_sentence)) for of_sentence in features]
        self._told: set[str] = set()
        self.chosen: list[int] = []

    def prefer(self, asked_for: Iterable[int]) -> None:
        """Prefer some sentences once the shortest summary is full."""
        for i in asked_for:
            self._later[i] += _EVIDENCE

    def merit(self, i: int) -> float:
        """How much sentence `i` would add."""
        words = self._words[i]
        repeated = len(words & self._told) / (len(words) or 1)
        if len(self.chosen) < _SHORTEST:
            return self._scores[i] - _REPETITION * repeated
        distance = min(abs(i - j) for j in self.chosen) / len(self._words)
        return self._later[i] - _REPETITION_LATER * repeated + _SPREAD * distance

    def take(self, i: int) -> None:
        """Add sentence `i`."""
        self.chosen.append(i)
        self._told |= self._words[i]

    def same(self, i: int, j: int) -> bool:
        """Whether two sentences say the same."""
        one, other = self._words[i], self._words[j]
        return len(one & other) >= _SAME * min(len(one), len(other))


def read_features(document: Document, topics: Topics, speech: Sequence[Speech]) -> list[Features]:
    """The features of each sentence."""
    text, counts = document.text, topics.counts
    logs = {word: log(count) for word, count in counts.items()}
    headline = frozenset(words_of(document.headline)) & counts.keys() if document.headline else frozenset()
    features = []
    for i, (start, end) in enumerate(document.sentences):
        content, surface = frozenset(topics.content[i]), text[start:end]
        features.append(
            Features(
                first=1 / (i + 1),
                returns=sum([logs[word] for word in content]) / (len(content) or 1),
                headline=len(content & headline) / (len(headline) or 1),
                names=log(1 + len(_NAME.findall(surface))),
                figures=min(2, len(_FIGURE.findall(surface))),
                speech=speech[i].share,
                asks=float(surface.rstrip(_EDGE).endswith("?")),
                words=float(len(topics.words[i])),
                long=float(len(topics.words[i]) > _MANY_WORDS),
            )
        )
    return features


def _leaning(document: Document, speech: Sequence[Speech]) -> list[bool]:
    """Whether each sentence leans on the one before it; the first has none to lean on."""
    leaning = [
        heard.begins_inside or leans_back(document.text[start:end])
        for (start, end), heard in zip(document.sentences, speech, strict=True)
    ]
    return [False, *leaning[1:]]


def read_speech(document: Document) -> list[Speech]:
    """What of each sentence is somebody's speech; marks that a paragraph leaves open end with it."""
    text, found, inside, paragraph_end = document.text, [], False, -1
    for start, end in document.sentences:
        if start >= paragraph_end:
            paragraph = document.paragraph_at(start)
            inside, paragraph_end = False, paragraph.end if paragraph else end
        begins_inside, since, quoted = inside, start, 0
        for mark in _QUOTE_MARK.finditer(text, start, end):
            opens = mark.group() in "“„«" or (mark.group() == '"' and not inside)
            if inside:
                quoted += mark.end() - since
            inside, since = opens, mark.start()
        quoted += end - since if inside else 0
        found.append(Speech(quoted / (end - start), begins_inside))
    return found


def _candidates(document: Document, speech: Sequence[Speech]) -> list[int]:
    """The indices of the sentences that are whole and the article's own words: no fragments, notices, bare speech."""
    text, whole = document.text, []
    for i, (start, end) in enumerate(document.sentences):
        surface = text[start:end]
        enough = surface.count(" ") + 1 >= _FEWEST_WORDS or (not surface.isascii() and len(surface) > _FEWEST_LETTERS)
        if enough and _STOP.search(surface) and speech[i].share < _ALL_SPEECH and not is_notice(surface):
            whole.append(i)
    return whole
