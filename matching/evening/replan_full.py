"""Plan the rest of an evening again, as the organiser wants it, moving few announced meetings.

1. Plan the rounds to come as an evening of their own, pairs that have met being barred: its bound.
2. Plan them once more, announced pairs being worth a little more (``KEEP``): among plans that are
   nearly as good, one that gives up few of them. The pairs that fill holes count as announced,
   since they can be laid without moving anyone.
3. Lay the pairs into rounds from what is announced (``lay_again``), and seat them where they were.

The cost is that of two plans.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from matching.evening.fairness import dial_of
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


@dataclass(frozen=True)
class Aim:
    """What is asked of the whole evening: ``least`` meetings (C,), (H,), and the dial's alpha."""

    least: tuple[Ints, Ints]
    alpha: float = 1.0
    seed: int = 0


def replan_future(future: Future, added: Ints, aim: Aim) -> tuple[Ints, float]:
    """Meetings of the rounds to come (n, 4), and a total score that none can pass.

    ``added``: (n, 4), what would fill the holes. The least meetings asked for are lowered where
    they cannot be. When a new plan gains nothing, or nobody may meet any more, the answer is the
    filled one.
    """
    filled = np.concatenate([future.kept, added])
    if future.now == future.rounds:
        return filled, 0.0
    try:
        best, owed = _as_far_as_can_be(future, aim)
    except EveryoneBarred:
        return filled, total_of(filled, future.scores)
    planned = _plan(future, _favour(future, filled), replace(aim, least=owed)).meetings
    planned[:, ROUND] += future.now
    steady = lay_steadily(future, planned)
    if steady is not None and is_better(future, steady, filled, aim):
        return steady, best.bound
    anew = lay_as_planned(future, planned)
    return anew if is_better(future, anew, filled, aim) else filled, best.bound


def is_better(future: Future, one: Ints, other: Ints, aim: Aim) -> bool:
    """Whether a future (n, 4) serves the minimum better or, if as well, is worth more."""
    missing = []
    for ahead in (one, other):
        people = np.concatenate([future.past, ahead])
        missing.append(
            sum(
                int(np.maximum(low - np.bincount(people[:, column], minlength=len(low)), 0).sum())
                for column, low in zip((CANDIDATE, HOST), aim.least, strict=True)
            )
        )
    if missing[0] != missing[1]:
        return missing[0] < missing[1]
    gain, loss = _worth(future, one, aim.alpha), _worth(future, other, aim.alpha)
    return gain > loss + 1e-12 * abs(loss)


def _worth(future: Future, ahead: Ints, alpha: float) -> float:
    """The total of a future (n, 4) or, with the dial, what it makes of the whole evening."""
    if alpha == 1:
        return total_of(ahead, future.scores)
    everyone = np.ones_like(future.open)
    shares = _shares(future, np.concatenate([future.past, ahead]))
    dial = dial_of(future.scores, everyone, 0 * shares, usual_share=1.0, alpha=alpha)
    return float(dial.values(shares).sum())


def _shares(future: Future, meetings: Ints) -> F64:
    """The score that each candidate, then each host, has of meetings (n, 4), (C + H,)."""
    rows, hosts = meetings[:, CANDIDATE], meetings[:, HOST]
    gains = np.maximum(future.scores[rows, hosts], 0)
    sides = zip((rows, hosts), future.scores.shape, strict=True)
    return np.concatenate([np.bincount(who, gains, people) for who, people in sides])


def _favour(future: Future, known: Ints) -> F64:
    """The scores, those of pairs of ``known`` (n, 4) a little higher; what gains nothing stays."""
    scores = future.scores.copy()
    mean = float(np.abs(scores[future.open]).mean())
    scores[known[:, CANDIDATE], known[:, HOST]] += KEEP * mean
    return np.where(future.scores > 0, scores, future.scores)


def _plan(future: Future, scores: F64, aim: Aim) -> EveningPlan:
    rounds = future.rounds - future.now
    return plan_evening(
        scores,
        rounds=rounds,
        tables=future.tables,
        candidate_windows=_windows(future.candidates_here[:, future.now :]),
        host_windows=_windows(future.hosts_here[:, future.now :]),
        min_meetings=aim.least,
        barred=~future.open,
        alpha=aim.alpha,
        had=_shares(future, future.past),
        seed=aim.seed,
    )


def _as_far_as_can_be(future: Future, aim: Aim) -> tuple[EveningPlan, tuple[Ints, Ints]]:
    """The plan of greatest total, and the least meetings it gives: of what is owed, what can be."""
    met = (
        np.bincount(future.past[:, column], minlength=people)
        for column, people in zip((CANDIDATE, HOST), future.scores.shape, strict=True)
    )
    low_c, low_h = (np.maximum(low - had, 0) for low, had in zip(aim.least, met, strict=True))
    while True:
        try:
            total = Aim((low_c, low_h), seed=aim.seed)
            return _plan(future, future.scores, total), total.least
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
