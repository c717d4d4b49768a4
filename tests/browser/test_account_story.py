"""An address confirmed, a second factor set up and asked for, in a real browser."""

from __future__ import annotations

import re
from collections.abc import Callable

import pyotp
import pytest
from playwright.sync_api import Page, expect

from tests.browser.world import ON_POSTGRESQL
from tests.support.live_site import Site
from tests.support.visitors import Troubles, assert_accessible

pytestmark = [pytest.mark.browser, ON_POSTGRESQL]
PASSWORD = "une phrase que je retiens"
EMAIL = "camille.compte@example.org"


def sign_up(page: Page) -> None:
    page.goto("/inscription?role=doctor")
    page.get_by_label("Adresse électronique").fill(EMAIL)
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Créer mon compte").click()
    expect(page.get_by_text("un message part vers")).to_be_visible()


def confirm_by_the_letter(page: Page) -> None:
    """Nothing leaves this machine: the letter is on a page."""
    asked = page.get_by_role("complementary", name="Adresse à confirmer")
    assert_accessible(page)
    asked.get_by_role("link", name="lisez le message").click()
    expect(page.get_by_role("heading", name="Confirmez votre adresse")).to_be_visible()
    assert_accessible(page)
    page.locator("a[href*='/confirmer/']").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Cette adresse est la vôtre ?")
    assert_accessible(page)
    link = page.url
    page.get_by_role("button", name="Confirmer cette adresse").click()
    expect(page.get_by_text("Votre adresse est confirmée")).to_be_visible()
    expect(asked).to_have_count(0)
    page.goto("/compte")
    expect(page.get_by_text("Confirmée")).to_be_visible()
    assert_accessible(page)
    page.goto(link)
    expect(page.get_by_role("heading", level=1)).to_have_text("Ce lien n’ouvre plus rien")
    assert_accessible(page)


def set_up_the_second_factor(page: Page) -> list[str]:
    page.goto("/compte")
    page.get_by_role("link", name="Ajouter un second facteur").click()
    assert_accessible(page)
    page.get_by_role("button", name="Préparer le code QR").click()
    expect(page.get_by_role("img", name=re.compile("Code QR"))).to_be_visible()
    page.get_by_text("Je ne peux pas le viser").click()
    secret = page.locator(".secret").inner_text()
    assert_accessible(page)
    page.get_by_label("Code à six chiffres").fill("000000")
    page.get_by_role("button", name="Activer le second facteur").click()
    expect(page.locator(".field__error")).to_contain_text("Ce code n’est pas le bon")
    page.get_by_label("Code à six chiffres").fill(pyotp.TOTP(secret).now())
    page.get_by_role("button", name="Activer le second facteur").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Vos codes de secours")
    assert_accessible(page)
    codes = page.locator(".recovery code").all_inner_texts()
    page.get_by_role("link", name="Je les ai gardés").click()
    return codes


def come_back_with_a_code(page: Page, code: str) -> None:
    page.goto("/connexion?next=/compte")
    page.get_by_label("Adresse électronique").fill(EMAIL)
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Me connecter").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Votre code")
    assert_accessible(page)
    page.get_by_label("Code à six chiffres").fill(code)
    page.get_by_role("button", name="Entrer").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Mon compte")


def test_from_sign_up_to_a_second_factor(
    new_page: Callable[..., Page], site: Site, troubles: Troubles
) -> None:
    page, elsewhere = new_page(), new_page()
    sign_up(page)
    with troubles.expecting(410, 422):
        confirm_by_the_letter(page)
        codes = set_up_the_second_factor(page)
    assert len(codes) == 10
    come_back_with_a_code(elsewhere, codes[0])
    assert_accessible(elsewhere)
    # the first browser puts the other one out
    page.goto("/compte")
    page.get_by_role("button", name="Déconnecter les autres").click()
    expect(page.get_by_text("Un autre appareil est déconnecté")).to_be_visible()
    elsewhere.goto("/compte")
    expect(elsewhere.get_by_role("heading", level=1)).to_have_text("Se connecter")


@pytest.mark.parametrize("path", ["/mot-de-passe-oublie", "/connexion", "/inscription"])
def test_pages_before_coming_in_are_accessible(page: Page, path: str) -> None:
    page.goto(path)
    assert_accessible(page)
