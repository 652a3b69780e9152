// The panel of findings, their flags at the cells, the signs of the tabs. What is a finding is the server's word.

import { all, element, fill, find, icon, sign, shorten, SIGN_CLASS } from "./dom.js";

const LEVELS = ["error", "explain", "hint"];
const FEW = 4; // an equation of so few cells is marked at each of them, a longer one at its total

export class Findings {
  constructor(book, layout, toasts) {
    Object.assign(this, { book, layout, toasts });
    this.words = book.data.words;
    this.list = book.data.findings;
    this.suspect = book.data.suspect;
    this.level = "";
    this.folded = new Map(); // identity of a finding -> whether a person folded or unfolded it
    this.flags = new Map();
    this.at = -1;
    this.collect();
  }

  start() {
    all(".filt button").forEach((button) => button.addEventListener("click", () => this.filter(button)));
    this.book.on("reached", (key) => this.markCards(key));
    this.book.on("changed", (key) => this.book.fields.get(key).clash !== undefined && this.drawTabs());
    this.draw();
  }

  // Two answers speak of the same finding when this is equal; the blanks of a table are one finding.
  identity(finding) {
    if (finding.params && finding.params.blanks) return `${finding.code}:blanks`;
    return `${finding.code}:${finding.cells[0] || (finding.params || {}).text || ""}`;
  }

  // Takes the server's new findings; cells that were flagged by the old ones are painted anew too.
  take(list, suspect) {
    const old = new Map(this.list.map((finding) => [this.identity(finding), finding]));
    const touched = new Set(this.flags.keys());
    this.list = list;
    this.suspect = suspect;
    this.collect();
    for (const finding of list) old.delete(this.identity(finding));
    for (const key of this.flags.keys()) touched.add(key);
    this.draw();
    this.book.emit("flagged", Array.from(touched));
    const settled = Array.from(old.values());
    if (settled.length === 1) this.toasts.show("settled", fill(this.words.settled, { message: shorten(settled[0].message, 40) }));
    else if (settled.length) this.toasts.show("settled", fill(this.words.settled_many, { count: settled.length }));
  }

  // Which cells are marked how: the worst level counts; blank cells show their own state and are only described.
  collect() {
    this.flags = new Map();
    const suspected = this.suspect ? this.suspect.cell : "";
    this.list.forEach((finding, number) => {
      const isBlanks = Boolean(finding.params && finding.params.blanks);
      finding.cells.forEach((key, at) => {
        const isMarked = !isBlanks && (finding.cells.length <= FEW || at === 0 || key === suspected);
        if (!isMarked && !isBlanks) return;
        const flag = this.flags.get(key) || { level: finding.level, ids: [], isMarked: false, isSuspect: false, messages: [] };
        if (LEVELS.indexOf(finding.level) < LEVELS.indexOf(flag.level) || (isMarked && !flag.isMarked)) flag.level = finding.level;
        flag.isMarked = flag.isMarked || isMarked;
        flag.isSuspect = flag.isSuspect || key === suspected;
        flag.ids.push(`finding-${number}`);
        flag.messages.push(finding.message);
        this.flags.set(key, flag);
      });
    });
  }

  draw() {
    const box = find("#finding-list");
    const top = box.scrollTop;
    const shown = this.list.map((finding, number) => [finding, number]).filter(([finding]) => !this.level || finding.level === this.level);
    const cards = shown.map(([finding, number]) => this.card(finding, number));
    if (this.suspect && this.level !== "explain" && this.level !== "hint") cards.unshift(this.tip());
    if (!cards.length) cards.push(this.empty());
    const focused = document.activeElement.closest("#finding-list .fnd");
    box.replaceChildren(...cards);
    box.scrollTop = top;
    const again = focused && cards.find((card) => card.dataset.identity === focused.dataset.identity);
    if (again) find("button.t", again).focus({ preventScroll: true });
    this.counts();
    this.drawTabs();
    this.drawProofs();
  }

  // Under a table, column by column: a tick, or both sides where they differ; nothing while a cell is blank.
  drawProofs() {
    for (const place of all("[data-proof]")) {
      const [code, first] = place.dataset.proof.split(":");
      const failing = this.list.find((finding) => finding.code === code && finding.cells.includes(first));
      const isJudged = this.book.data.proofs[place.dataset.proof].every((key) => this.book.fields.get(key).stored !== "");
      place.className = failing ? "no" : "ok";
      if (failing) place.textContent = `${failing.params.left} ≠ ${failing.params.right}`;
      else place.replaceChildren(...(isJudged ? [sign("tick", this.words.proven)] : []));
    }
  }

  card(finding, number) {
    const css = SIGN_CLASS[finding.level];
    const isOpen = this.folded.has(this.identity(finding)) ? this.folded.get(this.identity(finding)) : finding.level === "error" || this.list.length < 6;
    const body = element("div.bd", { hidden: !isOpen }, ...this.body(finding));
    const title = element("span", { id: `finding-${number}` }, element("b", {}, finding.message), " ", element("span.code", {}, finding.code));
    const button = element("button.t", { type: "button", "aria-expanded": String(isOpen) }, sign(finding.level, this.words[finding.level]), title, icon(isOpen ? "dn" : "rt", 14));
    const card = element(`article.fnd.${css}${isOpen ? ".on" : ""}`, { "data-number": number, "data-identity": this.identity(finding) }, button, body);
    button.addEventListener("click", () => {
      this.fold(card, finding, body.hidden);
      if (!body.hidden) this.go(number);
    });
    return card;
  }

  fold(card, finding, isOpen) {
    this.folded.set(this.identity(finding), isOpen);
    card.classList.toggle("on", isOpen);
    find(".bd", card).hidden = !isOpen;
    find("button.t", card).setAttribute("aria-expanded", String(isOpen));
    find("button.t > .ic", card).className = `ic s14 i-${isOpen ? "dn" : "rt"}`;
  }

  body(finding) {
    const parts = [];
    const { left_label: left, right_label: right, left: filed, right: expected, difference } = finding.params || {};
    if (left && right) {
      const rows = [[left, filed, ""], [right, expected, ""], [this.words.difference, difference, "df"]];
      parts.push(element("dl.sides", {}, ...[].concat(...rows.map(([term, figure, css]) => [
        element(css ? `dt.${css}` : "dt", {}, term),
        element(css ? `dd.${css}` : "dd", {}, figure),
      ]))));
    }
    if (finding.cause) parts.push(element("p.why", {}, element("b", {}, this.words.cause), `　${finding.cause}`));
    const acts = element("div.acts", {});
    const goes = finding.cells.length || (finding.params || {}).text;
    if (goes) {
      const go = () => this.show(finding);
      acts.append(element("button.lnk", { type: "button", onclick: go }, this.words[finding.cells.length ? "show_cell" : "show_text"]));
    }
    const total = finding.cells.find((key) => this.book.unlocked.has(key));
    if (total && this.book.data.report.editable && finding.cells[0] === total) {
      acts.append(element("button.lnk", { type: "button", onclick: () => this.book.emit("relock", total) }, this.words.total_back));
    }
    parts.push(acts);
    return parts;
  }

  // Exactly one cell settles every equation that fails: one button that says the whole change.
  tip() {
    const { cell, value, count } = this.suspect;
    const fix = () => this.book.emit("fix", cell, value);
    const words = { cell: this.book.name(cell), old: this.book.text(cell), new: value };
    const parts = [
      element("div.b", {}, icon("bulb"), element("span", {}, fill(this.words.suspect_title, { count }))),
      element("p", {}, this.words.suspect_text),
    ];
    if (this.book.data.report.editable) parts.push(element("button.btn.fix", { type: "button", onclick: fix }, fill(this.words.suspect_fix, words)));
    return element("div.tip", {}, ...parts);
  }

  empty() {
    const { words } = this;
    if (this.level && this.list.length) return element("div.emp", {}, element("p", {}, words.none_of_level));
    return element("div.emp", {}, sign("done"), element("h3", {}, words.no_findings), element("p", {}, words.no_findings_text));
  }

  counts() {
    const count = { all: this.list.length };
    for (const level of LEVELS) count[level] = this.list.filter((finding) => finding.level === level).length;
    all("[data-count-of]").forEach((place) => {
      place.textContent = String(count[place.dataset.countOf]);
    });
  }

  filter(button) {
    this.level = button.dataset.level;
    all(".filt button").forEach((other) => other.setAttribute("aria-pressed", String(other === button)));
    this.draw();
  }

  // The sign of each part: the worst that is open in it, a ring while something is blank, a tick when nothing is.
  drawTabs() {
    const { book, words } = this;
    const blank = new Set();
    const conflict = new Set();
    for (const [key, cell] of Object.entries(book.data.cells)) if (!book.text(key)) blank.add(cell.section);
    for (const [key, section] of Object.entries(book.data.texts)) if (!book.text(key).trim()) blank.add(section);
    for (const key of book.clashes()) conflict.add(book.isCell(key) ? book.data.cells[key].section : book.data.texts[key]);
    for (const tab of all(".tabs a[data-section]")) {
      const { section } = tab.dataset;
      const open = this.list.filter((finding) => finding.section === section || (finding.params || {}).section === section);
      const worst = LEVELS.find((level) => open.some((finding) => finding.level === level));
      let shown = [conflict.has(section) ? "conflict" : "", conflict.has(section) ? words.conflict_sign : ""];
      if (!shown[0] && worst && !(blank.has(section) && worst !== "error")) shown = [worst, words[worst]];
      if (!shown[0]) shown = blank.has(section) ? ["blank", words.incomplete] : ["done", words.complete];
      const old = find(".sg", tab);
      if (old.dataset.level === shown[0]) continue;
      const made = sign(shown[0], shown[1]);
      made.dataset.level = shown[0];
      old.replaceWith(made);
    }
  }

  show(finding) {
    const key = finding.cells[0] || (finding.params || {}).text;
    if (key) this.book.emit("go", key);
  }

  // To the place of a finding; its card stays in view.
  go(number) {
    this.at = number;
    this.show(this.list[number]);
  }

  next(step) {
    if (!this.list.length) {
      this.toasts.show("findings", this.words.no_more_findings);
      return;
    }
    this.go((this.at + step + this.list.length) % this.list.length);
  }

  // The cards that are about a cell.
  markCards(key) {
    const flag = this.flags.get(key);
    const ids = flag ? flag.ids : [];
    all("#finding-list .fnd").forEach((card) => card.classList.toggle("at", ids.includes(`finding-${card.dataset.number}`)));
  }

  openFor(key) {
    const flag = this.flags.get(key);
    if (!flag) return;
    const number = Number(flag.ids[0].slice("finding-".length));
    const card = find(`#finding-list .fnd[data-number="${number}"]`);
    if (!card) return;
    this.fold(card, this.list[number], true);
    card.scrollIntoView({ block: "nearest" });
    find("button.t", card).focus();
  }
}
