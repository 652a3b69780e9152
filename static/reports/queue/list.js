// The rows: which one is chosen, which are folded away, where one goes after a decision.

import { all, element, fill, find, icon } from "../workspace/dom.js";

export class List {
  constructor(data) {
    Object.assign(this, { data, words: data.words, at: null, listeners: [], onAdded: () => {} });
  }

  onChosen(listener) {
    this.listeners.push(listener);
  }

  rows() {
    return all("#list .rows tr[data-finding]");
  }

  // Those that can be reached: not folded away.
  shown() {
    return this.rows().filter((row) => !row.hidden && !row.parentElement.hidden && !row.classList.contains("gone"));
  }

  start() {
    const table = find("#list");
    if (!table) return;
    all("#list .rows[data-shown]").forEach((group) => this.shorten(group));
    table.addEventListener("click", (event) => {
      const toggle = event.target.closest("button.tgl");
      const row = event.target.closest("tr[data-finding]");
      const later = event.target.closest("a.tgl");
      if (later && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
        event.preventDefault();
        this.unfold(later);
      } else if (toggle) this.fold(toggle);
      else if (row && !event.target.closest("input") && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
        // Where there is no room beside the list a link leads to the finding's own page.
        if (event.target.closest("a") && matchMedia("(max-width:800px)").matches) return;
        event.preventDefault();
        this.choose(row);
      }
    });
    const asked = new URLSearchParams(location.search).get("finding");
    const first = (asked && find(`#list tr[data-finding="${asked}"]`)) || this.shown()[0];
    if (first) this.choose(first, { isQuiet: true });
  }

  // Of a group among others the first few, with a button for the rest.
  shorten(group) {
    const rows = all("tr[data-finding]", group);
    const hidden = rows.slice(Number(group.dataset.shown));
    if (hidden.length < 2) return;
    hidden.forEach((row) => { row.hidden = true; });
    const more = element("button.lnk", { type: "button" }, fill(this.words.more, { count: hidden.length }));
    const line = element("tr.more-row", {}, element("td", {}), element("td", { colspan: 6 }, more));
    more.addEventListener("click", () => {
      this.showAll(group);
      this.choose(hidden.find((row) => row.isConnected) || hidden[0]);
    });
    rows[rows.length - 1].after(line);
  }

  showAll(group) {
    all("tr[data-finding]", group).forEach((row) => { row.hidden = false; });
    all(".more-row", group).forEach((line) => line.remove());
  }

  fold(toggle) {
    const isOpen = toggle.getAttribute("aria-expanded") === "false";
    toggle.setAttribute("aria-expanded", String(isOpen));
    find(".ic", toggle).replaceWith(icon(isOpen ? "dn" : "rt", 14));
    toggle.closest("tbody").nextElementSibling.hidden = !isOpen;
  }

  // A group whose findings stand on later pages: its first rows are fetched from the list of this group alone.
  async unfold(link) {
    if (link.dataset.busy) return;
    link.dataset.busy = "yes";
    const answer = await fetch(link.href, { credentials: "same-origin" }).then((got) => got.text()).catch(() => "");
    const rows = find("#list .rows", new DOMParser().parseFromString(answer, "text/html"));
    if (!rows) {
      location.assign(link.href);
      return;
    }
    // What is asked of a row goes with the choices of this list.
    all("td a.cut", rows).forEach((one) => { one.search = location.search; });
    rows.dataset.group = link.closest("tbody").dataset.group;
    link.closest("tbody").after(document.adoptNode(rows));
    const toggle = element("button.tgl", { type: "button", "aria-expanded": "true", "aria-label": link.getAttribute("aria-label") }, icon("dn", 14));
    link.replaceWith(toggle);
    toggle.focus();
    this.onAdded();
  }

  choose(row, { isQuiet = false } = {}) {
    if (this.at) {
      this.at.classList.remove("on");
      this.at.removeAttribute("aria-current");
    }
    this.at = row;
    row.classList.add("on");
    row.setAttribute("aria-current", "true");
    if (!isQuiet) {
      find("td a", row).focus({ preventScroll: true });
      row.scrollIntoView({ block: "nearest" });
    }
    this.listeners.forEach((listener) => listener(row));
  }

  // The row `step` further on; a folded-away rest is opened on the way. Nothing at either end.
  next(step) {
    const rows = this.shown();
    const place = rows.indexOf(this.at);
    const rest = this.at && this.at.nextElementSibling;
    if (step > 0 && rest && rest.hidden && rest.dataset.finding) {
      this.showAll(this.at.parentElement);
      return rest;
    }
    return rows[place + step] || null;
  }

  // [place in the whole list, from 1]; rows folded away count.
  position(row) {
    return this.data.start + this.rows().indexOf(row);
  }

  byFinding(pk) {
    return find(`#list tr[data-finding="${pk}"]`);
  }

  // Takes a decided row out; returns what is needed to put it back.
  take(row) {
    const after = this.next(1) || this.next(-1);
    const place = { row, parent: row.parentElement, before: row.nextElementSibling };
    row.remove();
    this.at = null;
    return { place, after };
  }

  putBack({ row, parent, before }) {
    parent.insertBefore(row, before && before.parentElement === parent ? before : find("tr:not([data-finding])", parent));
    row.hidden = false;
    return row;
  }

  // How much there is to do, beside a link of the side bar; nothing there is no number.
  drawWork(address, count) {
    const link = find(`.side nav a[href="${address}"]`);
    if (!link) return;
    const badge = find(".n", link);
    if (badge) badge.remove();
    if (count) link.append(element("b.n", {}, String(count)));
  }

  // Numbers around the list after a decision.
  update({ counts, group, work }) {
    for (const [tab, count] of Object.entries(counts || {})) {
      all(`[data-count="${tab}"]`).forEach((place) => { place.textContent = String(count); });
    }
    for (const [address, count] of Object.entries(work || {})) this.drawWork(address, count);
    if (!group) return;
    const heading = all("#list tbody.grp").find((one) => one.dataset.group === group.key);
    if (!heading) return;
    find(".size", heading).textContent = group.size;
    const rows = heading.nextElementSibling;
    const isEmpty = !group.items && rows && !all("tr[data-finding]", rows).length;
    heading.hidden = isEmpty;
  }
}
