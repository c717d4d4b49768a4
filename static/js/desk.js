// The desk: find someone as one types, and read a badge with the camera where the browser can.

const form = document.querySelector("[data-desk-search]");
const field = form.querySelector("input[type=search]");

const fold = (text) =>
  text.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "").replace(/œ/g, "oe").replace(/æ/g, "ae");

const matches = (words, number, wanted) =>
  wanted.every((word) => {
    if (/^\d+$/.test(word)) return number.slice(1) === word;
    if (/^[mh]\d+$/.test(word)) return number === word;
    return words.includes(word);
  });

const filter = () => {
  const wanted = fold(field.value).split(/\s+/).filter(Boolean);
  let found = 0;
  for (const line of document.querySelectorAll(".desk-line[data-words]")) {
    const number = line.querySelector(".desk-line__number").textContent.trim().toLowerCase();
    line.hidden = !matches(line.dataset.words, number, wanted);
    if (!line.hidden) found += 1;
  }
  for (const side of document.querySelectorAll("[data-desk-side]")) {
    side.hidden = !side.querySelector(".desk-line:not([hidden])");
  }
  document.querySelector("[data-desk-none]").hidden = found > 0;
};

// A page that was asked for with a search holds only what was found: ask for all, once.
const wholeList = !new URLSearchParams(location.search).get("q");
if (wholeList) {
  form.querySelector("[data-search-button]").hidden = true;
  field.addEventListener("input", filter);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    filter();
  });
}
document.addEventListener("htmx:after:swap", () => wholeList && filter());

// --- leaving at once: what was tapped must reach the site first, even on a slow network ---

let sending = 0;
let leavingFor = null;

document.addEventListener("htmx:before:request", () => {
  sending += 1;
});
document.addEventListener("htmx:finally:request", () => {
  sending -= 1;
  if (!sending && leavingFor) location.assign(leavingFor);
});
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  const elsewhere = event.ctrlKey || event.metaKey || event.shiftKey || link?.target;
  if (!link || !sending || elsewhere) return;
  event.preventDefault();
  leavingFor = link.href;
});

// --- the camera ---

const button = document.querySelector("[data-scan]");
const box = document.querySelector("[data-scan-box]");
const view = document.querySelector("[data-scan-view]");
const said = document.querySelector("[data-scan-said]");
let stream = null;

const stop = () => {
  stream?.getTracks().forEach((track) => track.stop());
  stream = null;
  box.hidden = true;
};

// Only the badges of this evening lead anywhere.
const follow = (text) => {
  const badge = text.match(/\/organiser\/\d+\/accueil\/[a-z0-9]+$/)?.[0];
  if (!badge) {
    said.textContent = "Ce code n’est pas un badge de la soirée.";
    return false;
  }
  stop();
  location.assign(badge);
  return true;
};

const look = async (detector) => {
  if (!stream) return;
  const codes = await detector.detect(view).catch(() => []);
  if (codes.some(({ rawValue }) => follow(rawValue))) return;
  setTimeout(() => look(detector), 150);
};

const scan = async () => {
  if (stream) return stop();
  try {
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  } catch {
    box.hidden = false;
    said.textContent = "La caméra n’est pas accessible\u00a0: cherchez par le nom ou le numéro.";
    return;
  }
  view.srcObject = stream;
  box.hidden = false;
  await view.play();
  look(new BarcodeDetector({ formats: ["qr_code"] }));
};

if ("BarcodeDetector" in window && navigator.mediaDevices) {
  button.hidden = false;
  button.addEventListener("click", scan);
}
