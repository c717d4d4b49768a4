"""The stories of a doctor and of a town hall, by keyboard alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.keyboard import Keyboard
from tests.browser.mailbox import link_sent
from tests.browser.world import open_world
from tests.factories import a_published_offer
from tests.support import databases
from tests.support.live_site import LiveSite, Site
from tests.support.visitors import Troubles

pytestmark = pytest.mark.browser
PASSWORD = "une phrase que je retiens"


@pytest.fixture(scope="module")
def site(new_database: Callable[[str], str]) -> Iterator[Site]:
    """A keyboard does not know which engine answers: SQLite, which starts at once."""
    with LiveSite(new_database("sqlite"), databases.test_root()) as running:
        with open_world(running):
            a_published_offer(title="Médecine générale à Figeac")
        yield running


def sign_up(page: Page, keys: Keyboard, role: str) -> None:
    page.goto("/")
    keys.skip_to_content()
    page.goto(f"/inscription?role={role}")
    keys.skip_to_content()
    keys.write(page.get_by_label("Adresse électronique"), f"clavier.{role}@example.org")
    keys.write(page.get_by_label("Mot de passe"), PASSWORD)
    page.keyboard.press("Enter")


def next_step(page: Page, keys: Keyboard, name: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    keys.skip_to_content()


def confirm(page: Page, keys: Keyboard, site: Site, email: str) -> None:
    """The link comes by e-mail; the rest is one button."""
    page.goto(link_sent(site, "confirm", email))
    keys.skip_to_content()
    keys.follow(page.get_by_role("button", name="Confirmer cette adresse"))
    expect(page.get_by_role("status")).to_contain_text("confirmée")


def test_a_doctor_says_yes(
    page: Page, site: Site, troubles: Troubles, record_property: Callable[[str, object], None]
) -> None:
    keys, main = Keyboard(page), page.get_by_role("main")
    save = page.get_by_role("button", name="Enregistrer et continuer").last
    sign_up(page, keys, "doctor")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Bienvenue")
    confirm(page, keys, site, "clavier.doctor@example.org")
    page.goto("/medecin")
    keys.skip_to_content()
    keys.follow(page.get_by_role("link", name="Commencer"))

    junior = page.get_by_label("Docteur junior", exact=True)
    expect(junior).to_be_visible()
    keys.skip_to_content()
    keys.choose(page.get_by_role("group").filter(has=junior).last, junior)
    keys.pick_option(page.get_by_label("Spécialité"), "Médecine générale")
    keys.write(page.get_by_label("Prénom"), "Camille")
    keys.follow(save)

    next_step(page, keys, "Ma pratique")
    keys.tick(page.get_by_label("Installation"))
    keys.tick(page.get_by_label("Maison de santé (MSP)"))
    keys.follow(save)

    next_step(page, keys, "Mes lieux")
    commune = page.get_by_role("combobox", name="Commune").first
    keys.pick_commune(commune, "caho", "Cahors (46)")
    keys.follow(save)

    next_step(page, keys, "Ma vie")
    keys.tick(page.get_by_label("École maternelle"))
    keys.follow(save)

    next_step(page, keys, "Mon projet")
    keys.write(page.get_by_label("Mon projet, en quelques phrases"), "Soigner en équipe.")
    keys.follow(save)

    next_step(page, keys, "Qui voit mon profil")
    keys.tick(page.get_by_label("J’accepte que les hôtes"))
    keys.follow(page.get_by_role("button", name="Rendre mon profil visible"))

    next_step(page, keys, "Mes offres")
    keys.follow(main.get_by_role("link", name=re.compile("^Ça m’intéresse")).first)
    message = page.get_by_label("Quelques mots pour l’hôte")
    expect(message).to_be_visible()
    keys.skip_to_content()
    keys.write(message, "Bonjour, puis-je venir vous voir ?")
    keys.follow(page.get_by_role("button", name="Dire que ça m’intéresse"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Mes intérêts")
    expect(page.get_by_text("En attente de l’hôte")).to_be_visible()
    record_property("figure", f"clavier, médecin : {keys.stops} arrêts, focus visible à chacun")


def test_a_town_hall_writes_a_draft(
    page: Page, troubles: Troubles, record_property: Callable[[str, object], None]
) -> None:
    keys = Keyboard(page)
    sign_up(page, keys, "host")
    next_step(page, keys, "Mes annonces")
    keys.follow(page.get_by_role("link", name="Créer mon organisation"))

    next_step(page, keys, "Qui accueille ?")
    keys.pick_commune(page.get_by_role("combobox", name="Commune"), "figea", "Figeac (46)")
    keys.follow(page.get_by_role("button", name="Créer et écrire une offre"))

    heading = page.get_by_label("Titre de l’offre")
    expect(heading).to_have_value("Médecine générale à Figeac")
    keys.skip_to_content()
    keys.tick(page.get_by_label("Installation", exact=True))
    msp = page.get_by_label("Maison de santé (MSP)")
    keys.choose(page.get_by_role("group").filter(has=msp).last, msp)
    keys.write(page.get_by_label("Qui répondra aux médecins ?"), "Dominique Essai")
    save = page.get_by_role("button", name="Enregistrer et continuer").last
    keys.follow(save)
    next_step(page, keys, "L’exercice")
    keys.follow(page.get_by_role("button", name="Enregistrer et relire"))
    expect(page.get_by_role("heading", level=1)).not_to_have_text("L’exercice")
    record_property("figure", f"clavier, mairie : {keys.stops} arrêts, focus visible à chacun")
