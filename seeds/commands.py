"""``flask --app app init``: the tables and the official facts, whatever was there before."""

from __future__ import annotations

import time

import click
from flask import Flask
from flask_migrate import upgrade

from seeds.load_reference import is_loaded, load_reference
from services.transaction import transaction


def register(app: Flask) -> None:
    """Add the command."""

    @app.cli.command("init")
    def init() -> None:
        """Prépare la base : tables à jour, communes et spécialités chargées."""
        click.echo("Tables…", nl=False)
        upgrade()
        click.echo(" à jour.")
        if is_loaded():
            click.echo("Communes et spécialités : déjà chargées.")
            return
        began = time.perf_counter()
        click.echo("Communes de France et spécialités…")
        with transaction():
            load_reference(lambda line: click.echo(f"  {line}"))
        click.echo(f"Chargées en {time.perf_counter() - began:.1f} s.")
