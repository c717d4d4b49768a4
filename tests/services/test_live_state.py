"""What screens and phones are told: all they need, nothing that names anyone too early."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from models import Meeting, db
from services import evening_orders as orders
from services.check_in import arrive
from services.live_state import live_for, own_state, read_live, screen_state
from tests.factories import a_participant, an_event, in_paris
from tests.factories.after_evenings import a_couple
from tests.support.queries import QueryRecorder

START = in_paris(2026, 11, 24)


def later(seconds: float):
    return START + timedelta(seconds=seconds)


@pytest.fixture
def event(app: Flask):
    return an_event(
        starts_at=START,
        closes_at=START,
        announced_at=later(-3600),
        rounds=3,
        breaks=[{"after": 1, "minutes": 10}],
    )


@pytest.fixture
def pairs(event):
    """Two candidates and two hosts who meet crosswise, and a second half of a couple."""
    lise = a_participant(event, first_name="Lise", last_name="Dubois")
    malik = a_participant(event, first_name="Malik", badge_name="Docteur M.")
    figeac = a_participant(event, "host", organisation_name="Figeac")
    gramat = a_participant(event, "host", organisation_name="Gramat")
    plan = [
        (0, 0, lise, figeac),
        (0, 1, malik, gramat),
        (1, 0, malik, figeac),
        (2, 1, lise, gramat),
    ]
    for round_, table, candidate, host in plan:
        ids = {"candidate_id": candidate.id, "host_id": host.id}
        db.session.add(Meeting(event_id=event.id, round=round_, table=table, **ids))
    db.session.flush()
    return lise, malik, figeac, gramat


def in_hall(event, at):
    return screen_state(read_live(event, at), at)


def on_phone(event, one, at):
    return own_state(read_live(event, at), one, at)


def test_a_screen_is_told_all_that_comes(event, pairs):
    orders.start(event, START)
    told = in_hall(event, later(10))
    assert told["state"] == "running"
    kinds = [(p["kind"], p["round"]) for p in told["phases"]]
    assert kinds[:4] == [("changeover", 0), ("meeting", 0), ("break", 0), ("changeover", 1)]
    assert all(
        a["ends"] == b["starts"] for a, b in zip(told["phases"], told["phases"][1:], strict=False)
    )
    assert told["phases"][0]["ends"] == round(later(60).timestamp() * 1000)
    assert sorted(told["meetings"]) == ["0", "1", "2"]
    assert told["meetings"]["0"][0] == {
        "table": 1,
        "candidates": [["M1", "Lise"]],
        "host": ["H1", "Figeac"],
    }


def test_rounds_called_by_hand_are_told_up_to_the_next_word(event, pairs):
    event.auto_advance = False
    orders.start(event, START)
    told = in_hall(event, later(10))
    assert [p["kind"] for p in told["phases"]] == ["changeover", "meeting"]
    assert told["holds"] is True
    orders.skip(event, later(20), to_round=True)
    orders.skip(event, later(30), to_round=True)
    assert in_hall(event, later(40))["holds"] is False  # the last meeting ends the evening


def test_who_meets_whom_is_not_shown_before_it_is_announced(event, pairs):
    event.announced_at = None
    assert in_hall(event, START)["meetings"] == {}
    assert on_phone(event, pairs[0], START)["mine"] == []


def test_a_phone_is_told_its_own_tables_only(event, pairs):
    lise = pairs[0]
    mine = on_phone(event, lise, START)["mine"]
    assert [(seat["round"], seat["table"]) for seat in mine] == [(0, 1), (2, 2)]
    assert mine[0]["with"] == [{"number": "H1", "name": "Figeac"}]


def test_a_host_reads_no_name_that_a_candidate_did_not_choose_to_show(event, pairs):
    figeac = pairs[2]
    told = on_phone(event, figeac, START)
    met = [person for seat in told["mine"] for person in seat["with"]]
    assert met == [{"number": "M1", "name": ""}, {"number": "M2", "name": "Docteur M."}]
    assert "Lise" not in str(told)
    assert "Dubois" not in str(told)


def test_both_of_a_couple_sit_at_the_same_table(event, pairs):
    lise, figeac = pairs[0], pairs[2]
    partner = a_participant(event, first_name="Alex")
    a_couple(lise, partner)
    assert on_phone(event, partner, START)["mine"] == on_phone(event, lise, START)["mine"]
    assert [p["number"] for p in on_phone(event, figeac, START)["mine"][0]["with"]] == ["M1", "M3"]
    seat = in_hall(event, START)["meetings"]["0"][0]
    assert seat["candidates"] == [["M1", "Lise"], ["M3", "Alex"]]


def test_the_tag_changes_with_orders_people_and_settings_and_with_nothing_else(event, pairs):
    db.session.commit()
    tags = [read_live(event, later(s)).tag for s in (0, 5000)]
    orders.start(event, START)
    tags += [read_live(event, later(s)).tag for s in (1, 100, 1000, 5000)]
    arrive(pairs[0], START)
    tags.append(read_live(event, later(1)).tag)
    event.meeting_minutes = 9
    db.session.flush()
    tags.append(read_live(event, later(1)).tag)
    assert tags[0] == tags[1]
    assert len(set(tags[2:6])) == 1
    assert len(set(tags)) == 4


def test_an_answer_stays_right_for_as_long_as_its_tag(event, pairs):
    orders.start(event, START)
    early, late = in_hall(event, later(1)), in_hall(event, later(700))
    assert early["tag"] == late["tag"]
    assert early["phases"][-len(late["phases"]) :] == late["phases"]


def test_the_page_shows_the_next_table_without_any_script(event, pairs):
    lise = pairs[0]
    orders.start(event, START)
    live = live_for(lise, later(490))  # the first meeting is over
    assert (live["seat"]["round"], live["is_on"]) == (2, True)


def test_a_state_costs_few_questions(event, pairs, app: Flask):
    orders.start(event, START)
    db.session.commit()
    assert event.id
    with QueryRecorder(app) as queries:
        in_hall(event, later(10))
    assert len(queries) == 2, queries  # the clock; the meetings with their people
    with QueryRecorder(app) as queries:
        on_phone(event, pairs[0], later(10))
    # the clock; one's partner; one's meetings; and the person and the evening read again
    assert len(queries) <= 5, queries
