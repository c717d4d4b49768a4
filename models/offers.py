"""Offers of practice, their sites and the log of their states."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Json, Timestamped, UtcDateTime, now
from models.communes import Commune
from models.organisations import Organisation


class Offer(Timestamped, Base):
    """A practice position. ``facts`` answers the catalogue; an absent key is "not said"."""

    __tablename__ = "offer"
    __table_args__ = (Index("ix_offer_status_expires_on", "status", "expires_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(
        ForeignKey("organisation.id", ondelete="CASCADE"), index=True
    )
    status: Mapped[str] = mapped_column(String(20), default="draft")
    title: Mapped[str | None] = mapped_column(String(120))
    field: Mapped[str | None] = mapped_column(String(40))
    opportunities: Mapped[list[str] | None] = mapped_column(Json)
    practice_mode: Mapped[str | None] = mapped_column(String(20))
    start_on: Mapped[date | None]
    expires_on: Mapped[date | None]
    description: Mapped[str | None] = mapped_column(Text)
    facts: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    wishes: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    wish_importance: Mapped[dict[str, int] | None] = mapped_column(Json)
    # who will answer: name and function are shown, address and telephone after an introduction
    contact_name: Mapped[str | None] = mapped_column(String(120))
    contact_role: Mapped[str | None] = mapped_column(String(120))
    contact_email: Mapped[str | None] = mapped_column(String(254))
    contact_phone: Mapped[str | None] = mapped_column(String(30))
    steps_done: Mapped[list[str] | None] = mapped_column(Json)
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    organisation: Mapped[Organisation] = relationship()
    sites: Mapped[list[OfferSite]] = relationship(
        cascade="all, delete-orphan", order_by="OfferSite.position"
    )
    transitions: Mapped[list[OfferTransition]] = relationship(
        cascade="all, delete-orphan", order_by="OfferTransition.id"
    )


class OfferSite(Base):
    """One place of an offer and its share of the week, in percent; position 0 is the main site."""

    __tablename__ = "offer_site"
    __table_args__ = (CheckConstraint("share > 0 AND share <= 100", name="share"),)

    offer_id: Mapped[int] = mapped_column(
        ForeignKey("offer.id", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(primary_key=True)
    commune_code: Mapped[str] = mapped_column(ForeignKey("commune.code"))
    share: Mapped[int]
    name: Mapped[str | None] = mapped_column(String(120))
    commune: Mapped[Commune] = relationship()


class OfferTransition(Base):
    """One change of state: from what to what, by whom, when."""

    __tablename__ = "offer_transition"

    id: Mapped[int] = mapped_column(primary_key=True)
    offer_id: Mapped[int] = mapped_column(ForeignKey("offer.id", ondelete="CASCADE"), index=True)
    before: Mapped[str | None] = mapped_column(String(20))
    after: Mapped[str] = mapped_column(String(20))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
