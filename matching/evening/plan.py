"""A plan of the evening from scores, and a proof of how good it is."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from matching.evening.colouring import lay_into_rounds
from matching.evening.flow import NoSuchPairs, best_pairs
from matching.evening.inputs import Minimum, Windows, Wish, read_wish
from matching.evening.minimum import refuse_minimum
from matching.evening.prices import Demand
from matching.evening.seats import assign_tables, share_tables
from matching.evening.shapes import Certificate, EveningPlan, Ints

EXACT = 1e-9  # a relative gap below this is rounding


def plan_evening(
    scores: npt.ArrayLike,
    *,
    rounds: int,
    tables: int,
    candidate_windows: Windows = None,
    host_windows: Windows = None,
    min_meetings: Minimum = 0,
    barred: npt.ArrayLike | None = None,
    seed: int = 0,
) -> EveningPlan:
    """Who meets whom, when and where: the greatest total of ``scores`` (C, H), higher is better.

    Nobody meets twice or is in two places; at most ``tables`` meetings a round. A pair whose
    score is 0 or less only meets to reach ``min_meetings`` (one number, or one of candidates and
    one of hosts, each a number or an array). ``barred`` (C, H) never meet. Windows (people, 2)
    are first and last rounds, both included; who is there in no round is absent and owed nothing.

    >>> plan_evening([[3, 2], [2, 0.5]], rounds=1, tables=2).meetings.tolist()
    [[0, 0, 1, 0], [0, 1, 0, 1]]
    """
    windows = (candidate_windows, host_windows)
    wish = read_wish(
        scores,
        rounds=rounds,
        tables=tables,
        windows=windows,
        min_meetings=min_meetings,
        barred=barred,
    )
    demand = whole_evening(wish)
    try:
        pairs = best_pairs(demand)
    except NoSuchPairs:
        refuse_minimum(demand)
    meetings = _lay(pairs.rows, pairs.columns, wish, seed)
    certificate = certify(pairs.total, pairs.bound, "flow")
    shape = (wish.scores.shape[0], wish.scores.shape[1])
    return EveningPlan(meetings, pairs.total, pairs.bound, certificate, rounds, tables, shape)


def whole_evening(wish: Wish) -> Demand:
    """The demand on pairs when everyone present is there all evening."""
    allowed = wish.allowed
    if not (wish.low_c.any() or wish.low_h.any()):
        allowed = allowed & (wish.scores > 0)
    high_c = np.minimum(wish.present_c.sum(axis=1), wish.allowed.sum(axis=1))
    high_h = np.minimum(wish.present_h.sum(axis=1), wish.allowed.sum(axis=0))
    at_once = np.minimum(wish.present_c.sum(axis=0), wish.present_h.sum(axis=0))
    most = int(np.minimum(at_once, wish.tables).sum())
    return Demand(wish.scores, allowed, wish.low_c, high_c, wish.low_h, high_h, most)


def certify(objective: float, bound: float, method: str) -> Certificate:
    """What a bound says of a plan."""
    gap = (bound - objective) / max(abs(bound), 1e-300)
    return Certificate("exact", 0.0, method) if gap <= EXACT else Certificate("gap", gap, method)


def _lay(rows: Ints, columns: Ints, wish: Wish, seed: int) -> Ints:
    """Meetings (n, 4) of pairs in rounds that are all alike."""
    shape, rounds = wish.scores.shape, wish.rounds
    met = np.bincount(columns, minlength=shape[1])
    table_of = share_tables(met, wish.tables, rounds)
    if table_of is None:
        when = lay_into_rounds(rows, columns, (shape[0], shape[1]), rounds)
        where = assign_tables(when, columns, (shape[1], wish.tables, rounds))
    else:
        where = table_of[columns]
        when = lay_into_rounds(rows, where, (shape[0], wish.tables), rounds)
    when = np.random.default_rng(seed).permutation(rounds)[when]
    meetings = np.column_stack([when, where, rows, columns]).astype(np.int64)
    return meetings[np.lexsort((where, when))]
