"""The life of an evening: written as a draft, published, called off, copied."""

from __future__ import annotations

from datetime import datetime, timedelta

from models.accounts import Account
from models.base import db, now
from models.dating_events import DatingEvent, EventOrganiser
from models.vocabulary import EventRight, EventStatus
from services.accounts import check_confirmed
from services.event_access import new_code
from services.event_messages import list_told, tell_called_off
from services.event_rules import EventSaid, settle
from services.paris_hours import same_hour
from services.participant_keys import new_key
from services.refusals import Refusal

LONGEST_REASON = 600
_COPIED = (
    "title",
    "theme",
    "description",
    "organiser_name",
    "contact_email",
    "place_name",
    "address",
    "commune_code",
    "meeting_minutes",
    "changeover_seconds",
    "rounds",
    "tables",
    "candidate_capacity",
    "host_capacity",
    "auto_advance",
    "auto_minimum",
    "min_meetings",
    "alpha",
)


class EventPast(Refusal):
    """The evening would have begun already."""


class EventPublished(Refusal):
    """It is published already."""


class EventOver(Refusal):
    """It is closed or called off: it changes no more."""


class EventNotDraft(Refusal):
    """It was published: it is called off, not deleted."""


class DraftHasPeople(Refusal):
    """``count`` people were written in already: they are told when it is called off."""


class ReasonMissing(Refusal):
    """People who had planned to come are told why they need not."""


class ReasonTooLong(Refusal):
    """More than ``limit`` characters."""


def create_event(owner: Account, said: EventSaid, at: datetime | None = None) -> DatingEvent:
    """A draft that its owner alone sees."""
    event = DatingEvent(**settle(said, at or now()))
    return _add_draft(event, owner)


def publish(event: DatingEvent, by: Account, at: datetime | None = None) -> None:
    """Show it to everyone; the message of the opening goes by itself at its hour."""
    check_confirmed(by)
    if event.status == EventStatus.PUBLISHED:
        raise EventPublished()
    check_not_over(event)
    if event.starts_at <= (at or now()):
        raise EventPast()
    event.status = EventStatus.PUBLISHED.value
    db.session.flush()


def call_off(event: DatingEvent, reason: str, at: datetime | None = None) -> int:
    """It will not take place: everyone on the list is told why, once. How many were."""
    said = reason.strip()
    if event.status == EventStatus.CANCELLED:
        return 0
    check_not_over(event)
    people = list_told(event.id)
    if people and not said:
        raise ReasonMissing()
    if len(said) > LONGEST_REASON:
        raise ReasonTooLong(limit=LONGEST_REASON)
    event.status = EventStatus.CANCELLED.value
    event.cancelled_at = at or now()
    db.session.flush()
    for participant in people:
        tell_called_off(event, participant, said)
    return len(people)


def delete_draft(event: DatingEvent) -> None:
    """Nothing of it stays. An evening that was published, or whose people were told, is called off.

    The caller holds the evening (``open_event(lock=True)``).
    """
    if event.status != EventStatus.DRAFT:
        raise EventNotDraft()
    people = len(list_told(event.id))
    if people:
        raise DraftHasPeople(count=people)
    db.session.delete(event)
    db.session.flush()


def copy_as_draft(
    source: DatingEvent, owner: Account, *, days: int = 0, at: datetime | None = None
) -> DatingEvent:
    """A new draft like ``source``, without its people, ``days`` later at the same hour.

    It is of no series: that one's next evening comes by itself, and is its owners' alone to stop.

    Without ``days``: half a year later, and as many times more as it takes to be ahead.
    """
    instant = at or now()
    later = days or 182
    while not days and same_hour(source.starts_at, later) <= instant + timedelta(days=14):
        later += 182
    starts_at = same_hour(source.starts_at, later)
    event = DatingEvent(
        **{name: getattr(source, name) for name in _COPIED},
        breaks=[dict(each) for each in source.breaks],
        starts_at=starts_at,
        closes_at=min(same_hour(source.closes_at, later), starts_at),
        plan_at=source.plan_at and min(same_hour(source.plan_at, later), starts_at),
    )
    event.opens_at = min(instant, event.closes_at - timedelta(hours=1))
    return _add_draft(event, owner)


def check_not_over(event: DatingEvent) -> None:
    """Refuse to change what is closed or called off."""
    if event.is_over:
        raise EventOver()


def _add_draft(event: DatingEvent, owner: Account) -> DatingEvent:
    event.code = new_code()
    event.screen_key = new_key()
    event.status = EventStatus.DRAFT.value
    event.is_demo = owner.is_demo
    event.organisers.append(
        EventOrganiser(
            email=owner.email,
            account_id=owner.id,
            right=EventRight.OWNER.value,
            accepted_at=now(),
        )
    )
    db.session.add(event)
    db.session.flush()
    return event
