"""Who says what: direct quotations, fragments and reported statements, each with its speaker."""

from __future__ import annotations

import json
from functools import cache, cached_property
from importlib.resources import files

from bot.analysis.attribution import LONGEST_TITLE, find_candidates, in_title_case
from bot.analysis.bearers import Name
from bot.analysis.cues import PRONOUNS, VERBS_OF_SAYING
from bot.analysis.document import Document
from bot.analysis.lexicon import word_list
from bot.analysis.marks import Marked, find_marked
from bot.analysis.names import find_names
from bot.analysis.reported import find_reported
from bot.analysis.resolution import Resolver
from bot.analysis.sayings import Saying, Sayings
from bot.analysis.scene import Candidate, Scene, View
from bot.analysis.transcripts import label_of, with_turns
from bot.model import Quotation, QuotationKind, Span

_SHORT = 4
# What the ranker cannot learn, as the plain cases, which are most, are decided without it.
_DOUBT_SHORT, _DOUBT_LONG, _DOUBT_TITLE = 2.0, -1.0, 6.0
_LEADS_TO_TITLE = word_list("grammar", "leads to a title")
_DASHES = frozenset(["-", "–", "—", "―", "--"])
# A speaker from so far above that nobody would read all between is not shown with the words.
_NEAR = 1500
# What may be a headline: so many lines from the beginning on, with so many words in single marks.
_HEADLINES, _HEADLINE_QUOTATIONS = 3, 8


def find_quotations(document: Document) -> tuple[Quotation, ...]:
    """All quotations of the text, in text order."""
    return _Attribution(document).quotations()


@cache
def _weights() -> dict[str, float]:
    found: dict[str, float] = json.loads(files("data").joinpath("speakers.json").read_text(encoding="utf-8"))
    return found


def _score(candidate: Candidate) -> float:
    # Most features have no weight; this leaves them out without a step of Python for each.
    return sum(filter(None, map(_weights().get, candidate.features)), 0.0)


def _without_echoes(document: Document, marked: list[Marked]) -> list[Marked]:
    """What the headline quotes in single marks is left out where the body has it in full."""
    single = [m for m in marked if m.single and m.line < _HEADLINES][:_HEADLINE_QUOTATIONS]
    if not single:
        return marked
    body = " ".join(m.span.of(document.text).casefold() for m in marked if not m.single)
    echoes = {m.span for m in single if m.span.of(document.text).casefold().strip(" .,") in body}
    return [m for m in marked if m.span not in echoes]


class _Attribution:
    """The quotations of one text, each given to the candidate that scores best, from first to last."""

    def __init__(self, document: Document) -> None:
        self.document = document
        marked = _without_echoes(document, find_marked(document.text, document.lines))
        self.marked = with_turns(document.text, document.lines, marked)
        names = find_names(document)
        self.sayings = Sayings(document, names, self.marked)
        self.scene = Scene(document, names, self.marked, self.sayings)

    @cached_property
    def resolver(self) -> Resolver:
        """Made only where there is a pronoun."""
        return Resolver(self.scene)

    def quotations(self) -> tuple[Quotation, ...]:
        found = [*self._direct(), *self._indirect()]
        return tuple(sorted(found, key=lambda quotation: (quotation.span.start, -quotation.span.end)))

    def _direct(self) -> list[Quotation]:
        found: list[Quotation] = []
        previous, previous_index = None, -1
        # From first to last, as one quotation often leans on the speaker of the one before.
        for index, marked in enumerate(self.marked):
            first, last = self.scene.ranges[index]
            who = self._labelled(marked, first, previous) or self._signed(marked, last + 1) or self._pulled(marked)
            who = who or self._best(index, previous, previous_index)
            if who is None:
                continue
            previous, previous_index = who, index
            found.append(self._quotation(marked, who))
        return found

    def _labelled(self, marked: Marked, first: int, previous: Candidate | None) -> Candidate | None:
        """Who speaks by the label of a transcript; words that run on from a labelled paragraph have its speaker."""
        words, names = self.scene.words, self.scene.names
        label = label_of(self.document.text, marked)
        if label is not None:
            first, last = words.at(label.start), words.at(label.end) - 1
            return Candidate(first, last, names.by_word.get(last), None, False, [], labelled=True)
        name = names.by_word.get(first)
        opens = name is not None and marked.outer.start == self.document.lines[marked.line].start
        if name and opens and names.of(name).kind == "person" and words.gaps[name.last + 1].startswith(": "):
            return Candidate(name.first, name.last, name, None, False, [], labelled=True)
        # A paragraph without a label goes on the turn of the one before.
        inherits = previous is not None and previous.labelled and marked.continues
        return previous if inherits else None

    def _signed(self, marked: Marked, behind: int) -> Candidate | None:
        """Who signs a quotation behind a dash, on its line or the next: the name that the next word opens."""
        name = self.scene.names.by_word.get(behind)
        if name is None:
            return None
        if self.document.text[marked.outer.end : self.scene.words.starts[behind]].strip() not in _DASHES:
            return None
        return Candidate(name.first, name.last, name, None, False, [])

    def _pulled(self, marked: Marked) -> Candidate | None:
        """Who says a line that is all in single marks, a heading: the person that the next paragraph opens with."""
        lines = self.document.lines
        if not marked.single or marked.outer != lines[marked.line] or marked.line + 1 == len(lines):
            return None
        first = self.scene.words.at(lines[marked.line + 1].start)
        name = self.scene.names.by_word.get(first)
        if name is None or self.scene.names.of(name).kind not in ("person", "other"):
            return None
        return Candidate(name.first, name.last, name, None, False, [])

    def _best(self, index: int, previous: Candidate | None, previous_index: int) -> Candidate | None:
        candidates = find_candidates(View(self.scene, index, previous, previous_index))
        if len(candidates) == 1:
            return candidates[0] if candidates[0].first >= 0 else None
        scores = [_score(candidate) for candidate in candidates]
        if candidates[-1].first < 0:
            scores[-1] += self._doubt(index)
        best = candidates[scores.index(max(scores))]
        return best if best.first >= 0 else None

    def _doubt(self, index: int) -> float:
        """What is added to the score of nobody: a word or two are rather a title, a whole sentence is rather said."""
        first, last = self.scene.ranges[index]
        length = last - first + 1
        if length <= LONGEST_TITLE and self._is_title(first, last, heading=self.marked[index].single):
            return _DOUBT_TITLE
        if length > _SHORT:
            return _DOUBT_LONG
        said = first > 0 and self.scene.words.lower[first - 1] in VERBS_OF_SAYING
        return _DOUBT_SHORT if length <= 2 and not said else 0.0

    def _is_title(self, first: int, last: int, *, heading: bool) -> bool:
        """Whether it is a title by its capitals and by what leads to it: "on", "of", "the film", "NBC's".

        In single marks the capitals are enough: so headings are set.
        """
        words = self.scene.words
        if not in_title_case(words.words[first : last + 1]):
            return False
        before = words.lower[first - 1] if first else ""
        return heading or before in _LEADS_TO_TITLE or before.endswith("'s")

    def _quotation(self, marked: Marked, who: Candidate) -> Quotation:
        sentence = self.sayings.sentence(marked.span.start)
        return self._make(marked.span, self._kind(marked), sentence, who.first, who.last, who.name, who.saying)

    def _indirect(self) -> list[Quotation]:
        return [
            self._make(span, "indirect", sentence, saying.first, saying.last, saying.head, saying)
            for span, saying, sentence in find_reported(self.sayings)
        ]

    def _make(
        self,
        span: Span,
        kind: QuotationKind,
        sentence: Span,
        first: int,
        last: int,
        name: Name | None,
        saying: Saying | None,
    ) -> Quotation:
        words, names = self.scene.words, self.scene.names
        mention = name.span if name is not None else words.span(first, last)
        if name is None and first == last and words.lower[first] in PRONOUNS:
            mention = Span(mention.start, mention.start + len(words.lower[first]))
            name = self.resolver.resolve(first)
        bearer = names.of(name) if name is not None else None
        near = abs(mention.start - span.start) < _NEAR
        if not (sentence.covers(span) and (not near or sentence.covers(mention))):
            sentence = self._sentences(span, mention) if near else self._sentences(span)
        return Quotation(
            span,
            kind,
            sentence,
            speaker=bearer.full if bearer is not None else mention,
            mention=mention,
            cue=words.span(saying.cue, saying.cue) if saying is not None else None,
            role=bearer.role if bearer is not None else None,
        )

    def _sentences(self, *spans: Span) -> Span:
        """All sentences that the spans touch."""
        found = [self.sayings.sentence(offset) for span in spans for offset in (span.start, span.end - 1)]
        return Span(min(span.start for span in found), max(span.end for span in found))

    def _kind(self, marked: Marked) -> QuotationKind:
        """A fragment is a part of the writer's own sentence."""
        text = self.document.text
        opening = marked.outer.start
        first, before = text[marked.span.start], text[max(0, opening - 3) : opening].rstrip()
        if first.islower():
            return "fragment"
        # A name or a figure may open a fragment too, but then no stop closes it.
        if text[marked.span.end - 1] in ".,!?…" or not before or before[-1] in ':,.?!\n"”':
            return "direct"
        return "direct" if marked.span.end - marked.span.start > 60 else "fragment"
