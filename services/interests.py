"""Yeses of both sides: « ça m'intéresse », invitations, and the introduction that two open.

Each side writes its own row only. Every verb first takes the doctor's row, so that of two yeses
given at the same instant the second sees the first.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from models.accounts import Account
from models.base import db
from models.doctors import Doctor
from models.interests import Interest, Introduction
from models.offers import Offer
from models.vocabulary import Answer, OfferStatus, Side
from services.accounts import check_confirmed
from services.bookmarks import OfferUnknown, marks_of
from services.introductions import find_pair, open_introduction
from services.meeting_messages import tell_interest, tell_introduction, tell_invitation
from services.refusals import NotFound, Refusal

LONGEST_MESSAGE = 2_000
_PARIS = ZoneInfo("Europe/Paris")


class OfferNotOpen(Refusal):
    """The offer exists but nobody answers it now; ``status`` says why."""


class ConsentMissing(Refusal):
    """A host can only answer a doctor whose masked profile it may see."""


class DoctorUnknown(NotFound):
    """No such doctor, or one who is not visible."""


class MessageTooLong(Refusal):
    """More than ``limit`` characters."""


class AlreadyIntroduced(Refusal):
    """Both have each other's contacts: a yes is not taken back any more."""


class NothingToAnswer(NotFound):
    """The other side has said nothing, or has taken it back."""


@dataclass(frozen=True, slots=True)
class PairState:
    """Where a doctor and an offer stand: marks, what each side said, the introduction."""

    favourite: bool = False
    hidden: bool = False
    doctor_answer: str | None = None
    host_answer: str | None = None
    introduction_id: int | None = None

    @property
    def interested(self) -> bool:
        """Did the doctor say yes?"""
        return self.doctor_answer == Answer.YES

    @property
    def invited(self) -> bool:
        """Does an invitation wait for the doctor's answer?"""
        return self.host_answer == Answer.YES and self.doctor_answer in (None, Answer.WITHDRAWN)


def show_interest(
    doctor: Doctor, offer_id: int, message: str | None = None, *, today: date | None = None
) -> Introduction | None:
    """The doctor's yes; gives the introduction if the host had said yes too."""
    offer = db.session.get(Offer, offer_id)
    if offer is None or offer.status == OfferStatus.DRAFT:
        raise OfferUnknown(offer_id=offer_id)
    check_open(offer, today or datetime.now(_PARIS).date())
    if doctor.visible_since is None:
        raise ConsentMissing()
    return _say_yes(doctor.id, offer, Side.DOCTOR, doctor.account_id, message)


def invite(
    offer: Offer,
    doctor_id: int,
    account_id: int,
    message: str | None = None,
    *,
    today: date | None = None,
) -> Introduction | None:
    """The host's yes; gives the introduction if the doctor had said yes too."""
    check_open(offer, today or datetime.now(_PARIS).date())
    doctor = db.session.get(Doctor, doctor_id)
    if doctor is None or doctor.visible_since is None:
        raise DoctorUnknown(doctor_id=doctor_id)
    return _say_yes(doctor_id, offer, Side.HOST, account_id, message)


def withdraw_interest(doctor: Doctor, offer_id: int) -> None:
    """The doctor takes their yes back."""
    _take_back(doctor.id, offer_id, Side.DOCTOR)


def withdraw_invitation(offer: Offer, doctor_id: int) -> None:
    """The host takes its invitation back."""
    _take_back(doctor_id, offer.id, Side.HOST)


def decline_invitation(doctor: Doctor, offer_id: int) -> None:
    """The doctor says « non merci »."""
    _decline(doctor.id, offer_id, Side.DOCTOR, doctor.account_id)


def decline_interest(offer: Offer, doctor_id: int, account_id: int) -> None:
    """The host says « non merci »."""
    _decline(doctor_id, offer.id, Side.HOST, account_id)


def check_open(offer: Offer, today: date) -> None:
    """Refuse an offer that is not published, or whose day has passed."""
    status = OfferStatus(offer.status)
    if status == OfferStatus.PUBLISHED and offer.expires_on and offer.expires_on < today:
        status = OfferStatus.EXPIRED
    if status != OfferStatus.PUBLISHED:
        raise OfferNotOpen(status=status.label.lower(), title=offer.title or "")


def offer_state(doctor_id: int, offer_ids: Collection[int]) -> dict[int, PairState]:
    """Where this doctor stands with each of these offers: three queries."""
    marks = marks_of(doctor_id, offer_ids)
    answers = _answers(Interest.doctor_id == doctor_id, Interest.offer_id.in_(offer_ids))
    opened = _introductions(
        Introduction.doctor_id == doctor_id, Introduction.offer_id.in_(offer_ids)
    )
    return {
        offer_id: PairState(
            favourite=(offer_id, "favourite") in marks,
            hidden=(offer_id, "hidden") in marks,
            doctor_answer=answers.get((doctor_id, offer_id, "doctor")),
            host_answer=answers.get((doctor_id, offer_id, "host")),
            introduction_id=opened.get((doctor_id, offer_id)),
        )
        for offer_id in offer_ids
    }


def candidate_state(offer_id: int, doctor_ids: Collection[int]) -> dict[int, PairState]:
    """Where this offer stands with each of these doctors, their marks unseen: two queries."""
    answers = _answers(Interest.offer_id == offer_id, Interest.doctor_id.in_(doctor_ids))
    opened = _introductions(
        Introduction.offer_id == offer_id, Introduction.doctor_id.in_(doctor_ids)
    )
    return {
        doctor_id: PairState(
            doctor_answer=answers.get((doctor_id, offer_id, "doctor")),
            host_answer=answers.get((doctor_id, offer_id, "host")),
            introduction_id=opened.get((doctor_id, offer_id)),
        )
        for doctor_id in doctor_ids
    }


def list_yeses_of(doctor_id: int) -> list[Interest]:
    """The doctor's own yeses, the latest first."""
    query = select(Interest).where(Interest.doctor_id == doctor_id)
    return _list(query.where(Interest.side == Side.DOCTOR, Interest.answer == Answer.YES))


def list_invitations_of(doctor_id: int) -> list[Interest]:
    """Invitations received, the latest first, answered or not."""
    query = select(Interest).where(Interest.doctor_id == doctor_id)
    return _list(query.where(Interest.side == Side.HOST, Interest.answer == Answer.YES))


def _list(query: Any) -> list[Interest]:
    return list(db.session.scalars(query.order_by(Interest.updated_at.desc(), Interest.id.desc())))


def _say_yes(
    doctor_id: int, offer: Offer, side: Side, account_id: int | None, message: str | None
) -> Introduction | None:
    text = (message or "").strip()
    if len(text) > LONGEST_MESSAGE:
        raise MessageTooLong(limit=LONGEST_MESSAGE, field="message")
    if account_id is not None:
        check_confirmed(db.session.get_one(Account, account_id))
    _take_turn(doctor_id)
    _write(doctor_id, offer.id, side, Answer.YES, account_id=account_id, message=text or None)
    other = Side.HOST if side == Side.DOCTOR else Side.DOCTOR
    row = _find(doctor_id, offer.id, other)
    if row and row.answer == Answer.YES:
        introduction = open_introduction(doctor_id, offer.id)
        tell_introduction(introduction, offer)
        return introduction
    tell = tell_interest if side == Side.DOCTOR else tell_invitation
    tell(doctor_id, offer)
    return None


def _take_back(doctor_id: int, offer_id: int, side: Side) -> None:
    _take_turn(doctor_id)
    row = _find(doctor_id, offer_id, side)
    if row is None or row.answer != Answer.YES:
        raise NothingToAnswer()
    if find_pair(doctor_id, offer_id):
        raise AlreadyIntroduced()
    row.answer = Answer.WITHDRAWN
    db.session.flush()


def _decline(doctor_id: int, offer_id: int, side: Side, account_id: int | None) -> None:
    _take_turn(doctor_id)
    other = _find(doctor_id, offer_id, Side.HOST if side == Side.DOCTOR else Side.DOCTOR)
    if other is None or other.answer != Answer.YES:
        raise NothingToAnswer()
    if find_pair(doctor_id, offer_id):
        raise AlreadyIntroduced()
    _write(doctor_id, offer_id, side, Answer.DECLINED, account_id=account_id)


def _take_turn(doctor_id: int) -> None:
    """On PostgreSQL, wait for whoever is answering about this doctor; SQLite writers queue."""
    db.session.execute(
        select(Doctor.id).where(Doctor.id == doctor_id).with_for_update(key_share=True)
    )


def _find(doctor_id: int, offer_id: int, side: Side) -> Interest | None:
    query = select(Interest).where(
        Interest.doctor_id == doctor_id, Interest.offer_id == offer_id, Interest.side == side
    )
    return db.session.scalar(query.execution_options(populate_existing=True))


def _write(
    doctor_id: int,
    offer_id: int,
    side: Side,
    answer: Answer,
    *,
    account_id: int | None,
    message: str | None = None,
) -> None:
    row = _find(doctor_id, offer_id, side)
    if row is None:
        row = Interest(doctor_id=doctor_id, offer_id=offer_id, side=side, answer=answer)
        try:
            with db.session.begin_nested():
                db.session.add(row)
        except IntegrityError:
            row = _find(doctor_id, offer_id, side)
            if row is None:
                raise
    row.answer, row.account_id = answer, account_id
    row.message = message or (row.message if answer == Answer.YES else None)
    db.session.flush()


def _answers(*conditions: Any) -> dict[tuple[int, int, str], str]:
    query = select(Interest.doctor_id, Interest.offer_id, Interest.side, Interest.answer)
    rows = db.session.execute(query.where(*conditions))
    return {(row.doctor_id, row.offer_id, row.side): row.answer for row in rows}


def _introductions(*conditions: Any) -> dict[tuple[int, int], int]:
    query = select(Introduction.doctor_id, Introduction.offer_id, Introduction.id)
    rows = db.session.execute(query.where(*conditions))
    return {(row.doctor_id, row.offer_id): row.id for row in rows}
