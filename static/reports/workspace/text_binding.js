// Finds the figures of a text that the tables hold, and binds those a person ticks: one review, one button.

import { element, fill, find } from "./dom.js";
import { fieldOf, figureOf } from "./text_figures.js";

export class Binding {
  constructor(book, saver, toasts) {
    Object.assign(this, { book, saver, toasts, words: book.data.words });
    this.dialog = element("dialog.bind", { "aria-labelledby": "bind-title" });
    find("main").append(this.dialog);
  }

  // What can be bound in the text as it stands; the server reads it. Null when it could not be asked.
  async ask(key) {
    await this.saver.flush();
    const text = this.book.text(key);
    try {
      const response = await this.saver.request(this.book.data.urls.bindings, JSON.stringify({ text }));
      if (!response.ok) return null;
      const { bindings } = await response.json();
      return this.book.text(key) === text ? { key, text, bindings } : null;
    } catch (lost) {
      return null;
    }
  }

  async review(key) {
    const found = await this.ask(key);
    if (!found) this.toasts.show("bind", this.words.cannot_reach, null, true);
    else if (!found.bindings.length) this.toasts.show("bind", this.words.bind_nothing);
    else this.show(found);
  }

  // Beside the text, after last year's was taken over.
  async offer(key) {
    const place = find(`[data-offer="${key}"]`);
    const found = await this.ask(key);
    if (!place || !found || !found.bindings.length) return;
    const open = () => {
      place.hidden = true;
      this.review(key);
    };
    const shut = () => {
      place.hidden = true;
    };
    const sure = found.bindings.filter((binding) => binding.sure).length;
    place.replaceChildren(
      element("span", {}, sure ? fill(this.words.bind_offer, { count: sure }) : this.words.bind_differs),
      element("button.btn.s", { type: "button", onclick: open }, this.words.bind_review),
      element("button.btn.s.flat", { type: "button", onclick: shut }, this.words.bind_later),
    );
    place.hidden = false;
  }

  show(found) {
    const { words, dialog } = this;
    const boxes = found.bindings.map((binding, number) => element("input", { type: "checkbox", id: `bind-${number}`, checked: binding.sure }));
    const rows = found.bindings.map((binding, number) => this.row(found.text, binding, boxes[number]));
    const isMoved = (binding) => figureOf(this.book, fieldOf(this.book, binding.token)).text !== binding.said;
    const same = rows.filter((row, number) => !isMoved(found.bindings[number]));
    const moved = rows.filter((row, number) => isMoved(found.bindings[number]));
    const apply = element("button.btn.pri", { type: "submit" });
    const count = () => {
      const ticked = boxes.filter((box) => box.checked).length;
      apply.textContent = fill(words.bind_apply, { count: ticked });
      apply.disabled = !ticked;
    };
    boxes.forEach((box) => box.addEventListener("change", count));
    const form = element("form", { method: "dialog" },
      element("h2", { id: "bind-title" }, words.bind_title),
      element("p.sm.mut", {}, words.bind_text),
      element("ul", { tabindex: "0", "aria-labelledby": "bind-title" }, ...same, moved.length ? element("li.grp", {}, words.bind_differs) : null, ...moved),
      element("div.acts", {}, apply, element("button.btn", { type: "button", onclick: () => dialog.close() }, words.cancel)));
    form.addEventListener("submit", () => this.apply(found, found.bindings.filter((binding, number) => boxes[number].checked)));
    count();
    dialog.replaceChildren(form);
    dialog.showModal();
    apply.focus();
  }

  // The sentence with its figure marked, what it would follow, and what it would say.
  row(text, { start, end, token, label, said }, box) {
    const from = Math.max(...["。", "；", "\n"].map((mark) => text.lastIndexOf(mark, start - 1))) + 1;
    const ends = ["。", "；", "\n"].map((mark) => text.indexOf(mark, end)).filter((at) => at >= 0);
    const to = Math.min(text.length, ...ends);
    const plain = (piece) => piece.replace(/\{\{[^{}\n]*\}\}/g, (inner) => {
      const field = fieldOf(this.book, inner);
      return field ? figureOf(this.book, field).text : inner;
    });
    const { text: now, problem } = figureOf(this.book, fieldOf(this.book, token));
    const change = now === said ? fill(this.words.bind_same, { now }) : fill(this.words.bind_now, { said, now });
    return element("li", {}, box, element("label", { for: box.id },
      element("span.q", {}, plain(text.slice(from, start)), element("mark", {}, text.slice(start, end)), plain(text.slice(end, to))),
      element("span.to", {}, element("b", {}, label), " ", element(problem ? "span.none" : now === said ? "span.mut" : "span.moved", { title: problem }, change))));
  }

  apply({ key, text }, chosen) {
    const before = this.book.text(key);
    if (before !== text || !chosen.length) return;
    const bound = chosen.slice().sort((one, other) => other.start - one.start)
      .reduce((now, { start, end, token }) => now.slice(0, start) + token + now.slice(end), text);
    this.book.put(key, bound, "typed");
    this.saver.flush();
    const undo = () => {
      this.book.put(key, before, "undone");
      this.saver.flush();
    };
    this.toasts.show("bind", fill(this.words.bound, { count: chosen.length }), { label: this.words.undo, run: undo });
  }
}
