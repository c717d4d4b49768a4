"""CSV files that a spreadsheet opens as what they are: text, never a formula to run.

A cell that begins like a formula is preceded by an apostrophe, which spreadsheets hide.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from io import StringIO

# What starts a formula, also in its full-width spelling, also behind spaces or control characters.
_FORMULA = re.compile(r"[\s\x00-\x20\u200b-\u200f\ufeff]*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20|%]")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def safe_cell(value: object) -> str:
    """``value`` as the text of a cell; figures stay figures, what is not known stays empty."""
    if value is None:
        return ""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    text = str(value)
    cleaned = _UNPRINTABLE.sub("", text)
    return f"'{cleaned}" if _FORMULA.match(text) else cleaned


def write_csv(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A whole file as French spreadsheets expect it: marked UTF-8, semicolons, all quoted."""
    page = StringIO(newline="")
    writer = csv.writer(page, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerows([safe_cell(value) for value in row] for row in (header, *rows))
    return "\ufeff" + page.getvalue()
