// Moving and typing in the tables: the keys of a spreadsheet.

import { all } from "./dom.js";
import { recall, remember } from "./keep.js";
import { fold } from "./numbers.js";
import { fillTotals, runningTotals } from "./totals.js";

const PAUSE = 600; // ms after the last key before a figure that is still being typed is taken as typed
const ROOM = 12; // pixels kept free between the cell in use and the bar below
const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

export class Grid {
  constructor(book, layout, saver, undo) {
    Object.assign(this, { book, layout, saver, undo });
    this.current = null; // the focused input
    this.before = ""; // its text when it was reached
    this.isEditing = false;
    this.column = 0; // wanted column while moving over merged cells
    this.anchor = null; // where a range began
    this.extent = null; // and where it ends
    this.isDragging = false;
    this.timer = null;
  }

  start() {
    const { layout } = this;
    for (const table of layout.tables.keys()) {
      table.addEventListener("focusin", (event) => this.isCell(event.target) && this.reach(event.target));
      table.addEventListener("focusout", (event) => this.isCell(event.target) && this.leave(event.target));
      table.addEventListener("input", (event) => this.isCell(event.target) && this.typed(event.target));
      table.addEventListener("keydown", (event) => this.isCell(event.target) && this.key(event, event.target));
      table.addEventListener("mousedown", (event) => this.press(event));
      table.addEventListener("mouseover", (event) => this.drag(event));
      table.addEventListener("dblclick", (event) => this.isCell(event.target) && this.edit(event.target));
    }
    document.addEventListener("mouseup", () => {
      this.isDragging = false;
    });
    // A figure that changes under the cursor (undone, another person's) is what Esc goes back to.
    this.book.on("changed", (key) => {
      if (this.current && this.current.dataset.cell === key && !this.isEditing) this.before = this.book.text(key);
    });
    document.addEventListener("visibilitychange", () => this.isEditing && this.take(this.current));
    window.addEventListener("pagehide", () => this.isEditing && this.take(this.current));
  }

  isCell(target) {
    return target.tagName === "INPUT" && target.dataset.cell !== undefined;
  }

  focus(input) {
    if (!input) return;
    input.focus({ preventScroll: true });
    input.select();
    this.reveal(input);
  }

  // Brings a cell out from under the heads that stick to the top and left and the bar at the bottom.
  reveal(input) {
    let cell = input.closest("td").getBoundingClientRect();
    const head = input.closest("table").querySelector("thead");
    const bar = document.getElementById("cellbar").getBoundingClientRect();
    const scroller = input.closest(".scroll");
    const isOwnScroll = getComputedStyle(scroller).overflowY === "auto";
    const sticky = head ? head.getBoundingClientRect() : null;
    const headTop = document.querySelector(".tabs").getBoundingClientRect().bottom;
    if (isOwnScroll) {
      const whole = scroller.getBoundingClientRect();
      if (whole.top < headTop) window.scrollBy(0, whole.top - headTop - 4);
      else if (whole.bottom > bar.top) window.scrollBy(0, Math.min(whole.bottom - bar.top + 4, whole.top - headTop - 4));
      cell = input.closest("td").getBoundingClientRect();
      const frame = scroller.getBoundingClientRect();
      const labels = all("th.k", input.closest("tr")).reduce((right, label) => Math.max(right, label.getBoundingClientRect().right), frame.left);
      const top = frame.top + (sticky ? sticky.height : 0);
      if (cell.top < top) scroller.scrollTop -= top - cell.top;
      else if (cell.bottom > frame.bottom) scroller.scrollTop += cell.bottom - frame.bottom + 8;
      if (cell.left < labels) scroller.scrollLeft -= labels - cell.left;
      else if (cell.right > frame.right) scroller.scrollLeft += cell.right - frame.right;
    }
    const now = input.closest("td").getBoundingClientRect();
    const top = headTop + (sticky && !isOwnScroll ? sticky.height : 0) + 4;
    if (now.top < top) window.scrollBy(0, now.top - top);
    else if (now.bottom > bar.top - ROOM) window.scrollBy(0, now.bottom - bar.top + ROOM);
  }

  // In the middle between the heads and the bar, for a cell come to from elsewhere; one well in view stays where it is.
  centre(input) {
    const { top, bottom } = input.closest("td").getBoundingClientRect();
    const head = document.querySelector(".tabs").getBoundingClientRect().bottom;
    const bar = document.getElementById("cellbar").getBoundingClientRect().top;
    const quarter = (bar - head) / 4;
    if (top < head + quarter || bottom > bar - quarter) window.scrollBy(0, (top + bottom - head - bar) / 2);
  }

  reach(input) {
    this.current = input;
    this.before = this.book.text(input.dataset.cell);
    this.setEditing(input, false);
    input.select(); // however the cell was reached, typing replaces
    if (!this.isDragging && !this.isExtending) this.clearRange();
    if (!this.isMoving) this.column = Number(input.dataset.column);
    this.tint(input);
    this.book.emit("reached", input.dataset.cell);
  }

  leave(input) {
    this.commit(input);
    this.setEditing(input, false);
  }

  // What was typed becomes the cell's figure: folded, in one undo step, saved at once.
  commit(input) {
    const key = input.dataset.cell;
    if (input.readOnly) return;
    this.take(input);
    const text = this.book.text(key);
    input.value = text;
    if (text !== this.before) {
      this.undo.record([{ key, before: this.before, after: text }]);
      this.before = text;
    }
    if (this.book.unsaved().length) this.saver.flush();
  }

  // While a figure is being typed only the totals run along; half a figure is not saved.
  typed(input) {
    if (!this.isEditing) this.setEditing(input, true);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.take(input) && this.saver.flush(), PAUSE);
    this.showTotals(runningTotals(this.book, input.dataset.cell, input.value));
  }

  take(input) {
    clearTimeout(this.timer);
    if (input.readOnly) return false;
    const key = input.dataset.cell;
    const isNew = this.book.put(key, fold(input.value, this.book.kind(key)).text, "typed");
    fillTotals(this.book);
    return isNew;
  }

  showTotals(totals) {
    for (const [key, text] of totals) {
      const input = this.layout.byKey.get(key);
      if (input.value !== text) input.value = text;
    }
  }

  edit(input) {
    if (input.readOnly || this.isEditing) return;
    this.setEditing(input, true);
    input.setSelectionRange(input.value.length, input.value.length);
  }

  setEditing(input, isEditing) {
    this.isEditing = isEditing;
    input.classList.toggle("editing", isEditing);
  }

  move(input, down, right) {
    this.isMoving = down !== 0;
    this.focus(this.layout.near(input, down, right, down ? this.column : undefined));
    this.isMoving = false;
  }

  key(event, input) {
    const { key, shiftKey: isShift } = event;
    const isControl = event.ctrlKey || event.metaKey;
    if (event.isComposing || event.altKey) return;
    let isDone = true;
    if (isControl && (key === "Home" || key === "End")) {
      this.focus(this.layout.end(key === "Home" ? 1 : -1));
    } else if (isControl && !isShift && key.toLowerCase() === "z") this.undoOrRestore(input);
    else if (isControl && (key.toLowerCase() === "y" || (isShift && key.toLowerCase() === "z"))) this.undo.redo();
    else if (isControl && key.toLowerCase() === "a" && !this.isEditing) this.selectTable(input);
    else if (isControl) isDone = false;
    else if (STEPS[key]) isDone = this.arrow(input, key, isShift);
    else if (key === "Enter") this.move(input, isShift ? -1 : 1, 0);
    else if (key === "Tab") isDone = this.tab(input, isShift ? -1 : 1);
    else if (key === "F2") this.edit(input);
    else if (key === "Escape") this.restore(input);
    else if (key === "F1") this.book.emit("guidance", input.dataset.cell);
    else if (key === "F9") this.toggleLock(input.dataset.cell);
    else if ((key === "Delete" || key === "Backspace") && !this.isEditing) this.blank(input);
    else if (input.readOnly && key.length === 1) this.book.emit("locked", input.dataset.cell);
    else isDone = false;
    if (isDone) event.preventDefault();
  }

  arrow(input, key, isShift) {
    const [down, right] = STEPS[key];
    if (isShift && !this.isEditing) {
      this.extend(this.layout.near(this.extent || input, down, right) || this.extent);
      return true;
    }
    if (right && this.isEditing) {
      const end = right > 0 ? input.value.length : 0;
      if (input.selectionStart !== end || input.selectionEnd !== end) return false;
    }
    this.move(input, down, right);
    return true;
  }

  // At the ends Tab leaves the tables, so that the keyboard is never caught in them.
  tab(input, step) {
    const next = this.layout.next(input, step);
    if (next) this.focus(next);
    return Boolean(next);
  }

  restore(input) {
    const key = input.dataset.cell;
    if (this.range().length > 1) this.clearRange();
    if (!input.readOnly) {
      input.value = this.before;
      if (this.take(input)) this.saver.flush();
      this.showTotals(runningTotals(this.book, key, this.before));
    }
    this.setEditing(input, false);
    input.select();
  }

  undoOrRestore(input) {
    if (!input.readOnly && input.value !== this.before) this.restore(input);
    else this.undo.undo();
  }

  // Several cells changed in one step: entries {key, text}; returns how many did change.
  change(entries, source, detail) {
    const steps = [];
    for (const { key, text } of entries) {
      const before = this.book.text(key);
      if (this.book.put(key, text, source, detail)) steps.push({ key, before, after: text });
    }
    fillTotals(this.book);
    if (steps.length) this.undo.record(steps);
    if (this.current) this.before = this.book.text(this.current.dataset.cell);
    this.saver.flush();
    return steps.length;
  }

  blank(input) {
    const keys = this.range().map((cell) => cell.dataset.cell);
    const open = keys.filter((key) => !this.layout.byKey.get(key).readOnly);
    if (!open.length) this.book.emit("locked", input.dataset.cell);
    const count = this.change(open.map((key) => ({ key, text: "" })), "typed");
    if (count > 1) this.book.emit("blanked", count);
  }

  toggleLock(key) {
    if (!this.book.isTotal(key) || !this.book.data.report.editable) return;
    const isUnlocked = this.book.unlocked.has(key);
    const before = this.book.text(key);
    this.book.unlock(key, !isUnlocked);
    this.rememberLocks();
    fillTotals(this.book);
    const after = this.book.text(key);
    this.undo.record([{ key, before, after, lock: [isUnlocked, !isUnlocked] }]);
    this.before = after;
    this.book.emit("locking", key, isUnlocked);
    if (after !== before) this.saver.flush();
  }

  // A total that equals its sum does not show that it was unlocked; this machine remembers it.
  rememberLocks() {
    remember(`unlocked-${this.book.data.report.id}`, Array.from(this.book.unlocked).join(" "));
  }

  restoreLocks() {
    if (!this.book.data.report.editable) return;
    const keys = (recall(`unlocked-${this.book.data.report.id}`) || "").split(" ");
    for (const key of keys) if (this.book.isTotal(key) && !this.book.unlocked.has(key)) this.book.unlock(key, true);
  }

  // Ranges
  press(event) {
    const lock = event.target.closest("button.lk");
    const input = lock ? null : event.target.closest("td.c") && event.target.closest("td.c").querySelector("input");
    if (lock) {
      event.preventDefault();
      const total = lock.closest("td").querySelector("input");
      this.focus(total);
      this.toggleLock(total.dataset.cell);
    } else if (input && event.shiftKey && this.current && this.current.closest("table") === input.closest("table")) {
      event.preventDefault();
      this.extend(input);
    } else if (input && event.button === 0 && !event.target.closest(".fs")) {
      if (this.isEditing && document.activeElement === input) return; // places the caret
      event.preventDefault();
      this.focus(input);
      this.isDragging = true;
    }
  }

  drag(event) {
    if (!this.isDragging || !(event.buttons & 1) || !this.current) return;
    const cell = event.target.closest("td.c");
    const input = cell && cell.querySelector("input");
    if (input && input.closest("table") === this.current.closest("table") && input !== (this.extent || this.current)) this.extend(input);
  }

  extend(input) {
    if (!input || !this.current) return;
    this.anchor = this.current;
    this.extent = input;
    this.paintRange();
    this.reveal(input);
  }

  selectTable(input) {
    const lines = this.layout.place(input).lines;
    const last = this.layout.row(lines[lines.length - 1]);
    this.isExtending = true;
    this.focus(this.layout.row(lines[0])[0]);
    this.isExtending = false;
    this.extend(last[last.length - 1]);
  }

  clearRange() {
    this.anchor = null;
    this.extent = null;
    this.paintRange();
  }

  paintRange() {
    all("td.sel").forEach((cell) => cell.classList.remove("sel"));
    if (this.extent) this.range().forEach((input) => input.closest("td").classList.add("sel"));
  }

  // The inputs of the range as lines; the focused one alone when there is none.
  lines() {
    if (!this.current) return [];
    return this.extent ? this.layout.block(this.anchor, this.extent) : [[this.current]];
  }

  range() {
    return [].concat(...this.lines());
  }

  // The row's label and the column's head of the focused cell.
  tint(input) {
    all("th.hl").forEach((heading) => heading.classList.remove("hl"));
    const table = input.closest("table");
    const labels = all("th.h-row", input.closest("tr"));
    if (labels.length) labels[labels.length - 1].classList.add("hl");
    const column = Number(input.dataset.column);
    const line = Number(input.dataset.line);
    const heads = all("th.h-column", table).filter((head) => {
      const from = Number(head.dataset.column);
      return from <= column && column < from + head.colSpan && Number(head.dataset.line) < line;
    });
    if (heads.length) heads[heads.length - 1].classList.add("hl");
  }
}
