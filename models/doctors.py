"""Doctors: what practice and what life they want. Only stage and specialty are asked for."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.accounts import Account
from models.base import Base, Json, Timestamped, UtcDateTime
from models.communes import Commune
from models.specialties import Specialty


class Doctor(Timestamped, Base):
    """A doctor's profile. Hosts see it, masked, from ``visible_since`` on; never the household."""

    __tablename__ = "doctor"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), unique=True
    )
    # who I am
    first_name: Mapped[str | None] = mapped_column(String(80))
    last_name: Mapped[str | None] = mapped_column(String(80))
    phone: Mapped[str | None] = mapped_column(String(30))
    stage: Mapped[str | None] = mapped_column(String(20))
    specialty_code: Mapped[str | None] = mapped_column(ForeignKey("specialty.code"))
    rpps: Mapped[str | None] = mapped_column(String(11))
    experience_years: Mapped[int | None]
    languages: Mapped[list[str] | None] = mapped_column(Json)
    skills: Mapped[list[str] | None] = mapped_column(Json)
    # my practice
    opportunities: Mapped[list[str] | None] = mapped_column(Json)
    practice_modes: Mapped[list[str] | None] = mapped_column(Json)
    days_min: Mapped[int | None]
    days_max: Mapped[int | None]
    on_call: Mapped[str | None] = mapped_column(String(20))
    start_from: Mapped[date | None]
    start_until: Mapped[date | None]
    duration: Mapped[str | None] = mapped_column(String(20))
    team: Mapped[list[str] | None] = mapped_column(Json)
    teaching: Mapped[str | None] = mapped_column(String(20))
    # my places
    regions_liked: Mapped[list[str] | None] = mapped_column(Json)
    regions_refused: Mapped[list[str] | None] = mapped_column(Json)
    commune_sizes: Mapped[list[str] | None] = mapped_column(Json)
    life: Mapped[list[str] | None] = mapped_column(Json)
    # my project
    project: Mapped[str | None] = mapped_column(Text)
    importance: Mapped[dict[str, int] | None] = mapped_column(Json)
    # progress and consent
    steps_done: Mapped[list[str] | None] = mapped_column(Json)
    visible_since: Mapped[datetime | None] = mapped_column(UtcDateTime)
    visible_wording: Mapped[str | None] = mapped_column(String(20))
    # empty until the RPPS number, a faculty address or a steward vouches for this person
    verified_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    verified_by: Mapped[str | None] = mapped_column(String(20))  # a VerificationMethod

    account: Mapped[Account] = relationship()
    specialty: Mapped[Specialty | None] = relationship()
    places: Mapped[list[DoctorPlace]] = relationship(
        cascade="all, delete-orphan", order_by="DoctorPlace.id"
    )
    household: Mapped[Household | None] = relationship(cascade="all, delete-orphan")

    @property
    def full_name(self) -> str:
        """First and last name as far as they were given; shown after an introduction only."""
        return " ".join(part for part in (self.first_name, self.last_name) if part)


class DoctorPlace(Base):
    """A commune that matters, why, and how long a drive to it is acceptable. Private."""

    __tablename__ = "doctor_place"

    id: Mapped[int] = mapped_column(primary_key=True)
    doctor_id: Mapped[int] = mapped_column(ForeignKey("doctor.id", ondelete="CASCADE"), index=True)
    commune_code: Mapped[str] = mapped_column(ForeignKey("commune.code"))
    reason: Mapped[str] = mapped_column(String(20))
    max_minutes: Mapped[int]
    commune: Mapped[Commune] = relationship()


class Household(Base):
    """What a household needs nearby. A table of its own: no page of anyone else may read it."""

    __tablename__ = "household"

    doctor_id: Mapped[int] = mapped_column(
        ForeignKey("doctor.id", ondelete="CASCADE"), primary_key=True
    )
    childcare: Mapped[bool | None]
    schools: Mapped[list[str] | None] = mapped_column(Json)
    partner_sectors: Mapped[list[str] | None] = mapped_column(Json)
    housing: Mapped[list[str] | None] = mapped_column(Json)
