"""Where a text names a country: by its name, its people, its capital, its government or a group it belongs to.

Many country names are something else too. What decides is written next to the word: a first name before it or a
surname after it (Michael Jordan, Georgia Meloni), a longer name around it (New Mexico, the Turkey Trot, the Moscow
Times), an American state after it (Paris, Texas). Georgia alone is decided by the company it keeps in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType
from typing import Literal, NamedTuple

from bot.analysis.lexicon import read_lexicon
from bot.countries import COUNTRIES, GROUPS
from bot.model import Span

Kind = Literal["name", "adjective", "people", "capital", "government", "city", "group", "leader"]

_WORD = re.compile(r"(?<![^\W_])[^\W\d_]+")
# No name begins with another letter; the rest is as in _WORD.
_CAPITALISED = re.compile(r"(?<![^\W_])[A-ZÀ-ÖØ-ÞČŁŠŽİ][^\W\d_]*")
_PLURAL_BODY = (
    r"(?:\s+[A-Za-z]+){0,2}\s+(?:states|countries|nations|governments|neighbou?rs|republics|members|ministers|leaders"
    r"|capitals|presidents|officials|trio)\b"
)

_WORDS = read_lexicon("place_words")
_DOUBTFUL = _WORDS["doubtful names"]
_FIRST_NAMES = _WORDS["first names and titles"]
_NOT_A_SURNAME = _WORDS["no surnames"]
_BEFORE = _WORDS["longer names"]
_ROUND = re.compile(
    r"\s+(?:Post|Times|Independent|Herald|Tribune|Examiner|Gazette|Telegraph|Mirror|Chronicle|Journal|Inquirer"
    r"|Convention|Conventions|Protocol|Memorandum|Accords?|Statute|Regulation|Declaration|Olympics|Marathon|Open"
    r"|Tech|Bulldogs|Trot|River|Valley|Ocean|Channel|Peterson|Pickford|Henderson|Sea|Strait|Canal|Papers|Hilton"
    r"|Gooding|Ferrera|City(?!\s+(?:Council|Hall|authorities))|Shore|Island|Avenue|Street|Square|Road|Airlines"
    r"|Airways|United|Rovers|Wanderers|Athletic|Hotspur|Grand Prix|Cup|pig|shepherd|fries|roulette|cheese|yogurt"
    r"|yoghurt|muffins?|pastry|pastries|sandwich(?:es)?|breasts?|stuffing|dinner)\b"
)
_US_STATE = re.compile(
    r",\s*(?:Texas|Tex|Georgia|Ga|Virginia|Va|Idaho|Ohio|Maine|Kentucky|Ky|Tennessee|Tenn|Pennsylvania|Pa|Alabama|Ala"
    r"|Illinois|Ill|Indiana|Ind|New (?:York|Jersey|Hampshire|Mexico)|N\.[HJMY]|Missouri|Mo|Kansas|Iowa|Oregon|Michigan"
    r"|Wisconsin|Wis|Minnesota|Connecticut|Conn|Florida|Fla|Louisiana|La|Mississippi|Miss|Arkansas|Ark|Oklahoma|Okla"
    r"|Nebraska|Neb|(?:North|South) (?:Carolina|Dakota)|[NS]\.[CD]|Ontario|Ont)\b"
)
_TOWN_IN_GEORGIA = re.compile(r"\b(?:Athens|Rome|Dublin|Vienna|Berlin|Columbus), $")
_HYPHENED = re.compile(r"\b(?:pro|anti|non|ex|post|pre)[-‑]$", re.IGNORECASE)
_BIRD = re.compile(
    r"(?:thanksgiving|roast(?:ed)?|christmas|stuffed|frozen|smoked|wild|sliced|leftover|carve[ds]?|a|the|pardoned"
    r"|cold|ground)\s+$",
    re.IGNORECASE,
)
_STATE_OF_GEORGIA = re.compile(
    r"\b(?:Atlanta|ATLANTA|Savannah|Macon|Augusta|Fulton County|Fort (?:Benning|Moore|Stewart|Gordon)|Alabama"
    r"|Tennessee|Carolinas?|Florida|Kemp|Ga\.|Peach State|[Ss]tate of Georgia|Bulldogs|Chattahoochee"
    r"|Georgia(?:'s|’s)? (?:governor|Legislature|lawmakers|National Guard|Gov\.|voters|General Assembly))"
)
_LAND_OF_GEORGIA = re.compile(
    r"\b(?:Tbilisi|Batumi|Kutaisi|Caucasus|Armenia|Azerbaijan|Abkhazia|Ossetia|Lars|Kazbegi|Saakashvili|Kobakhidze"
    r"|Zurabishvili|Zourabichvili|Garibashvili|Ivanishvili|Georgian|Russians?|Moscow|Kremlin|Turkey|Kazakhstan)\b"
)
_PEOPLE_NOUN = re.compile(
    r"\s+(?:(?:young|male|female|military-age|fighting-age|draft-age|armed|fellow|draft|war|conscientious|military|army|AWOL"
    r"|ethnic|teenage|undocumented|mobili[sz]ed|conscripted|working-age|middle-class|Jewish|Kurdish|Arab|passport|political"
    r"|asylum|individual|ordinary|other|many|\w+ing)\s+){0,2}"
    r"(?:men|man|women|sailors?|airmen|marines?(?= who)|citizens?|nationals?|soldiers?"
    r"|deserters?|conscripts?|recruits?|reservists?|refugees|exiles?|objectors?"
    r"|refugee(?! (?:board|agency|council|status|policy|law|system|camp|tribunal|appeals))|resisters?|dodgers?|evaders?"
    r"|emigrants?|migrants?|males?|boys?|teenagers?|pacifists?|pilots?|youths?|people|families|tourists|travell?ers"
    r"|asylum[ -]seekers?|arrivals|draftees?|students?|passports?|passport[ -]holders?|dissidents?|defectors?|troops"
    r"|servicemen|officers?(?= who (?:fled|deserted)))\b"
    r"|\s+(?:fleeing|avoiding|escaping|dodging|evading|seeking|running|wishing|wanting|hoping)\b"
)


class Place(NamedTuple):
    """A mention of one country, or of the members of a group.

    `adjective` is a demonym before what belongs to the state ("Latvian ministers"), `people` one that stands for
    persons ("Latvians", "Latvian men").
    """

    span: Span
    codes: tuple[str, ...]
    kind: Kind


def find_places(text: str) -> tuple[Place, ...]:
    """All mentions of countries in a text, in text order, without overlaps."""
    return tuple(_places(text))


def _places(text: str) -> Iterator[Place]:
    names = _names()
    # What Georgia a text means is asked once, and only of a text that has the word.
    elsewhere = {"Georgia", "GEORGIA"} if "eorgia" in text and _is_the_state_of_georgia(text) else ()
    free_from = 0
    for word in _CAPITALISED.finditer(text):
        start = word.start()
        if start < free_from:
            continue
        for name, codes, kind in names.get(word.group(), ()):
            end = start + len(name)
            if text.startswith(name, start) and not text[end : end + 1].isalnum():
                named = kind == "city" and _is_a_surname(text, start)
                if name not in elsewhere and not named and _is_the_country(text, start, end, name):
                    yield Place(Span(start, end), codes, _kind_here(text, start, end, kind))
                    free_from = end
                break
        else:
            group = _adjective_group(text, word)
            if group:
                yield group
                free_from = group.span.end


@cache
def _names() -> Mapping[str, tuple[tuple[str, tuple[str, ...], Kind], ...]]:
    """By first word: the names that begin with it, the longest first, with their codes."""
    table: dict[str, dict[str, tuple[tuple[str, ...], Kind]]] = {}

    def put(name: str, codes: tuple[str, ...], kind: Kind) -> None:
        written = [name]
        if len(name) > 3 and kind not in ("government", "leader"):
            written.append(name.upper())
        if name.startswith("St. "):
            written.append("St " + name[4:])
        for form in written:
            first = _WORD.search(form)
            assert first is not None
            table.setdefault(form[first.start() : first.end()], {}).setdefault(form, (codes, kind))

    for country in COUNTRIES.values():
        code = (country.code,)
        for kind, forms in (
            ("name", country.names),
            ("people", tuple(form for form in country.people if form not in country.adjectives)),
            ("adjective", country.adjectives),
            ("capital", country.capitals),
            ("government", country.governments),
            ("city", country.cities),
            ("leader", country.leaders),
        ):
            for form in forms:
                put(form, code, kind)  # type: ignore[arg-type]
    for group in GROUPS:
        for form in group.names:
            put(form, group.members, "group")
    return MappingProxyType(
        {
            first: tuple(sorted(((n, c, k) for n, (c, k) in forms.items()), key=lambda entry: -len(entry[0])))
            for first, forms in table.items()
        }
    )


@cache
def _group_adjectives() -> Mapping[str, tuple[re.Pattern[str], tuple[str, ...]]]:
    return {
        adjective: (re.compile(re.escape(adjective) + _PLURAL_BODY), group.members)
        for group in GROUPS
        for adjective in group.adjectives
    }


def _adjective_group(text: str, word: re.Match[str]) -> Place | None:
    known = _group_adjectives().get(word.group())
    found = known[0].match(text, word.start()) if known else None
    return Place(Span(*found.span()), known[1], "group") if known and found else None


def _is_the_country(text: str, start: int, end: int, name: str) -> bool:
    if _HYPHENED.search(text, max(0, start - 6), start):
        return False
    before = _word_before(text, start)
    if before in _BEFORE or _ROUND.match(text, end) or _US_STATE.match(text, end):
        return False
    if name.title() not in _DOUBTFUL:
        return True
    if before.rstrip(".") in _FIRST_NAMES:
        return False
    after = _word_after(text, end)
    if (
        after
        and after[0].isupper()
        and after not in _NOT_A_SURNAME
        and name.title() not in ("French", "German", "English")
    ):
        return False
    if name == "Georgia" and _TOWN_IN_GEORGIA.search(text, max(0, start - 12), start):
        return False
    return name != "Turkey" or not _BIRD.search(text[max(0, start - 16) : start])


def _is_a_surname(text: str, start: int) -> bool:
    """Whether a town's name stands behind a first name: "Kari Bergen", but not "In Bergen" or "North Bergen"."""
    before = _word_before(text, start)
    return before.isalpha() and before.istitle() and before.lower() not in _WORDS["before towns"]


def _word_before(text: str, start: int) -> str:
    gap = text[max(0, start - 24) : start]
    return gap.split()[-1].lstrip("“\"'‘(") if gap.strip() and gap[-1] in " \u00a0" else ""


def _word_after(text: str, end: int) -> str:
    found = _WORD.match(text, end + 1) if text[end : end + 1] == " " else None
    return found.group() if found else ""


def _is_the_state_of_georgia(text: str) -> bool:
    state = len(_STATE_OF_GEORGIA.findall(text))
    return state > 0 and state >= len(_LAND_OF_GEORGIA.findall(text))


def _kind_here(text: str, start: int, end: int, kind: Kind) -> Kind:
    if kind != "adjective":
        return kind
    if _PEOPLE_NOUN.match(text, end):
        return "people"
    after = text[end : end + 24].lstrip()
    # "180 Burmese home": counted and sent somewhere.
    if text[max(0, start - 2) : start - 1].isdigit() and after.partition(" ")[0] in ("home", "back", "out", "over"):
        return "people"
    # A demonym with nothing to describe stands for a person: "a Latvian, who", "the Swiss are".
    alone = not after or not (after[0].isalpha() or after[0] in "“\"'") or after.split()[0] in _WORDS["no nouns"]
    return "people" if alone and text[start:end] not in ("Czech",) else "adjective"
