"""The meetings of an evening as people read them: by round, and each person's programme.

Names are for the caller to show or not: a participant's page shows faces, never these rows' names.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import or_, select

from models.base import db
from models.dating_events import DatingEvent
from models.evening_plans import Meeting
from models.participants import Participant
from models.vocabulary import MeetingState, Phase
from services.evening_people import announced_window, both_of_each, first_of, list_partners
from services.evening_programme import slots_of
from services.participants import list_participants


@dataclass(frozen=True, slots=True)
class MeetingLine:
    """One meeting; ``candidates`` are the two of a couple that attends together."""

    meeting_id: int
    round: int
    table: int
    starts_at: datetime
    ends_at: datetime
    candidates: tuple[Participant, ...]
    host: Participant
    state: MeetingState


@dataclass(frozen=True, slots=True)
class ProgrammeLine:
    """One round of one person; without ``table`` and ``others`` when nothing is planned in it."""

    round: int
    starts_at: datetime
    ends_at: datetime
    table: int | None = None
    others: tuple[Participant, ...] = ()
    state: MeetingState | None = None

    @property
    def is_idle(self) -> bool:
        """Is this a round without a meeting?"""
        return self.table is None


def list_meetings(event_id: int) -> list[MeetingLine]:
    """Every meeting of the current plan, by round and table. Four queries."""
    event = db.session.get_one(DatingEvent, event_id)
    rows = _read(Meeting.event_id == event_id)
    return _lines(event, rows, list_partners(event_id, list_participants(event_id)))


def list_programmes(event: DatingEvent) -> dict[int, list[ProgrammeLine]]:
    """The programme of everyone registered, by id, announced or not: for those who organise.

    Three queries, four when someone named has gone, however many people.
    """
    registered = list_participants(event.id)
    partners = list_partners(event.id, registered)
    return programmes_from(event, registered, partners, _read(Meeting.event_id == event.id))


def programmes_from(
    event: DatingEvent,
    registered: Sequence[Participant],
    partners: dict[int, Participant],
    rows: Sequence[Meeting],
) -> dict[int, list[ProgrammeLine]]:
    """The same from what was read already."""
    lines = _lines(event, rows, partners, registered)
    mine = by_person(lines)
    together = both_of_each(registered, partners)
    return {
        person.id: _programme(
            event, person, mine.get(person.id, []), together.get(person.id, (person,))
        )
        for person in registered
    }


def programme_of(participant: Participant) -> list[ProgrammeLine]:
    """A participant's rounds in order, idle ones too; empty as long as nothing was announced.

    Both of a couple that attends together read the same. At most six queries.
    """
    event = participant.event
    if event.announced_at is None:
        return []
    first = first_of(participant)
    rows = _read(or_(Meeting.candidate_id == first, Meeting.host_id == first))
    partners = list_partners(event.id, list_participants(event.id, "candidate"))
    lines = _lines(event, rows, partners)
    them = {each for line in lines for each in line.candidates if first in _ids(line.candidates)}
    return _programme(event, participant, lines, tuple(them) or (participant,))


def by_person(lines: Iterable[MeetingLine]) -> dict[int, list[MeetingLine]]:
    """The meetings of each person, by id, in the order given."""
    mine: dict[int, list[MeetingLine]] = {}
    for line in lines:
        for person in (*line.candidates, line.host):
            mine.setdefault(person.id, []).append(line)
    return mine


def starts_and_ends(event: DatingEvent) -> list[tuple[datetime, datetime]]:
    """When each round's meeting starts and ends, if all goes by the programme."""
    return [
        (
            event.starts_at + timedelta(seconds=slot.start),
            event.starts_at + timedelta(seconds=slot.end),
        )
        for slot in slots_of(event)
        if slot.phase == Phase.MEETING
    ]


def _read(condition: object) -> list[Meeting]:
    query = select(Meeting).where(condition)  # type: ignore[arg-type]
    return list(db.session.scalars(query.order_by(Meeting.round, Meeting.table)))


def _lines(
    event: DatingEvent,
    rows: Sequence[Meeting],
    partners: dict[int, Participant],
    known: Iterable[Participant] = (),
) -> list[MeetingLine]:
    people = {each.id: each for each in (*partners.values(), *known)}
    missing = {each for row in rows for each in (row.candidate_id, row.host_id)} - people.keys()
    if missing:
        found = db.session.scalars(select(Participant).where(Participant.id.in_(missing)))
        people |= {each.id: each for each in found}
    times = starts_and_ends(event)
    lines = []
    for row in rows:
        candidate, partner = people[row.candidate_id], partners.get(row.candidate_id)
        candidates = (candidate, partner) if partner else (candidate,)
        start, end = times[min(row.round, len(times) - 1)]
        state = MeetingState(row.state)
        host = people[row.host_id]
        lines.append(MeetingLine(row.id, row.round, row.table, start, end, candidates, host, state))
    return lines


def _programme(
    event: DatingEvent,
    person: Participant,
    lines: Sequence[MeetingLine],
    together: tuple[Participant, ...],
) -> list[ProgrammeLine]:
    """The meetings of ``lines``, and the rounds in between when the person is there."""
    first, last = announced_window(event, together)
    met = {line.round: line for line in lines}
    programme = []
    for at, (start, end) in enumerate(starts_and_ends(event)):
        line = met.get(at)
        if line is not None:
            others = line.candidates if person.id == line.host.id else (line.host,)
            programme.append(ProgrammeLine(at, start, end, line.table, others, line.state))
        elif first <= at <= last:
            programme.append(ProgrammeLine(at, start, end))
    return programme


def _ids(people: Iterable[Participant]) -> set[int]:
    return {each.id for each in people}
