"""Put a demo world into the database: rows in bulk, a chunk at a time."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Table, func, insert, select

from models import Commune, Departement, Epci, Specialty
from models.base import Base, db
from seeds.demo.geography import Ground, make_ground
from seeds.demo.tables import NUMBERED, TABLES, Row, World

CHUNK = 2_000


def read_ground() -> Ground:
    """The communes, names and specialties that the reference data hold."""
    communes = db.session.execute(
        select(
            Commune.code,
            Commune.name,
            Commune.departement_code,
            Commune.region_code,
            Commune.epci_code,
            Commune.population,
            Commune.density,
            Commune.latitude,
            Commune.longitude,
            Commune.zone,
        )
    )
    specialties = db.session.execute(
        select(Specialty.code, Specialty.field).order_by(Specialty.code)
    )
    return make_ground(
        [tuple(row) for row in communes],
        _names(select(Departement.code, Departement.name)),
        _names(select(Epci.code, Epci.name)),
        {row.code: row.field for row in specialties},
    )


def _names(query: Any) -> dict[str, str]:
    return {row[0]: row[1] for row in db.session.execute(query)}


def last_ids() -> dict[str, int]:
    """The highest id of each numbered table."""
    return {
        table.__tablename__: db.session.scalar(select(func.max(_table(table).c.id))) or 0
        for table in NUMBERED
    }


def insert_world(world: World, password_hash: str) -> None:
    """Insert every row of the world in the current transaction; all share one password."""
    for table in TABLES:
        extra = {"password_hash": password_hash} if table.__tablename__ == "account" else {}
        _insert(_table(table), world.rows[table], extra)
    if db.session.get_bind().dialect.name == "postgresql":
        _advance_sequences()


def _insert(table: Table, rows: list[Row], extra: Row) -> None:
    connection = db.session.connection()
    blank = dict.fromkeys(key for row in rows for key in row) | extra
    for start in range(0, len(rows), CHUNK):
        chunk = rows[start : start + CHUNK]
        connection.execute(insert(table), [blank | row for row in chunk])


def _advance_sequences() -> None:
    """Rows came with their ids, of which PostgreSQL's sequences know nothing."""
    for table in NUMBERED:
        name = table.__tablename__
        db.session.execute(
            select(
                func.setval(
                    func.pg_get_serial_sequence(name, "id"),
                    select(func.coalesce(func.max(_table(table).c.id), 1)).scalar_subquery(),
                )
            )
        )


def _table(model: type[Base]) -> Table:
    table = model.__table__
    assert isinstance(table, Table)  # noqa: S101 - tells the type checker
    return table
