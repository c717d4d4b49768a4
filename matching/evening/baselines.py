"""What others do, to compare with: greedy rounds, first fit, and general solvers.

Each takes scores (C, H), presence (people, rounds) and tables, and gives meetings (n, 3): round,
candidate, host. Nobody meets twice or is in two places. Only the solvers read a clock.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from ortools.sat.python import cp_model
from scipy.optimize import Bounds, LinearConstraint, linear_sum_assignment, milp
from scipy.sparse import csr_array

from matching.evening.segments import Segments
from matching.evening.shapes import F64, Bools, Ints


def greedy_rounds(scores: F64, present: tuple[Bools, Bools], tables: int) -> Ints:
    """Each round the best assignment of those present, pairs met put aside; best ``tables`` kept.

    The usual answer with scipy. O(rounds * people^3).
    """
    left = np.maximum(scores, 0)
    meetings = []
    for now in range(present[0].shape[1]):
        rows, columns = np.flatnonzero(present[0][:, now]), np.flatnonzero(present[1][:, now])
        own = left[np.ix_(rows, columns)]
        i, j = linear_sum_assignment(own, maximize=True)
        order = np.argsort(-own[i, j], kind="stable")[:tables]
        order = order[own[i, j][order] > 0]
        met_c, met_h = rows[i[order]], columns[j[order]]
        left[met_c, met_h] = 0
        meetings.append(np.column_stack([np.full(len(order), now), met_c, met_h]))
    return np.concatenate(meetings)


def first_fit(scores: F64, present: tuple[Bools, Bools], tables: int) -> Ints:
    """Pairs by decreasing score, each in the first round that has both people and a table free."""
    rows, columns = np.nonzero(scores > 0)
    order = np.argsort(-scores[rows, columns], kind="stable")
    free_c, free_h = present[0].copy(), present[1].copy()
    room = np.full(present[0].shape[1], tables)
    meetings = []
    for row, column in zip(rows[order].tolist(), columns[order].tolist(), strict=True):
        fits = free_c[row] & free_h[column] & (room > 0)
        now = int(fits.argmax())
        if fits[now]:
            free_c[row, now] = free_h[column, now] = False
            room[now] -= 1
            meetings.append((now, row, column))
    return np.array(meetings, dtype=np.int64).reshape(-1, 3)


def highs_pairs(scores: F64, segments: Segments, limit: float) -> tuple[float, float]:
    """HiGHS on pairs and segments, all of them: objective and bound within ``limit`` seconds.

    Laying the pairs into rounds would come on top. (nan, bound) when no plan was found.
    """
    columns = segments.here_c[:, :, None] & segments.here_h[:, None, :] & (scores > 0)
    segment, rows, hosts = np.nonzero(columns)
    many_c, many_h = scores.shape
    sizes = segments.sizes.astype(float)
    limits = [
        _at_most(segment * many_c + rows, np.repeat(sizes, many_c)),
        _at_most(segment * many_h + hosts, np.repeat(sizes, many_h)),
        _at_most(segment, segments.most.astype(float)),
    ]
    if len(sizes) > 1:
        limits.append(_at_most(rows * many_h + hosts, np.ones(many_c * many_h)))
    gains = scores[rows, hosts]
    found = milp(
        -gains,
        integrality=np.ones(len(gains)),
        bounds=Bounds(0, 1),
        constraints=limits,
        options={"time_limit": limit, "mip_rel_gap": 0.0},
    )
    bound = np.nan if found.mip_dual_bound is None else -float(found.mip_dual_bound)
    return (np.nan if found.x is None else -float(found.fun)), bound


def cp_sat(
    scores: F64, present: tuple[Bools, Bools], tables: int, limit: float
) -> tuple[float, float]:
    """CP-SAT with one variable a pair and round: objective and bound within ``limit`` seconds."""
    model = cp_model.CpModel()
    both = (scores > 0)[:, :, None] & present[0][:, None, :] & present[1][None, :, :]
    rows, hosts, rounds = np.nonzero(both)
    meet = [model.new_bool_var("") for _ in rows]
    many = both.shape[2]
    for group in (rows * many + rounds, hosts * many + rounds, rows * both.shape[1] + hosts):
        for some in _groups(group):
            model.add_at_most_one(meet[at] for at in some)
    for some in _groups(rounds):
        model.add(sum(meet[at] for at in some) <= tables)
    values = np.rint(scores[rows, hosts] * 1e6).astype(np.int64).tolist()
    model.maximize(cp_model.LinearExpr.weighted_sum(meet, values))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = limit
    found = solver.solve(model) in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    return (solver.objective_value / 1e6 if found else np.nan), solver.best_objective_bound / 1e6


def _at_most(group: Ints, most: F64) -> LinearConstraint:
    shape = (len(most), len(group))
    matrix = csr_array((np.ones(len(group)), (group, np.arange(len(group)))), shape=shape)
    return LinearConstraint(matrix, -np.inf, most)


def _groups(keys: Ints) -> list[npt.NDArray[np.intp]]:
    order = np.argsort(keys, kind="stable")
    return np.split(order, np.flatnonzero(np.diff(keys[order])) + 1)
