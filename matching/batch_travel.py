"""Travel, many places against many sites: chords by a matrix product, then the road rule."""

from __future__ import annotations

import numpy as np

from matching.coding import F32, F64, Bools
from matching.encode import DoctorCodes, OfferCodes
from matching.tables import MISS_BELOW
from matching.travel import EARTH_RADIUS_KM, road_minutes_many, travel_value_many

# Below 100 m the matrix product loses its digits to cancellation: those pairs are done again.
NEAR_KM2 = 0.01
# arc = chord (1 + chord^2 / 24 R^2 + ...): wrong by 3 m at 1,000 km, where no value depends on it.
ARC = np.float32(1 / (24 * EARTH_RADIUS_KM**2))


def travel_values(doctors: DoctorCodes, offers: OfferCodes) -> tuple[F32, Bools]:
    """Value of travel and whether any place is too far, both (doctors, offers).

    The value is the mean over places of the share-weighted mean over sites; 0 where a doctor has
    no place or an offer no site. Cost: places x sites products of width 4 and some ten passes.
    """
    values = np.zeros((len(doctors), len(offers)), dtype=np.float32)
    far = np.zeros(values.shape, dtype=np.bool_)
    counts = np.maximum((doctors.measure > 0).sum(axis=1), 1).astype(np.float32)
    strict = doctors.essential.any()
    for at in range(doctors.measure.shape[1]):
        rows = np.flatnonzero(doctors.measure[:, at])
        if len(rows):
            place = _place_values(doctors, rows, at, offers)
            values[rows] += place / counts[rows, None]
            if strict:
                far[rows] |= place < MISS_BELOW
    return values, far


def _place_values(doctors: DoctorCodes, rows: np.ndarray, at: int, offers: OfferCodes) -> F32:
    """Value (rows, offers) of the ``at``-th place of some doctors, over all sites of each offer."""
    total = np.zeros((len(rows), len(offers)), dtype=np.float32)
    reach = doctors.measure[rows, at]
    for site in range(offers.measure.shape[1]):
        columns = np.flatnonzero(offers.measure[:, site])
        if not len(columns):
            continue
        whole = len(columns) == len(offers)
        kept = slice(None) if whole else columns
        points, zones = offers.points[kept, site], offers.zones[kept, site]
        km = crow_km(doctors.points[rows, at], points)
        value = travel_value_many(road_minutes_many(km), reach[:, None])
        value *= offers.measure[kept, site]
        here = doctors.zones[rows, at]
        if (zones != here[0]).any() or (here != here[0]).any():
            value *= here[:, None] == zones
        if whole:
            total += value
        else:
            total[:, kept] += value
    return total


def crow_km(places: F64, sites: F64) -> F32:
    """Great-circle kilometres (places, sites) between two sets of points (n, 4) of ``encode``."""
    product = np.concatenate([-2 * places[:, :3], np.ones((len(places), 1))], axis=1)
    squares = product @ sites.T
    squares += places[:, 3:]
    near = np.nonzero(squares < NEAR_KM2)
    if len(near[0]):
        apart = places[near[0], :3] - sites[near[1], :3]
        squares[near] = (apart**2).sum(axis=1)
    chord = np.sqrt(squares, dtype=np.float64).astype(np.float32)
    arc = chord * chord
    arc *= ARC
    arc += 1
    arc *= chord
    return arc
