"""What people bring about around an evening: couples, wishes, meetings, cards."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from models import Account, Card, Couple, DatingEvent, Meeting, Participant, Wish, db
from models.base import now
from models.vocabulary import CoupleMode, WishKind
from tests.factories.evenings import a_participant, an_event


def a_begun_event(owner: Account | None = None, **answers: Any) -> DatingEvent:
    """An evening whose first meeting began half an hour ago."""
    start = now() - timedelta(minutes=30)
    said = {"starts_at": start, "closes_at": start - timedelta(days=1)} | answers
    return an_event(owner, **said)


def a_meeting(
    candidate: Participant, host: Participant, round_: int = 0, state: str = "planned"
) -> Meeting:
    """A meeting of the plan, at the table of the host's number."""
    meeting = Meeting(
        event_id=candidate.event_id, round=round_, table=host.number - 1,
        candidate_id=candidate.id, host_id=host.id, state=state,
    )  # fmt: skip
    db.session.add(meeting)
    db.session.flush()
    return meeting


def a_card(author: Participant, about: Participant, answer: str = "yes", note: str = "") -> Card:
    """What someone answered, on their phone."""
    card = Card(
        event_id=author.event_id, author_id=author.id, about_id=about.id, answer=answer,
        note=note or None,
    )  # fmt: skip
    db.session.add(card)
    db.session.flush()
    return card


def a_couple(
    first: Participant, second: Participant, mode: str = "together", at: datetime | None = None
) -> Couple:
    """Two candidates who agreed to come together."""
    couple = Couple(
        event_id=first.event_id, first_id=first.id, second_id=second.id,
        second_email=second.email_key, mode=CoupleMode(mode).value, agreed_at=at or now(),
    )  # fmt: skip
    db.session.add(couple)
    db.session.flush()
    return couple


def a_wish(author: Participant, about: Participant, kind: str = "must") -> Wish:
    """Whom someone would like to meet, or would not."""
    wish = Wish(author_id=author.id, about_id=about.id, kind=WishKind(kind).value)
    db.session.add(wish)
    db.session.flush()
    return wish


def some_people(event: DatingEvent, candidates: int, hosts: int) -> list[list[Participant]]:
    """That many on each side: candidates, then hosts."""
    return [
        [a_participant(event) for _ in range(candidates)],
        [a_participant(event, "host") for _ in range(hosts)],
    ]
