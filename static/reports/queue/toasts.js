// One short notice at a time, with a button where something can be taken back.

import { all, element, find, icon } from "../workspace/dom.js";

const STAYS = 8000; // ms

export class Toasts {
  constructor(words) {
    this.words = words;
    this.timer = null;
  }

  // Above the bar for accepting together, which stands lower or higher as the list is long.
  place() {
    const bars = all("#bulk, #bulk-begin").filter((bar) => bar.offsetHeight);
    const top = Math.min(window.innerHeight, ...bars.map((bar) => bar.getBoundingClientRect().top));
    find("#toasts").style.bottom = `${Math.min(Math.max(20, window.innerHeight - top + 12), window.innerHeight - 60)}px`;
  }

  // `act` is [name, function] of a button; an error stays until it is closed.
  show(text, { act = null, isError = false } = {}) {
    clearTimeout(this.timer);
    const close = () => find("#toasts").replaceChildren();
    const button = act && element("button.btn.s", { type: "button", onclick: () => { close(); act[1](); } }, act[0]);
    const cross = element("button.cl", { type: "button", "aria-label": this.words.close, onclick: close }, icon("x"));
    find("#toasts").replaceChildren(element(`div.toast${isError ? ".e" : ""}`, {}, element("span", {}, text), button, cross));
    this.place();
    if (!isError) this.timer = setTimeout(close, STAYS);
  }
}
