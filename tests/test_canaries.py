"""Nothing private of a doctor reaches anyone else: canaries are planted in every private field, and
every page, file, log line, message and command that others get is searched for them.
"""

from __future__ import annotations

import html
import json
import logging
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

import pytest
from flask import Flask, url_for
from werkzeug.routing import BuildError, Rule

from models import (
    Account,
    Commune,
    Doctor,
    DoctorPlace,
    Household,
    Interest,
    Member,
    Offer,
    OutboxMessage,
    StewardTerritory,
    Verification,
    db,
)
from models.vocabulary import BookmarkKind, MarketKind, MemberRole, Role
from services.bookmarks import mark
from services.doctors import save_life
from services.market_clock import note_change
from services.ranking import rank_doctors
from tests.factories import (
    a_gp_in_lot,
    a_published_offer,
    a_town_hall,
    a_visible_doctor,
    an_account,
    an_interest,
    an_introduction,
    an_invitation,
)
from tests.factories.offers import host_of
from tests.support.requests import Browser, login

MOST_PAGES = 400
LINK = re.compile(r'<a\b[^>]*?href="([^"]+)"', re.DOTALL)
NOWHERE_NEW = ("/static", "/connexion?", "/inscription?")
STEPS = ("identite", "pratique", "lieux", "vie", "projet", "essentiel")


@dataclass
class Planted:
    """One doctor and the words that tell of them."""

    doctor: Doctor
    private: tuple[str, ...]
    identity: tuple[str, ...]

    @property
    def words(self) -> tuple[str, ...]:
        return self.private + self.identity


@dataclass
class Viewer:
    """Someone else, and what they may read of whom: both sides said yes, or a request to check."""

    name: str
    account: Account | None
    knows: tuple[str, ...] = ()
    pages: dict[str, str] = field(default_factory=dict)


def plant(number: int, commune: str, *, visible: bool = True) -> Planted:
    """A doctor whose every private field holds a word found nowhere else."""
    town = db.session.get_one(Commune, commune)
    said = {
        "first_name": f"Zorglub{'aeio'[number - 1]}ne",
        "last_name": f"Canar{'aeio'[number - 1]}vitch",
        "phone": f"06 9{number} 87 65 43",
        "rpps": f"9{number}817263540",
    }
    email = f"canari{number}@canaris.example.org"
    private = {name: f"canari-{name}-{number}" for name in ("ecole", "secteur", "logement")}
    doctor = (a_visible_doctor if visible else a_gp_in_lot)(
        an_account([Role.DOCTOR], email),
        **said,
        project="Randonnée. " + ", ".join([*said.values(), email]) + ".",
        places=[
            DoctorPlace(commune_code=commune, reason=f"canari-raison-{number}", max_minutes=4177)
        ],
        household=Household(
            childcare=True,
            schools=[private["ecole"]],
            partner_sectors=[private["secteur"]],
            housing=[private["logement"]],
        ),
    )
    words = (*private.values(), f"canari-raison-{number}", town.name, commune, "4177")
    return Planted(doctor, words, (*said.values(), email, said["phone"].replace(" ", "")))


def say_hello(planted: Planted, offer: Offer) -> None:
    """A message full of what masks must take out."""
    for row in db.session.query(Interest).filter_by(doctor_id=planted.doctor.id, side="doctor"):
        row.message = "Bonjour, " + " ".join(planted.identity)
    assert offer.id


@pytest.fixture
def world(app: Flask) -> tuple[list[Planted], list[Viewer]]:
    """Three doctors seen by two town halls, one hidden doctor, and everyone who could peep."""
    ours, theirs = a_published_offer(), a_published_offer(a_town_hall(commune_code="46042"))
    keen = plant(1, "26274")  # Rochefourchat
    met = plant(2, "29155")  # Ouessant
    asked = plant(3, "05061")  # Gap
    hidden = plant(4, "2A247", visible=False)  # Porto-Vecchio
    an_interest(keen.doctor, ours)
    an_introduction(met.doctor, ours)
    an_invitation(asked.doctor, ours)
    for planted in (keen, met):
        say_hello(planted, ours)
    for planted in (keen, met, asked, hidden):
        mark(planted.doctor.id, ours.id, BookmarkKind.FAVOURITE)
        mark(planted.doctor.id, theirs.id, BookmarkKind.HIDDEN)
    db.session.add(
        Verification(
            subject_kind="doctor",
            subject_id=asked.doctor.id,
            method="steward",
            departement_code="46",
            asked_by=asked.doctor.account_id,
        )
    )
    reader = an_account([Role.HOST])
    db.session.add(
        Member(organisation_id=ours.organisation_id, account_id=reader.id, role=MemberRole.READER)
    )
    # The second factor of these roles is not asked of the imaginary people of a demonstration.
    steward = an_account([Role.STEWARD], is_demo=True)
    db.session.add(StewardTerritory(account_id=steward.id, departement_code="46"))
    viewers = [
        Viewer("host", host_of(ours), met.identity),
        Viewer("reader", reader, met.identity),
        Viewer("other host", host_of(theirs)),
        Viewer("other doctor", a_visible_doctor().account),
        Viewer("organiser", an_account([Role.ORGANISER], is_demo=True)),
        Viewer("steward", steward, asked.identity),
        Viewer("anyone", None),
    ]
    db.session.commit()
    return [keen, met, asked, hidden], viewers


def addresses(app: Flask) -> Iterator[str]:
    """Every GET rule, with the numbers of real rows."""
    offers = [offer.id for offer in db.session.query(Offer)]
    doctors = [doctor.id for doctor in db.session.query(Doctor)]
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            if "GET" in (rule.methods or ()) and rule.endpoint not in ("static", "auth.logout"):
                yield from filled(rule, offers, doctors)


def filled(rule: Rule, offers: list[int], doctors: list[int]) -> Iterator[str]:
    """The addresses of one rule: all pairs of offers and doctors, small numbers elsewhere."""
    choices: list[dict[str, object]] = [{}]
    for name in sorted(rule.arguments, reverse=True):
        values: list[object] = list(range(1, 9))
        if name == "offer_id":
            values = list(offers)
        elif name == "doctor_id":
            values = list(doctors)
        elif name == "step":
            values = list(STEPS)
        choices = [{**chosen, name: value} for chosen in choices for value in values]
    for chosen in choices:
        try:
            yield url_for(rule.endpoint, **chosen)  # type: ignore[arg-type]
        except (BuildError, ValueError):
            continue


def crawl(client: Browser, viewer: Viewer, starts: list[str]) -> None:
    """Read every page there is for this person, and every page that those lead to."""
    waiting, seen = list(starts), set(starts)
    while waiting and len(viewer.pages) < MOST_PAGES:
        address = waiting.pop(0)
        response = client.get(address)
        if response.status_code == 404:
            continue
        text = response.get_data().decode(errors="replace")  # a document is no text
        viewer.pages[address] = f"{response.headers}\n{text}"
        found = [response.location] if response.location else []
        if response.mimetype == "text/html":
            found += [html.unescape(link) for link in LINK.findall(text)]
        for link in found:
            target = urlsplit(urljoin(f"http://localhost{address}", link))
            place = target.path + (f"?{target.query}" if target.query else "")
            ours = target.netloc == "localhost" and not place.startswith(NOWHERE_NEW)
            if ours and place not in seen:
                seen.add(place)
                waiting.append(place)


def leaks(text: str, words: tuple[str, ...]) -> list[str]:
    """Words that stand in a text, as words of their own."""
    near = (word for word in words if word in text)  # quicker, and almost always no
    return [word for word in near if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text)]


def test_no_canary_is_heard_by_anyone_else(
    app: Flask, world: tuple[list[Planted], list[Viewer]], caplog: pytest.LogCaptureFixture
) -> None:
    planted, viewers = world
    caplog.set_level(logging.DEBUG)
    starts = sorted(set(addresses(app)))
    for viewer in viewers:
        client = app.test_client()
        if viewer.account:
            login(client, viewer.account)
        crawl(client, viewer, starts)  # type: ignore[arg-type]
        for address, text in viewer.pages.items():
            for one in planted:
                forbidden = tuple(word for word in one.words if word not in viewer.knows)
                assert leaks(text, forbidden) == [], (viewer.name, address)
    by_name = {viewer.name: viewer.pages for viewer in viewers}
    told = "\n".join(by_name["host"].values())
    assert leaks(told, planted[1].identity)  # the crawl did read what an introduction opens
    assert len([a for a in by_name["host"] if "/candidats/" in a]) >= 3
    everyone = tuple(word for one in planted for word in one.words)
    assert caplog.records
    assert leaks("\n".join(str(vars(record)) for record in caplog.records), everyone) == []
    read = {viewer.name: len(viewer.pages) for viewer in viewers}
    sys.stderr.write(f"\ncanaries: pages read without a leak {read}\n")


def test_no_canary_is_in_commands_or_messages_for_others(
    app: Flask, world: tuple[list[Planted], list[Viewer]]
) -> None:
    planted, _viewers = world
    everyone = tuple(word for one in planted for word in one.words)
    for offer in db.session.query(Offer).all():
        for extra in ([], ["--json"]):
            args = ["rank", "--offer", str(offer.id), "--top", "50", *extra]
            said = app.test_cli_runner().invoke(args=args)
            assert said.exit_code == 0, said.output
            assert leaks(said.output, everyone) == []
    mine = {one.doctor.account.email for one in planted}
    met = planted[1].identity  # two yeses: the host is told who
    for message in db.session.query(OutboxMessage):
        if message.to_address not in mine:
            opened = message.template == "introduction_opened"
            forbidden = tuple(word for word in everyone if not (opened and word in met))
            assert leaks(json.dumps(message.context, ensure_ascii=False), forbidden) == []


def test_what_a_household_needs_changes_nothing_that_hosts_get(app: Flask) -> None:
    offer, other = a_published_offer(), a_visible_doctor()
    doctor = a_visible_doctor(places=[], household=None)
    an_interest(doctor, offer)
    host = app.test_client()
    login(host, host_of(offer))

    def all_that_hosts_get() -> str:
        db.session.commit()
        ranked = rank_doctors(offer.id, per_page=50)
        assert {item.id for item in ranked.items} == {doctor.id, other.id}
        assert ranked.items[0].reasons
        addresses = [f"/offres/{offer.id}/candidats"]
        with app.test_request_context():
            addresses += [
                url_for("offers.candidate", offer_id=offer.id, doctor_id=item.id)
                for item in ranked.items
            ]
        pages = [host.get(address).get_data(as_text=True) for address in addresses]
        tokens = re.compile(r'name="csrf_token"[^>]*|X-CSRFToken[^}]*')
        return "\n".join([repr(ranked.items), *(tokens.sub("", page) for page in pages)])

    before = all_that_hosts_get()
    save_life(
        doctor,
        childcare=True,
        schools=["nursery", "high"],
        partner_sectors=["education"],
        housing=["rent"],
    )
    doctor.places = [DoctorPlace(commune_code="29019", reason="relatives", max_minutes=15)]
    db.session.flush()
    note_change(MarketKind.DOCTOR, doctor.id)
    mark(doctor.id, offer.id, BookmarkKind.HIDDEN)
    assert all_that_hosts_get() == before
    save_life(doctor, childcare=False, schools=["primary"])
    doctor.places = [DoctorPlace(commune_code="46102", reason="relatives", max_minutes=90)]
    db.session.flush()
    note_change(MarketKind.DOCTOR, doctor.id)
    assert all_that_hosts_get() == before
