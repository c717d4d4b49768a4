"""Accounts on both databases."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from models import Account, OutboxMessage, db
from models.base import now
from models.vocabulary import Role
from services import accounts
from services.accounts import (
    EmailInvalid,
    EmailTaken,
    PasswordTooShort,
    RoleNotOpen,
    add_role,
    find_by_credentials,
    find_by_email,
    forget_provisional,
    hash_password,
    is_confirmed,
    normalise_email,
    sign_up,
)
from services.confirmations import ask_confirmation, claim
from services.transaction import in_transaction, transaction

PASSWORD = "une phrase que je retiens"


def _sign_up(email: str = "camille@exemple.fr", *, confirmed: bool = True) -> Account:
    with transaction():
        account = sign_up(email, hash_password(PASSWORD), Role.DOCTOR)
        account.confirmed_at = now() if confirmed else None
        return account


def test_a_password_opens_its_account_and_no_other(app: Flask) -> None:
    account = _sign_up()
    assert find_by_credentials("camille@exemple.fr", PASSWORD) == account
    assert find_by_credentials("camille@exemple.fr", PASSWORD + "x") is None
    assert find_by_credentials("nobody@exemple.fr", PASSWORD) is None
    assert find_by_credentials("not an address", PASSWORD) is None


def test_the_password_is_kept_as_argon2id(app: Flask) -> None:
    assert _sign_up().password_hash.startswith("$argon2id$")


def test_an_address_in_another_case_is_the_same_address(app: Flask) -> None:
    account = _sign_up("Camille@Exemple.FR")
    assert account.email == "camille@exemple.fr"
    assert find_by_credentials(" CAMILLE@exemple.fr ", PASSWORD) == account


def test_an_address_belongs_to_who_answered_there_first(app: Flask) -> None:
    first = _sign_up(confirmed=False)
    second = _sign_up("CAMILLE@exemple.fr", confirmed=False)
    assert find_by_email("camille@exemple.fr") is None
    with transaction():
        claim(second, second.email)
    assert find_by_email("Camille@exemple.fr") == second
    with pytest.raises(EmailTaken), transaction():
        claim(first, first.email)
    assert not is_confirmed(db.session.get_one(Account, first.id))


def test_a_provisional_account_cannot_be_entered_by_its_address(app: Flask) -> None:
    _sign_up(confirmed=False)
    assert find_by_credentials("camille@exemple.fr", PASSWORD) is None


def test_provisional_accounts_are_forgotten_in_time(app: Flask) -> None:
    old, young = _sign_up(confirmed=False), _sign_up(confirmed=False)
    old_confirmed = _sign_up()
    with transaction():
        for account in (old, old_confirmed):
            account.created_at = now() - timedelta(days=31)
    with transaction():
        assert forget_provisional() == 1
    assert set(db.session.query(Account.id)) == {(young.id,), (old_confirmed.id,)}


@pytest.mark.parametrize("known", [True, False])
def test_a_known_and_an_unknown_address_cost_the_same_hash(
    app: Flask, monkeypatch: pytest.MonkeyPatch, known: bool
) -> None:
    _sign_up()
    verified: list[str] = []
    monkeypatch.setattr(
        accounts, "password_fits", lambda kept, _password: bool(verified.append(kept))
    )
    find_by_credentials("camille@exemple.fr" if known else "claude@exemple.fr", "autre chose")
    assert len(verified) == 1
    # the same algorithm with the same cost
    own = db.session.query(Account.password_hash).scalar()
    assert verified[0].split("$")[1:4] == own.split("$")[1:4]


@pytest.mark.parametrize("text", ["", "camille", "camille@", "a b@exemple.fr", "x@y\nBcc: z@t.fr"])
def test_what_cannot_be_an_address_is_refused(app: Flask, text: str) -> None:
    with pytest.raises(EmailInvalid):
        normalise_email(text)


def test_a_short_password_is_refused() -> None:
    with pytest.raises(PasswordTooShort) as refusal:
        hash_password("court")
    assert refusal.value.data == {"shortest": 10}


@pytest.mark.parametrize("role", [Role.STEWARD, Role.ORGANISER, Role.AMBASSADOR, "king"])
def test_nobody_makes_themselves_steward(app: Flask, role: str) -> None:
    with pytest.raises(RoleNotOpen):
        sign_up("x@exemple.fr", "hash", role)


def test_one_account_holds_several_roles_once_each(app: Flask) -> None:
    account = _sign_up()
    with transaction():
        add_role(account, Role.HOST)
        add_role(account, Role.HOST)
    db.session.expire_all()
    assert sorted(held.role for held in account.roles) == ["doctor", "host"]


def test_a_failed_transaction_leaves_neither_the_fact_nor_its_message(app: Flask) -> None:
    def cut_short() -> None:
        with transaction():
            ask_confirmation(sign_up("camille@exemple.fr", "hash", Role.DOCTOR))
            raise RuntimeError("power cut")

    with pytest.raises(RuntimeError, match="power cut"):
        cut_short()
    assert db.session.query(Account).count() == db.session.query(OutboxMessage).count() == 0
    assert not in_transaction()


def test_the_fact_and_its_message_are_written_together(app: Flask) -> None:
    with transaction():
        assert in_transaction()
        ask_confirmation(sign_up("camille@exemple.fr", "hash", Role.DOCTOR))
    db.session.rollback()
    assert not in_transaction()
    assert db.session.query(Account).count() == db.session.query(OutboxMessage).count() == 1
