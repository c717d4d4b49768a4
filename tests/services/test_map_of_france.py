"""The map of France puts towns in their département."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

import pytest

from seeds import reference_files
from services import map_of_france

Position = tuple[float, float]


@pytest.fixture(scope="module")
def positions() -> dict[str, tuple[str, Position]]:
    """Return the département and the (latitude, longitude) of every located commune."""
    return {
        row["code"]: (row["departement"], (row["lat"], row["lon"]))
        for row in reference_files.read_communes()
        if row["lat"] is not None and row["lon"] is not None
    }


def rings_of(path: str) -> Iterator[list[tuple[int, int]]]:
    for drawn in path.split("z")[:-1]:
        numbers = [int(number) for number in re.findall(r"-?\d+", drawn)]
        x, y = numbers[:2]
        ring = [(x, y)]
        for step_x, step_y in zip(numbers[2::2], numbers[3::2], strict=True):
            x, y = x + step_x, y + step_y
            ring.append((x, y))
        yield ring


def is_inside(path: str, point: tuple[float, float]) -> bool:
    """Even-odd rule over all rings of a path."""
    px, py = point
    crossings = 0
    for ring in rings_of(path):
        for (x, y), (u, v) in pairwise([*ring, ring[0]]):
            if (y > py) != (v > py) and px < x + (py - y) * (u - x) / (v - y):
                crossings += 1
    return crossings % 2 == 1


def is_on(path: str, point: tuple[float, float]) -> bool:
    """Inside, or within one unit of the line: ports stand on a coast drawn in whole numbers."""
    x, y = point
    around = [(x, y), (x - 1, y), (x + 1, y), (x, y - 1), (x, y + 1)]
    return any(is_inside(path, near) for near in around)


@pytest.mark.parametrize(
    ("code", "frame"),
    [
        ("75056", "metropole"),
        ("75056", "paris"),
        ("93008", "paris"),
        ("29019", "metropole"),
        ("06088", "metropole"),
        ("2A004", "metropole"),
        ("46042", "metropole"),
        ("97105", "971"),
        ("97209", "972"),
        ("97302", "973"),
        ("97411", "974"),
        ("97611", "976"),
    ],
)
def test_a_town_lands_on_its_departement(
    positions: dict[str, tuple[str, Position]], code: str, frame: str
) -> None:
    departement, (lat, lon) = positions[code]
    point = map_of_france.project(lat, lon, departement, frame)
    shapes = [shape for shape in map_of_france.load_map().shapes if shape.frame == frame]
    own = next(shape for shape in shapes if shape.departement == departement)
    assert is_on(own.path, point)
    assert not any(is_inside(shape.path, point) for shape in shapes if shape is not own)


def test_nearly_every_commune_lands_inside_its_departement(
    positions: dict[str, tuple[str, Position]],
) -> None:
    """Every tenth commune; smoothing leaves a few beyond the line, along a border or a coast."""
    paths = {
        (shape.departement, shape.frame): shape.path for shape in map_of_france.load_map().shapes
    }
    sample = list(positions.values())[::10]
    outside = 0
    for departement, (lat, lon) in sample:
        frame = map_of_france.frames_of(departement)[0]
        point = map_of_france.project(lat, lon, departement)
        outside += not is_inside(paths[departement, frame], point)
    assert outside / len(sample) < 0.02


def test_lambert93_agrees_with_proj() -> None:
    assert map_of_france.lambert93(48.8566, 2.3522) == pytest.approx(
        (652469.0227, 6862035.2594), abs=0.001
    )
    assert map_of_france.lambert93(41.92, 8.74) == pytest.approx(
        (1176777.1776, 6108370.5518), abs=0.001
    )


def test_the_map_draws_each_departement_and_paris_twice() -> None:
    drawn = Counter(shape.departement for shape in map_of_france.load_map().shapes)
    assert len(drawn) == 101
    assert {code for code, times in drawn.items() if times == 2} == {"75", "92", "93", "94"}
    assert map_of_france.frames_of("75") == ("metropole", "paris")
    assert len(map_of_france.load_map().insets) == 6


def test_a_place_that_no_frame_draws_is_refused() -> None:
    with pytest.raises(map_of_france.PlaceNotDrawn):
        map_of_france.project(46.8, -56.2, "975")
    with pytest.raises(map_of_france.PlaceNotDrawn):
        map_of_france.project(44.4, 1.4, "46", frame="paris")
