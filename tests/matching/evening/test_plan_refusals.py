"""Demands that make no sense, and minimums that cannot be kept, are refused with what would do."""

from __future__ import annotations

import numpy as np
import pytest

from matching.evening.plan import plan_evening
from matching.evening.shapes import (
    AlphaAboveOne,
    EveryoneBarred,
    MinimumImpossible,
    NoRound,
    NoTable,
    ScoresNotFinite,
    ShapeMismatch,
    SideEmpty,
    WindowReversed,
)

ONES = np.ones((3, 2))
HOLED, ENDLESS = ONES.copy(), ONES.copy()
HOLED[2, 1], ENDLESS[1, 0] = np.nan, -np.inf
SENSELESS = [
    ({"scores": np.ones(3)}, ShapeMismatch, {"what": "scores"}),
    ({"scores": np.ones((0, 3))}, SideEmpty, {"side": "candidates"}),
    ({"scores": np.ones((3, 0))}, SideEmpty, {"side": "hosts"}),
    ({"scores": HOLED}, ScoresNotFinite, {"candidate": 2, "host": 1}),
    ({"scores": ENDLESS}, ScoresNotFinite, {"candidate": 1, "host": 0}),
    ({"tables": 0}, NoTable, {"tables": 0}),
    ({"rounds": 0}, NoRound, {"rounds": 0}),
    ({"rounds": -1}, NoRound, {"rounds": -1}),
    ({"barred": np.ones((3, 2), dtype=bool)}, EveryoneBarred, {}),
    ({"barred": np.ones((2, 3), dtype=bool)}, ShapeMismatch, {"what": "barred"}),
    ({"candidate_windows": [[0, 1]]}, ShapeMismatch, {"what": "candidates windows"}),
    ({"host_windows": [[0, 1], [2, 1]]}, WindowReversed, {"side": "hosts", "person": 1}),
    ({"host_windows": [[9, 9], [-3, -1]]}, EveryoneBarred, {}),
    ({"min_meetings": ([1, 1], 0)}, ShapeMismatch, {"expected": (3,), "given": (2,)}),
    ({"alpha": 1.5}, AlphaAboveOne, {"alpha": 1.5}),
    ({"alpha": float("nan")}, AlphaAboveOne, {}),
]


@pytest.mark.parametrize(("demand", "kind", "data"), SENSELESS)
def test_senseless_demands_are_refused(demand, kind, data) -> None:
    with pytest.raises(kind) as refusal:
        plan_evening(**({"scores": ONES, "rounds": 3, "tables": 2} | demand))
    assert data.items() <= refusal.value.data.items()


def refused(scores, **more) -> dict:
    with pytest.raises(MinimumImpossible) as refusal:
        plan_evening(scores, **more)
    return refusal.value.data


def test_whoever_lacks_partners_is_named_with_what_they_could_have() -> None:
    barred = np.zeros((4, 4), dtype=bool)
    barred[1, 1:] = True
    data = refused(np.ones((4, 4)), rounds=4, tables=4, barred=barred, min_meetings=3)
    assert data["reason"] == "alone"
    assert (data["candidates"], data["most_candidates"]) == ((1,), (1,))
    assert (data["hosts"], data["feasible"]) == ((), 1)


def test_people_who_share_too_few_partners_are_named_together() -> None:
    barred = np.zeros((5, 4), dtype=bool)
    barred[:3, 1:] = True  # three candidates for one host, who has two rounds
    data = refused(np.ones((5, 4)), rounds=2, tables=4, barred=barred, min_meetings=(1, 0))
    assert data["reason"] == "together"
    assert (data["candidates"], data["hosts"], data["feasible"]) == ((0, 1, 2), (), 0)


def test_too_few_tables_concern_everyone() -> None:
    data = refused(np.ones((6, 6)), rounds=4, tables=3, min_meetings=3)
    assert (data["reason"], data["feasible"]) == ("tables", 2)
    assert data["candidates"] == data["hosts"] == tuple(range(6))
    assert data["most_candidates"] == (2,) * 6


def test_windows_that_do_not_fit_are_said() -> None:
    # Two candidates want the only host of their round, whose other round is of no use to them.
    windows = {
        "candidate_windows": [[0, 0], [0, 0], [0, 1]],
        "host_windows": [[0, 1], [1, 1], [0, 0]],
    }
    barred = np.zeros((3, 3), dtype=bool)
    barred[:2, 2] = True
    data = refused(
        np.ones((3, 3)), rounds=2, tables=2, min_meetings=(1, 0), barred=barred, **windows
    )
    assert (data["reason"], data["feasible"]) == ("windows", 0)
    assert (data["candidates"], data["hosts"]) == ((0, 1), ())


def test_the_absent_are_owed_nothing() -> None:
    made = plan_evening(
        np.ones((3, 2)), rounds=2, tables=2, candidate_windows=[[0, 1], [0, 1], [5, 9]],
        min_meetings=2,
    )  # fmt: skip
    assert sorted(set(made.meetings[:, 2].tolist())) == [0, 1]


def test_minimums_differ_by_person() -> None:
    scores = np.array([[9.0, 9.0, 9.0], [1.0, 1.0, 1.0]])
    made = plan_evening(scores, rounds=3, tables=1, min_meetings=([0, 1], [0, 0, 1]))
    met = np.bincount(made.meetings[:, 2], minlength=2)
    assert met.tolist() == [2, 1]
    assert 2 in made.meetings[:, 3]
    assert made.objective == pytest.approx(19)
