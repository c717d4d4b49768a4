"""Who comes to an evening, and how each is named: by a number, by a badge, or in full."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import joinedload

from models.base import db
from models.participants import Participant
from models.vocabulary import EventSide, ParticipantStatus
from services.refusals import NotFound

_LETTER = {EventSide.CANDIDATE.value: "M", EventSide.HOST.value: "H"}


class ParticipantUnknown(NotFound):
    """Nobody of this evening is meant by that."""


def list_participants(
    event_id: int,
    side: str | None = None,
    statuses: Iterable[str] = (ParticipantStatus.REGISTERED,),
) -> list[Participant]:
    """Those of an evening, by side and number; their doctor and offer come in the same query."""
    query = (
        select(Participant)
        .where(Participant.event_id == event_id, Participant.status.in_(list(statuses)))
        .options(joinedload(Participant.doctor), joinedload(Participant.offer))
        .order_by(Participant.side, Participant.number)
    )
    if side is not None:
        query = query.where(Participant.side == side)
    return list(db.session.scalars(query))


def count_by_status(event_id: int) -> dict[tuple[str, str], int]:
    """How many by (side, status)."""
    rows = db.session.execute(
        select(Participant.side, Participant.status, func.count())
        .where(Participant.event_id == event_id)
        .group_by(Participant.side, Participant.status)
    )
    return {(side, status): count for side, status, count in rows}


def open_participant_of(event_id: int, participant_id: int) -> Participant:
    """One participant of this evening, and of no other."""
    return _one_of(event_id, Participant.id == participant_id)


def open_badge(event_id: int, badge_code: str) -> Participant:
    """Whose badge carries this code; a badge of another evening is nobody's here."""
    return _one_of(event_id, Participant.badge_code == badge_code)


def _one_of(event_id: int, which: ColumnElement[bool]) -> Participant:
    found = db.session.scalar(select(Participant).where(Participant.event_id == event_id, which))
    if found is None:
        raise ParticipantUnknown()
    return found


def badge_number(participant: Participant) -> str:
    """« M12 » for a doctor, « H7 » for a host: what badges, tables and cards say."""
    return f"{_LETTER[participant.side]}{participant.number}"


def badge_name(participant: Participant) -> str:
    """What the badge says in large: the name chosen for it, else the first name or the place."""
    if participant.badge_name:
        return participant.badge_name
    if participant.side == EventSide.HOST and participant.organisation_name:
        return participant.organisation_name
    return participant.first_name or badge_number(participant)


def public_name(participant: Participant) -> str:
    """What others may read beside the number: a host's organisation, the badge name one chose."""
    if participant.side == EventSide.HOST:
        return badge_name(participant)
    return participant.badge_name or ""


def full_name(participant: Participant) -> str:
    """First and last name; for organisers, the desk, and the other side once both said yes."""
    return " ".join(part for part in (participant.first_name, participant.last_name) if part)
