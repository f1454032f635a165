"""Transcripts: turns that begin with their speaker's name in capitals ("PENCE: ...")."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.analysis.marks import Marked
from bot.model import Span

_LABEL = re.compile(r"([A-Z][A-Z.'’\- ]{0,40}[A-Z.])(?: \([^()\n]{1,40}\))?: ?(?=\S)")
_LEAST_SPEAKERS = 2


def label_of(text: str, marked: Marked) -> Span | None:
    """The speaker's name that quoted words, or a turn without marks, begin with."""
    match = _LABEL.match(text, marked.outer.start if marked.turn else marked.span.start, marked.span.end)
    return None if match is None else Span(*match.span(1))


def with_turns(text: str, lines: Sequence[Span], marked: list[Marked]) -> list[Marked]:
    """What is quoted, with the turns of a transcript that has no quotation marks around them.

    A text holds a transcript when lines of two speakers begin with a name in capitals and a colon.
    """
    turns: dict[int, Marked] = {}
    speakers = set()
    for number, line in enumerate(lines):
        match = _LABEL.match(text, line.start, line.end)
        if match is not None:
            turns[number] = Marked(Span(match.end(), line.end), line, number, turn=True)
            speakers.add(match.group(1))
    # A single label is a heading ("UPDATE: ...").
    if len(speakers) < _LEAST_SPEAKERS:
        return marked
    return sorted([*turns.values(), *(m for m in marked if m.line not in turns)], key=lambda m: m.span)
