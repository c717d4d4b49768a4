"""The map of France: its shapes, and where a place falls on it."""

import json
import math
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

MAP_FILE = Path(__file__).resolve().parent.parent / "seeds" / "reference" / "map_france.json"

MAINLAND_FRAME = "metropole"

# Lambert-93 (EPSG:2154): GRS80 eccentricity, cone exponent, radius constant, pole, origin.
_ECCENTRICITY = 0.0818191910428158
_EXPONENT = 0.7256077650532670
_RADIUS = 11754255.426096
_POLE_X, _POLE_Y = 700000.0, 12655612.049876
_MERIDIAN = math.radians(3.0)


class PlaceNotDrawn(LookupError):
    """The map has no frame for this département."""

    def __init__(self, departement: str) -> None:
        super().__init__(departement)
        self.departement = departement


@dataclass(frozen=True)
class Frame:
    """One window of the map; the box is (x, y, width, height)."""

    name: str
    title: str
    projection: str
    box: tuple[int, int, int, int]
    kx: float
    x0: float
    ky: float
    y0: float

    def place(self, lat: float, lon: float) -> tuple[float, float]:
        """Return the page position of a point."""
        east, north = lambert93(lat, lon) if self.projection == "lambert93" else (lon, lat)
        return round(self.x0 + self.kx * east, 1), round(self.y0 - self.ky * north, 1)


@dataclass(frozen=True)
class Shape:
    """One département in one frame; `path` is SVG path data."""

    departement: str
    name: str
    region: str
    frame: str
    path: str


@dataclass(frozen=True)
class FranceMap:
    """The whole drawing. Paris and its three neighbours are drawn twice: mainland and inset."""

    view_box: tuple[int, int, int, int]
    frames: dict[str, Frame]
    shapes: tuple[Shape, ...]

    @property
    def insets(self) -> list[Frame]:
        """The frames beside the mainland, in drawing order."""
        return [frame for name, frame in self.frames.items() if name != MAINLAND_FRAME]


@lru_cache(maxsize=1)
def load_map() -> FranceMap:
    """Read the drawing once."""
    drawing = json.loads(MAP_FILE.read_text("utf-8"))
    frames = {
        item["name"]: Frame(**{**item, "box": tuple(item["box"])}) for item in drawing["frames"]
    }
    shapes = tuple(
        Shape(item["code"], item["name"], item["region"], item["frame"], item["d"])
        for item in drawing["shapes"]
    )
    x, y, width, height = drawing["view_box"]
    return FranceMap((x, y, width, height), frames, shapes)


def frames_of(departement: str) -> tuple[str, ...]:
    """Return the names of the frames that draw a département, the main one first."""
    return _frames_by_departement().get(departement, ())


def project(
    lat: float, lon: float, departement: str, frame: str | None = None
) -> tuple[float, float]:
    """Return where a place falls, in its main frame unless another of its frames is named."""
    drawn_in = frames_of(departement)
    if not drawn_in or (frame and frame not in drawn_in):
        raise PlaceNotDrawn(departement)
    return load_map().frames[frame or drawn_in[0]].place(lat, lon)


def lambert93(lat: float, lon: float) -> tuple[float, float]:
    """Return Lambert-93 metres (east, north) for degrees.

    Source: IGN, NTG 71, algorithms 1 and 3.
    """
    sine = math.sin(math.radians(lat))
    isometric = math.atanh(sine) - _ECCENTRICITY * math.atanh(_ECCENTRICITY * sine)
    radius = _RADIUS * math.exp(-_EXPONENT * isometric)
    angle = _EXPONENT * (math.radians(lon) - _MERIDIAN)
    return _POLE_X + radius * math.sin(angle), _POLE_Y - radius * math.cos(angle)


@lru_cache(maxsize=1)
def _frames_by_departement() -> dict[str, tuple[str, ...]]:
    frames: dict[str, tuple[str, ...]] = {}
    for shape in load_map().shapes:
        frames[shape.departement] = (*frames.get(shape.departement, ()), shape.frame)
    return frames
