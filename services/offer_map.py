"""Where an offer is: its département among its neighbours, and its sites."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from models.offers import Offer
from services.map_drawing import MapPoint, MapShape
from services.map_of_france import Shape, frames_of, load_map, project

Box = tuple[float, float, float, float]
_MARGIN = 0.35


@dataclass(frozen=True, slots=True)
class OfferMap:
    """A window on France around an offer."""

    view_box: str
    radius: float
    shapes: tuple[MapShape, ...]
    points: tuple[MapPoint, ...]


def draw_offer(offer: Offer) -> OfferMap | None:
    """The map of an offer's sites, or none where nothing can be drawn."""
    placed = [site for site in offer.sites if site.commune.latitude is not None]
    if not placed or not frames_of(placed[0].commune.departement_code):
        return None
    frame = frames_of(placed[0].commune.departement_code)[0]
    seen = [site for site in placed if frame in frames_of(site.commune.departement_code)]
    points = tuple(
        MapPoint(
            *project(
                site.commune.latitude or 0,
                site.commune.longitude or 0,
                site.commune.departement_code,
                frame,
            ),
            label=site.commune.name,
        )
        for site in seen
    )
    inside = {site.commune.departement_code for site in seen}
    shapes = [shape for shape in load_map().shapes if shape.frame == frame]
    window = _window([shape for shape in shapes if shape.departement in inside], points)
    drawn = tuple(
        MapShape(shape.name, shape.path, 2 if shape.departement in inside else 0)
        for shape in shapes
        if _overlap(_box(shape), window)
    )
    x, y, width, height = window
    return OfferMap(
        f"{x:.0f} {y:.0f} {width:.0f} {height:.0f}", max(width, height) / 42, drawn, points
    )


def _window(shapes: list[Shape], points: tuple[MapPoint, ...]) -> Box:
    """The box around these shapes and points, with some room and never a sliver."""
    boxes = [_box(shape) for shape in shapes]
    boxes += [(point.x, point.y, 0, 0) for point in points]
    left, top = min(box[0] for box in boxes), min(box[1] for box in boxes)
    right = max(box[0] + box[2] for box in boxes)
    bottom = max(box[1] + box[3] for box in boxes)
    size = max(right - left, bottom - top) * (1 + 2 * _MARGIN)
    width, height = size, size * 0.8
    return ((left + right - width) / 2, (top + bottom - height) / 2, width, height)


def _overlap(a: Box, b: Box) -> bool:
    return a[0] < b[0] + b[2] and b[0] < a[0] + a[2] and a[1] < b[1] + b[3] and b[1] < a[1] + a[3]


@lru_cache(maxsize=256)
def _box(shape: Shape) -> Box:
    """Bounds of a path made of absolute moves and relative lines."""
    xs, ys = list[float](), list[float]()
    for command, numbers in re.findall(r"([MmLlZz])([^MmLlZz]*)", shape.path):
        values = [float(each) for each in re.findall(r"-?\d*\.?\d+", numbers)]
        x, y = (xs[-1], ys[-1]) if xs else (0.0, 0.0)
        for dx, dy in zip(values[::2], values[1::2], strict=True):
            x, y = (dx, dy) if command.isupper() else (x + dx, y + dy)
            xs.append(x)
            ys.append(y)
    return min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)
