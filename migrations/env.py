"""Alembic runs inside the application: one engine, one metadata."""

from typing import Any, Literal

from alembic import context
from flask import current_app
from sqlalchemy import JSON, Connection

from models import Base
from models.base import UtcDateTime

engine = current_app.extensions["migrate"].db.engine


def render_item(kind: str, item: Any, autogen: Any) -> str | Literal[False]:
    """Write our own column types as what they are in the database."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, JSON):
        autogen.imports.add("from sqlalchemy.dialects import postgresql")
        return (
            "sa.JSON(none_as_null=True)"
            ".with_variant(postgresql.JSONB(none_as_null=True), 'postgresql')"
        )
    return False


def _enforce_foreign_keys(connection: Connection, *, on: bool) -> None:
    if connection.dialect.name == "sqlite":
        raw = connection.connection.dbapi_connection
        assert raw is not None  # noqa: S101 - an open connection has one
        raw.execute(f"PRAGMA foreign_keys={'ON' if on else 'OFF'}")


def _run_on(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        compare_type=True,
        render_item=render_item,
    )
    with context.begin_transaction():
        context.run_migrations()


def run_migrations() -> None:
    """Apply migrations on the application's own database, or in the transaction of a caller.

    A caller's connection to SQLite has its foreign keys off already: inside a transaction it is
    too late to say so.
    """
    given = context.config.attributes.get("connection")
    if given is not None:
        _run_on(given)
        return
    with engine.connect() as connection:
        # SQLite alters a table by making it anew; with foreign keys on, dropping the old one
        # would take along every row that refers to it.
        _enforce_foreign_keys(connection, on=False)
        _run_on(connection)
        connection.commit()
        _enforce_foreign_keys(connection, on=True)


run_migrations()
