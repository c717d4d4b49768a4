"""Someone who has no mouse: Tab, Enter, Space, arrows, and eyes that look for the focus."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Locator, Page, expect

MOST_TABS = 150

# Where the focus is, whether it shows, and whether it went forward since the last time.
LOOK = """() => {
  const at = document.activeElement;
  const before = window.focusedBefore;
  window.focusedBefore = at;
  const box = at.getBoundingClientRect();
  // The line may be on the label of a hidden box, or on the drawing of a point of a map.
  const near = [at, at.nextElementSibling, at.closest("label")];
  const marks = [...near, ...(at.closest("svg") ? at.children : [])].filter(Boolean);
  const shows = marks.some((one) => {
    const style = getComputedStyle(one);
    const line = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    return line || (one === at && style.boxShadow !== "none");
  });
  const forward =
    !before || !before.isConnected || before === at ||
    Boolean(before.compareDocumentPosition(at) & Node.DOCUMENT_POSITION_FOLLOWING);
  return {
    what: at.outerHTML.slice(0, 160),
    shows,
    forward,
    inView: box.bottom > 0 && box.top < innerHeight,
    nowhere: at === document.body,
  };
}"""


class Keyboard:
    """Acts on a page through its keyboard alone."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self.stops = 0

    def tab(self) -> dict[str, Any]:
        """One step forward; the focus must show, be in view, and follow the order of the page."""
        self._page.keyboard.press("Tab")
        self.stops += 1
        seen: dict[str, Any] = self._page.evaluate(LOOK)
        assert not seen["nowhere"], f"the focus is lost on {self._page.url}"
        assert seen["shows"], f"the focus does not show: {seen['what']}"
        assert seen["inView"], f"the focus is out of view: {seen['what']}"
        assert seen["forward"], f"the focus went back: {seen['what']}"
        return seen

    def skip_to_content(self) -> None:
        """The first stop of a page leads to its content; Enter goes there.

        Whoever went there before sending a form is still there after it: the address keeps it.
        """
        self._page.wait_for_load_state("load")
        self._page.evaluate("window.focusedBefore = null")
        if self._page.url.endswith("#contenu"):
            return
        first = self.tab()
        skip = self._page.get_by_role("link", name="Aller au contenu")
        assert "skip-link" in first["what"], f"the first stop is another: {first['what']}"
        expect(skip).to_be_in_viewport()
        self._page.keyboard.press("Enter")
        expect(self._page.locator("main")).to_be_focused()

    def reach(self, target: Locator) -> None:
        """Press Tab until ``target`` has the focus."""
        for _ in range(MOST_TABS):
            if target.evaluate("element => element === document.activeElement"):
                return
            self.tab()
        raise AssertionError(f"never reached: {target}")

    def follow(self, target: Locator) -> None:
        """A link or a button: reach it, Enter."""
        self.reach(target)
        self._page.keyboard.press("Enter")

    def write(self, target: Locator, text: str) -> None:
        """Reach a field and type."""
        self.reach(target)
        self._page.keyboard.type(text)

    def tick(self, target: Locator) -> None:
        """Reach a box, Space."""
        self.reach(target)
        self._page.keyboard.press("Space")
        expect(target).to_be_checked()

    def choose(self, group: Locator, target: Locator) -> None:
        """Radio buttons are one stop; arrows go from one to the next."""
        for _ in range(MOST_TABS):
            if group.evaluate("element => element.contains(document.activeElement)"):
                break
            self.tab()
        for _ in range(20):
            if target.evaluate("element => element === document.activeElement"):
                break
            self._page.keyboard.press("ArrowDown")
        self._page.keyboard.press("Space")
        expect(target).to_be_checked()

    def pick_option(self, target: Locator, label: str) -> None:
        """A list of choices: type the beginning of the label."""
        self.reach(target)
        self._page.keyboard.type(label)
        chosen = target.evaluate("element => element.selectedOptions[0].label")
        assert chosen == label

    def pick_commune(self, target: Locator, text: str, label: str) -> None:
        """Type, wait for the suggestions, arrow down, Enter."""
        self.write(target, text)
        proposed = self._page.get_by_role("listbox", name="Communes proposées")
        expect(proposed.get_by_role("option").first).to_contain_text(label)
        self._page.keyboard.press("ArrowDown")
        self._page.keyboard.press("Enter")
        expect(target).to_have_value(label)
