"""What a part of the copy of one's data is: whose rows, of which table, and what is held back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement

from models.base import Base


@dataclass(frozen=True, slots=True)
class Person:
    """Whose rows are wanted. ``email`` is empty until the person has answered at it."""

    account_id: int
    email: str
    doctor_id: int
    rpps: str


@dataclass(frozen=True, slots=True)
class Share:
    """The rows of one table that concern a person, and what is held back of them, and why."""

    key: str
    title: str
    table: type[Base]
    rows: Callable[[Person], ColumnElement[bool]]
    held_back: Mapping[str, str] = field(default_factory=dict)
    only: tuple[str, ...] = ()
    rest: str = ""

    def columns(self) -> list[str]:
        """The columns that go out."""
        names = [column.name for column in self.table.__table__.columns]
        wanted = [name for name in names if not self.only or name in self.only]
        return [name for name in wanted if name not in self.held_back]
