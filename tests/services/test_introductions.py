"""Both contacts, for both sides and nobody else, on both databases."""

from __future__ import annotations

import pytest
from flask import Flask

from models import Offer, db
from services.introductions import (
    IntroductionUnknown,
    list_introductions,
    open_introduction,
    view_introduction,
)
from tests.factories import a_doctor, an_account, an_introduction
from tests.factories.offers import host_of


def test_each_side_sees_the_other(app: Flask) -> None:
    introduction = an_introduction()
    doctor, offer = introduction.doctor, introduction.offer
    for_doctor = view_introduction(introduction.id, doctor.account_id)
    assert for_doctor.side == "doctor"
    assert for_doctor.other.name == "Dominique Essai"
    assert for_doctor.other.email == "mairie@example.org"
    for_host = view_introduction(introduction.id, host_of(offer).id)
    assert for_host.side == "host"
    assert for_host.other.name == "Camille Essai"
    assert for_host.other.email == doctor.account.email
    assert for_host.other.phone == "05 65 00 00 00"
    assert for_host.messages == {"doctor": "Bonjour, votre maison de santé me plaît."}
    assert "nursery" not in repr(for_host)


def test_nobody_else_sees_it(app: Flask) -> None:
    introduction = an_introduction()
    stranger, other_doctor = an_account(["host"]), a_doctor()
    for account_id in (stranger.id, other_doctor.account_id):
        with pytest.raises(IntroductionUnknown):
            view_introduction(introduction.id, account_id)
        assert list_introductions(account_id) == []


def test_one_introduction_a_pair(app: Flask) -> None:
    introduction = an_introduction()
    again = open_introduction(introduction.doctor_id, introduction.offer_id)
    assert again.id == introduction.id


def test_the_list_is_one_s_own(app: Flask) -> None:
    first, second = an_introduction(), an_introduction()
    found = list_introductions(first.doctor.account_id)
    assert [view.id for view in found] == [first.id]
    offer = db.session.get_one(Offer, second.offer_id)
    assert [view.id for view in list_introductions(host_of(offer).id)] == [second.id]
