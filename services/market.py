"""The scoring pools of this process: built once, then kept fresh change by change.

Every ranking first asks the market's clock, one small query. If it has moved, only the rows named
by the log since are read again. Pools are read on a connection of their own, so that they hold
what is committed and nothing else. Why this is enough: docs/decisions/0003-market-freshness.md.
"""

from __future__ import annotations

import gc
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from threading import Lock, RLock
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine, delete, func, select
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]  # no published types

from matching.pools import DoctorPool, OfferPool
from models.base import db
from models.communes import Region
from models.engine import reading_only
from models.market import MarketChange, MarketClock
from models.vocabulary import MarketKind
from services.facets import OfferFacets
from services.profiles import load_doctors, load_offers
from services.text_models import load_text_model

# Beyond so many changes, reading everything again is quicker than catching up.
MOST_CHANGES = 2_000
KEPT_CHANGES = 10_000
LARGE_POOL = 1_000


class Side:
    """One pool and the version of the clock that it reflects; ``None`` before it is built."""

    kind: MarketKind

    def __init__(self) -> None:
        self.version: int | None = None
        self.lock = RLock()

    def refresh(self, reader: Connection) -> None:
        """Bring the pool to the committed present."""
        # The clock is read before the rows: what is committed meanwhile is read now and,
        # harmlessly, once more next time.
        version = reader.execute(select(MarketClock.version)).scalar() or 0
        if version == self.version:
            return
        changed = _changes_since(reader, self.version, version, self.kind)
        self.version = None  # whatever fails half-way is built anew
        if changed is None:
            # One thread a product: the threads of the server share the cores already.
            threadpool_limits(limits=1, user_api="blas")
            with _without_collector():
                self.rebuild(reader)
            self.settle()
        elif changed:
            self.update(reader, changed)
        self.version = version

    def rebuild(self, reader: Connection) -> None:
        """Read everything again."""
        raise NotImplementedError

    def update(self, reader: Connection, ids: Collection[int]) -> None:
        """Read these rows again; those that left the market leave the pool."""
        raise NotImplementedError

    def count(self) -> int:
        """How many rows the pool holds."""
        raise NotImplementedError

    def settle(self) -> None:
        """Keep the collector off a large pool: its walks would hold a page up for long."""
        if self.count() >= LARGE_POOL:
            gc.collect()
            gc.freeze()


class OfferSide(Side):
    """Published offers. Expiry is a matter of the day one looks, so lists check it themselves."""

    kind = MarketKind.OFFER

    def __init__(self) -> None:
        super().__init__()
        self.pool = OfferPool()
        self.facets = OfferFacets()
        self.regions: dict[str, str] = {}

    def rebuild(self, reader: Connection) -> None:
        """Read every published offer."""
        model = load_text_model(reader)
        self.regions = {
            row.code: row.name for row in reader.execute(select(Region.code, Region.name))
        }
        records = load_offers(reader, only_published=True)
        self.pool.replace_all([record.profile for record in records], model)
        self.facets.replace_all(records, self.pool.ids)

    def update(self, reader: Connection, ids: Collection[int]) -> None:
        """Read these offers again."""
        records = [record for record in load_offers(reader, ids) if record.published]
        self.pool.remove(set(ids) - {record.profile.id for record in records})
        self.pool.upsert([record.profile for record in records])
        self.facets.update(records, self.pool.ids)

    def count(self) -> int:
        """How many offers are published."""
        return len(self.pool)


class DoctorSide(Side):
    """Doctors who agreed to be seen, without their household and places: no host can see them."""

    kind = MarketKind.DOCTOR

    def __init__(self) -> None:
        super().__init__()
        self.pool = DoctorPool()

    def rebuild(self, reader: Connection) -> None:
        """Read every visible doctor."""
        model = load_text_model(reader)
        records = load_doctors(reader, for_hosts=True)
        self.pool.replace_all([record.profile for record in records], model)

    def update(self, reader: Connection, ids: Collection[int]) -> None:
        """Read these doctors again."""
        records = load_doctors(reader, ids, for_hosts=True)
        self.pool.remove(set(ids) - {record.profile.id for record in records})
        self.pool.upsert([record.profile for record in records])

    def count(self) -> int:
        """How many doctors agreed to be seen."""
        return len(self.pool)


class Market:
    """Both sides over the current application's database, each built at its first use."""

    def __init__(self) -> None:
        self._offers, self._doctors = OfferSide(), DoctorSide()

    @contextmanager
    def offers(self) -> Iterator[OfferSide]:
        """The fresh offers, held still until the caller is done with the arrays."""
        with self._offers.lock:
            self._refresh(self._offers)
            yield self._offers

    @contextmanager
    def doctors(self) -> Iterator[DoctorSide]:
        """The fresh doctors, held still until the caller is done with the arrays."""
        with self._doctors.lock:
            self._refresh(self._doctors)
            yield self._doctors

    def _refresh(self, side: Side) -> None:
        token = reading_only.set(True)
        try:
            with db.engine.connect() as reader:
                side.refresh(reader)
        finally:
            reading_only.reset(token)


@contextmanager
def _without_collector() -> Iterator[None]:
    """Building makes many objects that all stay: walking them over and over doubles its time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _changes_since(
    reader: Connection, known: int | None, version: int, kind: MarketKind
) -> set[int] | None:
    """Ids of ``kind`` changed after version ``known``; ``None``: everything must be read again."""
    if known is None or version < known or version - known > MOST_CHANGES:
        return None
    rows = reader.execute(
        select(MarketChange.version, MarketChange.kind, MarketChange.row_id)
        .where(MarketChange.version > known)
        .order_by(MarketChange.version)
        .limit(MOST_CHANGES + 1)
    ).all()
    # Versions follow one another without a gap: a first one missing was pruned.
    if not rows or rows[0].version != known + 1 or len(rows) > MOST_CHANGES:
        return None
    if any(row.kind == MarketKind.TEXT_MODEL for row in rows):
        return None
    return {row.row_id for row in rows if row.kind == kind}


_markets: WeakKeyDictionary[Engine, Market] = WeakKeyDictionary()
_markets_lock = Lock()


def open_market() -> Market:
    """This process's market over the database of the current application."""
    engine = db.engine
    with _markets_lock:
        market = _markets.get(engine)
        if market is None:
            market = _markets[engine] = Market()
        return market


def forget_markets() -> None:
    """Drop every pool of this process: they are built again at their next use."""
    with _markets_lock:
        _markets.clear()


def prune_changes(keep: int = KEPT_CHANGES) -> int:
    """Drop all but the last ``keep`` versions of the log; how many rows went.

    A worker that was asleep for longer reads everything again.
    """
    latest = db.session.scalar(select(func.max(MarketChange.version))) or 0
    gone = db.session.execute(delete(MarketChange).where(MarketChange.version <= latest - keep))
    return int(gone.rowcount)  # type: ignore[attr-defined]
