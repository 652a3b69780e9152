// What a return asked to be put right: shown at its cell or section and in the panel, answered there.

import { all, element, fill, find, icon, sign } from "./dom.js";

export class Objections {
  constructor(book, asker) {
    Object.assign(this, { book, asker });
    this.words = book.data.words;
    this.list = book.data.objections;
    this.forms = new Map(); // primary key -> its form, which outlives every redrawing
  }

  start() {
    this.drawSections();
    find("#need-objections").addEventListener("click", (event) => {
      event.preventDefault();
      this.visit(this.unanswered()[0]);
    });
    window.addEventListener("hashchange", () => this.visitAsked());
    this.visitAsked();
  }

  take(list) {
    this.list = list;
    this.drawSections();
  }

  isOpen(objection) {
    return !objection.done_by && !objection.closed_by;
  }

  // Cells and texts with an objection that waits for an answer.
  keys() {
    return this.list.filter((one) => this.isOpen(one)).map((one) => one.key);
  }

  unanswered() {
    return this.list.filter((one) => this.isOpen(one));
  }

  at(key) {
    return this.unanswered().filter((one) => one.key === key);
  }

  // Whether one waits in the part of this number.
  isIn(section) {
    return this.unanswered().some(({ key }) => {
      const part = this.partOf(key);
      return part && part.dataset.section === section;
    });
  }

  open() {
    const cards = this.unanswered().map((one) => this.card(one));
    if (cards.length) cards.unshift(element("h3.grp", {}, fill(this.words.objections, { count: cards.length })));
    return cards;
  }

  answered() {
    return this.list.filter((one) => !this.isOpen(one)).map((one) => this.card(one));
  }

  card(objection) {
    const { words } = this;
    const isOpen = this.isOpen(objection);
    const place = element("button.t", { type: "button", onclick: () => this.book.emit("go", objection.key) },
      sign(isOpen ? "objection" : "explained", isOpen ? words.objection : words.objection_answered),
      element("span", {}, element("b", {}, this.book.name(objection.key)), " ", objection.code ? element("span.code", {}, objection.code) : null));
    const due = objection.due ? fill(words.objection_due, objection) : "";
    const parts = [
      element("p.words", {}, objection.text),
      element("p.sm.mut", {}, fill(words.said_by, { who: objection.by, at: objection.at }), due && isOpen ? element(objection.is_late ? "b.late" : "span", {}, `　${due}`) : null),
    ];
    if (!isOpen) parts.push(element("p.sm.fine", {}, icon("ok", 14), fill(words[objection.closed_by ? "objection_closed" : "objection_done"], { who: objection.closed_by || objection.done_by, proof: objection.proof })));
    if (!isOpen && objection.proof_url) parts.push(element("p.sm.file", {}, element("a.lnk", { href: objection.proof_url, download: "" }, icon("down", 14), " ", objection.proof_name)));
    if (isOpen && this.book.data.report.editable) parts.push(this.form(objection));
    if (objection.remark) parts.push(element("p.note.w", {}, objection.remark));
    return element(`article.fnd.o${isOpen ? ".on" : ""}`, { id: `objection-${objection.id}`, "data-identity": `objection-${objection.id}`, tabindex: "-1" }, place, element("div.bd", {}, ...parts));
  }

  form(objection) {
    if (!this.forms.has(objection.id)) this.forms.set(objection.id, this.build(objection));
    return this.forms.get(objection.id);
  }

  // Whoever explains a refused finding anew has answered the objection too; the words are put in, not sent.
  offerProof(finding) {
    const objection = this.unanswered().find((one) => one.subject && one.subject === finding.subject);
    if (!objection || !finding.explanation) return;
    const { proof } = this.form(objection).elements;
    if (!proof.value) proof.value = fill(this.words.explained_anew, { text: finding.explanation.text });
  }

  build(objection) {
    const { words } = this;
    const id = `answer-${objection.id}`;
    const problem = element("p.problem", { role: "alert" });
    const proof = element("textarea.fld", { id, name: "proof", rows: 2, placeholder: this.book.isCell(objection.key) ? words.answer_placeholder : words.answer_placeholder_text });
    const file = element("input.vh", { type: "file", name: "file", id: `${id}-file` });
    const chosen = element("span", {}, words.answer_file);
    file.addEventListener("change", () => {
      chosen.textContent = file.files.length ? file.files[0].name : words.answer_file;
    });
    const send = element("button.btn.s", { type: "submit" }, words.answer_send);
    const form = element("form.expl", { novalidate: true }, element("label.l", { for: id }, words.answer_label), proof,
      element("p.file", {}, file, element("label.lnk", { for: `${id}-file` }, icon("link", 14), " ", chosen)), problem, element("div.acts", {}, send));
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (send.disabled) return;
      send.disabled = true;
      const body = new FormData(form);
      body.append("objection", objection.id);
      if (!file.files.length) body.delete("file");
      const { answer, problem: refusal } = await this.asker.post(this.book.data.urls.answer, body);
      send.disabled = false;
      if (refusal) {
        problem.textContent = refusal;
        proof.focus();
        return;
      }
      this.forms.delete(objection.id);
      this.book.emit("objection-answered", answer);
    });
    return form;
  }

  // In the head of each part: how many objections wait in it.
  drawSections() {
    const need = find("#need-objections");
    need.hidden = !this.unanswered().length;
    need.textContent = fill(this.words.objections_left, { count: this.unanswered().length });
    all(".objected").forEach((tag) => tag.remove());
    const counted = new Map();
    for (const { key } of this.unanswered()) {
      const part = this.partOf(key);
      if (part) counted.set(part, [...(counted.get(part) || []), key]);
    }
    for (const [part, keys] of counted) {
      const visit = () => this.visit(this.at(keys[0])[0]);
      find("header h2", part).after(element("button.tag.blue.objected", { type: "button", onclick: visit }, sign("objection"), fill(this.words.objections, { count: keys.length })));
    }
  }

  partOf(key) {
    if (this.book.isCell(key)) {
      const input = find(`input[data-cell="${key}"]`);
      return input && input.closest("section");
    }
    return document.getElementById(`part-${key}`) || (find(`[data-text="${key}"]`) || document.body).closest("section");
  }

  // An address with #objection-<number> leads to the cell and to the card.
  visitAsked() {
    const asked = /^#objection-(\d+)$/.exec(location.hash);
    const objection = asked && this.list.find((one) => one.id === Number(asked[1]));
    if (objection) this.visit(objection);
  }

  visit(objection) {
    this.book.emit("go", objection.key);
    this.book.emit("panel");
    const card = document.getElementById(`objection-${objection.id}`);
    if (!card) return;
    card.scrollIntoView({ block: "nearest" });
    (find("textarea", card) || card).focus({ preventScroll: true });
  }
}
