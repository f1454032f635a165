"""Quotation marks: which open, which close, and what lies between."""

from __future__ import annotations

import pytest

from bot.analysis.document import read_document
from bot.analysis.marks import Marked, find_marked


def marked(text: str) -> list[Marked]:
    return find_marked(text, read_document(text).lines)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('He said "one" and "two".', ["one", "two"]),
        ("He said “one” and “two”.", ["one", "two"]),
        ("He said «one» and »two«.", ["one", "two"]),
        ("He said „one“ and „two”.", ["one", "two"]),
        ("He said ”one” and ”two”.", ["one", "two"]),
        ('He said “one" and "two”.', ["one", "two"]),
        ('("one")', ["one"]),
        ('—"one"—', ["one"]),
        ('["one," he said]', ["one,"]),
        ("He said “a ‘b’ c”.", ["a ‘b’ c"]),
        ("He said “a “b” c”.", ["a “b” c"]),
        ('He said "a "b" c".', ['a "b" c']),
        ("He said “ one ”.", ["one"]),
        ("He said ‹one› and 'two'.", ["one", "two"]),
        ("Don't. Won't. It's O'Neill's.", []),
        ("“(Applause.)”", []),
        ("“[I am] sure of [it]”", ["[I am] sure of [it]"]),
        ("5' 11\" tall", []),
        ("''one'' and 'two'", []),
    ],
)
def test_marks_pair_within_a_line(text: str, words: list[str]) -> None:
    """Each opening mark finds the closing one of its kind; inner pairs stay inside."""
    assert [found.span.of(text) for found in marked(text)] == words


def test_a_mark_does_not_pair_across_lines() -> None:
    """A stray mark spoils its own line only."""
    text = "He said one” and left.\n\nShe said “two” and left."
    assert [found.span.of(text) for found in marked(text)] == ["two"]


def test_an_unclosed_paragraph_is_quoted_to_its_end() -> None:
    """A paragraph that opens with a mark is quoted whole, and what follows it continues it."""
    text = "“One and one.\n\n“Two and two.”"
    found = marked(text)
    assert [(m.span.of(text), m.closed, m.continues) for m in found] == [
        ("One and one.", False, False),
        ("Two and two.", True, True),
    ]


def test_an_unclosed_sentence_is_quoted_to_the_lines_end() -> None:
    """A mark behind a colon that never closes quotes the rest of its line."""
    text = "He said: “One and one make two.\n\nShe left."
    assert [m.span.of(text) for m in marked(text)] == ["One and one make two."]


def test_a_new_opening_mark_gives_up_an_unclosed_one() -> None:
    """Where marks do not balance, the one that finds its end counts."""
    text = "The “one was there, and “two” was not."
    assert [m.span.of(text) for m in marked(text)] == ["two"]


def test_the_outer_span_holds_the_marks() -> None:
    """`outer` reaches from the opening to the closing mark, `line` counts the lines that hold anything."""
    text = "One.\n\nHe said “two,” and left."
    (found,) = marked(text)
    assert (found.outer.of(text), found.line) == ("“two,”", 1)
