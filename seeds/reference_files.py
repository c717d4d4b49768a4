"""Reading the committed reference files, as typed rows in the order of their codes."""

import csv
import gzip
import io
from collections.abc import Iterator
from pathlib import Path
from typing import TypedDict

REFERENCE = Path(__file__).resolve().parent / "reference"
DEPARTEMENT_OUTLINES = REFERENCE / "departements.geojson"


class CommuneRow(TypedDict):
    """One current commune; the measures are None where no source gives them."""

    code: str
    nom: str
    departement: str
    region: str
    epci: str | None
    population: int | None
    density: float | None
    surface_km2: float | None
    lat: float | None
    lon: float | None
    zone: str
    codes_postaux: list[str]
    siren: str | None
    mairie_email: str | None
    anciens_codes: list[str]


class DistrictRow(TypedDict):
    """One municipal district of Paris, Lyon or Marseille, and its commune."""

    code: str
    nom: str
    commune: str
    departement: str
    region: str
    population: int
    density: float
    surface_km2: float
    lat: float
    lon: float
    codes_postaux: list[str]


class PostalCodeRow(TypedDict):
    """One commune served by one postal code."""

    code_postal: str
    commune: str


class FormerCodeRow(TypedDict):
    """One code found in older files and the current commune that holds its land."""

    ancien_code: str
    commune: str


class EpciRow(TypedDict):
    """One EPCI; the type is CC, CA, CU, METRO or MET69."""

    code: str
    nom: str
    type: str
    population: int


class DepartementRow(TypedDict):
    """One département or overseas collectivity."""

    code: str
    nom: str
    region: str


class RegionRow(TypedDict):
    """One region or overseas collectivity."""

    code: str
    nom: str


class SpecialtyRow(TypedDict):
    """One specialty of the R38 table and the group it belongs to."""

    code: str
    libelle: str
    filiere: str


class SpecialtyGroupRow(TypedDict):
    """One group of specialties, with its French label."""

    code: str
    libelle: str


def read_communes() -> Iterator[CommuneRow]:
    """Yield every current commune."""
    for row in _read("communes.csv.gz"):
        yield {
            "code": row["code"],
            "nom": row["nom"],
            "departement": row["departement"],
            "region": row["region"],
            "epci": row["epci"] or None,
            "population": int(row["population"]) if row["population"] else None,
            "density": float(row["density"]) if row["density"] else None,
            "surface_km2": float(row["surface_km2"]) if row["surface_km2"] else None,
            "lat": float(row["lat"]) if row["lat"] else None,
            "lon": float(row["lon"]) if row["lon"] else None,
            "zone": row["zone"],
            "codes_postaux": row["codes_postaux"].split(),
            "siren": row["siren"] or None,
            "mairie_email": row["mairie_email"] or None,
            "anciens_codes": row["anciens_codes"].split(),
        }


def read_municipal_districts() -> Iterator[DistrictRow]:
    """Yield the 45 municipal districts."""
    for row in _read("municipal_districts.csv"):
        yield {
            "code": row["code"],
            "nom": row["nom"],
            "commune": row["commune"],
            "departement": row["departement"],
            "region": row["region"],
            "population": int(row["population"]),
            "density": float(row["density"]),
            "surface_km2": float(row["surface_km2"]),
            "lat": float(row["lat"]),
            "lon": float(row["lon"]),
            "codes_postaux": row["codes_postaux"].split(),
        }


def read_postal_codes() -> Iterator[PostalCodeRow]:
    """Yield each pair of a postal code and a commune it serves."""
    for row in _read("communes.csv.gz"):
        for code in row["codes_postaux"].split():
            yield {"code_postal": code, "commune": row["code"]}


def read_former_codes() -> Iterator[FormerCodeRow]:
    """Yield every commune code that is no longer current, municipal districts included."""
    for row in _read("communes.csv.gz"):
        for code in row["anciens_codes"].split():
            yield {"ancien_code": code, "commune": row["code"]}
    for row in _read("municipal_districts.csv"):
        yield {"ancien_code": row["code"], "commune": row["commune"]}


def read_epci() -> Iterator[EpciRow]:
    """Yield every EPCI with own taxation."""
    for row in _read("epci.csv.gz"):
        population = int(row["population"])
        yield {
            "code": row["code"],
            "nom": row["nom"],
            "type": row["type"],
            "population": population,
        }


def read_departements() -> Iterator[DepartementRow]:
    """Yield the 101 départements and the overseas collectivities."""
    for row in _read("departements.csv"):
        yield {"code": row["code"], "nom": row["nom"], "region": row["region"]}


def read_regions() -> Iterator[RegionRow]:
    """Yield the 18 regions and the overseas collectivities."""
    for row in _read("regions.csv"):
        yield {"code": row["code"], "nom": row["nom"]}


def read_specialties() -> Iterator[SpecialtyRow]:
    """Yield the specialties of the R38 table."""
    for row in _read("specialites.csv"):
        yield {"code": row["code"], "libelle": row["libelle"], "filiere": row["filiere"]}


def read_specialty_groups() -> Iterator[SpecialtyGroupRow]:
    """Yield the groups of specialties."""
    for row in _read("filieres.csv"):
        yield {"code": row["code"], "libelle": row["libelle"]}


def _read(name: str) -> Iterator[dict[str, str]]:
    content = (REFERENCE / name).read_bytes()
    if name.endswith(".gz"):
        content = gzip.decompress(content)
    yield from csv.DictReader(io.StringIO(content.decode("utf-8"), newline=""))
