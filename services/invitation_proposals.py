"""Whom an evening could invite: proposed to organisers, written to on their word alone, once."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from sqlalchemy import delete, select

from matching.batch import score_block
from matching.encode import encode_doctors, encode_offers
from models.base import db, now
from models.dating_events import DatingEvent
from models.event_series import InvitationProposal
from models.offers import Offer
from models.vocabulary import EventSide, EventStatus, ProposalState
from services import invitation_pool as pool
from services.evening_dates import day_of
from services.invitation_gains import F64, Chosen, choose
from services.invitation_messages import tell_doctor, tell_hosts
from services.masked_doctors import MaskedDoctor, list_masked_doctors
from services.offer_cards import OfferCard, list_offer_cards
from services.paris_days import moment_in_paris
from services.participants import count_by_status
from services.profiles import load_doctors, load_offers
from services.refusals import Refusal
from services.registration_window import Window, window_of_registration
from services.text_models import load_text_model


class EveningNotPublished(Refusal):
    """An invitation leads to a public page, which a draft does not have."""


class InvitedTooLate(Refusal):
    """Registration is closed since ``closed``: who is invited could not come."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """One line: who, masked as elsewhere, and what the evening gains."""

    id: int
    side: EventSide
    gain: float
    state: ProposalState
    doctor: MaskedDoctor | None
    offer: OfferCard | None


def propose(event: DatingEvent, at: datetime | None = None) -> int:
    """Look anew for whom to invite; what was said of the last ones stays. How many are proposed."""
    db.session.execute(
        delete(InvitationProposal).where(
            InvitationProposal.event_id == event.id,
            InvitationProposal.state == ProposalState.PROPOSED,
        )
    )
    said = _rows(event.id)
    doctors, offers = _choose(
        event,
        {row.doctor_id for row in said if row.doctor_id},
        {row.offer_id for row in said if row.offer_id},
    )
    made = [
        InvitationProposal(event_id=event.id, doctor_id=each, gain=gain, made_at=at or now())
        for each, gain in doctors
    ] + [
        InvitationProposal(event_id=event.id, offer_id=each, gain=gain, made_at=at or now())
        for each, gain in offers
    ]
    db.session.add_all(made)
    db.session.flush()
    return len(made)


def list_proposals(event: DatingEvent) -> list[Proposal]:
    """Those proposed, invited or set aside, the most useful first; who withdrew is not shown."""
    rows = _rows(event.id)
    doctors = list_masked_doctors([row.doctor_id for row in rows if row.doctor_id])
    offers = list_offer_cards([row.offer_id for row in rows if row.offer_id])
    lines = [
        Proposal(
            row.id,
            EventSide.CANDIDATE if row.doctor_id else EventSide.HOST,
            row.gain,
            ProposalState(row.state),
            doctors.get(row.doctor_id or 0),
            offers.get(row.offer_id or 0),
        )
        for row in rows
    ]
    return [line for line in lines if line.doctor or (line.offer and line.offer.is_open)]


def send_invitations(
    event: DatingEvent, proposal_ids: Collection[int], by: int, at: datetime | None = None
) -> int:
    """Write to those ticked, each once; who has withdrawn since is set aside instead."""
    at, sent = at or now(), 0
    if event.status != EventStatus.PUBLISHED:
        raise EveningNotPublished()
    if window_of_registration(event, at) is Window.CLOSED:
        raise InvitedTooLate(closed=moment_in_paris(event.closes_at))
    doctor_ids = set(pool.list_doctor_ids(event))
    offer_ids = set(pool.list_offer_ids(event, day_of(event)))
    for row in _waiting(event.id, proposal_ids):
        row.decided_by = by
        if (row.doctor_id or 0) not in doctor_ids and (row.offer_id or 0) not in offer_ids:
            row.state = ProposalState.SET_ASIDE.value
            continue
        row.state, row.sent_at = ProposalState.SENT.value, at
        if row.doctor_id:
            tell_doctor(event, row.doctor_id)
        else:
            tell_hosts(event, db.session.get_one(Offer, row.offer_id))
        sent += 1
    db.session.flush()
    return sent


def set_aside(event: DatingEvent, proposal_ids: Collection[int], by: int) -> int:
    """These are not to be invited, nor proposed for this evening again."""
    rows = _waiting(event.id, proposal_ids)
    for row in rows:
        row.state, row.decided_by = ProposalState.SET_ASIDE.value, by
    db.session.flush()
    return len(rows)


def _rows(event_id: int) -> list[InvitationProposal]:
    query = select(InvitationProposal).where(InvitationProposal.event_id == event_id)
    return list(db.session.scalars(query.order_by(InvitationProposal.id)))


def _waiting(event_id: int, proposal_ids: Collection[int]) -> list[InvitationProposal]:
    query = select(InvitationProposal).where(
        InvitationProposal.event_id == event_id,
        InvitationProposal.id.in_(proposal_ids),
        InvitationProposal.state == ProposalState.PROPOSED,
    )
    return list(db.session.scalars(query.order_by(InvitationProposal.id)))


def _choose(
    event: DatingEvent, past_doctors: set[int], past_offers: set[int]
) -> tuple[list[tuple[int, float]], list[tuple[int, float]]]:
    """Doctors and offers to invite, with their gains.

    Offers first, for all doctors of the area, more than one evening has tables for; then doctors,
    for the offers chosen and the hosts registered; then what each offer brings to those doctors and
    to the candidates registered.
    """
    coming_doctors, coming_offers = pool.list_coming(event)
    doctors = [each for each in pool.list_doctor_ids(event) if each not in past_doctors]
    offers = pool.list_offer_ids(event, day_of(event))
    offers = [each for each in offers if each not in past_offers]
    rows, columns = coming_doctors + doctors, coming_offers + offers
    if not rows or not columns:
        return [], []
    scores = _scores(rows, columns)
    cd, co, rounds = len(coming_doctors), len(coming_offers), event.rounds
    met_d, met_o = pool.count_introductions(rows, columns)
    had_d = np.array([met_d[each] for each in doctors], dtype=np.int64)
    had_o = np.array([met_o[each] for each in offers], dtype=np.int64)
    seats_d, seats_o = _free_seats(event)
    some = choose(scores[:, co:].T, scores[:, :co].T, had_o, rounds=rounds, seats=seats_o)
    hosts = [*range(co), *(co + each.row for each in some)]
    best = choose(
        scores[cd:, hosts],
        scores[:cd, hosts],
        had_d,
        rounds=rounds,
        seats=seats_d,
        tables=event.tables,
    )
    people = [*range(cd), *(cd + each.row for each in best)]
    picked = sorted(each.row for each in some)
    shown = choose(
        scores[np.ix_(people, [co + each for each in picked])].T,
        scores[np.ix_(people, range(co))].T,
        had_o[picked],
        rounds=rounds,
        seats=seats_o,
        tables=event.tables,
    )
    return _named(best, doctors), _named(shown, [offers[each] for each in picked])


def _named(chosen: list[Chosen], ids: list[int]) -> list[tuple[int, float]]:
    return [(ids[each.row], each.gain) for each in chosen]


def _scores(doctor_ids: list[int], offer_ids: list[int]) -> F64:
    """(doctors, offers) mutual scores as a host may know them; 0 for pairs that are ruled out."""
    doctors = {each.profile.id: each.profile for each in load_doctors(db.session(), doctor_ids)}
    offers = {each.profile.id: each.profile for each in load_offers(db.session(), offer_ids)}
    model = load_text_model(db.session())
    block = score_block(
        encode_doctors([doctors[each] for each in doctor_ids], model),
        encode_offers([offers[each] for each in offer_ids], model),
        private=False,
    )
    scores = np.nan_to_num(block.mutual.astype(np.float64))
    scores[block.excluded_d | block.excluded_h] = 0.0
    return np.round(scores, 5)


def _free_seats(event: DatingEvent) -> tuple[int, int]:
    counts = count_by_status(event.id)
    taken = {
        side: sum(
            n for (each, status), n in counts.items() if each == side and status == "registered"
        )
        for side in EventSide
    }
    return (
        max(0, event.candidate_capacity - taken[EventSide.CANDIDATE]),
        max(0, event.host_capacity - taken[EventSide.HOST]),
    )
