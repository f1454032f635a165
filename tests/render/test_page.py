"""Pages before and after they become Discord's messages."""

from __future__ import annotations

import pytest

from bot.render.page import Page, Picture, Rule, Text, Window, layout, nearest_page, upload

from .looking import Sent


@pytest.mark.parametrize(("asked", "shown"), [(1, 1), (3, 3), (4, 3), (0, 1), (-5, 1)])
def test_a_page_that_does_not_exist_becomes_the_nearest(asked: int, shown: int) -> None:
    """Asking for a page beyond the ends gives the first or the last."""
    assert nearest_page(asked, total=21, size=10) == shown
    assert Window.of(range(21), asked, 10).number == shown


def test_a_window_shows_its_part() -> None:
    """The last page holds what is left; no items are one empty page."""
    assert list(Window.of(range(21), 3, 10).items) == [20]
    assert (Window.of((), 1, 10).count, list(Window.of((), 1, 10).items)) == (1, [])


def test_uncounted_items_make_a_next_page() -> None:
    """Where counting stopped, there is always a page after this one."""
    assert Window([1], 20, 200, 10, more=True).count == 21
    assert Window([1], 3, 200, 10, more=True).count == 20


def test_too_much_is_left_out_rather_than_refused() -> None:
    """A page beyond Discord's limits loses its last blocks, and is still sent."""
    long = Page("news", (Text("a" * 3_000), Text("b" * 1_001), Text("c")))
    assert Sent(layout(long)).check().texts == ["a" * 3_000]
    many = Page("news", tuple(Text(str(number)) for number in range(60)), links=(("Open", "https://a.example"),))
    message = Sent(layout(many)).check()
    assert len(message.components) == 40
    assert len(message.buttons) == 1


def test_a_character_beyond_the_basic_plane_counts_twice() -> None:
    """The limit holds for clients that count UTF-16, too."""
    assert Sent(layout(Page("news", (Text("x"), Text("👍" * 2_000))))).check().texts == ["x"]


def test_blank_blocks_are_left_out() -> None:
    """Discord refuses a text of nothing."""
    assert Sent(layout(Page("news", (Text(" "), Text("x"), Rule())))).check().texts == ["x"]


def test_unsafe_links_have_no_button() -> None:
    """A link button opens a web address or is not there."""
    page = Page("news", (Text("x"),), links=(("Bad", "javascript:alert(1)"), ("Good", "https://courier.example/")))
    assert [one["url"] for one in Sent(layout(page)).check().buttons] == ["https://courier.example/"]


def test_pictures_are_uploaded_with_their_words() -> None:
    """A picture goes along as a file of its name, with its description cut to Discord's limit."""
    page = Page("countries", (Picture("map.png", b"PNG", "w" * 2_000), Text("x")))
    (file,) = upload(page)
    assert (file.filename, file.fp.read(), file.description) == ("map.png", b"PNG", "w" * 1_024)
    gallery = next(one for one in Sent(layout(page)).check().components if one["type"] == 12)
    assert gallery["items"][0]["media"]["url"] == "attachment://map.png"
