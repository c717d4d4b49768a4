"""The RPPS extract: read, compared, loaded twice."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from models import RppsEntry, db
from services.keys import make_rpps
from services.rpps_extract import NameCheck, check_name, read_columns

HEAD = (
    "Type d'identifiant PP|Identifiant PP|Identification nationale PP|Code civilité d'exercice|"
    "Nom d'exercice|Prénom d'exercice|Code profession|Libellé profession|"
    "Code catégorie professionnelle|Code type savoir-faire|Code savoir-faire"
)
FILLER = [f"Colonne {n}" for n in range(56 - HEAD.count("|") - 1)]
COLUMNS = [*HEAD.split("|"), *FILLER]


def a_line(rpps: str, last: str, first: str, profession: str = "10", kind: str = "8") -> str:
    """One activity of one person."""
    said = [kind, rpps, f"8{rpps}", "DR", last, first, profession, "Médecin", "C", "S", "SM54"]
    return "|".join([*said, *[""] * len(FILLER)]) + "|\n"


def an_extract(folder: Path, *lines: str, head: str | None = None) -> str:
    """A file as the register publishes it."""
    file = folder / "PS_LibreAcces_Personne_activite_202611210800.txt"
    file.write_text((head or "|".join(COLUMNS) + "|") + "\n" + "".join(lines), encoding="utf-8")
    return str(file)


def load(app: Flask, file: str) -> str:
    """What the command says."""
    db.session.commit()
    return app.test_cli_runner().invoke(args=["import-rpps", file]).output


def test_doctors_only_are_kept_and_loading_twice_changes_nothing(
    app: Flask, tmp_path: Path
) -> None:
    file = an_extract(
        tmp_path,
        a_line(make_rpps(1), "D'ÉTÉ", "Jean-Noël"),
        a_line(make_rpps(1), "D'ÉTÉ", "Jean-Noël"),  # a second activity
        a_line(make_rpps(2), "INFIRMIER", "Ida", profession="60"),
        a_line("123456789", "ADELI", "Ada", kind="0"),
        a_line(make_rpps(3), "LE GOFF", "Maël"),
        "a|broken|line\n",
    )
    for _time in range(2):
        assert "6 lignes lues, 2 médecins gardés, 0 retirés" in load(app, file)
        kept = db.session.scalars(select(RppsEntry).order_by(RppsEntry.rpps)).all()
        assert [(row.last_name, row.first_name) for row in kept] == [
            ("d ete", "jean noel"),
            ("le goff", "mael"),
        ]
        assert {row.specialty_code for row in kept} == {"SM54"}
        db.session.rollback()
    assert check_name(make_rpps(1), "Jean Noël", "D’Été") is NameCheck.SAME
    assert check_name(make_rpps(1), "Jean", "D’Été") is NameCheck.OTHER_NAME
    assert check_name(make_rpps(9), "Jean", "D’Été") is NameCheck.UNKNOWN_NUMBER


def test_who_left_the_register_goes(app: Flask, tmp_path: Path) -> None:
    both = [a_line(make_rpps(n), f"NOM{n}", "Lou") for n in (1, 2)]
    load(app, an_extract(tmp_path, *both))
    assert "1 médecins gardés, 1 retirés" in load(app, an_extract(tmp_path, both[1]))


def test_a_file_that_is_something_else_replaces_nothing(app: Flask, tmp_path: Path) -> None:
    load(app, an_extract(tmp_path, a_line(make_rpps(1), "NOM", "Lou")))
    assert "il manque les colonnes" in load(app, an_extract(tmp_path, head="nom;prénom"))
    assert "Aucun médecin" in load(app, an_extract(tmp_path))
    assert db.session.get(RppsEntry, make_rpps(1)) is not None


def test_editions_name_their_columns_otherwise() -> None:
    other = "|".join(COLUMNS).replace("'", "’").replace("é", "e").upper()
    assert read_columns(other) == read_columns("|".join(COLUMNS))


@pytest.mark.usefixtures("app")
def test_without_an_extract_nothing_is_said() -> None:
    assert check_name(make_rpps(1), "Lou", "Nom") is NameCheck.NO_EXTRACT
