"""Date lines: which lines hold nothing but a date, and which day they give."""

from __future__ import annotations

import re
from datetime import date

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            *("jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july", "aug august"),
            *("sep sept september", "oct october", "nov november", "dec december"),
        ),
        start=1,
    )
    for name in names.split()
}
_ANY_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_MONTH = rf"(?P<month>{_ANY_MONTH})\b\.?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_DATES = (
    re.compile(rf"{_YEAR}-(?P<number>\d\d?)-(?P<day>\d\d?)"),
    re.compile(rf"(?i)\b(?P<day>\d\d?)(?:st|nd|rd|th|\.)?\s(?:of\s)?{_MONTH},?\s{_YEAR}\b"),
    re.compile(rf"(?i)\b{_MONTH}\s(?P<day>\d\d?)(?:st|nd|rd|th)?,?\s{_YEAR}\b"),
    re.compile(rf"\b(?P<day>\d\d?)[./](?P<number>\d\d?)[./]{_YEAR}\b"),
)
_FILLER = re.compile(
    r"(?i)\b(?:published|updated|last|modified|posted|created|first|on|at|of|by|date|edited|issued|"
    r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|a\.?m|p\.?m|[a-z]{1,3}t|gmt|utc|msk|local time|"
    rf"minutes?|mins?|hours?|hrs?|days?|weeks?|ago|read|st|nd|rd|th|today|yesterday|{_ANY_MONTH})\b|[\d\W_]"
)
_DATED = re.compile(
    rf"(?i)\b(?:{_ANY_MONTH})\b.{{0,3}}\d|\d.{{0,5}}\b(?:{_ANY_MONTH})\b|\d[./-]\d\d?[./-](?:19|20)?\d\d|"
    r"\b(?:19|20)\d\d-\d\d|\b(?:minutes?|mins?|hours?|hrs?|days?|weeks?)\s(?:ago|read)\b"
)
_FIGURE, _AGE = re.compile(r"\d"), re.compile(r"(?i)\s(?:ago|read)\b")
_LONGEST = 100
_MOST_OTHER = 4
"""How many characters may stand beside the date and the words around it: "ET", a city's code."""


def is_date_line(line: str) -> bool:
    """Whether a line holds a date or an age ("3 hours ago", "4 min read") and nothing else."""
    if len(line) > _LONGEST or not (_FIGURE.search(line) or _AGE.search(line)):
        return False
    return _DATED.search(line) is not None and len(_FILLER.sub("", line)) <= _MOST_OTHER


def read_date(line: str) -> date | None:
    """The day that a line gives, None where it gives none, or where its figures could be two days."""
    for pattern in _DATES:
        if found := pattern.search(line):
            parts = found.groupdict()
            day, year = int(parts["day"]), int(parts["year"])
            if "month" in parts:
                return _day(year, _MONTHS[parts["month"].lower()], day)
            number = int(parts["number"])
            if "-" in found.group() or day == number:
                return _day(year, number, day)
            # In "04/03/2022" either can be the month; in "23/03/2022" only one can.
            return _day(year, min(day, number), max(day, number)) if max(day, number) > 12 else None
    return None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
