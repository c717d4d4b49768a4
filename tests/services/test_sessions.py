"""Sessions: opened by a secret, seen, listed, ended."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from models import Account, OpenSession, SecondFactor, db
from models.base import now
from models.vocabulary import Role
from services.paris_days import today_in_paris
from services.sessions import (
    SessionUnknown,
    end_session,
    end_sessions,
    find_presence,
    forget_old_sessions,
    list_sessions,
    note_seen,
    open_session,
    prove_factor,
)
from services.transaction import transaction
from tests.factories import an_account
from tests.support.queries import QueryRecorder


def _open(account: Account, **given: bool) -> str:
    with transaction():
        return open_session(account, "Firefox · Linux", **given)


def _factor(account: Account, *, confirmed: bool = True) -> None:
    with transaction():
        db.session.add(
            SecondFactor(
                account_id=account.id, secret="x", confirmed_at=now() if confirmed else None
            )
        )


def test_the_secret_opens_and_the_database_does_not_know_it(app: Flask) -> None:
    account = an_account()
    secret = _open(account)
    found = find_presence(secret)
    assert found is not None
    assert found.account == account
    assert account.last_seen_on == today_in_paris()
    row = db.session.query(OpenSession).one()
    assert secret not in (row.id, row.agent)
    assert find_presence(row.id) is None
    assert find_presence(secret + "x") is None


def test_knowing_who_is_there_takes_one_query_and_the_roles(
    app: Flask, queries: QueryRecorder
) -> None:
    secret = _open(an_account())
    db.session.remove()
    with queries:
        found = find_presence(secret)
        assert found is not None
        assert found.account.has_role("doctor")
    assert len(queries) == 2, queries


def test_an_ended_session_opens_nothing(app: Flask) -> None:
    account = an_account()
    here, there = _open(account), _open(account)
    found = find_presence(there)
    assert found is not None
    with transaction():
        end_session(account, found.session_id)
    assert find_presence(there) is None
    assert find_presence(here) is not None
    with pytest.raises(SessionUnknown), transaction():
        end_session(account, found.session_id)


def test_nobody_ends_the_session_of_another(app: Flask) -> None:
    mine, other = an_account(), an_account()
    secret = _open(mine)
    found = find_presence(secret)
    assert found is not None
    with pytest.raises(SessionUnknown), transaction():
        end_session(other, found.session_id)
    assert find_presence(secret) is not None


def test_ending_the_others_keeps_this_one(app: Flask) -> None:
    account, someone = an_account(), an_account()
    here, *elsewhere = [_open(account) for _ in range(3)]
    theirs = _open(someone)
    found = find_presence(here)
    assert found is not None
    with transaction():
        assert end_sessions(account.id, but=found.session_id) == 2
    assert [session.id for session in list_sessions(account)] == [found.session_id]
    assert [find_presence(secret) for secret in elsewhere] == [None, None]
    assert find_presence(theirs) is not None


@pytest.mark.parametrize(
    ("seen", "opened"), [(timedelta(days=8), timedelta(days=8)), (timedelta(0), timedelta(days=31))]
)
def test_a_session_ends_by_itself(app: Flask, seen: timedelta, opened: timedelta) -> None:
    account = an_account()
    secret = _open(account)
    with transaction():
        row = db.session.query(OpenSession).one()
        row.seen_at, row.opened_at = now() - seen, now() - opened
    assert find_presence(secret) is None
    assert list_sessions(account) == []
    with transaction():
        assert forget_old_sessions() == 1


def test_being_seen_is_noted_every_five_minutes_and_takes_a_warning_back(app: Flask) -> None:
    account = an_account()
    secret = _open(account)
    found = find_presence(secret)
    assert found is not None
    assert not found.is_stale
    with transaction():
        db.session.query(OpenSession).one().seen_at = now() - timedelta(minutes=6)
        account.warned_at, account.last_seen_on = now(), None
    before = account.updated_at
    found = find_presence(secret)
    assert found is not None
    assert found.is_stale
    with transaction():
        note_seen(found)
    db.session.expire_all()
    assert account.warned_at is None
    assert account.last_seen_on == today_in_paris()
    assert account.updated_at == before
    found = find_presence(secret)
    assert found is not None
    assert not found.is_stale


def test_an_account_with_a_second_factor_is_half_in_until_its_code(app: Flask) -> None:
    account = an_account()
    secret = _open(account)
    _factor(account)
    found = find_presence(secret)
    assert found is not None
    assert found.wants_code
    with transaction():
        prove_factor(found.session_id)
    found = find_presence(secret)
    assert found is not None
    assert not found.wants_code


@pytest.mark.parametrize(
    ("role", "demo_account", "demo_mode", "asked"),
    [
        (Role.DOCTOR, False, True, False),
        (Role.HOST, False, False, False),
        (Role.ORGANISER, False, True, True),
        (Role.STEWARD, False, False, True),
        (Role.STEWARD, True, False, True),
        (Role.STEWARD, True, True, False),
    ],
)
def test_who_must_set_up_a_second_factor(
    app: Flask, role: str, demo_account: bool, demo_mode: bool, asked: bool
) -> None:
    app.config["DEMO_MODE"] = demo_mode
    found = find_presence(_open(an_account([role], is_demo=demo_account)))
    assert found is not None
    assert found.wants_setup is asked


def test_a_secret_being_learnt_does_not_count_as_a_factor(app: Flask) -> None:
    account = an_account([Role.STEWARD])
    secret = _open(account)
    _factor(account, confirmed=False)
    found = find_presence(secret)
    assert found is not None
    assert found.wants_setup
    assert not found.wants_code
