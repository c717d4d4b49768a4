"""``flask --app app demo``: fill the database with imaginary people and posts."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import click
from flask import Flask


def register(app: Flask) -> None:
    """Add the command."""

    @app.cli.command("demo")
    @click.option("--doctors", default=600, show_default=True, type=click.IntRange(1, 200_000))
    @click.option("--offers", default=240, show_default=True, type=click.IntRange(2, 100_000))
    @click.option("--seed", default=2026, show_default=True, type=click.IntRange(0))
    @click.option("--if-empty", is_flag=True, help="Ne rien faire si quelqu'un est déjà là.")
    @click.option("--today", type=click.DateTime(["%Y-%m-%d"]), help="Le jour de référence.")
    def demo(doctors: int, offers: int, seed: int, if_empty: bool, today: datetime | None) -> None:
        """Remplit la base de médecins et d'offres imaginaires."""
        if app.config["PRODUCTION"]:
            raise click.ClickException(
                "En production, personne n'est imaginaire : la démonstration se charge ailleurs."
            )
        from seeds.demo.world import DemoWorldRefused, build_world, is_anyone_there

        if if_empty and is_anyone_there():
            click.echo("Monde de démonstration : la base n'est pas vide, rien n'est ajouté.")
            return
        began = time.perf_counter()
        day = (today or datetime.now(UTC)).date()
        click.echo(f"Monde de démonstration : {doctors} médecins, {offers} offres…")
        try:
            summary = build_world(
                doctors=doctors,
                offers=offers,
                seed=seed,
                today=day,
                progress=lambda line: click.echo(f"  {line}"),
            )
        except DemoWorldRefused as refused:
            raise click.ClickException(refused.sentence) from refused
        seconds = time.perf_counter() - began
        click.echo(f"{summary.in_french()}, chargés en {seconds:.1f} s.")
