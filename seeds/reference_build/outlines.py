"""Light outlines of the départements, whose shared borders stay shared."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from seeds.reference_build import geometry
from seeds.reference_build.geometry import Coordinates, Shape
from seeds.reference_build.places import Place
from seeds.reference_build.sources import Row

GEOJSON_TOLERANCE_DEGREES = 0.013
GEOJSON_DECIMALS = 3
# A Spanish town inside the Pyrénées-Orientales: the one hole of the map that is not France.
LLIVIA = (1.98, 42.465)


def unite_departements(communes: Sequence[Row], places: Mapping[str, Place]) -> dict[str, Shape]:
    """Return the full shape of every département that a source draws, by code."""
    parts: dict[str, list[Shape]] = defaultdict(list)
    for row in communes:
        place = places.get(row["code"])
        if place and place.shape:
            parts[row["departement"]].append(place.shape)
    codes = sorted(parts)
    united = geometry.match_borders([geometry.unite(parts[code]) for code in codes])
    filled = geometry.match_borders(_fill_gaps(united))
    return dict(zip(codes, filled, strict=True))


def _fill_gaps(shapes: Sequence[Shape]) -> list[Shape]:
    """Give each hole of the country to the shape that surrounds it most.

    The source draws some merged communes as they were before they merged, and leaves out the
    communes that joined them.
    """
    gaps: dict[int, list[Shape]] = defaultdict(list)
    for gap in geometry.list_gaps(shapes):
        if not geometry.contains(gap, LLIVIA):
            borders = [geometry.shared_border(gap, shape) for shape in shapes]
            gaps[borders.index(max(borders))].append(gap)
    return [geometry.unite([shape, *gaps[index]]) for index, shape in enumerate(shapes)]


def draw_geojson(shapes: Mapping[str, Shape], departements: Sequence[Row]) -> dict[str, Any]:
    """Return the light outlines as one GeoJSON collection, by code."""
    named = {row["code"]: row for row in departements}
    light = geometry.simplify_together(list(shapes.values()), GEOJSON_TOLERANCE_DEGREES)
    features = [
        {
            "type": "Feature",
            "id": code,
            "properties": {
                "code": code,
                "nom": named[code]["nom"],
                "region": named[code]["region"],
            },
            "geometry": {"type": "MultiPolygon", "coordinates": _rounded(shape)},
        }
        for code, shape in zip(shapes, light, strict=True)
    ]
    return {"type": "FeatureCollection", "features": features}


def _rounded(shape: Shape) -> list[list[list[Coordinates]]]:
    polygons = []
    for polygon in geometry.polygons(shape):
        rings = [ring for ring in map(_round_ring, polygon) if len(ring) >= 4]
        if rings:
            polygons.append(rings)
    return polygons


def _round_ring(ring: list[Coordinates]) -> list[Coordinates]:
    rounded: list[Coordinates] = []
    for x, y in ring:
        point = (round(x, GEOJSON_DECIMALS), round(y, GEOJSON_DECIMALS))
        if not rounded or rounded[-1] != point:
            rounded.append(point)
    return rounded
