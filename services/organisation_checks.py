"""Verify an organisation: a town hall by its official mailbox, any other by a steward."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.orm import joinedload

from models.accounts import Account
from models.base import db, now
from models.communes import Commune
from models.organisations import Organisation
from models.verifications import Verification
from models.vocabulary import OrganisationKind, VerificationMethod, VerificationState
from services.accounts import check_confirmed
from services.french_places import of_place
from services.links import LinkForged, LinkUsed, make_link, peek_link, use_link
from services.organisations import check_finess, check_siret
from services.outbox import enqueue
from services.refusals import NotFound, Refusal
from services.uploads import Upload
from services.verifications import accept, open_request, refuse, tell_decision

LINK_HOURS = 72
PURPOSE = "official_email"
NOT_US = "La mairie a répondu qu’elle ne connaît pas cette demande."


class NoOfficialAddress(Refusal):
    """The reference data hold no mailbox of this town hall."""


class ProofMissing(Refusal):
    """A right number or a document is needed: ``field`` says which."""


def official_address(organisation: Organisation) -> str | None:
    """The mailbox that the State's directory gives to this town hall; other kinds have none."""
    if organisation.kind != OrganisationKind.TOWN_HALL:
        return None
    return organisation.commune.town_hall_email or None


def send_official_link(organisation: Organisation, account: Account) -> Verification:
    """Ask the town hall, at its own address, whether ``account`` acts for it."""
    check_confirmed(account)
    address = official_address(organisation)
    if address is None:
        raise NoOfficialAddress()
    request = open_request(
        organisation,
        account,
        VerificationMethod.OFFICIAL_EMAIL,
        VerificationState.SENT,
        departement_code=organisation.commune.departement_code,
    )
    token = make_link(PURPOSE, payload={"verification_id": request.id}, hours=LINK_HOURS)
    enqueue(
        "official_verification",
        to_address=address,
        context={
            "token": token,
            "organisation": organisation.name,
            "commune": of_place(organisation.commune.name),
            "asker": account.email,
            "hours": LINK_HOURS,
        },
        is_demo=account.is_demo,
    )
    return request


def is_link_over(request: Verification) -> bool:
    """Did nobody open the link in time?"""
    return request.asked_at + timedelta(hours=LINK_HOURS) <= now()


def read_official_link(token: str) -> tuple[Organisation, Account | None]:
    """What the town hall is asked, before it answers: the organisation and who acts for it."""
    request, organisation = _behind(peek_link(token, PURPOSE).payload)
    asker = db.session.get(Account, request.asked_by) if request.asked_by else None
    return organisation, asker


def answer_official_link(token: str, *, is_us: bool) -> Organisation:
    """The town hall has answered, once and for all."""
    request, organisation = _behind(use_link(token, PURPOSE).payload)
    if is_us:
        accept(request, organisation, None, None)
    else:
        refuse(request, None, NOT_US)
    tell_decision(request, organisation)
    return organisation


def _behind(payload: dict[str, int]) -> tuple[Verification, Organisation]:
    request = db.session.get(Verification, payload["verification_id"])
    if request is None:
        raise LinkForged()
    if request.state != VerificationState.SENT:  # a newer request has replaced it
        raise LinkUsed()
    organisation = db.session.get(
        Organisation,
        request.subject_id,
        options=[joinedload(Organisation.commune).joinedload(Commune.departement)],
    )
    if organisation is None:
        raise NotFound(organisation_id=request.subject_id)
    return request, organisation


def ask_steward(
    organisation: Organisation,
    account: Account,
    *,
    siret: str | None = None,
    finess: str | None = None,
    note: str | None = None,
    document: Upload | None = None,
) -> Verification:
    """Put the request in the queue of the stewards of the département.

    A town hall shows a document; the others give a SIRET or a FINESS whose key holds.
    """
    check_confirmed(account)
    organisation.siret = check_siret(siret) or organisation.siret
    organisation.finess = check_finess(finess) or organisation.finess
    method = _method(organisation, document)
    return open_request(
        organisation,
        account,
        method,
        VerificationState.WAITING,
        departement_code=organisation.commune.departement_code,
        note=note,
        document=document,
    )


def _method(organisation: Organisation, document: Upload | None) -> VerificationMethod:
    if organisation.kind == OrganisationKind.TOWN_HALL:
        if document is None:
            raise ProofMissing(field="document")
        return VerificationMethod.DOCUMENT
    if organisation.finess:
        return VerificationMethod.FINESS
    if organisation.siret:
        return VerificationMethod.SIRET
    raise ProofMissing(field="siret")
