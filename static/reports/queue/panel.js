// The chosen finding in detail, and the decisions on it. The list follows; the page is not loaded again.

import { all, fill, find } from "../workspace/dom.js";
import { get, post } from "./server.js";

const REST = 120; // ms on a row before its panel is asked for: J held down asks once

export class Panel {
  constructor(data, list, toasts) {
    Object.assign(this, { data, words: data.words, list, toasts, timer: null, asked: 0, last: null, onNumbers: () => {} });
    this.box = find("#panel");
    this.known = new Map();
  }

  start() {
    this.list.onChosen((row) => this.open(row));
    this.box.addEventListener("submit", (event) => {
      event.preventDefault();
      this.decide(event.target);
    });
    // An open box is where the typing goes.
    this.box.addEventListener("toggle", (event) => {
      if (!event.target.matches(".ask") || !event.target.open) return;
      find("textarea", event.target).focus({ preventScroll: true });
      event.target.scrollIntoView({ block: "nearest" });
    }, true);
    if (this.list.at) this.open(this.list.at);
  }

  address(row, numbers) {
    const link = find("td a", row).href;
    return numbers ? `${link}${link.includes("?") ? "&" : "?"}numbers` : link;
  }

  // The panel of a row: at once where it is known, else after a rest.
  open(row) {
    const typed = find("textarea", this.box);
    if (typed && typed.value.trim() && this.shown !== row.dataset.finding) this.drafts.set(this.shown, typed.value);
    clearTimeout(this.timer);
    if (this.shown === row.dataset.finding) return;
    this.timer = setTimeout(() => this.load(row), this.shown ? REST : 0);
  }

  async load(row, numbers = false) {
    const turn = (this.asked += 1);
    try {
      const answer = await get(this.address(row, numbers));
      if (turn === this.asked) this.show(row, answer);
      return answer;
    } catch (refused) {
      this.say(refused);
      return null;
    }
  }

  show(row, answer) {
    this.box.innerHTML = answer.panel; // made by our own template, which escapes what people wrote
    this.box.hidden = false;
    this.box.scrollTop = 0;
    this.shown = row.dataset.finding;
    const box = find("#refuse-reason", this.box);
    if (box && this.drafts.has(this.shown)) {
      box.value = this.drafts.get(this.shown);
    }
    this.drawPosition();
    if (answer.counts) this.numbers(answer);
  }

  get drafts() {
    if (!this.kept) this.kept = new Map();
    return this.kept;
  }

  drawPosition() {
    const place = find("#position", this.box);
    const total = find(".views a[aria-current] .n");
    if (place && this.list.at) place.textContent = fill(this.words.position, { at: this.list.position(this.list.at), count: total.textContent });
  }

  numbers(answer) {
    this.list.update(answer);
    this.onNumbers(answer);
    this.drawPosition();
  }

  // The button or box of a key in the panel; false when it has none.
  press(key) {
    const button = find(`[data-key="${key}"]`, this.box);
    if (!button) {
      if (key !== "o") this.toasts.show(this.words.not_here);
      return;
    }
    const box = button.closest("details");
    if (box) {
      box.open = true;
      find("textarea", box).focus({ preventScroll: true });
    } else button.click();
  }

  async decide(form) {
    if (form.dataset.busy) return;
    form.dataset.busy = "yes";
    const problem = find(".problem", form);
    const row = this.list.at;
    const { decision } = form.dataset;
    try {
      const said = await post(form);
      this.drafts.delete(this.shown);
      await this.follow(row, decision, said.message);
    } catch (refused) {
      if (refused.kind === "refused" && (await this.hasMoved(row))) this.say(refused);
      else if (problem && refused.kind === "refused") {
        problem.textContent = refused.message;
        problem.hidden = false;
        find("textarea", form).focus();
      } else this.say(refused);
    } finally {
      delete form.dataset.busy;
    }
  }

  // Whether somebody else has settled the finding meanwhile: its row and panel then say who, when and how.
  async hasMoved(row) {
    const answer = await get(this.address(row, true)).catch(() => null);
    if (!answer) return false;
    const made = document.createElement("tbody");
    made.innerHTML = answer.row; // made by our own template
    if (made.firstElementChild.dataset.settlement === row.dataset.settlement) return false;
    this.show(this.replace(row, answer.row), answer);
    return true;
  }

  // After a decision the row leaves the list of what is open, and the next one is chosen.
  async follow(row, decision, message) {
    const numbers = await this.load(row, true);
    if (!numbers) return;
    if (decision === "undo") {
      this.replace(row, numbers.row);
      this.last = null;
      this.toasts.show(message);
      return;
    }
    const form = find('[data-decision="undo"]', this.box);
    const address = this.address(row);
    if (this.data.tab === "undecided") {
      const { place, after } = this.list.take(row);
      this.last = { form, place, address };
      this.shown = null;
      if (after) this.list.choose(after);
      else location.reload();
    } else {
      const replaced = this.replace(row, numbers.row);
      this.last = { form, row: replaced, address };
    }
    this.toasts.show(message, { act: form ? [this.words.undo, () => this.undo()] : null });
  }

  // A row whose finding has changed; the chosen one stays chosen.
  replace(row, html) {
    const made = document.createElement("tbody");
    made.innerHTML = html; // made by our own template
    const fresh = made.firstElementChild;
    row.replaceWith(fresh);
    this.list.at = null;
    this.shown = fresh.dataset.finding;
    this.list.choose(fresh);
    return fresh;
  }

  async undo() {
    const { last } = this;
    if (!last || !last.form) {
      this.toasts.show(this.words.nothing_to_undo);
      return;
    }
    try {
      await post(last.form);
    } catch (refused) {
      this.say(refused);
      return;
    }
    this.last = null;
    const row = last.place ? this.list.putBack(last.place) : last.row;
    this.shown = null;
    this.list.choose(row);
    clearTimeout(this.timer);
    await this.load(row, true);
    this.toasts.show(this.words.undone);
  }

  say(refused) {
    if (refused.kind === "signed_out") {
      this.toasts.show(this.words.signed_out, { isError: true, act: [this.words.log_in, () => location.reload()] });
    } else this.toasts.show(refused.kind === "refused" ? refused.message : this.words[refused.kind] || refused.message, { isError: true });
  }

  close() {
    all(".ask[open]", this.box).forEach((box) => { box.open = false; });
    if (this.list.at) find("td a", this.list.at).focus();
  }
}
