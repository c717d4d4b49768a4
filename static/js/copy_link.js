// Copies the address of a field; without this file one selects it by hand.

const copy = async (button) => {
  const field = document.getElementById(button.dataset.copy);
  const label = button.querySelector("[data-copy-label]");
  const before = label.textContent;
  field.select();
  await navigator.clipboard.writeText(field.value);
  label.textContent = "Copié";
  setTimeout(() => {
    label.textContent = before;
  }, 2500);
};

if (navigator.clipboard) {
  for (const button of document.querySelectorAll("[data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", () => copy(button));
  }
}
