"""What a host finds on arriving: each offer with what happened and what to do next."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from models.base import db
from models.doctors import Doctor
from models.interests import Interest, Introduction
from models.offers import Offer
from models.vocabulary import Answer, OfferStatus, Side
from services.completeness import QUESTIONS, count_answered
from services.offer_essentials import missing_essentials
from services.offers import list_offers


@dataclass(frozen=True, slots=True)
class BoardLine:
    """One offer: yeses waiting for an answer, invitations sent, introductions opened.

    ``next_action`` is one of finish, publish, answer, complete, see, renew or none.
    """

    offer: Offer
    waiting: int
    invited: int
    introduced: int
    completeness: float
    next_action: str


def list_board(organisation_ids: list[int], today: date) -> dict[int, list[BoardLine]]:
    """The offers of each organisation: a number of queries that does not grow with them."""
    offers = list_offers(organisation_ids) if organisation_ids else []
    ids = [offer.id for offer in offers]
    waiting = _count_yeses(ids, Side.DOCTOR, Side.HOST)
    invited = _count_yeses(ids, Side.HOST, Side.DOCTOR)
    introduced = _count_introductions(ids)
    board: dict[int, list[BoardLine]] = defaultdict(list)
    for offer in offers:
        share = count_answered(offer) / QUESTIONS
        board[offer.organisation_id].append(
            BoardLine(
                offer,
                waiting.get(offer.id, 0),
                invited.get(offer.id, 0),
                introduced.get(offer.id, 0),
                share,
                _next_action(offer, waiting.get(offer.id, 0), share, today),
            )
        )
    return board


def _next_action(offer: Offer, waiting: int, share: float, today: date) -> str:
    if offer.status == OfferStatus.DRAFT:
        return "finish" if missing_essentials(offer, today) else "publish"
    if offer.status == OfferStatus.PUBLISHED:
        if waiting:
            return "answer"
        return "complete" if share < 0.5 else "see"
    return "renew" if offer.status in (OfferStatus.EXPIRED, OfferStatus.PAUSED) else "none"


def _count_yeses(offer_ids: list[int], side: Side, other: Side) -> dict[int, int]:
    """Yeses of ``side`` to which ``other`` has not answered; visible doctors only."""
    answer = aliased(Interest)
    query = (
        select(Interest.offer_id, func.count())
        .join(Doctor, Doctor.id == Interest.doctor_id)
        .outerjoin(
            answer,
            (answer.offer_id == Interest.offer_id)
            & (answer.doctor_id == Interest.doctor_id)
            & (answer.side == other)
            & (answer.answer != Answer.WITHDRAWN),
        )
        .where(
            Interest.offer_id.in_(offer_ids),
            Interest.side == side,
            Interest.answer == Answer.YES,
            Doctor.visible_since.is_not(None),
            answer.id.is_(None),
        )
        .group_by(Interest.offer_id)
    )
    return dict(db.session.execute(query).all()) if offer_ids else {}


def _count_introductions(offer_ids: list[int]) -> dict[int, int]:
    query = (
        select(Introduction.offer_id, func.count())
        .where(Introduction.offer_id.in_(offer_ids))
        .group_by(Introduction.offer_id)
    )
    return dict(db.session.execute(query).all()) if offer_ids else {}
