// Who changed what, when, through what and why: of one cell or text (Alt+H, the bar below, the menu) or of the report.

import { element, fill, find } from "./dom.js";
import { namedText } from "./text_figures.js";

export class History {
  constructor(book) {
    this.book = book;
    this.words = book.data.words;
    this.key = ""; // the cell or text that was reached last
    this.back = null; // where the cursor was
  }

  start() {
    this.book.on("reached", (key) => {
      this.key = key;
    });
    document.addEventListener("focusin", ({ target }) => {
      if (target.dataset && target.dataset.text) this.key = target.dataset.text;
    });
    document.addEventListener("keydown", (event) => {
      if (event.altKey && !event.ctrlKey && event.code === "KeyH") {
        event.preventDefault();
        this.show(this.key);
      } else if (event.key === "Escape" && !find("#changes").hidden) this.close();
    });
    find("#show-changes").addEventListener("click", () => this.show(""));
    find("#show-cell-changes").addEventListener("click", () => this.show(this.key));
    find("#bar-history").addEventListener("click", () => this.show(this.key));
    find("#changes-close").addEventListener("click", () => this.close());
  }

  close() {
    find("#changes").hidden = true;
    if (this.back && document.contains(this.back)) this.back.focus({ preventScroll: true });
  }

  async show(key) {
    const { book, words } = this;
    const box = find("#changes");
    const list = find("#changes-list");
    const from = document.activeElement.closest(".drop") ? find("#more") : document.activeElement;
    if (box.hidden) this.back = from;
    find("#changes-title").textContent = key ? fill(words.changes_of, { cell: this.fullName(key) }) : words.changes_last;
    list.replaceChildren(...(await this.rows(key)));
    box.hidden = false;
    find("#changes-close").focus({ preventScroll: true });
    box.scrollTop = 0;
    book.emit("menu-done");
  }

  fullName(key) {
    return this.book.isCell(key) ? this.book.data.cells[key].label : this.book.name(key);
  }

  async rows(key) {
    const { words } = this;
    let answer;
    try {
      const url = key ? `${this.book.data.urls.history}?key=${encodeURIComponent(key)}` : this.book.data.urls.history;
      const response = await fetch(url, { credentials: "same-origin" });
      answer = await response.json();
      if (!response.ok) return [element("li", {}, answer.message)];
    } catch (lost) {
      return [element("li", {}, words.cannot_reach)];
    }
    const rows = [...answer.explanations.map((one) => this.explanation(one)), ...answer.changes.map((change) => this.change(change, key))];
    return rows.length ? rows : [element("li", {}, words.no_history)];
  }

  change(change, key) {
    const { words } = this;
    const said = (text) => namedText(this.book, text) || words.blank_short;
    const line = element("span", {}, element("b", {}, `${said(change.old)} → ${said(change.new)}`), `　${change.source}`);
    const who = element("span.sm.mut", {}, fill(words.said_by, { who: change.who || words.the_system, at: change.at }));
    const why = change.detail ? element("span.sm.why", {}, change.detail) : null;
    if (key) return element("li", {}, line, who, why);
    const go = () => {
      find("#changes").hidden = true;
      this.book.emit("go", change.key);
    };
    return element("li", {}, element("button", { type: "button", onclick: go }, this.book.name(change.key)), line, who, why);
  }

  explanation(one) {
    const { words } = this;
    const decided = one.decision && one.decided_by ? `，${one.decision}（${one.decided_by}）` : "";
    return element("li.told", {},
      element("span", {}, element("b", {}, words.changes_explained), one.cause ? element("span.tag", {}, one.cause) : null, ` ${one.text}`),
      element("span.sm.mut", {}, fill(words.said_by, { who: one.who, at: one.at }), decided),
      element("span.sm.why", {}, one.message));
  }
}
