// What would make failing equations hold: the best way for each set that hangs together, then other ways, up to three
// in all, each one button that says the whole change. Nothing happens unless a person presses it.

import { element, fill, icon } from "./dom.js";

export class Suggestions {
  constructor(book) {
    this.book = book;
    this.words = book.data.words;
    this.list = book.data.suggestions;
  }

  take(list) {
    this.list = list || [];
  }

  // One box with all of them, or nothing.
  box() {
    if (!this.list.length) return null;
    const { words } = this;
    const others = this.list.filter(({ apart }) => !apart);
    const parts = [].concat(...this.list.filter(({ apart }) => apart).map((best) => this.titled(best)));
    if (others.length) parts.push(element("p.other", {}, words.suggestion_others), ...[].concat(...others.map((one) => this.way(one))));
    return element("div.tip", {}, ...parts);
  }

  // The best way of settling what hangs together, with how much it settles.
  titled(best) {
    const title = fill(this.words.suggestion_title, { cells: this.shown(best).length, count: best.equations });
    return [element("div.b", {}, icon("bulb"), element("span", {}, title)), ...this.way(best)];
  }

  // Totals that add themselves up follow by themselves.
  shown(one) {
    const open = one.changes.filter(({ cell }) => !this.book.isLocked(cell));
    return open.length ? open : one.changes;
  }

  way(one) {
    const parts = one.reasons.length ? [element("p", {}, one.reasons.join("；"))] : [];
    const lines = this.shown(one).map((change) => element("span", {}, this.sentence(change)));
    const take = () => this.book.emit("suggested", one);
    if (this.book.data.report.editable) parts.push(element("button.btn.fix", { type: "button", onclick: take }, ...lines));
    else parts.push(element("p.fixes", {}, ...lines));
    return parts;
  }

  sentence({ cell, before, after }) {
    const words = { cell: this.book.name(cell), old: before, new: after };
    return fill(before ? this.words.suggestion_change : this.words.suggestion_fill, words);
  }
}
