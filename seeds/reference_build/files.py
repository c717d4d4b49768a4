"""Writing so that the same sources give the same bytes."""

import csv
import gzip
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any


def write_table(
    path: Path, columns: Sequence[str], rows: Iterable[Mapping[str, str | int | float]]
) -> None:
    """Write one CSV table, compressed when its name ends in .gz."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    content = text.getvalue().encode("utf-8")
    if path.suffix == ".gz":
        content = gzip.compress(content, compresslevel=9, mtime=0)
    path.write_bytes(content)


def write_json(path: Path, value: Any, one_per_line: str) -> None:
    """Write an object compactly, with the items of one of its lists on a line each."""
    frame = {key: item for key, item in value.items() if key != one_per_line}
    lines = ",\n".join(_compact(item) for item in value[one_per_line])
    head = _compact(frame)[:-1]
    path.write_text(f'{head},"{one_per_line}":[\n{lines}\n]}}\n', "utf-8")


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
