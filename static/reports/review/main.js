// The review page: keys, cards, cells one can write an opinion at. Without it every form still works as a page load.

import { CellBubble } from "./bubble.js";
import { Forms } from "./forms.js";
import { Keys } from "./keys.js";
import { Unsent } from "./unsent.js";

const data = JSON.parse(document.getElementById("review-data").textContent);

function all(selector, from = document) {
  return Array.from(from.querySelectorAll(selector));
}

function fill(text, words) {
  return text.replace(/\{(\w+)\}/g, (_, name) => words[name]);
}

// What the server drew for browsers without a script and what a script adds to it; again after every reload of a part.
function dress() {
  for (const button of all("[data-unfold]")) {
    const texts = all(".folds", button.closest("section"));
    const fold = (isFolded) => {
      texts.forEach((text) => text.classList.toggle("folded", isFolded));
      button.setAttribute("aria-expanded", String(!isFolded));
      button.textContent = isFolded ? fill(data.words.unfold, { count: button.dataset.length }) : data.words.fold;
      button.dataset.folded = String(isFolded);
    };
    button.hidden = false;
    fold(!unfolded.has(button.dataset.unfold));
    button.addEventListener("click", () => {
      const isFolded = button.dataset.folded !== "true";
      unfolded[isFolded ? "delete" : "add"](button.dataset.unfold);
      fold(isFolded);
    });
  }
  all("[data-cancel], #show-keys").forEach((button) => (button.hidden = false));
  all("[data-toggle]").forEach((button) => button.setAttribute("aria-pressed", String(!document.body.classList.contains(button.dataset.toggle))));
  bubble.dress();
  markTab();
}

const unfolded = new Set();

// The tab of the part that is in sight.
function markTab() {
  const links = all(".tabs a[href^='#part-']");
  let current = links[0];
  for (const link of links) {
    const part = document.querySelector(link.getAttribute("href"));
    if (part && part.getBoundingClientRect().top < window.innerHeight / 2) current = link;
  }
  links.forEach((link) => (link === current ? link.setAttribute("aria-current", "true") : link.removeAttribute("aria-current")));
}

// Dialogs open by their address (:target) without a script; with one they also take and give back the focus.
let opener = null;
function openDialog(id, from) {
  shutDialogs();
  const dialog = document.getElementById(id);
  if (!dialog) return;
  opener = from || null;
  dialog.classList.add("shown");
  unsent.show(dialog);
  const first = dialog.querySelector("input:not([type=hidden]), textarea, button, a[href]");
  (id === "early" ? dialog : first || dialog).focus();
}
function shutDialogs() {
  const open = all(".pop.shown");
  open.forEach((dialog) => dialog.classList.remove("shown"));
  if (open.length && opener && opener.isConnected) opener.focus();
  opener = null;
  if (location.hash && document.querySelector(".pop:target")) location.hash = "head";
}

function showOpinionForm(key) {
  const form = document.getElementById("opinion-form");
  if (!form) return;
  form.elements.key.value = key;
  form.scrollIntoView({ block: "center" });
  form.elements.text.focus({ preventScroll: true });
}

document.addEventListener("click", (event) => {
  const target = event.target.closest("a, button");
  if (!target) return;
  if (target.dataset.opens) {
    event.preventDefault();
    openDialog(target.dataset.opens, target);
  } else if ("shuts" in target.dataset) {
    const next = target.getAttribute("href");
    event.preventDefault();
    shutDialogs();
    if (next === "#opinion-form") showOpinionForm("");
  } else if ("opinion" in target.dataset) {
    event.preventDefault();
    showOpinionForm(target.dataset.opinion);
  } else if (target.dataset.toggle) {
    document.body.classList.toggle(target.dataset.toggle);
    target.setAttribute("aria-pressed", String(!document.body.classList.contains(target.dataset.toggle)));
  } else if ("unfolds" in target.dataset) {
    target.closest("section").querySelector("[data-unfold]").click();
  } else if ("cancel" in target.dataset) {
    const details = target.closest("details.refuse");
    details.open = false;
    details.querySelector("summary").focus();
  } else if (target.getAttribute("href") && target.getAttribute("href").startsWith("#finding-")) {
    event.preventDefault();
    shutDialogs();
    keys.goTo(document.getElementById(target.getAttribute("href").slice(1)));
  } else if (target.closest(".pop") && target.hash) {
    shutDialogs();
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  bubble.close();
  shutDialogs();
});
window.addEventListener("scroll", markTab, { passive: true });

const forms = new Forms(data.words, dress);
const keys = new Keys(openDialog);
const bubble = new CellBubble(data);
const unsent = new Unsent({ words: data.words, forms, openDialog, shutDialogs });
bubble.start();
dress();
forms.start();
keys.start();
unsent.start();
document.body.dataset.ready = "";
