"""``flask import-rpps``: load an extract of the RPPS, to compare doctors' names with."""

from __future__ import annotations

import time
from pathlib import Path

import click
from flask import Flask

from blueprints.web.refusals import sentence
from services.rpps_extract import ColumnsMissing, ExtractEmpty, load_extract
from services.transaction import transaction


@click.command("import-rpps")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def import_rpps(file: Path) -> None:
    """Charge un extrait « PS_LibreAcces_Personne_activite » du RPPS ; il remplace le précédent."""
    began = time.perf_counter()
    try:
        with file.open(encoding="utf-8", errors="replace", newline="\n") as lines, transaction():
            report = load_extract(lines)
    except (ColumnsMissing, ExtractEmpty) as refusal:
        raise click.ClickException(sentence(refusal)) from refusal
    seconds = time.perf_counter() - began
    click.echo(
        f"{report.lines} lignes lues, {report.doctors} médecins gardés, "
        f"{report.gone} retirés, en {seconds:.1f} s."
    )


def register(app: Flask) -> None:
    """Give the command to the application."""
    app.cli.add_command(import_rpps)
