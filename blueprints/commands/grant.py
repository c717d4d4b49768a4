"""``flask grant``: give the roles that nobody takes by themselves, and a steward's territory."""

from __future__ import annotations

import click
from flask import Flask

from services.stewards import GIVEN_ROLES, AccountUnknown, DepartementUnknown, grant
from services.transaction import transaction


@click.command("grant")
@click.argument("role", type=click.Choice([role.value for role in GIVEN_ROLES]))
@click.argument("email")
@click.option(
    "--departement", "departements", multiple=True, help="Où un pilote décide ; plusieurs fois."
)
def grant_role(role: str, email: str, departements: tuple[str, ...]) -> None:
    """Donne un rôle à un compte confirmé : organiser, ambassador ou steward."""
    try:
        with transaction():
            territory = grant(role, email, departements)
    except AccountUnknown as refusal:
        raise click.ClickException(f"Aucun compte confirmé n'a l'adresse {email}.") from refusal
    except DepartementUnknown as refusal:
        raise click.ClickException(
            f"Aucun département n'a le code {refusal.data['code']}."
        ) from refusal
    click.echo(f"{email} a maintenant le rôle {role}.")
    if territory:
        click.echo(f"Territoire : {', '.join(territory)}.")
    elif role == "steward":
        click.echo("Sans territoire : ajoutez --departement pour que ce pilote voie des demandes.")


def register(app: Flask) -> None:
    """Give the command to the application."""
    app.cli.add_command(grant_role)
