"""A doctor takes a copy of everything and leaves; the host keeps a line without a name."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.world import ON_POSTGRESQL, open_world
from tests.factories import a_published_offer, a_visible_doctor, an_introduction
from tests.factories.accounts import PASSWORD
from tests.factories.offers import host_of
from tests.support.live_site import Site
from tests.support.visitors import Troubles, assert_accessible

pytestmark = [pytest.mark.browser, ON_POSTGRESQL]


@dataclass(frozen=True, slots=True)
class Couple:
    """A doctor and a host who were introduced, and a doctor whom nobody has met."""

    doctor_email: str
    host_email: str
    offer_id: int


@pytest.fixture
def couple(site: Site) -> Couple:
    """Both said yes; another doctor can still be looked at."""
    with open_world(site):
        offer = a_published_offer()
        introduction = an_introduction(a_visible_doctor(), offer)
        return Couple(introduction.doctor.account.email, host_of(offer).email, offer.id)


def log_in(page: Page, email: str) -> None:
    page.goto("/connexion")
    page.get_by_label("Adresse électronique").fill(email)
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button").first.click()
    expect(page.get_by_role("button", name="Se déconnecter")).to_be_attached()


def test_a_copy_of_everything_then_the_end(
    new_page: Callable[..., Page], couple: Couple, troubles: Troubles
) -> None:
    host, doctor = new_page(), new_page()
    log_in(host, couple.host_email)
    host.goto(f"/offres/{couple.offer_id}/candidats?vue=invites")
    host.locator("main a[href*='/candidats/']").first.click()

    log_in(doctor, couple.doctor_email)
    change_ones_mind(doctor)
    read_who_looked(doctor)
    take_a_copy(doctor)
    leave(doctor, troubles)

    host.goto("/mises-en-relation")
    expect(host.get_by_role("link", name="Compte supprimé")).to_be_visible()
    host.get_by_role("link", name="Compte supprimé").click()
    expect(host.get_by_role("main")).not_to_contain_text("Camille")
    assert_accessible(host)

    doctor.goto("/connexion")
    doctor.get_by_label("Adresse électronique").fill(couple.doctor_email)
    doctor.get_by_label("Mot de passe").fill(PASSWORD)
    with troubles.expecting(422):
        doctor.get_by_role("main").get_by_role("button").first.click()
        expect(doctor.get_by_text("ne vont pas ensemble").first).to_be_visible()


def change_ones_mind(page: Page) -> None:
    page.get_by_role("contentinfo").get_by_role("link", name="Mes données").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Mes données")
    assert_accessible(page)
    alerts = page.get_by_role("region", name="Recevoir des alertes")
    alerts.get_by_role("button", name="J’accepte").click()
    expect(page.get_by_text("votre accord est noté")).to_be_visible()
    alerts.get_by_role("button", name="Retirer mon accord").click()
    expect(alerts.get_by_text("Non accepté")).to_be_visible()


def read_who_looked(page: Page) -> None:
    page.get_by_role("link", name="Voir qui a consulté mon profil").click()
    expect(page.get_by_role("row", name="Mairie de Figeac")).to_have_count(1)
    assert_accessible(page)
    page.get_by_role("main").get_by_role("link", name="Mes données").click()


def take_a_copy(page: Page) -> None:
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Télécharger pour un logiciel").click()
    said = json.loads(Path(waiting.value.path()).read_text(encoding="utf-8"))
    assert said["chapters"]["household"][0]["schools"] == ["nursery"]
    page.get_by_role("link", name="Lire mes données").click()
    expect(page.get_by_role("heading", name="Mon foyer")).to_be_visible()
    assert_accessible(page)


def leave(page: Page, troubles: Troubles) -> None:
    page.goto("/mes-donnees/suppression")
    assert_accessible(page)
    press = page.get_by_role("button", name="Supprimer définitivement mon compte")
    with troubles.expecting(422):
        page.get_by_label("Votre mot de passe").fill("ce n'est pas le bon")
        page.get_by_label("Je sais que rien").check()
        press.click()
        expect(page.get_by_text("Ce n’est pas le mot de passe").first).to_be_visible()
    assert_accessible(page)
    page.get_by_label("Votre mot de passe").fill(PASSWORD)
    page.get_by_label("Je sais que rien").check()
    press.click()
    expect(page.get_by_text("sont supprimés")).to_be_visible()
    page.goto("/mes-donnees")
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Mes données")


def test_the_register_reads_well(page: Page, troubles: Troubles) -> None:
    page.goto("/confidentialite")
    page.get_by_role("link", name="le registre des traitements").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Registre des traitements")
    assert_accessible(page)
