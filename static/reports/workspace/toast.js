// Short notices below the tabs, one at a time of each kind; those with something to do stay longer.

import { element, icon } from "./dom.js";

const SHORT = 5000;
const LONG = 12000;

export class Toasts {
  constructor(words) {
    this.words = words;
    this.box = element("div.toasts.ours", { role: "status", "aria-live": "polite" });
    document.body.append(this.box);
    this.shown = new Map();
    document.addEventListener("focusin", () => this.place());
    window.addEventListener("scroll", () => this.place(), { passive: true });
  }

  // `action`: {label, run}. A notice of the same kind replaces the one before.
  show(kind, text, action, isError) {
    this.close(kind);
    const box = element(`div.toast${isError ? ".e" : ""}`, { "data-kind": kind }, element("span", {}, text));
    if (action) {
      const run = () => {
        this.close(kind);
        action.run();
      };
      box.append(element("button.btn.s", { type: "button", onclick: run }, action.label));
    }
    const shut = { type: "button", "aria-label": this.words.close, onclick: () => this.close(kind) };
    box.append(element("button.cl", shut, icon("x")));
    this.box.append(box);
    const timer = setTimeout(() => this.close(kind), action || isError ? LONG : SHORT);
    this.shown.set(kind, { box, timer });
    this.place();
    while (this.shown.size > 3) this.close(this.shown.keys().next().value);
  }

  // Never over the cell or field in use; a text is too high to be avoided.
  place() {
    const { box, shown } = this;
    if (!shown.size || box.contains(document.activeElement)) return;
    box.classList.remove("low");
    const field = document.activeElement.closest("input, textarea, select, button");
    if (!field) return;
    const used = field.getBoundingClientRect();
    const over = box.getBoundingClientRect();
    box.classList.toggle("low", used.bottom > over.top && used.top < over.bottom);
  }

  close(kind) {
    const entry = this.shown.get(kind);
    if (!entry) return;
    clearTimeout(entry.timer);
    entry.box.remove();
    this.shown.delete(kind);
  }
}
