"""A plan of the evening from scores, and a proof of how good it is."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from matching.evening.colouring import lay_into_rounds
from matching.evening.fair_plans import fairest
from matching.evening.flow import NoSuchPairs, best_pairs
from matching.evening.inputs import Minimum, Windows, Wish, read_wish
from matching.evening.minimum import refuse_minimum
from matching.evening.prices import Demand
from matching.evening.seats import assign_tables, share_tables
from matching.evening.segments import Choice, Segments, cut_segments
from matching.evening.shapes import AlphaAboveOne, Certificate, EveningPlan, Ints
from matching.evening.windows import best_with_windows

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
    alpha: float = 1.0,
    had: npt.ArrayLike = 0.0,
    seed: int = 0,
) -> EveningPlan:
    """Who meets whom, when and where: the greatest total of ``scores`` (C, H), higher is better.

    Nobody meets twice or is in two places; at most ``tables`` meetings a round. A pair whose
    score is 0 or less only meets to reach ``min_meetings`` (one number, or one of candidates and
    one of hosts, each a number or an array). ``barred`` (C, H) never meet. Windows (people, 2)
    are first and last rounds, both included; who is there in no round is absent and owed nothing.

    ``alpha`` is the dial of fairness: 1 for the greatest total, 0 for the logarithm of what each
    person has, less for the least well served; the plan's ``price`` is what that costs of the
    total, and its certificate speaks of the fair objective. ``had``, (C + H,) or one number for
    all, is the score that people have from earlier meetings, for the dial. ``seed`` chooses among
    orders of rounds that are worth the same; the same input and seed give the same plan.

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
    if not alpha <= 1 or not np.isfinite(alpha):
        raise AlphaAboveOne(alpha=alpha)
    segments = cut_segments(wish)
    whole = whole_evening(wish)
    choice, bound, method = best_choice(whole, segments)
    bound = max(bound, choice.total)  # rounding may put it a little below
    certificate, price = certify(choice.total, bound, method), 0.0
    if alpha != 1 and (wish.scores > 0).any(where=whole.allowed):
        greatest = choice
        before = np.broadcast_to(np.asarray(had, dtype=np.float64), sum(wish.scores.shape))
        choice, gap = fairest(whole, segments, greatest, alpha, before)
        certificate = Certificate("gap", gap, "fair")
        price = max(0.0, 1 - choice.total / greatest.total) if greatest.total > 0 else 0.0
    shape = (wish.scores.shape[0], wish.scores.shape[1])
    meetings = _lay(choice, segments, (*shape, tables), seed)
    return EveningPlan(meetings, choice.total, bound, certificate, rounds, tables, shape, price)


def whole_evening(wish: Wish) -> Demand:
    """The demand on pairs when everyone present is there all evening."""
    allowed = wish.allowed
    if not (wish.low_c.any() or wish.low_h.any()):
        allowed = allowed & (wish.scores > 0)
    useful_c, useful_h = wish.present_c, wish.present_h
    if not (useful_c.all() and useful_h.all()):  # a round is of use when a partner is there
        partners = wish.allowed.astype(np.float32)
        useful_c = useful_c & (partners @ wish.present_h > 0)
        useful_h = useful_h & (partners.T @ wish.present_c > 0)
    high_c = np.minimum(useful_c.sum(axis=1), wish.allowed.sum(axis=1))
    high_h = np.minimum(useful_h.sum(axis=1), wish.allowed.sum(axis=0))
    at_once = np.minimum(wish.present_c.sum(axis=0), wish.present_h.sum(axis=0))
    most = int(np.minimum(at_once, wish.tables).sum())
    return Demand(wish.scores, allowed, wish.low_c, high_c, wish.low_h, high_h, most)


def best_choice(whole: Demand, segments: Segments) -> tuple[Choice, float, str]:
    """The best pairs and their segments, a bound, and the method that proves it."""
    if len(segments.sizes) > 1:
        return best_with_windows(whole, segments)
    try:
        pairs = best_pairs(whole)
    except NoSuchPairs:
        refuse_minimum(whole)
    choice = Choice(pairs.rows, pairs.columns, np.zeros_like(pairs.rows), pairs.total)
    return choice, pairs.bound, "flow"


def certify(objective: float, bound: float, method: str) -> Certificate:
    """What a bound says of a plan."""
    gap = (bound - objective) / max(abs(bound), 1e-300)
    return Certificate("exact", 0.0, method) if gap <= EXACT else Certificate("gap", gap, method)


def _lay(choice: Choice, segments: Segments, shape: tuple[int, int, int], seed: int) -> Ints:
    """Meetings (n, 4) of pairs in segments; ``shape`` is candidates, hosts, tables.

    ``seed`` shuffles the rounds of a segment, which are all alike.
    """
    candidates, hosts, tables = shape
    random = np.random.default_rng(seed)
    met = np.zeros((hosts, len(segments.sizes)), dtype=np.int64)
    np.add.at(met, (choice.columns, choice.segment), 1)
    table_of = share_tables(met, tables, segments.sizes)
    # Where hosts share a table, it is the table that must not be in two meetings at once.
    where, places = (
        (choice.columns, hosts) if table_of is None else (table_of[choice.columns], tables)
    )
    when = np.zeros_like(choice.rows)
    for segment, rounds in enumerate(segments.round_of):
        own = choice.segment == segment
        laid = lay_into_rounds(choice.rows[own], where[own], (candidates, places), len(rounds))
        when[own] = random.permutation(rounds)[laid]
    if table_of is None:
        last = max(int(rounds.max()) for rounds in segments.round_of) + 1
        where = assign_tables(when, choice.columns, (hosts, tables, last))
    meetings = np.column_stack([when, where, choice.rows, choice.columns]).astype(np.int64)
    return meetings[np.lexsort((where, when))]
