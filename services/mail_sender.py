"""Send what waits in the outbox: claim a message, hand it over, say so; one at a time.

A claim is written and committed before anything is sent, so that of two senders one has the
message. A failure gives it back for later. If the machine stops between the server's answer and
the note of it, the message stays claimed: it is counted, and never sent a second time.
"""

from __future__ import annotations

import logging
import smtplib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select, update

from models.accounts import Account
from models.base import db, now
from models.outbox import OutboxMessage
from services.demo_logins import DEMO_DOMAIN
from services.emails import render_email
from services.evening_calendar import sign_entry
from services.mail_transport import NothingLeaves, compose, hand_over, is_mail_on, open_server
from services.transaction import transaction

log = logging.getLogger("ancrage.mail")

MOST_TRIES = 6
FIRST_WAIT = timedelta(minutes=1)  # then four times as long each time: 1, 4, 16, 64, 256 minutes
TOO_OLD = timedelta(days=3)  # its links have ended, and it would surprise
SLOW = timedelta(minutes=15)
_PERMANENT = range(500, 600)


@dataclass(slots=True)
class SendReport:
    """What a round did; ``stuck`` messages were claimed long ago by a sender that stopped."""

    sent: int = 0
    failed: int = 0
    given_up: int = 0
    stuck: int = 0
    is_on: bool = True


@dataclass(frozen=True, slots=True)
class _Claimed:
    id: int
    template: str
    to_address: str
    context: dict[str, Any]
    calendar: str | None
    attempts: int


def send_waiting(limit: int = 100) -> SendReport:
    """Send at most ``limit`` messages. It opens its own short transactions: none lasts while a
    server is being talked to.
    """
    report = SendReport(is_on=is_mail_on())
    if not report.is_on:
        return report
    ids, report.stuck = _waiting(limit)
    if not ids:
        return report
    try:
        with open_server() as server:
            for message_id in ids:
                _send_one(server, message_id, report)
    except (OSError, smtplib.SMTPException) as error:
        # The server cannot be reached: what waits goes on waiting, and no try is counted.
        log.warning("mail server: %s", type(error).__name__)
        report.failed += 1
    return report


def _send_one(server: smtplib.SMTP, message_id: int, report: SendReport) -> None:
    claimed = _claim(message_id)
    if claimed is None:
        return
    try:
        email = render_email(claimed.template, claimed.context)
        entry = sign_entry(claimed.calendar) if claimed.calendar else None
        message = compose(email, claimed.to_address, claimed.id, calendar=entry)
        hand_over(server, message, claimed.to_address)
    except smtplib.SMTPServerDisconnected as error:
        _give_back(claimed, error, report)
        raise
    except (OSError, smtplib.SMTPException, NothingLeaves, ValueError) as error:
        _give_back(claimed, error, report)
    except Exception as error:  # noqa: BLE001 - one message that cannot be written stops no other
        _give_back(claimed, error, report, for_good=True)
    else:
        report.sent += 1
        # What a link needs is gone with the message.
        kept = {name: said for name, said in claimed.context.items() if name != "link_id"}
        _write(claimed.id, sent_at=now(), last_error=None, context=kept, calendar=None)


def _waiting(limit: int) -> tuple[list[int], int]:
    with transaction():
        ids = db.session.scalars(
            select(OutboxMessage.id)
            .where(*_ready())
            .order_by(OutboxMessage.send_after, OutboxMessage.id)
            .limit(limit)
        ).all()
        stuck = db.session.scalar(
            select(func.count())
            .select_from(OutboxMessage)
            .where(OutboxMessage.sent_at.is_(None), OutboxMessage.claimed_at < now() - SLOW)
        )
    return list(ids), stuck or 0


def _ready() -> list[ColumnElement[bool]]:
    imaginary = select(Account.id).where(Account.is_demo)
    account_id = OutboxMessage.account_id
    return [
        OutboxMessage.sent_at.is_(None),
        OutboxMessage.claimed_at.is_(None),
        OutboxMessage.attempts < MOST_TRIES,
        OutboxMessage.send_after <= now(),
        OutboxMessage.created_at > now() - TOO_OLD,
        OutboxMessage.is_demo.is_(False),
        OutboxMessage.to_address.not_ilike(f"%{DEMO_DOMAIN}"),
        or_(account_id.is_(None), account_id.not_in(imaginary)),
    ]


def _claim(message_id: int) -> _Claimed | None:
    """The message, for this sender alone; nothing where another was quicker."""
    with transaction():
        row = db.session.execute(
            update(OutboxMessage)
            .where(OutboxMessage.id == message_id, *_ready())
            .values(claimed_at=now(), attempts=OutboxMessage.attempts + 1)
            .returning(
                OutboxMessage.id,
                OutboxMessage.template,
                OutboxMessage.to_address,
                OutboxMessage.context,
                OutboxMessage.calendar,
                OutboxMessage.attempts,
            )
            .execution_options(synchronize_session=False)
        ).first()
    return _Claimed(*row) if row else None


def _give_back(
    claimed: _Claimed, error: Exception, report: SendReport, *, for_good: bool = False
) -> None:
    code = getattr(error, "smtp_code", None) or _code_of(error)
    last = for_good or claimed.attempts >= MOST_TRIES or code in _PERMANENT
    report.given_up += last
    report.failed += not last
    said = f"{type(error).__name__} {code or ''}".strip()  # never what the server quotes
    log.warning("message %s not sent: %s", claimed.id, said)
    _write(
        claimed.id,
        claimed_at=None,
        attempts=MOST_TRIES if last else claimed.attempts,
        send_after=_later(claimed.attempts),
        last_error=said[:200],
    )


def _code_of(error: Exception) -> int | None:
    refused = getattr(error, "recipients", None)
    return next((code for code, _said in refused.values()), None) if refused else None


def _later(attempts: int) -> datetime:
    return now() + FIRST_WAIT * int(4 ** (attempts - 1))


def _write(message_id: int, **values: Any) -> None:
    with transaction():
        db.session.execute(
            update(OutboxMessage)
            .where(OutboxMessage.id == message_id)
            .values(**values)
            .execution_options(synchronize_session=False)
        )
