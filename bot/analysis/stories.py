"""One line for an article, and one headline for several articles on the same story.

The weights of headlines were fitted by `benchmarks/headlines.py`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from math import fsum, log, sqrt
from operator import mul
from typing import NamedTuple

from bot.analysis.topics import content_words, words_of
from bot.model import Analysis, Span

_LEAD = 80
_STEM = 5
_USUAL_LENGTH = 9
_LONGEST_LINE = 280
_OUTLET = re.compile(r"\s+[|–—-]\s+[A-Z][\w.’' ]{1,30}\Z")
_TEASES = re.compile(
    r"(?i)(?:why|how|what|who|when|where|here|watch|opinion|analysis|report|is|are|can|will|should|does|did|this|these|"
    r"live|video|fact[ -]check|exclusive|breaking)\b"
)
_REACTS = re.compile(
    r"(?i)\b(?:says?|said|tells?|told|(?:call|claim|warn|slam|blast|defend|respond)(?:s|m?ed)|urge[sd]|(?:react|argue|"
    r"insist|vow)(?:s|e?d))\b"
)
_FIGURE = re.compile(r"\d")
_ADDRESSES = re.compile(r"\b(?:I|[Ww]e|[Yy]ou|[Yy]our|[Oo]ur|us|[Mm]y)\b")


class HeadlineFeatures(NamedTuple):
    """What tells how well one title stands for its group.

    `support` is how far its words stand in other titles and in the beginnings of other articles (0 to 2), `weight`
    how often they stand in all beginnings, `length` the logarithm of its words, `excess` the words above the usual
    nine, in tens; `asks`, `teases` ("Why ...", "Opinion: ..."), `addresses` (the reader, or the writer), `figures` (it
    has numbers) and `reacts` (it tells what somebody says of the story) are 0 or 1.
    """

    support: float
    weight: float
    length: float
    excess: float
    asks: float
    teases: float
    addresses: float
    figures: float
    reacts: float


HEADLINE_WEIGHTS = HeadlineFeatures(
    support=1.0,
    weight=0.6,
    length=-1.03,
    excess=-0.98,
    asks=-0.91,
    teases=-0.88,
    addresses=-0.6,
    figures=1.05,
    reacts=-0.56,
)


def key_sentence(text: str, analysis: Analysis) -> Span | None:
    """The one sentence that stands for the article in a digest, None where the text has no sentence.

    It is the most telling one that is not too long for a line, else the most telling one.
    """
    short = (s for s in analysis.summary if s.end - s.start <= _LONGEST_LINE and "\n" not in s.of(text))
    return next(short, analysis.summary[0] if analysis.summary else None)


def choose_headline(titles: Sequence[str], texts: Sequence[str] = ()) -> int:
    """The index of the title that stands best for a group of articles on the same story.

    `texts` are the articles' texts, in the order of their titles, where they are known. Raises ValueError without
    a title.
    """
    if not titles:
        raise ValueError("a headline is chosen from at least one title")
    features = read_headlines(titles, texts)
    scores = [sum(map(mul, HEADLINE_WEIGHTS, of_title)) for of_title in features]
    return max(range(len(titles)), key=lambda i: (scores[i], -i))


def read_headlines(titles: Sequence[str], texts: Sequence[str] = ()) -> list[HeadlineFeatures]:
    """The features of each title of a group."""
    bare = [_OUTLET.sub("", title.strip()) for title in titles]
    topics = [_topics(title) for title in bare]
    leads = [_topics(" ".join(text[: 10 * _LEAD].split()[:_LEAD])) for text in texts]
    told, written = _spread(topics), _spread(leads)
    counts = Counter(word for words in leads for word in words)
    return [
        _headline_features(title, frozenset(words), told, written, counts)
        for title, words in zip(bare, topics, strict=True)
    ]


def _topics(text: str) -> list[str]:
    """The content words by their first letters, so that "rejects" and "rejection" agree."""
    return [word[:_STEM] for word in content_words([words_of(text)], language="en")[0]]


def _spread(texts: Sequence[Sequence[str]]) -> Counter[str]:
    """In how many of the texts each word stands."""
    return Counter(word for words in texts for word in frozenset(words))


def _headline_features(
    title: str, topics: frozenset[str], told: Counter[str], written: Counter[str], counts: Counter[str]
) -> HeadlineFeatures:
    size, length = len(topics) or 1, len(words_of(title))
    return HeadlineFeatures(
        support=sum((told[word] > 1) + (written[word] > 1) for word in topics) / size,
        weight=fsum(log(1 + counts[word]) for word in topics) / sqrt(size),
        length=log(length or 1),
        excess=max(0, length - _USUAL_LENGTH) / 10,
        asks=float("?" in title),
        teases=float(_TEASES.match(title) is not None),
        addresses=float(_ADDRESSES.search(title) is not None),
        figures=float(_FIGURE.search(title) is not None),
        reacts=float(_REACTS.search(title) is not None),
    )
