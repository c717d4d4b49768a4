"""Plan the rest of an evening again, for the greatest total, moving few announced meetings.

1. Plan the rounds to come as an evening of their own, pairs that have met being barred: its bound.
2. Plan them once more, announced pairs being worth a little more (``KEEP``): among plans that are
   nearly as good, one that gives up few of them. The pairs that fill holes count as announced,
   since they can be laid without moving anyone.
3. Lay the pairs into rounds from what is announced (``lay_again``), and seat them where they were.

The cost is that of two plans.
"""

from __future__ import annotations

import numpy as np

from matching.evening.future import Future, total_of
from matching.evening.lay_again import lay_as_planned, lay_steadily
from matching.evening.plan import plan_evening
from matching.evening.shapes import (
    CANDIDATE,
    F64,
    HOST,
    ROUND,
    Bools,
    EveningPlan,
    EveryoneBarred,
    Ints,
    MinimumImpossible,
)

KEEP = 0.05  # share of the mean score by which an announced pair is worth more


def replan_future(
    future: Future, added: Ints, least: tuple[Ints, Ints], seed: int
) -> tuple[Ints, float]:
    """Meetings of the rounds to come (n, 4), and a total score that none can pass.

    ``added``: (n, 4), what would fill the holes. ``least``: meetings asked for each person over
    the whole evening, lowered where that cannot be. When a new plan gains nothing, or nobody may
    meet any more, the answer is the filled one.
    """
    filled = np.concatenate([future.kept, added])
    if future.now == future.rounds:
        return filled, 0.0
    try:
        best, owed = _as_far_as_can_be(future, least, seed)
    except EveryoneBarred:
        return filled, total_of(filled, future.scores)
    planned = _plan(future, _favour(future, filled), owed, seed).meetings
    planned[:, ROUND] += future.now
    steady = lay_steadily(future, planned)
    if steady is not None and is_better(future, steady, filled, least):
        return steady, best.bound
    anew = lay_as_planned(future, planned)
    return anew if is_better(future, anew, filled, least) else filled, best.bound


def is_better(future: Future, one: Ints, other: Ints, least: tuple[Ints, Ints]) -> bool:
    """Whether a future (n, 4) serves the minimum better or, if as well, has a greater total."""
    missing = []
    for ahead in (one, other):
        people = np.concatenate([future.past, ahead])
        missing.append(
            sum(
                int(np.maximum(low - np.bincount(people[:, column], minlength=len(low)), 0).sum())
                for column, low in zip((CANDIDATE, HOST), least, strict=True)
            )
        )
    if missing[0] != missing[1]:
        return missing[0] < missing[1]
    return total_of(one, future.scores) > total_of(other, future.scores) * (1 + 1e-12)


def _favour(future: Future, known: Ints) -> F64:
    """The scores, those of pairs of ``known`` (n, 4) a little higher; what gains nothing stays."""
    scores = future.scores.copy()
    mean = float(np.abs(scores[future.open]).mean())
    scores[known[:, CANDIDATE], known[:, HOST]] += KEEP * mean
    return np.where(future.scores > 0, scores, future.scores)


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
