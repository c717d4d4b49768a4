"""Migrations run both ways, and end where the models are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import MetaData, inspect, select, text

from app import create_app
from models import Base, Consent, Doctor, EveningIntroduction, Outcome, db
from seeds.demo.world import build_world
from tests.factories import a_participant, an_event, an_introduction
from tests.factories.doctors import a_visible_doctor
from tests.support.databases import ENGINES, REFERENCE_TABLES, ROOT


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


def every_row() -> dict[str, tuple[list[str], list[dict[str, Any]]]]:
    """Columns and rows of every table that people fill, as they stand at this revision."""
    found = MetaData()
    with db.engine.connect() as connection:
        found.reflect(connection)
        return {
            table.name: (
                list(table.columns.keys()),
                [dict(row) for row in connection.execute(select(table)).mappings()],
            )
            for table in found.sorted_tables
            if table.name not in REFERENCE_TABLES and table.name != "alembic_version"
        }


def told_by(rows: list[dict[str, Any]], columns: list[str]) -> Counter[str]:
    return Counter(repr([row[name] for name in columns]) for row in rows)


def assert_nothing_lost(before: dict[str, Any], after: dict[str, Any], step: str) -> None:
    """What both revisions can tell is still told; a step may add rows."""
    for table in before.keys() & after.keys():
        (columns, rows), (other_columns, other_rows) = before[table], after[table]
        shared = sorted(set(columns) & set(other_columns))
        assert told_by(rows, shared) - told_by(other_rows, shared) == {}, f"{step}: {table}"


@pytest.mark.parametrize("engine", ENGINES)
def test_each_step_down_and_up_keeps_every_row(
    new_database: Callable[[str], str], engine: str
) -> None:
    app: Flask = create_app(
        {"SECRET_KEY": "tests", "SQLALCHEMY_DATABASE_URI": new_database(engine)}
    )
    revisions = [
        step.revision for step in ScriptDirectory(str(ROOT / "migrations")).walk_revisions()
    ]
    with app.app_context():
        build_world(doctors=25, offers=10, seed=3, today=date(2026, 11, 21))
        an_introduction()
        db.session.commit()
        db.session.remove()
        first = before = every_row()
        filled = {table for table, (_, rows) in first.items() if rows}
        assert {"account", "doctor", "household", "offer", "interest", "introduction"} <= filled
        for revision in revisions[1:]:
            downgrade(revision=revision)
            after = every_row()
            assert_nothing_lost(before, after, f"down to {revision}")
            before = after
        lowest = before
        for revision in reversed(revisions[:-1]):
            upgrade(revision=revision)
            after = every_row()
            assert_nothing_lost(before, after, f"up to {revision}")
            before = after
        assert before.keys() == first.keys()
        assert_nothing_lost(lowest, before, "down and up again")
        db.session.remove()
        db.engine.dispose()


@pytest.mark.parametrize("engine", ENGINES)
def test_drafts_that_nobody_has_set_leave_the_least_number_to_the_plan(
    new_database: Callable[[str], str], engine: str
) -> None:
    app: Flask = create_app(
        {"SECRET_KEY": "tests", "SQLALCHEMY_DATABASE_URI": new_database(engine)}
    )
    with app.app_context():
        for title, answers in (
            ("draft", {"status": "draft"}),
            ("draft with a least", {"status": "draft", "min_meetings": 2}),
            ("draft with a dial", {"status": "draft", "alpha": 0.5}),
            ("published", {}),
        ):
            an_event(title=title, **answers)
        db.session.commit()
        db.session.remove()
        downgrade(revision="0006")
        upgrade()
        kept = db.session.execute(
            text("SELECT title, auto_minimum, min_meetings FROM dating_event ORDER BY id")
        )
        assert [(title, bool(auto), least) for title, auto, least in kept] == [
            ("draft", True, 0),
            ("draft with a least", False, 2),
            ("draft with a dial", False, 0),
            ("published", False, 0),
        ]
        db.session.remove()
        db.engine.dispose()


@pytest.mark.parametrize("engine", ENGINES)
def test_outcomes_keep_their_introduction_and_what_was_said(
    new_database: Callable[[str], str], engine: str
) -> None:
    app: Flask = create_app(
        {"SECRET_KEY": "tests", "SQLALCHEMY_DATABASE_URI": new_database(engine)}
    )
    with app.app_context():
        event = an_event()
        first, second = a_participant(event), a_participant(event)
        host = a_participant(event, "host")
        for person in (first, second):
            pair = {"event_id": event.id, "candidate_id": person.id, "host_id": host.id}
            if person is first:
                db.session.add(EveningIntroduction(**pair))
            said = {"visited": False, "said_by": "host"} if person is first else {}
            noted = {"is_noted": True, "visited": True, "settled": False, "said_by": "organiser"}
            asked = {"asked_at": event.starts_at} | said
            db.session.add_all(Outcome(**pair, months=6, **each) for each in (asked, noted))
            db.session.add(Outcome(**pair, months=12, **asked | noted))
        db.session.commit()
        kept = [event.id, first.id, host.id]
        db.session.remove()
        downgrade(revision="0007")
        before = "SELECT months, visited, settled, said_by FROM outcome ORDER BY months"
        with db.engine.connect() as connection:
            # A yes of either stays; what was noted of people who were not introduced goes.
            assert [tuple(row) for row in connection.execute(text(before))] == [
                (6, True, False, "host"),
                (12, True, False, "organiser"),
            ]
        upgrade()
        rows = db.session.scalars(select(Outcome).order_by(Outcome.months, Outcome.is_noted)).all()
        assert {(row.event_id, row.candidate_id, row.host_id) for row in rows} == {tuple(kept)}
        assert [
            (row.months, row.is_noted, row.visited, row.said_by, bool(row.asked_at)) for row in rows
        ] == [
            (6, False, True, "host", True),
            (12, False, None, None, True),
            (12, True, True, "organiser", False),
        ]
        db.session.remove()
        db.engine.dispose()
