"""« Je viens »: the link of the reminder is the one press, and nothing but a person presses it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from models import Participant, db
from models.base import now
from services import evening_jobs
from tests.browser.mailbox import link_sent
from tests.browser.world import ON_POSTGRESQL, open_world
from tests.factories import a_participant, an_event
from tests.support.live_site import Site
from tests.support.visitors import assert_accessible

pytestmark = [pytest.mark.browser, ON_POSTGRESQL]

OUT_OF_SIGHT = """() => {
  let state = "hidden";
  Object.defineProperty(document, "visibilityState", { get: () => state });
  window.comeIntoSight = () => {
    state = "visible";
    document.dispatchEvent(new Event("visibilitychange"));
  };
}"""


def asked(site: Site) -> tuple[int, str]:
    """Someone to whom the reminder was written, and the first link that it holds."""
    with open_world(site):
        person = a_participant(an_event(starts_at=now() + timedelta(days=7, hours=1)))
        evening_jobs.remind_week(now())
        who, address = person.id, person.email
    return who, link_sent(site, "evening_reminder", address)


def has_said_yes(site: Site, who: int) -> bool:
    with open_world(site):
        return db.session.get_one(Participant, who).reconfirmed_at is not None


def test_opening_the_link_is_all_there_is_to_do(new_page: Callable[..., Page], site: Site) -> None:
    who, link = asked(site)
    page = new_page(viewport={"width": 360, "height": 740})
    page.goto(link)
    expect(page.get_by_role("status")).to_contain_text("vous venez")
    assert has_said_yes(site, who)
    assert_accessible(page)
    page.get_by_role("link", name="Je ne peux finalement pas venir").click()
    expect(page.get_by_role("button", name="Annuler mon inscription")).to_be_visible()
    assert has_said_yes(site, who), "a no takes one press more"


def test_without_scripts_the_button_is_there(new_page: Callable[..., Page], site: Site) -> None:
    who, link = asked(site)
    page = new_page(java_script_enabled=False)
    page.goto(link)
    assert not has_said_yes(site, who)
    page.get_by_role("button", name="Oui, je viens").click()
    expect(page.get_by_role("status")).to_contain_text("vous venez")
    assert has_said_yes(site, who)


def test_a_page_that_nobody_sees_says_nothing(new_page: Callable[..., Page], site: Site) -> None:
    who, link = asked(site)
    page = new_page()
    page.add_init_script(f"({OUT_OF_SIGHT})()")
    page.goto(link)
    page.wait_for_timeout(1_500)
    expect(page.get_by_role("button", name="Oui, je viens")).to_be_visible()
    assert_accessible(page)
    assert not has_said_yes(site, who)
    with page.expect_navigation():
        page.evaluate("comeIntoSight()")
    expect(page.get_by_role("status")).to_contain_text("vous venez")
    assert has_said_yes(site, who)
