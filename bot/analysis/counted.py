"""What a plain number counts: the noun phrase behind it."""

from __future__ import annotations

from bot.analysis.chunks import (
    BARE,
    BE,
    ING,
    IRREGULAR,
    MODAL,
    NOT_NOUN,
    PAST,
    THIRD,
    is_plain_number,
    is_plural,
    is_verb,
    kind_at,
    noun_end,
)
from bot.analysis.number_words import CARDINALS
from bot.analysis.tokens import Tokens

Slice = tuple[int, int]
"""Tokens from the first up to, not including, the second."""

_ARTICLES = frozenset({"the", "a", "an", "its", "their", "his", "her", "our", "my", "these", "those", "all"})
_ORDERED = frozenset({"last", "next", "past", "previous", "first", "final", "same"})


def counted(tokens: Tokens, kinds: list[int], index: int, *, several: bool = True, part: bool = False) -> Slice | None:
    """The noun phrase that a number before `index` counts: "shipping containers", "of his deputies".

    `several` says that the number is not one, and what it counts a plural; `part` that it is a share, which may be one
    of something known: "half the revenue".
    """
    word = tokens.word(index)
    if word in _ARTICLES and not part:
        return None  # "3 million the week before"
    first = _after_joints(tokens, index)
    if not tokens.shape(first)[:1].isalpha():
        return None
    if tokens.word(first) == "others":
        return first, first + 1
    at = _after_order(tokens, kinds, first)
    kind = kind_at(kinds, at)
    if (
        kind & (BE | MODAL)
        or (kind & IRREGULAR and not _is_participle(tokens, kinds, at))
        or (kind & (PAST | ING) and not _describes_noun(tokens, kinds, at))
    ):
        return None
    if _is_tied(tokens, index):
        return index + 1, index + 2  # "a 12-member board"
    if several and at == index and kind & BARE and is_plain_number(tokens.word(at - 1)) and is_verb(tokens, kinds, at):
        return None  # "23 belong to the party"
    end = noun_end(tokens, kinds, at, plural=word != "of" or at == index + 1)
    if end == at:
        return (first, at) if at > first else None
    end = _through_joints(tokens, kinds, at, end, several=several)
    if tokens.word(end) == "per" and tokens.word(end + 1).isalpha():
        end += 2
    return first, end


def _is_tied(tokens: Tokens, index: int) -> bool:
    """Whether the number and a noun make one adjective: "12-member", "two-million-person"."""
    if tokens.shape(index) not in ("-", "‑") or not tokens.glued(index) or not tokens.glued(index + 1):
        return False
    return tokens.shape(index + 1).isalpha() and not tokens.glued(index + 2)


def _after_joints(tokens: Tokens, index: int) -> int:
    """Where the noun phrase may begin, past "of his", "more", "or so" and hyphens."""
    word = tokens.word(index)
    at = index + (word in ("of", "more", "most") or (word == "-" and tokens.glued(index)))
    at += 2 * (word == "or" and tokens.word(index + 1) in ("more", "fewer", "less", "so"))
    while tokens.word(at) in _ARTICLES or (word == "of" and tokens.word(at) in _ORDERED):
        at += 1
    # "six of the eight dogs", "half the 40 seats"
    return at + (at > index and (tokens.word(at)[:1].isdigit() or tokens.word(at) in CARDINALS))


def _after_order(tokens: Tokens, kinds: list[int], first: int) -> int:
    """Where its first noun or adjective stands, past words that no noun phrase begins with elsewhere."""
    word = tokens.word(first)
    if word in ("other", "such", "another") or (kind_at(kinds, first) & NOT_NOUN and is_plural(tokens.word(first + 1))):
        return first + 1  # "330m monthly users"
    if word.endswith("ly") and kind_at(kinds, first + 1) & PAST and _ends_plural(tokens, kinds, first + 2):
        return first + 2  # "40 internally displaced people"
    if word in _ORDERED and _ends_plural(tokens, kinds, first + 1):
        return first + 1  # "four previous owners", but "won two last year"
    return first


def _through_joints(tokens: Tokens, kinds: list[int], at: int, end: int, *, several: bool) -> int:
    """The end of a noun phrase that goes on behind a name's "of" or an "and" within it."""
    if tokens.word(end) == "of" and tokens.shape(end - 1)[:1].isupper() and tokens.shape(end + 1)[:1].isupper():
        end = noun_end(tokens, kinds, end + 1, plural=True)  # "University of Oklahoma students"
    if tokens.word(end) == "and" and end > at and not is_plural(tokens.word(end - 1)):
        # "digital and physical sales", "three criminal and national security checks": the noun comes behind it.
        more = noun_end(tokens, kinds, end + 1)
        if more > end + 1 and (end - at == 1 or (several and is_plural(tokens.word(more - 1)))):
            end = more
    goes_on = several and (kind_at(kinds, end) & PAST or tokens.word(end).isdecimal())
    if goes_on and not is_plural(tokens.word(end - 1)) and _ends_plural(tokens, kinds, end + 1):
        end = noun_end(
            tokens, kinds, end + 1, plural=True
        )  # "dozens of local elected officials", "two new 737 Max jets"
    return end


def _ends_plural(tokens: Tokens, kinds: list[int], at: int) -> bool:
    """Whether a noun phrase stands at `at` that ends in a plural."""
    end = noun_end(tokens, kinds, at, plural=True)
    return end > at and is_plural(tokens.word(end - 1))


def _is_participle(tokens: Tokens, kinds: list[int], at: int) -> bool:
    """As in "12 stolen cars", but "12 stole cars"."""
    return tokens.lower[at].endswith(("en", "wn", "rn")) and _ends_plural(tokens, kinds, at + 1)


def _describes_noun(tokens: Tokens, kinds: list[int], at: int) -> bool:
    return tokens.shape(at + 1)[:1].isalpha() and kind_at(kinds, at + 1) & ~(BARE | THIRD) == 0
