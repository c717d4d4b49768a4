"""The dial of fairness: what it gives, what it costs, and how sure it is."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize

from matching.evening.check import check_evening
from matching.evening.fair_plans import fairest
from matching.evening.fairness import dial_of
from matching.evening.inputs import read_wish
from matching.evening.plan import best_choice, plan_evening, whole_evening
from matching.evening.segments import cut_segments
from matching.evening.shapes import EveningPlan, EveryoneBarred, MinimumImpossible
from tests.matching.evening.strategies import Evening, evenings

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


def fractions(scores: np.ndarray, alpha: float, ends: np.ndarray, rounds: int, tables: int):
    """The best of the dial over fractions, round by round, by a solver that knows no prices."""
    candidates, hosts = scores.shape
    here = (ends[:, :1] <= np.arange(rounds)) & (np.arange(rounds) <= ends[:, 1:])
    dial = dial_of(scores, scores > 0, np.zeros(candidates + hosts), scores.sum() / 5, alpha)
    size = (rounds, candidates, hosts)

    def worth(flat: np.ndarray) -> float:
        return float(dial.values(dial.shares(flat.reshape(size).sum(axis=0))).sum())

    limits = [
        {"type": "ineq", "fun": lambda y: (here.T - y.reshape(size).sum(axis=2)).ravel()},
        {"type": "ineq", "fun": lambda y: (1 - y.reshape(size).sum(axis=1)).ravel()},
        {"type": "ineq", "fun": lambda y: tables - y.reshape(size).sum(axis=(1, 2))},
        {"type": "ineq", "fun": lambda y: (1 - y.reshape(size).sum(axis=0)).ravel()},
    ]
    start = np.full(int(np.prod(size)), 0.1)
    best = minimize(lambda y: -worth(y), start, bounds=[(0, 1)] * len(start), constraints=limits)
    return dial.mean(-best.fun)


@pytest.mark.parametrize("alpha", [0.5, 0.0, -1.0])
@pytest.mark.parametrize("late", [False, True])
def test_no_fraction_is_fairer_than_the_bound(alpha: float, late: bool) -> None:
    random = np.random.default_rng(7)
    scores = random.random((4, 5)) + 0.1
    ends = np.tile([0, 2], (4, 1))
    if late:
        ends[0], ends[1] = [1, 2], [0, 1]
    wish = read_wish(
        scores, rounds=3, tables=3, windows=(ends, None), min_meetings=0, barred=None
    )  # fmt: skip
    whole, segments = whole_evening(wish), cut_segments(wish)
    greatest, _, _ = best_choice(whole, segments)
    choice, gap = fairest(whole, segments, greatest, alpha, np.zeros(9))
    met = np.zeros(scores.shape)
    met[choice.rows, choice.columns] = 1
    dial = dial_of(scores, scores > 0, np.zeros(9), scores.sum() / 5, alpha)
    own = dial.mean(float(dial.values(dial.shares(met)).sum()))
    best = fractions(scores, alpha, ends, 3, 3)
    assert own <= best * (1 + 1e-6)
    assert best <= own / (1 - gap) * (1 + 1e-5)
    assert own / (1 - gap) <= best * 1.002


@settings(max_examples=30)
@given(evenings(6), st.integers(0, 2), st.sampled_from([0.5, 0.0, -1.0]))
def test_fair_plans_keep_every_rule(evening: Evening, owed: int, alpha: float) -> None:
    rules = {
        "rounds": evening.rounds,
        "tables": evening.tables,
        "candidate_windows": evening.candidate_windows,
        "host_windows": evening.host_windows,
        "barred": evening.barred,
    }
    try:
        most = plan_evening(evening.scores, **rules, min_meetings=owed)
    except (EveryoneBarred, MinimumImpossible):
        assume(False)
    made = plan_evening(evening.scores, **rules, min_meetings=owed, alpha=alpha)
    least = [
        np.where((ends[:, 0] < evening.rounds) & (ends[:, 1] >= 0), owed, 0)
        for ends in (evening.candidate_windows, evening.host_windows)
    ]
    rules["min_meetings"] = tuple(least)
    assert check_evening(made.meetings, shape=evening.shape, **rules) == []
    assert 0 <= made.certificate.gap <= 1
    assert made.objective <= most.objective + 1e-9
    dial = dial_of(evening.scores, ~evening.barred, np.zeros(sum(evening.shape)), 1.0, alpha)
    worth = [dial.values(dial.shares(_table(plan))).sum() for plan in (made, most)]
    assert worth[0] >= worth[1] - 1e-9


def _table(made: EveningPlan) -> np.ndarray:
    met = np.zeros(made.shape)
    met[made.meetings[:, 2], made.meetings[:, 3]] = 1
    return met


def test_who_had_little_before_gets_more_now() -> None:
    scores = liked()
    had = np.zeros(60)
    had[:10], had[30:] = 8.0, 2.0
    anew = plan_evening(scores, **ROOM, alpha=0.0)
    after = plan_evening(scores, **ROOM, alpha=0.0, had=had)
    assert shares(after, scores)[:10].mean() < shares(anew, scores)[:10].mean() * 0.8
    assert shares(after, scores)[10:30].min() > shares(anew, scores)[10:30].min()
