"""How often the same thing may be tried, counted in the database so that all workers agree.

A count is written and committed in a connection of its own, so that no failure of what follows
takes it back. On SQLite a second writer waits for the first: whoever counts must therefore do so
BEFORE opening ``transaction()``, which is checked, and what was only read until then is let go.
What is counted is a keyed digest: no address is kept in clear.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from math import ceil
from operator import itemgetter

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from models.base import db, now
from models.engine import reading_only
from models.throttles import Throttle
from services.refusals import Refusal
from services.transaction import in_transaction, leave_transaction

KEPT = timedelta(days=2)  # longer than the longest window below
SLICES = 15  # of a window; it moves on by one at a time


class TooMany(Refusal):
    """This was tried too often; it can be tried again in ``minutes``."""


@dataclass(frozen=True, slots=True)
class Limit:
    """At most ``times`` in the last ``minutes`` for one value of what ``by`` names."""

    by: str
    times: int
    minutes: int

    @property
    def window(self) -> timedelta:
        """How long a try counts; one at the end of its slice, a slice less."""
        return timedelta(minutes=self.minutes)

    def slice_of(self, instant: datetime) -> datetime:
        """When the slice that ``instant`` is in began."""
        length = self.window.total_seconds() // SLICES
        return datetime.fromtimestamp(instant.timestamp() // length * length, UTC)


# In the order of the keys that check_rate is given. A town hall may share one address among all
# its desks, a hospital among all its doctors: limits by address are ten times those by account.
LIMITS: dict[str, tuple[Limit, ...]] = {
    "login": (Limit("account", 10, 15), Limit("address", 100, 15)),
    "second_factor": (Limit("account", 6, 15), Limit("address", 60, 15)),
    "sign_up": (Limit("address", 20, 60),),
    "reset": (Limit("account", 3, 60), Limit("address", 30, 60)),
    "mail": (Limit("account", 10, 60), Limit("address", 50, 60)),
    "message": (Limit("account", 60, 60),),
    "verification": (Limit("account", 10, 24 * 60), Limit("address", 100, 24 * 60)),
    # Nobody makes the site write to a town hall again and again.
    "official_mail": (Limit("mailbox", 5, 24 * 60),),
    "upload": (Limit("account", 20, 60),),
    "link": (Limit("address", 60, 15),),
    "search": (Limit("address", 600, 5),),
    "export": (Limit("account", 10, 60),),
    # A whole faculty may register within minutes from one lecture hall.
    "registration": (Limit("mailbox", 6, 60), Limit("address", 1000, 60)),
    # Nobody makes the site write to a stranger again and again.
    "couple": (Limit("participant", 10, 24 * 60), Limit("mailbox", 5, 24 * 60)),
    "participant_address": (Limit("participant", 10, 24 * 60), Limit("mailbox", 5, 24 * 60)),
}


class _Pepper:
    """The secret of the digests, given once by the application."""

    value = b""


def configure(secret: str) -> None:
    """Take the secret that digests are keyed with."""
    _Pepper.value = hmac.digest(secret.encode(), b"throttles", sha256)


def check_rate(action: str, *keys: str, clock: Callable[[], datetime] = now) -> None:
    """Count one more ``action`` for each of ``keys``; refuse when one of them had too many.

    ``check_rate("login", email, address)``: the keys follow the table above. To be called before
    ``transaction()`` is opened; it keeps what it counts whatever happens next. What it refuses is
    not counted: the wait that is told stays true for whoever presses again.
    """
    if in_transaction():
        raise RuntimeError("check_rate counts apart: call it before transaction()")
    leave_transaction()
    instant = clock()
    named = zip(LIMITS[action], keys, strict=True)
    limits = {_digest(action, limit.by, key): limit for limit, key in named}
    previous = reading_only.set(False)
    try:
        with db.engine.begin() as connection:
            # In one order, so that two requests never wait for each other.
            waits = [
                _add_one(connection, action, key, limit, instant)
                for key, limit in sorted(limits.items(), key=itemgetter(0))
            ]
            if longest := max(waits):
                raise TooMany(minutes=ceil(longest / timedelta(minutes=1)))
    finally:
        reading_only.reset(previous)


def forget_rate(action: str, by: str, key: str) -> None:
    """Start again from nought for one key: the right password was given.

    Part of the caller's transaction. Never for an address: whoever guesses the passwords of
    others from it would only have to log in as themselves from time to time.
    """
    db.session.execute(
        delete(Throttle).where(Throttle.action == action, Throttle.key == _digest(action, by, key))
    )


def forget_old_counts() -> int:
    """Delete the windows that nobody will ask about any more."""
    done = db.session.execute(
        delete(Throttle).where(Throttle.window < now() - KEPT).returning(Throttle.key)
    )
    return len(done.all())


def _digest(action: str, by: str, key: str) -> str:
    if not _Pepper.value:
        raise RuntimeError("throttles.configure was not called")
    said = f"{action}/{by}/{key.strip().casefold()}".encode(errors="surrogatepass")
    return hmac.digest(_Pepper.value, said, sha256).hex()


def _add_one(
    connection: Connection, action: str, key: str, limit: Limit, instant: datetime
) -> timedelta:
    """Count one more; how long to wait for a place in the window, nought where there is one."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    connection.execute(
        dialect.insert(Throttle)
        .values(action=action, key=key, window=limit.slice_of(instant), count=1)
        .on_conflict_do_update(
            index_elements=["action", "key", "window"], set_={"count": Throttle.count + 1}
        )
    )
    slices = connection.execute(
        select(Throttle.window, Throttle.count)
        .where(Throttle.action == action, Throttle.key == key)
        .where(Throttle.window > instant - limit.window)
        .order_by(Throttle.window)
    ).all()
    wait, left = timedelta(0), sum(count for _, count in slices)
    for began, count in slices:
        if left <= limit.times:
            break
        left -= count
        wait = began + limit.window - instant
    return wait
