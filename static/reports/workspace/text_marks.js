// Lines under the figures of a text: what disagrees with the tables, what agrees, what stands there as last year.
// They are drawn in a layer over the editor, from the places the browser gives, so that the text itself stays plain.

import { element } from "./dom.js";
import { isChip, placeOf, lineOf } from "./text_chips.js";

const LOWER = 2; // px by which a line keeps off the characters above it

export class TextMarks {
  constructor(book, editor) {
    Object.assign(this, { book, editor, key: editor.key, box: editor.box });
    this.layer = element("div.marks", { "aria-hidden": "true" });
    this.said = element("div.said", { role: "status", hidden: true });
    this.box.after(this.layer, this.said);
    this.drawn = [];
    this.isAsked = false;
    this.take(book.data.marks);
  }

  start() {
    const { book, box } = this;
    book.on("answered", (answer) => this.take(answer.marks));
    book.on("written", (key) => key === this.key && this.ask());
    book.on("changed", (key) => book.isCell(key) && this.ask());
    new ResizeObserver(() => this.ask()).observe(box);
    box.addEventListener("scroll", () => this.scroll());
    box.addEventListener("mousemove", (event) => this.say(this.at(event.clientX, event.clientY)));
    box.addEventListener("mouseleave", () => this.say(null));
    document.addEventListener("selectionchange", () => this.sayAtCaret());
    box.addEventListener("blur", () => this.say(null));
    this.ask();
  }

  // What the server found in the text as it holds it.
  take(marks) {
    this.marks = (marks || {})[this.key] || [];
    this.text = this.book.fields.get(this.key).stored;
    this.ask();
  }

  ask() {
    if (this.isAsked) return;
    this.isAsked = true;
    requestAnimationFrame(() => {
      this.isAsked = false;
      this.draw();
    });
  }

  // The server's marks where the text has not changed since.
  current() {
    const now = this.book.text(this.key);
    let before = 0;
    while (before < now.length && now[before] === this.text[before]) before += 1;
    let behind = 0;
    while (behind < Math.min(now.length, this.text.length) - before && now[now.length - 1 - behind] === this.text[this.text.length - 1 - behind]) behind += 1;
    const shift = now.length - this.text.length;
    return this.marks.map((mark) => {
      if (mark.end <= before) return mark;
      return mark.start >= this.text.length - behind ? { ...mark, start: mark.start + shift, end: mark.end + shift } : null;
    }).filter(Boolean);
  }

  draw() {
    const frame = this.box.getBoundingClientRect();
    const lines = this.lines();
    this.drawn = [];
    const made = [];
    if (frame.width) {
      for (const mark of this.current()) {
        const rects = this.rects(lines, mark);
        this.drawn.push({ mark, rects });
        for (const rect of rects) {
          const line = element(`i.${mark.state}`, {});
          Object.assign(line.style, {
            left: `${rect.left - frame.left}px`, top: `${rect.top - frame.top + this.box.scrollTop}px`, width: `${rect.width}px`, height: `${rect.height + (mark.state === "same" ? 0 : LOWER)}px`,
          });
          made.push(line);
        }
      }
    }
    const sheet = element("div", {}, ...made);
    this.layer.replaceChildren(sheet);
    this.scroll();
  }

  // The paragraphs with the place in the stored text at which each begins.
  lines() {
    const found = [];
    let at = 0;
    let isLeading = true;
    for (const paragraph of this.box.children) {
      const length = lineOf(paragraph).trimEnd().length;
      if (isLeading && length === 0) continue;
      isLeading = false;
      found.push({ paragraph, start: at, end: at + length });
      at += length + 1;
    }
    return found;
  }

  rects(lines, { start, end }) {
    return lines.filter((line) => line.start < end && start < line.end).flatMap((line) => {
      const range = document.createRange();
      const first = placeOf(line.paragraph, Math.max(0, start - line.start));
      const last = placeOf(line.paragraph, Math.min(end, line.end) - line.start);
      range.setStart(first.node, first.offset);
      range.setEnd(last.node, last.offset);
      return this.merged(Array.from(range.getClientRects()).filter((rect) => rect.width > 0));
    });
  }

  // One rectangle a printed line: chips and the words beside them come separately.
  merged(rects) {
    const found = [];
    for (const rect of rects) {
      const last = found[found.length - 1];
      if (last && rect.top < last.bottom - 4 && rect.bottom > last.top + 4) {
        last.left = Math.min(last.left, rect.left);
        last.width = Math.max(last.right, rect.right) - last.left;
        last.right = last.left + last.width;
        last.top = Math.min(last.top, rect.top);
        last.bottom = Math.max(last.bottom, rect.bottom);
        last.height = last.bottom - last.top;
      } else found.push({ left: rect.left, right: rect.right, top: rect.top, bottom: rect.bottom, width: rect.width, height: rect.height });
    }
    return found;
  }

  scroll() {
    const { firstElementChild: sheet } = this.layer;
    if (sheet) sheet.style.transform = `translateY(${-this.box.scrollTop}px)`;
  }

  at(x, y) {
    const sheet = this.layer.firstElementChild;
    if (!sheet) return null;
    const boxes = Array.from(sheet.children);
    let number = 0;
    let found = null;
    for (const { mark, rects } of this.drawn) {
      for (let count = 0; count < rects.length; count += 1, number += 1) {
        const rect = boxes[number].getBoundingClientRect();
        if (x >= rect.left && x <= rect.right && y >= rect.top && y <= rect.bottom + 3) found = { mark, rect };
      }
    }
    return found;
  }

  sayAtCaret() {
    const selection = getSelection();
    if (!selection.isCollapsed || !this.box.contains(selection.anchorNode) || isChip(selection.anchorNode)) return;
    const rect = selection.getRangeAt(0).getClientRects()[0];
    this.say(rect ? this.at(rect.left, rect.top + rect.height / 2) : null);
  }

  say(found) {
    const text = found ? found.mark.label : "";
    this.said.hidden = !text;
    if (!text) return;
    if (this.said.textContent !== text) this.said.textContent = text;
    this.said.className = `said ${found.mark.state}`;
    const frame = this.said.offsetParent.getBoundingClientRect();
    this.said.style.left = `${Math.max(0, Math.min(found.rect.left - frame.left, frame.width - this.said.offsetWidth - 4))}px`;
    this.said.style.top = `${found.rect.bottom - frame.top + 5}px`;
  }
}

export function startMarks(book, editors) {
  for (const editor of editors.values()) new TextMarks(book, editor).start();
}
