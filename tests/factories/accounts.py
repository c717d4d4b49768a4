"""People who can log in."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import count

from models import Account, AccountRole, db
from models.base import now
from models.vocabulary import Role
from services.accounts import hash_password

PASSWORD = "un mot de passe de test"
_numbers = count(1)


@cache
def _hashed() -> str:
    return hash_password(PASSWORD)


def an_account(
    roles: Sequence[str] = (Role.DOCTOR,),
    email: str | None = None,
    *,
    is_demo: bool = False,
    confirmed: bool = True,
) -> Account:
    """An account with these roles; everyone's password is ``PASSWORD``."""
    account = Account(
        email=email or f"personne{next(_numbers)}@example.org",
        password_hash=_hashed(),
        is_demo=is_demo,
        confirmed_at=now() if confirmed else None,
    )
    account.roles = [AccountRole(role=str(role)) for role in roles]
    db.session.add(account)
    db.session.flush()
    return account
