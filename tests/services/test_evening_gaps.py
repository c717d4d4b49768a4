"""A seat freed or given after the plan: seen at once, and told to the screens."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from flask import Flask

from models import DatingEvent, OutboxMessage, Participant, db
from models.base import now
from models.vocabulary import CoupleMode, WishKind
from services import registrations
from services.check_in import leave, mark_absent
from services.couple_leaving import leave as leave_as_couple
from services.couples import agree, ask, state_of, undo
from services.evening_clock import first_open_round, read
from services.evening_gaps import Gaps, gaps_of
from services.evening_orders import start
from services.evening_plans import announce, make_plan
from services.evening_replans import ReplanMode, replan
from services.evening_views import programme_of
from services.event_people import promote_by_hand
from services.participants import list_participants
from services.registrations import Registration, register
from services.waiting_list import promote
from tests.factories import a_full_event, a_participant, a_planned_event, an_event
from tests.factories.after_evenings import a_couple, a_wish
from tests.support.queries import QueryRecorder


def version(event: DatingEvent) -> int:
    return read(event, now()).version


def newcomer(event: DatingEvent, address: str = "neuf@essai.example") -> Participant:
    said = Registration(email=address)
    return register(event, "candidate", said, source="organiser", is_confirmed=True)


def test_without_a_plan_nothing_is_missing_and_no_screen_is_told(app: Flask) -> None:
    event = a_full_event(3, 2)
    registrations.cancel(list_participants(event.id)[0])
    assert gaps_of(event, now()) == Gaps()
    assert not gaps_of(event, now())
    assert version(event) == 0


def test_who_cancels_leaves_meetings_that_nobody_holds(app: Flask) -> None:
    event = a_planned_event(6, 4)
    assert gaps_of(event, now()) == Gaps()
    before = version(event)
    registrations.cancel(list_participants(event.id, "host")[0])
    gaps = gaps_of(event, now())
    assert gaps.lost == 6
    assert gaps.outside == 0
    assert version(event) > before
    replan(event, mode=ReplanMode.FILL, made_by=None, at=now())
    assert gaps_of(event, now()) == Gaps()


def test_who_comes_after_the_plan_is_not_in_it(app: Flask) -> None:
    event = a_planned_event(3, 4, candidate_capacity=4)
    before = version(event)
    newcomer(event)
    assert gaps_of(event, now()) == Gaps(outside=1)
    assert version(event) == before + 1
    waits = newcomer(event, "attend@essai.example")
    assert waits.status == "waiting"
    assert version(event) == before + 1  # no seat changed hands
    registrations.cancel(list_participants(event.id, "candidate")[0])
    assert waits.status == "registered"
    assert gaps_of(event, now()).outside == 2
    assert version(event) > before + 1


def test_every_way_to_a_seat_tells_the_screens(app: Flask) -> None:
    event = a_planned_event(3, 4, candidate_capacity=3)
    pending = register(event, "candidate", Registration(email="b@essai.example"), source="link")
    first, second = (
        a_participant(event, status="waiting", waiting_since=now() - timedelta(hours=1))
        for _ in range(2)
    )
    seen = [version(event)]
    event.candidate_capacity = 4
    db.session.flush()
    promote(event, now())
    seen.append(version(event))
    event.candidate_capacity = 5
    db.session.flush()
    promote_by_hand(event, second)
    seen.append(version(event))
    event.candidate_capacity = 6
    db.session.flush()
    registrations.confirm(pending)
    seen.append(version(event))
    assert (first.status, second.status, pending.status) == ("registered",) * 3
    assert seen == sorted(set(seen))
    assert gaps_of(event, now()).outside == 3


def test_who_found_no_table_is_told_only_with_something_to_mend(app: Flask) -> None:
    event = an_event(rounds=1, tables=1)
    for side in ("candidate", "candidate", "candidate", "host"):
        a_participant(event, side)
    make_plan(event, made_by=None, at=now())
    announce(event, now())
    assert gaps_of(event, now()) == Gaps()
    newcomer(event)
    assert gaps_of(event, now()) == Gaps(outside=3)


def test_a_couple_of_which_one_is_left_still_holds_its_meetings(app: Flask) -> None:
    event = a_full_event(4, 3)
    first, second = list_participants(event.id, "candidate")[:2]
    a_couple(first, second, CoupleMode.TOGETHER)
    make_plan(event, made_by=None, at=now())
    announce(event, now())
    assert gaps_of(event, now()) == Gaps()
    mark_absent(first, now())
    assert gaps_of(event, now()) == Gaps()
    registrations.cancel(first)
    gaps = gaps_of(event, now())  # their meetings were written under the one who is gone
    assert gaps.outside == 1
    assert gaps.lost > 0


def a_night() -> tuple[DatingEvent, datetime]:
    """An evening that begins now, and nine minutes later, in its second round."""
    event = a_planned_event(6, 4)
    event.starts_at = now() - timedelta(seconds=5)
    db.session.flush()
    start(event, now())
    return event, now() + timedelta(minutes=9)


def test_during_the_night_only_what_is_ahead_counts(app: Flask) -> None:
    event, instant = a_night()
    leave(list_participants(event.id, "host")[0], instant)
    ahead = event.rounds - first_open_round(event, instant)
    assert 0 < ahead < event.rounds
    assert gaps_of(event, instant).lost == ahead
    assert gaps_of(event, instant + timedelta(hours=5)) == Gaps()


def test_looking_costs_the_same_for_few_and_many(app: Flask) -> None:
    counts = []
    for size in (3, 12):
        event = a_planned_event(size, 4)
        registrations.cancel(list_participants(event.id)[0])
        db.session.commit()
        event = db.session.get_one(DatingEvent, event.id)
        with QueryRecorder(app) as queries:
            assert gaps_of(event, now())
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 6


def test_who_is_left_alone_is_told_once_and_not_when_both_go(app: Flask) -> None:
    for together in (False, True):
        event = an_event()
        first, second = a_participant(event), a_participant(event)
        a_couple(first, second, CoupleMode.TOGETHER)
        leave_as_couple(first, with_partner=together)
        registrations.cancel(first)
        told = db.session.query(OutboxMessage).filter_by(template="couple_left").all()
        assert [each.to_address for each in told] == ([] if together else [second.email])
        assert second.status == ("cancelled" if together else "registered")
        db.session.query(OutboxMessage).delete()


def test_who_comes_alone_after_all_is_not_in_the_plan(app: Flask) -> None:
    event = a_full_event(4, 3)
    first, second = list_participants(event.id, "candidate")[:2]
    a_couple(first, second, CoupleMode.TOGETHER)
    make_plan(event, made_by=None, at=now())
    announce(event, now())
    before = version(event)
    undo(first)
    assert gaps_of(event, now()) == Gaps(outside=1)
    assert version(event) > before
    replan(event, mode=ReplanMode.FULL, made_by=None, at=now())
    assert gaps_of(event, now()) == Gaps()
    assert any(line.table is not None for line in programme_of(second))


def test_two_who_agree_after_the_plan_leave_the_seconds_hosts_alone(app: Flask) -> None:
    event = a_planned_event(4, 3)
    first, second = list_participants(event.id, "candidate")[:2]
    theirs = sum(line.table is not None for line in programme_of(second))
    before = version(event)
    ask(first, second.email, CoupleMode.TOGETHER)
    agree(second, state_of(second).asked_by[0].couple_id)
    assert gaps_of(event, now()) == Gaps(lost=theirs)
    assert version(event) > before
    replan(event, mode=ReplanMode.FILL, made_by=None, at=now())
    assert gaps_of(event, now()) == Gaps()
    shared = [[(line.round, line.table) for line in programme_of(one)] for one in (first, second)]
    assert shared[0] == shared[1]


def meet(event: DatingEvent, candidate: Participant, host: Participant) -> bool:
    """Does the plan hold them at one table in a round to come?"""
    lines = programme_of(candidate)
    return any(
        host in line.others for line in lines if line.round >= first_open_round(event, now())
    )


@pytest.mark.parametrize("who", ["candidate", "host"])
def test_a_no_said_after_the_announcement_is_counted_and_mended(app: Flask, who: str) -> None:
    event = a_planned_event(8, 8, rounds=5, tables=8)
    candidate = list_participants(event.id, "candidate")[0]
    host = next(each for line in programme_of(candidate) for each in line.others)
    had = [sum(not line.is_idle for line in programme_of(each)) for each in (candidate, host)]
    pair = (candidate, host) if who == "candidate" else (host, candidate)
    said = a_wish(*pair, WishKind.NO)
    assert gaps_of(event, now()) == Gaps(lost=1)
    said.kind = WishKind.GLADLY.value
    db.session.flush()
    assert gaps_of(event, now()) == Gaps()
    said.kind = WishKind.NO.value
    db.session.flush()
    others = next(
        each for each in list_participants(event.id, "host") if not meet(event, candidate, each)
    )
    a_wish(candidate, others, WishKind.NO)  # they are at no table together: nothing to mend
    assert gaps_of(event, now()) == Gaps(lost=1)
    outcome = replan(event, mode=ReplanMode.FILL, made_by=None, at=now())
    assert (outcome.dropped, outcome.moved) == (1, 0)
    assert gaps_of(event, now()) == Gaps()
    assert not meet(event, candidate, host)
    have = [sum(not line.is_idle for line in programme_of(each)) for each in (candidate, host)]
    assert have == [had[0] - 1, had[1] - 1]  # everyone else is taken in that round


def test_who_said_no_meets_another_who_is_free(app: Flask) -> None:
    event = a_planned_event(3, 3, rounds=3, tables=4)
    newcomers = [a_participant(event), a_participant(event, "host")]
    candidate = list_participants(event.id, "candidate")[0]
    host = next(each for line in programme_of(candidate)[:1] for each in line.others)
    a_wish(candidate, host, WishKind.NO)
    replan(event, mode=ReplanMode.FILL, made_by=None, at=now())
    assert not meet(event, candidate, host)
    assert meet(event, candidate, newcomers[1])
    assert meet(event, newcomers[0], host)


@pytest.mark.parametrize("who", [0, 1])
def test_a_no_of_either_of_two_who_come_as_one_counts(app: Flask, who: int) -> None:
    event = a_full_event(4, 3)
    couple = list_participants(event.id, "candidate")[:2]
    a_couple(couple[0], couple[1], CoupleMode.TOGETHER)
    make_plan(event, made_by=None, at=now())
    announce(event, now())
    host = next(each for line in programme_of(couple[0]) for each in line.others)
    a_wish(couple[who], host, WishKind.NO)
    assert gaps_of(event, now()) == Gaps(lost=1)
    replan(event, mode=ReplanMode.FILL, made_by=None, at=now())
    assert gaps_of(event, now()) == Gaps()
    assert not meet(event, couple[0], host)
    assert not meet(event, couple[1], host)


def test_a_no_of_a_meeting_that_is_over_is_nothing_to_mend(app: Flask) -> None:
    event, instant = a_night()
    people = list_participants(event.id, "candidate")
    candidate = next(each for each in people if not programme_of(each)[0].is_idle)
    lines = [line for line in programme_of(candidate) if not line.is_idle]
    for line in lines:
        for host in line.others:
            a_wish(candidate, host, WishKind.NO)
    ahead = [line for line in lines if line.round >= first_open_round(event, instant)]
    assert 0 < len(ahead) < len(lines)
    assert gaps_of(event, instant) == Gaps(lost=len(ahead))
