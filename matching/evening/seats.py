"""Tables: each host keeps one where there are enough, and otherwise moves as little as possible."""

from __future__ import annotations

import numpy as np
from scipy.optimize import linear_sum_assignment

from matching.evening.shapes import F64, Bools, Ints

NONE = -1
ORDERS = 24
MOST_PLACED = 1000  # hosts placed in all orders: a few thousandths of a second
SHAKEN = 3.0  # meetings by which an order strays


def share_tables(meetings: Ints, tables: int, sizes: Ints) -> Ints | None:
    """A table for each host such that those of a table have room in every segment, or None.

    ``meetings`` (hosts, segments), ``sizes`` (segments,) in rounds. One host a table where there
    are tables enough; else by first-fit decreasing (Johnson 1973), then in orders a little apart
    from that. Laying the pairs (candidate, table) into rounds then lets nobody move, whatever the
    number of hosts. O(hosts * tables) an order.

    >>> share_tables(np.array([[1], [2], [1]]), 2, np.array([2])).tolist()
    [1, 0, 1]
    """
    hosts = len(meetings)
    if hosts <= tables:
        return np.arange(hosts)
    total, random = meetings.sum(axis=1), np.random.default_rng(0)
    for turn in range(min(ORDERS, 1 + MOST_PLACED // hosts)):
        shaken = total + (random.uniform(0, SHAKEN, hosts) if turn else 0)
        table_of = _first_fit(meetings, np.argsort(-shaken, kind="stable"), tables, sizes)
        if table_of is not None:
            return table_of
    return None


def _first_fit(meetings: Ints, order: Ints, tables: int, sizes: Ints) -> Ints | None:
    room = np.tile(sizes, (tables, 1))
    table_of = np.zeros(len(meetings), dtype=np.int64)
    for host in order.tolist():
        fits = (room >= meetings[host]).all(axis=1)
        if not fits.any():
            return None
        table_of[host] = table = int(fits.argmax())
        room[table] -= meetings[host]
    return table_of


def assign_tables(rounds_of: Ints, hosts: Ints, shape: tuple[int, int, int]) -> Ints:
    """The table of each meeting (n,); ``shape`` is hosts, tables, rounds.

    Hosts who come back take their last table if they can. The others share what is free, so
    that two who claim one table meet there as late as possible (the rule of Belady 1966, by one
    assignment a round). O(rounds * tables^3) at worst; exact when hosts <= tables: nobody moves.
    """
    many, tables, rounds = shape
    if many <= tables:
        return hosts.copy()
    active = np.zeros((many, rounds), dtype=bool)
    active[hosts, rounds_of] = True
    last = np.full(many, NONE)
    answer = np.zeros(len(hosts), dtype=np.int64)
    for now in range(rounds):
        meetings = np.flatnonzero(rounds_of == now)
        _seat_round(hosts[meetings], last, active[:, now:], tables)
        answer[meetings] = last[hosts[meetings]]
    return answer


def _seat_round(here: Ints, last: Ints, active: Bools, tables: int) -> None:
    """Update ``last`` for the hosts of this round; ``active`` (hosts, rounds) begins now."""
    _, first = np.unique(last[here], return_index=True)
    keeps = np.zeros(len(here), dtype=bool)
    keeps[first] = True
    keeps &= last[here] != NONE
    movers = here[~keeps]
    if not len(movers):
        return
    free = np.setdiff1d(np.arange(tables), last[here[keeps]])
    away = np.setdiff1d(np.flatnonzero(last != NONE), here)
    cost = np.zeros((len(movers), tables))
    np.add.at(cost.T, last[away], _nearness(active[movers], active[away]).T)
    _, chosen = linear_sum_assignment(cost[:, free])
    last[movers] = free[chosen]


def _nearness(some: Bools, others: Bools) -> F64:
    """How soon two hosts sit at once, (some, others): 2^-rounds until then, 0 for never."""
    soon = 0.5 ** np.arange(some.shape[1])
    nearness = np.zeros((len(some), len(others)))
    for when in range(some.shape[1]):
        both = np.outer(some[:, when], others[:, when])
        np.maximum(nearness, soon[when] * both, out=nearness)
    return nearness
