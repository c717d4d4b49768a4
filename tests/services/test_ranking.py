"""Ranked lists: order, filters, explanations, cost in queries, and what stays private."""

from __future__ import annotations

import dataclasses
import json
import re
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete

from models import Bookmark, DoctorPlace, Household, Offer, OfferSite, db
from models.base import now
from models.vocabulary import BookmarkKind, MarketKind
from services.market_clock import note_change
from services.ranking import (
    OfferFilters,
    UnknownDoctor,
    UnknownOffer,
    explain_doctor,
    explain_doctors,
    explain_offer,
    explain_offers,
    rank_doctors,
    rank_offers,
)
from services.text_models import refit_text_model
from services.transaction import transaction
from tests.factories import (
    a_doctor,
    a_draft_offer,
    a_gp_in_lot,
    a_published_offer,
    a_visible_doctor,
)
from tests.support.queries import QueryRecorder

BREST, LYON, CAHORS = "29019", "69123", "46042"
SECRET_TOWN = "74010"  # Annecy: named nowhere but in a household's places


def offer_at(commune: str, **answers: Any) -> Offer:
    offer = a_published_offer(**answers)
    offer.sites[0].commune_code = commune
    db.session.flush()
    note_change(MarketKind.OFFER, offer.id)
    return offer


def listed(doctor_id: int, filters: OfferFilters | None = None, sort: str = "mutual") -> list[int]:
    return [item.id for item in rank_offers(doctor_id, filters, sort).items]


def test_the_nearest_to_the_wishes_comes_first(app: Flask) -> None:
    with transaction():
        doctor = a_gp_in_lot()
        near, far = a_published_offer(), offer_at(BREST, practice_mode="solo")
    page = rank_offers(doctor.id)
    assert [item.id for item in page.items] == [near.id, far.id]
    assert [item.rank for item in page.items] == [1, 2]
    assert page.total == 2
    assert page.departements == {"46": 1, "29": 1}
    best = page.items[0]
    assert best.score is not None
    assert best.score > 0.8
    assert best.known_count < best.applying_count
    assert best.minutes == pytest.approx(70, abs=10)


def test_a_list_and_a_page_tell_the_same(app: Flask) -> None:
    with transaction():
        doctor, offers = a_visible_doctor(), [a_published_offer(), offer_at(BREST)]
        refit_text_model()
    for item in rank_offers(doctor.id).items:
        alone = explain_offer(doctor.id, item.id)
        assert dataclasses.replace(alone, rank=item.rank) == item
    for item in rank_doctors(offers[0].id).items:
        alone = explain_doctor(offers[0].id, item.id)
        assert dataclasses.replace(alone, rank=item.rank) == item


def test_weights_are_shares_and_the_score_is_their_mean(app: Flask) -> None:
    with transaction():
        doctor, offer = a_gp_in_lot(), a_published_offer()
    item = explain_offer(doctor.id, offer.id)
    known = [reason for reason in item.reasons if reason.value is not None]
    weight = sum(reason.weight for reason in known)
    assert sum(reason.weight for reason in item.reasons) == pytest.approx(1)
    assert weight == pytest.approx(item.known)
    mean = sum(reason.weight * (reason.value or 0) for reason in known) / weight
    assert mean == pytest.approx(item.score)
    assert len(known) == item.known_count


def test_only_published_offers_that_have_not_expired(app: Flask) -> None:
    today = date(2026, 11, 24)
    with transaction():
        doctor = a_doctor()
        a_draft_offer()
        kept, gone = a_published_offer(), a_published_offer()
        kept.expires_on, gone.expires_on = today, today - timedelta(days=1)
        note_change(MarketKind.OFFER, kept.id)
        note_change(MarketKind.OFFER, gone.id)
    assert [item.id for item in rank_offers(doctor.id, today=today).items] == [kept.id]
    later = rank_offers(doctor.id, today=today + timedelta(days=1))
    assert later.items == ()
    assert (later.total, later.page, later.pages) == (0, 1, 1)


def test_gates_and_essentials_leave_out_and_say_why(app: Flask) -> None:
    with transaction():
        doctor = a_gp_in_lot(importance={"places": 3, "mode": 3}, regions_refused=["53"])
        kept = offer_at(CAHORS)
        offer_at(LYON)  # too far
        offer_at(LYON, practice_mode="remote")  # too far, and another mode
        offer_at(BREST)  # a region refused
        offer_at(CAHORS, opportunities=["locum"])
        offer_at(CAHORS, field="cardiologie")
    page = rank_offers(doctor.id)
    assert [item.id for item in page.items] == [kept.id]
    assert page.excluded_total == 5
    counts = {cause.code: cause.count for cause in page.excluded}
    assert counts == {
        "specialty": 1,
        "opportunity": 1,
        "region_refused": 1,
        "places": 2,
        "mode": 1,
    }


def test_what_is_ruled_out_still_explains_itself(app: Flask) -> None:
    with transaction():
        doctor = a_gp_in_lot(importance={"places": 3, "team": 3}, regions_liked=None)
        offer = offer_at(BREST, facts={}, opportunities=["locum"])
    item = explain_offer(doctor.id, offer.id)
    assert {flag.criterion for flag in item.excluded} == {"opportunity", "travel"}
    assert {flag.criterion for flag in item.flagged} == {"team", "medical_time"}
    assert item.rank is None


def test_what_the_host_rules_out_is_kept_with_a_note(app: Flask) -> None:
    with transaction():
        doctor = a_gp_in_lot(duration="under_6_months")
        offer = a_published_offer(
            wishes={"durations": ["over_24_months"]}, wish_importance={"duration": 3}
        )
    (item,) = rank_offers(doctor.id).items
    assert item.id == offer.id
    assert item.other_excluded
    assert item.other_note.endswith("la durée envisagée")
    assert rank_doctors(offer.id).items == ()


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (OfferFilters(), {"lot", "brest", "lyon"}),
        (OfferFilters(opportunities=("locum",)), {"brest"}),
        (OfferFilters(practice_modes=("solo", "remote")), {"lyon"}),
        (OfferFilters(regions=("53", "84")), {"brest", "lyon"}),
        (OfferFilters(regions=("nowhere",)), set()),
        (OfferFilters(max_minutes=90), {"lot"}),
        (OfferFilters(least_known=0.99), set()),
    ],
)
def test_filters(app: Flask, filters: OfferFilters, expected: set[str]) -> None:
    with transaction():
        doctor = a_gp_in_lot(opportunities=None)
        names = {
            a_published_offer().id: "lot",
            offer_at(BREST, opportunities=["locum"]).id: "brest",
            offer_at(LYON, practice_mode="solo").id: "lyon",
        }
    assert {names[found] for found in listed(doctor.id, filters)} == expected


def test_a_distance_means_nothing_without_a_place(app: Flask) -> None:
    with transaction():
        doctor, offer = a_doctor(), offer_at(BREST)
    assert listed(doctor.id, OfferFilters(max_minutes=10)) == [offer.id]
    assert listed(doctor.id, sort="distance") == [offer.id]


def test_hidden_offers_leave_and_favourites_can_stay_alone(app: Flask) -> None:
    with transaction():
        doctor = a_doctor()
        liked, hidden, other = (a_published_offer() for _ in range(3))
        db.session.add(Bookmark(doctor_id=doctor.id, offer_id=liked.id, kind="favourite"))
        db.session.add(Bookmark(doctor_id=doctor.id, offer_id=hidden.id, kind=BookmarkKind.HIDDEN))
    assert set(listed(doctor.id)) == {liked.id, other.id}
    assert listed(doctor.id, OfferFilters(only_favourites=True)) == [liked.id]
    everything = rank_offers(doctor.id, OfferFilters(include_hidden=True)).items
    assert {item.id for item in everything if item.hidden} == {hidden.id}
    assert {item.id for item in everything if item.favourite} == {liked.id}


def test_sorts(app: Flask) -> None:
    with transaction():
        doctor = a_gp_in_lot(regions_liked=None)
        brest = offer_at(BREST, start_on=date(2027, 1, 1))
        lot = offer_at(CAHORS, start_on=date(2027, 6, 1))
        unsaid = offer_at(LYON, start_on=None)
        for days, offer in enumerate((lot, unsaid, brest)):
            offer.published_at = now() - timedelta(days=days)
            note_change(MarketKind.OFFER, offer.id)
    assert listed(doctor.id, sort="start") == [brest.id, lot.id, unsaid.id]
    assert listed(doctor.id, sort="recent") == [lot.id, unsaid.id, brest.id]
    assert listed(doctor.id, sort="distance") == [lot.id, unsaid.id, brest.id]
    assert listed(doctor.id, sort="fit")[0] == lot.id
    assert listed(doctor.id, sort="no such sort") == listed(doctor.id)


def test_equals_are_in_the_order_of_their_ids_over_all_pages(app: Flask) -> None:
    with transaction():
        doctor = a_gp_in_lot()
        offers = [a_published_offer() for _ in range(5)]
        note_change(MarketKind.OFFER, offers[0].id)
    pages = [rank_offers(doctor.id, page=page, per_page=2) for page in (1, 2, 3)]
    assert [item.id for page in pages for item in page.items] == [offer.id for offer in offers]
    assert [item.rank for item in pages[2].items] == [5]
    assert {page.pages for page in pages} == {3}
    assert rank_offers(doctor.id, page=99, per_page=2) == pages[2]
    assert rank_offers(doctor.id, page=-1, per_page=2) == pages[0]


def test_a_list_asks_the_same_few_questions_however_long(
    app: Flask, queries: QueryRecorder
) -> None:
    with transaction():
        doctor, offer = a_visible_doctor(), a_published_offer()
    for _ in range(2):
        rank_offers(doctor.id)
        rank_doctors(offer.id)
        with queries:
            rank_offers(doctor.id)
        assert len(queries) == 4, queries  # the doctor, their places, their marks, the clock
        with queries:
            rank_doctors(offer.id)
        assert len(queries) == 3, queries  # the offer, its sites, the clock
        with transaction():
            for _more in range(30):
                a_published_offer()
                a_visible_doctor()


def test_a_change_shows_at_the_next_ranking(app: Flask) -> None:
    with transaction():
        doctor, offer = a_gp_in_lot(), a_published_offer()
    before = rank_offers(doctor.id).items[0].score or 0
    with transaction():
        offer.practice_mode = "remote"
        note_change(MarketKind.OFFER, offer.id)
    assert (rank_offers(doctor.id).items[0].score or 0) < before


def test_doctors_are_ranked_only_if_they_agreed(app: Flask) -> None:
    with transaction():
        shown, hidden, offer = a_visible_doctor(), a_gp_in_lot(), a_published_offer()
    assert [item.id for item in rank_doctors(offer.id).items] == [shown.id]
    assert [item.id for item in explain_doctors(offer.id, [hidden.id, shown.id])] == [shown.id]
    with pytest.raises(UnknownDoctor):
        explain_doctor(offer.id, hidden.id)


def test_hosts_learn_nothing_of_household_or_places(app: Flask, queries: QueryRecorder) -> None:
    with transaction():
        offer = a_published_offer(wishes={"stages": ["junior"], "languages": ["english"]})
        doctor = a_visible_doctor(
            household=Household(
                childcare=True, schools=["higher"], partner_sectors=["finance_law"], housing=["buy"]
            ),
            places=[DoctorPlace(commune_code=SECRET_TOWN, reason="relatives", max_minutes=37)],
            importance={"household": 3, "places": 3},
        )
        refit_text_model()
    with queries:
        page = rank_doctors(offer.id)
        alone = explain_doctor(offer.id, doctor.id)
    asked = "\n".join(queries.statements)
    assert "household" not in asked
    assert "doctor_place" not in asked
    told = json.dumps([dataclasses.asdict(each) for each in (*page.items, alone)])
    words = " ".join(re.findall(r'"([^"]*)"', told)).lower()
    for canary in ("annecy", "37", "banque", "achat", "travel", "partner_work", "childcare"):
        assert canary not in words
    with transaction():
        db.session.execute(delete(Household))
        db.session.execute(delete(DoctorPlace))
        note_change(MarketKind.DOCTOR, doctor.id)
    assert rank_doctors(offer.id) == page


def test_several_sites_are_told_as_an_average(app: Flask) -> None:
    with transaction():
        doctor, offer = a_gp_in_lot(), a_published_offer()
        offer.sites[0].share = 60
        offer.sites.append(OfferSite(position=1, commune_code=CAHORS, share=40))
        note_change(MarketKind.OFFER, offer.id)
    sentences = {
        reason.criterion: reason.sentence for reason in explain_offer(doctor.id, offer.id).reasons
    }
    assert sentences["travel"].startswith("En moyenne sur la semaine")
    assert "Cahors" in sentences["travel"]


def test_several_offers_are_explained_in_the_order_asked(app: Flask) -> None:
    with transaction():
        doctor, first, second = a_doctor(), a_published_offer(), a_draft_offer()
    items = explain_offers(doctor.id, [second.id, 999_999, first.id])
    assert [item.id for item in items] == [second.id, first.id]


def test_nobody_and_nothing_have_a_name(app: Flask) -> None:
    with transaction():
        doctor, offer = a_visible_doctor(), a_published_offer()
    with pytest.raises(UnknownDoctor):
        rank_offers(999_999)
    with pytest.raises(UnknownOffer):
        rank_doctors(999_999)
    with pytest.raises(UnknownOffer):
        explain_offer(doctor.id, 999_999)
    with pytest.raises(UnknownDoctor):
        explain_doctor(offer.id, 999_999)


def test_an_empty_market(app: Flask) -> None:
    with transaction():
        doctor, offer = a_doctor(), a_draft_offer()
    assert rank_offers(doctor.id).items == ()
    assert rank_doctors(offer.id).items == ()


def test_the_command_prints_what_the_service_says(app: Flask) -> None:
    with transaction():
        doctor, offer = a_visible_doctor(), a_published_offer()
        a_published_offer(practice_mode="solo")
    run = app.test_cli_runner().invoke
    for option, id_, page, sides in (
        ("--doctor", doctor.id, rank_offers(doctor.id), ("doctor", "host")),
        ("--offer", offer.id, rank_doctors(offer.id), ("host", "doctor")),
    ):
        answer = run(args=["rank", option, str(id_), "--top", "20", "--json"])
        assert answer.exit_code == 0, answer.output
        told = json.loads(answer.output)
        assert told["total"] == page.total
        for line, item in zip(told["items"], page.items, strict=True):
            assert (line["rank"], line["mutual"], line["known"]) == (
                item.rank,
                item.mutual,
                item.known,
            )
            assert line[f"{sides[0]}_score"] == item.score
            assert line[f"{sides[1]}_score"] == item.other_score
            assert [
                (each["criterion"], each["value"], each["weight"], each["sentence"])
                for each in line["criteria"]
            ] == [(each.criterion, each.value, each.weight, each.sentence) for each in item.reasons]
        table = run(args=["rank", option, str(id_)])
        assert table.exit_code == 0
        assert page.items[0].reasons[0].sentence in table.output


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--doctor", "999999"], "Aucun médecin"),
        (["--offer", "999999"], "Aucune offre"),
        ([], "Indiquez"),
        (["--doctor", "1", "--offer", "1"], "Indiquez"),
    ],
)
def test_the_command_refuses_in_french(app: Flask, arguments: list[str], sentence: str) -> None:
    answer = app.test_cli_runner().invoke(args=["rank", *arguments])
    assert answer.exit_code == 2
    assert sentence in answer.output
