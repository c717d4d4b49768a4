"""Accounts: sign up, log in, hold roles."""

from __future__ import annotations

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from email_validator import EmailNotValidError, validate_email
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from models.accounts import Account, AccountRole
from models.base import db
from models.vocabulary import Role
from services.refusals import Refusal
from services.transaction import leave_transaction

SHORTEST_PASSWORD = 10
# Roles that a person may take by themselves; the others are given by a steward.
OPEN_ROLES = (Role.DOCTOR, Role.HOST)

_hasher = PasswordHasher()
_nobody = _hasher.hash("nobody has this password")


class EmailInvalid(Refusal):
    """The address cannot exist."""


class EmailTaken(Refusal):
    """An account has this address already."""


class PasswordTooShort(Refusal):
    """Fewer than ``shortest`` characters."""


class RoleNotOpen(Refusal):
    """This role is given, not taken."""


def normalise_email(text: str) -> str:
    """The one spelling under which an address is kept; refuses what cannot be one."""
    try:
        checked = validate_email(text.strip(), check_deliverability=False, test_environment=True)
    except EmailNotValidError as error:
        raise EmailInvalid(email=text) from error
    return checked.normalized.lower()


def hash_password(password: str) -> str:
    """Argon2id, outside any transaction: it takes a tenth of a second on purpose."""
    if len(password) < SHORTEST_PASSWORD:
        raise PasswordTooShort(shortest=SHORTEST_PASSWORD)
    return _hasher.hash(password)


def sign_up(email: str, password_hash: str, role: str) -> Account:
    """Create an account with its first role. The place where confirmation will plug in."""
    check_open_role(role)
    account = Account(email=normalise_email(email), password_hash=password_hash)
    account.roles.append(AccountRole(role=role))
    db.session.add(account)
    try:
        db.session.flush()
    except IntegrityError as error:
        raise EmailTaken(email=email) from error
    return account


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


def find_by_credentials(email: str, password: str) -> Account | None:
    """The account whose address and password these are.

    An unknown address costs the same hash as a wrong password, and no lock is held meanwhile.
    """
    try:
        wanted = normalise_email(email)
    except EmailInvalid:
        wanted = ""
    row = db.session.execute(
        select(Account.id, Account.password_hash).where(Account.email == wanted)
    ).first()
    leave_transaction()
    try:
        _hasher.verify(row.password_hash if row else _nobody, password)
    except (VerifyMismatchError, InvalidHashError):
        return None
    return find_account(row.id) if row else None
