"""One process runs the table: the others wait for its lock and take over when it ends."""

from __future__ import annotations

import fcntl
import logging
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from apscheduler.events import (
    EVENT_JOB_ERROR,
    EVENT_JOB_MAX_INSTANCES,
    EVENT_JOB_MISSED,
    JobEvent,
)
from apscheduler.schedulers.background import BackgroundScheduler
from flask import Flask

from jobs.schedule import JOBS, PARIS, Job
from services.leadership import hold_database_lock
from services.transaction import transaction

log = logging.getLogger("ancrage.jobs")
POLL_SECONDS = 1.0


def _run_in(app: Flask, job: Job) -> None:
    with app.app_context(), transaction():
        outcome = job.run()
    log.info("job %s: %s", job.name, outcome)


def _build(app: Flask) -> BackgroundScheduler:
    scheduler = BackgroundScheduler(
        timezone=PARIS,
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": 3600},
    )
    for job in JOBS:
        scheduler.add_job(_run_in, job.trigger, args=(app, job), id=job.name)
    scheduler.add_listener(_report, EVENT_JOB_MISSED | EVENT_JOB_MAX_INSTANCES | EVENT_JOB_ERROR)
    return scheduler


def _report(event: JobEvent) -> None:
    log.error("job %s did not run as planned (event %s)", event.job_id, event.code)


@contextmanager
def _file_lock(path: Path) -> Iterator[bool]:
    with path.open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


def run_forever(app: Flask) -> None:
    """Wait to be the leader, then run the table until told to stop."""
    stop = threading.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: stop.set())
    while not stop.is_set():
        with _leadership(app) as leads:
            if leads:
                _lead(app, stop)
        stop.wait(POLL_SECONDS)


def _lead(app: Flask, stop: threading.Event) -> None:
    scheduler = _build(app)
    scheduler.start()
    log.info("scheduler leads %s jobs", len(JOBS))
    stop.wait()
    scheduler.shutdown(wait=True)


@contextmanager
def _leadership(app: Flask) -> Iterator[bool]:
    uri = app.config["SQLALCHEMY_DATABASE_URI"]
    if uri.startswith("sqlite"):
        with _file_lock(Path(uri.removeprefix("sqlite:///") + ".scheduler.lock")) as leads:
            yield leads
    else:
        with app.app_context(), hold_database_lock() as leads:
            yield leads
