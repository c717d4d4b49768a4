"""Those who publish offers."""

from __future__ import annotations

from models import Account, Organisation, Verification, db
from models.base import now
from models.vocabulary import (
    OrganisationKind,
    Role,
    SubjectKind,
    VerificationMethod,
    VerificationState,
)
from services.organisations import create_organisation
from tests.factories.accounts import an_account

FIGEAC = "46102"


def a_new_organisation(
    account: Account | None = None,
    commune_code: str = FIGEAC,
    kind: OrganisationKind = OrganisationKind.TOWN_HALL,
) -> Organisation:
    """An organisation that nobody has verified, looked after by ``account``."""
    host = account or an_account([Role.HOST])
    return create_organisation(host, kind=kind.value, commune_code=commune_code)


def a_town_hall(account: Account | None = None, commune_code: str = FIGEAC) -> Organisation:
    """The verified town hall of Figeac, in the Lot, looked after by ``account``."""
    organisation = a_new_organisation(account, commune_code)
    return _verified(organisation, VerificationMethod.OFFICIAL_EMAIL)


def an_msp(account: Account | None = None, commune_code: str = FIGEAC) -> Organisation:
    """A verified maison de santé in the same town."""
    organisation = a_new_organisation(account, commune_code, OrganisationKind.MSP)
    return _verified(organisation, VerificationMethod.FINESS)


def _verified(organisation: Organisation, method: VerificationMethod) -> Organisation:
    instant = now()
    organisation.verified_at, organisation.verified_by = instant, method
    db.session.add(
        Verification(
            subject_kind=SubjectKind.ORGANISATION,
            subject_id=organisation.id,
            method=method,
            state=VerificationState.ACCEPTED,
            departement_code=organisation.commune.departement_code,
            decided_at=instant,
        )
    )
    db.session.flush()
    return organisation
