// A click on a cell, or Enter: both years, what it was, who changed it, and a place to write an opinion.
// Arrows go from cell to cell; Tab enters and leaves a table.

export class CellBubble {
  constructor(data) {
    Object.assign(this, { data, words: data.words, key: "" });
  }

  start() {
    this.box = document.getElementById("at");
    document.addEventListener("click", (event) => {
      const cell = event.target.closest("td[data-cell]");
      if (cell && !event.target.closest("a, button")) this.open(cell);
      else if (!event.target.closest("#at")) this.close();
    });
    this.box.addEventListener("settled", () => this.close());
    document.addEventListener("keydown", (event) => {
      const cell = event.target.closest("td[data-cell]");
      if (cell && cell === event.target) this.press(event, cell);
    });
    window.addEventListener("resize", () => this.close());
  }

  // One cell of each table can be reached by Tab.
  dress() {
    document.querySelectorAll("table.read").forEach((table) => {
      table.querySelectorAll("td[data-cell]").forEach((cell, number) => (cell.tabIndex = number ? -1 : 0));
    });
  }

  press(event, cell) {
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      this.open(cell);
      return;
    }
    const next = neighbour(cell, event.key);
    if (!next) return;
    event.preventDefault();
    cell.tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  }

  close() {
    if (this.box.hidden) return;
    const cell = document.querySelector("td.on");
    if (cell && this.box.contains(document.activeElement)) cell.focus();
    this.box.hidden = true;
    document.querySelectorAll("td.on").forEach((cell) => cell.classList.remove("on"));
  }

  open(cell) {
    this.close();
    this.key = cell.dataset.cell;
    cell.classList.add("on");
    const was = cell.querySelector(".ro s");
    const rows = [
      [this.words.this_year, cell.dataset.value || this.words.blank],
      [this.words.last_year, cell.dataset.last || this.words.none],
    ];
    if (was) rows.push([this.words.before, was.lastChild.textContent.trim()]);
    const heading = make("h3", { id: "at-title" }, cell.dataset.label, this.closer());
    const figures = make("dl", {}, ...rows.flatMap(([name, figure]) => [make("dt", {}, name), make("dd", {}, figure)]));
    const history = make("ol", { "aria-label": this.words.history, tabIndex: 0 });
    const flag = cell.querySelector(".fs");
    const link = flag ? [make("p", {}, make("a", { href: flag.getAttribute("href"), className: "lnk" }, this.words.show_finding))] : [];
    const whole = make("p", {}, make("a", { href: `${this.data.log}?key=${encodeURIComponent(this.key)}`, className: "lnk" }, this.words.all_changes));
    this.box.replaceChildren(heading, figures, ...link, history, whole, ...this.opinion());
    this.box.hidden = false;
    this.place(cell);
    this.showHistory(history, this.key);
    (this.box.querySelector("textarea") || this.box.querySelector("button")).focus({ preventScroll: true });
  }

  closer() {
    const button = make("button", { type: "button", className: "cl", "aria-label": this.words.close });
    button.innerHTML = '<i class="ic i-x" aria-hidden="true"></i>';
    button.addEventListener("click", () => this.close());
    return button;
  }

  // The page's own form, with the cell filled in; there is none where this person may not write opinions now.
  opinion() {
    const form = document.getElementById("opinion-form");
    if (!form) return [];
    const text = make("textarea", { id: "at-text", name: "text", rows: 2, className: "fld" });
    const copy = make(
      "form",
      { method: "post", action: form.action },
      make("input", { type: "hidden", name: "csrfmiddlewaretoken", value: form.elements.csrfmiddlewaretoken.value }),
      make("input", { type: "hidden", name: "key", value: this.key }),
      make("label", { className: "l", htmlFor: "at-text" }, this.words.opinion),
      text,
      make("p", { className: "problem", role: "alert", hidden: true }),
      make("button", { type: "submit", className: "btn s" }, this.words.write_it),
    );
    copy.dataset.quick = "";
    return [copy];
  }

  place(cell) {
    const at = cell.getBoundingClientRect();
    const left = Math.min(at.left + window.scrollX, window.scrollX + document.documentElement.clientWidth - this.box.offsetWidth - 12);
    const isBelow = at.bottom + this.box.offsetHeight + 8 < window.innerHeight;
    this.box.style.left = `${Math.max(left, 12)}px`;
    this.box.style.top = `${(isBelow ? at.bottom + 4 : Math.max(at.top - this.box.offsetHeight - 4, 110)) + window.scrollY}px`;
  }

  async showHistory(list, key) {
    let changes = [];
    try {
      const response = await fetch(`${this.data.history}?key=${encodeURIComponent(key)}`);
      changes = (await response.json()).changes || [];
    } catch {
      list.append(make("li", {}, this.words.failed));
      return;
    }
    const blank = this.words.blank_short;
    const lines = changes.map((change) =>
      this.words.change.replace(/\{(\w+)\}/g, (_, name) => ({ ...change, old: change.old || blank, new: change.new || blank }[name] || "")),
    );
    list.append(...(lines.length ? lines : [this.words.no_history]).map((line) => make("li", {}, line)));
  }
}

// The cell beside, above or below in the same table; below a wide cell, the first one under it.
function neighbour(cell, key) {
  const isAcross = key === "ArrowLeft" || key === "ArrowRight";
  if (!isAcross && key !== "ArrowUp" && key !== "ArrowDown") return null;
  const cells = Array.from(cell.closest("table").querySelectorAll("td[data-cell]"));
  const isForward = key === "ArrowRight" || key === "ArrowDown";
  const others = isForward ? cells.slice(cells.indexOf(cell) + 1) : cells.slice(0, cells.indexOf(cell)).reverse();
  if (isAcross) return others.find((other) => other.parentNode === cell.parentNode);
  const at = cell.getBoundingClientRect();
  const isInLine = (box) => box.left < at.right - 1 && box.right > at.left + 1;
  return others.find((other) => other.parentNode !== cell.parentNode && isInLine(other.getBoundingClientRect()));
}

function make(name, properties, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (key in made) made[key] = value;
    else made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}
