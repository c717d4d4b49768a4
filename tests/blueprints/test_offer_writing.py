"""Pages that write an offer: what is said, what is kept, what is refused."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from models import Offer, db
from models.vocabulary import OFFER_FACTS, HostTheme, OfferStatus
from services.market import forget_markets
from services.paris_days import today_in_paris
from tests.factories import (
    a_draft_offer,
    a_published_offer,
    a_ready_offer,
    a_town_hall,
    a_visible_doctor,
)
from tests.factories.offers import host_of
from tests.support.queries import QueryRecorder
from tests.support.requests import Browser, login, page

TODAY = today_in_paris()
STEPS = ("essentiel", "exercice", "moyens", "territoire", "accueil", "souhaits")


@pytest.fixture(autouse=True)
def fresh_market() -> None:
    """Pools of an earlier test know people who are gone."""
    forget_markets()


def essentials(**said: Any) -> dict[str, Any]:
    """The first step as a browser sends it."""
    return {
        "title": "Médecine générale à Figeac",
        "field": "medecine-generale",
        "opportunities": ["installation"],
        "practice_mode": "msp",
        "site_0": "Figeac (46)",
        "site_0_share": "100",
        "start_on": "",
        "expires_on": (TODAY + timedelta(days=90)).isoformat(),
        "description": "Une équipe soudée.",
        "contact_name": "Dominique Essai",
        "contact_role": "Maire",
        "contact_email": "mairie@example.org",
        "contact_phone": "",
    } | said


def text_of(answer: Any) -> str:
    """What the page says, spaces made one."""
    return " ".join(page(answer).get_text(" ").split())


def followed(client: Browser, address: str, **sent: Any) -> Any:
    """Send a form and read the page one is led to."""
    return client.get(client.post(address, **sent).location)


def as_host(client: Browser, offer: Offer) -> Browser:
    """Enter as someone of the offer's organisation."""
    login(client, host_of(offer))
    return client


def test_a_town_hall_publishes_with_the_first_step_alone(client: Browser) -> None:
    organisation = a_town_hall()
    login(client, organisation.members[0].account)
    for nobody_s in ("", "x", 10**30, -(10**30)):
        asked = client.post("/offres/nouvelle", data={"organisation_id": nobody_s})
        assert asked.status_code == 400
    begun = client.post("/offres/nouvelle", data={"organisation_id": organisation.id})
    offer = db.session.scalars(select(Offer)).one()
    assert begun.location == f"/offres/{offer.id}/modifier/essentiel"
    saved = client.post(begun.location, data=essentials())
    assert saved.location == f"/offres/{offer.id}/modifier/exercice"
    published = followed(client, f"/offres/{offer.id}/etat/publier")
    assert "L’offre est publiée" in text_of(published)
    assert offer.status == OfferStatus.PUBLISHED


def test_publishing_too_early_says_what_is_missing_with_links(client: Browser) -> None:
    offer = a_draft_offer()
    as_host(client, offer)
    answer = client.get(f"/offres/{offer.id}/relire")
    links = [link["href"] for link in page(answer).select(".notice--warning a")]
    base = f"/offres/{offer.id}/modifier/essentiel"
    asked = ("opportunities", "practice_mode", "contact_name")
    assert links == [f"{base}#{key}" for key in asked]
    form = page(client.get(base))
    assert all(form.select_one(f"#{key}") is not None for key in asked)
    forced = followed(client, f"/offres/{offer.id}/etat/publier")
    assert "le type d’opportunité" in text_of(forced)
    assert offer.status == OfferStatus.DRAFT


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"site_0_share": "80", "site_1": "Cahors (46)", "site_1_share": "60"}, "140\u00a0%"),
        ({"site_0_share": ""}, "part de la semaine"),
        ({"site_0_share": "beaucoup"}, "nombre entier"),
        ({"site_0_share": "-20"}, "entre 1 et 100"),
        ({"site_0": "Zzyzx"}, "Nous ne connaissons pas de commune"),
        ({"site_0": "46100"}, "Plusieurs communes répondent"),
        ({"site_1": "Figeac (46)", "site_1_share": "50", "site_0_share": "50"}, "deux fois"),
        ({"field": "astrologie"}, "n’existe pas"),
        ({"expires_on": "2020-01-01"}, "passée"),
        ({"expires_on": "32/13/2026"}, "n’existe pas"),
        ({"start_on": "2020-01-01"}, "passée"),
        ({"title": "t" * 100_000}, "dépasse"),
        ({"description": "d" * 100_000}, "dépasse"),
        ({"contact_email": "pas une adresse"}, "pas valable"),
        ({"opportunities": ["mariage"]}, ""),
        ({"practice_mode": "lune"}, ""),
    ],
)
def test_a_mistake_is_said_and_everything_typed_stays(
    client: Browser, typed: dict[str, Any], said: str
) -> None:
    offer = a_draft_offer()
    as_host(client, offer)
    sent = essentials(contact_role="Première <adjointe>", **typed)
    answer = client.post(f"/offres/{offer.id}/modifier/essentiel", data=sent)
    assert answer.status_code == 422
    read = page(answer)
    wrong = " ".join(each.get_text(" ", strip=True) for each in read.select(".field__error"))
    assert wrong
    assert said in wrong
    assert read.select_one("[data-error-summary] a") is not None
    for name in ("title", "site_0", "site_0_share", "contact_role", "expires_on"):
        field = read.find("input", {"name": name})
        assert field is not None
        assert field["value"] == sent[name]
    assert (read.find("textarea") or read).get_text().strip() == sent["description"]
    db.session.expire_all()
    assert (offer.contact_role, offer.steps_done) == (None, [])


def test_one_more_place_keeps_what_was_typed(client: Browser) -> None:
    offer = a_draft_offer()
    as_host(client, offer)
    sent = essentials(title="Pas encore fini", add_site="1")
    answer = client.post(f"/offres/{offer.id}/modifier/essentiel", data=sent)
    read = page(answer)
    assert answer.status_code == 200
    assert read.find("input", {"name": "site_1"}) is not None
    assert read.find("input", {"name": "title"})["value"] == "Pas encore fini"  # type: ignore[index]


def test_several_places_share_the_week(client: Browser) -> None:
    offer = a_draft_offer()
    as_host(client, offer)
    sent = essentials(site_0_share="60", site_1="Cahors (46)", site_1_share="40")
    client.post(f"/offres/{offer.id}/modifier/essentiel", data=sent)
    db.session.expire_all()
    assert [(site.commune_code, site.share) for site in offer.sites] == [
        ("46102", 60),
        ("46042", 40),
    ]
    again = page(client.get(f"/offres/{offer.id}/modifier/essentiel"))
    assert again.find("input", {"name": "site_1"})["value"] == "Cahors (46)"  # type: ignore[index]


def test_oui_non_and_not_said_are_three_answers(client: Browser) -> None:
    offer = a_draft_offer(facts={"surgery_ready": True, "spare_office": True})
    as_host(client, offer)
    address = f"/offres/{offer.id}/modifier/moyens"
    sent = {
        "guaranteed_income": "yes",
        "guaranteed_amount": "6 000 €",
        "local_aid": "no",
        "equipment_grant": "",
        "surgery_ready": "",
        "spare_office": "no",
        "zoning": "zip",
    }
    assert client.post(address, data=sent).location.endswith("/modifier/territoire")
    db.session.expire_all()
    assert offer.facts == {
        "guaranteed_income": True,
        "guaranteed_amount": 6000,
        "local_aid": False,
        "spare_office": False,
        "zoning": "zip",
    }
    ticked = [each["id"] for each in page(client.get(address)).select("input[checked]")]
    assert {"guaranteed_income-0", "local_aid-1", "equipment_grant-2"} <= set(ticked)


def test_none_of_these_is_not_nothing_said(client: Browser) -> None:
    offer = a_draft_offer(facts={"schools": ["primary"]})
    as_host(client, offer)
    address = f"/offres/{offer.id}/modifier/territoire"
    client.post(address, data={"life": ["aucun"]})
    db.session.expire_all()
    assert offer.facts == {"life": []}
    both = client.post(address, data={"life": ["aucun", "sea"]})
    assert both.status_code == 422
    assert "pas les deux" in text_of(both)


@pytest.mark.parametrize("step", STEPS[1:5])
def test_every_question_of_the_catalogue_is_asked_once(client: Browser, step: str) -> None:
    offer = a_draft_offer()
    as_host(client, offer)
    read = page(client.get(f"/offres/{offer.id}/modifier/{step}"))
    names = {each.get("name") for each in read.select("form.form [name]")} - {"csrf_token"}
    known = {fact.key for fact in OFFER_FACTS} | {"leave"}
    assert names <= known
    assert len(names) > 3


def test_wishes_are_saved_with_how_much_they_count(client: Browser) -> None:
    offer = a_draft_offer()
    as_host(client, offer)
    weights = {f"importance_{theme.value}": "1" for theme in HostTheme}
    sent = weights | {
        "available_by": "2027-09-01",
        "days_min": "3",
        "stages": ["junior", "locum"],
        "on_call": "no",
        "importance_skills": "3",
    }
    answer = client.post(f"/offres/{offer.id}/modifier/souhaits", data=sent)
    assert answer.location.endswith("/relire")
    db.session.expire_all()
    assert offer.wishes["available_by"] == "2027-09-01"
    assert offer.wishes["stages"] == ["junior", "locum"]
    assert offer.wishes["on_call"] is False
    assert offer.wish_importance is not None
    assert (offer.wish_importance["skills"], offer.wish_importance["days"]) == (3, 1)
    again = page(client.get(f"/offres/{offer.id}/modifier/souhaits"))
    day = again.find("input", {"name": "available_by"})
    assert day["value"] == "2027-09-01"  # type: ignore[index]


def test_a_published_offer_may_not_lose_its_essential(client: Browser) -> None:
    offer = a_published_offer()
    as_host(client, offer)
    sent = essentials(contact_name="")
    answer = client.post(f"/offres/{offer.id}/modifier/essentiel", data=sent)
    assert answer.status_code == 422
    assert "le nom de la personne qui répondra" in text_of(answer)
    db.session.expire_all()
    assert offer.contact_name == "Dominique Essai"


@pytest.mark.parametrize("address", ["modifier/lune", "etat/voler"])
def test_steps_and_actions_that_do_not_exist(client: Browser, address: str) -> None:
    offer = a_ready_offer()
    as_host(client, offer)
    method = "POST" if address.startswith("etat") else "GET"
    assert client.open(f"/offres/{offer.id}/{address}", method=method).status_code == 404


def test_a_passage_that_is_not_allowed_is_told(client: Browser) -> None:
    offer = a_ready_offer()
    as_host(client, offer)
    answer = followed(client, f"/offres/{offer.id}/etat/pause")
    assert "elle ne peut pas devenir" in text_of(answer)
    assert offer.status == OfferStatus.DRAFT


def test_the_meter_counts_in_few_queries(client: Browser, queries: QueryRecorder) -> None:
    for _ in range(6):
        a_visible_doctor()
    offer = a_published_offer(facts={})
    as_host(client, offer)
    address = f"/offres/{offer.id}/relire"
    said = text_of(client.get(address))
    assert re.search(r"6 médecins regardent .* : dites", said.replace("\u00a0", " "))
    with queries:
        client.get(address)
    # 1 account, 2 roles, 3 offer, 4 sites, 5 membership, 6 households counted in groups,
    # 7 market's clock, 8 transitions
    assert len(queries) <= 8, str(queries)
