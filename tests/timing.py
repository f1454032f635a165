"""Bounds on time that hold on a slow and busy machine too."""

from __future__ import annotations

import time
from collections.abc import Callable

Work = Callable[[], object]


def least_seconds(work: Work, runs: int = 3) -> float:
    """The processor time of the quickest of several runs."""
    return min(_seconds(work) for _ in range(runs))


def grows_evenly(prepare: Callable[[int], Work], size: int, *, times: int = 4) -> bool:
    """Whether `times` the size costs about `times` as much; `prepare` makes the work for a size.

    A quadratic step costs `times` as much again. Noise may spoil one measurement: only the third says no.
    """
    small, large = prepare(size), prepare(size * times)
    return any(least_seconds(large, 2) < 1.8 * times * least_seconds(small, 2) + 0.1 for _ in range(3))


def _seconds(work: Work) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began
