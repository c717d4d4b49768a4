"""What people thought of an evening: answers without a name, read only where enough gave one."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import fmean

from sqlalchemy import select, update

from models.base import db, now
from models.cards import EveningFeedback
from models.dating_events import DatingEvent
from models.participants import Participant
from models.vocabulary import EventSide, EventStatus, ParticipantStatus
from services.evening_programme import ends_at
from services.refusals import Refusal
from services.small_groups import FEWEST_SHOWN

PACES = {"short": "Trop courtes", "right": "De la bonne longueur", "long": "Trop longues"}
LONGEST_COMMENT = 1_000


class FeedbackGiven(Refusal):
    """This person has answered; which answer is theirs cannot be found any more."""


class FeedbackNotOpen(Refusal):
    """The evening is not over, did not take place, or this person did not come to it."""


class MarkMissing(Refusal):
    """A mark from 1 to 5 is the least there is to say."""


@dataclass(frozen=True, slots=True)
class Opinion:
    """What one person says."""

    mark: int
    pace: str | None = None
    would_return: bool | None = None
    comment: str | None = None


@dataclass(frozen=True, slots=True)
class SideOpinion:
    """What one side thought. Below five answers only their number is told."""

    side: EventSide
    answers: int
    mark: float | None = None
    paces: tuple[tuple[str, int], ...] = ()
    would_return: float | None = None
    comments: tuple[str, ...] = ()

    @property
    def is_shown(self) -> bool:
        """Are there enough?"""
        return self.mark is not None


def check_may_give(participant: Participant, at: datetime) -> None:
    """Once the evening is over, once, for those who had a place in it."""
    event = participant.event
    is_held = event.status in (EventStatus.PUBLISHED, EventStatus.CLOSED)
    is_over = event.status == EventStatus.CLOSED or at >= ends_at(event)
    came = participant.status == ParticipantStatus.REGISTERED and participant.absent_at is None
    if not (is_held and is_over and came):
        raise FeedbackNotOpen()
    if participant.gave_feedback:
        raise FeedbackGiven()


def give_feedback(participant: Participant, said: Opinion, at: datetime | None = None) -> None:
    """Keep the answer, and of the person only that they gave one: not when, and not which."""
    check_may_give(participant, at or now())
    if not 1 <= said.mark <= 5:
        raise MarkMissing()
    # ``updated_at`` stays as it was: the hour of an answer could tell whose it is.
    taken = db.session.execute(
        update(Participant)
        .where(Participant.id == participant.id, Participant.gave_feedback.is_(False))
        .values(gave_feedback=True, updated_at=Participant.updated_at)
        .execution_options(synchronize_session=False)
    )
    if not taken.rowcount:  # type: ignore[attr-defined]
        raise FeedbackGiven()
    db.session.expire(participant, ["gave_feedback"])
    comment = (said.comment or "").strip()[:LONGEST_COMMENT]
    db.session.add(
        EveningFeedback(
            id=secrets.token_hex(16),
            event_id=participant.event_id,
            side=participant.side,
            mark=said.mark,
            pace=said.pace if said.pace in PACES else None,
            would_return=said.would_return,
            comment=comment or None,
        )
    )
    db.session.flush()


def read_feedback(event: DatingEvent) -> list[SideOpinion]:
    """What each side thought, where at least five answered."""
    rows = db.session.scalars(
        select(EveningFeedback)
        .where(EveningFeedback.event_id == event.id)
        .order_by(EveningFeedback.id)  # drawn at random: not in the order they came
    ).all()
    return [_sum_up(side, [row for row in rows if row.side == side]) for side in EventSide]


def _sum_up(side: EventSide, rows: Sequence[EveningFeedback]) -> SideOpinion:
    if len(rows) < FEWEST_SHOWN:
        return SideOpinion(side, len(rows))
    said = [row.would_return for row in rows if row.would_return is not None]
    paced = [row.pace for row in rows if row.pace]
    return SideOpinion(
        side=side,
        answers=len(rows),
        mark=fmean(row.mark for row in rows),
        paces=tuple((PACES[pace], paced.count(pace)) for pace in PACES if pace in paced)
        if len(paced) >= FEWEST_SHOWN
        else (),
        would_return=fmean(said) if len(said) >= FEWEST_SHOWN else None,
        comments=tuple(row.comment for row in rows if row.comment),
    )
