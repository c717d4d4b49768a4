"""The list of an evening as a file: the columns that an import reads, and what became of each."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from models.base import db
from models.communes import Commune
from models.dating_events import DatingEvent
from models.participants import Participant
from models.vocabulary import EventSide, ParticipantStatus
from services.communes import commune_label
from services.csv_safety import write_csv
from services.event_columns import COLUMNS
from services.paris_days import PARIS
from services.participants import badge_number

_MORE = ("Numéro", "État", "Inscrit le", "Reconfirmé le", "Arrivé le soir même")
_EXAMPLES = (
    (
        "Candidat",
        "camille.roux@exemple.fr",
        "Camille",
        "Roux",
        "06 39 98 12 34",
        "",
        "",
        "Cahors (46)",
        "",
        "",
        "20:30",
    ),
    (
        "Hôte",
        "msp.figeac@exemple.fr",
        "Dominique",
        "Faure",
        "05 65 00 12 34",
        "MSP de Figeac",
        "MSP de Figeac",
        "Figeac (46)",
        "https://video.exemple.fr/figeac",
        "",
        "",
    ),
)


def export_people(event: DatingEvent) -> str:
    """Everyone on the list, by side and number; who cancelled is on it no more."""
    rows = db.session.execute(
        select(Participant, Commune)
        .outerjoin(Commune, Commune.code == Participant.commune_code)
        .where(
            Participant.event_id == event.id,
            Participant.status != ParticipantStatus.CANCELLED.value,
        )
        .order_by(Participant.side, Participant.number)
    )
    lines = [(*_said(each, commune), *_became(each)) for each, commune in rows]
    return write_csv((*COLUMNS.values(), *_MORE), lines)


def write_template() -> str:
    """An empty list with two examples to write over."""
    return write_csv(tuple(COLUMNS.values()), _EXAMPLES)


def _said(each: Participant, commune: Commune | None) -> tuple[object, ...]:
    said = {
        "side": EventSide(each.side).label,
        "email": each.email,
        "first_name": each.first_name,
        "last_name": each.last_name,
        "phone": each.phone,
        "badge_name": each.badge_name,
        "organisation_name": each.organisation_name,
        "commune": commune_label(commune) if commune else None,
        "video_url": each.video_url,
        "arrives_at": _hour(each.arrives_at),
        "leaves_at": _hour(each.leaves_at),
    }
    return tuple(said[name] for name in COLUMNS)


def _became(each: Participant) -> tuple[object, ...]:
    return (
        badge_number(each),
        ParticipantStatus(each.status).label,
        _moment(each.confirmed_at),
        _moment(each.reconfirmed_at),
        _moment(each.checked_in_at),
    )


def _hour(instant: datetime | None) -> str | None:
    return f"{instant.astimezone(PARIS):%H:%M}" if instant else None


def _moment(instant: datetime | None) -> str | None:
    return f"{instant.astimezone(PARIS):%d/%m/%Y %H:%M}" if instant else None
