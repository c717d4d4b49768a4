"""Forms of the list of participants."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from wtforms import (
    DateTimeLocalField,
    FileField,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TelField,
    TextAreaField,
    URLField,
    ValidationError,
)
from wtforms.validators import Optional

from blueprints.web.commune_field import CommuneField, CommuneText
from blueprints.web.forms import BaseForm, longest
from models.participants import Participant
from models.vocabulary import EventSide
from services.communes import find_commune
from services.event_people import UNRECONFIRMED, PeopleSought
from services.paris_days import PARIS
from services.paris_hours import instant_in_paris
from services.registrations import Registration

_SIDES = [("", "Les deux côtés"), ("candidate", "Candidats"), ("host", "Hôtes")]
_STATUSES = [
    ("", "Tous les états"),
    ("registered", "Inscrits"),
    (UNRECONFIRMED, "Pas encore reconfirmés"),
    ("waiting", "Sur liste d’attente"),
    ("pending", "À confirmer par courriel"),
    ("cancelled", "Annulés"),
]
_SEARCH_LIMIT = 100


def sought_in(args: Any) -> PeopleSought:
    """What the address of the list asks for; what it cannot mean is left out."""
    side, status = args.get("side", ""), args.get("status", "")
    return PeopleSought(
        side=side if side in dict(_SIDES) else "",
        status=status if status in dict(_STATUSES) else "",
        words=args.get("q", "")[:_SEARCH_LIMIT],
    )


class PeopleSearchForm(BaseForm):
    """Whom to show."""

    class Meta(BaseForm.Meta):
        """It changes nothing."""

        csrf = False

    q = StringField("Nom, lieu ou numéro", render_kw={"type": "search"})
    side = SelectField("Côté", choices=_SIDES)
    status = SelectField("État", choices=_STATUSES)


def _year_known(_form: Any, field: Any) -> None:
    if field.data is not None and field.data.year not in range(2020, 2100):
        raise ValidationError("Vérifiez l’année.")


def _short(label: str, limit: int, **extra: Any) -> StringField:
    return StringField(label, [Optional(), longest(limit)], **extra)


def _time(label: str) -> DateTimeLocalField:
    return DateTimeLocalField(
        label,
        [Optional(), _year_known],
        format="%Y-%m-%dT%H:%M",
        description="Vide\u00a0: toute la soirée.",
    )


class PersonForm(BaseForm):
    """What organisers may correct of one registration; the address is who it is, and stays."""

    first_name = _short("Prénom", 80)
    last_name = _short("Nom", 80)
    phone = TelField("Téléphone", [Optional(), longest(30)])
    badge_name = _short("Nom sur le badge", 60)
    organisation_name = _short("Structure", 160)
    commune = CommuneField("Commune", description="Son nom ou son code postal.")
    video_url = URLField("Vidéo d’une minute", [Optional(), longest(300)])
    pitch = TextAreaField("Présentation", [longest(600)], render_kw={"rows": 4})
    arrives_at = _time("Arrive à")
    leaves_at = _time("Repart à")

    def said(self, participant: Participant) -> Registration:
        """The registration with these corrections; what was not asked here stays."""
        return Registration(
            email=participant.email,
            first_name=self.first_name.data,
            last_name=self.last_name.data,
            phone=self.phone.data,
            badge_name=self.badge_name.data,
            organisation_name=self.organisation_name.data,
            commune_code=self.commune.code,
            video_url=self.video_url.data,
            pitch=self.pitch.data,
            answers=participant.answers,
            arrives_at=_instant(self.arrives_at.data),
            leaves_at=_instant(self.leaves_at.data),
            doctor_id=participant.doctor_id,
            offer_id=participant.offer_id,
        )


def stored(participant: Participant) -> dict[str, Any]:
    """What is known of someone, under the names of the fields."""
    names = ("first_name", "last_name", "phone", "badge_name", "organisation_name")
    answers = {name: getattr(participant, name) for name in (*names, "video_url", "pitch")}
    commune = find_commune(participant.commune_code) if participant.commune_code else None
    answers["commune"] = CommuneText.of(commune) if commune else None
    for name in ("arrives_at", "leaves_at"):
        instant = getattr(participant, name)
        answers[name] = instant and instant.astimezone(PARIS).replace(tzinfo=None)
    return answers


def _instant(shown: datetime | None) -> datetime | None:
    return None if shown is None else instant_in_paris(shown)


class ImportForm(BaseForm):
    """A file, and what is to be done with it."""

    file = FileField(
        "Fichier CSV",
        description="Enregistré par un tableur au format CSV, 256\u00a0Ko au plus.",
        render_kw={"accept": ".csv,.txt,text/csv,text/plain"},
    )
    side = SelectField(
        "Ces personnes viennent comme",
        choices=[("", "La colonne «\u00a0Côté\u00a0» le dit"), *EventSide.choices()],
        default="",
    )
    confirmed = RadioField(
        "Leur inscription",
        choices=[
            ("ask", "Elles confirment elles-mêmes, par le courriel qu’elles reçoivent"),
            ("yes", "Elles me l’ont demandée\u00a0: elles ont leur place tout de suite"),
        ],
        default="ask",
    )
    kept = HiddenField()  # the file again, from the page that shows what it says
