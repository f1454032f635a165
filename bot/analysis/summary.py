"""The sentences that tell most of a text, so chosen that they can stand without the rest.

News tells the main thing first, so position leads; how often the text comes back to a sentence's words, its length
and whether it is somebody's speech correct it. The weights were fitted to highlights that editors wrote and kept
few on purpose: more features fitted those better and other people's summaries worse.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from math import log
from operator import mul
from typing import NamedTuple

from bot.analysis.document import Document
from bot.analysis.topics import content_words, words_of
from bot.model import Span

MOST = 8
"""How many sentences are ranked."""


class Features(NamedTuple):
    """What tells how telling one sentence is.

    `first` falls with the reciprocal of its place, `distance` grows with the logarithm of it; `returns` is how often
    the text comes back to its words, `headline` the share of the headline's words in it, `speech` the share of it
    that stands in quotation marks, `length` the logarithm of its words; the others are 0 or 1.
    """

    first: float
    distance: float
    returns: float
    headline: float
    speech: float
    leans: float
    asks: float
    length: float
    long: float


WEIGHTS = Features(
    first=0.172,
    distance=0.004,
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
_FEWEST_WORDS = 5
_MANY_WORDS = 35
_EDGE = "\"'“”‘’«»„([ —–-•*"
_QUOTE_MARK = re.compile('["“”„«»]')
_STOP = re.compile(r"[.!?…。！？؟।۔:;][\"'”’»›)\]」』*_]{0,4}\Z")
_OPENS_DANGLING = re.compile(
    r"""(?:
      (?:he|she|they|his|her|hers|their|theirs|its|him|them|both|such|neither|either|others?|another|the\ (?:latter|former|
        two|pair|same|other|others|duo|trio|group's)|one\ of\ them|among\ them|of\ th(?:ose|ese|em)|some\ of\ th(?:ose|ese|em)
        |most\ of\ th(?:ose|ese|em)|all\ of\ th(?:is|at|ose|ese|em)|at\ (?:the|that)\ time|since\ then|by\ then|until\ then)\b
      |it\b(?!\ (?:is|was|remains|remained|'s)\ (?:not\ |still\ |also\ )?(?:(?:immediately|yet)\ )?(?:clear|unclear|known|unknown|
        unknowable|believed|thought|understood|possible|likely|unlikely))
      |th(?:is|at|ese|ose)\b(?!\ (?:week|weekend|month|year|summer|winter|spring|autumn|fall|season|morning|afternoon|
        evening|century|decade|days|who|monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b)
      |(?:but|and|or|nor|so|yet|also|however|moreover|furthermore|besides|nevertheless|nonetheless|meanwhile|instead|
        still|then|thus|therefore|hence|consequently|accordingly|similarly|likewise|otherwise|additionally|conversely|
        rather|even\ so|in\ (?:addition|contrast|fact|response|turn|return|other\ words|short|particular|the\ meantime|
        th(?:is|at|ese|ose)\b[^,]{0,20})|as\ (?:a\ result|such|well)|for\ (?:example|instance|this|that|his|her|their)|
        on\ the\ (?:other\ hand|contrary)|by\ contrast|after\ (?:that|this|which)|because\ of\ th(?:is|at)|despite\ th(?:is|at)|
        like\ (?:him|her|them|this|that)|there,|here's|here\ (?:is|are)|finally|again|afterwards?|later|subsequently|
        indeed|too|unlike\ (?:him|her|them)|to\ (?:that|this)\ end|with\ (?:that|this)|that's|on\ top\ of\ th(?:at|is)|
        more\ (?:specifically|importantly)|of\ course|not\ only\ that|worse|well,|yes,|no,)\b
      |(?:in|on|at|after|before|during|as|when|while|by|for|with|from|until|since|once|if|last|earlier|now|today|
        yesterday|according)\b[^,A-Z]{2,80},\ (?:he|she|they|it|his|her|their|its)\b
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_NO_SENTENCE = re.compile(
    r"(?i)(?:read (?:more|also|the full)|see also|click (?:here|on|through)|watch(?: the)? (?:video|live|now)|follow (?:@|us\b)|copyright|"
    r"©|all rights reserved|e-?mail to a friend|photos?:|advertisement|subscribe|sign up|share (?:this|on)|more on|"
    r"related:|download the|transcript|editor's note|this (?:story|article|report) (?:has been|was|is) )"
    r"|.{0,200}\bcontributed to this (?:report|story|article)|.{0,120}\breport(?:ing|ed) (?:by|from)\b.{0,80};"
)


def rank_sentences(document: Document, *, language: str) -> tuple[Span, ...]:
    """Up to eight sentences, the most telling first; any first n of them, in text order, stand together.

    A sentence that leans on the one before ("He", "However") comes only after that one; no two say the same.
    """
    sentences = document.sentences
    content = topic_words(document, language=language)
    features = read_features(document, content)
    scores = [sum(map(mul, WEIGHTS, of_sentence)) for of_sentence in features]
    candidates = _candidates(document) or list(range(len(sentences)))
    topics = [frozenset(words) for words in content]
    chosen: list[int] = []
    while len(chosen) < MOST and candidates:
        free = [i for i in candidates if i == 0 or i - 1 in chosen or not features[i].leans]
        shares = {i: _repeated(topics, i, chosen) for i in free}
        free = [i for i in free if shares[i] < _SAME]
        if not free:
            break
        best = max(free, key=lambda i: (scores[i] - _REPETITION * shares[i], -i))
        chosen.append(best)
        candidates.remove(best)
    return tuple(sentences[i] for i in chosen)


def topic_words(document: Document, *, language: str) -> list[list[str]]:
    """The content words of each sentence."""
    return content_words([words_of(s.of(document.text)) for s in document.sentences], language=language)


def read_features(document: Document, content: Sequence[Sequence[str]]) -> list[Features]:
    """The features of each sentence; `content` are its content words."""
    text = document.text
    counts = Counter(word for words in content for word in words)
    headline = frozenset(words_of(document.headline)) & counts.keys() if document.headline else frozenset()
    features = []
    for i, (sentence, speech) in enumerate(zip(document.sentences, _speech(document), strict=True)):
        words, surface = frozenset(content[i]), sentence.of(text)
        length = surface.count(" ") + 1
        features.append(
            Features(
                first=1 / (i + 1),
                distance=log(i + 1),
                returns=sum(log(counts[word]) for word in words) / (len(words) or 1),
                headline=len(words & headline) / (len(headline) or 1),
                speech=speech.share,
                leans=float(speech.begins_inside or speech.share > 0.95 or _leans(surface)),
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


def _leans(sentence: str) -> bool:
    """Whether a sentence opens with a word that points back to the one before."""
    return _OPENS_DANGLING.match(sentence[:200].lstrip(_EDGE)) is not None


def _candidates(document: Document) -> list[int]:
    """The indices of the sentences that are whole sentences and the article's own words."""
    text, whole = document.text, []
    for i, sentence in enumerate(document.sentences):
        surface = sentence.of(text)
        enough = surface.count(" ") + 1 >= _FEWEST_WORDS or (not surface.isascii() and len(surface) > 12)
        if enough and _STOP.search(surface) and not _NO_SENTENCE.match(surface):
            whole.append(i)
    return whole


def _repeated(topics: Sequence[frozenset[str]], i: int, chosen: Sequence[int]) -> float:
    """The greatest share of a sentence's content words that one chosen sentence has too, or the other way round."""
    return max((len(topics[i] & topics[j]) / (min(len(topics[i]), len(topics[j])) or 1) for j in chosen), default=0.0)
