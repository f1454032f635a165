"""Who may have said a quotation: whom the plain patterns settle, and who is weighed."""

from __future__ import annotations

import pytest

from bot.analysis.attribution import find_candidates, in_title_case
from bot.analysis.document import read_document
from bot.analysis.marks import find_marked
from bot.analysis.names import find_names
from bot.analysis.sayings import Sayings
from bot.analysis.scene import Scene, View


def candidates(text: str, *, thorough: bool = False) -> list[str]:
    """The candidates for the first quotation of a text as they are written, "" for nobody."""
    document = read_document(text)
    names, marked = find_names(document), find_marked(text, document.lines)
    scene = Scene(document, names, marked, Sayings(document, names, marked))
    found = find_candidates(View(scene, 0, None, -1), thorough=thorough)
    return [scene.words.span(c.first, c.last).of(text) if c.first >= 0 else "" for c in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“We are ready for the winter,” Ann Lee said.", ["Ann Lee"]),
        ("Ann Lee said on Monday that she was “not at all ready for the winter” in Riga.", ["Ann Lee"]),
        ("Ann Lee was known as the “iron lady” of the port.", [""]),
        ("Ann Lee said that the so-called “iron lady” was late.", ["Ann Lee", ""]),
        ("Ann Lee left. Bob Ray promised a winter with “no want of wood” for all.", ["Bob Ray", ""]),
    ],
)
def test_what_is_plain_is_not_weighed(text: str, expected: list[str]) -> None:
    """A single act of saying settles a whole sentence, a term without one is nobody's; the rest has rivals."""
    assert candidates(text) == expected


def test_all_candidates_can_be_had_to_learn_from() -> None:
    """What the length settles has its rivals too when a thorough look is asked for."""
    text = "Ann Lee said on Monday that she was “not at all ready for the winter” in Riga."
    assert candidates(text, thorough=True) == ["Ann Lee", ""]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["Voice", "of", "the", "Harbour"], True),
        (["12", "Angry", "Men"], True),
        (["Voice", "of", "reason"], False),
        (["the", "way"], False),
    ],
)
def test_a_title_has_capitals(words: list[str], expected: bool) -> None:
    """All words but the small ones are capitals or figures."""
    assert in_title_case(words) is expected
