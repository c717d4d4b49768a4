"""The real site, as ``make run`` serves it, on a port of its own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from scripts.serve import site_command
from tests.support.databases import ROOT

STARTED_WITHIN = 60.0


@dataclass(frozen=True, slots=True)
class Site:
    """A running site: its address, its database, and what it has written to its log."""

    url: str
    database_url: str
    log: Path


class LiveSite:
    """gunicorn with its two workers, over one database, for the time of a ``with``."""

    def __init__(self, database_url: str, folder: Path) -> None:
        self._database_url = database_url
        self._log = Path(tempfile.mkstemp(suffix=".log", dir=folder)[1])

        self._port = _free_port()

    def __enter__(self) -> Site:
        site = Site(f"http://127.0.0.1:{self._port}", self._database_url, self._log)
        self.start()
        return site

    def __exit__(self, *_error: object) -> None:
        self.kill()

    def start(self) -> None:
        """Serve, again after ``kill``: at the same address, over the same database."""
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                site_command(self._port),
                cwd=ROOT,
                env={**os.environ, "DATABASE_URL": self._database_url},
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self._wait(Site(f"http://127.0.0.1:{self._port}", self._database_url, self._log))

    def kill(self) -> None:
        """End at once, in the middle of anything: no gentle end."""
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def _wait(self, site: Site) -> None:
        limit = time.monotonic() + STARTED_WITHIN
        while time.monotonic() < limit and self._process.poll() is None:
            try:
                with urllib.request.urlopen(site.url, timeout=STARTED_WITHIN):
                    return
            except urllib.error.HTTPError:
                return
            except OSError:
                time.sleep(0.05)
        self.__exit__()
        raise AssertionError(f"the site did not start:\n{site.log.read_text()}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
