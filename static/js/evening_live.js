// One's next table and the time left, on the phone of whoever takes part.

import { EveningClock, clockface, hour, roundOnShow } from "./evening_clock.js";

const WORDS = { meeting: "rencontre", changeover: "changement de table", break: "pause" };
const NBSP = "\u00a0";

const tell = (here, told) => {
  if (here.state === "waiting") return `La soirée commence à ${hour(told.planned)}`;
  if (here.state === "ended") return "Les rencontres sont finies, merci";
  if (here.state === "waits") return `Manche ${here.round + 1} finie, la suite dans un instant`;
  const stopped = here.state === "paused" ? ", horloge arrêtée" : "";
  const next = told.mine.find((seat) => seat.round >= here.round);
  const free = here.kind !== "break" && next?.round > here.round ? ", vous êtes libre" : "";
  return `Manche ${here.round + 1} sur ${told.rounds}, ${WORDS[here.kind]}${stopped}${free}`;
};

// In the last minute one looks for the next table, before it for the present one.
const seatOf = (here, told) => {
  const shown = roundOnShow(here, told.rounds);
  if (shown === null) return null;
  const leaving = here.state === "running" && here.kind === "meeting" && here.left <= 60000;
  const from = leaving ? shown + 1 : shown;
  return told.mine.find((seat) => seat.round >= from) ?? null;
};

const where = (seat, here) => {
  const now = seat.round === here.round && here.state !== "waiting";
  if (now && here.kind === "meeting") return `Table ${seat.table}`;
  return `Manche ${seat.round + 1}${NBSP}: table ${seat.table}`;
};

const write = (element, text) => {
  if (element.textContent !== text) element.textContent = text;
  element.hidden = text === "";
};

const follow = (part) => {
  const clock = new EveningClock(part.dataset.live, { every: 1500 });
  const at = (name) => part.querySelector(`[data-live-${name}]`);
  clock.addEventListener("second", ({ detail: here }) => {
    const told = clock.state;
    const seat = seatOf(here, told);
    const counts = here.state === "running" || here.state === "paused";
    write(at("phase"), tell(here, told));
    write(at("time"), counts ? clockface(here.left) : "");
    write(at("table"), seat ? where(seat, here) : "");
    const met = seat?.with.map(({ number, name }) => `${number} ${name}`.trim()).join(" et ");
    write(at("with"), seat ? `avec ${met}` : "");
    write(at("message"), told.message);
    at("offline").hidden = !clock.offline;
  });
  clock.start();
};

document.querySelectorAll("[data-live]").forEach(follow);
