"""The form of the first step: what a doctor must know to be interested."""

from __future__ import annotations

from typing import Any

from wtforms import EmailField, SelectField, StringField, TelField, TextAreaField
from wtforms.validators import Email, Length, Optional

from blueprints.offers.fields import DayField, PillsField, WholeField
from blueprints.web.commune_field import CommuneField, CommuneText
from blueprints.web.forms import BaseForm, CheckboxesField, longest
from models.offers import Offer
from models.vocabulary import Opportunity, PracticeMode
from services.offer_essentials import MOST_SITES, WHOLE_WEEK, list_fields
from services.offer_steps import Essentials

_TEXTS = ("title", "description", "contact_name", "contact_role", "contact_email", "contact_phone")


def _short(label: str, limit: int, **extra: Any) -> StringField:
    return StringField(label, [Optional(), longest(limit)], **extra)


class EssentialsForm(BaseForm):
    """Everything may be left for later; publishing says what is missing."""

    title = _short("Titre de l’offre", 120)
    field = SelectField("Spécialité recherchée", validate_choice=False)
    opportunities = CheckboxesField(
        "Type d’opportunité",
        choices=Opportunity.choices(),
        description="Cochez tout ce qui est possible\u00a0: l’offre sera montrée plus largement.",
    )
    practice_mode = PillsField("Mode d’exercice", PracticeMode.choices())
    start_on = DayField(
        "Début souhaité", description="Laissez vide si le poste est libre dès maintenant."
    )
    expires_on = DayField(
        "Fin de l’annonce", description="Passé ce jour, l’offre n’est plus montrée."
    )
    description = TextAreaField(
        "Le poste en quelques phrases",
        [longest()],
        render_kw={"rows": 7},
        description="Avec vos mots\u00a0: pourquoi ce poste, ce que vous ferez pour bien "
        "accueillir.",
    )
    contact_name = _short("Qui répondra aux médecins\u00a0?", 120, description="Prénom et nom.")
    contact_role = _short("Sa fonction", 120, description="Par exemple\u00a0: adjointe à la santé.")
    contact_email = EmailField(
        "Son adresse électronique",
        [
            Optional(),
            Length(max=254),
            Email("Cette adresse électronique n’est pas valable."),
        ],
        description="Donnée seulement lors d’une mise en relation.",
    )
    contact_phone = TelField(
        "Son téléphone",
        [Optional(), longest(30)],
        description="Donné seulement lors d’une mise en relation.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.field.choices = list_fields()

    @property
    def sites(self) -> list[SiteRow]:
        """The rows of the week, filled or not."""
        return [SiteRow(self, position) for position in range(MOST_SITES)]

    def validate(self, extra_validators: Any = None) -> bool:
        """A commune needs its share of the week."""
        valid = super().validate(extra_validators)
        for row in self.sites:
            if row.is_filled and row.share.data is None and not row.share.errors:
                row.share.errors = ["Indiquez la part de la semaine, en pourcentage."]
                valid = False
        return bool(valid)

    def said(self) -> Essentials:
        """What was said, once the form is valid."""
        texts = {name: (self[name].data or "").strip() for name in _TEXTS}
        return Essentials(
            field=self.field.data or None,
            opportunities=self.opportunities.data or None,
            practice_mode=self.practice_mode.said,
            sites=[(row.commune.code, row.share.data) for row in self.sites if row.is_filled],
            start_on=self.start_on.data,
            expires_on=self.expires_on.data,
            **texts,
        )


class SiteRow:
    """One place of the week and its share."""

    def __init__(self, form: EssentialsForm, position: int) -> None:
        self.position = position
        self.commune = form[f"site_{position}"]
        self.share = form[f"site_{position}_share"]

    @property
    def is_filled(self) -> bool:
        """Was a commune typed here?"""
        return bool((self.commune.data or "").strip())


for _position in range(MOST_SITES):
    _label = "Commune" if _position == 0 else f"Commune {_position + 1}"
    setattr(EssentialsForm, f"site_{_position}", CommuneField(_label))
    setattr(
        EssentialsForm,
        f"site_{_position}_share",
        WholeField("Part de la semaine, en %", 1, WHOLE_WEEK),
    )


def stored(offer: Offer) -> dict[str, Any]:
    """What the offer says already, under the names of the fields."""
    answers: dict[str, Any] = {
        "title": offer.title,
        "field": offer.field,
        "opportunities": offer.opportunities,
        "practice_mode": offer.practice_mode,
        "start_on": offer.start_on,
        "expires_on": offer.expires_on,
        "description": offer.description,
        "contact_name": offer.contact_name,
        "contact_role": offer.contact_role,
        "contact_email": offer.contact_email,
        "contact_phone": offer.contact_phone,
    }
    for site in offer.sites:
        answers[f"site_{site.position}"] = CommuneText.of(site.commune)
        answers[f"site_{site.position}_share"] = site.share
    return answers
