"""A town hall, from sign-up to a published offer and an invitation, as its mayor would do it."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.proving import answer_as_the_town_hall, ask_the_town_hall, confirm_address
from tests.browser.world import open_world
from tests.factories import a_visible_doctor
from tests.support.live_site import Site
from tests.support.visitors import Troubles, assert_accessible

pytestmark = pytest.mark.browser

PASSWORD = "une phrase de passe du Lot"


@pytest.fixture
def a_doctor_who_can_be_seen(site: Site) -> None:
    """Someone fitting, in the site's own database."""
    with open_world(site):
        a_visible_doctor()


def sign_up(page: Page, email: str) -> None:
    """From the front door."""
    page.goto("/inscription?role=host")
    page.get_by_label("Adresse électronique").fill(email)
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.locator("main button[type=submit]").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Mes annonces")


def say_who_we_are(page: Page) -> None:
    """An empty list says what to do; a commune is picked as one types, with the keyboard."""
    page.get_by_role("link", name="Créer mon organisation").click()
    assert_accessible(page)
    page.get_by_role("combobox", name="Commune").press_sequentially("figea")
    proposed = page.get_by_role("listbox", name="Communes proposées")
    expect(proposed.get_by_role("option").first).to_contain_text("Figeac (46)")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Créer et écrire une offre").click()


def say_the_essential(page: Page, troubles: Troubles) -> None:
    """A first try that adds up to 140 %, then the right one."""
    expect(page.get_by_label("Titre de l’offre")).to_have_value("Médecine générale à Figeac")
    assert_accessible(page)
    page.get_by_label("Installation", exact=True).check()
    page.get_by_label("Maison de santé (MSP)").check()
    page.get_by_role("button", name="Ajouter un lieu").click()
    page.get_by_role("combobox", name="Commune 2").fill("Cahors (46)")
    page.get_by_label("Part de la semaine, en %").nth(0).fill("80")
    page.get_by_label("Part de la semaine, en %").nth(1).fill("60")
    page.get_by_label("Qui répondra aux médecins ?").fill("Dominique Essai")
    with troubles.expecting(422):
        page.get_by_role("button", name="Enregistrer et continuer").click()
        expect(page.locator("[data-error-summary]")).to_contain_text(re.compile(r"140\s%"))
    assert_accessible(page)
    expect(page.get_by_label("Qui répondra aux médecins ?")).to_have_value("Dominique Essai")
    page.get_by_label("Part de la semaine, en %").nth(1).fill("20")
    page.get_by_role("button", name="Enregistrer et continuer").click()


def say_a_little_more(page: Page) -> None:
    """Some of the week, then straight to the last page."""
    expect(page.get_by_role("heading", level=1)).to_have_text("L’exercice")
    assert_accessible(page)
    page.get_by_label("Gardes sur la base du volontariat").check()
    page.get_by_label("Infirmiers", exact=True).check()
    page.get_by_role("button", name="Enregistrer et relire").click()


def prove_who_we_are(page: Page, secretary: Page, site: Site, email: str) -> None:
    """Answer at one's own address, then let the town hall's official mailbox say yes."""
    expect(page.get_by_text("L’essentiel y est")).to_be_visible()
    assert_accessible(page)
    review = page.url
    confirm_address(page, site, email)
    page.goto(review)
    ask_the_town_hall(page)
    answer_as_the_town_hall(secretary, site, email)
    page.goto(review)


def publish(page: Page) -> None:
    """Read again, then one button."""
    page.get_by_role("button", name="Publier l’offre").click()
    expect(page.get_by_role("status")).to_contain_text("L’offre est publiée")


def read_it_as_a_doctor(page: Page) -> None:
    """Both places, and nothing that should wait for an introduction."""
    page.get_by_role("link", name="Voir comme un médecin").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Médecine générale à Figeac")
    expect(page.locator("main")).to_contain_text("Cahors")
    expect(page.locator("main")).not_to_contain_text("@example.org")
    assert_accessible(page)
    page.go_back()


def invite(page: Page) -> None:
    """The best candidate, masked, gets a message."""
    page.get_by_role("link", name="Voir les candidats").click()
    assert_accessible(page)
    expect(page.locator("main")).not_to_contain_text("Camille")
    page.get_by_role("link", name=re.compile("Voir ce médecin")).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Médecin")
    assert_accessible(page)
    page.get_by_label("Votre message").fill("Bonjour, venez passer une journée à Figeac.")
    page.get_by_role("button", name="Inviter").click()
    expect(page.get_by_role("status")).to_contain_text("Invitation envoyée")


@pytest.mark.usefixtures("a_doctor_who_can_be_seen")
@pytest.mark.parametrize(
    ("live", "width"), [("sqlite", 320), ("postgresql", 1280)], indirect=["live"]
)
def test_from_sign_up_to_an_invitation(
    site: Site, troubles: Troubles, new_page: Callable[..., Page], width: int
) -> None:
    page = new_page(viewport={"width": width, "height": 800})
    email = "mairie@example.org"
    sign_up(page, email)
    say_who_we_are(page)
    say_the_essential(page, troubles)
    say_a_little_more(page)
    prove_who_we_are(page, new_page(), site, email)
    publish(page)
    read_it_as_a_doctor(page)
    invite(page)
    sideways = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(sideways) <= 0
