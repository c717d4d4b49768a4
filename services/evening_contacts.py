"""After the closing: whom each was introduced to, with name, address and telephone as given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import aliased

from models.base import db
from models.cards import EveningIntroduction
from models.dating_events import DatingEvent
from models.participants import Participant
from services.outbox import enqueue
from services.participants import badge_number, full_name

ERASED = "Inscription effacée"


@dataclass(frozen=True, slots=True)
class EveningContact:
    """How to reach the other side of one introduction; what was not given is empty."""

    evening_introduction_id: int
    introduction_id: int | None
    number: str
    name: str
    organisation: str
    email: str
    phone: str
    is_erased: bool = False


def list_contacts(participant: Participant) -> list[EveningContact]:
    """Whom this person was introduced to in this evening, in the order of the badges."""
    return _contacts(participant.event_id, participant.id).get(participant.id, [])


def tell_introductions(event: DatingEvent) -> int:
    """One message to each person introduced, with all their introductions; how many."""
    everyone = _contacts(event.id)
    people = db.session.scalars(
        select(Participant).where(Participant.id.in_(everyone)).order_by(Participant.id)
    ).all()
    for person in people:
        enqueue(
            "evening_introduction",
            to_address=person.email,
            account_id=person.account_id,
            context={
                "participant_key": person.key,
                "event_title": event.title,
                "contacts": [_said(contact) for contact in everyone[person.id]],
            },
            key=f"evening-introduction:{event.id}:{person.id}",
            is_demo=event.is_demo,
        )
    return len(people)


def _said(contact: EveningContact) -> dict[str, Any]:
    return {
        "name": contact.name,
        "organisation": contact.organisation,
        "email": contact.email,
        "phone": contact.phone,
    }


def _contacts(event_id: int, participant_id: int | None = None) -> dict[int, list[EveningContact]]:
    """By the id of who reads them. One query."""
    candidate, host = aliased(Participant), aliased(Participant)
    row = EveningIntroduction
    query = (
        select(row, candidate, host)
        .join(candidate, candidate.id == row.candidate_id)
        .join(host, host.id == row.host_id)
        .where(row.event_id == event_id, candidate.event_id == event_id)
        .where(host.event_id == event_id)
        .order_by(candidate.number, host.number)
    )
    if participant_id is not None:
        query = query.where(or_(candidate.id == participant_id, host.id == participant_id))
    found: dict[int, list[EveningContact]] = {}
    for opened, one, other in db.session.execute(query):
        for reader, told in ((one, other), (other, one)):
            if reader.anonymised_at is None:
                found.setdefault(reader.id, []).append(_contact(opened, told))
    return found


def _contact(opened: EveningIntroduction, other: Participant) -> EveningContact:
    is_erased = other.anonymised_at is not None
    return EveningContact(
        evening_introduction_id=opened.id,
        introduction_id=opened.introduction_id,
        number=badge_number(other),
        name=ERASED if is_erased else full_name(other) or other.badge_name or badge_number(other),
        organisation="" if is_erased else other.organisation_name or "",
        email="" if is_erased else other.email,
        phone="" if is_erased else other.phone or "",
        is_erased=is_erased,
    )
