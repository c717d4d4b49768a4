"""Forms of an organisation and of its members."""

from __future__ import annotations

from wtforms import EmailField, RadioField, SelectField, StringField, TelField
from wtforms.validators import DataRequired, Length, Optional

from blueprints.web.commune_field import CommuneField
from blueprints.web.forms import BaseForm, longest
from models.vocabulary import MemberRole, OrganisationKind


class OrganisationForm(BaseForm):
    """Who publishes: a kind and a commune are enough, a name is proposed."""

    kind = SelectField("Vous représentez", choices=OrganisationKind.choices())
    commune = CommuneField(
        "Commune",
        [DataRequired("Indiquez la commune de votre organisation.")],
        description="Son nom ou son code postal.",
    )
    name = StringField(
        "Nom affiché aux médecins",
        [Optional(), longest(160)],
        description="Laissez vide : « Mairie de Cahors », par exemple, sera proposé.",
    )
    phone = TelField(
        "Téléphone",
        [Optional(), longest(30)],
        description="Donné seulement lors d’une mise en relation.",
    )
    siret = StringField("SIRET", [Optional(), Length(max=30)], render_kw={"inputmode": "numeric"})
    finess = StringField("Numéro FINESS", [Optional(), Length(max=30)])


class MemberForm(BaseForm):
    """Someone who has an account already, and what they may do."""

    email = EmailField(
        "Adresse électronique de son compte",
        [DataRequired("Indiquez l’adresse électronique de son compte."), Length(max=254)],
        description="La personne doit d’abord s’être inscrite sur Ancrage.",
    )
    role = RadioField(
        "Ce que cette personne pourra faire",
        choices=[
            (MemberRole.EDITOR.value, "Rédiger et publier les offres"),
            (MemberRole.READER.value, "Lire seulement"),
            (MemberRole.ADMIN.value, "Tout, y compris gérer les membres"),
        ],
        default=MemberRole.EDITOR.value,
    )
