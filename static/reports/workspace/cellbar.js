// The bar under the tables: which cell, this year and last, why it is flagged, what counts, who changed it last.

import { element, fill, find, sign } from "./dom.js";
import { fold, wordFor } from "./numbers.js";

const PAUSE = 250; // ms of rest on a cell before its history is asked for

export class CellBar {
  constructor(book, findings) {
    Object.assign(this, { book, findings });
    this.words = book.data.words;
    this.key = "";
    this.timer = null;
    this.histories = new Map();
  }

  start() {
    this.book.on("reached", (key) => this.show(key));
    this.book.on("changed", (key) => key === this.key && this.draw());
    this.book.on("settled", (key) => this.histories.delete(key));
    this.book.on("answered", () => this.key && this.show(this.key));
    this.book.on("guidance", () => find("#cellbar").classList.toggle("tall"));
    find("#bar-problem").addEventListener("click", () => this.book.emit("sign", this.key));
  }

  show(key) {
    this.key = key;
    this.draw();
    clearTimeout(this.timer);
    if (this.histories.has(key)) this.drawHistory();
    else this.timer = setTimeout(() => this.askHistory(key), PAUSE);
  }

  draw() {
    const { book, key, words } = this;
    const cell = book.data.cells[key];
    const field = book.fields.get(key);
    const last = book.data.previous[key];
    find("#bar-cell").textContent = cell.label;
    find("#bar-value").replaceChildren(`${words.this_year} `, element("b", {}, field.text || words.blank), field.text && cell.unit !== "件" ? ` ${cell.unit}` : "");
    find("#bar-last").textContent = book.data.has_previous ? `${words.last_year} ${last === undefined ? words.no_last_year : last}` : "";
    this.drawProblem(this.problem(key, field));
    const guidance = [this.carried(key, field), cell.guidance, cell.basis].filter(Boolean).join(" ");
    find("#bar-guidance").textContent = guidance ? `${words.guidance}：${guidance}` : words.no_guidance;
    find("#bar-guidance").title = guidance;
    if (!this.histories.has(key)) find("#bar-history").textContent = "";
  }

  // [level, text] of what is the matter with the cell, or nothing.
  problem(key, field) {
    const { book, words } = this;
    if (field.clash) return ["conflict", fill(words.conflict_toast, { cell: book.name(key), who: field.clash.who })];
    if (field.refused) return ["error", field.refused];
    if (!fold(field.text, book.kind(key)).readable) return ["error", words[wordFor(book.kind(key))]];
    const flag = this.findings.flags.get(key);
    return flag ? [flag.level, flag.messages.join(" ")] : null;
  }

  drawProblem(problem) {
    const button = find("#bar-problem");
    button.hidden = !problem;
    if (!problem) return;
    const [level, text] = problem;
    button.className = `err ${{ error: "e", explain: "w", hint: "h", conflict: "c" }[level]}`;
    button.replaceChildren(sign(level, this.words[level] || this.words.conflict_sign), ` ${text}`);
    button.title = text;
  }

  // 上年结转: where the figure came from, and whether it still is that one.
  carried(key, field) {
    const from = this.book.data.carries[key];
    if (!from) return "";
    const number = this.book.data.previous[from];
    if (number === undefined) return `${this.words.carried_blank}。`;
    if (number === field.text) return `${fill(this.words.carried, { number })}。`;
    return `${fill(this.words.carried_differs, { number, value: field.text || this.words.blank })}。`;
  }

  async askHistory(key) {
    try {
      const response = await fetch(`${this.book.data.urls.history}?key=${encodeURIComponent(key)}`, { credentials: "same-origin" });
      if (!response.ok) return;
      this.histories.set(key, (await response.json()).changes);
    } catch (lost) {
      return;
    }
    if (this.key === key) this.drawHistory();
  }

  drawHistory() {
    const changes = this.histories.get(this.key);
    const place = find("#bar-history");
    const line = (change) => fill(this.words.change, {
      ...change,
      old: change.old || this.words.blank_short,
      new: change.new || this.words.blank_short,
    });
    place.textContent = changes.length ? line(changes[0]) : this.words.no_history;
    place.title = changes.map(line).join("\n");
  }
}
