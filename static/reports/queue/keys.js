// One key a step. None acts inside a box, beside Ctrl+Enter, which sends, and Escape, which leaves it.

import { find } from "../workspace/dom.js";

export class Keys {
  constructor(list, panel, choosing) {
    Object.assign(this, { list, panel, choosing });
  }

  start() {
    document.addEventListener("keydown", (event) => this.press(event));
    document.addEventListener("click", (event) => event.target.closest('[data-key="?"]') && this.help());
  }

  press(event) {
    const box = event.target.closest("textarea, select, input:not([type=checkbox])");
    if (box) {
      this.inBox(event, box);
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || find("dialog[open]")) return;
    const act = {
      j: () => this.step(1),
      k: () => this.step(-1),
      a: () => this.panel.press("a"),
      r: () => this.panel.press("r"),
      o: () => this.panel.press("o"),
      x: () => this.choosing.toggle(this.list.at),
      z: () => this.panel.undo(),
      "?": () => this.help(),
    }[event.key.toLowerCase()];
    if (!act) return;
    event.preventDefault();
    act();
  }

  inBox(event, box) {
    if (event.key === "Escape" && box.closest("#panel")) this.panel.close();
    else if (event.key === "Enter" && event.ctrlKey && box.tagName === "TEXTAREA") box.form.requestSubmit();
  }

  step(by) {
    const row = this.list.next(by);
    if (row) this.list.choose(row);
    else this.panel.toasts.show(by > 0 ? this.panel.words.end : this.panel.words.start);
  }

  help() {
    find("#keys").showModal();
  }
}
