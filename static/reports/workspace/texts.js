// Editors for prose: plain paragraphs, a line each. Numbered headings show as they will be printed, without any markup.

import { all, element, fill, find } from "./dom.js";
import { Binding } from "./text_binding.js";
import { wordsOf } from "./text_chips.js";
import { shownText } from "./text_figures.js";
import { startMarks } from "./text_marks.js";
import { FigurePicker } from "./text_picker.js";
import { TextSurface } from "./text_surface.js";
import { askTakeover } from "./text_takeover.js";
import { fillTotals } from "./totals.js";

// The same rule by which the finished page tells headings: short, numbered, ending no sentence.
const LONGEST_HEADING = 40;
const FIRST = /^[（(][一二三四五六七八九十]{1,3}[）)]/;
const SECOND = /^(\d{1,2}[.．、](?!\d)|[（(]\d{1,2}[）)])/;
const SENTENCE = /[。；;：:！？，,]$/;
const DIGITS = "一二三四五六七八九十";
const SHORTHAND = /(\{\{|｛｛)$/;

export function levelOf(line) {
  const text = line.trim();
  if (text.length > LONGEST_HEADING || text.includes("。") || SENTENCE.test(text)) return 0;
  if (FIRST.test(text)) return 1;
  return SECOND.test(text) ? 2 : 0;
}

export function tidy(text) {
  return text.replace(/\r\n?/g, "\n").replace(/\u00a0/g, " ").split("\n").map((line) => line.trimEnd()).join("\n").replace(/^\n+|\n+$/g, "");
}

function chineseNumber(number) {
  if (number <= 10) return DIGITS[number - 1];
  if (number < 20) return `十${DIGITS[number - 11]}`;
  const rest = number % 10 ? DIGITS[(number % 10) - 1] : "";
  return `${DIGITS[Math.floor(number / 10) - 1]}十${rest}`;
}

export class TextEditor {
  constructor(book, saver, box, conflicts, picker) {
    Object.assign(this, { book, saver, box, conflicts, picker });
    this.key = box.dataset.text;
    this.words = book.data.words;
    this.surface = new TextSurface(book, box, (kind) => this.typed(kind));
  }

  start() {
    const { box, book, key } = this;
    this.write(book.text(key), false);
    book.on("changed", (changed) => (changed === key ? this.follow() : book.isCell(changed) && this.paint()));
    this.outline();
    const mark = find(`[data-clash="${key}"]`);
    if (mark) mark.addEventListener("click", (event) => {
      event.preventDefault();
      this.conflicts.visit(key);
    });
    if (!book.data.report.editable) return;
    this.surface.start();
    box.addEventListener("blur", () => book.isUnsaved(key) && this.saver.flush());
    box.addEventListener("focus", () => book.fields.get(key).clash && this.conflicts.open(key));
    all(`[data-for="${key}"]`).forEach((button) => this.tool(button, () => this.number(Number(button.dataset.level))));
    all(`[data-pick="${key}"]`).forEach((button) => this.tool(button, () => this.pick(0)));
  }

  // A button that leaves the caret where it is.
  tool(button, run) {
    button.addEventListener("mousedown", (event) => event.preventDefault());
    button.addEventListener("click", () => {
      this.standSomewhere();
      run();
    });
  }

  write(text, isOwn) {
    this.surface.write(text, isOwn);
    this.classes();
    this.book.emit("written", this.key);
  }

  // Bound figures follow the tables.
  paint() {
    if (this.surface.paint()) this.outline();
  }

  typed(kind) {
    this.classes();
    this.book.put(this.key, this.text(), kind.startsWith("history") ? "undone" : "typed");
    this.outline();
    this.book.emit("written", this.key);
    if (/^insert(Text|CompositionText)$/.test(kind)) this.lookForShorthand();
  }

  text() {
    return tidy(this.surface.lines().join("\n"));
  }

  // Somebody else's text, a decision or an undo: written unless it already stands there.
  follow() {
    const field = this.book.fields.get(this.key);
    if (!this.surface.isComposing && this.text() !== field.text) this.write(field.text, this.book.isUnsaved(this.key));
    this.box.classList.toggle("waiting", Boolean(field.clash));
    this.box.classList.toggle("bad", Boolean(field.refused));
    const mark = find(`[data-clash="${this.key}"]`);
    if (mark) {
      mark.hidden = !field.clash;
      mark.textContent = fill(this.words.waiting, { count: 1 });
    }
    this.outline();
  }

  classes() {
    for (const paragraph of this.box.children) {
      const level = levelOf(wordsOf(paragraph));
      const css = level ? `h${level}` : "";
      if (paragraph.className !== css) paragraph.className = css;
    }
  }

  outline() {
    const count = find(`[data-count="${this.key}"]`);
    const characters = shownText(this.book, this.book.text(this.key)).replace(/\s/g, "").length;
    if (count) count.textContent = fill(this.words.characters, { count: characters });
    const list = find(`[data-outline="${this.key}"]`);
    if (!list) return;
    const headings = Array.from(this.box.children).filter((paragraph) => levelOf(wordsOf(paragraph)));
    const rows = headings.map((paragraph) => {
      const go = () => this.reach(paragraph);
      const title = wordsOf(paragraph).trim();
      return element(`li.l${levelOf(title)}`, {}, element("button", { type: "button", title, onclick: go }, title));
    });
    list.replaceChildren(...(rows.length ? rows : [element("li", {}, element("p", {}, this.words.no_headings))]));
  }

  reach(paragraph) {
    this.box.scrollTop = paragraph.offsetTop - this.box.offsetTop - 8;
    this.box.focus({ preventScroll: true });
    this.surface.setCaret({ line: Array.from(this.box.children).indexOf(paragraph), offset: 0 });
  }

  // {{ asks for a figure at once, also as an input method writes it.
  lookForShorthand() {
    const { anchorNode: node, anchorOffset: offset, isCollapsed } = getSelection();
    const isHere = isCollapsed && node && node.nodeType === Node.TEXT_NODE && this.box.contains(node);
    if (isHere && SHORTHAND.test(node.data.slice(0, offset))) this.pick(2);
  }

  // Puts a figure in the place of the selection and of the `typed` characters before it.
  pick(typed) {
    const { surface } = this;
    const { from, to } = surface.ends();
    const before = { line: from.line, offset: Math.max(0, from.offset - typed) };
    // What asked for a figure is not part of the text when none is chosen.
    const back = () => {
      this.box.focus({ preventScroll: true });
      if (typed) surface.replace({ from: before, to }, [""], "deleteShorthand");
      else surface.setCaret(to);
    };
    const take = (token) => {
      this.box.focus({ preventScroll: true });
      surface.replace({ from: before, to }, [token], "insertChip");
    };
    this.picker.open(this.rectOf(getSelection().getRangeAt(0)), take, back);
  }

  // Where a range begins on the screen; an empty line has no rectangle of its own.
  rectOf(range) {
    const [rect] = range.getClientRects();
    const node = range.startContainer;
    return rect || (node.nodeType === Node.TEXT_NODE ? node.parentNode : node).getBoundingClientRect();
  }

  standSomewhere() {
    if (this.surface.ends()) return;
    this.box.focus();
    this.surface.setCaret({ line: Infinity, offset: Infinity });
  }

  // Makes the caret's paragraph the next （一） or 1. heading.
  number(level) {
    const { line } = this.surface.caret();
    const lines = this.surface.lines();
    let count = 1;
    for (const before of lines.slice(0, line)) {
      const found = levelOf(shownText(this.book, before));
      if (found === level) count += 1;
      else if (found === 1) count = 1;
    }
    const [old] = lines[line].match(FIRST) || lines[line].match(SECOND) || [""];
    const heading = level === 1 ? `（${chineseNumber(count)}）` : `${count}.`;
    this.surface.replace({ from: { line, offset: 0 }, to: { line, offset: old.length } }, [heading], "insertHeading");
  }

  // Last year's text in the place of what is there, or behind it.
  take(text, isBehind) {
    const own = this.book.text(this.key);
    this.book.put(this.key, tidy(isBehind && own ? `${own}\n${text}` : text), "typed");
    fillTotals(this.book);
    this.saver.flush();
  }
}

export function startTexts(book, saver, conflicts, toasts) {
  document.execCommand("defaultParagraphSeparator", false, "p");
  const editors = new Map();
  const picker = new FigurePicker(book);
  for (const box of all("[data-text]")) {
    const editor = new TextEditor(book, saver, box, conflicts, picker);
    editor.start();
    editors.set(editor.key, editor);
  }
  startMarks(book, editors);
  const binding = new Binding(book, saver, toasts);
  all("[data-bind]").forEach((button) => button.addEventListener("click", () => binding.review(button.dataset.bind)));
  all("[data-last]").forEach((button) => button.addEventListener("click", () => {
    const beside = find(`#last-${button.dataset.last}`);
    beside.hidden = !beside.hidden;
    beside.closest(".edg").classList.toggle("beside", !beside.hidden);
    button.setAttribute("aria-expanded", String(!beside.hidden));
  }));
  all("[data-take]").forEach((button) => button.addEventListener("click", async () => {
    const key = button.dataset.take;
    const before = book.text(key);
    const way = before.trim() ? await askTakeover(book.data.words) : "replace";
    if (!way) return;
    editors.get(key).take(book.data.previous_texts[key], way === "append");
    editors.get(key).box.focus({ preventScroll: true });
    const undo = () => {
      book.put(key, before, "undone");
      saver.flush();
    };
    toasts.show("text", book.data.words.copied_text, { label: book.data.words.undo, run: undo });
    binding.offer(key);
  }));
  return editors;
}
