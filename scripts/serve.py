"""``make run``: environment, data, then the site and its scheduler until Ctrl-C.

Standard library only, so that any Python from 3.11 on can start it on a bare machine.
"""

from __future__ import annotations

import errno
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from contextlib import suppress
from types import FrameType

from scripts.environment import PYTHON, ROOT, prepare
from scripts.terminal import give_up, say

HOST = "127.0.0.1"
STARTED_WITHIN = 60.0  # seconds before a silent site is called a failure
STOPPED_WITHIN = 15.0  # seconds before a process that does not stop is killed


class Stop(Exception):
    """Someone asked for the end: Ctrl-C, a closed terminal or a service manager."""


def chosen_port() -> int:
    """``PORT``, or 8000."""
    text = os.environ.get("PORT") or "8000"
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        give_up(
            f"PORT={text} n'est pas un port : un nombre de 1 à 65535 est attendu.",
            f"PORT={text} is not a port: a number from 1 to 65535 is expected.",
        )
    return int(text)


def check_port(port: int) -> None:
    """Refuse a taken port before anything slow is done."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as refusal:
            if refusal.errno == errno.EACCES:
                give_up(
                    f"Le port {port} est réservé au système. Essayez : make run PORT=8080",
                    f"Port {port} is reserved for the system. Try: make run PORT=8080",
                )
            other = port + 1 if port < 65535 else 8000
            give_up(
                f"Le port {port} est déjà pris : Ancrage y tourne peut-être déjà "
                f"(http://{HOST}:{port}). Pour un autre port : make run PORT={other}",
                f"Port {port} is already taken, maybe by Ancrage itself. "
                f"For another port: make run PORT={other}",
            )


def prepare_data() -> None:
    """Migrations, reference data and, in an empty database, the demo world."""
    done = subprocess.run([PYTHON, "-m", "scripts.first_data"], cwd=ROOT, check=False)
    if done.returncode:
        give_up(
            "La base de données n'a pas pu être préparée (voir ci-dessus).",
            "The database could not be prepared (see above).",
        )


def start_site(port: int, wait_for: int) -> subprocess.Popen[bytes]:
    """Start gunicorn; it loads the application, then waits for a byte on ``wait_for`` to serve."""
    return subprocess.Popen(
        site_command(port),
        cwd=ROOT,
        env={**os.environ, "ANCRAGE_WAIT_FOR": str(wait_for)},
        pass_fds=[wait_for],
        start_new_session=True,
    )


def site_command(port: int) -> list[str]:
    """The command line of the site."""
    settings = ["--config", "python:scripts.gunicorn_settings", "--no-control-socket"]
    return [str(PYTHON), "-m", "gunicorn", *settings, "--bind", f"{HOST}:{port}"]


def start_scheduler() -> subprocess.Popen[bytes]:
    """Start the clock: the process that runs what is due."""
    command = [str(PYTHON), "-m", "flask", "--app", "app", "scheduler"]
    return subprocess.Popen(command, cwd=ROOT, start_new_session=True)


def wait_for_first_page(site: subprocess.Popen[bytes], port: int) -> None:
    """Return once the site answers."""
    limit = time.monotonic() + STARTED_WITHIN
    while time.monotonic() < limit and site.poll() is None:
        try:
            with urllib.request.urlopen(f"http://{HOST}:{port}/", timeout=STARTED_WITHIN):
                return
        except urllib.error.HTTPError:
            return  # it answers; what it says is shown in its log
        except OSError:
            time.sleep(0.05)
    give_up(
        "Le site n'a pas démarré (voir ci-dessus).",
        "The site did not start (see above).",
    )


def watch(processes: dict[str, subprocess.Popen[bytes]]) -> None:
    """Wait until one process ends, which none should."""
    while True:
        for name, process in processes.items():
            if process.poll() is not None:
                give_up(
                    f"{name} s'est arrêté tout seul (code {process.returncode}, voir ci-dessus).",
                    f"{name} stopped by itself (code {process.returncode}, see above).",
                )
        time.sleep(0.3)


def stop_all(processes: dict[str, subprocess.Popen[bytes]]) -> None:
    """Ask every process to end, and insist with those that do not."""
    for process in processes.values():
        if process.poll() is None:
            process.terminate()
    limit = time.monotonic() + STOPPED_WITHIN
    for process in processes.values():
        try:
            process.wait(max(0.1, limit - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _ask_to_stop(_number: int, _frame: FrameType | None) -> None:
    for heard in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(heard, signal.SIG_IGN)  # the end has begun: a second Ctrl-C changes nothing
    raise Stop


def main() -> None:
    """Serve until asked to stop."""
    processes: dict[str, subprocess.Popen[bytes]] = {}
    for heard in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(heard, _ask_to_stop)
    try:
        port = chosen_port()
        check_port(port)
        prepare()
        waiting_end, telling_end = os.pipe()
        with os.fdopen(telling_end, "wb", buffering=0) as data_are_ready:
            processes["Le site"] = start_site(port, wait_for=waiting_end)
            os.close(waiting_end)
            prepare_data()
            say("Démarrage du site…")
            with suppress(BrokenPipeError):  # it has stopped already, which is told below
                data_are_ready.write(b"!")
        wait_for_first_page(processes["Le site"], port)
        processes["L'horloge"] = start_scheduler()
        print(f"\n✓ Ancrage vous attend sur http://{HOST}:{port} (Ctrl-C pour arrêter)", flush=True)
        watch(processes)
    except Stop:
        print("\n→ Arrêt…", flush=True)
    finally:
        stop_all(processes)


if __name__ == "__main__":
    main()
