"""Pages of a series and of whom to invite: who may, and what is shown of whom."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from models import Account, DatingEvent, Doctor, EventSeries, OutboxMessage, db
from models.base import now
from models.vocabulary import ConsentKind, EventStatus
from services.consents import give
from services.invitation_proposals import propose
from tests.factories import (
    a_published_offer,
    a_visible_doctor,
    an_event,
    an_organiser,
)
from tests.support.requests import Browser, login, page


@pytest.fixture
def owner(app: Flask) -> Account:
    return an_organiser()


@pytest.fixture
def event(owner: Account) -> DatingEvent:
    return an_event(owner, starts_at=now() + timedelta(days=60))


@pytest.fixture
def doctor(app: Flask) -> Doctor:
    doctor = a_visible_doctor(first_name="Hyacinthe", last_name="Secret")
    give(doctor.account_id, ConsentKind.ALERTS)
    a_published_offer()
    return doctor


def test_a_series_is_begun_and_stopped(client: Browser, owner: Account, event: DatingEvent) -> None:
    login(client, owner)
    path = f"/organiser/{event.id}/serie"
    assert page(client.get(path)).find("input", {"name": "area"})["value"] == "46"
    said = {"title": "Les soirées", "rhythm": "quarter", "area": "46, 12"}
    answer = client.post(path, data=said)
    assert answer.status_code == 302
    db.session.expire_all()
    series = db.session.query(EventSeries).one()
    assert (series.rhythm, series.departements) == ("quarter", ["46", "12"])
    assert "Les soirées" in page(client.get(path)).get_text()
    listed = page(client.get("/organiser/serie"))
    assert listed.find("a", href=path).get_text() == "Les soirées"
    client.post(path, data=said)  # again: one series
    assert db.session.query(EventSeries).count() == 1
    client.post(f"{path}/arreter")
    db.session.expire_all()
    assert series.stopped_at is not None


def test_a_departement_that_is_not_is_said_beside_its_field(
    client: Browser, owner: Account, event: DatingEvent
) -> None:
    login(client, owner)
    answer = client.post(
        f"/organiser/{event.id}/serie", data={"title": "x", "rhythm": "year", "area": "46, 99"}
    )
    assert answer.status_code == 422
    assert "99" in page(answer).select_one("#area-error").get_text()
    assert db.session.query(EventSeries).count() == 0


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "serie"),
        ("POST", "serie"),
        ("POST", "serie/arreter"),
        ("GET", "propositions"),
        ("POST", "propositions/chercher"),
    ],
)
def test_strangers_find_nothing(
    client: Browser, event: DatingEvent, method: str, path: str
) -> None:
    assert client.open(f"/organiser/{event.id}/{path}", method=method).status_code == 302
    login(client, an_organiser())
    assert client.open(f"/organiser/{event.id}/{path}", method=method).status_code == 404


def test_doctors_are_proposed_masked_and_invited_once(
    client: Browser, owner: Account, event: DatingEvent, doctor: Doctor
) -> None:
    login(client, owner)
    path = f"/organiser/{event.id}/propositions"
    assert "Personne à proposer" in page(client.get(path)).get_text()
    client.post(f"{path}/chercher")
    shown = page(client.get(path))
    text = shown.get_text()
    for secret in ("Hyacinthe", "Secret", doctor.account.email, "05 65"):
        assert secret not in text
    boxes = [each["value"] for each in shown.select("input[name=proposal]")]
    assert len(boxes) == 2
    assert db.session.query(OutboxMessage).filter_by(template="evening_invitation").count() == 0
    for _ in range(2):
        client.post(path, data={"proposal": boxes, "do": "send"})
    assert db.session.query(OutboxMessage).filter_by(template="evening_invitation").count() == 2
    assert not page(client.get(path)).select("input[name=proposal]")


def test_a_draft_says_to_publish_first(
    client: Browser, owner: Account, event: DatingEvent, doctor: Doctor
) -> None:
    propose(event)
    event.status = EventStatus.DRAFT.value
    login(client, owner)
    path = f"/organiser/{event.id}/propositions"
    shown = page(client.get(path))
    assert "Envoyer les invitations" not in shown.get_text()
    boxes = [each["value"] for each in shown.select("input[name=proposal]")]
    client.post(path, data={"proposal": boxes, "do": "send"})
    assert "Publiez d’abord" in page(client.get(path)).get_text()
    assert db.session.query(OutboxMessage).filter_by(template="evening_invitation").count() == 0


@pytest.mark.parametrize("ticked", [[], ["x"], ["99999999999999999999"], ["-1"], ["²"]])
def test_nonsense_ticks_nobody(
    client: Browser, owner: Account, event: DatingEvent, ticked: list[str]
) -> None:
    login(client, owner)
    answer = client.post(f"/organiser/{event.id}/propositions", data={"proposal": ticked})
    assert answer.status_code == 302
