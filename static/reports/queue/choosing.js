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

  // While accepting together is under way the boxes only show what belongs to it.
  chosen() {
    return this.boxes().filter((box) => box.checked && !box.disabled);
  }

  start() {
    this.panel.onNumbers = (answer) => this.drawBar(answer.bulk);
    const covering = new ResizeObserver(() => this.measure());
    [this.bar, this.form].forEach((bar) => bar && covering.observe(bar));
    this.bar.addEventListener("click", (event) => {
      const link = event.target.closest("[data-open]");
      const row = link && this.list.byFinding(link.dataset.open);
      if (!row) return; // on another page: the link opens it
      event.preventDefault();
      this.list.showAll(row.parentElement);
      this.list.choose(row);
    });
    this.bar.addEventListener("submit", (event) => {
      if (event.target.matches(".cancel")) {
        event.preventDefault();
        this.cancel(event.target);
      } else if (find("button[aria-disabled]", event.target)) {
        event.preventDefault();
        this.toasts.show(find("#bulk-why", event.target).textContent.trim());
      }
    });
    this.markBulk();
    this.list.onAdded = () => this.markBulk();
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

  // How much of the window's lower edge the bars take, for the style sheet.
  measure() {
    const height = Math.max(...[this.bar, this.form].map((bar) => (bar ? bar.offsetHeight : 0)));
    document.documentElement.style.setProperty("--covered", `${height}px`);
    this.toasts.place();
    if (this.list.at && height) this.list.at.scrollIntoView({ block: "nearest" });
  }

  // Of the rows shown those of the chosen finding's rule and cause: what can go together.
  chooseAll(isChecked) {
    const { code, cause } = this.list.at ? this.list.at.dataset : {};
    let count = 0;
    for (const box of this.boxes()) {
      const row = box.closest("tr");
      if (box.disabled) continue;
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
    if (box.disabled) {
      this.toasts.show(this.words.bulk_first);
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
    await this.panel.load(this.list.at, true);
    const first = find("[data-open]", this.bar);
    if (first) first.focus();
  }

  drawBar(html) {
    const wasOpen = Boolean(find(".bulk", this.bar));
    this.bar.innerHTML = html; // made by our own template
    this.markBulk();
    if (wasOpen && !html.trim()) this.toasts.show(this.words.bulk_over);
  }

  // The rows of what is under way keep their ticks; none other can be chosen until it is finished or cancelled.
  markBulk() {
    const bulk = find(".bulk", this.bar);
    const keys = bulk ? bulk.dataset.chosen.split(" ") : [];
    for (const box of this.boxes()) {
      const belongs = keys.includes(box.value);
      if (bulk) box.checked = belongs;
      else if (box.disabled) box.checked = false;
      box.disabled = Boolean(bulk);
      box.closest("tr").classList.toggle("together", belongs);
    }
    const every = find("#pick-all");
    if (every) every.disabled = Boolean(bulk);
    if (this.form) this.draw();
  }

  // What was chosen stays chosen, to be changed and begun anew.
  async cancel(form) {
    const { chosen } = form.closest(".bulk").dataset;
    try {
      await post(form);
    } catch (refused) {
      this.panel.say(refused);
      return;
    }
    this.bar.innerHTML = "";
    this.markBulk();
    for (const box of this.boxes()) box.checked = chosen.split(" ").includes(box.value);
    if (this.form) this.draw();
  }
}
