// Chooses a figure of the tables for a text: typed fragments of its label narrow the list, arrows and Enter choose.

import { element, fill, find } from "./dom.js";
import { figureOf, sumLabel, tokenOf, wholesOf } from "./text_figures.js";

const KINDS = ["number", "change", "difference", "share"];
const MOST = 80; // choices shown at once
const MARGIN = 8;

function folded(text) {
  return text.normalize("NFKC").toLowerCase().replace(/[\s·、（）()“”"，,.]/g, "");
}

export class FigurePicker {
  constructor(book) {
    this.book = book;
    this.words = book.data.words;
    this.kind = "number";
    this.part = null; // of a share, once chosen
    this.at = 0;
    this.choices = [];
    this.sums = this.offered();
    this.build();
  }

  // Everything that may be chosen, what is asked for most first: the totals' columns, then the rest of the paper.
  offered() {
    const { cells, sums } = this.book.data;
    const all = Object.keys(cells).map((key) => [key]).concat(Object.keys(sums).map((sum) => sum.split("+")));
    const order = new Map(Object.keys(cells).map((key, number) => [key, number]));
    const split = new Set(Object.values(this.book.data.totals).flat());
    // A group stands before its rows, a sum of two rows behind the first of them.
    const beside = (label, rest) => (rest.length ? (label.includes("＋") ? 0.5 : -0.5) : 0);
    const wanted = (first) => (this.book.isTotal(first) ? -order.size : split.has(first) ? order.size : 0);
    const rank = ([first, ...rest], label) => order.get(first) + beside(label, rest) + wanted(first);
    return all.map((summed) => ({ cells: summed, label: sumLabel(this.book, summed) }))
      .map((entry) => ({ ...entry, rank: rank(entry.cells, entry.label) }))
      .map((entry) => ({ ...entry, search: folded(entry.label) }))
      .sort((one, other) => one.rank - other.rank);
  }

  build() {
    const { words } = this;
    this.input = element("input", {
      type: "text", role: "combobox", id: "pick-input", "aria-expanded": "true", "aria-controls": "pick-list", "aria-autocomplete": "list", autocomplete: "off", spellcheck: "false",
    });
    this.kinds = element("div.kinds", { role: "radiogroup", "aria-label": words.pick_kind }, ...KINDS.map((kind) => element("label", {},
      element("input", { type: "radio", name: "pick-kind", value: kind, checked: kind === "number", onchange: () => this.turn(kind) }), words[`figure_${kind}`])));
    this.list = element("ul", { id: "pick-list", role: "listbox", "aria-label": words.pick_title });
    this.hint = element("p.sm.mut", { "aria-live": "polite" });
    this.box = element("div.pick", { role: "dialog", "aria-label": words.pick_title, hidden: true }, this.kinds, this.input, this.hint, this.list);
    find("main").append(this.box);
    this.input.addEventListener("input", () => this.draw());
    // The word of a radio is chosen without taking the focus, which stays where one types.
    this.kinds.addEventListener("mousedown", (event) => event.preventDefault());
    this.kinds.addEventListener("click", () => this.input.focus());
    this.box.addEventListener("keydown", (event) => this.press(event));
    this.box.addEventListener("focusout", (event) => !this.box.hidden && !this.box.contains(event.relatedTarget) && event.relatedTarget && this.close(false));
    // By the way the event took: what was clicked may be drawn anew by the time it gets here.
    document.addEventListener("mousedown", (event) => !this.box.hidden && !event.composedPath().includes(this.box) && this.close(false));
  }

  // `rect` is where the caret stands; `take(token)` gets the choice, `leave` is called without one.
  open(rect, take, leave) {
    Object.assign(this, { take, leave, part: null, kind: "number" });
    find("[value=number]", this.kinds).checked = true;
    this.input.value = "";
    this.box.hidden = false;
    this.draw();
    this.place(rect);
    this.input.focus();
  }

  close(isBack) {
    if (this.box.hidden) return;
    this.box.hidden = true;
    if (isBack) this.leave();
  }

  place(rect) {
    const { offsetWidth: width, offsetHeight: height } = this.box;
    const isBelow = rect.bottom + height + MARGIN < window.innerHeight;
    this.box.style.left = `${Math.max(MARGIN, Math.min(rect.left, window.innerWidth - width - MARGIN))}px`;
    this.box.style.top = `${Math.max(MARGIN, isBelow ? rect.bottom + 4 : Math.min(rect.top - height - 4, window.innerHeight - height - MARGIN))}px`;
  }

  turn(kind) {
    this.kind = kind;
    this.part = null;
    this.draw();
  }

  matching() {
    const fragments = this.input.value.split(/\s+/).map(folded).filter(Boolean);
    const found = this.sums.filter(({ search }) => fragments.every((fragment) => search.includes(fragment)));
    if (!this.part) return found;
    const wholes = wholesOf(this.book, this.part).map((cells) => cells.join("+"));
    const near = wholes.map((sum) => found.find(({ cells }) => cells.join("+") === sum)).filter(Boolean);
    return near.concat(found.filter((entry) => !near.includes(entry)));
  }

  draw() {
    const { words, part } = this;
    this.choices = this.matching().filter(({ cells }) => this.isFitting(cells)).slice(0, MOST);
    this.at = 0;
    this.input.placeholder = part ? words.pick_whole_of : words.pick_search;
    this.input.setAttribute("aria-label", part ? words.pick_whole_of : words.pick_search);
    this.hint.textContent = part ? fill(words.pick_whole, { part: sumLabel(this.book, part) }) : this.choices.length ? "" : words.pick_nothing;
    this.hint.hidden = !this.hint.textContent;
    this.list.replaceChildren(...this.choices.map((choice, number) => this.option(choice, number)));
    this.mark();
  }

  isFitting(cells) {
    if (this.kind === "number") return true;
    return cells.every((key) => this.book.kind(key) !== "change");
  }

  fieldFor(cells) {
    return this.kind === "share" ? { cells: this.part || cells, form: "share", whole: this.part ? cells : [] } : { cells, form: this.kind, whole: [] };
  }

  option({ cells, label }, number) {
    const isHalf = this.kind === "share" && !this.part;
    const { text, problem } = figureOf(this.book, isHalf ? { cells, form: "number", whole: [] } : this.fieldFor(cells));
    const choose = (event) => {
      event.preventDefault();
      this.choose(number);
    };
    return element("li", { role: "option", id: `pick-${number}`, title: problem, onmousedown: choose },
      element("span.l", {}, label), element(problem ? "span.v.none" : "span.v", {}, text));
  }

  mark() {
    Array.from(this.list.children).forEach((option, number) => option.setAttribute("aria-selected", String(number === this.at)));
    const current = this.list.children[this.at];
    if (current) {
      this.input.setAttribute("aria-activedescendant", current.id);
      const { offsetTop: top, offsetHeight: height } = current;
      if (top < this.list.scrollTop) this.list.scrollTop = top;
      else if (top + height > this.list.scrollTop + this.list.clientHeight) this.list.scrollTop = top + height - this.list.clientHeight;
    } else {
      this.input.removeAttribute("aria-activedescendant");
    }
  }

  press(event) {
    if (event.isComposing) return;
    const isInput = event.target === this.input;
    const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 };
    if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      this.close(true);
    } else if (event.key === "Enter") {
      event.preventDefault();
      this.choose(this.at);
    } else if (isInput && event.key in steps && this.choices.length) {
      event.preventDefault();
      this.at = Math.max(0, Math.min(this.choices.length - 1, this.at + steps[event.key]));
      this.mark();
    } else if (isInput && event.key === "Backspace" && !this.input.value && this.part) {
      this.part = null;
      this.draw();
    }
  }

  choose(number) {
    const choice = this.choices[number];
    if (!choice) return;
    if (this.kind === "share" && !this.part) {
      this.part = choice.cells;
      this.input.value = "";
      this.draw();
      return;
    }
    this.box.hidden = true;
    this.take(tokenOf(this.fieldFor(choice.cells)));
  }
}

