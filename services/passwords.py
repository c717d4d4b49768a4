"""Passwords forgotten and changed: the owner is told, and whoever else came in is put out."""

from __future__ import annotations

from models.accounts import Account
from models.base import db
from services.accounts import find_by_email, normalise_email
from services.confirmations import account_of
from services.links import make_link, peek_link, revoke_links, use_link
from services.outbox import enqueue
from services.sessions import end_sessions
from services.throttles import forget_rate

RESET = "reset"
HOURS = 1


def ask_reset(email: str) -> None:
    """Send a link to choose a new password.

    An address without account gets a message that says so; the work is the same, and so is what
    the page shows.
    """
    address = normalise_email(email)
    account = find_by_email(address)
    token = make_link(RESET, account_id=account.id if account else None, hours=HOURS)
    enqueue(
        "reset_password" if account else "no_account",
        to_address=address,
        account_id=account.id if account else None,
        context={"token": token},
    )


def account_to_reset(token: str) -> Account:
    """Whose password this link replaces; the link stays good."""
    return account_of(peek_link(token, RESET))


def reset_password(token: str, password_hash: str) -> Account:
    """Replace a forgotten password; every session ends, and the account is unlocked."""
    account = account_of(use_link(token, RESET))
    _replace(account, password_hash)
    end_sessions(account.id)
    forget_rate("login", "account", account.email)
    return account


def change_password(account: Account, password_hash: str, session_id: str) -> int:
    """Replace a known password; how many other sessions have ended."""
    _replace(account, password_hash)
    return end_sessions(account.id, but=session_id)


def _replace(account: Account, password_hash: str) -> None:
    account.password_hash = password_hash
    db.session.flush()
    revoke_links(account.id, RESET, "email_change")
    enqueue("password_changed", to_address=account.email, account_id=account.id)
