"""Someone in front of a real browser: whatever goes wrong behind the page is noted."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Page, Request, Response

AXE_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# The dark theme changes colours and nothing else: all rules in light, those of colours in dark.
RULES_OF_THEMES: dict[str, dict[str, Any]] = {
    "light": {"type": "tag", "values": AXE_RULES},
    "dark": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
}


class Troubles:
    """What a person does not see: console errors, failed requests, answers of 400 and more."""

    def __init__(self) -> None:
        self.seen: list[str] = []
        self._expected: set[int] = set()

    def watch(self, page: Page) -> None:
        """Note the troubles of this page, and of those opened from it."""
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.seen.append(f"script: {error}"))
        page.on("requestfailed", self._failed)
        page.on("response", self._answered)

    @contextmanager
    def expecting(self, *statuses: int) -> Iterator[None]:
        """Let answers with these statuses pass: a form refused (422), a page not found (404)."""
        before, self._expected = self._expected, self._expected | set(statuses)
        try:
            yield
        finally:
            self._expected = before

    def _console(self, message: ConsoleMessage) -> None:
        # Chromium repeats each refused answer here; answers are judged by their status below.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.seen.append(f"console: {message.text}")

    def _failed(self, request: Request) -> None:
        # A request that the next page interrupts is no failure.
        if request.failure != "net::ERR_ABORTED":
            self.seen.append(f"failed: {request.method} {request.url} ({request.failure})")

    def _answered(self, response: Response) -> None:
        if response.status >= 400 and response.status not in self._expected:
            self.seen.append(f"{response.status}: {response.request.method} {response.url}")


def assert_accessible(page: Page, schemes: Collection[str] = ("light", "dark")) -> None:
    """axe finds nothing on the page as it stands, in light and in dark."""
    found = []
    for scheme in ("light", "dark"):
        if scheme in schemes:
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            page.wait_for_timeout(50)  # one frame, for colours to settle
            results = Axe().run(page, options={"runOnly": RULES_OF_THEMES[scheme]})
            for violation in results.response["violations"]:
                nodes = [node["html"][:160] for node in violation["nodes"][:4]]
                found.append(f"[{scheme}] {violation['id']}: {violation['help']}\n  {nodes}")
    assert not found, f"{page.url}\n" + "\n".join(found)
