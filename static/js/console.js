// The console follows the clock between two orders, and shows what others changed.

import { EveningClock, clockface, stayAwake } from "./evening_clock.js";

const page = document.querySelector("[data-console]");
const clock = new EveningClock(page.dataset.state, { every: 1500 });
let known = null;

// Read the page again and take over what moves; what one types stays.
const refresh = async () => {
  try {
    const answer = await fetch(location.href, { cache: "no-store" });
    if (!answer.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const old of page.querySelectorAll("[data-refreshed]")) {
      const found = fresh.querySelector(`[data-refreshed="${old.dataset.refreshed}"]`);
      if (found && !old.contains(document.activeElement)) old.replaceWith(found);
      else if (found) replaceAround(old, found);
    }
    for (const mark of page.querySelectorAll("[data-mark]")) {
      mark.value = fresh.querySelector("[data-mark]")?.value ?? mark.value;
    }
  } catch {
    // Offline: the time goes on, and the next change brings the rest.
  }
};

// The finger is on a button: give the same button the focus again once it is redrawn.
const replaceAround = (old, found) => {
  const { name, value } = document.activeElement;
  old.replaceWith(found);
  if (name) found.querySelector(`[name="${name}"][value="${CSS.escape(value ?? "")}"]`)?.focus();
};

const draw = ({ detail: here }) => {
  const time = page.querySelector("[data-clock-time]");
  if (time && here.state === "running") time.textContent = clockface(here.left);
  page.querySelector("[data-clock-offline]").hidden = !clock.offline;
  const place = `${clock.state.tag} ${here.state} ${here.kind} ${here.round}`;
  if (known !== null && place !== known) refresh();
  known = place;
};

clock.addEventListener("second", draw);
stayAwake();
clock.start();
