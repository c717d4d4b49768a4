"""Consents: one row for each agreement, its words and its dates; what was said is never changed.

Being visible to hosts is also a column of the doctor, which scoring reads: only
``services.doctors.set_visibility`` gives or withdraws that one.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from models.base import db, now
from models.consents import Consent
from models.vocabulary import ConsentKind
from services.consent_wordings import current_version


def give(account_id: int, kind: ConsentKind, at: datetime | None = None) -> Consent:
    """Agree in today's words; who agreed to older words agrees anew, the old row ending."""
    at = at or now()
    version = current_version(kind)
    in_force = _open_rows(account_id, kind)
    same = next((row for row in in_force if row.wording == version), None)
    if same:
        return same
    for row in in_force:
        row.withdrawn_at = at
    consent = Consent(account_id=account_id, kind=kind, wording=version, given_at=at)
    db.session.add(consent)
    db.session.flush()
    return consent


def withdraw(account_id: int, kind: ConsentKind, at: datetime | None = None) -> None:
    """Take an agreement back; nothing happens if there is none."""
    for row in _open_rows(account_id, kind):
        row.withdrawn_at = at or now()
    db.session.flush()


def current(account_id: int) -> dict[ConsentKind, Consent | None]:
    """The agreement in force for each kind, if any."""
    found: dict[ConsentKind, Consent | None] = dict.fromkeys(ConsentKind)
    for row in reversed(list_history(account_id)):
        if row.withdrawn_at is None:
            found[ConsentKind(row.kind)] = row
    return found


def list_history(account_id: int) -> list[Consent]:
    """Everything that was agreed to and taken back, the latest first."""
    return list(
        db.session.scalars(
            select(Consent)
            .where(Consent.account_id == account_id)
            .order_by(Consent.given_at.desc(), Consent.id.desc())
        )
    )


def _open_rows(account_id: int, kind: ConsentKind) -> list[Consent]:
    """The last given first."""
    return list(
        db.session.scalars(
            select(Consent)
            .where(
                Consent.account_id == account_id,
                Consent.kind == kind,
                Consent.withdrawn_at.is_(None),
            )
            .order_by(Consent.given_at.desc(), Consent.id.desc())
        )
    )
