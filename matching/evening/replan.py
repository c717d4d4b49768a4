"""Change the rounds of an evening that are still to come, because people left or arrived.

By default no announced meeting moves: those of people who are gone are dropped, and whoever is
idle meets someone new. On demand the rest of the evening is planned again, and the answer says how
many announced meetings that moves, and for what gain.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from matching.evening.fill import PASSES, fill_future
from matching.evening.free_tables import at_free_tables
from matching.evening.future import Future, look_ahead, ordered, total_of
from matching.evening.plan import certify
from matching.evening.replan_full import Aim, replan_future
from matching.evening.shapes import (
    CANDIDATE,
    F64,
    HOST,
    Bools,
    EveningPlan,
    Ints,
    People,
    Replan,
    ShapeMismatch,
)

NOBODY = People()
BONUS = 0.1


@dataclass(frozen=True)
class Comparison:
    """A new plan beside the one that only fills holes.

    ``moved``: announced meetings that it moves or gives up; ``people``: those whom it changes
    something for; ``gain``: what it adds, as a share of the future score when filled.
    """

    moved: int
    people: int
    gain: float


def replan_evening(
    plan: EveningPlan,
    scores: F64,
    *,
    now: int,
    absent: People = NOBODY,
    arrived: People = NOBODY,
    candidate_windows: npt.ArrayLike | None = None,
    host_windows: npt.ArrayLike | None = None,
    barred: npt.ArrayLike | None = None,
    held: npt.ArrayLike | None = None,
    min_meetings: int | tuple[Any, Any] = 0,
    mode: Literal["fill", "full"] = "fill",
    alpha: float = 1.0,
    bonus: float = BONUS,
    passes: int = PASSES,
    seed: int = 0,
) -> Replan:
    """A plan equal to ``plan`` before round ``now``, for the people who are there from then on.

    ``scores``: (candidates, hosts), at least as many as in ``plan``: newcomers come last.
    ``now``: 0 to rounds, the first round that may change. ``absent``: gone for the rest of the
    evening. ``arrived``: there from ``now`` on, whatever their window said of their coming.
    Windows: (people, 2), first and last round, both included. ``barred``: (candidates, hosts).
    ``held``: (n, 2), pairs that met outside the plan. ``min_meetings``: as for a plan, over the
    whole evening; kept as far as can be, never refused. ``alpha``: as for a plan, when mode is
    "full": the dial of the whole evening, rounds that are over included; bound and certificate
    stay those of the total, and ``price`` says what it costs. ``bonus``, ``passes``: see ``fill``.

    A meeting is dropped when one of its people is not there or the pair may no longer meet, and
    only then when mode is "fill".

    >>> from matching.evening.shapes import Certificate
    >>> certificate = Certificate("exact", 0.0, "flow")
    >>> announced = np.array([[0, 0, 0, 0], [0, 1, 1, 1], [1, 0, 1, 0], [1, 1, 0, 1]])
    >>> plan = EveningPlan(announced, 4.0, 4.0, certificate, 2, 2, (2, 2))
    >>> newcomer = People(candidates=(2,))
    >>> after = replan_evening(plan, np.ones((3, 2)), now=1, absent=People((1,)), arrived=newcomer)
    >>> after.dropped.tolist(), after.added.tolist(), after.moved.tolist()
    ([[1, 0, 1, 0]], [[1, 0, 2, 0]], [])
    """
    future = look_ahead(
        plan, np.asarray(scores, dtype=np.float64), now=now, absent=absent, arrived=arrived,
        candidate_windows=candidate_windows, host_windows=host_windows, barred=barred, held=held,
    )  # fmt: skip
    least = _least(min_meetings, future.scores.shape)
    new, bound = fill_future(future, least, bonus, passes)
    seated = np.concatenate([future.past, future.kept])
    added = at_free_tables(seated, new, plan.tables, future.scores.shape[1])
    if mode == "full":
        again = replan_future(future, added, Aim(least, alpha, seed))
        answer = _answer(future, *again, "again")
        return answer if alpha == 1 else _priced(answer)
    filled = np.concatenate([future.kept, added])
    return _answer(future, filled, total_of(future.kept, future.scores) + bound, "fill")


def compare(filled: Replan, full: Replan) -> Comparison:
    """What the full answer changes and gains beside the filled one, to the same event."""
    base = filled.future_objective
    gain = (full.future_objective - base) / abs(base) if base else 0.0
    return Comparison(len(full.moved), len(full.candidates) + len(full.hosts), gain)


def _least(asked: int | tuple[Any, Any], shape: tuple[int, ...]) -> tuple[Ints, Ints]:
    pair = asked if isinstance(asked, tuple) else (asked, asked)
    try:
        candidates, hosts = (
            np.broadcast_to(np.asarray(each, dtype=np.int64), (people,))
            for each, people in zip(pair, shape, strict=True)
        )
    except ValueError as error:
        given = tuple(np.shape(each) for each in pair)
        raise ShapeMismatch(what="min_meetings", expected=shape, given=given) from error
    return candidates, hosts


def _answer(future: Future, ahead: Ints, bound: float, method: str) -> Replan:
    """The whole answer from the rounds to come and a bound of their total score."""
    meetings = ordered(np.concatenate([future.past, ahead]))
    past, coming = total_of(future.past, future.scores), total_of(ahead, future.scores)
    objective, most = past + coming, past + max(bound, coming)
    certificate = certify(objective, most, method)
    shape = (future.scores.shape[0], future.scores.shape[1])
    changed = EveningPlan(
        meetings, objective, most, certificate, future.rounds, future.tables, shape
    )
    added = ordered(_not_in(ahead, future.announced, [CANDIDATE, HOST]))
    moved = ordered(_not_in(future.kept, ahead, [0, 1, CANDIDATE, HOST]))
    touched = np.concatenate([future.dropped, added, moved])
    candidates = _still_here(touched[:, CANDIDATE], future.candidates_here[:, future.now :])
    hosts = _still_here(touched[:, HOST], future.hosts_here[:, future.now :])
    return Replan(changed, future.dropped, added, moved, candidates, hosts, coming)


def _priced(answer: Replan) -> Replan:
    """The answer with what its plan lacks of the greatest total, as the price of fairness."""
    plan = answer.plan
    price = 1 - plan.objective / plan.bound if plan.bound > 0 else 0.0
    return replace(answer, plan=replace(plan, price=max(0.0, price)))


def _still_here(people: Ints, here: Bools) -> tuple[int, ...]:
    return tuple(who for who in np.unique(people).tolist() if here[who].any())


def _not_in(rows: Ints, others: Ints, columns: list[int]) -> Ints:
    """The rows whose given columns are those of no other row."""
    known = set(map(tuple, others[:, columns].tolist()))
    new = [tuple(row) not in known for row in rows[:, columns].tolist()]
    found: Ints = rows[np.array(new, dtype=bool)]
    return found
