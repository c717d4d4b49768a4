"""What the map component draws: départements and points."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MapShape:
    """A département; ``level`` 0 to 4 shades it."""

    name: str
    d: str
    level: int


@dataclass(frozen=True, slots=True)
class MapPoint:
    """A place on the map, with the page it leads to and its number in a list, if any."""

    x: float
    y: float
    label: str
    href: str | None = None
    rank: int | None = None
