"""The dial of fairness: what it gives, what it costs, and how sure it is."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.optimize import minimize

from matching.evening.check import check_evening
from matching.evening.fairness import dial_of, fairest
from matching.evening.plan import plan_evening
from matching.evening.prices import Demand
from matching.evening.shapes import EveningPlan, MinimumImpossible

ROOM = {"rounds": 8, "tables": 24}


def liked(seed: int = 0) -> np.ndarray:
    """Scores of a market where some hosts are everyone's choice, (30, 30)."""
    random = np.random.default_rng(seed)
    popular = np.linspace(1, 0.1, 30)
    return (0.5 * random.random((30, 30)) + 0.5 * popular) * random.random((30, 30))


def shares(made: EveningPlan, scores: np.ndarray) -> np.ndarray:
    met = np.zeros(made.shape)
    met[made.meetings[:, 2], made.meetings[:, 3]] = 1
    return np.concatenate([(scores * met).sum(axis=1), (scores * met).sum(axis=0)])


@pytest.mark.parametrize("seed", range(3))
def test_turning_the_dial_serves_the_least_served_and_costs_more(seed: int) -> None:
    scores = liked(seed)
    made = [plan_evening(scores, **ROOM, alpha=alpha) for alpha in (1.0, 0.5, 0.0, -1.0)]
    least = [shares(plan, scores).min() for plan in made]
    assert least == sorted(least)
    assert least[-1] > least[0]
    prices = [plan.price for plan in made]
    assert prices == sorted(prices)
    assert prices[0] == 0
    for plan in made:
        assert check_evening(plan.meetings, shape=(30, 30), **ROOM) == []
        assert plan.objective == pytest.approx((1 - plan.price) * made[0].objective)
        assert plan.objective <= plan.bound == pytest.approx(made[0].objective)
    assert all(plan.certificate.method == "fair" for plan in made[1:])
    assert all(plan.certificate.gap < 0.02 for plan in made[1:])


def test_fair_plans_repeat() -> None:
    once, again = (plan_evening(liked(), **ROOM, alpha=0.3, seed=4) for _ in range(2))
    assert np.array_equal(once.meetings, again.meetings)
    assert once == replace(again, meetings=once.meetings)


def test_fairness_keeps_windows_and_minimums() -> None:
    windows = np.tile([0, 7], (30, 1))
    windows[:6, 0], windows[6:10, 1] = 3, 4
    rules = {"candidate_windows": windows, "min_meetings": 3}
    made = plan_evening(liked(), **ROOM, **rules, alpha=0.0)
    assert check_evening(made.meetings, shape=(30, 30), **ROOM, **rules) == []
    assert 0 <= made.price < 0.2
    with pytest.raises(MinimumImpossible):
        plan_evening(liked(), **ROOM, alpha=0.0, min_meetings=7)


def test_nobody_to_serve_is_no_error() -> None:
    made = plan_evening(-np.ones((3, 3)), rounds=2, tables=2, alpha=0.0)
    assert len(made.meetings) == 0
    owed = plan_evening(-np.ones((3, 3)), rounds=2, tables=2, alpha=0.0, min_meetings=1)
    assert len(owed.meetings) == 3


@pytest.mark.parametrize("alpha", [0.5, 0.0, -1.0])
def test_the_bound_is_that_of_the_fractions(alpha: float) -> None:
    random = np.random.default_rng(7)
    scores = random.random((4, 5)) + 0.1
    high = np.full(4, 2), np.full(5, 2)
    demand = Demand(scores, scores > 0, 0 * high[0], high[0], 0 * high[1], high[1], 7)
    dial = dial_of(demand, alpha)
    x, bound = fairest(demand, dial)
    limits = [
        {"type": "ineq", "fun": lambda y: 2 - y.reshape(4, 5).sum(axis=1)},
        {"type": "ineq", "fun": lambda y: 2 - y.reshape(4, 5).sum(axis=0)},
        {"type": "ineq", "fun": lambda y: 7 - y.sum()},
    ]
    best = minimize(
        lambda y: -dial.value(dial.shares(y.reshape(4, 5))),
        np.full(20, 0.3),
        bounds=[(0, 1)] * 20,
        constraints=limits,
    )
    assert dial.value(dial.shares(x)) <= -best.fun + 1e-6 <= bound + 2e-6
    assert dial.mean(bound) <= dial.mean(-best.fun) * 1.01
