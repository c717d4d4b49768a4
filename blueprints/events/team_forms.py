"""Forms of a team: whom to invite, and what each may do."""

from __future__ import annotations

from wtforms import EmailField, RadioField, SelectField
from wtforms.validators import DataRequired, Length

from blueprints.web.forms import BaseForm
from models.vocabulary import EventRight

_RIGHTS = [
    (EventRight.EDITOR.value, "Tout préparer et tenir la soirée, sauf l’annuler ou la clore"),
    (EventRight.DESK.value, "Tenir l’accueil et la régie le soir même"),
    (EventRight.OWNER.value, "Tout, y compris annuler la soirée et gérer l’équipe"),
]


class InviteOrganiserForm(BaseForm):
    """An address, with or without an account, and what its owner may do."""

    email = EmailField(
        "Son adresse électronique",
        [DataRequired("Indiquez son adresse électronique."), Length(max=254)],
        description="Cette personne reçoit un lien valable sept jours, qu’elle ait déjà un "
        "compte ou non.",
    )
    right = RadioField(
        "Ce que cette personne pourra faire", choices=_RIGHTS, default=EventRight.EDITOR.value
    )


class RightForm(BaseForm):
    """What someone may do from now on."""

    right = SelectField("Droit", choices=EventRight.choices())
