"""What screens and phones ask every other second: small, the same for all until something changes.

The answer holds the phases to come on real time and every meeting to come, so that who loses the
network goes on alone to the end. It depends on the clock's row and the evening's settings only,
never on the present instant: ``tag_of`` names it, and a page that has it gets no second copy.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import aliased, load_only

from models.base import db
from models.dating_events import DatingEvent
from models.evening_plans import EventClock, Meeting
from models.participants import Couple, Participant
from models.vocabulary import ClockState, CoupleMode, EventSide, ParticipantStatus
from services.evening_clock import ClockView, find_row, view_of
from services.evening_people import first_of
from services.participants import badge_name, badge_number, public_name


@dataclass(frozen=True, slots=True)
class Seat:
    """One meeting to come: where, and who sits there."""

    round: int
    table: int
    candidates: tuple[Participant, ...]
    host: Participant


@dataclass(frozen=True)
class Live:
    """The night of an evening as read for one answer."""

    event: DatingEvent
    row: EventClock | None
    at: datetime

    @cached_property
    def view(self) -> ClockView:
        """Where the night is: not wanted by a page that has it already."""
        return view_of(self.event, self.row, self.at)

    @property
    def tag(self) -> str:
        """Names what an answer would hold: changes with the clock, the plan and the settings."""
        version = self.row.version if self.row else 0
        return f"{self.event.id}-{version}-{self.event.updated_at.timestamp():.3f}"


def read_live(event: DatingEvent, at: datetime) -> Live:
    """The clock beside its evening. One query."""
    return Live(event, find_row(event.id), at)


def screen_state(live: Live, at: datetime) -> dict[str, Any]:
    """For the big screen: who sits where in each round from the present one on. One query."""
    rounds: dict[str, list[dict[str, Any]]] = {}
    if _may_show(live):
        for seat in list_seats(live.event.id, _written_round(live)):
            rounds.setdefault(str(seat.round), []).append(
                {
                    "table": seat.table + 1,
                    "candidates": [_badge(each) for each in seat.candidates],
                    "host": _badge(seat.host),
                }
            )
    return {**clock_state(live, at), "meetings": rounds}


def own_state(live: Live, participant: Participant, at: datetime) -> dict[str, Any]:
    """For the phone of one participant: their own tables from the present round on.

    Two queries. A candidate is told by number and chosen badge name, never by the name given.
    """
    mine: list[dict[str, Any]] = []
    if live.event.announced_at and participant.status == ParticipantStatus.REGISTERED:
        for seat in list_seats(live.event.id, _written_round(live), first_of(participant)):
            others = [seat.host] if participant.side == EventSide.CANDIDATE else seat.candidates
            met = [{"number": badge_number(each), "name": public_name(each)} for each in others]
            mine.append({"round": seat.round, "table": seat.table + 1, "with": met})
    return {**clock_state(live, at), "mine": mine}


def clock_state(live: Live, at: datetime) -> dict[str, Any]:
    """The clock as a browser goes on with it. Instants are milliseconds since 1970.

    ``phases`` begins with the phase that was running when the last order was given; ``holds``
    says that the last of them waits for the organiser's word instead of ending the evening.
    """
    event, view = live.event, live.view
    phases = [
        {
            "kind": span.phase.value,
            "round": span.round,
            "starts": _milliseconds(span.starts_at),
            "ends": _milliseconds(span.ends_at),
            "mark": span.mark,
        }
        for span in (view.coming if view.state == ClockState.RUNNING else ())
    ]
    last = view.coming[-1] if view.coming else None
    return {
        "now": _milliseconds(at),
        "version": view.version,
        "tag": live.tag,
        "mark": view.mark,
        "state": view.state.value,
        "rounds": event.rounds,
        "planned": _milliseconds(event.starts_at),
        "phase": {"kind": view.phase.value, "round": view.round},
        "phases": phases,
        "holds": bool(last and not event.auto_advance and last.round < event.rounds - 1),
        "left": round(view.seconds_left, 1) if view.state == ClockState.PAUSED else None,
        "message": view.message or "",
    }


# Written once: naming the same table three times afresh takes longer than asking the database.
_CANDIDATE, _HOST, _SECOND = (aliased(Participant) for _ in range(3))
_NAMES = ("side", "number", "badge_name", "first_name", "organisation_name")
_SEATS = (
    select(Meeting.round, Meeting.table, _CANDIDATE, _SECOND, _HOST)
    .join(_CANDIDATE, _CANDIDATE.id == Meeting.candidate_id)
    .join(_HOST, _HOST.id == Meeting.host_id)
    .outerjoin(
        Couple,
        and_(
            Couple.first_id == Meeting.candidate_id,
            Couple.agreed_at.is_not(None),
            Couple.mode == CoupleMode.TOGETHER,
        ),
    )
    .outerjoin(
        _SECOND,
        and_(_SECOND.id == Couple.second_id, _SECOND.status == ParticipantStatus.REGISTERED),
    )
    .options(*(load_only(*(getattr(p, n) for n in _NAMES)) for p in (_CANDIDATE, _HOST, _SECOND)))
    .order_by(Meeting.round, Meeting.table)
)


def list_seats(event_id: int, from_round: int, person_id: int | None = None) -> list[Seat]:
    """Meetings from a round on, of everyone or of one, with both of a couple. One query."""
    query = _SEATS.where(Meeting.event_id == event_id, Meeting.round >= from_round)
    if person_id is not None:
        query = query.where(or_(Meeting.candidate_id == person_id, Meeting.host_id == person_id))
    # Without a partner the outer join gives None.
    return [
        Seat(round_, table, tuple(filter(None, (first, partner))), met)
        for round_, table, first, partner, met in db.session.execute(query)
    ]


def _may_show(live: Live) -> bool:
    """Who meets whom is shown once it was announced, or once the night has begun."""
    return bool(live.event.announced_at) or live.view.state != ClockState.WAITING


def _written_round(live: Live) -> int:
    return live.row.round if live.row else 0


def _badge(participant: Participant) -> list[str]:
    return [badge_number(participant), badge_name(participant)]


def _milliseconds(instant: datetime) -> int:
    return round(instant.timestamp() * 1000)


def next_seat(seats: Sequence[dict[str, Any]], view: ClockView) -> dict[str, Any] | None:
    """Where one sits now, or next: the first of one's tables that is not behind."""
    return next((seat for seat in seats if seat["round"] >= view.rounds_done), None)


def live_for(participant: Participant, at: datetime) -> dict[str, Any]:
    """What a participant's page shows of the night without any script. Three queries."""
    live = read_live(participant.event, at)
    state = own_state(live, participant, at)
    return {
        "view": live.view,
        "seats": state["mine"],
        "seat": next_seat(state["mine"], live.view),
        "is_on": live.view.state in (ClockState.RUNNING, ClockState.PAUSED),
    }
