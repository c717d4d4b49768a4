"""Consents: a row each, with words and dates."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from models import Consent, db
from models.vocabulary import ConsentKind
from services import consent_wordings
from services.consent_wordings import WORDINGS, current_version, wording_of
from services.consents import current, give, list_history, withdraw
from services.doctors import set_visibility
from services.small_groups import shown
from tests.factories import a_doctor, a_gp_in_lot, a_visible_doctor, an_account

THEN = datetime(2026, 11, 2, 9, tzinfo=UTC)


def test_each_agreement_stands_apart(app: Flask) -> None:
    account = an_account()
    give(account.id, ConsentKind.ALERTS, THEN)
    agreed = current(account.id)
    assert agreed[ConsentKind.ALERTS] is not None
    assert agreed[ConsentKind.ALERTS].given_at == THEN
    assert agreed[ConsentKind.VISIBLE] is None
    assert agreed[ConsentKind.TERRITORIES] is None


def test_the_history_stays(app: Flask) -> None:
    account = an_account()
    give(account.id, ConsentKind.ALERTS, THEN)
    give(account.id, ConsentKind.ALERTS, THEN + timedelta(hours=1))
    withdraw(account.id, ConsentKind.ALERTS, THEN + timedelta(days=1))
    withdraw(account.id, ConsentKind.ALERTS)
    give(account.id, ConsentKind.ALERTS, THEN + timedelta(days=2))
    said = [(row.given_at - THEN, row.withdrawn_at) for row in list_history(account.id)]
    assert said == [
        (timedelta(days=2), None),
        (timedelta(0), THEN + timedelta(days=1)),
    ]
    assert current(account.id)[ConsentKind.ALERTS] is not None


def test_new_words_are_agreed_to_anew(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    account = an_account()
    old = give(account.id, ConsentKind.ALERTS)
    words = {**WORDINGS, ConsentKind.ALERTS: {**WORDINGS[ConsentKind.ALERTS], "2027-01": "Oui."}}
    monkeypatch.setattr(consent_wordings, "WORDINGS", words)
    new = give(account.id, ConsentKind.ALERTS)
    assert (new.wording, wording_of(ConsentKind.ALERTS, new.wording)) == ("2027-01", "Oui.")
    assert old.withdrawn_at is not None
    assert wording_of(ConsentKind.ALERTS, old.wording) != "Oui."


def test_visibility_follows_its_consent_both_ways(app: Flask) -> None:
    doctor = a_gp_in_lot()
    set_visibility(doctor, True)
    consent = current(doctor.account_id)[ConsentKind.VISIBLE]
    assert consent is not None
    assert doctor.visible_since == consent.given_at
    assert doctor.visible_wording == consent.wording == current_version(ConsentKind.VISIBLE)
    set_visibility(doctor, False)
    assert doctor.visible_since is None
    assert current(doctor.account_id)[ConsentKind.VISIBLE] is None
    set_visibility(doctor, True)
    assert db.session.query(Consent).filter_by(account_id=doctor.account_id).count() == 2


def test_doctors_of_tests_gave_the_consent_that_their_column_says(app: Flask) -> None:
    doctor = a_visible_doctor()
    assert current(doctor.account_id)[ConsentKind.VISIBLE] is not None
    assert current(a_doctor().account_id)[ConsentKind.VISIBLE] is None


@pytest.mark.parametrize(("count", "said"), [(0, None), (1, None), (4, None), (5, 5), (120, 120)])
def test_small_groups_are_not_shown(count: int, said: int | None) -> None:
    assert shown(count) == said
