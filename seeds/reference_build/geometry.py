"""Every use of shapely and pyproj: the rest of the build sees only shapes, points and figures."""

import math
from collections.abc import Callable, Sequence
from typing import Any

# Build-time dependencies, absent from the runtime environment where types are checked.
import pyproj  # type: ignore[import-not-found,unused-ignore]
import shapely  # type: ignore[import-not-found,import-untyped,unused-ignore]
import shapely.ops  # type: ignore[import-not-found,import-untyped,unused-ignore]

Shape = Any
Coordinates = tuple[float, float]

KM_PER_DEGREE = 111.195

_ELLIPSOID = pyproj.Geod(ellps="WGS84")
_TO_LAMBERT93 = pyproj.Transformer.from_crs("EPSG:4326", "EPSG:2154", always_xy=True)


def read_wkb(text: str) -> Shape:
    """Read one EWKB shape written in hexadecimal."""
    return shapely.from_wkb(bytes.fromhex(text))


def unite(shapes: Sequence[Shape]) -> Shape:
    """Return the union of shapes."""
    return shapely.union_all(list(shapes))


def match_borders(shapes: Sequence[Shape]) -> list[Shape]:
    """Return the shapes with identical shared borders and without the slivers between them."""
    return list(shapely.coverage_clean(list(shapes)))


def area_km2(shape: Shape) -> float:
    """Return the area on the ellipsoid, in square kilometres."""
    return abs(float(_ELLIPSOID.geometry_area_perimeter(shape)[0])) / 1e6


def point_inside(shape: Shape) -> Coordinates:
    """Return the (longitude, latitude) of a point on the shape."""
    point = shape.representative_point()
    return float(point.x), float(point.y)


def read_point(text: str) -> Coordinates | None:
    """Read one EWKB point as (longitude, latitude); None when it is empty."""
    point = read_wkb(text)
    return None if point.is_empty else (float(point.x), float(point.y))


def distance_km(shape: Shape, point: Coordinates) -> float:
    """Return how far a point lies outside a shape, in kilometres; 0 inside.

    A plane in true proportions at the shape is enough: only the first kilometre decides.
    """
    _, south, _, north = shape.bounds
    squeeze = math.cos(math.radians((south + north) / 2))

    def flatten(x: float, y: float) -> Coordinates:
        return x * squeeze * KM_PER_DEGREE, y * KM_PER_DEGREE

    return float(move(shape, flatten).distance(shapely.Point(flatten(*point))))


def list_gaps(shapes: Sequence[Shape]) -> list[Shape]:
    """Return the holes that shapes leave between them."""
    parts = polygons(unite(shapes))
    return [shapely.Polygon(hole) for _, *holes in parts for hole in holes]


def contains(shape: Shape, point: Coordinates) -> bool:
    """Tell whether a point is on a shape."""
    return bool(shape.covers(shapely.Point(point)))


def shared_border(one: Shape, other: Shape) -> float:
    """Return the length of the border between two shapes, in their own unit."""
    return float(one.boundary.intersection(other.boundary).length)


def simplify_together(shapes: Sequence[Shape], tolerance: float) -> list[Shape]:
    """Simplify shapes that touch without opening gaps between them."""
    return list(shapely.coverage_simplify(list(shapes), tolerance))


def to_lambert93(shape: Shape) -> Shape:
    """Project a shape from degrees to Lambert-93 metres."""
    return shapely.ops.transform(_TO_LAMBERT93.transform, shape)


def move(shape: Shape, place: Callable[[float, float], Coordinates]) -> Shape:
    """Return the shape with every point sent through a function."""
    return shapely.transform(shape, lambda xs, ys: _place_all(xs, ys, place), interleaved=False)


def bounds(shapes: Sequence[Shape]) -> tuple[float, float, float, float]:
    """Return the box (min x, min y, max x, max y) around shapes."""
    west, south, east, north = shapely.total_bounds(list(shapes))
    return float(west), float(south), float(east), float(north)


def polygons(shape: Shape) -> list[list[list[Coordinates]]]:
    """Return each polygon as its outer ring then its holes, the largest polygon first."""
    parts = sorted(getattr(shape, "geoms", [shape]), key=lambda part: -part.area)
    return [
        [
            [(float(x), float(y)) for x, y in ring.coords]
            for ring in (part.exterior, *part.interiors)
        ]
        for part in parts
    ]


def _place_all(
    xs: Sequence[float], ys: Sequence[float], place: Callable[[float, float], Coordinates]
) -> tuple[list[float], list[float]]:
    placed = [place(x, y) for x, y in zip(xs, ys, strict=True)]
    return [x for x, _ in placed], [y for _, y in placed]
