"""The sentences that tell most of a text, so chosen that they can stand without the rest.

News tells the main thing first, so position leads; how often the text comes back to a sentence's words, its length
and whether it is somebody's speech correct it. The weights were fitted to highlights that editors wrote and kept
few on purpose: more features fitted those better and other people's summaries worse.
"""

from __future__ import annotations

import re
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
    of their counts), `headline` the share of the headline's words in it, `speech` the share of it that stands in
    quotation marks, `length` the logarithm of its words; the others are 0 or 1.
    """

    first: float
    returns: float
    headline: float
    speech: float
    leans: float
    asks: float
    length: float
    long: float


WEIGHTS = Features(
    first=0.172,
    returns=0.058,
    headline=0.03,
    speech=-0.015,
    leans=-0.006,
    asks=-0.02,
    length=0.012,
    long=-0.027,
)
_REPETITION = 0.07

_SAME = 0.7
_ALL_SPEECH = 0.95
_FEWEST_WORDS = 5
_MANY_WORDS = 35
_EDGE = "\"'“”‘’«»„([ —–-•*"
_QUOTE_MARK = re.compile('["“”„«»]')
_STOP = re.compile(r"[.!?…。！？؟।۔:;][\"'”’»›)\]」』*_]{0,4}\Z")


def rank_sentences(document: Document, topics: Topics) -> tuple[Span, ...]:
    """Up to eight sentences, the most telling first; any first n of them, in text order, stand together.

    A sentence that leans on the one before ("He", "However") comes only after that one; no two say the same.
    """
    sentences, words = document.sentences, [frozenset(of_sentence) for of_sentence in topics.content]
    features = read_features(document, topics)
    scores = [sum(map(mul, WEIGHTS, of_sentence)) for of_sentence in features]
    candidates = _candidates(document) or list(range(len(sentences)))
    repeated = dict.fromkeys(candidates, 0.0)
    chosen: list[int] = []
    while len(chosen) < MOST:
        free = [i for i in repeated if i == 0 or i - 1 in chosen or not features[i].leans]
        if not free:
            break
        best = max(free, key=lambda i: (scores[i] - _REPETITION * repeated[i], -i))
        chosen.append(best)
        del repeated[best]
        for i in list(repeated):
            repeated[i] = max(repeated[i], _shared(words[i], words[best]))
            if repeated[i] >= _SAME:
                del repeated[i]
    return tuple(sentences[i] for i in chosen)


def read_features(document: Document, topics: Topics) -> list[Features]:
    """The features of each sentence."""
    text, counts = document.text, topics.counts
    logs = {word: log(count) for word, count in counts.items()}
    headline = frozenset(words_of(document.headline)) & counts.keys() if document.headline else frozenset()
    features = []
    for i, (sentence, speech) in enumerate(zip(document.sentences, _speech(document), strict=True)):
        words, surface = frozenset(topics.content[i]), text[sentence.start : sentence.end]
        length = len(topics.words[i])
        features.append(
            Features(
                first=1 / (i + 1),
                returns=sum([logs[word] for word in words]) / (len(words) or 1),
                headline=len(words & headline) / (len(headline) or 1),
                speech=speech.share,
                leans=float(speech.begins_inside or speech.share > _ALL_SPEECH or leans_back(surface)),
                asks=float(surface.rstrip(_EDGE).endswith("?")),
                length=log(length + 1),
                long=float(length > _MANY_WORDS),
            )
        )
    return features


class _Speech(NamedTuple):
    share: float
    begins_inside: bool


def _speech(document: Document) -> list[_Speech]:
    """How much of each sentence stands in quotation marks; marks that a paragraph leaves open end with it."""
    found, inside, paragraph = [], False, None
    for sentence in document.sentences:
        if (holder := document.paragraph_at(sentence.start)) != paragraph:
            inside, paragraph = False, holder
        begins_inside, since, quoted = inside, sentence.start, 0
        for mark in _QUOTE_MARK.finditer(document.text, sentence.start, sentence.end):
            opens = mark.group() in "“„«" or (mark.group() == '"' and not inside)
            if inside:
                quoted += mark.end() - since
            inside, since = opens, mark.start()
        quoted += sentence.end - since if inside else 0
        found.append(_Speech(quoted / (sentence.end - sentence.start), begins_inside))
    return found


def _candidates(document: Document) -> list[int]:
    """The indices of the sentences that are whole sentences and the article's own words."""
    text, whole = document.text, []
    for i, sentence in enumerate(document.sentences):
        surface = sentence.of(text)
        enough = surface.count(" ") + 1 >= _FEWEST_WORDS or (not surface.isascii() and len(surface) > 12)
        if enough and _STOP.search(surface) and not is_notice(surface):
            whole.append(i)
    return whole


def _shared(words: frozenset[str], others: frozenset[str]) -> float:
    """The share of the smaller set of words that the other has too."""
    return len(words & others) / (min(len(words), len(others)) or 1)
