"""Who runs the clock, when the database is PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import text

from models.base import db

# Any constant will do, as long as nothing else in this database locks it.
SCHEDULER_LOCK = 7_246_531


@contextmanager
def hold_database_lock() -> Iterator[bool]:
    """Try to hold the scheduler's session lock; it ends with the connection, even by kill -9."""
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        leads = bool(
            connection.scalar(text("SELECT pg_try_advisory_lock(:key)"), {"key": SCHEDULER_LOCK})
        )
        try:
            yield leads
        finally:
            if leads:
                connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": SCHEDULER_LOCK})
