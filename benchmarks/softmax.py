"""Weights by which one of several choices is made, fitted to what each would bring, for the scripts with `--fit`."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np  # comes with rouge-score
from numpy.typing import NDArray

Array = NDArray[np.float64]

FOLDS = 10
ROUNDS, RATE = 150, 0.08


def fit(features: Sequence[Array], rewards: Sequence[Array], strength: float) -> Array:
    """The weights under which the softmax over each group's choices brings most, held near zero by `strength`.

    Each group has one row of features, and one reward, a choice. Features count by their spread within the groups.
    """
    centred = np.concatenate([rows - rows.mean(0) for rows in features])
    gains = np.concatenate([values - values.mean() for values in rewards])
    spread = np.sqrt(centred.var(0)) + 1e-9
    rows = centred / spread
    sizes = [len(values) for values in rewards]
    starts, group = np.cumsum([0, *sizes[:-1]]), np.repeat(np.arange(len(sizes)), sizes)
    weights, mean, square = (np.zeros(rows.shape[1]) for _ in range(3))
    for step in range(1, ROUNDS + 1):
        odds = np.exp(rows @ weights - np.maximum.reduceat(rows @ weights, starts)[group])
        share = odds / np.add.reduceat(odds, starts)[group]
        expected = np.add.reduceat(share * gains, starts)[group]
        slope = (rows.T @ (share * (gains - expected)) - strength * weights) / len(sizes)
        # Adam's rule: every weight moves at its own pace.
        mean, square = 0.9 * mean + 0.1 * slope, 0.999 * square + 0.001 * slope**2
        weights += RATE * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
    fitted: Array = weights / spread
    return fitted


def cross_validate(
    features: Sequence[Array], rewards: Sequence[Array], strength: float, usable: Sequence[bool] | None = None
) -> list[int]:
    """Each group's choice by weights fitted to the nine tenths of the `usable` groups that it does not belong to."""
    order = np.random.default_rng(0).permutation(len(features))
    chosen = [0] * len(features)
    for fold in range(FOLDS):
        aside = set(order[fold::FOLDS].tolist())
        others = [i for i in range(len(features)) if i not in aside and (usable is None or usable[i])]
        weights = fit([features[i] for i in others], [rewards[i] for i in others], strength)
        for i in aside:
            chosen[i] = int(np.argmax(features[i] @ weights))
    return chosen
