"""The one transaction: opened by a page, a command or a job; services only flush in it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from models.base import db
from models.engine import reading_only

_OPEN = "transaction_open"


@contextmanager
def transaction() -> Iterator[None]:
    """Commit what was done inside, or nothing of it."""
    db.session.info[_OPEN] = True
    try:
        yield
        db.session.commit()
    except BaseException:
        db.session.rollback()
        raise
    finally:
        db.session.info.pop(_OPEN, None)


def in_transaction() -> bool:
    """Has a page, a command or a job opened the transaction?"""
    return _OPEN in db.session.info


def leave_transaction() -> None:
    """End a reading transaction before slow work, so that nobody waits for it."""
    db.session.rollback()


@contextmanager
def reading_aside() -> Iterator[None]:
    """A reading transaction of its own, before one that writes: nobody waits for it.

    What was read and not copied is read again when it is asked for.
    """
    leave_transaction()
    previous = reading_only.set(True)
    try:
        yield
    finally:
        leave_transaction()
        reading_only.reset(previous)


@contextmanager
def writing_aside() -> Iterator[None]:
    """A short transaction of its own, once a page that only reads has been read."""
    previous = reading_only.set(False)
    try:
        leave_transaction()
        with transaction():
            yield
    finally:
        reading_only.reset(previous)
