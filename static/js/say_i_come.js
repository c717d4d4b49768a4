// The link of the reminder is the press: the page sends « je viens » by itself, once a person has
// it in front of them. What opens links ahead of people draws no page, or draws it out of sight.

const SEEN = 400; // ms in sight without a break
const form = document.querySelector("[data-say-i-come]");
let waiting;

const isSeen = () => document.visibilityState === "visible" && !document.prerendering;

const say = () => {
  if (!isSeen()) return;
  stopWatching();
  form.querySelector("[data-saying]").hidden = false;
  form.requestSubmit();
};

const watch = () => {
  clearTimeout(waiting);
  if (isSeen()) waiting = setTimeout(say, SEEN);
};

const stopWatching = () => {
  clearTimeout(waiting);
  document.removeEventListener("visibilitychange", watch);
  document.removeEventListener("prerenderingchange", watch);
};

document.addEventListener("visibilitychange", watch);
document.addEventListener("prerenderingchange", watch);
// Who presses a button or a link has answered.
document.addEventListener("submit", stopWatching);
document.addEventListener("click", stopWatching);
watch();
