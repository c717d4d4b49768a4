"""Forms to sign up and to log in."""

from __future__ import annotations

from wtforms import PasswordField, RadioField, StringField
from wtforms.validators import DataRequired, Length

from blueprints.web.forms import BaseForm
from models.vocabulary import Role
from services.accounts import OPEN_ROLES, SHORTEST_PASSWORD


class SignUpForm(BaseForm):
    """An address, a password, and what one comes for."""

    role = RadioField(
        "Vous êtes",
        choices=[(role.value, role.label) for role in OPEN_ROLES],
        default=Role.DOCTOR.value,
    )
    email = StringField(
        "Adresse électronique",
        [DataRequired("Indiquez votre adresse électronique."), Length(max=254)],
        render_kw={"type": "email", "autocomplete": "username"},
    )
    password = PasswordField(
        "Mot de passe",
        [
            DataRequired("Choisissez un mot de passe."),
            Length(
                min=SHORTEST_PASSWORD,
                max=200,
                message=f"Choisissez un mot de passe d'au moins {SHORTEST_PASSWORD} caractères.",
            ),
        ],
        render_kw={"autocomplete": "new-password"},
    )


class LogInForm(BaseForm):
    """An address and a password."""

    email = StringField(
        "Adresse électronique",
        [DataRequired("Indiquez votre adresse électronique."), Length(max=254)],
        render_kw={"type": "email", "autocomplete": "username"},
    )
    password = PasswordField(
        "Mot de passe",
        [DataRequired("Indiquez votre mot de passe."), Length(max=200)],
        render_kw={"autocomplete": "current-password"},
    )
