"""Who is verified, by which road, by whom and why."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from models import OutboxMessage, RppsEntry, SignedLink, Verification, db
from models.base import now
from models.vocabulary import MemberRole, OrganisationKind, Role, Stage, VerificationState
from services import doctor_checks, organisation_checks, stewards, verifications
from services.accounts import NotConfirmed
from services.doctors import save_identity
from services.keys import make_rpps, make_siret
from services.links import LinkExpired, LinkForged, LinkUsed, sign_id
from services.members import add_member
from services.offers import publish
from services.organisations import OrganisationNotVerified, SiretKeyWrong
from services.refusals import NotFound
from tests.factories import (
    a_doctor,
    a_document,
    a_new_organisation,
    a_ready_offer,
    a_steward,
    a_waiting_request,
    an_account,
)

pytestmark = pytest.mark.usefixtures("app")
REASON = "Numéro retrouvé, standard rappelé."
FACULTY = "camille@etu.univ-tlse3.fr"


def the_token() -> str:
    """The only link that was made."""
    return sign_id(db.session.scalars(select(SignedLink)).one().id)


def letters(template: str) -> list[OutboxMessage]:
    """What was written under this name."""
    wanted = select(OutboxMessage).where(OutboxMessage.template == template)
    return list(db.session.scalars(wanted))


# --- town halls ---


def test_an_unverified_organisation_drafts_and_does_not_publish() -> None:
    offer = a_ready_offer(a_new_organisation())
    with pytest.raises(OrganisationNotVerified):
        publish(offer, offer.organisation.members[0].account)


def test_the_official_mailbox_verifies_a_town_hall_once() -> None:
    organisation = a_new_organisation()
    host = organisation.members[0].account
    organisation_checks.send_official_link(organisation, host)
    assert letters("official_verification")[0].to_address == organisation.commune.town_hall_email
    token = the_token()
    organisation_checks.answer_official_link(token, is_us=True)
    assert organisation.verified_by == "official_email"
    assert len(letters("verification_decided")) == 1
    with pytest.raises(LinkUsed):
        organisation_checks.answer_official_link(token, is_us=True)
    with pytest.raises(verifications.AlreadyVerified):
        organisation_checks.send_official_link(organisation, host)


def test_a_town_hall_may_say_no() -> None:
    organisation = a_new_organisation()
    organisation_checks.send_official_link(organisation, organisation.members[0].account)
    organisation_checks.answer_official_link(the_token(), is_us=False)
    assert organisation.verified_at is None
    assert letters("verification_decided")[0].context["accepted"] is False


def test_a_link_ends_after_three_days_and_a_newer_request_replaces_it() -> None:
    organisation = a_new_organisation()
    host = organisation.members[0].account
    organisation_checks.send_official_link(organisation, host)
    token = the_token()
    link = db.session.scalars(select(SignedLink)).one()
    assert link.expires_at - link.created_at == pytest.approx(
        timedelta(hours=72), abs=timedelta(minutes=1)
    )
    organisation_checks.ask_steward(organisation, host, document=a_document())
    with pytest.raises(LinkUsed):
        organisation_checks.answer_official_link(token, is_us=True)
    # what refused took back what it had done: the page ends its transaction
    link.used_at, link.expires_at = None, now() - timedelta(seconds=1)
    with pytest.raises(LinkExpired):
        organisation_checks.answer_official_link(token, is_us=True)
    with pytest.raises(LinkForged):
        organisation_checks.answer_official_link(token[:-1] + "x", is_us=True)
    assert organisation.verified_at is None


@pytest.mark.parametrize("kind", [k for k in OrganisationKind if k is not k.TOWN_HALL])
def test_the_mailbox_of_a_town_hall_vouches_for_nobody_else(kind: OrganisationKind) -> None:
    organisation = a_new_organisation(kind=kind)
    with pytest.raises(organisation_checks.NoOfficialAddress):
        organisation_checks.send_official_link(organisation, organisation.members[0].account)


def test_without_a_mailbox_a_document_is_needed() -> None:
    organisation = a_new_organisation()
    host = organisation.members[0].account
    organisation.commune.town_hall_email = None
    with pytest.raises(organisation_checks.NoOfficialAddress):
        organisation_checks.send_official_link(organisation, host)
    with pytest.raises(organisation_checks.ProofMissing):
        organisation_checks.ask_steward(organisation, host, siret=make_siret(1))
    asked = organisation_checks.ask_steward(organisation, host, document=a_document())
    assert asked.state == VerificationState.WAITING
    db.session.rollback()


def test_the_others_need_a_number_whose_key_holds() -> None:
    organisation = a_new_organisation(kind=OrganisationKind.EPCI)
    host = organisation.members[0].account
    with pytest.raises(organisation_checks.ProofMissing):
        organisation_checks.ask_steward(organisation, host, document=a_document())
    with pytest.raises(SiretKeyWrong):
        organisation_checks.ask_steward(organisation, host, siret=make_siret(1)[:-1] + "x")
    asked = organisation_checks.ask_steward(organisation, host, siret=make_siret(1))
    assert (asked.method, asked.state) == ("siret", "waiting")


def test_an_address_that_has_not_answered_asks_for_nothing() -> None:
    organisation = a_new_organisation(an_account([Role.HOST], confirmed=False))
    with pytest.raises(NotConfirmed):
        organisation_checks.send_official_link(organisation, organisation.members[0].account)


@pytest.mark.parametrize(
    ("address", "masked"),
    [("mairie@cahors.fr", "m•••@cahors.fr"), ("x@y.fr", "x•••@y.fr")],
)
def test_an_official_address_is_shown_masked(address: str, masked: str) -> None:
    assert verifications.mask_address(address) == masked


# --- stewards ---


def test_a_steward_decides_in_their_territory_with_a_reason() -> None:
    asked, steward = a_waiting_request(), a_steward("46", "12")
    assert [line.request.id for line in stewards.list_waiting(steward.id).lines] == [asked.id]
    with pytest.raises(stewards.ReasonMissing):
        stewards.decide(asked.id, steward, accepted=True, reason="  ok ")
    stewards.decide(asked.id, steward, accepted=True, reason=REASON)
    subject = verifications.find_subject(asked)
    assert subject is not None
    assert subject.verified_by == "finess"
    assert (asked.decided_by, asked.reason) == (steward.id, REASON)
    assert letters("verification_decided")[0].context["reason"] == REASON
    assert stewards.list_waiting(steward.id).total == 0
    decided = stewards.list_decided(steward.id).lines[0]
    assert (decided.decider, decided.request.reason) == (steward.email, REASON)
    with pytest.raises(verifications.AlreadyDecided):
        stewards.decide(asked.id, steward, accepted=False, reason=REASON)


def test_elsewhere_and_without_territory_a_steward_sees_nothing() -> None:
    asked = a_waiting_request()
    document = asked.documents[0].id
    for steward in (a_steward("75"), an_account([Role.STEWARD])):
        assert stewards.list_waiting(steward.id).total == 0
        for refused in (
            lambda: stewards.open_case(asked.id, steward.id),  # noqa: B023
            lambda: stewards.open_document(document, steward.id),  # noqa: B023
            lambda: stewards.decide(asked.id, steward, accepted=True, reason=REASON),  # noqa: B023
        ):
            with pytest.raises(NotFound):
                refused()


def test_nobody_decides_about_themselves_or_their_own_organisation() -> None:
    asked, steward = a_waiting_request(), a_steward()
    organisation = verifications.find_subject(asked)
    assert organisation is not None
    add_member(organisation, steward, MemberRole.READER)  # type: ignore[arg-type]
    with pytest.raises(stewards.OwnRequest):
        stewards.decide(asked.id, steward, accepted=True, reason=REASON)
    doctor = a_doctor(steward, first_name="Camille", last_name="Essai")
    mine = doctor_checks.ask_steward(doctor, steward, departement_code="46")
    with pytest.raises(stewards.OwnRequest):
        stewards.decide(mine.id, steward, accepted=True, reason=REASON)


def test_a_document_is_read_until_the_decision_only() -> None:
    asked, steward = a_waiting_request(), a_steward()
    document = asked.documents[0].id
    assert stewards.open_document(document, steward.id).content == a_document().content
    stewards.decide(asked.id, steward, accepted=False, reason=REASON)
    with pytest.raises(NotFound):
        stewards.open_document(document, steward.id)


def test_roles_are_granted_to_confirmed_accounts() -> None:
    account = an_account([Role.DOCTOR])
    assert stewards.grant("steward", account.email.upper(), ["46", "2a"]) == ["2A", "46"]
    assert stewards.grant("steward", account.email, ["46"]) == ["2A", "46"]
    assert account.has_role(Role.STEWARD)
    with pytest.raises(stewards.DepartementUnknown):
        stewards.grant("steward", account.email, ["99"])
    with pytest.raises(stewards.AccountUnknown):
        stewards.grant("organiser", "personne@example.net")
    with pytest.raises(stewards.RoleNotGiven):
        stewards.grant("host", account.email)


# --- doctors ---


def an_entry(first_name: str = "jean noel", last_name: str = "dupre") -> str:
    """A number in the extract that a steward loaded."""
    number = make_rpps(7)
    db.session.add(RppsEntry(rpps=number, first_name=first_name, last_name=last_name))
    db.session.flush()
    return number


@pytest.mark.parametrize(
    ("first", "last"), [("Jean-Noël", "DUPRÉ"), ("Dupré", "jean noel"), ("JEAN NOEL", "Dupre")]
)
def test_the_same_name_is_verified_at_once(first: str, last: str) -> None:
    doctor = a_doctor(first_name=first, last_name=last, rpps=an_entry())
    doctor_checks.verify_by_rpps(doctor, doctor.account, "46")
    assert doctor.verified_by == "rpps"


@pytest.mark.parametrize(
    ("extract", "name"), [(True, "Martin"), (False, "Dupré")], ids=["another name", "no extract"]
)
def test_what_the_extract_cannot_tell_goes_to_a_steward(extract: bool, name: str) -> None:
    number = an_entry() if extract else make_rpps(7)
    doctor = a_doctor(first_name="Jean-Noël", last_name=name, rpps=number)
    asked = doctor_checks.verify_by_rpps(doctor, doctor.account, "46")
    assert doctor.verified_at is None
    assert (asked.state, asked.method) == ("waiting", "rpps_steward")
    assert stewards.list_waiting(a_steward().id).total == 1


def test_a_number_vouches_for_one_person_and_a_new_name_ends_it() -> None:
    number = an_entry()
    said = {"first_name": "Jean-Noël", "last_name": "Dupré", "rpps": number}
    first, second = a_doctor(**said), a_doctor(**said)
    doctor_checks.verify_by_rpps(first, first.account, "46")
    asked = doctor_checks.verify_by_rpps(second, second.account, "46")
    assert (second.verified_at, asked.state) == (None, "waiting")
    with pytest.raises(verifications.ProofTaken):
        stewards.decide(asked.id, a_steward(), accepted=True, reason=REASON)
    same = {"stage": Stage.JUNIOR.value, "specialty_code": first.specialty_code or ""}
    save_identity(first, **same, **said)
    assert first.verified_at is not None
    save_identity(first, **same, **(said | {"last_name": "Martin"}))
    assert first.verified_at is None
    doctor_checks.verify_by_rpps(second, second.account, "46")
    assert second.verified_at is not None


def test_a_wrong_key_and_a_missing_name_are_refused() -> None:
    doctor = a_doctor(first_name="A", last_name="B", rpps="12345678901")
    with pytest.raises(doctor_checks.RppsKeyWrong):
        doctor_checks.verify_by_rpps(doctor, doctor.account, "46")
    doctor.first_name = None
    with pytest.raises(doctor_checks.NameMissing):
        doctor_checks.verify_by_rpps(doctor, doctor.account, "46")


def test_a_faculty_address_vouches_for_who_studies() -> None:
    doctor = a_doctor(first_name="Camille", last_name="Essai", stage="intern")
    doctor_checks.send_faculty_link(doctor, doctor.account, FACULTY.upper())
    token = the_token()
    other = a_doctor(first_name="Autre", last_name="Essai", stage="intern")
    with pytest.raises(LinkForged):
        doctor_checks.read_faculty_link(token, other.account)
    doctor_checks.confirm_faculty_link(token, doctor, doctor.account)
    assert doctor.verified_by == "faculty_email"
    doctor_checks.send_faculty_link(other, other.account, FACULTY)
    link = db.session.scalars(select(SignedLink).where(SignedLink.used_at.is_(None))).one()
    with pytest.raises(verifications.ProofTaken):
        doctor_checks.confirm_faculty_link(sign_id(link.id), other, other.account)


@pytest.mark.parametrize(
    "address",
    [
        "x@univ-tlse3.fr",
        "x@etu.univ-tlse3.fr.example.org",
        "x@etu-univ-tlse3.fr",
        "x@gmail.com",
        "x@evil.etu.univ-tlse3.fr",
    ],
)
def test_other_addresses_do_not(address: str) -> None:
    doctor = a_doctor(first_name="Camille", last_name="Essai", stage="intern")
    with pytest.raises(doctor_checks.NotFacultyAddress):
        doctor_checks.send_faculty_link(doctor, doctor.account, address)


def test_a_settled_doctor_does_not_use_a_faculty_address() -> None:
    doctor = a_doctor(first_name="Camille", last_name="Essai", stage="settled")
    with pytest.raises(doctor_checks.NotStudying):
        doctor_checks.send_faculty_link(doctor, doctor.account, FACULTY)


def test_nothing_waits_twice_for_the_same_one() -> None:
    organisation = a_new_organisation(kind=OrganisationKind.MSP)
    for _time in range(3):
        a_waiting_request(organisation)
    waiting = select(Verification).where(Verification.state == VerificationState.WAITING)
    assert len(db.session.scalars(waiting).all()) == 1
