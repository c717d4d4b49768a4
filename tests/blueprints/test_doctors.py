"""The doctor's pages: who enters, what they say, what bad input does, what they cost."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from flask import Flask
from sqlalchemy import select

from models import Doctor, Interest, db
from services.interests import PairState, offer_state
from services.keys import make_rpps
from services.offers import pause
from tests.factories import (
    a_doctor,
    a_draft_offer,
    a_gp_in_lot,
    a_published_offer,
    a_town_hall,
    a_visible_doctor,
    an_account,
    an_interest,
    an_invitation,
)
from tests.factories.offers import host_of
from tests.support.queries import QueryRecorder
from tests.support.requests import Browser, login, page

PAGES = [
    "/medecin",
    *(f"/medecin/profil/{step}" for step in ("identite", "pratique", "lieux", "vie", "projet")),
    "/medecin/visibilite",
    "/medecin/offres",
    "/medecin/comparer",
    "/medecin/favoris",
    "/medecin/offres-masquees",
    "/medecin/interets",
]
PRESSES = ["favori", "masquer", "afficher", "interet", "interet/retirer"]
PRESSES += ["invitation/accepter", "invitation/decliner"]
IDENTITY = {"stage": "junior", "specialty_code": "SM54"}
LINE = {"places-0-reason": "relatives", "places-0-max_minutes": "45"}


def title(read: BeautifulSoup) -> str:
    heading = read.find("h1")
    assert heading is not None
    return heading.get_text(strip=True)


def text(read: Tag) -> str:
    return " ".join(read.get_text(" ", strip=True).replace("\u00a0", " ").split())


def value(read: BeautifulSoup, name: str) -> str:
    field = read.select_one(f"[name={name}]")
    assert field is not None
    return str(field.get("value") or field.get_text()).strip()


def the_doctor() -> Doctor:
    db.session.expire_all()
    return db.session.scalars(select(Doctor)).one()


# Who enters


@pytest.mark.parametrize("path", PAGES)
def test_a_stranger_is_asked_to_log_in(client: Browser, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 302
    assert answer.location.startswith("/connexion")


@pytest.mark.parametrize("path", PAGES)
def test_a_host_may_not_enter(client: Browser, path: str) -> None:
    login(client, an_account(["host"]))
    assert client.get(path).status_code == 403


@pytest.mark.parametrize("press", PRESSES)
def test_a_host_may_not_press(client: Browser, press: str) -> None:
    offer = a_published_offer()
    login(client, an_account(["host"]))
    assert client.post(f"/medecin/offres/{offer.id}/{press}").status_code == 403


@pytest.mark.parametrize("press", PRESSES)
@pytest.mark.parametrize("which", ["draft", "none", "huge"])
def test_an_offer_that_one_cannot_see_is_not_found(client: Browser, press: str, which: str) -> None:
    ids = {"draft": a_draft_offer().id, "none": 999_999, "huge": 10**30}
    login(client, a_visible_doctor().account)
    assert client.post(f"/medecin/offres/{ids[which]}/{press}").status_code == 404


@pytest.mark.parametrize("path", PAGES)
def test_every_page_opens_before_anything_was_said(client: Browser, path: str) -> None:
    a_published_offer()
    login(client, an_account())
    read = page(client.get(path))
    assert title(read)


@pytest.mark.parametrize("path", PAGES)
def test_every_page_opens_for_a_whole_profile(client: Browser, path: str) -> None:
    doctor, _offer = an_invitation()
    login(client, doctor.account)
    assert client.get(path).status_code == 200


# The profile


def test_the_first_step_makes_the_profile_and_leads_to_the_second(client: Browser) -> None:
    login(client, an_account())
    answer = client.post("/medecin/profil/identite", data=IDENTITY)
    assert answer.location == "/medecin/profil/pratique"
    assert the_doctor().stage == "junior"
    assert the_doctor().steps_done == ["identite"]


def test_stage_and_specialty_are_asked_and_what_was_typed_stays(client: Browser) -> None:
    login(client, an_account())
    answer = client.post("/medecin/profil/identite", data={"first_name": "Camille"})
    read = page(answer)
    assert answer.status_code == 422
    assert value(read, "first_name") == "Camille"
    assert "2 points à corriger" in text(read)
    assert db.session.scalar(select(Doctor)) is None


@pytest.mark.parametrize(
    ("step", "sent", "said"),
    [
        ("identite", IDENTITY | {"specialty_code": "ZZ99"}, "Cette spécialité n’existe pas"),
        ("identite", IDENTITY | {"stage": "wizard"}, "choix"),
        ("identite", IDENTITY | {"rpps": "12"}, "onze chiffres"),
        ("identite", IDENTITY | {"experience_years": "beaucoup"}, "nombre entier"),
        ("identite", IDENTITY | {"experience_years": "9" * 400}, "nombre entier"),
        ("identite", IDENTITY | {"first_name": "a" * 100_000}, "dépasse 80 caractères"),
        ("pratique", {"start_from": "2020-01"}, "est passé"),
        ("pratique", {"start_from": "demain"}, "n’est pas un mois"),
        ("pratique", {"days_min": "5", "days_max": "2"}, "plus petit"),
        ("pratique", {"days_min": "9"}, "entre 1 et 6"),
        ("lieux", LINE | {"places-0-commune": "Nullepart-sur-Rien"}, "ne connaissons pas"),
        ("lieux", LINE | {"places-0-commune": "e" * 100_000}, "trop long"),
        ("lieux", {"regions_liked": "76", "regions_refused": "76"}, "à la fois aimée et écartée"),
        ("projet", {"project": "a" * 100_000}, "dépasse 4"),
    ],
)
def test_bad_input_gets_a_sentence_and_saves_nothing(
    client: Browser, step: str, sent: dict[str, str], said: str
) -> None:
    login(client, a_gp_in_lot().account)
    before = the_doctor().updated_at
    answer = client.post(f"/medecin/profil/{step}", data=sent)
    assert answer.status_code == 422
    assert said in text(page(answer))
    assert the_doctor().updated_at == before


def test_a_wrong_rpps_key_warns_and_is_saved(client: Browser) -> None:
    login(client, an_account())
    wrong = make_rpps(5)[:-1] + str((int(make_rpps(5)[-1]) + 1) % 10)
    answer = client.post("/medecin/profil/identite", data=IDENTITY | {"rpps": wrong})
    assert the_doctor().rpps == wrong
    assert "sa clé ne correspond pas" in text(page(client.get(answer.location)))
    assert "clé de votre numéro RPPS" in text(page(client.get("/medecin")))


def test_html_is_text(client: Browser) -> None:
    login(client, a_gp_in_lot().account)
    typed = "<script>alert(1)</script> & <b>gras</b>"
    form = page(client.get("/medecin/profil/projet"))
    weights = {
        str(box["name"]): str(box["value"])
        for box in form.select("input[name^=importance_][checked]")
    }
    assert len(weights) == 12
    assert client.post("/medecin/profil/projet", data=weights | {"project": typed}).location
    for path in ("/medecin/profil/projet", "/medecin/visibilite"):
        answer = client.get(path)
        assert typed in page(answer).get_text()
        assert "<b>gras" not in answer.get_data(as_text=True)


def test_the_survey_is_proposed_and_said(client: Browser) -> None:
    login(client, a_doctor().account)
    read = page(client.get("/medecin/profil/projet"))
    assert "enquête de l’Ordre" in text(read)
    rhythm = read.select_one("input[name=importance_rhythm][checked]")
    assert rhythm is not None
    assert rhythm["value"] == "2"


def test_several_communes_at_once_then_one_more(client: Browser) -> None:
    login(client, a_doctor().account)
    lines = {
        "places-0-commune": "Cahors (46)",
        "places-0-reason": "relatives",
        "places-0-max_minutes": "45",
        "places-1-commune": "46100",
        "places-1-reason": "home",
        "places-1-max_minutes": "20",
        "stay": "1",
    }
    with_choice = client.post("/medecin/profil/lieux", data=lines)
    read = page(with_choice)
    assert with_choice.status_code == 422  # 46100 is Figeac and its neighbours
    assert value(read, "places-0-commune") == "Cahors (46)"
    picked = read.select_one("input[type=radio][name=places-1-commune][value='46102']")
    assert picked is not None
    answer = client.post(
        "/medecin/profil/lieux", data=lines | {"places-1-commune": ["46100", "46102"]}
    )
    assert answer.location == "/medecin/profil/lieux#communes"
    kept = [(place.commune_code, place.max_minutes) for place in the_doctor().places]
    assert sorted(kept) == [("46042", 45), ("46102", 20)]


def test_a_line_is_taken_out_by_its_button(client: Browser) -> None:
    login(client, a_gp_in_lot().account)
    lines = LINE | {"places-0-commune": "Cahors (46)", "remove": "0"}
    client.post("/medecin/profil/lieux", data=lines)
    assert the_doctor().places == []


def test_the_life_page_says_that_it_is_private(client: Browser) -> None:
    login(client, a_gp_in_lot().account)
    assert "Cette page est privée" in text(page(client.get("/medecin/profil/vie")))
    client.post("/medecin/profil/vie", data={"childcare": "no", "schools": ["primary", "high"]})
    household = the_doctor().household
    assert household is not None
    assert household.childcare is False
    assert household.schools == ["primary", "high"]


def test_consent_is_a_box_to_tick_and_can_be_withdrawn(client: Browser) -> None:
    login(client, a_gp_in_lot().account)
    read = page(client.get("/medecin/visibilite"))
    shown = text(read)
    assert "Installation" in shown
    for secret in ("Camille", "05 65", "Cahors", "Enseignement maternelle"):
        assert secret not in shown
    assert client.post("/medecin/visibilite").status_code == 422
    assert the_doctor().visible_since is None
    client.post("/medecin/visibilite", data={"agree": "y"})
    assert the_doctor().visible_since is not None
    client.post("/medecin/visibilite", data={"withdraw": "1"})
    assert the_doctor().visible_since is None


# Ranked offers


def test_two_answers_give_ranked_offers(client: Browser) -> None:
    offer = a_published_offer()
    login(client, a_doctor().account)
    read = page(client.get("/medecin/offres"))
    card = read.select_one(".offer-card")
    assert card is not None
    assert "Figeac, Lot" in text(card)
    assert card.select_one(f"a[href='/offres/{offer.id}']")
    row = read.select_one(".overview__table tbody tr")
    assert row is not None
    assert "Figeac (46)" in text(row)
    assert read.select_one("svg a.map__point")


def test_someone_unknown_gets_the_latest_offers_and_what_to_do(client: Browser) -> None:
    a_published_offer()
    login(client, an_account())
    read = page(client.get("/medecin/offres"))
    assert "Médecine générale à Figeac" in text(read)
    assert read.select_one("a[href='/medecin/profil/identite']")


@pytest.mark.parametrize(
    "asked",
    [
        "page=0",
        "page=-3",
        "page=99999999999999999999",
        "page=abc",
        "sort=drop+table",
        "type=wizard&region=%01&mode=msp",
        "minutes=12&known=abc",
        "minutes=30",
        "favourites=1",
        "region=76&sort=distance",
    ],
)
def test_odd_filters_never_break_the_page(client: Browser, asked: str) -> None:
    a_published_offer()
    login(client, a_gp_in_lot().account)
    assert client.get(f"/medecin/offres?{asked}").status_code == 200


def test_a_filter_without_answer_says_what_to_do(client: Browser) -> None:
    a_published_offer()
    login(client, a_gp_in_lot().account)
    read = page(client.get("/medecin/offres?region=11"))
    assert "Aucune offre avec ces filtres" in text(read)
    assert read.select_one("input[name=region][value='11'][checked]")


def test_hidden_offers_leave_the_list_and_come_back(client: Browser) -> None:
    offer = a_published_offer()
    login(client, a_gp_in_lot().account)
    answer = client.post(f"/medecin/offres/{offer.id}/masquer", data={"next": "/medecin/offres"})
    read = page(client.get(answer.location))
    assert not read.select(".offer-card")
    undo = read.select_one(f".notice form[action='/medecin/offres/{offer.id}/afficher']")
    assert undo is not None
    assert "Médecine générale à Figeac" in text(page(client.get("/medecin/offres-masquees")))
    client.post(f"/medecin/offres/{offer.id}/afficher", data={"next": "/medecin/offres"})
    assert page(client.get("/medecin/offres")).select(".offer-card")


@pytest.mark.parametrize("wanted", ["//ailleurs.example", "https://ailleurs.example", "\\\\x", ""])
def test_buttons_never_lead_elsewhere(client: Browser, wanted: str) -> None:
    offer = a_published_offer()
    login(client, a_doctor().account)
    answer = client.post(f"/medecin/offres/{offer.id}/favori", data={"next": wanted})
    assert answer.location == "/medecin/favoris"
    assert "Médecine générale à Figeac" in text(page(client.get(answer.location)))


def test_four_offers_at_most_are_compared(client: Browser) -> None:
    town = a_town_hall()
    ids = [a_published_offer(town, title=f"Poste {n}").id for n in range(5)]
    login(client, a_gp_in_lot().account)
    asked = "&".join(f"o={offer_id}" for offer_id in ids)
    read = page(client.get(f"/medecin/comparer?{asked}"))
    assert "Quatre offres au plus" in text(read)
    assert len(read.select("thead th.comparison__offer")) == 4
    assert len(read.select("tbody.comparison tr")) > 8
    assert len(read.select("th[scope=rowgroup]")) > 5
    few = page(client.get(f"/medecin/comparer?o={ids[0]}&o=abc&o=999999&o={10**40}"))
    assert len(few.select("thead th.comparison__offer")) == 1


@pytest.mark.parametrize("count", [1, 25])
def test_the_list_asks_the_same_of_the_database_however_many_offers(
    app: Flask, client: Browser, queries: QueryRecorder, count: int
) -> None:
    town = a_town_hall()
    for n in range(count):
        a_published_offer(town, title=f"Poste {n}")
    login(client, a_gp_in_lot().account)
    client.get("/medecin/offres")  # fills this process's pools
    with queries:
        assert client.get("/medecin/offres").status_code == 200
    # 1 the account, 2 its roles, 3 the doctor, 4 the regions of the filter, 5 the doctor as
    # scoring reads them, 6 their places, 7 their marks, 8 the clock, 9 the cards, 10 the marks
    # shown, 11 the answers, 12 the introductions
    assert len(queries) <= 12, str(queries)


def test_the_comparison_asks_few_questions(
    app: Flask, client: Browser, queries: QueryRecorder
) -> None:
    town = a_town_hall()
    ids = [a_published_offer(town, title=f"Poste {n}").id for n in range(4)]
    login(client, a_gp_in_lot().account)
    path = "/medecin/comparer?" + "&".join(f"o={offer_id}" for offer_id in ids)
    client.get(path)
    with queries:
        client.get(path)
    # 1-2 the account, 3 the doctor, 4-6 the doctor as scoring reads them, 7-8 the offers, 9 the
    # text model or the clock, 10 the cards, 11-13 where the doctor stands
    assert len(queries) <= 13, str(queries)


# Interests


def test_the_first_yes_asks_for_consent_and_keeps_the_words(client: Browser) -> None:
    offer = a_published_offer()
    doctor = a_gp_in_lot()
    login(client, doctor.account)
    path = f"/medecin/offres/{offer.id}/interet"
    answer = client.post(path, data={"message": "Bonjour !"})
    assert answer.status_code == 422
    assert value(page(answer), "message") == "Bonjour !"
    assert client.post(path, data={"message": "Bonjour !", "agree": "y"}).status_code == 302
    assert offer_state(doctor.id, [offer.id])[offer.id].interested
    assert "Bonjour !" in text(page(client.get("/medecin/interets")))


def test_a_yes_needs_two_answers_first(client: Browser) -> None:
    offer = a_published_offer()
    login(client, an_account())
    answer = client.get(f"/medecin/offres/{offer.id}/interet")
    assert answer.location == "/medecin/profil/identite"


def test_a_closed_offer_says_so_and_saves_nothing(client: Browser) -> None:
    offer, doctor = a_published_offer(), a_visible_doctor()
    pause(offer, host_of(offer))
    login(client, doctor.account)
    answer = client.post(f"/medecin/offres/{offer.id}/interet", data={"message": "Bonjour"})
    assert answer.status_code == 422
    assert "« en pause »" in text(page(answer))
    assert db.session.scalar(select(Interest)) is None


def test_an_invitation_is_accepted(client: Browser) -> None:
    doctor, offer = an_invitation()
    login(client, doctor.account)
    read = page(client.get("/medecin/interets"))
    assert "Venez nous voir." in text(read)
    answer = client.post(f"/medecin/offres/{offer.id}/invitation/accepter")
    assert answer.location.startswith("/mises-en-relation/")
    assert "Dominique Essai" in text(page(client.get(answer.location)))


def test_an_invitation_is_declined(client: Browser) -> None:
    doctor, offer = an_invitation()
    login(client, doctor.account)
    client.post(f"/medecin/offres/{offer.id}/invitation/decliner")
    assert "Vous avez décliné" in text(page(client.get("/medecin/interets")))


def test_a_yes_is_taken_back(client: Browser) -> None:
    doctor, offer = an_interest()
    login(client, doctor.account)
    client.post(f"/medecin/offres/{offer.id}/interet/retirer")
    assert not offer_state(doctor.id, [offer.id])[offer.id].interested


@pytest.mark.parametrize(
    ("press", "sent"), [("favori", {}), ("interet", {"message": "Oui"}), ("masquer", {})]
)
def test_a_press_without_token_does_nothing(
    app: Flask, client: Browser, press: str, sent: dict[str, Any]
) -> None:
    doctor, offer = a_visible_doctor(), a_published_offer()
    login(client, doctor.account)
    app.config["WTF_CSRF_ENABLED"] = True
    answer = client.post(f"/medecin/offres/{offer.id}/{press}", data=sent)
    assert answer.status_code in (400, 422)
    state = offer_state(doctor.id, [offer.id])[offer.id]
    assert state == PairState()
