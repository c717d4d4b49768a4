"""The plan as its organiser reads it: what it gives to whom, who meets nobody, who was not told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from models.dating_events import DatingEvent
from models.evening_plans import EveningPlanRow
from models.participants import Participant
from models.vocabulary import EventSide
from services.evening_people import announced_window, both_of_each, list_partners
from services.evening_telling import is_missing
from services.evening_views import MeetingLine, by_person, list_meetings
from services.participants import list_participants


@dataclass(frozen=True, slots=True)
class Spread:
    """The fewest and the most meetings of one side, those without any left out."""

    fewest: int
    most: int


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One person and their meetings in order."""

    person: Participant
    meetings: tuple[MeetingLine, ...]


@dataclass(frozen=True, slots=True)
class Alone:
    """Someone without a meeting. ``is_away``: by the hours they gave they are never there.

    ``is_missing``: the desk said that they do not come. There is no other cause to tell: it could
    point at a wish.
    """

    person: Participant
    is_away: bool
    is_missing: bool


@dataclass(frozen=True, slots=True)
class Board:
    """``rounds``: the meetings of each round. ``untold``: who does not know their programme."""

    plan: EveningPlanRow
    meetings: int
    rounds: tuple[tuple[MeetingLine, ...], ...]
    people: tuple[PersonLine, ...]
    alone: tuple[Alone, ...]
    candidates: Spread
    hosts: Spread
    untold: int


def read_board(event: DatingEvent, plan: EveningPlanRow) -> Board:
    """Everything on the page of a plan. Six queries, however many people."""
    lines = list_meetings(event.id)
    registered = list_participants(event.id)
    together = both_of_each(registered, list_partners(event.id, registered))
    mine = by_person(lines)
    people = tuple(PersonLine(each, tuple(mine.get(each.id, ()))) for each in registered)
    return Board(
        plan,
        len(lines),
        tuple(tuple(line for line in lines if line.round == at) for at in range(event.rounds)),
        people,
        tuple(
            Alone(each.person, _is_away(event, each.person, together), is_missing(each.person))
            for each in people
            if not each.meetings
        ),
        _spread(people, EventSide.CANDIDATE),
        _spread(people, EventSide.HOST),
        sum(each.told_version != plan.version and not is_missing(each) for each in registered),
    )


def _is_away(
    event: DatingEvent, person: Participant, together: Mapping[int, tuple[Participant, ...]]
) -> bool:
    return announced_window(event, together.get(person.id, (person,)))[0] >= event.rounds


def _spread(people: tuple[PersonLine, ...], side: EventSide) -> Spread:
    counts = [len(each.meetings) for each in people if each.person.side == side and each.meetings]
    return Spread(min(counts, default=0), max(counts, default=0))
