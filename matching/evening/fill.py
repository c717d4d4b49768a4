"""Fill the holes of an evening with the people who are idle, and move no announced meeting.

In one round this is an assignment problem. Rounds are tied by one rule: a pair meets once. So a
pair that several rounds want gets a price that rises until one round wants it (Lagrangian
relaxation, steps of Polyak); each pass also gives a plan, by serving the rounds one after the
other at these prices, and a bound that no filling can pass. Source of the method: Fisher, "The
Lagrangian relaxation method for solving integer programming problems", Management Science 27,
1981. Each pass costs one assignment a round, O(idle^3).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import linear_sum_assignment

from matching.evening.future import Future
from matching.evening.shapes import CANDIDATE, F64, HOST, ROUND, Bools, Ints

PASSES = 2


@dataclass(frozen=True)
class Hole:
    """One round with free tables: the idle ``candidates`` and ``hosts``, sorted."""

    round: int
    candidates: Ints
    hosts: Ints
    tables: int


Pairs = tuple[Ints, Ints]


def find_holes(future: Future, taken: Ints) -> list[Hole]:
    """Who is there and idle in each round to come, given the meetings ``taken`` (n, 3 or 4)."""
    idle = future.candidates_here.copy(), future.hosts_here.copy()
    rounds, people = taken[:, 0], taken[:, -2:]
    for side in (0, 1):
        idle[side][people[:, side], rounds] = False
    free = future.tables - np.bincount(rounds, minlength=future.rounds)
    return [
        Hole(at, np.flatnonzero(idle[0][:, at]), np.flatnonzero(idle[1][:, at]), int(free[at]))
        for at in range(future.now, future.rounds)
    ]


def assign(values: F64, hole: Hole) -> Pairs:
    """The pairs of greatest total value in one round, each value above 0, no more than tables.

    ``values``: (candidates, hosts) of the evening. When tables are scarce, as many people as must
    wait are tied to a dummy, worth more than any meeting.
    """
    block = values[np.ix_(hole.candidates, hole.hosts)]
    # Weak rows first: the assignment is then found about twice as fast.
    order = np.argsort(block.max(axis=1, initial=0), kind="stable")
    block = block[order]
    candidates, hosts = block.shape
    most = min(candidates, hosts, max(hole.tables, 0))
    if most < min(candidates, hosts):
        worth = 2 * float(np.abs(block).max()) + 1
        size = candidates + hosts - most
        padded = np.full((size, size), worth)
        padded[:candidates, :hosts] = block
        padded[candidates:, hosts:] = -worth * size
        block = padded
    rows, columns = linear_sum_assignment(block, maximize=True)
    gains = (rows < candidates) & (columns < hosts)
    gains[gains] = block[rows[gains], columns[gains]] > 0
    return hole.candidates[order[rows[gains]]], hole.hosts[columns[gains]]


def one_after_the_other(values: F64, holes: list[Hole]) -> list[Pairs]:
    """Serve the holes in order; a pair that has met is worth nothing more. Baseline of prices."""
    left = values.copy()
    served = []
    for hole in holes:
        pairs = assign(left, hole)
        left[pairs] = 0
        served.append(pairs)
    return served


def improve(values: F64, holes: list[Hole], served: list[Pairs]) -> list[Pairs]:
    """Serve each hole again, the others staying as they are: never worse."""
    left = values.copy()
    for pairs in served:
        left[pairs] = 0
    again = []
    for hole, pairs in zip(holes, served, strict=True):
        left[pairs] = values[pairs]
        again.append(assign(left, hole))
        left[again[-1]] = 0
    return again


def total(values: F64, served: list[Pairs]) -> float:
    """The value of what is served."""
    return float(sum(values[pairs].sum() for pairs in served))


def fill(values: F64, holes: list[Hole], passes: int = PASSES) -> tuple[list[Pairs], F64]:
    """Pairs for each hole, and the prices (candidates, hosts) that led to them.

    ``values``: what each pair is worth, 0 where it may not meet.
    """
    prices = np.zeros_like(values)
    best = improve(values, holes, one_after_the_other(values, holes))
    reached = total(values, best)
    for at in range(passes):
        net = np.maximum(values - prices, 0)
        wanted = np.zeros(values.shape)
        bound = float(prices.sum())
        for hole in holes:
            pairs = assign(net, hole)
            wanted[pairs] += 1
            bound += float(net[pairs].sum())
        slack = np.where((wanted > 1) | (prices > 0), wanted - 1, 0)
        length = float((slack**2).sum())
        if length == 0 or bound <= reached * (1 + 1e-9):
            break
        prices = np.maximum(prices + slack * (bound - reached) / length, 0)
        net = np.maximum(values - prices, 0)
        order = slice(None, None, 1 if at % 2 else -1)
        served = one_after_the_other(net, holes[order])[order]
        served = improve(values, holes, served)
        if total(values, served) > reached:
            best, reached = served, total(values, served)
    return best, prices


def fill_future(
    future: Future, least: tuple[Ints, Ints], bonus: float, passes: int = PASSES
) -> tuple[Ints, float]:
    """New meetings (n, 3: round, candidate, host), and a total score that none can pass.

    ``least``: meetings asked for each candidate and each host over the whole evening; those who
    would have fewer are served first, as soon as can be, even by meetings that gain nothing.
    ``bonus``: what a first meeting is worth to each of the two people, as a share of the mean
    score; after n meetings, 1 / (n + 1) of it. So someone whose hosts left comes before someone
    whose evening is full.
    """
    left = future.open.copy()
    left[future.kept[:, CANDIDATE], future.kept[:, HOST]] = False
    gains = np.where(left, np.maximum(future.scores, 0), 0)
    first = _serve_short(future, left, least)
    left[first[:, 1], first[:, 2]] = False
    values = np.where(left, gains + bonus * _needs(future, first, gains), 0)
    values[gains == 0] = 0
    holes = find_holes(future, np.concatenate([future.kept[:, [ROUND, CANDIDATE, HOST]], first]))
    served, prices = fill(values, holes, passes)
    rows = [np.column_stack([np.full(len(pairs[0]), hole.round), *pairs])
            for hole, pairs in zip(holes, served, strict=True)]  # fmt: skip
    return np.concatenate([first, *rows]), _bound(future, gains, prices)


def _bound(future: Future, gains: F64, prices: F64) -> float:
    """Lagrangian bound at these prices: each round apart, its wishes net of prices, plus prices."""
    net = np.maximum(gains - prices, 0)
    holes = find_holes(future, future.kept)
    return float(prices.sum()) + total(net, [assign(net, hole) for hole in holes])


def _counts(future: Future, added: Ints) -> tuple[Ints, Ints]:
    """Meetings of each candidate and each host over the evening, as it stands."""
    people = np.concatenate([future.past[:, 2:], future.kept[:, 2:], added[:, 1:]])
    candidates, hosts = (
        np.bincount(people[:, side], minlength=many)
        for side, many in enumerate(future.scores.shape)
    )
    return candidates, hosts


def _needs(future: Future, added: Ints, gains: F64) -> F64:
    candidates, hosts = _counts(future, added)
    mean = float(gains.sum() / max(np.count_nonzero(gains), 1))
    return mean * (1 / (1 + candidates)[:, None] + 1 / (1 + hosts))


def _serve_short(future: Future, left: Bools, least: tuple[Ints, Ints]) -> Ints:
    """Meetings (n, 3) for who would have fewer than asked, round after round.

    Most people served first, then best scores.
    """
    taken = future.kept[:, [ROUND, CANDIDATE, HOST]]
    first, left = np.empty((0, 3), dtype=np.int64), left.copy()
    urgent = 2 * float(np.abs(future.scores).max(initial=0)) + 1
    for at in range(future.now, future.rounds):
        counts = _counts(future, first)
        short = [count < low for count, low in zip(counts, least, strict=True)]
        if not any(side.any() for side in short):
            break
        people = short[0][:, None].astype(float) + short[1]
        values = np.where(left & (people > 0), future.scores + urgent * people, 0)
        hole = find_holes(future, np.concatenate([taken, first]))[at - future.now]
        pairs = assign(values, hole)
        left[pairs] = False
        first = np.concatenate([first, np.column_stack([np.full(len(pairs[0]), at), *pairs])])
    return first
