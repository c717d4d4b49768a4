"""Back the database up while the site writes, and put it back, on either engine.

What is read is one instant of the database: a snapshot that later writes do not enter. What is
put back is put back whole or not at all, in one transaction, whichever engine it came from.
Secrets (SECRET_KEY, SMTP) are in the environment, never in an archive.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import (
    JSON,
    Column,
    Connection,
    Date,
    DateTime,
    LargeBinary,
    MetaData,
    Table,
    inspect,
    select,
    text,
)
from sqlalchemy.exc import OperationalError

from models.base import db
from models.engine import reading_only
from services.backup_archive import ArchiveReader, ArchiveWriter, Manifest, TableEntry
from services.refusals import Refusal

MIGRATIONS = Path(__file__).resolve().parent.parent / "migrations"
VERSION_TABLE = "alembic_version"
CHUNK = 1_000
WAIT_SECONDS = 5  # how long a restoration waits for whoever holds the tables


class BackupExists(Refusal):
    """There is a file of that name already, and it may be the only good one."""


class NothingToBackUp(Refusal):
    """This database was never prepared."""


class BackupTooNew(Refusal):
    """The archive comes from a later version of Ancrage."""


class BackupMismatch(Refusal):
    """The archive's tables are not those of the revision it names."""


class DatabaseInUse(Refusal):
    """People are in this database: replacing it must be said."""


class DatabaseBusy(Refusal):
    """Someone else holds the tables: the site is still running."""


def default_name(at: datetime | None = None) -> str:
    """``ancrage-20261121-214500.tar.gz``, so that names sort by date."""
    return f"ancrage-{(at or datetime.now(UTC)):%Y%m%d-%H%M%S}.tar.gz"


def make_backup(destination: Path) -> tuple[Path, Manifest]:
    """Write every table, as of one instant, into an archive that only its owner may read."""
    if destination.is_dir():
        destination /= default_name()
    if destination.exists():
        raise BackupExists(path=destination)
    with _snapshot() as connection, ArchiveWriter(destination) as archive:
        revision = _revision(connection)
        for table in _tables(connection):
            ordered = select(table).order_by(*table.primary_key.columns)
            rows = connection.execution_options(yield_per=CHUNK).execute(ordered)
            archive.add_table(table.name, [column.name for column in table.columns], rows)
        return destination, archive.finish(revision=revision, engine=connection.dialect.name)


def restore_backup(source: Path, *, replace: bool) -> Manifest:
    """Put an archive in the place of all that the database holds, then bring it up to date."""
    archive = ArchiveReader(source)
    manifest = archive.manifest
    known = {found.revision for found in ScriptDirectory(str(MIGRATIONS)).walk_revisions()}
    if manifest.revision not in known:
        raise BackupTooNew(revision=manifest.revision)
    archive.check()
    with _alone() as connection:
        if not replace and _holds_people(connection):
            raise DatabaseInUse()
        _drop_everything(connection)
        _migrate(connection, manifest.revision)
        _fill(connection, archive)
        _migrate(connection, "head")
        _check_links(connection)
    return manifest


@contextmanager
def _snapshot() -> Iterator[Connection]:
    """A connection whose every query sees the same instant, without stopping who writes."""
    token = reading_only.set(True)  # SQLite: a deferred transaction in WAL mode is a snapshot
    try:
        with db.engine.connect() as connection:
            if connection.dialect.name == "postgresql":
                connection.execution_options(
                    isolation_level="REPEATABLE READ", postgresql_readonly=True
                )
            yield connection
    finally:
        reading_only.reset(token)


@contextmanager
def _alone() -> Iterator[Connection]:
    """One transaction around everything, or a refusal if someone else holds the tables."""
    with db.engine.connect() as connection:
        is_sqlite = connection.dialect.name == "sqlite"
        try:
            if is_sqlite:  # outside of a transaction, or SQLite does not hear it
                _pragma(connection, "foreign_keys=OFF")
            with connection.begin():
                if not is_sqlite:
                    connection.execute(text(f"SET LOCAL lock_timeout = '{WAIT_SECONDS}s'"))
                yield connection
        except OperationalError as error:
            raise DatabaseBusy() from error
        finally:
            if is_sqlite:
                _pragma(connection, "foreign_keys=ON")


def _pragma(connection: Connection, setting: str) -> None:
    raw = connection.connection.dbapi_connection
    raw.execute(f"PRAGMA {setting}")  # type: ignore[union-attr]


def _revision(connection: Connection) -> str:
    if not inspect(connection).has_table(VERSION_TABLE):
        raise NothingToBackUp()
    return str(connection.scalar(text(f"SELECT version_num FROM {VERSION_TABLE}")))  # noqa: S608


def _tables(connection: Connection) -> list[Table]:
    """The tables as they stand in the database, those referred to before those that refer."""
    found = MetaData()
    found.reflect(connection)
    return [table for table in found.sorted_tables if table.name != VERSION_TABLE]


def _holds_people(connection: Connection) -> bool:
    if not inspect(connection).has_table("account"):
        return False
    return connection.scalar(text("SELECT 1 FROM account LIMIT 1")) is not None


def _drop_everything(connection: Connection) -> None:
    found = MetaData()
    found.reflect(connection)
    found.drop_all(connection)


def _migrate(connection: Connection, revision: str) -> None:
    config = Config(MIGRATIONS / "alembic.ini")
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def _fill(connection: Connection, archive: ArchiveReader) -> None:
    tables = {table.name: table for table in _tables(connection)}
    for entry in archive.manifest.tables:
        table = tables.get(entry.name)
        if table is None or set(entry.columns) != set(table.columns.keys()):
            raise BackupMismatch(table=entry.name)
    for table in reversed(list(tables.values())):  # what a migration may have put there
        connection.execute(table.delete())
    for entry in archive.manifest.tables:
        _fill_table(connection, archive, entry, tables[entry.name])


def _fill_table(
    connection: Connection, archive: ArchiveReader, entry: TableEntry, table: Table
) -> None:
    naive = connection.dialect.name == "sqlite"
    for column in table.columns:
        if isinstance(column.type, JSON):
            column.type.none_as_null = True  # an empty document is NULL, as models write it
    rows = (
        {name: _from_json(value, table.columns[name], naive=naive) for name, value in row.items()}
        for row in archive.rows(entry)
    )
    while chunk := list(islice(rows, CHUNK)):
        connection.execute(table.insert(), chunk)
    _advance_sequence(connection, table)


def _from_json(value: Any, column: Column[Any], *, naive: bool) -> Any:
    if value is None:
        return None
    if isinstance(column.type, DateTime):
        at = datetime.fromisoformat(value)
        return at.replace(tzinfo=None) if naive else at
    if isinstance(column.type, Date):
        return date.fromisoformat(value)
    if isinstance(column.type, LargeBinary):
        return base64.b64decode(value)
    return value


def _advance_sequence(connection: Connection, table: Table) -> None:
    """PostgreSQL numbers the next row by a counter, which has to pass the rows put back."""
    keys = list(table.primary_key.columns)
    if connection.dialect.name != "postgresql" or len(keys) != 1:
        return
    counter = connection.scalar(
        text("SELECT pg_get_serial_sequence(:table, :column)"),
        {"table": table.name, "column": keys[0].name},
    )
    highest = connection.scalar(select(keys[0]).order_by(keys[0].desc()).limit(1))
    if counter and highest is not None:
        connection.execute(
            text("SELECT setval(:counter, :at)"), {"counter": counter, "at": highest}
        )


def _check_links(connection: Connection) -> None:
    """SQLite was told not to look while tables were made anew: look now."""
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
        if broken is not None:
            raise BackupMismatch(table=broken[0])
