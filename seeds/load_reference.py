"""Put the official facts into the database: new rows added, changed rows corrected."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from sqlalchemy import insert, inspect, select, update

from models.base import Base, db, now
from models.communes import Commune, Departement, Epci, PostalCode, ReferenceLoad, Region
from models.specialties import Specialty
from seeds import reference_files as files
from services.communes import fold_name

Progress = Callable[[str], None]
Row = dict[str, Any]
CHUNK = 2_000


def reference_digest() -> str:
    """The digest of the committed files and of this loader's reading of them."""
    digest = hashlib.sha256(b"reading 1")
    for path in sorted(files.REFERENCE.glob("*.csv*")):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def is_loaded() -> bool:
    """Is this very edition in the tables already?"""
    return db.session.get(ReferenceLoad, reference_digest()) is not None


def load_reference(say: Progress) -> None:
    """Load everything; a second call finds nothing to change. The caller commits."""
    for table, rows in _tables():
        say(f"{table.__tablename__} : {_reconcile(table, list(rows))}")
    digest = reference_digest()
    if not db.session.get(ReferenceLoad, digest):
        db.session.execute(insert(ReferenceLoad).values(digest=digest, loaded_at=now()))


def _tables() -> Sequence[tuple[type[Base], Iterable[Row]]]:
    groups = {row["code"]: row["libelle"] for row in files.read_specialty_groups()}
    return (
        (Region, ({"code": r["code"], "name": r["nom"]} for r in files.read_regions())),
        (Departement, (_departement(r) for r in files.read_departements())),
        (Epci, (_epci(r) for r in files.read_epci())),
        (Commune, (_commune(r) for r in files.read_communes())),
        (
            PostalCode,
            (
                {"code": r["code_postal"], "commune_code": r["commune"]}
                for r in files.read_postal_codes()
            ),
        ),
        (Specialty, (_specialty(r, groups) for r in files.read_specialties())),
    )


def _departement(row: files.DepartementRow) -> Row:
    return {"code": row["code"], "name": row["nom"], "region_code": row["region"]}


def _epci(row: files.EpciRow) -> Row:
    return {
        "code": row["code"],
        "name": row["nom"],
        "kind": row["type"],
        "population": row["population"],
    }


def _commune(row: files.CommuneRow) -> Row:
    return {
        "code": row["code"],
        "name": row["nom"],
        "search_name": fold_name(row["nom"]),
        "departement_code": row["departement"],
        "region_code": row["region"],
        "epci_code": row["epci"],
        "population": row["population"],
        "density": row["density"],
        "latitude": row["lat"],
        "longitude": row["lon"],
        "zone": row["zone"],
        "siren": row["siren"],
        "town_hall_email": row["mairie_email"],
        "former_codes": row["anciens_codes"] or None,
    }


def _specialty(row: files.SpecialtyRow, groups: dict[str, str]) -> Row:
    return {
        "code": row["code"],
        "name": row["libelle"],
        "field": row["filiere"],
        "field_name": groups[row["filiere"]],
    }


def _reconcile(table: type[Base], rows: list[Row]) -> str:
    """Add the rows that are new and correct those that changed; say how many."""
    mapper = inspect(table)
    keys = [str(column.key) for column in mapper.primary_key]
    names = list(rows[0])
    columns = [getattr(table, name) for name in names]
    known = {
        tuple(row[name] for name in keys): row
        for row in map(dict, db.session.execute(select(*columns)).mappings())
    }
    fresh = [row for row in rows if tuple(row[k] for k in keys) not in known]
    moved = [
        row
        for row in rows
        if (was := known.get(tuple(row[k] for k in keys))) is not None and was != row
    ]
    for start in range(0, len(fresh), CHUNK):
        db.session.execute(insert(table), fresh[start : start + CHUNK])
    if moved:
        db.session.execute(update(table), moved)
    return f"{len(fresh)} ajoutées, {len(moved)} corrigées"
