"""Counters that slow down floods; in the database, so that every worker counts alike."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, UtcDateTime


class Throttle(Base):
    """How often ``action`` was done by ``key`` in the slice of time that began at ``window``.

    ``key`` is a keyed digest of an address or an account: no address is kept in clear.
    """

    __tablename__ = "throttle"

    action: Mapped[str] = mapped_column(String(20), primary_key=True)
    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    window: Mapped[datetime] = mapped_column(UtcDateTime, primary_key=True)
    count: Mapped[int] = mapped_column(default=0)
