"""The life of an offer: written step by step, shown, paused, filled, over."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from models import MarketChange, Offer, OfferTransition, db
from models.vocabulary import OFFER_FACTS, FactKind, OfferStatus, OrganisationKind
from services import offer_essentials, offer_steps, offers
from services.members import add_member
from services.offer_essentials import missing_essentials, six_months_after
from services.offer_steps import Essentials, save_essentials, save_facts, save_wishes
from services.organisations import create_organisation
from services.paris_days import today_in_paris
from services.refusals import Forbidden, NotFound
from services.transaction import transaction
from tests.factories import (
    a_draft_offer,
    a_published_offer,
    a_ready_offer,
    a_town_hall,
    an_account,
)
from tests.factories.offers import host_of

pytestmark = pytest.mark.usefixtures("app")

TODAY = today_in_paris()
CAHORS, FIGEAC = "46042", "46102"


def essentials(**said: Any) -> Essentials:
    """A first step without mistakes, but for what ``said`` replaces."""
    whole = Essentials(
        title="Médecine générale à Figeac",
        field="medecine-generale",
        opportunities=["installation"],
        practice_mode="msp",
        sites=[(FIGEAC, 100)],
        start_on=None,
        expires_on=TODAY + timedelta(days=90),
        description=None,
        contact_name="Dominique Essai",
        contact_role=None,
        contact_email="mairie@example.org",
        contact_phone=None,
    )
    return replace(whole, **said)


def changes_of(offer: Offer) -> int:
    """How often scoring was told that this offer changed."""
    count = db.session.scalar(
        select(func.count()).select_from(MarketChange).where(MarketChange.row_id == offer.id)
    )
    return count or 0


def test_a_draft_knows_what_can_be_guessed() -> None:
    host = an_account()
    msp = create_organisation(host, kind=OrganisationKind.MSP.value, commune_code=FIGEAC)
    offer = offers.create_offer(msp, host)
    assert offer.status == OfferStatus.DRAFT
    assert offer.title == "Médecine générale à Figeac"
    assert offer.practice_mode == "msp"
    assert [(site.commune_code, site.share) for site in offer.sites] == [(FIGEAC, 100)]
    assert offer.expires_on == six_months_after(today_in_paris())
    assert offer.contact_email == host.email
    missing = [item.key for item in missing_essentials(offer, TODAY)]
    assert missing == ["opportunities", "contact_name"]
    assert changes_of(offer) == 0  # nobody sees a draft


@pytest.mark.parametrize(
    ("day", "later"),
    [(date(2026, 11, 21), date(2027, 5, 21)), (date(2027, 8, 31), date(2028, 2, 29))],
)
def test_six_months_later(day: date, later: date) -> None:
    assert six_months_after(day) == later


def test_publishing_says_what_is_missing() -> None:
    offer = a_draft_offer()
    with pytest.raises(offer_essentials.OfferIncomplete) as refused:
        offers.publish(offer, host_of(offer))
    assert "le type d’opportunité" in str(refused.value.data["said"])
    assert offer.status == OfferStatus.DRAFT


def test_every_allowed_passage_is_logged_with_who(app: Flask) -> None:
    offer = a_ready_offer()
    host = host_of(offer)
    before = changes_of(offer)
    for act in (offers.publish, offers.pause, offers.resume, offers.fill, offers.reopen):
        act(offer, host)
    said = [(each.after, email) for each, email in offers.list_transitions(offer)]
    states = ["draft", "published", "paused", "published", "filled", "published"]
    assert said == [(state, host.email) for state in states]
    assert changes_of(offer) == before + 5


@pytest.mark.parametrize(
    "act",
    [offers.pause, offers.fill],
)
def test_a_draft_can_only_be_published(act: Callable[..., None]) -> None:
    offer = a_ready_offer()
    with pytest.raises(offers.TransitionRefused) as refused:
        act(offer, host_of(offer))
    assert refused.value.data["before"] == "brouillon"


def test_of_two_people_pressing_at_once_one_succeeds(app: Flask) -> None:
    offer = a_published_offer()
    host_id, offer_id = host_of(offer).id, offer.id
    db.session.commit()
    start, outcomes = Barrier(2), list[str]()

    def press() -> None:
        with app.app_context():
            mine = db.session.get(Offer, offer_id)
            assert mine is not None
            state = mine.status  # both have read « publiée »
            db.session.rollback()
            start.wait()
            try:
                with transaction():
                    mine = db.session.get(Offer, offer_id)
                    assert mine is not None
                    offers.pause(mine, None)
                outcomes.append("done")
            except offers.TransitionRefused:
                outcomes.append(f"refused after {state}")
            db.session.remove()

    pressing = [Thread(target=press) for _ in range(2)]
    for each in pressing:
        each.start()
    for each in pressing:
        each.join()
    assert sorted(outcomes) == ["done", "refused after published"]
    pauses = select(func.count()).where(
        OfferTransition.offer_id == offer_id, OfferTransition.after == "paused"
    )
    assert db.session.scalar(pauses) == 1
    assert host_id


def test_offers_whose_day_is_over_expire_once() -> None:
    late = a_published_offer(expires_on=TODAY - timedelta(days=1))
    last_day = a_published_offer(expires_on=TODAY)
    paused = a_published_offer(expires_on=TODAY - timedelta(days=2))
    offers.pause(paused, None)
    draft = a_ready_offer(expires_on=TODAY - timedelta(days=2))
    assert offers.expire_offers(TODAY) == 2
    assert offers.expire_offers(TODAY) == 0
    states = [each.status for each in (late, last_day, paused, draft)]
    assert states == ["expired", "published", "expired", "draft"]
    assert not offers.is_open_to_doctors(late, TODAY)
    assert offers.is_open_to_doctors(last_day, TODAY)


def test_an_expired_offer_needs_a_new_last_day() -> None:
    offer = a_published_offer(expires_on=TODAY - timedelta(days=1))
    offers.expire_offers(TODAY)
    with pytest.raises(offer_essentials.OfferIncomplete):
        offers.reopen(offer, None)
    save_essentials(offer, essentials())
    offers.reopen(offer, None)
    assert offer.status == OfferStatus.PUBLISHED


def test_strangers_find_nothing_and_readers_may_not_write() -> None:
    offer, reader = a_draft_offer(), an_account()
    with pytest.raises(NotFound):
        offers.open_offer(offer.id, reader)
    with pytest.raises(NotFound):
        offers.open_offer(10**6, reader)
    add_member(offer.organisation, reader, "reader")
    assert offers.open_offer(offer.id, reader)[0] is offer
    with pytest.raises(Forbidden):
        offers.open_for_editing(offer.id, reader)


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"sites": [(CAHORS, 80), (FIGEAC, 60)]}, offer_essentials.WeekNotWhole),
        ({"sites": [(CAHORS, 50)]}, offer_essentials.WeekNotWhole),
        ({"sites": [(CAHORS, 50), (CAHORS, 50)]}, offer_essentials.SiteTwice),
        ({"field": "astrologie"}, offer_essentials.UnknownField),
        ({"expires_on": TODAY - timedelta(days=1)}, offer_essentials.ExpiryPast),
        ({"start_on": TODAY - timedelta(days=1)}, offer_steps.StartPast),
        ({"opportunities": ["mariage"]}, offer_steps.UnknownAnswer),
        ({"practice_mode": "nulle-part"}, offer_steps.UnknownAnswer),
    ],
)
def test_a_first_step_that_cannot_be_is_refused_by_name(
    said: dict[str, Any], refusal: type[Exception]
) -> None:
    offer = a_draft_offer()
    with pytest.raises(refusal):
        save_essentials(offer, essentials(**said))


def test_the_share_of_140_percent_is_told() -> None:
    with pytest.raises(offer_essentials.WeekNotWhole) as refused:
        save_essentials(a_draft_offer(), essentials(sites=[(CAHORS, 80), (FIGEAC, 60)]))
    assert refused.value.data == {"total": 140}


def test_sites_are_replaced_added_and_removed() -> None:
    offer = a_draft_offer()
    for sites in ([(CAHORS, 60), (FIGEAC, 40)], [(FIGEAC, 30), (CAHORS, 70)], [(CAHORS, 100)]):
        save_essentials(offer, essentials(sites=sites))
        db.session.expire(offer)
        assert [(site.commune_code, site.share) for site in offer.sites] == sites


def test_a_draft_may_have_gaps_but_a_published_offer_may_not() -> None:
    draft, published = a_draft_offer(), a_published_offer()
    save_essentials(draft, essentials(title="", opportunities=None, sites=[]))
    assert draft.steps_done == ["essentiel"]
    assert draft.sites == []
    with pytest.raises(offer_essentials.OfferIncomplete):
        save_essentials(published, essentials(title=""))


def test_a_change_of_a_published_offer_is_told_to_scoring() -> None:
    draft, published = a_draft_offer(), a_published_offer()
    before = changes_of(draft), changes_of(published)
    for offer in (draft, published):
        save_facts(offer, "moyens", {"secretary": True, "guaranteed_income": True})
    assert (changes_of(draft), changes_of(published)) == (before[0], before[1] + 1)


def test_unknown_is_not_no_and_none_of_these_is_an_answer() -> None:
    offer = a_draft_offer(facts={"life": ["sea"], "schools": ["primary"]})
    save_facts(offer, "territoire", {"life": [], "schools": None, "moving_help": False})
    assert offer.facts == {"life": [], "moving_help": False}


def test_a_step_touches_only_its_own_questions() -> None:
    offer = a_draft_offer(facts={"secretary": True})
    save_facts(offer, "moyens", {"secretary": False, "surgery_ready": True})
    assert offer.facts == {"secretary": True, "surgery_ready": True}


def test_every_question_belongs_to_one_step() -> None:
    asked = [fact.key for step in offer_steps.STEPS for fact in offer_steps.facts_of_step(step)]
    assert sorted(asked) == sorted(fact.key for fact in OFFER_FACTS)


@pytest.mark.parametrize("fact", OFFER_FACTS, ids=lambda fact: str(fact.key))
def test_an_answer_of_another_shape_is_refused(fact: Any) -> None:
    wrong: Any = {
        FactKind.YES_NO: "peut-être",
        FactKind.TEXT: 3,
        FactKind.INTEGER: 99,
        FactKind.EUROS: -5,
        FactKind.MANY: ["dragon"],
        FactKind.ONE: "dragon",
    }[fact.kind]
    step = offer_steps.STEP_OF_LEVER[fact.lever]
    with pytest.raises(offer_steps.UnknownAnswer):
        save_facts(a_draft_offer(), step, {fact.key: wrong})


def test_days_must_be_in_order() -> None:
    with pytest.raises(offer_steps.DaysReversed):
        save_facts(a_draft_offer(), "exercice", {"days_min": 5, "days_max": 2})
    with pytest.raises(offer_steps.DaysReversed):
        save_wishes(a_draft_offer(), {"days_min": 5, "days_max": 2}, {})


def test_wishes_are_kept_without_what_is_empty() -> None:
    offer = a_draft_offer()
    wishes = {"days_min": 3, "durations": [], "stages": ["junior"], "on_call": False}
    save_wishes(offer, wishes, {"duration": 3})
    assert offer.wishes == {"days_min": 3, "stages": ["junior"], "on_call": False}
    assert offer.wish_importance == {"duration": 3}
    for wrong in ({"skills": ["magie"]}, {"languages": ["klingon"]}):
        with pytest.raises(offer_steps.UnknownAnswer):
            save_wishes(offer, wrong, {})
    with pytest.raises(offer_steps.UnknownAnswer):
        save_wishes(offer, {}, {"duration": 7})


def test_a_step_that_does_not_exist() -> None:
    with pytest.raises(NotFound):
        offer_steps.check_step("lune")


def test_offers_are_listed_by_organisation() -> None:
    mine, other = a_town_hall(), a_town_hall()
    first, second = a_draft_offer(mine), a_draft_offer(mine)
    a_draft_offer(other)
    assert {offer.id for offer in offers.list_offers([mine.id])} == {first.id, second.id}
