"""How evenly meetings are shared by default: as far as one hundredth of the total goes."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services import evening_evenness
from services.evening_choices import counts_of
from services.evening_evenness import (
    AFFORDABLE,
    AUTOMATIC,
    FEW,
    FIRST_MEETING,
    Dial,
    Shared,
    Sharing,
)
from services.evening_people import EveningPeople
from services.evening_scores import EveningScores
from services.evening_solving import MinimumTooHigh, Room, owed, solve


def scored(scores: Any, windows: Any = None) -> EveningScores:
    """An evening of these scores; ``windows``: of candidates, hosts are there all evening."""
    values = np.asarray(scores, dtype=float)
    candidates, hosts = values.shape
    whole = np.tile([0, 59], (hosts, 1))
    people = EveningPeople([*range(candidates)], [*range(hosts)], {}, frozenset())  # type: ignore[list-item]
    return EveningScores(
        people,
        values,
        np.zeros(values.shape, dtype=bool),
        np.tile([0, 59], (candidates, 1)) if windows is None else np.asarray(windows),
        whole,
    )


def shared(room: Room, gathered: EveningScores, dial: Dial = AUTOMATIC) -> Shared:
    return Sharing(room, gathered).share_out(dial)


def fewest(found: Shared) -> tuple[int, int]:
    candidates, hosts = counts_of(found.plan)
    return int(candidates.min()), int(hosts.min())


def loved(others: float) -> EveningScores:
    """Nine candidates, of whom one is worth a little less to each of three hosts."""
    scores = np.full((9, 3), 1.0)
    scores[0] = others
    return scored(scores)


ROOM = Room(rounds=4, tables=3)  # twelve meetings for nine candidates


def test_nobody_is_left_aside_for_next_to_nothing() -> None:
    greatest = shared(ROOM, loved(0.9), Dial(0))
    assert fewest(greatest)[0] == 0
    found = shared(ROOM, loved(0.9))
    assert fewest(found) == (1, 4)
    assert found.least == (1, 4)
    assert found.plan.price == pytest.approx(0.1 / 12)
    # the bound is that of every plan, not of those so even alone
    assert found.plan.bound == pytest.approx(12)
    assert found.plan.certificate.kind == "gap"
    assert found.plan.certificate.gap == pytest.approx(0.1 / 12)


def test_nobody_comes_in_vain_for_a_twentieth() -> None:
    found = shared(ROOM, loved(0.5))  # 0.5 of 12 is four times a hundredth
    assert fewest(found) == (1, 4)
    assert found.plan.price == pytest.approx(0.5 / 12)


def test_someone_hard_to_place_does_not_keep_the_others_from_it() -> None:
    found = shared(ROOM, loved(0.3))  # 0.7 of 12 is more than a twentieth
    assert (found.least, found.below, found.plan.price) == ((1, 4), 1, 0.0)
    assert sorted(counts_of(found.plan)[0].tolist())[:2] == [0, 1]
    assert found.plan.certificate.kind == "exact"
    asked = shared(ROOM, loved(0.3), Dial(1))
    assert fewest(asked)[0] == 1


def test_as_few_as_can_be_have_no_meeting_at_all() -> None:
    scores = np.full((20, 4), 1.0)
    scores[:8] = 0.8  # eight of twenty, and 24 places: each costs 0.2, all a fifteenth
    found = shared(Room(6, 4), scored(scores))
    assert (found.least[0], found.below) == (1, 7)  # more than one in ten
    assert found.plan.price == pytest.approx(0.2 / 24)


def test_evenness_that_costs_nothing_is_free_with_any_dial() -> None:
    for dial in (AUTOMATIC, Dial(0)):
        found = shared(ROOM, loved(1.0), dial)
        assert found.least == (1, 4)
        assert found.plan.certificate.kind == "exact"
        assert found.plan.price == 0


def test_who_comes_late_does_not_lower_it_for_all() -> None:
    gathered = scored(np.ones((4, 4)), [[3, 59], [0, 59], [0, 59], [0, 59]])
    found = shared(Room(4, 4), gathered)
    assert found.least == (4, 3)
    assert counts_of(found.plan)[0].tolist() == [1, 4, 4, 4]


@settings(max_examples=50)
@given(st.integers(0, 10_000), st.booleans())
def test_one_more_for_all_would_cost_more_than_it_may(seed: int, with_windows: bool) -> None:
    random = np.random.default_rng(seed)
    candidates, hosts = random.integers(2, 9), random.integers(2, 6)
    room = Room(int(random.integers(1, 6)), int(random.integers(1, 6)))
    windows = None
    if with_windows:
        first = random.integers(0, room.rounds, candidates)
        windows = np.column_stack([first, random.integers(first, room.rounds)])
    gathered = scored(random.uniform(0.05, 1, (candidates, hosts)) ** 2, windows)
    best = solve(room, gathered, 0)
    found = shared(room, gathered)
    spent = FIRST_MEETING if min(found.least) >= 1 else AFFORDABLE
    assert found.plan.objective >= best.objective * (1 - spent) - 1e-9
    assert 0 <= found.plan.price <= spent + 1e-9
    with suppress(MinimumTooHigh):
        first = solve(room, gathered, 1).objective
        if not with_windows and first >= best.objective * (1 - FIRST_MEETING) + 1e-9:
            assert min(found.least) >= 1
            assert found.plan.objective >= min(first, best.objective * (1 - AFFORDABLE)) - 1e-9
    floor = min(found.plan.objective, best.objective * (1 - AFFORDABLE))
    asked = owed(room, gathered, found.least)
    for counts, least, level in zip(counts_of(found.plan), asked, found.least, strict=True):
        assert level <= 1 or (counts < least).sum() <= max(1, len(counts) // FEW)
    if with_windows:
        return  # whether there is a plan is not always known
    for more in ((found.least[0] + 1, found.least[1]), (found.least[0], found.least[1] + 1)):
        if np.array_equal(
            np.concatenate(owed(room, gathered, more)),
            np.concatenate(owed(room, gathered, found.least)),
        ):
            continue  # nobody can have more at all
        with suppress(MinimumTooHigh):
            assert solve(room, gathered, more).objective < floor + 1e-9


def test_flows_say_what_is_too_much_and_few_plans_are_made(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    random = np.random.default_rng(7)
    windows = np.column_stack([random.integers(0, 4, 20), random.integers(4, 8, 20)])
    gathered = scored(random.uniform(0.2, 1, (20, 8)), windows)
    asked: list[object] = []

    def counted(*given: Any) -> Any:
        asked.append(given[2])
        return solve(*given)

    monkeypatch.setattr(evening_evenness, "solve", counted)
    found = shared(Room(8, 8), gathered)
    assert found.least[0] > 0
    assert len(asked) <= 6
