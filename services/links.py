"""Links sent by e-mail: signed, for one purpose, for a while, and for one use.

The address carries the id of a row and its signature. The database alone is not enough to make
one: whoever reads the table, or a message that waits, finds ids without signatures.
"""

from __future__ import annotations

import hmac
import secrets
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, update

from models.base import db, now
from models.links import SignedLink
from services.keyring import signature
from services.refusals import Refusal

KEPT = timedelta(days=30)  # after its end, so that a link used twice is still told from a forged


class LinkRefused(Refusal):
    """This link opens nothing."""


class LinkForged(LinkRefused):
    """We never made this link, or for something else."""


class LinkExpired(LinkRefused):
    """It came too late."""


class LinkUsed(LinkRefused):
    """It has served already, or has been replaced."""


def make_link(
    purpose: str,
    *,
    account_id: int | None = None,
    payload: dict[str, Any] | None = None,
    hours: float,
) -> str:
    """The token of a new link; part of the caller's transaction."""
    link = SignedLink(
        id=secrets.token_urlsafe(32),
        purpose=purpose,
        account_id=account_id,
        payload=payload or {},
        expires_at=now() + timedelta(hours=hours),
    )
    db.session.add(link)
    db.session.flush()
    return sign_id(link.id)


def sign_id(link_id: str) -> str:
    """The token that opens the link of that id."""
    return f"{link_id}.{signature('links', link_id)}"


def id_in(token: str) -> str:
    """The id that a token carries, without what makes it valid."""
    return token.partition(".")[0]


def peek_link(token: str, purpose: str) -> SignedLink:
    """The link, still good and still unused: programs that read mail open links before people."""
    link_id = id_in(token)
    made, given = sign_id(link_id), token
    forged = not hmac.compare_digest(*(each.encode(errors="replace") for each in (made, given)))
    link = None if forged else db.session.get(SignedLink, link_id, populate_existing=True)
    if link is None or link.purpose != purpose:
        raise LinkForged()
    if link.used_at is not None:
        raise LinkUsed()
    if link.expires_at <= now():
        raise LinkExpired()
    return link


def use_link(token: str, purpose: str) -> SignedLink:
    """Take the link; of two who take it at once, one succeeds. Part of the caller's transaction."""
    link = peek_link(token, purpose)
    taken = db.session.execute(
        update(SignedLink)
        .where(SignedLink.id == link.id, SignedLink.used_at.is_(None))
        .values(used_at=now())
        .execution_options(synchronize_session=False)
    )
    if not taken.rowcount:  # type: ignore[attr-defined]
        raise LinkUsed()
    db.session.refresh(link)
    return link


def revoke_links(account_id: int, *purposes: str, since: SignedLink | None = None) -> None:
    """Nobody can use these links of an account any more; with ``since``, only those made after."""
    made_after = [] if since is None else [SignedLink.created_at >= since.created_at]
    db.session.execute(
        update(SignedLink)
        .where(
            SignedLink.account_id == account_id,
            SignedLink.purpose.in_(purposes),
            SignedLink.used_at.is_(None),
            *made_after,
        )
        .values(used_at=now())
        .execution_options(synchronize_session=False)
    )


def forget_old_links() -> int:
    """Delete the links that ended long ago; how many."""
    gone = db.session.execute(
        delete(SignedLink).where(SignedLink.expires_at < now() - KEPT).returning(SignedLink.id)
    )
    return len(gone.all())
