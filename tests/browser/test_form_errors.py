"""Every form of every role, sent wrong: what is said on top leads to each field."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import BrowserContext, Page
from sqlalchemy import delete

from models import Throttle, db
from tests.browser.page_walk import ANONYMOUS, World, addresses
from tests.browser.test_accessibility import is_page

pytestmark = pytest.mark.browser
ENDS = {"events.call_off", "events.delete", "events.close", "evenings.cancel", "privacy.end"}
CHECKS = (Path(__file__).parent / "page_checks.js").read_text()

# Nothing where something is needed, and what can never be an answer. Gives what was typed; a
# secret is asked again, a file cannot be given back.
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
  HTMLFormElement.prototype.submit.call(form);  // as where no script runs: no question, no fetch
  return [...form.elements]
    .filter((field) => field.name && field.matches("input:not([type=hidden], [type=checkbox], "
      + "[type=radio], [type=file], [type=password]), textarea"))
    .map((field) => [field.name, field.value]);
}"""

# What someone answered on paper comes back to no screen, not even to who types it.
CONFIDENTIAL = {"lines"}
KEPT = """(typed) => typed.flatMap(([name, value]) => {
  const found = document.querySelectorAll(`main form[method=post] [name="${CSS.escape(name)}"]`);
  const kept = [...found].some((field) => field.value === value);
  return kept ? [] : [`« ${name} » lost what was typed`];
})"""

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
    if (/\\b(field|invalid|valid|must|required|choice|not)\\b/i.test(link.textContent))
      troubles.push(`« ${link.textContent} » is no French`);
  }
  return troubles;
}"""


def send_wrong(page: Page, address: str, place: int, *, wrong: bool) -> list[str]:
    """The troubles of one form after it was sent; none if the site took what was said."""
    page.goto(address)
    with page.expect_navigation() as answered:
        typed = page.evaluate(FILL, [place, wrong])
    if answered.value.status < 400:
        return []
    if answered.value.status != 422:
        return [f"{address} form {place}: {answered.value.status}"]
    typed = [one for one in typed if one[0] not in CONFIDENTIAL]
    troubles = [*page.evaluate(KEPT, typed), *page.evaluate(SUMMARY)]
    return [f"{address} form {place}: {one}" for one in troubles]


# What was sent wrong already, by this worker and as whoever.
SENT: set[str] = set()
FIELDS = "input:not([type=hidden], [type=checkbox], [type=radio], [type=submit]), select, textarea"


def new_forms(text: str) -> list[int]:
    """The forms of a page that ask for something and that nobody has sent: their places in it."""
    found = []
    for place, form in enumerate(BeautifulSoup(text, "html.parser").find_all("form")):
        for token in form.select("[name=csrf_token]"):
            token.decompose()
        asks = form.get("method") == "post" and form.find_parent("main") and form.select(FIELDS)
        if asks and str(form) not in SENT:
            SENT.add(str(form))
            found.append(place)
    return found


def ends_something(found: tuple[str, str]) -> bool:
    """Whatever is called off, deleted or closed shuts forms that come after it."""
    return found[0] in ENDS


@pytest.mark.parametrize("role", [ANONYMOUS, "doctor", "host", "organiser", "steward"])
def test_every_form_leads_to_what_is_wrong(
    role: str,
    world: World,
    come_in: Callable[..., BrowserContext],
    record_property: Callable[[str, object], None],
) -> None:
    db.session.execute(delete(Throttle))  # whoever came before has sent the same forms
    db.session.commit()
    context = come_in(role)
    context.add_init_script(CHECKS)
    page, sent, troubles = context.new_page(), 0, []
    for _endpoint, address in sorted(addresses(world), key=ends_something):
        answer = context.request.get(address, max_redirects=0)
        if not is_page(answer) or answer.status != 200:
            continue
        for place in new_forms(answer.text()):
            for wrong in (False, True):
                troubles += send_wrong(page, address, place, wrong=wrong)
                sent += 1
    record_property("figure", f"formulaires, {role} : {sent} envois faux, {len(troubles)} défauts")
    assert troubles == [], "\n".join(troubles)
