"""The second factor: codes of the moment, codes on paper."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from flask import Flask

from models import Account, OutboxMessage, RecoveryCode, SecondFactor, db
from models.vocabulary import Role
from services.second_factors import (
    CodeWrong,
    FactorInForce,
    FactorRequired,
    NoFactor,
    check_code,
    confirm_factor,
    count_codes,
    find_enrolment,
    has_factor,
    remove_factor,
    renew_codes,
    start_factor,
)
from services.sessions import find_presence, open_session
from services.transaction import transaction
from tests.factories import an_account

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def _later(steps: int) -> datetime:
    return NOON + timedelta(seconds=30 * steps)


def _set_up(account: Account) -> tuple[pyotp.TOTP, list[str], str]:
    """The telephone, the recovery codes, and the session that set them up."""
    with transaction():
        secret = open_session(account)
        start_factor(account)
    found, enrolment = find_presence(secret), find_enrolment(account)
    assert found is not None
    assert enrolment is not None
    phone = pyotp.TOTP(enrolment.secret)
    with transaction():
        codes = confirm_factor(account, phone.at(NOON), found.session_id, NOON)
    return phone, codes, secret


def test_a_first_code_puts_the_factor_in_force(app: Flask) -> None:
    account = an_account()
    with transaction():
        elsewhere = open_session(account)
    _phone, codes, here = _set_up(account)
    assert has_factor(account)
    assert len(set(codes)) == 10
    assert find_presence(elsewhere) is None
    found = find_presence(here)
    assert found is not None
    assert not found.wants_code
    told = db.session.query(OutboxMessage).one()
    assert (told.template, told.context) == ("second_factor_changed", {"is_on": True})
    with pytest.raises(FactorInForce), transaction():
        start_factor(account)


def test_a_wrong_first_code_leaves_the_account_as_it_was(app: Flask) -> None:
    account = an_account()
    with transaction():
        start_factor(account)
    before = find_enrolment(account)
    for wrong in ("000000", "", "abcdef", "éééééé", "12345"):
        with pytest.raises(CodeWrong), transaction():
            confirm_factor(account, wrong, "x", NOON)
    assert not has_factor(account)
    assert find_enrolment(account) == before


def test_the_secret_is_kept_encrypted_and_codes_as_digests(app: Flask) -> None:
    phone, codes, _ = _set_up(an_account())
    assert phone.secret not in db.session.query(SecondFactor).one().secret
    kept = {row.digest for row in db.session.query(RecoveryCode)}
    assert kept.isdisjoint(codes)
    assert all(len(digest) == 64 for digest in kept)


def test_a_step_serves_once(app: Flask) -> None:
    account = an_account()
    phone, _, _ = _set_up(account)
    with pytest.raises(CodeWrong):  # the one that set it up
        check_code(account, phone.at(NOON), NOON)
    check_code(account, phone.at(_later(2)), _later(2))
    with pytest.raises(CodeWrong):
        check_code(account, phone.at(_later(2)), _later(2))
    with pytest.raises(CodeWrong):  # an earlier one, seen over a shoulder
        check_code(account, phone.at(_later(1)), _later(2))
    check_code(account, phone.at(_later(3)), _later(3))


@pytest.mark.parametrize(
    ("drift", "fits"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)]
)
def test_a_clock_may_be_half_a_minute_off(app: Flask, drift: int, fits: bool) -> None:
    account = an_account()
    phone, _, _ = _set_up(account)
    code = phone.at(_later(10 + drift))
    if fits:
        check_code(account, f"{code[:3]} {code[3:]}", _later(10))
    else:
        with pytest.raises(CodeWrong):
            check_code(account, code, _later(10))


def test_a_recovery_code_serves_once_however_it_is_typed(app: Flask) -> None:
    account = an_account()
    _, codes, _ = _set_up(account)
    check_code(account, f" {codes[0].lower().replace('-', ' ')} ")
    with pytest.raises(CodeWrong):
        check_code(account, codes[0])
    assert count_codes(account) == 9
    check_code(account, codes[1])


def test_recovery_codes_open_their_own_account_only(app: Flask) -> None:
    one, other = an_account(), an_account()
    _, codes, _ = _set_up(one)
    _set_up(other)
    with pytest.raises(CodeWrong):
        check_code(other, codes[0])


def test_new_codes_replace_the_old_ones(app: Flask) -> None:
    account = an_account()
    phone, old, _ = _set_up(account)
    with transaction():
        new = renew_codes(account, phone.at(_later(5)), _later(5))
    assert set(new).isdisjoint(old)
    with pytest.raises(CodeWrong):
        check_code(account, old[0])
    check_code(account, new[0])


def test_the_factor_is_removed_with_a_code_and_told(app: Flask) -> None:
    account = an_account()
    phone, _, _ = _set_up(account)
    with pytest.raises(CodeWrong), transaction():
        remove_factor(account, "000000", _later(5))
    with transaction():
        remove_factor(account, phone.at(_later(5)), _later(5))
    assert not has_factor(account)
    assert count_codes(account) == 0
    with pytest.raises(NoFactor):
        check_code(account, "123456")


@pytest.mark.parametrize("role", [Role.ORGANISER, Role.STEWARD])
def test_some_roles_cannot_do_without(app: Flask, role: str) -> None:
    account = an_account([role])
    phone, _, _ = _set_up(account)
    with pytest.raises(FactorRequired):
        remove_factor(account, phone.at(_later(5)), _later(5))
