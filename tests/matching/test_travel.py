from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching import travel
from matching.batch_travel import crow_km
from matching.encode import earth_points
from matching.profiles import Place, Site

CAHORS = Place(44.4475, 1.4406, "hexagone", 60)
FIGEAC = Site(44.6086, 2.0317, "hexagone", 1.0)
AJACCIO = Site(41.9192, 8.7386, "corse", 1.0)
KM = st.floats(0, 2000)
LIMITS = st.integers(5, 300)
POINTS = st.tuples(st.floats(-22, 51), st.floats(-62, 56))


def test_cahors_to_figeac_takes_about_an_hour() -> None:
    assert 49 < travel.great_circle_km(44.4475, 1.4406, 44.6086, 2.0317) < 51
    assert 55 < travel.minutes_between(CAHORS, FIGEAC) < 75


def test_an_island_is_out_of_reach() -> None:
    assert travel.minutes_between(CAHORS, AJACCIO) == math.inf
    assert travel.travel_value(math.inf, 300) == 0


def test_the_same_commune_still_takes_the_access() -> None:
    assert travel.road_minutes(0) == travel.ACCESS_MINUTES


def test_speeds_change_at_10_and_50_road_kilometres() -> None:
    assert travel.road_minutes(10 / 1.3) == pytest.approx(20)
    assert travel.road_minutes(50 / 1.3) == pytest.approx(60)
    assert travel.road_minutes(145 / 1.3) == pytest.approx(120)


@pytest.mark.parametrize(
    ("minutes", "value"), [(0, 1), (15, 1), (22.5, 0.75), (30, 0.5), (45, 0), (90, 0)]
)
def test_value_against_half_an_hour(minutes: float, value: float) -> None:
    assert travel.travel_value(minutes, 30) == pytest.approx(value)


@given(KM, KM, LIMITS)
def test_farther_is_never_better(a: float, b: float, limit: int) -> None:
    near, far = sorted((a, b))
    assert travel.road_minutes(near) <= travel.road_minutes(far)
    values = [travel.travel_value(travel.road_minutes(km), limit) for km in (near, far)]
    assert 1 >= values[0] >= values[1] >= 0


@given(st.lists(KM, min_size=1), LIMITS)
def test_arrays_give_the_scalars(kms: list[float], limit: int) -> None:
    minutes = travel.road_minutes_many(np.array(kms, dtype=np.float32))
    assert np.allclose(minutes, [travel.road_minutes(km) for km in kms], rtol=1e-5)
    values = travel.travel_value_many(minutes, np.array([limit], dtype=np.float32))
    expected = [travel.travel_value(travel.road_minutes(km), limit) for km in kms]
    assert np.allclose(values, expected, atol=1e-4)


@given(POINTS, POINTS)
def test_great_circle_is_symmetrical(a: tuple[float, float], b: tuple[float, float]) -> None:
    there, back = travel.great_circle_km(*a, *b), travel.great_circle_km(*b, *a)
    assert there == pytest.approx(back, abs=1e-9)
    assert 0 <= there < 20_100


@given(POINTS, st.floats(-3, 3), st.floats(-3, 3))
def test_chords_give_the_arcs(a: tuple[float, float], north: float, east: float) -> None:
    b = (a[0] + north, a[1] + east)
    points = earth_points(np.array([a[0], b[0]]), np.array([a[1], b[1]]))
    computed = crow_km(points[:1], points[1:])[0, 0]
    assert computed == pytest.approx(travel.great_circle_km(*a, *b), rel=1e-6, abs=1e-5)
