// Leaving replaces this page in the history, so that the way back does not lead here. Escape leaves too.
// Without scripts the link still works, only the way back stays.
const wayOut = document.querySelector("[data-leave]");

function leave(event) {
  event.preventDefault();
  document.documentElement.hidden = true;
  document.title = "";
  window.location.replace(wayOut.href);
}

wayOut.addEventListener("click", leave);
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") leave(event);
});
