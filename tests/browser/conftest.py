"""A real Chromium against the real site, on both databases."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from app import create_app
from models import db
from scripts.browser import find_browser
from tests.browser.page_walk import ANONYMOUS, World, make_world
from tests.support.databases import ENGINES, test_root
from tests.support.live_site import LiveSite, Site
from tests.support.requests import Browser
from tests.support.visitors import Troubles

# A busy machine is slow, not wrong: how fast things follow is measured, never judged here.
PATIENCE = 60_000
expect.set_options(timeout=PATIENCE)

CALM = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The machine's Chromium where there is one, calling nobody."""
    path = find_browser()
    where = {"executable_path": path} if path else {}
    return {**browser_type_launch_args, **where, "args": list(CALM)}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """Someone in France."""
    return {**browser_context_args, "locale": "fr-FR", "timezone_id": "Europe/Paris"}


@pytest.fixture
def new_context(
    new_context: Callable[..., BrowserContext],
) -> Callable[..., BrowserContext]:
    """``new_context(viewport=…)``: someone's own browser, who waits as long as it takes."""

    def open_context(**options: Any) -> BrowserContext:
        context = new_context(**options)
        context.set_default_timeout(PATIENCE)
        return context

    return open_context


@pytest.fixture(scope="module", params=ENGINES)
def live(
    request: pytest.FixtureRequest, new_database: Callable[[str], str]
) -> Iterator[tuple[LiveSite, Site]]:
    """The site over a fresh database, one for each file of tests and each engine; to be killed."""
    running = LiveSite(new_database(request.param), test_root())
    with running as site:
        yield running, site


@pytest.fixture(scope="module")
def site(live: tuple[LiveSite, Site]) -> Site:
    """The same, for those who leave it running."""
    return live[1]


@pytest.fixture(scope="module")
def walked_site(new_database: Callable[[str], str]) -> Iterator[Site]:
    """What pages look like does not depend on the engine: SQLite, which starts at once."""
    with LiveSite(new_database("sqlite"), test_root()) as running:
        yield running


@pytest.fixture(scope="module")
def world(walked_site: Site) -> Iterator[World]:
    """People of every role, in the database of the running site and with its secret."""
    app = create_app({"TESTING": True, "SQLALCHEMY_DATABASE_URI": walked_site.database_url})
    app.test_client_class = Browser
    with app.app_context():
        yield make_world(app)
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def come_in(
    walked_site: Site, world: World, new_context: Callable[..., BrowserContext]
) -> Callable[..., BrowserContext]:
    """``come_in(role, viewport=…)``: the browser of someone who has that role."""

    def open_browser(role: str, **options: Any) -> BrowserContext:
        context = new_context(base_url=walked_site.url, **options)
        if role != ANONYMOUS:
            name = world.app.config["SESSION_COOKIE_NAME"]
            cookie = {"name": name, "value": world.cookie(role), "url": walked_site.url}
            context.add_cookies([cookie])  # type: ignore[list-item]
        return context

    return open_browser


@pytest.fixture
def troubles(site: Site) -> Iterator[Troubles]:
    """What goes wrong behind the pages; any of it fails the test."""
    noted = Troubles()
    yield noted
    assert noted.seen == [], f"{noted.seen}\n{site.log.read_text()[-4000:]}"


@pytest.fixture
def new_page(
    site: Site, troubles: Troubles, new_context: Callable[..., BrowserContext]
) -> Callable[..., Page]:
    """``new_page(viewport=…, color_scheme=…)``: one more person, with a browser of their own."""

    def open_page(**options: Any) -> Page:
        page = new_context(base_url=site.url, **options).new_page()
        troubles.watch(page)
        return page

    return open_page


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    """One person in front of the site; ``page.goto("/…")``."""
    return new_page()
