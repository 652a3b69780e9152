// The editable box of a text: plain paragraphs of words and chips. What the browser does well (typing, the caret) is its
// own; whatever joins, splits or replaces is done on the stored lines, so that no markup comes in and chips stay whole.
//
// A place is {line, offset}: the paragraph and the character of its stored line, in which a chip is its token.

import { chipBeside, isChip, lineOf, offsetOf, pad, paintChip, paragraphOf, placeOf, skipPadding } from "./text_chips.js";
import { fieldOf, shownText } from "./text_figures.js";
import { TextHistory } from "./text_history.js";

const STORED = "application/x-govopen-text"; // what is copied here, with its tokens, for pasting here
const TOKEN = /\{\{[^{}\n]*\}\}/g;

export class TextSurface {
  // `changed(kind)` is called after every change a person makes.
  constructor(book, box, changed) {
    Object.assign(this, { book, box, changed });
    this.isComposing = false;
    this.history = new TextHistory();
    this.history.reset("", null);
    box.addEventListener("copy", (event) => this.copy(event));
  }

  start() {
    const { box } = this;
    box.addEventListener("compositionstart", () => {
      this.isComposing = true;
    });
    box.addEventListener("compositionend", () => {
      this.isComposing = false;
      this.settle("insertCompositionText");
    });
    box.addEventListener("input", (event) => this.isComposing || this.settle(event.inputType));
    box.addEventListener("beforeinput", (event) => this.before(event));
    box.addEventListener("paste", (event) => this.paste(event));
    box.addEventListener("cut", (event) => this.copy(event) && this.put([""], "deleteByCut"));
    box.addEventListener("drop", (event) => event.preventDefault());
    box.addEventListener("keydown", (event) => this.press(event));
    box.addEventListener("mousedown", (event) => this.point(event));
  }

  lines() {
    return Array.from(this.box.children, lineOf);
  }

  // Shows a text. `isOwn`: a step this person can take back; otherwise what was typed before is past.
  write(text, isOwn) {
    this.box.replaceChildren(...text.split("\n").map((line) => paragraphOf(this.book, line)));
    if (isOwn) this.history.record(text, null, "");
    else this.history.reset(text, null);
  }

  // Chips follow the tables; true when there are any.
  paint() {
    const chips = this.box.querySelectorAll("[data-token]");
    chips.forEach((made) => paintChip(this.book, made));
    return chips.length > 0;
  }

  settle(kind) {
    this.normalise();
    this.paint();
    this.history.record(this.lines().join("\n"), this.caret(), kind);
    this.changed(kind);
  }

  // Paragraphs of words and chips only, whatever the browser made of a deletion; the caret stays where it was.
  normalise() {
    const isPlain = (node) => node.nodeName === "P" && Array.from(node.childNodes).every((child) => (
      isChip(child) || child.nodeName === "BR" || (child.nodeType === Node.TEXT_NODE && !this.hasToken(child.data))));
    if (this.box.children.length && Array.from(this.box.childNodes).every(isPlain)) {
      Array.from(this.box.children, pad);
      return;
    }
    const caret = this.caret();
    const lines = Array.from(this.box.childNodes, lineOf);
    this.box.replaceChildren(...(lines.length ? lines : [""]).map((line) => paragraphOf(this.book, line)));
    if (caret) this.setCaret(caret);
  }

  // A token typed out by hand becomes a chip.
  hasToken(words) {
    return (words.match(TOKEN) || []).some((token) => fieldOf(this.book, token));
  }

  placeAt(node, offset) {
    const { children } = this.box;
    if (node === this.box) {
      const line = Math.min(offset, children.length - 1);
      return { line: Math.max(0, line), offset: line < offset && children.length ? lineOf(children[line]).length : 0 };
    }
    let paragraph = node;
    while (paragraph.parentNode !== this.box) paragraph = paragraph.parentNode;
    return { line: Array.from(this.box.childNodes).indexOf(paragraph), offset: offsetOf(paragraph, node, offset) };
  }

  caret() {
    const { anchorNode, anchorOffset } = getSelection();
    return anchorNode && this.box.contains(anchorNode) ? this.placeAt(anchorNode, anchorOffset) : null;
  }

  // {from, to} of the selection, or null when it is elsewhere.
  ends() {
    const selection = getSelection();
    if (!selection.rangeCount) return null;
    const range = selection.getRangeAt(0);
    if (!this.box.contains(range.startContainer) || !this.box.contains(range.endContainer)) return null;
    return { from: this.placeAt(range.startContainer, range.startOffset), to: this.placeAt(range.endContainer, range.endOffset) };
  }

  setCaret({ line, offset }) {
    const paragraph = this.box.children[Math.max(0, Math.min(line, this.box.children.length - 1))];
    if (!paragraph) return;
    const place = placeOf(paragraph, offset);
    getSelection().collapse(place.node, place.offset);
    this.reveal(paragraph);
  }

  reveal(paragraph) {
    const { box } = this;
    const [rect] = getSelection().getRangeAt(0).getClientRects();
    const { top, bottom } = rect || paragraph.getBoundingClientRect();
    const frame = box.getBoundingClientRect();
    if (top < frame.top) box.scrollTop -= frame.top - top + 8;
    else if (bottom > frame.bottom) box.scrollTop += bottom - frame.bottom + 8;
  }

  // Lines in the place of what is between two places, or of the selection; the caret stands behind them.
  replace({ from, to }, lines, kind) {
    const stored = this.lines();
    const made = lines.slice();
    const last = made.length - 1;
    made[0] = (stored[from.line] || "").slice(0, from.offset) + made[0];
    const caret = { line: from.line + last, offset: made[last].length };
    made[last] += (stored[to.line] || "").slice(to.offset);
    const old = Array.from(this.box.children).slice(from.line, to.line + 1);
    const paragraphs = made.map((line) => paragraphOf(this.book, line));
    if (old.length) old[0].before(...paragraphs);
    else this.box.append(...paragraphs);
    old.forEach((paragraph) => paragraph.remove());
    this.setCaret(caret);
    this.settle(kind);
  }

  put(lines, kind) {
    const ends = this.ends();
    if (ends) this.replace(ends, lines, kind);
  }

  before(event) {
    const { inputType: kind } = event;
    if (kind.startsWith("format")) event.preventDefault();
    if (kind === "historyUndo" || kind === "historyRedo") {
      event.preventDefault();
      this.back(kind === "historyUndo" ? -1 : 1);
    }
    if (this.isComposing || event.defaultPrevented) return;
    const ends = this.ends();
    if (!ends) return;
    const { from, to } = ends;
    const isCollapsed = from.line === to.line && from.offset === to.offset;
    if (kind === "insertParagraph" || kind === "insertLineBreak") {
      event.preventDefault();
      this.replace(ends, ["", ""], kind);
    } else if (!isCollapsed && kind.startsWith("delete")) {
      event.preventDefault();
      this.replace(ends, [""], kind);
    } else if (!isCollapsed && kind === "insertText" && event.data) {
      event.preventDefault();
      this.replace(ends, [event.data], kind);
    } else if (isCollapsed && kind.startsWith("delete")) this.join(event, from, kind);
  }

  // Deleting over the border of two paragraphs.
  join(event, place, kind) {
    const { children } = this.box;
    const isBackward = kind.endsWith("Backward");
    const first = isBackward ? place.line - 1 : place.line;
    const isAtBorder = isBackward ? place.offset === 0 : place.offset >= lineOf(children[place.line]).length;
    if (!isAtBorder) return;
    event.preventDefault();
    if (first < 0 || first + 1 >= children.length) return;
    this.replace({ from: { line: first, offset: lineOf(children[first]).length }, to: { line: first + 1, offset: 0 } }, [""], kind);
  }

  press(event) {
    if (event.isComposing) return;
    const isControl = (event.ctrlKey || event.metaKey) && !event.altKey;
    const key = event.key.toLowerCase();
    if (isControl && (key === "z" || key === "y")) {
      event.preventDefault();
      this.back(key === "z" && !event.shiftKey ? -1 : 1);
      return;
    }
    const step = { ArrowLeft: -1, Backspace: -1, ArrowRight: 1, Delete: 1 }[event.key];
    if (step && !isControl && !event.altKey) this.pass(event, step);
  }

  // A click on a chip puts the caret on the nearer side of it: inside there is no place to type.
  point(event) {
    const made = event.target.closest("[data-token]");
    if (!made || event.button !== 0) return;
    event.preventDefault();
    this.box.focus({ preventScroll: true });
    const { left, width } = made.getBoundingClientRect();
    const isBehind = event.clientX > left + width / 2;
    const beside = isBehind ? made.nextSibling : made.previousSibling;
    const offset = isBehind ? 0 : beside.data.length;
    if (event.shiftKey) getSelection().extend(beside, offset);
    else getSelection().collapse(beside, offset);
  }

  // A chip is passed and deleted in one stroke, whatever stands beside it for the caret's sake.
  pass(event, step) {
    const selection = getSelection();
    const beside = chipBeside(selection, step);
    if (!beside) {
      skipPadding(selection, step, event.shiftKey);
      return;
    }
    event.preventDefault();
    if (event.key === "Backspace" || event.key === "Delete") {
      const at = Array.from(beside.parentNode.childNodes).indexOf(beside);
      const from = this.placeAt(beside.parentNode, at);
      this.replace({ from, to: { line: from.line, offset: from.offset + beside.dataset.token.length } }, [""], "deleteChip");
      return;
    }
    const next = step < 0 ? beside.previousSibling : beside.nextSibling;
    const offset = step < 0 ? next.data.length : 0;
    if (event.shiftKey) selection.extend(next, offset);
    else selection.collapse(next, offset);
  }

  back(by) {
    const step = this.history.step(by);
    if (!step) return;
    this.box.replaceChildren(...step.text.split("\n").map((line) => paragraphOf(this.book, line)));
    this.setCaret(step.caret || { line: Infinity, offset: Infinity });
    this.changed(by < 0 ? "historyUndo" : "historyRedo");
  }

  // From Word or a page: its paragraphs as plain text, indents and empty lines left out. From here, with its chips.
  paste(event) {
    event.preventDefault();
    const data = event.clipboardData;
    const text = data.getData(STORED) || data.getData("text/plain");
    const lines = text.split(/\r\n?|\n/).map((line) => line.replace(/\u00a0/g, " ").trim()).filter(Boolean);
    if (lines.length) this.put(lines, "insertFromPaste");
  }

  // Elsewhere numbers arrive, here the chips themselves.
  copy(event) {
    const ends = this.ends();
    if (!ends || getSelection().isCollapsed) return false;
    const lines = this.lines().slice(ends.from.line, ends.to.line + 1);
    lines[lines.length - 1] = lines[lines.length - 1].slice(0, ends.to.offset);
    lines[0] = lines[0].slice(ends.from.offset);
    event.preventDefault();
    event.clipboardData.setData("text/plain", shownText(this.book, lines.join("\n")));
    event.clipboardData.setData(STORED, lines.join("\n"));
    return true;
  }
}
