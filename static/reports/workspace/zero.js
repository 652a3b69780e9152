// “其余均为0”: one signed act for everything that is blank because it did not happen.

import { all, element, fill, find } from "./dom.js";

export class Zeroing {
  constructor(book, saver, undo, asker, toasts) {
    Object.assign(this, { book, saver, undo, asker, toasts });
    this.words = book.data.words;
    this.box = find("#zero");
    this.isDue = false;
  }

  start() {
    if (!this.box) return;
    all("[data-zero]").forEach((button) => button.addEventListener("click", () => this.open(button.dataset.zero)));
    this.book.on("zero", (section) => this.open(section));
    this.book.on("changed", () => this.later());
    find("#zero-cancel").addEventListener("click", () => this.box.close());
    find("form", this.box).addEventListener("submit", (event) => {
      event.preventDefault();
      this.send();
    });
    this.drawButtons();
  }

  // Several cells change at once; the buttons are looked at once.
  later() {
    if (this.isDue) return;
    this.isDue = true;
    requestAnimationFrame(() => {
      this.isDue = false;
      this.drawButtons();
    });
  }

  // The blank cells of a part that would become 0. Of a balance that last year's report has a figure for it is not
  // for the clerk to say that it did not happen.
  blanks(section) {
    const { cells, carries, previous } = this.book.data;
    return Object.keys(cells).filter((key) => {
      if (cells[key].section !== section || this.book.text(key) || this.book.isTotal(key)) return false;
      return !(carries[key] && Number(previous[carries[key]] || 0));
    });
  }

  drawButtons() {
    all("[data-zero]").forEach((button) => {
      button.hidden = !this.blanks(button.dataset.zero).length;
    });
  }

  open(section) {
    const { words } = this;
    const parts = all("[data-zero]").filter((button) => this.blanks(button.dataset.zero).length);
    find("#zero-parts").replaceChildren(...parts.map((button) => {
      const number = button.dataset.zero;
      const count = this.blanks(number).length;
      const box = element("input", { type: "checkbox", name: "section", value: button.dataset.section, "data-number": number, checked: number === section, onchange: () => this.count() });
      return element("label", {}, box, fill(words.zero_part, { part: button.dataset.title, count }));
    }));
    find("#zero-certain").checked = false;
    find("#zero-name").value = "";
    find("#zero-problem").textContent = "";
    this.count();
    this.box.showModal();
    find("#zero-certain").focus();
  }

  count() {
    const count = all("#zero-parts input:checked").reduce((sum, box) => sum + this.blanks(box.dataset.number).length, 0);
    find("#zero-send").textContent = fill(this.words.zero_send, { count });
  }

  async send() {
    const { book, words } = this;
    const button = find("#zero-send");
    if (button.disabled) return;
    const sections = all("#zero-parts input:checked").map((box) => box.value);
    button.disabled = true;
    const saved = await this.saver.saveAll();
    const body = { revision: this.saver.revision, sections, is_certain: find("#zero-certain").checked, name: find("#zero-name").value };
    const { answer, problem } = saved ? await this.asker.send(book.data.urls.zeroes, body, true) : { problem: words.save_first };
    button.disabled = false;
    if (problem) {
      find("#zero-problem").textContent = problem;
      return;
    }
    this.box.close();
    this.saver.revision = answer.revision; // nobody has saved in between, or it would have been refused
    const steps = [];
    for (const [key, text] of Object.entries(answer.filled_in)) {
      const field = book.fields.get(key);
      if (!book.isLocked(key)) steps.push({ key, before: field.text, after: text });
      field.text = text;
      book.settle(key, text);
      book.emit("changed", key);
    }
    this.undo.record(steps);
    if (steps.length) book.emit("go", steps[0].key); // the button it began with is gone
    this.toasts.show("edit", fill(words.zero_done, { count: steps.length }), { label: words.undo, run: () => this.undo.undo() });
    this.saver.flush(true); // brings the findings
  }
}
