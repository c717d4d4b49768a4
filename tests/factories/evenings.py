"""Evenings, from a draft to one whose people are all registered."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select

from models import Account, DatingEvent, EventOrganiser, Participant, db
from models.base import now
from models.vocabulary import (
    CardAnswer,
    EventRight,
    EventSide,
    EventStatus,
    ParticipantStatus,
    RegistrationSource,
    Role,
)
from services.cards import give
from services.evening_closing import close
from services.evening_plans import announce, make_plan
from services.event_access import new_code
from services.paris_days import PARIS
from services.participant_keys import new_key
from tests.factories.accounts import an_account

_addresses = itertools.count(1)


def an_organiser() -> Account:
    """Someone who organises evenings."""
    return an_account([Role.ORGANISER])


def an_event(owner: Account | None = None, **answers: Any) -> DatingEvent:
    """A published evening at Cahors in three weeks at 18:30: 6 rounds of 7 minutes, 5 tables."""
    owner = owner or an_organiser()
    start = (now() + timedelta(days=21)).astimezone(PARIS)
    start = start.replace(hour=18, minute=30, second=0, microsecond=0).astimezone(UTC)
    said: dict[str, Any] = {
        "code": new_code(),
        "screen_key": new_key(),
        "status": EventStatus.PUBLISHED.value,
        "title": "Généraliste dating du Lot",
        "organiser_name": "URPS d’essai",
        "contact_email": owner.email,
        "place_name": "Salle des fêtes",
        "commune_code": "46042",
        "starts_at": start,
        "meeting_minutes": 7,
        "changeover_seconds": 60,
        "rounds": 6,
        "breaks": [],
        "tables": 5,
        "candidate_capacity": 12,
        "host_capacity": 9,
        "opens_at": now() - timedelta(days=7),
        "closes_at": start - timedelta(days=1),
    }
    said["auto_minimum"] = "min_meetings" not in answers
    event = DatingEvent(**(said | answers))
    db.session.add(event)
    a_colleague(event, EventRight.OWNER, owner)
    return event


def a_colleague(event: DatingEvent, right: str, account: Account | None = None) -> Account:
    """Someone who accepted to help to organise it: an owner, an editor, or of the desk."""
    account = account or an_account()
    event.organisers.append(
        EventOrganiser(
            email=account.email,
            account_id=account.id,
            right=EventRight(right).value,
            accepted_at=now(),
        )
    )
    db.session.flush()
    return account


def a_draft_event(owner: Account | None = None, **answers: Any) -> DatingEvent:
    """The same, that nobody but its organisers sees yet."""
    return an_event(owner, **({"status": EventStatus.DRAFT.value} | answers))


def a_participant(event: DatingEvent, side: str = "candidate", **answers: Any) -> Participant:
    """Someone registered and confirmed, without an account unless one is given."""
    taken = [p.number for p in _of(event, side)]
    at = next(_addresses)
    host = side == EventSide.HOST
    said: dict[str, Any] = {
        "number": max(taken, default=0) + 1,
        "status": ParticipantStatus.REGISTERED.value,
        "source": RegistrationSource.LINK.value,
        "key": new_key(),
        "badge_code": new_code(10),
        "email": f"personne{at}@essai.example",
        "email_key": f"personne{at}@essai.example",
        "first_name": "Dominique",
        "last_name": f"Essai{at}",
        "organisation_name": f"Maison de santé n° {at}" if host else None,
        "commune_code": "46042" if host else None,
        "confirmed_at": now(),
    }
    participant = Participant(event_id=event.id, side=side, **(said | answers))
    db.session.add(participant)
    db.session.flush()
    return participant


def a_full_event(
    candidates: int = 6, hosts: int = 4, owner: Account | None = None, **answers: Any
) -> DatingEvent:
    """An evening with that many people registered on each side."""
    event = an_event(owner, **answers)
    for _ in range(candidates):
        a_participant(event)
    for _ in range(hosts):
        a_participant(event, "host")
    return event


def a_planned_event(
    candidates: int = 6, hosts: int = 4, owner: Account | None = None, **answers: Any
) -> DatingEvent:
    """The same, its plan made and announced."""
    event = a_full_event(candidates, hosts, owner, **answers)
    make_plan(event, made_by=None, at=now())
    announce(event, now())
    return event


def a_closed_event(owner: Account | None = None, **answers: Any) -> DatingEvent:
    """An evening of three days ago, closed: M1 and H1 were introduced, H2's yes stayed alone."""
    night = now() - timedelta(days=3)
    event = a_full_event(
        3, 2, owner, **({"starts_at": night, "closes_at": night - timedelta(days=1)} | answers)
    )
    make_plan(event, made_by=None, at=night)
    announce(event, night)
    first, lonely = _of(event, "candidate")[:2]
    host, other = _of(event, "host")
    for author, about in ((first, host), (host, first), (other, lonely)):
        give(author, about.id, CardAnswer.YES.value, at=night + timedelta(hours=1))
    close(event, night + timedelta(hours=20))
    return event


def in_paris(year: int, month: int, day: int, hour: int = 18, minute: int = 30) -> datetime:
    """An instant as a clock in Paris shows it."""
    return datetime(year, month, day, hour, minute, tzinfo=PARIS)


def _of(event: DatingEvent, side: str) -> list[Participant]:
    query = select(Participant).where(Participant.event_id == event.id, Participant.side == side)
    return list(db.session.scalars(query))
