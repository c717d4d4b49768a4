"""What becomes of evenings when one of their organisers deletes their account."""

from __future__ import annotations

from sqlalchemy import delete, or_, select

from models.base import db
from models.dating_events import DatingEvent, EventOrganiser
from models.vocabulary import EventRight

NOBODY = "soiree-sans-contact@ancrage.invalid"


def leave_evenings(account_id: int, email: str) -> None:
    """Leave each team; a colleague, editors first, answers for an evening left without anyone."""
    mine = select(EventOrganiser.event_id).where(EventOrganiser.account_id == account_id)
    named = DatingEvent.contact_email == email if email else DatingEvent.id.in_(())
    events = db.session.scalars(
        select(DatingEvent).where(or_(DatingEvent.id.in_(mine), named)).order_by(DatingEvent.id)
    ).all()
    leaving = EventOrganiser.account_id == account_id
    if email:
        leaving = or_(leaving, EventOrganiser.email == email)
    db.session.execute(delete(EventOrganiser).where(leaving))
    for event in events:
        db.session.expire(event, ["organisers"])
        _hand_over(event, email)
    db.session.flush()


def _hand_over(event: DatingEvent, email: str) -> None:
    ranks = list(EventRight)
    team = sorted(
        (one for one in event.organisers if one.accepted_at is not None),
        key=lambda one: (ranks.index(EventRight(one.right)), one.id),
    )
    if team and team[0].right == EventRight.EDITOR:
        team[0].right = EventRight.OWNER.value
    if email and event.contact_email == email:
        event.contact_email = team[0].email if team else NOBODY
