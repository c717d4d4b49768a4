"""Who is verified in the demo world, how, and what waits for its steward."""

from __future__ import annotations

from datetime import datetime, timedelta

from models import (
    Account,
    Doctor,
    Organisation,
    ProofDocument,
    StewardTerritory,
    Verification,
)
from models.vocabulary import (
    MemberRole,
    OrganisationKind,
    SubjectKind,
    VerificationMethod,
    VerificationState,
)
from seeds.demo.hosts import Host, name_host
from seeds.demo.offers import at_noon
from seeds.demo.proof_page import proof_page
from seeds.demo.tables import Row
from seeds.demo.workshop import Workshop
from services.demo_logins import STEWARD_EMAIL

TERRITORY = ("46", "12", "15", "19", "24", "47", "82")  # the Lot and its neighbours
GRAMAT, LUZECH = "46128", "46182"
# Of ten doctors with a number and a whole profile, how many were compared with the register.
VERIFIED_OF_TEN = 7
_REASONS = {
    VerificationMethod.FINESS: "Numéro FINESS retrouvé dans le répertoire, standard rappelé.",
    VerificationMethod.SIRET: "SIRET actif, même adresse, la présidence a confirmé.",
}
K, M = OrganisationKind, VerificationMethod


def vouch(shop: Workshop) -> None:
    """Say how each verified row was verified, and put a few requests in the steward's queue."""
    world = shop.world
    steward = next(row["id"] for row in world.rows[Account] if row["email"] == STEWARD_EMAIL)
    for code in TERRITORY:
        world.add(StewardTerritory, account_id=steward, departement_code=code)
    for organisation in world.rows[Organisation]:
        if organisation["verified_at"]:
            _vouch_for_organisation(shop, organisation, steward)
    doctors = [row for row in world.rows[Doctor] if row["rpps"] and len(row["steps_done"]) > 2]
    for rank, doctor in enumerate(doctors):
        if rank % 10 < VERIFIED_OF_TEN:
            _vouch_for_doctor(shop, doctor)
    _add_waiting(shop, [row for row in doctors if not row.get("verified_at")])


def _vouch_for_organisation(shop: Workshop, organisation: Row, steward: int) -> None:
    method = _method_of(organisation)
    organisation["verified_by"] = method
    by_link = method is M.OFFICIAL_EMAIL
    shop.world.add(
        Verification,
        subject_kind=SubjectKind.ORGANISATION,
        subject_id=organisation["id"],
        method=method,
        state=VerificationState.ACCEPTED,
        departement_code=shop.ground.by_code[organisation["commune_code"]].departement,
        asked_at=organisation["created_at"],
        decided_by=None if by_link else steward,
        decided_at=organisation["verified_at"],
        reason=_REASONS.get(method),
    )


def _method_of(organisation: Row) -> VerificationMethod:
    if organisation["kind"] == K.TOWN_HALL:
        return M.OFFICIAL_EMAIL
    return M.FINESS if organisation["finess"] else M.SIRET


def _vouch_for_doctor(shop: Workshop, doctor: Row) -> None:
    at = doctor["created_at"]
    doctor |= {"verified_at": at, "verified_by": M.RPPS}
    shop.world.add(
        Verification,
        subject_kind=SubjectKind.DOCTOR,
        subject_id=doctor["id"],
        method=M.RPPS,
        state=VerificationState.ACCEPTED,
        asked_by=doctor["account_id"],
        asked_at=at,
        decided_at=at,
    )


def _add_waiting(shop: Workshop, doctors: list[Row]) -> None:
    """Two organisations and up to two doctors of the Lot, asked some days ago."""
    first, second = (at_noon(shop.today - timedelta(days=ago)) for ago in (9, 4))
    centre = _new_host(shop, K.HEALTH_CENTRE, GRAMAT, first)
    _wait(shop, centre, M.FINESS, first, "Nous ouvrons en janvier. Standard\u00a0: 05 36 49 00 01.")
    town_hall = _new_host(shop, K.TOWN_HALL, LUZECH, second)
    asked = _wait(shop, town_hall, M.DOCUMENT, second, "Notre boîte officielle a changé.")
    shop.world.add(
        ProofDocument,
        verification_id=asked["id"],
        media_type="application/pdf",
        content=proof_page(f"Deliberation imaginaire - {town_hall['name']}"),
        given_at=second,
    )
    for doctor, ago in zip(doctors, (2, 1), strict=False):
        shop.world.add(
            Verification,
            subject_kind=SubjectKind.DOCTOR,
            subject_id=doctor["id"],
            method=M.RPPS_STEWARD,
            state=VerificationState.WAITING,
            departement_code="46",
            note="Aucun extrait du répertoire n’est chargé\u00a0: nom à comparer.",
            asked_by=doctor["account_id"],
            asked_at=at_noon(shop.today - timedelta(days=ago)),
        )


def _new_host(shop: Workshop, kind: OrganisationKind, commune: str, at: datetime) -> Row:
    place = shop.ground.by_code[commune]
    host = Host(kind, place, name_host(kind, place, shop.ground, shop.draws))
    organisation = shop.world.add_organisation(host, shop.registry.landline(), False, at)
    account = shop.world.add_member(organisation, shop.registry.person(), MemberRole.ADMIN, at)
    return organisation | {"asked_by": account["id"]}


def _wait(
    shop: Workshop, organisation: Row, method: VerificationMethod, at: datetime, note: str
) -> Row:
    return shop.world.add(
        Verification,
        subject_kind=SubjectKind.ORGANISATION,
        subject_id=organisation["id"],
        method=method,
        state=VerificationState.WAITING,
        departement_code=shop.ground.by_code[organisation["commune_code"]].departement,
        note=note,
        asked_by=organisation["asked_by"],
        asked_at=at,
    )
