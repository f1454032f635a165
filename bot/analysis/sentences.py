"""Where sentences end: every stop is a candidate, and its two neighbours decide."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.analysis.lexicon import read_lexicon
from bot.model import Span

# Possessive, and always a match: a megabyte of full stops or quotation marks is looked at once.
_STOP = re.compile(
    r"""[.!?…؟۔।॥։。！？｡]++
        (?P<closers>(?:["'”’»›)\]}*_」』）〉》]|[ \xa0\u202f]»){0,6}+(?:[ \xa0\u202f]["'”’](?=\s|\Z))?)""",
    re.VERBOSE,
)
_JOINED = re.compile(r"[“‘]?[A-ZА-Я][a-zа-я]{0,20}[\s,]")
_WIDE = "。！？｡"
_NEXT = re.compile(r"(?P<lead>(?:[^\w\s]{1,8}\s?){0,3}+)(?P<word>[\w’'-]{0,40})")
_ATTRIBUTION = re.compile(
    r"(?:[A-Z][\w.’'-]{0,30} ){1,4}(?:said|says|asked|asks|shouted|wondered|cried|exclaimed|replied|answered|added|"
    r"wrote|tweeted|yelled|demanded|screamed|quipped|joked)(?:[.,:;]|\s(?:of|in|to|at|as|on|during|after|when|before|"
    r"with|while|him|her|me|them|us|rhetorically|aloud)\b)"
)
_DOTTED = re.compile(r"(?:[^\W\d_]\.){1,8}[^\W\d_]\Z")
_LOWER_NAME = re.compile(r"[a-z]{1,4}[A-Z]|al-[A-Z]|[dl][’'][A-ZÀ-Þ]|(?:de|von|van|bin|ibn|di|du) [A-Z]")
_AFTER_CLOCK = re.compile(
    r"\d|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|Eastern|Pacific|Central|Mountain|Local|Greenwich|[A-Z]{1,4}T\b|UTC|"
    r"(?:Jan|Feb|Mar|Apr|May|June|July|Aug|Sep|Oct|Nov|Dec)"
)
_AFTER_ORDINAL = re.compile(
    r"Jan|Jänner|Feb|März|April|Mai|Jun[ei]|Jul[iy]|Aug|Sep|O[kc]tober|Nov|De[zc]ember|Jahrhundert"
)
_DATE_LINE = re.compile(
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, (?:January|February|March|April|May|June|July|August|September|"
    r"October|November|December) \d{1,2}, \d{4}(?=\s+[A-Z\"“])"
)
_BEFORE_DATE = frozenset(
    {"on", "of", "since", "by", "until", "from", "to", "and", "for", "before", "after", "last", "this"}
)
_LONGEST_HEAD = 300

_ABBREVIATIONS = read_lexicon("abbreviations")
_BEFORE_NAME = _ABBREVIATIONS["before a name"]
_BEFORE_NUMBER = _ABBREVIATIONS["before a number"]
_MAY_END = _ABBREVIATIONS["may end"]
_ENDS_BEFORE_CAPITAL = _ABBREVIATIONS["may end before any capital"]
_ANY_ABBREVIATION = _BEFORE_NAME | _BEFORE_NUMBER | _MAY_END | _ENDS_BEFORE_CAPITAL
_OPENERS = frozenset[str]().union(*read_lexicon("sentence_openers").values())
_EXCLAIMING_NAMES = frozenset({"yahoo", "jeopardy", "jeb"})
_CLOCK = frozenset({"a.m", "p.m", "am", "pm"})
_QUOTES = frozenset("\"'“”‘’«»„‹›")
_LONGEST_WORD = 40


def split_sentences(text: str, span: Span) -> Iterator[Span]:
    """The sentences of one paragraph, trimmed, in text order; every character that is not blank lies in one.

    A quotation that holds several sentences is several sentences; one with its attribution behind it
    ('"Go!" he said.') is one with it.
    """
    # Tables and menus have thousands of lines of one word.
    if text[span.start : span.end].isalnum():
        yield span
        return
    start = _skip_blank(text, span.start, span.end)
    if text.find("day, ", start, min(span.end, start + _LONGEST_HEAD)) >= 0:
        for part in _glued_head(text, start, span.end):
            yield part
            start = _skip_blank(text, part.end, span.end)
    for stop in _STOP.finditer(text, start, span.end):
        if _ends_sentence(text, stop, start, span.end):
            yield Span(start, stop.end())
            start = _skip_blank(text, stop.end(), span.end)
    end = span.end
    while end > start and text[end - 1].isspace():
        end -= 1
    if end > start:
        yield Span(start, end)


def _skip_blank(text: str, start: int, end: int) -> int:
    while start < end and text[start].isspace():
        start += 1
    return start


def _glued_head(text: str, start: int, end: int) -> list[Span]:
    """A headline and a date line that lost their line breaks: "Fire in Tolmin Thursday, May 12, 2022 A fire ..."."""
    end = min(end, start + _LONGEST_HEAD)
    found = _DATE_LINE.search(text, start, end)
    if found is None:
        return []
    headline = text[start : found.start()].rstrip()
    if headline and (headline[-1] in ",;:(–—-" or headline.split()[-1].lower() in _BEFORE_DATE or ". " in headline):
        return []
    return [Span(start, start + len(headline)), Span(*found.span())][not headline :]


def _ends_sentence(text: str, stop: re.Match[str], start: int, end: int) -> bool:
    """Whether the sentence that begins at `start` ends with this stop."""
    behind, closers = stop.end(), stop["closers"]
    if behind == end:
        return False
    if text[behind - 1] == "." and _ends_plainly(text, stop, start, end):
        return True
    if not (text[behind].isspace() or text[behind] == "•"):
        return text[stop.start()] in _WIDE or (len(closers) < 2 and _is_joined(text, stop, end))
    at = _skip_blank(text, behind, end)
    if at == end or _only_marks(text, start, stop.start()):
        return False
    before = _word_before(text, stop.start(), start)
    is_period = behind - len(closers) - stop.start() == 1 and text[stop.start()] == "."
    if is_period and text[at].isupper() and not closers and _is_plain(before):
        return True
    following = _NEXT.match(text, at, end)
    assert following is not None
    lead, word = following["lead"].strip(), following["word"]
    if lead and lead[0] in ",;:.!?%/&" and not lead.startswith(".."):
        return False
    if not word:
        return bool(lead) and (lead[0] in _QUOTES or lead[0] in "([-–—•")
    lower = word[0].islower()
    if lower and (lead[:1] in _QUOTES or not _LOWER_NAME.match(text, following.start("word"), end)):
        return False
    if not is_period:
        return _ends_loudly(text, stop, following.start("word"), before)
    if lead.startswith(("(", "[")) and _is_abbreviation(before):
        return False
    if lower:
        return len(before) > 1 and not _is_abbreviation(before)
    return _ends_with_period(text, before, stop, following, start)


def _ends_plainly(text: str, stop: re.Match[str], start: int, end: int) -> bool:
    """Whether an ordinary word, a full stop, one blank and a capital settle the matter, as they mostly do."""
    behind = stop.end()
    return (
        behind - stop.start() == 1
        and behind + 1 < end
        and text[behind] == " "
        and text[behind + 1].isupper()
        and _is_plain(_word_before(text, behind - 1, start))
    )


def _is_plain(word: str) -> bool:
    """Whether a word is an ordinary one, so that a full stop behind it and a capital behind that settle the matter."""
    return len(word) > 2 and word.isalpha() and word.lower() not in _ANY_ABBREVIATION


def _is_joined(text: str, stop: re.Match[str], end: int) -> bool:
    """Whether a stop without a blank behind it ("he left.She stayed") ends a sentence all the same."""
    behind = stop.end()
    if not text[max(0, stop.start() - 3) : stop.start()].isalpha() or not _JOINED.match(text, behind, end):
        return False
    return not _in_address(text, stop)


def _in_address(text: str, stop: re.Match[str]) -> bool:
    """Whether a stop without a blank behind it is part of an address and not "he left.She stayed"."""
    left = text[max(0, stop.start() - _LONGEST_WORD) : stop.start()].rsplit(None, 1)
    return text[stop.end() : stop.end() + 3].lower() in ("com", "org", "net") or any(c in "/@_." for c in left[-1])


def _only_marks(text: str, start: int, end: int) -> bool:
    """Whether nothing but marks stands before the stop, such as the "[" of "[...]"; looks at a few characters."""
    return end - start < 8 and not any(character.isalnum() for character in text[start:end])


def _ends_loudly(text: str, stop: re.Match[str], word_start: int, before: str) -> bool:
    """Whether a "!", "?" or "..." that a capital or a number follows ends the sentence."""
    if stop["closers"] and stop["closers"][-1] in _QUOTES:
        return _ATTRIBUTION.match(text, word_start) is None
    return before.lower() not in _EXCLAIMING_NAMES or text[stop.start()] != "!"


def _word_before(text: str, offset: int, start: int) -> str:
    """The word that a stop at `offset` follows, without the marks that open it; "" behind a blank."""
    window = text[max(start, offset - _LONGEST_WORD) : offset]
    if not window or window[-1].isspace():
        return ""
    return window.rsplit(None, 1)[-1].lstrip("\"'“‘«„([{—–-*_")


def _is_abbreviation(word: str) -> bool:
    folded = word.lower()
    return (
        len(word) == 1
        or folded in _BEFORE_NAME
        or folded in _ENDS_BEFORE_CAPITAL
        or _may_end(word, folded)
        or _DOTTED.match(word) is not None
    )


def _may_end(word: str, folded: str) -> bool:
    # "Ill." and "Wash." are states, "ill." and "wash." the last words of sentences.
    return folded in _MAY_END and (len(word) < 3 or not word.islower() or "." in word)


def _ends_with_period(text: str, before: str, stop: re.Match[str], following: re.Match[str], start: int) -> bool:
    """Whether a full stop that a capital, a number or a caseless letter follows ends the sentence."""
    word, folded = following["word"], before.lower()
    opener = _is_opener(word)
    if following["lead"][:1] in _QUOTES and not _QUOTES.isdisjoint(stop["closers"]):
        return True
    if len(before) == 1 and before.isalpha():
        return _ends_after_letter(text, before, stop.start(), word, start)
    if before.isdigit():
        return _ends_after_number(text, before, stop.start(), following, start)
    if folded in _ENDS_BEFORE_CAPITAL:
        return not (folded in _CLOCK and _AFTER_CLOCK.match(text, following.start("word")))
    if word[0].isdigit() and (folded in _BEFORE_NUMBER or _is_abbreviation(before)):
        return False
    if folded in _BEFORE_NAME:
        return opener and (folded[0] > "z" or (folded in ("st", "mt") and _is_street(text, stop.start(), start)))
    if _may_end(before, folded) or _DOTTED.match(before):
        return opener or following["lead"][:1] in ("“", "«")
    return True


def _is_opener(word: str) -> bool:
    return word.lower().replace("’", "'").partition("'")[0] in _OPENERS


def _ends_after_number(text: str, number: str, offset: int, following: re.Match[str], start: int) -> bool:
    if len(number) > 2:
        return True
    is_list_mark = text[start:offset].lstrip("([") == number
    return not is_list_mark and _AFTER_ORDINAL.match(text, following.start("word")) is None


def _ends_after_letter(text: str, letter: str, offset: int, word: str, start: int) -> bool:
    """Whether the sentence ends after one letter: "Plan B. The" does, "J. K. Rowling" and "т. е." do not."""
    if offset - 1 <= start:
        return False
    previous = text[max(start, offset - 14) : offset - 1].split()
    opener = len(word) > 1 and _is_opener(word)
    if letter.isupper():
        return opener or (letter == "I" and bool(previous) and previous[-1] == "War")
    after_number = bool(previous) and previous[-1][-1].isdigit()
    if (letter in "гв" and after_number) or (letter == "э" and previous[-1:] == ["н."]):
        # "В 1945 г. Сталин" goes on, "… родился в 1945 г. Отец" does not.
        return opener or offset - start > _LONGEST_WORD
    return opener or (letter in "мтл" and after_number) or (letter in "дп" and previous[-1:] == ["т."])


def _is_street(text: str, offset: int, start: int) -> bool:
    """Whether "St." ends an address ("on Main St.") rather than opens a name ("in St. Petersburg")."""
    previous = text[max(start, offset - _LONGEST_WORD) : offset].split()
    return len(previous) > 1 and previous[-2][0].isupper()
