"""What stands between quotation marks: straight, curly, guillemets, low-high and single, paired within a paragraph."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from bot.model import Span

_DOUBLE, _SINGLE = '"“”„‟«»＂', "'‘’‚‹›"
_SINGLE_END = re.compile("[,.?!…]['’]|\n")
_FAR_END = 300
_OPENING = frozenset("“„‟«")
# What a mark closes that cannot be told from its shape: the German, Swedish and Danish habits.
_CLOSERS = {"“": '”"“', "„": '“”"‟', "‟": '”"', "«": "»", "»": "«", "”": '”"', '"': '"”', "＂": '＂"”'}
_BEFORE_OPENING = frozenset(" \t\u00a0\u2009\u202f([{—–-/‘'“\"…:;,|•*>")
_SPACE = " \t\u00a0\u2009\u200b\u202f\r\ufeff"


class Marked(NamedTuple):
    """The words between two quotation marks, `outer` with the marks.

    `closed` is false where the paragraph ends before the closing mark; `continues` is true where the words go on
    from an unclosed paragraph before. A `turn` is a speaker's turn in a transcript, without marks.
    """

    span: Span
    outer: Span
    line: int
    closed: bool = True
    continues: bool = False
    single: bool = False
    turn: bool = False


def find_marked(text: str, lines: Sequence[Span]) -> list[Marked]:
    """Everything that the text puts between quotation marks, outermost marks only, in text order.

    Marks are paired within a line; a quotation over several paragraphs gives one `Marked` for each.
    """
    marks = _by_line(text, lines)
    found: list[Marked] = []
    unclosed = -2
    for number, of_line in marks.items():
        line = lines[number]
        follows = unclosed == number - 1
        pairs, left = _pair(text, line, of_line)
        for start, end in pairs:
            _add(found, text, Span(start, end), number, continues=follows and start == line.start)
        if left is not None and _runs_on(text, line, left, lines, number):
            continues = follows and left == line.start
            _add(found, text, Span(left, line.end), number, closed=False, continues=continues)
            unclosed = number
    # Old wires double the single mark; what is single there stands inside.
    if "''" not in text and ("'" in text or "’" in text or "›" in text):
        found += _singles(text, lines, found)
        found.sort(key=lambda marked: marked.span)
    return found


def _by_line(text: str, lines: Sequence[Span]) -> dict[int, list[int]]:
    """The positions of the double marks of each line that has some, in text order."""
    marks: dict[int, list[int]] = {}
    number = 0
    for position in _positions(text, _DOUBLE):
        while number < len(lines) and lines[number].end <= position:
            number += 1
        if number == len(lines):
            break
        if position >= lines[number].start:
            marks.setdefault(number, []).append(position)
    return marks


def _positions(text: str, marks: str) -> list[int]:
    """Where any of the marks stands, in text order: to find each by itself is quicker than a pattern for all."""
    found: list[int] = []
    for mark in marks:
        position = text.find(mark)
        while position >= 0:
            found.append(position)
            position = text.find(mark, position + 1)
    found.sort()
    return found


def _pair(text: str, line: Span, marks: Sequence[int]) -> tuple[list[tuple[int, int]], int | None]:
    """The outermost pairs of one line as (opening, behind closing), and the opening mark that is left over."""
    if not marks:
        return [], None
    nested = _pair_nested(text, line, marks)
    if nested[1] is None or (nested[1] == line.start and not _closes_later(text, line, nested[1], marks)):
        return nested
    return _pair_flat(text, line, marks)


def _pair_nested(text: str, line: Span, marks: Sequence[int]) -> tuple[list[tuple[int, int]], int | None]:
    pairs: list[tuple[int, int]] = []
    stack: list[int] = []
    for position in marks:
        mark = text[position]
        if stack and mark in _CLOSERS[text[stack[-1]]] and not _looks_opening(text, line, position):
            start = stack.pop()
            if not stack:
                pairs.append((start, position + 1))
        elif _may_open(text, line, position):
            stack.append(position)
        elif stack and mark in '”"»' and any(mark in _CLOSERS[text[p]] for p in stack[:1]):
            pairs.append((stack[0], position + 1))
            stack.clear()
    return pairs, stack[0] if stack else None


def _closes_later(text: str, line: Span, opening: int, marks: Sequence[int]) -> bool:
    return any(text[p] in _CLOSERS[text[opening]] and not _looks_opening(text, line, p) for p in marks if p > opening)


def _pair_flat(text: str, line: Span, marks: Sequence[int]) -> tuple[list[tuple[int, int]], int | None]:
    """Pairs without nesting, for a line whose marks do not balance: a new opening mark gives up the one before."""
    pairs: list[tuple[int, int]] = []
    opening: int | None = None
    for position in marks:
        closes = opening is not None and text[position] in _CLOSERS[text[opening]]
        if opening is not None and closes and not _looks_opening(text, line, position):
            pairs.append((opening, position + 1))
            opening = None
        elif _may_open(text, line, position):
            opening = position
    return pairs, opening


def _may_open(text: str, line: Span, position: int) -> bool:
    following = text[position + 1] if position + 1 < line.end else " "
    if text[position] in _OPENING:
        return position + 1 < line.end
    return following not in _SPACE and (position == line.start or text[position - 1] in _BEFORE_OPENING)


def _looks_opening(text: str, line: Span, position: int) -> bool:
    """Whether the mark can only open here: by its shape, or with a word behind it and none before."""
    mark = text[position]
    if mark == "„" or (mark == "«" and position + 1 < line.end and text[position + 1].isalnum()):
        return True
    if mark == "«":
        return False
    before = text[position - 1] if position > line.start else " "
    following = text[position + 1] if position + 1 < line.end else " "
    if mark == "“":
        return following.isalnum() or following in "[($…‘'"
    return before in _BEFORE_OPENING and before not in "…,-—–'" and following.isalnum()


def _runs_on(text: str, line: Span, opening: int, lines: Sequence[Span], number: int) -> bool:
    """Whether an opening mark without its closing one quotes the rest of the paragraph."""
    if opening == line.start:
        return True
    before, first = text[max(line.start, opening - 2) : opening].rstrip(), text[opening + 1 : opening + 2]
    if before[-1:] in (".", ":", ",", "?", "!") and first.isupper():
        return True
    following = lines[number + 1] if number + 1 < len(lines) else None
    return following is not None and text[following.start] in '“"«„'


def _add(
    found: list[Marked],
    text: str,
    outer: Span,
    line: int,
    *,
    closed: bool = True,
    continues: bool = False,
    single: bool = False,
) -> None:
    span = _trim(text, outer)
    said = text[span.start : span.end]
    # "(Applause.)" is what was heard, not what was said.
    aside = said[:1] in ("(", "[") and said[-1] in ")]" and not any(mark in said[:-1] for mark in ")]")
    if not aside and (said[:1].isalnum() or any(map(str.isalnum, said))):
        found.append(Marked(span, outer, line, closed, continues, single))


def _trim(text: str, span: Span) -> Span:
    start, end = span
    while start < end and (text[start] in _SPACE or text[start] in "\"“”„‟«»＂'‘’‚‹›"):
        start += 1
    while end > start and (text[end - 1] in _SPACE or text[end - 1] in "\"“”„‟«»＂'‘’‚‹›"):
        end -= 1
    return Span(start, end)


def _singles(text: str, lines: Sequence[Span], doubles: Sequence[Marked]) -> list[Marked]:
    """Pairs of single marks outside all double ones; an apostrophe neither opens nor closes."""
    found: list[Marked] = []
    taken = iter(doubles)
    outer = next(taken, None)
    number, opening = 0, None
    for position in _positions(text, _SINGLE):
        # An apostrophe between two letters neither opens nor closes.
        if text[position - 1 : position].isalnum() and text[position + 1 : position + 2].isalnum():
            continue
        opens, closes = _single_opens(text, position), opening is not None and _single_closes(text, position)
        if not (opens or closes):
            continue
        while outer is not None and outer.outer.end <= position:
            outer = next(taken, None)
        if outer is not None and outer.outer.start <= position:
            opening = None
            continue
        while number < len(lines) and lines[number].end <= position:
            if opening is not None and opening == lines[number].start and _opens_with_single(text, lines, number + 1):
                _add(found, text, Span(opening, lines[number].end), number, closed=False, single=True)
            number, opening = number + 1, None
        if number == len(lines):
            break
        if opening is not None and closes:
            _add(found, text, Span(opening, position + 1), number, single=True)
            opening = None
        elif opens and opening is None:
            opening = position
    return found


def _opens_with_single(text: str, lines: Sequence[Span], number: int) -> bool:
    return number < len(lines) and _single_opens(text, lines[number].start)


def _single_opens(text: str, position: int) -> bool:
    if text[position] not in "'‘‚‹":
        return False
    before = text[position - 1] if position else " "
    following = text[position + 1 : position + 2]
    if text[position] == "'":
        return (before.isspace() or before in _BEFORE_OPENING) and following.isalnum()
    return not before.isalnum() and bool(following.strip()) and following not in "'’"


def _single_closes(text: str, position: int) -> bool:
    if text[position] in "‘‚‹":
        return False
    before, behind = text[position - 1], text[position + 1 : position + 3]
    if before.isspace() or behind[:1].isalnum():
        return False
    # "the workers' strike": a possessive, if the quotation still ends further on, as quotations do, behind a stop.
    possessive = before == "s" and behind[:1] == " " and behind[1:].islower()
    if not possessive:
        return True
    end = _SINGLE_END.search(text, position + 1, position + _FAR_END)
    return end is None or end.group() == "\n"
