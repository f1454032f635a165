"""How values are written in the database: times, spans, lists of spans."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from itertools import chain

from bot.model import Span

_UNWRITABLE = re.compile("[\x00\ud800-\udfff]")


def now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)


def write_time(moment: datetime | None) -> int | None:
    """Seconds since 1970; ValueError for a time without a zone."""
    if moment is None:
        return None
    if moment.tzinfo is None:
        raise ValueError(f"{moment} has no time zone")
    return int(moment.timestamp())


def read_time(seconds: int | None) -> datetime | None:
    """The time in UTC."""
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)


def write_day(day: date | None) -> int | None:
    """Midnight of the day in UTC, seconds since 1970."""
    return None if day is None else int(datetime.combine(day, time(), UTC).timestamp())


def read_day(seconds: int | None) -> date | None:
    """The day whose midnight it is."""
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC).date()


def write_span(span: Span | None) -> str | None:
    """`start:end`."""
    return None if span is None else f"{span.start}:{span.end}"


def read_span(written: str) -> Span:
    """The span of `start:end`."""
    start, end = written.split(":")
    return Span(int(start), int(end))


def read_optional_span(written: str | None) -> Span | None:
    """The same where there may be none."""
    return None if written is None else read_span(written)


def write_spans(spans: Iterable[Span]) -> str:
    """A JSON array of numbers, start and end in turn."""
    return json.dumps(list(chain.from_iterable(spans)), separators=(",", ":"))


def read_spans(written: str) -> tuple[Span, ...]:
    """The spans of such an array."""
    numbers = iter(json.loads(written))
    return tuple(Span(start, end) for start, end in zip(numbers, numbers, strict=True))


def writable(text: str) -> str:
    """The text with the few characters that no database holds replaced, one by one, so that spans still fit."""
    return _UNWRITABLE.sub("\ufffd", text)


def fingerprint(text: str) -> str:
    """The same for two texts that differ only in white space and in how their letters are composed."""
    words = " ".join(unicodedata.normalize("NFC", text).split())
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()
