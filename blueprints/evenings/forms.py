"""What one says of oneself to come to an evening: little, and most of it may stay unsaid."""

from __future__ import annotations

from typing import Any

from wtforms import BooleanField, EmailField, RadioField, TelField, URLField
from wtforms.validators import DataRequired, InputRequired, Optional

from blueprints.evenings.fields import (
    HourField,
    OptionField,
    clean,
    long_text,
    real_email,
    short_text,
    specialty_choices,
)
from blueprints.web.commune_field import CommuneField, CommuneText
from blueprints.web.forms import BaseForm, CheckboxesField, longest, optional_choices
from models.dating_events import DatingEvent
from models.participants import Participant
from models.vocabulary import CoupleMode, Opportunity, PracticeMode, Stage
from services.communes import find_commune
from services.participant_wordings import CURRENT, wording_of
from services.registration_answers import DRIVES, LONGEST_PITCH, Registration

_PLAIN = ("first_name", "last_name", "phone", "badge_name", "pitch")
_NAMED = "Indiquez votre {}\u00a0: il sert à votre accueil, la salle ne le voit pas."


class RegistrationForm(BaseForm):
    """What both sides are asked."""

    email = EmailField(
        "Adresse électronique",
        [DataRequired("Indiquez votre adresse électronique."), longest(254), real_email],
        description="Un message y part\u00a0: son lien ouvre votre page, sans mot de passe.",
        render_kw={"autocomplete": "email"},
    )
    first_name = short_text(
        "Prénom",
        80,
        DataRequired(_NAMED.format("prénom")),
        render_kw={"autocomplete": "given-name"},
    )
    last_name = short_text(
        "Nom", 80, DataRequired(_NAMED.format("nom")), render_kw={"autocomplete": "family-name"}
    )
    phone = TelField(
        "Téléphone",
        [Optional(), longest(30)],
        filters=[clean],
        description="Pour les organisateurs, le soir même.",
        render_kw={"autocomplete": "tel"},
    )
    specialty_code = OptionField("Spécialité", validate_choice=False)
    opportunities = CheckboxesField("Ce que vous cherchez", choices=Opportunity.choices())
    commune = CommuneField("Commune", description="Son nom ou son code postal.")
    arrives = HourField("J’arrive", is_arrival=True)
    leaves = HourField("Je reste", is_arrival=False)
    agree = BooleanField(
        wording_of(), [InputRequired("Sans votre accord, l’inscription ne peut pas être gardée.")]
    )

    def fill(self, event: DatingEvent, participant: Participant | None = None) -> None:
        """List the specialties and the hours of this evening."""
        self.specialty_code.choices = specialty_choices()
        self.arrives.fill(event, participant.arrives_at if participant else None)
        self.leaves.fill(event, participant.leaves_at if participant else None)

    def forget(self, *names: str) -> None:
        """Ask that no more: it is known."""
        for name in names:
            if name in self:
                del self[name]

    def said(self, email: str) -> Registration:
        """What to keep."""
        texts = {name: self[name].data or None for name in _PLAIN if name in self}
        return Registration(
            email=email,
            commune_code=self.commune.code if "commune" in self else None,
            answers=self.answers(),
            arrives_at=self.arrives.hour,
            leaves_at=self.leaves.hour,
            consent_wording=CURRENT,
            **texts,
            **self.own_side(),
        )

    def answers(self) -> dict[str, Any]:
        """What scoring reads, by the names under which it is kept."""
        names = self.asked()
        return {name: self[name].data or None for name in names if name in self}

    def asked(self) -> tuple[str, ...]:
        """The answers of this side."""
        return ()

    def own_side(self) -> dict[str, Any]:
        """What this side alone says, apart from the answers."""
        return {}


class CandidateForm(RegistrationForm):
    """A doctor, an intern, a student."""

    stage = OptionField("Où en êtes-vous\u00a0?", choices=optional_choices(Stage.choices()))
    practice_modes = CheckboxesField(
        "Comment vous aimeriez exercer", choices=PracticeMode.choices()
    )
    commune = CommuneField(
        "Une commune qui compte pour vous",
        [Optional()],
        description="Son nom ou son code postal. Personne d’autre ne la voit.",
    )
    max_minutes = OptionField(
        "À combien de route, au plus",
        choices=[("", "Non précisé"), *((str(n), f"{n}\u00a0minutes") for n in DRIVES)],
    )
    pitch = long_text(
        "En quelques mots, ce que vous cherchez",
        LONGEST_PITCH,
        description="Les hôtes le lisent, sans votre nom ni vos coordonnées.",
    )
    badge_name = short_text(
        "Nom sur le badge", 60, description="À défaut, votre prénom. Un surnom convient."
    )

    def asked(self) -> tuple[str, ...]:
        """What scoring reads of a candidate."""
        return ("stage", "specialty_code", "opportunities", "practice_modes")

    def answers(self) -> dict[str, Any]:
        """The same, and the drive as a figure."""
        drive = self.max_minutes.data if "max_minutes" in self else ""
        return super().answers() | {"max_minutes": int(drive) if drive else None}


class HostForm(RegistrationForm):
    """A town hall, a surgery, a hospital…"""

    offer_id = RadioField("L’offre que vous présentez", choices=[], validate_choice=True)
    organisation_name = short_text(
        "Votre organisation",
        160,
        DataRequired("Indiquez le nom de votre organisation\u00a0: les médecins le voient."),
        description="Par exemple «\u00a0Maison de santé de Figeac\u00a0».",
        render_kw={"autocomplete": "organization"},
    )
    commune = CommuneField(
        "Commune", [Optional()], description="Là où l’on exercerait\u00a0: nom ou code postal."
    )
    opportunities = CheckboxesField("Ce que vous proposez", choices=Opportunity.choices())
    practice_mode = OptionField("Mode d’exercice", choices=optional_choices(PracticeMode.choices()))
    stages = CheckboxesField("Qui vous aimeriez rencontrer", choices=Stage.choices())
    pitch = long_text(
        "En quelques mots, ce que vous offrez",
        LONGEST_PITCH,
        description="Les médecins le lisent avant la soirée.",
    )
    video_url = URLField(
        "Une minute en vidéo",
        [Optional(), longest(300)],
        filters=[clean],
        description="L’adresse d’une page où on la regarde, en https://",
        render_kw={"placeholder": "https://", "autocomplete": "off"},
    )
    badge_name = short_text(
        "Nom sur le badge", 60, description="À défaut, celui de votre organisation."
    )

    def asked(self) -> tuple[str, ...]:
        """What scoring reads of a host."""
        return ("specialty_code", "opportunities", "practice_mode", "stages")

    def own_side(self) -> dict[str, Any]:
        """The organisation, the video, the offer."""
        texts = {
            name: self[name].data or None
            for name in ("organisation_name", "video_url")
            if name in self
        }
        chosen = self.offer_id.data if "offer_id" in self else None
        return texts | {"offer_id": int(chosen) if chosen and chosen.isdecimal() else None}


class CoupleForm(BaseForm):
    """With whom one comes, and how."""

    email = EmailField(
        "Son adresse électronique",
        [DataRequired("Indiquez l’adresse de la personne."), longest(254), real_email],
        description="Celle avec laquelle elle s’inscrit, ou s’est inscrite.",
        render_kw={"autocomplete": "off"},
    )
    mode = RadioField(
        "Vous venez",
        [InputRequired("Choisissez comment vous venez.")],
        choices=CoupleMode.choices(),
        default=CoupleMode.TOGETHER.value,
    )


class AddressForm(BaseForm):
    """Where messages of this evening should arrive."""

    email = EmailField(
        "Votre nouvelle adresse électronique",
        [DataRequired("Indiquez votre nouvelle adresse."), longest(254), real_email],
        description="Un message y part. Rien ne change tant que son lien n’est pas ouvert.",
        render_kw={"autocomplete": "email"},
    )


def values_of(participant: Participant) -> dict[str, Any]:
    """What was said, as the form of their side shows it."""
    commune = find_commune(participant.commune_code) if participant.commune_code else None
    names = (*_PLAIN, "organisation_name", "video_url")
    said = dict(participant.answers or {})
    said["max_minutes"] = str(said.get("max_minutes") or "")
    return {
        **{name: getattr(participant, name) for name in names},
        **said,
        "commune": CommuneText.of(commune) if commune else None,
        "offer_id": str(participant.offer_id or ""),
    }
