"""The pieces of a plan: colouring, tables, prices, and the descent that finds them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.evening.colouring import lay_into_rounds
from matching.evening.descent import descend
from matching.evening.flow import NoSuchPairs, best_pairs, can_be_kept
from matching.evening.plan import plan_evening
from matching.evening.prices import Demand
from matching.evening.seats import assign_tables, share_tables

PAIRS = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 5)), max_size=40)


@given(PAIRS, st.integers(0, 2))
def test_rounds_are_proper_and_even(pairs: list[tuple[int, int]], spare: int) -> None:
    rows, columns = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    degrees = [np.bincount(side, minlength=1).max() for side in (rows, columns)]
    rounds = max(1, int(max(degrees)) + spare)
    laid = lay_into_rounds(rows, columns, (7, 6), rounds)
    for side in (rows, columns):
        assert len({*zip(side.tolist(), laid.tolist(), strict=True)}) == len(pairs)
    sizes = np.bincount(laid, minlength=rounds)
    assert sizes.max() - sizes.min() <= 1
    assert len(sizes) == rounds


def moves(meetings: np.ndarray) -> int:
    """Times a host sits elsewhere than at their last meeting."""
    count, last = 0, dict[int, int]()
    for _, table, _, host in meetings.tolist():
        count += last.get(host, table) != table
        last[host] = table
    return count


@pytest.mark.parametrize("tables", [30, 40])
def test_no_host_moves_where_there_are_tables_enough(tables: int) -> None:
    scores = np.random.default_rng(0).random((25, 30))
    made = plan_evening(scores, rounds=6, tables=tables)
    assert moves(made.meetings) == 0
    assert (made.meetings[:, 1] == made.meetings[:, 3]).all()


def test_hosts_share_tables_when_their_meetings_fit() -> None:
    scores = np.random.default_rng(0).random((7, 28))
    made = plan_evening(scores, rounds=12, tables=7)
    assert moves(made.meetings) == 0
    windows = np.tile([0, 11], (7, 1))
    windows[:2, 0] = 4
    assert moves(plan_evening(scores, rounds=12, tables=7, candidate_windows=windows).meetings) == 0


def test_sharing_tables_keeps_room_in_each_segment() -> None:
    meetings = np.array([[2, 0], [0, 2], [1, 1], [1, 1]])
    table_of = share_tables(meetings, 2, np.array([2, 2]))
    assert table_of is not None
    for table in range(2):
        assert meetings[table_of == table].sum(axis=0).tolist() == [2, 2]
    assert share_tables(np.array([[2], [2], [2]]), 2, np.array([3])) is None


@settings(max_examples=30)
@given(st.integers(0, 999))
def test_hosts_move_less_than_at_random_tables(seed: int) -> None:
    random = np.random.default_rng(seed)
    here = [random.permutation(12)[:8] for _ in range(10)]
    rounds_of, hosts = np.repeat(np.arange(10), 8), np.concatenate(here)
    tables = assign_tables(rounds_of, hosts, (12, 8, 10))
    meetings = np.column_stack([rounds_of, tables, hosts, hosts])
    assert len({*zip(rounds_of.tolist(), tables.tolist(), strict=True)}) == 80
    blind = np.column_stack([rounds_of, np.tile(np.arange(8), 10), hosts, hosts])
    assert moves(meetings) <= moves(blind) / 2


def test_a_host_back_from_a_break_finds_the_table_free() -> None:
    # Three hosts, two tables: host 2 takes the table of the host who never comes back.
    rounds_of, hosts = np.array([0, 0, 1, 1, 2, 2]), np.array([0, 1, 0, 2, 0, 2])
    assert assign_tables(rounds_of, hosts, (3, 2, 3)).tolist() == [0, 1, 0, 1, 0, 1]


@settings(max_examples=40)
@given(st.integers(0, 10**6))
def test_prices_prove_the_pairs(seed: int) -> None:
    random = np.random.default_rng(seed)
    shape = random.integers(1, 9, 2)
    weights = random.integers(-2, 6, shape) / 4
    low_c, low_h = (random.integers(0, 2, many) for many in shape)
    high_c, high_h = (
        low_c + random.integers(0, 3, shape[0]),
        low_h + random.integers(0, 3, shape[1]),
    )
    demand = Demand(
        weights, weights > -9, low_c, high_c, low_h, high_h, int(random.integers(1, 20))
    )
    if not can_be_kept(demand):
        with pytest.raises(NoSuchPairs):
            best_pairs(demand)
        return
    pairs = best_pairs(demand)
    assert pairs.bound == pytest.approx(pairs.total, abs=1e-7)
    warm = best_pairs(demand, pairs.prices)
    assert warm.total == pytest.approx(pairs.total)


def test_descent_stops_at_bounds() -> None:
    wanted = np.array([-1.0, 2.0, 0.5, 3.0])

    def bowl(x: np.ndarray) -> tuple[float, np.ndarray]:
        away = (x - wanted) * np.array([1.0, 10.0, 100.0, 1.0])
        return float((away * (x - wanted)).sum()), 2 * away

    free = np.array([True, True, True, False])
    assert descend(bowl, np.ones(4), free, 60).round(4).tolist() == [0.0, 2.0, 0.5, 0.0]
