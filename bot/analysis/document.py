"""A text as the finders see it: its lines, what of it is the article, and its sentences."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from bot.analysis.layout import read_layout
from bot.analysis.sentences import split_sentences
from bot.model import Span


@dataclass(frozen=True, slots=True)
class Document:
    """A text and its layout; all spans lie in `text` and are in text order.

    `lines` are all lines that hold anything, trimmed; a paragraph that was wrapped at a fixed width is one line
    with line breaks inside. `body` are those of them that are the article's paragraphs: title, byline and site
    furniture left out. `sentences` are the sentences of the body. `title` and `author` are spans of the text where
    it has them; `headline` is the title's words wherever they come from.
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
        index = bisect_right(self.sentences, offset, key=lambda span: span.start) - 1
        return self.sentences[index] if index >= 0 and offset < self.sentences[index].end else None


def read_document(text: str, *, title: str | None = None) -> Document:
    """Lay a text out; `title` is its headline where that is known, whether or not the text repeats it."""
    layout = read_layout(text, title=title)
    headline = title or (layout.title.of(text) if layout.title else None)
    sentences: list[Span] = []
    for paragraph in layout.body:
        sentences += split_sentences(text, paragraph)
    return Document(text, headline, layout.title, layout.author, layout.lines, layout.body, tuple(sentences))
