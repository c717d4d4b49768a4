// A gong and a short warning, made of sines: no file. Browsers let a page sound only once armed by
// a click, so nothing sounds before.

const GONG = [
  [98, 1, 4.5],
  [147, 0.7, 3.6],
  [233, 0.45, 2.8],
  [311, 0.3, 2.2],
  [466, 0.16, 1.5],
];

export class Bell {
  #context = null;
  muted = true;

  /** Called from a click. */
  async arm() {
    this.#context ??= new AudioContext();
    await this.#context.resume();
    this.muted = false;
  }

  mute() {
    this.muted = true;
  }

  gong() {
    for (const [pitch, loudness, seconds] of GONG) this.#strike(pitch, loudness * 0.4, seconds);
  }

  begin() {
    this.#strike(523, 0.3, 1.6);
    this.#strike(784, 0.15, 1.2);
  }

  warn() {
    for (const after of [0, 0.28]) this.#strike(880, 0.25, 0.22, after);
  }

  #strike(pitch, loudness, seconds, after = 0) {
    if (this.muted || !this.#context) return;
    const start = this.#context.currentTime + after;
    const tone = this.#context.createOscillator();
    const gain = this.#context.createGain();
    tone.frequency.value = pitch;
    gain.gain.setValueAtTime(0, start);
    gain.gain.linearRampToValueAtTime(loudness, start + 0.012);
    gain.gain.exponentialRampToValueAtTime(0.0001, start + seconds);
    tone.connect(gain).connect(this.#context.destination);
    tone.start(start);
    tone.stop(start + seconds);
  }
}

/** Ring when a meeting begins and ends, and warn one minute before its end. */
export const ringBy = (clock, bell) => {
  let before = null;
  clock.addEventListener("second", ({ detail: here }) => {
    const meeting = (at) => at?.kind === "meeting" && at.state === "running";
    const same = before && before.round === here.round && before.kind === here.kind;
    if (before && meeting(before) && here.state !== "paused" && !(same && here.state === "running")) bell.gong();
    else if (before && meeting(here) && !same) bell.begin();
    else if (same && meeting(here) && before.left > 60000 && here.left <= 60000) bell.warn();
    before = here;
  });
};
