"""A text as the finders see it: its lines, what of it is the article, and its sentences."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from bot.model import Span

_LINE = re.compile(r"[^\s][^\n]*")


@dataclass(frozen=True, slots=True)
class Document:
    """A text and its layout; all spans lie in `text` and are in text order.

    `lines` are all lines that hold anything, trimmed. `body` are those of them that are the article's paragraphs:
    title, byline and site furniture left out. `sentences` are the sentences of the body. `title` and `author` are
    spans of the text where it begins with them; `headline` is the title's words wherever they come from.
    """

    text: str
    headline: str | None
    title: Span | None
    author: Span | None
    lines: tuple[Span, ...]
    body: tuple[Span, ...]
    sentences: tuple[Span, ...]

    def sentence_at(self, offset: int) -> Span | None:
        """The sentence that holds the character at `offset`, None outside the body."""
        return _holder(self.sentences, offset)

    def paragraph_at(self, offset: int) -> Span | None:
        """The body paragraph that holds the character at `offset`."""
        return _holder(self.body, offset)


def read_document(text: str, *, title: str | None = None) -> Document:
    """Lay a text out; `title` is its headline where that is known and not part of the text."""
    lines = tuple(Span(m.start(), m.start() + len(m.group().rstrip())) for m in _LINE.finditer(text))
    sentences = tuple(Span(line.start + m.start(), line.start + m.end())
                      for line in lines for m in re.finditer(r"\S.*?(?:[.!?][\"”’']?(?=\s|$)|$)", line.of(text)))
    return Document(text, title, None, None, lines, lines, sentences)


def _holder(spans: Sequence[Span], offset: int) -> Span | None:
    index = bisect_right(spans, offset, key=lambda span: span.start) - 1
    return spans[index] if index >= 0 and offset < spans[index].end else None
