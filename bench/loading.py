"""Load the reference facts and a national demo world, beside adding the rows one by one.

``python -m bench.loading`` works in a temporary SQLite file and prints one table. The plain way
adds objects to the session and flushes each, as a page does; it is measured on a world ``--sample``
times smaller and scaled by the number of rows, which the table says.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from flask import Flask
from flask_migrate import upgrade

from seeds.demo.geography import Ground

TODAY = date(2026, 11, 21)
SEED = 2026


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--doctors", type=int, default=20_000)
    parser.add_argument("--offers", type=int, default=5_000)
    parser.add_argument(
        "--sample", type=int, default=20, help="add one row in so many the plain way"
    )
    arguments = parser.parse_args()
    with (
        tempfile.TemporaryDirectory(prefix="ancrage-bench-") as folder,
        open_site(Path(folder)).app_context(),
    ):
        rows = measure(arguments.doctors, arguments.offers, arguments.sample)
    print(f"{'':44}{'rows':>9}{'seconds':>10}{'rows/s':>10}")
    for name, count, seconds in rows:
        print(f"{name:44}{count:>9,}{seconds:>10.1f}{count / seconds:>10,.0f}")


def open_site(folder: Path) -> Flask:
    """An application on an empty SQLite file with all its tables."""
    os.environ["ANCRAGE_INSTANCE"] = str(folder)
    os.environ.pop("DATABASE_URL", None)
    from app import create_app

    site = create_app()
    with site.app_context():
        upgrade()
    return site


def measure(doctors: int, offers: int, sample: int) -> list[tuple[str, int, float]]:
    """(what, rows, seconds) of each way."""
    from models import Commune, PostalCode, db
    from seeds.demo.insertion import read_ground
    from seeds.demo.world import build_world, imagine_world
    from seeds.load_reference import load_reference
    from services.transaction import leave_transaction, transaction

    def load() -> None:
        with transaction():
            load_reference(lambda _line: None)

    reference = seconds_of(load)
    facts = db.session.query(Commune).count() + db.session.query(PostalCode).count()
    ground = read_ground()
    leave_transaction()
    world = imagine_world(ground, doctors=doctors, offers=offers, seed=SEED, today=TODAY)
    total = sum(len(rows) for rows in world.rows.values())
    imagining = seconds_of(
        lambda: imagine_world(ground, doctors=doctors, offers=offers, seed=SEED, today=TODAY)
    )
    # Before the bulk, and rolled back. A sample, scaled by its number of rows.
    some, plain = add_one_by_one(ground, max(doctors // sample, 2), max(offers // sample, 2))
    bulk = seconds_of(lambda: build_world(doctors=doctors, offers=offers, seed=SEED, today=TODAY))
    return [
        ("reference facts, in bulk", facts, reference),
        (f"demo world {doctors:,} x {offers:,}, in bulk, all included", total, bulk),
        ("  of which imagining it", total, imagining),
        ("plain: one ORM object at a time, measured", some, plain),
        ("plain, scaled to the whole world", total, plain * total / some + imagining),
    ]


def add_one_by_one(ground: Ground, doctors: int, offers: int) -> tuple[int, float]:
    """(rows, seconds) of a small world whose every row is an object added and flushed alone."""
    from models import Account, db
    from seeds.demo.world import imagine_world

    world = imagine_world(ground, doctors=doctors, offers=offers, seed=SEED, today=TODAY)

    def add() -> None:
        for table, rows in world.rows.items():
            extra = {"password_hash": "x"} if table is Account else {}
            for row in rows:
                db.session.add(table(**row, **extra))
                db.session.flush()

    seconds = seconds_of(add)
    db.session.rollback()
    return sum(len(rows) for rows in world.rows.values()), seconds


def seconds_of(work: Callable[[], object]) -> float:
    """Wall time of one run."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
