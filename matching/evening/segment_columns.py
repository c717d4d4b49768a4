"""The columns of the segments' programme: a pair in a segment, as flat lists.

Few columns can matter at given prices: those that bring almost as much as the best of their pair.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matching.evening.segment_prices import Tariff, Windowed, gains_of
from matching.evening.shapes import F64, Bools, Ints


@dataclass(frozen=True)
class Columns:
    """Segments, candidates and hosts, all (n,), the columns of a pair side by side."""

    segment: Ints
    rows: Ints
    hosts: Ints

    def only(self, some: Bools) -> Columns:
        """Those that ``some`` (n,) marks."""
        return Columns(self.segment[some], self.rows[some], self.hosts[some])


def columns_near(demand: Windowed, tariff: Tariff, best: F64, window: float) -> Columns:
    """Columns whose gain is within ``window`` of no meeting and of ``best`` (C, H), their pair's.

    Where points are dear the window is wider, as gains move more. O(K C H), the one step here that
    looks at all pairs.
    """
    least = np.maximum(best, 0) - window * np.maximum(demand.prices(tariff.m), 1)
    found = []
    for segment in range(len(demand.segments.sizes)):
        rows, hosts = np.nonzero(gains_of(demand, tariff, segment) >= least)
        found.append((np.full(len(rows), segment), rows, hosts))
    segments, rows, hosts = (np.concatenate(lists) for lists in zip(*found, strict=True))
    order = np.argsort(rows * best.shape[1] + hosts, kind="stable")
    return Columns(segments[order], rows[order], hosts[order])
