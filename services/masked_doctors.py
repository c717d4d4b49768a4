"""What a host may see of a doctor before an introduction: the one list of it.

No name, contact, RPPS, household or places.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from models.base import db
from models.doctors import Doctor
from models.vocabulary import (
    CommuneSize,
    Duration,
    Language,
    Life,
    OnCall,
    Opportunity,
    PracticeMode,
    Skill,
    Stage,
    TeachingWish,
    Team,
)
from services.masking import mask_text
from services.regions import region_names


@dataclass(frozen=True, slots=True)
class MaskedDoctor:
    """A doctor without anything that tells who they are; labels are French."""

    id: int
    stage: str
    specialty: str
    experience_years: int | None
    languages: tuple[str, ...]
    skills: tuple[str, ...]
    opportunities: tuple[str, ...]
    practice_modes: tuple[str, ...]
    days_min: int | None
    days_max: int | None
    on_call: str
    start_from: date | None
    start_until: date | None
    duration: str
    team: tuple[str, ...]
    teaching: str
    regions_liked: tuple[str, ...]
    commune_sizes: tuple[str, ...]
    life: tuple[str, ...]
    project: str
    verified_at: datetime | None = None
    verified_by: str | None = None


def mask(doctor: Doctor, regions: dict[str, str] | None = None) -> MaskedDoctor:
    """What a host may see of this doctor; ``regions`` are names by code."""
    names = regions if regions is not None else region_names()
    return MaskedDoctor(
        id=doctor.id,
        stage=Stage(doctor.stage).label if doctor.stage else "",
        specialty=doctor.specialty.name if doctor.specialty else "",
        experience_years=doctor.experience_years,
        languages=tuple(Language.labels_of(doctor.languages)),
        skills=tuple(Skill.labels_of(doctor.skills)),
        opportunities=tuple(Opportunity.labels_of(doctor.opportunities)),
        practice_modes=tuple(PracticeMode.labels_of(doctor.practice_modes)),
        days_min=doctor.days_min,
        days_max=doctor.days_max,
        on_call=OnCall(doctor.on_call).label if doctor.on_call else "",
        start_from=doctor.start_from,
        start_until=doctor.start_until,
        duration=Duration(doctor.duration).label if doctor.duration else "",
        team=tuple(Team.labels_of(doctor.team)),
        teaching=TeachingWish(doctor.teaching).label if doctor.teaching else "",
        regions_liked=tuple(names[code] for code in doctor.regions_liked or () if code in names),
        commune_sizes=tuple(CommuneSize.labels_of(doctor.commune_sizes)),
        life=tuple(Life.labels_of(doctor.life)),
        project=mask_text(doctor.project or "", [doctor.first_name, doctor.last_name]),
        verified_at=doctor.verified_at,
        verified_by=doctor.verified_by,
    )


def list_masked_doctors(doctor_ids: Collection[int]) -> dict[int, MaskedDoctor]:
    """These doctors as a host may see them, those who are visible only: two queries."""
    query = (
        select(Doctor)
        .where(Doctor.id.in_(doctor_ids), Doctor.visible_since.is_not(None))
        .options(joinedload(Doctor.specialty))
    )
    doctors = db.session.scalars(query).all()
    names = region_names() if doctors else {}
    return {doctor.id: mask(doctor, names) for doctor in doctors}
