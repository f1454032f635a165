"""Units and currencies: what may stand behind or before an amount, and the one name that we give each."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from bot.analysis.tokens import Tokens, split_tokens
from bot.model import Span

Entries = dict[str, list[tuple[tuple[str, ...], str]]]
"""By their first token: the tokens of a name behind the first, and the unit; longest first."""

_TIMES = frozenset(
    "second minute hour day night week weekend fortnight month quarter season year decade century".split()
)
_PIECES = frozenset(
    "barrel share tonne ton gallon litre liter ounce pound kilo kilogram kg gram bottle pint head person piece unit "
    "bushel square mile kilometre kilometer metre meter acre hectare game match ticket pack pair pop seat plate".split()
)
# Letters that are words or initials as well: a unit only where they touch the number.
_TOUCHING = frozenset({"m", "g", "l", "L", "s", "h", "A", "C", "F", "G", "J", "V", "W", "p", "b", "mi", "mb", "mt", "ha", "AU",
                       "pc", "um", "kt", "mo", "MP", "sec", "PS", "deg", "cc", "cal", "Pa", "pp", "bp"})  # fmt: skip
_SPACED_AFTER_DIGITS = frozenset(
    {"m", "g", "l", "L", "C", "F", "V", "W", "A", "PS", "ha", "mb", "cc", "AU", "pc", "s", "mi"}
)
_SHORT_RATES = {"mile per hour": "mph", "km per hour": "km/h", "metre per second": "m/s", "mile per gallon": "mpg"}
_PLURAL_FEET = {"foot": "feet", "inch": "inches"}


class Matched(NamedTuple):
    """A unit that was read, and the index of the token behind (or, before an amount, of the first token of) it."""

    unit: str
    index: int


def unit_after(tokens: Tokens, index: int, *, after_digits: bool) -> Matched | None:
    """The unit that begins at `index`, with its rate ("per hour", "a year"); a hyphen may stand before it."""
    at = index
    if tokens.shape(at) in ("-", "‑", "–") and tokens.glued(at) and tokens.glued(at + 1):
        at += 1
    base = _base_unit(tokens, at, touching=at == index and tokens.glued(at), digits=after_digits)
    if base is None:
        return None
    return rate_after(tokens, base) or base


def rate_after(tokens: Tokens, base: Matched) -> Matched | None:
    """`base` with what it is counted by: "per day", "a barrel", "/kg"."""
    unit, at = base
    if tokens.shape(at) == "-" and tokens.word(at + 1) in ("a", "an", "per") and tokens.glued(at):
        at += 1
    word = tokens.word(at)
    following = at + 1 + (tokens.shape(at + 1) == "-")
    if word in ("a", "an"):
        if tokens.word(following) not in _TIMES and (tokens.word(following) not in _PIECES or unit not in currencies()):
            return None
    elif word == "per" or (word == "/" and tokens.glued(at + 1)):
        if not tokens.word(following)[:1].isalpha():
            return None
    else:
        return None
    by = _base_unit(tokens, following, touching=True, digits=True)
    name = by or Matched(tokens.lower[following], following + 1)
    if word == "/" and by is None and tokens.lower[following] not in _PIECES | _TIMES:
        return None
    rate = f"{unit} per {name.unit}"
    return Matched(_SHORT_RATES.get(rate, rate), name.index)


def currency_before(tokens: Tokens, index: int) -> Matched | None:
    """The currency whose sign or code ends right before the token at `index`."""
    signs = _units().signs
    for length in (3, 2, 1):
        first = index - length
        if first < 0:
            continue
        sign = "".join(tokens.words[first:index])
        unit = signs.get(sign)
        if unit is None or tokens.starts[index] - tokens.ends[index - 1] > 1:
            continue
        glued = all(tokens.glued(at) for at in range(first + 1, index))
        if length > 1 and not glued and not (sign in ("HK$", "US$", "S$") and length == 2):
            continue
        if sign.isalpha() and _follows_letters(tokens, first):
            continue
        # What lost its pound sign reads "PS8.1bn"; with a gap, PS is somebody's initials.
        if sign in ("PS", "Sh", "SR", "Re", "Fr", "Dh") and not tokens.glued(index):
            continue
        return Matched(unit, first)
    return None


def _follows_letters(tokens: Tokens, index: int) -> bool:
    return tokens.glued(index) and tokens.words[index - 1].isalnum()


def currencies() -> frozenset[str]:
    """The names of all currencies."""
    return _units().currencies


class _Units(NamedTuple):
    words: Entries
    symbols: Entries
    signs: dict[str, str]
    currencies: frozenset[str]


@cache
def _units() -> _Units:
    known = json.loads(files("data").joinpath("units.json").read_text(encoding="utf-8"))
    words: Entries = {}
    symbols: Entries = {}
    signs: dict[str, str] = {}
    for unit, forms in known["measures"].items():
        for name in forms["words"]:
            _add(words, name.lower(), unit)
            _add(words, _plural(name.lower()), unit)
        for symbol in forms.get("symbols", ()):
            _add(symbols, symbol, unit)
    for unit, forms in known["currencies"].items():
        for name in forms.get("words", ()):
            _add(words, name.lower(), unit)
            _add(words, _plural(name.lower()), unit)
        for code in forms.get("codes", ()):
            _add(symbols, code, unit)
            signs[code] = unit
        for symbol in forms.get("after", ()):
            _add(symbols, symbol, unit)
        signs |= dict.fromkeys(forms.get("signs", ()), unit)
        for sign in forms.get("signs", ()):
            if not sign.isalpha():
                _add(symbols, sign, unit)
    for entries in (*words.values(), *symbols.values()):
        entries.sort(key=lambda entry: -len(entry[0]))
    return _Units(words, symbols, signs, frozenset(known["currencies"]))


def _add(entries: Entries, name: str, unit: str) -> None:
    first, *rest = split_tokens(name, Span(0, len(name))).words
    entry = (tuple(rest), unit)
    if entry not in entries.setdefault(first, []):
        entries[first].append(entry)


def _plural(name: str) -> str:
    """The plural of a unit's name, whose head is the word before "per", "an" or "to" or else the last."""
    for joint in (" per ", " an ", " to "):
        if joint in name:
            head, tail = name.split(joint, 1)
            return f"{_plural(head)}{joint}{tail}"
    if name.startswith("degree "):
        return name.replace("degree ", "degrees ", 1)
    return name if name.endswith(("s", "feet", "yen", "yuan")) else f"{name}s"


def _base_unit(tokens: Tokens, at: int, *, touching: bool, digits: bool) -> Matched | None:
    units = _units()
    if at >= len(tokens.words):
        return None
    shape = tokens.words[at]
    for rest, unit in units.symbols.get(shape, ()):
        if rest and tuple(tokens.words[at + 1 : at + 1 + len(rest)]) != rest:
            continue
        if not touching and not rest and shape in _TOUCHING:
            if not digits or shape not in _SPACED_AFTER_DIGITS or tokens.glued(at + 1) and tokens.shape(at + 1) != ",":
                continue
        behind = at + 1 + len(rest)
        # "5km/h" and "m2" are longer units; "5Gs" is a word.
        if shape.isalpha() and tokens.glued(behind) and tokens.words[behind].isalnum():
            continue
        return Matched(unit, behind)
    for rest, unit in units.words.get(tokens.lower[at], ()):
        if not rest or tuple(tokens.lower[at + 1 : at + 1 + len(rest)]) == rest:
            return Matched(unit, at + 1 + len(rest))
    return None
