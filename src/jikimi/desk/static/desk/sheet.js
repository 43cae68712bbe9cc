// Copy buttons. Without scripts they stay hidden, and every text can be selected and copied by hand.
const said = document.querySelector("[role=status]");

async function copy(button) {
  const box = document.getElementById(button.dataset.copy);
  box.focus();
  box.select();
  try {
    await navigator.clipboard.writeText(box.value);
    said.textContent = said.dataset.copied;
    button.classList.add("done");
    button.focus();
  } catch {
    said.textContent = said.dataset.byHand;
  }
}

for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", () => copy(button));
}
document.querySelector("[data-without-script]").hidden = true;
