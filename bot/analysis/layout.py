"""What of a text is the article: title, author, date and paragraphs, told from the page around them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.analysis.lexicon import read_lexicon
from bot.model import Span

_LINE = re.compile(r"[^\s][^\n\r\u2028\u2029]*")
_MARKS = " \t\xa0•·*–—-|›»>#:.…↓↑→←▼▲"
_PROSE_END = re.compile(r"[.!?…:;。！？؟।۔][\"'”’»›)\]」』*_]{0,4}\Z")
_INNER_STOP = re.compile(r"[a-z0-9)”\"][.!?][”\"’)]?\s+[“\"A-ZА-Я]|[。！？؟।]")
_NAME = r"(?:(?:[A-ZÀ-ÞА-ЯЁ][\w’'.-]{0,25}|de|da|del|der|den|van|von|bin|al|la|le|el)(?:[ \xa0](?=\S)|(?=\W|\Z)))"
_NAMES = rf"{_NAME}{{1,5}}(?:(?:, |,? ?(?:and|und|et|y|и|&) ){_NAME}{{1,5}}){{0,4}}"
_BYLINE = re.compile(
    rf"(?:(?i:by|written by|reported by|reporting by|story by|words by|text by|author|von|par|por|автор)\s?:?\s)\s*"
    rf"(?P<names>{_NAMES})(?P<rest>.*)\Z"
)
_BULLET_NAME = re.compile(rf"[•·]\s*(?P<names>{_NAME}{{2,4}})\Z")
_BARE_NAME = re.compile(
    r"(?P<names>[A-ZÀ-Þ][\w’'-]{1,20}(?: [A-Z]\.){0,2}(?: [A-ZÀ-Þ][\w’'-]{1,20}){1,2})(?P<rest>,.*)?\Z"
)
_ROLE = re.compile(
    r"(?i).{0,40}\b(?:correspondent|reporter|editor|writer|columnist|contributor|journalist|bbc news|staff)\Z"
)
_BYLINE_REST = re.compile(r"\s*(?:[,|/•·(–—-].{0,80}|(?:in|for|at|of)\s.{0,60})?\Z")
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january",
            "feb february",
            "mar march",
            "apr april",
            "may",
            "jun june",
            "jul july",
            "aug august",
            "sep sept september",
            "oct october",
            "nov november",
            "dec december",
        ),
        start=1,
    )  # fmt: skip
    for name in names.split()
}
_MONTH = "(?P<month>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\b\.?"
_DATES = (
    re.compile(r"(?P<year>(?:19|20)\d\d)-(?P<number>\d\d?)-(?P<day>\d\d?)"),
    re.compile(rf"\b(?P<day>\d\d?)(?:st|nd|rd|th|\.)?\s(?:of\s)?{_MONTH},?\s(?P<year>(?:19|20)\d\d)\b", re.IGNORECASE),
    re.compile(rf"\b{_MONTH}\s(?P<day>\d\d?)(?:st|nd|rd|th)?,?\s(?P<year>(?:19|20)\d\d)\b", re.IGNORECASE),
    re.compile(r"\b(?P<day>\d\d?)[./](?P<number>\d\d?)[./](?P<year>(?:19|20)\d\d)\b"),
)
_DATE_WORDS = re.compile(
    r"(?i)\b(?:published|updated|last|modified|posted|created|first|on|at|of|by|date|edited|issued|"
    r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|"
    + "|".join(sorted(_MONTHS, key=len, reverse=True))
    + r"|a\.?m|p\.?m|[a-z]{1,3}t|gmt|utc|msk|local time|minutes?|mins?|hours?|hrs?|days?|weeks?|ago|read|st|nd|rd|th|"
    r"today|yesterday)\b|[\d\W_]"
)
_DATED = re.compile(
    r"(?i)(?:\b(?:" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\b.{0,3}\d|\d.{0,5}\b(?:"
    + "|".join(sorted(_MONTHS, key=len, reverse=True))
    + r")\b|\d[./-]\d\d?[./-](?:19|20)?\d\d|\b(?:19|20)\d\d-\d\d|\b(?:minutes?|mins?|hours?|hrs?|days?|weeks?)\s(?:ago|read)\b)"
)  # fmt: skip
_LED = re.compile(
    r"(?i)(?:read (?:more|also|next|the full \w+)|also read|see also|more on this|related(?: \w+)?|watch(?: live)?|listen|"
    r"recommended|don't miss|tags|topics|filed under|photo(?:graph)?s?(?: credit| by)?|image(?: credit| source)?|"
    r"(?:picture )?credit|caption|file photo|video|читайте также|lire aussi|lesen sie auch|lea también)\s*[:|►▶]"
    r"|©|\(c\) ?\d{4}|copyright (?:©|\d{4})|\(?photo(?:graph)? by |follow us on |sign up (?:for|to) (?:our|the)\b|"
    r"subscribe to (?:our|the)\b|(?:we|this (?:site|website)) uses? cookies|by (?:continuing|clicking|using) .{0,60}"
    r"(?:cookies|agree|consent)|share (?:on|via|with|this) |click here |join (?:us on|our) |all rights reserved|"
    r"image source|getty images\b|media caption|image caption|get (?:our|the) (?:free )?(?:app|newsletter)|download (?:our|the) app|"
    r"(?:additional )?reporting by .{2,80}(?:editing by |\Z)|editing by |https?://\S+\Z|www\.\S+\Z|@\w+\Z"
)
_CREDIT = re.compile(
    r"(?:[/|©]|\bvia|\(|:|—|–|-)\s?(?:\w+[ /]){0,3}(?:Getty Images|Getty|AFP|Reuters|REUTERS|AP|AP Photo|EPA|EFE|Shutterstock|"
    r"Unsplash|Alamy|TASS|Wikimedia Commons)[\w /.-]{0,40}\)?\Z|\((?:Photo|Image|Picture|Credit|Foto)[: ][^)]{2,80}\)\Z|"
    r"(?:Photo|Image|Picture|Photograph|Credit)s?(?: credit| courtesy)?(?: of|:| by)\s[^.]{2,60}\Z"
)

_FURNITURE = read_lexicon("furniture")
_LINES = _FURNITURE["line"]
_TAILS = _FURNITURE["tail"]
_SECTIONS = _FURNITURE["section"]
_LONGEST_TITLE = 220
_LONGEST_FURNITURE = 320
_LONGEST_HEAD = 40
_LONGEST_CREDIT = 120
_WRAP_WIDTHS = range(40, 121)
_NEARLY_FULL = 0.8
_FEWEST_FULL = 3


@dataclass(frozen=True, slots=True)
class Layout:
    """The parts of a text; all spans lie in it, in text order.

    `lines` are its lines, trimmed; where a paragraph was wrapped at a fixed width, its lines are one. `body` are
    those lines that are the article. `published` is the date that a date line gives; days and months in figures
    are read day first, and not at all where they could be either.
    """

    lines: tuple[Span, ...]
    title: Span | None
    author: Span | None
    published: date | None
    body: tuple[Span, ...]


def read_layout(text: str, *, title: str | None = None) -> Layout:
    """Tell the article from the page around it; `title` is its headline where that is known.

    Intake asks this for title, author and date of a pasted text. When in doubt a line is the article's: a lost
    paragraph is worse than a menu that stayed.
    """
    lines = _unwrap(text, [_trimmed(text, m.start(), m.end()) for m in _LINE.finditer(text)])
    words = [line.of(text) for line in lines]
    kinds = [_kind(line) for line in words]
    first = _first_prose(words, kinds)
    title_at = _title_line(words, kinds, first, title)
    author = _author(text, lines, words, kinds, first, title_at)
    published = next((_read_date(w) for w, kind in zip(words, kinds, strict=True) if kind == "date"), None)
    body = _body(words, kinds, first, title_at)
    return Layout(
        lines=tuple(lines),
        title=None if title_at is None else lines[title_at],
        author=author,
        published=published,
        body=tuple(lines[i] for i in body),
    )


def _trimmed(text: str, start: int, end: int) -> Span:
    return Span(start, start + len(text[start:end].rstrip()))


def _unwrap(text: str, lines: list[Span]) -> list[Span]:
    """Join the lines of paragraphs that were wrapped at a fixed width."""
    touching = [i for i in range(1, len(lines)) if text.count("\n", lines[i - 1].end, lines[i].start) == 1]
    if not touching:
        return lines
    width = _wrap_width(text, [lines[i - 1] for i in touching])
    joined: list[Span] = []
    touching_set = set(touching)
    for i, line in enumerate(lines):
        if i in touching_set and _goes_on(text, lines[i - 1], line, width):
            joined[-1] = Span(joined[-1].start, line.end)
        else:
            joined.append(line)
    return joined


def _wrap_width(text: str, lines: Sequence[Span]) -> int:
    """The width at which the lines were wrapped, 0 where they were not: then most would not be nearly as long."""
    width = max(line.end - line.start for line in lines)
    full = [line for line in lines if line.end - line.start >= _NEARLY_FULL * width]
    unfinished = sum(text[line.end - 1].isalnum() or text[line.end - 1] == "," for line in full)
    return width if width in _WRAP_WIDTHS and len(full) >= _FEWEST_FULL and 2 * unfinished >= len(full) else 0


def _goes_on(text: str, line: Span, following: Span, width: int) -> bool:
    """Whether a paragraph goes on in the next line: its first word had no room left, or the phrase is unfinished."""
    length, last = line.end - line.start, text[line.end - 1]
    if text[following.start] in "•·*–—-" or length > _WRAP_WIDTHS.stop:
        return False
    if length >= _WRAP_WIDTHS.start and (last.islower() or last == ",") and text[following.start].islower():
        return True
    first_word = text[following.start : min(following.end, following.start + 30)].split(None, 1)[0]
    return bool(width) and length >= _WRAP_WIDTHS.start and length + 1 + len(first_word) > width


def _kind(line: str) -> str:
    """What one line is by itself: furniture, byline, date, prose, or plain (a title, a cross-head, an item)."""
    if len(line) > _LONGEST_FURNITURE:
        return "prose"
    bare = line.strip(_MARKS)
    if (
        not bare
        or bare.lower() in _LINES
        or _LED.match(line.lstrip(_MARKS[:8]))
        or _CREDIT.search(line[-_LONGEST_CREDIT:])
    ):
        return "furniture"
    if _is_date(bare):
        return "date"
    byline = _BYLINE.match(line)
    if _BULLET_NAME.match(line) or (byline and len(line) < 160 and _BYLINE_REST.match(byline["rest"])):
        return "byline"
    if (_PROSE_END.search(line) and line.count(" ") >= 3) or len(line) > _LONGEST_TITLE or _INNER_STOP.search(line):
        return "prose"
    return "plain"


def _is_date(line: str) -> bool:
    return len(line) <= 100 and _DATED.search(line) is not None and len(_DATE_WORDS.sub("", line)) <= 4


def _read_date(line: str) -> date | None:
    for pattern in _DATES:
        if found := pattern.search(line):
            parts = found.groupdict()
            number = _MONTHS[parts["month"].lower()] if "month" in parts else int(parts["number"])
            day = int(parts["day"])
            if "-" not in found.group() and "month" not in parts and day != number:
                if day <= 12 and number <= 12:
                    return None
                day, number = max(day, number), min(day, number)
            try:
                return date(int(parts["year"]), number, day)
            except ValueError:
                return None
    return None


def _is_title_case(line: str) -> bool:
    words = [w for w in line.split() if len(w) > 3 and w[0].isalpha()]
    return len(words) > 3 and sum(w[0].isupper() for w in words) >= 0.8 * len(words)


def _first_prose(words: Sequence[str], kinds: Sequence[str]) -> int:
    """The index of the first line that is surely the article's; a title in its place does not count."""
    for i, (line, kind) in enumerate(zip(words, kinds, strict=True)):
        if kind == "prose" and not (_may_be_title(line) and "prose" in kinds[i + 1 : i + _LONGEST_HEAD]):
            return i
    return len(words)


def _may_be_title(line: str) -> bool:
    """Whether a line with a stop at its end can be a title nevertheless."""
    if len(line) > _LONGEST_TITLE or _INNER_STOP.search(line):
        return False
    return (line[-1] in "?!" and len(line) < 120) or (line[-1] not in ":;" and _is_title_case(line))


def _title_line(words: Sequence[str], kinds: Sequence[str], first: int, title: str | None) -> int | None:
    """The index of the title among the lines above the first prose, None where there is none."""
    if title and (same := _same_line(words[: first + 1], title)) is not None:
        return same
    if title or first == len(words):
        return None
    candidates = [
        i
        for i in range(min(first, _LONGEST_HEAD))
        if kinds[i] in ("plain", "prose") and len(words[i]) <= _LONGEST_TITLE and words[i][-1] not in ":;,"
        and words[i].strip(_MARKS).lower() not in _SECTIONS
    ]  # fmt: skip
    telling = [i for i in candidates if words[i].count(" ") >= 4 or (not words[i].isascii() and len(words[i]) > 15)]
    return telling[0] if telling else max(candidates, key=lambda i: len(words[i]), default=None)


def _same_line(words: Sequence[str], title: str) -> int | None:
    wanted = _folded(title)
    for i, line in enumerate(words[:_LONGEST_HEAD]):
        if len(line) <= 2 * len(title) + 20 and _folded(line) == wanted:
            return i
    return None


def _folded(line: str) -> str:
    return " ".join(re.sub(r"[\W_]+", " ", line).lower().split())


def _author(
    text: str, lines: Sequence[Span], words: Sequence[str], kinds: list[str], first: int, title_at: int | None
) -> Span | None:
    """The names of the byline; a bare name counts only beside a date line, and becomes a byline in `kinds`."""
    bylines = [i for i, kind in enumerate(kinds) if kind == "byline"]
    for i in bylines:
        if i <= first + 2 or i >= len(kinds) - 4:
            found = _BYLINE.match(words[i]) or _BULLET_NAME.match(words[i])
            assert found is not None
            return _trimmed(text, lines[i].start + found.start("names"), lines[i].start + found.end("names"))
    for i in range(min(first, len(words))):
        if i == title_at or kinds[i] != "plain" or words[i].lower() in _SECTIONS:
            continue
        beside_date = "date" in kinds[max(0, i - 1) : i] + kinds[i + 1 : i + 2]
        above_role = i + 1 < len(words) and _ROLE.match(words[i + 1]) is not None
        bare = _BARE_NAME.match(words[i]) if beside_date or above_role else None
        if bare:
            kinds[i] = "byline"
            return _trimmed(text, lines[i].start + bare.start("names"), lines[i].start + bare.end("names"))
    return None


def _body(words: Sequence[str], kinds: Sequence[str], first: int, title_at: int | None) -> list[int]:
    """The indices of the article's lines."""
    begin = 0 if title_at is None else title_at + 1
    end = _tail(words, kinds)
    body = []
    for i in range(begin, end):
        if i == title_at or kinds[i] in ("furniture", "date"):
            continue
        if kinds[i] == "byline" and (i <= first + 2 or i >= len(words) - 4):
            continue
        # Between title and text stand kickers and names of sections; a standfirst has more words.
        if (
            i < first < len(words)
            and title_at is not None
            and kinds[i] == "plain"
            and words[i].count(" ") < 5
            and words[i][-1] not in ".!?"
        ):
            continue
        body.append(i)
    return body or [i for i in range(len(words)) if i != title_at and kinds[i] != "furniture"]


def _tail(words: Sequence[str], kinds: Sequence[str]) -> int:
    """The index behind the article's last line: what follows "Related" and has no prose is a list of links."""
    last = max((i for i, kind in enumerate(kinds) if kind == "prose" and words[i][-1] not in "?!:"), default=len(kinds))
    for i in range(last + 1, len(kinds)):
        if words[i].strip(_MARKS).lower() in _TAILS:
            return i
    return len(kinds)
