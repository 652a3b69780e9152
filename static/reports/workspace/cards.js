// The card of a finding: what does not agree, both sides, the usual cause, its rule, and what to do about it.

import { element, find, icon, sign, SIGN_CLASS } from "./dom.js";
import { isDone, signOf } from "./settlement.js";

const MANY = 6; // from so many findings on, only errors are unfolded

export class Cards {
  constructor(book, findings, explaining) {
    Object.assign(this, { book, findings, explaining });
    this.words = book.data.words;
    this.folded = new Map(); // identity of a finding -> whether a person folded or unfolded it
  }

  // Two answers speak of the same finding when this is equal; the blanks of a table are one finding.
  identity(finding) {
    if (finding.params && finding.params.blanks) return `${finding.code}:blanks`;
    return finding.subject;
  }

  isUnfolded(finding) {
    const known = this.folded.get(this.identity(finding));
    if (known !== undefined) return known;
    return !isDone(finding) && (finding.level === "error" || finding.settlement === "refused" || this.findings.list.length < MANY);
  }

  card(finding, number) {
    const shown = signOf(finding);
    const isUnfolded = this.isUnfolded(finding);
    const standing = this.explaining.standing(finding);
    const body = element("div.bd", { hidden: !isUnfolded }, ...this.body(finding));
    const title = element("span", { id: `finding-${number}` }, element("b", {}, finding.message), " ", element("span.code", {}, finding.code),
      standing ? element("span.sm.mut.standing", {}, standing) : null);
    const button = element("button.t", { type: "button", "aria-expanded": String(isUnfolded) }, sign(shown, this.words[shown]), title, icon(isUnfolded ? "dn" : "rt", 14));
    const card = element(`article.fnd.${SIGN_CLASS[shown]}${isUnfolded ? ".on" : ""}`, { "data-number": number, "data-identity": this.identity(finding) }, button, body);
    button.addEventListener("click", () => {
      this.fold(card, finding, body.hidden);
      if (!body.hidden) this.findings.go(number);
    });
    return card;
  }

  fold(card, finding, isUnfolded) {
    this.folded.set(this.identity(finding), isUnfolded);
    card.classList.toggle("on", isUnfolded);
    find(".bd", card).hidden = !isUnfolded;
    find("button.t", card).setAttribute("aria-expanded", String(isUnfolded));
    find("button.t > .ic", card).className = `ic s14 i-${isUnfolded ? "dn" : "rt"}`;
  }

  body(finding) {
    const { words } = this;
    const parts = this.sides(finding.params || {});
    const isBlanks = Boolean(finding.params && finding.params.blanks);
    if (finding.cause && !isDone(finding)) parts.push(element("p.why", {}, element("b", {}, words.cause), `　${finding.cause}`));
    const acts = element("div.acts", {});
    if ((finding.params || {}).text) acts.append(this.link(words.show_text, () => this.findings.show(finding)));
    if (finding.cells.length) acts.append(this.link(words.show_cell, () => this.book.emit("go", finding.cells[0])));
    const total = finding.cells.find((key) => this.book.unlocked.has(key));
    if (total && this.book.data.report.editable && finding.cells[0] === total) {
      acts.append(this.link(words.total_back, () => this.book.emit("relock", total)));
    }
    if (isBlanks && this.book.data.report.editable) {
      acts.append(this.link(words.zero_rest, () => this.book.emit("zero", this.book.data.cells[finding.cells[0]].section)));
    }
    parts.push(acts, ...this.explaining.part(finding));
    return parts;
  }

  sides({ left_label: left, right_label: right, left: filed, right: expected, difference }) {
    if (!left || !right) return [];
    const rows = [[left, filed, ""], [right, expected, ""], [this.words.difference, difference, "df"]];
    return [element("dl.sides", {}, ...[].concat(...rows.map(([term, figure, css]) => [
      element(css ? `dt.${css}` : "dt", {}, term),
      element(css ? `dd.${css}` : "dd", {}, figure),
    ])))];
  }

  link(label, run) {
    return element("button.lnk", { type: "button", onclick: run }, label);
  }

  empty(level) {
    const { words } = this;
    if (level && this.findings.list.length) return element("div.emp", {}, element("p", {}, words.none_of_level));
    return element("div.emp", {}, sign("done"), element("h3", {}, words.no_findings), element("p", {}, words.no_findings_text));
  }
}
