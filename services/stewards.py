"""Stewards: where they decide, what waits there, what was decided and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from models.accounts import Account, AccountRole
from models.base import db, now
from models.communes import Departement
from models.doctors import Doctor
from models.organisations import Organisation
from models.verifications import ProofDocument, StewardTerritory, Verification
from models.vocabulary import Role, SubjectKind, VerificationState
from services.accounts import find_by_email
from services.organisations import find_membership
from services.refusals import NotFound, Refusal
from services.verifications import (
    Subject,
    accept,
    find_subject,
    name_of,
    refuse,
    tell_decision,
)

PER_PAGE = 30
SHORTEST_REASON, LONGEST_REASON = 10, 1_000
GIVEN_ROLES = (Role.ORGANISER, Role.AMBASSADOR, Role.STEWARD)


class ReasonMissing(Refusal):
    """Each decision says why, in ``shortest`` characters at least."""


class OwnRequest(Refusal):
    """Nobody decides about themselves or their own organisation."""


class SubjectGone(Refusal):
    """The one it was about is no longer here."""


class AccountUnknown(Refusal):
    """No confirmed account has the address ``email``."""


class RoleNotGiven(Refusal):
    """This role is taken, not given."""


class DepartementUnknown(Refusal):
    """No département has this ``code``."""


@dataclass(frozen=True, slots=True)
class QueueLine:
    """One request as a list shows it."""

    request: Verification
    name: str
    age_days: int
    decider: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list, and how many lines there are in all."""

    lines: tuple[QueueLine, ...]
    total: int
    page: int

    @property
    def pages(self) -> int:
        """How many pages; at least one."""
        return max(1, -(-self.total // PER_PAGE))


def list_territory(account_id: int) -> list[Departement]:
    """The départements where this steward decides."""
    return list(
        db.session.scalars(
            select(Departement)
            .join(StewardTerritory, StewardTerritory.departement_code == Departement.code)
            .where(StewardTerritory.account_id == account_id)
            .order_by(Departement.code)
        )
    )


def has_steward(departement_code: str | None) -> bool:
    """Does anyone decide there?"""
    return bool(
        db.session.scalar(
            select(StewardTerritory.account_id)
            .join(AccountRole, AccountRole.account_id == StewardTerritory.account_id)
            .where(StewardTerritory.departement_code == departement_code)
            .where(AccountRole.role == Role.STEWARD)
            .limit(1)
        )
    )


def list_waiting(account_id: int, page: int = 1) -> Page:
    """What waits in this steward's territory, the oldest first."""
    wanted = _here(account_id).where(Verification.state == VerificationState.WAITING)
    return _page(wanted.order_by(Verification.asked_at, Verification.id), page)


def list_decided(account_id: int, page: int = 1) -> Page:
    """What was decided in this steward's territory, by whomever, the latest first."""
    wanted = _here(account_id).where(_decided())
    return _page(wanted.order_by(Verification.decided_at.desc(), Verification.id.desc()), page)


def open_case(request_id: int, account_id: int) -> Verification:
    """A request of this steward's territory that waits for them, or that was decided."""
    found = db.session.scalar(
        _here(account_id)
        .where(Verification.id == request_id)
        .where(or_(Verification.state == VerificationState.WAITING, _decided()))
    )
    if found is None:
        raise NotFound(request_id=request_id)
    return found


def open_document(document_id: int, account_id: int) -> ProofDocument:
    """A proof of a request that waits in this steward's territory; none once it is decided."""
    document = db.session.get(ProofDocument, document_id)
    if document is None:
        raise NotFound(document_id=document_id)
    request = open_case(document.verification_id, account_id)
    if request.state != VerificationState.WAITING:
        raise NotFound(document_id=document_id)
    return document


def list_documents(request: Verification) -> list[tuple[int, str, datetime]]:
    """(id, media type, since when) of each proof, without its content."""
    rows = db.session.execute(
        select(ProofDocument.id, ProofDocument.media_type, ProofDocument.given_at)
        .where(ProofDocument.verification_id == request.id)
        .order_by(ProofDocument.id)
    )
    return [(row.id, row.media_type, row.given_at) for row in rows]


def decide(request_id: int, steward: Account, *, accepted: bool, reason: str) -> Verification:
    """Accept or refuse a request, and tell who asked."""
    request = open_case(request_id, steward.id)
    said = reason.strip()
    if len(said) < SHORTEST_REASON:
        raise ReasonMissing(shortest=SHORTEST_REASON, field="reason")
    subject = find_subject(request)
    if subject is None:
        raise SubjectGone()
    check_disinterested(steward, request, subject)
    if accepted:
        accept(request, subject, steward, said)
    else:
        refuse(request, steward, said)
    tell_decision(request, subject)
    return request


def check_disinterested(steward: Account, request: Verification, subject: Subject) -> None:
    """Refuse who asked, who it is about, and who acts for it."""
    mine = (
        subject.account_id == steward.id
        if isinstance(subject, Doctor)
        else find_membership(steward.id, subject.id) is not None
    )
    if mine or request.asked_by == steward.id:
        raise OwnRequest()


def grant(role: str, email: str, departements: Iterable[str] = ()) -> list[str]:
    """Give a role that nobody takes, and a steward's territory; the territory it has now."""
    if role not in [known.value for known in GIVEN_ROLES]:
        raise RoleNotGiven(role=role)
    account = find_by_email(email)
    if account is None:
        raise AccountUnknown(email=email)
    if not account.has_role(role):
        account.roles.append(AccountRole(role=role))
    for code in departements if role == Role.STEWARD else ():
        _add_territory(account.id, code.upper())
    db.session.flush()
    return [each.code for each in list_territory(account.id)]


def _add_territory(account_id: int, code: str) -> None:
    if db.session.get(Departement, code) is None:
        raise DepartementUnknown(code=code)
    if db.session.get(StewardTerritory, (account_id, code)) is None:
        db.session.add(StewardTerritory(account_id=account_id, departement_code=code))
        db.session.flush()


def _decided() -> ColumnElement[bool]:
    """A doctor whom the register or a link has verified is no business of stewards."""
    return and_(
        Verification.decided_at.is_not(None),
        or_(
            Verification.decided_by.is_not(None),
            Verification.subject_kind == SubjectKind.ORGANISATION,
        ),
    )


def _here(account_id: int) -> Select[Verification]:
    mine = select(StewardTerritory.departement_code).where(
        StewardTerritory.account_id == account_id
    )
    return select(Verification).where(Verification.departement_code.in_(mine))


def _page(wanted: Select[Verification], page: int) -> Page:
    counted = select(func.count()).select_from(wanted.order_by(None).subquery())
    rows = db.session.scalars(wanted.offset((page - 1) * PER_PAGE).limit(PER_PAGE)).all()
    names, deciders, instant = _names(rows), _deciders(rows), now()
    lines = tuple(
        QueueLine(
            row,
            names.get((row.subject_kind, row.subject_id), "Profil supprimé"),
            (instant - row.asked_at).days,
            deciders.get(row.decided_by or 0),
        )
        for row in rows
    )
    return Page(lines, db.session.scalar(counted) or 0, page)


def _names(rows: Iterable[Verification]) -> dict[tuple[str, int], str]:
    """What each request is about: two queries for all."""
    names: dict[tuple[str, int], str] = {}
    doctors = {row.subject_id for row in rows if row.subject_kind == SubjectKind.DOCTOR}
    for doctor in db.session.scalars(select(Doctor).where(Doctor.id.in_(doctors))):
        names[SubjectKind.DOCTOR.value, doctor.id] = name_of(doctor)
    others = {row.subject_id for row in rows if row.subject_kind != SubjectKind.DOCTOR}
    for one in db.session.scalars(select(Organisation).where(Organisation.id.in_(others))):
        names[SubjectKind.ORGANISATION.value, one.id] = name_of(one)
    return names


def _deciders(rows: Iterable[Verification]) -> dict[int, str]:
    ids = {row.decided_by for row in rows if row.decided_by}
    found = db.session.execute(select(Account.id, Account.email).where(Account.id.in_(ids)))
    return {row.id: row.email for row in found} if ids else {}


def asker_of(request: Verification) -> str:
    """The address of who asked."""
    account = db.session.get(Account, request.asked_by) if request.asked_by else None
    return account.email if account else "Compte supprimé"
