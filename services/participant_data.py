"""What a participant may ask of what is kept on them: read it whole, take it away, erase it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import or_, select

from models.base import Base, db, now
from models.cards import Card, EveningIntroduction, Outcome
from models.evening_plans import Meeting
from models.participants import Couple, Participant, Wish
from services.participant_erasure import forget_participants
from services.participant_wordings import WORDINGS
from services.registrations import cancel

# Secrets, other people, and what the planner computed from the wishes of both.
_HELD_BACK = frozenset(
    {"key", "badge_code", "typed_by", "score", "late"}
    | {"first_id", "second_id", "second_email", "asked_id"},
)


def copy_of(participant: Participant, at: datetime | None = None) -> dict[str, Any]:
    """Everything kept on this registration, for a program to read."""
    mine = participant.id
    couples = or_(Couple.first_id == mine, Couple.second_id == mine)
    met = or_(Meeting.candidate_id == mine, Meeting.host_id == mine)
    introduced = or_(EveningIntroduction.candidate_id == mine, EveningIntroduction.host_id == mine)
    came_of = or_(Outcome.candidate_id == mine, Outcome.host_id == mine)
    return {
        "made_at": (at or now()).isoformat(),
        "evening": {
            "title": participant.event.title,
            "starts_at": participant.event.starts_at.isoformat(),
            "organiser": participant.event.organiser_name,
        },
        "registration": _rows(Participant, Participant.id == mine),
        "couples": _rows(Couple, couples),
        "wishes": _rows(Wish, Wish.author_id == mine),
        "meetings": _rows(Meeting, met),
        "cards": _rows(Card, Card.author_id == mine),
        "introductions": _rows(EveningIntroduction, introduced),
        "outcomes": _rows(Outcome, came_of),
        "consent": WORDINGS.get(participant.consent_wording or ""),
    }


def erase(participant: Participant, at: datetime | None = None) -> None:
    """The seat goes to whoever waits, and nothing that tells who this was stays; counts hold."""
    instant = at or now()
    if participant.event.starts_at > instant:
        cancel(participant, instant, is_told=False)
    forget_participants([participant], instant)


def _rows(table: type[Base], condition: Any) -> list[dict[str, Any]]:
    kept = [column for column in table.__table__.c if column.name not in _HELD_BACK]
    query = select(*kept).where(condition).order_by(*table.__table__.primary_key)
    rows = db.session.execute(query).mappings()
    return [{name: _plain(value) for name, value in row.items()} for row in rows]


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
