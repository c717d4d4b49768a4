// Counts the offers ticked for comparison and keeps them to four, as the page would say anyway.

const MOST = 4;
const bar = document.querySelector("[data-compare-bar]");
const boxes = [...document.querySelectorAll("input[form='comparer']")];

const tell = () => {
  const ticked = boxes.filter((box) => box.checked).length;
  const words = {
    0: "Cochez jusqu’à quatre offres.",
    1: "1\u00a0offre cochée\u00a0: cochez-en une autre.",
    [MOST]: "4 offres cochées, c’est le plus qui tienne côte à côte.",
  };
  bar.querySelector("[data-compare-count]").textContent = words[ticked] ?? `${ticked}\u00a0offres cochées.`;
  bar.classList.toggle("compare-bar--idle", ticked === 0);
  for (const box of boxes) box.disabled = ticked >= MOST && !box.checked;
};

if (bar) {
  bar.querySelector("[data-compare-count]").setAttribute("role", "status");
  for (const box of boxes) box.addEventListener("change", tell);
  tell();
}
