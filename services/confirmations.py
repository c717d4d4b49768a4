"""Is this address yours? The link that claims it, sent when an account is made."""

from __future__ import annotations

from sqlalchemy.exc import IntegrityError

from models.accounts import Account
from models.base import db, now
from models.links import SignedLink
from services.accounts import EmailTaken, find_account, find_by_email
from services.links import LinkForged, make_link, peek_link, revoke_links, use_link
from services.outbox import enqueue

CONFIRM = "confirm"
HOURS = 72


def ask_confirmation(account: Account) -> None:
    """Send the link that confirms the address of a provisional account.

    Where the address has an owner, the owner is told instead; the work is the same.
    """
    revoke_links(account.id, CONFIRM)
    owner = find_by_email(account.email)
    token = make_link(CONFIRM, account_id=account.id, payload={"email": account.email}, hours=HOURS)
    enqueue(
        "already_registered" if owner else "confirm",
        to_address=account.email,
        account_id=owner.id if owner else account.id,
        context={} if owner else {"token": token},
    )


def account_to_confirm(token: str) -> Account:
    """Whose address this link confirms; the link stays good."""
    return account_of(peek_link(token, CONFIRM))


def confirm(token: str) -> Account:
    """The address is this account's from now on."""
    link = use_link(token, CONFIRM)
    account = account_of(link)
    if link.payload.get("email") != account.email:
        raise LinkForged()
    claim(account, account.email)
    return account


def claim(account: Account, email: str) -> None:
    """Give the address to the account, unless someone answered there before."""
    account.email, account.confirmed_at = email, now()
    try:
        db.session.flush()
    except IntegrityError as error:
        raise EmailTaken(email=email) from error


def account_of(link: SignedLink) -> Account:
    """The account that a link is about."""
    account = None if link.account_id is None else find_account(link.account_id)
    if account is None:
        raise LinkForged()
    return account
