"""The least of a smooth function over prices that may not be negative.

Spectral projected gradient (Birgin, Martinez, Raydan 2000): steps of Barzilai and Borwein, a line
search that looks back a few values. No matrix products, so the answer is the same whatever the
threads of the linear algebra library, and steps are counted, never timed.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from matching.evening.shapes import F64, Bools

LOOK_BACK = 8
SLOPE = 1e-4  # share of the promised decrease that a step must keep
FIRST = 0.02  # the largest change of the first step, in units of the prices


def descend(
    function: Callable[[F64], tuple[float, F64]], start: F64, free: Bools, steps: int
) -> F64:
    """The best point met in ``steps`` steps; coordinates that are not ``free`` stay at 0.

    ``function`` gives its value and its gradient, (n,). About 1.5 calls a step.

    >>> lowest = descend(lambda x: (float(((x - 1) ** 2).sum()), 2 * (x - 1)), np.zeros(2),
    ...                  np.array([True, False]), 20)
    >>> lowest.round(6).tolist()
    [1.0, 0.0]
    """
    top = np.where(free, np.inf, 0.0)
    x = np.clip(start, 0, top)
    value, slope = function(x)
    best, least, past = x, value, [value]
    pace = FIRST / max(float(np.abs(slope).max()), 1e-12)
    for _ in range(steps):
        way = np.clip(x - pace * slope, 0, top) - x
        promise = float((slope * way).sum())
        if promise > -1e-13 * max(abs(value), 1.0):
            break
        share, ceiling = 1.0, max(past[-LOOK_BACK:])
        while True:
            ahead = x + share * way
            there, steep = function(ahead)
            if there <= ceiling + SLOPE * share * promise or share < SLOPE:
                break
            share *= 0.5
        moved, turned = ahead - x, steep - slope
        curve = float((moved * turned).sum())
        pace = float((moved * moved).sum()) / curve if curve > 0 else 10 * pace
        x, value, slope = ahead, there, steep
        past.append(value)
        if value < least:
            best, least = x, value
    return best
