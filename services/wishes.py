"""Whom participants would like to meet. The planner reads it; nobody else ever does."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import delete, select

from models.base import db, now
from models.participants import Participant, Wish
from models.vocabulary import EventSide, ParticipantStatus, WishKind
from services.refusals import Refusal
from services.registration_window import check_takes_place

# An evening holds some ten meetings: five that must be leave as many for the scores to find.
MOST_MUSTS = 5


class TooManyMusts(Refusal):
    """More than ``limit`` people « à rencontrer absolument »: they cannot all come first."""


class WishUnknown(Refusal):
    """A wish is one of three, or none."""


class NotOnTheList(Refusal):
    """Wishes come after the confirmation."""


def other_side(side: str) -> str:
    """Those whom this side meets."""
    host = side == EventSide.HOST
    return (EventSide.CANDIDATE if host else EventSide.HOST).value


def list_wishes(event_id: int) -> dict[tuple[int, int], WishKind]:
    """Every wish of an evening by (author, about): for the planner alone."""
    rows = db.session.execute(
        select(Wish.author_id, Wish.about_id, Wish.kind)
        .join(Participant, Participant.id == Wish.author_id)
        .where(Participant.event_id == event_id)
    )
    return {(row.author_id, row.about_id): WishKind(row.kind) for row in rows}


def wishes_of(participant: Participant) -> dict[int, str]:
    """What this person said, by the badge number of the other side: for themselves alone."""
    rows = db.session.execute(
        select(Participant.number, Wish.kind)
        .join(Participant, Participant.id == Wish.about_id)
        .where(Wish.author_id == participant.id)
    )
    return {row.number: row.kind for row in rows}


def save_wishes(
    participant: Participant, said: Mapping[int, str | None], at: datetime | None = None
) -> int:
    """Keep what is said of each badge number of the other side; None takes a wish back.

    Numbers that are on the list no more are passed over. Gives how many wishes there are.
    """
    fresh = _lock(participant)
    check_takes_place(fresh.event)
    if fresh.status not in (ParticipantStatus.REGISTERED, ParticipantStatus.WAITING):
        raise NotOnTheList()
    for kind in said.values():
        if kind and kind not in WishKind._value2member_map_:
            raise WishUnknown(kind=kind[:20])
    ids = _ids_by_number(fresh)
    kept = {**_kept(fresh.id), **{ids[n]: kind for n, kind in said.items() if n in ids}}
    wishes = {about: kind for about, kind in kept.items() if kind}
    here = set(ids.values())  # of those who have left since, nobody can take the wish back
    if sum(wishes[about] == WishKind.MUST for about in wishes.keys() & here) > MOST_MUSTS:
        raise TooManyMusts(limit=MOST_MUSTS)
    db.session.execute(delete(Wish).where(Wish.author_id == fresh.id))
    db.session.add_all(
        Wish(author_id=fresh.id, about_id=about, kind=kind, at=at or now())
        for about, kind in wishes.items()
    )
    db.session.flush()
    return len(wishes)


def _lock(participant: Participant) -> Participant:
    """The author's own row: of two presses at once, the second waits for the first."""
    return db.session.scalars(
        select(Participant)
        .where(Participant.id == participant.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def _kept(author_id: int) -> dict[int, str | None]:
    rows = db.session.execute(select(Wish.about_id, Wish.kind).where(Wish.author_id == author_id))
    return {row.about_id: row.kind for row in rows}


def _ids_by_number(participant: Participant) -> dict[int, int]:
    rows = db.session.execute(
        select(Participant.number, Participant.id).where(
            Participant.event_id == participant.event_id,
            Participant.side == other_side(participant.side),
            Participant.status == ParticipantStatus.REGISTERED.value,
        )
    )
    return {row.number: row.id for row in rows}
