"""The territories of France, as the official registers name them. Codes are text, never numbers."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Json, UtcDateTime, now


class Region(Base):
    """A région or an overseas collectivity."""

    __tablename__ = "region"

    code: Mapped[str] = mapped_column(String(3), primary_key=True)
    name: Mapped[str] = mapped_column(String(80))


class Departement(Base):
    """A département or overseas collectivity."""

    __tablename__ = "departement"

    code: Mapped[str] = mapped_column(String(3), primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    region_code: Mapped[str] = mapped_column(ForeignKey("region.code"))
    region: Mapped[Region] = relationship()


class Epci(Base):
    """A grouping of communes."""

    __tablename__ = "epci"

    code: Mapped[str] = mapped_column(String(9), primary_key=True)
    name: Mapped[str] = mapped_column(String(160))
    kind: Mapped[str] = mapped_column(String(10))
    population: Mapped[int]


class Commune(Base):
    """A commune of today: ``search_name`` is its name folded, ``zone`` its landmass."""

    __tablename__ = "commune"

    code: Mapped[str] = mapped_column(String(5), primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    search_name: Mapped[str] = mapped_column(String(80), index=True)
    departement_code: Mapped[str] = mapped_column(ForeignKey("departement.code"), index=True)
    region_code: Mapped[str] = mapped_column(ForeignKey("region.code"))
    epci_code: Mapped[str | None] = mapped_column(ForeignKey("epci.code"))
    population: Mapped[int | None]
    density: Mapped[float | None]
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    zone: Mapped[str] = mapped_column(String(30))
    siren: Mapped[str | None] = mapped_column(String(9))
    town_hall_email: Mapped[str | None] = mapped_column(String(254))
    former_codes: Mapped[list[str] | None] = mapped_column(Json)
    departement: Mapped[Departement] = relationship()
    epci: Mapped[Epci | None] = relationship()
    postal_codes: Mapped[list[PostalCode]] = relationship(
        back_populates="commune", order_by="PostalCode.code"
    )


class PostalCode(Base):
    """A postal code serves many communes, and a large commune has several."""

    __tablename__ = "postal_code"

    code: Mapped[str] = mapped_column(String(5), primary_key=True)
    commune_code: Mapped[str] = mapped_column(ForeignKey("commune.code"), primary_key=True)
    commune: Mapped[Commune] = relationship(back_populates="postal_codes")


class ReferenceLoad(Base):
    """Which edition of the official facts is in the tables, by the digest of its files."""

    __tablename__ = "reference_load"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    loaded_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
