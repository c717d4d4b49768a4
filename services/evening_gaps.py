"""What a plan no longer fits: people it does not know, meetings that cannot stand.

Counts alone leave here. A meeting cannot stand because someone has gone, because two now come as
one, or because one of its people would rather not: which of these it is, nobody is told.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from sqlalchemy import select

from models.base import db
from models.dating_events import DatingEvent
from models.evening_plans import EveningPlanRow, Meeting
from models.participants import Participant
from models.vocabulary import EventStatus, WishKind
from services.evening_clock import first_open_round, touch
from services.evening_people import list_partners
from services.participants import list_participants
from services.wishes import list_wishes

Pairs: TypeAlias = Collection[frozenset[int]]


@dataclass(frozen=True, slots=True)
class Gaps:
    """``outside``: registered, and in no meeting. ``lost``: meetings to come that cannot stand."""

    outside: int = 0
    lost: int = 0

    def __bool__(self) -> bool:
        return bool(self.outside or self.lost)


def gaps_of(event: DatingEvent, at: datetime) -> Gaps:
    """What the plan in force should be mended for; nothing where there is no plan.

    Someone for whom the plan found no table is counted once something else has changed: until
    then there is nothing to mend. One query without a plan, seven at most, however many people.
    """
    if event.status != EventStatus.PUBLISHED:
        return Gaps()
    made_at = _plan_made_at(event.id)
    now = event.rounds if made_at is None else first_open_round(event, at)
    if made_at is None or now >= event.rounds:
        return Gaps()
    registered = list_participants(event.id)
    here = {each.id for each in registered if each.absent_at is None and each.left_at is None}
    partners = {first: one.id for first, one in list_partners(event.id, registered).items()}
    meetings = db.session.execute(
        select(Meeting.round, Meeting.candidate_id, Meeting.host_id).where(
            Meeting.event_id == event.id
        )
    ).all()
    named = {each for row in meetings for each in (row.candidate_id, row.host_id)}
    named |= {second for first, second in partners.items() if first in named}
    seconds = set(partners.values())  # whoever agreed since goes where their partner goes
    refused = list_refused(event.id)
    lost = 0
    for row in (row for row in meetings if row.round >= now):
        together = {row.candidate_id, partners.get(row.candidate_id, row.candidate_id)}
        is_held = row.host_id in here and not here.isdisjoint(together)
        lost += (
            not is_held or row.candidate_id in seconds or is_refused(refused, together, row.host_id)
        )
    outside = [each for each in registered if each.id in here and each.id not in named]
    return Gaps(len(outside), lost) if lost or _came_since(outside, made_at) else Gaps()


def list_refused(event_id: int) -> Pairs:
    """The pairs of which one would rather not meet the other. One query; to be counted only."""
    wishes = list_wishes(event_id).items()
    return {frozenset(pair) for pair, kind in wishes if kind == WishKind.NO}


def is_refused(refused: Pairs, together: Iterable[int], host_id: int) -> bool:
    """Does a no bar this meeting? Of two who come as one, the no of either, or to either, does."""
    return any(frozenset((each, host_id)) in refused for each in together)


def touch_if_planned(event_id: int) -> None:
    """A seat was freed or given: where there is a plan, screens and phones ask again."""
    if _plan_made_at(event_id) is not None:
        touch(event_id)


def _came_since(people: Iterable[Participant], made_at: datetime) -> bool:
    """Did one of them get their seat once the plan was made?"""
    given = (each.promoted_at or each.confirmed_at for each in people)
    return any(when is not None and when > made_at for when in given)


def _plan_made_at(event_id: int) -> datetime | None:
    return db.session.scalar(
        select(EveningPlanRow.made_at).where(
            EveningPlanRow.event_id == event_id, EveningPlanRow.is_current
        )
    )
