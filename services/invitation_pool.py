"""Who may be proposed to an evening: people of its area who agreed to be told, and good reasons.

A doctor's places are private, so they count for nothing here: what makes a doctor one of the area
is the regions that they like, which hosts may read. Someone who named no region, or others, is
proposed only if they agreed to be proposed to other territories.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import date

from sqlalchemy import ColumnElement, Select, exists, select
from sqlalchemy.orm import InstrumentedAttribute

from models.accounts import Account
from models.base import db
from models.communes import Commune, Departement
from models.consents import Consent
from models.dating_events import DatingEvent
from models.doctors import Doctor
from models.interests import Introduction
from models.offers import Offer, OfferSite
from models.organisations import Member
from models.participants import Participant
from models.vocabulary import ConsentKind, MemberRole, OfferStatus, ParticipantStatus


def area_of(event: DatingEvent) -> list[str]:
    """The départements of its series, or the one where it takes place."""
    if event.series and event.series.departements:
        return list(event.series.departements)
    return [event.commune.departement_code]


def list_doctor_ids(event: DatingEvent) -> list[int]:
    """Doctors to whom this evening may be proposed: three queries."""
    regions = _regions(area_of(event))
    rows = db.session.execute(
        select(
            Doctor.id,
            Doctor.regions_liked,
            Doctor.regions_refused,
            _agreed(ConsentKind.TERRITORIES).label("anywhere"),
        )
        .join(Account, Account.id == Doctor.account_id)
        .where(
            Doctor.visible_since.is_not(None),
            *_reachable(event),
            _agreed(ConsentKind.ALERTS),
            Doctor.id.not_in(_coming(event, Participant.doctor_id)),
        )
        .order_by(Doctor.id)
    )
    return [
        row.id
        for row in rows
        if not regions <= set(row.regions_refused or ())
        and (row.anywhere or regions & set(row.regions_liked or ()))
    ]


def list_offer_ids(event: DatingEvent, today: date) -> list[int]:
    """Published offers of the area, not here yet: one query."""
    query = (
        select(Offer.id)
        .join(OfferSite, (OfferSite.offer_id == Offer.id) & (OfferSite.position == 0))
        .join(Commune, Commune.code == OfferSite.commune_code)
        .where(
            Offer.status == OfferStatus.PUBLISHED,
            (Offer.expires_on.is_(None)) | (Offer.expires_on >= today),
            Commune.departement_code.in_(area_of(event)),
            _has_host(event),
            Offer.id.not_in(_coming(event, Participant.offer_id)),
        )
        .order_by(Offer.id)
    )
    return list(db.session.scalars(query))


def list_coming(event: DatingEvent) -> tuple[list[int], list[int]]:
    """Doctors and offers registered already."""
    rows = db.session.execute(
        select(Participant.doctor_id, Participant.offer_id).where(
            Participant.event_id == event.id,
            Participant.status == ParticipantStatus.REGISTERED,
        )
    ).all()
    return (
        sorted({row.doctor_id for row in rows if row.doctor_id}),
        sorted({row.offer_id for row in rows if row.offer_id}),
    )


def count_introductions(
    doctor_ids: Collection[int], offer_ids: Collection[int]
) -> tuple[Counter[int], Counter[int]]:
    """How many introductions each had on the site, those of evenings included."""
    rows = db.session.execute(
        select(Introduction.doctor_id, Introduction.offer_id).where(
            Introduction.doctor_id.in_(doctor_ids) | Introduction.offer_id.in_(offer_ids)
        )
    ).all()
    return Counter(row.doctor_id for row in rows), Counter(row.offer_id for row in rows)


def _regions(departements: Collection[str]) -> set[str]:
    query = select(Departement.region_code).where(Departement.code.in_(departements))
    return set(db.session.scalars(query))


def _reachable(event: DatingEvent) -> list[ColumnElement[bool]]:
    return [
        Account.confirmed_at.is_not(None),
        Account.anonymised_at.is_(None),
        Account.is_demo.is_(event.is_demo),
    ]


def _has_host(event: DatingEvent) -> ColumnElement[bool]:
    """Somebody to write to looks after it."""
    return (
        exists()
        .where(
            Member.organisation_id == Offer.organisation_id,
            Member.account_id == Account.id,
            Member.role.in_([MemberRole.ADMIN, MemberRole.EDITOR]),
            *_reachable(event),
        )
        .correlate(Offer)
    )


def _agreed(kind: ConsentKind) -> ColumnElement[bool]:
    return (
        exists()
        .where(
            Consent.account_id == Doctor.account_id,
            Consent.kind == kind,
            Consent.withdrawn_at.is_(None),
        )
        .correlate(Doctor)
    )


def _coming(event: DatingEvent, column: InstrumentedAttribute[int | None]) -> Select[int | None]:
    """Ids of those on the list already, or who said that they would not come."""
    return select(column).where(Participant.event_id == event.id, column.is_not(None))
