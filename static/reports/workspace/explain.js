// Explaining a finding in its card: a cause from the list and a text. A refused reason is answered in place and kept.

import { element, fill, icon } from "./dom.js";
import { forget, recall, remember } from "./keep.js";

export class Explaining {
  constructor(book, asker) {
    Object.assign(this, { book, asker });
    this.words = book.data.words;
    this.forms = new Map(); // subject of a finding -> its form, so that what is typed outlives every redrawing
    this.reopened = new Set(); // subjects whose explanation is being written anew although it holds
  }

  // What a card shows beside the figures: the explanation and how far it is, a form where one is due.
  part(finding) {
    const { explanation, settlement } = finding;
    const isEditable = this.book.data.report.editable;
    const parts = explanation ? this.told(finding) : [];
    const isDue = finding.level === "explain" && ["open", "lapsed", "refused"].includes(settlement);
    if (isEditable && (isDue || this.reopened.has(finding.subject))) parts.push(this.form(finding));
    else if (isEditable && settlement === "explained" && finding.level === "explain") parts.push(this.change(finding));
    return parts;
  }

  told(finding) {
    const { words } = this;
    const { explanation, settlement } = finding;
    const cause = explanation.cause ? [element("span.tag", {}, explanation.cause), " "] : [];
    const who = element("span.sm.mut", {}, fill(words.said_by, { who: explanation.by, at: explanation.at }));
    const text = element("p.words", {}, ...cause, explanation.text, " ", settlement === "waived" && !explanation.cause ? null : who);
    const decided = { who: explanation.decided_by, at: explanation.decided_at, reason: explanation.reason, until: explanation.expires_on };
    switch (settlement) {
      case "lapsed":
        return [element("p.note.w.lapsed", {}, element("span", {}, element("b", {}, words.lapsed), explanation.text))];
      case "refused":
        return [text, element("p.note.e", {}, element("span", {}, element("b", {}, fill(words.refused_by, decided)), explanation.reason))];
      case "accepted":
        return [text, element("p.sm.fine", {}, icon("ok", 14), fill(words.accepted_by, decided))];
      case "waived":
        return [text, element("p.sm.fine", {}, icon("ok", 14), fill(words.waived_by, decided))];
      default:
        return [text, element("p.sm.mut", {}, words.waits_for_review)];
    }
  }

  // In one line, for the title of a card that is folded.
  standing(finding) {
    return { explained: this.words.explained_waits, accepted: this.words.explained_accepted, waived: this.words.explained_waived, lapsed: this.words.explained_lapsed, refused: this.words.explained_refused }[finding.settlement] || "";
  }

  change(finding) {
    const again = () => {
      this.reopened.add(finding.subject);
      this.take(this.form(finding), finding);
      this.book.emit("redraw");
      this.forms.get(finding.subject).querySelector("textarea").focus();
    };
    return element("div.acts", {}, element("button.lnk", { type: "button", onclick: again }, this.words.explain_change));
  }

  form(finding) {
    const { subject } = finding;
    if (!this.forms.has(subject)) this.forms.set(subject, this.build(finding));
    return this.forms.get(subject);
  }

  build(finding) {
    const { words } = this;
    const id = `explain-${finding.subject}`;
    const causes = this.book.data.causes.map((cause) => element("option", { value: cause.id }, cause.name));
    const select = element("select.fld", { id, name: "cause", "aria-label": words.explain_cause }, element("option", { value: "" }, words.explain_choose), ...causes);
    const text = element("textarea.fld", { id: `${id}-text`, name: "text", rows: 3, "aria-label": words.explain_text, "aria-describedby": `${id}-help`, placeholder: words.explain_placeholder });
    const problem = element("div.problem", { role: "alert", id: `${id}-problem` });
    const send = element("button.btn.s", { type: "submit" }, words.explain_send);
    const acts = element("div.acts", {}, send);
    const form = element("form.expl", { novalidate: true },
      element("label.l", { for: id }, finding.level === "explain" && finding.cells.length ? words.explain_or : words.explain_why),
      select, text, element("p.sm.mut", { id: `${id}-help` }, words.explain_help), problem, acts);
    if (finding.explanation && finding.settlement !== "open") {
      const reuse = () => {
        this.take(form, finding);
        text.focus();
      };
      acts.append(element("button.lnk", { type: "button", onclick: reuse }, words.explain_reuse));
    }
    const place = `explain-${this.book.data.report.id}-${this.book.data.user}-${finding.subject}`;
    const kept = JSON.parse(recall(place) || "null");
    if (kept) Object.assign(text, { value: kept.text }) && Object.assign(select, { value: kept.cause });
    const keep = () => remember(place, JSON.stringify({ text: text.value, cause: select.value }));
    const hint = () => {
      const cause = this.book.data.causes.find((one) => String(one.id) === select.value);
      text.placeholder = (cause && cause.hint) || words.explain_placeholder;
    };
    hint();
    select.addEventListener("change", () => {
      hint();
      keep();
    });
    text.addEventListener("input", keep);
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (send.disabled) return;
      send.disabled = true;
      await this.send(finding, form, () => forget(place));
      send.disabled = false;
    });
    return form;
  }

  // The text and cause that were given before, to be gone over.
  take(form, { explanation }) {
    const cause = this.book.data.causes.find((one) => one.name === explanation.cause);
    form.elements.cause.value = cause ? String(cause.id) : "";
    form.elements.cause.dispatchEvent(new Event("change"));
    form.elements.text.value = explanation.text;
  }

  async send(finding, form, done) {
    const { words } = this;
    const { text, cause } = form.elements;
    if (!cause.value) {
      this.refuse(form, cause, words.explain_no_cause, "");
      return;
    }
    const { answer, problem, example } = await this.asker.post(this.book.data.urls.explain, { subject: finding.subject, cause: cause.value, text: text.value });
    if (problem) {
      this.refuse(form, text, problem, example);
      return;
    }
    done();
    this.forms.delete(finding.subject);
    this.reopened.delete(finding.subject);
    this.book.emit("explained", finding, answer);
  }

  refuse(form, field, problem, example) {
    const place = form.querySelector(".problem");
    place.replaceChildren(element("p", {}, problem), ...(example ? [element("p.sm", {}, example)] : []));
    for (const one of [form.elements.cause, form.elements.text]) one.removeAttribute("aria-invalid");
    field.setAttribute("aria-invalid", "true");
    field.focus();
  }
}
