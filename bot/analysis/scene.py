"""A text with all that its quotations are attributed by, and the view from each of them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from bot.analysis.bearers import Name
from bot.analysis.cues import VERBS_OF_SAYING
from bot.analysis.document import Document
from bot.analysis.marks import Marked
from bot.analysis.names import Names
from bot.analysis.sayings import Saying, Sayings


@dataclass(slots=True)
class Candidate:
    """Somebody who may have said it: words `first` to `last`; nobody where `first` is -1.

    `saying` is the act of saying that speaks for it, `inherits` whether it is the speaker of the quotation before,
    `labelled` whether a transcript's label names it.
    """

    first: int
    last: int
    name: Name | None
    saying: Saying | None
    inherits: bool
    features: list[str]
    labelled: bool = False


class Scene:
    """One text with all that its quotations are attributed by."""

    def __init__(self, document: Document, names: Names, marked: Sequence[Marked], sayings: Sayings) -> None:
        self.document, self.names, self.marked, self.sayings = document, names, marked, sayings
        self.words = names.words
        self.quoted = sayings.quoted
        # Titles and furniture are no sentences of the body, but a quotation may stand there too.
        starts = {span.start for span in document.sentences}
        starts.update(line.start for line in document.lines)
        self._sentences = sorted(starts)
        self._cues = [saying.cue for saying in sayings.found]
        self._names = [name.first for name in names.mentions]
        self.ranges = sayings.ranges
        self._lines: dict[int, tuple[int, int]] = {}

    def sentence_number(self, word: int) -> int:
        """A count of the sentences up to a word: equal for two words of one sentence."""
        return bisect_right(self._sentences, self.words.starts[word])

    def sentence_start(self, number: int) -> int:
        """The offset where the sentence begins whose words have this number."""
        return self._sentences[max(0, number - 1)]

    def line(self, number: int) -> tuple[int, int]:
        """The first word of a line, and the one behind its last."""
        if number not in self._lines:
            line = self.document.lines[number]
            self._lines[number] = self.words.at(line.start), self.words.at(line.end)
        return self._lines[number]

    def before(self, word: int, count: int) -> Sequence[Name]:
        """The last `count` names before a word, in text order."""
        at = self.names_before(word)
        return self.names.mentions[max(0, at - count) : at]

    def names_before(self, word: int) -> int:
        """How many names begin before a word: the index of the first of the others."""
        return bisect_left(self._names, word)

    def sayings_before(self, word: int) -> int:
        """How many acts of saying have their cue before a word: the index of the first of the others."""
        return bisect_left(self._cues, word)

    def begins_sentence(self, word: int) -> bool:
        """Whether a word is the first of its sentence."""
        return word == 0 or self.sentence_number(word - 1) != self.sentence_number(word)


class View:
    """One quotation as it is attributed: its place, its shape, and who said the one before.

    `first` and `last` are its words, `low` and `high` the first of its line and the one behind; `previous` is who said
    quotation `previous_index`, the last one before it that somebody said.
    """

    def __init__(self, scene: Scene, index: int, previous: Candidate | None, previous_index: int) -> None:
        self.scene, self.index = scene, index
        self.words = scene.words
        self.previous, self.previous_index = previous, previous_index
        self.marked = scene.marked[index]
        self.first, self.last = scene.ranges[index]
        self.low, self.high = scene.line(self.marked.line)
        self.ending = self._ending()
        self.beginning = self._beginning()
        self.lead_in = self._lead_in()

    @property
    def length(self) -> int:
        """The count of its words."""
        return self.last - self.first + 1

    @cached_property
    def opens(self) -> int:
        """The number of the sentence that it begins in."""
        return self.scene.sentence_number(self.first)

    @cached_property
    def closes(self) -> int:
        """The number of the sentence that it ends in."""
        return self.scene.sentence_number(self.last)

    @cached_property
    def earlier(self) -> int:
        """The first word of the line before its own."""
        number = self.marked.line
        return self.scene.line(number - 1)[0] if number else self.low

    @cached_property
    def later(self) -> int:
        """The word behind the line that follows its own."""
        number = self.marked.line + 1
        return self.scene.line(number)[1] if number < len(self.scene.document.lines) else self.high

    @cached_property
    def inside(self) -> frozenset[str]:
        """Its words in lower case."""
        return frozenset(self.words.lower[self.first : self.last + 1])

    @cached_property
    def names_inside(self) -> frozenset[int]:
        """Whom it names."""
        names = self.scene.names.mentions
        first, behind = self.scene.names_before(self.first), self.scene.names_before(self.last + 1)
        return frozenset([name.bearer for name in names[first:behind]])

    @cached_property
    def position(self) -> str:
        """Where in its paragraph: alone, first, last, inside."""
        line = self.scene.document.lines[self.marked.line]
        opens, closes = self.marked.outer.start == line.start, self.marked.outer.end >= line.end - 1
        return "A" if opens and closes else "F" if opens else "L" if closes else "M"

    def _ending(self) -> str:
        """The stop that the quotation ends with, inside the marks or right behind them."""
        text, end = self.scene.document.text, self.marked.span.end
        last = text[end - 1]
        if last in ",.?!":
            return "!" if last in "?!" else last
        behind = text[self.marked.outer.end : self.marked.outer.end + 1]
        return "," if behind == "," else "." if behind == "." else "-"

    def _beginning(self) -> str:
        """Whether its first letter is small or not."""
        return "l" if self.scene.document.text[self.marked.span.start].islower() else "u"

    def _lead_in(self) -> str:
        """What stands right before the opening mark: a colon, a comma, a word, a sentence's end."""
        text, start = self.scene.document.text, self.marked.outer.start
        line = self.scene.document.lines[self.marked.line]
        before = text[max(line.start, start - 4) : start].rstrip()
        if not before:
            above = self.scene.document.lines[self.marked.line - 1] if self.marked.line else None
            return ":" if above is not None and text[above.end - 1] == ":" else "^"
        if before[-1] in ":,":
            return before[-1]
        if before[-1] in ".?!\"”'’":
            return "."
        if not before[-1].isalnum():
            return "-"
        word = self.words.lower[self.first - 1] if self.first else ""
        if word in ("that", "as", "is", "to", "a", "the", "of"):
            return word
        return "v" if word in VERBS_OF_SAYING else "w"
