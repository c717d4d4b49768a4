"""Those who publish offers."""

from __future__ import annotations

from models import Account, Organisation
from models.vocabulary import OrganisationKind, Role
from services.organisations import create_organisation
from tests.factories.accounts import an_account

FIGEAC = "46102"


def a_town_hall(account: Account | None = None, commune_code: str = FIGEAC) -> Organisation:
    """The town hall of Figeac, in the Lot, looked after by ``account``."""
    host = account or an_account([Role.HOST])
    return create_organisation(
        host, kind=OrganisationKind.TOWN_HALL.value, commune_code=commune_code
    )


def an_msp(account: Account | None = None, commune_code: str = FIGEAC) -> Organisation:
    """A maison de santé in the same town."""
    host = account or an_account([Role.HOST])
    return create_organisation(host, kind=OrganisationKind.MSP.value, commune_code=commune_code)
