"""Organisations and who acts for them."""

from __future__ import annotations

import pytest

from models.vocabulary import MemberRole, OrganisationKind, Role
from services import organisations
from services.communes import UnknownCommune, find_commune
from services.keys import make_finess, make_siret
from services.members import add_member
from services.organisations import (
    check_may_administer,
    check_may_edit,
    create_organisation,
    find_membership,
    list_memberships,
    open_organisation,
)
from services.refusals import Forbidden, NotFound
from tests.factories import a_town_hall, an_account

pytestmark = pytest.mark.usefixtures("app")

CAHORS, ALBI, LE_MANS, LA_ROCHELLE = "46042", "81004", "72181", "17300"


@pytest.mark.parametrize(
    ("kind", "code", "name"),
    [
        (OrganisationKind.TOWN_HALL, CAHORS, "Mairie de Cahors"),
        (OrganisationKind.HEALTH_CENTRE, ALBI, "Centre de santé d’Albi"),
        (OrganisationKind.TOWN_HALL, LE_MANS, "Mairie du Mans"),
        (OrganisationKind.MSP, LA_ROCHELLE, "Maison de santé de La Rochelle"),
        (OrganisationKind.DEPARTEMENT, CAHORS, "Conseil départemental (Lot)"),
    ],
)
def test_a_name_is_proposed(kind: OrganisationKind, code: str, name: str) -> None:
    commune = find_commune(code)
    assert commune is not None
    assert organisations.propose_name(kind, commune) == name


def test_an_epci_bears_its_own_name() -> None:
    commune = find_commune(CAHORS)
    assert commune is not None
    assert commune.epci is not None
    assert organisations.propose_name(OrganisationKind.EPCI, commune) == commune.epci.name


def test_the_creator_looks_after_it_and_becomes_a_host() -> None:
    doctor = an_account([Role.DOCTOR])
    organisation = create_organisation(doctor, kind="town_hall", commune_code=CAHORS)
    membership = find_membership(doctor.id, organisation.id)
    assert membership is not None
    assert membership.role == MemberRole.ADMIN
    assert doctor.has_role(Role.HOST)
    assert doctor.has_role(Role.DOCTOR)
    assert organisation.verified_at is None
    assert [each.organisation_id for each in list_memberships(doctor.id)] == [organisation.id]


def test_numbers_are_kept_without_spaces_and_refused_with_a_wrong_key() -> None:
    siret, finess = make_siret(1), make_finess(1)
    spaced = f"{siret[:3]} {siret[3:6]} {siret[6:]}"
    organisation = create_organisation(
        an_account(), kind="msp", commune_code=CAHORS, siret=spaced, finess=finess
    )
    assert (organisation.siret, organisation.finess) == (siret, finess)
    wrong = siret[:-1] + str((int(siret[-1]) + 1) % 10)
    with pytest.raises(organisations.SiretKeyWrong):
        organisations.check_siret(wrong)
    with pytest.raises(organisations.FinessKeyWrong):
        organisations.check_finess("12345")
    assert organisations.check_siret("") is None


def test_what_does_not_exist_is_refused() -> None:
    with pytest.raises(organisations.UnknownKind):
        create_organisation(an_account(), kind="prefecture", commune_code=CAHORS)
    with pytest.raises(UnknownCommune):
        create_organisation(an_account(), kind="msp", commune_code="99999")


def test_only_members_open_it() -> None:
    organisation, stranger = a_town_hall(), an_account([Role.HOST])
    with pytest.raises(NotFound):
        open_organisation(organisation.id, stranger)
    with pytest.raises(NotFound):
        open_organisation(10**6, stranger)


@pytest.mark.parametrize(
    ("role", "edits", "administers"),
    [
        (MemberRole.ADMIN, True, True),
        (MemberRole.EDITOR, True, False),
        (MemberRole.READER, False, False),
    ],
)
def test_what_each_member_may_do(role: MemberRole, edits: bool, administers: bool) -> None:
    organisation, other = a_town_hall(), an_account([Role.DOCTOR])
    member = add_member(organisation, other, role)
    assert other.has_role(Role.HOST)
    assert organisations.can_edit(member) is edits
    assert organisations.can_administer(member) is administers
    for check, allowed in ((check_may_edit, edits), (check_may_administer, administers)):
        if allowed:
            check(member)
        else:
            with pytest.raises(Forbidden):
                check(member)
