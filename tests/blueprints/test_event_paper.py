"""Pages of paper: who may print, and what comes out."""

from __future__ import annotations

import pytest
from flask import Flask
from icalendar import Calendar

from models import Account, DatingEvent
from models.vocabulary import EventRight
from services.evening_paper import PaperKind
from services.participant_keys import token_of
from tests.factories import a_colleague, a_full_event, a_participant, an_organiser
from tests.support.queries import QueryRecorder
from tests.support.requests import Browser, login, page

PATHS = ["papier", "papier/tout.zip", *(f"papier/{kind.value}.pdf" for kind in PaperKind)]


@pytest.fixture
def owner(app: Flask) -> Account:
    return an_organiser()


@pytest.fixture
def event(owner: Account) -> DatingEvent:
    return a_full_event(3, 2, owner=owner)


def test_the_page_lists_every_document(
    client: Browser, owner: Account, event: DatingEvent, queries: QueryRecorder
) -> None:
    login(client, owner)
    with queries:
        answer = client.get(f"/organiser/{event.id}/papier")
    shown = page(answer)
    assert answer.status_code == 200
    hrefs = {link["href"] for link in shown.select("main a[href]")}
    assert {f"/organiser/{event.id}/{path}" for path in PATHS[1:]} <= hrefs
    assert "Avant le plan" in shown.get_text()
    assert "5 personnes inscrites" in shown.get_text().replace("\xa0", " ")
    # who is logged in (2), right, event, right for the tabs, plan, counts
    assert len(queries) <= 9


@pytest.mark.parametrize("path", PATHS)
def test_strangers_and_the_desk_do_not_print(
    client: Browser, event: DatingEvent, path: str
) -> None:
    address = f"/organiser/{event.id}/{path}"
    assert client.get(address).status_code == 302
    login(client, an_organiser())
    assert client.get(address).status_code == 404
    login(client, a_colleague(event, EventRight.DESK))
    assert client.get(address).status_code == 403


@pytest.mark.parametrize("kind", PaperKind)
def test_an_editor_saves_a_document(client: Browser, event: DatingEvent, kind: PaperKind) -> None:
    login(client, a_colleague(event, EventRight.EDITOR))
    answer = client.get(f"/organiser/{event.id}/papier/{kind.value}.pdf")
    assert answer.status_code == 200
    assert answer.mimetype == "application/pdf"
    assert answer.data.startswith(b"%PDF-")
    assert answer.headers["Content-Disposition"].startswith(f'attachment; filename="{kind.value}-')
    assert "no-store" in answer.headers["Cache-Control"]


def test_all_at_once(client: Browser, owner: Account, event: DatingEvent) -> None:
    login(client, owner)
    answer = client.get(f"/organiser/{event.id}/papier/tout.zip")
    assert answer.mimetype == "application/zip"
    assert answer.data.startswith(b"PK")


def test_there_is_no_other_document(client: Browser, owner: Account, event: DatingEvent) -> None:
    login(client, owner)
    assert client.get(f"/organiser/{event.id}/papier/secrets.pdf").status_code == 404


def test_a_participant_takes_the_entry_and_the_page(client: Browser, event: DatingEvent) -> None:
    someone = a_participant(event)
    token = token_of(someone)
    answer = client.get(f"/rencontres/inscription/{token}/agenda.ics")
    assert answer.mimetype == "text/calendar"
    calendar = Calendar.from_ical(answer.data)
    assert calendar["METHOD"] == "PUBLISH"
    (entry,) = calendar.walk("VEVENT")
    assert token in entry["DESCRIPTION"]
    printed = client.get(f"/rencontres/inscription/{token}/programme.pdf")
    assert printed.data.startswith(b"%PDF-")
    assert "no-store" in printed.headers["Cache-Control"]


def test_who_no_longer_comes_takes_a_withdrawal(client: Browser, event: DatingEvent) -> None:
    someone = a_participant(event, status="cancelled")
    path = f"/rencontres/inscription/{token_of(someone)}"
    calendar = Calendar.from_ical(client.get(f"{path}/agenda.ics").data)
    assert calendar["METHOD"] == "CANCEL"
    assert client.get(f"{path}/programme.pdf").status_code == 404


@pytest.mark.parametrize("status", ["pending", "waiting"])
def test_who_has_no_seat_has_no_entry(client: Browser, event: DatingEvent, status: str) -> None:
    someone = a_participant(event, status=status)
    path = f"/rencontres/inscription/{token_of(someone)}"
    assert client.get(f"{path}/agenda.ics").status_code == 404


@pytest.mark.parametrize("path", ["agenda.ics", "programme.pdf"])
def test_a_forged_link_opens_nothing(client: Browser, event: DatingEvent, path: str) -> None:
    someone = a_participant(event)
    for token in (f"{someone.key}.x", f"{someone.key}.{'A' * 32}", "é.é"):
        assert client.get(f"/rencontres/inscription/{token}/{path}").status_code in (404, 410)
