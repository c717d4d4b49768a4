"""The outbox: a message is written in the transaction of the fact that it tells."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from models.accounts import Account
from models.base import db
from models.outbox import OutboxMessage
from services.demo_addresses import is_demo_address
from services.emails import render_email
from services.links import id_in


def enqueue(
    template: str,
    *,
    to_address: str,
    account_id: int | None = None,
    context: dict[str, Any] | None = None,
    calendar: str | None = None,
    key: str | None = None,
    is_demo: bool = False,
) -> OutboxMessage | None:
    """Put a message in the outbox, in the caller's transaction.

    ``key`` names the fact, which is told once: a second message with the same key is none. A
    ``token`` in the context is kept without its signature, which comes back on the way out;
    so does the address in an entry for the reader's ``calendar`` (``services.evening_calendar``).
    """
    said = dict(context or {})
    if "token" in said:
        said["link_id"] = id_in(said.pop("token"))
    message = OutboxMessage(
        template=template,
        to_address=to_address,
        account_id=account_id,
        context=said,
        calendar=calendar,
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


@dataclass(frozen=True, slots=True)
class ShownMessage:
    """A message as a page shows it, its sentences written."""

    subject: str
    text: str
    to_address: str
    created_at: datetime
    mine: bool


def list_shown(account: Account, public_url: str, limit: int = 50) -> list[ShownMessage]:
    """The messages of this account and those of imaginary people, the latest first."""
    rows = db.session.scalars(
        select(OutboxMessage)
        .where((OutboxMessage.account_id == account.id) | OutboxMessage.is_demo)
        .order_by(OutboxMessage.id.desc())
        .limit(limit)
    )
    return [_shown(row, account, public_url) for row in rows]


def _shown(row: OutboxMessage, account: Account, public_url: str) -> ShownMessage:
    email = render_email(row.template, row.context, public_url)
    return ShownMessage(
        subject=email.subject,
        text=email.text,
        to_address=row.to_address,
        created_at=row.created_at,
        mine=row.account_id == account.id,
    )


def _belongs_to_demo(account_id: int | None) -> bool:
    account = None if account_id is None else db.session.get(Account, account_id)
    return account is not None and account.is_demo
