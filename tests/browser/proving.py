"""What people do to show who they are: answer at an address, let the town hall say yes."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.mailbox import link_sent
from tests.factories.accounts import PASSWORD
from tests.support.live_site import Site
from tests.support.visitors import assert_accessible


def log_in(page: Page, email: str, password: str = PASSWORD) -> None:
    """By the form."""
    page.goto("/connexion")
    page.get_by_label("Adresse électronique").fill(email)
    page.get_by_label("Mot de passe").fill(password)
    page.locator("main button[type=submit]").click()
    expect(page).not_to_have_url("/connexion")


def confirm_address(page: Page, site: Site, email: str) -> None:
    """Open the link that the site sent on signing up."""
    page.goto(link_sent(site, "confirm", email))
    page.get_by_role("button", name="Confirmer cette adresse").click()
    expect(page.get_by_role("status")).to_contain_text("confirmée")


def answer_as_the_town_hall(secretary: Page, site: Site, asker: str) -> None:
    """Whoever reads the official mailbox opens the link, without any account, and says yes."""
    secretary.goto(link_sent(site, "official_verification"))
    expect(secretary.locator("main")).to_contain_text(asker)
    assert_accessible(secretary)
    secretary.get_by_role("button", name="Oui, cette personne agit pour la mairie").click()
    expect(secretary.get_by_role("heading", level=1)).to_have_text("C’est confirmé")
    assert_accessible(secretary)


def ask_the_town_hall(page: Page) -> None:
    """From an offer that is ready: the link leaves for the official mailbox, shown masked."""
    page.get_by_role("link", name="Faire vérifier l’organisation").click()
    expect(page.locator("main")).to_contain_text("•••@")
    assert_accessible(page)
    page.get_by_role("button", name="Envoyer le lien à la mairie").click()
    expect(page.get_by_role("status")).to_contain_text("Le lien est parti")
    assert_accessible(page)
