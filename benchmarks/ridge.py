"""Ridge regression of a handful of features, as the training scripts need it."""

from __future__ import annotations

from collections.abc import Sequence
from operator import mul


def ridge(rows: Sequence[Sequence[float]], targets: Sequence[float], strength: float) -> list[float]:
    """The weights of centred features that follow the targets best; features count by their spread."""
    spreads = [(sum(value * value for value in column) / len(rows)) ** 0.5 or 1.0 for column in zip(*rows, strict=True)]
    scaled = [[value / spread for value, spread in zip(row, spreads, strict=True)] for row in rows]
    columns = list(zip(*scaled, strict=True))
    matrix = [
        [sum(map(mul, one, other)) + (strength if i == j else 0.0) for j, other in enumerate(columns)]
        + [sum(map(mul, one, targets))]
        for i, one in enumerate(columns)
    ]
    return [weight / spread for weight, spread in zip(_solved(matrix), spreads, strict=True)]


def _solved(matrix: list[list[float]]) -> list[float]:
    """The solution of linear equations, each row with its right side last; the ridge keeps the pivots from zero."""
    for i in range(len(matrix)):
        pivot = matrix[i][i]
        matrix[i] = [value / pivot for value in matrix[i]]
        for j in range(len(matrix)):
            if j != i:
                factor = matrix[j][i]
                matrix[j] = [value - factor * above for value, above in zip(matrix[j], matrix[i], strict=True)]
    return [row[-1] for row in matrix]
