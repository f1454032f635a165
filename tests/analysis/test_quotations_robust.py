"""The quotation engine on any text: valid slices, no exceptions, and a cost that grows with the text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from timing import Work, grows_evenly

from bot.analysis.document import read_document
from bot.analysis.names import find_names
from bot.analysis.quotations import find_quotations
from bot.model import Span

_MARKS = [
    '"',
    "“",
    "”",
    "„",
    "«",
    "»",
    "'",
    "’",
    "‘",
    "''",
    ",",
    ".",
    ":",
    ";",
    "—",
    "(",
    ")",
    "\n",
    "\u00a0",
    "\u202e",
]
_WORDS = ["said", "told", "according", "to", "that", "who", "he", "it", "Ann", "Lee's", "İstanbul", "a", "of", "Mr."]
_MORE = ["U.S.", "minister", "reporters", "on", "Monday", "adding", "12", "PENCE:", "LEE:", "and", "’s", "-", "saying"]
_LATEST = [
    "Syrian",
    "senator",
    "the",
    "mayor",
    "went",
    "shot",
    "back",
    "filed",
    "by",
    "workers'",
    "asked",
    "nodded",
    "I",
]
_PIECES = st.sampled_from([*_MARKS, *_WORDS, *_MORE, *_LATEST])
_TEXTS = st.one_of(st.text(max_size=300), st.lists(_PIECES, max_size=120).map(" ".join), st.lists(_PIECES).map("".join))


def inside(span: Span, text: str) -> bool:
    return 0 <= span.start < span.end <= len(text)


@given(_TEXTS)
@settings(max_examples=300, deadline=None)
def test_every_span_is_a_slice_of_the_text(text: str) -> None:
    """Whatever the text, every span that a quotation or a name holds lies in it, and quotations are in text order."""
    document = read_document(text)
    quotations = find_quotations(document)
    for quotation in quotations:
        spans = (
            quotation.span,
            quotation.sentence,
            quotation.speaker,
            quotation.mention,
            quotation.cue,
            quotation.role,
        )
        assert all(inside(span, text) for span in spans if span is not None)
        assert quotation.sentence.covers(quotation.span)
    assert [q.span.start for q in quotations] == sorted(q.span.start for q in quotations)
    assert all(inside(name.span, text) for name in find_names(document).mentions)


def test_a_text_may_end_behind_any_word() -> None:
    """A name that is the last word before a space at the end is read like any other."""
    text = "They left. It was “the long way home” for the Syrian "
    assert [quotation.span.of(text) for quotation in find_quotations(read_document(text))] in (
        [],
        ["the long way home"],
    )


@given(_TEXTS)
@settings(max_examples=50, deadline=None)
def test_the_same_text_gives_the_same_quotations(text: str) -> None:
    """Nothing is remembered from one text to the next."""
    assert find_quotations(read_document(text)) == find_quotations(read_document(text))


@pytest.mark.parametrize(
    "piece",
    [
        '"',
        "“",
        "' ",
        '"a ',
        "“a\n",
        "“Go,” he said. ",
        "Ann Lee said ",
        "said Ann Lee, ",
        "Lee, ",
        "Ann Lee (a clerk) said that ",
        "he ",
        ", saying that",
        "A. ",
        "A: “b”\n",
        "Ann of the ",
        "according to ",
        "the senator and candidate ",
        "When Lee asked, he nodded and said ",
        "went on to say ",
        "the workers' ",
        "a bill that who which ",
    ],
)
def test_the_cost_grows_with_the_text_and_no_faster(piece: str) -> None:
    """Eight times the text costs at most about eight times as much, with marks, names or cues without end."""

    def prepare(size: int) -> Work:
        document = read_document(piece * (size // len(piece)))
        return lambda: find_quotations(document)

    assert grows_evenly(prepare, 8_000, times=8)
