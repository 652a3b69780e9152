// One short notice at a time, with a button where something can be taken back.

import { element, find, icon } from "../workspace/dom.js";

const STAYS = 8000; // ms

export class Toasts {
  constructor(words) {
    this.words = words;
    this.timer = null;
  }

  // `act` is [name, function] of a button; an error stays until it is closed.
  show(text, { act = null, isError = false } = {}) {
    clearTimeout(this.timer);
    const close = () => find("#toasts").replaceChildren();
    const button = act && element("button.btn.s", { type: "button", onclick: () => { close(); act[1](); } }, act[0]);
    const cross = element("button.cl", { type: "button", "aria-label": this.words.close, onclick: close }, icon("x"));
    find("#toasts").replaceChildren(element(`div.toast${isError ? ".e" : ""}`, {}, element("span", {}, text), button, cross));
    if (!isError) this.timer = setTimeout(close, STAYS);
  }
}
