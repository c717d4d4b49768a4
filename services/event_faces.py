"""Who comes on the other side, as one may see them before both said yes: the one list of it.

Of a host: the organisation, the place, the offer. Of a candidate: a number and what they look
for, never a name, an address, a telephone, nor the commune where they live.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from models.base import db
from models.communes import Commune
from models.dating_events import DatingEvent
from models.doctors import Doctor
from models.participants import Participant
from models.specialties import Specialty
from models.vocabulary import EventSide, Opportunity, PracticeMode, Stage
from services.masked_doctors import MaskedDoctor, list_masked_doctors
from services.masking import mask_text
from services.offer_cards import OfferCard, list_offer_cards
from services.participants import badge_number, list_participants


@dataclass(frozen=True, slots=True)
class Face:
    """One person of the other side, masked."""

    number: int
    badge: str
    title: str
    place: str = ""
    details: tuple[str, ...] = ()
    seeks: tuple[str, ...] = ()
    words: str = ""
    video_url: str = ""
    offer_id: int | None = None
    offer_title: str = ""


def list_faces(event: DatingEvent, side: str, viewer: Participant | None = None) -> list[Face]:
    """Those registered on ``side``, by number; never the viewer: five queries, however many."""
    people = [
        each for each in list_participants(event.id, side) if viewer is None or each.id != viewer.id
    ]
    return _hosts(people) if side == EventSide.HOST else _candidates(people)


def _hosts(people: Sequence[Participant]) -> list[Face]:
    cards = list_offer_cards({each.offer_id for each in people if each.offer_id})
    communes, specialties = _communes(people), _specialties(people)
    return [_host(each, cards.get(each.offer_id or 0), communes, specialties) for each in people]


def _host(
    participant: Participant,
    card: OfferCard | None,
    communes: dict[str, Commune],
    specialties: dict[str, str],
) -> Face:
    said: dict[str, Any] = participant.answers or {}
    commune = communes.get(participant.commune_code or "")
    place = f"{commune.name}, {commune.departement.name}" if commune else ""
    mode = said.get("practice_mode")
    details = [specialties.get(said.get("specialty_code") or ""), _mode(mode)]
    seeks = tuple(Opportunity.labels_of(said.get("opportunities")))
    if card:
        place = place or ", ".join(filter(None, (card.commune, card.departement)))
        seeks = seeks or card.opportunities
        details = details if mode else [*details, card.mode]
    return Face(
        number=participant.number,
        badge=badge_number(participant),
        title=participant.organisation_name or (card.organisation if card else "Hôte"),
        place=place,
        details=tuple(filter(None, details)),
        seeks=seeks,
        words=_words(participant),
        video_url=participant.video_url or "",
        offer_id=card.id if card and card.is_open else None,
        offer_title=card.title if card else "",
    )


def _candidates(people: Sequence[Participant]) -> list[Face]:
    masked = list_masked_doctors({each.doctor_id for each in people if each.doctor_id})
    specialties = _specialties(people)
    return [_candidate(each, masked.get(each.doctor_id or 0), specialties) for each in people]


def _candidate(
    participant: Participant, masked: MaskedDoctor | None, specialties: dict[str, str]
) -> Face:
    said: dict[str, Any] = participant.answers or {}
    stage = Stage(said["stage"]).label if said.get("stage") else ""
    specialty = specialties.get(said.get("specialty_code") or "", "")
    opportunities = tuple(Opportunity.labels_of(said.get("opportunities")))
    modes = tuple(PracticeMode.labels_of(said.get("practice_modes")))
    words = _words(participant)
    if masked:  # who agreed to be seen by hosts is seen here as there
        stage, specialty = masked.stage or stage, masked.specialty or specialty
        opportunities = masked.opportunities or opportunities
        modes, words = masked.practice_modes or modes, words or masked.project
    return Face(
        number=participant.number,
        badge=badge_number(participant),
        title=stage or "Médecin",
        details=tuple(filter(None, (specialty, *modes))),
        seeks=opportunities,
        words=words,
    )


def _words(participant: Participant) -> str:
    """Their own words, without what would tell who they are."""
    names: list[str | None] = [participant.first_name, participant.last_name]
    doctor: Doctor | None = participant.doctor
    if doctor:
        names += [doctor.first_name, doctor.last_name]
    return mask_text(participant.pitch or "", names)


def _mode(code: str | None) -> str:
    return PracticeMode(code).label if code else ""


def _communes(people: Sequence[Participant]) -> dict[str, Commune]:
    codes = {each.commune_code for each in people if each.commune_code}
    query = select(Commune).where(Commune.code.in_(codes)).options(joinedload(Commune.departement))
    return {commune.code: commune for commune in db.session.scalars(query)} if codes else {}


def _specialties(people: Sequence[Participant]) -> dict[str, str]:
    said = {(each.answers or {}).get("specialty_code") for each in people}
    codes = {code for code in said if code}
    query = select(Specialty.code, Specialty.name).where(Specialty.code.in_(codes))
    return {row.code: row.name for row in db.session.execute(query)} if codes else {}
