"""The official facts in the tables, as often as one likes."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import func, select

from models import Commune, Departement, Epci, PostalCode, ReferenceLoad, Region, Specialty, db
from seeds.load_reference import is_loaded, load_reference

TABLES = (Commune, Departement, Epci, PostalCode, Region, Specialty)


def _counts() -> list[int]:
    return [db.session.scalar(select(func.count()).select_from(table)) or 0 for table in TABLES]


def test_every_commune_is_there(app: Flask) -> None:
    assert is_loaded()
    assert _counts()[0] == 34_969
    cahors = db.session.get(Commune, "46042")
    assert cahors is not None
    assert (cahors.departement.name, cahors.zone) == ("Lot", "metro")


def test_loading_again_changes_nothing(app: Flask) -> None:
    before, said = _counts(), []
    load_reference(said.append)
    assert _counts() == before
    assert [line.split(" : ")[1] for line in said] == ["0 ajoutées, 0 corrigées"] * len(TABLES)
    db.session.rollback()


def test_loading_mends_what_is_wrong_and_adds_what_is_missing(app: Flask) -> None:
    cahors = db.session.get(Commune, "46042")
    assert cahors is not None
    right = cahors.population
    cahors.population = 3
    db.session.query(PostalCode).filter_by(code="46000").delete()
    db.session.query(ReferenceLoad).delete()
    db.session.flush()
    said: list[str] = []
    load_reference(said.append)
    db.session.expire_all()
    assert cahors.population == right
    assert "commune : 0 ajoutées, 1 corrigées" in said
    assert is_loaded()
    db.session.rollback()
