"""Verify a doctor: by RPPS and name, by a faculty address, or by a steward."""

from __future__ import annotations

from models.accounts import Account
from models.base import db
from models.communes import Departement
from models.doctors import Doctor
from models.verifications import Verification
from models.vocabulary import Stage, VerificationMethod, VerificationState
from services.accounts import check_confirmed, normalise_email
from services.faculty_domains import is_faculty_address
from services.keyring import keyed_digest
from services.keys import rpps_key_ok
from services.links import LinkForged, LinkUsed, make_link, peek_link, use_link
from services.outbox import enqueue
from services.refusals import Refusal
from services.rpps_extract import NameCheck, check_name
from services.uploads import Upload
from services.verifications import ProofTaken, accept, open_request

LINK_HOURS = 72
PURPOSE = "faculty_email"
# Those who study still: their university can vouch for them.
STUDYING = (Stage.STUDENT, Stage.INTERN, Stage.JUNIOR)


class NameMissing(Refusal):
    """Nobody can be verified without a first and a last name."""


class RppsMissing(Refusal):
    """There is no number to check."""


class RppsKeyWrong(Refusal):
    """The key of this number does not hold."""


class NotFacultyAddress(Refusal):
    """The domain of ``email`` is not one of a faculty that we know."""


class NotStudying(Refusal):
    """A faculty address vouches for those who study there."""


class DepartementMissing(Refusal):
    """Which stewards should look at it?"""


def verify_by_rpps(doctor: Doctor, account: Account, departement_code: str) -> Verification:
    """Compare number and name with the extract; what it cannot tell goes to a steward."""
    check_confirmed(account)
    check_named(doctor)
    check_departement(departement_code)
    number = doctor.rpps or ""
    if not number:
        raise RppsMissing()
    if not rpps_key_ok(number):
        raise RppsKeyWrong()
    digest = keyed_digest("proofs", f"rpps/{number}")
    found = check_name(number, doctor.first_name, doctor.last_name)
    if found is NameCheck.SAME:
        request = open_request(
            doctor,
            account,
            VerificationMethod.RPPS,
            VerificationState.SENT,
            departement_code=departement_code,
            proof_digest=digest,
        )
        try:
            accept(request, doctor, None, None)
        except ProofTaken:
            found = NameCheck.OTHER_NAME  # two people say they are the same doctor
        else:
            return request
    return open_request(
        doctor,
        account,
        VerificationMethod.RPPS_STEWARD,
        VerificationState.WAITING,
        departement_code=departement_code,
        note=_NOTES[found],
        proof_digest=digest,
    )


_NOTES = {
    NameCheck.NO_EXTRACT: "Aucun extrait du répertoire n’est chargé\u00a0: nom à comparer.",
    NameCheck.UNKNOWN_NUMBER: "Ce numéro n’est pas dans l’extrait du répertoire chargé.",
    NameCheck.OTHER_NAME: "Le répertoire donne ce numéro à un autre nom, ou un autre compte "
    "vérifié le porte déjà.",
}


def send_faculty_link(doctor: Doctor, account: Account, address: str) -> Verification:
    """Send a link to a student's mailbox of a French faculty."""
    check_confirmed(account)
    check_named(doctor)
    wanted = normalise_email(address)
    if doctor.stage not in STUDYING:
        raise NotStudying()
    if not is_faculty_address(wanted):
        raise NotFacultyAddress(email=address[:254], field="email")
    request = open_request(
        doctor,
        account,
        VerificationMethod.FACULTY_EMAIL,
        VerificationState.SENT,
        proof_digest=keyed_digest("proofs", f"faculty/{wanted}"),
    )
    token = make_link(
        PURPOSE,
        account_id=account.id,
        payload={"verification_id": request.id},
        hours=LINK_HOURS,
    )
    enqueue(
        "faculty_verification",
        to_address=wanted,
        context={"token": token, "asker": account.email, "hours": LINK_HOURS},
        is_demo=account.is_demo,
    )
    return request


def read_faculty_link(token: str, account: Account) -> None:
    """Is this link still good, and for this account?"""
    if peek_link(token, PURPOSE).account_id != account.id:
        raise LinkForged()


def confirm_faculty_link(token: str, doctor: Doctor, account: Account) -> None:
    """Whoever asked has read the mailbox."""
    link = use_link(token, PURPOSE)
    request = db.session.get(Verification, link.payload["verification_id"])
    if link.account_id != account.id or request is None or request.subject_id != doctor.id:
        raise LinkForged()
    if request.state != VerificationState.SENT:
        raise LinkUsed()
    accept(request, doctor, None, None)


def ask_steward(
    doctor: Doctor,
    account: Account,
    *,
    departement_code: str,
    note: str | None = None,
    document: Upload | None = None,
) -> Verification:
    """Let a steward of the département look at a certificate or a student's card."""
    check_confirmed(account)
    check_named(doctor)
    check_departement(departement_code)
    return open_request(
        doctor,
        account,
        VerificationMethod.STEWARD,
        VerificationState.WAITING,
        departement_code=departement_code,
        note=note,
        document=document,
    )


def check_named(doctor: Doctor) -> None:
    """A first and a last name, to be compared."""
    if not (doctor.first_name and doctor.last_name):
        raise NameMissing()


def check_departement(code: str) -> None:
    """A département that exists."""
    if db.session.get(Departement, code) is None:
        raise DepartementMissing(field="departement")


def may_use_faculty(doctor: Doctor | None) -> bool:
    """Can a university vouch for this person?"""
    return bool(doctor and doctor.stage in STUDYING)
