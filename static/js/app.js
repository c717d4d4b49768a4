// Small helps on top of pages that work without them.

const focusErrorSummary = () => {
  document.querySelector("[data-error-summary]")?.focus();
};

const showPrintButtons = () => {
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
};

// Delegated, so that it also holds for what htmx brings later.
const askBeforeSubmit = (event) => {
  const question = event.submitter?.dataset.confirm ?? event.target.dataset.confirm;
  if (question && !window.confirm(question)) {
    event.preventDefault();
    event.stopImmediatePropagation();
  }
};

const tellUnsavedChanges = (event) => {
  const hint = event.target.closest("form")?.querySelector("[data-unsaved]");
  if (hint) hint.hidden = false;
};

const submitOnChange = (event) => {
  if (event.target.matches("[data-submit-on-change]")) event.target.form.requestSubmit();
};

const closeMenu = (event) => {
  const menu = document.querySelector(".site-menu[open]");
  if (event.key !== "Escape" || !menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
};

document.addEventListener("submit", askBeforeSubmit, true);
document.addEventListener("input", tellUnsavedChanges);
document.addEventListener("change", submitOnChange);
document.addEventListener("keydown", closeMenu);
document.addEventListener("htmx:after:swap", focusErrorSummary);
showPrintButtons();
focusErrorSummary();
