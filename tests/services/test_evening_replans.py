"""The rest of an evening mended: what is behind never changes, and every plan holds the rules."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from matching.evening.check import check_evening
from matching.evening.replan import replan_evening
from models import DatingEvent, EventClock, Meeting, Participant, db
from models.base import now
from models.vocabulary import CoupleMode, MeetingState, ParticipantStatus, WishKind
from services import evening_replans
from services.check_in import arrive, leave, mark_absent, presence
from services.evening_clock import find_row, first_open_round
from services.evening_orders import start
from services.evening_plans import NoPlanYet, announce, current_plan, mark_held
from services.evening_replans import NoRoundLeft, ReplanMode, preview, replan
from services.evening_scores import gather
from services.evening_views import list_meetings
from tests.factories import a_full_event, a_participant
from tests.factories.after_evenings import a_couple, a_wish
from tests.services.test_evening_plans import messages, planned, press_at_once, rows_of
from tests.services.test_evening_scores import both_sides

FILL, FULL = ReplanMode.FILL, ReplanMode.FULL


def running(event: DatingEvent, minutes: int) -> datetime:
    """The clock was started at the hour said; the instant so many minutes later."""
    start(event, event.starts_at)
    return event.starts_at + timedelta(minutes=minutes)


def mend(event: DatingEvent, mode: ReplanMode, at: datetime | None = None) -> object:
    return replan(event, mode=mode, made_by=None, at=at or now())


def kept(event: DatingEvent, before_round: int) -> list[tuple[object, ...]]:
    return [
        (row.id, row.round, row.table, row.candidate_id, row.host_id, row.state)
        for row in rows_of(event)
        if row.round < before_round
    ]


def faults_ahead(event: DatingEvent, at: datetime) -> list[str]:
    """Every rule, on what the database holds, with who is there now."""
    rows = rows_of(event)
    gathered = gather(event, {each for r in rows for each in (r.candidate_id, r.host_id)})
    ids = [each.id for each in gathered.candidates], [each.id for each in gathered.hosts]
    shape = len(ids[0]), len(ids[1])
    here, ahead = presence(event, at), first_open_round(event, at)
    together = {
        each.id: [one.id for one in gathered.people.together(each)] for each in gathered.candidates
    }

    def window(person: int) -> tuple[int, int]:
        found = [here[one] for one in together.get(person, [person]) if one in here]
        outside = event.rounds, event.rounds
        return (max(f for f, _ in found), min(last for _, last in found)) if found else outside

    lines = [
        [r.round, r.table, ids[0].index(r.candidate_id), ids[1].index(r.host_id)] for r in rows
    ]
    faults = check_evening(lines, rounds=event.rounds, tables=event.tables, shape=shape)
    faults += check_evening(
        [line for line in lines if line[0] >= ahead],
        rounds=event.rounds,
        tables=event.tables,
        shape=shape,
        candidate_windows=[window(each) for each in ids[0]],
        host_windows=[window(each) for each in ids[1]],
        barred=gathered.barred,
    )
    return [str(fault) for fault in faults]


def an_announced_evening(candidates: int = 8, hosts: int = 6, tables: int = 5) -> DatingEvent:
    event = a_full_event(candidates, hosts, tables=tables)
    planned(event)
    announce(event, now())
    return event


@pytest.mark.parametrize("mode", [FILL, FULL])
def test_a_no_show_on_the_night(app: Flask, mode: ReplanMode) -> None:
    event = an_announced_evening()
    people, hosts = both_sides(event)
    at = running(event, 12)  # in the second meeting
    mark_held(event, 0)
    mark_absent(people[0], at)
    mark_absent(hosts[0], at)
    past = kept(event, 2)
    seen = find_row(event.id)
    assert seen is not None
    version = seen.version
    told = len(messages("evening_plan_changed"))
    outcome = mend(event, mode, at)
    assert kept(event, 2) == past
    assert {row[-1] for row in past} == {MeetingState.HELD.value, MeetingState.PLANNED.value}
    assert faults_ahead(event, at) == []
    ahead = [row for row in rows_of(event) if row.round >= 2]
    assert not {people[0].id, hosts[0].id} & {
        r for row in ahead for r in (row.candidate_id, row.host_id)
    }
    assert outcome.dropped > 0  # type: ignore[attr-defined]
    again = find_row(event.id)
    assert again is not None
    assert again.version > version
    assert len(messages("evening_plan_changed")) == told
    assert mend(event, mode, at).changes_nothing  # type: ignore[attr-defined]


def test_filling_moves_nothing_that_was_announced(app: Flask) -> None:
    event = an_announced_evening()
    people, _ = both_sides(event)
    before = {row.id for row in rows_of(event) if row.candidate_id != people[2].id}
    at = running(event, 0)
    mark_absent(people[2], at)
    shown = preview(event, at)
    outcome = mend(event, FILL, at)
    assert outcome == shown.fill
    assert shown.fill.moved == 0
    assert before - {row.id for row in rows_of(event) if row.round >= 1} <= {
        row.id for row in rows_of(event)
    }
    assert before <= {row.id for row in rows_of(event)}
    assert faults_ahead(event, at) == []


def test_the_full_way_says_what_it_moves_and_gains(app: Flask) -> None:
    event = an_announced_evening(9, 7)
    people, hosts = both_sides(event)
    at = running(event, 12)
    for gone in (people[0], people[3], hosts[1]):
        mark_absent(gone, at)
    shown = preview(event, at)
    assert (shown.now, shown.fill.moved, shown.fill.gain) == (2, 0, 0.0)
    assert shown.full.gain >= -0.05
    assert people[0] not in shown.fill.candidates
    before = kept(event, 6)
    preview(event, at)
    assert kept(event, 6) == before  # a preview writes nothing


def test_who_comes_late_and_who_is_called_in_get_meetings(app: Flask) -> None:
    event = an_announced_evening(5, 6, 6)
    newcomer = a_participant(event)
    at = running(event, 12)
    arrive(newcomer, at)
    mend(event, FILL, at)
    mine = [row for row in rows_of(event) if row.candidate_id == newcomer.id]
    assert mine
    assert min(row.round for row in mine) >= 2
    assert faults_ahead(event, at) == []


def test_who_leaves_keeps_what_was_held(app: Flask) -> None:
    event = an_announced_evening()
    people, _ = both_sides(event)
    at = running(event, 20)
    mark_held(event, 1)
    arrive(people[1], event.starts_at)
    leave(people[1], at)
    mend(event, FILL, at)
    assert {row.round for row in rows_of(event) if row.candidate_id == people[1].id} <= {0, 1, 2}
    assert faults_ahead(event, at) == []


def test_one_of_a_couple_goes_on_alone(app: Flask) -> None:
    event = a_full_event(5, 5)
    people, _ = both_sides(event)
    a_couple(people[0], people[1], CoupleMode.TOGETHER)
    planned(event)
    count = sum(row.candidate_id == people[0].id for row in rows_of(event))
    at = running(event, 0)
    mark_absent(people[0], at)
    mend(event, FILL, at)
    assert sum(row.candidate_id == people[0].id for row in rows_of(event)) >= count > 0
    mark_absent(people[1], at)
    mend(event, FILL, at)
    ahead = [row for row in rows_of(event) if row.round >= first_open_round(event, at)]
    assert people[0].id not in {row.candidate_id for row in ahead}


def test_a_no_said_late_is_kept_too(app: Flask) -> None:
    event = an_announced_evening(5, 5)
    row = rows_of(event)[0]
    author = db.session.get_one(Participant, row.host_id)
    a_wish(author, db.session.get_one(Participant, row.candidate_id), WishKind.NO)
    pair = row.candidate_id, row.host_id
    mend(event, FULL)
    assert pair not in {(each.candidate_id, each.host_id) for each in rows_of(event)}
    assert faults_ahead(event, now()) == []


def test_before_the_evening_only_those_whose_programme_changes_are_told(app: Flask) -> None:
    event = an_announced_evening(4, 4)
    people, _ = both_sides(event)
    gone = people[0]
    gone.status = ParticipantStatus.CANCELLED.value
    outcome = mend(event, FILL)
    told = messages("evening_plan_changed")
    affected = {each.email for each in (*outcome.candidates, *outcome.hosts)}  # type: ignore[attr-defined]
    assert {message.to_address for message in told} == affected
    assert gone.email not in affected
    assert all(message.context["gone"] for message in told)
    assert all(message.calendar for message in told)
    assert announce(event, now()) == 0  # everyone knows their programme


def test_a_replan_while_another_is_applied(app: Flask) -> None:
    event = an_announced_evening(9, 7)
    people, _ = both_sides(event)
    at = running(event, 12)
    mark_absent(people[0], at)
    past = kept(event, 2)

    def fill(found: DatingEvent) -> None:
        mend(found, FILL, at)

    def full(found: DatingEvent) -> None:
        mend(found, FULL, at)

    assert press_at_once(app, event, fill, full) == []
    found = db.session.get_one(DatingEvent, event.id)
    assert kept(found, 2) == past
    assert faults_ahead(found, at) == []


def test_what_cannot_be_mended_says_so(app: Flask) -> None:
    event = a_full_event(3, 3)
    with pytest.raises(NoPlanYet):
        preview(event, now())
    planned(event)
    at = running(event, 60)
    with pytest.raises(NoRoundLeft):
        mend(event, FILL, at)


def test_lines_of_the_plan_stay_readable_when_someone_is_gone(app: Flask) -> None:
    event = an_announced_evening(3, 3)
    people, _ = both_sides(event)
    people[0].status = ParticipantStatus.CANCELLED.value
    db.session.flush()
    assert any(people[0] in line.candidates for line in list_meetings(event.id))
    assert db.session.query(Meeting).count() == len(list_meetings(event.id))
    assert db.session.query(EventClock).count() == 1


def test_who_was_missed_may_be_met_later(app: Flask) -> None:
    event = an_announced_evening(4, 4, tables=4)
    first = next(line for line in list_meetings(event.id) if line.round == 0)
    host, candidate = first.host, first.candidates[0]
    mark_absent(host, event.starts_at)
    late = running(event, minutes=9)
    mend(event, FULL, late)
    arrive(host, late)
    mend(event, FULL, late)
    again = [row for row in rows_of(event) if row.host_id == host.id]
    assert [row.state for row in again if row.round == 0] == [MeetingState.MISSED]
    ahead = [row.candidate_id for row in again if row.round > 0]
    assert candidate.id in ahead
    assert len(set(ahead)) == len(ahead)


def test_who_comes_back_late_is_not_left_to_watch(app: Flask) -> None:
    event = an_announced_evening(12, 4, tables=4)
    late = both_sides(event)[0][0]
    mark_absent(late, event.starts_at)
    instant = running(event, minutes=9)
    mend(event, FILL, instant)
    arrive(late, instant)
    shown = preview(event, instant)
    assert late in shown.fill.alone
    assert late not in shown.full.alone
    mend(event, FULL, instant)
    assert [row for row in rows_of(event) if row.candidate_id == late.id and row.round > 0]
    assert faults_ahead(event, instant) == []


def test_a_mended_plan_keeps_what_was_asked_of_it(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    event = an_announced_evening(9, 4, tables=4)
    first = current_plan(event.id)
    assert first is not None
    assert (first.least_candidates, first.least_hosts) == (2, 6)
    asked: list[dict[str, Any]] = []

    def told(*given: Any, **options: Any) -> Any:
        asked.append(options)
        return replan_evening(*given, **options)

    monkeypatch.setattr(evening_replans, "replan_evening", told)
    mark_absent(both_sides(event)[0][0], now())
    mend(event, FULL)
    least = [side.max() for side in asked[-1]["min_meetings"]]
    assert (asked[-1]["alpha"], least) == (1.0, [2, 6])
    again = current_plan(event.id)
    assert again is not None
    assert (again.kind, again.least_candidates, again.least_hosts) == ("full", 2, 6)
    event.auto_minimum, event.min_meetings, event.alpha = False, 1, 0.5  # the organiser's word
    mark_absent(both_sides(event)[0][1], now())
    mend(event, FULL)
    least = [side.max() for side in asked[-1]["min_meetings"]]
    assert (asked[-1]["alpha"], least) == (0.5, [1, 1])
    last = current_plan(event.id)
    assert last is not None
    assert (last.alpha, last.min_meetings, last.least_candidates) == (0.5, 1, None)
    assert faults_ahead(event, now()) == []
