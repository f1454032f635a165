"""Texts that lost their line breaks: their headlines, dates and captions run into the sentences behind them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.model import Span

_LONGEST_HEAD, _LONGEST_WORD = 300, 40
_MONTH = "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_DATE_LINE = re.compile(rf"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, {_MONTH} \d{{1,2}}, \d{{4}}(?=\s+[A-Z\"“])")
_BEFORE_DATE = frozenset(
    {"on", "of", "since", "by", "until", "from", "to", "and", "for", "before", "after", "last", "this"}
)
# With a capital, and small letters behind them, these words begin sentences; a label begins a caption's credit.
_OPENING = re.compile(
    r"(?<=[\w’'”\")%])\s(?=(?:According\sto|However,|Meanwhile,|(?:The|An|In|On|At|By|For|From|With|Under|After|Before|"
    r"During|Since|Until|Despite|Although|When|While|If|As|But|He|She|It|We|They|His|Her|Its|Their|There|This|That|These|"
    r"Those|Each|Another|Both|Many|Some|Several|Most)\s[a-z]|(?:Image|Photo|Picture|Video|Audio|Credit|Source):\s))"
)
_LISTED = re.compile(r"(?<=, \d{4})\s(?=[\"“][A-Z])")
_LIST_HEAD = re.compile(r"(?:Sources|References|See also|Related (?:news|articles)|External links)(?=\s[\"“A-Z])")
_WORKS = frozenset(
    {"film", "movie", "book", "novel", "song", "album", "show", "series", "play", "drama", "single", "band", "magazine"}
    | {"titled", "entitled", "called", "named"}
)


def may_have_lost_breaks(text: str, start: int, end: int) -> bool:
    """Whether the paragraph from `start` to `end` may have a date line near its beginning; this costs little to ask."""
    return text.find("day, ", start, min(end, start + _LONGEST_HEAD)) >= 0


def cut_lost_breaks(text: str, sentences: Sequence[Span]) -> list[Span]:
    """The sentences of a paragraph, with what ran into them cut off where a headline's date line tells of lost breaks.

    "Fire in Tolmin Thursday, May 12, 2022 A fire destroyed ..." are three; in a paragraph without such a beginning
    all stays as it is.
    """
    for i, sentence in enumerate(sentences):
        if sentence.start - sentences[0].start > _LONGEST_HEAD:
            break
        found = _DATE_LINE.search(text, sentence.start, min(sentence.end, sentence.start + _LONGEST_HEAD))
        if found and _may_be_headline(text[sentence.start : found.start()]):
            head = [] if found.start() == sentence.start else [_trimmed(text, sentence.start, found.start())]
            rest = _trimmed(text, found.end(), sentence.end)
            behind = [part for span in (rest, *sentences[i + 1 :]) for part in _parts(text, span)]
            return [*sentences[:i], *head, Span(*found.span()), *behind]
    return list(sentences)


def _may_be_headline(words: str) -> bool:
    words = words.rstrip()
    return not words or not (words[-1] in ",;:(–—-" or words.split()[-1].lower() in _BEFORE_DATE)


def _parts(text: str, sentence: Span) -> Iterator[Span]:
    """A sentence without the caption or the heading that runs into it."""
    start, end = sentence
    for found in sorted(_borders(text, sentence)):
        yield _trimmed(text, start, found)
        start = found
    yield _trimmed(text, start, end)


def _borders(text: str, sentence: Span) -> set[int]:
    start, end = sentence
    borders = set(_openings(text, start, end))
    if "—" in text[start:end]:
        borders.update(found.start() for found in _LISTED.finditer(text, start, end))
    if head := _LIST_HEAD.match(text, start, end):
        borders.add(head.end())
    return borders


def _openings(text: str, start: int, end: int) -> Iterator[int]:
    """Where a word that opens sentences stands inside one, and no quotation, bracket or title of a work goes on."""
    straight = curly = brackets = 0
    at = start
    for found in _OPENING.finditer(text, start, end):
        between, at = text[at : found.start()], found.start()
        straight += between.count('"')
        curly += between.count("“") - between.count("”")
        brackets += between.count("(") - between.count(")")
        word_before = text[max(start, at - _LONGEST_WORD) : at].split()[-1].lower()
        if straight % 2 == 0 and curly <= 0 and brackets <= 0 and word_before not in _WORKS:
            yield at


def _trimmed(text: str, start: int, end: int) -> Span:
    words = text[start:end]
    return Span(end - len(words.lstrip()), start + len(words.rstrip()))
