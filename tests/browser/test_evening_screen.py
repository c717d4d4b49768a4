"""Two screens and a phone follow the night, go on without the server, and catch up with it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from app import create_app
from models import DatingEvent, Meeting, db
from models.base import now
from services import evening_orders as orders
from services.participant_keys import sign_key
from tests.browser.world import ON_POSTGRESQL, open_world
from tests.factories import a_participant, an_event
from tests.support.live_site import LiveSite, Site
from tests.support.visitors import assert_accessible

# The whole evening, in its own story, is followed on both databases.
pytestmark = [pytest.mark.browser, ON_POSTGRESQL]

HALL = {"width": 1280, "height": 720}
PHONE = {"width": 360, "height": 740}


@pytest.fixture
def open_page(
    live: tuple[LiveSite, Site], new_context: Callable[..., BrowserContext]
) -> Iterator[Callable[..., Page]]:
    """One more device in the hall; a lost network is no fault here, a broken script is."""
    errors: list[str] = []

    def open_it(path: str, **options: object) -> Page:
        page = new_context(base_url=live[1].url, **options).new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(path)
        return page

    yield open_it
    assert errors == []


@pytest.fixture
def evening(live: tuple[LiveSite, Site]) -> tuple[int, str, str]:
    """Its id, its screen's key and a candidate's token: two rounds at two tables."""
    with open_world(live[1]):
        begins = now()
        event = an_event(
            rounds=2,
            tables=2,
            meeting_minutes=2,
            changeover_seconds=30,
            starts_at=begins,
            closes_at=begins,
            announced_at=begins,
        )
        lise, malik = (a_participant(event, first_name=name) for name in ("Lise", "Malik"))
        hosts = [a_participant(event, "host", organisation_name=n) for n in ("Figeac", "Gramat")]
        for round_ in (0, 1):
            for table, host in enumerate(hosts):
                candidate = (lise, malik)[(table + round_) % 2]
                ids = {"candidate_id": candidate.id, "host_id": host.id}
                db.session.add(Meeting(event_id=event.id, round=round_, table=table, **ids))
        found = event.id, event.screen_key, lise.key
    # Signed as the site itself signs: with the secret of its folder.
    signer = create_app({"TESTING": True, "SQLALCHEMY_DATABASE_URI": live[1].database_url})
    with signer.app_context():
        return found[0], found[1], sign_key(found[2])


def give(site: Site, event_id: int, order: Callable[[DatingEvent], object]) -> float:
    """An order from the console; when it was written."""
    with open_world(site):
        order(db.session.get_one(DatingEvent, event_id))
    return time.monotonic()


def seconds_shown(page: Page) -> int:
    minutes, seconds = page.locator("[data-time]").inner_text().split(":")
    return int(minutes) * 60 + int(seconds)


def test_screens_follow_go_on_alone_and_catch_up(
    live: tuple[LiveSite, Site],
    evening: tuple[int, str, str],
    open_page: Callable[..., Page],
    record_property: Callable[[str, object], None],
) -> None:
    running, site = live
    event_id, screen_key, token = evening
    first, second = (open_page(f"/rencontres/ecran/{screen_key}", viewport=HALL) for _ in "12")
    phone = open_page(f"/rencontres/inscription/{token}/programme", viewport=PHONE)
    screens = (first, second)
    for screen in screens:
        expect(screen.locator("[data-round]")).to_have_text("Bienvenue")
        expect(screen.locator("[data-tables] > li")).to_have_count(2)
    assert_accessible(first)

    # Twenty seconds before the first meeting: started by hand, as ever.
    given = give(site, event_id, lambda event: orders.start(event, now() - timedelta(seconds=10)))
    for screen in screens:
        expect(screen.locator("[data-phase]")).to_have_text("Changement de table")
    record_property("figure", f"two screens followed in {time.monotonic() - given:.1f} s")
    expect(first.locator("[data-tables] > li").first).to_contain_text("M1 Lise")
    now_on_phone = phone.locator("[data-live-phase]")
    expect(now_on_phone).to_have_text("Manche 1 sur 2, changement de table")
    expect(phone.locator("[data-live-table]")).to_contain_text("table 1")
    expect(phone.locator("[data-live-with]")).to_contain_text("H1 Figeac")
    before, beside, after = (seconds_shown(each) for each in (first, second, first))
    assert after - 1 <= beside <= before + 1

    # The server dies: the time goes on, the meeting begins by itself, and everyone is told why.
    running.kill()
    for screen in screens:
        expect(screen.locator("[data-offline]")).to_be_visible()
        expect(screen.locator("[data-phase]")).to_have_text("Rencontre")
    shown = seconds_shown(first)
    first.wait_for_function(
        "shown => document.querySelector('[data-time]').textContent.split(':')"
        ".reduce((minutes, seconds) => minutes * 60 + Number(seconds), 0) < shown",
        arg=shown,
    )
    expect(phone.locator("[data-live-offline]")).to_be_visible()
    expect(now_on_phone).to_have_text("Manche 1 sur 2, rencontre")

    # It comes back with nothing in memory: the same phase, and orders are followed again.
    running.start()
    for screen in screens:
        expect(screen.locator("[data-offline]")).to_be_hidden()
        expect(screen.locator("[data-phase]")).to_have_text("Rencontre")
    give(site, event_id, lambda event: orders.pause(event, now()))
    for screen in screens:
        expect(screen.locator("[data-phase]")).to_have_text("Rencontre, horloge arrêtée")
    give(site, event_id, lambda event: orders.say(event, "Le buffet est ouvert"))
    for screen in screens:
        expect(screen.locator("[data-message]")).to_have_text("Le buffet est ouvert")
    give(site, event_id, lambda event: orders.skip(event, now(), to_round=True))
    expect(phone.locator("[data-live-table]")).to_contain_text("table 2")
    give(site, event_id, lambda event: orders.end(event, now()))
    for screen in screens:
        expect(screen.locator("[data-round]")).to_have_text("Merci à tous")


def test_forty_tables_stand_on_one_screen(
    live: tuple[LiveSite, Site], open_page: Callable[..., Page]
) -> None:
    with open_world(live[1]):
        begins = now()
        event = an_event(
            tables=40, starts_at=begins, closes_at=begins, announced_at=begins, rounds=1
        )
        for table in range(40):
            candidate = a_participant(event, first_name="Marie-Caroline")
            host = a_participant(event, "host", organisation_name="Maison de santé de la vallée")
            both = {"candidate_id": candidate.id, "host_id": host.id}
            db.session.add(Meeting(event_id=event.id, round=0, table=table, **both))
        orders.start(event, now())
        path = f"/rencontres/ecran/{event.screen_key}"
    for width, height in ((1280, 720), (1920, 1080)):
        page = open_page(path, viewport={"width": width, "height": height})
        tables = page.locator("[data-tables] > li")
        expect(tables).to_have_count(40)
        for table in (tables.first, tables.last):
            expect(table).to_be_in_viewport(ratio=1)
        assert page.evaluate("document.documentElement.scrollHeight") <= height
        inside = "all => all.every(one => one.scrollHeight <= one.clientHeight + 1)"
        assert tables.evaluate_all(inside)
    phone = open_page(path, viewport=PHONE)
    expect(phone.locator("[data-tables] > li")).to_have_count(40)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
    assert_accessible(phone)


def test_sound_waits_for_a_click(
    evening: tuple[int, str, str], open_page: Callable[..., Page]
) -> None:
    page = open_page(f"/rencontres/ecran/{evening[1]}", viewport=HALL)
    sound = page.locator("[data-sound]")
    expect(sound).to_have_attribute("aria-pressed", "false")
    sound.click()
    expect(sound).to_have_text("Couper le son")
    sound.click()
    expect(sound).to_have_text("Activer le son")
