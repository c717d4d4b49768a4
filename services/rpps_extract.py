"""The RPPS extract (« PS_LibreAcces_Personne_activite »): load it, and compare a name with it.

Text, UTF-8, columns between « | », one line for each activity of a professional. Editions name
their columns with other accents and apostrophes, so columns are found by their folded names.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite

from models.base import db, now
from models.verifications import RppsEntry
from services.refusals import Refusal

CHUNK = 5_000
DOCTOR, RPPS = "10", "8"
_SPECIALTY = re.compile(r"S[CM]\d\d")
_LONGEST_NAME = 80
_COLUMNS = {
    "kind": "typedidentifiantpp",
    "rpps": "identifiantpp",
    "last_name": "nomdexercice",
    "first_name": "prenomdexercice",
    "profession": "codeprofession",
    "specialty": "codesavoirfaire",
}


class ColumnsMissing(Refusal):
    """This is no such extract: ``names`` are not among its columns."""


class ExtractEmpty(Refusal):
    """Not one doctor in it: nothing was replaced."""


class NameCheck(Enum):
    """What the extract says of a number and a name."""

    NO_EXTRACT = "no_extract"
    UNKNOWN_NUMBER = "unknown_number"
    OTHER_NAME = "other_name"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What an extract held."""

    lines: int
    doctors: int
    gone: int


def load_extract(lines: Iterable[str]) -> LoadReport:
    """Replace the extract by this edition, a chunk at a time; loading it twice changes nothing."""
    rows = iter(lines)
    places = read_columns(next(rows, "").removeprefix("\ufeff"))
    began, read, seen = now(), 0, set[str]()
    chunk: dict[str, dict[str, Any]] = {}
    for line in rows:
        read += 1
        entry = read_line(line, places)
        if entry is None or entry["rpps"] in seen:
            continue
        seen.add(entry["rpps"])
        chunk[entry["rpps"]] = entry | {"loaded_at": began}
        if len(chunk) == CHUNK:
            _write(list(chunk.values()))
            chunk.clear()
    if not seen:
        raise ExtractEmpty()
    _write(list(chunk.values()))
    gone = db.session.execute(delete(RppsEntry).where(RppsEntry.loaded_at < began))
    return LoadReport(read, len(seen), gone.rowcount)  # type: ignore[attr-defined]


def read_columns(header: str) -> dict[str, int]:
    """Where each column that we read stands, whatever the edition's spelling."""
    names = [re.sub(r"[^a-z0-9]", "", fold(name)) for name in header.split("|")]
    missing = sorted(name for name in _COLUMNS.values() if name not in names)
    if missing:
        raise ColumnsMissing(names=", ".join(missing))
    return {key: names.index(name) for key, name in _COLUMNS.items()}


def read_line(line: str, places: dict[str, int]) -> dict[str, Any] | None:
    """The doctor of a line; none for other professions and other registers."""
    cells = line.rstrip("\r\n").split("|")
    if len(cells) <= max(places.values()):
        return None
    if cells[places["profession"]] != DOCTOR or cells[places["kind"]] != RPPS:
        return None
    number = cells[places["rpps"]].strip()
    if not (len(number) == 11 and number.isascii() and number.isdigit()):
        return None
    specialty = cells[places["specialty"]].strip()
    return {
        "rpps": number,
        "last_name": _folded(cells[places["last_name"]]),
        "first_name": _folded(cells[places["first_name"]]),
        "specialty_code": specialty if _SPECIALTY.fullmatch(specialty) else None,
    }


def check_name(rpps: str, first_name: str | None, last_name: str | None) -> NameCheck:
    """Does the extract give this number to someone of this name?"""
    entry = db.session.get(RppsEntry, rpps)
    if entry is None:
        known = db.session.scalar(select(RppsEntry.rpps).limit(1))
        return NameCheck.UNKNOWN_NUMBER if known else NameCheck.NO_EXTRACT
    typed = words_of(f"{first_name or ''} {last_name or ''}")
    same = typed == words_of(f"{entry.first_name} {entry.last_name}")
    return NameCheck.SAME if same else NameCheck.OTHER_NAME


def words_of(name: str) -> Sequence[str]:
    """The words of a name in alphabetical order, without accents, hyphens or capitals.

    >>> words_of("Jean-Noël D'Été") == words_of("DETE JEAN NOEL")
    False
    >>> words_of("Jean-Noël Été") == words_of("ETE JEAN NOEL")
    True
    """
    return sorted(re.findall(r"[a-z0-9]+", fold(name)))


def fold(text: str) -> str:
    """Lower case, without accents or ligatures."""
    spelt = text.lower().replace("œ", "oe").replace("æ", "ae")
    if spelt.isascii():
        return spelt
    plain = unicodedata.normalize("NFKD", spelt)
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


@lru_cache(maxsize=50_000)
def _folded(name: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", fold(name)))[:_LONGEST_NAME]


def _write(entries: list[dict[str, Any]]) -> None:
    if not entries:
        return
    dialect = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    insert = dialect.insert(RppsEntry)
    renewed = {
        name: insert.excluded[name]
        for name in ("last_name", "first_name", "specialty_code", "loaded_at")
    }
    db.session.execute(insert.on_conflict_do_update(index_elements=["rpps"], set_=renewed), entries)
