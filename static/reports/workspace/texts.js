// Editors for prose: plain paragraphs, a line each. Numbered headings show as they will be printed, without any markup.

import { all, element, fill, find } from "./dom.js";
import { fillTotals } from "./totals.js";

// The same rule by which the finished page tells headings: short, numbered, ending no sentence.
const LONGEST_HEADING = 40;
const FIRST = /^[（(][一二三四五六七八九十]{1,3}[）)]/;
const SECOND = /^(\d{1,2}[.．、](?!\d)|[（(]\d{1,2}[）)])/;
const SENTENCE = /[。；;：:！？，,]$/;
const DIGITS = "一二三四五六七八九十";

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

function asParagraph(line) {
  return element("p", {}, line === "" ? element("br") : line);
}

export class TextEditor {
  constructor(book, saver, box, conflicts) {
    Object.assign(this, { book, saver, box, conflicts });
    this.key = box.dataset.text;
    this.words = book.data.words;
    this.isComposing = false;
  }

  start() {
    const { box, book, key } = this;
    this.write(book.text(key));
    book.on("changed", (changed) => changed === key && this.follow());
    this.outline();
    const mark = find(`[data-clash="${key}"]`);
    if (mark) mark.addEventListener("click", (event) => {
      event.preventDefault();
      this.conflicts.visit(key);
    });
    if (!book.data.report.editable) return;
    box.addEventListener("compositionstart", () => {
      this.isComposing = true;
    });
    box.addEventListener("compositionend", () => {
      this.isComposing = false;
      this.typed();
    });
    box.addEventListener("input", () => this.isComposing || this.typed());
    box.addEventListener("beforeinput", (event) => event.inputType.startsWith("format") && event.preventDefault());
    box.addEventListener("paste", (event) => this.paste(event));
    box.addEventListener("drop", (event) => event.preventDefault());
    box.addEventListener("blur", () => book.isUnsaved(key) && this.saver.flush());
    box.addEventListener("focus", () => book.fields.get(key).clash && this.conflicts.open(key));
    all(`[data-for="${key}"]`).forEach((button) => {
      button.addEventListener("mousedown", (event) => event.preventDefault());
      button.addEventListener("click", () => this.number(Number(button.dataset.level)));
    });
  }

  lines() {
    return Array.from(this.box.children, (paragraph) => paragraph.textContent);
  }

  write(text) {
    this.box.replaceChildren(...text.split("\n").map(asParagraph));
    this.classes();
  }

  typed() {
    this.normalise();
    this.classes();
    this.book.put(this.key, tidy(this.lines().join("\n")), "typed");
    this.outline();
  }

  // Somebody else's text, a decision or an undo: written unless it already stands there.
  follow() {
    const field = this.book.fields.get(this.key);
    if (!this.isComposing && tidy(this.lines().join("\n")) !== field.text) this.write(field.text);
    this.box.classList.toggle("waiting", Boolean(field.clash));
    this.box.classList.toggle("bad", Boolean(field.refused));
    const mark = find(`[data-clash="${this.key}"]`);
    if (mark) {
      mark.hidden = !field.clash;
      mark.textContent = fill(this.words.waiting, { count: 1 });
    }
    this.outline();
  }

  // Paragraphs of plain text only, whatever the browser made of a deletion; the caret stays where it was.
  normalise() {
    const isPlain = (node) => node.nodeName === "P" && Array.from(node.childNodes).every((child) => child.nodeType === Node.TEXT_NODE || child.nodeName === "BR");
    if (this.box.children.length && Array.from(this.box.childNodes).every(isPlain)) return;
    const caret = this.caret();
    const lines = Array.from(this.box.childNodes, (node) => node.textContent);
    this.box.replaceChildren(...(lines.length ? lines : [""]).map(asParagraph));
    if (caret) this.setCaret(caret.line, caret.offset);
  }

  caret() {
    const selection = getSelection();
    if (!selection.rangeCount || !this.box.contains(selection.anchorNode)) return null;
    let node = selection.anchorNode;
    if (node === this.box) return { line: Math.min(selection.anchorOffset, this.box.childNodes.length - 1), offset: 0 };
    while (node.parentNode !== this.box) node = node.parentNode;
    const range = document.createRange();
    range.setStart(node, 0);
    range.setEnd(selection.anchorNode, selection.anchorOffset);
    return { line: Array.from(this.box.childNodes).indexOf(node), offset: range.toString().length };
  }

  setCaret(line, offset) {
    const paragraph = this.box.children[Math.max(0, line)];
    if (!paragraph) return;
    const text = paragraph.firstChild;
    const isText = text && text.nodeType === Node.TEXT_NODE;
    getSelection().collapse(isText ? text : paragraph, isText ? Math.min(offset, text.length) : 0);
  }

  classes() {
    for (const paragraph of this.box.children) {
      const level = levelOf(paragraph.textContent);
      const css = level ? `h${level}` : "";
      if (paragraph.className !== css) paragraph.className = css;
    }
  }

  outline() {
    const count = find(`[data-count="${this.key}"]`);
    const characters = this.book.text(this.key).replace(/\s/g, "").length;
    if (count) count.textContent = fill(this.words.characters, { count: characters });
    const list = find(`[data-outline="${this.key}"]`);
    if (!list) return;
    const headings = Array.from(this.box.children).filter((paragraph) => levelOf(paragraph.textContent));
    const rows = headings.map((paragraph) => {
      const go = () => this.reach(paragraph);
      const title = paragraph.textContent.trim();
      return element(`li.l${levelOf(title)}`, {}, element("button", { type: "button", title, onclick: go }, title));
    });
    list.replaceChildren(...(rows.length ? rows : [element("li", {}, element("p", {}, this.words.no_headings))]));
  }

  reach(paragraph) {
    this.box.scrollTop = paragraph.offsetTop - this.box.offsetTop - 8;
    this.box.focus({ preventScroll: true });
    this.setCaret(Array.from(this.box.children).indexOf(paragraph), 0);
  }

  // From Word or a page: its paragraphs as plain text, indents and empty lines left out.
  paste(event) {
    event.preventDefault();
    const text = event.clipboardData.getData("text/plain");
    const lines = text.split(/\r\n?|\n/).map((line) => line.replace(/\u00a0/g, " ").trim()).filter(Boolean);
    if (lines.length === 1) document.execCommand("insertText", false, lines[0]);
    else if (lines.length) {
      const holder = element("div", {}, ...lines.map(asParagraph));
      document.execCommand("insertHTML", false, holder.innerHTML);
    }
  }

  // Makes the caret's paragraph the next （一） or 1. heading.
  number(level) {
    if (!this.caret()) {
      this.box.focus();
      this.setCaret(this.box.children.length - 1, Infinity);
    }
    const { line } = this.caret() || { line: 0 };
    let count = 1;
    for (let at = 0; at < line; at += 1) {
      const found = levelOf(this.box.children[at].textContent);
      if (found === level) count += 1;
      else if (found === 1) count = 1;
    }
    const paragraph = this.box.children[line];
    const old = (paragraph.textContent.match(FIRST) || paragraph.textContent.match(SECOND) || [""])[0];
    const text = paragraph.firstChild;
    if (text && text.nodeType === Node.TEXT_NODE) getSelection().setBaseAndExtent(text, 0, text, old.length);
    document.execCommand("insertText", false, level === 1 ? `（${chineseNumber(count)}）` : `${count}.`);
  }

  // Last year's text, behind what is there already.
  take(text) {
    const own = this.book.text(this.key);
    this.book.put(this.key, tidy(own ? `${own}\n${text}` : text), "typed");
    fillTotals(this.book);
    this.saver.flush();
  }
}

export function startTexts(book, saver, conflicts, toasts) {
  document.execCommand("defaultParagraphSeparator", false, "p");
  const editors = new Map();
  for (const box of all("[data-text]")) {
    const editor = new TextEditor(book, saver, box, conflicts);
    editor.start();
    editors.set(editor.key, editor);
  }
  all("[data-last]").forEach((button) => button.addEventListener("click", () => {
    const beside = find(`#last-${button.dataset.last}`);
    beside.hidden = !beside.hidden;
    beside.closest(".edg").classList.toggle("beside", !beside.hidden);
    button.setAttribute("aria-expanded", String(!beside.hidden));
  }));
  all("[data-take]").forEach((button) => button.addEventListener("click", () => {
    const key = button.dataset.take;
    const before = book.text(key);
    editors.get(key).take(book.data.previous_texts[key]);
    const undo = () => {
      book.put(key, before, "undone");
      saver.flush();
    };
    toasts.show("text", book.data.words.copied_text, { label: book.data.words.undo, run: undo });
  }));
  return editors;
}
