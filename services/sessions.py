"""Open sessions: a secret in the cookie, its digest in the database, and the way to end it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from flask import current_app
from sqlalchemy import ColumnElement, delete, exists, select, update
from sqlalchemy.orm import contains_eager

from models.accounts import Account
from models.base import db, now
from models.dating_events import EventOrganiser
from models.second_factors import SecondFactor
from models.sessions import OpenSession
from models.vocabulary import EventRight, Role
from services.paris_days import today_in_paris
from services.refusals import NotFound

COOKIE_KEY = "entry"  # under which a browser keeps the secret of its session
UNUSED = timedelta(days=7)
LONGEST = timedelta(days=30)
SEEN_EVERY = timedelta(minutes=5)
ROLES_WITH_SECOND_FACTOR = (Role.ORGANISER, Role.STEWARD)
RIGHTS_WITH_SECOND_FACTOR = (EventRight.OWNER, EventRight.EDITOR)


class SessionUnknown(NotFound):
    """No such session, or someone else's."""


@dataclass(frozen=True, slots=True)
class Presence:
    """Who is behind a cookie, and what they have proved.

    ``wants_code``: the password was right and the code is still to come; ``wants_setup``: this
    role needs a second factor that was never set up.
    """

    account: Account
    session_id: str
    seen_at: datetime
    wants_code: bool = False
    wants_setup: bool = False

    @property
    def is_stale(self) -> bool:
        """Is it time to note that this person was here?"""
        return self.seen_at < now() - SEEN_EVERY


def open_session(account: Account, agent: str = "", *, second_factor: bool = False) -> str:
    """A new session; what is returned goes into the cookie and is kept nowhere else."""
    secret = secrets.token_urlsafe(32)
    db.session.add(
        OpenSession(
            id=_digest(secret),
            account_id=account.id,
            agent=agent[:80],
            second_factor_at=now() if second_factor else None,
        )
    )
    account.last_seen_on = today_in_paris()
    db.session.flush()
    return secret


def find_presence(secret: str) -> Presence | None:
    """Who is behind this secret, while the session is open: one query and the account's roles."""
    row = db.session.execute(
        select(OpenSession, SecondFactor.confirmed_at, _prepares_evenings(OpenSession.account_id))
        .join(OpenSession.account)
        .outerjoin(SecondFactor, SecondFactor.account_id == OpenSession.account_id)
        .where(OpenSession.id == _digest(secret), Account.anonymised_at.is_(None), *_still_open())
        .options(contains_eager(OpenSession.account))
    ).first()
    if row is None:
        return None
    session, factor_at, prepares = row
    proved = session.second_factor_at is not None
    return Presence(
        account=session.account,
        session_id=session.id,
        seen_at=session.seen_at,
        wants_code=factor_at is not None and not proved,
        wants_setup=factor_at is None
        and not proved
        and _must_have_factor(session.account, prepares=prepares),
    )


def must_have_factor(account: Account) -> bool:
    """Does a role of this account, or an evening that it prepares, ask for a second factor?

    The imaginary people of a demonstration are let in without a telephone.
    """
    prepares = db.session.scalar(select(_prepares_evenings(account.id)))
    return _must_have_factor(account, prepares=bool(prepares))


def _must_have_factor(account: Account, *, prepares: bool) -> bool:
    if account.is_demo and current_app.config["DEMO_MODE"]:
        return False
    return prepares or any(account.has_role(role) for role in ROLES_WITH_SECOND_FACTOR)


def _prepares_evenings(account_id: Any) -> ColumnElement[bool]:
    """Whoever prepares an evening reads the addresses of all who come, role or none."""
    return exists().where(
        EventOrganiser.account_id == account_id,
        EventOrganiser.accepted_at.is_not(None),
        EventOrganiser.right.in_([right.value for right in RIGHTS_WITH_SECOND_FACTOR]),
    )


def note_seen(presence: Presence) -> None:
    """This person was here just now."""
    db.session.execute(
        update(OpenSession)
        .where(OpenSession.id == presence.session_id)
        .values(seen_at=now())
        .execution_options(synchronize_session=False)
    )
    db.session.execute(
        update(Account)
        .where(Account.id == presence.account.id)
        # updated_at says when the person changed something, which they did not
        .values(last_seen_on=today_in_paris(), warned_at=None, updated_at=Account.updated_at)
        .execution_options(synchronize_session=False)
    )


def prove_factor(session_id: str) -> None:
    """The second factor was given in this session."""
    _set(OpenSession.id == session_id, second_factor_at=now())


def list_sessions(account: Account) -> list[OpenSession]:
    """The open sessions of an account, the last used first."""
    query = select(OpenSession).where(OpenSession.account_id == account.id, *_still_open())
    return list(db.session.scalars(query.order_by(OpenSession.seen_at.desc(), OpenSession.id)))


def end_session(account: Account, session_id: str) -> None:
    """End one session of this account."""
    if not _set(
        OpenSession.account_id == account.id,
        OpenSession.id == session_id,
        OpenSession.ended_at.is_(None),
        ended_at=now(),
    ):
        raise SessionUnknown()


def end_sessions(account_id: int, *, but: str | None = None) -> int:
    """End every session of an account, but the one of id ``but``; how many were ended."""
    mine = [OpenSession.account_id == account_id, OpenSession.ended_at.is_(None)]
    if but:
        mine.append(OpenSession.id != but)
    return _set(*mine, ended_at=now())


def forget_old_sessions() -> int:
    """Delete sessions that nobody can use any more; how many."""
    gone = db.session.execute(
        delete(OpenSession)
        .where(
            (OpenSession.ended_at < now() - UNUSED)
            | (OpenSession.seen_at < now() - UNUSED)
            | (OpenSession.opened_at < now() - LONGEST)
        )
        .returning(OpenSession.id)
    )
    return len(gone.all())


def _digest(secret: str) -> str:
    return sha256(secret.encode(errors="surrogatepass")).hexdigest()


def _still_open() -> list[ColumnElement[bool]]:
    return [
        OpenSession.ended_at.is_(None),
        OpenSession.seen_at > now() - UNUSED,
        OpenSession.opened_at > now() - LONGEST,
    ]


def _set(*conditions: ColumnElement[bool], **values: object) -> int:
    done = db.session.execute(
        update(OpenSession)
        .where(*conditions)
        .values(**values)
        .execution_options(synchronize_session="fetch")
    )
    return int(done.rowcount)  # type: ignore[attr-defined]
