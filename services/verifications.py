"""Who is who: requests to be verified, and what their outcome does to the one they are about."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from models.accounts import Account
from models.base import db, now
from models.doctors import Doctor
from models.organisations import Organisation
from models.verifications import ProofDocument, Verification
from models.vocabulary import SubjectKind, VerificationMethod, VerificationState
from services.outbox import enqueue
from services.refusals import Refusal
from services.uploads import Upload

LONGEST_NOTE = 2_000
Subject = Doctor | Organisation
_UNDECIDED = (VerificationState.SENT, VerificationState.WAITING)


class AlreadyDecided(Refusal):
    """Someone has decided meanwhile, or the request was replaced."""


class ProofTaken(Refusal):
    """This number or this address vouches for someone else already."""


class AlreadyVerified(Refusal):
    """There is nothing left to prove."""


class TooLong(Refusal):
    """More than ``limit`` characters."""


def is_verified(subject: Subject) -> bool:
    """Has anyone checked who this is?"""
    return subject.verified_at is not None


def kind_of(subject: Subject) -> SubjectKind:
    """Which table this comes from."""
    return SubjectKind.DOCTOR if isinstance(subject, Doctor) else SubjectKind.ORGANISATION


def open_request(
    subject: Subject,
    account: Account,
    method: VerificationMethod,
    state: VerificationState,
    *,
    departement_code: str | None = None,
    note: str | None = None,
    proof_digest: str | None = None,
    document: Upload | None = None,
) -> Verification:
    """Write a request down; the one that waited before is replaced by it."""
    lock(subject)
    if is_verified(subject):
        raise AlreadyVerified()
    said = (note or "").strip()
    if len(said) > LONGEST_NOTE:
        raise TooLong(limit=LONGEST_NOTE)
    _close_undecided(subject, VerificationState.REPLACED)
    request = Verification(
        subject_kind=kind_of(subject),
        subject_id=subject.id,
        method=method,
        state=state,
        departement_code=departement_code,
        note=said or None,
        proof_digest=proof_digest,
        asked_by=account.id,
    )
    if document:
        request.documents.append(
            ProofDocument(media_type=document.media_type, content=document.content)
        )
    db.session.add(request)
    db.session.flush()
    return request


def lock(subject: Subject) -> None:
    """Whoever else wants to verify the same one at this instant waits, then sees what was done."""
    table = type(subject)
    db.session.flush()
    db.session.scalar(select(table.id).where(table.id == subject.id).with_for_update())
    db.session.refresh(subject)


def accept(request: Verification, subject: Subject, by: Account | None, reason: str | None) -> None:
    """The one it is about is verified from now on, by the road of the request."""
    lock(subject)
    try:
        with db.session.begin_nested():
            _settle(request, VerificationState.ACCEPTED, by, reason)
    except IntegrityError as error:
        raise ProofTaken() from error
    subject.verified_at, subject.verified_by = now(), request.method
    db.session.flush()


def refuse(request: Verification, by: Account | None, reason: str | None) -> None:
    """It stays as it was."""
    _settle(request, VerificationState.REFUSED, by, reason)


def lapse(subject: Subject) -> None:
    """What was checked is true no more, or nobody waits for it any longer."""
    subject.verified_at = subject.verified_by = None
    about = (Verification.subject_kind == kind_of(subject), Verification.subject_id == subject.id)
    db.session.execute(
        update(Verification)
        .where(*about, Verification.state.in_([*_UNDECIDED, VerificationState.ACCEPTED]))
        .values(state=VerificationState.LAPSED.value)
    )
    db.session.flush()


def find_subject(request: Verification) -> Subject | None:
    """The doctor or the organisation that a request is about, if still there."""
    if request.subject_kind == SubjectKind.DOCTOR:
        return db.session.get(Doctor, request.subject_id)
    return db.session.get(Organisation, request.subject_id)


def latest_request(subject: Subject) -> Verification | None:
    """The last thing that was asked about it."""
    return db.session.scalar(
        select(Verification)
        .where(Verification.subject_kind == kind_of(subject))
        .where(Verification.subject_id == subject.id)
        .order_by(Verification.asked_at.desc(), Verification.id.desc())
        .limit(1)
    )


def name_of(subject: Subject | None) -> str:
    """What a person calls it."""
    if isinstance(subject, Organisation):
        return subject.name
    return (subject and subject.full_name) or "Médecin sans nom"


def tell_decision(request: Verification, subject: Subject | None) -> None:
    """Write to who asked, in the transaction of the decision."""
    asker = db.session.get(Account, request.asked_by) if request.asked_by else None
    if asker is None or asker.anonymised_at is not None:
        return
    enqueue(
        "verification_decided",
        to_address=asker.email,
        account_id=asker.id,
        context={
            "name": name_of(subject),
            "accepted": request.state == VerificationState.ACCEPTED,
            "reason": request.reason or "",
            "about_doctor": request.subject_kind == SubjectKind.DOCTOR,
            "subject_id": request.subject_id,
        },
        key=f"verification_decided/{request.id}",
    )


def mask_address(address: str) -> str:
    """Enough to recognise an address, too little to write to it.

    >>> mask_address("mairie@cahors.fr")
    'm•••@cahors.fr'
    """
    name, _at, domain = address.partition("@")
    return f"{name[:1]}•••@{domain}"


def _close_undecided(subject: Subject, state: VerificationState) -> None:
    db.session.execute(
        update(Verification)
        .where(
            Verification.subject_kind == kind_of(subject),
            Verification.subject_id == subject.id,
            Verification.state.in_(_UNDECIDED),
        )
        .values(state=state.value)
    )


def _settle(
    request: Verification, state: VerificationState, by: Account | None, reason: str | None
) -> None:
    """Only if nobody has settled it meanwhile: of two, one succeeds."""
    decided_at: datetime = now()
    settled = db.session.execute(
        update(Verification)
        .where(Verification.id == request.id, Verification.state.in_(_UNDECIDED))
        .values(
            state=state.value,
            decided_by=by.id if by else None,
            decided_at=decided_at,
            reason=reason,
        )
        .execution_options(synchronize_session=False)
    )
    if not settled.rowcount:  # type: ignore[attr-defined]
        raise AlreadyDecided()
    db.session.refresh(request)
