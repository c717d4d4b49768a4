"""What is asked to let someone act beside us: for an organisation, at an evening."""

from __future__ import annotations

from wtforms import EmailField, RadioField
from wtforms.validators import DataRequired, Length

from blueprints.web.forms import BaseForm


class WhomToInviteForm(BaseForm):
    """An address, with or without an account."""

    email = EmailField(
        "Son adresse électronique",
        [DataRequired("Indiquez son adresse électronique."), Length(max=254)],
        description="Cette personne reçoit un lien valable sept jours, qu’elle ait déjà un "
        "compte ou non.",
    )


def may_do_field(choices: list[tuple[str, str]], default: str) -> RadioField:
    """What its owner may do; each form has words of its own for it."""
    return RadioField("Ce que cette personne pourra faire", choices=choices, default=default)
