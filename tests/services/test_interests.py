"""Yeses, refusals, and two people at once, on both databases."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from models import Doctor, Interest, Introduction, Offer, db
from models.base import now
from services.bookmarks import OfferUnknown
from services.candidates import list_interested
from services.doctors import set_visibility
from services.interests import (
    AlreadyIntroduced,
    ConsentMissing,
    DoctorUnknown,
    MessageTooLong,
    NothingToAnswer,
    OfferNotOpen,
    candidate_state,
    decline_interest,
    decline_invitation,
    invite,
    list_invitations_of,
    list_yeses_of,
    offer_state,
    show_interest,
    withdraw_interest,
    withdraw_invitation,
)
from services.offers import pause
from tests.factories import (
    a_doctor,
    a_draft_offer,
    a_published_offer,
    a_visible_doctor,
    an_interest,
    an_introduction,
    an_invitation,
)
from tests.factories.offers import host_of
from tests.support.together import at_once


def count(model: type[Interest] | type[Introduction]) -> int:
    return db.session.scalar(select(func.count(model.id))) or 0


def test_one_yes_opens_nothing(app: Flask) -> None:
    doctor, offer = an_interest()
    state = offer_state(doctor.id, [offer.id])[offer.id]
    assert state.interested
    assert state.introduction_id is None
    assert [row.offer_id for row in list_yeses_of(doctor.id)] == [offer.id]
    assert [each.doctor.id for each in list_interested(offer)] == [doctor.id]


def test_two_yeses_open_an_introduction_either_way(app: Flask) -> None:
    doctor, offer = an_interest()
    opened = invite(offer, doctor.id, host_of(offer).id)
    assert opened is not None
    assert offer_state(doctor.id, [offer.id])[offer.id].introduction_id == opened.id

    doctor, offer = an_invitation()
    opened = show_interest(doctor, offer.id)
    assert opened is not None
    assert candidate_state(offer.id, [doctor.id])[doctor.id].introduction_id == opened.id


def test_a_second_press_makes_one_interest(app: Flask) -> None:
    doctor, offer = an_interest()
    show_interest(doctor, offer.id)
    assert count(Interest) == 1
    assert list_yeses_of(doctor.id)[0].message == "Bonjour, votre maison de santé me plaît."


def test_an_offer_closed_is_refused_by_name(app: Flask) -> None:
    doctor, offer = a_visible_doctor(), a_published_offer()
    pause(offer, host_of(offer))
    with pytest.raises(OfferNotOpen) as refused:
        show_interest(doctor, offer.id)
    assert refused.value.data["status"] == "en pause"
    with pytest.raises(OfferNotOpen):
        invite(offer, doctor.id, host_of(offer).id)


def test_an_offer_whose_day_has_passed_is_refused(app: Flask) -> None:
    offer = a_published_offer(expires_on=now().date() - timedelta(days=3))
    with pytest.raises(OfferNotOpen) as refused:
        show_interest(a_visible_doctor(), offer.id)
    assert refused.value.data["status"] == "expirée"


def test_a_draft_and_an_offer_that_is_not_are_unknown(app: Flask) -> None:
    doctor = a_visible_doctor()
    for offer_id in (a_draft_offer().id, 999_999):
        with pytest.raises(OfferUnknown):
            show_interest(doctor, offer_id)


def test_a_yes_needs_the_consent_to_be_seen(app: Flask) -> None:
    doctor, offer = a_doctor(), a_published_offer()
    with pytest.raises(ConsentMissing):
        show_interest(doctor, offer.id)
    with pytest.raises(DoctorUnknown):
        invite(offer, doctor.id, host_of(offer).id)
    assert count(Interest) == 0


def test_who_withdraws_their_consent_leaves_the_hosts_list(app: Flask) -> None:
    doctor, offer = an_interest()
    assert len(list_interested(offer)) == 1
    set_visibility(doctor, False)
    assert list_interested(offer) == []


def test_a_message_too_long_is_refused(app: Flask) -> None:
    with pytest.raises(MessageTooLong):
        show_interest(a_visible_doctor(), a_published_offer().id, "a" * 100_000)


def test_a_yes_can_be_taken_back_until_the_introduction(app: Flask) -> None:
    doctor, offer = an_interest()
    withdraw_interest(doctor, offer.id)
    assert invite(offer, doctor.id, host_of(offer).id) is None
    withdraw_invitation(offer, doctor.id)
    assert list_invitations_of(doctor.id) == []
    with pytest.raises(NothingToAnswer):
        withdraw_invitation(offer, doctor.id)

    introduction = an_introduction()
    doctor = db.session.get_one(Doctor, introduction.doctor_id)
    with pytest.raises(AlreadyIntroduced):
        withdraw_interest(doctor, introduction.offer_id)
    with pytest.raises(AlreadyIntroduced):
        decline_invitation(doctor, introduction.offer_id)


def test_declining_needs_something_to_decline(app: Flask) -> None:
    doctor, offer = a_visible_doctor(), a_published_offer()
    with pytest.raises(NothingToAnswer):
        decline_invitation(doctor, offer.id)
    with pytest.raises(NothingToAnswer):
        decline_interest(offer, doctor.id, host_of(offer).id)


def test_declined_both_ways(app: Flask) -> None:
    doctor, offer = an_invitation()
    decline_invitation(doctor, offer.id)
    state = offer_state(doctor.id, [offer.id])[offer.id]
    assert state.doctor_answer == "declined"
    assert not state.invited

    doctor, offer = an_interest()
    decline_interest(offer, doctor.id, host_of(offer).id)
    assert candidate_state(offer.id, [doctor.id])[doctor.id].host_answer == "declined"


@pytest.mark.parametrize("presses", range(3))
def test_two_people_at_once_make_one_introduction(app: Flask, presses: int) -> None:
    doctor, offer = a_visible_doctor(), a_published_offer()
    doctor_id, offer_id, host_id = doctor.id, offer.id, host_of(offer).id
    db.session.commit()

    def doctor_says_yes() -> None:
        show_interest(db.session.get_one(Doctor, doctor_id), offer_id)

    def host_says_yes() -> None:
        invite(db.session.get_one(Offer, offer_id), doctor_id, host_id)

    failures = at_once(app, doctor_says_yes, host_says_yes, doctor_says_yes, host_says_yes)
    assert failures == []
    assert count(Introduction) == 1
    assert count(Interest) == 2
