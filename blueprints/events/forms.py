"""The form of an evening: what an organiser says of it, by hand or as proposed."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from wtforms import (
    BooleanField,
    DateField,
    DateTimeLocalField,
    EmailField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    TimeField,
    ValidationError,
)
from wtforms.validators import DataRequired, Email, InputRequired, Length, Optional

from blueprints.web.commune_field import CommuneField, CommuneText
from blueprints.web.forms import BaseForm, longest
from models.dating_events import DatingEvent
from models.vocabulary import EventTheme
from services.event_rules import EventSaid
from services.events import LONGEST_REASON
from services.paris_days import PARIS
from services.paris_hours import HourSkipped, instant_in_paris

MOST_BREAKS = 6
_YEARS = range(2020, 2100)
_TEXTS = ("title", "organiser_name", "contact_email", "place_name")
_FIGURES = (
    "tables",
    "candidate_capacity",
    "host_capacity",
    "meeting_minutes",
    "changeover_seconds",
)
ALPHAS = (
    ("1.0", "Le plus de bonnes rencontres en tout"),
    ("0.5", "Un équilibre entre les deux"),
    ("0.0", "Des soirées aussi bonnes que possible pour chacun"),
)


def _text(label: str, limit: int, needed: str, **extra: Any) -> StringField:
    return StringField(label, [DataRequired(needed), longest(limit)], **extra)


def _figure(label: str, default: int | None = None, **extra: Any) -> IntegerField:
    needed = InputRequired("Indiquez un nombre.") if default is not None else Optional()
    return IntegerField(
        label, [needed], default=default, render_kw={"inputmode": "numeric"}, **extra
    )


def _sane_year(_form: Any, field: Any) -> None:
    if field.data is not None and field.data.year not in _YEARS:
        raise ValidationError("Vérifiez l’année.")


def _moment(label: str, help_: str) -> DateTimeLocalField:
    return DateTimeLocalField(
        label, [Optional(), _sane_year], format="%Y-%m-%dT%H:%M", description=help_
    )


class EventForm(BaseForm):
    """What may be left empty is proposed by the site, and its help says how."""

    title = _text("Nom de la soirée", 120, "Donnez un nom à la soirée.")
    theme = SelectField("Thème", choices=EventTheme.choices())
    description = TextAreaField(
        "Ce que les invités liront",
        [longest()],
        render_kw={"rows": 5},
        description="Pour qui, pourquoi, ce qui suit les rencontres\u00a0: un buffet, une visite…",
    )
    place_name = _text("Lieu", 120, "Indiquez le lieu.", description="Salle, mairie, faculté…")
    address = StringField("Adresse", [Optional(), longest(200)])
    commune = CommuneField(
        "Commune", [DataRequired("Indiquez la commune.")], description="Son nom ou son code postal."
    )
    day = DateField("Jour", [DataRequired("Indiquez le jour."), _sane_year])
    hour = TimeField("Début", [InputRequired("Indiquez l’heure de début.")])
    end_hour = TimeField(
        "Fin au plus tard",
        [Optional()],
        description="Le nombre de manches s’en déduit.",
    )
    rounds = _figure(
        "Nombre de manches",
        description="Laissez vide pour en faire autant que l’heure de fin le permet.",
    )
    meeting_minutes = _figure("Durée d’une rencontre, en minutes", 7, description="De 2 à 30.")
    changeover_seconds = _figure(
        "Pour changer de table, en secondes", 60, description="60 laissent le temps de se lever."
    )
    tables = _figure("Tables", 10, description="Autant de rencontres en même temps.")
    candidate_capacity = _figure("Places pour les candidats", 20)
    host_capacity = _figure("Places pour les hôtes", 10)
    auto_advance = BooleanField(
        "Le chronomètre enchaîne les rencontres\u00a0; vous pouvez toujours l’arrêter", default=True
    )
    opens_at = _moment("Ouverture", "Vide\u00a0: dès la publication.")
    closes_at = _moment("Clôture", "Vide\u00a0: la veille à midi.")
    plan_at = _moment("Plan fait et envoyé le", "Vide\u00a0: la veille à 18\u00a0h.")
    plan_by_hand = BooleanField("Je ferai et j’enverrai le plan moi-même")
    alpha = RadioField("Le plan cherche", choices=ALPHAS, default="1.0")
    min_meetings = _figure(
        "Rencontres au moins pour chacun",
        description="Vide\u00a0: le plan en donne à chacun autant que possible, tant que cela "
        "ne coûte presque rien aux affinités. 0\u00a0: sans minimum.",
    )
    organiser_name = _text(
        "Qui organise",
        120,
        "Indiquez qui organise.",
        description="Par exemple\u00a0: URPS Occitanie.",
    )
    contact_email = EmailField(
        "Adresse pour les questions",
        [
            DataRequired("Indiquez une adresse."),
            Length(max=254),
            Email("Cette adresse électronique n’est pas valable."),
        ],
    )

    @property
    def breaks(self) -> list[BreakRow]:
        """The rows of breaks, filled or not."""
        return [BreakRow(self, position) for position in range(MOST_BREAKS)]

    def validate(self, extra_validators: Any = None) -> bool:
        """A break needs both its figures."""
        valid = super().validate(extra_validators)
        for row in self.breaks:
            for one, other in ((row.after, row.minutes), (row.minutes, row.after)):
                if one.data is None and other.data is not None and not one.errors:
                    one.errors = ["Il manque ce nombre."]
                    valid = False
        return bool(valid)

    def said(self) -> EventSaid:
        """What was said, once the form is valid; an hour that no clock shows is refused."""
        starts_at = _instant(datetime.combine(self.day.data, self.hour.data), "hour")
        pairs = [(row.after.data, row.minutes.data) for row in self.breaks]
        return EventSaid(
            **{name: self[name].data.strip() for name in _TEXTS},
            **{name: self[name].data for name in _FIGURES},
            theme=self.theme.data,
            description=(self.description.data or "").strip() or None,
            address=(self.address.data or "").strip() or None,
            commune_code=self.commune.code or "",
            starts_at=starts_at,
            ends_at=self._end(),
            rounds=self.rounds.data,
            breaks=tuple(pair for pair in pairs if pair[0] is not None),
            auto_advance=self.auto_advance.data,
            opens_at=_instant_or_none(self.opens_at.data, "opens_at"),
            closes_at=_instant_or_none(self.closes_at.data, "closes_at"),
            plan_at=_instant_or_none(self.plan_at.data, "plan_at"),
            plan_by_hand=self.plan_by_hand.data,
            alpha=float(self.alpha.data),
            min_meetings=self.min_meetings.data,
        )

    def _end(self) -> datetime | None:
        """The hour of end, on the next day when it is before the start."""
        if self.end_hour.data is None:
            return None
        day = self.day.data
        if self.end_hour.data <= self.hour.data:
            day += timedelta(days=1)
        return _instant(datetime.combine(day, self.end_hour.data), "end_hour")


class BreakRow:
    """One break: after which meeting, how long."""

    def __init__(self, form: EventForm, position: int) -> None:
        self.after = form[f"break_{position}_after"]
        self.minutes = form[f"break_{position}_minutes"]

    @property
    def is_filled(self) -> bool:
        """Was anything typed here?"""
        return bool(self.after.data or self.minutes.data or self.after.errors)


for _position in range(MOST_BREAKS):
    _said = "Pause" if _position == 0 else f"Pause {_position + 1}"
    setattr(EventForm, f"break_{_position}_after", _figure(f"{_said} après la manche n°"))
    setattr(EventForm, f"break_{_position}_minutes", _figure(f"{_said}, en minutes"))


class SettingsForm(EventForm):
    """The same, once people may have been told a plan."""

    drops_plan = BooleanField("Retirer le plan annoncé, pour le refaire")


class CallOffForm(BaseForm):
    """Why an evening will not take place."""

    reason = TextAreaField(
        "Ce que vous leur dites",
        [longest(LONGEST_REASON)],
        description="Envoyé tel quel à toutes les personnes inscrites.",
        render_kw={"rows": 4},
    )


def stored(event: DatingEvent) -> dict[str, Any]:
    """What is known of an evening, under the names of the fields."""
    start = _shown(event.starts_at)
    answers = {name: getattr(event, name) for name in (*_TEXTS, *_FIGURES)}
    answers |= {
        "theme": event.theme,
        "description": event.description,
        "address": event.address,
        "commune": CommuneText.of(event.commune),
        "day": start.date(),
        "hour": start.time(),
        "rounds": event.rounds,
        "auto_advance": event.auto_advance,
        "opens_at": _shown(event.opens_at),
        "closes_at": _shown(event.closes_at),
        "plan_at": event.plan_at and _shown(event.plan_at),
        "plan_by_hand": event.plan_at is None,
        "alpha": str(event.alpha),
        "min_meetings": None if event.auto_minimum else event.min_meetings,
    }
    for position, each in enumerate(event.breaks[:MOST_BREAKS]):
        answers[f"break_{position}_after"] = each["after"]
        answers[f"break_{position}_minutes"] = each["minutes"]
    return answers


def proposed(today: date, email: str, latest: DatingEvent | None) -> dict[str, Any]:
    """A first evening as most are: a Tuesday in six weeks, at half past six, for two hours."""
    in_six_weeks = today + timedelta(days=42)
    answers: dict[str, Any] = {
        "day": in_six_weeks + timedelta(days=(1 - in_six_weeks.weekday()) % 7),
        "hour": time(18, 30),
        "end_hour": time(20, 30),
        "contact_email": email,
    }
    if latest:
        answers["organiser_name"] = latest.organiser_name
        answers["contact_email"] = latest.contact_email
    return answers


def _shown(instant: datetime) -> datetime:
    """As a clock in Paris shows it, to the minute."""
    return instant.astimezone(PARIS).replace(tzinfo=None, second=0, microsecond=0)


def _instant_or_none(shown: datetime | None, field: str) -> datetime | None:
    return None if shown is None else _instant(shown, field)


def _instant(shown: datetime, field: str) -> datetime:
    try:
        return instant_in_paris(shown)
    except HourSkipped as refusal:
        raise HourSkipped(field=field, **refusal.data) from refusal
