"""Pages of offers: who enters, what they say, what they ask of the database."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from models import Doctor, Interest, Introduction, Offer, db
from models.vocabulary import OFFER_FACTS, HostTheme, MemberRole, OfferStatus, Role
from services.candidates import PER_PAGE
from services.doctors import set_visibility
from services.market import forget_markets
from services.offers import fill, pause
from services.organisations import add_member
from services.paris_days import today_in_paris
from services.pseudonyms import conceal
from tests.factories import (
    a_draft_offer,
    a_published_offer,
    a_ready_offer,
    a_town_hall,
    a_visible_doctor,
    an_account,
    an_interest,
    an_introduction,
    an_invitation,
)
from tests.factories.offers import host_of
from tests.support.queries import QueryRecorder
from tests.support.requests import Browser, login, page

TODAY = today_in_paris()
STEPS = ("essentiel", "exercice", "moyens", "territoire", "accueil", "souhaits")
GET_PAGES = ("/relire", "/candidats", *(f"/modifier/{step}" for step in STEPS))


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


# Who may enter ------------------------------------------------------------


@pytest.mark.parametrize("address", ["/offres", "/offres/nouvelle"])
@pytest.mark.parametrize(("roles", "status"), [((), 302), ((Role.DOCTOR,), 403)])
def test_lists_are_for_hosts(
    client: Browser, address: str, roles: tuple[Role, ...], status: int
) -> None:
    if roles:
        login(client, an_account(roles))
    assert client.get(address).status_code == status


@pytest.mark.parametrize("address", GET_PAGES)
def test_the_offer_of_someone_else_does_not_exist(client: Browser, address: str) -> None:
    offer = a_published_offer()
    login(client, an_account([Role.HOST]))
    assert client.get(f"/offres/{offer.id}{address}").status_code == 404
    assert client.get(f"/offres/999999{address}").status_code == 404


@pytest.mark.parametrize("action", ["inviter", "decliner", "retirer"])
def test_nobody_answers_for_another_organisation(client: Browser, action: str) -> None:
    doctor, offer = an_interest()
    login(client, an_account([Role.HOST]))
    token = conceal(doctor.id, offer.id, "tests")
    answer = client.post(f"/offres/{offer.id}/candidats/{token}/{action}")
    assert answer.status_code == 404


def test_readers_read_and_do_not_write(client: Browser) -> None:
    doctor, offer = an_interest()
    reader = an_account([Role.HOST])
    add_member(offer.organisation, reader.email, MemberRole.READER)
    login(client, reader)
    base, token = f"/offres/{offer.id}", conceal(doctor.id, offer.id, "tests")
    for address in (f"{base}/relire", f"{base}/candidats", f"{base}/candidats/{token}"):
        assert client.get(address).status_code == 200
    assert client.get(f"{base}/modifier/essentiel").status_code == 403
    refused = ("etat/pause", f"candidats/{token}/inviter", f"candidats/{token}/decliner")
    for address in refused:
        assert client.post(f"{base}/{address}").status_code == 403
    created = client.post("/offres/nouvelle", data={"organisation_id": offer.organisation_id})
    assert created.status_code == 403
    assert offer.status == OfferStatus.PUBLISHED


@pytest.mark.parametrize("state", ["draft", "paused", "filled", "expired"])
def test_an_offer_that_is_not_open_is_for_its_members(client: Browser, state: str) -> None:
    offer = a_ready_offer() if state == "draft" else a_published_offer()
    if state == "paused":
        pause(offer)
    elif state == "filled":
        fill(offer)
    elif state == "expired":
        offer.expires_on = TODAY - timedelta(days=1)  # the night's job has not run yet
    assert client.get(f"/offres/{offer.id}").status_code == 404
    as_host(client, offer)
    assert client.get(f"/offres/{offer.id}").status_code == 200


def test_a_doctor_who_answered_may_read_again_after_it_is_filled(client: Browser) -> None:
    doctor, offer = an_interest()
    fill(offer)
    login(client, doctor.account)
    answer = client.get(f"/offres/{offer.id}")
    assert answer.status_code == 200
    assert "n’est plus proposée" in text_of(answer)


# The reading page ------------------------------------------------------------


def test_anyone_reads_a_published_offer_without_contacts(client: Browser) -> None:
    offer = a_published_offer(contact_phone="05 65 11 22 33")
    offer.organisation.phone = "05 65 44 55 66"
    answer = client.get(f"/offres/{offer.id}")
    said = text_of(answer)
    for shown in ("Figeac", "Lot", "Dominique Essai", "Maire", "Secrétariat", "Infirmiers"):
        assert shown in said
    whole = answer.get_data(as_text=True)
    for hidden in ("mairie@example.org", "05 65 11 22 33", "05 65 44 55 66", host_of(offer).email):
        assert hidden not in whole
    assert "Organisation non vérifiée" in said
    assert page(answer).select_one(".map svg circle") is not None


def test_what_is_not_said_is_no_refusal(client: Browser) -> None:
    offer = a_published_offer(facts={"secretary": False, "life": []})
    said = text_of(client.get(f"/offres/{offer.id}"))
    unsaid = said.split("Ce que l’offre ne dit pas encore")[1]
    assert "Pas à ce jour : secrétariat" in said.replace("\u00a0", " ")
    assert "secrétariat" not in unsaid
    assert "logiciel partagé" in unsaid
    assert "ce qu’il y a à vivre autour" not in unsaid  # « aucun » was said


@pytest.mark.parametrize(
    ("zoning", "shown", "not_shown"),
    [
        ("zip", "Première installation en ZIP", "Première installation en ZAC"),
        ("zac", "Première installation en ZAC", "Première installation en ZIP"),
        ("none", "assistant médical", "Première installation"),
        (None, "Le zonage n’est pas précisé", "en ZIP ni ZAC"),
    ],
)
def test_aids_follow_the_zoning(
    client: Browser, zoning: str | None, shown: str, not_shown: str
) -> None:
    offer = a_published_offer(facts={"zoning": zoning} if zoning else {})
    said = text_of(client.get(f"/offres/{offer.id}"))
    assert shown in said
    assert not_shown not in said
    assert "à vérifier auprès de l’ARS ou de la CPAM" in said
    assert "novembre 2026" in said
    assert "COTRAM" in said


def test_html_and_scripts_typed_by_a_host_stay_text(client: Browser) -> None:
    bad = "<script>alert(1)</script><b>gras</b>"
    offer = a_published_offer(title=bad, description=bad, facts={"week_text": bad})
    answer = client.get(f"/offres/{offer.id}")
    assert bad in text_of(answer)
    assert "<script>alert" not in answer.get_data(as_text=True)


def test_a_doctor_reads_their_own_explanation(client: Browser, queries: QueryRecorder) -> None:
    doctor, offer = a_visible_doctor(), a_published_offer()
    login(client, doctor.account)
    address = f"/offres/{offer.id}"
    answer = client.get(address)
    read = page(answer)
    assert read.select_one("#pour-vous") is not None
    assert len(read.select(".themes .theme")) >= 5
    assert "Ça m’intéresse" in text_of(answer)
    with queries:
        client.get(address)
    # 1 account, 2 roles, 3 offer, 4 its sites, 5 membership, 6 doctor, 7-9 marks, answers,
    # introduction, 10-13 doctor, places, offer, sites as scoring reads them, 14 marks,
    # 15 market's clock, 16 name of the specialty
    assert len(queries) <= 16, str(queries)


def test_anyone_reads_in_few_queries(client: Browser, queries: QueryRecorder) -> None:
    address = f"/offres/{a_published_offer().id}"
    db.session.commit()
    with queries:
        client.get(address)
    # 1 offer with its organisation, 2 sites with communes, départements, EPCI, 3 specialty
    assert len(queries) <= 3, str(queries)


# Writing ------------------------------------------------------------


def test_a_town_hall_publishes_with_the_first_step_alone(client: Browser) -> None:
    organisation = a_town_hall()
    login(client, organisation.members[0].account)
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


# A host's list ------------------------------------------------------------


def test_an_empty_list_says_what_to_do(client: Browser) -> None:
    login(client, an_account([Role.HOST]))
    read = page(client.get("/offres"))
    assert read.select_one("a[href='/organisations/nouvelle']") is not None
    assert client.get("/offres/nouvelle").location == "/organisations/nouvelle"


def test_a_list_shows_what_waits_and_does_not_grow_in_queries(
    client: Browser, queries: QueryRecorder
) -> None:
    organisation = a_town_hall()
    offer = a_published_offer(organisation)
    an_interest(offer=offer)
    an_introduction(offer=offer)
    for _ in range(4):
        a_draft_offer(organisation)
    as_host(client, offer)
    with queries:
        answer = client.get("/offres")
    # 1 account, 2 roles, 3 memberships with organisations, 4 offers, 5 sites with communes,
    # 6 yeses waiting, 7 invitations, 8 introductions
    assert len(queries) <= 8, str(queries)
    said = text_of(answer).replace("\u00a0", " ")
    assert "1 médecin attend votre réponse" in said
    assert said.count("Finir et publier") == 4


def test_one_does_not_write_for_another_organisation(client: Browser) -> None:
    mine, other = a_town_hall(), a_town_hall()
    login(client, mine.members[0].account)
    created = client.post("/offres/nouvelle", data={"organisation_id": other.id})
    assert created.status_code == 404
    assert client.post("/offres/nouvelle", data={}).status_code == 400


# Candidates ------------------------------------------------------------


SECRETS = ("Camille", "Essai", "05 65 00 00 00", "Cahors", "nursery", "École maternelle")


def test_candidates_are_ranked_and_masked(client: Browser) -> None:
    doctor = a_visible_doctor(project="Je suis Camille Essai, camille@example.org. Randonnée.")
    hidden = a_visible_doctor()
    set_visibility(hidden, False)
    offer = a_published_offer()
    as_host(client, offer)
    answer = client.get(f"/offres/{offer.id}/candidats")
    cards = page(answer).select("article h3 a")
    assert len(cards) == 1
    assert cards[0]["href"].endswith(conceal(doctor.id, offer.id, "tests"))  # type: ignore[union-attr]
    one = client.get(str(cards[0]["href"]))
    for read in (answer, one):
        whole = read.get_data(as_text=True)
        for secret in (*SECRETS, "camille@example.org", doctor.account.email):
            assert secret not in whole
    assert "Randonnée" in text_of(one)


def test_addresses_do_not_tell_who_it_is(client: Browser) -> None:
    doctor, offer, other = a_visible_doctor(), a_published_offer(), a_published_offer()
    as_host(client, offer)
    base = f"/offres/{offer.id}/candidats"
    assert client.get(f"{base}/{conceal(doctor.id, offer.id, 'tests')}").status_code == 200
    for wrong in (str(doctor.id), conceal(doctor.id, other.id, "tests"), "zzzzzzzz", "00000000"):
        assert client.get(f"{base}/{wrong}").status_code == 404


def test_a_doctor_who_is_not_visible_cannot_be_found(client: Browser) -> None:
    doctor, offer = an_interest()
    set_visibility(doctor, False)
    as_host(client, offer)
    address = f"/offres/{offer.id}/candidats/{conceal(doctor.id, offer.id, 'tests')}"
    assert client.get(address).status_code == 404
    assert client.post(f"{address}/inviter").status_code == 404
    assert "médecin s’intéresse" not in text_of(client.get(f"/offres/{offer.id}/candidats"))


def test_a_draft_has_no_candidates_yet(client: Browser) -> None:
    a_visible_doctor()
    offer = a_ready_offer()
    as_host(client, offer)
    answer = client.get(f"/offres/{offer.id}/candidats")
    assert page(answer).select("article") == []
    assert "encore un brouillon" in text_of(answer)


def test_an_invitation_goes_out_and_is_taken_back(client: Browser) -> None:
    doctor, offer = a_visible_doctor(), a_published_offer()
    as_host(client, offer)
    address = f"/offres/{offer.id}/candidats/{conceal(doctor.id, offer.id, 'tests')}"
    sent = followed(client, f"{address}/inviter", data={"message": "Venez."})
    assert "Invitation envoyée" in text_of(sent)
    interest = db.session.scalars(select(Interest)).one()
    assert (interest.side, interest.answer, interest.message) == ("host", "yes", "Venez.")
    listed = client.get(f"/offres/{offer.id}/candidats?vue=invites")
    assert len(page(listed).select("article")) == 1
    client.post(f"{address}/retirer")
    db.session.expire_all()
    assert interest.answer == "withdrawn"


def test_a_yes_to_a_yes_opens_the_introduction(client: Browser) -> None:
    doctor, offer = an_interest()
    as_host(client, offer)
    listed = client.get(f"/offres/{offer.id}/candidats?vue=interesses")
    assert "1 médecin s’intéresse à votre offre" in text_of(listed).replace("\u00a0", " ")
    address = f"/offres/{offer.id}/candidats/{conceal(doctor.id, offer.id, 'tests')}"
    answer = client.post(f"{address}/inviter", data={"message": ""})
    introduction = db.session.scalars(select(Introduction)).one()
    assert answer.location == f"/mises-en-relation/{introduction.id}"


def test_one_may_decline(client: Browser) -> None:
    doctor, offer = an_interest()
    as_host(client, offer)
    address = f"/offres/{offer.id}/candidats/{conceal(doctor.id, offer.id, 'tests')}"
    client.post(f"{address}/decliner")
    assert "Personne n’attend" in text_of(
        client.get(f"/offres/{offer.id}/candidats?vue=interesses")
    )


def test_a_message_that_is_too_long_stays_typed(client: Browser) -> None:
    doctor, offer = a_visible_doctor(), a_published_offer()
    as_host(client, offer)
    address = f"/offres/{offer.id}/candidats/{conceal(doctor.id, offer.id, 'tests')}"
    answer = client.post(f"{address}/inviter", data={"message": "x" * 100_000})
    assert answer.status_code == 422
    assert "dépasse" in text_of(answer)
    assert db.session.scalars(select(Interest)).all() == []


def test_nothing_to_answer_is_not_found(client: Browser) -> None:
    doctor, offer = a_visible_doctor(), a_published_offer()
    as_host(client, offer)
    address = f"/offres/{offer.id}/candidats/{conceal(doctor.id, offer.id, 'tests')}"
    assert client.post(f"{address}/decliner").status_code == 404
    assert client.post(f"{address}/retirer").status_code == 404


def test_the_message_of_a_doctor_is_masked(client: Browser) -> None:
    doctor, offer = an_interest()
    interest = db.session.scalars(select(Interest)).one()
    interest.message = "Camille, 06 12 34 56 78, appelez-moi."
    as_host(client, offer)
    token = conceal(doctor.id, offer.id, "tests")
    said = text_of(client.get(f"/offres/{offer.id}/candidats/{token}"))
    assert "appelez-moi" in said
    assert "Camille" not in said
    assert "06 12" not in said


def test_candidates_do_not_grow_in_queries(client: Browser, queries: QueryRecorder) -> None:
    offer = a_published_offer()
    for _ in range(PER_PAGE + 2):
        a_visible_doctor()
    an_invitation(offer=offer)
    as_host(client, offer)
    address = f"/offres/{offer.id}/candidats"
    first = page(client.get(address))
    assert len(first.select("article")) == PER_PAGE
    assert first.select_one("a[rel=next]") is not None
    with queries:
        client.get(address)
    # 1 account, 2 roles, 3 offer, 4 sites, 5 membership, 6-7 offer as scoring reads it,
    # 8 market's clock, 9-10 masked doctors and regions, 11-12 answers and introductions,
    # 13 names to take out, 14 messages, 15 yeses waiting, then their explanation:
    # 16-17 offer, 18 places, 19 doctors, 20 clock
    assert len(queries) <= 20, str(queries)
    assert client.get(f"{address}?page=999999999999").status_code == 200
    assert client.get(f"{address}?page=abc").status_code == 200


def test_an_invitation_needs_an_open_offer(client: Browser) -> None:
    doctor, offer = a_visible_doctor(), a_published_offer()
    pause(offer)
    as_host(client, offer)
    address = f"/offres/{offer.id}/candidats/{conceal(doctor.id, offer.id, 'tests')}"
    answer = followed(client, f"{address}/inviter", data={"message": ""})
    assert answer.status_code == 200
    assert db.session.scalars(select(Interest)).all() == []
    assert db.session.get(Doctor, doctor.id) is not None
