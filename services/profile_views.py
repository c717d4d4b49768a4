"""Who looked at a doctor's profile: noted when a host opens the page of a candidate.

Lists do not count: they show many doctors at once, and say less of each.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from models.base import db, now
from models.consents import ProfileView
from models.doctors import Doctor
from models.offers import Offer
from models.organisations import Organisation

_PARIS = ZoneInfo("Europe/Paris")
MOST_LISTED = 500


@dataclass(frozen=True, slots=True)
class Look:
    """One organisation, one offer, one day."""

    at: datetime
    organisation: str
    offer_id: int
    offer_title: str


def is_noted(
    doctor_id: int, offer_id: int, organisation_id: int, at: datetime | None = None
) -> bool:
    """Was this profile already opened for this offer today?"""
    return db.session.get(ProfileView, (doctor_id, organisation_id, offer_id, _day(at))) is not None


def note_view(
    doctor_id: int,
    offer_id: int,
    organisation_id: int,
    account_id: int,
    at: datetime | None = None,
) -> None:
    """Note that an organisation opened this profile; once a day and offer, two at once make one.

    Doctors who look at themselves from their own organisation are not told of it.
    """
    owner = db.session.scalar(select(Doctor.account_id).where(Doctor.id == doctor_id))
    if owner in (None, account_id) or is_noted(doctor_id, offer_id, organisation_id, at):
        return
    view = ProfileView(
        doctor_id=doctor_id,
        offer_id=offer_id,
        organisation_id=organisation_id,
        account_id=account_id,
        day=_day(at),
        at=at or now(),
    )
    try:
        with db.session.begin_nested():
            db.session.add(view)
    except IntegrityError:
        return


def list_views(doctor_id: int) -> Sequence[Look]:
    """Who looked, the latest first: organisations, never the person behind."""
    rows = db.session.execute(
        select(ProfileView.at, Organisation.name, Offer.id, Offer.title)
        .join(Organisation, Organisation.id == ProfileView.organisation_id)
        .join(Offer, Offer.id == ProfileView.offer_id)
        .where(ProfileView.doctor_id == doctor_id)
        .order_by(ProfileView.at.desc(), Offer.id)
        .limit(MOST_LISTED)
    )
    return [Look(row.at, row.name, row.id, row.title or "Offre sans titre") for row in rows]


def _day(at: datetime | None) -> str:
    return (at or now()).astimezone(_PARIS).date().isoformat()
