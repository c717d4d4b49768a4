from concurrent.futures import ThreadPoolExecutor
from contextvars import Context
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from models import Throttle, db
from models.engine import reading_only
from services.throttles import (
    LIMITS,
    TooMany,
    check_rate,
    forget_old_counts,
    forget_rate,
)
from services.transaction import transaction

NOON = datetime(2026, 3, 2, 12, 0, 30, tzinfo=UTC)


def at(instant):
    return lambda: instant


def tries(action, *keys, times, instant=NOON):
    """How many of ``times`` were let through."""
    passed = 0
    for _ in range(times):
        try:
            check_rate(action, *keys, clock=at(instant))
            passed += 1
        except TooMany:
            pass
    return passed


def test_one_account_is_tried_a_few_times_only(app):
    assert tries("login", "mairie@example.org", "192.0.2.1", times=30) == 10


def test_many_accounts_from_one_address_are_tried_a_little_more(app):
    passed = sum(tries("login", f"a{n}@example.org", "192.0.2.1", times=1) for n in range(120))
    assert passed == 100


def test_another_account_and_another_address_are_not_touched(app):
    tries("login", "a@example.org", "192.0.2.1", times=20)
    assert tries("login", "b@example.org", "192.0.2.2", times=1) == 1


def test_the_spelling_of_an_address_gives_no_further_try(app):
    tries("login", "a@example.org", "192.0.2.1", times=10)
    assert tries("login", " A@Example.ORG ", "192.0.2.1", times=1) == 0


def test_it_says_how_long_to_wait_and_lets_through_then(app):
    tries("login", "a@example.org", "192.0.2.1", times=10)
    with pytest.raises(TooMany) as refusal:
        check_rate("login", "a@example.org", "192.0.2.1", clock=at(NOON))
    assert refusal.value.data == {"minutes": 15}
    later = NOON + timedelta(minutes=15)
    assert tries("login", "a@example.org", "192.0.2.1", times=1, instant=later) == 1


def test_no_border_of_the_clock_lets_twice_the_limit_pass(app):
    before_the_quarter = NOON + timedelta(minutes=7)
    for seconds in range(0, 14 * 60, 24):
        instant = before_the_quarter + timedelta(seconds=seconds)
        passed = tries("login", "a@example.org", "192.0.2.1", times=3, instant=instant)
        assert passed == min(3, max(0, 10 - 3 * (seconds // 24))), instant


def test_places_come_back_as_they_were_taken(app):
    tries("login", "a@example.org", "192.0.2.1", times=4)
    tries("login", "a@example.org", "192.0.2.1", times=6, instant=NOON + timedelta(minutes=10))
    first = NOON + timedelta(minutes=15)
    assert tries("login", "a@example.org", "192.0.2.1", times=20, instant=first) == 4
    second = NOON + timedelta(minutes=25)
    assert tries("login", "a@example.org", "192.0.2.1", times=20, instant=second) == 6


def test_pressing_again_makes_nobody_wait_longer(app):
    tries("login", "a@example.org", "192.0.2.1", times=10)
    for minute in range(14):
        clock = at(NOON + timedelta(minutes=minute))
        with pytest.raises(TooMany) as refusal:
            check_rate("login", "a@example.org", "192.0.2.1", clock=clock)
        assert refusal.value.data == {"minutes": 15 - minute}


def test_what_fails_afterwards_does_not_take_the_count_back(app):
    check_rate("login", "a@example.org", "192.0.2.1")
    with pytest.raises(ZeroDivisionError), transaction():
        raise ZeroDivisionError
    assert db.session.scalars(select(Throttle.count)).all() == [1, 1]


def test_counting_inside_a_transaction_is_a_mistake_and_said(app):
    with pytest.raises(RuntimeError), transaction():
        check_rate("search", "192.0.2.1")


def test_counting_waits_for_no_lock_of_its_own_request(app):
    # A page that writes has read its account in a transaction that already holds SQLite's lock.
    db.session.execute(select(Throttle.count))
    check_rate("search", "192.0.2.1")
    assert db.session.scalars(select(Throttle.count)).all() == [1]


def test_a_page_that_reads_counts_too(app):
    token = reading_only.set(True)
    try:
        check_rate("search", "192.0.2.1")
        assert reading_only.get()
    finally:
        reading_only.reset(token)
    assert db.session.scalars(select(Throttle.count)).all() == [1]


def test_no_try_is_lost_when_many_come_at_once(app):
    def one(_n):
        with app.app_context():
            return tries("login", "a@example.org", "192.0.2.1", times=5)

    with ThreadPoolExecutor(8) as pool:
        passed = [pool.submit(Context().run, one, n) for n in range(16)]
        assert sum(done.result() for done in passed) == 10
    assert sorted(db.session.scalars(select(Throttle.count))) == [10, 10]


def test_nothing_kept_tells_who_was_counted(app):
    check_rate("login", "mairie@example.org", "192.0.2.1")
    for row in db.session.scalars(select(Throttle)):
        assert len(row.key) == 64
        assert "mairie" not in row.key


def test_the_right_password_starts_again_from_nought(app):
    tries("login", "a@example.org", "192.0.2.1", times=9)
    with transaction():
        forget_rate("login", "account", "a@example.org")
    assert tries("login", "a@example.org", "192.0.2.1", times=20) == 10


def test_keys_follow_the_table(app):
    with pytest.raises(ValueError, match="zip"):
        check_rate("login", "a@example.org")


def test_old_windows_are_forgotten(app):
    check_rate("login", "a@example.org", "192.0.2.1")
    tries("login", "a@example.org", "192.0.2.1", times=1, instant=NOON - timedelta(days=900))
    with transaction():
        assert forget_old_counts() == 2
    assert len(db.session.scalars(select(Throttle)).all()) == 2


def test_names_and_windows_fit_what_keeps_them():
    for action, limits in LIMITS.items():
        assert len(action) <= 20
        assert all(limit.times > 0 and limit.minutes <= 24 * 60 for limit in limits)
