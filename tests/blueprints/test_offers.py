"""Pages of offers: who enters, what a doctor reads, what a host finds."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from models import Offer, db
from models.vocabulary import MemberRole, OfferStatus, Role
from services.market import forget_markets
from services.members import add_member
from services.offers import fill, pause
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


def text_of(answer: Any) -> str:
    """What the page says, spaces made one."""
    return " ".join(page(answer).get_text(" ").split())


def as_host(client: Browser, offer: Offer) -> Browser:
    """Enter as someone of the offer's organisation."""
    login(client, host_of(offer))
    return client


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
    add_member(offer.organisation, reader, MemberRole.READER)
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
    assert "par un lien envoyé à l’adresse officielle de la mairie" in said
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
