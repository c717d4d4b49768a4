"""What is left of an evening when its plan must change: who is there, what is announced, what is
still allowed.

Rounds before ``now`` are frozen. An announced meeting is kept when both people are there in its
round and may meet; otherwise it is dropped. O(pairs + people x rounds).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matching.evening.shapes import (
    CANDIDATE,
    F64,
    HOST,
    ROUND,
    Bools,
    EveningPlan,
    EveningRefusal,
    Ints,
    People,
    ScoresNotFinite,
    ShapeMismatch,
    WindowReversed,
)


class RoundOutside(EveningRefusal):
    """``now`` is not a round of the evening nor its end (``rounds``)."""


class UnknownPerson(EveningRefusal):
    """A ``side`` has no such ``person``."""


@dataclass(frozen=True)
class Future:
    """The rounds that may change, from ``now`` to ``rounds``.

    ``scores``: (candidates, hosts). ``candidates_here``, ``hosts_here``: (people, rounds), true
    when there; meaningless before ``now``. ``open``: (candidates, hosts), true where two people may
    still meet: not barred, not held, not met in the frozen rounds. ``past``, ``kept`` and
    ``dropped`` share out the rows of the plan.
    """

    now: int
    rounds: int
    tables: int
    scores: F64
    candidates_here: Bools
    hosts_here: Bools
    open: Bools
    past: Ints
    kept: Ints
    dropped: Ints

    @property
    def announced(self) -> Ints:
        """Meetings of the plan from ``now`` on, as they were."""
        return ordered(np.concatenate([self.kept, self.dropped]))


def look_ahead(
    plan: EveningPlan,
    scores: F64,
    *,
    now: int,
    absent: People,
    arrived: People,
    candidate_windows: npt.ArrayLike | None,
    host_windows: npt.ArrayLike | None,
    barred: npt.ArrayLike | None,
    held: npt.ArrayLike | None,
) -> Future:
    """Split a plan at ``now`` and say who may still meet whom; refuse what makes no sense."""
    _check_demand(plan, scores, now)
    candidates, hosts = scores.shape
    _check_people("candidates", candidates, (*absent.candidates, *arrived.candidates))
    _check_people("hosts", hosts, (*absent.hosts, *arrived.hosts))
    here = [
        _presence(_windows(side, windows, people, plan.rounds), now, plan.rounds, gone, come)
        for side, windows, people, gone, come in (
            ("candidates", candidate_windows, candidates, absent.candidates, arrived.candidates),
            ("hosts", host_windows, hosts, absent.hosts, arrived.hosts),
        )
    ]
    allowed = _open_pairs(scores, barred, held)
    frozen = plan.meetings[:, ROUND] < now
    past, rest = plan.meetings[frozen], plan.meetings[~frozen]
    possible = (
        here[0][rest[:, CANDIDATE], rest[:, ROUND]]
        & here[1][rest[:, HOST], rest[:, ROUND]]
        & allowed[rest[:, CANDIDATE], rest[:, HOST]]
    )
    allowed[past[:, CANDIDATE], past[:, HOST]] = False
    possible &= allowed[rest[:, CANDIDATE], rest[:, HOST]]
    return Future(
        now, plan.rounds, plan.tables, scores, here[0], here[1], allowed,
        past, rest[possible], rest[~possible],
    )  # fmt: skip


def ordered(meetings: Ints) -> Ints:
    """Meetings sorted by round, then table."""
    return meetings[np.lexsort((meetings[:, 1], meetings[:, 0]))]


def total_of(meetings: Ints, scores: F64) -> float:
    """The sum of the scores of the pairs of ``meetings`` (n, 4)."""
    return float(scores[meetings[:, CANDIDATE], meetings[:, HOST]].sum())


def _check_demand(plan: EveningPlan, scores: F64, now: int) -> None:
    if scores.ndim != 2 or scores.shape[0] < plan.shape[0] or scores.shape[1] < plan.shape[1]:
        raise ShapeMismatch(what="scores", expected=plan.shape, given=scores.shape)
    wrong = np.argwhere(~np.isfinite(scores))
    if len(wrong):
        raise ScoresNotFinite(candidate=int(wrong[0, 0]), host=int(wrong[0, 1]))
    if not 0 <= now <= plan.rounds:
        raise RoundOutside(now=now, rounds=plan.rounds)


def _check_people(side: str, many: int, named: tuple[int, ...]) -> None:
    for person in named:
        if not 0 <= person < many:
            raise UnknownPerson(side=side, person=person)


def _windows(side: str, windows: npt.ArrayLike | None, people: int, rounds: int) -> Ints:
    if windows is None:
        return np.tile(np.array([0, rounds - 1], dtype=np.int64), (people, 1))
    ends = np.array(windows, dtype=np.int64)
    if ends.shape != (people, 2):
        raise ShapeMismatch(what=f"{side} windows", expected=(people, 2), given=ends.shape)
    for person in np.flatnonzero(ends[:, 0] > ends[:, 1]).tolist():
        first, last = ends[person].tolist()
        raise WindowReversed(side=side, person=person, first=first, last=last)
    return ends


def _presence(
    ends: Ints, now: int, rounds: int, absent: tuple[int, ...], arrived: tuple[int, ...]
) -> Bools:
    """Who is there, (people, rounds).

    Who has arrived is there from ``now`` on, until the end of the window or, if that has passed or
    never came, of the evening. Who is absent is not there, even if arrived.
    """
    back, gone = np.array(arrived, dtype=np.int64), np.array(absent, dtype=np.int64)
    over = (ends[back, 1] < now) | (ends[back, 0] >= rounds)
    ends[back, 1] = np.where(over, rounds - 1, ends[back, 1])
    ends[back, 0] = np.minimum(ends[back, 0], now)
    at = np.arange(rounds)
    here: Bools = (ends[:, :1] <= at) & (at <= ends[:, 1:])
    here[gone] = False
    return here


def _open_pairs(scores: F64, barred: npt.ArrayLike | None, held: npt.ArrayLike | None) -> Bools:
    allowed = np.ones(scores.shape, bool)
    if barred is not None:
        closed = np.asarray(barred, bool)
        if closed.shape != scores.shape:
            raise ShapeMismatch(what="barred", expected=scores.shape, given=closed.shape)
        allowed &= ~closed
    if held is not None:
        pairs = np.asarray(held, int).reshape(-1, 2)
        allowed[pairs[:, 0], pairs[:, 1]] = False
    return allowed
