"""The integer programme of an evening with windows, made small and solved by HiGHS.

One variable a pair and segment that is not ruled out, O(people x segments + pairs) rows. Stopped by
a number of nodes, never by a clock.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from matching.evening.segment_prices import Windowed
from matching.evening.shapes import F64, Bools, Ints

NODES = 2000
OPTIMAL, STOPPED, INFEASIBLE = 0, 1, 2  # scipy's words


@dataclass(frozen=True)
class Solved:
    """``where`` (C, H): the segment of each pair or -1, None if none was found.

    ``bound``: of the programme solved; ``proved``: optimal, or truly without a solution.
    """

    where: Ints | None
    bound: float
    proved: bool


def solve_programme(demand: Windowed, columns: Bools) -> Solved:
    """The best choice among ``columns`` (K, C, H), true where a pair may meet in a segment.

    Limits of people and tables in each segment, each pair once, least numbers of meetings.
    """
    segment, rows, hosts = np.nonzero(columns)
    gains = demand.scores[rows, hosts]
    if not len(gains):
        owed = bool(demand.low_c.any() or demand.low_h.any())
        return Solved(None if owed else np.full(demand.scores.shape, -1), 0.0, True)
    found = milp(
        -gains,
        integrality=np.ones(len(gains)),
        bounds=Bounds(0, 1),
        constraints=_limits(demand, segment, rows, hosts),
        options={"node_limit": NODES, "mip_rel_gap": 0.0},
    )
    if found.x is None:
        return Solved(None, np.inf, found.status == INFEASIBLE)
    where = np.full(demand.scores.shape, -1)
    chosen = found.x > 0.5
    where[rows[chosen], hosts[chosen]] = segment[chosen]
    bound = -float(found.mip_dual_bound)
    return Solved(where, bound, found.status == OPTIMAL)


def _limits(demand: Windowed, segment: Ints, rows: Ints, hosts: Ints) -> list[LinearConstraint]:
    cut = demand.segments
    candidates, people = demand.scores.shape
    sizes, nothing = cut.sizes.astype(float), -np.inf
    pair = np.unique(rows * people + hosts, return_inverse=True)[1]
    in_c = _sum_by(segment * candidates + rows, len(sizes) * candidates)
    in_h = _sum_by(segment * people + hosts, len(sizes) * people)
    limits = [
        LinearConstraint(in_c, nothing, np.repeat(sizes, candidates)),
        LinearConstraint(in_h, nothing, np.repeat(sizes, people)),
        LinearConstraint(_sum_by(segment, len(sizes)), nothing, cut.most.astype(float)),
        LinearConstraint(_sum_by(pair, int(pair.max()) + 1), nothing, 1.0),
    ]
    for who, low in ((rows, demand.low_c), (hosts, demand.low_h)):
        if low.any():
            limits.append(LinearConstraint(_sum_by(who, len(low)), low.astype(float), np.inf))
    return limits


def _sum_by(group: Ints, groups: int) -> csr_array:
    """A matrix (groups, variables) that sums the variables of each group."""
    ones: F64 = np.ones(len(group))
    return csr_array((ones, (group, np.arange(len(group)))), shape=(groups, len(group)))
