"""Those who organise one evening together: invited by e-mail, each with a right."""

from __future__ import annotations

from typing import Any

from sqlalchemy import delete, func, select, update

from models.accounts import Account
from models.base import db, now
from models.dating_events import DatingEvent, EventOrganiser
from models.vocabulary import EventRight
from services.accounts import check_confirmed, normalise_email
from services.event_access import EventUnknown, RightMissing, lock_event
from services.links import LinkForged, LinkUsed, make_link, peek_link, use_link
from services.outbox import enqueue
from services.paris_days import moment_in_paris
from services.refusals import NotFound, Refusal

KEPT_DAYS = 7
PURPOSE = "event_team"
_MAY = {
    EventRight.OWNER: "tout, y compris annuler la soirée et gérer l’équipe",
    EventRight.EDITOR: "tout préparer et tenir la soirée, sauf l’annuler ou la clore",
    EventRight.DESK: "tenir l’accueil et la régie le soir même",
}


class AlreadyOrganiser(Refusal):
    """``email`` is of the team already."""


class UnknownRight(Refusal):
    """Owner, editor or desk."""


class LastOwner(Refusal):
    """The evening would be left without anyone to answer for it."""


class OrganiserForAnother(Refusal):
    """Only the account of the invited address, ``email``, may accept."""


def list_team(event: DatingEvent) -> list[EventOrganiser]:
    """Everyone, those who have not answered yet last."""
    return sorted(event.organisers, key=lambda each: (each.accepted_at is None, each.id))


def invite_organiser(event: DatingEvent, email: str, right: str, *, by: Account) -> EventOrganiser:
    """Send a link; an earlier invitation of the same address opens nothing any more."""
    check_confirmed(by)
    wanted, part = normalise_email(email), check_right(right)
    _lock_as_owner(event, by.id)
    known = db.session.scalars(
        select(EventOrganiser)
        .outerjoin(EventOrganiser.account)
        .where(
            EventOrganiser.event_id == event.id,
            (EventOrganiser.email == wanted) | (Account.email == wanted),
        )
    ).all()
    if any(each.accepted_at for each in known):
        raise AlreadyOrganiser(email=wanted)
    for each in known:
        db.session.delete(each)
    db.session.flush()
    organiser = EventOrganiser(event_id=event.id, email=wanted, right=part.value)
    db.session.add(organiser)
    db.session.flush()
    db.session.expire(event, ["organisers"])
    _send(event, organiser, by)
    return organiser


def read_invitation(token: str) -> EventOrganiser:
    """The invitation of a link that can still be used."""
    return _behind(peek_link(token, PURPOSE).payload)


def accept_invitation(token: str, account: Account) -> DatingEvent:
    """The owner of the invited address joins."""
    organiser = _behind(peek_link(token, PURPOSE).payload)
    if account.email != organiser.email:
        raise OrganiserForAnother(email=organiser.email)
    check_confirmed(account)
    if lock_event(organiser.event_id) is None:
        raise LinkForged()
    organiser = _behind(use_link(token, PURPOSE).payload)
    if _find(organiser.event_id, account.id):
        raise AlreadyOrganiser(email=account.email)
    organiser.account_id = account.id
    organiser.accepted_at = now()
    db.session.flush()
    return organiser.event


def change_right(event: DatingEvent, organiser_id: int, right: str, *, by: Account) -> None:
    """An owner says what someone may do; the last owner stays one."""
    part = check_right(right)
    _lock_as_owner(event, by.id)
    organiser = _of(event, organiser_id)
    if organiser.right == EventRight.OWNER and part is not EventRight.OWNER:
        _check_not_last(organiser)
    organiser.right = part.value
    db.session.flush()


def remove_organiser(event: DatingEvent, organiser_id: int, *, by: Account) -> None:
    """An owner takes someone out, or withdraws an invitation; the last owner stays."""
    _lock_as_owner(event, by.id)
    _remove(_of(event, organiser_id))


def leave(event: DatingEvent, account: Account) -> None:
    """Someone helps no more; the last owner cannot."""
    lock_event(event.id)
    organiser = _find(event.id, account.id)
    if organiser is None:
        raise EventUnknown()
    _remove(organiser)


def follow_address(account: Account) -> None:
    """An account has another address: its teams know it, and write to it, by that one."""
    mine = select(EventOrganiser.event_id).where(EventOrganiser.account_id == account.id)
    again = EventOrganiser.account_id.is_(None) & (EventOrganiser.email == account.email)
    db.session.execute(
        delete(EventOrganiser)
        .where(EventOrganiser.event_id.in_(mine), again)
        .execution_options(synchronize_session="fetch")
    )
    db.session.execute(
        update(EventOrganiser)
        .where(EventOrganiser.account_id == account.id)
        .values(email=account.email)
        .execution_options(synchronize_session="fetch")
    )


def check_right(right: str) -> EventRight:
    """One of the three."""
    if right not in [known.value for known in EventRight]:
        raise UnknownRight(right=right[:20])
    return EventRight(right)


def tell_right(right: str) -> str:
    """What someone may do, in words."""
    return _MAY[EventRight(right)]


def _send(event: DatingEvent, organiser: EventOrganiser, by: Account) -> None:
    token = make_link(PURPOSE, payload=_named(organiser), hours=24 * KEPT_DAYS)
    enqueue(
        "event_organiser_invited",
        to_address=organiser.email,
        context={
            "token": token,
            "event_title": event.title,
            "moment": moment_in_paris(event.starts_at),
            "inviter": by.email,
            "right": tell_right(organiser.right),
            "days": KEPT_DAYS,
        },
        is_demo=event.is_demo,
    )


def _lock_as_owner(event: DatingEvent, account_id: int) -> None:
    """Alone with the evening; whether ``account_id`` owns it is asked again under the lock."""
    if lock_event(event.id) is None:
        raise EventUnknown()
    acting = _find(event.id, account_id)
    if acting is None:
        raise EventUnknown()
    if acting.right != EventRight.OWNER:
        raise RightMissing(right=acting.right, needed=EventRight.OWNER.value)


def _find(event_id: int, account_id: int) -> EventOrganiser | None:
    return db.session.scalar(
        select(EventOrganiser)
        .where(
            EventOrganiser.event_id == event_id,
            EventOrganiser.account_id == account_id,
            EventOrganiser.accepted_at.is_not(None),
        )
        .execution_options(populate_existing=True)
    )


def _of(event: DatingEvent, organiser_id: int) -> EventOrganiser:
    found = db.session.get(EventOrganiser, organiser_id, populate_existing=True)
    if found is None or found.event_id != event.id:
        raise NotFound(organiser_id=organiser_id)
    return found


def _behind(payload: dict[str, Any]) -> EventOrganiser:
    organiser = db.session.get(EventOrganiser, payload["organiser_id"], populate_existing=True)
    if organiser is None or organiser.accepted_at is not None or payload != _named(organiser):
        raise LinkUsed()
    return organiser


def _named(organiser: EventOrganiser) -> dict[str, Any]:
    """This very invitation: SQLite gives the number of a row that is gone to the next one."""
    return {"organiser_id": organiser.id, "invited_at": organiser.invited_at.isoformat()}


def _remove(organiser: EventOrganiser) -> None:
    if organiser.right == EventRight.OWNER and organiser.accepted_at:
        _check_not_last(organiser)
    event = organiser.event
    db.session.delete(organiser)
    db.session.flush()
    db.session.expire(event, ["organisers"])


def _check_not_last(organiser: EventOrganiser) -> None:
    if organiser.accepted_at is None:
        return
    owners = db.session.scalar(
        select(func.count())
        .select_from(EventOrganiser)
        .where(
            EventOrganiser.event_id == organiser.event_id,
            EventOrganiser.right == EventRight.OWNER.value,
            EventOrganiser.accepted_at.is_not(None),
        )
    )
    if (owners or 0) < 2:
        raise LastOwner()
