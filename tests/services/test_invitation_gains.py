"""Gains: what one more person brings, never counted twice, with a thought for the forgotten."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from services.invitation_gains import LEAST_GAIN, choose, gains_of

NOBODY = np.zeros((0, 3))


def never(rows: int) -> np.ndarray:
    return np.zeros(rows, dtype=np.int64)


def test_a_gain_is_the_sum_of_ones_best_meetings() -> None:
    scores = np.array([[0.9, 0.8, 0.1]])
    (one,) = choose(scores, NOBODY, never(1), rounds=2, seats=1)
    assert one.gain == pytest.approx(1.7)
    (all_three,) = choose(scores, NOBODY, never(1), rounds=5, seats=1)
    assert all_three.gain == pytest.approx(1.8)


def test_who_comes_already_leaves_only_what_is_better() -> None:
    coming = np.array([[0.7, 0.7, 0.7]])
    (one,) = choose(np.array([[0.9, 0.6, 0.7]]), coming, never(1), rounds=1, seats=1)
    assert one.gain == pytest.approx(0.2)
    # with two rounds everyone has time for both
    (two,) = choose(np.array([[0.9, 0.6, 0.7]]), coming, never(1), rounds=2, seats=1)
    assert two.gain == pytest.approx(1.6)


def test_twins_do_not_count_twice() -> None:
    scores = np.array([[0.9, 0.0, 0.0], [0.9, 0.0, 0.0], [0.0, 0.0, 0.3]])
    chosen = choose(scores, NOBODY, never(3), rounds=1, seats=3)
    assert [(each.row, round(each.gain, 6)) for each in chosen] == [(0, 0.9), (2, 0.3)]


def test_at_equal_gain_the_forgotten_come_first() -> None:
    scores = np.array([[0.8, 0.0, 0.0], [0.0, 0.8, 0.0], [0.0, 0.0, 0.9]])
    met = np.array([3, 0, 4])
    chosen = choose(scores, NOBODY, met, rounds=1, seats=3)
    assert [each.row for each in chosen] == [1, 0, 2]
    assert [each.gain for each in chosen] == pytest.approx([0.8, 0.8, 0.9])  # shown as it is


def test_no_more_than_the_free_seats_and_nobody_for_nothing() -> None:
    scores = np.full((5, 3), 0.5)
    assert len(choose(scores, NOBODY, never(5), rounds=3, seats=2)) == 2
    assert choose(scores, NOBODY, never(5), rounds=3, seats=0) == []
    assert choose(np.zeros((5, 3)), NOBODY, never(5), rounds=3, seats=5) == []
    assert choose(np.zeros((0, 3)), NOBODY, never(0), rounds=3, seats=5) == []
    assert choose(np.zeros((2, 0)), np.zeros((0, 0)), never(2), rounds=3, seats=5) == []


def total(rows: list[int], scores: np.ndarray, rounds: int) -> float:
    """Coverage without the cap by row: what ``choose`` climbs when nobody is short of rounds."""
    best = np.sort(scores[rows], axis=0)[::-1][:rounds]
    return float(best.sum())


@settings(max_examples=60)
@given(st.integers(0, 10**6), st.integers(1, 7), st.integers(1, 6), st.integers(1, 8))
def test_gains_add_up_and_never_grow(seed: int, rows: int, others: int, extra: int) -> None:
    scores = np.random.default_rng(seed).random((rows, others)).round(5)
    rounds = others + extra - 1  # a row has time for everyone
    chosen = choose(scores, np.zeros((0, others)), never(rows), rounds=rounds, seats=rows)
    gains = [each.gain for each in chosen]
    assert len({each.row for each in chosen}) == len(chosen)
    assert sum(gains) == pytest.approx(total([each.row for each in chosen], scores, rounds))
    assert all(a >= b - 1e-9 for a, b in pairwise(gains))
    most = gains_of(scores, np.zeros(others), rounds).max()
    assert gains[:1] == ([] if most < LEAST_GAIN else [pytest.approx(most)])


def test_a_full_evening_takes_what_is_better_than_its_worst_meeting() -> None:
    coming = np.array([[0.5, 0.0, 0.0]])
    for score, gain in ((0.9, [0.4]), (0.5, []), (0.3, [])):
        chosen = choose(
            np.array([[0.0, score, 0.0]]), coming, never(1), rounds=1, seats=1, tables=1
        )
        assert [round(each.gain, 6) for each in chosen] == gain
    (two_tables,) = choose(
        np.array([[0.0, 0.3, 0.0]]), coming, never(1), rounds=1, seats=1, tables=2
    )
    assert two_tables.gain == pytest.approx(0.3)


def test_two_meetings_put_the_two_worst_out() -> None:
    coming = np.array([[0.2, 0.0, 0.0], [0.4, 0.0, 0.0]])
    (one,) = choose(np.array([[0.0, 0.9, 0.3]]), coming, never(1), rounds=2, seats=1, tables=1)
    assert one.gain == pytest.approx(0.9 - 0.2)  # 0.3 would put out 0.4
    (one,) = choose(np.array([[0.0, 0.9, 0.5]]), coming, never(1), rounds=2, seats=1, tables=1)
    assert one.gain == pytest.approx(0.9 + 0.5 - 0.2 - 0.4)


def test_those_who_come_hold_no_more_meetings_than_they_have_rounds() -> None:
    """One host who would suit everyone meets two of them: the next host finds the others free."""
    coming = np.array([[0.9, 0.8, 0.7, 0.6]])
    (one,) = choose(np.array([[0.5, 0.5, 0.5, 0.5]]), coming, never(1), rounds=2, seats=1, tables=2)
    assert one.gain == pytest.approx(1.0)


def most_held(scores: np.ndarray, rounds: int, tables: int) -> float:
    """The best meetings of all: at most ``rounds`` a person, rounds x tables in all; exact."""
    rows, others = scores.shape
    by_row = np.kron(np.eye(rows), np.ones(others))
    by_other = np.kron(np.ones(rows), np.eye(others))
    limits = np.vstack([by_row, by_other, np.ones(rows * others)])
    caps = [*[rounds] * (rows + others), rounds * tables]
    found = linprog(-scores.ravel(), A_ub=limits, b_ub=caps, bounds=(0, 1))
    return float(-found.fun)


# rows, others, rounds, tables
sizes = st.tuples(st.integers(1, 6), st.integers(1, 6), st.integers(1, 4), st.integers(1, 4))


@settings(max_examples=80)
@given(st.integers(0, 10**6), st.integers(0, 4), sizes)
def test_gains_never_add_up_to_more_than_the_tables_hold(
    seed: int, coming: int, size: tuple[int, int, int, int]
) -> None:
    rows, others, rounds, tables = size
    draws = np.random.default_rng(seed)
    already = draws.random((coming, others)).round(2)
    scores = draws.random((rows, others)).round(2)
    scores[draws.random(scores.shape) < 0.2] = 0.0
    chosen = choose(scores, already, never(rows), rounds=rounds, seats=rows, tables=tables)
    picked = scores[[each.row for each in chosen]]
    most = most_held(picked, rounds, tables) if chosen else 0.0
    assert sum(each.gain for each in chosen) <= most + 1e-6
    # and whoever is first is worth the most of all, each computed alone
    alone = [
        choose(scores[[row]], already, never(1), rounds=rounds, seats=1, tables=tables)
        for row in range(rows)
    ]
    greatest = max((one[0].gain for one in alone if one), default=0.0)
    assert (chosen[0].gain if chosen else 0.0) == pytest.approx(greatest)


@settings(max_examples=60)
@given(st.integers(0, 10**6), st.integers(0, 4), sizes)
def test_enough_tables_change_nothing(
    seed: int, coming: int, size: tuple[int, int, int, int]
) -> None:
    rows, others, rounds, more = size
    draws = np.random.default_rng(seed)
    scores, already = draws.random((rows, others)), draws.random((others + coming, others))
    met = draws.integers(0, 5, rows)
    asked = [
        choose(scores, already, met, rounds=rounds, seats=rows, tables=tables)
        for tables in (None, others + more)
    ]
    assert [each.row for each in asked[0]] == [each.row for each in asked[1]]
    assert [each.gain for each in asked[0]] == pytest.approx([each.gain for each in asked[1]])
