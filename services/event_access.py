"""Which evening an address names, and what this organiser may do in it."""

from __future__ import annotations

import secrets

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from models.base import db
from models.dating_events import DatingEvent, EventOrganiser
from models.vocabulary import EventRight, EventStatus
from services.refusals import Forbidden, NotFound

# Each right holds those after it.
_RANK = {right: rank for rank, right in enumerate(EventRight)}
# Letters and digits that nobody mistakes for others when reading them aloud.
_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"


class EventUnknown(NotFound):
    """No such evening, or not one of this person's."""


class RightMissing(Forbidden):
    """This organiser's ``right`` does not go that far; ``needed`` would."""


def new_code(length: int = 8) -> str:
    """A random name for a public address, easy to read aloud."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(length))


def open_event(
    event_id: int, account_id: int, right: EventRight, *, lock: bool = False
) -> DatingEvent:
    """The evening, for an organiser of it who holds ``right``; for anyone else there is none.

    ``lock``: wait for whoever is changing it (PostgreSQL; SQLite writers queue anyway).
    """
    held = find_right(event_id, account_id)
    event = lock_event(event_id) if lock and held else _load(DatingEvent.id == event_id)
    if held is None or event is None:
        raise EventUnknown()
    if not allows(held, right):
        raise RightMissing(right=held, needed=right.value)
    return event


def find_right(event_id: int, account_id: int) -> str | None:
    """The right that an account holds in an evening, once it has accepted it."""
    return db.session.scalar(
        select(EventOrganiser.right).where(
            EventOrganiser.event_id == event_id,
            EventOrganiser.account_id == account_id,
            EventOrganiser.accepted_at.is_not(None),
        )
    )


def allows(held: str, right: EventRight) -> bool:
    """Does the right ``held`` hold ``right`` too?"""
    return _RANK[EventRight(held)] <= _RANK[right]


def lock_event(event_id: int) -> DatingEvent | None:
    """The evening, alone with it until the end of the transaction."""
    return db.session.scalar(
        select(DatingEvent)
        .where(DatingEvent.id == event_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def open_public_event(code: str) -> DatingEvent:
    """The evening of a public address: once published, and also once over or cancelled."""
    event = _load(DatingEvent.code == code)
    if event is None or event.status == EventStatus.DRAFT:
        raise EventUnknown()
    return event


def open_screen(screen_key: str) -> DatingEvent:
    """The evening whose big screen this address opens."""
    event = _load(DatingEvent.screen_key == screen_key)
    if event is None or event.status == EventStatus.DRAFT:
        raise EventUnknown()
    return event


def list_events_of(account_id: int) -> list[tuple[DatingEvent, str]]:
    """The evenings that an account organises, the latest first, each with the right held."""
    rows = db.session.execute(
        select(DatingEvent, EventOrganiser.right)
        .join(EventOrganiser, EventOrganiser.event_id == DatingEvent.id)
        .where(EventOrganiser.account_id == account_id, EventOrganiser.accepted_at.is_not(None))
        .options(joinedload(DatingEvent.commune))
        .order_by(DatingEvent.starts_at.desc(), DatingEvent.id.desc())
    )
    return [(event, right) for event, right in rows]


def _load(condition: object) -> DatingEvent | None:
    return db.session.scalar(
        select(DatingEvent)
        .where(condition)  # type: ignore[arg-type]
        .options(joinedload(DatingEvent.commune))
    )
