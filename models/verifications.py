"""Who is who: requests to be verified, the proof, the decision and its reason."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, UtcDateTime, now


class Verification(Base):
    """One request: about a doctor or an organisation, by one method, decided or waiting.

    ``proof_digest`` names the RPPS number or the faculty address that vouches, without telling
    it: one number or address vouches for one person at a time.
    """

    __tablename__ = "verification"
    __table_args__ = (
        Index("ix_verification_subject", "subject_kind", "subject_id"),
        Index("ix_verification_state", "state", "asked_at"),
        Index(
            "uq_verification_proof_accepted",
            "proof_digest",
            unique=True,
            sqlite_where=text("state = 'accepted'"),
            postgresql_where=text("state = 'accepted'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    subject_kind: Mapped[str] = mapped_column(String(20))
    subject_id: Mapped[int]
    method: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(20), default="waiting")
    departement_code: Mapped[str | None] = mapped_column(ForeignKey("departement.code"))
    note: Mapped[str | None] = mapped_column(Text)
    proof_digest: Mapped[str | None] = mapped_column(String(64))
    asked_by: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reason: Mapped[str | None] = mapped_column(Text)
    documents: Mapped[list[ProofDocument]] = relationship(
        cascade="all, delete-orphan", order_by="ProofDocument.id"
    )


class ProofDocument(Base):
    """A document given as proof: kept until the decision, then erased by a job."""

    __tablename__ = "proof_document"

    id: Mapped[int] = mapped_column(primary_key=True)
    verification_id: Mapped[int] = mapped_column(
        ForeignKey("verification.id", ondelete="CASCADE"), index=True
    )
    media_type: Mapped[str] = mapped_column(String(40))
    content: Mapped[bytes] = mapped_column(LargeBinary)
    given_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class StewardTerritory(Base):
    """A département in which a steward decides."""

    __tablename__ = "steward_territory"

    account_id: Mapped[int] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), primary_key=True
    )
    departement_code: Mapped[str] = mapped_column(ForeignKey("departement.code"), primary_key=True)


class RppsEntry(Base):
    """One doctor of the RPPS extract that a steward loaded; names are folded."""

    __tablename__ = "rpps_entry"

    rpps: Mapped[str] = mapped_column(String(11), primary_key=True)
    last_name: Mapped[str] = mapped_column(String(80))
    first_name: Mapped[str] = mapped_column(String(80))
    specialty_code: Mapped[str | None] = mapped_column(String(4))
    loaded_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
