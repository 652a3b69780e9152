// Shows the state of each cell: figure, blank, zero, lock, flag, conflict, not yet saved.

import { icon, sign, SIGN_CLASS } from "./dom.js";
import { fold } from "./numbers.js";

export class Painter {
  constructor(book, layout, findings, objections) {
    Object.assign(this, { book, layout, findings, objections });
  }

  start() {
    this.book.on("changed", (key) => this.paint(key));
    this.book.on("flagged", (keys) => keys.forEach((key) => this.paint(key)));
    this.layout.inputs.forEach((input) => this.paint(input.dataset.cell));
  }

  paint(key) {
    const input = this.layout.byKey.get(key);
    if (!input) return;
    const field = this.book.fields.get(key);
    const cell = input.closest("td");
    const isTyping = document.activeElement === input && input.classList.contains("editing");
    if (!isTyping && input.value !== field.text) {
      input.value = field.text;
      if (document.activeElement === input) input.select();
    }
    const isBad = Boolean(field.refused) || !fold(field.text, this.book.kind(key)).readable;
    const flag = this.findings.flags.get(key);
    const level = field.clash ? "conflict" : isBad ? "error" : flag && flag.isMarked ? flag.level : "";
    input.classList.toggle("z", field.text === "0");
    cell.classList.toggle("blank", field.text === "");
    cell.classList.toggle("bad", isBad && !field.clash);
    cell.classList.toggle("pend", this.book.isUnsaved(key) && !field.clash && !isBad);
    for (const [name, css] of Object.entries(SIGN_CLASS)) cell.classList.toggle(`f-${css}`, name === level && !(isBad && level === "error"));
    cell.classList.toggle("fl", Boolean(level));
    cell.classList.toggle("sus", Boolean(flag && flag.isSuspect && level === "error"));
    this.paintSign(cell, level, key);
    this.paintObjection(cell, key);
    this.paintLock(cell, input, key);
    this.paintLast(cell, key, field.text);
    if (isBad || level === "error") input.setAttribute("aria-invalid", "true");
    else input.removeAttribute("aria-invalid");
    if (flag) input.setAttribute("aria-describedby", flag.ids.join(" "));
    else input.removeAttribute("aria-describedby");
  }

  paintSign(cell, level, key) {
    const old = cell.querySelector(".fs");
    if (old && old.dataset.level === level) return;
    if (old) old.remove();
    if (!level) return;
    const made = sign(level, this.book.data.words[level === "conflict" ? "conflict_sign" : level]);
    made.classList.add("fs");
    made.dataset.level = level;
    made.addEventListener("click", () => this.book.emit("sign", key));
    cell.append(made);
  }

  // An objection stands beside whatever else is the matter with a cell: at its right edge, with a doubled frame.
  paintObjection(cell, key) {
    const asked = this.objections.at(key);
    const old = cell.querySelector(".ob");
    cell.classList.toggle("objc", asked.length > 0);
    if (Boolean(old) === asked.length > 0) return;
    if (old) {
      old.remove();
      return;
    }
    const made = sign("objection", this.book.data.words.objection);
    made.classList.add("ob");
    made.addEventListener("click", () => this.objections.visit(this.objections.at(key)[0]));
    cell.append(made);
  }

  paintLock(cell, input, key) {
    if (!this.book.isTotal(key) || !this.book.data.report.editable) return;
    const isUnlocked = this.book.unlocked.has(key);
    if (cell.classList.contains("un") === isUnlocked && input.readOnly !== isUnlocked) return;
    cell.classList.toggle("un", isUnlocked);
    input.readOnly = !isUnlocked;
    const lock = cell.querySelector(".lk");
    lock.setAttribute("aria-label", this.book.data.words[isUnlocked ? "lock" : "unlock"]);
    lock.replaceChildren(icon(isUnlocked ? "unlock" : "lock"));
  }

  // Last year's figure is left out where both years are 0.
  paintLast(cell, key, text) {
    const last = cell.querySelector(".pv");
    if (last) last.hidden = last.textContent === "0" && text === "0";
  }
}
