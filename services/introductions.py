"""Introductions: two yeses open both contacts, to both sides and to nobody else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import contains_eager, load_only

from models.accounts import Account
from models.base import db
from models.communes import Commune
from models.doctors import Doctor
from models.interests import Interest, Introduction
from models.offers import Offer, OfferSite
from models.organisations import Member
from models.vocabulary import Answer, OrganisationKind, Side, Stage
from services.communes import commune_label
from services.refusals import NotFound

# The name under which an introduction stays once its doctor is gone.
ERASED = "Compte supprimé"


class IntroductionUnknown(NotFound):
    """No such introduction, or one between other people."""


@dataclass(frozen=True, slots=True)
class Contact:
    """How to reach one side; what was not given is empty."""

    name: str
    role: str
    email: str
    phone: str
    rpps: str = ""
    organisation: str = ""
    verified_at: datetime | None = None
    verified_by: str | None = None
    is_erased: bool = False


@dataclass(frozen=True, slots=True)
class IntroductionView:
    """An introduction as both sides see it; ``side`` is the side of who is looking."""

    id: int
    opened_at: datetime
    offer_id: int
    offer_title: str
    place: str
    side: str
    doctor: Contact
    host: Contact
    messages: dict[str, str]

    @property
    def other(self) -> Contact:
        """The contact that this person came for."""
        return self.host if self.side == Side.DOCTOR else self.doctor


def open_introduction(doctor_id: int, offer_id: int) -> Introduction:
    """The one introduction of a pair; two at once make one."""
    found = find_pair(doctor_id, offer_id)
    if found:
        return found
    introduction = Introduction(doctor_id=doctor_id, offer_id=offer_id)
    try:
        with db.session.begin_nested():
            db.session.add(introduction)
    except IntegrityError:
        found = find_pair(doctor_id, offer_id)
        if found is None:
            raise
        return found
    return introduction


def find_pair(doctor_id: int, offer_id: int) -> Introduction | None:
    """The introduction of this doctor with this offer."""
    return db.session.scalar(
        select(Introduction).where(
            Introduction.doctor_id == doctor_id, Introduction.offer_id == offer_id
        )
    )


def view_introduction(introduction_id: int, account_id: int) -> IntroductionView:
    """Both contacts, for one of the two sides; for anyone else there is no such thing."""
    found = _view(account_id, Introduction.id == introduction_id)
    if not found:
        raise IntroductionUnknown()
    return found[0]


def list_introductions(account_id: int) -> list[IntroductionView]:
    """All introductions of an account, as doctor and as host, the latest first."""
    return _view(account_id)


def _view(account_id: int, *conditions: ColumnElement[bool]) -> list[IntroductionView]:
    hosted = select(Member.organisation_id).where(Member.account_id == account_id)
    query = (
        select(Introduction)
        .join(Introduction.doctor)
        .join(Introduction.offer)
        .where(or_(Doctor.account_id == account_id, Offer.organisation_id.in_(hosted)))
        .where(*conditions)
        .options(
            contains_eager(Introduction.doctor).joinedload(Doctor.account).lazyload(Account.roles),
            contains_eager(Introduction.doctor).joinedload(Doctor.specialty),
            contains_eager(Introduction.offer).joinedload(Offer.organisation),
        )
        .order_by(Introduction.opened_at.desc(), Introduction.id.desc())
    )
    rows = list(db.session.scalars(query))
    messages = _messages(rows)
    places = _places([row.offer_id for row in rows])
    return [
        IntroductionView(
            id=row.id,
            opened_at=row.opened_at,
            offer_id=row.offer_id,
            offer_title=row.offer.title or "Offre sans titre",
            place=places.get(row.offer_id, ""),
            side=Side.DOCTOR if row.doctor.account_id == account_id else Side.HOST,
            doctor=_doctor_contact(row.doctor),
            host=_host_contact(row.offer),
            messages=messages.get((row.doctor_id, row.offer_id), {}),
        )
        for row in rows
    ]


def _doctor_contact(doctor: Doctor) -> Contact:
    if doctor.account.anonymised_at is not None:
        return Contact(name=ERASED, role="", email="", phone="", is_erased=True)
    words = [Stage(doctor.stage).label if doctor.stage else ""]
    words.append(doctor.specialty.name if doctor.specialty else "")
    return Contact(
        name=doctor.full_name,
        role=", ".join(word for word in words if word),
        email=doctor.account.email,
        phone=doctor.phone or "",
        rpps=doctor.rpps or "",
        verified_at=doctor.verified_at,
        verified_by=doctor.verified_by,
    )


def _host_contact(offer: Offer) -> Contact:
    organisation = offer.organisation
    kind = OrganisationKind(organisation.kind).label
    return Contact(
        name=offer.contact_name or "",
        role=offer.contact_role or "",
        email=offer.contact_email or "",
        phone=offer.contact_phone or organisation.phone or "",
        organisation=f"{organisation.name} · {kind}",
        verified_at=organisation.verified_at,
        verified_by=organisation.verified_by,
    )


def _messages(rows: list[Introduction]) -> dict[tuple[int, int], dict[str, str]]:
    """What each side wrote with its yes: one query for all rows."""
    wanted = {(row.doctor_id, row.offer_id) for row in rows}
    query = select(Interest.doctor_id, Interest.offer_id, Interest.side, Interest.message).where(
        Interest.doctor_id.in_({doctor_id for doctor_id, _ in wanted}),
        Interest.offer_id.in_({offer_id for _, offer_id in wanted}),
        Interest.answer == Answer.YES,
        Interest.message.is_not(None),
    )
    messages: dict[tuple[int, int], dict[str, str]] = {}
    for row in db.session.execute(query) if wanted else ():
        messages.setdefault((row.doctor_id, row.offer_id), {})[row.side] = row.message
    return messages


def _places(offer_ids: list[int]) -> dict[int, str]:
    query = (
        select(OfferSite.offer_id, Commune)
        .join(OfferSite.commune)
        .where(OfferSite.offer_id.in_(offer_ids), OfferSite.position == 0)
        .options(load_only(Commune.name, Commune.departement_code))
    )
    rows = db.session.execute(query) if offer_ids else ()
    return {offer_id: commune_label(commune) for offer_id, commune in rows}
