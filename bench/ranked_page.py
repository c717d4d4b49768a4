"""The ranked page of a doctor in a market of 20,000 offers, beside plainer ways.

``python -m bench.ranked_page`` prints one table. The page is asked through the test client, with
everything a browser gets: session, queries, ranking, sentences, template.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from flask import Flask, render_template, template_rendered
from flask.testing import FlaskClient
from sqlalchemy import event, func, select

from app import create_app
from matching.pair import mutual, score_for_doctor, score_for_host
from models import Account, Doctor, Offer, db
from models.engine import reading_only
from models.vocabulary import OfferStatus
from seeds.demo.world import build_world
from services.demo_logins import DOCTOR_EMAIL
from services.market import forget_markets, open_market
from services.profiles import load_doctors, offer_record
from services.ranking import rank_doctors, rank_offers
from services.sessions import COOKIE_KEY, open_session

ROOT = Path(__file__).resolve().parents[1]
# Four offers in five of the demo world are published: about 1,000 and 20,000 of these.
SIZES, DOCTORS, REQUESTS, SAMPLE = (1_265, 25_300), 2_000, 30, 300
PAGE, TODAY, SEED = "/medecin/offres", date(2026, 11, 24), 2026


@dataclass
class Trace:
    """Queries of one stretch of work and the time that the database took."""

    statements: list[str] = field(default_factory=list)
    seconds: float = 0.0


def line(label: str, figure: str, note: str = "") -> None:
    """Print one line of the table as soon as it is known."""
    print(f"{label:<58}{figure:>12}  {note}", flush=True)


def once(work: Callable[[], Any]) -> float:
    """Seconds of one run."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def median_ms(work: Callable[[], Any], runs: int = REQUESTS) -> float:
    """The median of some runs, in milliseconds."""
    return statistics.median(once(work) for _ in range(runs)) * 1000


@contextmanager
def traced() -> Iterator[Trace]:
    """Count and time the queries of the current application."""
    trace, began = Trace(), [0.0]

    def before(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith("BEGIN"):
            trace.statements.append(statement)
        began[0] = time.perf_counter()

    def after(*_arguments: Any) -> None:
        trace.seconds += time.perf_counter() - began[0]

    event.listen(db.engine, "before_cursor_execute", before)
    event.listen(db.engine, "after_cursor_execute", after)
    try:
        yield trace
    finally:
        event.remove(db.engine, "before_cursor_execute", before)
        event.remove(db.engine, "after_cursor_execute", after)


def prepare(folder: Path) -> Path:
    """A database with the communes of France and nobody; how long that takes is printed."""
    empty = folder / "empty.db"
    environment = {**os.environ, "DATABASE_URL": f"sqlite:///{empty}"}
    command = [sys.executable, "-m", "flask", "--app", "app"]
    started = once(
        lambda: subprocess.run(
            [*command, "routes"], cwd=ROOT, env=environment, check=True, capture_output=True
        )
    )
    line("start-up: a new process, until the application answers", f"{started:.1f} s")
    loaded = once(
        lambda: subprocess.run(
            [*command, "init"], cwd=ROOT, env=environment, check=True, capture_output=True
        )
    )
    line("loading: tables and all communes, in a new process", f"{loaded:.1f} s")
    return empty


def open_world(folder: Path, empty: Path, offers: int) -> tuple[Flask, int]:
    """An application on a database of its own, and how many offers its world publishes."""
    address = folder / f"world{offers}.db"
    shutil.copyfile(empty, address)
    app = create_app({"TESTING": True, "SQLALCHEMY_DATABASE_URI": f"sqlite:///{address}"})
    with app.app_context():
        taken = once(lambda: build_world(doctors=DOCTORS, offers=offers, seed=SEED, today=TODAY))
        published = db.session.scalar(
            select(func.count(Offer.id)).where(Offer.status == OfferStatus.PUBLISHED)
        )
        db.session.remove()
    assert published
    line(
        f"loading: a demo world of {DOCTORS:,} doctors, {offers:,} offers",
        f"{taken:.1f} s",
        f"{published:,} published",
    )
    return app, published


def log_in(app: Flask) -> tuple[FlaskClient, int]:
    """A client logged in as the demo doctor, and that doctor's id."""
    with app.app_context():
        query = select(Doctor.id, Account).join(Account)
        doctor_id, account = db.session.execute(query.where(Account.email == DOCTOR_EMAIL)).one()
        secret = open_session(account, "Bench")
        db.session.commit()
        db.session.remove()
    client = app.test_client()
    with client.session_transaction() as session:
        session[COOKIE_KEY] = secret
    return client, doctor_id


def ask(client: FlaskClient) -> None:
    """One page, which must come."""
    assert client.get(PAGE).status_code == 200


def keep_context(client: FlaskClient, app: Flask) -> tuple[str, dict[str, Any]]:
    """The template of the page and what it was given."""
    kept: list[tuple[str, dict[str, Any]]] = []

    def note(_app: Flask, template: Any, context: dict[str, Any], **_rest: Any) -> None:
        kept.append((template.name, dict(context)))

    with template_rendered.connected_to(note, app):
        ask(client)
    return kept[-1]


def rank_plainly(doctor_id: int, sample: int) -> list[int]:
    """The plain way: an object per offer with its sites, and both functions on every pair."""
    (doctor,) = load_doctors(db.session(), [doctor_id])
    with open_market().offers() as side:
        model = side.pool.model
    query = select(Offer).where(Offer.status == OfferStatus.PUBLISHED).limit(sample)
    found = []
    for row in db.session.scalars(query):
        sites = [
            SimpleNamespace(
                share=site.share,
                latitude=site.commune.latitude,
                longitude=site.commune.longitude,
                zone=site.commune.zone,
                region_code=site.commune.region_code,
                departement_code=site.commune.departement_code,
                population=site.commune.population,
            )
            for site in row.sites
        ]
        offer = offer_record(row, sites).profile
        cosine = model.cosine(doctor.profile.project, offer.text)
        mine = score_for_doctor(doctor.profile, offer, affinity=cosine)
        theirs = score_for_host(offer, doctor.profile, affinity=cosine)
        if not mine.excluded:
            found.append((-mutual(mine.value, theirs.value), offer.id))
    return [key for _, key in sorted(found)[:20]]


def measure(app: Flask, offers: int) -> int:
    """All figures of one world of so many published offers; the number of queries of a page."""
    client, doctor_id = log_in(app)
    with app.app_context():
        reading_only.set(True)
        forget_markets()
        built = once(lambda: ask(client))
        line(f"{offers:,} offers: first page of a process, pools built", f"{built * 1000:.0f} ms")
        page = median_ms(lambda: ask(client))
        with traced() as trace:
            ask(client)
        line(
            f"{offers:,} offers: the ranked page, median of {REQUESTS}",
            f"{page:.1f} ms",
            f"{len(trace.statements)} queries, {trace.seconds * 1000:.1f} ms in the database",
        )
        ranking = median_ms(lambda: rank_offers(doctor_id))
        line("   of which ranking with sentences (services.ranking)", f"{ranking:.1f} ms")
        without_database(app, client, page)
        one = db.session.scalars(
            select(Offer.id).where(Offer.status == OfferStatus.PUBLISHED).limit(1)
        ).one()
        rank_doctors(one)
        hosts = median_ms(lambda: rank_doctors(one))
        line("   the host's list of doctors (services.ranking)", f"{hosts:.1f} ms")
        plainly(doctor_id, offers, ranking)
        db.session.remove()
    return len(trace.statements)


def without_database(app: Flask, client: FlaskClient, page: float) -> None:
    """The same page rendered from values kept in memory."""
    name, context = keep_context(client, app)
    with app.test_request_context(PAGE):
        bare = median_ms(lambda: render_template(name, **context))
    line(
        "   the same page without ranking or database (template)",
        f"{bare:.1f} ms",
        f"the page takes {page / bare:.1f} times as long",
    )


def plainly(doctor_id: int, offers: int, ranking: float) -> None:
    """The plain way on a sample, scaled to all offers."""
    sample = min(SAMPLE, offers)
    seconds = once(lambda: rank_plainly(doctor_id, sample))
    scaled = seconds / sample * offers * 1000
    line(
        "   plain: an object and two functions per offer",
        f"{scaled:,.0f} ms",
        f"scaled from {sample} offers; {scaled / ranking:,.0f} times slower",
    )


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory(prefix="ancrage-bench-") as name:
        folder = Path(name)
        os.environ["ANCRAGE_INSTANCE"] = str(folder / "instance")
        empty = prepare(folder)
        queries = {measure(*open_world(folder, empty, offers)) for offers in SIZES}
        assert len(queries) == 1, "the number of queries must not grow with the offers"


if __name__ == "__main__":
    main()
