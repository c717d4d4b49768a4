"""Accounts: how people come in. Who they are professionally lives elsewhere."""

from __future__ import annotations

from datetime import date, datetime

from flask_login import UserMixin
from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Timestamped, UtcDateTime


class Account(UserMixin, Timestamped, Base):
    """A person's key to the site. ``email`` is stored normalised, in lower case.

    ``confirmed_at`` stays empty until the person has answered at that address. Until then the
    account is provisional: several may name an address, and the first to answer there has it.
    """

    __tablename__ = "account"
    __table_args__ = (
        Index(
            "uq_account_email_confirmed",
            "email",
            unique=True,
            sqlite_where=text("confirmed_at IS NOT NULL"),
            postgresql_where=text("confirmed_at IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254))
    password_hash: Mapped[str] = mapped_column(String(255))
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    is_demo: Mapped[bool] = mapped_column(default=False)
    # for the end of what is kept: last activity, the warning before the end, the end
    last_seen_on: Mapped[date | None]
    warned_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    anonymised_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    roles: Mapped[list[AccountRole]] = relationship(
        back_populates="account",
        cascade="all, delete-orphan",
        lazy="selectin",
        order_by="AccountRole.role",
    )

    def has_role(self, role: str) -> bool:
        """Does this account hold ``role``?"""
        return any(held.role == role for held in self.roles)


class AccountRole(Base):
    """One role held by one account."""

    __tablename__ = "account_role"

    account_id: Mapped[int] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), primary_key=True
    )
    role: Mapped[str] = mapped_column(String(20), primary_key=True)
    account: Mapped[Account] = relationship(back_populates="roles")
