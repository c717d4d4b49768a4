"""Which cards an evening waits for: one from each of the two of every meeting that takes place.

Only who and whom: nothing here reads an answer.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from models.base import db
from models.cards import Card
from models.dating_events import DatingEvent
from models.participants import Participant
from models.vocabulary import MeetingState
from services.evening_views import ProgrammeLine, list_programmes
from services.participants import list_participants


@dataclass(frozen=True, slots=True)
class Due:
    """Someone met or to be met: at what hour and table, if it is planned."""

    other: Participant
    starts_at: datetime
    table: int


@dataclass(frozen=True, slots=True)
class Progress:
    """How far one person's cards have come. ``given`` counts those of ``due`` only."""

    participant: Participant
    given: int
    due: int
    beside: int

    @property
    def missing(self) -> int:
        """How many are still awaited."""
        return self.due - self.given


def list_due(event: DatingEvent) -> dict[int, list[Due]]:
    """Whom each registered person meets, by their id, in the order of the evening.

    Of a couple together each has their own cards, and hosts have one for each of the two.
    """
    programmes = list_programmes(event)
    people = {person.id: person for person in list_participants(event.id)}
    return {who: list(_met(people[who], lines)) for who, lines in programmes.items()}


def list_given(event_id: int) -> set[tuple[int, int]]:
    """(author, about) of each card."""
    rows = db.session.execute(
        select(Card.author_id, Card.about_id).where(Card.event_id == event_id)
    )
    return {(author_id, about_id) for author_id, about_id in rows}


def count_given(event_id: int) -> int:
    """How many cards there are."""
    query = select(func.count()).select_from(Card).where(Card.event_id == event_id)
    return db.session.scalar(query) or 0


def list_progress(event: DatingEvent) -> list[Progress]:
    """How far everyone's cards have come, by side and number."""
    due = list_due(event)
    given: defaultdict[int, set[int]] = defaultdict(set)
    for author_id, about_id in list_given(event.id):
        given[author_id].add(about_id)
    return [
        _progress(person, due.get(person.id, []), given[person.id])
        for person in list_participants(event.id)
    ]


def _progress(person: Participant, due: list[Due], given: set[int]) -> Progress:
    awaited = {one.other.id for one in due}
    return Progress(person, len(given & awaited), len(awaited), len(given - awaited))


def _met(person: Participant, lines: Iterable[ProgrammeLine]) -> Iterable[Due]:
    for line in lines:
        if line.table is None or line.state == MeetingState.MISSED:
            continue
        for other in line.others:
            is_held = line.state == MeetingState.HELD
            both_here = person.absent_at is None and other.absent_at is None
            if other.anonymised_at is None and (is_held or both_here):
                yield Due(other, line.starts_at, line.table)
