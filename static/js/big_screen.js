// The page of the hall: what people do, how long, who goes to which table.

import { EveningClock, clockface, hour, roundOnShow, stayAwake } from "./evening_clock.js";
import { Bell, ringBy } from "./evening_bell.js";

const page = document.querySelector("[data-screen]");
const part = (name) => page.querySelector(`[data-${name}]`);
const clock = new EveningClock(page.dataset.state, { every: 1000 });
const bell = new Bell();
const LAST_MINUTE = 60000;

const WORDS = { meeting: "Rencontre", changeover: "Changement de table", break: "Pause" };

const write = (name, text) => {
  const element = part(name);
  if (element.textContent !== text) element.textContent = text;
  element.hidden = text === "";
};

const tell = (here, told) => {
  const round = `Manche ${here.round + 1} sur ${told.rounds}`;
  if (here.state === "waiting") return ["Bienvenue", `Début à ${hour(told.planned)}`];
  if (here.state === "ended") return ["Merci à tous", "Les rencontres sont finies"];
  if (here.state === "paused") return [round, `${WORDS[here.kind]}, horloge arrêtée`];
  if (here.state === "waits") return [round, "Manche finie, la suite dans un instant"];
  if (here.kind === "break") return [`Après la manche ${here.round + 1}`, `Pause jusqu’à ${hour(here.ends)}`];
  return [round, WORDS[here.kind]];
};

// What follows, while something runs.
const tellNext = (here) => {
  const next = here.coming.find((phase) => phase.kind !== "changeover" || here.kind !== "break");
  if (here.state !== "running") return "";
  if (!next) return clock.state.holds ? "" : `Fin des rencontres à ${hour(here.ends)}`;
  const what = next.kind === "meeting" ? `manche ${next.round + 1}` : WORDS[next.kind].toLowerCase();
  return `Ensuite\u00a0: ${what}, à ${hour(next.starts)}`;
};

const titleOf = (here, round, ahead) => {
  if (!ahead) return `Manche ${round + 1}, en ce moment`;
  const now = round === here.round && here.state !== "waiting";
  return now ? `Manche ${round + 1}\u00a0: rejoignez votre table` : `Bientôt la manche ${round + 1}\u00a0: votre table`;
};

// In the last minute of a meeting people look for their next table.
const tablesOf = (here, told) => {
  const shown = roundOnShow(here, told.rounds);
  const soon = here.state === "running" && here.kind === "meeting" && here.left <= LAST_MINUTE;
  const next = shown !== null && soon && told.meetings[shown + 1] ? shown + 1 : shown;
  if (next === null || !told.meetings[next]) return { seats: [], title: "", ahead: false };
  const ahead = next !== here.round || here.kind !== "meeting" || here.state === "waiting";
  return { seats: told.meetings[next], title: titleOf(here, next, ahead), ahead };
};

const badge = (number, name, kind) => {
  const line = document.createElement("p");
  line.className = `hall-seat__${kind}`;
  const strong = document.createElement("strong");
  strong.textContent = number;
  line.append(strong, name === number ? "" : ` ${name}`);
  return line;
};

const seatLine = (seat) => {
  const item = document.createElement("li");
  item.className = "hall-seat";
  const table = document.createElement("span");
  table.className = "hall-seat__table";
  const said = document.createElement("span");
  said.className = "visually-hidden";
  said.textContent = "Table ";
  table.append(said, String(seat.table));
  const people = document.createElement("div");
  people.className = "hall-seat__people";
  const names = [...new Set(seat.candidates.map(([, name]) => name))].join(" et ");
  const numbers = seat.candidates.map(([number]) => number).join(" + ");
  people.append(badge(numbers, names, "candidate"), badge(...seat.host, "host"));
  item.append(table, people);
  return item;
};

// As few columns as hold everyone without scrolling, so that letters are as large as can be.
const layOut = (count) => {
  const columns = count <= 6 ? 1 : count <= 16 ? 2 : count <= 30 ? 3 : 4;
  const list = part("tables");
  list.dataset.columns = columns;
  page.classList.toggle("is-full", columns > 2);
  list.style.setProperty("--rows", Math.max(4, Math.ceil(count / columns)));
};

let drawn = "";
const drawTables = (here, told) => {
  const { seats, title, ahead } = tablesOf(here, told);
  const key = `${told.tag} ${title}`;
  page.classList.toggle("is-ahead", ahead);
  page.classList.toggle("has-tables", seats.length > 0);
  if (key === drawn) return;
  drawn = key;
  write("tables-title", title);
  layOut(seats.length);
  part("tables").replaceChildren(...seats.map(seatLine));
};

const draw = (here) => {
  const told = clock.state;
  const [title, phase] = tell(here, told);
  write("round", title);
  write("phase", phase);
  const runs = here.state === "running" || here.state === "paused";
  write("time", runs ? clockface(here.left) : "");
  part("time").classList.toggle("is-long", here.left >= 600000);
  write("next", tellNext(here));
  write("message", told.message);
  part("offline").hidden = !clock.offline;
  page.dataset.kind = here.kind;
  page.dataset.now = here.state;
  page.classList.toggle("is-last", here.state === "running" && here.kind === "meeting" && here.left <= LAST_MINUTE);
  const bar = part("bar");
  bar.hidden = here.state !== "running";
  if (here.state === "running") bar.style.setProperty("--spent", 1 - here.left / (here.ends - here.starts));
  drawTables(here, told);
};

const sound = part("sound");
sound.addEventListener("click", async () => {
  if (bell.muted) {
    await bell.arm();
    bell.warn();
  } else bell.mute();
  sound.setAttribute("aria-pressed", String(!bell.muted));
  part("sound-said").textContent = bell.muted ? "Activer le son" : "Couper le son";
});

const full = part("full");
full.hidden = !document.fullscreenEnabled;
full.addEventListener("click", () => {
  if (document.fullscreenElement) document.exitFullscreen();
  else document.documentElement.requestFullscreen();
});
document.addEventListener("fullscreenchange", () => {
  part("full-said").textContent = document.fullscreenElement ? "Quitter le plein écran" : "Plein écran";
});

clock.addEventListener("second", ({ detail }) => draw(detail));
ringBy(clock, bell);
stayAwake();
clock.start();
