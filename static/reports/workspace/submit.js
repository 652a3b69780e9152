// Submitting: never greyed out; pressed too early it says what is missing, each a link. The server asks once more.

import { element, fill, find, sign } from "./dom.js";

export class Submitting {
  constructor(book, saver, findings, objections) {
    Object.assign(this, { book, saver, findings, objections });
    this.words = book.data.words;
  }

  start() {
    const link = find("#submit");
    find("#early-close").addEventListener("click", () => this.close());
    document.addEventListener("keydown", (event) => event.key === "Escape" && !find("#early").hidden && this.close());
    find("#early-first").addEventListener("click", () => find("#early-list button").click());
    if (!link) return;
    link.addEventListener("click", async (event) => {
      event.preventDefault();
      const isSaved = await this.saver.saveAll();
      const missing = this.missing(isSaved);
      if (!missing.length) location.assign(link.href);
      else this.list(missing);
    });
  }

  close() {
    find("#early").hidden = true;
    find("#submit").focus();
  }

  // [sign, sentence, where it leads] of everything that stands against it.
  missing(isSaved) {
    const { book, findings, objections, words } = this;
    const rows = [];
    const waiting = book.clashes()[0] || book.unsaved()[0];
    if (waiting) rows.push(["error", fill(words.early_unsaved, { cell: book.name(waiting) }), () => book.emit("go", waiting)]);
    else if (!isSaved) rows.push(["error", words.save_first, () => find("#saved").scrollIntoView()]);
    for (const finding of findings.unsettled()) {
      rows.push([finding.level, finding.message, () => {
        findings.show(finding);
        findings.uncover(finding);
      }]);
    }
    for (const objection of objections.unanswered()) rows.push(["objection", objection.text, () => objections.visit(objection)]);
    return rows;
  }

  list(missing) {
    const { words } = this;
    const box = find("#early");
    const count = (level) => missing.filter(([one]) => one === level).length;
    const parts = [["error", words.early_errors], ["explain", words.early_explains], ["objection", words.early_objections]];
    const said = parts.filter(([level]) => count(level)).map(([level, text]) => fill(text, { count: count(level) }));
    find("#early-count").textContent = fill(words.early_count, { what: said.join("、") });
    find("#early-list").replaceChildren(...missing.map(([level, text, run]) => {
      const go = () => {
        box.hidden = true;
        run();
      };
      return element("li", {}, sign(level, words[level]), element("button", { type: "button", onclick: go }, text));
    }));
    box.hidden = false;
    find("#early-first").focus();
  }
}
