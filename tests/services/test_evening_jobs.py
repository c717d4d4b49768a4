"""What the clock does around evenings: once each, in time or not at all, each alone."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, text

from models import (
    Card,
    DatingEvent,
    EveningFeedback,
    EveningIntroduction,
    EventClock,
    EventOrganiser,
    InvitationProposal,
    Meeting,
    OutboxMessage,
    Participant,
    Wish,
    db,
)
from models.vocabulary import ClockState, EventRight, EventStatus
from services import evening_jobs as jobs
from services import evening_orders as orders
from services.check_in import mark_absent
from services.emails import render_email
from services.evening_closing import close
from services.evening_results import sum_up
from services.participant_keys import token_of
from services.reconfirmation import NotExpectedAnyMore, may_reconfirm, reconfirm
from services.transaction import transaction
from tests.factories import a_visible_doctor
from tests.factories.after_evenings import a_card, a_meeting, some_people
from tests.factories.evenings import a_full_event, a_participant, an_event, an_organiser, in_paris

EVENING = in_paris(2026, 11, 24)  # a Tuesday, 18:30 in Paris
DAY = timedelta(days=1)


def the_event(**answers: Any) -> DatingEvent:
    """An evening of 24 November: registration in October, the plan the day before at noon."""
    said: dict[str, Any] = {
        "starts_at": EVENING,
        "opens_at": in_paris(2026, 10, 1, 9, 0),
        "closes_at": in_paris(2026, 11, 20, 18, 0),
        "plan_at": in_paris(2026, 11, 23, 12, 0),
    }
    return an_event(**(said | answers))


def told(template: str) -> list[str]:
    query = select(OutboxMessage).where(OutboxMessage.template == template)
    return [row.to_address for row in db.session.scalars(query.order_by(OutboxMessage.id))]


def mine(person: Participant) -> str:
    return f"/rencontres/inscription/{token_of(person)}"


def twice(job: Any, at: datetime) -> int:
    """Run it, and run it again an hour later: nothing more is done."""
    with transaction():
        first = job(at)
    with transaction():
        again = job(at + timedelta(hours=1))
    assert (again.acts, first.failed, again.failed) == (0, [], [])
    return int(first.acts)


@pytest.fixture
def team(app: Flask) -> DatingEvent:
    """The evening, with a co-organiser, someone of the desk and someone only invited."""
    event = the_event()
    for right, accepted in ((EventRight.EDITOR, True), (EventRight.DESK, True),
                            (EventRight.EDITOR, False)):  # fmt: skip
        account = an_organiser()
        event.organisers.append(
            EventOrganiser(
                email=account.email, account_id=account.id if accepted else None,
                right=right.value, accepted_at=EVENING if accepted else None,
            )
        )  # fmt: skip
    db.session.flush()
    return event


def test_opening_and_closing_are_told_to_those_who_may_act(team: DatingEvent) -> None:
    a_participant(team)
    acting = [one.email for one in team.organisers][:2]
    assert jobs.tell_openings(team.opens_at - timedelta(minutes=1)).acts == 0
    assert twice(jobs.tell_openings, team.opens_at) == 2
    assert told("registration_opened") == acting
    assert jobs.tell_closings(team.closes_at - timedelta(minutes=1)).acts == 0
    assert twice(jobs.tell_closings, team.closes_at + timedelta(hours=3)) == 2
    assert told("registration_closed") == acting
    row = db.session.query(OutboxMessage).filter_by(template="registration_closed").first()
    assert row is not None
    assert "1 candidat et 0 hôte" in render_email("registration_closed", row.context).text
    assert team.status == EventStatus.PUBLISHED


def test_what_nobody_needs_any_more_is_noted_and_not_sent(app: Flask) -> None:
    event = the_event()
    assert twice(jobs.tell_openings, event.closes_at) == 0
    assert twice(jobs.tell_closings, EVENING) == 0
    assert event.opening_told_at is not None
    assert event.closing_told_at is not None
    drafts = the_event(status="draft")
    assert twice(jobs.tell_openings, drafts.opens_at) == 0
    assert drafts.opening_told_at is None


@pytest.mark.parametrize(
    ("at", "days"),
    [
        (in_paris(2026, 11, 16, 23, 59), None), (in_paris(2026, 11, 17, 8, 15), 7),
        (in_paris(2026, 11, 18, 20, 15), 6), (in_paris(2026, 11, 19, 8, 15), 0),
    ],
)  # fmt: skip
def test_a_week_before_or_six_days_and_no_later(app: Flask, at: datetime, days: int | None) -> None:
    event = the_event()
    seated, confirmed = a_participant(event), a_participant(event, "host", reconfirmed_at=at)
    for status in ("pending", "waiting", "cancelled"):
        a_participant(event, status=status)
    sent = twice(jobs.remind_week, at) if days is not None else jobs.remind_week(at).acts
    assert told("evening_reminder") == ([seated.email, confirmed.email] if days else [])
    assert sent == (2 if days else 0)
    assert (event.week_reminder_at is None) is (days is None)
    rows = db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)).all()
    texts = [render_email("evening_reminder", row.context).text.replace("\u00a0", " ")
             for row in rows]  # fmt: skip
    if days:
        assert f"dans {days} jours, mardi 24 novembre à 18 h 30" in texts[0]
        assert [f"{mine(seated)}/venir\n" in texts[0], "/venir" in texts[1]] == [True, False]
        assert all(f"{mine(who)}/annuler\n" in text
                   for who, text in zip((seated, confirmed), texts, strict=True))  # fmt: skip


@pytest.mark.parametrize(
    ("at", "says"),
    [
        (in_paris(2026, 11, 22, 23, 0), None), (in_paris(2026, 11, 23, 8, 20), "demain"),
        (in_paris(2026, 11, 24, 9, 20), "aujourd’hui"), (in_paris(2026, 11, 24, 19, 0), ""),
    ],
)  # fmt: skip
def test_the_day_before_or_that_very_day(app: Flask, at: datetime, says: str | None) -> None:
    event = the_event()
    a_participant(event)
    assert jobs.remind_day(at).acts == (1 if says else 0)
    assert (event.day_reminder_at is None) is (says is None)
    rows = db.session.scalars(select(OutboxMessage)).all()
    assert [says in row for row in [render_email(r.template, r.context).text for r in rows]] == (
        [True] if says else []
    )


def test_days_are_those_of_paris_across_the_change_of_hour(app: Flask) -> None:
    event = the_event(starts_at=in_paris(2027, 4, 2, 0, 30))  # Friday, half past midnight
    a_participant(event)
    assert jobs.remind_week(in_paris(2027, 3, 26, 0, 5)).acts == 1  # seven days, 167 hours


def test_down_for_two_days(app: Flask) -> None:
    event = a_full_event(3, 2, starts_at=EVENING, opens_at=EVENING - 30 * DAY,
                         closes_at=EVENING - 4 * DAY, plan_at=EVENING - DAY)  # fmt: skip
    at = EVENING - timedelta(hours=6)  # nothing has run for a week
    for job in (jobs.tell_openings, jobs.tell_closings, jobs.remind_week, jobs.remind_day,
                jobs.make_plans):  # fmt: skip
        twice(job, at)
    assert told("registration_opened") == []
    assert len(told("registration_closed")) == 1
    assert len(told("evening_reminder")) == 5  # that of the day alone
    assert len(told("evening_plan")) == 5
    assert event.announced_at == at


def test_a_free_seat_goes_to_who_waits(app: Flask) -> None:
    event = the_event(candidate_capacity=1)
    waiting = a_participant(event, status="waiting", waiting_since=EVENING - 9 * DAY)
    assert twice(jobs.promote_waiting, EVENING - 8 * DAY) == 1
    db.session.refresh(waiting)
    assert waiting.status == "registered"
    assert told("participant_promoted") == [waiting.email]
    late = a_participant(event, status="waiting", waiting_since=EVENING - 9 * DAY)
    event.candidate_capacity = 2
    assert jobs.promote_waiting(EVENING + DAY).acts == 0
    assert late.status == "waiting"


def test_the_plan_is_made_and_sent_at_its_hour(app: Flask) -> None:
    event = a_full_event(4, 3, starts_at=EVENING, closes_at=EVENING - 4 * DAY,
                         opens_at=EVENING - 30 * DAY, plan_at=EVENING - DAY)  # fmt: skip
    by_hand = a_full_event(2, 2, starts_at=EVENING, closes_at=EVENING - 4 * DAY,
                           opens_at=EVENING - 30 * DAY, plan_at=None)  # fmt: skip
    assert jobs.make_plans(EVENING - DAY - timedelta(minutes=1)).acts == 0
    assert twice(jobs.make_plans, EVENING - DAY) == 7
    assert db.session.query(Meeting).filter_by(event_id=event.id).count() == 12
    assert by_hand.announced_at is None


def test_a_plan_that_cannot_be_made_is_told_to_the_organisers_once(app: Flask) -> None:
    empty = the_event()
    a_participant(empty)  # and no host
    other = a_full_event(3, 2, starts_at=EVENING, closes_at=EVENING - 4 * DAY,
                         opens_at=EVENING - 30 * DAY, plan_at=EVENING - DAY)  # fmt: skip
    at = EVENING - timedelta(hours=20)
    assert twice(jobs.make_plans, at) == 5
    assert other.announced_at == at
    assert empty.announced_at is None
    assert told("evening_plan_failed") == [empty.contact_email]
    a_participant(empty, "host")  # someone mends it
    assert jobs.make_plans(at + timedelta(hours=2)).acts == 2


def test_one_evening_that_fails_stops_no_other_and_names_nobody(
    app: Flask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    broken, fine = the_event(), the_event()
    a_participant(broken)
    a_participant(fine)
    real = jobs.messages.remind

    def sometimes(event: DatingEvent, kind: str, days: int) -> int:
        real(event, kind, days)
        if event.id == broken.id:
            raise ValueError("zorglub@example.org")
        return 1

    monkeypatch.setattr(jobs.messages, "remind", sometimes)
    with caplog.at_level(logging.INFO), transaction():
        done = jobs.remind_week(EVENING - 7 * DAY)
    assert (done.acts, done.failed) == (1, [broken.id])
    db.session.expire_all()
    assert broken.week_reminder_at is None  # it is tried again
    assert fine.week_reminder_at is not None
    assert len(told("evening_reminder")) == 1
    assert f"evening {broken.id} failed (ValueError)" in caplog.text
    assert "zorglub" not in caplog.text


def test_a_plan_that_breaks_is_told_too(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    event = the_event()

    def broken(*_: object) -> int:
        raise ValueError

    monkeypatch.setattr(jobs, "plan_evening_now", broken)
    for _ in range(2):
        with transaction():
            assert jobs.make_plans(EVENING - timedelta(hours=20)).failed == [event.id]
    assert told("evening_plan_failed") == [event.contact_email]


def test_a_failure_that_cannot_be_told_stops_no_other_evening(
    app: Flask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    first, broken, last = the_event(), the_event(), the_event()
    tell = jobs.messages.tell_plan_failed

    def plan(event: DatingEvent, *_: object) -> int:
        event.announced_at = EVENING - DAY
        if event.id == broken.id:
            raise ValueError
        return 1

    def told_badly(event: DatingEvent) -> int:
        tell(event)
        # What a database refuses ends its whole transaction, unless a savepoint holds it.
        db.session.execute(text("SELECT zorglub FROM nowhere"))
        return 1

    monkeypatch.setattr(jobs, "plan_evening_now", plan)
    monkeypatch.setattr(jobs.messages, "tell_plan_failed", told_badly)
    with transaction():
        done = jobs.make_plans(EVENING - timedelta(hours=20))
    assert (done.acts, done.failed) == (2, [broken.id])
    db.session.expire_all()
    assert [each.announced_at is not None for each in (first, broken, last)] == [True, False, True]
    assert told("evening_plan_failed") == [], "rolled back alone"
    assert f"the failure of evening {broken.id} could not be told" in caplog.text
    assert "zorglub" not in caplog.text


def test_cards_are_chased_the_next_day_from_those_who_came(app: Flask) -> None:
    event = the_event()
    [[doctor, absent, done], [host]] = some_people(event, 3, 1)
    for round_, one in enumerate((doctor, absent, done)):
        a_meeting(one, host, round_)
    for one in (doctor, done, host):
        one.checked_in_at = EVENING
    a_card(done, host, "no", "canari")
    db.session.flush()
    assert jobs.chase_cards(EVENING + timedelta(hours=4)).acts == 0
    assert twice(jobs.chase_cards, EVENING + timedelta(hours=15)) == 3
    assert told("cards_chase") == [doctor.email, host.email]
    assert told("evening_to_close") == [event.contact_email]
    said = str([row.context for row in db.session.scalars(select(OutboxMessage))])
    assert "canari" not in said
    late = the_event()
    assert twice(jobs.chase_cards, EVENING + 4 * DAY) == 0
    assert late.cards_chased_at is not None


def test_results_go_to_the_organisers_once_closed(app: Flask) -> None:
    event = the_event()
    [[doctor], [host]] = some_people(event, 1, 1)
    a_card(doctor, host)
    a_card(host, doctor)
    at = EVENING + DAY
    assert jobs.send_results(at).acts == 0
    close(event, at)
    with transaction():
        jobs.send_results(at)
    with transaction():
        jobs.send_results(at + DAY)
    assert told("evening_results") == [event.contact_email]
    assert jobs.send_results(at + 30 * DAY).acts == 0


def test_opinions_are_asked_a_week_later_from_those_who_came(app: Flask) -> None:
    event = the_event()
    came, gone = a_participant(event), a_participant(event, absent_at=EVENING)
    answered = a_participant(event, gave_feedback=True)
    assert jobs.ask_feedback(EVENING + 6 * DAY).acts == 0
    assert twice(jobs.ask_feedback, in_paris(2026, 12, 1, 9, 35)) == 1
    assert told("feedback_ask") == [came.email]
    assert gone.email not in told("feedback_ask")
    assert answered.email not in told("feedback_ask")
    late = the_event(starts_at=EVENING - 60 * DAY)
    a_participant(late)
    assert twice(jobs.ask_feedback, EVENING) == 0


def test_outcomes_are_asked_at_six_twelve_and_twenty_four_months(app: Flask) -> None:
    event = the_event()
    [[doctor], [host]] = some_people(event, 1, 1)
    a_card(doctor, host)
    a_card(host, doctor)
    close(event, EVENING + DAY)
    for day, sent in (
        (in_paris(2027, 5, 23, 10, 40), 0), (in_paris(2027, 5, 24, 10, 40), 2),
        (in_paris(2027, 11, 30, 10, 40), 2), (in_paris(2028, 6, 1, 10, 40), 0),
        (in_paris(2028, 11, 24, 10, 40), 2),
    ):  # fmt: skip
        assert twice(jobs.ask_all_outcomes, day) == sent
    assert len(told("outcome_ask")) == 6


def a_remembered_evening() -> tuple[DatingEvent, list[Participant]]:
    event = the_event()
    [[doctor, alone], [host]] = some_people(event, 2, 1)
    db.session.add(Wish(author_id=alone.id, about_id=host.id, kind="no"))
    visible = a_visible_doctor()
    db.session.add(InvitationProposal(event_id=event.id, doctor_id=visible.id, gain=0.4))
    db.session.add(EventOrganiser(event_id=event.id, email="jamais@example.org", right="desk"))
    a_card(doctor, host)
    a_card(host, doctor)
    a_card(alone, host, "yes", "note")
    db.session.add(EveningFeedback(id="0" * 32, event_id=event.id, side="host", mark=4))
    db.session.flush()
    close(event, EVENING + DAY)
    return event, [doctor, alone, host]


def test_an_evening_forgets_words_then_people_and_keeps_counts(app: Flask) -> None:
    event, [doctor, alone, host] = a_remembered_evening()
    assert twice(jobs.forget_evenings, EVENING + 30 * DAY) == 0
    assert db.session.query(Card).count() == 3
    assert twice(jobs.forget_evenings, EVENING + 32 * DAY) == 0
    assert db.session.query(Card).count() == db.session.query(Wish).count() == 0
    assert sum_up(event).cards == 3
    assert twice(jobs.forget_evenings, EVENING + 91 * DAY) == 1
    db.session.expire_all()
    assert [one.anonymised_at is not None for one in (doctor, alone, host)] == [False, True, False]
    assert (alone.email, alone.first_name) == (f"inscription-effacee-{alone.id}@ancrage.invalid",
                                               None)  # fmt: skip
    assert db.session.query(InvitationProposal).count() == 0
    assert [one.right for one in event.organisers] == ["owner"]
    assert event.anonymised_at is None
    assert twice(jobs.forget_evenings, EVENING + 780 * DAY) == 0
    assert twice(jobs.forget_evenings, EVENING + 800 * DAY) == 2
    db.session.expire_all()
    assert event.anonymised_at is not None
    assert db.session.query(EveningIntroduction).count() == 1
    assert db.session.query(EveningFeedback).count() == 1
    found = sum_up(event)
    assert (found.registered.total, found.cards, found.introductions) == (3, 3, 1)


def test_imaginary_evenings_are_remembered(app: Flask) -> None:
    event = the_event(is_demo=True)
    a_participant(event)
    assert twice(jobs.forget_evenings, EVENING + 900 * DAY) == 0


def test_reconfirming(app: Flask) -> None:
    event = the_event()
    person, waiting = a_participant(event), a_participant(event, status="waiting")
    first = EVENING - 6 * DAY
    assert not may_reconfirm(person, EVENING - 9 * DAY)
    assert may_reconfirm(person, first)
    reconfirm(person, first)
    reconfirm(person, first + DAY)
    assert person.reconfirmed_at == first
    for who, at in ((waiting, first), (person, EVENING + DAY)):
        assert not may_reconfirm(who, at)
        with pytest.raises(NotExpectedAnyMore):
            reconfirm(who, at)
    event.status = "cancelled"
    with pytest.raises(NotExpectedAnyMore):
        reconfirm(person, first)


def test_every_job_is_a_command_on_an_empty_site(app: Flask) -> None:
    for name in ("tell_openings", "tell_closings", "remind_week", "remind_day", "make_plans",
                 "promote_waiting", "chase_cards", "send_results", "ask_feedback",
                 "ask_outcomes", "forget_evenings"):  # fmt: skip
        said = app.test_cli_runner().invoke(args=["jobs", "run", name])
        assert (said.exit_code, said.output.strip()) == (0, f"{name} : 0")


# --- during the night ---


def a_night(app: Flask) -> tuple[DatingEvent, list[Meeting]]:
    """Two meetings of round 1 and one of round 2, the clock started on time."""
    event = the_event(tables=3, rounds=3, auto_advance=True)
    candidates, hosts = some_people(event, 2, 2)
    meetings = [
        a_meeting(candidates[0], hosts[0], 0), a_meeting(candidates[1], hosts[1], 0),
        a_meeting(candidates[0], hosts[1], 1),
    ]  # fmt: skip
    orders.start(event, EVENING)
    db.session.commit()
    return event, meetings


def states(meetings: list[Meeting]) -> list[str]:
    db.session.expire_all()
    return [one.state for one in meetings]


def test_what_was_held_is_written_though_nobody_gives_an_order(app: Flask) -> None:
    event, meetings = a_night(app)
    version = db.session.get_one(EventClock, event.id).version
    person = db.session.get_one(Participant, meetings[1].candidate_id)
    mark_absent(person, EVENING)
    shown = db.session.get_one(EventClock, event.id).version
    assert shown == version + 1
    with transaction():
        assert jobs.note_meetings(EVENING + timedelta(minutes=5)).acts == 0
    assert states(meetings) == ["planned"] * 3
    for acts in (2, 0):
        with transaction():
            assert jobs.note_meetings(EVENING + timedelta(minutes=9)).acts == acts
        assert states(meetings) == ["held", "missed", "planned"]
    assert db.session.get_one(EventClock, event.id).version == shown  # no screen asks for more
    assert twice(jobs.note_meetings, EVENING + timedelta(hours=1)) == 1
    assert states(meetings) == ["held", "missed", "held"]
    assert db.session.get_one(EventClock, event.id).state == ClockState.ENDED


def test_whoever_is_declared_absent_later_never_met_anyone(app: Flask) -> None:
    _event, meetings = a_night(app)
    with transaction():
        assert jobs.note_meetings(EVENING + timedelta(minutes=9)).acts == 2
    mark_absent(db.session.get_one(Participant, meetings[0].host_id), EVENING)
    with transaction():
        jobs.note_meetings(EVENING + timedelta(minutes=10))
    assert states(meetings) == ["missed", "held", "planned"]


def test_nights_that_do_not_run_are_left_alone(app: Flask) -> None:
    event, meetings = a_night(app)
    orders.pause(event, EVENING + timedelta(minutes=2))
    waiting = the_event()
    assert jobs.note_meetings(EVENING + timedelta(minutes=9)).acts == 0
    assert states(meetings) == ["planned"] * 3
    assert db.session.get(EventClock, waiting.id) is None
    event.status = EventStatus.CANCELLED.value
    assert jobs.note_meetings(EVENING + timedelta(minutes=9)).acts == 0
