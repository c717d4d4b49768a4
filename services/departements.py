"""Départements as people choose them."""

from __future__ import annotations

from sqlalchemy import select

from models.base import db
from models.communes import Departement


def list_departements() -> list[tuple[str, str]]:
    """(code, « Lot (46) ») of every département, in the order of their codes."""
    rows = db.session.execute(select(Departement.code, Departement.name).order_by(Departement.code))
    return [(row.code, f"{row.name} ({row.code})") for row in rows]
