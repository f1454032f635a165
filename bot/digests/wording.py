"""Plans of digests in people's words: what editors type, and how it is told back to them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, time
from zoneinfo import ZoneInfo

from bot.countries import country_name, find_country
from bot.digests.schedule import INTERVALS, WEEKDAY_NAMES, WORKDAYS, read_zone, zone_names
from bot.errors import UserError
from bot.model import EVERY_DAY, PARTS, DigestPlan, Filters, Part, Schedule
from bot.store.words import fold

CADENCES: dict[str, str] = {
    "1": "hourly",
    **{str(hours): f"every {hours} hours" for hours in INTERVALS if hours > 1},
    "daily": "daily",
    "weekdays": "weekdays (Monday to Friday)",
    "weekly": "weekly, or on chosen days",
}
"""What an editor chooses, and how it is written in the menu."""
PART_NAMES: dict[Part, str] = {
    "summaries": "summaries",
    "numbers": "key numbers",
    "quotations": "quotations",
    "countries": "country changes",
}
LANGUAGES: dict[str, str] = {
    "en": "English",
    "ru": "Russian",
    "uk": "Ukrainian",
    "de": "German",
    "fr": "French",
    "es": "Spanish",
    "it": "Italian",
    "pl": "Polish",
    "pt": "Portuguese",
    "tr": "Turkish",
    "fi": "Finnish",
    "et": "Estonian",
    "lv": "Latvian",
    "lt": "Lithuanian",
    "ka": "Georgian",
    "kk": "Kazakh",
    "be": "Belarusian",
}
"""The languages that are suggested; any other code of ISO 639 is understood too."""
NOTHING = ("none", "-", "all", "any")
"""What empties a filter when a digest is edited."""

_MOST = 20
_SHORT_DAYS = {name[:length].lower(): number for number, name in enumerate(WEEKDAY_NAMES) for length in (2, 3, 4, 9)}
_DAY_WORDS = {
    "weekdays": WORKDAYS,
    "workdays": WORKDAYS,
    "weekend": EVERY_DAY - WORKDAYS,
    "weekends": EVERY_DAY - WORKDAYS,
    "daily": EVERY_DAY,
    "every day": EVERY_DAY,
    "everyday": EVERY_DAY,
}


def read_schedule(cadence: str, at: time, zone: str, days: frozenset[int] | None) -> Schedule:
    """The schedule of a cadence of `CADENCES`; `days` where an editor chose weekdays."""
    every = int(cadence) if cadence.isdigit() else None
    if days is None:
        days = {"weekdays": WORKDAYS, "weekly": frozenset({0})}.get(cadence, EVERY_DAY)
    return Schedule(at, read_zone(zone).key, days, every)


def cadence_of(schedule: Schedule) -> str:
    """The cadence, of `CADENCES`, that a schedule has."""
    if schedule.every is not None:
        return str(schedule.every)
    return {EVERY_DAY: "daily", WORKDAYS: "weekdays"}.get(schedule.weekdays, "weekly")


def read_days(typed: str) -> frozenset[int]:
    """Weekdays as people list them: mon, wed, fri; Monday-Friday; weekends; a UserError for what is none."""
    days: set[int] = set()
    words = typed.lower().replace("–", "-").replace("—", "-").replace(" - ", "-").replace(" and ", ",")
    if words.strip() in _DAY_WORDS:
        return _DAY_WORDS[words.strip()]
    for part in words.replace(";", ",").replace("/", ",").replace(" ", ",").split(","):
        if not part:
            continue
        if part in _DAY_WORDS:
            days |= _DAY_WORDS[part]
            continue
        first, dash, last = part.partition("-")
        start, end = _day(first, typed), _day(last if dash else first, typed)
        days |= {(start + step) % 7 for step in range((end - start) % 7 + 1)}
    if not days:
        raise UserError("That names no day: write the weekdays as mon, wed, fri.")
    return frozenset(days)


def suggest_days(typed: str) -> list[str]:
    """Lists of weekdays that go on from what is typed."""
    *before, last = typed.replace(" ", "").split(",") if typed.strip() else [""]
    begun = ", ".join(part.capitalize() for part in before if part)
    names = [name for name in WEEKDAY_NAMES if name.lower().startswith(last.lower()) and name[:3].lower() not in before]
    if not typed.strip():
        return ["Mon, Wed, Fri", "Tue, Thu", "Sat, Sun", *WEEKDAY_NAMES]
    return [f"{begun}, {name[:3]}" if begun else name for name in names]


def read_words(typed: str | None) -> tuple[str, ...]:
    """Words and phrases with commas between them, each once; a UserError where there are too many."""
    parts = [" ".join(part.split()) for part in (typed or "").replace(";", ",").split(",")]
    words = tuple(dict.fromkeys(part.strip('"“”') for part in parts if fold(part)))
    if len(words) > _MOST:
        raise UserError(f"That is {len(words)} entries; a filter takes up to {_MOST}.")
    return words


def read_countries(typed: str | None) -> tuple[str, ...]:
    """The codes of countries given by their names, with commas between them."""
    codes = []
    for name in read_words(typed):
        code = find_country(name)
        if code is None:
            raise UserError(f"“{name[:60]}” is not a country that I know: write it as Georgia, Kazakhstan.")
        codes.append(code)
    return tuple(dict.fromkeys(codes))


def read_parts(typed: str | None) -> frozenset[Part]:
    """The parts that an editor lists: summaries, numbers, quotations, countries; all where nothing is listed."""
    parts: set[Part] = set()
    for word in read_words(typed):
        if fold(word) in ("all", "everything"):
            return frozenset(PARTS)
        last = fold(word).split()[-1] if fold(word) else ""
        found = [part for part in PARTS if part.startswith(fold(word)[:4]) or last[:4] in PART_NAMES[part]]
        if not found:
            raise UserError(f"“{word[:40]}” is no part of a digest: choose from {', '.join(PARTS)}.")
        parts.add(found[0])
    return frozenset(parts or PARTS)


def read_language(typed: str | None) -> str | None:
    """The code of a language given by its name or code."""
    if not typed or not typed.strip():
        return None
    word = typed.strip().lower()
    for code, name in LANGUAGES.items():
        if word in (code, name.lower()):
            return code
    if not (len(word) in (2, 3) and word.isascii() and word.isalpha()):
        raise UserError(
            f"“{typed[:40]}” is not a language that I know: pick a suggestion, or write its code, such as en."
        )
    return word


def find_zone(typed: str) -> str:
    """The name of the zone that somebody typed, by its name or its city; a UserError where it is none."""
    wanted = fold(typed)
    for name in zone_names():
        if wanted == fold(name):
            return name
    cities = [name for name in zone_names() if fold(name.rpartition("/")[2]) == wanted and "/" in name]
    return min(cities, key=len) if cities else read_zone(typed.strip()).key


def suggest_zones(typed: str, moment: datetime, *, first: str | None = None, limit: int = 25) -> list[tuple[str, str]]:
    """Zones by name, city or current local time, as (shown, name): "Europe/Berlin · now 16:04".

    `first` is the zone to begin with where nothing is typed. Reads many small files: not for the event loop.
    """
    wanted = fold(typed)
    usual = [name for name in zone_names() if name == "UTC" or ("/" in name and not name.startswith("Etc/"))]
    if not wanted:
        names = [first or "UTC", "UTC", *_OFTEN]
    elif typed.strip()[0].isdigit():
        clock = typed.strip().replace(".", ":")
        there = [name for name in sorted(usual) if _now(name, moment).startswith(clock.zfill(2))]
        # At any time there are dozens, and of most nobody thinks first.
        names = sorted(there, key=lambda name: name not in _OFTEN)
    else:
        named = [name for name in usual if f" {wanted}" in f" {fold(name)}"]
        names = sorted(named, key=lambda name: (not fold(name.rpartition("/")[2]).startswith(wanted), name))
    chosen = list(dict.fromkeys(names))[:limit]
    return [(f"{name.replace('_', ' ')} · now {_now(name, moment)}", name) for name in chosen]


def describe(schedule: Schedule) -> str:
    """When a digest is due: "daily at 09:00", "every 6 hours from 03:00 on Mon, Wed"."""
    days = "" if schedule.weekdays == EVERY_DAY else _days(schedule.weekdays)
    at = schedule.at.isoformat("minutes")
    if schedule.every == 1:
        return f"hourly at :{at[3:]}" + (f" on {days}" if days else "")
    if schedule.every is not None:
        hours = f"every {schedule.every} hours ({', '.join(one.isoformat('minutes') for one in schedule.times)})"
        return hours + (f" on {days}" if days else "")
    if not days:
        return f"daily at {at}"
    return f"{days} at {at}"


def short_name(plan: DigestPlan, channel: str) -> str:
    """A digest as a list names it: "#news · daily 09:00 Europe/Berlin"."""
    schedule = plan.schedule
    when = describe(schedule).replace(" at ", " ")
    if schedule.every and schedule.every > 1:
        when = f"every {schedule.every} hours"
    return f"#{channel} · {when} {schedule.zone}"


def describe_filters(filters: Filters) -> list[str]:
    """The filters of a digest, one line each; empty where it takes all."""
    lines = [
        _listed("with", filters.include, " or "),
        _listed("without", filters.exclude, ", "),
        _listed("from", filters.outlets, ", "),
        f"from {len(filters.feeds)} chosen feed{'s' if len(filters.feeds) > 1 else ''}" if filters.feeds else "",
        _listed("on the position of", [country_name(code) for code in filters.countries], " or "),
        f"in {LANGUAGES.get(filters.language, filters.language)}" if filters.language else "",
        "only new or changed country positions" if filters.new_positions else "",
    ]
    return [line for line in lines if line]


def describe_parts(parts: Iterable[Part]) -> str:
    """The parts that a digest shows."""
    chosen = set(parts)
    return ", ".join(PART_NAMES[part] for part in PARTS if part in chosen)


def _day(word: str, typed: str) -> int:
    for length in (9, 4, 3, 2):
        number = _SHORT_DAYS.get(word[:length])
        if number is not None and WEEKDAY_NAMES[number].lower().startswith(word.rstrip("s.")[:9]):
            return number
    raise UserError(f"“{typed[:40]}” names no weekdays: write them as mon, wed, fri.")


def _days(days: Iterable[int]) -> str:
    chosen = frozenset(days)
    if chosen == WORKDAYS:
        return "weekdays"
    if len(chosen) == 1:
        return f"{WEEKDAY_NAMES[min(chosen)]}s"
    return ", ".join(WEEKDAY_NAMES[day][:3] for day in sorted(chosen))


def _now(name: str, moment: datetime) -> str:
    return f"{moment.astimezone(ZoneInfo(name)):%H:%M}"


def _listed(before: str, words: Sequence[str], between: str) -> str:
    return f"{before} {between.join(f'“{word}”' for word in words)}" if words else ""


_OFTEN = (
    "Europe/London",
    "Europe/Berlin",
    "Europe/Helsinki",
    "Europe/Kyiv",
    "Europe/Istanbul",
    "Asia/Tbilisi",
    "Asia/Yerevan",
    "Asia/Almaty",
    "Asia/Kolkata",
    "Asia/Tokyo",
    "Australia/Sydney",
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Los_Angeles",
    "America/Sao_Paulo",
)
