"""The map of France as SVG paths: the mainland, five overseas insets, one for Paris.

A frame places (longitude, latitude) on the page in two steps: a projection, Lambert-93 or plain
degrees, then `x = x0 + kx * east`, `y = y0 - ky * north`. The four numbers are kept beside the
paths, so that a page can place any point without a geographic library.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from seeds.reference_build import geometry
from seeds.reference_build.geometry import Coordinates, Shape
from seeds.reference_build.sources import Row
from seeds.reference_build.svg_path import draw_path

WIDTH = 1000
HEIGHT = 945
MARGIN = 6
INSET_PADDING = 6
# Visvalingam tolerance: the side, in page units, of the triangles smoothed away.
SMOOTHING = 1.0

Box = tuple[int, int, int, int]

# x, y, width, height of each inset, all of them in the sea of the main frame.
PARIS_BOX: Box = (6, 6, 176, 160)
PARIS = ("75", "92", "93", "94")
OVERSEAS_BOXES: dict[str, Box] = {
    "971": (6, 404, 128, 128),
    "972": (6, 540, 128, 128),
    "973": (6, 676, 128, 128),
    "974": (6, 812, 128, 128),
    "976": (142, 812, 128, 128),
}


@dataclass(frozen=True)
class Frame:
    """One window of the map; its four numbers take projected coordinates to the page."""

    name: str
    title: str
    projection: str
    box: Box
    kx: float
    x0: float
    ky: float
    y0: float

    def place(self, east: float, north: float) -> Coordinates:
        """Return the page position of projected coordinates."""
        return self.x0 + self.kx * east, self.y0 - self.ky * north


def draw_map(shapes: Mapping[str, Shape], departements: Sequence[Row]) -> dict[str, Any]:
    """Return the frames and the paths of the map, ready to be written as JSON."""
    named = {row["code"]: row for row in departements}
    mainland = {code: shape for code, shape in shapes.items() if code not in OVERSEAS_BOXES}
    projected = {code: geometry.to_lambert93(shape) for code, shape in mainland.items()}
    paris = {code: projected[code] for code in PARIS}
    drawn = [
        _draw(_main_frame(projected), projected, named),
        _draw(_inset("paris", "Paris et petite couronne", PARIS_BOX, paris), paris, named),
    ]
    for code, box in OVERSEAS_BOXES.items():
        alone = {code: shapes[code]}
        drawn.append(_draw(_inset(code, named[code]["nom"], box, alone), alone, named))
    return {
        "view_box": [0, 0, WIDTH, HEIGHT],
        "frames": [_frame_numbers(frame) for frame, _ in drawn],
        "shapes": [shape for _, paths in drawn for shape in paths],
    }


def _main_frame(projected: Mapping[str, Shape]) -> Frame:
    west, _, east, north = geometry.bounds(list(projected.values()))
    scale = (WIDTH - 2 * MARGIN) / (east - west)
    box = (0, 0, WIDTH, HEIGHT)
    x0, y0 = MARGIN - scale * west, MARGIN + scale * north
    return Frame("metropole", "France métropolitaine", "lambert93", box, scale, x0, scale, y0)


def _inset(name: str, title: str, box: Box, shapes: Mapping[str, Shape]) -> Frame:
    """Fit shapes in a box, degrees of longitude shortened as they are at that latitude."""
    west, south, east, north = geometry.bounds(list(shapes.values()))
    in_degrees = name in OVERSEAS_BOXES
    squeeze = math.cos(math.radians((south + north) / 2)) if in_degrees else 1.0
    left, top, width, height = box
    room_x, room_y = width - 2 * INSET_PADDING, height - 2 * INSET_PADDING
    ky = min(room_x / ((east - west) * squeeze), room_y / (north - south))
    kx = ky * squeeze
    x0 = left + width / 2 - kx * (west + east) / 2
    y0 = top + height / 2 + ky * (south + north) / 2
    return Frame(name, title, "degrees" if in_degrees else "lambert93", box, kx, x0, ky, y0)


def _draw(
    frame: Frame, shapes: Mapping[str, Shape], named: Mapping[str, Row]
) -> tuple[Frame, list[dict[str, str]]]:
    smoothed = geometry.simplify_together(list(shapes.values()), SMOOTHING / frame.ky)
    light = [geometry.move(shape, frame.place) for shape in smoothed]
    paths = [
        {
            "code": code,
            "name": named[code]["nom"],
            "region": named[code]["region"],
            "frame": frame.name,
            "d": draw_path(geometry.polygons(shape)),
        }
        for code, shape in zip(shapes, light, strict=True)
    ]
    return frame, paths


def _frame_numbers(frame: Frame) -> dict[str, Any]:
    digits = 3 if frame.projection == "degrees" else 9
    return {
        "name": frame.name,
        "title": frame.title,
        "projection": frame.projection,
        "box": list(frame.box),
        "kx": round(frame.kx, digits),
        "x0": round(frame.x0, 3),
        "ky": round(frame.ky, digits),
        "y0": round(frame.y0, 3),
    }
