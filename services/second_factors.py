"""The second factor: a code that a telephone shows, or one of ten codes kept on paper."""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime

import pyotp
from sqlalchemy import delete, func, select, update

from models.accounts import Account
from models.base import db, now
from models.second_factors import RecoveryCode, SecondFactor
from services.keyring import box_for, keyed_digest
from services.outbox import enqueue
from services.refusals import Refusal
from services.sessions import end_sessions, must_have_factor, prove_factor

ISSUER = "Ancrage"
STEP = 30  # seconds
CODES = 10
_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none that is read as another


class CodeWrong(Refusal):
    """This code is not the one of this moment, or it has served already."""


class FactorInForce(Refusal):
    """There is a second factor already."""


class NoFactor(Refusal):
    """There is no second factor."""


class FactorRequired(Refusal):
    """A role of this account cannot do without."""


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What an application on a telephone must learn: as an address, and as text to type."""

    uri: str
    secret: str


def has_factor(account: Account) -> bool:
    """Does this account ask for a code after the password?"""
    factor = _find(account)
    return factor is not None and factor.confirmed_at is not None


def start_factor(account: Account) -> None:
    """Make a secret for a telephone to learn; the same one until a first code has proved it."""
    factor = _find(account)
    if factor is not None and factor.confirmed_at is not None:
        raise FactorInForce()
    if factor is None:
        box = box_for("second factor")
        secret = pyotp.random_base32()
        factor = SecondFactor(account_id=account.id, secret=box.encrypt(secret.encode()).decode())
        db.session.add(factor)
        db.session.flush()


def find_enrolment(account: Account) -> Enrolment | None:
    """What the telephone must learn, until a first code has proved that it did."""
    factor = _find(account)
    if factor is None or factor.confirmed_at is not None:
        return None
    secret = _secret(factor)
    uri = pyotp.TOTP(secret).provisioning_uri(name=account.email, issuer_name=ISSUER)
    return Enrolment(uri=uri, secret=secret)


def confirm_factor(
    account: Account, code: str, session_id: str, at: datetime | None = None
) -> list[str]:
    """Put the second factor in force, by a first code; the recovery codes, never shown again."""
    factor = _find(account)
    if factor is None:
        raise NoFactor()
    if factor.confirmed_at is not None:
        raise FactorInForce()
    _take_step(factor, code, at or now())
    factor.confirmed_at = now()
    db.session.flush()
    prove_factor(session_id)
    end_sessions(account.id, but=session_id)
    _tell(account, on=True)
    return _new_codes(account)


def check_code(account: Account, code: str, at: datetime | None = None) -> None:
    """Take the code of this moment, or a recovery code; each serves once."""
    factor = _find(account)
    if factor is None or factor.confirmed_at is None:
        raise NoFactor()
    if _is_totp(code):
        _take_step(factor, code, at or now())
    else:
        _take_recovery(account, code)


def pass_factor(account: Account, code: str, session_id: str, at: datetime | None = None) -> None:
    """Finish a log-in."""
    check_code(account, code, at)
    prove_factor(session_id)


def remove_factor(account: Account, code: str, at: datetime | None = None) -> None:
    """Do without a second factor, for those whose roles allow it; the password was checked."""
    if must_have_factor(account):
        raise FactorRequired()
    check_code(account, code, at)
    _drop(account)
    _tell(account, on=False)


def drop_factor_since(account: Account, instant: datetime) -> None:
    """Undo what someone else may have set up after ``instant``."""
    factor = _find(account)
    if factor is not None and factor.created_at >= instant:
        _drop(account)


def renew_codes(account: Account, code: str, at: datetime | None = None) -> list[str]:
    """Ten new recovery codes, the old ones serve no more."""
    check_code(account, code, at)
    return _new_codes(account)


def count_codes(account: Account) -> int:
    """How many recovery codes are left."""
    query = select(func.count()).select_from(RecoveryCode)
    query = query.where(RecoveryCode.account_id == account.id, RecoveryCode.used_at.is_(None))
    return db.session.scalar(query) or 0


def _find(account: Account) -> SecondFactor | None:
    return db.session.get(SecondFactor, account.id, populate_existing=True)


def _drop(account: Account) -> None:
    for table in (RecoveryCode, SecondFactor):
        db.session.execute(delete(table).where(table.account_id == account.id))


def _secret(factor: SecondFactor) -> str:
    return box_for("second factor").decrypt(factor.secret.encode()).decode()


def _plain(code: str) -> str:
    return "".join(code.split()).replace("-", "").upper()


def _is_totp(code: str) -> bool:
    return len(_plain(code)) == 6 and _plain(code).isascii() and _plain(code).isdigit()


def _take_step(factor: SecondFactor, code: str, at: datetime) -> None:
    """The step of a right code, one before and one after allowed; of two takers, one succeeds."""
    totp, step = pyotp.TOTP(_secret(factor)), int(at.timestamp()) // STEP
    fitting = [
        each
        for each in (step - 1, step, step + 1)
        if hmac.compare_digest(totp.at(each * STEP).encode(), _plain(code).encode(errors="replace"))
    ]
    if not fitting:
        raise CodeWrong()
    taken = db.session.execute(
        update(SecondFactor)
        .where(SecondFactor.account_id == factor.account_id)
        .where(SecondFactor.last_step < fitting[0])
        .values(last_step=fitting[0])
        .execution_options(synchronize_session=False)
    )
    if not taken.rowcount:  # type: ignore[attr-defined]
        raise CodeWrong()


def _take_recovery(account: Account, code: str) -> None:
    taken = db.session.execute(
        update(RecoveryCode)
        .where(RecoveryCode.account_id == account.id)
        .where(RecoveryCode.digest == _digest(account, code), RecoveryCode.used_at.is_(None))
        .values(used_at=now())
        .execution_options(synchronize_session=False)
    )
    if not taken.rowcount:  # type: ignore[attr-defined]
        raise CodeWrong()


def _new_codes(account: Account) -> list[str]:
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account.id))
    letters = ["".join(secrets.choice(_LETTERS) for _ in range(10)) for _ in range(CODES)]
    codes = [f"{text[:5]}-{text[5:]}" for text in letters]
    db.session.add_all(
        RecoveryCode(account_id=account.id, digest=_digest(account, code)) for code in codes
    )
    db.session.flush()
    return codes


def _digest(account: Account, code: str) -> str:
    return keyed_digest("recovery codes", f"{account.id}:{_plain(code)}")


def _tell(account: Account, *, on: bool) -> None:
    enqueue(
        "second_factor_changed",
        to_address=account.email,
        account_id=account.id,
        context={"is_on": on},
    )
