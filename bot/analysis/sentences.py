"""Where sentences end: every stop is a candidate, and its two neighbours decide."""

from __future__ import annotations

import re

from bot.analysis.cries import is_attribution
from bot.analysis.full_stops import (
    LONGEST_WORD,
    TITLES,
    ends_behind,
    is_abbreviation,
    is_plain,
    opens_sentence,
    word_before,
)
from bot.analysis.lost_breaks import cut_lost_breaks, may_have_lost_breaks
from bot.model import Span

# Possessive, and always a match: a megabyte of full stops or quotation marks is looked at once. The first mark stands
# alone because a text is searched fast for one mark, and slowly for several. What mostly settles the matter is asked
# here, where it costs nothing: letters, a full stop, one blank and a capital are `plain`.
_STOP = re.compile(
    r"""[.!?…؟۔।॥।。！？｡]
        (?:(?<=[^\W\d_]{2}\.)(?P<plain>["'”’»›]{0,3}+)(?=[ ]["'“‘«„]?[A-ZА-Я])
        |[.!?…؟۔।॥।。！？｡]*+
        (?P<closers>(?:["'”’»›)\]}*_」』）〉》]|[ \xa0\u202f]»){0,6}+(?:[ \xa0\u202f]["'”’](?=\s|\Z))?)
        (?P<omission>[ \xa0](?:\.\.\.|…)(?=\s))?)""",
    re.VERBOSE,
)
_JOINED = re.compile(r"[“‘]?[A-ZА-Я][a-zа-я]{0,20}[\s,]")
_WIDE = "。！？｡"
_NEXT = re.compile(r"(?P<lead>(?:[^\w\s]{1,8}\s?){0,3}+)(?P<word>[\w’'-]{0,40})")
_LOWER_NAME = re.compile(r"[a-z]{1,4}[A-Z]|al-[A-Z]|[dl][’'][A-ZÀ-Þ]|(?:de|von|van|bin|ibn|di|du) [A-Z]")
_BRACKETS = frozenset(")]")
_LONGEST_MARKS, _LONGEST_NOTE = 8, 15
_EXCLAIMING_NAMES = frozenset({"yahoo", "jeopardy", "jeb"})
_QUOTES = frozenset("\"'“”‘’«»„‹›")
# "RENO, Nev. (AP) — The" and "BISMARCK, N.D. — The" go on.
_ASIDES = frozenset("([-–—―")


def split_sentences(text: str, span: Span) -> list[Span]:
    """The sentences of one paragraph, trimmed, in text order; every character that is not blank lies in one.

    A quotation that holds several sentences is several sentences; one with its attribution behind it
    ('"Go!" he said.') is one with it.
    """
    # Tables and menus have thousands of lines of one word.
    if text[span.start : span.end].isalnum():
        return [span]
    end = span.end
    start = _skip_blank(text, span.start, end)
    sentences: list[Span] = []
    first = start
    for stop in _STOP.finditer(text, start, end):
        at, behind = stop.span()
        if behind == end:
            break
        if stop.lastgroup == "plain" and is_plain(_whole_word(text, at, start)):
            sentences.append(Span(start, behind))
            start = behind + 1
        elif _ends_sentence(text, stop, start, end):
            sentences.append(Span(start, behind))
            start = _skip_blank(text, behind, end)
    while end > start and text[end - 1].isspace():
        end -= 1
    if end > start:
        sentences.append(Span(start, end))
    return cut_lost_breaks(text, sentences) if may_have_lost_breaks(text, first, end) else sentences


def _skip_blank(text: str, start: int, end: int) -> int:
    while start < end and text[start].isspace():
        start += 1
    return start


def _whole_word(text: str, offset: int, start: int) -> str:
    """All that stands between a stop at `offset` and the blank before it."""
    lowest = max(start, offset - LONGEST_WORD)
    return text[text.rfind(" ", lowest, offset) + 1 or lowest : offset]


def _ends_sentence(text: str, stop: re.Match[str], start: int, end: int) -> bool:
    """Whether the sentence that begins at `start` ends with this stop."""
    offset, behind, closers = stop.start(), stop.end(), stop["plain"] or stop["closers"] or ""
    if not (text[behind].isspace() or text[behind] == "•"):
        return text[offset] in _WIDE or (len(closers) < 2 and _is_joined(text, stop, end))
    at = _skip_blank(text, behind, end)
    if at == end or (offset - start < _LONGEST_MARKS and _only_marks(text, start, offset)):
        return False
    before = word_before(text, offset, start)
    is_period = behind - len(closers) - offset == 1 and text[offset] == "."
    if text[at].isupper() and not closers:
        if not is_period:
            return not _exclaims(text, offset, before)
        if before in TITLES or is_plain(before):
            return before not in TITLES
    following = _NEXT.match(text, at, end)
    assert following is not None
    lead, word = following["lead"].strip(), following["word"]
    if lead and lead[0] in ",;:.!?%/&" and not lead.startswith(".."):
        return False
    if not word:
        return bool(lead) and (lead[0] in _QUOTES or lead[0] in _ASIDES or lead[0] == "•")
    lower = word[0].islower()
    if lower and (lead[:1] in _QUOTES or not _LOWER_NAME.match(text, following.start("word"), end)):
        return False
    if not is_period:
        if closers and closers[-1] in _QUOTES:
            return bool(lead) or not is_attribution(text, following.start("word"), end)
        return not _exclaims(text, offset, before)
    if (lower or lead[:1] in _ASIDES) and is_abbreviation(before):
        return False
    if lower:
        return len(before) > 1
    if closers[:1] in _BRACKETS and _is_note(text, before, offset, start):
        return opens_sentence(text, following)
    if lead[:1] in _QUOTES and not _QUOTES.isdisjoint(closers):
        return True
    return ends_behind(text, before, offset, following, start)


def _only_marks(text: str, start: int, end: int) -> bool:
    """Whether nothing but marks stands before the stop, such as the "[" of "[...]"."""
    return not any(map(str.isalnum, text[start:end]))


def _is_joined(text: str, stop: re.Match[str], end: int) -> bool:
    """Whether a stop without a blank behind it ("he left.She stayed") ends a sentence all the same."""
    behind = stop.end()
    if not (text[behind].isupper() or text[behind] in "“‘"):
        return False
    if not text[max(0, stop.start() - 3) : stop.start()].isalpha() or not _JOINED.match(text, behind, end):
        return False
    return not _in_address(text, stop)


def _in_address(text: str, stop: re.Match[str]) -> bool:
    """Whether a stop without a blank behind it is part of an address and not "he left.She stayed"."""
    left = text[max(0, stop.start() - LONGEST_WORD) : stop.start()].rsplit(None, 1)
    return text[stop.end() : stop.end() + 3].lower() in ("com", "org", "net") or any(c in "/@_." for c in left[-1])


def _exclaims(text: str, offset: int, before: str) -> bool:
    """Whether the stop is part of a name: "Yahoo! News"."""
    return text[offset] == "!" and before.lower() in _EXCLAIMING_NAMES


def _is_note(text: str, before: str, offset: int, start: int) -> bool:
    """Whether a stop in brackets only shortens a word: "Pinal County (Ariz.) Sheriff", "Gen. Aske (ret.) Smith"."""
    lowest = max(start + 1, offset - _LONGEST_NOTE)
    opened = max(text.rfind("(", lowest, offset), text.rfind("[", lowest, offset))
    single = opened >= 0 and before[-1:].isalpha() and not any(map(str.isspace, text[opened:offset]))
    return single or is_abbreviation(before)
