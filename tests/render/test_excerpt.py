"""Slices of a text as they are shown."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import Span
from bot.render.budget import size
from bot.render.escape import one_line
from bot.render.excerpt import marked, quoted, source, stamp, title, words

from .looking import plain, read
from .making import HOSTILE, article, monster, span

TEXT = "The line carried 41,000 people last year. It will stop in May."


def test_marks_are_bold() -> None:
    """The marked words are bold, the others are not."""
    shown = marked(TEXT, Span(0, 41), [span("41,000", TEXT), span("year", TEXT)], 200)
    assert shown == "The line carried **41,000** people last **year**."


def test_marks_outside_or_across_the_slice_are_left_out() -> None:
    """Only marks that lie wholly in the slice count, and of two that overlap the first."""
    marks = [span("May", TEXT), Span(36, 45), span("line carried", TEXT), span("carried 41,000", TEXT)]
    assert marked(TEXT, Span(0, 41), marks, 200) == "The **line carried** 41,000 people last year."


def test_both_ends_of_a_cut_have_an_ellipsis() -> None:
    """A slice that is cut around its mark says at which ends words are missing."""
    text = "one two three four " * 30 + "MARK " + "five six seven eight " * 30
    shown = marked(text, Span(0, len(text)), [span("MARK", text)], 120)
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert "**MARK**" in shown


@given(st.text(max_size=3_000), st.data())
def test_what_is_shown_is_in_the_text(text: str, data: st.DataObject) -> None:
    """However a slice is cut and marked, it fits, and its words stand together in the text."""
    offset = st.integers(0, len(text))
    spans = [Span(*sorted((data.draw(offset), data.draw(offset)))) for _ in range(3)]
    limit = data.draw(st.integers(60, 500))
    shown = marked(text, spans[0], spans[1:], limit)
    assert size(shown) <= limit
    inner = plain(shown).removeprefix("… ").removesuffix(" …")
    without = str.maketrans("", "", "* ")
    assert inner.translate(without) in one_line(text).translate(without) or _parts_in(inner, text)


def _parts_in(shown: str, text: str) -> bool:
    """Whether every word shown is one of the text: cleaning a slice may part what joins at its edges."""
    visible = one_line(text)
    return all(word in visible or not word.isalnum() for word in shown.split())


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_slices_fit(name: str) -> None:
    """Of 200,000 hostile characters a slice shows what fits."""
    text = HOSTILE[name]
    for limit in (60, 450):
        assert size(marked(text, Span(0, len(text)), [Span(90_000, 90_010)], limit)) <= limit
        assert size(quoted(text, Span(0, len(text)), limit)) <= limit
        assert size(source(monster(text), 2 * limit)) <= 2 * limit


@given(st.text(min_size=1, max_size=2_000), st.integers(40, 800))
def test_quoted_words_are_verbatim(text: str, limit: int) -> None:
    """What stands between the marks is the beginning of the slice, and the ellipsis is outside them."""
    lines = quoted(text, Span(0, len(text)), limit).split("\n")
    assert all(line.startswith("> ") for line in lines)
    shown, effects = read("\n".join(line[2:] for line in lines))
    assert effects == set()
    assert shown.startswith("“")
    assert shown.endswith(("”", "” …"))
    inner = shown[1:].removesuffix(" …").removesuffix("”")
    assert "".join(one_line(text).split()).startswith("".join(inner.split()))


def test_a_short_slice_may_be_missing() -> None:
    """No span and nothing visible are both nothing."""
    assert words(TEXT, None, 20) is None
    assert words("\u200b", Span(0, 1), 20) is None
    assert words(TEXT, Span(0, 41), 20) == "The line carried…"


def test_a_title_without_room_for_its_address_is_no_link() -> None:
    """Where the address would take the title's room, the title wins."""
    long = article(link="https://courier.example/" + "a" * 300)
    assert title(long, 280) == "Ferry line to stop in May"
    assert title(long, 450).startswith("[Ferry line to stop in May](")


def test_dates_are_discord_timestamps() -> None:
    """Readers see dates in their own zone and language; a day alone is noon in UTC."""
    assert stamp(datetime(2026, 3, 14, 9, 30, tzinfo=UTC), "R") == "<t:1773480600:R>"
    assert stamp(datetime(2026, 3, 14, 10, 30, tzinfo=timezone(timedelta(hours=1))), "R") == "<t:1773480600:R>"
    assert stamp(datetime(2026, 3, 14, 9, 30), "f") == "<t:1773480600:f>"
    assert stamp(date(2026, 3, 14)) == "<t:1773489600:D>"


def test_a_source_tells_when_the_date_is_not_known() -> None:
    """An article without a publication date is told by when it was added."""
    assert source(article(published=None, outlet=None)).endswith(f" · added {stamp(article().added)}")
