"""Doctors as a host sees them for one offer: masked, ranked, with what each side has said."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from models.base import db
from models.doctors import Doctor
from models.interests import Interest
from models.offers import Offer
from models.vocabulary import Answer, Side
from services.interests import PairState, candidate_state
from services.masked_doctors import MaskedDoctor, list_masked_doctors
from services.masking import mask_text
from services.ranking import RankedItem, explain_doctors, rank_doctors
from services.refusals import NotFound

PER_PAGE = 20


@dataclass(frozen=True, slots=True)
class Candidate:
    """One masked doctor for an offer; ``message`` came with the doctor's yes, masked too."""

    fit: RankedItem
    doctor: MaskedDoctor
    state: PairState
    message: str

    @property
    def waits(self) -> bool:
        """Did the doctor say yes, and wait for the host's answer?"""
        return self.state.interested and self.state.host_answer in (None, Answer.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class CandidatePage:
    """One page of candidates, and how many there are."""

    candidates: tuple[Candidate, ...]
    total: int
    page: int
    pages: int
    excluded_total: int = 0


def rank_candidates(offer: Offer, page: int = 1) -> CandidatePage:
    """Every visible doctor that the offer does not rule out, best first."""
    ranked = rank_doctors(offer.id, page=page, per_page=PER_PAGE)
    candidates = _tell(offer, ranked.items)
    return CandidatePage(candidates, ranked.total, ranked.page, ranked.pages, ranked.excluded_total)


def list_interested(offer: Offer) -> list[Candidate]:
    """Doctors whose yes waits for an answer, the longest waiting first."""
    said = _said_yes(offer.id, Side.DOCTOR)
    return [each for each in _tell(offer, explain_doctors(offer.id, said)) if each.waits]


def list_invited(offer: Offer) -> list[Candidate]:
    """Doctors whom the host invited or accepted, the oldest invitation first."""
    return list(_tell(offer, explain_doctors(offer.id, _said_yes(offer.id, Side.HOST))))


def open_candidate(offer: Offer, doctor_id: int) -> Candidate:
    """One doctor; who is not visible cannot be found."""
    found = _tell(offer, explain_doctors(offer.id, [doctor_id]))
    if not found:
        raise NotFound(doctor_id=doctor_id)
    return found[0]


def _said_yes(offer_id: int, side: Side) -> Sequence[int]:
    return db.session.scalars(
        select(Interest.doctor_id)
        .where(Interest.offer_id == offer_id, Interest.side == side, Interest.answer == Answer.YES)
        .order_by(Interest.updated_at, Interest.id)
    ).all()


def _tell(offer: Offer, items: Sequence[RankedItem]) -> tuple[Candidate, ...]:
    ids = [item.id for item in items]
    if not ids:
        return ()
    doctors, states = list_masked_doctors(ids), candidate_state(offer.id, ids)
    names, messages = _names(ids), _messages(offer.id, ids)
    return tuple(
        Candidate(
            item,
            doctor,
            states[item.id],
            mask_text(messages.get(item.id, ""), names[item.id]),
        )
        for item in items
        if (doctor := doctors.get(item.id))
    )


def _names(doctor_ids: Collection[int]) -> dict[int, tuple[str | None, str | None]]:
    """Only to be taken out of what the doctors wrote."""
    rows = db.session.execute(
        select(Doctor.id, Doctor.first_name, Doctor.last_name).where(Doctor.id.in_(doctor_ids))
    )
    return {row.id: (row.first_name, row.last_name) for row in rows}


def _messages(offer_id: int, doctor_ids: Collection[int]) -> dict[int, str]:
    rows = db.session.execute(
        select(Interest.doctor_id, Interest.message).where(
            Interest.offer_id == offer_id,
            Interest.doctor_id.in_(doctor_ids),
            Interest.side == Side.DOCTOR,
            Interest.answer == Answer.YES,
            Interest.message.is_not(None),
        )
    )
    return {row.doctor_id: row.message for row in rows}
