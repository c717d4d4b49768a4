"""Every worker sees every change, and reads only what changed."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import delete, update

from models import Doctor, MarketChange, MarketClock, Offer, OfferSite, db
from models.vocabulary import MarketKind
from services import market
from services.market import Market, open_market, prune_changes
from services.market_clock import note_change
from services.text_models import refit_text_model
from services.transaction import transaction
from tests.factories import a_doctor, a_published_offer, a_visible_doctor
from tests.support.queries import QueryRecorder


def ids_of(worker: Market) -> set[int]:
    with worker.offers() as side:
        assert side.facets.rows["id"].tolist() == side.pool.ids.tolist()
        return set(side.pool.ids.tolist())


def doctors_of(worker: Market) -> set[int]:
    with worker.doctors() as side:
        return set(side.pool.ids.tolist())


def test_nothing_moved_costs_one_query(app: Flask, queries: QueryRecorder) -> None:
    with transaction():
        offer = a_published_offer()
    worker = Market()
    assert ids_of(worker) == {offer.id}
    with queries:
        ids_of(worker)
    assert len(queries) == 1, queries  # the clock


def test_two_workers_see_a_change_of_either(app: Flask) -> None:
    with transaction():
        first = a_published_offer()
    workers = Market(), Market()
    assert all(ids_of(worker) == {first.id} for worker in workers)
    with transaction():
        second = a_published_offer(practice_mode="solo")
    assert all(ids_of(worker) == {first.id, second.id} for worker in workers)
    with transaction():
        first.practice_mode = "remote"
        second.status = "paused"
        note_change(MarketKind.OFFER, first.id)
        note_change(MarketKind.OFFER, second.id)
    for worker in workers:
        assert ids_of(worker) == {first.id}
        with worker.offers() as side:
            assert side.pool.get(first.id).practice_mode == "remote"


def test_a_change_reads_only_its_rows(app: Flask, queries: QueryRecorder) -> None:
    with transaction():
        offers = [a_published_offer() for _ in range(3)]
    worker = Market()
    ids_of(worker)
    with transaction():
        offers[1].practice_mode = "solo"
        note_change(MarketKind.OFFER, offers[1].id)
    with queries:
        ids_of(worker)
    assert len(queries) == 4, queries  # the clock, the log, that offer's sites, that offer


def test_what_is_not_committed_is_not_in_the_pools(app: Flask) -> None:
    with transaction():
        offer = a_published_offer()
    worker = Market()
    ids_of(worker)
    offer.practice_mode = "remote"
    note_change(MarketKind.OFFER, offer.id)
    db.session.flush()
    with worker.offers() as side:
        assert side.pool.get(offer.id).practice_mode == "msp"
    db.session.rollback()
    with worker.offers() as side:
        assert side.pool.get(offer.id).practice_mode == "msp"


def test_consent_opens_and_closes_the_pool_of_doctors(app: Flask) -> None:
    with transaction():
        shown, hidden = a_visible_doctor(), a_doctor()
    worker = Market()
    assert doctors_of(worker) == {shown.id}
    with transaction():
        for doctor, since in ((shown, None), (hidden, shown.visible_since)):
            doctor.visible_since = since
            note_change(MarketKind.DOCTOR, doctor.id)
    assert doctors_of(worker) == {hidden.id}


def test_the_pool_of_doctors_holds_nothing_private(app: Flask, queries: QueryRecorder) -> None:
    with transaction():
        doctor = a_visible_doctor()
    worker = Market()
    with queries, worker.doctors() as side:
        profile = side.pool.get(doctor.id)
    assert profile.places == ()
    assert (profile.childcare, profile.schools, profile.partner_sectors) == (None, None, None)
    assert not any("household" in text or "doctor_place" in text for text in queries.statements)


def test_a_pruned_log_is_read_anew(app: Flask) -> None:
    with transaction():
        offer = a_published_offer()
    worker = Market()
    ids_of(worker)
    with transaction():
        offer.practice_mode = "solo"
        for _ in range(5):
            note_change(MarketKind.OFFER, offer.id)
    with transaction():
        prune_changes(keep=1)
    assert db.session.query(MarketChange).count() == 1
    with worker.offers() as side:
        assert side.pool.get(offer.id).practice_mode == "solo"


def test_too_many_changes_are_read_anew(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(market, "MOST_CHANGES", 2)
    with transaction():
        offer = a_published_offer()
    worker = Market()
    ids_of(worker)
    with transaction():
        # Written behind the log's back, so that only a full reading can see it.
        db.session.execute(update(Offer).values(practice_mode="solo"))
        for _ in range(3):
            note_change(MarketKind.DOCTOR, 1)
    with worker.offers() as side:
        assert side.pool.get(offer.id).practice_mode == "solo"


def test_a_clock_that_went_back_is_read_anew(app: Flask) -> None:
    with transaction():
        a_published_offer()
        kept = a_published_offer()
    worker = Market()
    ids_of(worker)
    with transaction():
        db.session.execute(update(Offer).where(Offer.id != kept.id).values(status="paused"))
        db.session.execute(delete(MarketChange))
        db.session.execute(update(MarketClock).values(version=1))
    assert ids_of(worker) == {kept.id}


def test_a_new_vocabulary_reaches_every_worker(app: Flask) -> None:
    with transaction():
        a_published_offer(description="Randonnée et pédiatrie")
    worker = Market()
    with worker.offers() as side:
        assert side.pool.model.terms_ == ()
    with transaction():
        assert refit_text_model() > 0
    with worker.offers() as side:
        assert "pediatrie" in side.pool.model.terms_


def test_a_failure_half_way_is_mended_at_the_next_use(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    with transaction():
        offer = a_published_offer()
    worker = Market()
    ids_of(worker)
    with transaction():
        offer.practice_mode = "solo"
        note_change(MarketKind.OFFER, offer.id)
    with monkeypatch.context() as broken:
        broken.setattr(market.OfferSide, "update", _fail)
        with pytest.raises(ConnectionError):
            ids_of(worker)
    with worker.offers() as side:
        assert side.pool.get(offer.id).practice_mode == "solo"


def _fail(*_arguments: object) -> None:
    raise ConnectionError


def test_each_application_has_its_own_market(app: Flask) -> None:
    assert open_market() is open_market()


def test_rows_become_profiles(app: Flask) -> None:
    with transaction():
        offer = a_published_offer(wishes={"available_by": "2027-09-15", "stages": ["junior"]})
        offer.sites[0].share = 60
        offer.sites.append(OfferSite(position=1, commune_code="46042", share=20))
        note_change(MarketKind.OFFER, offer.id)
    with Market().offers() as side:
        profile = side.pool.get(offer.id)
    assert [site.share for site in profile.sites] == [0.75, 0.25]
    assert profile.region == "76"
    assert profile.commune_size == "2000_10000"
    assert profile.wishes.available_by == 2027 * 12 + 8
    assert profile.wishes.stages == frozenset({"junior"})
    assert profile.facts == {
        "secretary": True,
        "medical_assistant": True,
        "guaranteed_income": False,
    }
    assert "Célé" in profile.text
    assert profile.start is not None


def test_an_account_that_goes_takes_its_doctor_along(app: Flask) -> None:
    with transaction():
        doctor = a_visible_doctor()
    worker = Market()
    assert doctors_of(worker) == {doctor.id}
    with transaction():
        note_change(MarketKind.DOCTOR, doctor.id)
        db.session.execute(delete(Doctor).where(Doctor.id == doctor.id))
    assert doctors_of(worker) == set()
