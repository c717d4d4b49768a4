"""The least of a smooth function over prices that may not be negative.

Limited-memory quasi-Newton steps (Nocedal 1980) on the prices that are free to move, projected on
the bounds (Bertsekas 1982). No matrix products, so threads of the linear algebra library neither
slow it nor change it, and steps are counted, never timed.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

import numpy as np

from matching.evening.shapes import F64, Bools

MEMORY = 10  # pairs of moves and changes of slope that are remembered
KEEP = 1e-4  # share of the promised decrease that a step must bring
SHORTEST = 1e-6
SETTLED = 1e-10  # relative decrease at which it stops
FIRST = 0.02  # the largest change of a first step

Function = Callable[[F64], tuple[float, F64]]
Memory = deque[tuple[F64, F64, float]]


def descend(
    function: Function, start: F64, free: Bools, steps: int, unit: F64 | float = 1.0
) -> F64:
    """Where ``steps`` steps lead, (n,); coordinates that are not ``free`` stay at 0.

    ``function`` gives its value and its gradient. About one call a step. ``unit`` (n,): how far a
    step may go in each coordinate, relative to the others; the better it says where the function
    bends, the fewer steps.

    >>> lowest = descend(lambda x: (float(((x - 1) ** 2).sum()), 2 * (x - 1)), np.zeros(2),
    ...                  np.array([True, False]), 20)
    >>> lowest.round(6).tolist()
    [1.0, 0.0]
    """

    def scaled(x: F64) -> tuple[float, F64]:
        value, slope = function(x * unit)
        return value, slope * unit

    found: F64 = _descend(scaled, np.where(free, np.maximum(start, 0) / unit, 0), free, steps)
    return found * unit


def _descend(function: Function, x: F64, free: Bools, steps: int) -> F64:
    memory: Memory = deque(maxlen=MEMORY)
    value, slope = function(x)
    for _ in range(steps):
        movable = free & ((x > 0) | (slope < 0))
        way = _direction(np.where(movable, slope, 0), movable, memory)
        ahead, there, steep = _search(function, (x, value, slope), way)
        if there >= value:
            if not memory:
                break
            memory.clear()
            continue
        moved, turned = ahead - x, steep - slope
        curve = float((moved * turned).sum())
        if curve > SETTLED * SETTLED * float((turned * turned).sum()) > 0:
            memory.append((moved, turned, curve))
        settled = value - there <= SETTLED * abs(value)
        x, value, slope = ahead, there, steep
        if settled:
            break
    return x


def _direction(slope: F64, movable: Bools, memory: Memory) -> F64:
    """Minus the slope, bent by what is remembered of the curvature, where that goes down."""
    plain = slope * (-FIRST / max(float(np.abs(slope).max()), 1e-300))
    if not memory:
        return plain
    bent, shares = slope, []
    for moved, turned, curve in reversed(memory):
        shares.append(float((moved * bent).sum()) / curve)
        bent = bent - shares[-1] * turned
    _, turned, curve = memory[-1]
    bent = bent * (curve / float((turned * turned).sum()))
    for (moved, turned, curve), share in zip(memory, reversed(shares), strict=True):
        bent = bent + moved * (share - float((turned * bent).sum()) / curve)
    way = np.where(movable, -bent, 0)
    if float((way * slope).sum()) < 0:
        return way
    memory.clear()
    return plain


def _search(function: Function, here: tuple[F64, float, F64], way: F64) -> tuple[F64, float, F64]:
    """The first point along the projected way that goes down enough, halving; or none."""
    x, value, slope = here
    share = 1.0
    while share > SHORTEST:
        ahead = np.maximum(x + share * way, 0)
        there, steep = function(ahead)
        if there <= value + KEEP * float((slope * (ahead - x)).sum()):
            return ahead, there, steep
        share *= 0.5
    return here
