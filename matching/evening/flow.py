"""The best set of pairs under limits on people, as a network flow, with prices that prove it.

    max sum w_ij x_ij,   x_ij in {0, 1},   low_i <= sum_j x_ij <= high_i,   same for hosts,
    sum x_ij <= most

The matrix is that of a network, hence totally unimodular: the best fraction is a set of pairs
(Hoffman and Kruskal 1956). Costs are integers, rounded at 2^-36 of the largest score.
Most pairs are out of the question, so the flow first sees each person's best partners only; the
prices of the optimum then tell which other pairs could matter, and only those are added.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

from matching.evening.prices import Demand, Prices, find_prices
from matching.evening.shapes import F64, Bools, Ints

BITS = 36
HUGE = 1e300
# Fewer pairs a person than this are not worth pruning.
WORTH_PRUNING = 48


@dataclass(frozen=True)
class Pairs:
    """A set of pairs, in the order of rows; ``bound`` is what no set of the demand can pass."""

    rows: Ints
    columns: Ints
    total: float
    bound: float
    prices: Prices


class NoSuchPairs(Exception):
    """The lower limits cannot all be kept."""


def best_pairs(demand: Demand, prices: Prices | None = None) -> Pairs:
    """The set of pairs of greatest total weight; ``prices`` of a similar demand save time.

    Steps: prune, solve, price, add what the prices say was missed, until nothing is.
    About O(m sqrt(n) log(nC)) a solve in practice, m the pairs kept. Raises ``NoSuchPairs``.

    >>> two = np.full(2, 1)
    >>> weights = np.array([[3.0, 2.0], [2.0, 0.5]])
    >>> demand = Demand(weights, weights > 0, 0 * two, two, 0 * two, two, 2)
    >>> best_pairs(demand).total
    4.0
    """
    kept, scale = _likely(demand, prices), _scale(demand)
    while True:
        rows, columns = np.nonzero(kept)
        costs = np.rint(demand.weights[rows, columns] * scale).astype(np.int64)
        chosen = _flow(demand, rows, columns, costs)
        if chosen is None:
            if kept.sum() == demand.allowed.sum():
                raise NoSuchPairs
            kept = demand.allowed
            continue
        found = find_prices(demand, (rows, columns, costs), chosen, scale)
        gains = demand.weights - found.of_candidates[:, None] - found.of_hosts
        missed = demand.allowed & ~kept & (gains > 1 / scale)
        if not missed.any():
            break
        kept = kept | missed
    total = float(demand.weights[rows[chosen], columns[chosen]].sum())
    bound = _bound(demand, found, gains)
    return Pairs(rows[chosen], columns[chosen], total, max(bound, total), found)


def can_be_kept(demand: Demand) -> bool:
    """Is there any set of pairs within the limits, whatever its weight?"""
    rows, columns = np.nonzero(demand.allowed)
    return _flow(demand, rows, columns, np.zeros_like(rows)) is not None


def _scale(demand: Demand) -> float:
    largest = float(np.abs(demand.weights).max(initial=0, where=demand.allowed))
    # The solver's potentials may come to costs x people^2, which int64 must hold.
    bits = min(BITS, 59 - 2 * sum(demand.allowed.shape).bit_length())
    return float(min(2.0**bits / largest, HUGE)) if largest > 2.0**bits / HUGE else 1.0


def _likely(demand: Demand, prices: Prices | None) -> Bools:
    """Pairs (C, H) to begin with: a superset of a good solution, far fewer than all."""
    allowed = demand.allowed
    if allowed.sum() <= WORTH_PRUNING * sum(allowed.shape):
        return allowed
    sides = zip((demand.high_h, demand.high_c), allowed.shape, strict=True)
    rooms = [min(max(int(high.max()), 1), people) for high, people in sides]
    values = np.where(allowed, demand.weights, -np.inf)
    if prices is not None:
        values -= prices.of_candidates[:, None] + prices.of_hosts
    else:  # a host's price is about what the last candidate who fits is worth
        values -= np.maximum(_nth_largest(values, 0, rooms[0]), 0)
    kept = np.zeros(allowed.shape, dtype=bool)
    for axis in (0, 1):
        k = min(rooms[axis] * 3 // 2 + 8, allowed.shape[axis])
        kept |= values >= np.expand_dims(_nth_largest(values, axis, k), axis)
    return kept & allowed


def _nth_largest(values: F64, axis: int, n: int) -> F64:
    at = values.shape[axis] - n
    nth: F64 = np.take(np.partition(values, at, axis=axis), at, axis=axis)
    return nth


def _flow(demand: Demand, rows: Ints, columns: Ints, costs: Ints) -> Bools | None:
    """Which of the pairs carry flow, or None when the lower limits cannot be kept.

    Nodes: candidates, hosts, source, sink. Lower limits are supplies and demands of the people
    themselves; what is not used of ``most`` goes from source to sink at no cost.
    """
    many, hosts = demand.allowed.shape
    source, sink = many + hosts, many + hosts + 1
    spare_c = demand.most - int(demand.low_c.sum())
    spare_h = demand.most - int(demand.low_h.sum())
    room_c, room_h = demand.high_c - demand.low_c, demand.high_h - demand.low_h
    if min(spare_c, spare_h, room_c.min(), room_h.min()) < 0:
        return None
    people = many + np.arange(hosts)
    tails = np.concatenate([np.full(many, source), rows, people, [source]])
    heads = np.concatenate([np.arange(many), many + columns, np.full(hosts, sink), [sink]])
    room = np.concatenate([room_c, np.ones_like(rows), room_h, [demand.most]])
    prices = np.zeros_like(room)
    prices[many : many + len(rows)] = -costs
    solver = SimpleMinCostFlow()
    arcs = solver.add_arcs_with_capacity_and_unit_cost(tails, heads, room, prices)
    supplies = np.concatenate([demand.low_c, -demand.low_h, [spare_c, -spare_h]])
    solver.set_nodes_supplies(np.arange(many + hosts + 2), supplies)
    if solver.solve() != solver.OPTIMAL:
        return None
    used: Bools = solver.flows(arcs[many : many + len(rows)]) > 0
    return used


def _bound(demand: Demand, prices: Prices, gains: F64) -> float:
    """The Lagrangian bound at these prices: true whatever the prices, equal at the right ones."""
    most = prices.of_meetings
    total = demand.most * most + float(gains.sum(where=demand.allowed & (gains > 0)))
    for own, low, high in (
        (prices.of_candidates - most, demand.low_c, demand.high_c),
        (prices.of_hosts, demand.low_h, demand.high_h),
    ):
        total += float(np.maximum(own * low, own * high).sum())
    return total
