"""Guessing passwords: a thousand tries a minute against one account, and what the time tells.

``python -m bench.logins`` prints one table. Log-ins are asked through the test client, whole:
form, counters, password hash, page. The plainer way is the same site without counters.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import Context
from itertools import count
from pathlib import Path
from unittest.mock import patch

from flask import Flask

from app import create_app
from models import Account, Base, db
from models.base import now
from services.accounts import hash_password

TRIES, WITHOUT, PAIRS = 1_000, 60, 60
PASSWORD = "une phrase que je retiens"  # noqa: S105 - of imaginary people
VICTIM = "mairie@exemple.fr"
_addresses = count(1)


def line(label: str, figure: str, note: str = "") -> None:
    """Print one line of the table as soon as it is known."""
    print(f"{label:<58}{figure:>12}  {note}", flush=True)


@contextmanager
def a_site() -> Iterator[Flask]:
    """The site over a fresh SQLite file that holds a few accounts."""
    with tempfile.TemporaryDirectory() as folder:
        site = create_app(
            {
                "SQLALCHEMY_DATABASE_URI": f"sqlite:///{Path(folder) / 'logins.db'}",
                "WTF_CSRF_ENABLED": False,
                "DEMO_MODE": False,
                "LOG_JSON": False,
            }
        )
        hashed = hash_password(PASSWORD)
        with site.app_context():
            Base.metadata.create_all(db.engine)
            for email in (VICTIM, *(f"connu{n}@exemple.fr" for n in range(PAIRS))):
                db.session.add(Account(email=email, password_hash=hashed, confirmed_at=now()))
            db.session.commit()
            db.session.remove()
        yield site
        with site.app_context():
            db.engine.dispose()


def log_in(site: Flask, email: str, password: str) -> tuple[int, float]:
    """The status of one try from an address of its own, and its seconds."""
    number = next(_addresses)
    where = {"REMOTE_ADDR": f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"}
    began = time.perf_counter()
    answer = Context().run(
        site.test_client().post,
        "/connexion",
        data={"email": email, "password": password},
        environ_overrides=where,
    )
    return answer.status_code, time.perf_counter() - began


def attack(site: Flask, tries: int) -> tuple[int, float]:
    """How many of ``tries`` wrong passwords were looked at, and the seconds of all of them."""
    began = time.perf_counter()
    with ThreadPoolExecutor(4) as pool:
        done = pool.map(lambda n: log_in(site, VICTIM, f"mot de passe {n}"), range(tries))
        statuses = [status for status, _seconds in done]
    assert set(statuses) <= {422, 429}, set(statuses)
    return statuses.count(422), time.perf_counter() - began


def compare(site: Flask) -> None:
    """Print what a refused log-in takes for addresses that have an account, and for others."""
    walls: dict[str, list[float]] = {"connu": [], "inconnu": []}
    works: dict[str, list[float]] = {"connu": [], "inconnu": []}
    for n in range(PAIRS):
        for kind in ("connu", "inconnu"):
            began = time.process_time()
            walls[kind].append(log_in(site, f"{kind}{n}@exemple.fr", "pas la bonne du tout")[1])
            works[kind].append(time.process_time() - began)
    for kind, label in (("connu", "known"), ("inconnu", "unknown")):
        wall, work = statistics.median(walls[kind]), statistics.median(works[kind])
        line(
            f"log-in refused, {label} address (median)",
            f"{1000 * wall:.1f} ms",
            f"{1000 * work:.1f} ms of processor",
        )
    ratios = [
        statistics.median(times["connu"]) / statistics.median(times["inconnu"])
        for times in (walls, works)
    ]
    line("  known / unknown", f"{ratios[0]:.3f}", f"{ratios[1]:.3f} of processor")


def main() -> None:
    """Print the table."""
    with a_site() as site:
        passed, seconds = attack(site, TRIES)
        line("tries against one account, from as many addresses", f"{TRIES}", f"{seconds:.1f} s")
        line("  looked at, with counters", f"{passed}", "the others: 429, no password is hashed")
        line("  rate that was sustained", f"{60 * TRIES / seconds:,.0f}/min")
        status, _ = log_in(site, VICTIM, PASSWORD)
        line("  then the right password, in the same quarter of an hour", f"{status}")
        assert status == 429
        with patch("blueprints.auth.routes.check_rate", lambda *_: None):
            passed, seconds = attack(site, WITHOUT)
        line("  looked at, without counters", f"{passed / WITHOUT:.0%}", f"{WITHOUT} tries")

        compare(site)


if __name__ == "__main__":
    main()
