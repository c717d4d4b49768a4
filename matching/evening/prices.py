"""What a seat costs each person at the optimum: the dual of the flow, found on its residual graph.

A pair that meets is worth at least the prices of its two people, one that does not at most; a
person with room left has price 0 or less, one above the minimum 0 or more. These are difference
constraints: shortest distances solve them (Bellman 1958, Ford 1956), and they are consistent
exactly when the flow is optimal.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matching.evening.shapes import F64, Bools, Ints


@dataclass(frozen=True)
class Demand:
    """Pairs wanted: ``weights`` and ``allowed`` (C, H), limits (C,) and (H,), ``most`` in all."""

    weights: F64
    allowed: Bools
    low_c: Ints
    high_c: Ints
    low_h: Ints
    high_h: Ints
    most: int


@dataclass(frozen=True)
class Prices:
    """``of_candidates`` (C,) with the price of a meeting in it, ``of_hosts`` (H,)."""

    of_candidates: F64
    of_hosts: F64
    of_meetings: float

    def over(self, unit: float) -> Prices:
        """The same prices in another unit."""
        return Prices(self.of_candidates / unit, self.of_hosts / unit, self.of_meetings / unit)


def find_prices(
    demand: Demand, pairs: tuple[Ints, Ints, Ints], chosen: Bools, scale: float
) -> Prices:
    """Prices of an optimal flow; ``pairs`` is rows, columns and integer values, rows sorted.

    Each pass is a few array operations on the pairs, O(m); at most as many passes as people,
    a few dozen in practice.
    """
    rows, columns, values = pairs
    met = np.bincount(rows[chosen], minlength=len(demand.high_c))
    received = np.bincount(columns[chosen], minlength=len(demand.high_h))
    left, right = np.zeros(len(met), dtype=np.int64), np.zeros(len(received), dtype=np.int64)
    down = _Lowering(*_by_target(columns, rows, ~chosen), values=-values)
    back = _Lowering(*_by_target(rows, columns, chosen), values=values)
    start = end = np.int64(0)  # the source's and the sink's distances
    for _ in range(2 * (len(left) + len(right)) + 4):
        before = (int(left.sum()), int(right.sum()), start, end)
        down.lower(right, left)
        end = min(end, right.min(initial=end, where=received < demand.high_h))
        np.minimum(right, end, out=right, where=received > demand.low_h)
        back.lower(left, right)
        end = min(end, start)
        if chosen.sum() < demand.most:
            start = min(start, end)
        np.minimum(left, start, out=left, where=met < demand.high_c)
        start = min(start, left.min(initial=start, where=met > demand.low_c))
        if before == (int(left.sum()), int(right.sum()), start, end):
            break
    return Prices((left - end) / scale, (end - right) / scale, float(start - end) / scale)


def _by_target(to: Ints, source: Ints, some: Bools) -> tuple[Ints, Ints, Ints]:
    order = np.flatnonzero(some)
    order = order[np.argsort(to[order], kind="stable")]
    return order, to[order], source[order]


class _Lowering:
    """Arcs grouped by their end: distances of ends become the least of those of their starts."""

    def __init__(self, order: Ints, to: Ints, source: Ints, *, values: Ints) -> None:
        self.ends, self.first = np.unique(to, return_index=True)
        self.source, self.values = source, values[order]

    def lower(self, ends: Ints, starts: Ints) -> None:
        if len(self.ends):
            least = np.minimum.reduceat(starts[self.source] + self.values, self.first)
            ends[self.ends] = np.minimum(ends[self.ends], least)
