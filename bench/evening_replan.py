"""Re-plan an evening when a tenth of the people have left: four answers side by side.

``python -m bench.evening_replan`` prints one table. After round 8 (5 of 12), a tenth of each side
is gone. *Nothing* only drops their meetings; *rounds* gives the idle people new ones, one round
after the other; *fill* does so for all rounds at once, and favours who has met few; *full* plans
the rest again and keeps what it can; *scratch* plans the rest as if nothing had been announced.
Every plan is checked.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]  # no published types

from matching.evening.check import check_evening, objective_of
from matching.evening.plan import plan_evening
from matching.evening.replan import replan_evening
from matching.evening.shapes import F64, Bools, EveningPlan, Ints, People, Replan

# People a side, rounds, tables, share of pairs that may meet, first round that may change.
SIZES = (
    (50, 12, 40, 1.0, 5),
    (50, 12, 40, 0.3, 5),
    (200, 20, 160, 0.15, 8),
    (200, 20, 160, 1.0, 8),
    (1000, 20, 800, 0.05, 8),
    (1000, 20, 800, 1.0, 8),
)


def imaginary_evening(people: int, density: float) -> tuple[F64, Bools]:
    """Scores as products of two tastes, each half shared by all, so that the liked are in demand;
    and the pairs that may not meet.
    """
    draw = np.random.default_rng(people)
    shared = np.linspace(1, 1 / people, people)
    left = 0.5 * draw.random((people, people)) + 0.5 * shared
    right = 0.5 * draw.random((people, people)) + 0.5 * shared
    return left * right.T, draw.random((people, people)) >= density


class Event:
    """An evening, its plan, and who leaves."""

    def __init__(self, people: int, rounds: int, tables: int, density: float, now: int) -> None:
        self.scores, self.barred = imaginary_evening(people, density)
        self.plan: EveningPlan = plan_evening(
            self.scores, rounds=rounds, tables=tables, barred=self.barred
        )
        draw = np.random.default_rng(1)
        gone = [np.sort(draw.choice(people, people // 10, replace=False)) for _ in range(2)]
        self.absent = People(tuple(gone[0].tolist()), tuple(gone[1].tolist()))
        self.now = now
        self.windows = [np.tile([0, rounds - 1], (people, 1)) for _ in range(2)]
        for side, who in zip(self.windows, gone, strict=True):
            side[who, 1] = now - 1
        coming = self.plan.meetings[self.plan.meetings[:, 0] >= now]
        stays = ~(np.isin(coming[:, 2], gone[0]) | np.isin(coming[:, 3], gone[1]))
        self.announced, self.kept = coming, coming[stays]

    def dropped(self) -> Ints:
        """Meetings to come of the people who stay."""
        return self.kept

    def replanned(self, **options: Any) -> Ints:
        """Meetings to come, by the product's way."""
        answer: Replan = replan_evening(
            self.plan, self.scores, now=self.now, absent=self.absent, barred=self.barred, **options
        )
        meetings = answer.plan.meetings
        coming: Ints = meetings[meetings[:, 0] >= self.now]
        return coming

    def from_scratch(self) -> Ints:
        """Meetings to come, planned as if nothing had been announced."""
        met, closed = self.plan.meetings, self.barred.copy()
        past = met[met[:, 0] < self.now]
        closed[past[:, 2], past[:, 3]] = True
        closed[list(self.absent.candidates)] = True
        closed[:, list(self.absent.hosts)] = True
        rounds = self.plan.rounds - self.now
        plan = plan_evening(self.scores, rounds=rounds, tables=self.plan.tables, barred=closed)
        meetings: Ints = plan.meetings + np.array([self.now, 0, 0, 0])
        return meetings

    def changes(self, coming: Ints) -> tuple[int, int]:
        """New pairs, and announced meetings moved or given up though both people are there."""
        pairs = set(map(tuple, self.announced[:, 2:].tolist()))
        rows = set(map(tuple, coming.tolist()))
        new = sum(tuple(row) not in pairs for row in coming[:, 2:].tolist())
        return new, sum(tuple(row) not in rows for row in self.kept.tolist())

    def check(self, coming: Ints) -> None:
        """No fault over the whole evening."""
        past = self.plan.meetings[self.plan.meetings[:, 0] < self.now]
        faults = check_evening(
            np.concatenate([past, coming]),
            rounds=self.plan.rounds,
            tables=self.plan.tables,
            shape=self.plan.shape,
            candidate_windows=self.windows[0],
            host_windows=self.windows[1],
            barred=self.barred,
        )
        assert faults == []


def timed(work: Callable[[], Ints], repeats: int) -> tuple[Ints, float]:
    """The meetings, and the best wall time of some repeats."""
    best = float("inf")
    for _ in range(repeats):
        start = time.perf_counter()
        result = work()
        best = min(best, time.perf_counter() - start)
    return result, best


def main() -> None:
    """Print the table."""
    print(f"{'':<31}{'future score':>12}{'of scratch':>12}{'new':>7}{'moved':>7}{'ms':>9}")
    for people, rounds, tables, density, now in SIZES:
        event = Event(people, rounds, tables, density, now)
        name = f"{people} x {people} x {rounds}" + (f", {density:.0%}" if density < 1 else "")
        ways: dict[str, Callable[[], Ints]] = {
            "nothing": event.dropped,
            "rounds": partial(event.replanned, passes=0, bonus=0),
            "fill": event.replanned,
            "full": partial(event.replanned, mode="full"),
            "scratch": event.from_scratch,
        }
        answers = {way: timed(work, 5 if people < 1000 else 2) for way, work in ways.items()}
        best = objective_of(answers["scratch"][0], event.scores)
        for way, (coming, seconds) in answers.items():
            event.check(coming)
            new, moved = event.changes(coming)
            score = objective_of(coming, event.scores)
            print(
                f"{name:<21}{way:<10}{score:>12.3f}{score / best:>12.3%}{new:>7}{moved:>7}"
                f"{seconds * 1e3:>9.1f}",
                flush=True,
            )


if __name__ == "__main__":
    with threadpool_limits(1):
        main()
