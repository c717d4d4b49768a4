"""Who waits, in which order, and who gets the seat that becomes free, on both databases."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask
from sqlalchemy import select

from models import DatingEvent, OutboxMessage, Participant, db
from models.base import now
from services import registrations, waiting_list
from services.registrations import Registration, register
from tests.factories import a_participant, an_event


def a_queue(event: DatingEvent, length: int, side: str = "candidate") -> list[Participant]:
    """People who wait, the first the longest."""
    since = now() - timedelta(days=2)
    return [
        a_participant(event, side, status="waiting", waiting_since=since + timedelta(minutes=n))
        for n in range(length)
    ]


def promoted_mails() -> int:
    query = select(OutboxMessage).where(OutboxMessage.template == "participant_promoted")
    return len(db.session.scalars(query).all())


def test_the_line_goes_by_when_one_confirmed_not_by_number(app: Flask) -> None:
    event = an_event(candidate_capacity=0)
    late, early = a_queue(event, 2)
    late.waiting_since = now()
    db.session.flush()
    assert [waiting_list.position(each) for each in (early, late)] == [1, 2]
    assert waiting_list.position(a_participant(event)) is None


def test_a_seat_given_up_goes_to_the_first_who_waits(app: Flask) -> None:
    event = an_event(candidate_capacity=1)
    seated = a_participant(event)
    first, second = a_queue(event, 2)
    assert registrations.cancel(seated) == [first]
    assert (first.status, second.status) == ("registered", "waiting")
    assert first.promoted_at is not None
    assert waiting_list.position(second) == 1
    assert promoted_mails() == 1


def test_each_side_has_its_own_line(app: Flask) -> None:
    event = an_event(candidate_capacity=1, host_capacity=1)
    candidate, host = a_participant(event), a_participant(event, "host")
    (waiting_candidate,), (waiting_host,) = a_queue(event, 1), a_queue(event, 1, "host")
    registrations.cancel(host)
    assert (waiting_candidate.status, waiting_host.status) == ("waiting", "registered")
    assert candidate.status == "registered"


def test_more_seats_take_as_many_in_and_twice_is_as_once(app: Flask) -> None:
    event = an_event(candidate_capacity=0)
    line = a_queue(event, 5)
    event.candidate_capacity = 3
    db.session.flush()
    assert waiting_list.promote(event, now()) == line[:3]
    assert waiting_list.promote(event, now()) == []
    assert waiting_list.seats_left(event, "candidate") == 0
    assert promoted_mails() == 3


def test_fewer_seats_than_people_are_no_seat_left(app: Flask) -> None:
    event = an_event(candidate_capacity=2)
    for _ in range(2):
        a_participant(event)
    event.candidate_capacity = 1
    db.session.flush()
    assert waiting_list.seats_left(event, "candidate") == 0
    a_queue(event, 1)
    assert waiting_list.promote(event, now()) == []


def test_nobody_overtakes_those_who_wait(app: Flask) -> None:
    event = an_event(candidate_capacity=0)
    first, second = a_queue(event, 2)
    event.candidate_capacity = 1  # and no job has run since
    db.session.flush()
    late = register(
        event,
        "candidate",
        Registration(email="tard@essai.example"),
        source="link",
        is_confirmed=True,
    )
    assert [each.status for each in (first, second, late)] == ["registered", "waiting", "waiting"]
    assert waiting_list.position(late) == 2


def test_nothing_moves_once_it_has_begun_or_is_off(app: Flask) -> None:
    for answers in ({"starts_at": now()}, {"status": "cancelled"}, {"status": "closed"}):
        event = an_event(**answers)
        (one,) = a_queue(event, 1)
        assert waiting_list.promote(event, now()) == []
        assert one.status == "waiting"


def test_who_leaves_the_line_lets_the_others_forward(app: Flask) -> None:
    event = an_event(candidate_capacity=0)
    first, second = a_queue(event, 2)
    registrations.cancel(first)
    assert waiting_list.position(second) == 1
    assert second.status == "waiting"
    message = db.session.scalars(select(OutboxMessage)).one()
    assert (message.template, message.calendar) == ("participant_cancelled", None)
