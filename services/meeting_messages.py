"""Tell each side of a yes, of an invitation and of what two yeses open; each fact once."""

from __future__ import annotations

from sqlalchemy import select

from models.accounts import Account
from models.base import db
from models.doctors import Doctor
from models.interests import Introduction
from models.offers import Offer
from models.organisations import Member
from models.vocabulary import MemberRole
from services.outbox import enqueue

UNTITLED = "Offre sans titre"


def tell_interest(doctor_id: int, offer: Offer) -> None:
    """Tell those who look after the offer that a doctor said yes; not who."""
    for account in _hosts_of(offer):
        enqueue(
            "interest_received",
            to_address=account.email,
            account_id=account.id,
            context={"offer_id": offer.id, "offer_title": offer.title or UNTITLED},
            key=f"interest:{doctor_id}:{offer.id}:{account.id}",
        )


def tell_invitation(doctor_id: int, offer: Offer) -> None:
    """Tell a doctor who invites them, and to what."""
    doctor = db.session.get_one(Doctor, doctor_id)
    enqueue(
        "invitation_received",
        to_address=doctor.account.email,
        account_id=doctor.account_id,
        context={
            "offer_id": offer.id,
            "offer_title": offer.title or UNTITLED,
            "organisation": offer.organisation.name,
        },
        key=f"invitation:{doctor_id}:{offer.id}",
    )


def tell_introduction(introduction: Introduction, offer: Offer) -> None:
    """Tell both sides that their contacts are open to each other."""
    doctor = db.session.get_one(Doctor, introduction.doctor_id)
    told = [(account, doctor.full_name) for account in _hosts_of(offer)]
    told.append((doctor.account, offer.contact_name or offer.organisation.name))
    for account, other in told:
        enqueue(
            "introduction_opened",
            to_address=account.email,
            account_id=account.id,
            context={
                "introduction_id": introduction.id,
                "offer_title": offer.title or UNTITLED,
                "other_name": other or "L’autre personne",
            },
            key=f"introduction:{introduction.id}:{account.id}",
        )


def _hosts_of(offer: Offer) -> list[Account]:
    """Those who may answer for the offer, at addresses that answered."""
    return list(
        db.session.scalars(
            select(Account)
            .join(Member, Member.account_id == Account.id)
            .where(Member.organisation_id == offer.organisation_id)
            .where(Member.role.in_([MemberRole.ADMIN, MemberRole.EDITOR]))
            .where(Account.confirmed_at.is_not(None), Account.anonymised_at.is_(None))
            .order_by(Account.id)
        )
    )
