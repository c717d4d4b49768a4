// The clock of an evening as every page follows it: screens, phones, the organiser's console.
//
// The server says once what comes (every phase with its end) and what time it is there. The page
// counts by itself from then on, asks every other second whether something changed, and goes on
// through a lost connection: the phases to come follow by the programme it already holds.

const SAMPLES = 8;
const GIVE_UP_AFTER = 4000; // an answer that takes longer is a lost one
const OFFLINE_AFTER = 4000; // silence longer than this is told

export class EveningClock extends EventTarget {
  #url;
  #every;
  #tag = null;
  #samples = [];
  #heard = Date.now();
  #asking = null;
  #timer = null;
  #second = null;
  state = null;

  constructor(url, { every = 1200 } = {}) {
    super();
    this.#url = url;
    this.#every = every;
  }

  start() {
    this.#poll();
    setInterval(() => this.#tick(), 100);
    addEventListener("online", () => this.ask());
    addEventListener("pageshow", () => this.ask());
    document.addEventListener("visibilitychange", () => document.hidden || this.ask());
  }

  /** Ask now instead of waiting for the next time. */
  ask() {
    if (this.#asking) return;
    clearTimeout(this.#timer);
    this.#poll();
  }

  /** What time it is on the server, in milliseconds. */
  now() {
    const best = this.#samples.reduce((a, b) => (b.trip < a.trip ? b : a), { trip: Infinity, offset: 0 });
    return Date.now() + best.offset;
  }

  get offline() {
    return Date.now() - this.#heard > OFFLINE_AFTER;
  }

  /** Where the night is at this instant: {state, kind, round, left (ms), ends, coming, mark}. */
  position() {
    const told = this.state;
    if (!told) return null;
    if (told.state === "running") return this.#running(told);
    const left = (told.left ?? 0) * 1000;
    return { state: told.state, ...told.phase, left, ends: null, coming: [], mark: told.mark };
  }

  #running(told) {
    const now = this.now();
    const index = told.phases.findIndex((phase) => now < phase.ends);
    const last = told.phases.at(-1);
    if (index < 0 && told.holds) return { ...last, state: "waits", left: 0, coming: [] };
    if (index < 0) return { ...last, state: "ended", left: 0, coming: [] };
    const phase = told.phases[index];
    return { ...phase, state: "running", left: phase.ends - now, coming: told.phases.slice(index + 1) };
  }

  async #poll() {
    const silence = new AbortController();
    const limit = setTimeout(() => silence.abort(), GIVE_UP_AFTER);
    this.#asking = silence;
    try {
      await this.#read(silence.signal);
    } catch {
      // No network, or the server is starting again: what we hold still counts.
    } finally {
      clearTimeout(limit);
      this.#asking = null;
      this.#timer = setTimeout(() => this.#poll(), this.#every);
    }
  }

  async #read(signal) {
    const asked = Date.now();
    const headers = this.#tag ? { "If-None-Match": this.#tag } : {};
    const answer = await fetch(this.#url, { headers, signal, cache: "no-store", credentials: "same-origin" });
    const heard = Date.now();
    if (answer.status !== 304 && !answer.ok) return;
    this.#heard = heard;
    const there = Number(answer.headers.get("X-Server-Now"));
    const trip = heard - asked;
    this.#samples = [...this.#samples.slice(1 - SAMPLES), { trip, offset: there - (asked + trip / 2) }];
    if (answer.status === 304) return;
    this.state = await answer.json();
    this.#tag = answer.headers.get("ETag");
    this.#second = null;
    this.dispatchEvent(new Event("change"));
    this.#tick();
  }

  // Tell once a second, and at once when a phase passes.
  #tick() {
    const here = this.position();
    if (!here) return;
    const shown = `${here.state} ${here.kind} ${here.round} ${Math.ceil(here.left / 1000)} ${this.offline}`;
    if (shown === this.#second) return;
    this.#second = shown;
    this.dispatchEvent(new CustomEvent("second", { detail: here }));
  }
}

/** 432000 -> « 7:12 »; a second that has begun counts. */
export const clockface = (milliseconds) => {
  const seconds = Math.max(0, Math.ceil(milliseconds / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
};

/** « 9 h 42 » in Paris, whatever the device's own zone. */
export const hour = (milliseconds) =>
  new Intl.DateTimeFormat("fr-FR", { timeZone: "Europe/Paris", hour: "2-digit", minute: "2-digit" })
    .format(milliseconds)
    .replace(/^0/, "")
    .replace(":", "\u00a0h\u00a0");

/** The round whose tables matter at this position, or null. */
export const roundOnShow = (here, rounds) => {
  if (here.state === "ended") return null;
  if (here.state === "waiting") return 0;
  const over = here.kind === "break" || here.state === "waits";
  const round = over ? here.round + 1 : here.round;
  return round < rounds ? round : null;
};

/** Keep the screen of this device awake while the page is seen, where the browser can. */
export const stayAwake = () => {
  const ask = () => document.hidden || navigator.wakeLock?.request("screen").catch(() => {});
  document.addEventListener("visibilitychange", ask);
  ask();
};
