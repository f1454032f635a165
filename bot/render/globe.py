"""The outlines of countries, and how a part of the globe is laid flat."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TypeAlias

Point: TypeAlias = tuple[float, float]
Ring: TypeAlias = list[Point]

_MARGIN = 3.0
_SMALLEST = 22.0
_WIDE = 130.0
_LOWEST, _HIGHEST = 0.5, 0.95


@dataclass(frozen=True, slots=True)
class View:
    """Where a part of the globe lies on the picture.

    Up to a third of the globe is seen from above its `middle`; with None it is the whole world, spread out.
    """

    middle: Point | None
    left: float
    top: float
    scale: float
    width: int
    height: int

    def place(self, point: Point) -> Point:
        """Where a point in degrees lies, in pixels."""
        x, y = _project(point, self.middle)
        return (x - self.left) * self.scale, (self.top - y) * self.scale

    def rings(self, code: str) -> list[Ring]:
        """A country's rings on the picture, without those that lie beside it."""
        placed = []
        for ring in outlines()[code]:
            points = [self.place(point) for point in ring]
            xs, ys = [x for x, _ in points], [y for _, y in points]
            if max(xs) >= 0 and min(xs) <= self.width and max(ys) >= 0 and min(ys) <= self.height:
                placed.append(points)
        return placed


@cache
def outlines() -> Mapping[str, list[Ring]]:
    """The rings of each country by its code, the largest first, in degrees of longitude and latitude."""
    stored = json.loads(files("data").joinpath("world.json").read_text(encoding="utf-8"))
    return {
        code: [[(x / 100, y / 100) for x, y in zip(ring[::2], ring[1::2], strict=True)] for ring in rings]
        for code, rings in stored["outlines"].items()
    }


def view_of(codes: Iterable[str], width: int) -> View:
    """The part of the globe that holds the countries, on a picture of that width; its height is half to all of it."""
    # Far islands and overseas parts would stretch the map, so a country counts with its largest part.
    points = [point for code in codes for point in outlines()[code][0]]
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    south, north = min(y for _, y in points), max(y for _, y in points)
    middle = ((west + east) / 2, (south + north) / 2) if east - west < _WIDE else None
    spread = [_project(point, middle) for point in points]
    margin = math.radians(_MARGIN)
    left, right = min(x for x, _ in spread) - margin, max(x for x, _ in spread) + margin
    bottom, top = min(y for _, y in spread) - margin, max(y for _, y in spread) + margin
    across = max(right - left, math.radians(_SMALLEST), (top - bottom) / _HIGHEST)
    down = max(top - bottom, across * _LOWEST)
    scale = width / across
    # An even height can be halved.
    height = round(down * scale / 2) * 2
    return View(middle, (left + right - across) / 2, (bottom + top + down) / 2, scale, width, height)


def extent(ring: Ring) -> float:
    """The area of a ring."""
    return (
        abs(sum(x * next_y - next_x * y for (x, y), (next_x, next_y) in zip(ring, ring[1:] + ring[:1], strict=True)))
        / 2
    )


def middle(ring: Ring) -> Point:
    """The centre of a ring's area."""
    area = x_sum = y_sum = 0.0
    for (x, y), (next_x, next_y) in zip(ring, ring[1:] + ring[:1], strict=True):
        part = x * next_y - next_x * y
        area += part
        x_sum += (x + next_x) * part
        y_sum += (y + next_y) * part
    return (x_sum / (3 * area), y_sum / (3 * area)) if area else ring[0]


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
