"""The outbox: a message is written in the transaction of the fact that it tells."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from models.accounts import Account
from models.base import db
from models.outbox import OutboxMessage
from services.demo_logins import DEMO_DOMAIN
from services.links import id_in


def enqueue(
    template: str,
    *,
    to_address: str,
    account_id: int | None = None,
    context: dict[str, Any] | None = None,
    key: str | None = None,
    is_demo: bool = False,
) -> OutboxMessage | None:
    """Put a message in the outbox, in the caller's transaction.

    ``key`` names the fact, which is told once: a second message with the same key is none. A
    ``token`` in the context is kept without its signature, which comes back on the way out.
    """
    said = dict(context or {})
    if "token" in said:
        said["link_id"] = id_in(said.pop("token"))
    message = OutboxMessage(
        template=template,
        to_address=to_address,
        account_id=account_id,
        context=said,
        key=key,
        is_demo=is_demo or is_demo_address(to_address) or _belongs_to_demo(account_id),
    )
    if key and db.session.scalar(select(OutboxMessage.id).where(OutboxMessage.key == key)):
        return None
    try:
        with db.session.begin_nested():
            db.session.add(message)
    except IntegrityError:
        if key is None:
            raise
        return None
    return message


def is_demo_address(address: str) -> bool:
    """Does nobody live at this address?"""
    domain = address.rpartition("@")[2].strip().lower().rstrip(".")
    return domain == DEMO_DOMAIN or domain.endswith(f".{DEMO_DOMAIN}")


def _belongs_to_demo(account_id: int | None) -> bool:
    account = None if account_id is None else db.session.get(Account, account_id)
    return account is not None and account.is_demo
