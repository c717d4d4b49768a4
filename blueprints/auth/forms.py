"""Forms of accounts: addresses, passwords, codes."""

from __future__ import annotations

from typing import Any

from wtforms import PasswordField, RadioField, StringField
from wtforms.validators import DataRequired, Length

from blueprints.web.forms import BaseForm
from models.vocabulary import Role
from services.accounts import OPEN_ROLES, SHORTEST_PASSWORD


def _email(label: str = "Adresse électronique") -> StringField:
    return StringField(
        label,
        [DataRequired("Indiquez votre adresse électronique."), Length(max=254)],
        render_kw={"type": "email", "autocomplete": "username"},
    )


def _known_password(label: str = "Mot de passe") -> PasswordField:
    return PasswordField(
        label,
        [DataRequired("Indiquez votre mot de passe."), Length(max=200)],
        render_kw={"autocomplete": "current-password"},
    )


def _new_password(label: str = "Mot de passe") -> PasswordField:
    return PasswordField(
        label,
        [
            DataRequired("Choisissez un mot de passe."),
            Length(
                min=SHORTEST_PASSWORD,
                max=200,
                message=f"Choisissez un mot de passe d’au moins {SHORTEST_PASSWORD} caractères.",
            ),
        ],
        render_kw={"autocomplete": "new-password"},
    )


def _code(label: str, **attributes: Any) -> StringField:
    return StringField(
        label,
        [DataRequired("Recopiez le code."), Length(max=20)],
        render_kw={"autocomplete": "one-time-code", "spellcheck": "false", **attributes},
    )


class SignUpForm(BaseForm):
    """An address, a password, and what one comes for."""

    role = RadioField(
        "Vous êtes",
        choices=[(role.value, role.label) for role in OPEN_ROLES],
        default=Role.DOCTOR.value,
    )
    email = _email()
    password = _new_password()


class LogInForm(BaseForm):
    """An address and a password."""

    email = _email()
    password = _known_password()


class AddressForm(BaseForm):
    """The address whose password was forgotten."""

    email = _email()


class NewPasswordForm(BaseForm):
    """The password that replaces a forgotten one."""

    password = _new_password("Nouveau mot de passe")


class ChangePasswordForm(BaseForm):
    """The password, and the one that replaces it."""

    current = _known_password("Mot de passe actuel")
    password = _new_password("Nouveau mot de passe")


class ChangeEmailForm(BaseForm):
    """Another address, asked for by someone who knows the password."""

    email = _email("Nouvelle adresse")
    current = _known_password("Votre mot de passe")


class PasswordForm(BaseForm):
    """The password, to prove that a link is opened by the owner of the account."""

    password = _known_password("Votre mot de passe")


class PlainForm(BaseForm):
    """A button."""


class CodeForm(BaseForm):
    """The code of this moment, or a recovery code."""

    code = _code("Code à six chiffres")


class FirstCodeForm(BaseForm):
    """The first code, which proves that the telephone has learnt the secret."""

    code = _code("Code à six chiffres", inputmode="numeric")


class RemoveFactorForm(BaseForm):
    """Both factors, to do without the second."""

    current = _known_password("Votre mot de passe")
    code = _code("Code à six chiffres, ou code de secours")
