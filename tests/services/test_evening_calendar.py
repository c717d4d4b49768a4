"""Calendar entries: one a person, the same name always, changed or withdrawn in its order."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from email.message import EmailMessage
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from icalendar import Calendar, Event
from sqlalchemy import select

from models import Meeting, OutboxMessage, Participant, db
from models.base import now
from services.evening_calendar import bump, entry_for, method_of, sign_entry, uid_of
from services.evening_views import programme_of
from services.mail_sender import SendReport, send_waiting
from services.outbox import enqueue
from services.participant_keys import open_participant, token_of
from services.participants import list_participants
from services.registrations import remind
from services.transaction import transaction
from tests.factories import a_participant, a_planned_event, an_event, in_paris
from tests.support.mail_server import MailServer


@pytest.fixture
def server(app: Flask) -> Iterator[MailServer]:
    with MailServer() as running:
        app.config.update(running.settings())
        yield running


@pytest.fixture
def participant(app: Flask) -> Participant:
    event = an_event(
        title="Généraliste dating ; Lot, été",
        starts_at=in_paris(2027, 7, 6, 18, 30),
        closes_at=in_paris(2027, 7, 5),
        address="1, place Chapou",
    )
    someone = a_participant(event)
    db.session.commit()
    return someone


def _only_event(text: str) -> Event:
    (event,) = Calendar.from_ical(text).walk("VEVENT")
    assert isinstance(event, Event)
    return event


def test_an_entry_says_when_and_where_in_paris(participant: Participant) -> None:
    text = entry_for(participant, method="PUBLISH")
    calendar, event = Calendar.from_ical(text), _only_event(text)
    assert calendar["METHOD"] == "PUBLISH"
    assert [str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")] == ["Europe/Paris"]
    assert "DTSTART;TZID=Europe/Paris:20270706T183000" in text
    assert event.start == in_paris(2027, 7, 6, 18, 30)
    assert event.start.tzinfo == ZoneInfo("Europe/Paris")
    assert event.end - event.start == timedelta(minutes=6 * 8)
    assert event["SUMMARY"] == "Généraliste dating ; Lot, été"
    assert event["LOCATION"] == "Salle des fêtes, 1, place Chapou, Cahors"
    assert event["STATUS"] == "CONFIRMED"
    assert "ATTENDEE" not in event


def test_lines_are_folded_and_signs_escaped(participant: Participant) -> None:
    participant.event.title = 'Médecins, « dating » ; n° 2\\ou "3"' + " é" * 40
    text = entry_for(participant, method="REQUEST")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert "\n" not in text.replace("\r\n", "")
    assert _only_event(text)["SUMMARY"] == participant.event.title


def test_nobody_writes_lines_of_their_own(participant: Participant) -> None:
    participant.last_name = 'X";CN="y\r\nATTENDEE:mailto:autre@example.org'
    participant.event.place_name = "Salle\r\nEND:VEVENT"
    event = _only_event(entry_for(participant, method="REQUEST"))
    assert str(event["ATTENDEE"]) == f"mailto:{participant.email}"
    assert "END:VEVENT" in event["LOCATION"]


def test_the_name_stays_and_the_order_grows(participant: Participant) -> None:
    first = _only_event(entry_for(participant, method="REQUEST"))
    bump(participant)
    second = _only_event(entry_for(participant, method="REQUEST"))
    bump(participant)
    last = _only_event(entry_for(participant, method="CANCEL"))
    assert {first["UID"], second["UID"], last["UID"]} == {uid_of(participant)}
    assert [each["SEQUENCE"] for each in (first, second, last)] == [0, 1, 2]
    assert last["STATUS"] == "CANCELLED"
    other = a_participant(participant.event)
    assert uid_of(other) != uid_of(participant)


def test_the_address_is_signed_on_its_way_out_only(participant: Participant) -> None:
    text = entry_for(participant, method="REQUEST")
    token = token_of(participant)
    unfolded = text.replace("\r\n ", "")
    assert participant.key in unfolded
    assert token not in unfolded
    event = _only_event(sign_entry(text))
    assert str(event["URL"]).endswith(f"/rencontres/inscription/{token}")
    assert token in event["DESCRIPTION"]
    assert open_participant(str(event["URL"]).rsplit("/", 1)[1]) == participant
    assert _only_event(sign_entry(sign_entry(text)))["URL"] == event["URL"]


def test_an_entry_travels_with_its_message(participant: Participant, server: MailServer) -> None:
    with transaction():
        enqueue(
            "password_changed",
            to_address="camille@example.org",
            calendar=entry_for(participant, method="REQUEST", at=now()),
        )
    assert send_waiting() == SendReport(sent=1)
    ((_to, message),) = server.received
    assert isinstance(message, EmailMessage)
    parts = {part.get_content_type(): part for part in message.walk()}
    inline, file = parts["text/calendar"], parts["application/ics"]
    assert inline["Content-Type"].params["method"] == "REQUEST"
    assert file.get_filename() == "rencontres.ics"
    said = file.get_content()
    assert inline.get_content().replace("\r\n", "\n") == said.decode().replace("\r\n", "\n")
    assert method_of(said.decode()) == "REQUEST"
    assert _only_event(said.decode())["UID"] == uid_of(participant)
    assert token_of(participant) in _only_event(said.decode())["DESCRIPTION"]
    db.session.expire_all()
    assert db.session.query(OutboxMessage).one().calendar is None


def _said(person: Participant, method: str) -> str:
    entry = entry_for(person, method=method, programme=programme_of(person))
    return str(_only_event(entry)["DESCRIPTION"])


def test_the_programme_is_told_and_candidates_are_numbers(app: Flask) -> None:
    event = an_event(announced_at=now(), starts_at=in_paris(2027, 7, 6), rounds=2)
    candidate = a_participant(event, first_name="Hyacinthe", badge_name="Hya")
    host = a_participant(event, "host", organisation_name="Maison de santé")
    db.session.add(
        Meeting(event_id=event.id, round=1, table=4, candidate_id=candidate.id, host_id=host.id)
    )
    db.session.commit()
    said = _said(candidate, "REQUEST")
    assert "18\xa0h\xa039 · table 5 · Maison de santé" in said
    heard = _said(host, "REQUEST")
    assert "· table 5 · M1" in heard
    assert "Hya" not in heard
    off = _said(candidate, "CANCEL")
    assert "table" not in off


def test_a_link_sent_once_more_leaves_the_programme_in_the_calendar(app: Flask) -> None:
    event = a_planned_event(3, 3)
    someone = list_participants(event.id, "candidate")[0]
    lines = [line for line in programme_of(someone) if not line.is_idle]
    assert lines
    remind(someone.id)
    query = select(OutboxMessage).where(OutboxMessage.to_address == someone.email)
    announced, again = db.session.scalars(query.order_by(OutboxMessage.id))
    told = [_only_event(each.calendar or "") for each in (announced, again)]
    assert [str(each["description"]).count("table") for each in told] == [len(lines)] * 2
    assert told[0]["sequence"] == told[1]["sequence"]
