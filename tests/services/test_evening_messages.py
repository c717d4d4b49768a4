"""What is asked again, and of whom it is awaited, when an evening moves or was published late."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from models import DatingEvent, OutboxMessage, db
from services import evening_jobs as jobs
from services import event_people
from services.event_changes import change_event
from services.reconfirmation import reconfirm
from services.transaction import transaction
from tests.factories.evenings import a_participant, an_event, in_paris
from tests.services.test_events import said_of

Job = Callable[[datetime], jobs.Done]
EVENING = in_paris(2026, 11, 24)
ASKED = in_paris(2026, 11, 17, 9, 0)


def the_event() -> DatingEvent:
    return an_event(
        starts_at=EVENING,
        opens_at=in_paris(2026, 10, 1, 9, 0),
        closes_at=in_paris(2026, 11, 20, 18, 0),
        plan_at=in_paris(2026, 11, 23, 12, 0),
    )


def told(template: str) -> list[str]:
    query = select(OutboxMessage.to_address).where(OutboxMessage.template == template)
    return list(db.session.scalars(query.order_by(OutboxMessage.id)))


def move(event: DatingEvent, to: datetime, at: datetime) -> None:
    with transaction():
        change_event(event, replace(said_of(event), starts_at=to), at=at)


def test_an_evening_put_off_asks_again_for_its_new_day(app: Flask) -> None:
    event = the_event()
    person = a_participant(event, confirmed_at=in_paris(2026, 11, 2))
    assert jobs.remind_week(ASKED).acts == 1
    reconfirm(person, ASKED)
    move(event, EVENING + timedelta(days=14), ASKED + timedelta(days=1))
    moved = ASKED + timedelta(days=1)
    assert event_people.list_unreconfirmed(event, moved) == []  # asked of that day is nobody yet
    assert jobs.remind_week(ASKED + timedelta(days=14)).acts == 1
    assert jobs.remind_week(ASKED + timedelta(days=14, hours=1)).acts == 0
    assert jobs.remind_day(EVENING + timedelta(days=13)).acts == 1
    assert told("evening_reminder") == [person.email] * 3
    assert event_people.list_unreconfirmed(event, EVENING + timedelta(days=13)) == [person]


def test_a_closing_put_off_is_told_again(app: Flask) -> None:
    event = the_event()
    jobs.tell_closings(in_paris(2026, 11, 20, 19, 0))
    with transaction():
        later = replace(said_of(event), closes_at=in_paris(2026, 11, 22, 18, 0))
        change_event(event, later, at=in_paris(2026, 11, 21, 9, 0))
    jobs.tell_closings(in_paris(2026, 11, 22, 19, 0))
    jobs.tell_closings(in_paris(2026, 11, 22, 20, 0))
    assert len(told("registration_closed")) == 2


@pytest.mark.parametrize(("days", "asked"), [(7, 1), (6, 1), (5, 0), (3, 0)])
def test_nobody_is_said_to_have_kept_silent_who_was_not_asked(
    app: Flask, days: int, asked: int
) -> None:
    event = the_event()
    a_participant(event, confirmed_at=in_paris(2026, 11, 2))
    assert jobs.remind_week(EVENING - timedelta(days=days)).acts == asked
    assert event.week_reminder_at is not None
    soon = EVENING - timedelta(days=2)
    assert len(event_people.list_unreconfirmed(event, soon)) == asked
    assert event_people.free_unreconfirmed(event, soon) == (asked, 0)


def test_a_move_of_a_day_or_two_leaves_everyone_their_seat(app: Flask) -> None:
    event = the_event()
    person = a_participant(event, confirmed_at=in_paris(2026, 11, 2))
    jobs.remind_week(ASKED)
    reconfirm(person, ASKED)
    move(event, EVENING + timedelta(days=1), EVENING - timedelta(days=4))
    assert person.reconfirmed_at is None
    jobs.remind_week(EVENING - timedelta(days=4))
    assert event_people.list_unreconfirmed(event, EVENING - timedelta(days=3)) == []
    assert jobs.remind_day(EVENING).acts == 1
    assert event_people.list_unreconfirmed(event, EVENING) == [person]


def test_nobody_on_their_way_loses_their_seat(app: Flask) -> None:
    event = the_event()
    person = a_participant(event, confirmed_at=in_paris(2026, 11, 2))
    jobs.remind_week(ASKED)
    assert event_people.list_unreconfirmed(event, EVENING - timedelta(seconds=1)) == [person]
    assert event_people.free_unreconfirmed(event, EVENING) == (0, 0)
    assert person.status == "registered"


@pytest.mark.parametrize(
    ("job", "at", "status"),
    [
        (jobs.tell_openings, in_paris(2026, 10, 1, 9, 5), "cancelled"),
        (jobs.tell_closings, in_paris(2026, 11, 20, 18, 10), "cancelled"),
        (jobs.remind_week, ASKED, "cancelled"),
        (jobs.remind_day, in_paris(2026, 11, 23, 9, 0), "cancelled"),
        (jobs.chase_cards, in_paris(2026, 11, 25, 9, 0), "closed"),
    ],
)
def test_an_evening_that_changed_while_the_job_waited_for_it_is_left_alone(
    app: Flask, monkeypatch: pytest.MonkeyPatch, job: Job, at: datetime, status: str
) -> None:
    event = the_event()
    a_participant(event)
    monkeypatch.setattr(jobs, "_find", lambda *_due: [event.id])  # as it was a moment before
    event.status = status
    db.session.flush()
    assert job(at).acts == 0
    assert db.session.scalars(select(OutboxMessage)).all() == []
