"""What keeps every worker's scoring arrays fresh: a clock, its log and the shared vocabulary."""

from __future__ import annotations

from typing import Any

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Json, Timestamped


class MarketClock(Base):
    """One row. Advancing it locks it until commit, so versions become visible in their order."""

    __tablename__ = "market_clock"

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=0)


class MarketChange(Base):
    """Row ``row_id`` of ``kind`` changed what scoring reads, at ``version`` of the clock."""

    __tablename__ = "market_change"

    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(String(12), primary_key=True)
    row_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)


class TextModelRow(Timestamped, Base):
    """The fitted vocabulary and weights of project texts: one row, shared by all workers."""

    __tablename__ = "text_model"

    id: Mapped[int] = mapped_column(primary_key=True)
    payload: Mapped[dict[str, Any]] = mapped_column(Json)
