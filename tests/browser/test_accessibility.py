"""Every page, for every role: axe in light and in dark, enlarged, calm, with forced colours.

The pages come from the map of routes (see page_walk): a new one is looked at without being listed.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import APIResponse, BrowserContext, Page

from tests.browser.page_walk import ROLES, World, addresses
from tests.support.visitors import RULES_OF_THEMES

pytestmark = pytest.mark.browser

CHECKS = (Path(__file__).parent / "page_checks.js").read_text()
# Answers that are not pages: figures, files, redirections.
NOT_PAGES = {
    "public.commune_search",
    "public.favicon",
    "probes.healthz",
    "probes.readyz",
    "privacy.copy_file",
    "privacy.copy_json",
    "steward.document",
    "evenings.calendar",
    "evenings.my_data",
    "evenings.my_state",
    "evenings.schedule_pdf",
    "evenings.screen_state",
    "evenings.shared_state",
    "events.import_template",
    "events.paper_all",
    "events.paper_document",
    "events.people_csv",
    "events.results_csv",
}
# What was looked at already, by this worker and for whoever: the main part of a page.
SEEN: set[str] = set()
# Only open for the time of a log-in, whose own story looks at it (test_account_story).
LOOKED_AT_ELSEWHERE = {"auth.login_code", "evenings.come"}
# 200 % and 400 % of a window of 1,280 pixels, then text alone at 200 % (our 112.5 % doubled).
ZOOMS = {"200 %": (640, None), "400 %": (320, None), "texte à 200 %": (1280, "225%")}


def is_page(answer: APIResponse) -> bool:
    """Not a file, not figures, not a redirection to a page that is looked at by itself."""
    headers = answer.headers
    return (
        not 300 <= answer.status < 400
        and "text/html" in headers.get("content-type", "")
        and "attachment" not in headers.get("content-disposition", "")
    )


def main_part(text: str) -> str:
    """A page as it is written, without the tokens of its forms, which are never twice the same."""
    parts = re.findall(r"<title.*?</title>|<main.*?</main>", text, re.DOTALL)
    return re.sub(r'name="csrf_token"[^>]*', "", "".join(parts))


def axe(page: Page, theme: str) -> list[str]:
    page.emulate_media(color_scheme=theme, reduced_motion="reduce", forced_colors="none")
    options = {"runOnly": RULES_OF_THEMES[theme], "resultTypes": ["violations"]}
    found = page.evaluate("options => axe.run(document, options)", options)["violations"]
    return [
        f"[axe, {theme}] {one['id']}: {one['help']} {[n['html'][:140] for n in one['nodes'][:3]]}"
        for one in found
    ]


def enlarge(page: Page) -> list[str]:
    troubles = []
    for zoom, (width, text_size) in ZOOMS.items():
        page.set_viewport_size({"width": width, "height": 800})
        page.evaluate("size => document.documentElement.style.fontSize = size", text_size or "")
        troubles += [f"[{zoom}] {one}" for one in page.evaluate("pageChecks.enlarged()")]
    page.evaluate("document.documentElement.style.fontSize = ''")
    page.set_viewport_size({"width": 1280, "height": 800})
    return troubles


def look_at(page: Page) -> list[str]:
    """All that can be wrong with the page as it stands."""
    troubles = [one for theme in RULES_OF_THEMES for one in axe(page, theme)]
    troubles += page.evaluate("[...pageChecks.moving(), ...pageChecks.dangling()]")
    page.emulate_media(color_scheme="light", forced_colors="active")
    troubles += page.evaluate("pageChecks.borderless()")
    page.emulate_media(forced_colors="none")
    return troubles + enlarge(page)


@pytest.mark.parametrize(
    "role", [pytest.param(role, marks=pytest.mark.xdist_group(f"axe/{role}")) for role in ROLES]
)
def test_every_page(
    role: str,
    world: World,
    come_in: Callable[..., BrowserContext],
    record_property: Callable[[str, object], None],
) -> None:
    context = come_in(role, viewport={"width": 1280, "height": 800})
    context.add_init_script(AXE_SCRIPT)
    context.add_init_script(CHECKS)
    page = context.new_page()
    began, looked, refused, troubles = time.perf_counter(), 0, set(), []
    for _endpoint, address in addresses(world):
        answer = context.request.get(address, max_redirects=0)
        assert answer.status < 500, address
        if not is_page(answer) or answer.status in refused:
            continue
        if answer.status >= 400:
            refused.add(answer.status)
        if (words := main_part(answer.text())) in SEEN:
            continue  # the same main part as someone else's, under a header seen on other pages
        SEEN.add(words)
        page.goto(address, wait_until="load")
        looked += 1
        troubles += [f"{address} {one}" for one in look_at(page)]
    seconds = time.perf_counter() - began
    record_property(
        "figure",
        f"accessibilité, {role} : pages × thèmes : {looked} × {len(RULES_OF_THEMES)}, "
        f"violations : {len(troubles)} ({seconds:.0f} s)",
    )
    assert troubles == [], "\n".join(troubles)


def test_each_page_can_be_seen_by_someone(world: World) -> None:
    """An example that no role can open would cover nothing in the walks above."""
    unseen = {endpoint for endpoint, _ in addresses(world)} - NOT_PAGES - LOOKED_AT_ELSEWHERE
    for role in ROLES:
        visitor = world.visitor(role)
        for endpoint, address in addresses(world):
            if endpoint in unseen and visitor.get(address).status_code == 200:
                unseen.discard(endpoint)
    assert sorted(unseen) == []
