"""Where things can happen: the communes as arrays, and who has how many doctors around."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from models.vocabulary import Zoning
from seeds.demo.draws import Draws

EARTH_KM = 6371.0088

# GPs per 100,000 inhabitants, as published for these départements (1 January 2025).
PUBLISHED_DENSITY = {
    "976": 9.7,
    "973": 33.2,
    "93": 48.3,
    "28": 50.6,
    "18": 51.0,
    "46": 71.4,
    "05": 126.8,
}
# The others are interpolated, not observed: a level for their region, and a correction.
_REGION_LEVEL = {
    "11": 60, "24": 58, "27": 66, "28": 66, "32": 72, "44": 76, "52": 70, "53": 82, "75": 82,
    "76": 84, "84": 74, "93": 90, "94": 88, "01": 70, "02": 68, "03": 35, "04": 92, "06": 10,
}  # fmt: skip
_MORE = {"75": 25, "06": 15, "34": 18, "31": 18, "64": 22, "33": 18, "73": 30, "74": 12, "38": 16}
_MORE |= {"67": 15, "69": 14, "35": 12, "29": 10, "65": 12, "17": 8, "44": 16, "59": 8, "87": 8}
_LESS = {"77": 6, "95": 4, "91": 4, "36": 6, "45": 6, "41": 3, "27": 12, "61": 8, "58": 8, "89": 8}
_LESS |= {"01": 16, "72": 12, "53": 10, "23": 12, "32": 8, "48": 4, "15": 4, "02": 12, "55": 10}
# Shares of the population to imitate; the last is zones that the orders class otherwise.
ZONING_SHARES = (("zip", 0.280), ("zac", 0.367), ("other", 0.138), ("none", 0.215))


@dataclass(frozen=True, slots=True)
class Place:
    """A commune as the demo world needs it."""

    index: int
    code: str
    name: str
    departement: str
    region: str
    epci: str | None
    population: int
    density: float
    latitude: float
    longitude: float
    zone: str


@dataclass
class Ground:
    """The communes where the demo world lives, and the names of what groups them."""

    places: list[Place]
    departement_names: dict[str, str]
    epci_names: dict[str, str]
    field_of: dict[str, str]  # specialty code -> field
    population: NDArray[np.float64] = field(init=False)
    by_code: dict[str, Place] = field(init=False)
    by_departement: dict[str, NDArray[np.intp]] = field(init=False)

    def __post_init__(self) -> None:
        """Index the places by what is asked of them."""
        self.population = np.array([place.population for place in self.places], dtype=float)
        self._reached = np.cumsum(self.population)
        self.by_code = {place.code: place for place in self.places}
        departements = np.array([place.departement for place in self.places])
        self.by_departement = {
            code: np.flatnonzero(departements == code) for code in sorted(set(departements))
        }
        self._north = np.array([place.latitude for place in self.places])
        self._east = np.array([place.longitude for place in self.places])
        self._by_latitude = np.argsort(self._north, kind="stable")
        self._latitudes = self._north[self._by_latitude]

    def near(self, place: Place, km: float) -> NDArray[np.intp]:
        """Indices of the places within ``km`` on the same landmass, the place itself included."""
        reach = np.degrees(km / EARTH_KM)
        first, last = np.searchsorted(
            self._latitudes, [place.latitude - reach, place.latitude + reach]
        )
        band = self._by_latitude[first:last]
        found = band[distances(place, self._north[band], self._east[band]) <= km]
        return np.array([i for i in found if self.places[i].zone == place.zone], dtype=np.intp)

    def draw_among(self, indices: NDArray[np.intp], draws: Draws, power: float = 1.0) -> Place:
        """One of these places, by a power of its population."""
        cumulative = np.cumsum(self.population[indices] ** power)
        chosen = np.searchsorted(cumulative, draws.uniform() * cumulative[-1], side="right")
        return self.places[int(indices[chosen])]

    def draw_anywhere(self, draws: Draws) -> Place:
        """One place of the whole country, by its population."""
        chosen = np.searchsorted(self._reached, draws.uniform() * self._reached[-1], side="right")
        return self.places[int(chosen)]

    def draw_in_departement(self, code: str, draws: Draws, power: float = 1.0) -> Place:
        """One place of a département."""
        return self.draw_among(self.by_departement[code], draws, power)


def make_ground(
    rows: Iterable[Sequence[object]],
    departement_names: dict[str, str],
    epci_names: dict[str, str],
    field_of: dict[str, str],
) -> Ground:
    """Keep the communes with a position, people and a GP density known or interpolated.

    A row is: code, name, département, région, EPCI, population, density, latitude, longitude, zone.
    """
    places: list[Place] = []
    for row in sorted(rows, key=lambda row: str(row[0])):
        code, name, departement, region, epci, population, density, north, east, zone = row
        if north is None or not population or region not in _REGION_LEVEL:
            continue
        places.append(
            Place(
                len(places), str(code), str(name), str(departement), str(region),
                str(epci) if epci else None, int(str(population)), float(str(density or 0)),
                float(str(north)), float(str(east)), str(zone),
            )
        )  # fmt: skip
    return Ground(places, departement_names, epci_names, field_of)


def distances(
    place: Place, north: NDArray[np.float64] | float, east: NDArray[np.float64] | float
) -> NDArray[np.float64]:
    """Great-circle kilometres from a place to points."""
    here, there = np.radians(place.latitude), np.radians(north)
    across = np.radians(east - place.longitude)
    half = np.sin((there - here) / 2) ** 2 + np.cos(here) * np.cos(there) * np.sin(across / 2) ** 2
    kilometres: NDArray[np.float64] = 2 * EARTH_KM * np.arcsin(np.sqrt(half))
    return kilometres


def gp_density(departement: str, region: str) -> float:
    """GPs per 100,000 inhabitants, published or interpolated between the published ends."""
    if departement in PUBLISHED_DENSITY:
        return PUBLISHED_DENSITY[departement]
    level = _REGION_LEVEL[region] + _MORE.get(departement, 0) - _LESS.get(departement, 0)
    return float(min(max(level, 51), 126) if region != "06" else level)


def imagine_zoning(ground: Ground, draws: Draws) -> list[Zoning | None]:
    """An imaginary zone for each place, in the national shares of the population.

    Groupings of communes are zoned together; where there are fewer GPs comes first.
    """
    groups = {place.epci or place.code: 0.0 for place in ground.places}
    noise = dict(zip(groups, draws.rng.normal(0, 18, len(groups)).tolist(), strict=True))
    rank = [
        gp_density(place.departement, place.region) + noise[place.epci or place.code]
        for place in ground.places
    ]
    order = np.argsort(rank, kind="stable")
    reached = np.cumsum(ground.population[order]) / ground.population.sum()
    bounds = np.cumsum([share for _, share in ZONING_SHARES])
    kinds = np.searchsorted(bounds, reached - 1e-12)
    words = [None if name == "other" else Zoning(name) for name, _ in ZONING_SHARES]
    zones: list[Zoning | None] = [None] * len(ground.places)
    for index, kind in zip(order.tolist(), kinds.tolist(), strict=True):
        zones[index] = words[min(kind, len(words) - 1)]
    return zones
