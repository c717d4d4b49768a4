"""Who is there, and in which rounds each can sit at a table."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from services import evening_orders as orders
from services.check_in import (
    NotExpected,
    arrive,
    come_late,
    leave,
    mark_absent,
    mark_all_missing,
    presence,
    undo,
)
from services.evening_clock import read
from services.participants import ParticipantUnknown, open_badge
from tests.factories import a_participant, an_event, in_paris
from tests.factories.after_evenings import a_meeting

START = in_paris(2026, 11, 24)
ROUND = 480  # seven minutes and one of changeover


@pytest.fixture
def event(app: Flask):
    return an_event(starts_at=START, closes_at=START)


def later(seconds: float):
    return START + timedelta(seconds=seconds)


def test_before_the_start_everyone_is_expected_as_they_said(event):
    all_evening = a_participant(event)
    late = a_participant(event, arrives_at=later(ROUND + 61))
    early = a_participant(event, leaves_at=later(2 * ROUND))
    windows = presence(event, START)
    assert windows == {all_evening.id: (0, 5), late.id: (2, 5), early.id: (0, 1)}


def test_who_is_absent_sits_nowhere_and_who_comes_back_does(event):
    someone = a_participant(event)
    mark_absent(someone, START)
    assert presence(event, START) == {}
    arrive(someone, START)
    assert (someone.absent_at, presence(event, START)) == (None, {someone.id: (0, 5)})


def test_who_has_not_come_is_waited_for_until_the_desk_says_otherwise(event):
    someone = a_participant(event)
    orders.start(event, START)
    assert presence(event, later(2 * ROUND + 100)) == {someone.id: (0, 5)}


def test_who_comes_while_a_meeting_runs_plays_from_the_next(event):
    someone = a_participant(event)
    orders.start(event, START)
    arrive(someone, later(ROUND + 100))
    assert presence(event, later(ROUND + 110)) == {someone.id: (2, 5)}
    assert presence(event, later(4 * ROUND + 110)) == {someone.id: (2, 5)}


def test_who_comes_during_the_changeover_plays_at_once(event):
    someone = a_participant(event)
    orders.start(event, START)
    arrive(someone, later(ROUND + 20))
    assert presence(event, later(ROUND + 30)) == {someone.id: (1, 5)}


def test_who_comes_earlier_than_announced_plays_earlier(event):
    someone = a_participant(event, arrives_at=later(4 * ROUND))
    arrive(someone, later(-600))
    assert presence(event, START) == {someone.id: (0, 5)}


def test_who_goes_plays_until_the_present_round(event):
    someone = a_participant(event)
    arrive(someone, later(-600))
    orders.start(event, START)
    leave(someone, later(2 * ROUND + 200))
    assert presence(event, later(2 * ROUND + 210)) == {someone.id: (0, 2)}


def test_who_goes_before_the_start_sits_nowhere(event):
    someone = a_participant(event)
    leave(someone, later(-60))
    assert presence(event, START) == {}


def test_a_late_evening_shifts_what_people_said_of_their_hours(event):
    leaves_early = a_participant(event, leaves_at=later(3 * ROUND))
    begun = later(2 * ROUND)
    orders.start(event, begun)
    assert presence(event, begun) == {leaves_early.id: (0, 0)}


def test_said_at_the_desk_late_until_then(event):
    someone = a_participant(event)
    arrive(someone, START)
    come_late(someone, later(3 * ROUND))
    assert someone.checked_in_at is None
    assert presence(event, START) == {someone.id: (3, 5)}


def test_a_tap_taken_back_leaves_no_trace(event):
    someone = a_participant(event)
    arrive(someone, START)
    leave(someone, START)
    undo(someone)
    assert (someone.checked_in_at, someone.left_at, someone.absent_at) == (None, None, None)


def test_arriving_twice_keeps_the_first_hour(event):
    someone = a_participant(event)
    arrive(someone, START)
    arrive(someone, later(60))
    assert someone.checked_in_at == START


@pytest.mark.parametrize("status", ["cancelled", "pending"])
@pytest.mark.parametrize("verb", [arrive, mark_absent, leave, come_late])
def test_only_valid_registrations_come_to_the_desk(event, status, verb):
    someone = a_participant(event, status=status)
    with pytest.raises(NotExpected):
        verb(someone, START)


def test_every_tap_tells_the_screens(event):
    someone = a_participant(event)
    before = read(event, START).version
    arrive(someone, START)
    assert read(event, START).version == before + 1


def test_all_who_have_not_come_are_absent_but_those_who_said_later(event):
    here, later_on, missing = (a_participant(event) for _ in range(3))
    arrive(here, START)
    come_late(later_on, later(ROUND))
    assert mark_all_missing(event, later(60)) == 1
    assert missing.absent_at == later(60)
    assert (here.absent_at, later_on.absent_at) == (None, None)
    assert mark_all_missing(event, later(70)) == 0


def test_a_badge_opens_its_own_evening_only(event):
    someone = a_participant(event)
    stranger = a_participant(an_event())
    assert open_badge(event.id, someone.badge_code) is someone
    with pytest.raises(ParticipantUnknown):
        open_badge(event.id, stranger.badge_code)


def test_what_was_missed_stays_missed_when_someone_says_that_they_come_later(event):
    guest, host = a_participant(event), a_participant(event, "host")
    meeting = a_meeting(guest, host)
    mark_absent(guest, START)
    orders.start(event, START)
    come_late(guest, later(5 * ROUND), later(ROUND + 30))
    arrive(guest, later(5 * ROUND))
    assert meeting.state == "missed"
