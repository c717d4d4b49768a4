"""How gunicorn serves the site; the address is given on its command line.

The application is loaded once, then shared with the workers by fork: half the memory and half the
start-up. That is safe because loading it opens no connection and starts no thread of ours, which
a test holds true.
"""

from __future__ import annotations

import logging
import os
import sys
import threading
from typing import Any

from models import db
from services.demo_guard import DEMO_IN_PRODUCTION, holds_demo_accounts
from services.market import open_market

wsgi_app = "app:create_app()"
preload_app = True
workers = 2
threads = 4
worker_class = "scripts.patient_worker.PatientWorker"
worker_connections = 400  # for each worker, most of them silent
keepalive = 5
timeout = 60
graceful_timeout = 6  # a browser may hold a silent connection for five seconds
limit_request_line = 4094
limit_request_fields = 60
limit_request_field_size = 8190
forwarded_allow_ips = ""  # only TRUSTED_PROXIES says whose word about visitors is taken
loglevel = "warning"


class Discretion(logging.Filter):
    """Keep addresses of visitors and of pages out of what gunicorn itself writes."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Tell that something happened, not to whom."""
        if str(record.msg).startswith("Invalid request from ip="):
            record.msg, record.args = "A malformed request was refused.", ()
        elif str(record.msg).startswith("Error handling request"):
            record.msg, record.args = "A request failed outside the site.", ()
        return True


def on_starting(server: Any) -> None:
    """Before anything is written."""
    server.log.error_log.addFilter(Discretion())


def when_ready(arbiter: Any) -> None:
    """Before the first worker: wait for whoever started us to say that the data are there.

    The application loads while the database is being prepared. The word is one byte on the pipe
    that ``ANCRAGE_WAIT_FOR`` numbers; a pipe that closes without it means that all is off.
    """
    pipe = os.environ.pop("ANCRAGE_WAIT_FOR", "")
    if pipe:
        with os.fdopen(int(pipe), "rb") as word:
            if not word.read(1):
                raise SystemExit(1)
    refuse_demo_in_production(arbiter.app.wsgi())


def refuse_demo_in_production(app: Any) -> None:
    """Imaginary people have public passwords: no real site is served over them."""
    if app.config["PRODUCTION"]:
        with app.app_context():
            found = holds_demo_accounts()
            db.session.remove()
            db.engine.dispose()  # no connection is shared with the workers
        if found:
            print(f"✗ {DEMO_IN_PRODUCTION}", file=sys.stderr, flush=True)
            raise SystemExit(1)


def post_worker_init(worker: Any) -> None:
    """Read the market while nobody waits: on a large one, the first ranking would."""
    app = worker.app.wsgi()

    def warm() -> None:
        with app.app_context():
            market = open_market()
            for side in (market.offers, market.doctors):
                with side() as read:
                    worker.log.debug("%s read: %s", type(read).__name__, read.count())

    threading.Thread(target=warm, name="warm-market", daemon=True).start()
