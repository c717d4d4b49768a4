// Suggestions under a commune's text field: the combobox pattern with a list box.
// Without this file the field takes a name or a postal code, and the page asks which one.

const LABELLED = new Map(); // input → its options, as the server gave them

const option = (input, commune, index, twins) => {
  const item = document.createElement("li");
  item.id = `${input.id}-option-${index}`;
  item.role = "option";
  item.ariaSelected = "false";
  const detail = document.createElement("span");
  detail.textContent = commune.detail;
  item.append(`${commune.label} `, detail);
  // Two communes of one département may share a name: then the code tells them apart.
  item.dataset.value = twins ? commune.label.replace(/\([^)]*\)$/, `(${commune.code})`) : commune.label;
  return item;
};

const close = (input) => {
  const list = LABELLED.get(input);
  list.hidden = true;
  input.ariaExpanded = "false";
  input.removeAttribute("aria-activedescendant");
};

const show = (input, communes) => {
  const list = LABELLED.get(input);
  const labels = communes.map((commune) => commune.label);
  const twins = (label) => labels.filter((other) => other === label).length > 1;
  list.replaceChildren(...communes.map((c, i) => option(input, c, i, twins(c.label))));
  list.hidden = communes.length === 0;
  input.ariaExpanded = String(communes.length > 0);
  input.removeAttribute("aria-activedescendant");
};

const choose = (input, item) => {
  input.value = item.dataset.value;
  close(input);
  input.dispatchEvent(new Event("change", { bubbles: true }));
};

const move = (input, step) => {
  const items = [...LABELLED.get(input).children];
  if (!items.length) return;
  const at = items.findIndex((item) => item.ariaSelected === "true");
  const next = items[(at + step + items.length + (at < 0 && step < 0 ? 1 : 0)) % items.length];
  for (const item of items) item.ariaSelected = String(item === next);
  input.setAttribute("aria-activedescendant", next.id);
  next.scrollIntoView({ block: "nearest" });
};

const onKey = (event) => {
  const input = event.target;
  const list = LABELLED.get(input);
  const active = list.querySelector("[aria-selected=true]");
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    if (list.hidden && list.children.length) {
      list.hidden = false;
      input.ariaExpanded = "true";
    }
    move(input, event.key === "ArrowDown" ? 1 : -1);
  } else if (event.key === "Enter" && active && !list.hidden) {
    event.preventDefault();
    choose(input, active);
  } else if (event.key === "Escape" && !list.hidden) {
    event.preventDefault();
    close(input);
  }
};

const search = async (input) => {
  const asked = input.value.trim();
  if (asked.length < 2 || /\(\w+\)$/.test(asked)) return close(input);
  try {
    const answer = await fetch(`${input.dataset.communePicker}?q=${encodeURIComponent(asked)}`);
    const communes = await answer.json();
    if (input.value.trim() === asked && input === document.activeElement) show(input, communes);
  } catch {
    close(input); // the form still works by itself
  }
};

const enhance = (input) => {
  if (LABELLED.has(input)) return;
  const list = document.createElement("ul");
  list.className = "commune-picker__list";
  list.id = `${input.id}-list`;
  list.role = "listbox";
  list.ariaLabel = "Communes proposées";
  list.hidden = true;
  input.after(list);
  LABELLED.set(input, list);
  input.role = "combobox";
  input.ariaAutoComplete = "list";
  input.ariaExpanded = "false";
  input.setAttribute("aria-controls", list.id);
  let timer;
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(search, 150, input);
  });
  input.addEventListener("keydown", onKey);
  input.addEventListener("blur", () => close(input));
  list.addEventListener("mousedown", (event) => {
    event.preventDefault(); // the field keeps the focus
    const item = event.target.closest("[role=option]");
    if (item) choose(input, item);
  });
};

const enhanceAll = () => document.querySelectorAll("[data-commune-picker]").forEach(enhance);
document.addEventListener("htmx:after:swap", enhanceAll);
enhanceAll();
