"""The clock of the night: a pure rule over one row, and orders that are never obeyed twice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from models import EventClock, Meeting, db
from models.vocabulary import ClockState, Phase
from services import clock_rules as rules
from services import evening_orders as orders
from services.clock_rules import Clock
from services.evening_clock import find_row, first_open_round, meeting_starts, read, touch
from services.evening_orders import EveningNotOpen, MessageTooLong, OrderStale
from services.evening_programme import list_slots
from services.event_changes import change_event
from services.transaction import transaction
from tests.factories import a_draft_event, an_event
from tests.factories.after_evenings import a_meeting, some_people
from tests.services.test_events import said_of

START = datetime(2026, 11, 24, 17, 30, tzinfo=UTC)
SLOTS = list_slots(4, 5, 60, [{"after": 2, "minutes": 10}])


def later(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def running(at: int = 0) -> Clock:
    ends_at = later(SLOTS[at].seconds)
    return Clock(ClockState.RUNNING, at=at, ends_at=ends_at, started_at=START)


# --- the pure part ---

ORDERS = {
    "start": rules.start,
    "pause": rules.pause,
    "resume": rules.resume,
    "more": rules.extend(60),
    "less": rules.extend(-60),
    "phase": rules.skip_phase,
    "round": rules.skip_round,
    "back": rules.back,
    "end": rules.end,
}
waits = st.integers(0, 1200)
nights = st.lists(st.tuples(st.sampled_from(sorted(ORDERS)), waits), max_size=30)
programmes = st.builds(
    list_slots,
    st.integers(1, 6),
    st.integers(2, 30),
    st.sampled_from([0, 30, 60]),
    st.lists(
        st.fixed_dictionaries({"after": st.integers(1, 5), "minutes": st.just(5)}), max_size=2
    ),
)


def play(night, slots, auto):
    """Each order after a while; gives every clock on the way with the instant of its order."""
    clock, now = Clock(), START
    for name, wait in night:
        now += timedelta(seconds=wait)
        clock = ORDERS[name](rules.settle(clock, slots, auto, now), slots, now)
        yield clock, now


@given(nights, programmes, st.booleans())
def test_any_orders_leave_a_clock_that_makes_sense(night, slots, auto):
    for clock, now in play(night, slots, auto):
        assert 0 <= clock.at < len(slots)
        assert (clock.ends_at is not None) == (clock.state == ClockState.RUNNING)
        assert (clock.ended_at is not None) == (clock.state == ClockState.ENDED)
        assert clock.left is None or clock.left >= 0
        if clock.state == ClockState.WAITING:
            assert clock == Clock()
        if clock.state == ClockState.RUNNING:
            assert clock.ends_at >= now or not auto
        assert 0 <= rules.rounds_done(clock, slots, now) <= slots[-1].round + 1
        done, open_ = rules.rounds_done(clock, slots, now), rules.open_round(clock, slots)
        assert done <= open_
        assert open_ <= done + 1 or clock.state == ClockState.ENDED


@given(nights, programmes, st.booleans(), waits, waits)
def test_time_alone_never_goes_backwards(night, slots, auto, first, second):
    clock, now = Clock(), START
    for clock, now in play(night, slots, auto):  # noqa: B007 - the last of them is wanted
        pass
    early, late = now + timedelta(seconds=first), now + timedelta(seconds=first + second)
    sooner, then = rules.settle(clock, slots, auto, early), rules.settle(clock, slots, auto, late)
    assert (then.at, then.state == ClockState.ENDED) >= (
        sooner.at,
        sooner.state == ClockState.ENDED,
    )
    # Looking at the clock in between changes nothing: nobody has to be there when a phase ends.
    assert rules.settle(sooner, slots, auto, late) == then


@given(st.integers(0, len(SLOTS) - 1), st.integers(0, 59), waits)
def test_a_pause_keeps_what_remains(at, spent, stood):
    clock, now = running(at), later(spent)
    paused = rules.pause(clock, SLOTS, now)
    resumed = rules.resume(paused, SLOTS, now + timedelta(seconds=stood))
    assert paused.left == SLOTS[at].seconds - spent
    assert resumed.ends_at == clock.ends_at + timedelta(seconds=stood)
    assert rules.settle(paused, SLOTS, True, later(10**6)) == paused


@given(st.integers(0, len(SLOTS) - 1), st.integers(0, 59))
def test_a_minute_more_shifts_all_that_follows(at, spent):
    now = later(spent)
    before = rules.spans(running(at), SLOTS, True, now)
    after = rules.spans(rules.extend(60)(running(at), SLOTS, now), SLOTS, True, now)
    minute = timedelta(minutes=1)
    assert [span.ends_at for span in after] == [span.ends_at + minute for span in before]
    assert [span.starts_at for span in after[1:]] == [s.starts_at + minute for s in before[1:]]


def test_a_minute_less_never_ends_in_the_past():
    now = later(40)
    assert rules.extend(-60)(running(), SLOTS, now).ends_at == now


@given(st.integers(0, 3000))
def test_what_screens_are_told_is_what_the_server_finds_later(seconds):
    told = rules.spans(running(), SLOTS, True, START)
    clock = rules.settle(running(), SLOTS, True, later(seconds))
    here = [span for span in told if span.starts_at <= later(seconds) < span.ends_at]
    if clock.state == ClockState.ENDED:
        assert here == []
    else:
        slot = SLOTS[clock.at]
        assert [(s.phase, s.round, s.ends_at) for s in here] == [
            (slot.phase, slot.round, clock.ends_at)
        ]
        assert here[0].mark == clock.mark


def test_rounds_called_by_hand_wait_after_each_meeting_but_the_last():
    clock = rules.settle(running(), SLOTS, False, later(3600))
    assert SLOTS[clock.at].phase == Phase.MEETING
    assert clock.state == ClockState.RUNNING
    assert rules.rounds_done(clock, SLOTS, later(3600)) == 1
    last = rules.settle(running(len(SLOTS) - 1), SLOTS, False, later(3600))
    assert last.state == ClockState.ENDED


def test_to_the_next_round_means_past_the_break():
    second_meeting = next(i for i, s in enumerate(SLOTS) if (s.round, s.phase) == (1, "meeting"))
    skipped = rules.skip_round(running(second_meeting), SLOTS, later(5))
    assert (SLOTS[skipped.at].round, SLOTS[skipped.at].phase) == (2, Phase.CHANGEOVER)


def test_an_evening_ended_by_mistake_goes_on_where_it_stood():
    ended = rules.end(running(3), SLOTS, later(20))
    again = rules.back(ended, SLOTS, later(90))
    assert (again.state, again.at, again.left) == (ClockState.PAUSED, 3, SLOTS[3].seconds - 20)


# --- the row and its orders ---


def test_before_any_order_the_night_waits(app: Flask):
    event = an_event()
    view = read(event, event.starts_at + timedelta(hours=2))
    assert (view.state, view.first_open_round, view.coming) == (ClockState.WAITING, 0, ())
    assert find_row(event.id) is None


def test_phases_follow_by_the_programme_with_nobody_there(app: Flask):
    event = an_event(starts_at=START, closes_at=START)
    orders.start(event, START)
    view = read(event, later(60 + 420 + 60 + 10))
    assert (view.phase, view.round, view.seconds_left) == (Phase.MEETING, 1, 410.0)
    assert (view.first_open_round, view.rounds_done) == (2, 1)
    over = read(event, later(6 * 480))
    assert (over.state, over.ended_at) == (ClockState.ENDED, later(6 * 480))
    assert first_open_round(event, later(6 * 480)) == 6


def test_the_first_round_that_may_change(app: Flask):
    event = an_event()
    orders.start(event, START)
    assert first_open_round(event, later(30)) == 0  # they are still walking to their tables
    assert first_open_round(event, later(90)) == 1


def test_two_people_who_press_next_skip_once(app: Flask):
    event = an_event()
    seen = orders.start(event, START).mark
    view = orders.skip(event, later(10), mark=seen)
    assert view.phase == Phase.MEETING
    with pytest.raises(OrderStale):
        orders.skip(event, later(10.2), mark=seen)
    assert read(event, later(11)).round == 0


def test_an_order_is_stale_once_the_phase_has_passed_by_itself(app: Flask):
    event = an_event()
    seen = orders.start(event, START).mark
    with pytest.raises(OrderStale):
        orders.skip(event, later(61), mark=seen)


def test_two_people_who_add_a_minute_add_one(app: Flask):
    event = an_event()
    seen = orders.start(event, START).mark
    assert orders.extend(event, later(5), mark=seen).ends_at == later(120)
    with pytest.raises(OrderStale):
        orders.extend(event, later(5), mark=seen)


def test_starting_twice_is_refused(app: Flask):
    event = an_event()
    orders.start(event, START)
    with pytest.raises(OrderStale):
        orders.start(event, later(1))


def test_a_change_of_plan_makes_no_order_stale(app: Flask):
    event = an_event()
    started = orders.start(event, START)
    touch(event.id)
    view = orders.pause(event, later(2), mark=started.mark)
    assert view.version == started.version + 2
    assert view.seconds_left == 58


def test_only_a_published_evening_has_a_night(app: Flask):
    with pytest.raises(EveningNotOpen):
        orders.start(a_draft_event(), START)


def test_touching_an_evening_that_has_no_clock_starts_nothing(app: Flask):
    event = an_event()
    touch(event.id)
    assert (read(event, START).state, read(event, START).version) == (ClockState.WAITING, 1)


def test_a_message_is_cleaned_and_taken_off(app: Flask):
    event = an_event()
    orders.say(event, "  Le buffet\n est ouvert ")
    assert read(event, START).message == "Le buffet est ouvert"
    orders.say(event, " ")
    assert read(event, START).message is None
    with pytest.raises(MessageTooLong):
        orders.say(event, "x" * 161)


def test_by_hand_from_now_on(app: Flask):
    event = an_event()
    orders.start(event, START)
    orders.advance_by_hand(event, later(490), by_hand=True)
    view = read(event, later(4000))
    assert (view.round, view.phase, view.waits) == (1, Phase.MEETING, True)
    assert orders.skip(event, later(4000), mark=view.mark).round == 2


def test_a_programme_made_shorter_in_the_night_leaves_a_clock_that_makes_sense(app: Flask):
    event = an_event()
    orders.start(event, START)
    for _round in range(5):
        orders.skip(event, later(5), to_round=True)
    event.rounds = 3
    view = read(event, later(10))
    assert (view.round, view.state) == (2, ClockState.RUNNING)


def test_meetings_behind_and_ahead_follow_the_real_night(app: Flask):
    event = an_event(starts_at=START, closes_at=START)
    begun = later(1200)  # twenty minutes late
    orders.start(event, begun)
    at = begun + timedelta(seconds=500)
    starts = meeting_starts(event, read(event, at), at)
    assert starts[0] == begun + timedelta(seconds=60)
    assert starts[5] == begun + timedelta(seconds=60 + 5 * 480)


def test_what_passed_by_itself_is_written_without_telling_screens(app: Flask):
    event = an_event()
    version = orders.start(event, START).version
    orders.note_passed(event, later(500))
    row = db.session.get_one(EventClock, event.id)
    assert (row.round, row.phase, row.version) == (1, "changeover", version)


def test_what_waited_for_a_word_goes_on_from_now_once_nobody_has_to_give_it(app: Flask):
    event = an_event(auto_advance=False)
    orders.start(event, START)
    assert read(event, later(2000)).waits  # the first meeting is over for twenty-five minutes
    orders.advance_by_hand(event, later(2000), by_hand=False)
    view = read(event, later(2010))
    assert (view.round, view.phase, view.seconds_left) == (1, Phase.CHANGEOVER, 50)


def test_the_settings_change_the_rule_of_the_night_as_the_console_does(app: Flask):
    opens = START - timedelta(days=30)
    event = an_event(starts_at=START, closes_at=START, opens_at=opens, auto_advance=False)
    orders.start(event, START)
    with transaction():
        change_event(event, said_of(event, auto_advance=True), at=later(2000))
    view = read(event, later(2010))
    assert (view.round, view.phase, view.seconds_left) == (1, Phase.CHANGEOVER, 50)


def test_a_round_passed_over_was_held_by_nobody(app: Flask):
    event = an_event(rounds=3)
    (guest,), hosts = some_people(event, 1, 3)
    met = [a_meeting(guest, host, round_) for round_, host in enumerate(hosts)]

    def states() -> list[str]:
        return [db.session.get_one(Meeting, each.id).state for each in met]

    orders.start(event, START)
    orders.skip(event, later(5), to_round=True)  # nobody had sat down yet
    assert states() == ["missed", "planned", "planned"]
    orders.skip(event, later(10))  # to the second meeting
    orders.skip(event, later(100), to_round=True)  # cut short, but they met
    assert states() == ["missed", "held", "planned"]
    orders.skip(event, later(110), to_round=True)  # past the last: the end
    assert states() == ["missed", "held", "missed"]
    orders.note_passed(event, later(500))
    assert states() == ["missed", "held", "missed"]
    for _ in range(6):
        orders.back(event, later(600))
    assert states() == ["planned"] * 3


def test_a_clock_started_by_mistake_has_not_been(app: Flask):
    event = an_event(starts_at=START, closes_at=START)
    early = START - timedelta(days=3)
    orders.start(event, early)
    orders.skip(event, early)
    orders.back(event, early)
    assert read(event, early).started_at == early
    orders.back(event, early)
    view = read(event, early)
    assert (view.state, view.started_at, view.coming) == (ClockState.WAITING, None, ())
    assert first_open_round(event, early) == 0
    with pytest.raises(OrderStale):
        orders.back(event, early)
    orders.start(event, START)
    assert read(event, later(30)).seconds_left == 30
