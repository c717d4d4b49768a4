"""The R38 table of specialties, in the order in which people look for their own."""

from __future__ import annotations

from sqlalchemy import select

from models.base import db
from models.specialties import Specialty
from services.communes import fold_name

GENERAL_PRACTICE = "medecine-generale"


def list_specialties() -> list[Specialty]:
    """General practice first, its plainest name on top; then all others by name."""
    found = db.session.scalars(select(Specialty)).all()
    return sorted(
        found,
        key=lambda line: (
            line.field != GENERAL_PRACTICE,
            len(line.name) if line.field == GENERAL_PRACTICE else 0,
            fold_name(line.name),
            line.code,  # two have one name
        ),
    )
