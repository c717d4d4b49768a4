"""Migrations run both ways, and end where the models are."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect

from app import create_app
from models import Base, db
from tests.support.databases import ENGINES


@pytest.mark.parametrize("engine", ENGINES)
def test_down_to_nothing_and_up_again(new_database: Callable[[str], str], engine: str) -> None:
    app: Flask = create_app(
        {"SECRET_KEY": "tests", "SQLALCHEMY_DATABASE_URI": new_database(engine)}
    )
    with app.app_context():
        downgrade(revision="base")
        assert inspect(db.engine).get_table_names() == ["alembic_version"]
        upgrade()
        with db.engine.connect() as connection:
            context = MigrationContext.configure(connection, opts={"compare_type": True})
            assert compare_metadata(context, Base.metadata) == []
        db.session.remove()
        db.engine.dispose()
