"""The table of what runs when."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import Flask

from jobs.schedule import JOBS, PARIS
from models import Offer, OfferTransition, db
from models.vocabulary import OfferStatus
from tests.factories.offers import a_published_offer


def test_no_daily_job_runs_in_the_hour_that_comes_twice() -> None:
    for job in JOBS:
        when = {field.name: str(field) for field in job.trigger.fields}
        every_minute = when["hour"] == when["minute"] == "*"
        assert every_minute or when["hour"] not in ("2", "*"), job.name


def test_expiring_twice_logs_once(app: Flask) -> None:
    offer = a_published_offer(expires_on=datetime.now(PARIS).date() - timedelta(days=1))
    db.session.commit()
    for _ in range(2):
        result = app.test_cli_runner().invoke(args=["jobs", "run", "expire_offers"])
        assert result.exit_code == 0, result.output
    db.session.expire_all()
    assert db.session.get(Offer, offer.id).status == OfferStatus.EXPIRED  # type: ignore[union-attr]
    logged = db.session.query(OfferTransition).filter_by(offer_id=offer.id, after="expired")
    assert logged.count() == 1


def test_jobs_list_says_what_each_does(app: Flask) -> None:
    output = app.test_cli_runner().invoke(args=["jobs", "list"]).output
    assert all(job.name in output and job.says in output for job in JOBS)
