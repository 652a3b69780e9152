// What would make every failing equation hold: up to three ways, the likeliest first, each one button that says the
// whole change. Nothing happens unless a person presses it.

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
    const [best, ...others] = this.list;
    const title = fill(words.suggestion_title, { cells: this.shown(best).length, count: best.equations });
    const parts = [element("div.b", {}, icon("bulb"), element("span", {}, title)), ...this.way(best)];
    if (others.length) parts.push(element("p.other", {}, words.suggestion_others), ...[].concat(...others.map((one) => this.way(one))));
    return element("div.tip", {}, ...parts);
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
