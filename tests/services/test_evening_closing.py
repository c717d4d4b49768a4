"""The closing: mutual yes within one evening, told once to each; the rest to nobody."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from models import DatingEvent, EveningIntroduction, Introduction, OutboxMessage, db
from models.base import now
from models.vocabulary import EventStatus
from services import evening_closing
from services.cards import CardsClosed, give
from services.emails import render_email
from services.evening_closing import NotHeldYet, NothingToClose, close, preview
from services.evening_contacts import list_contacts
from services.participant_erasure import forget_participants
from services.transaction import transaction
from tests.factories import a_published_offer, a_visible_doctor
from tests.factories.after_evenings import a_begun_event, a_card, a_couple, a_meeting, some_people
from tests.factories.evenings import a_participant, an_event


def told(template: str = "evening_introduction") -> list[OutboxMessage]:
    query = select(OutboxMessage).where(OutboxMessage.template == template)
    return list(db.session.scalars(query.order_by(OutboxMessage.id)))


def pairs() -> set[tuple[int, int]]:
    rows = db.session.scalars(select(EveningIntroduction))
    return {(row.candidate_id, row.host_id) for row in rows}


@pytest.mark.parametrize(
    ("one", "other", "opens"),
    [
        ("yes", "yes", True), ("yes", "maybe", False), ("maybe", "yes", False),
        ("yes", "no", False), ("maybe", "maybe", False), ("yes", None, False),
    ],
)  # fmt: skip
def test_two_yeses_and_nothing_less(app: Flask, one: str, other: str | None, opens: bool) -> None:
    event = a_begun_event()
    [[doctor], [host]] = some_people(event, 1, 1)
    a_card(doctor, host, one, "note-secrète")
    if other:
        a_card(host, doctor, other)
    assert close(event, now()) == int(opens)
    assert pairs() == ({(doctor.id, host.id)} if opens else set())
    assert len(told()) == (2 if opens else 0)
    assert db.session.query(OutboxMessage).count() == len(told())
    assert (event.status, event.cards_given) == (EventStatus.CLOSED, 1 + bool(other))
    said = " ".join(str(row.context) for row in told())
    assert "note-secrète" not in said
    assert bool(list_contacts(doctor)) is opens


def test_a_namesake_number_of_another_evening_receives_nothing(app: Flask) -> None:
    tonight, other_night = a_begun_event(), a_begun_event()
    [[doctor], [host]] = some_people(tonight, 1, 1)
    [[namesake], [other_host]] = some_people(other_night, 1, 1)
    assert (doctor.number, host.number) == (namesake.number, other_host.number)
    a_card(doctor, host)
    a_card(other_host, namesake)  # yes of M1, but of the other evening
    # rows that no page can make: cards across two evenings, and under a wrong evening
    a_card(doctor, other_host)
    a_card(other_host, doctor)
    a_card(host, namesake).event_id = tonight.id
    a_card(namesake, host).event_id = tonight.id
    db.session.flush()
    assert close(tonight, now()) == 0
    assert close(other_night, now()) == 0
    assert pairs() == set()
    assert told() == []


def test_one_message_each_with_all_their_introductions(app: Flask) -> None:
    event = a_begun_event()
    [[doctor, other], [host, second, third]] = some_people(event, 2, 3)
    doctor.phone, host.phone = "06 11 11 11 11", None
    host.badge_name, doctor.last_name = "Figeac", "Martin"
    for one in (host, second):
        a_card(doctor, one)
        a_card(one, doctor)
    a_card(third, doctor)  # one-sided
    a_card(other, third)
    assert close(event, now()) == 2
    by_address = {row.to_address: row for row in told()}
    assert set(by_address) == {doctor.email, host.email, second.email}
    mine = render_email("evening_introduction", by_address[doctor.email].context)
    for one in (host, second):
        assert one.email in mine.text
        assert one.organisation_name in mine.text
    theirs = render_email("evening_introduction", by_address[host.email].context)
    assert all(each in theirs.text for each in ("Martin", doctor.email, "06 11 11 11 11"))
    everything = " ".join(f"{row.context}" for row in told())
    assert third.email not in everything
    assert other.email not in everything
    assert list_contacts(third) == []
    assert list_contacts(other) == []
    assert [contact.number for contact in list_contacts(doctor)] == ["H1", "H2"]


def test_twice_is_once(app: Flask) -> None:
    event = a_begun_event()
    [[doctor], [host]] = some_people(event, 1, 1)
    a_card(doctor, host)
    a_card(host, doctor)
    at = now()
    assert close(event, at) == 1
    assert close(event, at + timedelta(hours=1)) == 1
    assert event.closed_at == at
    assert len(told()) == 2
    with pytest.raises(CardsClosed):
        give(doctor, host.id, "no")


def test_cut_in_the_middle_nothing_was_done(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    event = a_begun_event()
    [[doctor], [host]] = some_people(event, 1, 1)
    a_card(doctor, host)
    a_card(host, doctor)
    db.session.commit()

    def killed(_: Any) -> int:
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(evening_closing, "tell_introductions", killed)
        with pytest.raises(SystemExit), transaction():
            close(event, now())
    db.session.expire_all()
    assert (event.status, pairs(), told()) == (EventStatus.PUBLISHED, set(), [])
    with transaction():
        assert close(event, now()) == 1
    assert len(told()) == 2


def test_two_organisers_press_at_once(app: Flask) -> None:
    event = a_begun_event()
    [[doctor], [host]] = some_people(event, 1, 1)
    a_card(doctor, host)
    a_card(host, doctor)
    event_id, ready, counts = event.id, threading.Barrier(2), list[int]()
    db.session.commit()  # and nothing is read from here on: a reader would hold the others

    def press() -> None:
        with app.app_context():
            ready.wait(10)
            with transaction():
                counts.append(close(db.session.get_one(DatingEvent, event_id), now()))
            db.session.remove()

    threads = [threading.Thread(target=press) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    db.session.expire_all()
    assert counts == [1, 1]
    assert len(pairs()) == 1
    assert len(told()) == 2


def test_the_house_s_introduction_where_a_profile_and_an_offer_stand_behind(app: Flask) -> None:
    event = a_begun_event()
    doctor, offer = a_visible_doctor(), a_published_offer()
    known = a_participant(event, account_id=doctor.account_id, doctor_id=doctor.id)
    guest = a_participant(event)
    host = a_participant(event, "host", offer_id=offer.id)
    for one in (known, guest):
        a_card(one, host)
        a_card(host, one)
    assert close(event, now()) == 2
    [introduction] = db.session.scalars(select(Introduction)).all()
    assert (introduction.doctor_id, introduction.offer_id) == (doctor.id, offer.id)
    rows = db.session.scalars(select(EveningIntroduction)).all()
    assert {row.candidate_id: row.introduction_id for row in rows} == {
        known.id: introduction.id,
        guest.id: None,
    }


def test_an_offer_that_is_not_published_opens_no_contact_elsewhere(app: Flask) -> None:
    event = a_begun_event()
    doctor, offer = a_visible_doctor(), a_published_offer()
    offer.status = "filled"
    known = a_participant(event, account_id=doctor.account_id, doctor_id=doctor.id)
    host = a_participant(event, "host", offer_id=offer.id)
    a_card(known, host)
    a_card(host, known)
    assert close(event, now()) == 1
    assert db.session.query(Introduction).count() == 0


def test_who_cancelled_or_erased_is_introduced_to_nobody(app: Flask) -> None:
    event = a_begun_event()
    [[gone, erased], [host]] = some_people(event, 2, 1)
    for one in (gone, erased):
        a_card(one, host)
        a_card(host, one)
    gone.status = "cancelled"
    forget_participants([erased], now())
    assert close(event, now()) == 0
    assert told() == []


def test_each_of_a_couple_for_themselves(app: Flask) -> None:
    event = a_begun_event()
    [[first, second], [host]] = some_people(event, 2, 1)
    a_couple(first, second)
    a_meeting(first, host)
    a_card(first, host, "no")
    a_card(second, host)
    a_card(host, first)
    a_card(host, second)
    assert close(event, now()) == 1
    assert pairs() == {(second.id, host.id)}
    assert {row.to_address for row in told()} == {second.email, host.email}


def test_not_before_it_begins_nor_if_it_never_did(app: Flask) -> None:
    event = an_event()
    with pytest.raises(NotHeldYet):
        close(event, now())
    for status in ("draft", "cancelled"):
        event = a_begun_event(status=status)
        with pytest.raises(NothingToClose):
            close(event, now())


def test_the_preview_counts_cards_and_not_answers(app: Flask) -> None:
    event = a_begun_event()
    [[doctor, other], [host]] = some_people(event, 2, 1)
    a_meeting(doctor, host, 0)
    a_meeting(other, host, 1)
    a_card(doctor, host)
    before = preview(event)
    assert (before.cards, before.missing, before.people_missing) == (1, 3, 2)
    a_card(host, doctor, "no")
    after_no = preview(event)
    db.session.query(OutboxMessage).delete()
    assert (after_no.cards, after_no.missing) == (2, 2)
