"""Where each commune is: its polygon, its area, and one point that can be believed."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from seeds.reference_build import geometry
from seeds.reference_build.geometry import Coordinates, Shape
from seeds.reference_build.sources import known

TOWN_HALL_TOLERANCE_KM = 0.5


@dataclass(frozen=True)
class Place:
    """One commune on the ground; `shape` and `point` are None where no source draws it."""

    shape: Shape | None
    point: Coordinates | None
    surface_km2: float | None
    at_town_hall: bool
    email: str


def locate(rows: Sequence[dict[str, str]], kind: str) -> dict[str, Place]:
    """Return the place of every commune (`COM`) or municipal district (`ARM`) by code."""
    delegated = _delegated_shapes(rows)
    return {row["code"]: _place(row, delegated) for row in rows if row["type"] == kind}


def _place(row: dict[str, str], delegated: dict[str, list[Shape]]) -> Place:
    email = known(row["mairie_email"])
    shape = _shape(row, delegated)
    if shape is None:
        return Place(None, None, None, at_town_hall=False, email=email)
    town_hall = _town_hall(row, shape)
    point = town_hall or geometry.point_inside(shape)
    area = geometry.area_km2(shape)
    return Place(shape, point, area, at_town_hall=town_hall is not None, email=email)


def _shape(row: dict[str, str], delegated: dict[str, list[Shape]]) -> Shape | None:
    drawn = known(row["geometry"])
    if drawn:
        return geometry.read_wkb(drawn)
    parts = delegated.get(row["id"])
    return geometry.unite(parts) if parts else None


def _town_hall(row: dict[str, str], shape: Shape) -> Coordinates | None:
    """Return the town hall's point, unless its geocoding put it in another commune."""
    located = known(row["mairie_localisation"])
    point = geometry.read_point(located) if located else None
    if point and geometry.distance_km(shape, point) <= TOWN_HALL_TOLERANCE_KM:
        return point
    return None


def _delegated_shapes(rows: Sequence[dict[str, str]]) -> dict[str, list[Shape]]:
    missing = {row["id"] for row in rows if row["type"] == "COM" and not known(row["geometry"])}
    shapes: dict[str, list[Shape]] = defaultdict(list)
    for row in rows:
        if row["commune_parent_id"] in missing and known(row["geometry"]):
            shapes[row["commune_parent_id"]].append(geometry.read_wkb(row["geometry"]))
    return shapes
