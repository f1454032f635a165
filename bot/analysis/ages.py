"""Ages: "26-year-old", "aged 26", ", 26," behind a name, and "turned 40"."""

from __future__ import annotations

from bot.analysis.bearers import ROLE_NOUNS
from bot.analysis.bounds import bound_after, bound_before
from bot.analysis.chunks import kind_of
from bot.analysis.numerals import Numeral
from bot.analysis.tokens import Tokens

_DASHES = frozenset("-‑–—")
_AGES = {
    **dict.fromkeys(("year", "years", "yr", "yrs"), "year of age"),
    **dict.fromkeys(("month", "months"), "month of age"),
    **dict.fromkeys(("week", "weeks"), "week of age"),
    **dict.fromkeys(("day", "days"), "day of age"),
}
OLDEST = 122
"""No number above it is somebody's age."""
_TURNING = frozenset({"turn", "turns", "turned", "turning"})
_DYING = frozenset({"die", "dies", "died", "dead", "away", "retired", "retires", "retire", "widowed", "orphaned"})
_ABOUT = frozenset({"about", "around", "nearly", "almost", "just", "only", "over"})
_BEING = frozenset({"am", "i'm", "he's", "she's", "i’m", "he’s", "she’s"})
_BOUNDING = frozenset({"under", "above", "below", "than"})
_BEFORE_AGES = (
    _TURNING
    | {"aged", "age", "ages", "of", "is", "was", "at", "now", "between", "from", ",", "("}
    | _ABOUT
    | _BEING
    | _BOUNDING
)
"""What stands before a number without a unit that is an age."""
_OLD = frozenset({"over", "older", "above", "up", "under", "younger"})
_OF_AN_AGE = frozenset({"child", "boy", "girl", "man", "woman", "youth", "lad"})
# "the father, 40," but "the pier, 40,"
_PERSON_ENDINGS = ("er", "or", "ist", "ian", "man", "eer", "ant", "ess")
_PEOPLE = frozenset(
    {
        "people", "adults", "children", "kids", "men", "women", "boys", "girls", "males", "females", "teenagers",
        "residents", "citizens", "patients", "workers", "employees", "voters", "players", "drivers", "pupils",
        "students", "passengers", "americans", "britons", "anyone", "anybody", "everyone", "everybody", "those",
        "youths", "persons", "pensioners", "users",
    }
)  # fmt: skip
_RELATIVES = frozenset(
    {
        "man", "woman", "boy", "girl", "son", "daughter", "father", "mother", "brother", "sister", "husband", "wife",
        "child", "victim", "suspect", "gunman", "driver", "teenager", "widow", "widower", "grandson", "nephew", "niece",
    }
)  # fmt: skip


def read_age(tokens: Tokens, numeral: Numeral, behind: int) -> tuple[str, int] | None:
    """The unit of "26-year-old", "aged 26" or ", 26," behind a name, and the token behind it."""
    at = behind + (tokens.shape(behind) in _DASHES)
    unit = _AGES.get(tokens.word(at))
    before = tokens.word(numeral.first - 1)
    if before == "both" and tokens.word(numeral.first - 2) == "," and tokens.shape(behind) == ",":
        return _AGES["year"], behind  # "the pair, both 41, met"
    if unit is None and before not in _BEFORE_AGES and before not in _PEOPLE:
        return None
    if unit is not None:
        after = at + 1 + (tokens.shape(at + 1) in _DASHES)
        if tokens.word(after)[:3] == "old":
            return unit, after + 1
        if tokens.word(after) == "of" and tokens.word(after + 1) == "age":
            return unit, after + 2
        return None
    if (
        numeral.value <= OLDEST
        and not numeral.scaled
        and (_is_aged(tokens, numeral.first) or _has_age(tokens, numeral, behind))
    ):
        return _AGES["year"], behind
    if before not in (",", "(") or tokens.shape(behind) not in (",", ")", ".", "—", "–", "―") or not numeral.digits:
        return None
    whole = numeral.value == numeral.value.to_integral_value() and behind == numeral.first + 1
    if not whole or not 1 <= numeral.value <= OLDEST:
        return None
    bearer = tokens.shape(numeral.first - 2)
    if not bearer[:1].isupper() and (before != "," or tokens.shape(behind) != "," or not _is_person(bearer)):
        return None
    return _AGES["year"], behind


def _is_aged(tokens: Tokens, first: int) -> bool:
    """As in "aged 26", "aged between 18 and 26"."""
    at = bound_before(tokens, first).first - 1
    at -= tokens.word(at) in ("between", "from")
    return tokens.word(at) in ("aged", "age", "ages")


def _has_age(tokens: Tokens, numeral: Numeral, behind: int) -> bool:
    """As in "She was nearly 25.", "before he turns 40", "died at 43", "at 86 she", "Now 30, he", "people over 60"."""
    first = bound_before(tokens, numeral.first).first
    before, earlier, following = tokens.word(first - 1), tokens.word(first - 2), tokens.word(behind)
    if before == "of" and earlier in ("age", "ages"):
        return True
    if before == "at" and tokens.word(behind + (following == ",")) in ("he", "she"):
        return True
    if before in _PEOPLE and first < numeral.first:
        return (not following[:1].isalnum() and following != "%") or kind_of(tokens, behind) != 0
    if before in _PEOPLE and bound_after(tokens, behind) and tokens.word(behind + 1) in _OLD:
        return True  # "those 45 and over"
    if before == "of" and earlier in _OF_AN_AGE and first > 2:
        return tokens.word(first - 3) in ("a", "the") and (following in ",." or kind_of(tokens, behind) != 0)
    if following not in (".", ",", ";", "", "and", "when", "but", "in", "on", "this", "next", "last", "”", '"'):
        return False
    if tokens.word(numeral.first - 1) == "now":
        opening = numeral.first == 1 and tokens.word(behind + 1) in ("he", "she", "the")
        return following == "," and (opening or tokens.word(numeral.first - 2) == ",")
    if before in _TURNING:
        return True
    if before in _BEING:
        return True
    return (before in ("is", "was") and earlier in ("he", "she", "who")) or (before == "at" and earlier in _DYING)


def _is_person(word: str) -> bool:
    """Whether it tells who somebody is: "the driver, 24, was"."""
    return word in ROLE_NOUNS or word in _RELATIVES or (len(word) > 5 and word.endswith(_PERSON_ENDINGS))
