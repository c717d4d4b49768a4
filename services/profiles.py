"""Rows into the plain values that scoring reads: one doctor or twenty thousand, the same way.

No ORM object is built: plain selects, communes joined once. ``reader`` is a session (what this
request has written counts) or a connection (only what is committed counts).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, Row, Select, select
from sqlalchemy.orm import Session

from matching.codes import AMENITY_FACTS
from matching.profiles import Choice, DoctorProfile, HostWishes, OfferProfile, Place, Site
from models.communes import Commune
from models.doctors import Doctor, DoctorPlace, Household
from models.offers import Offer, OfferSite
from models.specialties import Specialty
from models.vocabulary import CommuneSize, OfferStatus

Reader = Connection | Session
AnyRow = Row[*tuple[Any, ...]]

_FACTS = tuple(fact for facts in AMENITY_FACTS.values() for fact in facts)
# What an offer says in its own words, and so what a project text is compared with.
_TEXT_FACTS = ("week_text", "territory_text")
# Name, contact and RPPS are not read: scoring has no use for them.
_DOCTOR_COLUMNS = (
    Doctor.id,
    Doctor.stage,
    Doctor.opportunities,
    Doctor.practice_modes,
    Doctor.days_min,
    Doctor.days_max,
    Doctor.on_call,
    Doctor.start_from,
    Doctor.start_until,
    Doctor.team,
    Doctor.teaching,
    Doctor.regions_liked,
    Doctor.regions_refused,
    Doctor.commune_sizes,
    Doctor.life,
    Doctor.project,
    Doctor.duration,
    Doctor.languages,
    Doctor.skills,
    Doctor.experience_years,
    Doctor.importance,
    Doctor.visible_since,
)
_HOUSEHOLD_COLUMNS = (
    Household.childcare,
    Household.schools,
    Household.partner_sectors,
    Household.housing,
)
# A database has a ceiling on bound values; beyond this many ids one query a slice.
_SLICE = 500


@dataclass(frozen=True, slots=True)
class DoctorRecord:
    """A doctor as scoring reads them. ``place_names`` goes with ``profile.places``: private."""

    profile: DoctorProfile
    place_names: tuple[str, ...]
    visible: bool


@dataclass(frozen=True, slots=True)
class OfferRecord:
    """An offer as scoring reads it, and what lists filter and sort by."""

    profile: OfferProfile
    published: bool
    expires_on: date | None
    published_at: datetime | None
    departement: str | None


def load_doctors(
    reader: Reader, ids: Collection[int] | None = None, *, for_hosts: bool = False
) -> list[DoctorRecord]:
    """These doctors (all of them without ``ids``), in the order of their ids: two queries.

    With ``for_hosts``, only those who agreed to be seen, and neither household nor places are
    even read: one query.
    """
    query = select(*_DOCTOR_COLUMNS, Specialty.field.label("specialty_field")).order_by(Doctor.id)
    query = query.outerjoin(Specialty, Specialty.code == Doctor.specialty_code)
    if for_hosts:
        query = query.where(Doctor.visible_since.is_not(None))
        return [_doctor_record(row) for row in _fetch(reader, query, Doctor.id, ids)]
    places = _places_by_doctor(reader, ids)
    query = query.outerjoin(Household, Household.doctor_id == Doctor.id)
    query = query.add_columns(*_HOUSEHOLD_COLUMNS)
    rows = _fetch(reader, query, Doctor.id, ids)
    return [_with_private(_doctor_record(row), row, places.get(row.id, [])) for row in rows]


def load_offers(
    reader: Reader, ids: Collection[int] | None = None, *, only_published: bool = False
) -> list[OfferRecord]:
    """These offers (all of them without ``ids``), in the order of their ids: two queries."""
    sites = _sites_by_offer(reader, ids, only_published=only_published)
    query = select(
        Offer.id,
        Offer.status,
        Offer.title,
        Offer.field,
        Offer.opportunities,
        Offer.practice_mode,
        Offer.start_on,
        Offer.expires_on,
        Offer.description,
        Offer.facts,
        Offer.wishes,
        Offer.wish_importance,
        Offer.published_at,
    ).order_by(Offer.id)
    if only_published:
        query = query.where(Offer.status == OfferStatus.PUBLISHED)
    rows = _fetch(reader, query, Offer.id, ids)
    return [offer_record(row, sites.get(row.id, [])) for row in rows]


def _fetch(
    reader: Reader, query: Select[*tuple[Any, ...]], key: Any, ids: Collection[int] | None
) -> list[AnyRow]:
    if ids is None:
        return list(reader.execute(query).all())
    wanted, rows = sorted(set(ids)), list[AnyRow]()
    for at in range(0, len(wanted), _SLICE):
        rows += reader.execute(query.where(key.in_(wanted[at : at + _SLICE]))).all()
    return rows


def _places_by_doctor(reader: Reader, ids: Collection[int] | None) -> dict[int, list[AnyRow]]:
    query = (
        select(
            DoctorPlace.doctor_id,
            DoctorPlace.max_minutes,
            Commune.name,
            Commune.latitude,
            Commune.longitude,
            Commune.zone,
        )
        .join(Commune, Commune.code == DoctorPlace.commune_code)
        .where(Commune.latitude.is_not(None), Commune.longitude.is_not(None))
        .order_by(DoctorPlace.doctor_id, DoctorPlace.id)
    )
    places: dict[int, list[AnyRow]] = defaultdict(list)
    for row in _fetch(reader, query, DoctorPlace.doctor_id, ids):
        places[row.doctor_id].append(row)
    return places


def _sites_by_offer(
    reader: Reader, ids: Collection[int] | None, *, only_published: bool
) -> dict[int, list[AnyRow]]:
    query = (
        select(
            OfferSite.offer_id,
            OfferSite.share,
            Commune.latitude,
            Commune.longitude,
            Commune.zone,
            Commune.region_code,
            Commune.departement_code,
            Commune.population,
        )
        .join(Commune, Commune.code == OfferSite.commune_code)
        .order_by(OfferSite.offer_id, OfferSite.position)
    )
    if only_published:
        query = query.join(Offer, Offer.id == OfferSite.offer_id)
        query = query.where(Offer.status == OfferStatus.PUBLISHED)
    sites: dict[int, list[AnyRow]] = defaultdict(list)
    for row in _fetch(reader, query, OfferSite.offer_id, ids):
        sites[row.offer_id].append(row)
    return sites


def _doctor_record(row: AnyRow) -> DoctorRecord:
    profile = DoctorProfile(
        id=row.id,
        specialty=row.specialty_field,
        stage=row.stage,
        opportunities=_choice(row.opportunities),
        practice_modes=_choice(row.practice_modes),
        days_min=row.days_min,
        days_max=row.days_max,
        on_call=row.on_call,
        start_from=month_number(row.start_from),
        start_until=month_number(row.start_until),
        team=_choice(row.team),
        teaching=row.teaching,
        regions_liked=_choice(row.regions_liked),
        regions_refused=_choice(row.regions_refused),
        commune_sizes=_choice(row.commune_sizes),
        life=_choice(row.life),
        project=row.project or "",
        duration=row.duration,
        languages=_choice(row.languages),
        skills=_choice(row.skills),
        experience_years=row.experience_years,
        importance=row.importance or {},
    )
    return DoctorRecord(profile, (), row.visible_since is not None)


def _with_private(record: DoctorRecord, row: AnyRow, places: list[AnyRow]) -> DoctorRecord:
    profile = replace(
        record.profile,
        places=tuple(
            Place(place.latitude, place.longitude, place.zone, place.max_minutes)
            for place in places
        ),
        partner_sectors=_choice(row.partner_sectors),
        childcare=row.childcare,
        schools=_choice(row.schools),
        housing=_choice(row.housing),
    )
    names = tuple(place.name for place in places)
    return DoctorRecord(profile, names, record.visible)


def offer_record(row: Any, sites: Sequence[Any]) -> OfferRecord:
    """An offer from its row and its sites joined with their communes, the main site first."""
    facts: Mapping[str, Any] = row.facts or {}
    main = sites[0] if sites else None
    profile = OfferProfile(
        id=row.id,
        specialty=row.field,
        opportunities=_choice(row.opportunities),
        practice_mode=row.practice_mode,
        sites=_sites(sites),
        region=main.region_code if main else None,
        commune_size=_size(main.population) if main else None,
        days_min=facts.get("days_min"),
        days_max=facts.get("days_max"),
        on_call=facts.get("on_call"),
        start=month_number(row.start_on),
        team=_choice(facts.get("team")),
        teaching=facts.get("teaching"),
        life=_choice(facts.get("life")),
        partner_sectors=_choice(facts.get("partner_sectors")),
        partner_help=facts.get("partner_help"),
        childcare=facts.get("childcare"),
        schools=_choice(facts.get("schools")),
        housing=_choice(facts.get("housing")),
        facts={name: facts[name] for name in _FACTS if facts.get(name) is not None},
        text=offer_text(row.title, row.description, facts),
        wishes=_wishes(row.wishes or {}, row.wish_importance or {}),
    )
    return OfferRecord(
        profile,
        row.status == OfferStatus.PUBLISHED,
        row.expires_on,
        row.published_at,
        main.departement_code if main else None,
    )


def _sites(rows: Sequence[Any]) -> tuple[Site, ...]:
    """Sites that are somewhere, their shares of the week brought to a sum of one."""
    placed = [row for row in rows if row.latitude is not None and row.longitude is not None]
    total = sum(row.share for row in placed)
    return tuple(Site(row.latitude, row.longitude, row.zone, row.share / total) for row in placed)


@cache
def _size(population: int | None) -> str | None:
    return None if population is None else CommuneSize.of(population).value


def _wishes(wishes: Mapping[str, Any], importance: Mapping[str, int]) -> HostWishes:
    by = wishes.get("available_by")
    return HostWishes(
        available_by=month_number(date.fromisoformat(by)) if by else None,
        days_min=wishes.get("days_min"),
        days_max=wishes.get("days_max"),
        durations=_choice(wishes.get("durations")),
        on_call=wishes.get("on_call"),
        teaching=wishes.get("teaching"),
        stages=_choice(wishes.get("stages")),
        min_years=wishes.get("min_years"),
        languages=_choice(wishes.get("languages")),
        skills=_choice(wishes.get("skills")),
        importance=importance,
    )


def offer_text(title: str | None, description: str | None, facts: Mapping[str, Any]) -> str:
    """Everything an offer says in its own words."""
    parts = [title, description, *(facts.get(key) for key in _TEXT_FACTS)]
    return "\n".join(part for part in parts if part)


def month_number(day: date | None) -> int | None:
    """Months since year 0, so that a difference is a number of months."""
    return None if day is None else day.year * 12 + day.month - 1


def _choice(codes: Collection[str] | None) -> Choice:
    return None if codes is None else frozenset(codes)
