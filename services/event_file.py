"""A list typed in a spreadsheet, read whatever its alphabet and its separators."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from io import StringIO

from services.communes import fold_name
from services.event_columns import COLUMNS, FIELD_BY_NAME, NAMES
from services.refusals import Refusal

LARGEST = 256 * 1024
MOST_LINES = 500
_DELIMITERS = (";", ",", "\t")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_PROTECTED = re.compile(r"'(?=\s*[=+\-@|%])")  # as ``csv_safety`` writes what could be a formula


class FileMissing(Refusal):
    """No file was chosen, or it is empty."""


class FileTooBig(Refusal):
    """More than ``limit`` kibibytes."""


class FileNotText(Refusal):
    """It is no text: a workbook, a picture."""


class FileBroken(Refusal):
    """A quotation mark opened on line ``line`` is never closed."""


class TooManyLines(Refusal):
    """More than ``most`` lines."""


class ColumnMissing(Refusal):
    """No column gives the ``column``; those found are ``found``."""


class ColumnTwice(Refusal):
    """Two columns give the ``column``."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line that says something: its number in the file, and its cells by field."""

    number: int
    cells: dict[str, str]
    too_many: bool = False


def read_file(content: bytes, *, needed: tuple[str, ...]) -> list[Line]:
    """The lines of a file; the columns of ``needed`` must be there."""
    text = decode(content)
    first = text.lstrip("\n").split("\n", 1)[0]
    rows = _rows(text, _delimiter_of(first))
    if rows and rows[0][1][0].lower().startswith("sep="):
        del rows[0]
    if not rows:
        raise FileMissing()
    if len(rows) > MOST_LINES + 1:
        raise TooManyLines(most=MOST_LINES)
    header = rows[0][1]
    fields = _read_header(header, needed)
    return [
        Line(
            number,
            {name: _plain(cells[at]) for at, name in fields.items() if at < len(cells)},
            too_many=any(cell.strip() for cell in cells[len(header) :]),
        )
        for number, cells in rows[1:]
    ]


def decode(content: bytes) -> str:
    """UTF-8, with or without its mark; else what spreadsheets of Windows write."""
    if not content.strip():
        raise FileMissing()
    if len(content) > LARGEST:
        raise FileTooBig(limit=LARGEST // 1024)
    if content.startswith(_UTF16):
        text = content.decode("utf-16", errors="replace")
    elif b"\x00" in content or content.startswith((b"PK\x03\x04", b"%PDF")):
        raise FileNotText()
    else:
        text = _decode_bytes(content)
    if "\x00" in text:
        raise FileNotText()
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _decode_bytes(content: bytes) -> str:
    for alphabet in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(alphabet)
        except UnicodeDecodeError:
            continue
    return content.decode("latin-1")


def _delimiter_of(header: str) -> str:
    """The one that a first line « sep=; » says, else that which makes most columns we know."""
    if header.lower().startswith("sep=") and header[4:5] in _DELIMITERS:
        return header[4:5]

    def known(delimiter: str) -> tuple[int, int]:
        cells = header.replace('"', "").split(delimiter)
        return sum(fold_name(cell) in FIELD_BY_NAME for cell in cells), len(cells)

    return max(_DELIMITERS, key=known)


def _rows(text: str, delimiter: str) -> list[tuple[int, list[str]]]:
    """Each line that holds something, with the number of the line where it begins."""
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows, begins = [], 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append((begins, cells))
            begins = reader.line_num + 1
    except csv.Error as error:
        raise FileBroken(line=begins) from error
    return rows


def _read_header(cells: list[str], needed: tuple[str, ...]) -> dict[int, str]:
    """Which cell gives which field: of two names for one, that which says it best."""
    best: dict[str, tuple[int, int]] = {}
    for position, cell in enumerate(cells):
        name = fold_name(cell)
        field = FIELD_BY_NAME.get(name)
        if field is None:
            continue
        rank = NAMES[field].index(name)
        if field in best and best[field][0] == rank:
            raise ColumnTwice(column=COLUMNS[field])
        if field not in best or rank < best[field][0]:
            best[field] = (rank, position)
    for field in needed:
        if field not in best:
            found = ", ".join(cell.strip()[:40] for cell in cells if cell.strip())[:300]
            raise ColumnMissing(column=COLUMNS[field], found=found)
    return {position: field for field, (_rank, position) in best.items()}


def _plain(cell: str) -> str:
    return _PROTECTED.sub("", cell.strip(), count=1) if cell.startswith("'") else cell.strip()
