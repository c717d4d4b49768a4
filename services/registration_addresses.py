"""Another e-mail address for a registration: the new one answers, the old one is told.

Nothing changes until the link sent to the new address is opened and its button pressed. The old
address may undo it for a week. Everything else stays: number, seat, place in line, wishes, couple,
who asks to come with them. The key of the person's pages is drawn anew each time, so that no link
sent before opens them.

An account that changes its own address takes its registrations along (``follow_account``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, delete, select, update

from models.accounts import Account
from models.base import db, now
from models.links import SignedLink
from models.outbox import OutboxMessage
from models.participants import Couple, Participant
from models.vocabulary import ParticipantStatus
from services.couples import ask_again, keep_requests, lock_for_change
from services.email_keys import clean_email, email_key
from services.evening_calendar import bump, entry_for, method_of
from services.evening_views import programme_of
from services.links import LinkExpired, make_link, peek_link, use_link
from services.outbox import enqueue
from services.paris_days import moment_in_paris
from services.participant_keys import new_key
from services.refusals import Refusal
from services.registration_messages import facts_of
from services.registrations import RegistrationWithdrawn, cancel, find_registration

CHANGE = "participant_address"
UNDO = "participant_address_undo"
CHANGE_HOURS = 24
UNDO_HOURS = 7 * 24
_ON_THE_LIST = (ParticipantStatus.REGISTERED.value, ParticipantStatus.WAITING.value)


class SameAddress(Refusal):
    """This is the address of the registration."""


class SameMailbox(Refusal):
    """Another spelling of ``email``, the address of the registration."""


class AddressTaken(Refusal):
    """Someone else of this evening has answered at this address since."""


@dataclass(frozen=True, slots=True)
class Move:
    """What a link does: whose registration goes to which address."""

    participant: Participant
    email: str


def ask_address(participant: Participant, text: str) -> str:
    """Send a link to the new address, which is returned; the last one asked for is the one.

    Where that address is on the list already, its owner is told so there, and nobody else is.
    """
    address = clean_email(text)
    event = lock_for_change(participant)
    if participant.status not in _ON_THE_LIST:
        raise RegistrationWithdrawn()
    if address == participant.email:
        raise SameAddress(field="email")
    if email_key(address) == participant.email_key:
        raise SameMailbox(field="email", email=participant.email)
    _end_links(participant, CHANGE)
    known = find_registration(event.id, address)
    if known and known.status in _ON_THE_LIST:
        enqueue("participant_address_taken", **_to(known), context=facts_of(known))
        return address
    token = _link(participant, CHANGE, address, CHANGE_HOURS)
    _to_other("participant_address_confirm", participant, address, {"token": token})
    return address


def open_change(token: str) -> Move:
    """What the link sent to a new address would do; it stays good."""
    return _open(token, CHANGE)


def change_address(token: str) -> Participant:
    """The new address is that of the registration; the old one hears of it, and may undo it."""
    move = _open(token, CHANGE)
    _tell_left(move.participant, *_move(move, token, CHANGE))
    return move.participant


def open_undo(token: str) -> Move:
    """Which address the link sent to it brings back; it stays good."""
    return _open(token, UNDO)


def undo_address(token: str) -> Participant:
    """The old address is back; whatever was asked for since falls."""
    move, link = _open(token, UNDO), peek_link(token, UNDO)
    left = _move(move, token, UNDO)
    _end_links(move.participant, CHANGE)
    _end_links(move.participant, UNDO, SignedLink.created_at >= link.created_at)
    _tell_left(move.participant, *left, is_undone=True)
    return move.participant


def follow_account(account: Account, old: str, *, is_undone: bool = False) -> list[Participant]:
    """The registrations of an account that has left ``old`` come along; those that did.

    Only what was at that address: a registration moved elsewhere was moved on purpose. Where the
    new address has a place of its own, or the evening is over, the registration stays as it is.
    """
    moved = []
    for participant in _registrations_at(account.id, old):
        try:
            with db.session.begin_nested():
                move = Move(participant, account.email)
                _make_room(move)
                left = _shift(move)
        except Refusal:
            continue  # the account's change holds, whatever one evening says
        _end_links(participant, CHANGE)
        _tell_left(participant, *left, is_undone=is_undone)
        moved.append(participant)
    return moved


def _registrations_at(account_id: int, address: str) -> list[Participant]:
    """In the order of their evenings, so that two who lock several never wait for one another."""
    return list(
        db.session.scalars(
            select(Participant)
            .where(
                Participant.account_id == account_id,
                Participant.email_key == email_key(address),
                Participant.status.in_(_ON_THE_LIST),
                Participant.anonymised_at.is_(None),
            )
            .order_by(Participant.event_id)
        )
    )


def _open(token: str, purpose: str) -> Move:
    payload = peek_link(token, purpose).payload
    participant = db.session.get(Participant, payload["participant_id"])
    if participant is None or participant.anonymised_at is not None:
        raise LinkExpired()
    return Move(participant, payload["email"])


def _move(move: Move, token: str, purpose: str) -> tuple[str, str | None]:
    """What the link does, once: a refusal leaves it good."""
    _make_room(move)
    use_link(token, purpose)
    return _shift(move)


def _make_room(move: Move) -> None:
    """Alone with the evening; refuse where it is over, or where someone else has that address."""
    participant = move.participant
    event = lock_for_change(participant)
    if participant.status not in _ON_THE_LIST:
        raise RegistrationWithdrawn()
    known = find_registration(event.id, move.email)
    if known and known.id != participant.id:
        if known.status in _ON_THE_LIST:
            raise AddressTaken()
        cancel(known, is_told=False)  # nobody had answered there: whoever answers now has it


def _shift(move: Move) -> tuple[str, str | None]:
    """Change the address and draw a new key; the address that is left, and what takes the
    evening out of its calendar.
    """
    participant = move.participant
    withdrawn, asked = _withdraw_entry(participant), keep_requests(participant)
    old, old_key = participant.email, participant.key
    participant.email, participant.email_key = move.email, email_key(move.email)
    participant.key = new_key()
    _ask_nobody_at_own(participant)
    db.session.flush()
    _forward(participant, old, old_key)
    _tell_new(participant)
    ask_again(participant, asked)
    return old, withdrawn


def _tell_left(
    participant: Participant, address: str, withdrawn: str | None, *, is_undone: bool = False
) -> None:
    """The address that is left hears of it; it may undo it, unless this is what undid it."""
    said: dict[str, Any] = {"is_undone": is_undone}
    if not is_undone:
        said["token"] = _link(participant, UNDO, address, UNDO_HOURS)
    _to_other("participant_address_changed", participant, address, said, withdrawn)


def _withdraw_entry(participant: Participant) -> str | None:
    if participant.status != ParticipantStatus.REGISTERED:
        return None  # nothing is in their calendar yet
    bump(participant)
    return entry_for(participant, method="CANCEL")


def _ask_nobody_at_own(participant: Participant) -> None:
    """Whoever had asked this very address to come with them would have asked themselves."""
    db.session.execute(
        delete(Couple).where(
            Couple.first_id == participant.id,
            Couple.second_email == participant.email_key,
            Couple.agreed_at.is_(None),
        )
    )


def _forward(participant: Participant, old: str, old_key: str) -> None:
    """What waits for the old address goes to the new one; what has left stays told, with a key
    by which it is found when the person is forgotten.
    """
    written = select(OutboxMessage).where(
        OutboxMessage.to_address == old,
        OutboxMessage.context["participant_key"].as_string() == old_key,
    )
    for message in db.session.scalars(written):
        is_waiting = message.sent_at is None and message.claimed_at is None
        if is_waiting or message.sent_at is not None:
            message.context = {**message.context, "participant_key": participant.key}
        if is_waiting:
            message.to_address = participant.email
            if message.calendar:
                method = method_of(message.calendar)
                message.calendar = _entry(participant, method)
    db.session.flush()


def _tell_new(participant: Participant) -> None:
    """Where the registration stands, and the new link to its page."""
    has_seat = participant.status == ParticipantStatus.REGISTERED
    enqueue(
        "participant_registered" if has_seat else "participant_waiting",
        **_to(participant),
        context=facts_of(participant),
        calendar=_entry(participant, "REQUEST") if has_seat else None,
    )


def _entry(participant: Participant, method: str) -> str:
    told = participant.event.announced_at is not None
    programme = programme_of(participant) if told else ()
    return entry_for(participant, method=method, programme=programme)


def _to_other(
    template: str,
    participant: Participant,
    address: str,
    said: dict[str, Any],
    calendar: str | None = None,
) -> None:
    """To an address that is not, or no more, that of the registration: no key of its pages."""
    event = participant.event
    facts = {
        "participant_id": participant.id,
        "event_title": event.title,
        "when": moment_in_paris(event.starts_at),
        "contact": event.contact_email,
    }
    to = _to(participant) | {"to_address": address}
    enqueue(template, **to, context=facts | said, calendar=calendar)


def _to(participant: Participant) -> dict[str, Any]:
    return {
        "to_address": participant.email,
        "account_id": participant.account_id,
        "is_demo": participant.event.is_demo,
    }


def _link(participant: Participant, purpose: str, email: str, hours: float) -> str:
    payload = {"participant_id": participant.id, "email": email}
    return make_link(purpose, account_id=participant.account_id, payload=payload, hours=hours)


def _end_links(participant: Participant, purpose: str, *more: ColumnElement[bool]) -> None:
    db.session.execute(
        update(SignedLink)
        .where(
            SignedLink.purpose == purpose,
            SignedLink.payload["participant_id"].as_integer() == participant.id,
            SignedLink.used_at.is_(None),
            *more,
        )
        .values(used_at=now())
        .execution_options(synchronize_session=False)
    )
