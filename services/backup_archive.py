"""The archive of a backup: the same for both databases, readable without this code.

A gzipped tar: ``manifest.json``, then ``tables/<name>.jsonl``, a row per line as a list in the
order of the manifest's columns. Instants are ISO 8601 in UTC, bytes are base64.
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
import os
import tarfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from services.refusals import Refusal

FORMAT = 1
MANIFEST = "manifest.json"
OWNER_ONLY = 0o600


class BackupUnreadable(Refusal):
    """This file is no backup, or it was damaged."""


@dataclass(frozen=True, slots=True)
class TableEntry:
    """What the manifest says of one table."""

    name: str
    columns: tuple[str, ...]
    rows: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What the archive holds: the revision of its tables, and each table in an order that loads."""

    revision: str
    made_at: str
    engine: str
    tables: tuple[TableEntry, ...]

    @property
    def rows(self) -> int:
        """All rows of all tables."""
        return sum(table.rows for table in self.tables)


def to_json(value: Any) -> Any:
    """One value of a row as the archive writes it."""
    if isinstance(value, datetime):
        aware = value if value.tzinfo else value.replace(tzinfo=UTC)
        return aware.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode()
    return value


class ArchiveWriter:
    """Gathers tables in a private folder beside the destination, then writes the archive whole.

    The destination appears at once, complete, and only its owner may read it.
    """

    def __init__(self, destination: Path) -> None:
        self._destination = destination
        self._folder = TemporaryDirectory(prefix=".sauvegarde-", dir=destination.parent)
        self._tables: list[TableEntry] = []

    def __enter__(self) -> ArchiveWriter:
        return self

    def __exit__(self, *_error: object) -> None:
        self._folder.cleanup()

    def add_table(self, name: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """Write the rows of one table."""
        count, digest = 0, hashlib.sha256()
        with (Path(self._folder.name) / name).open("wb") as out:
            for row in rows:
                line = json.dumps([to_json(v) for v in row], ensure_ascii=False).encode() + b"\n"
                digest.update(line)
                out.write(line)
                count += 1
        self._tables.append(TableEntry(name, tuple(columns), count, digest.hexdigest()))

    def finish(self, *, revision: str, engine: str) -> Manifest:
        """Put the archive in its place."""
        made_at = datetime.now(UTC).isoformat(timespec="seconds")
        manifest = Manifest(revision, made_at, engine, tuple(self._tables))
        whole = Path(self._folder.name) / ".archive"
        handle = os.open(whole, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
        with os.fdopen(handle, "wb") as out, tarfile.open(fileobj=out, mode="w:gz") as tar:
            said = json.dumps(_describe(manifest), indent=1).encode()
            _add(tar, MANIFEST, len(said), io.BytesIO(said))
            for table in self._tables:
                path = Path(self._folder.name) / table.name
                with path.open("rb") as rows:
                    _add(tar, f"tables/{table.name}.jsonl", path.stat().st_size, rows)
            tar.close()
            out.flush()
            os.fsync(out.fileno())
        whole.rename(self._destination)
        return manifest


class ArchiveReader:
    """Reads an archive; ``check`` it whole before believing any of it."""

    def __init__(self, source: Path) -> None:
        self._source = source
        self.manifest = self._read_manifest()

    def check(self) -> None:
        """Refuse an archive in which a row was lost or changed."""
        for table in self.manifest.tables:
            count, digest = 0, hashlib.sha256()
            for line in self._lines(table):
                digest.update(line)
                count += 1
            if (count, digest.hexdigest()) != (table.rows, table.sha256):
                raise BackupUnreadable(path=self._source)

    def rows(self, table: TableEntry) -> Iterator[dict[str, Any]]:
        """The rows of one table, by column, as JSON knows them."""
        for line in self._lines(table):
            yield dict(zip(table.columns, json.loads(line), strict=True))

    def _lines(self, table: TableEntry) -> Iterator[bytes]:
        try:
            with tarfile.open(self._source, "r:gz") as tar:
                yield from _member(tar, f"tables/{table.name}.jsonl")
        except (OSError, EOFError, KeyError, zlib.error, tarfile.TarError) as damage:
            raise BackupUnreadable(path=self._source) from damage

    def _read_manifest(self) -> Manifest:
        try:
            with tarfile.open(self._source, "r:gz") as tar:
                said = json.loads(_member(tar, MANIFEST).read())
            if said["format"] != FORMAT:
                raise BackupUnreadable(path=self._source)
            tables = tuple(
                TableEntry(t["name"], tuple(t["columns"]), t["rows"], t["sha256"])
                for t in said["tables"]
            )
            return Manifest(said["revision"], said["made_at"], said["engine"], tables)
        except (OSError, EOFError, KeyError, TypeError, ValueError) as damage:
            raise BackupUnreadable(path=self._source) from damage
        except (zlib.error, tarfile.TarError) as damage:
            raise BackupUnreadable(path=self._source) from damage


def _describe(manifest: Manifest) -> Mapping[str, Any]:
    return {
        "format": FORMAT,
        "made_at": manifest.made_at,
        "revision": manifest.revision,
        "engine": manifest.engine,
        "tables": [
            {"name": t.name, "columns": t.columns, "rows": t.rows, "sha256": t.sha256}
            for t in manifest.tables
        ],
    }


def _add(tar: tarfile.TarFile, name: str, size: int, content: Any) -> None:
    info = tarfile.TarInfo(name)
    info.size, info.mode = size, OWNER_ONLY
    tar.addfile(info, content)


def _member(tar: tarfile.TarFile, name: str) -> Any:
    found = tar.extractfile(name)
    if found is None:
        raise KeyError(name)
    return found
