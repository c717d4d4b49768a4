"""Who comes to the desk once rounds are over had not been in them, though nobody had said so.

A meeting is counted as held unless the desk knows better. The first « arrivé » of someone tells it:
where the desk was already in use, whoever had been in the room would have been seen. Their meetings
that are over are missed, and such a pair may be given another; ``Meeting.late`` remembers which,
for « annuler » to give them back. A card says that the two did meet, and counts for more.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import or_, select

from models.base import db
from models.cards import Card
from models.dating_events import DatingEvent
from models.evening_plans import Meeting
from models.participants import Participant
from models.vocabulary import MeetingState, Phase
from services.evening_clock import ClockView, meeting_starts, read
from services.evening_people import both_of_each, list_partners
from services.evening_plans import mark_held
from services.evening_programme import slots_of
from services.participants import list_participants


def note_late(one: Participant, view: ClockView, at: datetime) -> int:
    """What was counted as held with someone whom the desk has not seen yet is missed; how many.

    To be called before ``checked_in_at`` is written. Of a couple, whoever was seen before has
    already said what there was to say. No query before a round is over, five at most.
    """
    if view.rounds_done == 0:
        return 0
    people = _People(one.event_id)
    if any(each.checked_in_at is not None for each in people.together(one.id)):
        return 0
    rows = [
        row
        for row in _list_meetings(people.together(one.id))
        if row.round < view.rounds_done and row.state == MeetingState.HELD
    ]
    if not rows or not _is_desk_in_use(one.event, rows[0].round, view, at):
        return 0
    carded = _list_carded(one.event_id)
    late = [row for row in rows if carded.isdisjoint(people.pairs_of(row))]
    for row in late:
        row.state, row.late = MeetingState.MISSED.value, True
    db.session.flush()
    return len(late)


def give_back(one: Participant, at: datetime) -> None:
    """The « arrivé » was a mistake: what was missed because of it alone is held again.

    To be called once ``checked_in_at`` is empty. A pair that was given another meeting keeps that.
    """
    people = _People(one.event_id)
    rows = _list_meetings(people.together(one.id))
    late = [row for row in rows if row.late]
    if not late:
        return
    view = read(one.event, at)
    over = _over_at(one.event, view, at)
    given = {(row.candidate_id, row.host_id) for row in rows if row.state != MeetingState.MISSED}
    for row in late:
        sides = people.together(row.candidate_id), people.together(row.host_id)
        is_given = (row.candidate_id, row.host_id) in given
        if not is_given and not any(_is_late(side, over[row.round]) for side in sides):
            row.state, row.late = MeetingState.PLANNED.value, False
    db.session.flush()
    mark_held(one.event, view.rounds_done - 1, at)


class _People:
    """Who holds a seat, each with whom they come as one. Two queries."""

    def __init__(self, event_id: int) -> None:
        registered = list_participants(event_id)
        alone = {each.id: (each,) for each in registered}
        self._groups = alone | both_of_each(registered, list_partners(event_id, registered))

    def together(self, id_: int) -> tuple[Participant, ...]:
        """They alone, or the two of their couple; nobody where the seat was given up."""
        return self._groups.get(id_, ())

    def pairs_of(self, row: Meeting) -> set[frozenset[int]]:
        """Who met whom in a meeting."""
        return {frozenset((each.id, row.host_id)) for each in self.together(row.candidate_id)}


def _is_late(side: Iterable[Participant], over_at: datetime) -> bool:
    """Was the first of them who was seen at all seen only then?"""
    seen = [each.checked_in_at for each in side if each.checked_in_at is not None]
    return bool(seen) and min(seen) >= over_at


def _list_meetings(together: Iterable[Participant]) -> list[Meeting]:
    ids = [each.id for each in together]
    mine = or_(Meeting.candidate_id.in_(ids), Meeting.host_id.in_(ids))
    return list(db.session.scalars(select(Meeting).where(mine).order_by(Meeting.round)))


def _list_carded(event_id: int) -> set[frozenset[int]]:
    query = select(Card.author_id, Card.about_id).where(Card.event_id == event_id)
    return {frozenset((row.author_id, row.about_id)) for row in db.session.execute(query)}


def _is_desk_in_use(event: DatingEvent, round_: int, view: ClockView, at: datetime) -> bool:
    """Had it seen someone before the round was over? Else it checks in those who sit there."""
    seen = select(Participant.id).where(
        Participant.event_id == event.id,
        Participant.checked_in_at < _over_at(event, view, at)[round_],
    )
    return db.session.scalar(seen.limit(1)) is not None


def _over_at(event: DatingEvent, view: ClockView, at: datetime) -> list[datetime]:
    """When each round was over: counted back from now, and not after what the programme says.

    A pause or a minute more makes the hours counted back too late; the start is known.
    """
    length = timedelta(minutes=event.meeting_minutes)
    counted = [start + length for start in meeting_starts(event, view, at)]
    if view.started_at is None:
        return counted
    ends = [slot.end for slot in slots_of(event) if slot.phase == Phase.MEETING]
    planned = [view.started_at + timedelta(seconds=end) for end in ends]
    return [min(pair) for pair in zip(counted, planned, strict=True)]
