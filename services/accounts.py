"""Accounts: sign up, be found again, hold roles."""

from __future__ import annotations

from datetime import timedelta

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from email_validator import EmailNotValidError, validate_email
from sqlalchemy import delete, select
from sqlalchemy.orm import lazyload

from models.accounts import Account, AccountRole
from models.base import db, now
from models.vocabulary import Role
from services.refusals import Refusal
from services.transaction import leave_transaction

SHORTEST_PASSWORD = 10
# Roles that a person may take by themselves; the others are given by a steward.
OPEN_ROLES = (Role.DOCTOR, Role.HOST)
PROVISIONAL_KEPT = timedelta(days=30)

_hasher = PasswordHasher()
_nobody = _hasher.hash("nobody has this password")


class EmailInvalid(Refusal):
    """The address cannot exist."""


class EmailTaken(Refusal):
    """Someone else has answered at this address."""


class PasswordTooShort(Refusal):
    """Fewer than ``shortest`` characters."""


class PasswordWrong(Refusal):
    """This is not the password of the account."""


class RoleNotOpen(Refusal):
    """This role is given, not taken."""


class NotConfirmed(Refusal):
    """What reaches other people waits until the address ``email`` is confirmed."""


def normalise_email(text: str) -> str:
    """The one spelling under which an address is kept; refuses what cannot be one."""
    try:
        checked = validate_email(text.strip(), check_deliverability=False, test_environment=True)
    except EmailNotValidError as error:
        raise EmailInvalid(email=text) from error
    return checked.normalized.lower()


def account_key(email: str) -> str:
    """Under which name tries against an address are counted, whatever its spelling."""
    try:
        return normalise_email(email)
    except EmailInvalid:
        return "".join(filter(str.isprintable, email.strip().lower()))[:254]


def hash_password(password: str) -> str:
    """Argon2id, outside any transaction: it takes a tenth of a second on purpose."""
    if len(password) < SHORTEST_PASSWORD:
        raise PasswordTooShort(shortest=SHORTEST_PASSWORD)
    return _hasher.hash(password)


def sign_up(email: str, password_hash: str, role: str) -> Account:
    """A new account with its first role, provisional until its address is confirmed.

    Whether another account has that address already changes nothing here.
    """
    check_open_role(role)
    account = Account(email=normalise_email(email), password_hash=password_hash)
    account.roles.append(AccountRole(role=role))
    db.session.add(account)
    db.session.flush()
    return account


def is_confirmed(account: Account) -> bool:
    """Has this person answered at their address?"""
    return account.confirmed_at is not None


def check_confirmed(account: Account) -> None:
    """Refuse to reach other people in the name of an address where nobody has answered."""
    if not is_confirmed(account):
        raise NotConfirmed(email=account.email)


def check_open_role(role: str) -> None:
    """Refuse a role that nobody may take by themselves."""
    if role not in [open_role.value for open_role in OPEN_ROLES]:
        raise RoleNotOpen(role=role)


def add_role(account: Account, role: str) -> None:
    """Let an account use another part of the site; nothing happens if it already does."""
    check_open_role(role)
    if not account.has_role(role):
        account.roles.append(AccountRole(role=role))
        db.session.flush()


def find_account(account_id: int) -> Account | None:
    """The account of that id, if any."""
    return db.session.get(Account, account_id)


def find_by_email(email: str) -> Account | None:
    """The account whose owner has answered at this address.

    Its roles wait until someone asks: finding it takes one query, as finding nobody does.
    """
    account: Account | None = db.session.scalar(
        select(Account)
        .where(Account.email == account_key(email), Account.confirmed_at.is_not(None))
        .options(lazyload(Account.roles))
    )
    return account


def find_by_credentials(email: str, password: str) -> Account | None:
    """The confirmed account whose address and password these are.

    An unknown address costs the same hash as a wrong password, and no lock is held meanwhile.
    """
    row = db.session.execute(
        select(Account.id, Account.password_hash).where(
            Account.email == account_key(email), Account.confirmed_at.is_not(None)
        )
    ).first()
    leave_transaction()
    right = password_fits(row.password_hash if row else _nobody, password)
    return find_account(row.id) if row and right else None


def check_password(account: Account, password: str) -> None:
    """Refuse what is not this account's password; no lock is held meanwhile."""
    kept = account.password_hash
    leave_transaction()
    if not password_fits(kept, password):
        raise PasswordWrong()


def password_fits(password_hash: str, password: str) -> bool:
    """Was this hash made of this password?"""
    try:
        return _hasher.verify(password_hash, password)
    except (VerifyMismatchError, InvalidHashError):
        return False


def forget_provisional() -> int:
    """Delete the accounts whose address nobody has confirmed in time; how many."""
    gone = db.session.execute(
        delete(Account)
        .where(Account.confirmed_at.is_(None), Account.anonymised_at.is_(None))
        .where(Account.created_at < now() - PROVISIONAL_KEPT)
        .returning(Account.id)
    )
    return len(gone.all())
