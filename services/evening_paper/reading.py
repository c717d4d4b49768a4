"""One reading of an evening, for all its papers: few queries, however many people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from models.base import db
from models.communes import Commune
from models.dating_events import DatingEvent
from models.evening_plans import EveningPlanRow
from models.participants import Participant
from models.vocabulary import EventSide, ParticipantStatus
from services.evening_people import list_partners
from services.evening_views import MeetingLine, ProgrammeLine, list_meetings, list_programmes
from services.participants import list_participants


@dataclass(frozen=True)
class EveningReading:
    """The people, what each does in each round, and which plan says so."""

    event: DatingEvent
    plan: EveningPlanRow | None
    people: list[Participant]
    waiting: list[Participant]
    meetings: list[MeetingLine]
    programmes: dict[int, list[ProgrammeLine]]
    communes: dict[str, str]
    partners: dict[int, Participant]
    at: datetime

    def of_side(self, side: EventSide) -> list[Participant]:
        """Those of one side, by number."""
        return [each for each in self.people if each.side == side]

    def place_of(self, participant: Participant) -> str:
        """Where a host is; nothing for a candidate."""
        return self.communes.get(participant.commune_code or "", "")


def read_evening(event: DatingEvent, at: datetime) -> EveningReading:
    """Everything that the papers of this evening say."""
    people = list_participants(event.id)
    waiting = list_participants(event.id, statuses=[ParticipantStatus.WAITING])
    return EveningReading(
        event,
        current_plan_row(event.id),
        people,
        sorted(waiting, key=lambda each: (each.side, each.waiting_since or each.created_at)),
        list_meetings(event.id),
        list_programmes(event),
        commune_names({each.commune_code for each in people if each.commune_code}),
        pair_up(event.id, people),
        at,
    )


def pair_up(event_id: int, people: list[Participant]) -> dict[int, Participant]:
    """With whom each of a couple that attends together comes, both ways."""
    by_id = {each.id: each for each in people}
    partners = list_partners(event_id, people)
    return partners | {second.id: by_id[first] for first, second in partners.items()}


def current_plan_row(event_id: int) -> EveningPlanRow | None:
    """The plan in force."""
    return db.session.scalar(
        select(EveningPlanRow).where(EveningPlanRow.event_id == event_id, EveningPlanRow.is_current)
    )


def commune_names(codes: set[str]) -> dict[str, str]:
    """Names of communes by code: one query, or none."""
    if not codes:
        return {}
    rows = db.session.execute(select(Commune.code, Commune.name).where(Commune.code.in_(codes)))
    return {row.code: row.name for row in rows}
