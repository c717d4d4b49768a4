"""Tell every worker that something scoring reads has changed."""

from __future__ import annotations

from sqlalchemy import insert, select, update

from models.base import db
from models.market import MarketChange, MarketClock
from models.vocabulary import MarketKind


def note_change(kind: MarketKind, row_id: int) -> None:
    """Log, in the transaction of the change itself, that row ``row_id`` of ``kind`` changed.

    The clock's row stays locked until the commit, so versions become visible in their order
    and no reader can pass one that is still on its way.
    """
    advanced = db.session.execute(
        update(MarketClock).where(MarketClock.id == 1).values(version=MarketClock.version + 1)
    )
    if not advanced.rowcount:  # type: ignore[attr-defined]
        db.session.execute(insert(MarketClock).values(id=1, version=1))
    version = db.session.scalar(select(MarketClock.version).where(MarketClock.id == 1))
    db.session.execute(insert(MarketChange).values(version=version, kind=kind, row_id=row_id))
