"""From two points to a number of minutes by road, and from minutes to a value in [0, 1].

There is no road network here. The rule: great-circle kilometres x 1.3 = road kilometres (the
detour index of French and European road networks is usually measured between 1.2 and 1.4, see
Ballou, Rahardja and Sakai 2002, Transportation Research A 36, 843-848), then 5 minutes of access
and three speeds: 40 km/h for the first 10 km, 60 km/h for the next 40, 95 km/h beyond. It is a
rule for ranking, not a route: valleys, ferries and traffic jams are not in it.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from matching.profiles import Place, Site

F32 = npt.NDArray[np.float32]

EARTH_RADIUS_KM = 6371.0088  # mean radius, IUGG
DETOUR = 1.3
ACCESS_MINUTES = 5.0
# (from this road kilometre on, minutes per road kilometre): 40, 60, 95 km/h.
SPEEDS = ((0.0, 60 / 40), (10.0, 60 / 60), (50.0, 60 / 95))


def great_circle_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Haversine distance in kilometres between two points in decimal degrees."""
    phi1, phi2 = math.radians(lat1), math.radians(lat2)
    half_lat, half_lon = (phi2 - phi1) / 2, math.radians(lon2 - lon1) / 2
    square = math.sin(half_lat) ** 2 + math.cos(phi1) * math.cos(phi2) * math.sin(half_lon) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(min(1.0, square)))


def road_km(crow_km: float) -> float:
    """Road kilometres for so many kilometres as the crow flies."""
    return DETOUR * crow_km


def road_minutes(crow_km: float) -> float:
    """Minutes by road for so many kilometres as the crow flies; concave and increasing."""
    road = road_km(crow_km)
    slow, medium, fast = min(road, 10.0), min(max(road - 10.0, 0.0), 40.0), max(road - 50.0, 0.0)
    return ACCESS_MINUTES + slow * 60 / 40 + medium * 60 / 60 + fast * 60 / 95


def minutes_between(place: Place, site: Site) -> float:
    """Minutes from a place to a site; infinite across zones (an island, another continent)."""
    if place.zone != site.zone:
        return math.inf
    return road_minutes(great_circle_km(place.lat, place.lon, site.lat, site.lon))


def travel_value(minutes: float, max_minutes: float) -> float:
    """Value of a drive against the longest acceptable one, both in minutes.

    1 up to half of it, 0.5 exactly at it, 0 from one and a half times it, linear between.

    >>> travel_value(15, 30), travel_value(30, 30), travel_value(45, 30)
    (1.0, 0.5, 0.0)
    """
    return min(1.0, max(0.0, 1.5 - minutes / max(max_minutes, 1)))


def affine_pieces() -> tuple[tuple[float, float], ...]:
    """The rule as (intercept, slope) in minutes and minutes per crow-flight kilometre.

    Speeds increase, so minutes are the least of the three lines: no branch, hence fast on arrays.
    """
    pieces: list[tuple[float, float]] = []
    minutes, reached, slope = ACCESS_MINUTES, 0.0, 0.0
    for start, next_slope in SPEEDS:
        minutes += (start - reached) * slope
        reached, slope = start, next_slope
        pieces.append((minutes - slope * start, slope * DETOUR))
    return tuple(pieces)


def road_minutes_many(crow_km: F32) -> F32:
    """``road_minutes`` on an array of any shape, as a new array of the same type."""
    pieces = affine_pieces()
    minutes = crow_km * pieces[0][1] + pieces[0][0]
    line = np.empty_like(minutes)
    for intercept, slope in pieces[1:]:
        np.multiply(crow_km, slope, out=line)
        line += intercept
        np.minimum(minutes, line, out=minutes)
    return minutes


def travel_value_many(minutes: F32, max_minutes: F32) -> F32:
    """``travel_value`` on arrays that broadcast together, as a new array."""
    value = np.divide(minutes, np.maximum(max_minutes, np.float32(1)), dtype=np.float32)
    np.subtract(1.5, value, out=value)
    np.maximum(value, 0, out=value)
    return np.minimum(value, 1, out=value)
