"""``flask backup`` and ``flask restore``: the whole database, from either engine to either."""

from __future__ import annotations

from pathlib import Path

import click
from flask import Flask

from blueprints.web.refusals import add_sentences, sentence
from services import backup_archive, backups
from services.refusals import Refusal

SENTENCES: dict[type[Refusal], str] = {
    backup_archive.BackupUnreadable: "{path} n'est pas une sauvegarde d'Ancrage, ou elle est "
    "abîmée. Rien n'a été touché.",
    backups.BackupExists: "{path} existe déjà : une sauvegarde n'en écrase jamais une autre.",
    backups.NothingToBackUp: "Cette base est vide : préparez-la avec « flask --app app init ».",
    backups.BackupTooNew: "Cette sauvegarde vient d'une version plus récente d'Ancrage "
    "(révision {revision}). Mettez d'abord le code à jour. Rien n'a été touché.",
    backups.BackupMismatch: "La table « {table} » de la sauvegarde n'est pas celle de sa "
    "révision. Rien n'a été touché.",
    backups.DatabaseInUse: "Il y a des comptes dans cette base. Pour la remplacer tout entière, "
    "ajoutez --yes (et faites d'abord une sauvegarde).",
    backups.DatabaseBusy: "La base est occupée : arrêtez le site et l'horloge, puis recommencez. "
    "Rien n'a été touché.",
}


@click.command("backup")
@click.argument("destination", type=click.Path(path_type=Path))
def backup(destination: Path) -> None:
    """Sauvegarde toute la base dans DESTINATION (fichier .tar.gz, ou dossier).

    Le site peut continuer pendant ce temps. Les secrets n'y sont pas.
    """
    if not destination.absolute().parent.is_dir():
        raise click.ClickException(f"Le dossier {destination.absolute().parent} n'existe pas.")
    try:
        path, manifest = backups.make_backup(destination.absolute())
    except Refusal as refusal:
        raise click.ClickException(sentence(refusal)) from refusal
    click.echo(
        f"{path} : {manifest.rows} lignes de {len(manifest.tables)} tables, "
        f"révision {manifest.revision}, {path.stat().st_size / 1e6:.1f} Mo."
    )


@click.command("restore")
@click.argument("source", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--yes", "replace", is_flag=True, help="Remplacer une base où il y a des comptes.")
def restore(source: Path, replace: bool) -> None:
    """Remet la sauvegarde SOURCE à la place de toute la base, puis la met à jour.

    Arrêtez d'abord le site et l'horloge. Tout est remis, ou rien n'est touché.
    """
    try:
        manifest = backups.restore_backup(source, replace=replace)
    except Refusal as refusal:
        raise click.ClickException(sentence(refusal)) from refusal
    click.echo(
        f"{manifest.rows} lignes de {len(manifest.tables)} tables remises, telles qu'au "
        f"{manifest.made_at} (révision {manifest.revision}, puis mise à jour)."
    )


def register(app: Flask) -> None:
    """Give the commands to the application."""
    add_sentences(SENTENCES)
    app.cli.add_command(backup)
    app.cli.add_command(restore)
