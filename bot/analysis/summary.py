"""The sentences that tell most of a text, so chosen that they can stand without the rest.

News tells the main thing first, so position leads; how much a sentence tells of what the text comes back to and was
not told yet, its names and numbers, its length and that of the whole, and whether it is somebody's speech correct it.
The weights were fitted to highlights that editors wrote (`benchmarks/summaries.py`) and kept few on purpose: more
features fitted those better and unseen ones worse.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from heapq import heapify, heappop, heappush, nlargest
from math import fsum, inf, log
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

    `first` is the reciprocal of its place among the whole sentences, `returns` how often the text comes back to its
    words (the sum of the logarithms of their counts), `headline` the share of the headline's words in it, `names` the
    logarithm of the words with a capital, `speech` the share that stands in quotation marks, `words` their number.
    """

    first: float
    returns: float
    headline: float
    names: float
    speech: float
    words: float


class Speech(NamedTuple):
    """How much of a sentence stands in quotation marks, and whether it begins inside them."""

    share: float
    begins_inside: bool


class Candidate(NamedTuple):
    """A sentence that may be chosen: its place in the document, how much it tells, and what it shares with others.

    `size` is the number of its words that carry meaning, `returning` are those of them that the text comes back to.
    """

    place: int
    score: float
    features: Features
    size: int
    returning: frozenset[str]


WEIGHTS = Features(first=1.0, returns=0.054, headline=0.4, names=0.06, speech=-0.19, words=-0.0117)
_LATER_NAMES, _LATER_FIGURES, _LATER_WORDS = 0.14, 0.18, 0.006
_SPREAD = 1.0
_EVIDENCE = 0.33
EXCESS = -0.006
"""The weight of each character by which three sentences are too long."""
_SOON_READ = 600

# So many sentences are a long book's chapter; what a text tells first stands far above.
_MOST_READ = 3000
_SHORTEST = 3
_SHORTLIST = 16
_SAME = 0.5
_ALL_SPEECH = 0.95
_FEWEST_WORDS = 5
_FEWEST_LETTERS = 12
_NAME = re.compile(r" [A-ZА-Я]\w")
_FIGURE = re.compile(r"[0-9][0-9.,]*")
_GREAT = frozenset({"million", "billion", "trillion", "dozen", "hundred", "thousand"})
_QUOTE_MARK = re.compile('["“”„«»]')
_OPENING = frozenset("“„«")
_BEFORE_OPENING = frozenset(" \t\n\u00a0([—–-/'‘")
# A question asks what the text answers, and a colon leads to what is left out.
_STOPS = frozenset(".!…。！।۔;")
_CLOSERS = "\"'”’»›)]」』*_ "
_SILENCE = Speech(0.0, begins_inside=False)


def rank_sentences(document: Document, topics: Topics, evidence: Iterable[Span] = ()) -> tuple[Span, ...]:
    """Up to eight sentences, the most telling first; any first n of them, in text order, stand together.

    A sentence that leans on the one before ("He", "However") comes only after that one; no two say the same.
    Of a very long text the first 3000 sentences are read.
    `evidence` are spans that hold what readers ask for first: from the fourth sentence on they are preferred.
    """
    wanted = {document.sentence_at(span.start) for span in evidence}
    asked_for = [i for i, sentence in enumerate(document.sentences) if sentence in wanted] if wanted else []
    choice = _Choice(document, topics, asked_for)
    choice.begin()
    choice.go_on()
    return tuple(document.sentences[one.place] for one in choice.chosen)


class _Choice:
    """The sentences chosen so far, and what the others would add to them."""

    def __init__(self, document: Document, topics: Topics, asked_for: Collection[int]) -> None:
        self.chosen: list[Candidate] = []
        self._places: list[int] = []
        self._length = 0
        self._document = document
        self._topics = topics
        self._asked_for = asked_for
        self._speech = read_speech(document)
        self._logs = read_logs(topics)
        self._left = read_candidates(document, topics, self._speech, self._logs)
        self._told: frozenset[str] = frozenset()

    def begin(self) -> None:
        """Choose those that together tell the main thing, and are soon read."""
        self._extend(_SHORTEST, [(-one.score, one) for one in self._left], self._brief_merit)

    def go_on(self) -> None:
        """Choose more for those who want the particulars: names, numbers, what was asked for, all parts of the text."""
        if not self.chosen:
            return
        shortlist = nlargest(
            _SHORTLIST, self._left, key=lambda one: one.score + _EVIDENCE * (one.place in self._asked_for)
        )
        particulars = {one.place: self._particulars(one) for one in shortlist}
        queue = [(-one.score - particulars[one.place] - self._spread(one), one) for one in shortlist]
        self._extend(MOST, queue, lambda one: self._merit(one) + particulars[one.place] + self._spread(one))

    def _extend(self, most: int, queue: list[tuple[float, Candidate]], merit: Callable[[Candidate], float]) -> None:
        """Choose the best of a queue until there are `most`.

        What a sentence adds only shrinks while others are chosen. So one whose merit, weighed anew, is still above the
        former merits of all others is the best, and most are never weighed again.
        """
        heapify(queue)
        waiting: dict[int, Candidate] = {}
        while queue and len(self.chosen) < most:
            best = heappop(queue)[1]
            weighed = (-merit(best), best)
            if queue and weighed > queue[0]:
                heappush(queue, weighed)
            elif self._leans(best.place):
                waiting[best.place - 1] = best
            elif not any(_same(best, other) for other in self.chosen):
                self.chosen.append(best)
                self._places.append(best.place)
                self._length += self._letters(best)
                self._told |= best.returning
                if best.place in waiting:
                    heappush(queue, (-inf, waiting.pop(best.place)))
        self._left = [one for _, one in queue] + list(waiting.values())

    def _merit(self, one: Candidate) -> float:
        """What a sentence tells, less what was told already."""
        again = one.returning & self._told
        return one.score - WEIGHTS.returns * fsum([self._logs[word] for word in again]) if again else one.score

    def _brief_merit(self, one: Candidate) -> float:
        """What a sentence tells, less what it makes the summary too long."""
        return self._merit(one) + EXCESS * (excess(self._length + self._letters(one)) - excess(self._length))

    def _letters(self, one: Candidate) -> int:
        start, end = self._document.sentences[one.place]
        return end - start

    def _particulars(self, one: Candidate) -> float:
        start, end = self._document.sentences[one.place]
        figures = len(_FIGURE.findall(self._document.text, start, end))
        figures = min(2, figures + len(_GREAT.intersection(self._topics.content[one.place])))
        told = _LATER_NAMES * one.features.names + _LATER_FIGURES * figures + _LATER_WORDS * one.features.words
        return told + _EVIDENCE * (one.place in self._asked_for)

    def _spread(self, one: Candidate) -> float:
        place = one.place
        return _SPREAD * min([abs(place - other) for other in self._places]) / len(self._document.sentences)

    def _leans(self, i: int) -> bool:
        """Whether a sentence leans on one before it that is not chosen; the first has none to lean on."""
        if i == 0 or i - 1 in self._places:
            return False
        return self._speech[i].begins_inside or leans_back(self._document.sentences[i].of(self._document.text))


def excess(length: int) -> int:
    """By how many characters three sentences of this length together are longer than what is soon read."""
    return max(0, length - _SOON_READ)


def _same(one: Candidate, other: Candidate) -> bool:
    # A word that both have is one that the text comes back to. Of few words one must be the sentence's own.
    return len(one.returning & other.returning) >= _SAME * min(one.size, other.size) + 1


def read_logs(topics: Topics) -> dict[str, float]:
    """The logarithm of the count of each word that the text comes back to."""
    return {word: log(count) for word, count in topics.counts.items() if count > 1}


def read_candidates(
    document: Document, topics: Topics, speech: Sequence[Speech], logs: Mapping[str, float]
) -> list[Candidate]:
    """The sentences that may be chosen, with their features; all of them where none is whole."""
    text, returning = document.text, frozenset(logs)
    headline = frozenset(words_of(document.headline)) & topics.counts.keys() if document.headline else frozenset()
    found = []
    for rank, i in enumerate(_whole(document, speech) or range(len(speech)), 1):
        start, end = document.sentences[i]
        content = topics.content[i]
        back = returning.intersection(content)
        features = Features(
            first=1 / rank,
            # The words of a set come in any order, and a plain sum would be rounded by it.
            returns=fsum([logs[word] for word in back]),
            headline=len(headline.intersection(content)) / len(headline) if headline else 0.0,
            names=log(1 + len(_NAME.findall(text, start, end))),
            speech=speech[i].share,
            words=len(topics.words[i]),
        )
        found.append(Candidate(i, sum(map(mul, WEIGHTS, features)), features, len(content), back))
    return found


def _whole(document: Document, speech: Sequence[Speech]) -> list[int]:
    """The indices of the sentences that are whole and the article's own words: no fragments, notices, bare speech."""
    text, whole = document.text, []
    for i, (start, end) in enumerate(document.sentences[:_MOST_READ]):
        surface = text[start:end]
        if (
            (surface[-1] in _STOPS or surface.rstrip(_CLOSERS)[-1:] in _STOPS)
            and speech[i].share < _ALL_SPEECH
            and not (surface[0].islower() and surface.split(None, 1)[0].islower())
            and (surface.count(" ") + 1 >= _FEWEST_WORDS or (not surface.isascii() and len(surface) > _FEWEST_LETTERS))
            and not is_notice(surface)
        ):
            whole.append(i)
    return whole


def read_speech(document: Document) -> list[Speech]:
    """What of each of these sentences is somebody's speech; marks that a paragraph leaves open end with it."""
    text, found = document.text, []
    marks = [mark.start() for mark in _QUOTE_MARK.finditer(text)] + [len(text)]
    inside, paragraph_end, ends, next_mark = False, -1, (end for _, end in document.body), 0
    for start, end in document.sentences[:_MOST_READ]:
        if start >= paragraph_end:
            inside, paragraph_end = False, next(behind for behind in ends if behind > start)
        while marks[next_mark] < start:
            next_mark += 1
        if not inside and marks[next_mark] >= end:
            found.append(_SILENCE)
            continue
        since, quoted, begins_inside = start, 0, inside and not (marks[next_mark] == start and _opens(text, start))
        for at in marks[next_mark : bisect_left(marks, end, next_mark)]:
            quoted += at + 1 - since if inside else 0
            inside, since = _opens(text, at), at
        quoted += end - since if inside else 0
        found.append(Speech(quoted / (end - start), begins_inside))
    return found


def _opens(text: str, at: int) -> bool:
    """Whether a mark opens speech; a straight one is known by its place, as a paragraph may leave one open."""
    if text[at] != '"':
        return text[at] in _OPENING
    return (at == 0 or text[at - 1] in _BEFORE_OPENING) and not text[at + 1 : at + 2].isspace()
