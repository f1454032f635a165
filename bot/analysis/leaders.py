"""Persons who speak for a country because the text says so: "Hungary's minister, Jan Novak", later "Novak".

What an article says of a minister's office it says once; from then on the surname stands for the country.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from bot.analysis.places import Place
from bot.model import Span

_NAME = r"(?P<name>(?:[A-ZÀ-ÞČŠŽŁ][\w'’-]+ ){0,3}(?P<surname>[A-ZÀ-ÞČŠŽŁ][\w'’-]{2,}))"
_OFFICE = (
    r"(?:(?:deputy |vice[- ]|prime |first |foreign |interior |justice |home |defen[cs]e |immigration |migration "
    r"|public |safety |state "
    r"|security |federal |national |border |government |then[- ]|top |Prime |Foreign |Interior |Justice "
    r"|Defen[cs]e |Immigration "
    r"|Migration |Home |Deputy )){0,4}"
    r"(?:[Mm]inister|[Pp]resident|[Cc]hancellor|[Pp]remier|[Ss]ecretary|[Kk]ing|[Qq]ueen|[Ss]pokes(?:man|woman"
    r"|person)|ambassador|diplomat)"
)
# "Germany's interior minister, Nancy Faeser", "Hungarian Prime Minister Viktor Orban": from the country's end on.
_AFTER_COUNTRY = re.compile(rf"(?:['’]s)? {_OFFICE}(?: for [a-z ]{{3,30}})?,? {_NAME}")
# "Nancy Faeser, the interior minister of Germany", up to the beginning of the country.
_BEFORE_COUNTRY = re.compile(rf"{_NAME}, (?:the |who is )?{_OFFICE} of (?:the )?$")
_REACH = 110


def find_leaders(text: str, places: Sequence[Place]) -> tuple[Place, ...]:
    """The mentions of persons whom the text introduces by their office, where it names them without their country."""
    introduced = dict(_introduced(text, places))
    if not introduced:
        return ()
    taken = [place.span for place in places]
    surnames = re.compile(r"(?<![^\W_])(?:" + "|".join(map(re.escape, introduced)) + r")(?![^\W_])")
    return tuple(
        Place(Span(*found.span()), introduced[found.group()][0], "leader")
        for found in surnames.finditer(text)
        if found.start() > introduced[found.group()][1] and not _overlaps(taken, Span(*found.span()))
    )


def _introduced(text: str, places: Sequence[Place]) -> Iterator[tuple[str, tuple[tuple[str, ...], int]]]:
    """Surnames with the country that each speaks for and the end of the words that say so."""
    for place in places:
        if len(place.codes) > 1:
            continue
        after = _AFTER_COUNTRY.match(text, place.span.end)
        if after:
            yield after["surname"], (place.codes, after.end())
        if not text.endswith(("of ", "of the "), 0, place.span.start):
            continue
        before = _BEFORE_COUNTRY.search(text, max(0, place.span.start - _REACH), place.span.start)
        if before:
            yield before["surname"], (place.codes, place.span.end)


def _overlaps(taken: Sequence[Span], span: Span) -> bool:
    at = bisect_left(taken, span.start, key=lambda other: other.end)
    return at < len(taken) and taken[at].start < span.end
