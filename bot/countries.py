"""Facts about countries: their codes, names and flags, and what people type for them.

A code is ISO 3166-1 alpha-2, with two codes that the standard reserves or leaves to its users: `EU` for the
European Union, which decides on visas and asylum like a state, and `XK` for Kosovo.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

_FLAG_A = 0x1F1E6
_TRANSLITERATED = str.maketrans({"ø": "o", "ł": "l", "ı": "i", "ß": "ss", "æ": "ae", "đ": "d"})


@dataclass(frozen=True, slots=True)
class Country:
    """A country and the words that stand for it, each as English prose writes it.

    `names` begins with the usual one. `people` are its people, singular and plural; `governments` are the places
    and bodies that stand for its government ("the Kremlin"); `cities` are places that tell where something is;
    `leaders` are persons who spoke for it at some time, which stays true when they have left.
    """

    code: str
    names: tuple[str, ...]
    adjectives: tuple[str, ...]
    people: tuple[str, ...]
    capitals: tuple[str, ...]
    governments: tuple[str, ...]
    cities: tuple[str, ...]
    leaders: tuple[str, ...]

    @property
    def name(self) -> str:
        """The usual English name."""
        return self.names[0]

    @property
    def flag(self) -> str:
        """The flag emoji: the code in regional indicator letters."""
        return "".join(chr(_FLAG_A + ord(letter) - ord("A")) for letter in self.code)


@dataclass(frozen=True, slots=True)
class Group:
    """Countries that are spoken of together: "the Baltic states".

    `adjectives` name the group only before a plural noun ("Baltic ministers").
    """

    names: tuple[str, ...]
    adjectives: tuple[str, ...]
    members: tuple[str, ...]


def _load() -> tuple[Mapping[str, Country], tuple[Group, ...]]:
    stored: dict[str, Any] = json.loads(files("data").joinpath("countries.json").read_text(encoding="utf-8"))

    def words(entry: Mapping[str, Any], key: str) -> tuple[str, ...]:
        return tuple(entry.get(key, ()))

    countries = {
        code: Country(
            code,
            (entry["name"], *words(entry, "also")),
            *(words(entry, key) for key in ("adjectives", "people", "capitals", "governments", "cities", "leaders")),
        )
        for code, entry in stored["countries"].items()
    }
    groups = tuple(
        Group(words(entry, "names"), words(entry, "adjectives"), words(entry, "members"))
        for entry in stored["groups"].values()
    )
    return MappingProxyType(countries), groups


COUNTRIES, GROUPS = _load()


def country_name(code: str) -> str:
    """The English name of a country; the code itself where it is nobody's."""
    country = COUNTRIES.get(code.upper())
    return country.name if country else code


def country_flag(code: str) -> str:
    """The flag emoji of a country, a white flag for a code that is nobody's."""
    country = COUNTRIES.get(code.upper())
    return country.flag if country else "🏳"


def find_country(typed: str) -> str | None:
    """The code of the country that somebody typed: a code, a name, a demonym, a capital or a flag.

    Case, diacritics and "the" do not matter. A beginning counts when it begins one country's names only.
    """
    exact = _by_typed().get(fold(typed))
    if exact:
        return exact
    if _is_flag(typed.strip()):
        code = "".join(chr(ord(sign) - _FLAG_A + ord("A")) for sign in typed.strip())
        return code if code in COUNTRIES else None
    begun = suggest_countries(typed, limit=2) if len(fold(typed)) > 2 else ()
    return begun[0] if len(begun) == 1 else None


def suggest_countries(typed: str, limit: int = 25) -> tuple[str, ...]:
    """Codes of the countries that somebody may be typing, the likeliest first; nothing typed gives the first few."""
    wanted = fold(typed)
    ranked: dict[str, tuple[int, str]] = {}
    for words, code in _by_typed().items():
        country = COUNTRIES[code]
        if not words.startswith(wanted):
            if len(wanted) < 2 or f" {wanted}" not in words:
                continue
            rank = 3
        elif words == wanted:
            rank = 0
        else:
            rank = 1 if words == fold(country.name) else 2
        ranked[code] = min(ranked.get(code, (9, "")), (rank, fold(country.name)))
    return tuple(sorted(ranked, key=ranked.__getitem__)[:limit])


def fold(words: str) -> str:
    """Words without case, diacritics, dots and a leading "the", for comparing what people type."""
    plain = unicodedata.normalize("NFKD", words.casefold().translate(_TRANSLITERATED))
    kept = "".join(
        sign if sign.isalnum() else " " for sign in plain if sign not in ".'’" and not unicodedata.combining(sign)
    )
    return " ".join(kept.split()).removeprefix("the ")


@cache
def _by_typed() -> Mapping[str, str]:
    # Names come before demonyms and demonyms before cities, so that the plainer meaning of a word wins.
    table: dict[str, str] = {code.lower(): code for code in COUNTRIES}
    for key in ("names", "adjectives", "people", "capitals", "governments", "cities"):
        for code, country in COUNTRIES.items():
            for words in getattr(country, key):
                table.setdefault(fold(words), code)
    return MappingProxyType(table)


def _is_flag(typed: str) -> bool:
    return len(typed) == 2 and all(_FLAG_A <= ord(sign) < _FLAG_A + 26 for sign in typed)
