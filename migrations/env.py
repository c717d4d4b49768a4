"""Alembic runs inside the application: one engine, one metadata."""

from typing import Any, Literal

from alembic import context
from flask import current_app
from sqlalchemy import JSON

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


def run_migrations() -> None:
    """Apply migrations on the application's own database."""
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_as_batch=True,
            compare_type=True,
            render_item=render_item,
        )
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()


run_migrations()
