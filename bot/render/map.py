"""A map of where countries stand, as a PNG with a legend, and the same facts in words.

Each stance has a colour that people with any colour vision tell from the others, and a pattern for those who see
none. Drawing takes a good part of a second of computation: call `draw_map` in a thread.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import TYPE_CHECKING, Literal, TypeAlias

from bot.countries import country_name
from bot.model import STANCES, Question, Stance
from bot.render.budget import ALT_TEXT, cut
from bot.render.page import Picture
from bot.render.stances import QUESTIONS, STANCE_WORDS, Standing, said

if TYPE_CHECKING:
    from PIL import Image, ImageDraw, ImageFont

Point: TypeAlias = tuple[float, float]
Ring: TypeAlias = list[Point]
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
_RATIOS = 0.5, 0.95
_LEGEND_LINE = 34
# Drawn twice as large and scaled down, lines come out smooth.
_SCALE = 2
_MARGIN = 3.0
_SMALLEST = 22.0
_WIDE = 130.0
_STRIPE = 26
_DOT = 9


@dataclass(frozen=True, slots=True)
class _View:
    """Where a part of the globe lies on the picture.

    Up to a third of the globe is seen from above its `middle`; with None it is the whole world, spread out.
    """

    middle: Point | None
    left: float
    top: float
    scale: float

    def place(self, point: Point) -> Point:
        x, y = _project(point, self.middle)
        return (x - self.left) * self.scale, (self.top - y) * self.scale


def draw_map(table: Iterable[Standing], question: Question | None = None, *, name: str = "map.png") -> Picture | None:
    """The part of the world that holds the table's countries, 1,100 pixels wide, None where none has an outline.

    One map answers one question: without a `question`, the one that most countries of the table answer. Countries
    without an outline (the European Union among them) stand in the picture's words only.
    """
    standings = list(table)
    question = question or _most_answered(standings)
    stands = _stands(standings, question)
    drawn = {code: stances for code, stances in stands.items() if code in _outlines()}
    return Picture(name, _draw(drawn, question), _in_words(stands, question)) if drawn else None


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


def _draw(shown: Stands, question: Question) -> bytes:
    from PIL import Image, ImageDraw

    view, width, height = _view(shown)
    legend = _legend(shown, question)
    lines = 1 + -(-len(legend) // 3)
    picture = Image.new("RGB", (width, height), _SEA)
    pen = ImageDraw.Draw(picture)
    rings = {code: _placed(code, view, width, height) for code in _outlines()}
    for code in sorted(rings, key=lambda code: -sum(map(_extent, rings[code]))):
        for ring in rings[code]:
            if code in shown:
                _fill(picture, ring, shown[code])
            else:
                pen.polygon(ring, fill=_LAND)
            pen.line([*ring, ring[0]], fill=_BORDER, width=_SCALE)
    _mark_tiny(picture, pen, rings, shown)
    _label(pen, rings, shown, width, height)
    picture = picture.reduce(_SCALE)
    whole = Image.new("RGB", (picture.width, picture.height + lines * _LEGEND_LINE + 12), "white")
    whole.paste(picture, (0, 0))
    _draw_legend(whole, picture.height + 6, _heading(question), legend)
    out = BytesIO()
    whole.quantize(96, Image.Quantize.FASTOCTREE).save(out, "PNG", optimize=False)
    return out.getvalue()


@cache
def _outlines() -> Mapping[str, list[Ring]]:
    stored = json.loads(files("data").joinpath("world.json").read_text(encoding="utf-8"))
    return {
        code: [[(x / 100, y / 100) for x, y in zip(ring[::2], ring[1::2], strict=True)] for ring in rings]
        for code, rings in stored["outlines"].items()
    }


def _view(codes: Iterable[str]) -> tuple[_View, int, int]:
    """The part of the world to show, and the size of its picture in pixels before it is scaled down."""
    # Far islands and overseas parts would stretch the map, so a country counts with its largest part.
    points = [point for code in codes for point in _outlines()[code][0]]
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    south, north = min(y for _, y in points), max(y for _, y in points)
    middle = ((west + east) / 2, (south + north) / 2) if east - west < _WIDE else None
    spread = [_project(point, middle) for point in points]
    degree = math.radians(1)
    margin = _MARGIN * degree
    left, right = min(x for x, _ in spread) - margin, max(x for x, _ in spread) + margin
    bottom, top = min(y for _, y in spread) - margin, max(y for _, y in spread) + margin
    across = max(right - left, _SMALLEST * degree, (top - bottom) / _RATIOS[1])
    down = max(top - bottom, across * _RATIOS[0])
    width = _WIDTH * _SCALE
    scale = width / across
    middle_x, middle_y = (left + right) / 2, (bottom + top) / 2
    view = _View(middle, middle_x - across / 2, middle_y + down / 2, scale)
    return view, width, round(down * scale / _SCALE) * _SCALE


def _project(point: Point, middle: Point | None) -> Point:
    """A point in degrees on a plane where equal areas stay equal; both results are below 3."""
    return _equal_earth(point) if middle is None else _azimuthal(point, middle)


def _azimuthal(point: Point, middle: Point) -> Point:
    """Lambert's azimuthal equal-area projection."""
    east = math.radians(point[0] - middle[0])
    north, level = math.radians(point[1]), math.radians(middle[1])
    cosine = math.sin(level) * math.sin(north) + math.cos(level) * math.cos(north) * math.cos(east)
    # The opposite point of the globe is everywhere at once; it is put at the edge.
    factor = math.sqrt(2 / max(1e-4, 1 + cosine))
    x = factor * math.cos(north) * math.sin(east)
    y = factor * (math.cos(level) * math.sin(north) - math.sin(level) * math.cos(north) * math.cos(east))
    return x, y


def _equal_earth(point: Point) -> Point:
    """The Equal Earth projection of Šavrič, Patterson and Jenny (2018)."""
    angle = math.asin(math.sqrt(3) / 2 * math.sin(math.radians(point[1])))
    first, second, third, fourth = 1.340264, -0.081106, 0.000893, 0.003796
    square = angle * angle
    sixth = square**3
    slope = first + 3 * second * square + sixth * (7 * third + 9 * fourth * square)
    x = 2 * math.sqrt(3) * math.radians(point[0]) * math.cos(angle) / (3 * slope)
    return x, angle * (first + second * square + sixth * (third + fourth * square))


def _placed(code: str, view: _View, width: int, height: int) -> list[Ring]:
    """The country's rings on the picture, without those that lie beside it."""
    placed = []
    for ring in _outlines()[code]:
        points = [view.place(point) for point in ring]
        xs, ys = [x for x, _ in points], [y for _, y in points]
        if max(xs) >= 0 and min(xs) <= width and max(ys) >= 0 and min(ys) <= height:
            placed.append(points)
    return placed


def _extent(ring: Ring) -> float:
    """The area of a ring."""
    return (
        abs(sum(x * next_y - next_x * y for (x, y), (next_x, next_y) in zip(ring, ring[1:] + ring[:1], strict=True)))
        / 2
    )


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
        for start in _steps(width + height, sum(origin), 16):
            pen.line([(start, 0), (start - height, height)], fill=ink, width=thin)
    if pattern in ("falling", "crossed"):
        for start in _steps(width + height, origin[0] - origin[1] - height, 16):
            pen.line([(start - height, 0), (start, height)], fill=ink, width=thin)
    if pattern == "level":
        for y in _steps(height, origin[1], 14):
            pen.line([(0, y), (width, y)], fill=ink, width=thin)
    if pattern == "upright":
        for x in _steps(width, origin[0], 14):
            pen.line([(x, 0), (x, height)], fill=ink, width=thin)
    if pattern == "dotted":
        for y in _steps(height, origin[1], 14):
            for x in _steps(width, origin[0], 14):
                pen.ellipse([x - 2, y - 2, x + 2, y + 2], fill=ink)


def _steps(length: int, origin: int, step: int) -> range:
    """Where a pattern's lines lie on a stretch that begins at `origin` of the picture."""
    return range(-(origin % step), length + step, step)


def _mark_tiny(picture: Image.Image, pen: ImageDraw.ImageDraw, rings: Mapping[str, list[Ring]], shown: Stands) -> None:
    """Put a disc where a country is too small to be seen."""
    for code, stances in shown.items():
        if sum(map(_extent, rings[code])) > (4 * _DOT) ** 2 or not rings[code]:
            continue
        x, y = _middle(rings[code][0])
        radius = _DOT * _SCALE
        _fill(picture, [(x + radius * math.cos(a / 8), y + radius * math.sin(a / 8)) for a in range(51)], stances)
        pen.ellipse([x - radius, y - radius, x + radius, y + radius], outline=_INK, width=_SCALE)


def _label(pen: ImageDraw.ImageDraw, rings: Mapping[str, list[Ring]], shown: Stands, width: int, height: int) -> None:
    """Write the names of the countries that have a stance, where they have room."""
    font = _font(15 * _SCALE)
    taken: list[tuple[float, float, float, float]] = []
    for code in sorted(shown, key=lambda code: -sum(map(_extent, rings[code]))):
        if not rings[code]:
            continue
        largest = max(rings[code], key=_extent)
        x, y = _middle(largest)
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


def _middle(ring: Ring) -> Point:
    """The centre of a ring's area."""
    area = x_sum = y_sum = 0.0
    for (x, y), (next_x, next_y) in zip(ring, ring[1:] + ring[:1], strict=True):
        part = x * next_y - next_x * y
        area += part
        x_sum += (x + next_x) * part
        y_sum += (y + next_y) * part
    return (x_sum / (3 * area), y_sum / (3 * area)) if area else ring[0]


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
    font = _font(17)
    column = picture.width // 3
    pen.text((12, top + 15), heading, fill=_INK, font=font, anchor="lm")
    top += _LEGEND_LINE
    for index, (stances, words) in enumerate(legend):
        x, y = 12 + index % 3 * column, top + index // 3 * _LEGEND_LINE
        swatch = _look((40, 22), stances) if stances else Image.new("RGB", (40, 22), _LAND)
        picture.paste(swatch, (x, y + 4))
        pen.rectangle([x, y + 4, x + 39, y + 25], outline=_BORDER)
        pen.text((x + 50, y + 15), words, fill=_INK, font=font, anchor="lm")


def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    from PIL import ImageFont

    return ImageFont.load_default(size)
