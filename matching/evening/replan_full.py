"""Plan the rest of an evening again, for the greatest total, moving few announced meetings.

1. Plan the rounds to come as an evening of their own, pairs that have met being barred: its bound.
2. Plan them once more, announced pairs being worth a little more (``KEEP``): among plans that are
   nearly as good, one that gives up few of them. The pairs that fill holes count as announced,
   since they can be laid without moving anyone.
3. Lay the pairs into rounds (``steady``) from what is announced, and seat them where they were.

The cost is that of two plans.
"""

from __future__ import annotations

import numpy as np

from matching.evening.fill import fill, find_holes
from matching.evening.free_tables import at_free_tables
from matching.evening.future import Future
from matching.evening.plan import plan_evening
from matching.evening.shapes import (
    CANDIDATE,
    F64,
    HOST,
    ROUND,
    TABLE,
    Bools,
    EveningPlan,
    EveryoneBarred,
    Ints,
    MinimumImpossible,
)
from matching.evening.steady import Laying

KEEP = 0.05  # share of the mean score by which an announced pair is worth more


def replan_future(
    future: Future, filling: Ints, least: tuple[Ints, Ints], seed: int
) -> tuple[Ints, float] | None:
    """Meetings of the rounds to come (n, 4), and a total score that none can pass.

    ``filling``: (n, 4), what would fill the holes. ``least``: meetings asked for each person over
    the whole evening, lowered where that cannot be. None when nobody may meet any more.
    """
    if future.now == future.rounds:
        return None
    try:
        best, owed = _as_far_as_can_be(future, least, seed)
    except EveryoneBarred:
        return None
    known = np.concatenate([future.kept, filling])
    favoured = future.scores.copy()
    mean = float(np.abs(future.scores[future.open]).mean())
    favoured[known[:, CANDIDATE], known[:, HOST]] += KEEP * mean
    # What gains nothing still gains nothing.
    favoured[future.scores <= 0] = future.scores[future.scores <= 0]
    steady = _plan(future, favoured, owed, seed)
    steady.meetings[:, ROUND] += future.now
    return _seat(future, _lay(future, steady.meetings)), best.bound


def _plan(future: Future, scores: F64, least: tuple[Ints, Ints], seed: int) -> EveningPlan:
    rounds = future.rounds - future.now
    return plan_evening(
        scores,
        rounds=rounds,
        tables=future.tables,
        candidate_windows=_windows(future.candidates_here[:, future.now :]),
        host_windows=_windows(future.hosts_here[:, future.now :]),
        min_meetings=least,
        barred=~future.open,
        seed=seed,
    )


def _as_far_as_can_be(
    future: Future, least: tuple[Ints, Ints], seed: int
) -> tuple[EveningPlan, tuple[Ints, Ints]]:
    """The best plan, and the least meetings it gives: what is owed, or what can be of it."""
    met = (
        np.bincount(future.past[:, column], minlength=people)
        for column, people in zip((CANDIDATE, HOST), future.scores.shape, strict=True)
    )
    low_c, low_h = (np.maximum(low - had, 0) for low, had in zip(least, met, strict=True))
    while True:
        try:
            return _plan(future, future.scores, (low_c, low_h), seed), (low_c, low_h)
        except MinimumImpossible as refusal:
            low_c, low_h = _lowered((low_c, low_h), refusal.data)


def _lowered(owed: tuple[Ints, Ints], said: dict[str, object]) -> tuple[Ints, Ints]:
    """What is owed after a refusal: less to those named or, if that changes nothing, to all."""
    lower = [side.copy() for side in owed]
    for side, name in zip(lower, ("candidates", "hosts"), strict=True):
        people = np.array(said[name], dtype=np.int64)
        most = np.array(said[f"most_{name}"], dtype=np.int64)
        side[people] = np.minimum(side[people], most)
    if all((new == old).all() for new, old in zip(lower, owed, strict=True)):
        ceiling = max(int(side.max(initial=0)) for side in owed) - 1
        lower = [np.minimum(side, ceiling) for side in owed]
    return lower[0], lower[1]


def _windows(here: Bools) -> Ints:
    """First and last round of presence, (people, 2); out of the evening for who is not there."""
    rounds = here.shape[1]
    first, last = here.argmax(axis=1), rounds - 1 - here[:, ::-1].argmax(axis=1)
    windows: Ints = np.column_stack([first, last])
    windows[np.flatnonzero(here.sum(axis=1) == 0)] = rounds
    return windows


def _lay(future: Future, planned: Ints) -> Ints:
    """Rounds for the pairs of ``planned`` (n, 4), as announced where possible: (n, 3)."""
    pairs = set(map(tuple, planned[:, [CANDIDATE, HOST]].tolist()))
    home = {(c, h): at - future.now for at, _table, c, h in future.kept.tolist() if (c, h) in pairs}
    laying = _new_laying(future, home)
    for (candidate, host), at in home.items():
        laying.put(candidate, host, at)
    wanted = np.zeros(future.scores.shape)
    for candidate, host in pairs - home.keys():
        wanted[candidate, host] = 1
    staying = [(at + future.now, *pair) for pair, at in home.items()]
    holes = find_holes(future, np.array(staying, dtype=np.int64).reshape(-1, 3))
    placed, _prices = fill(wanted, holes)
    for hole, (candidates, hosts) in zip(holes, placed, strict=True):
        wanted[candidates, hosts] = 0
        for candidate, host in zip(candidates.tolist(), hosts.tolist(), strict=True):
            laying.put(candidate, host, hole.round - future.now)
    waiting = [(int(c), int(h)) for c, h in np.argwhere(wanted)]
    if laying.let_in(waiting) or not laying.relieve():
        laying = _new_laying(future, home)
        for at, _table, candidate, host in planned.tolist():
            laying.put(candidate, host, at - future.now)
    laying.settle()
    rows = [(at + future.now, c, h) for c, h, at in laying.meetings()]
    return np.array(rows, dtype=np.int64).reshape(-1, 3)


def _new_laying(future: Future, home: dict[tuple[int, int], int]) -> Laying:
    ahead = slice(future.now, None)
    here = future.candidates_here[:, ahead], future.hosts_here[:, ahead]
    return Laying(*here, future.tables, home)


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
