"""Who is who: a town hall proves itself by its official mailbox, another by a document."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from models.vocabulary import Role
from tests.browser.proving import answer_as_the_town_hall, ask_the_town_hall, log_in
from tests.browser.world import ON_POSTGRESQL, open_world
from tests.factories import a_new_organisation, a_ready_offer, an_account
from tests.factories.stewards import give_territory
from tests.support.documents import a_pdf
from tests.support.live_site import Site
from tests.support.visitors import Troubles, assert_accessible

pytestmark = [pytest.mark.browser, ON_POSTGRESQL]

HOW = "par un lien envoyé à l’adresse officielle de la mairie"


def test_a_town_hall_verified_by_its_official_address_publishes(
    site: Site, new_page: Callable[..., Page]
) -> None:
    with open_world(site):
        host = an_account([Role.HOST], "maire@example.org")
        offer_id = a_ready_offer(a_new_organisation(host)).id
    page = new_page(viewport={"width": 320, "height": 800})
    log_in(page, "maire@example.org")
    page.goto(f"/offres/{offer_id}/relire")
    expect(page.get_by_role("button", name="Publier l’offre")).to_have_count(0)
    ask_the_town_hall(page)
    answer_as_the_town_hall(new_page(), site, "maire@example.org")
    page.goto(f"/offres/{offer_id}/relire")
    page.get_by_role("button", name="Publier l’offre").click()
    expect(page.get_by_role("status")).to_contain_text("L’offre est publiée")
    anyone = new_page()
    anyone.goto(f"/offres/{offer_id}")
    expect(anyone.locator("main")).to_contain_text(HOW)
    assert_accessible(anyone)


def test_a_steward_decides_on_a_document(
    site: Site, new_page: Callable[..., Page], troubles: Troubles, tmp_path: Path
) -> None:
    with open_world(site):
        host = an_account([Role.HOST], "secretaire@example.org")
        organisation = a_new_organisation(host, "46042")
        where, name = f"/organisations/{organisation.id}/verification", organisation.name
        # A person of the demo: stewards elsewhere need a second factor first.
        give_territory(an_account([Role.STEWARD], "pilote@example.org", is_demo=True), "46")
    letter = tmp_path / "deliberation.pdf"
    letter.write_bytes(a_pdf())
    asking = new_page()
    log_in(asking, "secretaire@example.org")
    asking.goto(where)
    with troubles.expecting(422):
        asking.get_by_role("button", name="Demander à un pilote").click()
        expect(asking.locator("[data-error-summary]")).to_contain_text("document")
    asking.get_by_label("Document").set_input_files(letter)
    asking.get_by_label("Un mot pour le pilote").fill("Je suis la secrétaire générale.")
    asking.get_by_role("button", name="Demander à un pilote").click()
    expect(asking.locator("main")).to_contain_text("attend un pilote")
    assert_accessible(asking)

    steward = new_page(viewport={"width": 320, "height": 800})
    log_in(steward, "pilote@example.org")
    steward.goto("/pilote")
    expect(steward.locator("main")).to_contain_text("aujourd’hui")
    assert_accessible(steward)
    steward.get_by_role("link", name=name).click()
    with steward.expect_download() as download:
        steward.get_by_role("link", name="Télécharger la pièce").click()
    assert Path(download.value.path()).read_bytes() == a_pdf()
    assert_accessible(steward)
    with troubles.expecting(422):
        steward.get_by_role("button", name="Accepter la demande").click()
        expect(steward.locator("[data-error-summary]")).to_contain_text("Dites pourquoi")
    steward.get_by_label("Votre raison").fill("Délibération vue, standard de la mairie rappelé.")
    steward.get_by_role("button", name="Accepter la demande").click()
    expect(steward.get_by_role("status")).to_contain_text("prévenue")
    steward.get_by_role("link", name="Décisions prises").first.click()
    expect(steward.locator("main")).to_contain_text("standard de la mairie rappelé")
    assert_accessible(steward)
    asking.goto(where)
    expect(asking.locator("main")).to_contain_text("d’après un document")
