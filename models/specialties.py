"""Medical specialties: the R38 table of the Agence du numérique en santé."""

from __future__ import annotations

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class Specialty(Base):
    """One line of R38; ``field`` groups the lines that practise alike (all GPs together)."""

    __tablename__ = "specialty"

    code: Mapped[str] = mapped_column(String(4), primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    field: Mapped[str] = mapped_column(String(40), index=True)
    field_name: Mapped[str] = mapped_column(String(80))
