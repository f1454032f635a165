"""What a line of a pasted page is by itself: prose, byline, date, furniture of the page, or a plain line."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from bot.analysis.datelines import is_date_line
from bot.analysis.lexicon import read_lexicon
from bot.model import Span

Kind = Literal["prose", "byline", "date", "furniture", "plain"]
"""A plain line can be a title, a cross-head, a kicker, an item of a list."""

_MARKS = " \t\xa0•·*–—-|›»>#:.…↓↑→←▼▲"
_STOPS = tuple(".!?…:;。！？؟।۔")
_CLOSERS = "\"'”’»›)]」』*_"
# It begins with the stop, because a text is searched fast for one of a few marks.
_INNER_STOP = re.compile(r"[.!?।。！？؟](?:(?<=[।。！？؟])|(?<=[a-z0-9)”\"][.!?])[”\"’)]?\s+[“\"A-ZА-Я])")
_NAME = r"(?:(?:[A-ZÀ-ÞА-ЯЁ][\w’'.-]{0,25}|de|da|del|der|den|van|von|bin|al|la|le|el)(?:[ \xa0](?=\S)|(?=\W|\Z)))"
_NAMES = rf"{_NAME}{{1,5}}(?:(?:, |,? ?(?:and|und|et|y|и|&) ){_NAME}{{1,5}}){{0,4}}"
_BYLINE = re.compile(
    r"(?:(?i:by|byline|written by|reported by|reporting by|story by|words by|text by|author|von|par|"
    r"por|автор)\s?:?\s)\s*"
    rf"(?P<names>{_NAMES})\s*(?:[,|/•·(–—-].{{0,80}}|(?:in|for|at|of)\s.{{0,60}})?\Z"
)
_BULLET_NAME = re.compile(rf"[•·]\s*(?P<names>{_NAME}{{2,4}})\Z")
_BARE_NAME = re.compile(r"(?P<names>[A-ZÀ-Þ][\w’'-]{1,20}(?: [A-Z]\.){0,2}(?: [A-ZÀ-Þ][\w’'-]{1,20}){1,2})(?:,.*)?\Z")
_ROLE = re.compile(
    r"(?i).{0,40}\b(?:correspondent|reporter|editor|writer|columnist|contributor|journalist|bbc news|staff)\Z"
)
_LEADS_ELSEWHERE = re.compile(
    r"(?i)(?:read (?:more|also|next|the full \w+)|also read|see also|more on this|related(?: \w+)?|"
    r"watch(?: live)?|listen|recommended|don't miss|tags|topics|filed under|photo(?:graph)?s?(?: credit| by)?|"
    r"image(?: credit| source)?|(?:picture )?credit|caption|file photo|video|"
    r"читайте также|lire aussi|lesen sie auch|lea también)\s*[:|►▶]"
    r"|©|\(c\) ?\d{4}|copyright (?:©|\d{4})|all rights reserved"
    r"|\(?photo(?:graph)? by |image source|getty images\b|media caption|image caption"
    r"|follow us on |sign up (?:for|to) (?:our|the)\b|subscribe to (?:our|the)\b|share (?:on|via|with|this) |"
    r"click here |join (?:us on|our) |get (?:our|the) (?:free )?(?:app|newsletter)|download (?:our|the) app"
    r"|(?:we|this (?:site|website)) uses? cookies|by (?:continuing|clicking|using)\b.{0,40}\byou\b.{0,40}"
    r"(?:cookies|agree|consent)"
    r"|(?:additional )?reporting by .{2,80}(?:editing by |\Z)|editing by |https?://\S+\Z|www\.\S+\Z|@\w+\Z"
)
_CREDIT = re.compile(
    r"(?:[/|©]|\bvia|\(|:|—|–|-)\s?(?:\w+[ /]){0,3}(?:Getty Images|Getty|AFP|Reuters|REUTERS|AP|AP Photo|EPA|EFE|"
    r"Shutterstock|Unsplash|Alamy|TASS|Wikimedia Commons)[\w /.-]{0,40}\)?\Z"
    r"|\((?:Photo|Image|Picture|Credit|Foto)[: ][^)]{2,80}\)\Z"
    r"|(?:Photo|Image|Picture|Photograph|Credit)s?(?: credit| courtesy of)?(?::| by)\s[^.]{2,60}\Z"
)
_CREDITED = re.compile(
    "Getty|AFP|euters|REUTERS|AP|EPA|EFE|Shutterstock|Unsplash|Alamy|TASS|Wikimedia|Photo|Image|Picture|Credit|Foto"
)
_FURNITURE = read_lexicon("furniture")
_LONGEST_TITLE = 220
_LONGEST_QUESTION = 120
_LONGEST_BYLINE = 160
_LONGEST_FURNITURE = 320
_LONGEST_CREDIT = 120
_FEWEST_BLANKS = 3
_LONGEST_INITIAL = 3
_TITLE_CASE = 0.8
_SHORTEST_ROLE = len("staff")


class Line(NamedTuple):
    """A line with its words and its kind."""

    span: Span
    words: str
    kind: Kind

    def may_be_title(self) -> bool:
        """Whether a line of prose can be a title nevertheless: a question, or one in title case."""
        if len(self.words) > _LONGEST_TITLE or _INNER_STOP.search(self.words):
            return False
        if self.words[-1] in "?!":
            return len(self.words) < _LONGEST_QUESTION
        return self.words[-1] not in ":;" and _is_title_case(self.words)

    def is_section(self) -> bool:
        """Whether the line only names a section of the paper."""
        return self.words.strip(_MARKS).lower() in _FURNITURE["section"]

    def heads_links(self) -> bool:
        """Whether the line is a heading under which pages list links."""
        return self.words.strip(_MARKS).lower() in _FURNITURE["tail"]

    def is_role(self) -> bool:
        """Whether the line tells what a reporter is."""
        return len(self.words) >= _SHORTEST_ROLE and _ROLE.match(self.words) is not None

    def names(self, *, bare: bool = False) -> Span | None:
        """The names in a byline, or of a line that is nothing but a name."""
        found = _BARE_NAME.match(self.words) if bare else _BYLINE.match(self.words) or _BULLET_NAME.match(self.words)
        if found is None:
            return None
        names = found["names"].rstrip()
        if len(names.split()[-1]) > _LONGEST_INITIAL:
            names = names.rstrip(".")
        start = self.span.start + found.start("names")
        return Span(start, start + len(names))


def kind_of(line: str) -> Kind:
    """What a trimmed line is; what may be two things is rather the article's than the page's."""
    if len(line) > _LONGEST_FURNITURE:
        return "prose"
    # One bare word is what tables and menus are made of; all further tests ask for a mark, a figure or a blank.
    if line.isalpha():
        return _kind_of_word(line)
    bare = line.strip(_MARKS)
    if not bare or bare.lower() in _FURNITURE["line"] or _LEADS_ELSEWHERE.match(line.lstrip(_MARKS)):
        return "furniture"
    if _is_credit(line[-_LONGEST_CREDIT:]):
        return "furniture"
    if is_date_line(bare):
        return "date"
    if _BULLET_NAME.match(line) or (len(line) < _LONGEST_BYLINE and _BYLINE.match(line)):
        return "byline"
    if line.count(" ") >= _FEWEST_BLANKS and line.rstrip(_CLOSERS).endswith(_STOPS):
        return "prose"
    return "prose" if len(line) > _LONGEST_TITLE or _INNER_STOP.search(line) else "plain"


def _kind_of_word(word: str) -> Kind:
    if word.lower() in _FURNITURE["line"]:
        return "furniture"
    return "prose" if len(word) > _LONGEST_TITLE else "plain"


def _is_credit(line: str) -> bool:
    # The words are looked for first: few lines have one, and the pattern may begin anywhere.
    return _CREDITED.search(line) is not None and _CREDIT.search(line) is not None


def _is_title_case(line: str) -> bool:
    words = [word for word in line.split() if len(word) > 3 and word[0].isalpha()]
    return len(words) > 3 and sum(word[0].isupper() for word in words) >= _TITLE_CASE * len(words)
