"""How SQLite is opened: several workers write without losing or blocking one another.

In WAL mode a transaction that will write takes the lock at its start (BEGIN IMMEDIATE), one
that only reads never waits (BEGIN DEFERRED). The edge says which with ``reading_only``.
"""

from __future__ import annotations

from contextvars import ContextVar
from typing import Any

from sqlalchemy import Connection, Engine, event

reading_only: ContextVar[bool] = ContextVar("reading_only", default=False)


def _on_connect(dbapi_connection: Any, _record: Any) -> None:
    dbapi_connection.isolation_level = None
    cursor = dbapi_connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=NORMAL",
        "foreign_keys=ON",
        "busy_timeout=20000",  # two hundred people may register in the same minute
        "cache_size=-32000",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _on_begin(connection: Connection) -> None:
    mode = "DEFERRED" if reading_only.get() else "IMMEDIATE"
    connection.exec_driver_sql(f"BEGIN {mode}")


def configure(engine: Engine) -> None:
    """Install the rules above on a SQLite engine; PostgreSQL needs none."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _on_connect)
        event.listen(engine, "begin", _on_begin)
