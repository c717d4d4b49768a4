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
    total, owed = -np.inf, (demand.low_c, demand.low_h)
    for _ in range(passes):
        for segment in range(len(demand.segments.sizes)):
            filled = np.where(where == segment, NOWHERE, where)
            fill(demand, _worths(demand, where, segment), filled, segment, owed)
            if demand.dial is None or _is_fairer(demand, filled, where):
                where = filled
        before, total = total, total_of(demand, where)
        if abs(total - before) <= 1e-12 * abs(total):
            break
    return where


def _worths(demand: Windowed, where: Ints, segment: int) -> F64:
    """What pairs (C, H) bring to a segment that is filled anew.

    With a dial this is exact where people meet once in it; else it is at the prices of the moment.
    """
    if demand.dial is None:
        return demand.scores
    met = where != NOWHERE
    if demand.segments.sizes[segment] == 1:
        return demand.dial.brings(demand.dial.shares((met & (where != segment)).astype(float)))
    slopes = demand.dial.slopes(demand.dial.shares(met.astype(float)))
    return demand.worths(slopes - demand.dial.least)


def _is_fairer(demand: Windowed, one: Ints, other: Ints) -> bool:
    lacking = [sum(int(side.sum()) for side in lacks(demand, where)) for where in (one, other)]
    if lacking[0] != lacking[1]:
        return lacking[0] < lacking[1]
    return total_of(demand, one) > total_of(demand, other)


def total_of(demand: Windowed, where: Ints) -> float:
    """The sum of the scores of the pairs that meet or, with a dial, what it is worth."""
    if demand.dial is not None:
        shares = demand.dial.shares((where != NOWHERE).astype(float))
        return float(demand.dial.values(shares).sum())
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
