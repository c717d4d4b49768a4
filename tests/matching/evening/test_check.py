"""The checker finds every kind of fault, and nothing else."""

from __future__ import annotations

import ast
from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.evening import check
from matching.evening.check import KINDS, check_evening, objective_of
from tests.matching.evening.strategies import Evening, evenings, planned_by_hand

# Three rounds, three tables; a fourth candidate and a fourth host meet nobody.
GOOD = [
    [0, 0, 0, 0], [0, 1, 1, 1], [0, 2, 2, 2],
    [1, 0, 1, 0], [1, 1, 2, 1],
    [2, 0, 2, 0],
]  # fmt: skip
ROOM = {"rounds": 3, "tables": 3, "shape": (4, 4)}


def kinds(meetings, **rules) -> set[str]:
    return {fault.kind for fault in check_evening(meetings, **(ROOM | rules))}


def with_row(at: int, row: list[int]) -> list[list[int]]:
    return [*GOOD[:at], row, *GOOD[at + 1 :]]


WINDOWS = np.tile([0, 2], (4, 1))
LATE, EARLY = WINDOWS.copy(), WINDOWS.copy()
LATE[1, 0], EARLY[0, 1] = 1, 1
CLOSED = np.zeros((4, 4), dtype=bool)
CLOSED[2, 1] = True

PLANTED = [
    ("not_a_meeting", with_row(5, [2, 0, 2]), {}),
    ("not_a_meeting", with_row(5, [2, 0.5, 2, 0]), {}),
    ("not_a_meeting", with_row(5, [2, float("nan"), 2, 0]), {}),
    ("out_of_range", with_row(5, [3, 0, 2, 0]), {}),
    ("out_of_range", with_row(5, [2, 3, 2, 0]), {}),
    ("out_of_range", with_row(5, [2, 0, 4, 0]), {}),
    ("out_of_range", with_row(5, [2, 0, 2, 4]), {}),
    ("out_of_range", with_row(5, [2, 0, 2, -1]), {}),
    ("out_of_order", [*GOOD[:3], GOOD[5], *GOOD[3:5]], {}),
    ("out_of_order", [GOOD[1], GOOD[0], *GOOD[2:]], {}),
    ("table_twice", with_row(4, [1, 0, 2, 1]), {}),
    ("candidate_twice", with_row(4, [1, 1, 1, 2]), {}),
    ("host_twice", with_row(4, [1, 1, 3, 0]), {}),
    ("met_twice", with_row(5, [2, 0, 1, 0]), {}),
    ("candidate_away", GOOD, {"candidate_windows": LATE}),
    ("host_away", GOOD, {"host_windows": EARLY}),
    ("barred", GOOD, {"barred": CLOSED}),
    ("candidate_below", GOOD, {"min_meetings": ([1, 2, 3, 1], 0)}),
    ("host_below", GOOD, {"min_meetings": (0, np.array([3, 2, 1, 1]))}),
]


def test_a_good_evening_has_no_fault() -> None:
    rules = {
        "candidate_windows": WINDOWS, "host_windows": WINDOWS, "barred": CLOSED & False,
        "min_meetings": ([1, 2, 3, 0], (3, 2, 1, 0)),
    }  # fmt: skip
    assert check_evening(np.array(GOOD), **ROOM, **rules) == []
    assert check_evening([], rounds=1, tables=1, shape=(1, 1)) == []


@pytest.mark.parametrize(("kind", "meetings", "rules"), PLANTED)
def test_one_planted_fault_is_the_one_found(kind: str, meetings, rules) -> None:
    assert kinds(meetings, **rules) == {kind}


def test_a_crowded_round_is_named_beside_its_tables() -> None:
    crowded = [*GOOD[:3], [0, 2, 3, 3], *GOOD[3:]]
    assert kinds(crowded) == {"too_many", "table_twice"}


def test_every_kind_is_planted_here() -> None:
    assert {kind for kind, _, _ in PLANTED} | {"too_many"} == set(KINDS)


def test_a_minimum_for_all_counts_both_sides() -> None:
    assert kinds(GOOD, min_meetings=1) == {"candidate_below", "host_below"}
    assert kinds([[0, 0, 0, 0]], shape=(1, 1), min_meetings=1) == set()


def test_a_fault_says_where() -> None:
    fault = check_evening(GOOD, **ROOM, candidate_windows=LATE)[0]
    assert fault.data == {"round": 0, "candidate": 1, "first": 1, "last": 2}
    assert str(fault) == "candidate_away: round 0, candidate 1, first 1, last 2"


def test_it_shares_no_code_with_the_planner() -> None:
    tree = ast.parse(Path(check.__file__).read_text())
    from_us = {
        node.module: [name.name for name in node.names]
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("matching")
    }
    assert from_us == {"matching.evening.shapes": ["CANDIDATE", "HOST", "ROUND", "TABLE"]}


@given(evenings(), st.randoms(use_true_random=False))
def test_plans_made_by_hand_pass_and_add_up(evening: Evening, random: Random) -> None:
    plan = planned_by_hand(evening, evening.shape, random)
    faults = check_evening(
        plan.meetings, rounds=evening.rounds, tables=evening.tables, shape=evening.shape,
        candidate_windows=evening.candidate_windows, host_windows=evening.host_windows,
        barred=evening.barred,
    )  # fmt: skip
    assert faults == []
    assert objective_of(plan.meetings, evening.scores) == pytest.approx(plan.objective)


@given(evenings(), st.randoms(use_true_random=False), st.data())
def test_a_broken_plan_never_passes(evening: Evening, random: Random, data: st.DataObject) -> None:
    """Any meeting twice, anyone in two places, any table or person that does not exist."""
    meetings = planned_by_hand(evening, evening.shape, random).meetings
    if not len(meetings):
        return
    row = meetings[data.draw(st.integers(0, len(meetings) - 1))].copy()
    limits = evening.rounds, evening.tables, *evening.shape
    column = data.draw(st.integers(-1, 3))
    if column >= 0:
        row[column] = data.draw(st.sampled_from([-1, limits[column], limits[column] + 7]))
    broken = np.concatenate([meetings, [row]])
    broken = broken[np.lexsort((broken[:, 1], broken[:, 0]))]
    found = {
        fault.kind
        for fault in check_evening(
            broken, rounds=evening.rounds, tables=evening.tables, shape=evening.shape
        )
    }
    assert found >= ({"met_twice", "table_twice"} if column < 0 else {"out_of_range"})
