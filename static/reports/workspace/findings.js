// The panel of findings, their flags at the cells, the signs of the tabs. What is a finding is the server's word.

import { all, element, fill, find, sign, shorten } from "./dom.js";
import { Cards } from "./cards.js";
import { Explaining } from "./explain.js";
import { inOrder, isOpen, signOf } from "./settlement.js";
import { Suggestions } from "./suggest.js";

const LEVELS = ["error", "explain", "hint"];
const KINDS = [...LEVELS, "explained"]; // what the panel counts and filters by
const WORST_FIRST = ["error", "explain", "explained", "hint"];
const FEW = 4; // an equation of so few cells is marked at each of them, a longer one at its total

export class Findings {
  constructor(book, layout, toasts, asker, objections) {
    Object.assign(this, { book, layout, toasts, objections });
    this.words = book.data.words;
    this.list = inOrder(book.data.findings);
    this.suspect = book.data.suspect;
    this.suggestions = new Suggestions(book);
    this.cards = new Cards(book, this, new Explaining(book, asker));
    this.level = "";
    this.flags = new Map();
    this.at = -1;
    this.isComposing = false; // an input method must not lose the field it is writing into
    this.isDue = false;
    this.collect();
  }

  start() {
    all(".filt button").forEach((button) => button.addEventListener("click", () => this.filter(button)));
    this.book.on("reached", (key) => this.markCards(key));
    this.book.on("changed", (key) => this.book.fields.get(key).clash !== undefined && this.drawTabs());
    this.book.on("redraw", () => this.draw());
    const box = find("#finding-list");
    box.addEventListener("compositionstart", () => {
      this.isComposing = true;
    });
    box.addEventListener("compositionend", () => {
      this.isComposing = false;
      if (this.isDue) this.draw();
    });
    this.draw();
  }

  // Takes the server's new findings; cells that were flagged by the old ones are painted anew too.
  take({ findings, suspect, suggestions, objections }) {
    const old = new Map(this.list.map((finding) => [this.cards.identity(finding), finding]));
    const isNew = findings.some((finding) => !old.has(this.cards.identity(finding)));
    const touched = new Set([...this.flags.keys(), ...this.objections.keys()]);
    this.list = inOrder(findings);
    this.suspect = suspect;
    this.suggestions.take(suggestions);
    this.objections.take(objections);
    this.collect();
    const lapsed = this.list.filter((finding) => finding.settlement === "lapsed" && old.has(this.cards.identity(finding)) && old.get(this.cards.identity(finding)).settlement !== "lapsed");
    for (const finding of findings) old.delete(this.cards.identity(finding));
    for (const key of [...this.flags.keys(), ...this.objections.keys()]) touched.add(key);
    for (const finding of lapsed) this.cards.folded.set(this.cards.identity(finding), true);
    this.draw();
    this.book.emit("flagged", Array.from(touched));
    if (isNew) this.toasts.close("settled"); // it may be the same ones, come back
    this.say(Array.from(old.values()), lapsed);
  }

  say(settled, lapsed) {
    const { toasts, words } = this;
    if (settled.length === 1) toasts.show("settled", fill(words.settled, { message: shorten(settled[0].message, 40) }));
    else if (settled.length) toasts.show("settled", fill(words.settled_many, { count: settled.length }));
    if (!this.list.some((finding) => finding.settlement === "lapsed")) toasts.close("lapsed");
    if (!lapsed.length) return;
    const text = lapsed.length === 1 ? fill(words.lapsed_one, { message: shorten(lapsed[0].message, 40) }) : fill(words.lapsed_many, { count: lapsed.length });
    toasts.show("lapsed", text, { label: words.lapsed_see, run: () => this.open(this.list.indexOf(lapsed[0])) });
  }

  // Which cells are marked how: the worst level counts; blank cells show their own state and are only described.
  collect() {
    this.flags = new Map();
    const suspected = this.suspect ? this.suspect.cell : "";
    this.list.forEach((finding, number) => {
      const isBlanks = Boolean(finding.params && finding.params.blanks);
      const level = signOf(finding);
      finding.cells.forEach((key, at) => {
        const isMarked = !isBlanks && (finding.cells.length <= FEW || at === 0 || key === suspected);
        if (!isMarked && !isBlanks) return;
        const flag = this.flags.get(key) || { level, ids: [], isMarked: false, isSuspect: false, messages: [] };
        if (WORST_FIRST.indexOf(level) < WORST_FIRST.indexOf(flag.level) || (isMarked && !flag.isMarked)) flag.level = level;
        flag.isMarked = flag.isMarked || isMarked;
        flag.isSuspect = flag.isSuspect || key === suspected;
        flag.ids.push(`finding-${number}`);
        flag.messages.push(finding.message);
        this.flags.set(key, flag);
      });
    });
  }

  // What the clerk still has to settle.
  unsettled() {
    return this.list.filter(isOpen);
  }

  draw() {
    this.isDue = this.isComposing;
    if (this.isDue) return;
    const box = find("#finding-list");
    const top = box.scrollTop;
    const focused = document.activeElement.closest("#finding-list") ? document.activeElement : null;
    const card = focused && focused.closest("[data-identity]");
    const shown = this.list.map((finding, number) => [finding, number]).filter(([finding]) => !this.level || signOf(finding) === this.level);
    const cards = shown.map(([finding, number]) => this.cards.card(finding, number));
    if (!this.level) cards.unshift(...this.objections.open());
    if (!this.level || this.level === "error") cards.unshift(this.suggestions.box());
    if (!this.level) cards.push(...this.objections.answered());
    const filled = cards.filter(Boolean);
    box.replaceChildren(...(filled.length ? filled : [this.cards.empty(this.level)]));
    box.scrollTop = top;
    this.refocus(box, focused, card);
    this.counts();
    this.drawTabs();
    this.drawProofs();
  }

  // A field that is still there keeps the cursor; of a card that was drawn anew the title does.
  refocus(box, focused, card) {
    if (!focused || focused === box) return;
    if (box.contains(focused)) focused.focus({ preventScroll: true });
    else {
      const again = card && all("[data-identity]", box).find((one) => one.dataset.identity === card.dataset.identity);
      (again ? find("button", again) : box).focus({ preventScroll: true });
    }
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

  counts() {
    const count = { all: this.list.length };
    for (const kind of KINDS) count[kind] = this.list.filter((finding) => signOf(finding) === kind).length;
    all("[data-count-of]").forEach((place) => {
      place.textContent = String(count[place.dataset.countOf]);
    });
    find('.filt [data-level="explained"]').hidden = !count.explained && this.level !== "explained";
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
      const open = this.list.filter((finding) => finding.section === section || book.data.texts[(finding.params || {}).text] === section);
      const worst = LEVELS.find((level) => open.some((finding) => signOf(finding) === level));
      let shown = [conflict.has(section) ? "conflict" : "", conflict.has(section) ? words.conflict_sign : ""];
      if (!shown[0] && worst !== "error" && this.objections.isIn(section)) shown = ["objection", words.objection];
      if (!shown[0] && worst && !(blank.has(section) && worst !== "error")) shown = [worst, words[worst]];
      if (!shown[0]) shown = blank.has(section) ? ["blank", words.incomplete] : ["done", words.complete];
      const old = find(".sg", tab);
      if (old.dataset.level === shown[0]) continue;
      const made = sign(shown[0], shown[1]);
      made.dataset.level = shown[0];
      old.replaceWith(made);
    }
  }

  // A finding about prose is settled in the prose.
  show(finding) {
    const key = (finding.params || {}).text || finding.cells[0];
    if (key) this.book.emit("go", key, finding);
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
    if (flag) this.open(Number(flag.ids[0].slice("finding-".length)));
  }

  // Unfolds a card and puts the cursor on it.
  open(number) {
    const card = find(`#finding-list .fnd[data-number="${number}"]`);
    if (!card) return;
    this.cards.fold(card, this.list[number], true);
    card.scrollIntoView({ block: "nearest" });
    find("button.t", card).focus();
  }

  // Unfolds the card of a finding; the cursor stays where it is.
  uncover(finding) {
    const card = find(`#finding-list .fnd[data-number="${this.list.indexOf(finding)}"]`);
    if (!card) return;
    this.cards.fold(card, finding, true);
    card.scrollIntoView({ block: "nearest" });
  }

  // After an explanation: the next one that waits, else the list.
  goOn() {
    const number = this.list.findIndex(isOpen);
    if (number >= 0) this.open(number);
    else find("#finding-list").focus();
  }
}
