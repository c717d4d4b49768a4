"""Who counts as one person of a plan, and when each is there.

A couple that attends together is one row, its first; both must be there for a round to count.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select

from models.base import db
from models.dating_events import DatingEvent
from models.participants import Couple, Participant
from models.vocabulary import CoupleMode, EventSide, ParticipantStatus
from services.couples import list_agreed
from services.evening_programme import window_of
from services.participants import list_participants

Window = tuple[int, int]


@dataclass(frozen=True)
class EveningPeople:
    """Rows and columns of a plan; ``partners``: who comes with a candidate, by the first's id.

    ``gone``: ids of those who are only here because meetings name them.
    """

    candidates: list[Participant]
    hosts: list[Participant]
    partners: dict[int, Participant]
    gone: frozenset[int]

    def together(self, candidate: Participant) -> tuple[Participant, ...]:
        """The people of a row: one, or the two of a couple."""
        partner = self.partners.get(candidate.id)
        return (candidate, partner) if partner else (candidate,)


def list_people(event: DatingEvent, named: Collection[int] = ()) -> EveningPeople:
    """Everyone registered, and those of ``named`` (meetings name them) even if they no longer are.

    Two queries, three when someone named is gone.
    """
    registered = list_participants(event.id)
    partners = list_partners(event.id, registered)
    seconds = {partner.id for partner in partners.values()}
    rows = [each for each in registered if each.id not in seconds]
    missing = set(named) - {each.id for each in rows}
    gone = _find(event.id, missing) if missing else []
    everyone = rows + gone
    return EveningPeople(
        [each for each in everyone if each.side == EventSide.CANDIDATE],
        [each for each in everyone if each.side == EventSide.HOST],
        partners,
        frozenset(each.id for each in gone),
    )


def list_partners(event_id: int, registered: Iterable[Participant]) -> dict[int, Participant]:
    """Who attends together with whom: the second of each agreed couple, by the first's id.

    A couple of which one is no longer registered is none.
    """
    by_id = {each.id: each for each in registered}
    return {
        couple.first_id: by_id[couple.second_id]
        for couple in list_agreed(event_id)
        if couple.mode == CoupleMode.TOGETHER
        and couple.first_id in by_id
        and couple.second_id in by_id
    }


def both_of_each(
    registered: Iterable[Participant], partners: Mapping[int, Participant]
) -> dict[int, tuple[Participant, ...]]:
    """The two of each couple that attends together, by the id of either."""
    by_id = {each.id: each for each in registered}
    pairs = [(by_id[first], second) for first, second in partners.items()]
    return {each.id: pair for pair in pairs for each in pair}


def first_of(participant: Participant) -> int:
    """The id under which this person's meetings are written: their own, or their partner's."""
    first = db.session.scalar(
        select(Couple.first_id)
        .join(Participant, Participant.id == Couple.first_id)
        .where(
            Couple.second_id == participant.id,
            Couple.agreed_at.is_not(None),
            Couple.mode == CoupleMode.TOGETHER,
            Participant.status == ParticipantStatus.REGISTERED,
        )
    )
    registered = participant.status == ParticipantStatus.REGISTERED
    return first if first is not None and registered else participant.id


def announced_window(event: DatingEvent, people: Iterable[Participant]) -> Window:
    """First and last round of those who come together; outside the evening if there is none."""
    outside = (event.rounds, event.rounds)
    windows = [window_of(event, each.arrives_at, each.leaves_at) for each in people]
    firsts = [window[0] for window in windows if window]
    lasts = [window[1] for window in windows if window]
    if len(firsts) < len(windows) or max(firsts) > min(lasts):
        return outside
    return max(firsts), min(lasts)


def _find(event_id: int, ids: Collection[int]) -> list[Participant]:
    query = select(Participant).where(Participant.event_id == event_id, Participant.id.in_(ids))
    return list(db.session.scalars(query.order_by(Participant.side, Participant.number)))
