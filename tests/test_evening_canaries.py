"""What is said in confidence at an evening reaches nobody else: wishes, cards, notes, identities.

Words that stand nowhere else are looked for in every page, file, state, message and log line. An
answer is no word: it is turned into another one, and everything that others get must stay alike.
"""

from __future__ import annotations

import json
import logging
import re
from dataclasses import dataclass
from datetime import timedelta
from itertools import zip_longest
from typing import Any

import pytest
from flask import Flask, url_for

from models import Card, DatingEvent, OutboxMessage, Participant, Wish, db
from models.base import now
from models.dating_events import EventOrganiser
from models.vocabulary import CardAnswer, EventRight, WishKind
from services.cards import give
from services.emails import render_email
from services.evening_closing import close
from services.evening_orders import start
from services.evening_paper import PaperKind, printing
from services.evening_plans import announce, make_plan
from services.participant_keys import programme_token_of, token_of
from tests.factories import a_participant, an_account, an_event, an_organiser
from tests.support.requests import login
from tests.test_canaries import Viewer, crawl, leaks

NOTES = ("canari-note-du-candidat", "canari-note-de-l-hote")
# What changes between two readings of the same page, whatever was said.
PASSING = re.compile(
    r'name="csrf_token"[^>]*|X-CSRFToken[^}]*|X-(Request-ID|Server-Now): \S+|"now":\d+'
    r'|"(made_at|printed)": "[^"]*"|DTSTAMP:\S+|Set-Cookie: [^\n]*|Date: [^\n]*'
    r"|(Content-Length|ETag|Last-Modified): [^\n]*"
)


@dataclass
class Night:
    """An evening over whose cards are open: ``shy`` said yes to ``host``, who did not."""

    event: DatingEvent
    shy: Participant
    met: Participant
    host: Participant
    other_host: Participant
    viewers: list[Viewer]

    @property
    def people(self) -> tuple[Participant, ...]:
        return (self.shy, self.met, self.host, self.other_host)

    def starts(self, viewer: Viewer) -> list[str]:
        """The addresses that this person can have: public ones, and those of their own e-mail."""
        found = [url_for("evenings.index"), url_for("evenings.show", code=self.event.code)]
        found += [f"/rencontres/{self.event.code}/{side}" for side in ("medecins", "hotes")]
        if viewer.account:
            home = f"/organiser/{self.event.id}"
            tails = ("", "/accueil", "/regie", "/plan", "/participants", "/participants.csv")
            tails += ("/cartes", "/cloture", "/bilan", "/bilan.csv", "/papier", "/reglages")
            found += [home + tail for tail in (*tails, "/equipe")]
            found += [f"{home}/cartes?qui={who}" for who in ("M1", "M2", "H1", "H2")]
            found += [f"{home}/participants/{person.id}" for person in self.people]
            found += [f"{home}/papier/{kind.value}.pdf" for kind in PaperKind]
            found.append(f"/rencontres/ecran/{self.event.screen_key}/etat")
        mine = next((one for one in self.people if one.email == viewer.name), None)
        if mine:
            home = f"/rencontres/inscription/{token_of(mine)}"
            tails = ("", "/cartes", "/souhaits", "/programme", "/etat", "/couple", "/avis")
            tails += ("/mes-donnees.json", "/agenda.ics", "/programme.pdf", "/modifier", "/adresse")
            found += [home + tail for tail in tails]
            found.append(f"/rencontres/programme/{programme_token_of(mine)}")
        return found


def who(number: int) -> dict[str, Any]:
    """What says who someone is."""
    return {
        "last_name": f"Canar{'aeio'[number]}vitch",
        "phone": f"06 9{number} 87 65 43",
        "email": f"canari{number}@canaris.example.org",
        "email_key": f"canari{number}@canaris.example.org",
        "badge_name": f"Badge {number}",
    }


def identity(one: Participant) -> tuple[str, ...]:
    assert one.last_name
    assert one.phone
    return (one.last_name, one.phone, one.phone.replace(" ", ""), one.email)


@pytest.fixture
def night(app: Flask) -> Night:
    owner, desk, begun = an_organiser(), an_account(), now() - timedelta(hours=3)
    event = an_event(owner, starts_at=begun, closes_at=begun - timedelta(days=1), rounds=2)
    event.organisers.append(
        EventOrganiser(
            email=desk.email, account_id=desk.id, right=EventRight.DESK.value, accepted_at=begun
        )
    )
    shy, met = (a_participant(event, **who(n)) for n in (0, 1))
    host, other = (a_participant(event, "host", **who(n)) for n in (2, 3))
    db.session.add(Wish(author_id=met.id, about_id=host.id, kind=WishKind.GLADLY.value))
    make_plan(event, made_by=None, at=begun)
    announce(event, begun)
    start(event, begun)
    said = (
        (shy, host, CardAnswer.YES, NOTES[0]),
        (host, shy, CardAnswer.NO, NOTES[1]),
        (met, other, CardAnswer.YES, None),
        (other, met, CardAnswer.YES, None),
    )
    for author, about, answer, note in said:
        give(author, about.id, answer.value, note)
    everyone = tuple(word for one in (shy, met, host, other) for word in identity(one))
    viewers = [
        Viewer("owner", owner, everyone),
        Viewer("desk", desk, everyone),
        Viewer("stranger organiser", an_organiser()),
        Viewer("anyone", None),
        *(Viewer(one.email, None, identity(one)) for one in (shy, met, host, other)),
    ]
    db.session.commit()
    return Night(event, shy, met, host, other, viewers)


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the printer was given, instead of what it drew."""
    given: list[str] = []

    def take(_template: str, said: dict[str, Any], _at: object) -> bytes:
        given.append(json.dumps(said, ensure_ascii=False, default=str))
        return b"%PDF-" + given[-1].encode()

    monkeypatch.setattr(printing, "set_pdf", take)
    return given


def read_all(app: Flask, night: Night, *, follows: bool) -> None:
    """Everything that each of them gets; with ``follows``, what links lead to as well."""
    with app.test_request_context():
        starts = {viewer.name: night.starts(viewer) for viewer in night.viewers}
    for viewer in night.viewers:
        client = app.test_client()
        if viewer.account:
            login(client, viewer.account)
        viewer.pages.clear()
        if follows:
            crawl(client, viewer, starts[viewer.name])  # type: ignore[arg-type]
            continue
        for address in starts[viewer.name]:
            answer = client.get(address)
            viewer.pages[address] = f"{answer.headers}\n{answer.get_data(as_text=True)}"


def test_no_word_of_an_evening_reaches_anyone_else(
    app: Flask, night: Night, printed: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    authors = {NOTES[0]: night.shy.email, NOTES[1]: night.host.email}
    everyone = tuple(word for one in night.people for word in identity(one))
    opened = {night.met.email: night.other_host, night.other_host.email: night.met}
    for closed in (False, True):
        if closed:
            close(db.session.get_one(DatingEvent, night.event.id), now())
            db.session.commit()
        read_all(app, night, follows=True)
        for viewer in night.viewers:
            knows = viewer.knows
            if closed and viewer.name in opened:
                knows += identity(opened[viewer.name])
            words = [word for word in everyone if word not in knows]
            words += [note for note, author in authors.items() if author != viewer.name]
            for address, text in viewer.pages.items():
                assert leaks(text, tuple(words)) == [], (closed, viewer.name, address)
    by_name = {viewer.name: "\n".join(viewer.pages.values()) for viewer in night.viewers}
    assert leaks(by_name["owner"], everyone)  # the crawl did read what it looks at
    assert night.other_host.email in by_name[night.met.email]
    assert all(note in by_name[author] for note, author in authors.items())
    assert printed
    assert leaks("\n".join(printed), NOTES) == []
    told = "\n".join(str(vars(record)) for record in caplog.records)
    assert caplog.records
    assert leaks(told, (*everyone, *NOTES)) == []


def test_no_word_of_an_evening_is_in_a_message_for_others(app: Flask, night: Night) -> None:
    close(night.event, now())
    opened = {night.met.email: night.other_host, night.other_host.email: night.met}
    by_address = {one.email: one for one in night.people}
    messages = db.session.query(OutboxMessage).all()
    assert {"evening_introduction"} <= {row.template for row in messages}
    for row in messages:
        made = render_email(row.template, row.context)
        said = "\n".join((made.subject, made.text, made.html, str(row.calendar), str(row.context)))
        assert leaks(said, NOTES) == [], row.template
        to = by_address.get(row.to_address)
        known = identity(to) if to else ()
        if row.template == "evening_introduction":
            known += identity(opened[row.to_address])
        others = [word for one in night.people for word in identity(one) if word not in known]
        assert leaks(said, tuple(others)) == [], (row.template, row.to_address)
    introduced = {row.to_address for row in messages if row.template == "evening_introduction"}
    assert introduced == set(opened)


def differing(key: tuple[str, str], before: str, after: str) -> list[tuple[str, ...]]:
    """The lines that are not the same, with where they stand."""
    pairs = zip_longest(before.splitlines(), after.splitlines(), fillvalue="")
    return [(*key, one, two) for one, two in pairs if one != two]


@pytest.mark.parametrize("closed", [False, True], ids=["open", "closed"])
def test_what_somebody_answered_changes_nothing_that_others_get(
    app: Flask, night: Night, printed: list[str], closed: bool
) -> None:
    wish = Wish(author_id=night.shy.id, about_id=night.other_host.id, kind=WishKind.GLADLY.value)
    db.session.add(wish)
    db.session.commit()

    def seen() -> dict[tuple[str, str], str]:
        if closed:
            close(db.session.get_one(DatingEvent, night.event.id), now())
            db.session.commit()
        read_all(app, night, follows=False)
        found = {
            (viewer.name, address): PASSING.sub("", text)
            for viewer in night.viewers
            for address, text in viewer.pages.items()
            if viewer.name != night.shy.email
        }
        sent = db.session.query(OutboxMessage).order_by(OutboxMessage.id)
        found["outbox", ""] = str([(row.to_address, row.template, row.context) for row in sent])
        return found

    before = seen()
    one_sided = db.session.query(Card).filter_by(author_id=night.shy.id).one()
    one_sided.answer, wish.kind = CardAnswer.NO.value, WishKind.NO.value
    db.session.commit()
    after = seen()
    assert before.keys() == after.keys()
    assert [each for key in before for each in differing(key, before[key], after[key])] == []
