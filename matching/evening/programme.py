"""The integer programme of an evening with windows, made small and solved by HiGHS.

One variable a pair and segment that is not ruled out, O(people x segments + pairs) rows. Stopped by
a number of nodes, never by a clock.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import block_array, csr_array, eye_array, vstack

from matching.evening.segment_prices import Windowed
from matching.evening.shapes import F64, Bools, Ints

NODES = 2000
FINER = 1e3  # the solver stops at an absolute gap of 1e-6
NOTHING = 1e-6
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
    gains = demand.scores[rows, hosts] * FINER
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
    bound = -float(found.mip_dual_bound) / FINER
    return Solved(where, bound, found.status == OPTIMAL)


def who_is_short(demand: Windowed, columns: Bools) -> tuple[Ints, Ints] | None:
    """Rows and columns of people who together cannot have what they are owed; None if unknown.

    The fractional programme that leaves as few meetings owing as it can (HiGHS); people whose
    minimum has a price there are a group that no plan serves (Farkas). None when fractions could
    serve everyone.
    """
    segment, rows, hosts = np.nonzero(columns)
    candidates = len(demand.low_c)
    low = np.concatenate([demand.low_c, demand.low_h])
    owed = np.flatnonzero(low)
    served = vstack([_sum_by(rows, candidates), _sum_by(hosts, len(demand.low_h))]).tocsr()
    rooms = _rooms(demand, segment, rows, hosts)
    caps = vstack([room for room, _ in rooms])
    found = linprog(
        np.repeat([0.0, 1.0], [len(rows), len(owed)]),
        A_ub=block_array([[caps, None], [-served[owed], -eye_array(len(owed))]]),
        b_ub=np.concatenate([*(most for _, most in rooms), -low[owed]]),
        bounds=(0, None),
    )
    if found.status != OPTIMAL or found.fun < NOTHING:
        return None
    priced = owed[-found.ineqlin.marginals[caps.shape[0] :] > NOTHING]
    return priced[priced < candidates], priced[priced >= candidates] - candidates


def _limits(demand: Windowed, segment: Ints, rows: Ints, hosts: Ints) -> list[LinearConstraint]:
    limits = [
        LinearConstraint(room, -np.inf, most) for room, most in _rooms(demand, segment, rows, hosts)
    ]
    for who, low in ((rows, demand.low_c), (hosts, demand.low_h)):
        if low.any():
            limits.append(LinearConstraint(_sum_by(who, len(low)), low.astype(float), np.inf))
    return limits


def _rooms(demand: Windowed, segment: Ints, rows: Ints, hosts: Ints) -> list[tuple[csr_array, F64]]:
    """Sums of variables and what they may come to: people, tables, and each pair once."""
    cut = demand.segments
    candidates, people = demand.scores.shape
    sizes = cut.sizes.astype(float)
    pair = np.unique(rows * people + hosts, return_inverse=True)[1]
    pairs = int(pair.max(initial=-1)) + 1
    in_c = _sum_by(segment * candidates + rows, len(sizes) * candidates)
    in_h = _sum_by(segment * people + hosts, len(sizes) * people)
    return [
        (in_c, np.repeat(sizes, candidates)),
        (in_h, np.repeat(sizes, people)),
        (_sum_by(segment, len(sizes)), cut.most.astype(float)),
        (_sum_by(pair, pairs), np.ones(pairs)),
    ]


def _sum_by(group: Ints, groups: int) -> csr_array:
    """A matrix (groups, variables) that sums the variables of each group."""
    ones: F64 = np.ones(len(group))
    return csr_array((ones, (group, np.arange(len(group)))), shape=(groups, len(group)))
