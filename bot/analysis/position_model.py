"""How likely a country holds each position in a sentence: a linear model over the features of `position_features`.

Patterns find what somebody wrote down, and newspapers say the same in ever new words; the model was fitted to some
thousand labelled passages by `benchmarks/train_positions.py`, with what the patterns find among its features.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from math import exp
from typing import NamedTuple

NONE = "none"
"""The label of a sentence that tells no position of a country."""

SCALE = 100
"""Weights are stored in hundredths."""


class Model(NamedTuple):
    """The weights of each feature and the bias, one number for each of the labels."""

    labels: tuple[str, ...]
    bias: tuple[int, ...]
    weights: Mapping[str, tuple[int, ...]]


def chances(model: Model, features: Iterable[str]) -> dict[str, float]:
    """The probability of each label; they add up to 1."""
    known = [model.weights[feature] for feature in set(features) if feature in model.weights]
    sums = [sum(column) / SCALE for column in zip(model.bias, *known, strict=True)]
    greatest = max(sums)
    odds = [exp(value - greatest) for value in sums]
    total = sum(odds)
    return {label: odd / total for label, odd in zip(model.labels, odds, strict=True)}


@cache
def read_model() -> Model:
    """The fitted weights."""
    stored = json.loads(files("data").joinpath("positions.json").read_text(encoding="utf-8"))
    weights = {feature: tuple(values) for feature, values in stored["weights"].items()}
    return Model(tuple(stored["labels"]), tuple(stored["bias"]), weights)
