"""Who is missing, who comes later, who is new: what a plan must be mended for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from models.base import db
from models.dating_events import DatingEvent
from models.evening_plans import Meeting
from models.participants import Participant
from services.check_in import presence
from services.evening_people import list_partners
from services.participants import list_participants


@dataclass(frozen=True, slots=True)
class Attendance:
    """From round ``now`` on. ``missing`` are named by meetings to come; ``new`` by none at all.

    ``late``: who is expected, and from which round.
    """

    missing: tuple[Participant, ...]
    late: tuple[tuple[Participant, int], ...]
    new: tuple[Participant, ...]


def list_attendance(event: DatingEvent, now: int, at: datetime) -> Attendance:
    """Who makes the plan need mending. Seven queries at most, however many people."""
    here = presence(event, at)
    registered = list_participants(event.id)
    seconds = {each.id for each in list_partners(event.id, registered).values()}
    rows = db.session.execute(
        select(Meeting.round, Meeting.candidate_id, Meeting.host_id).where(
            Meeting.event_id == event.id
        )
    ).all()
    ahead = {each for row in rows if row.round >= now for each in (row.candidate_id, row.host_id)}
    named = {each for row in rows for each in (row.candidate_id, row.host_id)} | seconds
    gone = ahead - here.keys()
    return Attendance(
        tuple(_load(gone)),
        tuple(
            (each, here[each.id][0]) for each in registered if here.get(each.id, (0, 0))[0] > now
        ),
        tuple(each for each in registered if each.id in here and each.id not in named),
    )


def _load(ids: Iterable[int]) -> list[Participant]:
    query = select(Participant).where(Participant.id.in_(sorted(ids)))
    return list(db.session.scalars(query.order_by(Participant.side, Participant.number)))
