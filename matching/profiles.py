"""What scoring reads: one doctor, one offer, as plain values.

In every field ``None`` means "not said"; an empty set means "said: none of these". A wish set
that is empty or ``None`` on the seeker's side is no wish at all.
Months are counted as ``year * 12 + month - 1``, so that a difference is a number of months.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Choice = frozenset[str] | None


@dataclass(frozen=True, slots=True)
class Place:
    """A commune that matters to a doctor, with the longest acceptable drive in minutes."""

    lat: float
    lon: float
    zone: str
    max_minutes: int


@dataclass(frozen=True, slots=True)
class Site:
    """Where an offer is practised; ``share`` is its share of the week, summing to 1 per offer."""

    lat: float
    lon: float
    zone: str
    share: float


@dataclass(frozen=True, slots=True)
class DoctorProfile:
    """A doctor's wishes (seeker's side) and what hosts look for in them (target's side)."""

    id: int
    specialty: str | None = None
    stage: str | None = None
    opportunities: Choice = None
    practice_modes: Choice = None
    days_min: int | None = None
    days_max: int | None = None
    on_call: str | None = None
    start_from: int | None = None
    start_until: int | None = None
    team: Choice = None
    teaching: str | None = None
    places: tuple[Place, ...] = ()
    regions_liked: Choice = None
    regions_refused: Choice = None
    commune_sizes: Choice = None
    life: Choice = None
    partner_sectors: Choice = None
    childcare: bool | None = None
    schools: Choice = None
    housing: Choice = None
    project: str = ""
    duration: str | None = None
    languages: Choice = None
    skills: Choice = None
    experience_years: int | None = None
    importance: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class HostWishes:
    """What the people behind an offer hope for; every field optional."""

    available_by: int | None = None
    days_min: int | None = None
    days_max: int | None = None
    durations: Choice = None
    on_call: bool | None = None
    teaching: bool | None = None
    stages: Choice = None
    min_years: int | None = None
    languages: Choice = None
    skills: Choice = None
    importance: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OfferProfile:
    """A practice offer (target's side of a doctor's wishes) and its host's own wishes."""

    id: int
    specialty: str | None = None
    opportunities: Choice = None
    practice_mode: str | None = None
    sites: tuple[Site, ...] = ()
    region: str | None = None
    commune_size: str | None = None
    days_min: int | None = None
    days_max: int | None = None
    on_call: str | None = None
    start: int | None = None
    team: Choice = None
    teaching: str | None = None
    life: Choice = None
    partner_sectors: Choice = None
    partner_help: bool | None = None
    childcare: str | None = None
    schools: Choice = None
    housing: Choice = None
    facts: Mapping[str, bool] = field(default_factory=dict)
    text: str = ""
    wishes: HostWishes = field(default_factory=HostWishes)
