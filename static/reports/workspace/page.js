// Around the tables: tabs that follow the scroll, the panel that folds, switches, the menu.

import { all, find } from "./dom.js";
import { recall, remember } from "./keep.js";

const NARROW = 800;

export class Surroundings {
  constructor(book, findings) {
    Object.assign(this, { book, findings });
    this.words = book.data.words;
  }

  start() {
    this.tabs();
    this.panel();
    this.switches();
    this.menu();
  }

  tabs() {
    const links = all(".tabs a[data-section]");
    const parts = links.map((link) => find(link.getAttribute("href")));
    let isDue = false;
    let chosen = null;
    const follow = () => {
      isDue = false;
      const line = window.innerHeight * 0.4;
      let at = 0;
      parts.forEach((part, number) => {
        if (part.getBoundingClientRect().top < line) at = number;
      });
      const page = document.documentElement;
      if (window.innerHeight + window.scrollY >= page.scrollHeight - 4 && window.scrollY > 0) at = parts.length - 1;
      if (chosen !== null) at = chosen; // near the end of the page a part may not reach the top
      links.forEach((link, number) => {
        if (number !== at) link.removeAttribute("aria-current");
        else if (!link.hasAttribute("aria-current")) {
          link.setAttribute("aria-current", "true");
          const bar = link.parentNode;
          if (bar.scrollWidth > bar.clientWidth) bar.scrollLeft = link.offsetLeft - 60;
        }
      });
    };
    window.addEventListener("scroll", () => {
      if (!isDue) requestAnimationFrame(follow);
      isDue = true;
    }, { passive: true });
    links.forEach((link, number) => link.addEventListener("click", () => {
      chosen = number;
      follow();
    }));
    for (const event of ["wheel", "touchmove", "keydown", "mousedown"]) {
      document.addEventListener(event, () => {
        chosen = null;
      }, { passive: true });
    }
    follow();
  }

  panel() {
    const work = find("#work");
    const button = find("#fold-panel");
    const fold = (isShut) => {
      work.classList.toggle("shut", isShut);
      button.setAttribute("aria-expanded", String(!isShut));
      find("span", button).textContent = this.words[isShut ? "open_panel" : "close_panel"];
    };
    const toggle = () => {
      if (window.innerWidth <= NARROW) {
        find("#find").classList.toggle("sheet-open");
        return;
      }
      fold(!work.classList.contains("shut"));
      remember("panel", work.classList.contains("shut") ? "shut" : "open");
    };
    all("#fold-panel, #fold-panel-too, #unfold-panel").forEach((one) => one.addEventListener("click", toggle));
    fold(recall("panel") === "shut");
    all("#need-errors, #need-explains").forEach((link) => link.addEventListener("click", (event) => {
      event.preventDefault();
      this.showPanel();
      const level = link.classList.contains("e") ? "error" : "explain";
      find(`.filt button[data-level="${level}"]`).click();
      find("#finding-list").focus({ preventScroll: true });
    }));
    this.showPanel = () => {
      if (window.innerWidth <= NARROW) find("#find").classList.add("sheet-open");
      else fold(false);
    };
  }

  switches() {
    const previous = find("#show-previous");
    const only = find("#only-problems");
    const press = (button, isOn) => button.setAttribute("aria-pressed", String(isOn));
    if (previous) {
      const show = (isOn) => {
        press(previous, isOn);
        document.body.classList.toggle("nopv", !isOn);
      };
      show(recall("previous") !== "off");
      previous.addEventListener("click", () => {
        const isOn = previous.getAttribute("aria-pressed") !== "true";
        show(isOn);
        remember("previous", isOn ? "on" : "off");
      });
    }
    only.addEventListener("click", () => {
      press(only, only.getAttribute("aria-pressed") !== "true");
      this.filterRows();
    });
    // A block must not go into rows that cannot be seen.
    this.book.on("block", () => {
      press(only, false);
      this.filterRows();
    });
  }

  // Rows of figures in which nothing is flagged, blank or waiting are put away. A row whose label spans others stays.
  // Collapsing, unlike display:none, shortens the labels that span them.
  filterRows() {
    const isOn = find("#only-problems").getAttribute("aria-pressed") === "true";
    for (const row of all("table.labels3 tbody tr, table.labels1 tbody tr")) {
      const isFree = find("td.c", row) && !find("th.h-row_group", row);
      const hasProblem = find("td.fl, td.bad, td.blank, td.pend", row) || row.contains(document.activeElement);
      row.classList.toggle("calm", Boolean(isOn && isFree && !hasProblem));
    }
  }

  menu() {
    const button = find("#more");
    const list = find("#more-list");
    const show = (isOpen) => {
      list.hidden = !isOpen;
      button.setAttribute("aria-expanded", String(isOpen));
    };
    button.addEventListener("click", () => show(list.hidden));
    document.addEventListener("click", (event) => event.target.closest(".more") || show(false));
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape") show(false);
    });
    find("#print").addEventListener("click", () => {
      show(false);
      window.print();
    });
    this.book.on("menu-done", () => show(false));
  }
}
