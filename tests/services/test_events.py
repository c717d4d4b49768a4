"""The life of an evening: its rules, its changes, its end."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar
from sqlalchemy import delete, func, select

from models import DatingEvent, EveningPlanRow, EventClock, Meeting, OutboxMessage, db
from models.base import now
from models.vocabulary import EventStatus, ParticipantStatus
from services.accounts import NotConfirmed
from services.email_samples import SAMPLES
from services.emails import render_email
from services.evening_jobs import make_plans
from services.evening_programme import ends_at, list_slots
from services.evening_views import programme_of
from services.evening_words import list_moments, tell_changeover, tell_programme
from services.event_changes import (
    CapacityTaken,
    EveningStarted,
    PlanAnnounced,
    change_event,
)
from services.event_overview import AutomaticJob, NextStep, count_sides, list_jobs, next_step_of
from services.event_rules import (
    BreakAfterEnd,
    BreakLengthWrong,
    BreakTwice,
    ClosesAfterStart,
    ClosesBeforeOpening,
    EveningTooLong,
    EventSaid,
    FigureWrong,
    LengthUnsaid,
    MeetingLengthWrong,
    MinimumTooHigh,
    NoCapacity,
    NoRoundFits,
    NoTable,
    PlanAfterStart,
    PlanTooEarly,
    TooManyRounds,
    settle,
)
from services.events import (
    EventOver,
    EventPast,
    EventPublished,
    ReasonMissing,
    ReasonTooLong,
    call_off,
    copy_as_draft,
    create_event,
    publish,
)
from services.paris_days import PARIS, hour_in_paris
from services.paris_hours import HourSkipped, instant_in_paris, same_hour
from services.participants import list_participants
from services.refusals import Refusal
from services.transaction import transaction
from tests.factories import (
    a_draft_event,
    a_full_event,
    a_participant,
    a_planned_event,
    an_account,
    an_event,
    an_organiser,
    in_paris,
)

AT = in_paris(2026, 10, 1, 9, 0)
START = in_paris(2026, 11, 24)
SAID = EventSaid(
    title="Généraliste dating du Lot",
    organiser_name="URPS d’essai",
    contact_email="urps@example.org",
    place_name="Salle des fêtes",
    commune_code="46042",
    starts_at=START,
    tables=10,
    candidate_capacity=12,
    host_capacity=9,
    ends_at=START + timedelta(hours=2),
)


def said_of(event: DatingEvent, **changes: Any) -> EventSaid:
    """What the settings of an evening say when nothing is touched, then ``changes``."""
    names = [name for name in EventSaid.__dataclass_fields__ if hasattr(event, name)]
    kept = {name: getattr(event, name) for name in names}
    kept["breaks"] = tuple((each["after"], each["minutes"]) for each in event.breaks)
    kept["plan_by_hand"] = event.plan_at is None
    return EventSaid(**(kept | changes))


# --- the rules: no database ---


def test_two_hours_hold_fifteen_meetings_of_seven_minutes() -> None:
    columns = settle(SAID, AT)
    assert columns["rounds"] == 15
    assert columns["opens_at"] == AT
    assert columns["closes_at"] == in_paris(2026, 11, 23, 12, 0)
    assert columns["plan_at"] == in_paris(2026, 11, 23, 18, 0)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"tables": 0}, NoTable),
        ({"tables": 501}, FigureWrong),
        ({"candidate_capacity": 0}, NoCapacity),
        ({"host_capacity": -1}, NoCapacity),
        ({"meeting_minutes": 1}, MeetingLengthWrong),
        ({"meeting_minutes": 31}, MeetingLengthWrong),
        ({"changeover_seconds": -1}, FigureWrong),
        ({"rounds": 0}, FigureWrong),
        ({"rounds": 16}, TooManyRounds),
        ({"ends_at": None}, LengthUnsaid),
        ({"ends_at": START + timedelta(minutes=7)}, NoRoundFits),
        ({"ends_at": START + timedelta(hours=11)}, EveningTooLong),
        ({"ends_at": None, "rounds": 60, "meeting_minutes": 30}, EveningTooLong),
        ({"breaks": ((15, 10),), "rounds": 15, "ends_at": None}, BreakAfterEnd),
        ({"breaks": ((0, 10),)}, BreakAfterEnd),
        ({"breaks": ((3, 10), (3, 5))}, BreakTwice),
        ({"breaks": ((3, 0),)}, BreakLengthWrong),
        ({"breaks": ((3, 121),)}, BreakLengthWrong),
        ({"min_meetings": 16}, MinimumTooHigh),
        ({"closes_at": AT}, ClosesBeforeOpening),
        ({"closes_at": START + timedelta(seconds=1)}, ClosesAfterStart),
        ({"plan_at": AT}, PlanTooEarly),
        ({"plan_at": START + timedelta(seconds=1)}, PlanAfterStart),
    ],
)
def test_what_cannot_be_is_refused_by_name(changes: dict[str, Any], refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        settle(replace(SAID, **changes), AT)


def test_the_most_that_fit_is_said() -> None:
    with pytest.raises(TooManyRounds) as refused:
        settle(replace(SAID, rounds=20, breaks=((5, 15),)), AT)
    assert refused.value.data == {"rounds": 20, "most": 13}


def test_an_evening_announced_late_closes_an_hour_before() -> None:
    columns = settle(SAID, in_paris(2026, 11, 24, 10, 0))
    assert columns["closes_at"] == START - timedelta(hours=1)
    assert columns["plan_at"] == columns["closes_at"]


@given(
    minutes=st.integers(2, 30),
    changeover=st.integers(0, 900),
    available=st.integers(1, 600),
    breaks=st.lists(
        st.tuples(st.integers(1, 20), st.integers(1, 60)),
        max_size=3,
        unique_by=lambda each: each[0],
    ),
)
def test_whatever_is_settled_ends_in_time(
    minutes: int, changeover: int, available: int, breaks: list[tuple[int, int]]
) -> None:
    said = replace(
        SAID,
        meeting_minutes=minutes,
        changeover_seconds=changeover,
        ends_at=START + timedelta(minutes=available),
        breaks=tuple(breaks),
    )
    try:
        columns = settle(said, AT)
    except (NoRoundFits, BreakAfterEnd):
        return
    rounds, kept = columns["rounds"], columns["breaks"]
    assert list_slots(rounds, minutes, changeover, kept)[-1].end <= available * 60
    one_more = list_slots(rounds + 1, minutes, changeover, kept)[-1].end
    assert rounds == 60 or one_more > available * 60


def test_hours_that_clocks_skip_or_show_twice() -> None:
    with pytest.raises(HourSkipped) as refused:
        instant_in_paris(datetime(2027, 3, 28, 2, 30))  # noqa: DTZ001 - what a clock shows
    assert "28 mars à 2\u00a0h\u00a030" in str(refused.value.data["moment"])
    twice = instant_in_paris(datetime(2026, 10, 25, 2, 30))  # noqa: DTZ001 - the same
    assert twice == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    before = in_paris(2026, 10, 20)
    assert same_hour(before, 14) == in_paris(2026, 11, 3)
    assert same_hour(in_paris(2027, 3, 27, 2, 30), 1) == in_paris(2027, 3, 28, 3, 30)


# --- its life ---


@pytest.mark.usefixtures("app")
def test_a_draft_is_said_in_a_sentence() -> None:
    event = create_event(an_organiser(), replace(SAID, rounds=12, breaks=((6, 15),)), AT)
    assert event.status == EventStatus.DRAFT
    said = tell_programme(event).replace("\u00a0", " ")
    assert said == "12 manches de 7 min, une pause de 15 min, fin à 20 h 21"
    assert tell_changeover(event).startswith("1\u00a0min pour")
    moments = list_moments(event)
    assert [each.round for each in moments] == [1, 2, 3, 4, 5, 6, None, *range(7, 13)]
    assert moments[0].starts_at == START + timedelta(minutes=1)
    assert moments[-1].ends_at == ends_at(event)


@pytest.mark.usefixtures("app")
def test_publishing_wants_a_date_ahead_and_someone_who_answered() -> None:
    owner = an_organiser()
    event = a_draft_event(owner)
    with pytest.raises(EventPast):
        publish(event, owner, event.starts_at)
    with pytest.raises(NotConfirmed):
        publish(event, an_account(confirmed=False))
    publish(event, owner)
    assert event.status == EventStatus.PUBLISHED
    with pytest.raises(EventPublished):
        publish(event, owner)
    call_off(event, "")
    with pytest.raises(EventOver):
        publish(event, owner)


@pytest.mark.usefixtures("app")
def test_moving_an_evening_moves_what_hangs_on_it_and_tells_everyone() -> None:
    event = an_event(candidate_capacity=1)
    event.plan_at = event.closes_at + timedelta(hours=5)
    waits = a_participant(event, status="waiting", waiting_since=now())
    late = a_participant(event, arrives_at=event.starts_at + timedelta(minutes=20))
    late.reconfirmed_at = now()
    gone = a_participant(event, status="cancelled")
    event.week_reminder_at = now()
    start, closing, arrival = event.starts_at, event.closes_at, late.arrives_at
    with transaction():
        changed = change_event(
            event, said_of(event, starts_at=start + timedelta(days=7), commune_code="46102")
        )
    assert (changed.told, changed.followed) == (2, True)
    assert event.closes_at == closing + timedelta(days=7)
    assert event.plan_at == closing + timedelta(days=7, hours=5)
    assert arrival is not None
    assert late.arrives_at == arrival + timedelta(days=7)
    assert late.reconfirmed_at is None
    assert event.week_reminder_at is None
    assert (late.calendar_sequence, gone.calendar_sequence) == (1, 0)
    told = {each.to_address: each for each in db.session.scalars(select(OutboxMessage))}
    assert set(told) == {waits.email, late.email}
    assert told[waits.email].calendar is None  # nothing of it is in their calendar yet
    assert "SEQUENCE:1" in (told[late.email].calendar or "")
    assert "Figeac" in told[late.email].context["place"]
    assert "Cahors" in told[late.email].context["was_place"]


@pytest.mark.usefixtures("app")
def test_what_changes_nothing_for_people_is_not_told() -> None:
    event = a_full_event(2, 2)
    with transaction():
        changed = change_event(event, said_of(event, title="Autre nom", tables=8))
    assert changed.told == 0
    assert db.session.scalars(select(OutboxMessage)).all() == []


def _announced(**answers: Any) -> DatingEvent:
    """Six rounds of six minutes and two to change tables, a break after the third; announced."""
    known = {"breaks": [{"after": 3, "minutes": 10}], "changeover_seconds": 120}
    known |= {"meeting_minutes": 6, "rounds": 6, "candidate_capacity": 3, "host_capacity": 3}
    event = a_planned_event(3, 3, **(known | answers))
    db.session.execute(delete(OutboxMessage))
    db.session.commit()
    return event


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize(
    ("changes", "minutes", "words"),
    [
        ({"breaks": ((2, 10),)}, 16, "pause à {}"),
        ({"breaks": ((2, 5), (4, 5))}, 16, "pauses à {} et {}"),
        ({"changeover_seconds": 60, "meeting_minutes": 7}, 24, "7\u00a0min chacune"),
        ({"breaks": ((3, 4),), "changeover_seconds": 180}, 27, "pause à {}"),
    ],
)
def test_hours_of_rounds_that_change_alone_are_told_to_those_who_know_them(
    changes: dict[str, Any], minutes: int, words: str
) -> None:
    event = _announced()
    promoted, _waits = (
        a_participant(event, side, status="waiting", waiting_since=now())
        for side in ("candidate", "host")
    )
    seated = list_participants(event.id)
    known = {each.id: each.calendar_sequence for each in seated}
    end = ends_at(event)
    with transaction():
        changed = change_event(event, said_of(event, candidate_capacity=4, **changes))
    assert ends_at(event) == end
    assert (changed.told, changed.promoted, len(seated)) == (6, 1, 6)
    hours = [
        hour_in_paris(event.starts_at + timedelta(minutes=each)) for each in (minutes, minutes + 21)
    ]
    sent = db.session.scalars(select(OutboxMessage)).all()
    given = [each for each in sent if each.to_address == promoted.email]
    assert [each.template for each in given] != ["event_changed"]  # a seat, and no hour they knew
    sent = [each for each in sent if each not in given]
    assert sorted(each.to_address for each in sent) == sorted(each.email for each in seated)
    lines = programme_of(seated[0])
    for each in sent:
        assert each.template == "event_changed"
        assert (each.context["was_moment"], each.context["was_end"]) == (None, None)
        assert each.context["pace"] == words.format(*hours)
        made = render_email(each.template, each.context)
        for said in (made.text, made.html):
            assert "Les horaires des rencontres changent" in said
            assert "au lieu de" not in said
    for person in seated:
        entry = next(each.calendar for each in sent if each.to_address == person.email) or ""
        assert person.calendar_sequence == known[person.id] + 1
        assert f"SEQUENCE:{person.calendar_sequence}" in entry
    mine = next(each.calendar for each in sent if each.to_address == seated[0].email) or ""
    said = str(Calendar.from_ical(mine).walk("VEVENT")[0]["description"])
    assert all(hour_in_paris(line.starts_at) in said for line in lines if not line.is_idle)


@pytest.mark.usefixtures("app")
def test_several_changes_are_one_message() -> None:
    event = _announced()
    waits = a_participant(event, status="waiting", waiting_since=now())
    with transaction():
        change_event(event, said_of(event, breaks=((2, 10),), place_name="Mairie"))
    sent = {each.to_address: each.context for each in db.session.scalars(select(OutboxMessage))}
    assert len(sent) == 7
    assert db.session.scalar(select(func.count(OutboxMessage.id))) == 7
    assert sent.pop(waits.email)["pace"] is None  # no programme of theirs was ever said
    assert all(each["was_place"] and each["pace"] for each in sent.values())


@pytest.mark.usefixtures("app")
def test_hours_that_nobody_knows_yet_or_that_stay_are_not_told() -> None:
    event = a_full_event(2, 2, breaks=[{"after": 3, "minutes": 10}])
    with transaction():
        assert change_event(event, said_of(event, breaks=((2, 10),))).told == 0
    event = _announced()
    with transaction():
        assert change_event(event, said_of(event, tables=event.tables + 2)).told == 0
        later = said_of(event, starts_at=event.starts_at + timedelta(minutes=30))
        assert change_event(event, later).told == 6
    moved = db.session.scalars(select(OutboxMessage)).all()
    assert all(each.context["was_moment"] and not each.context["pace"] for each in moved)


@pytest.mark.usefixtures("app")
def test_more_seats_go_to_those_who_wait_and_fewer_never_unseat() -> None:
    event = an_event(candidate_capacity=2)
    people = [a_participant(event) for _ in range(2)]
    waits = a_participant(event, status="waiting", waiting_since=now())
    db.session.commit()
    with pytest.raises(CapacityTaken), transaction():
        change_event(event, said_of(event, candidate_capacity=1))
    with transaction():
        changed = change_event(event, said_of(event, candidate_capacity=3))
    assert changed.promoted == 1
    assert {each.status for each in (*people, waits)} == {ParticipantStatus.REGISTERED.value}


def _planned(event: DatingEvent) -> None:
    candidate, host = a_participant(event), a_participant(event, "host")
    db.session.add(
        EveningPlanRow(
            event_id=event.id,
            version=1,
            kind="plan",
            rounds=6,
            tables=5,
            objective=1,
            bound=1,
            certificate="exact",
            gap=0,
            method="flow",
        )
    )
    db.session.add(
        Meeting(event_id=event.id, round=4, table=3, candidate_id=candidate.id, host_id=host.id)
    )
    db.session.flush()


@pytest.mark.usefixtures("app")
def test_a_plan_that_fits_no_more_falls_unless_it_was_announced() -> None:
    event = an_event()
    _planned(event)
    with transaction():
        assert change_event(event, said_of(event, rounds=8)).plan_late
    with transaction():
        assert not change_event(event, said_of(event, title="Autre")).plan_late
    event.announced_at = now()
    db.session.commit()
    with pytest.raises(PlanAnnounced) as refused, transaction():
        change_event(event, said_of(event, rounds=4))
    assert refused.value.data == {"rounds": 5, "tables": 4}
    with transaction():
        changed = change_event(event, said_of(event, tables=3), drops_plan=True)
    assert changed.plan_dropped
    assert event.announced_at is None
    assert db.session.scalars(select(Meeting)).all() == []
    assert not db.session.scalars(select(EveningPlanRow)).one().is_current


@pytest.mark.usefixtures("app")
def test_a_plan_that_is_taken_back_after_its_hour_is_sent_again_by_nobody_else() -> None:
    closed, made = now() - timedelta(hours=2), now() - timedelta(hours=1)
    event = a_planned_event(4, 4, closes_at=closed, plan_at=made)
    with transaction():
        change_event(event, said_of(event, rounds=3), drops_plan=True)
    assert (event.announced_at, event.plan_at) == (None, None)
    assert make_plans(now()).acts == 0
    assert event.announced_at is None


@pytest.mark.usefixtures("app")
def test_a_plan_that_is_taken_back_before_its_hour_is_made_then() -> None:
    event = a_planned_event(4, 4)
    hour = event.plan_at = event.closes_at + timedelta(hours=1)
    db.session.commit()
    with transaction():
        change_event(event, said_of(event, rounds=3), drops_plan=True)
    assert (event.announced_at, event.plan_at) == (None, hour)


@pytest.mark.usefixtures("app")
def test_the_night_is_not_changed_from_the_settings() -> None:
    event = an_event()
    db.session.add(EventClock(event_id=event.id, state="running"))
    db.session.commit()
    for changes in ({"rounds": 5}, {"meeting_minutes": 6}, {"tables": 4}):
        with pytest.raises(EveningStarted), transaction():
            change_event(event, said_of(event, **changes))
    with transaction():
        change_event(event, said_of(event, title="Autre nom"))
    assert event.title == "Autre nom"


@pytest.mark.usefixtures("app")
def test_calling_off_tells_everyone_once_and_why() -> None:
    event = an_event()
    people = [a_participant(event), a_participant(event, "host", status="pending")]
    a_participant(event, status="cancelled")
    with pytest.raises(ReasonMissing):
        call_off(event, " ")
    with pytest.raises(ReasonTooLong):
        call_off(event, "a" * 601)
    with transaction():
        assert call_off(event, "La salle est fermée.") == 2
    with transaction():
        assert call_off(event, "La salle est fermée.") == 0
    messages = db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)).all()
    assert [each.to_address for each in messages] == [each.email for each in people]
    assert "METHOD:CANCEL" in (messages[0].calendar or "")
    assert messages[1].calendar is None
    assert event.cancelled_at is not None
    closed = an_event(status=EventStatus.CLOSED.value)
    with pytest.raises(EventOver):
        call_off(closed, "Trop tard")
    with pytest.raises(EventOver), transaction():
        change_event(event, said_of(event, title="Autre"))


@pytest.mark.usefixtures("app")
def test_a_copy_keeps_the_hour_across_the_change_of_clocks() -> None:
    owner = an_organiser()
    source = create_event(owner, replace(SAID, breaks=((3, 15),)), AT)
    copy = copy_as_draft(source, owner, at=AT)
    assert copy.starts_at.astimezone(PARIS).strftime("%A %H:%M") == source.starts_at.astimezone(
        PARIS
    ).strftime("%A %H:%M")
    assert copy.starts_at - source.starts_at in (
        timedelta(days=182),
        timedelta(days=182, hours=-1),
    )
    assert copy.breaks == source.breaks
    assert copy.breaks is not source.breaks
    assert (copy.status, copy.announced_at) == ("draft", None)
    assert copy.code != source.code
    assert copy.opens_at < copy.closes_at <= copy.starts_at
    old = copy_as_draft(source, owner, at=AT + timedelta(days=800))
    assert old.starts_at > AT + timedelta(days=800)


@pytest.mark.usefixtures("app")
def test_a_least_number_is_chosen_by_the_plan_unless_it_is_said() -> None:
    owner = an_organiser()
    left = create_event(owner, SAID, AT)
    assert (left.auto_minimum, left.min_meetings) == (True, 0)
    assert copy_as_draft(left, owner, at=AT).auto_minimum
    for asked in (0, 3):
        said = create_event(owner, replace(SAID, min_meetings=asked), AT)
        copy = copy_as_draft(said, owner, at=AT)
        assert (copy.auto_minimum, copy.min_meetings) == (False, asked)


# --- what to do next ---


@pytest.mark.usefixtures("app")
def test_the_next_step_follows_the_evening() -> None:
    event = a_draft_event()
    assert next_step_of(event, now()) is NextStep.PUBLISH
    assert list_jobs(event, now()) == []
    publish(event, an_account())
    assert next_step_of(event, now()) is NextStep.INVITE
    after_closing = event.closes_at + timedelta(minutes=1)
    assert next_step_of(event, after_closing) is NextStep.MAKE_PLAN
    _planned(event)
    assert next_step_of(event, after_closing) is NextStep.ANNOUNCE
    event.announced_at = after_closing
    assert next_step_of(event, after_closing) is NextStep.PRINT
    assert next_step_of(event, event.starts_at - timedelta(hours=1)) is NextStep.WELCOME
    assert next_step_of(event, event.starts_at + timedelta(minutes=9)) is NextStep.RUN
    assert next_step_of(event, event.starts_at + timedelta(days=1)) is NextStep.CARDS
    event.status = EventStatus.CLOSED.value
    assert next_step_of(event, event.starts_at + timedelta(days=2)) is NextStep.RESULTS
    event.status = EventStatus.CANCELLED.value
    assert next_step_of(event, now()) is NextStep.COPY


@pytest.mark.usefixtures("app")
def test_figures_and_jobs_to_come() -> None:
    event = a_full_event(3, 2)
    a_participant(event, status="waiting")
    a_participant(event, "host", status="pending")
    a_participant(event, reconfirmed_at=now())
    candidates, hosts = count_sides(event)
    assert (candidates.registered, candidates.waiting, candidates.reconfirmed) == (4, 1, 1)
    assert (hosts.registered, hosts.pending, hosts.capacity) == (2, 1, 9)
    event.plan_at = event.closes_at + timedelta(hours=1)
    jobs = [each.job for each in list_jobs(event, now())]
    assert set(jobs) == set(AutomaticJob) - {AutomaticJob.OPENING}
    assert jobs[0] is AutomaticJob.WEEK_REMINDER
    assert jobs[-1] is AutomaticJob.FEEDBACK


@pytest.mark.usefixtures("app")
def test_messages_say_what_their_samples_do() -> None:
    event = an_event()
    a_participant(event)
    moved = said_of(event, starts_at=event.starts_at + timedelta(hours=1), place_name="Mairie")
    with transaction():
        change_event(event, moved)
        call_off(event, "La salle est fermée.")
    for message in db.session.scalars(select(OutboxMessage)):
        assert set(message.context) <= set(SAMPLES[message.template]) | {"contact"}
