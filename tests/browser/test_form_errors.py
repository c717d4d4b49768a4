"""Every form of every role, sent wrong: what is said on top leads to each field."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page

from app import create_app
from models import db
from tests.browser.page_walk import ANONYMOUS, World, addresses, make_world
from tests.browser.test_accessibility import is_page
from tests.support import databases
from tests.support.live_site import LiveSite, Site

pytestmark = pytest.mark.browser
CHECKS = (Path(__file__).parent / "page_checks.js").read_text()

# The forms of the page that ask for something, by their place among all forms.
ASKING = """() => [...document.forms].flatMap((form, place) => {
  const fields = form.querySelectorAll(
    "input:not([type=hidden], [type=checkbox], [type=radio], [type=submit]), select, textarea");
  return form.method === "post" && form.closest("main") && fields.length ? [place] : [];
})"""

# Nothing where something is needed, and what can never be an answer.
FILL = """([place, wrong]) => {
  const form = document.forms[place];
  form.noValidate = true;
  for (const field of form.elements) {
    if (field.matches("[type=hidden], [type=checkbox], [type=radio]")) continue;
    if (field.matches("[type=file], button, fieldset, select")) continue;
    if (field.matches("[type=number]")) field.value = wrong ? "-7" : "";
    else if (field.matches("[type=date], [type=month]")) field.value = "";
    else field.value = wrong ? "\\u2207" : "";
  }
  for (const box of form.querySelectorAll("[type=radio], [type=checkbox]")) box.checked = false;
  form.requestSubmit();
}"""

SUMMARY = """() => {
  const troubles = pageChecks.dangling();
  const summary = document.querySelector("[data-error-summary]");
  if (!summary) return [...troubles, "refused without a summary"];
  if (document.activeElement !== summary) troubles.push("the summary has no focus");
  const links = [...summary.querySelectorAll("a")];
  for (const link of links) {
    const target = document.querySelector("#" + CSS.escape(link.hash.slice(1)));
    if (!target) { troubles.push(`« ${link.textContent} » leads nowhere`); continue; }
    for (let up = target.closest("details:not([open])"); up; up = null)
      troubles.push(`« ${link.textContent} » leads into what is shut`);
    link.click();
    target.focus();
    if (document.activeElement !== target) troubles.push(`« ${link.textContent} » takes no focus`);
    const said = (target.getAttribute("aria-describedby") || "").split(/\\s+/);
    const error = said.map((id) => id && document.getElementById(id)).filter(Boolean);
    if (!error.some((one) => one.textContent.trim()))
      troubles.push(`« ${link.textContent} »: the field does not say its error`);
  }
  return troubles;
}"""


@pytest.fixture(scope="module")
def site(new_database: Callable[[str], str]) -> Iterator[Site]:
    with LiveSite(new_database("sqlite"), databases.test_root()) as running:
        yield running


@pytest.fixture(scope="module")
def world(site: Site) -> Iterator[World]:
    app = create_app({"TESTING": True, "SQLALCHEMY_DATABASE_URI": site.database_url})
    with app.app_context():
        yield make_world(app)
        db.session.remove()
        db.engine.dispose()


def send_wrong(page: Page, address: str, place: int, *, wrong: bool) -> list[str]:
    """The troubles of one form after it was sent; none if the site took what was said."""
    page.goto(address)
    with page.expect_navigation() as answered:
        page.evaluate(FILL, [place, wrong])
    if answered.value.status != 422:
        return []
    return [f"{address} form {place}: {one}" for one in page.evaluate(SUMMARY)]


@pytest.mark.parametrize("role", [ANONYMOUS, "doctor", "host", "steward"])
def test_every_form_leads_to_what_is_wrong(
    role: str,
    world: World,
    site: Site,
    new_context: Callable[..., BrowserContext],
    record_property: Callable[[str, object], None],
) -> None:
    context = new_context(base_url=site.url)
    context.add_init_script(CHECKS)
    if role != ANONYMOUS:
        name = world.app.config["SESSION_COOKIE_NAME"]
        cookie = {"name": name, "value": world.cookie(role), "url": site.url}
        context.add_cookies([cookie])  # type: ignore[list-item]
    page, sent, troubles = context.new_page(), 0, []
    for _endpoint, address in addresses(world):
        answer = context.request.get(address, max_redirects=0)
        if not is_page(answer) or answer.status != 200 or "<form" not in answer.text():
            continue
        page.goto(address)
        for place in page.evaluate(ASKING):
            for wrong in (False, True):
                troubles += send_wrong(page, address, place, wrong=wrong)
                sent += 1
    record_property("figure", f"formulaires, {role} : {sent} envois faux, {len(troubles)} défauts")
    assert troubles == [], "\n".join(troubles)
