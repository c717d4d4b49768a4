"""Plans keep every rule, and nothing is better."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from matching.evening.check import check_evening
from matching.evening.plan import plan_evening
from matching.evening.shapes import EveningPlan, EveryoneBarred, MinimumImpossible
from tests.matching.evening.strategies import Evening, evenings
from tests.matching.evening.time_indexed import greatest_total


def plan(evening: Evening, owed: int = 0, **more) -> EveningPlan:
    return plan_evening(
        evening.scores,
        rounds=evening.rounds,
        tables=evening.tables,
        candidate_windows=evening.candidate_windows,
        host_windows=evening.host_windows,
        barred=evening.barred,
        min_meetings=owed,
        **more,
    )


def faults(evening: Evening, made: EveningPlan, owed: int = 0) -> list:
    present = [
        np.where((ends[:, 0] < evening.rounds) & (ends[:, 1] >= 0), owed, 0)
        for ends in (evening.candidate_windows, evening.host_windows)
    ]
    return check_evening(
        made.meetings,
        rounds=evening.rounds,
        tables=evening.tables,
        shape=evening.shape,
        candidate_windows=evening.candidate_windows,
        host_windows=evening.host_windows,
        min_meetings=(present[0], present[1]),
        barred=evening.barred,
    )


def all_evening(evening: Evening) -> Evening:
    return replace(
        evening,
        candidate_windows=np.tile([0, evening.rounds - 1], (evening.shape[0], 1)),
        host_windows=np.tile([0, evening.rounds - 1], (evening.shape[1], 1)),
    )


def evening_without_pairs(evening: Evening) -> bool:
    return greatest_total(replace(evening, scores=np.ones(evening.shape))) == 0


# One candidate is there while no host is: those rounds must not count as room.
ALONE = Evening(
    np.ones((2, 2)),
    np.zeros((2, 2), dtype=bool),
    np.array([[0, 2], [0, 2]]),
    np.array([[2, 2], [2, 2]]),
    3,
    2,
)

# Two hosts are there for one round only: nobody can have two meetings, and not all of them one.
CROWDED = Evening(
    np.array([[-0.5, -0.5, -0.5]]),
    np.zeros((1, 3), dtype=bool),
    np.array([[0, 2]]),
    np.array([[0, 2], [0, 0], [0, 0]]),
    3,
    1,
)


@settings(max_examples=80)
@given(evenings(5), st.integers(0, 2))
@example(ALONE, 0)
@example(CROWDED, 2)
def test_nothing_is_better_than_a_plan(evening: Evening, owed: int) -> None:
    best = greatest_total(evening, owed)
    if evening_without_pairs(evening):
        with pytest.raises(EveryoneBarred):
            plan(evening, owed)
        return
    if best is None:
        with pytest.raises(MinimumImpossible) as refusal:
            plan(evening, owed)
        feasible = refusal.value.data["feasible"]
        assert greatest_total(evening, feasible) is not None
        assert greatest_total(evening, feasible + 1) is None
        assert refusal.value.data["candidates"] or refusal.value.data["hosts"]
        return
    made = plan(evening, owed)
    assert faults(evening, made, owed) == []
    assert made.certificate.kind == "exact"
    assert made.objective == pytest.approx(best, abs=1e-6)
    assert made.objective == pytest.approx(
        float(evening.scores[made.meetings[:, 2], made.meetings[:, 3]].sum())
    )
    assert made.objective <= made.bound


@settings(max_examples=30)
@given(evenings(8), st.integers(0, 3))
def test_rules_are_kept_and_plans_repeat(evening: Evening, seed: int) -> None:
    assume(not evening_without_pairs(evening))
    made = plan(evening, seed=seed)
    assert faults(evening, made) == []
    again = plan(evening, seed=seed)
    assert np.array_equal(made.meetings, again.meetings)
    assert made == replace(again, meetings=made.meetings)
    assert plan(evening, seed=seed + 1).objective == pytest.approx(made.objective)


@settings(max_examples=25)
@given(evenings(6), st.randoms(use_true_random=False))
def test_the_order_of_people_does_not_matter(evening: Evening, random) -> None:
    rows, columns = (random.sample(range(many), many) for many in evening.shape)
    turned = replace(
        evening,
        scores=evening.scores[np.ix_(rows, columns)],
        barred=evening.barred[np.ix_(rows, columns)],
        candidate_windows=evening.candidate_windows[rows],
        host_windows=evening.host_windows[columns],
    )
    assume(not evening_without_pairs(evening))
    assert plan(turned).objective == pytest.approx(plan(evening).objective)


def best_pairs_by_highs(scores: np.ndarray, rounds: int, tables: int) -> float:
    candidates, hosts = scores.shape
    ones = np.ones(scores.size)
    of_c = np.kron(np.eye(candidates), np.ones(hosts))
    of_h = np.kron(np.ones(candidates), np.eye(hosts))
    limits = [
        LinearConstraint(of_c, -np.inf, rounds),
        LinearConstraint(of_h, -np.inf, rounds),
        LinearConstraint(ones[None], -np.inf, rounds * tables),
    ]
    found = milp(-scores.ravel(), integrality=ones, bounds=Bounds(0, 1), constraints=limits)
    return -float(found.fun)


@pytest.mark.parametrize("share", [1.0, 0.3])
def test_a_usual_evening_is_the_optimum_of_its_pairs(share: float) -> None:
    random = np.random.default_rng(3)
    scores = random.random((40, 30)) * (random.random((40, 30)) < share)
    made = plan_evening(scores, rounds=8, tables=20)
    assert made.certificate == replace(made.certificate, kind="exact", gap=0.0, method="flow")
    assert made.objective == pytest.approx(best_pairs_by_highs(scores, 8, 20), rel=1e-9)


@pytest.mark.parametrize("scale", [1e-9, 1.0, 1e12])
def test_pairs_left_out_at_first_come_back_when_prices_say_so(scale: float) -> None:
    random = np.random.default_rng(1)
    liked = np.linspace(1, 0.01, 150)  # everyone likes the same hosts: the first guess is wrong
    scores = (0.2 * random.random((150, 150)) + 0.8 * liked) * scale
    made = plan_evening(scores, rounds=10, tables=120)
    assert made.certificate.kind == "exact"
    assert made.bound == pytest.approx(made.objective, rel=1e-9)


def test_a_pair_that_adds_nothing_does_not_meet_unless_owed() -> None:
    scores = np.array([[1.0, 0.0], [-1.0, 0.5]])
    met = plan_evening(scores, rounds=2, tables=2).meetings
    assert met[:, 2:].tolist() in ([[0, 0], [1, 1]], [[1, 1], [0, 0]])
    owed = plan_evening(scores, rounds=2, tables=2, min_meetings=(2, 0))
    assert len(owed.meetings) == 4
    assert owed.objective == pytest.approx(0.5)


def windows(people: int, rounds: int, random: np.random.Generator) -> np.ndarray:
    ends = np.tile([0, rounds - 1], (people, 1))
    late, early = random.random((2, people)) < 0.15
    ends[late, 0] = random.integers(1, rounds // 2, late.sum())
    ends[early, 1] = random.integers(rounds // 2, rounds - 1, early.sum())
    return ends


@pytest.mark.parametrize("owed", [0, 3])
def test_windows_are_within_a_thousandth_of_a_true_bound(owed: int) -> None:
    random = np.random.default_rng(4)
    evening = Evening(
        random.random((60, 50)),
        random.random((60, 50)) < 0.2,
        windows(60, 12, random),
        windows(50, 12, random),
        12,
        40,
    )
    made = plan(evening, owed)
    assert faults(evening, made, owed) == []
    assert made.objective <= made.bound
    assert made.certificate.gap <= 1e-3
    assert made.bound <= plan(all_evening(evening), owed).bound * (1 + 1e-9)


def own_windows(people: int, rounds: int, random: np.random.Generator) -> np.ndarray:
    """Everyone comes and goes when they please: no two rounds have the same people."""
    return np.sort(random.integers(0, rounds, (people, 2)), axis=1)


@pytest.mark.parametrize(("share", "owed"), [(1.0, 0), (0.3, 2)])
def test_windows_of_everyones_own_are_too(share: float, owed: int) -> None:
    random = np.random.default_rng(2)
    evening = Evening(
        random.random((60, 60)) * random.random(60),
        random.random((60, 60)) > share,
        own_windows(60, 12, random),
        own_windows(60, 12, random),
        12,
        40,
    )
    ends = evening.candidate_windows, evening.host_windows
    least = [np.minimum(owed, (side[:, 1] - side[:, 0]) // 2) for side in ends]
    rules = {"rounds": 12, "tables": 40, "barred": evening.barred, "min_meetings": tuple(least)}
    rules |= {"candidate_windows": ends[0], "host_windows": ends[1]}
    made = plan_evening(evening.scores, **rules)
    assert check_evening(made.meetings, shape=(60, 60), **rules) == []
    assert made.objective <= made.bound
    assert made.certificate.gap <= 1e-3
    again = plan_evening(evening.scores, **rules)
    assert np.array_equal(made.meetings, again.meetings)


# Fair plans stop at a gap, and rounding decides what is found on the way there.
@pytest.mark.parametrize(("alpha", "near"), [(1.0, 1e-9), (0.0, 1e-3)])
def test_the_unit_of_scores_does_not_matter(alpha: float, near: float) -> None:
    random = np.random.default_rng(0)
    scores, ends = random.random((30, 30)), np.tile([0, 3], (30, 1))
    ends[:5, 0] = 2
    rules = {"rounds": 4, "tables": 20, "candidate_windows": ends, "alpha": alpha}
    usual = plan_evening(scores, **rules)
    for unit in (1e-12, 1e9):
        made = plan_evening(scores * unit, **rules)
        assert made.objective == pytest.approx(usual.objective * unit, rel=near)
        assert made.bound == pytest.approx(usual.bound * unit, rel=1e-9)
        assert made.certificate.kind == usual.certificate.kind


def test_windows_that_nobody_shares_are_refused() -> None:
    first, last = [[0, 0], [0, 0]], [[1, 1], [1, 1]]
    with pytest.raises(EveryoneBarred):
        plan_evening(
            np.ones((2, 2)), rounds=2, tables=2, candidate_windows=first, host_windows=last
        )
