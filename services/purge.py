"""Erase what has been kept for as long as ``services.retention`` says."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Delete, delete, select

from models import MemberInvitation, OutboxMessage, ProfileView, ProofDocument, Verification
from models.base import db
from services.retention import limit


def purge_expired(now: datetime) -> dict[str, int]:
    """Delete whatever is past its time; how many rows went, by rule. Twice changes nothing more."""
    return {rule: _count(statement) for rule, statement in _statements(now).items()}


def _statements(now: datetime) -> dict[str, Delete]:
    decided = select(Verification.id).where(Verification.decided_at < limit("proofs", now))
    return {
        "proofs": delete(ProofDocument).where(ProofDocument.verification_id.in_(decided)),
        "unread_proofs": delete(ProofDocument).where(
            ProofDocument.given_at < limit("unread_proofs", now)
        ),
        "messages": delete(OutboxMessage).where(OutboxMessage.sent_at < limit("messages", now)),
        "unsent_messages": delete(OutboxMessage).where(
            OutboxMessage.sent_at.is_(None),
            OutboxMessage.created_at < limit("unsent_messages", now),
        ),
        "views": delete(ProfileView).where(ProfileView.at < limit("views", now)),
        "invitations": delete(MemberInvitation).where(
            MemberInvitation.expires_at < limit("invitations", now)
        ),
    }


def _count(statement: Delete) -> int:
    done: Any = db.session.execute(statement.execution_options(synchronize_session=False))
    return int(done.rowcount)
