// Choosing explanations to be accepted together, and the bar that says how far that is.

import { all, fill, find } from "../workspace/dom.js";
import { post } from "./server.js";

const MOST = 30;

export class Choosing {
  constructor(data, list, panel, toasts) {
    Object.assign(this, { data, words: data.words, list, panel, toasts });
    this.form = find("#bulk-begin");
    this.bar = find("#bulk");
  }

  boxes() {
    return all('#list input[name="explanation"]');
  }

  chosen() {
    return this.boxes().filter((box) => box.checked);
  }

  start() {
    this.panel.onNumbers = (answer) => this.drawBar(answer.bulk);
    this.bar.addEventListener("click", (event) => {
      const link = event.target.closest("[data-open]");
      const row = link && this.list.byFinding(link.dataset.open);
      if (!row) return; // on another page: the link opens it
      event.preventDefault();
      this.list.showAll(row.parentElement);
      this.list.choose(row);
    });
    this.bar.addEventListener("submit", (event) => {
      if (find("button[aria-disabled]", event.target)) {
        event.preventDefault();
        this.toasts.show(find("#bulk-why", event.target).textContent.trim());
      }
    });
    if (!this.form) return;
    const every = find("#pick-all");
    if (every) {
      every.hidden = false;
      every.addEventListener("change", () => this.chooseAll(every.checked));
    }
    document.addEventListener("change", (event) => event.target.name === "explanation" && this.draw());
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.begin();
    });
    this.draw();
  }

  // Of the rows shown those of the chosen finding's rule and cause: what can go together.
  chooseAll(isChecked) {
    const { code, cause } = this.list.at ? this.list.at.dataset : {};
    let count = 0;
    for (const box of this.boxes()) {
      const row = box.closest("tr");
      const fits = row.dataset.code === code && row.dataset.cause === cause;
      box.checked = isChecked && fits && count < MOST;
      if (box.checked) count += 1;
    }
    this.draw();
  }

  toggle(row) {
    const box = row && find('input[name="explanation"]', row);
    if (!box) {
      this.toasts.show(this.words.cannot_choose);
      return;
    }
    box.checked = !box.checked;
    this.draw();
  }

  // Why the chosen ones cannot be accepted together; empty when they can.
  obstacle(rows) {
    if (rows.length < 2) return this.words.too_few;
    if (rows.length > MOST) return fill(this.words.too_many, { most: MOST });
    if (new Set(rows.map((row) => row.dataset.code)).size > 1) return this.words.one_rule;
    if (new Set(rows.map((row) => row.dataset.cause)).size > 1) return this.words.one_cause;
    return "";
  }

  draw() {
    const rows = this.chosen().map((box) => box.closest("tr"));
    const obstacle = this.obstacle(rows);
    const codes = Array.from(new Set(rows.map((row) => row.dataset.code))).join("、");
    this.form.hidden = !rows.length;
    this.form.classList.toggle("full", rows.length > 0);
    find("#chosen").textContent = fill(this.words.chosen, { count: rows.length, code: codes });
    find("#chosen-why").textContent = obstacle || this.words.ready;
    find("button", this.form).setAttribute("aria-disabled", String(Boolean(obstacle)));
    if (!rows.length && find("#pick-all")) find("#pick-all").checked = false;
  }

  async begin() {
    const rows = this.chosen().map((box) => box.closest("tr"));
    if (this.obstacle(rows)) return;
    try {
      await post(this.form);
    } catch (refused) {
      this.panel.say(refused);
      return;
    }
    this.boxes().forEach((box) => { box.checked = false; });
    this.draw();
    await this.panel.load(this.list.at, true);
    const first = find("[data-open]", this.bar);
    if (first) first.focus();
  }

  drawBar(html) {
    const wasOpen = Boolean(find(".bulk", this.bar));
    this.bar.innerHTML = html; // made by our own template
    if (wasOpen && !html.trim()) this.toasts.show(this.words.bulk_over);
  }
}
