"""The sentences that tell most of a text, so chosen that they can stand without the rest.

News tells the main thing first, so position leads; how often the text comes back to a sentence's words, its names and
numbers, its length and whether it is somebody's speech correct it. The weights were fitted to highlights that editors
wrote (`benchmarks/summaries.py`) and kept few on purpose: more features fitted those better and other summaries worse.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from math import inf, log
from operator import attrgetter, mul
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
_SPREAD = 0.15
_EVIDENCE = 0.05

# So many sentences are a long book's chapter; what a text tells first stands far above.
_MOST_READ = 3000
_SHORTEST = 3
_SHORTLIST = 24
_SAME = 0.7
_ALL_SPEECH = 0.95
_FEWEST_WORDS = 5
_FEWEST_LETTERS = 12
_MANY_WORDS = 35
_EDGE = "\"'“”‘’«»„([ —–-•*"
_NAME = re.compile(r" [A-ZА-Я]\w")
_FIGURE = re.compile(r"\d[\d.,]*")
_GREAT = frozenset({"million", "billion", "trillion", "dozen", "hundred", "thousand"})
_QUOTE_MARK = re.compile('["“”„«»]')
_STOPS = tuple(".!?…。！？؟।۔:;")
_CLOSERS = "\"'”’»›)]」』*_ "
_SILENCE = Speech(0.0, begins_inside=False)
_merit, _later_merit = attrgetter("merit"), attrgetter("later_merit")


def rank_sentences(document: Document, topics: Topics, evidence: Iterable[Span] = ()) -> tuple[Span, ...]:
    """Up to eight sentences, the most telling first; any first n of them, in text order, stand together.

    A sentence that leans on the one before ("He", "However") comes only after that one; no two say the same.
    Of a very long text the first 3000 sentences are read.
    `evidence` are spans that hold what readers ask for first: from the fourth sentence on they are preferred.
    """
    sentences, speech = document.sentences, read_speech(document)
    asked_for = frozenset(document.sentence_at(span.start) for span in evidence)
    features = read_features(document, topics, speech)
    candidates = [
        _Candidate(i, features[i], frozenset(topics.content[i]), _EVIDENCE if sentences[i] in asked_for else 0.0)
        for i in _candidates(document, speech) or range(len(speech))
    ]
    candidates = sorted(candidates, key=attrgetter("promise"), reverse=True)[:_SHORTLIST]
    for candidate in candidates:
        candidate.leans = _leans(document, speech, candidate.index)
    return tuple(sentences[i] for i in _choose(candidates, len(sentences)))


class _Candidate:
    """A sentence that may be chosen, and how far those chosen already have told it.

    `promise` is how much it would add to a summary of nothing, `merit` how much it adds to a short one and
    `later_merit` how much to a longer one of those chosen already.
    """

    __slots__ = (
        "_distance",
        "_later",
        "_repeated",
        "_score",
        "_size",
        "_words",
        "index",
        "later_merit",
        "leans",
        "merit",
        "promise",
    )

    def __init__(self, index: int, features: Features, words: frozenset[str], evidence: float) -> None:
        self.index = index
        self.leans = False
        self._words = words
        self._size = len(words) or 1
        self._score = self.merit = float(sum(map(mul, WEIGHTS, features)))
        self._later = self.later_merit = float(sum(map(mul, LATER_WEIGHTS, features))) + evidence
        self._repeated = 0.0
        self._distance = inf
        self.promise = self._score + self._later

    def adds_to(self, chosen: _Candidate, of: int) -> bool:
        """Whether the sentence says something else than the one just chosen of a text `of` so many sentences.

        Weighs anew how much it adds.
        """
        common = len(self._words & chosen._words)
        if self is chosen or common >= _SAME * min(self._size, chosen._size):
            return False
        repeated, distance = common / self._size, abs(self.index - chosen.index)
        if repeated > self._repeated:
            self._repeated = repeated
            self.merit = self._score - _REPETITION * repeated
        if distance < self._distance:
            self._distance = distance
        self.later_merit = self._later - _REPETITION_LATER * self._repeated + _SPREAD * self._distance / of
        return True


def _choose(candidates: list[_Candidate], of: int) -> list[int]:
    """The sentences for a summary of a text `of` so many, the most telling first."""
    chosen: list[int] = []
    while True:
        free = [candidate for candidate in candidates if not candidate.leans or candidate.index - 1 in chosen]
        if not free:
            return chosen
        best = max(free, key=_merit if len(chosen) < _SHORTEST else _later_merit)
        chosen.append(best.index)
        if len(chosen) == MOST:
            return chosen
        candidates = [candidate for candidate in candidates if candidate.adds_to(best, of)]


def read_features(document: Document, topics: Topics, speech: Sequence[Speech]) -> list[Features]:
    """The features of each sentence, of a very long text the first ones."""
    text, counts = document.text, topics.counts
    # What stands once has the logarithm 0.
    logs = {word: log(count) for word, count in counts.items() if count > 1}
    returning = frozenset(logs)
    headline = frozenset(words_of(document.headline)) & counts.keys() if document.headline else frozenset()
    features = []
    for i, (start, end) in enumerate(document.sentences[:_MOST_READ]):
        content, surface, length = frozenset(topics.content[i]), text[start:end], len(topics.words[i])
        features.append(
            Features(
                first=1 / (i + 1),
                returns=sum([logs[word] for word in content & returning]) / (len(content) or 1),
                headline=len(content & headline) / (len(headline) or 1),
                names=log(1 + len(_NAME.findall(surface))),
                figures=min(2, len(_FIGURE.findall(surface)) + len(_GREAT & content)),
                speech=speech[i].share,
                asks=float("?" in surface and surface.rstrip(_EDGE).endswith("?")),
                words=float(length),
                long=float(length > _MANY_WORDS),
            )
        )
    return features


def _leans(document: Document, speech: Sequence[Speech], i: int) -> bool:
    """Whether a sentence leans on the one before it; the first has none to lean on."""
    if i == 0:
        return False
    return speech[i].begins_inside or leans_back(document.sentences[i].of(document.text))


def read_speech(document: Document) -> list[Speech]:
    """What of each of these sentences is somebody's speech; marks that a paragraph leaves open end with it."""
    text, found = document.text, []
    inside, silent, paragraph_end, ends = False, False, -1, (end for _, end in document.body)
    for start, end in document.sentences[:_MOST_READ]:
        if start >= paragraph_end:
            inside, paragraph_end = False, next(behind for behind in ends if behind > start)
            silent = _QUOTE_MARK.search(text, start, paragraph_end) is None
        if silent:
            found.append(_SILENCE)
            continue
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
    for i, (start, end) in enumerate(document.sentences[:_MOST_READ]):
        surface = text[start:end]
        enough = surface.count(" ") + 1 >= _FEWEST_WORDS or (not surface.isascii() and len(surface) > _FEWEST_LETTERS)
        if (
            enough
            and surface.rstrip(_CLOSERS).endswith(_STOPS)
            and speech[i].share < _ALL_SPEECH
            and not is_notice(surface)
        ):
            whole.append(i)
    return whole
