"""Can this process serve? The database answers, and its tables are those of this code."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from models.base import db

MIGRATIONS = Path(__file__).resolve().parent.parent / "migrations"


def what_is_missing() -> str | None:
    """``"database"``, ``"migrations"`` or nothing."""
    try:
        found = db.session.execute(text("select version_num from alembic_version")).scalars().all()
    except SQLAlchemyError:
        db.session.rollback()
        return "database"
    return None if set(found) == _heads() else "migrations"


@cache
def _heads() -> set[str]:
    return set(ScriptDirectory(str(MIGRATIONS)).get_heads())
