"""Units and currencies: what may stand behind or before an amount, and the one name that we give each."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from bot.analysis.tokens import Tokens
from bot.model import Span

Entries = dict[str, list[tuple[tuple[str, ...], str]]]
"""By their first token: the tokens of a name behind the first, and the unit; longest first."""


class Matched(NamedTuple):
    """A unit that was read, and the index of the token behind it; of its first token where it stands before."""

    unit: str
    place: int


def unit_after(tokens: Tokens, index: int, *, after_digits: bool) -> Matched | None:
    """The unit that begins at `index`, with its rate ("per hour", "a year"); a hyphen may stand before it."""
    if index >= len(tokens):
        return None
    at = index
    if tokens.words[at] in ("-", "‑", "–") and tokens.glued(at) and tokens.glued(at + 1):
        at += 1
    if tokens.lower[at] not in _units().begin:
        return None
    base = _base_unit(tokens, at, touching=at == index and tokens.glued(at), digits=after_digits)
    if base is None:
        return None
    return rate_after(tokens, base) or base


def rate_after(tokens: Tokens, base: Matched) -> Matched | None:
    """`base` with what it is counted by: "per day", "a barrel", "/kg"."""
    units = _units()
    unit, at = base
    at += tokens.shape(at) == "-" and tokens.glued(at) and tokens.word(at + 1) in ("a", "an", "per")
    joint = tokens.word(at)
    following = at + 1 + (tokens.shape(at + 1) == "-")
    word = tokens.word(following)
    if joint in ("a", "an"):
        counts = word in units.times or (word in units.pieces and unit in units.currencies)
    else:
        counts = word[:1].isalpha() and (joint == "per" or (joint == "/" and tokens.glued(at + 1)))
    if not counts or tokens.word(following + 1) in ("ago", "earlier", "before", "later"):
        return None
    by = _base_unit(tokens, following, touching=True, digits=True)
    if by is None:
        if joint == "/" and word not in units.times and word not in units.pieces:
            return None
        by = Matched(word, following + 1)
    rate = f"{unit} per {by.unit}"
    return Matched(units.short_rates.get(rate, rate), by.place)


def currency_before(tokens: Tokens, index: int) -> Matched | None:
    """The currency whose sign or code ends right before the token at `index`."""
    units = _units()
    if not index or tokens.words[index - 1] not in units.sign_ends:
        return None
    signs = units.signs
    for length in (3, 2, 1):
        first = index - length
        if first < 0:
            continue
        sign = "".join(tokens.words[first:index])
        unit = signs.get(sign)
        if unit is None or len(tokens.gaps[index]) > 1:
            continue
        glued = all(tokens.glued(at) for at in range(first + 1, index))
        if length > 1 and not glued and not (sign in ("HK$", "US$", "S$") and length == 2):
            continue
        if sign.isalpha() and _follows_letters(tokens, first):
            continue
        # What lost its pound sign reads "PS8.1bn"; with a gap, PS is somebody's initials.
        if sign in ("PS", "Sh", "SR", "Re", "Fr", "Dh") and not tokens.glued(index):
            continue
        if sign == "R" and not _is_great(tokens, index):
            continue  # "R8" is a car, "R500 million" is money.
        return Matched(unit, first)
    return None


def _follows_letters(tokens: Tokens, index: int) -> bool:
    return tokens.glued(index) and tokens.words[index - 1].isalnum()


def _is_great(tokens: Tokens, index: int) -> bool:
    digits = tokens.words[index]
    return (
        "," in digits or digits[-3:-2] == "." or tokens.word(index + 1) in ("m", "bn", "million", "billion", "trillion")
    )


def currencies() -> frozenset[str]:
    """The names of all currencies."""
    return _units().currencies


class _Units(NamedTuple):
    words: Entries
    symbols: Entries
    begin: frozenset[str]
    signs: dict[str, str]
    sign_ends: frozenset[str]
    currencies: frozenset[str]
    touching: frozenset[str]
    alone: frozenset[str]
    capitalised: frozenset[str]
    times: frozenset[str]
    pieces: frozenset[str]
    short_rates: dict[str, str]


@cache
def _units() -> _Units:
    known = json.loads(files("data").joinpath("units.json").read_text(encoding="utf-8"))
    words: Entries = {}
    symbols: Entries = {}
    signs: dict[str, str] = {}
    for unit, forms in (known["measures"] | known["currencies"]).items():
        before, codes = forms.get("signs", []), forms.get("codes", [])
        for name in forms.get("words", []):
            _add(words, name.lower(), unit)
            _add(words, _plural(name.lower()), unit)
        for symbol in [*forms.get("symbols", []), *codes, *(sign for sign in before if not sign.isalpha())]:
            _add(symbols, symbol, unit)
        signs |= dict.fromkeys([*before, *codes], unit)
    for entries in (*words.values(), *symbols.values()):
        entries.sort(key=lambda entry: -len(entry[0]))
    return _Units(
        words=words,
        symbols=symbols,
        begin=frozenset(words) | frozenset(symbol.lower() for symbol in symbols),
        signs=signs,
        sign_ends=frozenset(Tokens(sign, Span(0, len(sign))).words[-1] for sign in signs),
        currencies=frozenset(known["currencies"]),
        touching=frozenset(known["touching"]),
        alone=frozenset(known["touching or alone"]),
        capitalised=frozenset(known["capitalised"]),
        times=frozenset(known["times"]),
        pieces=frozenset(known["pieces"]),
        short_rates=known["short rates"],
    )


def _add(entries: Entries, name: str, unit: str) -> None:
    first, *rest = Tokens(name, Span(0, len(name))).words
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
        # "half a dozen HP managers" are no horsepower, nor is the article of "in 2015 A trove of papers" an ampere.
        if not touching and shape.isupper() and (not digits or (shape == "A" and tokens.shape(at + 1).isalpha())):
            continue
        if rest and tuple(tokens.words[at + 1 : at + 1 + len(rest)]) != rest:
            continue
        if not touching and not rest and shape in units.touching:
            ends_word = not tokens.glued(at + 1) or tokens.words[at + 1] in ",.;:)/"
            if not digits or shape not in units.alone or not ends_word:
                continue
        behind = at + 1 + len(rest)
        if behind >= len(tokens) and rest[-1:] == (".",):
            continue  # The full stop ends the sentence.
        # "5km/h" and "m2" are longer units; "5Gs" is a word.
        if shape.isalpha() and tokens.glued(behind) and tokens.words[behind].isalnum():
            continue
        return Matched(unit, behind)
    # "2004 Cup", "Five Day": a capital makes it a name, a whole word in capitals a headline.
    if shape[0].isupper() and shape[1:].islower() and tokens.lower[at] not in units.capitalised:
        return None
    # "percentage-point"
    hyphen = tokens.shape(at + 1) == "-" and tokens.glued(at + 1) and tokens.glued(at + 2)
    for rest, unit in units.words.get(tokens.lower[at], ()):
        if not rest:
            return Matched(unit, at + 1)
        first = at + 1 + hyphen
        if tuple(tokens.lower[first : first + len(rest)]) == rest:
            return Matched(unit, first + len(rest))
    return None
