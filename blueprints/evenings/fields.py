"""Fields of registrations: short answers that may stay unsaid, and hours of the evening."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from wtforms import SelectField, StringField, TextAreaField, ValidationError
from wtforms.validators import Optional

from blueprints.web.forms import longest
from models.dating_events import DatingEvent
from services.accounts import EmailInvalid
from services.email_keys import clean_email
from services.evening_words import list_moments
from services.paris_days import hour_in_paris
from services.specialties import GENERAL_PRACTICE, list_specialties


def clean(text: str | None) -> str | None:
    """Text as a database keeps it: ends of lines alike, nothing around."""
    return text and text.replace("\r\n", "\n").strip()


def short_text(label: str, limit: int, *validators: Any, **extra: Any) -> StringField:
    """One line; it may stay empty unless a validator says otherwise."""
    checks = [*(validators or [Optional()]), longest(limit)]
    return StringField(label, checks, filters=[clean], **extra)


def long_text(label: str, limit: int, **extra: Any) -> TextAreaField:
    """Several lines that may stay empty."""
    return TextAreaField(label, [Optional(), longest(limit)], filters=[clean], **extra)


def real_email(_form: Any, field: Any) -> None:
    """An address that can exist, in whatever spelling."""
    try:
        clean_email(field.data or "")
    except EmailInvalid as refusal:
        raise ValidationError(
            "Cette adresse n’est pas complète. Elle ressemble à prenom.nom@exemple.fr."
        ) from refusal


def specialty_choices() -> dict[str, list[tuple[str, str]]]:
    """The specialties, general practice first."""
    groups: dict[str, list[tuple[str, str]]] = {
        "": [("", "Non précisé")],
        "Médecine générale": [],
        "Autres spécialités": [],
    }
    for line in list_specialties():
        general = line.field == GENERAL_PRACTICE
        groups["Médecine générale" if general else "Autres spécialités"].append(
            (line.code, line.name)
        )
    return {name: lines for name, lines in groups.items() if lines}


class OptionField(SelectField):  # type: ignore[misc, unused-ignore]
    """One of a list, the first line of which says nothing; what is not sent is not said."""

    def process_data(self, value: Any) -> None:
        """Nothing kept is « Non précisé »."""
        self.data = value or ""


class HourField(OptionField):
    """From or until when someone is there: the hours between which meetings run."""

    def __init__(self, label: str, *, is_arrival: bool, **extra: Any) -> None:
        super().__init__(label, choices=[("", "")], **extra)
        self.is_arrival = is_arrival
        self.hours: dict[str, datetime] = {}

    @property
    def hour(self) -> datetime | None:
        """The instant that was chosen; None for the whole evening."""
        return self.hours.get(self.data or "")

    def fill(self, event: DatingEvent, kept: datetime | None = None) -> None:
        """List the hours of this evening; ``kept`` chooses the one that says the same."""
        meetings = [moment for moment in list_moments(event) if moment.round]
        starts = [moment.starts_at for moment in meetings[1:]]
        ends = [moment.ends_at for moment in meetings[:-1]]
        hours = starts if self.is_arrival else ends
        self.hours = {f"{hour:%H%M%S}": hour for hour in hours}
        if self.is_arrival:
            whole = f"Dès le début, à {hour_in_paris(event.starts_at)}"
        else:
            whole = f"Jusqu’à la fin, vers {hour_in_paris(meetings[-1].ends_at)}"
        self.choices = [("", whole)]
        self.choices += [(key, self._said(hour)) for key, hour in self.hours.items()]
        if kept is not None and self.raw_data is None:
            first, last = meetings[0].starts_at, meetings[-1].ends_at
            self.data = self._nearest(hours, kept, first if self.is_arrival else last)

    def _said(self, hour: datetime) -> str:
        word = "À partir de" if self.is_arrival else "Jusqu’à"
        return f"{word} {hour_in_paris(hour)}"

    def _nearest(self, hours: Sequence[datetime], kept: datetime, whole: datetime) -> str:
        """The first meeting after an arrival, the last before a departure; empty for all."""
        late = kept > whole if self.is_arrival else kept < whole
        if not late or not hours:
            return ""
        if self.is_arrival:
            hour = next((hour for hour in hours if hour >= kept), hours[-1])
        else:
            hour = next((hour for hour in reversed(hours) if hour <= kept), hours[0])
        return f"{hour:%H%M%S}"
