"""The pairs of a new plan laid into the rounds to come, close to what is announced, and seated."""

from __future__ import annotations

import numpy as np

from matching.evening.fill import fill, find_holes
from matching.evening.free_tables import at_free_tables
from matching.evening.future import Future
from matching.evening.shapes import CANDIDATE, F64, HOST, ROUND, TABLE, Ints
from matching.evening.steady import Laying


def lay_steadily(future: Future, planned: Ints) -> Ints | None:
    """Meetings (n, 4) for the pairs of ``planned`` (n, 4), kept in their announced round if they
    can be. None if tables do not suffice that way.

    When everyone stays to the end, every pair finds its place. Otherwise a few may not: they give
    way, and the holes left are filled.
    """
    pairs = {(c, h) for _at, _table, c, h in planned.tolist()}
    home = {(c, h): at - future.now for at, _table, c, h in future.kept.tolist() if (c, h) in pairs}
    laying = _new_laying(future, home)
    for (candidate, host), at in home.items():
        laying.put(candidate, host, at)
    wanted = np.zeros(future.scores.shape)
    for candidate, host in pairs - home.keys():
        wanted[candidate, host] = 1
    waiting = _put_where_idle(future, laying, wanted)
    left = laying.let_in([(int(c), int(h)) for c, h in np.argwhere(waiting)])
    if not laying.relieve():
        return None
    laying.settle()
    if left:
        worth = np.where(future.open, np.maximum(future.scores, 0), 0)
        laid = _laid(future, laying)
        worth[laid[:, 1], laid[:, 2]] = 0
        _put_where_idle(future, laying, worth)
    return _seat(future, _laid(future, laying))


def lay_as_planned(future: Future, planned: Ints) -> Ints:
    """Meetings (n, 4): each pair in its round of ``planned`` or, by exchanges, as announced."""
    home = {(c, h): at - future.now for at, _table, c, h in future.kept.tolist()}
    laying = _new_laying(future, home)
    for at, _table, candidate, host in planned.tolist():
        laying.put(candidate, host, at - future.now)
    laying.settle()
    return _seat(future, _laid(future, laying))


def _new_laying(future: Future, home: dict[tuple[int, int], int]) -> Laying:
    candidates, hosts = (
        here[:, future.now :] for here in (future.candidates_here, future.hosts_here)
    )
    return Laying(candidates, hosts, future.tables, home)


def _laid(future: Future, laying: Laying) -> Ints:
    rows = [(at + future.now, candidate, host) for candidate, host, at in laying.meetings()]
    return np.array(rows, dtype=np.int64).reshape(-1, 3)


def _put_where_idle(future: Future, laying: Laying, worth: F64) -> F64:
    """Lay the pairs of greatest worth (candidates, hosts) where both are idle; answer the rest."""
    left = worth.copy()
    holes = find_holes(future, _laid(future, laying))
    placed, _prices = fill(worth, holes)
    for hole, pairs in zip(holes, placed, strict=True):
        left[pairs] = 0
        for candidate, host in zip(*(side.tolist() for side in pairs), strict=True):
            laying.put(candidate, host, hole.round - future.now)
    return left


def _seat(future: Future, laid: Ints) -> Ints:
    """Tables (n, 4): a meeting whose round has not changed keeps its own."""
    rows = future.kept[:, [ROUND, CANDIDATE, HOST]].tolist()
    table = dict(zip(map(tuple, rows), future.kept[:, TABLE].tolist(), strict=True))
    stays = np.array([tuple(row) in table for row in laid.tolist()], dtype=bool)
    still = laid[stays]
    tables = [table[tuple(row)] for row in still.tolist()]
    staying = np.column_stack([still[:, 0], np.array(tables, dtype=np.int64), still[:, 1:]])
    seated = np.concatenate([future.past, staying])
    moved = at_free_tables(seated, laid[~stays], future.tables, future.scores.shape[1])
    return np.concatenate([staying, moved])
