"""How many doctors look at what only their household explains: groups, never anyone.

Pools that serve hosts hold nothing of households. The database itself groups and counts here, so
that no row of a household leaves it.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Text, and_, cast, func, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute

from matching.codes import DOCTOR_DEFAULTS
from models.base import db
from models.doctors import Doctor, Household
from models.offers import Offer
from models.specialties import Specialty

CRITERIA = ("partner_work", "childcare", "schools", "housing")
_THEME = "household"


@dataclass(frozen=True, slots=True)
class Demand:
    """Doctors who look at a criterion, and the sum of the weight they give it."""

    doctors: int
    weight: float


def count_household_demand(offer: Offer) -> dict[str, Demand]:
    """For each criterion of the household: visible doctors of this specialty and opportunity."""
    wanted = (
        _is_said(Household.partner_sectors),
        Household.childcare.is_(True),
        _is_said(Household.schools),
        _is_said(Household.housing),
    )
    needs = [func.coalesce(need, False).label(f"need_{at}") for at, need in enumerate(wanted)]
    level = Doctor.importance[_THEME].as_integer().label("level")
    rows = db.session.execute(
        select(level, *needs, func.count().label("doctors"))
        .select_from(Household)
        .join(Doctor, Doctor.id == Household.doctor_id)
        .outerjoin(Specialty, Specialty.code == Doctor.specialty_code)
        .where(Doctor.visible_since.is_not(None), _same_field(offer), _same_post(offer))
        .group_by(level, *needs)
    )
    doctors, weights = dict.fromkeys(CRITERIA, 0), dict.fromkeys(CRITERIA, 0.0)
    for row in rows:
        known = DOCTOR_DEFAULTS[_THEME] if row.level is None else row.level
        named = [name for at, name in enumerate(CRITERIA) if row[1 + at]]
        for name in named if known else ():
            doctors[name] += row.doctors
            weights[name] += row.doctors * known / len(named)
    return {name: Demand(doctors[name], weights[name]) for name in CRITERIA}


def _is_said(column: InstrumentedAttribute[list[str] | None]) -> ColumnElement[bool]:
    """Is at least one thing wished?"""
    return and_(column.is_not(None), cast(column, Text) != "[]")


def _same_field(offer: Offer) -> ColumnElement[bool]:
    """Who has not said their specialty is counted in."""
    return (Specialty.field == offer.field) | Specialty.field.is_(None)


def _same_post(offer: Offer) -> ColumnElement[bool]:
    """Do both lists share a kind of post? A list that is empty or not said rules nothing out."""
    sought = cast(Doctor.opportunities, Text)
    if not offer.opportunities:
        return true()
    # Codes stand in the text of the list between quotes, which no code contains.
    shared = [sought.contains(f'"{code}"', autoescape=True) for code in offer.opportunities]
    return or_(Doctor.opportunities.is_(None), sought == "[]", *shared)
