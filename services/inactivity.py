"""Accounts that nobody uses: a warning after 24 months, the end 30 days later."""

from __future__ import annotations

from datetime import datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, func, or_, select

from models.accounts import Account
from models.base import db
from services.erasure import erase
from services.outbox import enqueue
from services.retention import GRACE, inactive_before

_PARIS = ZoneInfo("Europe/Paris")
# As many at a time, so that one night's transaction stays short; the rest waits for the next.
MOST_AT_ONCE = 500


def warn_inactive(now: datetime) -> int:
    """Write once to each person who has been away for 24 months; how many were written to."""
    due = db.session.scalars(
        select(Account)
        .where(*_is_away(now), or_(Account.warned_at.is_(None), ~_warning_stands()))
        .order_by(Account.id)
        .limit(MOST_AT_ONCE)
    ).all()
    last_day = (now + GRACE).astimezone(_PARIS).date()
    for account in due:
        account.warned_at = now
        enqueue(
            "erasure_warning",
            to_address=account.email,
            account_id=account.id,
            context={"erase_on": last_day.isoformat()},
            key=f"erasure_warning:{account.id}:{now:%Y-%m-%d}",
        )
    db.session.flush()
    return len(due)


def erase_inactive(now: datetime) -> int:
    """Anonymise who was warned 30 days ago and has not come since; how many."""
    due = db.session.scalars(
        select(Account)
        .where(*_is_away(now), Account.warned_at <= now - GRACE, _warning_stands())
        .order_by(Account.id)
        .limit(MOST_AT_ONCE)
    ).all()
    for account in due:
        erase(account, now, absent=True)
    return len(due)


def _warning_stands() -> ColumnElement[bool]:
    """Has nobody come since the warning?"""
    warned_on = func.date(Account.warned_at)
    return or_(Account.last_seen_on.is_(None), Account.last_seen_on <= warned_on)


def _is_away(now: datetime) -> list[ColumnElement[bool]]:
    """Last seen 24 months ago or more; the imaginary people of a demonstration never leave."""
    limit = inactive_before(now.astimezone(_PARIS).date())
    end_of_day = datetime.combine(limit, time.max, _PARIS)
    never_seen = and_(Account.last_seen_on.is_(None), Account.created_at <= end_of_day)
    return [
        or_(Account.last_seen_on <= limit, never_seen),
        Account.anonymised_at.is_(None),
        Account.is_demo.is_(False),
    ]
