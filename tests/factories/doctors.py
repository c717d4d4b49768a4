"""Doctors, from an empty profile to one that hosts can see."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from models import Account, Doctor, DoctorPlace, Household, Specialty, db
from models.vocabulary import (
    MarketKind,
    Opportunity,
    PlaceReason,
    PracticeMode,
    Role,
    Stage,
)
from services.doctors import set_visibility
from services.market_clock import note_change
from tests.factories.accounts import an_account

CAHORS = "46042"


def a_specialty(field: str = "medecine-generale") -> str:
    """The code of one specialty of ``field``."""
    found = db.session.scalars(
        select(Specialty.code).where(Specialty.field == field).order_by(Specialty.code)
    )
    return found.first() or ""


def a_doctor(account: Account | None = None, **answers: Any) -> Doctor:
    """A doctor who said their stage and specialty, and what ``answers`` adds or replaces."""
    account = account or an_account([Role.DOCTOR])
    said: dict[str, Any] = {"stage": Stage.JUNIOR.value, "specialty_code": a_specialty()}
    doctor = Doctor(account_id=account.id, **(said | answers))
    db.session.add(doctor)
    db.session.flush()
    note_change(MarketKind.DOCTOR, doctor.id)
    return doctor


def a_gp_in_lot(account: Account | None = None, **answers: Any) -> Doctor:
    """Someone who wants an MSP within three quarters of an hour of Cahors, and has a family."""
    said: dict[str, Any] = {
        "first_name": "Camille",
        "last_name": "Essai",
        "phone": "05 65 00 00 00",
        "opportunities": [Opportunity.INSTALLATION.value, Opportunity.COLLABORATION.value],
        "practice_modes": [PracticeMode.MSP.value],
        "days_min": 3,
        "days_max": 4,
        "team": ["nurse", "physiotherapist"],
        "regions_liked": ["76"],
        "life": ["hiking_cycling", "market_shops"],
        "project": "Médecine de famille et randonnée, en équipe avec des infirmières.",
        "places": [
            DoctorPlace(commune_code=CAHORS, reason=PlaceReason.RELATIVES.value, max_minutes=45)
        ],
        "household": Household(childcare=True, schools=["nursery"], partner_sectors=["education"]),
    }
    return a_doctor(account, **(said | answers))


def a_visible_doctor(account: Account | None = None, **answers: Any) -> Doctor:
    """The same, who agreed to be seen, masked, by hosts."""
    doctor = a_gp_in_lot(account, **answers)
    set_visibility(doctor, True)
    return doctor
