"""Organisations that publish offers, and the people who act for them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.accounts import Account
from models.base import Base, Timestamped, UtcDateTime
from models.communes import Commune


class Organisation(Timestamped, Base):
    """A town hall, MSP, hospital… ``verified_at`` stays empty until someone checks."""

    __tablename__ = "organisation"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(160))
    kind: Mapped[str] = mapped_column(String(20))
    commune_code: Mapped[str] = mapped_column(ForeignKey("commune.code"))
    siret: Mapped[str | None] = mapped_column(String(14))
    finess: Mapped[str | None] = mapped_column(String(9))
    phone: Mapped[str | None] = mapped_column(String(30))
    verified_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    verified_by: Mapped[str | None] = mapped_column(String(20))  # a VerificationMethod
    commune: Mapped[Commune] = relationship()
    members: Mapped[list[Member]] = relationship(
        back_populates="organisation", cascade="all, delete-orphan", order_by="Member.account_id"
    )


class Member(Base):
    """An account acting for an organisation."""

    __tablename__ = "member"

    organisation_id: Mapped[int] = mapped_column(
        ForeignKey("organisation.id", ondelete="CASCADE"), primary_key=True
    )
    account_id: Mapped[int] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    role: Mapped[str] = mapped_column(String(20))
    organisation: Mapped[Organisation] = relationship(back_populates="members")
    account: Mapped[Account] = relationship()
