"""One's data: consents, who looked, copies, the end; and the public register."""

from __future__ import annotations

import json

import pytest
from flask import Flask

from models import Account, Consent, Doctor, db
from models.base import now
from models.vocabulary import ConsentKind, Role
from services.consents import current, give
from services.register import PROCESSINGS
from services.retention import RULES
from tests.factories import (
    a_gp_in_lot,
    a_published_offer,
    a_visible_doctor,
    an_account,
    an_event,
    an_introduction,
    an_organiser,
)
from tests.factories.accounts import PASSWORD
from tests.factories.offers import host_of
from tests.support.queries import QueryRecorder
from tests.support.requests import Browser, login, page

NBSP = "\u00a0"
PRIVATE_PAGES = ("/mes-donnees", "/mes-donnees/copie", "/mes-donnees/suppression")


def text(response) -> str:  # type: ignore[no-untyped-def]
    return " ".join(page(response).get_text(" ").split())


def test_the_register_says_each_purpose_and_each_duration(client: Browser) -> None:
    said = text(client.get("/registre"))
    for processing in PROCESSINGS:
        assert processing.purpose in said
        assert processing.basis in said
        assert processing.recipients in said
    for rule in RULES.values():
        assert rule.what in said
    assert "/registre" in client.get("/confidentialite").get_data(as_text=True)


@pytest.mark.parametrize(
    "address", [*PRIVATE_PAGES, "/mes-donnees/fichier-json", "/mes-donnees/fichier-html"]
)
def test_nobody_enters_without_logging_in(client: Browser, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 302
    assert "/connexion" in response.location


def test_who_looked_is_for_doctors(client: Browser) -> None:
    login(client, an_account([Role.HOST]))
    assert client.get("/mes-donnees/consultations").status_code == 403


def test_each_consent_is_given_and_taken_back_apart(client: Browser) -> None:
    doctor = a_gp_in_lot()
    number = doctor.account_id
    login(client, doctor.account)
    client.post("/mes-donnees/accords/visible/oui")
    client.post("/mes-donnees/accords/alerts/oui")
    agreed = current(number)
    assert agreed[ConsentKind.VISIBLE]
    assert agreed[ConsentKind.ALERTS]
    assert agreed[ConsentKind.TERRITORIES] is None
    assert db.session.query(Doctor).one().visible_since is not None
    client.post("/mes-donnees/accords/visible/non")
    db.session.expire_all()
    assert db.session.query(Doctor).one().visible_since is None
    shown = page(client.get("/mes-donnees"))
    badges = [card.get_text(" ", strip=True) for card in shown.select("section.card")]
    assert ["Non accepté" in badge for badge in badges] == [True, False, True]
    assert "retiré le" in shown.get_text()
    assert client.post("/mes-donnees/accords/autre/oui").status_code == 404


def test_being_visible_asks_for_a_profile_first(client: Browser) -> None:
    account = an_account([Role.DOCTOR])
    login(client, account)
    assert client.post("/mes-donnees/accords/visible/oui").status_code == 302
    assert "Dites-nous d’abord" in text(client.get("/mes-donnees"))
    assert db.session.query(Consent).count() == 0


def test_hosts_are_not_asked_to_be_proposed(client: Browser) -> None:
    login(client, an_account([Role.HOST]))
    shown = page(client.get("/mes-donnees"))
    assert [card["id"] for card in shown.select("h3[id^=accord-]")] == ["accord-alerts"]


def test_opening_a_candidate_is_told_to_the_doctor_once_a_day(
    app: Flask, client: Browser, queries: QueryRecorder
) -> None:
    doctor, offer = a_visible_doctor(), a_published_offer()
    organisation, title = offer.organisation.name, offer.title or ""
    login(client, host_of(offer))
    listed = page(client.get(f"/offres/{offer.id}/candidats"))
    address = next(
        link["href"] for link in listed.select("a") if "/candidats/" in str(link.get("href"))
    )
    reader = app.test_client()
    login(reader, doctor.account)
    assert "Personne n’a encore ouvert" in text(reader.get("/mes-donnees/consultations"))
    assert client.get(str(address)).status_code == 200
    with queries:
        assert client.get(str(address)).status_code == 200
    writes = [said for said in queries.statements if not said.startswith("SELECT")]
    assert [said for said in writes if "profile_view" in said] == []
    rows = page(reader.get("/mes-donnees/consultations")).select("tbody tr")
    assert len(rows) == 1
    assert organisation in rows[0].get_text()
    assert title in rows[0].get_text()
    assert host_of(offer).email not in str(rows[0])


def test_the_copy_is_whole_and_of_oneself_alone(client: Browser) -> None:
    introduction = an_introduction()
    doctor, host = introduction.doctor, host_of(introduction.offer)
    stranger = a_visible_doctor(an_account([Role.DOCTOR], "autre@example.org"))
    stranger.project = "Un tout autre projet."
    give(doctor.account_id, ConsentKind.ALERTS)
    login(client, doctor.account)
    response = client.get("/mes-donnees/fichier-json")
    assert response.headers["Content-Disposition"].startswith("attachment; filename=")
    said = json.loads(response.get_data(as_text=True))
    chapters = said["chapters"]
    assert chapters["account"][0]["email"] == doctor.account.email
    assert "password_hash" not in chapters["account"][0]
    assert said["held_back"]["account"]["password_hash"]
    assert chapters["household"][0]["partner_sectors"] == ["education"]
    assert chapters["places"][0]["commune_code"] == "46042"
    assert {row["kind"] for row in chapters["consents"]} == {"visible", "alerts"}
    assert chapters["contacts"][0]["email"] == introduction.offer.contact_email
    assert len(chapters["answers"]) == 2
    raw = response.get_data(as_text=True)
    assert host.email not in raw
    assert "autre@example.org" not in raw
    assert "Un tout autre projet" not in raw
    for address in ("/mes-donnees/copie", "/mes-donnees/fichier-html"):
        read = text(client.get(address))
        for words in ("Camille", "05 65 00 00 00", "Cahors", "École maternelle", "Docteur junior"):
            assert words in read, (address, words)
        assert "Un tout autre projet" not in read


def test_a_host_gets_their_own_acts_and_no_doctor(client: Browser) -> None:
    introduction = an_introduction()
    doctor = introduction.doctor
    login(client, host_of(introduction.offer))
    raw = client.get("/mes-donnees/fichier-json").get_data(as_text=True)
    chapters = json.loads(raw)["chapters"]
    assert chapters["transitions"]
    assert chapters["answers_for_host"]
    assert "doctor_id" not in chapters["answers_for_host"][0]
    assert doctor.account.email not in raw
    assert (doctor.phone or "-") not in raw


def test_an_unconfirmed_address_finds_nothing_of_someone_else(client: Browser) -> None:
    offer = a_published_offer(contact_email="vraie@example.org", contact_name="La vraie personne")
    pretender = an_account([Role.DOCTOR], "vraie@example.org", confirmed=False)
    assert offer.contact_email == pretender.email
    login(client, pretender)
    assert "La vraie personne" not in client.get("/mes-donnees/fichier-json").get_data(as_text=True)


def test_the_end_asks_for_the_password_and_a_yes(client: Browser) -> None:
    account = a_visible_doctor().account
    number = account.id
    login(client, account)
    address = "/mes-donnees/suppression"
    assert client.post(address, data={"password": PASSWORD}).status_code == 422
    refused = client.post(address, data={"password": "une autre phrase", "sure": "y"})
    assert refused.status_code == 422
    assert "pas le mot de passe" in text(refused)
    assert db.session.get_one(Account, number).anonymised_at is None


def test_the_end_comes_at_once_and_closes_every_session(app: Flask, client: Browser) -> None:
    account = a_visible_doctor().account
    number, email = account.id, account.email
    login(client, account)
    elsewhere = app.test_client()
    login(elsewhere, account)
    data = {"password": PASSWORD, "sure": "y"}
    assert client.post("/mes-donnees/suppression", data=data).location == "/"
    assert "supprimés" in text(client.get("/"))
    db.session.expire_all()
    assert db.session.get_one(Account, number).anonymised_at is not None
    for browser in (client, elsewhere):
        assert browser.get("/mes-donnees").status_code == 302
    assert email not in "".join(row.email for row in db.session.query(Account))
    refused = client.post("/connexion", data={"email": email, "password": PASSWORD})
    assert refused.status_code == 422


def test_a_host_reads_what_becomes_of_the_organisation(client: Browser) -> None:
    offer = a_published_offer()
    login(client, host_of(offer))
    read = text(client.get("/mes-donnees/suppression"))
    assert offer.organisation.name in read
    assert "1 annonce passera" in read.replace(NBSP, " ").replace("\u202f", " ")


def test_who_holds_an_evening_alone_reads_what_becomes_of_it(client: Browser) -> None:
    owner = an_organiser()
    an_event(owner)
    login(client, owner)
    read = text(client.get("/mes-donnees/suppression"))
    assert "Généraliste dating du Lot" in read
    assert "Elle sera annulée" in read


def test_the_pages_ask_few_questions(client: Browser, queries: QueryRecorder) -> None:
    introduction = an_introduction()
    introduction.doctor.account.last_seen_on = now().date()
    login(client, introduction.doctor.account)
    with queries:
        assert client.get("/mes-donnees").status_code == 200
    # the session and the account's roles, the consents in force, their history
    assert len(queries) <= 6, str(queries)
    with queries:
        assert client.get("/mes-donnees/copie").status_code == 200
    # one for each table that may hold something, the names of offers and communes, the contacts
    assert len(queries) <= 60, str(queries)
