"""Who states a position, in what role, and when."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from bot.analysis.lexicon import read_lexicon
from bot.model import Quotation, Role, Span

_WORDS = read_lexicon("position_words")
_ROLES: tuple[Role, ...] = ("opposition", "court", "parliament", "government", "other")
_WORD = re.compile(r"[^\W\d_]+")
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_DAY = re.compile(
    r"\b(?:on |last |this )?(?P<weekday>monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b"
    r"|\b(?P<day>\d{1,2})(?:st|nd|rd|th)? (?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov"
    r"|dec)[a-z]{0,6}\.?(?:,? (?P<year>\d{4}))?\b"
    r"|\b(?P<month2>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.? (?P<day2>\d{1,2})(?:st|nd|rd"
    r"|th)?(?:,? (?P<year2>\d{4}))?\b"
    r"|\b(?P<near>today|yesterday)\b",
    re.IGNORECASE,
)


_CONTRAST = re.compile(r"[,;] (?:while|whereas)\b|;")
# "From Monday" dates what is done, not what is said.
_MEASURE = re.compile(
    r"\b(?:from|until|till|by|before|after|starting|effective|as of|since|next|to|between) $", re.IGNORECASE
)


class Holder(NamedTuple):
    """Who says something: the words that name them, None where the article itself speaks."""

    span: Span | None
    role: Role | None


def find_holder(text: str, quotations: Sequence[Quotation], cue: Span, sentence: Span) -> Holder:
    """Who says the words at `cue`, by the quotation that holds them."""
    best: Quotation | None = None
    for quotation in _around(quotations, sentence):
        # The inner of two quotations is what the holder says; the outer is what somebody says about it.
        if quotation.span.overlaps(cue) and (
            best is None or quotation.span.end - quotation.span.start <= best.span.end - best.span.start
        ):
            best = quotation
    if best is None or best.mention is None:
        return Holder(None, None)
    # Behind "said, while Mongolia" somebody else speaks.
    if best.mention.end <= cue.start and _CONTRAST.search(text, best.mention.end, cue.start):
        return Holder(None, None)
    span = _without_dateline(text, best)
    named = [best.role.of(text)] if best.role else []
    if text[span.end : span.end + 2] == ", ":
        beside = text[span.end : span.end + 60]
        named.append(beside.partition("\n")[0].partition(". ")[0])
    named += [
        best.mention.of(text),
        span.of(text),
        text[_words_before(best, sentence) : best.mention.start],
    ]
    for words in named:
        role = role_of(words)
        if role:
            return Holder(span, role)
    return Holder(span, None)


def _without_dateline(text: str, quotation: Quotation) -> Span:
    """The speaker's fullest name, but no dateline: "WARSAW" is not who "Warsaw said" means."""
    assert quotation.mention is not None
    speaker = quotation.speaker or quotation.mention
    return quotation.mention if speaker.of(text).isupper() else speaker


def _words_before(quotation: Quotation, sentence: Span) -> int:
    """Where the words that may tell a role begin: before the mention, but not among what is quoted."""
    assert quotation.mention is not None
    start = max(sentence.start, quotation.mention.start - 60)
    return max(start, quotation.span.end) if quotation.span.end <= quotation.mention.start else start


def role_of(words: str) -> Role | None:
    """The role that words like "the interior minister" or "an opposition lawmaker" tell."""
    found = {word.lower() for word in _WORD.findall(words)}
    return next((role for role in _ROLES if found & _WORDS[role]), None)


def said_on(text: str, sentence: Span, published: datetime | None) -> date | None:
    """The date that a sentence gives for itself; weekdays and dates without a year are the last before `published`."""
    for found in _DAY.finditer(text, sentence.start, sentence.end):
        if _MEASURE.search(text, max(sentence.start, found.start() - 12), found.start()):
            continue
        day = _resolve(found, published)
        if day:
            return day
    return None


def _around(quotations: Sequence[Quotation], sentence: Span) -> Sequence[Quotation]:
    first = bisect_left(quotations, sentence.start, key=lambda quotation: quotation.span.start)
    last = bisect_left(quotations, sentence.end, key=lambda quotation: quotation.span.start)
    # A quotation of several sentences begins before this one.
    return quotations[max(0, first - 3) : last]


def _resolve(found: re.Match[str], published: datetime | None) -> date | None:
    part = found.groupdict()
    if part["weekday"]:
        if published is None:
            return None
        back = (published.weekday() - _WEEKDAYS.index(part["weekday"].lower())) % 7
        return published.date() - timedelta(days=back)
    if part["near"]:
        return published and published.date() - timedelta(days=part["near"].lower() == "yesterday")
    day, month = part["day"] or part["day2"], (part["month"] or part["month2"]).lower()
    year = part["year"] or part["year2"]
    if not year and published is None:
        return None
    number = next(index for index, name in enumerate(_MONTHS, 1) if name.startswith(month))
    try:
        if year:
            return date(int(year), number, int(day))
        assert published is not None
        told = date(published.year, number, int(day))
        return told if told <= published.date() + timedelta(days=1) else told.replace(year=published.year - 1)
    except ValueError:
        return None
