"""Forms of an organisation and of its members."""

from __future__ import annotations

from wtforms import (
    FileField,
    SelectField,
    StringField,
    TelField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Length, Optional

from blueprints.web.commune_field import CommuneField
from blueprints.web.forms import BaseForm, longest
from blueprints.web.invitation_form import WhomToInviteForm, may_do_field
from models.vocabulary import MemberRole, OrganisationKind
from services.verifications import LONGEST_NOTE


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
        description="Laissez vide\u00a0: «\u00a0Mairie de Cahors\u00a0», par exemple, sera "
        "proposé.",
    )
    phone = TelField(
        "Téléphone",
        [Optional(), longest(30)],
        description="Donné seulement lors d’une mise en relation.",
    )
    siret = StringField("SIRET", [Optional(), Length(max=30)], render_kw={"inputmode": "numeric"})
    finess = StringField("Numéro FINESS", [Optional(), Length(max=30)])


_ROLES = [
    (MemberRole.EDITOR.value, "Rédiger et publier les offres"),
    (MemberRole.READER.value, "Lire seulement"),
    (MemberRole.ADMIN.value, "Tout, y compris gérer les membres"),
]


class InvitationForm(WhomToInviteForm):
    """Whom to invite to act for the organisation, and what they may do."""

    role = may_do_field(_ROLES, MemberRole.EDITOR.value)


class RoleForm(BaseForm):
    """What a member may do from now on."""

    role = SelectField("Rôle", choices=MemberRole.choices())


class ProofForm(BaseForm):
    """What a steward looks at: a number, a document, a few words."""

    siret = StringField(
        "SIRET",
        [Optional(), Length(max=30)],
        description="14 chiffres.",
        render_kw={"inputmode": "numeric"},
    )
    finess = StringField("Numéro FINESS", [Optional(), Length(max=30)], description="9 caractères.")
    document = FileField(
        "Document",
        description="Délibération, arrêté, courrier à en-tête… PDF, JPEG ou PNG, 2\u00a0Mo "
        "au plus. Seuls les pilotes de votre département le voient, jusqu’à leur décision.",
        render_kw={"accept": "application/pdf,image/jpeg,image/png"},
    )
    note = TextAreaField(
        "Un mot pour le pilote",
        [longest(LONGEST_NOTE)],
        description="Votre fonction, par exemple, et un numéro de standard où vous joindre.",
        render_kw={"rows": 3},
    )
