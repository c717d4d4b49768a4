"""What the desk types: someone nobody expected, and the hour at which someone will come."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from wtforms import EmailField, RadioField, StringField
from wtforms.validators import DataRequired

from blueprints.web.forms import BaseForm, longest
from models.dating_events import DatingEvent
from models.vocabulary import EventSide
from services.check_in import HourUnknown
from services.paris_days import PARIS


class WalkInForm(BaseForm):
    """The least that a badge and an introduction need."""

    side = RadioField(
        "Vient en tant que",
        [DataRequired("Dites de quel côté de la table.")],
        choices=[(side.value, side.label) for side in EventSide],
    )
    first_name = StringField("Prénom", [DataRequired("Le badge porte ce prénom."), longest(80)])
    last_name = StringField("Nom", [DataRequired("Dites son nom."), longest(80)])
    email = EmailField(
        "Adresse électronique",
        [DataRequired("Sans adresse, aucune mise en relation ne pourra lui parvenir.")],
        description="Son lien personnel y est envoyé tout de suite.",
        render_kw={"autocomplete": "off", "inputmode": "email"},
    )
    organisation_name = StringField(
        "Organisation",
        [longest(160)],
        description="Pour un hôte\u00a0: mairie, maison de santé, hôpital…",
    )


def hour_of_evening(event: DatingEvent, text: str) -> datetime:
    """« 19:45 » as an instant of that evening; long before its start is after midnight."""
    try:
        hour = time.fromisoformat(text)
    except ValueError:
        raise HourUnknown(text=text[:10]) from None
    start = event.starts_at.astimezone(PARIS)
    instant = datetime.combine(start.date(), hour.replace(tzinfo=None), PARIS)
    return instant if instant > start - timedelta(hours=6) else instant + timedelta(days=1)
