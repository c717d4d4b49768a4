"""What an evening forgets, and when: its words first, then who was there; counts and
introductions stay.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, or_, select

from models.base import db
from models.cards import Card, EveningIntroduction
from models.dating_events import DatingEvent, EventOrganiser
from models.event_series import InvitationProposal
from models.participants import Participant, Wish
from services.cards_due import count_given
from services.participant_erasure import forget_participants
from services.retention import limit


def list_forgettable(at: datetime) -> list[int]:
    """The evenings of which something may have to go. Imaginary ones stay as they are."""
    past_words = or_(
        DatingEvent.closed_at < limit("evening_words", at),
        DatingEvent.starts_at < limit("evening_people", at),
    )
    query = select(DatingEvent.id).where(
        past_words, DatingEvent.anonymised_at.is_(None), DatingEvent.is_demo.is_(False)
    )
    return list(db.session.scalars(query.order_by(DatingEvent.id)))


def forget_evening(event: DatingEvent, at: datetime) -> int:
    """Forget what is past its time; how many people went. Twice changes nothing more."""
    _forget_words(event)
    if event.starts_at >= limit("evening_people", at):
        return 0
    _forget_invited(event)
    introduced = select(EveningIntroduction.candidate_id).union(select(EveningIntroduction.host_id))
    query = select(Participant).where(
        Participant.event_id == event.id, Participant.anonymised_at.is_(None)
    )
    if event.starts_at >= limit("evening_introduced", at):
        query = query.where(Participant.id.not_in(introduced))
    else:
        event.anonymised_at = at
    gone = forget_participants(db.session.scalars(query).all(), at)
    db.session.flush()
    return gone


def _forget_words(event: DatingEvent) -> None:
    """Wishes, cards and notes; of the cards, how many there were stays."""
    if event.cards_given is None:
        event.cards_given = count_given(event.id)
    authors = select(Participant.id).where(Participant.event_id == event.id)
    db.session.execute(delete(Card).where(Card.event_id == event.id))
    db.session.execute(
        delete(Wish).where(Wish.author_id.in_(authors)).execution_options(synchronize_session=False)
    )


def _forget_invited(event: DatingEvent) -> None:
    """Whom one thought of inviting, and addresses invited to the team that never answered."""
    db.session.execute(delete(InvitationProposal).where(InvitationProposal.event_id == event.id))
    db.session.execute(
        delete(EventOrganiser).where(
            EventOrganiser.event_id == event.id, EventOrganiser.accepted_at.is_(None)
        )
    )
