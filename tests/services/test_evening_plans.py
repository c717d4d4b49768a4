"""A plan is made, checked, written, announced once to each, and marked as it is held."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import numpy as np
import pytest
from flask import Flask
from sqlalchemy import func, select

from matching.evening.check import check_evening
from models import DatingEvent, EveningPlanRow, Meeting, OutboxMessage, db
from models.base import now
from models.vocabulary import CoupleMode, EventStatus, MeetingState, WishKind
from services.evening_orders import start
from services.evening_plans import (
    EveningOver,
    NoPlanYet,
    PlanAnnounced,
    announce,
    current_plan,
    make_plan,
    mark_held,
)
from services.evening_scores import gather
from services.evening_solving import MinimumTooHigh, NobodyMayMeet, NobodyOnSide, Room, owed
from services.evening_views import list_meetings, list_programmes, programme_of
from services.refusals import Refusal
from tests.factories import a_full_event, a_participant
from tests.factories.after_evenings import a_couple, a_wish
from tests.services.test_evening_scores import both_sides
from tests.support.together import at_once


def planned(event: DatingEvent) -> EveningPlanRow:
    return make_plan(event, made_by=None, at=now())


def rows_of(event: DatingEvent) -> list[Meeting]:
    query = select(Meeting).where(Meeting.event_id == event.id)
    return list(db.session.scalars(query.order_by(Meeting.round, Meeting.table)))


def asked_of(event: DatingEvent) -> tuple[int, int]:
    """What everyone has at least in the plan in force, as far as they can."""
    plan = current_plan(event.id)
    assert plan is not None
    if plan.least_candidates is None or plan.least_hosts is None:
        return plan.min_meetings, plan.min_meetings
    return plan.least_candidates, plan.least_hosts


def faults_of(event: DatingEvent) -> list[str]:
    """Every rule, on what the database holds."""
    gathered = gather(
        event, {each for row in rows_of(event) for each in (row.candidate_id, row.host_id)}
    )
    row_of = {each.id: at for at, each in enumerate(gathered.candidates)}
    column_of = {each.id: at for at, each in enumerate(gathered.hosts)}
    meetings = [
        [row.round, row.table, row_of[row.candidate_id], column_of[row.host_id]]
        for row in rows_of(event)
    ]
    return [
        str(fault)
        for fault in check_evening(
            meetings,
            rounds=event.rounds,
            tables=event.tables,
            shape=gathered.scores.shape,
            candidate_windows=gathered.candidate_windows,
            host_windows=gathered.host_windows,
            min_meetings=owed(Room(event.rounds, event.tables), gathered, asked_of(event)),
            barred=gathered.barred,
        )
    ]


def messages(name: str) -> list[OutboxMessage]:
    query = select(OutboxMessage).where(OutboxMessage.template == name)
    return list(db.session.scalars(query.order_by(OutboxMessage.id)))


def test_a_plan_is_written_and_holds_every_rule(app: Flask) -> None:
    event = a_full_event(7, 5)
    plan = planned(event)
    assert (plan.version, plan.is_current, plan.kind, plan.certificate) == (
        1,
        True,
        "plan",
        "exact",
    )
    assert faults_of(event) == []
    assert len(rows_of(event)) == 30
    # of the plans of that total, one where nobody waits while another has all
    counts = Counter(each for row in rows_of(event) for each in (row.candidate_id, row.host_id))
    people, hosts = both_sides(event)
    assert {counts[each.id] for each in people} == {4, 5}
    assert {counts[each.id] for each in hosts} == {6}
    assert plan.objective == pytest.approx(sum(row.score for row in rows_of(event)))


def test_windows_wishes_and_couples_are_respected(app: Flask) -> None:
    event = a_full_event(7, 5)
    people, hosts = both_sides(event)
    people[0].arrives_at = event.starts_at + timedelta(minutes=20)
    hosts[1].leaves_at = event.starts_at + timedelta(minutes=30)
    a_couple(people[2], people[3], CoupleMode.TOGETHER)
    a_wish(hosts[0], people[1], WishKind.NO)
    a_wish(people[4], hosts[2], WishKind.MUST)
    planned(event)
    assert faults_of(event) == []
    pairs = {(row.candidate_id, row.host_id) for row in rows_of(event)}
    assert (people[1].id, hosts[0].id) not in pairs
    assert (people[4].id, hosts[2].id) in pairs
    assert people[3].id not in {candidate for candidate, _ in pairs}


def test_a_plan_made_again_takes_the_place_of_the_first(app: Flask) -> None:
    event = a_full_event(4, 3)
    planned(event)
    before = {row.id for row in rows_of(event)}
    second = planned(event)
    assert second.version == 2
    assert current_plan(event.id) is second
    assert {row.id for row in rows_of(event)} == before  # the same plan keeps its rows
    a_participant(event)
    planned(event)
    assert faults_of(event) == []


@pytest.mark.parametrize(
    ("candidates", "hosts", "refusal"), [(0, 2, NobodyOnSide), (2, 0, NobodyOnSide)]
)
def test_an_empty_side_is_said(
    app: Flask, candidates: int, hosts: int, refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        planned(a_full_event(candidates, hosts))


def test_unwilling_all_round(app: Flask) -> None:
    event = a_full_event(1, 1)
    (one,), (host,) = both_sides(event)
    a_wish(one, host, WishKind.NO)
    with pytest.raises(NobodyMayMeet):
        planned(event)


def test_a_minimum_that_cannot_be_kept_says_what_can(app: Flask) -> None:
    event = a_full_event(8, 2, min_meetings=2)
    with pytest.raises(MinimumTooHigh) as refused:
        planned(event)
    assert refused.value.data["feasible"] == 1
    assert refused.value.data["people"]
    assert rows_of(event) == []
    event.min_meetings = 1
    planned(event)
    assert faults_of(event) == []


def test_who_comes_late_is_owed_what_they_can_have(app: Flask) -> None:
    event = a_full_event(4, 4, min_meetings=3)
    (late, *_), _ = both_sides(event)
    late.arrives_at = event.starts_at + timedelta(minutes=34)
    planned(event)
    assert faults_of(event) == []
    assert sum(row.candidate_id == late.id for row in rows_of(event)) == 1


@pytest.mark.parametrize("status", [EventStatus.CANCELLED, EventStatus.CLOSED])
def test_an_evening_that_is_over_is_left_alone(app: Flask, status: EventStatus) -> None:
    event = a_full_event(2, 2, status=status.value)
    with pytest.raises(EveningOver):
        planned(event)


def test_announcing_writes_to_each_once(app: Flask) -> None:
    event = a_full_event(3, 2)
    with pytest.raises(NoPlanYet):
        announce(event, now())
    planned(event)
    assert programme_of(both_sides(event)[0][0]) == []
    assert announce(event, now()) == 5
    first = event.announced_at
    assert announce(event, now()) == 0
    assert event.announced_at == first
    assert len(messages("evening_plan")) == 5
    assert all(message.calendar for message in messages("evening_plan"))
    with pytest.raises(PlanAnnounced):
        planned(event)
    late = a_participant(event)
    assert announce(event, now()) == 1
    assert messages("evening_plan")[-1].to_address == late.email
    assert messages("evening_plan")[-1].context["meetings"] == 0


def test_messages_name_hosts_and_never_candidates(app: Flask) -> None:
    event = a_full_event(2, 2)
    planned(event)
    announce(event, now())
    people, hosts = both_sides(event)
    told = {
        message.to_address: str(message.context["lines"]) for message in messages("evening_plan")
    }
    assert str(hosts[0].organisation_name) in told[people[0].email]
    for host in hosts:
        assert "M1" in told[host.email]
        for person in people:
            assert str(person.last_name) not in told[host.email]
            assert str(person.first_name) not in told[host.email]


def test_nobody_writes_during_the_evening(app: Flask) -> None:
    event = a_full_event(2, 2)
    planned(event)
    assert announce(event, event.starts_at) == 0
    assert event.announced_at is not None
    assert messages("evening_plan") == []


def test_programmes_of_both_sides_say_the_same(app: Flask) -> None:
    event = a_full_event(4, 2)
    people, hosts = both_sides(event)
    a_couple(people[0], people[1], CoupleMode.TOGETHER)
    planned(event)
    announce(event, now())
    programmes = list_programmes(event)
    assert programmes.keys() == {each.id for each in (*people, *hosts)}
    for person in (*people, *hosts):
        assert programme_of(person) == programmes[person.id]
    assert programmes[people[0].id] == programmes[people[1].id]
    lines = [line for line in programmes[hosts[0].id] if people[0] in line.others]
    assert [line.others for line in lines] == [(people[0], people[1])]
    seats = {(line.round, line.table) for line in list_meetings(event.id)}
    assert seats == {(row.round, row.table) for row in rows_of(event)}
    starts = [line.starts_at for line in programmes[hosts[0].id]]
    assert starts[:2] == [
        event.starts_at + timedelta(minutes=1),
        event.starts_at + timedelta(minutes=9),
    ]


def test_meetings_are_marked_as_they_end(app: Flask) -> None:
    event = a_full_event(3, 3)
    people, _ = both_sides(event)
    a_couple(people[0], people[1], CoupleMode.TOGETHER)
    planned(event)
    people[0].absent_at = people[2].absent_at = now()
    marked = mark_held(event, 1)
    rows = [row for row in rows_of(event) if row.round <= 1]
    assert marked == len(rows) > 0
    for row in rows:
        # one of the couple is enough
        missed = row.candidate_id == people[2].id
        assert row.state == (MeetingState.MISSED if missed else MeetingState.HELD)
    assert {row.state for row in rows_of(event) if row.round > 1} <= {MeetingState.PLANNED.value}
    assert mark_held(event, 1) == 0


def test_a_meeting_after_someone_left_was_not_held(app: Flask) -> None:
    event = a_full_event(2, 2)
    people, _ = both_sides(event)
    planned(event)
    mine = [row.round for row in rows_of(event) if row.candidate_id == people[0].id]
    at = event.starts_at + timedelta(minutes=50)
    start(event, event.starts_at)
    people[0].checked_in_at = event.starts_at
    people[0].left_at = event.starts_at + timedelta(minutes=8 * mine[-1])  # before it begins
    mark_held(event, event.rounds - 1, at)
    states = {row.round: row.state for row in rows_of(event) if row.candidate_id == people[0].id}
    assert states[mine[-1]] == MeetingState.MISSED
    assert {states[each] for each in mine[:-1]} <= {MeetingState.HELD.value}


def press_at_once(
    app: Flask, event: DatingEvent, *presses: Callable[[DatingEvent], object]
) -> list[str]:
    """People press at the same instant; the name of what they were refused."""
    event_id = event.id
    db.session.commit()

    def pressing(press: Callable[[DatingEvent], object]) -> Callable[[], object]:
        return lambda: press(db.session.get_one(DatingEvent, event_id))

    refused = at_once(app, *(pressing(press) for press in presses))
    db.session.expire_all()
    return [type(each).__name__ for each in refused]


def test_two_organisers_make_the_plan_at_once(app: Flask) -> None:
    event = a_full_event(6, 4)
    assert press_at_once(app, event, planned, planned) == []
    assert faults_of(event) == []
    versions = db.session.scalars(select(EveningPlanRow).order_by(EveningPlanRow.version)).all()
    assert [(row.version, row.is_current) for row in versions] == [(1, False), (2, True)]


def test_two_organisers_announce_at_once(app: Flask) -> None:
    event = a_full_event(3, 2)
    planned(event)

    def press(found: DatingEvent) -> None:
        announce(found, now())

    assert press_at_once(app, event, press, press) == []
    assert db.session.scalar(select(func.count(OutboxMessage.id))) == 5


def test_the_plan_is_the_same_whoever_makes_it(app: Flask) -> None:
    event = a_full_event(9, 6)
    planned(event)
    first = [(row.round, row.table, row.candidate_id, row.host_id) for row in rows_of(event)]
    db.session.query(Meeting).delete()
    planned(event)
    again = [(row.round, row.table, row.candidate_id, row.host_id) for row in rows_of(event)]
    assert np.array_equal(first, again)
