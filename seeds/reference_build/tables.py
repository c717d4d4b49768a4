"""The rows of each committed table, in the order of their codes."""

from collections.abc import Iterator, Mapping

from seeds.reference_build.landmasses import landmass_of
from seeds.reference_build.places import Place
from seeds.reference_build.sources import Row, Sources

Cell = str | int | float
Table = Iterator[dict[str, Cell]]

COMMUNE_COLUMNS = [
    "code",
    "nom",
    "departement",
    "region",
    "epci",
    "population",
    "density",
    "surface_km2",
    "lat",
    "lon",
    "zone",
    "codes_postaux",
    "siren",
    "mairie_email",
    "anciens_codes",
]
DISTRICT_COLUMNS = [
    "code",
    "nom",
    "commune",
    "departement",
    "region",
    "population",
    "density",
    "surface_km2",
    "lat",
    "lon",
    "codes_postaux",
]
EPCI_COLUMNS = ["code", "nom", "type", "population"]
DEPARTEMENT_COLUMNS = ["code", "nom", "region"]
REGION_COLUMNS = ["code", "nom"]


def communes(sources: Sources, places: Mapping[str, Place]) -> Table:
    """Yield every current commune."""
    epci_of = {member["code"]: epci["code"] for epci in sources.epci for member in epci["membres"]}
    for row in sources.current_communes():
        place = places.get(row["code"])
        yield {
            "code": row["code"],
            "nom": row["nom"],
            "departement": row["departement"],
            "region": row["region"],
            "epci": epci_of.get(row["code"], ""),
            **_measures(row, place),
            "zone": landmass_of(row["code"], row["departement"]),
            "codes_postaux": " ".join(row.get("codesPostaux", [])),
            "siren": row.get("siren", ""),
            "mairie_email": place.email if place else "",
            "anciens_codes": " ".join(row.get("anciensCodes", [])),
        }


def municipal_districts(sources: Sources, places: Mapping[str, Place]) -> Table:
    """Yield the districts of Paris, Lyon and Marseille."""
    for row in sources.municipal_districts():
        yield {
            "code": row["code"],
            "nom": row["nom"],
            "commune": row["commune"],
            "departement": row["departement"],
            "region": row["region"],
            **_measures(row, places.get(row["code"])),
            "codes_postaux": " ".join(row["codesPostaux"]),
        }


def epci(sources: Sources) -> Table:
    """Yield every EPCI, its population being that of its communes in the commune table."""
    people = {row["code"]: row.get("population", 0) for row in sources.current_communes()}
    for row in sorted(sources.epci, key=lambda row: str(row["code"])):
        population = sum(people[member["code"]] for member in row["membres"])
        name = " ".join(row["nom"].split())
        yield {"code": row["code"], "nom": name, "type": row["type"], "population": population}


def departements(sources: Sources) -> Table:
    """Yield départements and overseas collectivities."""
    for row in sorted(sources.departements, key=lambda row: str(row["code"])):
        yield {column: row[column] for column in DEPARTEMENT_COLUMNS}


def regions(sources: Sources) -> Table:
    """Yield regions and overseas collectivities."""
    for row in sorted(sources.regions, key=lambda row: str(row["code"])):
        yield {column: row[column] for column in REGION_COLUMNS}


def _measures(row: Row, place: Place | None) -> dict[str, Cell]:
    measures: dict[str, Cell] = {"population": row.get("population", "")}
    if place and place.point and place.surface_km2:
        longitude, latitude = place.point
        measures |= {
            "density": round(row["population"] / place.surface_km2, 1),
            "surface_km2": round(place.surface_km2, 2),
            "lat": round(latitude, 5),
            "lon": round(longitude, 5),
        }
    return measures
