"""Plan evenings of speed dating: ours beside greedy rounds, first fit, HiGHS and CP-SAT.

``python -m bench.evening`` prints one table a family of evenings, then the dial of fairness. Scores
are those of a market where some are everyone's choice. Linear algebra is held to one core; solvers
use what there is, within a minute.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]  # no published types

from matching.evening.baselines import cp_sat, first_fit, greedy_rounds, highs_pairs
from matching.evening.check import check_evening
from matching.evening.inputs import Wish, read_wish
from matching.evening.plan import plan_evening
from matching.evening.segments import cut_segments
from matching.evening.shapes import F64, EveningPlan, Ints

LIMIT = 60.0  # seconds given to a general solver
LATE = 0.3  # share of people who come late or leave early
# Candidates, hosts, rounds, tables, share of pairs that may meet when sparse.
SIZES = ((7, 28, 12, 7, 0.5), (50, 50, 12, 40, 0.3), (200, 200, 20, 160, 0.15),
         (1000, 1000, 20, 800, 0.05))  # fmt: skip
SOLVERS_UP_TO = 200  # candidates; beyond, a solver's model alone has millions of variables
OWN_UP_TO = 200  # candidates who all have hours of their own
WINDOWS_UP_TO = 50  # HiGHS with windows, dense: more than half a million variables beyond
HEAD = f"{'method':<26}{'objective':>11}{'% of bound':>11}{'own gap':>9}{'seconds':>9}{'x ours':>8}"


@dataclass(frozen=True)
class Case:
    """An evening to plan; windows are (people, 2) or None."""

    name: str
    scores: F64
    rounds: int
    tables: int
    windows: tuple[Ints, Ints] | None

    @property
    def rules(self) -> dict[str, Any]:
        """What the planner and the checker are told alike."""
        candidates, hosts = self.windows or (None, None)
        room = {"rounds": self.rounds, "tables": self.tables}
        return room | {"candidate_windows": candidates, "host_windows": hosts}

    def wish(self) -> Wish:
        """The same for the baselines."""
        return read_wish(
            self.scores,
            rounds=self.rounds,
            tables=self.tables,
            windows=self.windows or (None, None),
            min_meetings=0,
            barred=None,
        )


def liked(candidates: int, hosts: int, random: np.random.Generator) -> F64:
    """Scores (candidates, hosts): both sides half agree on whom they like, half do not."""
    theirs = random.random((candidates, hosts)) + np.linspace(1, 1 / hosts, hosts)
    ours = random.random((hosts, candidates)) + np.linspace(1, 1 / candidates, candidates)
    product: F64 = theirs * ours.T / 4
    return product


def late_or_early(people: int, rounds: int, random: np.random.Generator) -> Ints:
    """Windows (people, 2): ``LATE`` of them miss the first or last quarter or half."""
    ends = np.tile([0, rounds - 1], (people, 1))
    for person in np.flatnonzero(random.random(people) < LATE).tolist():
        missed = rounds // int(random.choice([2, 4]))
        if random.random() < 0.5:
            ends[person, 0] = missed
        else:
            ends[person, 1] = rounds - 1 - missed
    return ends


def own_hours(people: int, rounds: int, random: np.random.Generator) -> Ints:
    """Windows (people, 2): everyone comes in some round and leaves after some other."""
    ends: Ints = np.sort(random.integers(0, rounds, (people, 2)), axis=1)
    return ends


HOURS: dict[str, Callable[[int, int, np.random.Generator], Ints] | None] = {
    "": None,
    f", {LATE:.0%} late or early": late_or_early,
    ", hours of their own": own_hours,
}


def cases() -> Iterator[Case]:
    """Every size, dense and sparse, without and with windows."""
    for candidates, hosts, rounds, tables, share in SIZES:
        for density in (1.0, share):
            for said_of_hours, hours in HOURS.items():
                if hours is own_hours and candidates > OWN_UP_TO:
                    continue
                random = np.random.default_rng(1)
                scores = liked(candidates, hosts, random)
                scores *= random.random(scores.shape) < density
                windows = hours and (
                    hours(candidates, rounds, random),
                    hours(hosts, rounds, random),
                )
                name = f"{candidates} x {hosts} x {rounds}, {tables} tables, "
                name += "dense" if density == 1 else f"{density:.0%} of pairs"
                yield Case(name + said_of_hours, scores, rounds, tables, windows)


def timed(work: Callable[[], Any], repeats: int = 1) -> tuple[Any, float]:
    """The answer and the best wall time."""
    best, answer = np.inf, None
    for _ in range(repeats):
        start = time.perf_counter()
        answer = work()
        best = min(best, time.perf_counter() - start)
    return answer, best


def line(
    name: str, value: float, gap: float | None, took: float, ours: tuple[float, float]
) -> None:
    """One method; ``ours`` is the bound and our seconds."""
    own = "" if gap is None else f"{100 * gap:.3f}%"
    share = "none" if np.isnan(value) else f"{100 * value / ours[0]:.3f}"
    print(f"{name:<26}{value:>11.3f}{share:>11}{own:>9}{took:>9.3f}{took / ours[1]:>8.1f}")
    sys.stdout.flush()


def compare(case: Case) -> None:
    """One table."""
    wish = case.wish()
    present = wish.present_c, wish.present_h
    plan, took = timed(lambda: plan_evening(case.scores, **case.rules), 3)
    assert check_evening(plan.meetings, shape=plan.shape, **case.rules) == []
    ours = plan.bound, took
    kinds = len(cut_segments(wish).sizes)
    print(f"\n{case.name} ({kinds} segments)\n{HEAD}")
    line(f"ours, {said(plan)}", plan.objective, plan.certificate.gap, took, ours)
    for name, method in (("greedy rounds (scipy)", greedy_rounds), ("first fit", first_fit)):
        meetings, seconds = timed(partial(method, case.scores, present, case.tables))
        line(name, float(case.scores[meetings[:, 1], meetings[:, 2]].sum()), None, seconds, ours)
    solve(case, wish, ours)


def solve(case: Case, wish: Wish, ours: tuple[float, float]) -> None:
    """General solvers, where they have a chance."""
    size, pairs = case.scores.shape[0], int((case.scores > 0).sum())
    dense, whole = pairs > case.scores.size / 2, case.windows is None
    if size > SOLVERS_UP_TO and not (whole and not dense):
        print(f"HiGHS, CP-SAT: not tried, {pairs} pairs x {case.rounds} rounds")
        return
    if whole or size <= WINDOWS_UP_TO or not dense:
        segments = cut_segments(wish)
        (value, bound), seconds = timed(lambda: highs_pairs(case.scores, segments, LIMIT))
        name = "HiGHS, pairs" if whole else "HiGHS, segments"
        line(name, value, gap_of(value, bound), seconds, ours)
    else:
        print("HiGHS, segments: not tried, more than a minute for the fractions alone")
    if size > SOLVERS_UP_TO or not dense:
        print("CP-SAT: not tried" + (", as when dense" if size <= SOLVERS_UP_TO else ", too large"))
        return
    present = wish.present_c, wish.present_h
    (value, bound), seconds = timed(lambda: cp_sat(case.scores, present, case.tables, LIMIT))
    line("CP-SAT, pairs and rounds", value, gap_of(value, bound), seconds, ours)


def gap_of(value: float, bound: float) -> float | None:
    """A solver's own gap, if it found a plan."""
    return None if np.isnan(value) else (bound - value) / bound


def said(plan: EveningPlan) -> str:
    """The certificate in a word."""
    exact = plan.certificate.kind == "exact"
    return f"{plan.certificate.method} ({'exact' if exact else 'bound'})"


def fairness(hours: str = "") -> None:
    """What the dial and the minimum bring and cost, for people of some ``HOURS``."""
    random = np.random.default_rng(1)
    scores, come = liked(200, 200, random), HOURS[hours]
    room: dict[str, Any] = {"rounds": 20, "tables": 160}
    if come is not None:
        room["candidate_windows"] = come(200, 20, random)
        room["host_windows"] = come(200, 20, random)
    print(f"\nFairness: 200 x 200 x 20, 160 tables, dense{hours}")
    print(f"{'rule':<22}{'total':>10}{'price':>8}{'fewest':>8}{'least score':>13}{'10 %':>7}"
          f"{'Gini':>7}{'gap':>8}{'seconds':>9}")  # fmt: skip
    greatest = plan_evening(scores, **room).objective
    rules = ((0, 1), (8, 1), (12, 1), (0, 0.5), (0, 0), (0, -1), (8, 0))
    for owed, alpha in rules if come is None else ((0, 1), (1, 1), (0, 0.5), (0, 0), (1, 0)):
        rule: dict[str, Any] = room | {"min_meetings": owed, "alpha": alpha}
        plan, took = timed(partial(plan_evening, scores, **rule))
        met = np.zeros(scores.shape)
        met[plan.meetings[:, 2], plan.meetings[:, 3]] = 1
        fewest = int(min(met.sum(axis=0).min(), met.sum(axis=1).min()))
        held = np.sort(np.concatenate([(met * scores).sum(axis=0), (met * scores).sum(axis=1)]))
        many = len(held)
        gini = float((2 * np.arange(1, many + 1) - many - 1) @ held / (many * held.sum()))
        name, price = f"at least {owed}, alpha {alpha}", 1 - plan.objective / greatest
        print(f"{name:<22}{plan.objective:>10.1f}{price:>8.2%}{fewest:>8}{held[0]:>13.2f}", end="")
        gap = plan.certificate.gap
        print(f"{held[many // 10]:>7.2f}{gini:>7.3f}{gap:>8.3%}{took:>9.2f}", flush=True)


def main() -> None:
    """Print the tables."""
    with threadpool_limits(1):
        plan_evening(np.eye(3), rounds=2, tables=2)  # the libraries wake up
        for case in cases():
            compare(case)
        for hours in HOURS:
            fairness(hours)


if __name__ == "__main__":
    main()
