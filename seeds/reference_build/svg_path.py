"""SVG path data in whole numbers, relative from point to point because that compresses best."""

from collections.abc import Sequence
from itertools import pairwise

from seeds.reference_build.geometry import Coordinates

SMALLEST_AREA = 1.5

Point = tuple[int, int]


def draw_path(polygons: Sequence[Sequence[Sequence[Coordinates]]]) -> str:
    """Return the path of polygons, the largest first; specks are left out, never the largest."""
    path = ""
    for position, polygon in enumerate(polygons):
        for ring in polygon:
            points = _whole(ring)
            if len(points) >= 3 and (position == 0 or abs(_area(points)) >= SMALLEST_AREA):
                path += _draw_ring(points)
    return path


def _whole(ring: Sequence[Coordinates]) -> list[Point]:
    """Round a closed ring; drop repeated points and points in the middle of a straight line."""
    points: list[Point] = []
    for x, y in ring[:-1]:
        point = (round(x), round(y))
        if points and points[-1] == point:
            continue
        if len(points) >= 2 and _is_between(points[-2], points[-1], point):
            points.pop()
        points.append(point)
    if len(points) > 1 and points[0] == points[-1]:
        points.pop()
    return points


def _is_between(before: Point, middle: Point, after: Point) -> bool:
    first = (middle[0] - before[0], middle[1] - before[1])
    second = (after[0] - middle[0], after[1] - middle[1])
    turn = first[0] * second[1] - first[1] * second[0]
    ahead = first[0] * second[0] + first[1] * second[1]
    return turn == 0 and ahead > 0


def _area(points: Sequence[Point]) -> float:
    following = [*points[1:], points[0]]
    return sum(x * v - u * y for (x, y), (u, v) in zip(points, following, strict=True)) / 2


def _draw_ring(points: Sequence[Point]) -> str:
    path = f"M{points[0][0]} {points[0][1]}l"
    steps = [(x - u, y - v) for (u, v), (x, y) in pairwise(points)]
    text = " ".join(f"{x} {y}" for x, y in steps).replace(" -", "-")
    return f"{path}{text}z"
