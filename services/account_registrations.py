"""Registering with an account: what the site knows already is not asked again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from models.accounts import Account
from models.base import db
from models.dating_events import DatingEvent
from models.doctors import Doctor
from models.offers import Offer, OfferSite
from models.organisations import Member, Organisation
from models.participants import Participant
from models.vocabulary import (
    EventSide,
    MemberRole,
    OfferStatus,
    ParticipantStatus,
    RegistrationSource,
)
from services.accounts import is_confirmed
from services.doctors import find_doctor_of
from services.refusals import Refusal
from services.registrations import (
    AlreadyRegistered,
    Registration,
    find_registration,
    register,
    remind,
)
from services.specialties import GENERAL_PRACTICE

_FIELD_CODES = {GENERAL_PRACTICE: "SM54"}  # an offer says a field, a registration a line of R38


class OfferNotYours(Refusal):
    """An offer of another organisation, or one that is not published."""


def list_offers_to_bring(account_id: int) -> Sequence[Offer]:
    """The published offers that this account may speak for."""
    return db.session.scalars(
        select(Offer)
        .join(Member, Member.organisation_id == Offer.organisation_id)
        .where(
            Member.account_id == account_id,
            Member.role.in_([MemberRole.ADMIN.value, MemberRole.EDITOR.value]),
            Offer.status == OfferStatus.PUBLISHED.value,
        )
        .options(
            joinedload(Offer.organisation).joinedload(Organisation.commune),
            selectinload(Offer.sites).joinedload(OfferSite.commune),
        )
        .order_by(Offer.title, Offer.id)
    ).all()


def own_registration(event: DatingEvent, account: Account) -> Participant | None:
    """This account's place in an evening; a registration at its confirmed address is its own.

    Until someone has answered at that address nothing shows that it is theirs.
    """
    if not is_confirmed(account):
        return None
    mine = db.session.scalar(
        select(Participant).where(
            Participant.event_id == event.id,
            Participant.account_id == account.id,
            Participant.status != ParticipantStatus.CANCELLED.value,
        )
    )
    return mine or find_registration(event.id, account.email)


def known_of_doctor(account: Account) -> dict[str, Any]:
    """What the profile says, as the form of candidates asks it."""
    doctor = find_doctor_of(account.id)
    if doctor is None:
        return {}
    return {
        "first_name": doctor.first_name,
        "last_name": doctor.last_name,
        "phone": doctor.phone,
        "stage": doctor.stage,
        "specialty_code": doctor.specialty_code,
        "opportunities": doctor.opportunities or [],
        "practice_modes": doctor.practice_modes or [],
    }


def known_of_host(offers: Sequence[Offer]) -> dict[str, Any]:
    """What the first of these offers says of who answers, as the form of hosts asks it."""
    if not offers:
        return {}
    first, _, last = (offers[0].contact_name or "").strip().partition(" ")
    return {
        "offer_id": str(offers[0].id),
        "first_name": first,
        "last_name": last,
        "phone": offers[0].contact_phone,
    }


def register_account(
    event: DatingEvent,
    side: str,
    account: Account,
    said: Registration,
    *,
    at: datetime | None = None,
) -> Participant | None:
    """Put an account on the list, with its profile or one of its offers; twice is as once.

    Whoever has not answered at their address may have given somebody else's: they register as a
    guest would, and learn nothing of who is on the list (None). The mail goes to that address.
    """
    if not is_confirmed(account):
        guest = replace(said, email=account.email, doctor_id=None, offer_id=None)
        return _register_guest(event, side, guest, at)
    known = own_registration(event, account)
    if known and known.status != ParticipantStatus.PENDING:
        return known
    said = replace(said, email=account.email, doctor_id=None)
    if side == EventSide.CANDIDATE:
        doctor: Doctor | None = find_doctor_of(account.id)
        said = replace(said, doctor_id=doctor.id if doctor else None, offer_id=None)
    elif said.offer_id is not None:
        said = _with_offer(said, account)
    try:
        return register(
            event,
            side,
            said,
            source=RegistrationSource.ACCOUNT.value,
            account=account,
            is_confirmed=True,
            at=at,
        )
    except AlreadyRegistered:
        # The other press of the same button came first.
        return own_registration(event, account)


def _register_guest(
    event: DatingEvent, side: str, said: Registration, at: datetime | None
) -> Participant | None:
    try:
        return register(event, side, said, source=RegistrationSource.LINK.value, at=at)
    except AlreadyRegistered as known:
        remind(int(str(known.data["participant_id"])))
        return None


def _with_offer(said: Registration, account: Account) -> Registration:
    """The offer brought: its organisation and place are said for the host."""
    offer = next(
        (each for each in list_offers_to_bring(account.id) if each.id == said.offer_id), None
    )
    if offer is None:
        raise OfferNotYours(field="offer_id")
    place = offer.sites[0].commune_code if offer.sites else offer.organisation.commune_code
    answers = {
        "opportunities": offer.opportunities,
        "practice_mode": offer.practice_mode,
        "specialty_code": _FIELD_CODES.get(offer.field or ""),
    }
    return replace(
        said,
        organisation_name=said.organisation_name or offer.organisation.name,
        commune_code=said.commune_code or place,
        answers={name: said.answers.get(name) or value for name, value in answers.items()}
        | {"stages": said.answers.get("stages")},
    )
