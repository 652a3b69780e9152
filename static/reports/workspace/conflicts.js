// Two people, one cell: both figures and the one before, side by side; the person picks.

import { element, fill, find, sign } from "./dom.js";
import { shownText } from "./text_figures.js";

export class Conflicts {
  constructor(book, saver, layout, toasts) {
    Object.assign(this, { book, saver, layout, toasts });
    this.words = book.data.words;
    this.key = "";
  }

  start() {
    this.book.on("clashed", (key) => this.announce(key));
    this.book.on("changed", (key) => {
      if (key !== this.key) return;
      if (this.book.fields.get(key).clash) this.draw();
      else this.close();
    });
    this.book.on("reached", (key) => (this.book.fields.get(key).clash ? this.open(key) : this.close()));
    document.addEventListener("keydown", (event) => event.key === "Escape" && this.close());
  }

  announce(key) {
    const { who } = this.book.fields.get(key).clash;
    const text = fill(this.words.conflict_toast, { cell: this.book.name(key), who });
    this.toasts.show("conflict", text, { label: this.words.decide, run: () => this.visit(key) });
  }

  // To the place, with its box open and the first choice focused.
  visit(key) {
    this.book.emit("go", key);
    this.open(key);
    const button = find("#clash button");
    if (button) button.focus({ preventScroll: true });
  }

  open(key) {
    this.key = key;
    this.draw();
  }

  close() {
    this.key = "";
    find("#clash").hidden = true;
  }

  draw() {
    const { book, key, words } = this;
    const { text, clash } = book.fields.get(key);
    const box = find("#clash");
    const isText = !book.isCell(key);
    const shown = (value) => shownText(book, value) || words.blank;
    const versions = [[words.yours, words.not_saved, text], [clash.who, fill(words.stored, { at: clash.at }), clash.theirs], [words.original, "", clash.original]];
    const rows = [].concat(...versions.map(([who, when, value]) => [
      element("dt.mut", {}, who),
      element("dd", {}, when),
      isText ? element("dd", {}) : element("dd.n", {}, shown(value)),
      isText ? element("dd.ver", { tabindex: "0" }, shown(value)) : null,
    ]));
    const choose = (takeMine) => () => {
      this.close();
      this.saver.decide(key, takeMine);
      if (!book.clashes().length) this.toasts.close("conflict");
      book.emit("go", key);
    };
    const mine = isText ? words.use_mine_text : fill(words.use_mine, { value: shown(text) });
    const theirs = fill(isText ? words.use_theirs_text : words.use_theirs, { who: clash.who, value: shown(clash.theirs) });
    const title = fill(isText ? words.conflict_text : words.conflict_title, { cell: book.name(key) });
    box.replaceChildren(
      element("h3", { id: "clash-title" }, sign("conflict"), title),
      element("dl", {}, ...rows.filter(Boolean)),
      element("div.acts", {},
        element("button.btn.s", { type: "button", onclick: choose(true) }, mine),
        element("button.btn.s", { type: "button", onclick: choose(false) }, theirs)),
      element("p.sm.mut", {}, words.rest_saved),
    );
    box.classList.toggle("text", isText);
    box.hidden = false;
    this.place(box, key);
  }

  // Beside the cell where there is room, below or above it otherwise.
  place(box, key) {
    const near = this.layout.byKey.get(key) ? this.layout.byKey.get(key).closest("td") : find(`[data-text="${key}"]`);
    const cell = near.getBoundingClientRect();
    const frame = box.offsetParent ? box.offsetParent.getBoundingClientRect() : { left: 0, top: 0 };
    const edge = find("#sheet").getBoundingClientRect().right - 8;
    const isBeside = cell.right + 12 + box.offsetWidth <= edge;
    const left = isBeside ? cell.right + 12 : Math.max(8, Math.min(cell.left, edge - box.offsetWidth));
    const below = find("#cellbar").getBoundingClientRect().top;
    let top = isBeside ? cell.top - 12 : cell.bottom + 6;
    if (!this.book.isCell(key)) top = Math.max(cell.top + 8, find(".tabs").getBoundingClientRect().bottom + 8);
    else if (top + box.offsetHeight > below) top = isBeside ? below - box.offsetHeight - 8 : cell.top - box.offsetHeight - 6;
    box.style.left = `${left - frame.left}px`;
    box.style.top = `${top - frame.top}px`;
  }
}
