"""Opinions: nobody can be found behind one, and few are not shown."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from models import Base, DatingEvent, EveningFeedback, Participant, db
from models.base import now
from services.evening_feedback import (
    FeedbackGiven,
    FeedbackNotOpen,
    MarkMissing,
    Opinion,
    give_feedback,
    read_feedback,
)
from tests.factories.evenings import a_participant, an_event


def a_past_event() -> DatingEvent:
    start = now() - timedelta(days=2)
    return an_event(starts_at=start, closes_at=start - timedelta(days=1))


def test_an_answer_leads_back_to_nobody(app: Flask) -> None:
    event = a_past_event()
    person = a_participant(event)
    db.session.commit()
    before = {column.name: getattr(person, column.name) for column in Participant.__table__.columns}
    give_feedback(person, Opinion(4, "right", True, "Très bien"))
    db.session.commit()
    db.session.refresh(person)
    after = {column.name: getattr(person, column.name) for column in Participant.__table__.columns}
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"gave_feedback"}  # not even the hour of the last change
    [row] = db.session.scalars(select(EveningFeedback)).all()
    assert not EveningFeedback.__table__.foreign_keys - {
        key for key in EveningFeedback.__table__.foreign_keys if key.column.name == "id"
        and key.column.table.name == "dating_event"
    }  # fmt: skip
    assert len(row.id) == 32
    times = [c.name for c in Base.metadata.tables["evening_feedback"].columns if "at" in c.name]
    assert times == []


def test_once(app: Flask) -> None:
    person = a_participant(a_past_event())
    give_feedback(person, Opinion(4))
    with pytest.raises(FeedbackGiven):
        give_feedback(person, Opinion(1))
    assert db.session.query(EveningFeedback).count() == 1


def test_by_those_who_came_once_it_is_over(app: Flask) -> None:
    soon = an_event(starts_at=now() + timedelta(hours=1))
    past = a_past_event()
    called_off = a_past_event()
    called_off.status = "cancelled"
    for person in (
        a_participant(soon),
        a_participant(past, status="waiting"),
        a_participant(past, absent_at=now()),
        a_participant(called_off),
    ):
        with pytest.raises(FeedbackNotOpen):
            give_feedback(person, Opinion(5))
    for mark in (0, 6, -1):
        with pytest.raises(MarkMissing):
            give_feedback(a_participant(past), Opinion(mark))
    assert db.session.query(EveningFeedback).count() == 0


def test_shown_from_five_a_side(app: Flask) -> None:
    event = a_past_event()
    for mark in (5, 4, 3, 2):
        give_feedback(a_participant(event), Opinion(mark, "long", True, "secret"))
        give_feedback(a_participant(event, "host"), Opinion(5, "short", False, "secret"))
    assert [(one.answers, one.is_shown, one.comments) for one in read_feedback(event)] == [
        (4, False, ()),
        (4, False, ()),
    ]
    give_feedback(a_participant(event), Opinion(1, "x-pace", None, "  "))
    candidates, hosts = read_feedback(event)
    assert candidates.mark == pytest.approx(3.0)
    assert (candidates.paces, candidates.would_return) == ((), None)  # only four said that
    assert candidates.comments == ("secret",) * 4
    assert not hosts.is_shown
    other = read_feedback(a_past_event())
    assert [one.answers for one in other] == [0, 0]
