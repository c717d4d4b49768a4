"""Segments of a plan filled one at a time: a flow, exact given the pairs that the others hold."""

from __future__ import annotations

import numpy as np

from matching.evening.flow import NoSuchPairs, Pairs, best_pairs
from matching.evening.minimum import lessen
from matching.evening.prices import Demand
from matching.evening.segment_prices import Windowed
from matching.evening.shapes import F64, Bools, Ints

NOWHERE = -1


def fill(demand: Windowed, worth: F64, where: Ints, segment: int, owed: tuple[Ints, Ints]) -> None:
    """Choose the pairs of an empty segment among those that no other holds.

    ``owed`` are meetings that people must have by the end of this segment, in all; as many as can
    be are had.
    """
    cut = demand.segments
    rows, columns = np.flatnonzero(cut.here_c[segment]), np.flatnonzero(cut.here_h[segment])
    window = np.ix_(rows, columns)
    allowed = demand.allowed[window] & (where[window] == NOWHERE)
    if not (demand.low_c.any() or demand.low_h.any()):
        allowed &= worth[window] > 0
    met = where != NOWHERE
    size, nothing = int(cut.sizes[segment]), np.int64(0)
    part = Demand(
        worth[window],
        allowed,
        np.maximum(owed[0] - met.sum(axis=1), nothing)[rows],
        np.minimum(size, allowed.sum(axis=1)),
        np.maximum(owed[1] - met.sum(axis=0), nothing)[columns],
        np.minimum(size, allowed.sum(axis=0)),
        int(cut.most[segment]),
    )
    pairs = _as_owed_as_can_be(part)
    where[rows[pairs.rows], columns[pairs.columns]] = segment


def improve(demand: Windowed, where: Ints, passes: int) -> Ints:
    """The same plan or a better one: each segment in turn is filled anew given the others."""
    where = where.copy()
    total = -np.inf
    for _ in range(passes):
        for segment in range(len(demand.segments.sizes)):
            where[where == segment] = NOWHERE
            fill(demand, demand.scores, where, segment, (demand.low_c, demand.low_h))
        before, total = total, total_of(demand, where)
        if abs(total - before) <= 1e-12 * abs(total):
            break
    return where


def total_of(demand: Windowed, where: Ints) -> float:
    """The sum of the scores of the pairs that meet."""
    return float(demand.scores.sum(where=where != NOWHERE))


def lacks(demand: Windowed, where: Ints) -> tuple[Bools, Bools]:
    """Who has fewer meetings than owed, (C,) and (H,)."""
    met = where != NOWHERE
    return met.sum(axis=1) < demand.low_c, met.sum(axis=0) < demand.low_h


def _as_owed_as_can_be(part: Demand) -> Pairs:
    while True:
        try:
            return best_pairs(part)
        except NoSuchPairs:
            part = lessen(part)
