"""A backup is only worth what is put back from it: every table is compared, row by row."""

from __future__ import annotations

import gzip
import io
import json
import stat
import tarfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import MetaData, select, text

from app import create_app
from models import Account, AccountRole, Base, db
from models.verifications import ProofDocument, Verification
from seeds.demo.world import build_world
from services.backup_archive import BackupUnreadable, to_json
from services.backups import (
    BackupExists,
    BackupTooNew,
    DatabaseBusy,
    DatabaseInUse,
    NothingToBackUp,
    make_backup,
    restore_backup,
)
from services.transaction import transaction
from tests.factories import an_account
from tests.support.databases import ENGINES

TODAY = date(2026, 11, 21)


@contextmanager
def open_site(url: str) -> Iterator[Flask]:
    site = create_app({"TESTING": True, "SECRET_KEY": "tests", "SQLALCHEMY_DATABASE_URI": url})
    with site.app_context():
        yield site
        db.session.remove()
        db.engine.dispose()


def every_row() -> dict[str, list[Any]]:
    """All that the database holds, as JSON, so that engines can be compared."""
    found = MetaData()
    with db.engine.connect() as connection:
        found.reflect(connection)
        return {
            table.name: sorted(
                json.dumps([to_json(value) for value in row], sort_keys=True)
                for row in connection.execute(
                    select(*sorted(table.columns, key=lambda column: column.name))
                )
            )
            for table in found.sorted_tables
        }


def a_small_world() -> None:
    """The demo world, and what it does not hold: bytes."""
    build_world(doctors=30, offers=12, seed=5, today=TODAY)
    proof = Verification(subject_kind="doctor", subject_id=1, method="steward", note="à voir")
    proof.documents = [ProofDocument(media_type="image/png", content=bytes(range(256)))]
    db.session.add(proof)
    db.session.commit()


def forget_france() -> None:
    """Forty thousand communes are put back once, above; the other tests do without."""
    if db.engine.dialect.name == "postgresql":
        db.session.execute(text("TRUNCATE postal_code, commune CASCADE"))
    else:
        db.session.execute(text("DELETE FROM postal_code"))
        db.session.execute(text("DELETE FROM commune"))
    db.session.commit()


@pytest.mark.parametrize(("origin", "target"), [ENGINES, ENGINES[::-1]])
def test_every_row_comes_back_on_either_engine(
    new_database: Callable[[str], str], tmp_path: Path, origin: str, target: str
) -> None:
    with open_site(new_database(origin)):
        a_small_world()
        before = every_row()
        path, manifest = make_backup(tmp_path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [path]
    assert set(before) == {table.name for table in manifest.tables} | {"alembic_version"}
    assert set(before) == set(Base.metadata.tables) | {"alembic_version"}

    with open_site(new_database(target)):
        restore_backup(path, replace=False)
        assert every_row() == before
        # The site goes on from there: the next row has a number of its own.
        known = set(db.session.scalars(select(Account.id)))
        db.session.rollback()
        assert an_account().id not in known
        db.session.rollback()


class SteadyWriter:
    """Someone who signs up again and again; an account and its role go together or not at all."""

    def __init__(self, url: str) -> None:
        self.written = 0
        self._url = url
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._write)

    def __enter__(self) -> SteadyWriter:
        self._thread.start()
        while not self.written:
            self._stop.wait(0.01)
        return self

    def __exit__(self, *_error: object) -> None:
        self._stop.set()
        self._thread.join()

    def _write(self) -> None:
        with open_site(self._url):
            while not self._stop.is_set():
                with transaction():
                    an_account(["host"])
                self.written += 1


@pytest.mark.parametrize("engine", ENGINES)
def test_the_site_writes_meanwhile_and_the_archive_is_one_instant(
    new_database: Callable[[str], str], tmp_path: Path, engine: str
) -> None:
    url = new_database(engine)
    with open_site(url), SteadyWriter(url) as writer:
        first = writer.written
        path, manifest = make_backup(tmp_path)
        last = writer.written
    rows = {table.name: table.rows for table in manifest.tables}
    assert last - first >= 5, "nobody wrote during the backup"
    assert first <= rows["account"] <= last + 1
    assert rows["account"] == rows["account_role"]
    with open_site(new_database(engine)):
        restore_backup(path, replace=False)
        orphans = select(AccountRole.account_id).except_(select(Account.id))
        assert db.session.scalars(orphans).all() == []


@pytest.mark.parametrize("engine", ENGINES)
def test_a_database_with_people_is_replaced_only_when_told(
    new_database: Callable[[str], str], tmp_path: Path, engine: str
) -> None:
    with open_site(new_database(engine)):
        forget_france()
        an_account(email="avant@example.org")
        db.session.commit()
        before = every_row()
        path, _ = make_backup(tmp_path / "ancrage.tar.gz")
        with pytest.raises(BackupExists):
            make_backup(path)
        an_account(email="apres@example.org")
        db.session.commit()
        db.session.remove()
        with pytest.raises(DatabaseInUse):
            restore_backup(path, replace=False)
        restore_backup(path, replace=True)
        assert every_row() == before


@pytest.mark.parametrize("engine", ENGINES)
def test_an_older_archive_is_brought_up_to_date(
    new_database: Callable[[str], str], tmp_path: Path, engine: str
) -> None:
    from flask_migrate import downgrade

    with open_site(new_database(engine)):
        forget_france()
        an_account(email="ancienne@example.org")
        db.session.commit()
        db.session.remove()
        head = db.session.scalar(text("SELECT version_num FROM alembic_version"))
        db.session.remove()
        downgrade(revision="0001")
        path, manifest = make_backup(tmp_path)
        assert manifest.revision == "0001"
        restore_backup(path, replace=True)
        assert db.session.scalar(text("SELECT version_num FROM alembic_version")) == head
        assert db.session.scalars(select(Account.email)).all() == ["ancienne@example.org"]


def rewritten(path: Path, change: Callable[[str, bytes], bytes]) -> Path:
    """The same archive with some members changed, as well packed as the real one."""
    other = path.with_name("autre.tar.gz")
    with tarfile.open(path) as source, tarfile.open(other, "w:gz") as out:
        for member in source:
            found = source.extractfile(member)
            assert found is not None
            content = change(member.name, found.read())
            member.size = len(content)
            out.addfile(member, io.BytesIO(content))
    return other


@pytest.mark.parametrize("engine", ENGINES)
def test_what_is_damaged_or_too_new_touches_nothing(
    new_database: Callable[[str], str], tmp_path: Path, engine: str
) -> None:
    with open_site(new_database(engine)):
        forget_france()
        an_account(email="intacte@example.org")
        db.session.commit()
        db.session.remove()
        path, _ = make_backup(tmp_path)
        whole = path.read_bytes()

        def newer(name: str, content: bytes) -> bytes:
            return (
                content.replace(b'"revision": "', b'"revision": "9') if "manif" in name else content
            )

        def forged(_name: str, content: bytes) -> bytes:
            return content.replace(b"intacte@", b"changee@")

        with pytest.raises(BackupTooNew):
            restore_backup(rewritten(path, newer), replace=True)
        with pytest.raises(BackupUnreadable):
            restore_backup(rewritten(path, forged), replace=True)
        for damage in (whole[: len(whole) // 2], b"", b"bonjour", gzip.compress(b"bonjour")):
            path.write_bytes(damage)
            with pytest.raises(BackupUnreadable):
                restore_backup(path, replace=True)
        assert db.session.scalars(select(Account.email)).all() == ["intacte@example.org"]


@pytest.mark.parametrize("engine", ENGINES)
def test_a_failure_half_way_leaves_everything_as_it_was(
    new_database: Callable[[str], str],
    tmp_path: Path,
    engine: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with open_site(new_database(engine)):
        forget_france()
        an_account(email="avant@example.org")
        db.session.commit()
        db.session.remove()
        path, _ = make_backup(tmp_path)
        before = every_row()

        def fail(*_: object) -> None:
            raise OSError("plus de place")

        monkeypatch.setattr("services.backups._advance_sequence", fail)
        with pytest.raises(OSError, match="plus de place"):
            restore_backup(path, replace=True)
        assert every_row() == before


def test_an_empty_database_has_nothing_to_back_up(tmp_path: Path) -> None:
    with open_site(f"sqlite:///{tmp_path / 'vide.db'}"), pytest.raises(NothingToBackUp):
        make_backup(tmp_path)


@pytest.mark.parametrize("engine", ENGINES)
def test_a_site_that_still_writes_stops_a_restoration(
    new_database: Callable[[str], str],
    tmp_path: Path,
    engine: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    url = new_database(engine)
    monkeypatch.setattr("services.backups.WAIT_SECONDS", 1)
    with open_site(url):
        forget_france()
        an_account()
        db.session.commit()
        path, _ = make_backup(tmp_path)
        an_account()  # not committed: the site is in the middle of something
        with pytest.raises(DatabaseBusy):
            restore_backup(path, replace=True)


def test_the_commands_say_what_they_did(new_database: Callable[[str], str], tmp_path: Path) -> None:
    with open_site(new_database("sqlite")) as site:
        forget_france()
        an_account()
        db.session.commit()
        db.session.remove()
        talk(site.test_cli_runner().invoke, tmp_path)


def talk(run: Callable[..., Any], tmp_path: Path) -> None:
    made = run(args=["backup", str(tmp_path)])
    assert made.exit_code == 0, made.output
    path = next(tmp_path.iterdir())
    assert str(path) in made.output
    refused = run(args=["restore", str(path)])
    assert refused.exit_code == 1
    assert "--yes" in refused.output
    restored = run(args=["restore", str(path), "--yes"])
    assert restored.exit_code == 0, restored.output
    missing = run(args=["backup", str(tmp_path / "nulle part" / "x.tar.gz")])
    assert missing.exit_code == 1
