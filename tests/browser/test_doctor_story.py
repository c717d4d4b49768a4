"""A doctor, from sign-up to ranked offers and « ça m'intéresse », in a real browser."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.proving import confirm_address
from tests.browser.world import open_world
from tests.factories import a_published_offer
from tests.support.live_site import Site
from tests.support.visitors import Troubles, assert_accessible

pytestmark = pytest.mark.browser
PASSWORD = "une phrase que je retiens"


@pytest.fixture(scope="module")
def offers(site: Site) -> list[int]:
    """Two offers in the Lot."""
    with open_world(site):
        first = a_published_offer(title="Médecine générale à Figeac")
        second = a_published_offer(title="Rejoindre une équipe à Figeac", practice_mode="group")
        return [first.id, second.id]


def sign_up(page: Page, email: str) -> None:
    page.goto("/inscription?role=doctor")
    page.get_by_label("Adresse électronique").fill(email)
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Bienvenue")


def test_from_sign_up_to_a_yes(
    page: Page, site: Site, offers: list[int], troubles: Troubles
) -> None:
    sign_up(page, "camille@example.org")
    assert_accessible(page)
    page.get_by_role("link", name="Commencer").click()
    say_who_one_is(page)
    say_which_places_matter(page)
    say_what_one_lives_for(page)
    agree_to_be_seen(page)
    confirm_address(page, site, "camille@example.org")
    page.goto("/medecin/offres")
    say_yes_to_the_first_offer(page)


def say_who_one_is(page: Page) -> None:

    page.get_by_label("Docteur junior", exact=True).check()
    page.get_by_label("Spécialité").select_option(label="Médecine générale")
    page.get_by_label("Prénom").fill("Camille")
    page.get_by_role("button", name="Enregistrer et continuer").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Ma pratique")
    page.get_by_label("Installation").check()
    page.get_by_label("Maison de santé (MSP)").check()
    page.get_by_label("Jours par semaine, au moins").fill("3")
    page.get_by_role("button", name="Enregistrer et continuer").click()


def say_which_places_matter(page: Page) -> None:
    """The suggestions of a commune, by keyboard alone."""
    expect(page.get_by_role("heading", level=1)).to_have_text("Mes lieux")
    commune = page.get_by_role("combobox", name="Commune").first
    commune.press_sequentially("caho")
    expect(page.get_by_role("option").first).to_contain_text("Cahors (46)")
    commune.press("ArrowDown")
    commune.press("Enter")
    expect(commune).to_have_value("Cahors (46)")
    page.get_by_label("Trajet, au plus (min)").first.fill("90")
    page.get_by_role("button", name="Enregistrer et ajouter d’autres communes").click()
    expect(page.get_by_role("combobox", name="Commune").first).to_have_value("Cahors (46)")
    assert_accessible(page)
    page.get_by_role("button", name="Enregistrer et continuer").last.click()


def say_what_one_lives_for(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text("Ma vie")
    expect(page.get_by_text("Cette page est privée.")).to_be_visible()
    page.get_by_label("École maternelle").check()
    page.get_by_role("button", name="Enregistrer et continuer").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Mon projet")
    page.get_by_label("Mon projet, en quelques phrases").fill("Soigner en équipe, marcher.")
    page.get_by_role("button", name="Enregistrer et continuer").click()


def agree_to_be_seen(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text("Qui voit mon profil")
    expect(page.get_by_role("main")).not_to_contain_text("Camille")
    assert_accessible(page)
    page.get_by_label("J’accepte que les hôtes").check()
    page.get_by_role("button", name="Rendre mon profil visible").click()


def say_yes_to_the_first_offer(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text("Mes offres")
    cards = page.locator(".offer-card")
    expect(cards).to_have_count(2)
    expect(cards.first).to_contain_text("Figeac, Lot")
    assert_accessible(page)

    page.get_by_role("link", name=re.compile("^Ça m’intéresse")).first.click()
    page.get_by_label("Quelques mots pour l’hôte").fill("Bonjour, puis-je venir vous voir ?")
    page.get_by_role("button", name="Dire que ça m’intéresse").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Mes intérêts")
    expect(page.get_by_text("En attente de l’hôte")).to_be_visible()
    expect(page.get_by_text("Bonjour, puis-je venir vous voir ?")).to_be_visible()


def test_keep_hide_undo_and_compare(page: Page, offers: list[int], troubles: Troubles) -> None:
    sign_up(page, "alex@example.org")
    page.goto("/medecin/profil/identite")
    page.get_by_label("Interne", exact=True).check()
    page.get_by_label("Spécialité").select_option(label="Médecine générale")
    page.get_by_role("button", name="Enregistrer et voir mes offres").click()

    expect(page.locator(".offer-card")).to_have_count(2)
    page.get_by_role("button", name=re.compile("^Garder en favorite")).first.click()
    expect(page.get_by_role("button", name=re.compile("^Retirer des favorites"))).to_have_count(1)

    page.get_by_role("button", name=re.compile("^Masquer")).first.click()
    expect(page.locator(".offer-card")).to_have_count(1)
    page.get_by_role("button", name=re.compile("^Annuler")).click()
    expect(page.locator(".offer-card")).to_have_count(2)

    for box in page.get_by_role("checkbox", name=re.compile("^Comparer")).all():
        box.check()
    expect(page.get_by_text("2 offres cochées.")).to_be_visible()
    page.get_by_role("button", name="Comparer côte à côte").click()
    expect(page.locator("thead th.comparison__offer")).to_have_count(2)
    assert_accessible(page)


def test_without_javascript_a_name_of_several_communes_offers_a_choice(
    new_page: Callable[..., Page], offers: list[int], troubles: Troubles
) -> None:
    page = new_page(java_script_enabled=False)
    sign_up(page, "sans-script@example.org")
    page.goto("/medecin/profil/lieux")
    page.get_by_label("Commune", exact=True).first.fill("Saint-Denis")
    with troubles.expecting(422):
        page.get_by_role("button", name="Enregistrer et continuer").last.click()
    page.get_by_role("radio", name=re.compile(r"Saint-Denis \(974\)")).check()
    page.get_by_role("button", name="Enregistrer et ajouter d’autres communes").click()
    expect(page.get_by_label("Commune", exact=True).first).to_have_value("Saint-Denis (974)")
    page.get_by_role("button", name="Retirer Saint-Denis (974)").click()
    expect(page.get_by_label("Commune", exact=True).first).to_have_value("")


@pytest.mark.parametrize("path", ["/medecin/offres", "/medecin/profil/lieux", "/medecin/comparer"])
def test_nothing_is_wider_than_a_small_phone(
    new_page: Callable[..., Page], offers: list[int], path: str
) -> None:
    page = new_page(viewport={"width": 320, "height": 700})
    sign_up(page, f"petit{len(path)}@example.org")
    page.goto("/medecin/profil/identite")
    page.get_by_label("Interne", exact=True).check()
    page.get_by_label("Spécialité").select_option(label="Médecine générale")
    page.get_by_role("button", name="Enregistrer et voir mes offres").click()
    asked = "?" + "&".join(f"o={offer_id}" for offer_id in offers)
    page.goto(path + (asked if path.endswith("comparer") else ""))
    wider = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wider <= 0
