"""A plan made from prices, segment after segment, with prices found anew after each.

Fixing a segment changes what is left to the others. Were they all filled at the same prices, each
would take its seats' worth and leave holes that nobody wants; prices that follow cost a few
hundredths of a percent instead of whole percents.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from matching.evening.segment_columns import Columns
from matching.evening.segment_cooling import Smooth, cool
from matching.evening.segment_prices import Tariff, Windowed
from matching.evening.segment_rounding import NOWHERE, fill
from matching.evening.shapes import F64, Ints

SURE = 1e-12  # nothing is surer than this


def dive(
    demand: Windowed, columns: Columns, tariff: Tariff, way: tuple[float, int], order: Ints
) -> Ints:
    """The segment of each pair (C, H), NOWHERE where none; ``columns`` are those considered.

    ``way`` is a temperature and a number of steps, ``order`` (K,) the segments as they are fixed:
    for each, the prices of the segments that are left move that much, then a flow.
    O(K (steps n + flow)), n the columns.
    """
    cut, (temperature, steps) = demand.segments, way
    where = np.full(demand.scores.shape, NOWHERE)
    for at, segment in enumerate(order.tolist()):
        rest, later = order[at:], order[at + 1 :]
        columns = columns.only(np.isin(columns.segment, rest))
        columns = columns.only(where[columns.rows, columns.hosts] == NOWHERE)
        left = _left(demand, where, rest)
        if len(later):
            tariff = cool(left, columns, tariff, temperature, steps)
        # Meetings that people must have by the end of this segment, in all.
        owed_c = demand.low_c - cut.sizes[later] @ cut.here_c[later]
        owed_h = demand.low_h - cut.sizes[later] @ cut.here_h[later]
        worth = _worth(Smooth(left, columns, temperature), tariff, segment)
        likely = replace(demand, allowed=worth > -np.inf)
        fill(likely, worth, where, segment, (owed_c, owed_h))
    return where


def _left(demand: Windowed, where: Ints, rest: Ints) -> Windowed:
    """What is left to plan: no seat in segments that are done, and less owed."""
    done = np.ones(len(demand.segments.sizes), dtype=bool)
    done[rest] = False
    cut = demand.segments
    open_ = replace(cut, sizes=np.where(done, 0, cut.sizes), most=np.where(done, 0, cut.most))
    met = where != NOWHERE
    low_c = np.maximum(demand.low_c - met.sum(axis=1), 0)
    low_h = np.maximum(demand.low_h - met.sum(axis=0), 0)
    dial = None if demand.dial is None else demand.dial.after(demand.dial.shares(met.astype(float)))
    return replace(demand, segments=open_, low_c=low_c, low_h=low_h, dial=dial)


def _worth(smooth: Smooth, tariff: Tariff, segment: int) -> F64:
    """What pairs bring in a segment, beyond what they may bring in the others left, (C, H).

    The others count by the log-sum-exp of their gains, so that of two columns of the same gain
    the one with fewer alternatives is worth more. Minus infinity without a column.
    """
    columns, at = smooth.columns, smooth.likelihood(tariff)
    own = columns.segment == segment
    rows, hosts = columns.rows[own], columns.hosts[own]
    others = at.log_total[own] + np.log(np.maximum(1 - at.share[own], SURE))
    worth: F64 = np.full(smooth.shape[1:], -np.inf)
    worth[rows, hosts] = smooth.worths(tariff)[own] - smooth.temperature * others
    if smooth.owed:
        worth[rows, hosts] += tariff.a[rows] + tariff.b[hosts]
    return worth
