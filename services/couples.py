"""Two candidates who come together: one asks by e-mail address, the other agrees.

Nothing says whether an address is on the list: whoever asks is told that the message left, and
then that they wait, until the other agrees.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import aliased

from models.base import db, now
from models.dating_events import DatingEvent
from models.outbox import OutboxMessage
from models.participants import Couple, Participant
from models.vocabulary import CoupleMode, EventSide, ParticipantStatus
from services.email_keys import clean_email, email_key
from services.evening_clock import touch
from services.event_access import EventUnknown, lock_event
from services.outbox import enqueue
from services.paris_days import moment_in_paris
from services.refusals import NotFound, Refusal
from services.registration_window import check_takes_place

_ON_THE_LIST = (ParticipantStatus.REGISTERED.value, ParticipantStatus.WAITING.value)


class CoupleRefused(Refusal):
    """Couples are made of two candidates on the list of the same evening."""


class CoupleOfOne(Refusal):
    """This is the address of who asks."""


class CoupleAlready(Refusal):
    """Who comes with someone already undoes that first."""


class CoupleAsksYou(Refusal):
    """That person has asked first: there is only to agree."""


class CoupleModeUnknown(Refusal):
    """Together, or each on their own."""


class CoupleUnknown(NotFound):
    """Nobody asks this person that."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that waits for this person's answer."""

    couple_id: int
    first_name: str
    mode: CoupleMode


@dataclass(frozen=True, slots=True)
class CoupleState:
    """Where someone stands: with whom, whom they asked, who asks them."""

    mode: CoupleMode | None = None
    partner: Participant | None = None
    asked_address: str | None = None
    asked_by: tuple[Asked, ...] = ()


def list_agreed(event_id: int) -> list[Couple]:
    """The couples of an evening whose two partners agreed and both hold a seat."""
    first, second = aliased(Participant), aliased(Participant)
    held = ParticipantStatus.REGISTERED.value
    return list(
        db.session.scalars(
            select(Couple)
            .join(first, first.id == Couple.first_id)
            .join(second, second.id == Couple.second_id)
            .where(Couple.event_id == event_id, Couple.agreed_at.is_not(None))
            .where(first.status == held, second.status == held)
            .order_by(Couple.id)
        )
    )


def state_of(participant: Participant) -> CoupleState:
    """What this person's page shows of it."""
    own = _couple_of(participant.id)
    if own and own.agreed_at:
        return CoupleState(mode=CoupleMode(own.mode), partner=_other_of(own, participant))
    return CoupleState(
        mode=CoupleMode(own.mode) if own else None,
        asked_address=own.second_email if own else None,
        asked_by=tuple(_requests_to(participant)),
    )


def find_partner(participant: Participant) -> Participant | None:
    """Who agreed to come with this person, if anyone did."""
    own = _couple_of(participant.id)
    return _other_of(own, participant) if own and own.agreed_at else None


def ask(participant: Participant, address: str, mode: str, at: datetime | None = None) -> None:
    """Ask whoever has this address to come together; the answer to the page is always the same."""
    if mode not in CoupleMode._value2member_map_:
        raise CoupleModeUnknown(mode=mode[:20])
    to_address, key = clean_email(address), email_key(address)
    event = lock_for_change(participant)
    _check_may_pair(participant)
    if key == participant.email_key:
        raise CoupleOfOne(field="email")
    if any(asker.email_key == key for _, asker in _asking(participant)):
        raise CoupleAsksYou(field="email")
    couple = Couple(event_id=event.id, first_id=participant.id, second_email=key, mode=mode)
    couple.asked_at = at or now()
    db.session.add(couple)
    db.session.flush()
    _tell(event, participant, couple, to_address)


def agree(participant: Participant, couple_id: int, at: datetime | None = None) -> Couple:
    """Yes, we come together. What this person asked of someone else is taken back."""
    event = lock_for_change(participant)
    wanted = next((each for each, _ in _asking(participant) if each.id == couple_id), None)
    if wanted is None:
        raise CoupleUnknown()
    own = _couple_of(participant.id)
    if own and own.agreed_at:
        raise CoupleAlready()
    if own:
        db.session.delete(own)
        db.session.flush()
    wanted.second_id, wanted.agreed_at = participant.id, at or now()
    db.session.flush()
    _tell_screens(event)
    return wanted


def keep_requests(participant: Participant) -> list[Couple]:
    """Those that wait for this person still do when their registration leaves its address.

    Whoever asked still reads the address they gave: neither that it was left nor for which.
    """
    asked = [couple for couple, _ in _asking(participant)]
    for couple in asked:
        couple.asked_id = participant.id
    db.session.flush()
    return asked


def ask_again(participant: Participant, asked: Iterable[Couple]) -> None:
    """At the address where the registration is now: the page that was named opens no more."""
    for couple in asked:
        key = _key(couple)
        written = select(OutboxMessage.context).where(
            OutboxMessage.key.startswith(key, autoescape=True),
            OutboxMessage.to_address == participant.email,
            OutboxMessage.sent_at.is_(None),
        )
        keys = [said.get("participant_key") for said in db.session.scalars(written)]
        if participant.key not in keys:  # else the message had not left, and came along
            asker = db.session.get_one(Participant, couple.first_id)
            _send(participant.event, asker, participant, participant.email, f"{key}:{now()}")


def undo(participant: Participant, at: datetime | None = None) -> None:
    """Either says so: each comes alone. Nothing happens if they already do.

    A plan holds the meetings of both under the first: the second is from now on someone new,
    whom it does not know.
    """
    event = lock_for_change(participant)
    own = _couple_of(participant.id)
    if own is None:
        return
    second = db.session.get(Participant, own.second_id) if own.agreed_at else None
    if second is not None and own.mode == CoupleMode.TOGETHER:
        second.confirmed_at = at or now()
    db.session.delete(own)
    db.session.flush()
    if second is not None:
        _tell_screens(event)


def _tell_screens(event: DatingEvent) -> None:
    """Phones that show a programme ask again: that of the two has changed."""
    if event.announced_at is not None:
        touch(event.id)


def _couple_of(participant_id: int) -> Couple | None:
    return db.session.scalar(
        select(Couple)
        .where(or_(Couple.first_id == participant_id, Couple.second_id == participant_id))
        .execution_options(populate_existing=True)
    )


def _other_of(couple: Couple, participant: Participant) -> Participant | None:
    other_id = couple.second_id if couple.first_id == participant.id else couple.first_id
    return db.session.get(Participant, other_id)


def _asking(participant: Participant) -> list[tuple[Couple, Participant]]:
    """Who asks this person, on the list of the same evening, the first who asked first."""
    if participant.side != EventSide.CANDIDATE or participant.status not in _ON_THE_LIST:
        return []
    rows = db.session.execute(
        select(Couple, Participant)
        .join(Participant, Participant.id == Couple.first_id)
        .where(
            Couple.event_id == participant.event_id,
            or_(
                Couple.second_email == participant.email_key,
                Couple.asked_id == participant.id,
            ),
            Couple.agreed_at.is_(None),
            Participant.status.in_(_ON_THE_LIST),
        )
        .order_by(Couple.id)
    )
    return [(couple, asker) for couple, asker in rows]


def _requests_to(participant: Participant) -> list[Asked]:
    return [
        Asked(couple.id, asker.first_name or "Quelqu’un", CoupleMode(couple.mode))
        for couple, asker in _asking(participant)
    ]


def _check_may_pair(participant: Participant) -> None:
    if participant.side != EventSide.CANDIDATE or participant.status not in _ON_THE_LIST:
        raise CoupleRefused()
    if _couple_of(participant.id):
        raise CoupleAlready()


def lock_for_change(participant: Participant) -> DatingEvent:
    """The evening, alone with it, while it still takes place; the participant as they are."""
    event = lock_event(participant.event_id)
    if event is None:
        raise EventUnknown()
    db.session.refresh(participant)
    check_takes_place(event)
    return event


def _tell(event: DatingEvent, asker: Participant, couple: Couple, to_address: str) -> None:
    """The same message to whoever has the address: registered or not, the page is where to go."""
    partner = db.session.scalar(
        select(Participant).where(
            Participant.event_id == event.id,
            Participant.email_key == couple.second_email,
            Participant.side == EventSide.CANDIDATE.value,
            Participant.status.in_(_ON_THE_LIST),
        )
    )
    _send(event, asker, partner, to_address, _key(couple))


def _key(couple: Couple) -> str:
    """SQLite gives the number of a row that is gone to the next one."""
    return f"couple-asked:{couple.id}:{couple.asked_at.isoformat()}"


def _send(
    event: DatingEvent, asker: Participant, partner: Participant | None, to_address: str, key: str
) -> None:
    enqueue(
        "couple_asked",
        to_address=partner.email if partner else to_address,
        account_id=partner.account_id if partner else None,
        context=({"participant_key": partner.key} if partner else {})
        | {
            "is_registered": partner is not None,
            "asker": asker.first_name or "Une personne inscrite",
            "event_title": event.title,
            "when": moment_in_paris(event.starts_at),
            "code": event.code,
        },
        key=key,
        is_demo=event.is_demo,
    )
