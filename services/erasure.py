"""The end of an account, at once: what is the person's own is deleted, what others rely on stays
without the person.

Two rows stay, empty: the account and the doctor, so that the yeses, introductions and changes of
state that others see still hold together and can be counted. Nothing in them says who it was.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import and_, delete, or_, select, update

from models import (
    Account,
    AccountRole,
    Bookmark,
    Card,
    Consent,
    Doctor,
    DoctorPlace,
    EveningPlanRow,
    EventSeries,
    Household,
    Interest,
    InvitationProposal,
    MemberInvitation,
    OfferTransition,
    OpenSession,
    OutboxMessage,
    ProfileView,
    ProofDocument,
    RecoveryCode,
    SecondFactor,
    SignedLink,
    StewardTerritory,
    Verification,
)
from models.base import Base, db, now
from models.vocabulary import MarketKind
from services.event_leaving import leave_evenings
from services.leaving import leave_organisations
from services.market_clock import note_change
from services.outbox import enqueue
from services.participant_erasure import forget_mentions, forget_participants, list_registrations
from services.personal_rows import Person, person_of
from services.registrations import cancel

NOBODY = "compte-supprime-{id}@ancrage.invalid"
# A hash that no password has.
NO_PASSWORD = "!"  # noqa: S105

# What belongs to the person alone, by the column that leads to them.
_BY_ACCOUNT: tuple[type[Base], ...] = (
    AccountRole,
    Consent,
    OpenSession,
    RecoveryCode,
    SecondFactor,
    SignedLink,
    StewardTerritory,
)
_BY_DOCTOR: tuple[type[Base], ...] = (
    Bookmark,
    DoctorPlace,
    Household,
    InvitationProposal,
    ProfileView,
)
# What stays for others, without the person.
_UNSIGNED = (
    OfferTransition.account_id,
    ProfileView.account_id,
    Verification.asked_by,
    Verification.decided_by,
    MemberInvitation.invited_by,
    EventSeries.account_id,
    EveningPlanRow.made_by,
    InvitationProposal.decided_by,
    Card.typed_by,
)
_KEPT_OF_DOCTOR = {"id", "account_id", "created_at", "updated_at"}


def erase(account: Account, at: datetime | None = None, *, absent: bool = False) -> None:
    """Delete or anonymise everything about a person, and tell them so.

    ``absent``: the person did not ask, they have not come for two years; their organisations
    then pass to another editor instead of waiting for a decision.
    """
    if account.anonymised_at is not None:
        return
    at = at or now()
    person, address, is_demo = person_of(account), account.email, account.is_demo
    leave_organisations(account, hand_over=absent)
    leave_evenings(person.account_id, person.email, at)
    _forget_mentions(person)
    _forget_registrations(person, at)
    _forget_doctor(person)
    _forget_words(person)
    _forget_messages(person)
    for table in _BY_ACCOUNT:
        column = table.__table__.c.account_id
        db.session.execute(delete(table).where(column == person.account_id))
    for signed in _UNSIGNED:
        of_person = update(signed.class_).where(signed == person.account_id)
        db.session.execute(of_person.values({signed: None}))
    _empty_account(account, at)
    if person.email:
        enqueue("erasure_done", to_address=address, context={}, is_demo=is_demo)
    db.session.flush()


def _forget_registrations(person: Person, at: datetime) -> None:
    """Give up the seats to come, to whoever waits; then leave a number in each evening."""
    registrations = list_registrations(person.account_id, person.email)
    for one in registrations:
        if one.event.starts_at > at and one.anonymised_at is None:
            cancel(one, at, is_told=False)
    forget_participants(registrations, at)


def _forget_doctor(person: Person) -> None:
    """Empty the profile, delete what hangs on it, and take it out of every ranking."""
    doctor = db.session.get(Doctor, person.doctor_id)
    if doctor is None:
        return
    for table in _BY_DOCTOR:
        column = table.__table__.c.doctor_id
        db.session.execute(delete(table).where(column == doctor.id))
    requests = and_(Verification.subject_kind == "doctor", Verification.subject_id == doctor.id)
    mine = select(Verification.id).where(requests)
    db.session.execute(delete(ProofDocument).where(ProofDocument.verification_id.in_(mine)))
    db.session.execute(delete(Verification).where(requests))
    db.session.expire(doctor)
    for column in Doctor.__table__.columns:
        if column.name not in _KEPT_OF_DOCTOR:
            setattr(doctor, column.name, None)
    db.session.flush()
    note_change(MarketKind.DOCTOR, doctor.id)


def _forget_words(person: Person) -> None:
    """Messages written by the person or to them; that something was answered still counts."""
    db.session.execute(
        update(Interest)
        .where(
            or_(Interest.doctor_id == person.doctor_id, Interest.account_id == person.account_id)
        )
        .values(message=None, account_id=None)
    )
    asked = select(Verification.id).where(Verification.asked_by == person.account_id)
    db.session.execute(delete(ProofDocument).where(ProofDocument.verification_id.in_(asked)))
    db.session.execute(
        update(Verification).where(Verification.asked_by == person.account_id).values(note=None)
    )


def _forget_messages(person: Person) -> None:
    """What was written to the person, and invitations to their address."""
    mine = OutboxMessage.account_id == person.account_id
    if person.email:
        unowned = OutboxMessage.account_id.is_(None)
        mine = or_(mine, and_(unowned, OutboxMessage.to_address == person.email))
        db.session.execute(delete(MemberInvitation).where(MemberInvitation.email == person.email))
    db.session.execute(delete(OutboxMessage).where(mine))


def _forget_mentions(person: Person) -> None:
    """Messages to others that name the person, as « Camille et vous avez répondu oui »."""
    doctor = db.session.get(Doctor, person.doctor_id)
    named = [name for name in (person.email, doctor.full_name if doctor else "") if name]
    forget_mentions(named)


def _empty_account(account: Account, at: datetime) -> None:
    account.email = NOBODY.format(id=account.id)
    account.password_hash = NO_PASSWORD
    account.confirmed_at = account.warned_at = account.last_seen_on = None
    account.anonymised_at = at
    db.session.flush()
    db.session.expire(account, ["roles"])
