"""Numbers that count nothing: dates, clock times, years, scores, names, addresses and places in a list."""

from __future__ import annotations

from decimal import Decimal

from bot.analysis.chunks import is_plural, kind_of
from bot.analysis.lexicon import read_lexicon
from bot.analysis.numerals import Numeral
from bot.analysis.tokens import Tokens

_HYPHENS = frozenset("-‑–—")
_BEFORE_HYPHENS = frozenset({"minus", "sub", "some", "plus", "than", "mid", "magnitude"})
_NUMBERED = frozenset(
    {
        "day", "week", "round", "game", "season", "episode", "stage", "level", "section", "act", "step", "volume",
        "page", "grade", "tier", "category", "lap", "leg", "race", "match", "class", "group", "article", "scene",
    }
)  # fmt: skip
"""What a number in words may name as well: "day one", "round two"."""
_ALWAYS_NUMBERED = frozenset({"phase", "chapter", "number", "no", "part", "type"})
_UNITS_OR_LETTERS = frozenset("ABCFGVWc")
_LISTS = read_lexicon("number_labels")
_BEFORE, _MONTHS, _STREETS, _BEFORE_YEAR = (_LISTS[name] for name in ("before", "months", "streets", "before a year"))
_CLOCK, _OPENERS, _SCORED, _COUNTED = (_LISTS[name] for name in ("clock", "openers", "winning", "counted"))
_NATIONAL = ("an", "ese", "ish", "ch", "i", "ic", "arab", "greek", "scots", "thai")
"""How the names of nationalities end: "30 Syrian refugees" are counted, "787 Dreamliner" is a name."""


def is_label(tokens: Tokens, numeral: Numeral, *, measured: bool) -> bool:
    """Whether the number names, dates or places something; `measured` says that a unit or currency is with it."""
    if _inside_a_code(tokens, numeral, measured=measured) or _is_picture_format(tokens, numeral):
        return True
    if _on_the_clock(tokens, numeral) or (numeral.digits and _in_the_calendar(tokens, numeral, measured=measured)):
        return True
    if measured and tokens.glued(numeral.behind) and tokens.words[numeral.behind] in _UNITS_OR_LETTERS:
        return tokens.word(numeral.first - 1) in _BEFORE  # "section 66A" has no amperes
    if measured or numeral.fraction or numeral.upper is not None:
        return False
    if not numeral.digits:
        return _names_in_words(tokens, numeral)
    return (
        _is_year(tokens, numeral)
        or _is_score(tokens, numeral)
        or _is_name(tokens, numeral)
        or _heads_a_name(tokens, numeral)
        or _is_address(tokens, numeral)
        or _is_phone(tokens, numeral)
    )


def _names_in_words(tokens: Tokens, numeral: Numeral) -> bool:
    """Whether a number in words is part of a name ("Fifty Shades"), or the number of something ("day one")."""
    first, behind = numeral.first, numeral.behind
    before = tokens.word(first - 1)
    if tokens.words[first][0].isupper() and tokens.shape(behind)[:1].isupper():
        # But "Two British soldiers" at the head of a sentence.
        opens = before in ("", ":", "-", "–", "—")
        return not tokens.words[first].isupper() and not opens
    if numeral.scaled:
        return False
    if before in _ALWAYS_NUMBERED:
        return True
    # "game seven was dull", but "each day two ships came"
    return before in _NUMBERED and kind_of(tokens, behind) != 0 and not is_plural(tokens.word(behind))


def _inside_a_code(tokens: Tokens, numeral: Numeral, *, measured: bool) -> bool:
    """As in "M21", "EB-5", "ID.3", "22nd", "mk5", "90s"."""
    first, behind = numeral.first, numeral.behind
    opened, closed = tokens.glued(first), tokens.glued(behind)
    if not opened and not closed:
        return False
    if opened and closed and tokens.words[first - 1][-1].isalpha() and tokens.words[behind].isalpha():
        return True  # "E3G" has no G
    if opened and tokens.words[first - 1] == "-" and tokens.glued(first - 1) and _is_initials(tokens.words[first - 2]):
        return True  # "RQ-4A" has no amperes
    if opened and not measured:
        before = tokens.words[first - 1]
        if before[-1].isalnum() or before in "./\\_@#&*" or (before == "+" and tokens.glued(first - 1)):
            return True
        tied = before in _HYPHENS and tokens.glued(first - 1) and tokens.words[first - 2].isalpha()
        if tied and tokens.lower[first - 2] not in _BEFORE_HYPHENS:
            return True
    if closed and not measured:
        after = tokens.words[behind]
        if after.isalpha():
            return True
        if after in ("/", "\\", "_", "@") and tokens.glued(behind + 1):
            return True
        if after == "-" and tokens.glued(behind + 1) and _is_initial(tokens.words[behind + 1]):
            return True  # "3-D"
        if after == ":" and tokens.glued(behind + 1) and tokens.words[behind + 1].isdecimal():
            return True
    return opened and tokens.words[first - 1] == ":" and tokens.glued(first - 1)


def _is_initials(word: str) -> bool:
    return len(word) > 1 and word.isalpha() and word.isupper()


def _is_picture_format(tokens: Tokens, numeral: Numeral) -> bool:
    """As in "4K", "1080p": names of picture formats."""
    if tokens.words[numeral.behind - 1] == "K" and numeral.value in (4000, 8000):
        return tokens.shape(numeral.first - 1) not in ("$", "£", "€")
    return tokens.shape(numeral.behind) == "p" and numeral.value in (480, 720, 1080, 1440, 2160)


def _on_the_clock(tokens: Tokens, numeral: Numeral) -> bool:
    following = tokens.word(numeral.behind)
    if following not in _CLOCK and following not in ("a", "p"):
        return False
    if following in ("a", "p") and tokens.shape(numeral.behind + 1) == "." and tokens.word(numeral.behind + 2) == "m":
        return True
    return following in _CLOCK and not (following == "hrs" and numeral.value < 24)


def _in_the_calendar(tokens: Tokens, numeral: Numeral, *, measured: bool) -> bool:
    """A day of a month: "September 8", "8 September", "Sept. 3-5", "the 8 of May"."""
    value, first, behind = numeral.value, numeral.first, numeral.behind
    if measured or numeral.scaled or value != value.to_integral_value():
        return False
    before = first - 2 if tokens.shape(first - 1) == "." and tokens.glued(first - 1) else first - 1
    if before >= 0 and tokens.lower[before] in _MONTHS and tokens.words[before][0].isupper():
        return 1 <= value <= 31 or 1000 <= value <= 2100
    if 1 <= value <= 31:
        after = behind + (tokens.word(behind) == "of")
        if tokens.word(after) in _MONTHS and tokens.words[after][0].isupper():
            return True
        # "14 and 15 August", "Jan. 3-5"
        if tokens.shape(behind) in ("and", "or", "to", "-", "–") and tokens.shape(behind + 1).isdecimal():
            after = behind + 2
            if tokens.word(after) in _MONTHS and tokens.words[after][0].isupper():
                return True
        if tokens.shape(first - 1) in ("and", "or", "to", "-", "–") and tokens.shape(first - 2).isdecimal():
            before = first - 4 if tokens.shape(first - 3) == "." else first - 3
            return before >= 0 and tokens.lower[before] in _MONTHS and tokens.words[before][0].isupper()
    return False


def _is_year(tokens: Tokens, numeral: Numeral) -> bool:
    value = numeral.value
    if numeral.scaled or numeral.behind - numeral.first != 1 or len(tokens.words[numeral.first]) != 4:
        return _is_short_year(tokens, numeral)
    if not 1000 <= value <= 2200:
        return False
    before, after = tokens.word(numeral.first - 1), tokens.word(numeral.behind)
    if before in ("$", "about", "least", "nearly", "roughly", "almost", "approximately", "over"):
        return False
    if before == "than" and tokens.word(numeral.first - 2) in ("more", "fewer", "less"):
        return False  # but "higher than 2015"
    if before == "some" and (value % 100 == 0 or is_plural(after)):
        return False  # but "some 2016 presidential hopefuls"
    if after in _COUNTED:
        return False
    if 1800 <= value <= 2060:
        return True
    if before in ("a", "per", "to", "of", "by") and tokens.word(numeral.first - 2) in ("average", "total", "up", "go"):
        return False
    if before in _BEFORE_YEAR or before in ("d", ".", "and", "c"):
        return not after.endswith("s")
    return False


def _is_short_year(tokens: Tokens, numeral: Numeral) -> bool:
    """The end of "2013-14"."""
    first = numeral.first
    if len(tokens.words[first]) != 2 or tokens.shape(first - 1) not in ("-", "–", "/"):
        return False
    year = tokens.shape(first - 2)
    return len(year) == 4 and year.isdecimal() and year[:2] in ("18", "19", "20") and tokens.glued(first)


def _is_score(tokens: Tokens, numeral: Numeral) -> bool:
    """As in "won 2-0", "80-19 vote": two whole numbers, the greater first or even, or beside a word of winning."""
    first, behind = numeral.first, numeral.behind
    if tokens.shape(behind) in ("-", "–") and tokens.glued(behind) and tokens.glued(behind + 1):
        left, right, before, after = numeral.value, tokens.words[behind + 1], first - 1, behind + 2
    elif tokens.shape(first - 1) in ("-", "–") and tokens.glued(first) and tokens.glued(first - 1):
        left, right, before, after = numeral.value, tokens.words[first - 2], first - 3, behind
        if right.isdecimal() and len(right) < 4:
            left, right = Decimal(right), tokens.words[first]
    else:
        return False
    if not right.isdecimal() or len(right) > 3 or left >= 1000 or left != left.to_integral_value():
        return False
    if int(right) <= left or _follows_score(tokens, before):
        return True
    near = {tokens.word(before), tokens.word(before - 1), tokens.word(after), tokens.word(after + 1)}
    return not near.isdisjoint(_SCORED)


def _follows_score(tokens: Tokens, at: int) -> bool:
    """Whether the token at `at` parts it from another score: "6-4, 3-6"."""
    return (
        tokens.shape(at) == ","
        and tokens.shape(at - 1).isdecimal()
        and tokens.shape(at - 2) in ("-", "–")
        and tokens.glued(at - 1)
    )


def _is_name(tokens: Tokens, numeral: Numeral) -> bool:
    """As in "S&P 500", "iPhone 14", "Group 7", "page 3", "No. 2", "Boeing 737"."""
    first = numeral.first
    before = tokens.shape(first - 1)
    lower = before.lower()
    if before == "#" or (before == "." and tokens.word(first - 2) in ("no", "nos", "vol", "fig", "pt", "rep")):
        return True
    if before == "." and _is_bill(tokens, first - 1):
        return True
    if numeral.scaled or tokens.words[first].count(",") or numeral.value != numeral.value.to_integral_value():
        return before[:1].isupper() and before in ("Windows", "Android", "iOS", "Web", "Version")
    if lower in _BEFORE and not (lower in ("no", "may", "area", "plan", "group", "line") and before.islower()):
        return True
    named = before[:1].isupper() or (len(before) > 1 and before[1].isupper())
    if not named or not before.isalpha() or lower in _OPENERS or len(tokens.gaps[first]) > 1:
        return False
    if lower in _MONTHS or numeral.value > 9999:
        return False
    if tokens.word(numeral.behind) == "to" and tokens.shape(numeral.behind + 1).isdecimal():
        return False  # "leads Brandt 46 to 40 percent"
    return not (first == 1 and lower.endswith(("ly", "ed")))


def _is_bill(tokens: Tokens, at: int) -> bool:
    """Whether the full stop at `at` ends initials that number a bill: "H.R. 40"."""
    letters = tokens.shape(at - 1), tokens.shape(at - 3)
    return tokens.shape(at - 2) == "." and all(map(_is_initial, letters)) and letters != ("S", "U")


def _is_initial(word: str) -> bool:
    return len(word) == 1 and word.isupper()


def _heads_a_name(tokens: Tokens, numeral: Numeral) -> bool:
    """As in "787 Dreamliner", "11 Pro Max": a whole number before capitals that are no plural and no nationality."""
    at = numeral.behind
    if tokens.word(at) in _OPENERS:
        return False  # "it killed 5 Tuesday"
    if numeral.scaled or at - numeral.first > 1 or not tokens.words[numeral.first].isdecimal() or numeral.value >= 1000:
        return False
    while tokens.shape(at)[:1].isupper() and tokens.words[at].isalpha() and not tokens.glued(at):
        at += 1
    if at == numeral.behind or len(tokens.words[at - 1]) == 1:
        return False
    last = tokens.lower[at - 1]
    if (at - numeral.behind == 1 and last.endswith(_NATIONAL)) or is_plural(last):
        return False
    if is_plural(tokens.word(at)) or (tokens.word(at).isalpha() and is_plural(tokens.word(at + 1))):
        # "20 NYPD officers" are counted, "737 Max jets" are named: makers like three odd figures.
        return 100 <= numeral.value < 1000 and numeral.value % 10 != 0
    return True


def _is_address(tokens: Tokens, numeral: Numeral) -> bool:
    """As in "131 West 23rd Street", "575 Wilbraham Road": a street's word soon follows, over capitals and ordinals."""
    at = numeral.behind
    if tokens.shape(at) in _HYPHENS and tokens.glued(at) and tokens.shape(at + 1).isdecimal():
        at += 2  # "16-18 Mill Lane"
    for index in range(at, min(at + 5, len(tokens.words))):
        shape = tokens.words[index]
        if index > at and shape[:1].isupper() and tokens.lower[index] in _STREETS:
            return True
        if not (shape[0].isupper() or shape[0].isdigit() or shape in ("st", "nd", "rd", "th", ".")):
            return False
    return False


def _is_phone(tokens: Tokens, numeral: Numeral) -> bool:
    """As in "555-0123", "1-800-555-0123", "+44 20 7946 0000"."""
    groups = 1
    at = numeral.first
    while groups < 5 and tokens.shape(at - 1) == "-" and tokens.glued(at) and tokens.shape(at - 2).isdecimal():
        at, groups = at - 2, groups + 1
    if (
        tokens.shape(at - 1) == "+"
        and tokens.glued(at)
        and len(tokens.words[at]) <= 3
        and tokens.shape(at + 1).isdecimal()
    ):
        return True
    at = numeral.behind - 1
    lengths = {len(tokens.words[at])}
    while groups < 5 and tokens.shape(at + 1) == "-" and tokens.glued(at + 1) and tokens.shape(at + 2).isdecimal():
        at, groups = at + 2, groups + 1
        lengths.add(len(tokens.words[at]))
    return groups > 2 or (groups == 2 and max(lengths) == 4 and 3 in lengths)
