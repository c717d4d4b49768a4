"""Turn profiles into code matrices, column by column; linear in the number of profiles.

Rows are people or offers. Everything is in single precision but coordinates, whose differences
would not survive it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from itertools import chain
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from matching.affinity import TextModel
from matching.codes import OPPORTUNITIES, PRIVATE_CRITERIA, REGIONS, STAGES
from matching.coding import (
    F32,
    F64,
    Bools,
    Direction,
    bits,
    essentials,
    fill,
    fingerprint,
    levels_of,
    weigh_wants,
    weights_of,
)
from matching.codings import DOCTOR, HOST
from matching.profiles import DoctorProfile, OfferProfile, Place, Site
from matching.tables import MONTHS_OF_OPENNESS, MONTHS_OF_PATIENCE
from matching.travel import EARTH_RADIUS_KM

I64 = npt.NDArray[np.int64]
U32 = npt.NDArray[np.uint32]
ANY_OPPORTUNITY = (1 << len(OPPORTUNITIES)) - 1


@dataclass
class SideCodes:
    """What doctors and offers have in common, n rows; texts are kept apart from plain arrays.

    ``specialty`` fingerprint, 0 if not said. ``opportunities`` bits, all of them if not said.
    ``regions`` bits: refused by a doctor, of an offer. ``wants`` (n, width) weighted, ``weights``,
    ``applies``, ``essential`` (n, criteria): as a seeker. ``tells`` (n, width), ``known``
    (n, criteria) as 0 or 1: as a target. ``latest`` month wished as a seeker, ``earliest`` month
    said as a target (infinite if not said). ``points`` (n, k, 4) kilometres from the centre of the
    Earth and their square; ``zones`` (n, k) fingerprints; ``measure`` (n, k) the longest drive of
    a place or the share of a site, 0 where there is none.
    """

    texts: Any
    specialty: I64
    opportunities: U32
    regions: U32
    wants: F32
    weights: F32
    applies: Bools
    essential: Bools
    tells: F32
    known: F32
    latest: F32
    earliest: F32
    points: F64
    zones: I64
    measure: F32

    def __len__(self) -> int:
        return len(self.specialty)


@dataclass
class DoctorCodes(SideCodes):
    """Doctors; ``stage`` is one bit (0: not said), ``years`` of experience (nan: not said)."""

    stage: U32
    years: F32


@dataclass
class OfferCodes(SideCodes):
    """Offers; ``stages`` wished as bits (0: no wish), ``min_years`` wished (nan: no wish)."""

    stages: U32
    min_years: F32


Codes = TypeVar("Codes", bound=SideCodes)


def select(codes: Codes, rows: Any) -> Codes:
    """Some rows of some codes: views for a slice, copies for an index; texts may be ``None``."""
    held: dict[str, Any] = {each.name: getattr(codes, each.name) for each in fields(codes)}
    some: dict[str, Any] = {name: None if of is None else of[rows] for name, of in held.items()}
    return replace(codes, **some)


def without_private(doctors: DoctorCodes) -> DoctorCodes:
    """The same doctors as hosts may see them: no private criteria, weights shared anew."""
    applies = doctors.applies.copy()
    for name in PRIVATE_CRITERIA:
        applies[:, DOCTOR.column(name)] = False
    shared = weights_of(DOCTOR, doctors.applies, np.ones_like(doctors.weights))
    levels = np.divide(doctors.weights, shared, out=np.zeros_like(shared), where=shared > 0)
    weights = weights_of(DOCTOR, applies, levels)
    ratios = np.divide(weights, doctors.weights, out=np.zeros_like(weights), where=weights > 0)
    wants = doctors.wants.copy()
    weigh_wants(DOCTOR, wants, ratios)
    return replace(
        doctors,
        wants=wants,
        weights=weights,
        applies=applies,
        essential=doctors.essential & applies,
    )


def encode_doctors(profiles: Sequence[DoctorProfile], model: TextModel) -> DoctorCodes:
    """Code matrices of doctors, one row a profile, in order."""
    texts = model.transform([each.project for each in profiles])
    spoken = np.diff(texts.indptr) > 0
    latest = np.array([_latest(each) for each in profiles], dtype=np.float32)
    earliest = _months(each.start_from for each in profiles)
    stage = _bits(STAGES, [_one(each.stage) for each in profiles])
    years = np.array([_or_nan(each.experience_years) for each in profiles], dtype=np.float32)
    apart = {
        "start": np.isfinite(latest),
        "travel": np.array([bool(each.places) for each in profiles], dtype=np.bool_),
        "affinity": spoken,
    }
    told = {"availability": np.isfinite(earliest), "affinity": spoken}
    spots = _spots([each.places for each in profiles], lambda place: max(place.max_minutes, 1))
    return DoctorCodes(
        texts=texts,
        specialty=_names([each.specialty for each in profiles]),
        opportunities=_opportunities(profiles),
        regions=_bits(REGIONS, [each.regions_refused for each in profiles]),
        **_as_seeker(DOCTOR, profiles, apart, [each.importance for each in profiles]),
        **_as_target(HOST, profiles, told),
        latest=np.nan_to_num(latest, posinf=0),
        earliest=earliest,
        **spots,
        stage=stage,
        years=years,
    )


def encode_offers(profiles: Sequence[OfferProfile], model: TextModel) -> OfferCodes:
    """Code matrices of offers, one row a profile, in order."""
    texts = model.transform([each.text for each in profiles])
    spoken = np.diff(texts.indptr) > 0
    latest = np.array([_needed_by(each) for each in profiles], dtype=np.float32)
    earliest = _months(each.start for each in profiles)
    stages = _bits(STAGES, [each.wishes.stages for each in profiles])
    min_years = np.array([_or_nan(each.wishes.min_years) for each in profiles], dtype=np.float32)
    spots = _spots([each.sites for each in profiles], lambda site: site.share)
    apart = {
        "availability": np.isfinite(latest),
        "experience": (stages > 0) | ~np.isnan(min_years),
        "affinity": spoken,
    }
    told = {
        "start": np.isfinite(earliest),
        "travel": np.array([bool(each.sites) for each in profiles], dtype=np.bool_),
        "affinity": spoken,
    }
    return OfferCodes(
        texts=texts,
        specialty=_names([each.specialty for each in profiles]),
        opportunities=_opportunities(profiles),
        regions=_bits(REGIONS, [_one(each.region) for each in profiles]),
        **_as_seeker(HOST, profiles, apart, [each.wishes.importance for each in profiles]),
        **_as_target(DOCTOR, profiles, told),
        latest=np.nan_to_num(latest, posinf=0),
        earliest=earliest,
        **spots,
        stages=stages,
        min_years=min_years,
    )


def _as_seeker(
    direction: Direction,
    profiles: Sequence[Any],
    apart: Mapping[str, Bools],
    importances: Sequence[Mapping[str, int]],
) -> dict[str, Any]:
    wants = np.zeros((len(profiles), direction.width), dtype=np.float32)
    applies = np.zeros((len(profiles), len(direction.criteria)), dtype=np.bool_)
    for at, (coding, span) in enumerate(zip(direction.codings, direction.spans, strict=True)):
        fill([coding.asked(each) for each in profiles], coding.want, wants[:, span], applies[:, at])
    for name, flags in apart.items():
        applies[:, direction.column(name)] = flags
    levels = levels_of(direction, importances)
    weights = weights_of(direction, applies, levels)
    weigh_wants(direction, wants, weights)
    essential = essentials(levels, applies)
    return {"wants": wants, "weights": weights, "applies": applies, "essential": essential}


def _as_target(
    direction: Direction, profiles: Sequence[Any], apart: Mapping[str, Bools]
) -> dict[str, Any]:
    tells = np.zeros((len(profiles), direction.width), dtype=np.float32)
    known = np.zeros((len(profiles), len(direction.criteria)), dtype=np.float32)
    for at, (coding, span) in enumerate(zip(direction.codings, direction.spans, strict=True)):
        fill([coding.said(each) for each in profiles], coding.tell, tells[:, span], known[:, at])
    for name, flags in apart.items():
        known[:, direction.column(name)] = flags
    return {"tells": tells, "known": known}


def _latest(doctor: DoctorProfile) -> float:
    if doctor.start_until is not None:
        return doctor.start_until
    return math.inf if doctor.start_from is None else doctor.start_from + MONTHS_OF_OPENNESS


def _needed_by(offer: OfferProfile) -> float:
    if offer.wishes.available_by is not None:
        return offer.wishes.available_by
    return math.inf if offer.start is None else offer.start + MONTHS_OF_PATIENCE


def _months(months: Iterable[int | None]) -> F32:
    return np.array([math.inf if each is None else each for each in months], dtype=np.float32)


def _or_nan(number: int | None) -> float:
    return math.nan if number is None else number


def _one(name: str | None) -> frozenset[str] | None:
    return None if name is None else frozenset((name,))


def _names(names: Sequence[str | None]) -> I64:
    return np.array([0 if name is None else fingerprint(name) for name in names], dtype=np.int64)


def _bits(order: Sequence[str], choices: Sequence[frozenset[str] | None]) -> U32:
    known = {each: bits(order, each) for each in set(choices)}
    return np.array([known[each] for each in choices], dtype=np.uint32)


def _opportunities(profiles: Sequence[Any]) -> U32:
    said = _bits(OPPORTUNITIES, [each.opportunities for each in profiles])
    return np.where(said == 0, np.uint32(ANY_OPPORTUNITY), said)


def _spots(
    lists: Sequence[Sequence[Place | Site]], measure: Callable[[Any], float]
) -> dict[str, Any]:
    """Points, zones and measures of each list, padded with zeros to the longest (at least one)."""
    counts = np.fromiter((len(each) for each in lists), dtype=np.intp, count=len(lists))
    shape = (len(lists), max(1, int(counts.max(initial=0))))
    flat = list(chain.from_iterable(lists))
    rows = np.repeat(np.arange(len(lists)), counts)
    at = rows, np.arange(len(flat)) - np.repeat(np.cumsum(counts) - counts, counts)
    points, zones = np.zeros((*shape, 4)), np.zeros(shape, dtype=np.int64)
    measures = np.zeros(shape, dtype=np.float32)
    points[at] = earth_points(
        np.array([spot.lat for spot in flat]), np.array([spot.lon for spot in flat])
    )
    zones[at] = [fingerprint(spot.zone) for spot in flat]
    measures[at] = [measure(spot) for spot in flat]
    return {"points": points, "zones": zones, "measure": measures}


def earth_points(lat: F64, lon: F64) -> F64:
    """Points (n, 4): kilometres x, y, z from the centre of the Earth, and their squared norm."""
    phi, theta = np.radians(lat), np.radians(lon)
    xyz = EARTH_RADIUS_KM * np.stack(
        [np.cos(phi) * np.cos(theta), np.cos(phi) * np.sin(theta), np.sin(phi)], axis=-1
    )
    return np.concatenate([xyz, (xyz**2).sum(axis=-1, keepdims=True)], axis=-1)
