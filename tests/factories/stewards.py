"""Stewards, and what waits for them."""

from __future__ import annotations

from models import Account, Organisation, StewardTerritory, Verification, db
from models.vocabulary import OrganisationKind, Role
from services.keys import make_finess
from services.organisation_checks import ask_steward
from services.uploads import Upload, read_upload
from tests.factories.accounts import an_account
from tests.factories.organisations import a_new_organisation
from tests.support.documents import a_pdf


def a_steward(*departements: str) -> Account:
    """Someone who decides in these départements, the Lot if none is given."""
    return give_territory(an_account([Role.STEWARD]), *departements or ("46",))


def give_territory(account: Account, *departements: str) -> Account:
    """Let a steward decide in these départements."""
    for code in departements:
        db.session.add(StewardTerritory(account_id=account.id, departement_code=code))
    db.session.flush()
    return account


def a_document() -> Upload:
    """A letter, as it is kept."""
    return read_upload(a_pdf())


def a_waiting_request(organisation: Organisation | None = None) -> Verification:
    """An MSP of the Lot that gave its FINESS number and a letter."""
    organisation = organisation or a_new_organisation(kind=OrganisationKind.MSP)
    host = organisation.members[0].account
    return ask_steward(organisation, host, finess=make_finess(1), document=a_document())
