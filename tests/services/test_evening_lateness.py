"""Who comes once rounds are over had not been in them, where the desk sees who comes."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

import pytest
from flask import Flask

from models import DatingEvent, Meeting, Participant, db
from models.vocabulary import CoupleMode, EventStatus
from services import evening_orders as orders
from services.check_in import arrive, come_late, leave, mark_absent, undo
from services.evening_lateness import note_late
from services.evening_replans import ReplanMode, replan
from services.evening_results import sum_up
from services.evening_views import programme_of
from tests.factories import a_participant, a_planned_event, an_event, in_paris
from tests.factories.after_evenings import a_card, a_couple, a_meeting, some_people
from tests.support.queries import QueryRecorder

START = in_paris(2026, 11, 24)
ROUND = 480  # seven minutes and one of changeover
World = tuple[DatingEvent, list[Participant], list[Participant], list[Meeting]]


def later(rounds: float) -> datetime:
    """So many rounds after the beginning; the first minute of each is the changeover."""
    return START + timedelta(seconds=rounds * ROUND)


@pytest.fixture
def world(app: Flask) -> World:
    """The first of three candidates meets the three hosts in turn; the night begins."""
    event = an_event(starts_at=START, closes_at=START, rounds=5)
    candidates, hosts = some_people(event, 3, 3)
    met = [a_meeting(candidates[0], host, round_) for round_, host in enumerate(hosts)]
    orders.start(event, START)
    return event, candidates, hosts, met


def states(met: list[Meeting]) -> list[str]:
    db.session.flush()
    db.session.expire_all()
    return [each.state for each in met]


def test_who_comes_late_missed_what_was_over_and_undo_gives_it_back(world: World) -> None:
    event, candidates, hosts, met = world
    late = candidates[0]
    for host in hosts:
        arrive(host, START)
    arrive(late, later(2.05))
    assert states(met) == ["missed", "missed", "planned"]
    orders.note_passed(event, later(2.06))
    assert states(met) == ["missed", "missed", "planned"]
    figures = sum_up(event)
    assert (figures.held, figures.missed, figures.planned) == (0, 2, 3)
    undo(late, later(2.1))
    assert states(met) == ["held", "held", "planned"]
    assert [each.late for each in met] == [False] * 3
    assert sum_up(event).held == 2
    arrive(late, later(2.2))
    arrive(late, later(2.3))
    assert states(met) == ["missed", "missed", "planned"]
    orders.note_passed(event, later(9))
    assert states(met) == ["missed", "missed", "held"]


def test_the_round_that_runs_stays_as_it_is(world: World) -> None:
    event, candidates, hosts, met = world
    arrive(hosts[2], START)
    arrive(candidates[0], later(1.5))
    assert states(met) == ["missed", "planned", "planned"]
    orders.note_passed(event, later(2.05))
    assert states(met) == ["missed", "held", "planned"]


def test_a_host_who_comes_late_missed_theirs_alone(world: World) -> None:
    _event, candidates, hosts, met = world
    arrive(candidates[0], START)
    arrive(hosts[1], later(2.05))
    assert states(met) == ["held", "missed", "planned"]


def test_a_desk_that_saw_nobody_in_time_proves_nothing(world: World) -> None:
    _event, candidates, hosts, met = world
    for one in (*candidates, *hosts):  # everyone is at table, and the desk catches up
        arrive(one, later(2.05))
    assert states(met) == ["held", "held", "planned"]


def test_the_desk_counts_from_the_first_round_that_they_may_have_missed(world: World) -> None:
    _event, candidates, hosts, met = world
    arrive(candidates[1], later(1.5))  # the desk opened during the second round
    arrive(candidates[0], later(3.05))
    assert states(met) == ["held"] * 3
    arrive(hosts[2], later(3.06))
    assert states(met) == ["held", "held", "missed"]


def test_who_gave_a_card_did_meet(world: World) -> None:
    _event, candidates, hosts, met = world
    arrive(candidates[1], START)
    a_card(hosts[0], candidates[0])
    arrive(candidates[0], later(2.05))
    assert states(met) == ["held", "missed", "planned"]


def test_who_went_out_and_comes_back_had_been_there(world: World) -> None:
    _event, candidates, hosts, met = world
    for one in (candidates[0], *hosts):
        arrive(one, START)
    leave(candidates[0], later(2.05))
    arrive(candidates[0], later(3.05))
    assert states(met) == ["held", "held", "missed"]


def test_what_was_missed_for_another_reason_is_not_given_back(world: World) -> None:
    event, candidates, hosts, met = world
    arrive(candidates[1], START)
    mark_absent(hosts[0], START)
    orders.skip(event, later(1.05), to_round=True)  # the second round was passed over
    at = later(2.2)
    come_late(candidates[0], later(3), at)
    arrive(candidates[0], at)
    undo(candidates[0], at)
    assert states(met)[:2] == ["missed", "missed"]


def test_both_were_late(world: World) -> None:
    _event, candidates, hosts, met = world
    arrive(candidates[1], START)
    arrive(hosts[0], later(1.05))
    arrive(candidates[0], later(2.05))
    undo(hosts[0], later(2.06))
    assert states(met) == ["missed", "missed", "planned"]
    arrive(hosts[0], later(2.07))
    undo(candidates[0], later(2.08))
    assert states(met) == ["missed", "held", "planned"]
    undo(hosts[0], later(2.09))
    assert states(met) == ["held", "held", "planned"]


def test_back_and_on_again_changes_nothing(world: World) -> None:
    event, candidates, _hosts, met = world
    arrive(candidates[1], START)
    arrive(candidates[0], later(2.05))
    orders.back(event, later(2.06))  # more time for the second meeting: others sit in it
    assert states(met) == ["missed", "missed", "planned"]
    orders.skip(event, later(2.07))
    assert states(met) == ["missed", "missed", "planned"]
    orders.back(event, later(2.08))
    undo(candidates[0], later(2.09))
    assert states(met) == ["held", "planned", "planned"]
    orders.skip(event, later(2.1))
    assert states(met) == ["held", "held", "planned"]


def test_a_round_that_begins_anew_may_be_held(world: World) -> None:
    event, candidates, _hosts, met = world
    arrive(candidates[1], START)
    arrive(candidates[0], later(2.05))
    for _phase in range(2):
        orders.back(event, later(2.06))  # to the changeover before the second meeting
    assert states(met) == ["missed", "planned", "planned"]
    orders.note_passed(event, later(3.08))
    assert states(met) == ["missed", "held", "planned"]


@pytest.mark.parametrize("both", [False, True])
def test_two_who_come_as_one(world: World, both: bool) -> None:
    _event, candidates, hosts, met = world
    a_couple(candidates[0], candidates[1], CoupleMode.TOGETHER)
    arrive(hosts[0], START)
    if not both:
        arrive(candidates[1], START)
        arrive(candidates[0], later(2.05))
        assert states(met) == ["held", "held", "planned"]
        return
    arrive(candidates[0], later(2.05))
    arrive(candidates[1], later(2.06))
    assert states(met) == ["missed", "missed", "planned"]
    undo(candidates[0], later(2.1))
    assert states(met) == ["missed", "missed", "planned"]
    undo(candidates[1], later(2.1))
    assert states(met) == ["held", "held", "planned"]


def test_the_pair_may_meet_after_all_and_then_no_meeting_is_given_back(app: Flask) -> None:
    event = a_planned_event(4, 4, rounds=6, tables=4)
    late = programme_of_first(event)
    host = next(each for each in programme_of(late)[0].others)
    start = event.starts_at
    orders.start(event, start)
    at = start + timedelta(seconds=ROUND + 10)
    for line in programme_of(late):
        for each in line.others:
            arrive(each, start)
    arrive(late, at)
    replan(event, mode=ReplanMode.FULL, made_by=None, at=at)
    rounds = [line.round for line in programme_of(late) if host in line.others]
    assert rounds[0] == 0
    assert len(rounds) == 2  # missed, and given again
    undo(late, at + timedelta(seconds=5))
    assert [line.state for line in programme_of(late) if host in line.others] == [
        "missed",
        "planned",
    ]
    replan(event, mode=ReplanMode.FULL, made_by=None, at=at + timedelta(seconds=6))  # no fault
    for _phase in range(2):
        orders.back(event, at + timedelta(seconds=7))  # the first round begins anew
    state_of = {line.round: line.state for line in programme_of(late) if host in line.others}
    assert list(state_of.values()) == ["missed", "planned"]
    replan(event, mode=ReplanMode.FULL, made_by=None, at=at + timedelta(seconds=8))


def programme_of_first(event: DatingEvent) -> Participant:
    """A candidate who has a meeting in the first round."""
    row = db.session.query(Meeting).filter_by(event_id=event.id, round=0).order_by(Meeting.table)
    return db.session.get_one(Participant, row.first().candidate_id)


def test_how_much_is_asked_of_the_database(world: World, app: Flask) -> None:
    event, candidates, hosts, met = world
    arrive(hosts[0], START)
    counts = []
    for at in (later(0.5), later(2.05)):
        view = orders.note_passed(event, at)
        db.session.commit()
        assert candidates[0].event.rounds == 5
        with QueryRecorder(app) as queries:
            note_late(candidates[0], view, at)
        counts.append(sum("SELECT" in str(each) for each in queries.statements))
    assert counts[0] == 0
    assert counts[1] <= 5, counts
    assert states(met) == ["missed", "missed", "planned"]


@pytest.mark.parametrize("seed", range(6))
def test_a_meeting_is_held_only_with_who_was_there_or_was_never_seen(app: Flask, seed: int) -> None:
    draw = random.Random(seed)
    event = an_event(starts_at=START, closes_at=START, rounds=4)
    candidates, hosts = some_people(event, 4, 4)
    watch = a_participant(event)  # the desk is in use from the beginning
    arrive(watch, START)
    for round_ in range(4):
        for at, candidate in enumerate(candidates):
            a_meeting(candidate, hosts[(at + round_) % 4], round_)
    orders.start(event, START)
    people, seen = [*candidates, *hosts], dict[int, float]()
    clock = 0.0
    while (clock := clock + draw.uniform(0.02, 0.5)) < 5:
        one = draw.choice(people)
        if one.id in seen and draw.random() < 0.4:
            undo(one, later(clock))
            del seen[one.id]
        elif one.id not in seen:
            arrive(one, later(clock))
            seen[one.id] = clock
        if draw.random() < 0.3:
            orders.note_passed(event, later(clock))
    assert event.status == EventStatus.PUBLISHED
    orders.note_passed(event, later(6))
    for row in db.session.query(Meeting).filter_by(event_id=event.id).order_by(Meeting.id):
        late = [seen.get(each, -1.0) >= row.round + 1 for each in (row.candidate_id, row.host_id)]
        assert row.state == ("missed" if any(late) else "held"), (row.round, row.table)
