// Keys for what the page offers anyway: each key presses the button, follows the link or opens the fold that names it.
"use strict";

let busy = false;

function fieldHasFocus() {
  const at = document.activeElement;
  return Boolean(at && at.matches("input, select, textarea"));
}

function open(fold) {
  fold.open = true;
  const first = fold.querySelector("select, input:not([type=hidden])");
  if (first) first.focus();
}

function leave() {
  if (fieldHasFocus()) document.activeElement.blur();
  for (const fold of document.querySelectorAll("details[data-key][open]")) fold.open = false;
}

function press(target) {
  if (target.id === "help") {
    target.open = !target.open;
    if (target.open) target.scrollIntoView({ block: "nearest" });
  } else if (target.matches("details")) {
    open(target);
  } else {
    busy = true;
    target.click();
  }
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.key === "Escape") return leave();
  if (busy || event.repeat || fieldHasFocus()) return;
  if (event.key === "Enter" && document.activeElement.matches("a, button, summary")) return;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const target = [...document.querySelectorAll("[data-key]")].find((one) => one.dataset.key.split(" ").includes(key));
  if (!target) return;
  event.preventDefault();
  press(target);
});

// A form is sent once, however often its button is pressed.
document.addEventListener("submit", (event) => {
  if (event.target.dataset.sent) event.preventDefault();
  event.target.dataset.sent = "1";
});

// What comes back from the browser's memory may be old: its keys work, and the server refuses what has changed.
window.addEventListener("pageshow", () => {
  busy = false;
  for (const form of document.forms) delete form.dataset.sent;
});
