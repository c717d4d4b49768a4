"""Those who registered without a profile or an offer, as scoring reads anyone: from few answers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import select

from matching.profiles import Choice, DoctorProfile, HostWishes, OfferProfile, Place, Site
from models.base import db
from models.communes import Commune
from models.participants import Participant
from models.specialties import Specialty
from models.vocabulary import CommuneSize

USUAL_DRIVE = 45  # minutes, for who names a commune and no drive


def doctor_profiles(participants: Sequence[Participant]) -> dict[int, DoctorProfile]:
    """Candidates without a profile, by participant: two queries, however many they are.

    Their ids are negative, so that none is taken for a doctor of the site.
    """
    communes, fields = _communes(participants), _fields(participants)
    return {each.id: _doctor(each, communes, fields) for each in participants}


def offer_profiles(participants: Sequence[Participant]) -> dict[int, OfferProfile]:
    """Hosts without an offer, by participant: two queries, however many they are."""
    communes, fields = _communes(participants), _fields(participants)
    return {each.id: _offer(each, communes, fields) for each in participants}


def _doctor(
    participant: Participant, communes: dict[str, Commune], fields: dict[str, str]
) -> DoctorProfile:
    said = participant.answers or {}
    commune = communes.get(participant.commune_code or "")
    minutes = said.get("max_minutes") or USUAL_DRIVE
    return DoctorProfile(
        id=-participant.id,
        specialty=fields.get(said.get("specialty_code") or ""),
        stage=said.get("stage"),
        opportunities=_choice(said.get("opportunities")),
        practice_modes=_choice(said.get("practice_modes")),
        places=_place(commune, minutes),
        project=participant.pitch or "",
    )


def _offer(
    participant: Participant, communes: dict[str, Commune], fields: dict[str, str]
) -> OfferProfile:
    said = participant.answers or {}
    commune = communes.get(participant.commune_code or "")
    return OfferProfile(
        id=-participant.id,
        specialty=fields.get(said.get("specialty_code") or ""),
        opportunities=_choice(said.get("opportunities")),
        practice_mode=said.get("practice_mode"),
        sites=_site(commune),
        region=commune.region_code if commune else None,
        commune_size=_size(commune),
        text="\n".join(filter(None, (participant.organisation_name, participant.pitch))),
        wishes=HostWishes(stages=_choice(said.get("stages"))),
    )


def _place(commune: Commune | None, minutes: int) -> tuple[Place, ...]:
    if commune is None or commune.latitude is None or commune.longitude is None:
        return ()
    return (Place(commune.latitude, commune.longitude, commune.zone, minutes),)


def _site(commune: Commune | None) -> tuple[Site, ...]:
    if commune is None or commune.latitude is None or commune.longitude is None:
        return ()
    return (Site(commune.latitude, commune.longitude, commune.zone, 1.0),)


def _size(commune: Commune | None) -> str | None:
    if commune is None or commune.population is None:
        return None
    return CommuneSize.of(commune.population).value


def _choice(codes: Iterable[str] | None) -> Choice:
    return frozenset(codes) if codes else None


def _communes(participants: Sequence[Participant]) -> dict[str, Commune]:
    codes = {each.commune_code for each in participants if each.commune_code}
    found = db.session.scalars(select(Commune).where(Commune.code.in_(codes))) if codes else ()
    return {commune.code: commune for commune in found}


def _fields(participants: Sequence[Participant]) -> dict[str, str]:
    codes = {code for each in participants if (code := (each.answers or {}).get("specialty_code"))}
    if not codes:
        return {}
    query = select(Specialty.code, Specialty.field).where(Specialty.code.in_(codes))
    return {row.code: row.field for row in db.session.execute(query)}
