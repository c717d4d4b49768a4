"""Two hundred phones that follow an evening: the real site, asked as phones ask it.

``python -m bench.live_screens`` prints one table. gunicorn serves as ``make run`` does; each phone
keeps one connection and asks its state 1.5 s after the last answer, for twenty seconds. Half-way
the organiser adds a minute, which every phone must learn. The baseline keeps no tag: each answer
is written and sent in full.
"""

from __future__ import annotations

import asyncio
import os
import random
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from flask import Flask

from app import create_app
from models import DatingEvent, Meeting, Participant, db
from models.base import now
from models.vocabulary import EventSide, EventStatus, ParticipantStatus, RegistrationSource
from scripts.serve import site_command
from services import evening_orders as orders
from services.event_access import new_code
from services.participant_keys import new_key, token_of

ROOT = Path(__file__).resolve().parents[1]
PEOPLE, ROUNDS, EVERY, LASTS, STARTED_WITHIN = 100, 20, 1.5, 20.0, 60.0
SECRET = "bench-" * 8


@dataclass
class Heard:
    """What all phones together saw."""

    seconds: list[float] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    ordered_at: float = 0.0
    followed: list[float] = field(default_factory=list)
    processor: float = 0.0

    @property
    def median(self) -> float:
        """Half of the answers came sooner."""
        return statistics.median(self.seconds)


@dataclass
class Phone:
    """One participant's page: its connection, and the tag of what it holds."""

    path: str
    keeps_tag: bool
    tag: str = ""
    reader: asyncio.StreamReader | None = None
    writer: asyncio.StreamWriter | None = None


def line(label: str, figure: str, note: str = "") -> None:
    """Print one line of the table as soon as it is known."""
    print(f"{label:<58}{figure:>12}  {note}", flush=True)


def an_evening() -> tuple[int, list[str]]:
    """A hundred a side, twenty rounds, everyone busy in each, the clock running: id and paths."""
    begun = now() - timedelta(minutes=10)
    event = DatingEvent(
        code=new_code(), screen_key=new_key(), status=EventStatus.PUBLISHED.value,
        title="Généraliste dating du banc d’essai", organiser_name="URPS d’essai",
        contact_email="banc@essai.example", place_name="Salle des fêtes", commune_code="46042",
        starts_at=begun, meeting_minutes=5, changeover_seconds=60, rounds=ROUNDS, breaks=[],
        tables=PEOPLE, candidate_capacity=PEOPLE, host_capacity=PEOPLE, auto_advance=True,
        opens_at=begun - timedelta(days=9), closes_at=begun - timedelta(days=1),
        announced_at=begun - timedelta(days=1),
    )  # fmt: skip
    db.session.add(event)
    db.session.flush()
    candidates, hosts = (
        [a_person(event, side, n + 1) for n in range(PEOPLE)] for side in EventSide
    )
    db.session.add_all([*candidates, *hosts])
    db.session.flush()
    db.session.add_all(
        Meeting(
            event_id=event.id, round=round_, table=table, host_id=host.id,
            candidate_id=candidates[(table + round_) % PEOPLE].id,
        )
        for round_ in range(ROUNDS)
        for table, host in enumerate(hosts)
    )  # fmt: skip
    orders.start(event, begun)
    people = (*candidates, *hosts)
    return event.id, [f"/rencontres/inscription/{token_of(one)}/etat" for one in people]


def a_person(event: DatingEvent, side: EventSide, number: int) -> Participant:
    """Registered and confirmed."""
    address = f"{side.value}{number}@essai.example"
    return Participant(
        event_id=event.id, side=side.value, number=number, key=new_key(), email=address,
        email_key=address, badge_code=new_code(10), first_name="Camille", last_name=f"E{number}",
        organisation_name=f"Maison de santé n° {number}" if side == EventSide.HOST else None,
        status=ParticipantStatus.REGISTERED.value, source=RegistrationSource.LINK.value,
        confirmed_at=now(),
    )  # fmt: skip


def prepare(folder: Path) -> Flask:
    """A database with the communes of France, as newcomers prepare it."""
    os.environ |= {
        "ANCRAGE_INSTANCE": str(folder / "instance"),
        "DATABASE_URL": f"sqlite:///{folder / 'night.db'}",
        "SECRET_KEY": SECRET,
    }
    command = [sys.executable, "-m", "flask", "--app", "app", "init"]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return create_app({"LOG_JSON": False})


@contextmanager
def serving(folder: Path) -> Iterator[tuple[int, int]]:
    """The site on a port of its own: the port, and the group of its processes."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    with (folder / "site.log").open("ab") as log:
        site = subprocess.Popen(
            site_command(port), cwd=ROOT, stdout=log, stderr=log, start_new_session=True
        )
    try:
        limit = time.monotonic() + STARTED_WITHIN
        while time.monotonic() < limit:
            with suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz"):
                break
            time.sleep(0.05)
        yield port, site.pid
    finally:
        os.killpg(site.pid, signal.SIGKILL)
        site.wait()


def processor_seconds(group: int) -> float:
    """What the site's processes have used; nought where the system does not tell."""
    ticks = 0
    for each in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            fields = each.read_text().rpartition(")")[2].split()
            ticks += (int(fields[11]) + int(fields[12])) if int(fields[2]) == group else 0
    return ticks / os.sysconf("SC_CLK_TCK")


async def ask(phone: Phone, port: int) -> tuple[int, bytes]:
    """One question on the connection kept: the status and the whole answer."""
    if phone.reader is None or phone.writer is None:
        phone.reader, phone.writer = await asyncio.open_connection("127.0.0.1", port)
    known = f"If-None-Match: {phone.tag}\r\n" if phone.tag and phone.keeps_tag else ""
    phone.writer.write(
        f"GET {phone.path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n{known}\r\n".encode()
    )
    head = await phone.reader.readuntil(b"\r\n\r\n")
    headers = {
        name.lower(): value.strip()
        for name, _, value in (text.partition(":") for text in head.decode("latin-1").split("\r\n"))
    }
    status = int(head.split(b" ", 2)[1])
    length = 0 if status == 304 else int(headers.get("content-length", 0))
    body = await phone.reader.readexactly(length)
    phone.tag = headers.get("etag", "")
    if headers.get("connection") == "close":
        phone.writer.close()
        phone.reader = phone.writer = None
    return status, head + body


async def follow(phone: Phone, port: int, until: float, heard: Heard) -> None:
    """Ask, wait, ask again; note when the order given half-way is known here."""
    await asyncio.sleep(random.random() * EVERY)
    while time.monotonic() < until:
        before, began = phone.tag, time.monotonic()
        status, answer = await ask(phone, port)
        done = time.monotonic()
        heard.seconds.append(done - began)
        heard.statuses.append(status)
        heard.sizes.append(len(answer))
        if before and phone.tag != before:
            heard.followed.append(done - heard.ordered_at)
        await asyncio.sleep(EVERY)


async def evening_of(
    site: Flask, event_id: int, paths: list[str], where: tuple[int, int], keeps_tag: bool
) -> Heard:
    """Twenty seconds of all phones, with one order in the middle."""
    port, group = where
    heard, used, until = Heard(), processor_seconds(group), time.monotonic() + LASTS
    phones = [Phone(path, keeps_tag) for path in paths]
    asking = [asyncio.create_task(follow(one, port, until, heard)) for one in phones]
    await asyncio.sleep(LASTS / 2)
    with site.app_context():
        orders.extend(db.session.get_one(DatingEvent, event_id), now())
        db.session.commit()
        db.session.remove()
    heard.ordered_at = time.monotonic()
    await asyncio.gather(*asking)
    heard.processor = processor_seconds(group) - used
    for one in phones:
        if one.writer:
            one.writer.close()
    return heard


def tell(label: str, heard: Heard) -> None:
    """The figures of one evening."""
    asked, late = len(heard.seconds), statistics.quantiles(heard.seconds, n=20)[-1]
    line(f"{label}: answered", f"{asked / LASTS:.0f}/s", f"{asked} answers to {2 * PEOPLE} phones")
    line("  median", f"{1000 * heard.median:.1f} ms", f"95 of 100 within {1000 * late:.1f} ms")
    line("  nothing new (304)", f"{heard.statuses.count(304) / asked:.0%}")
    line("  bytes of an answer, headers too", f"{statistics.mean(heard.sizes):,.0f}")
    line("  processor of the site for an answer", f"{1000 * heard.processor / asked:.2f} ms")
    line("  all phones knew of one minute more after", f"{max(heard.followed):.2f} s", "aim: 2 s")
    assert set(heard.statuses) <= {200, 304}, set(heard.statuses)
    assert len(heard.followed) == 2 * PEOPLE, "somebody was not told"


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory(prefix="ancrage-bench-") as name:
        folder = Path(name)
        site = prepare(folder)
        with site.app_context():
            event_id, paths = an_evening()
            db.session.commit()
            db.session.remove()
        found = {}
        for keeps_tag, label in ((True, "with tags"), (False, "baseline, without tags")):
            with serving(folder) as where:
                work = evening_of(site, event_id, paths, where, keeps_tag)
                found[keeps_tag] = asyncio.run(work)
            tell(label, found[keeps_tag])
        tagged, plain = found[True], found[False]
        line(
            "without tags / with tags",
            f"{plain.median / tagged.median:.2f}",
            f"median; bytes {sum(plain.sizes) / sum(tagged.sizes):.1f}, "
            f"processor {plain.processor / max(tagged.processor, 0.01):.2f}",
        )
        with site.app_context():
            db.engine.dispose()


if __name__ == "__main__":
    main()
