"""Migrations run both ways, and end where the models are."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect, text

from app import create_app
from models import Base, Consent, Doctor, db
from tests.factories.doctors import a_visible_doctor
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


@pytest.mark.parametrize("engine", ENGINES)
def test_no_row_is_lost_when_a_table_is_made_anew(
    new_database: Callable[[str], str], engine: str
) -> None:
    app: Flask = create_app(
        {"SECRET_KEY": "tests", "SQLALCHEMY_DATABASE_URI": new_database(engine)}
    )
    with app.app_context():
        a_visible_doctor()
        db.session.commit()
        db.session.remove()
        downgrade(revision="0001")
        with db.engine.connect() as connection:
            assert connection.scalar(text("SELECT count(*) FROM doctor")) == 1
            assert connection.scalar(text("SELECT count(*) FROM account_role")) == 1
        upgrade()
        assert db.session.query(Doctor).one().account.has_role("doctor")
        # Whoever was visible before consents were rows has said so in a row.
        consent = db.session.query(Consent).one()
        assert consent.given_at == db.session.query(Doctor).one().visible_since
        db.session.remove()
        db.engine.dispose()
