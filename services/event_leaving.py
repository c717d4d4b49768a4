"""What becomes of evenings when one of their organisers deletes their account.

As for offers, whoever was alone leaves nobody to answer: an evening to come is called off, so that
nobody stands before a shut door. Whoever leaves colleagues hands the evening over to one of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, exists, or_, select
from sqlalchemy.orm import aliased

from models.base import db
from models.dating_events import DatingEvent, EventOrganiser
from models.vocabulary import EventRight, EventStatus
from services.event_messages import NOBODY
from services.event_team import tell_right
from services.events import call_off
from services.outbox import enqueue
from services.paris_days import moment_in_paris

REASON = (
    "La personne qui la préparait sur Ancrage a supprimé son compte, et personne n’a pris sa suite."
)


def list_held_alone(account_id: int) -> Sequence[DatingEvent]:
    """The published evenings that nobody else organises, the next first: one query."""
    other = aliased(EventOrganiser)
    others = exists().where(
        other.event_id == DatingEvent.id,
        other.account_id != account_id,
        other.accepted_at.is_not(None),
    )
    query = (
        select(DatingEvent)
        .join(EventOrganiser, EventOrganiser.event_id == DatingEvent.id)
        .where(EventOrganiser.account_id == account_id, EventOrganiser.accepted_at.is_not(None))
        .where(DatingEvent.status == EventStatus.PUBLISHED, ~others)
        .order_by(DatingEvent.starts_at, DatingEvent.id)
    )
    return db.session.scalars(query).all()


def leave_evenings(account_id: int, email: str, at: datetime) -> None:
    """Leave each team, the evening handed over or called off where nobody answers for it.

    Evenings are locked in one order: of two who leave at once, the second sees that one has left.
    """
    mine = select(EventOrganiser.event_id).where(EventOrganiser.account_id == account_id)
    named = DatingEvent.contact_email == email if email else DatingEvent.id.in_(())
    events = db.session.scalars(
        select(DatingEvent)
        .where(or_(DatingEvent.id.in_(mine), named))
        .order_by(DatingEvent.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    alone = {event.id for event in list_held_alone(account_id)}
    leaving = EventOrganiser.account_id == account_id
    if email:
        leaving = or_(leaving, EventOrganiser.email == email)
    db.session.execute(delete(EventOrganiser).where(leaving))
    for event in events:
        db.session.expire(event, ["organisers"])
        _hand_over(event, email)
        if event.id in alone and event.starts_at > at:
            call_off(event, REASON, at)
    db.session.flush()


def _hand_over(event: DatingEvent, email: str) -> None:
    """To the editor who joined first, else to whoever helped at the desk first.

    Once it is over, the desk has nothing left to do for it, and needs no right to read it all.
    """
    ranks = list(EventRight)
    team = sorted(
        (one for one in event.organisers if one.accepted_at is not None),
        key=lambda one: (ranks.index(EventRight(one.right)), one.accepted_at, one.id),
    )
    heirs = {EventRight.EDITOR} if event.is_over else {EventRight.EDITOR, EventRight.DESK}
    if team and team[0].right in heirs:
        team[0].right = EventRight.OWNER.value
        _tell(event, team[0])
    if email and event.contact_email == email:
        event.contact_email = team[0].email if team else NOBODY


def _tell(event: DatingEvent, owner: EventOrganiser) -> None:
    enqueue(
        "event_handed_over",
        to_address=owner.email,
        account_id=owner.account_id,
        context={
            "event_id": event.id,
            "event_title": event.title,
            "when": moment_in_paris(event.starts_at),
            "right": tell_right(owner.right),
        },
        is_demo=event.is_demo,
    )
