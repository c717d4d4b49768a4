"""``flask --app app emails``: read the messages before anyone receives them."""

from __future__ import annotations

from pathlib import Path

import click
from flask import Flask

from services.email_samples import SAMPLES
from services.emails import Email, render_email


def register(app: Flask) -> None:
    """Add the command."""

    @app.cli.command("emails")
    @click.argument("name", required=False, type=click.Choice(sorted(SAMPLES)))
    @click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="Dossier.")
    def emails(name: str | None, out: Path | None) -> None:
        """Montre les courriels avec un contenu d'exemple, ou les écrit dans un dossier."""
        for each in [name] if name else sorted(SAMPLES):
            email = render_email(each, SAMPLES[each])
            if out is None:
                click.echo(f"=== {each}\n{email.subject}\n\n{email.text}")
            else:
                _write(out, each, email)
                click.echo(f"{each} : {email.subject}")


def _write(folder: Path, name: str, email: Email) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).with_suffix(".txt").write_text(
        f"{email.subject}\n\n{email.text}", encoding="utf-8"
    )
    (folder / name).with_suffix(".html").write_text(email.html, encoding="utf-8")
