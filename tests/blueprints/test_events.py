"""Pages of organisers: writing an evening, its list, its team; who may and who may not."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from models import Account, DatingEvent, EventOrganiser, OutboxMessage, Participant, db
from models.base import now
from models.vocabulary import EventRight, EventStatus, Role
from tests.factories import (
    a_draft_event,
    a_full_event,
    a_participant,
    an_account,
    an_event,
    an_organiser,
)
from tests.support.queries import QueryRecorder
from tests.support.requests import Browser, login, page

# A Tuesday of winter far enough ahead, whatever the day on which the tests run.
DAY = (now() + timedelta(days=60)).date()
SAID: dict[str, Any] = {
    "title": "Généraliste dating du Lot",
    "theme": "general",
    "place_name": "Salle des fêtes",
    "commune": "Cahors (46)",
    "day": DAY.isoformat(),
    "hour": "18:30",
    "end_hour": "20:30",
    "meeting_minutes": "7",
    "changeover_seconds": "60",
    "tables": "10",
    "candidate_capacity": "20",
    "host_capacity": "10",
    "auto_advance": "y",
    "alpha": "1.0",
    "min_meetings": "0",
    "organiser_name": "URPS d’essai",
    "contact_email": "urps@example.org",
}


def text_of(answer: Any) -> str:
    """What the page says, spaces made one."""
    return " ".join(page(answer).get_text(" ").replace("\u00a0", " ").split())


def as_owner(client: Browser, **answers: Any) -> tuple[DatingEvent, Account]:
    """An evening of the one who is logged in."""
    owner = an_organiser()
    event = an_event(owner, **answers)
    login(client, owner)
    return event, owner


def joins(event: DatingEvent, right: str) -> Account:
    """Someone of the team."""
    account = an_account([Role.HOST])
    event.organisers.append(
        EventOrganiser(
            email=account.email, account_id=account.id, right=right, accepted_at=now()
        )
    )
    db.session.flush()
    return account


def test_a_first_evening_is_proposed_and_becomes_a_draft(client: Browser) -> None:
    login(client, an_organiser())
    assert "Votre première soirée" in text_of(client.get("/organiser"))
    form = page(client.get("/organiser/nouvelle"))
    assert form.select_one("input[name=meeting_minutes]")["value"] == "7"  # type: ignore[index]
    answer = client.post("/organiser/nouvelle", data=SAID, follow_redirects=True)
    said = text_of(answer)
    assert "15 rencontres de 7 min, fin à 20 h 30" in said
    assert "Publier la soirée" in said
    event = db.session.scalars(select(DatingEvent)).one()
    assert (event.status, event.rounds) == ("draft", 15)
