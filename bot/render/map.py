"""A map of where countries stand, as a PNG with a legend, and the same facts in words.

Each stance has a colour that people with any colour vision tell from the others, and a pattern for those who see
none. Drawing takes a good part of a second of computation: call `draw_map` in a thread.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING, Literal, TypeAlias

from bot.countries import country_name
from bot.model import STANCES, Question, Stance
from bot.render.budget import ALT_TEXT, cut
from bot.render.globe import Ring, extent, middle, outlines, view_of
from bot.render.page import Picture
from bot.render.stances import QUESTIONS, STANCE_WORDS, Standing, said

if TYPE_CHECKING:
    from PIL import Image, ImageDraw, ImageFont

Pattern = Literal["plain", "rising", "falling", "level", "upright", "crossed", "dotted"]
Stands: TypeAlias = Mapping[str, Sequence[Stance]]
"""The stances of each country, newest first; more than one where its statements disagree."""

_LOOKS: dict[Stance, tuple[str, Pattern]] = {
    "visa_free": ("#009e73", "plain"),
    "visa_required": ("#f0c93a", "rising"),
    "restricted": ("#cc79a7", "dotted"),
    "closed": ("#b5432b", "crossed"),
    "accepts": ("#0072b2", "plain"),
    "case_by_case": ("#e69f00", "rising"),
    "refuses": ("#d55e00", "crossed"),
    "undecided": ("#a8a8a8", "dotted"),
    "will_not_return": ("#56b4e9", "upright"),
    "returns": ("#8c4a86", "level"),
}
_SEA, _LAND, _BORDER, _INK = "#dfe9f1", "#f3efe6", "#8d969e", "#1f2933"
_WIDTH = 1_100
_LEGEND_LINE = 42
# Phones show the picture at a third of its width.
_LETTERS = 24
# Drawn twice as large and scaled down, lines come out smooth.
_SCALE = 2
_STRIPE = 26
_GAP = 8
_SWATCH = 44, 28
# Europe has many small countries close together: longitude and latitude of its corners.
_EUROPE = -25.0, 33.0, 46.0, 72.0
_ENOUGH = 3
_READABLE = 0.6
_DOT = 9


def draw_map(table: Iterable[Standing], question: Question | None = None, *, name: str = "map.png") -> Picture | None:
    """The part of the world that holds the table's countries, 1,100 pixels wide, None where none has an outline.

    One map answers one question: without a `question`, the one that most countries of the table answer. Countries
    without an outline (the European Union among them) stand in the picture's words only.
    """
    standings = list(table)
    question = question or _most_answered(standings)
    stands = _stands(standings, question)
    drawn = {code: stances for code, stances in stands.items() if code in outlines()}
    if not drawn:
        return None
    return Picture(name, _draw(tuple(sorted(drawn.items())), question), _in_words(stands, question))


def _most_answered(standings: Iterable[Standing]) -> Question:
    answers = Counter(question for _, question in {(one.position.country, one.position.question) for one in standings})
    return max(STANCES, key=lambda question: (answers[question], question == "protection"))


def _stands(standings: Iterable[Standing], question: Question) -> Stands:
    """What the newest statement of each country says, and what those say that disagree with it."""
    stands: dict[str, Sequence[Stance]] = {}
    for standing in sorted(standings, key=lambda one: said(one.newest)):
        if standing.position.question == question:
            others = (other.finding.stance for other in standing.others)
            stands[standing.position.country] = (standing.position.stance, *others)
    return stands


def _in_words(stands: Stands, question: Question) -> str:
    """The facts of the map for those who do not see it: by stance, the countries by name."""
    parts = []
    for stance in STANCES[question]:
        names = sorted(country_name(code) for code, stances in stands.items() if stances[0] == stance)
        if names:
            parts.append(f"{STANCE_WORDS[stance]}: {', '.join(names)}.")
    disagreeing = sorted(country_name(code) for code, stances in stands.items() if len(stances) > 1)
    if disagreeing:
        parts.append(f"Statements disagree: {', '.join(disagreeing)}.")
    words = " ".join([f"Map: {_heading(question)}.", *parts, "All others: no statement found."])
    return str(cut(words, ALT_TEXT))


def _heading(question: Question) -> str:
    return f"{QUESTIONS[question]}, the newest statement of each country"


# Between two new statements everybody who asks sees the same few maps.
@lru_cache(maxsize=16)
def _draw(stands: tuple[tuple[str, Sequence[Stance]], ...], question: Question) -> bytes:
    from PIL import Image

    shown = dict(stands)
    panels = [_panel(codes, shown) for codes in _parts(shown)]
    legend = _legend(shown, question)
    height = sum(panel.height + _GAP for panel in panels)
    lines = 1 + -(-len(legend) // 3)
    whole = Image.new("RGB", (_WIDTH, height + lines * _LEGEND_LINE + _GAP), "white")
    top = 0
    for panel in panels:
        whole.paste(panel, (0, top))
        top += panel.height + _GAP
    _draw_legend(whole, top, _heading(question), legend)
    out = BytesIO()
    whole.quantize(96, Image.Quantize.FASTOCTREE).save(out, "PNG")
    return out.getvalue()


def _parts(shown: Stands) -> list[list[str]]:
    """The countries for each panel: where those beyond Europe would make Europe too small to read, it has its own."""
    european = [code for code in shown if _in_europe(code)]
    if len(european) < _ENOUGH or len(european) == len(shown):
        return [list(shown)]
    wide = view_of(shown, _WIDTH).scale < _READABLE * view_of(european, _WIDTH).scale
    return [european, list(shown)] if wide else [list(shown)]


def _in_europe(code: str) -> bool:
    x, y = middle(outlines()[code][0])
    west, south, east, north = _EUROPE
    return west < x < east and south < y < north


def _panel(codes: Iterable[str], shown: Stands) -> Image.Image:
    """The part of the world that holds the countries `codes`, with all that are shown and lie in it."""
    from PIL import Image, ImageDraw

    view = view_of(codes, _WIDTH * _SCALE)
    panel = Image.new("RGB", (view.width, view.height), _SEA)
    pen = ImageDraw.Draw(panel)
    rings = {code: view.rings(code) for code in outlines()}
    # Countries inside others have no hole to shine through: they are drawn after them.
    for code in sorted(rings, key=lambda code: -sum(map(extent, rings[code]))):
        for ring in rings[code]:
            if code in shown:
                _fill(panel, ring, shown[code])
            else:
                pen.polygon(ring, fill=_LAND)
            pen.line([*ring, ring[0]], fill=_BORDER, width=_SCALE)
    _mark_tiny(panel, pen, rings, shown)
    _label(pen, rings, shown, view.width, view.height)
    return panel.reduce(_SCALE)


def _fill(picture: Image.Image, ring: Ring, stances: Sequence[Stance]) -> None:
    """Fill a ring with a stance's look, or with stripes of the first two where they disagree."""
    from PIL import Image, ImageDraw

    left, top = max(0, math.floor(min(x for x, _ in ring))), max(0, math.floor(min(y for _, y in ring)))
    right = min(picture.width, math.ceil(max(x for x, _ in ring)) + 1)
    bottom = min(picture.height, math.ceil(max(y for _, y in ring)) + 1)
    if right <= left or bottom <= top:
        return
    size = right - left, bottom - top
    mask = Image.new("1", size)
    ImageDraw.Draw(mask).polygon([(x - left, y - top) for x, y in ring], fill=1)
    picture.paste(_look(size, stances, (left, top)), (left, top), mask)


def _look(size: tuple[int, int], stances: Sequence[Stance], origin: tuple[int, int] = (0, 0)) -> Image.Image:
    """A rectangle in a stance's colour and pattern; `origin` keeps the pattern in step across a country's parts."""
    from PIL import Image, ImageDraw

    different = list(dict.fromkeys(stances))
    colour, pattern = _LOOKS[different[0]]
    area = Image.new("RGB", size, colour)
    pen = ImageDraw.Draw(area)
    if len(different) > 1:
        second = _LOOKS[different[1]][0]
        for start in _steps(sum(size), sum(origin), 2 * _STRIPE):
            pen.line([(start, 0), (start - size[1], size[1])], fill=second, width=round(_STRIPE * 0.7))
        return area
    _draw_pattern(pen, pattern, size, origin)
    return area


def _draw_pattern(pen: ImageDraw.ImageDraw, pattern: Pattern, size: tuple[int, int], origin: tuple[int, int]) -> None:
    width, height = size
    ink, thin = "#3b3b3b", 2
    if pattern in ("rising", "crossed"):
        for start in _steps(width + height, sum(origin), 24):
            pen.line([(start, 0), (start - height, height)], fill=ink, width=thin)
    if pattern in ("falling", "crossed"):
        for start in _steps(width + height, origin[0] - origin[1] - height, 24):
            pen.line([(start - height, 0), (start, height)], fill=ink, width=thin)
    if pattern == "level":
        for y in _steps(height, origin[1], 18):
            pen.line([(0, y), (width, y)], fill=ink, width=thin)
    if pattern == "upright":
        for x in _steps(width, origin[0], 18):
            pen.line([(x, 0), (x, height)], fill=ink, width=thin)
    if pattern == "dotted":
        for y in _steps(height, origin[1], 18):
            for x in _steps(width, origin[0], 18):
                pen.ellipse([x - 2, y - 2, x + 2, y + 2], fill=ink)


def _steps(length: int, origin: int, step: int) -> range:
    """Where a pattern's lines lie on a stretch that begins at `origin` of the picture."""
    return range(-(origin % step), length + step, step)


def _mark_tiny(picture: Image.Image, pen: ImageDraw.ImageDraw, rings: Mapping[str, list[Ring]], shown: Stands) -> None:
    """Put a disc where a country is too small to be seen."""
    for code, stances in shown.items():
        if sum(map(extent, rings[code])) > (4 * _DOT) ** 2 or not rings[code]:
            continue
        x, y = middle(rings[code][0])
        radius = _DOT * _SCALE
        _fill(picture, [(x + radius * math.cos(a / 8), y + radius * math.sin(a / 8)) for a in range(51)], stances)
        pen.ellipse([x - radius, y - radius, x + radius, y + radius], outline=_INK, width=_SCALE)


def _label(pen: ImageDraw.ImageDraw, rings: Mapping[str, list[Ring]], shown: Stands, width: int, height: int) -> None:
    """Write the names of the countries that have a stance, where they have room."""
    font = _font(_LETTERS * _SCALE)
    taken: list[tuple[float, float, float, float]] = []
    for code in sorted(shown, key=lambda code: -sum(map(extent, rings[code]))):
        if not rings[code]:
            continue
        largest = max(rings[code], key=extent)
        x, y = middle(largest)
        across = max(px for px, _ in largest) - min(px for px, _ in largest)
        name = country_name(code) if pen.textlength(country_name(code), font) < across * 0.9 else code
        box = pen.textbbox((x, y), name, font, anchor="mm")
        if box[2] - box[0] > across * 1.1 or box[0] < 0 or box[2] > width or box[1] < 0 or box[3] > height:
            continue
        if not any(
            box[0] < right and left < box[2] and box[1] < low and top < box[3] for left, top, right, low in taken
        ):
            taken.append(box)
            pen.text((x, y), name, fill=_INK, font=font, anchor="mm", stroke_width=3 * _SCALE, stroke_fill="white")


def _legend(shown: Stands, question: Question) -> list[tuple[Sequence[Stance], str]]:
    legend: list[tuple[Sequence[Stance], str]] = []
    for stance in STANCES[question]:
        if any(stance in stances for stances in shown.values()):
            count = sum(1 for stances in shown.values() if stances[0] == stance)
            legend.append(((stance,), f"{STANCE_WORDS[stance]} ({count})" if count else STANCE_WORDS[stance]))
    striped = next((stances[:2] for stances in shown.values() if len(stances) > 1), None)
    if striped:
        legend.append((striped, "statements disagree"))
    legend.append(((), "no statement found"))
    return legend


def _draw_legend(picture: Image.Image, top: int, heading: str, legend: Sequence[tuple[Sequence[Stance], str]]) -> None:
    from PIL import Image, ImageDraw

    pen = ImageDraw.Draw(picture)
    font = _font(_LETTERS)
    column = picture.width // 3
    pen.text((12, top + 18), heading, fill=_INK, font=font, anchor="lm")
    top += _LEGEND_LINE
    for index, (stances, words) in enumerate(legend):
        x, y = 12 + index % 3 * column, top + index // 3 * _LEGEND_LINE
        swatch = _look(_SWATCH, stances) if stances else Image.new("RGB", _SWATCH, _LAND)
        picture.paste(swatch, (x, y + 4))
        pen.rectangle([x, y + 4, x + _SWATCH[0], y + 4 + _SWATCH[1]], outline=_BORDER)
        pen.text((x + _SWATCH[0] + 10, y + 18), words, fill=_INK, font=font, anchor="lm")


def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    from PIL import ImageFont

    return ImageFont.load_default(size)
