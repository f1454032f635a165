"""The map of where countries stand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from io import BytesIO
from typing import cast

import pytest
from PIL import Image

from bot.countries import COUNTRIES
from bot.model import STANCES, Found, Position, Question
from bot.render.budget import ALT_TEXT
from bot.render.map import draw_map
from bot.render.page import Picture
from bot.render.stances import standings

from .making import position

REFUSES, ACCEPTS, LAND = (213, 94, 0), (0, 114, 178), (243, 239, 230)


def drawn(*found: Found[Position], question: Question | None = None) -> Picture:
    """The map of these statements."""
    picture = draw_map(standings(found), question)
    assert picture is not None
    return picture


def share_of(picture: Picture, colour: Sequence[int]) -> float:
    """Which part of the picture's points has about that colour."""
    image = Image.open(BytesIO(picture.data)).convert("RGB")
    seen = cast("list[tuple[int, tuple[int, ...]]]", image.getcolors(1 << 20))
    near = sum(count for count, one in seen if all(abs(a - b) < 14 for a, b in zip(one, colour, strict=True)))
    return near / (image.width * image.height)


def test_a_country_is_shown_large_enough() -> None:
    """The map is cut to the countries that it is about, so that one country is not lost in the world."""
    picture = drawn(position("DE", "accepts"))
    assert share_of(picture, ACCEPTS) > 0.05
    assert Image.open(BytesIO(picture.data)).width == 1_100
    assert len(picture.data) < 300_000


def test_only_countries_with_a_statement_are_coloured() -> None:
    """A country of which nothing is known looks like land, not like a refusal."""
    picture = drawn(position("DE", "accepts"))
    assert share_of(picture, REFUSES) == 0
    assert share_of(picture, LAND) > 0.2


def test_disagreement_shows_both_colours() -> None:
    """A country whose statements disagree is striped in the colours of both."""
    picture = drawn(position("PL", "accepts", day=date(2026, 1, 1)), position("PL", "refuses", day=date(2026, 2, 1)))
    assert share_of(picture, ACCEPTS) > 0.02
    assert share_of(picture, REFUSES) > 0.02
    assert "Statements disagree: Poland." in picture.alt


def test_the_words_say_what_the_map_shows() -> None:
    """The alternative text names the question and, by stance, each country, the ones without an outline too."""
    picture = drawn(
        position("DE", "accepts"), position("LV", "refuses"), position("EE", "refuses"), position("EU", "undecided")
    )
    assert picture.alt == (
        "Map: Protection, the newest statement of each country. accepts: Germany. refuses: Estonia, Latvia. "
        "undecided: European Union. All others: no statement found."
    )


def test_one_map_answers_one_question() -> None:
    """Without a question the map shows the one that most countries answer, and not a mixture."""
    found = [position("DE", "accepts"), *(position(code, "visa_free", question="entry") for code in ("GE", "RS", "TR"))]
    assert "Germany" not in drawn(*found).alt
    assert "visa-free entry: Georgia, Serbia, Turkey" in drawn(*found).alt
    assert "accepts: Germany" in drawn(*found, question="protection").alt


@pytest.mark.parametrize("code", ["MC", "MT", "LI", "SG", "VA"])
def test_the_smallest_countries_are_seen(code: str) -> None:
    """A country of a few points has a disc."""
    assert share_of(drawn(position(code, "accepts"), position("DE", "refuses")), ACCEPTS) > 0.0001


def test_europe_stays_readable_beside_far_countries() -> None:
    """Where a far country would make Europe tiny, Europe has a panel of its own above the whole."""
    near = [position(code, "accepts") for code in ("DE", "PL", "FR")]
    far = drawn(*near, position("MY", "refuses"))
    assert Image.open(BytesIO(far.data)).height > 1.3 * Image.open(BytesIO(drawn(*near).data)).height
    assert share_of(far, ACCEPTS) > 0.05
    assert share_of(far, REFUSES) > 0


def test_nothing_to_draw_gives_no_map() -> None:
    """Without a country that has an outline there is no picture."""
    assert draw_map([]) is None
    assert draw_map(standings([position("EU", "accepts")])) is None


def test_the_whole_world_can_be_drawn() -> None:
    """With every country in it the map is still drawn, and its words still fit."""
    stances = STANCES["protection"]
    picture = drawn(*(position(code, stances[index % 4]) for index, code in enumerate(COUNTRIES)))
    assert len(picture.alt) <= ALT_TEXT
    assert len(picture.data) < 1_000_000


def test_the_same_table_gives_the_same_picture() -> None:
    """Drawing is deterministic."""
    found = position("DE", "accepts"), position("FR", "case_by_case")
    assert drawn(*found).data == drawn(*reversed(found)).data
