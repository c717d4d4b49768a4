"""A doctor and a host meet: an invitation, a yes, and both contacts, in real browsers."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from tests.browser.world import open_world
from tests.factories import a_published_offer, a_visible_doctor
from tests.factories.accounts import PASSWORD
from tests.factories.offers import host_of
from tests.support.live_site import Site
from tests.support.visitors import Troubles, assert_accessible

pytestmark = pytest.mark.browser


@dataclass(frozen=True, slots=True)
class Meeting:
    """Who is to meet whom."""

    doctor_email: str
    host_email: str
    offer_id: int


@pytest.fixture
def meeting(site: Site) -> Meeting:
    """A visible doctor near Cahors and an offer in Figeac."""
    with open_world(site):
        doctor, offer = a_visible_doctor(), a_published_offer()
        return Meeting(doctor.account.email, host_of(offer).email, offer.id)


def log_in(page: Page, email: str) -> None:
    page.goto("/connexion")
    page.get_by_label("Adresse électronique").fill(email)
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button").first.click()
    expect(page.get_by_role("button", name="Se déconnecter")).to_be_attached()


def test_an_invitation_accepted_shows_both_contacts(
    new_page: Callable[..., Page], meeting: Meeting, troubles: Troubles
) -> None:
    doctor, host = new_page(), new_page()
    log_in(host, meeting.host_email)
    host.goto(f"/offres/{meeting.offer_id}/candidats")
    expect(host.get_by_role("main")).not_to_contain_text("Camille")
    host.get_by_role("link", name=re.compile("Médecin")).first.click()
    host.get_by_role("button", name=re.compile("[Ii]nviter")).first.click()

    log_in(doctor, meeting.doctor_email)
    doctor.goto("/medecin/interets")
    assert_accessible(doctor)
    doctor.get_by_role("button", name=re.compile("^Accepter et échanger")).click()
    expect(doctor.get_by_role("heading", level=1)).to_have_text("Vous êtes en relation")
    expect(doctor.get_by_role("main")).to_contain_text("mairie@example.org")
    assert_accessible(doctor)

    host.goto("/mises-en-relation")
    host.get_by_role("link", name="Camille Essai").click()
    expect(host.get_by_role("main")).to_contain_text("05 65 00 00 00")
    expect(host.get_by_role("main")).to_contain_text(meeting.doctor_email)
    assert_accessible(host)

    # Nobody else may open it.
    address = host.url
    stranger = new_page()
    with troubles.expecting(404):
        stranger.goto("/inscription?role=doctor")
        stranger.get_by_label("Adresse électronique").fill(f"x{meeting.offer_id}@example.org")
        stranger.get_by_label("Mot de passe").fill(PASSWORD)
        stranger.get_by_role("main").get_by_role("button").click()
        expect(stranger.get_by_role("heading", level=1)).to_contain_text("Bienvenue")
        answer = stranger.goto(address)
        assert answer is not None
        assert answer.status == 404


def test_a_yes_then_an_invitation_meet_as_well(
    new_page: Callable[..., Page], meeting: Meeting, troubles: Troubles
) -> None:
    doctor, host = new_page(), new_page()
    log_in(doctor, meeting.doctor_email)
    doctor.goto(f"/medecin/offres/{meeting.offer_id}/interet")
    doctor.get_by_label("Quelques mots pour l’hôte").fill("Votre équipe me plaît.")
    doctor.get_by_role("button", name="Dire que ça m’intéresse").click()
    expect(doctor.get_by_text("En attente de l’hôte")).to_be_visible()

    log_in(host, meeting.host_email)
    host.goto(f"/offres/{meeting.offer_id}/candidats")
    host.get_by_role("link", name=re.compile("Médecin")).first.click()
    expect(host.get_by_role("main")).to_contain_text("Votre équipe me plaît.")
    host.get_by_role("button", name="Accepter la mise en relation").click()
    host.goto("/mises-en-relation")
    expect(host.get_by_role("main")).to_contain_text("Camille Essai")
    doctor.goto("/mises-en-relation")
    expect(doctor.get_by_role("main")).to_contain_text("Dominique Essai")
