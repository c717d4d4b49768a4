"""Change of address: the new one answers, the old one is told and may undo it for a week."""

from __future__ import annotations

from models.accounts import Account
from services.accounts import find_by_email, is_confirmed, normalise_email
from services.confirmations import CONFIRM, account_of, ask_confirmation, claim
from services.event_team import follow_address
from services.links import make_link, peek_link, revoke_links, use_link
from services.outbox import enqueue
from services.passwords import HOURS as RESET_HOURS
from services.passwords import RESET
from services.refusals import Refusal
from services.registration_addresses import follow_account
from services.second_factors import drop_factor_since
from services.sessions import end_sessions

CHANGE = "email_change"
UNDO = "email_undo"
CHANGE_HOURS = 24
UNDO_HOURS = 7 * 24


class SameEmail(Refusal):
    """This is the address that the account has."""


def ask_email_change(account: Account, email: str) -> str:
    """Send a link to the new address, which is returned; where someone has it, they are told.

    A provisional account simply names another address: it has none yet.
    """
    address = normalise_email(email)
    if address == account.email:
        raise SameEmail(email=address)
    if not is_confirmed(account):
        account.email = address
        ask_confirmation(account)
        return address
    revoke_links(account.id, CHANGE)
    owner = find_by_email(address)
    token = make_link(CHANGE, account_id=account.id, payload={"email": address}, hours=CHANGE_HOURS)
    enqueue(
        "already_registered" if owner else "email_change_confirm",
        to_address=address,
        account_id=owner.id if owner else account.id,
        context={} if owner else {"token": token, "old_address": account.email},
    )
    return address


def account_to_change(token: str) -> tuple[Account, str]:
    """Whose address this link changes, and to which; the link stays good."""
    link = peek_link(token, CHANGE)
    return account_of(link), link.payload["email"]


def change_email(token: str) -> Account:
    """The new address is this account's; the old one hears of it, with a link to undo."""
    link = use_link(token, CHANGE)
    account = account_of(link)
    old = account.email
    claim(account, link.payload["email"])
    follow_address(account)
    follow_account(account, old)
    revoke_links(account.id, RESET, CONFIRM)
    undo = make_link(UNDO, account_id=account.id, payload={"email": old}, hours=UNDO_HOURS)
    enqueue(
        "email_changed_notice",
        to_address=old,
        account_id=account.id,
        context={"token": undo, "new_address": account.email},
    )
    return account


def address_to_restore(token: str) -> str:
    """Which address this link brings back; the link stays good."""
    return str(peek_link(token, UNDO).payload["email"])


def undo_email_change(token: str) -> str:
    """Bring the old address back, put everyone out; the token of a link to a new password.

    Whatever was set up after the change falls with it: other links, a second factor.
    """
    link = use_link(token, UNDO)
    account = account_of(link)
    left = account.email
    claim(account, link.payload["email"])
    follow_address(account)
    follow_account(account, left, is_undone=True)
    revoke_links(account.id, UNDO, CHANGE, RESET, since=link)
    drop_factor_since(account, link.created_at)
    end_sessions(account.id)
    return make_link(RESET, account_id=account.id, hours=RESET_HOURS)
