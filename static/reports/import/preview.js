// Source tables as tabs, a place and its cell found from each other, and the outcome drawn again by the server
// whenever a choice changes. Without this file everything stands on one page and the button checks again.
(function () {
  "use strict";
  var form = document.querySelector("[data-review]");
  if (!form) return;
  var source = form.querySelector("[data-source]");
  var panels = Array.prototype.slice.call(form.querySelectorAll("[data-panel]"));
  var tabs = Array.prototype.slice.call(form.querySelectorAll("[data-tab]"));
  var places = document.getElementById("prb");

  var values = form.querySelector("[data-values]");
  var rows = Array.prototype.slice.call(values.querySelectorAll("[data-row]"));

  function each(list, act) {
    Array.prototype.forEach.call(list, act);
  }

  function named(name) {
    return form.querySelectorAll('[name="' + name + '"]');
  }

  function open(id) {
    panels.forEach(function (panel) {
      panel.classList.toggle("open", panel.id === id);
    });
    tabs.forEach(function (tab) {
      if (tab.dataset.tab === id) tab.setAttribute("aria-current", "true");
      else tab.removeAttribute("aria-current");
    });
  }

  function mark(key) {
    each(form.querySelectorAll("[data-key], [data-row]"), function (element) {
      element.classList.toggle("on", (element.dataset.key || element.dataset.row) === key);
    });
  }

  // The cell of the file that a value was read from, in the middle of what is in sight.
  function find(key) {
    mark(key);
    var cell = source.querySelector('[data-key="' + key + '"]');
    if (!cell) return;
    open(cell.closest("[data-panel]").id);
    var box = source.getBoundingClientRect();
    var at = cell.getBoundingClientRect();
    if (at.top < box.top || at.bottom > box.bottom) source.scrollTop += at.top - box.top - box.height / 2;
    if (at.left < box.left || at.right > box.right) source.scrollLeft += at.left - box.left - box.width / 2;
  }

  // The value that was read from a cell of the file: where it is listed among the places, else in the table.
  function goToValue(key) {
    var item = places.querySelector('.prb > li[data-key="' + key + '"]');
    if (item && !places.classList.contains("imp-allcells")) {
      var group = item.closest("details");
      if (group) group.open = true;
    } else {
      item = document.getElementById("value-" + key);
      if (!item) return;
      showAll(true);
      if (!item.offsetParent) filter("all");
    }
    mark(key);
    item.scrollIntoView({ block: "nearest" });
    (item.querySelector("[aria-invalid=true]") || item.querySelector("a, input")).focus();
  }

  if (panels.length) {
    source.classList.add("tabbed");
    var worst = tabs.filter(function (tab) { return tab.querySelector(".sg.e"); })[0]
      || tabs.filter(function (tab) { return tab.querySelector(".sg"); })[0] || tabs[0];
    open(worst.dataset.tab);
  }

  form.addEventListener("click", function (event) {
    var tab = event.target.closest("[data-tab]");
    if (tab) {
      event.preventDefault();
      open(tab.dataset.tab);
      source.scrollTop = 0;
      var heading = tab.dataset.heading && document.getElementById(tab.dataset.heading);
      if (heading) {
        source.scrollTop = heading.getBoundingClientRect().top - source.getBoundingClientRect().top;
        heading.focus({ preventScroll: true });
      }
      return;
    }
    var cell = event.target.closest("[data-source] [data-key]");
    if (cell) {
      event.preventDefault();
      goToValue(cell.dataset.key);
      return;
    }
    var faulty = event.target.closest("[data-faulty]");
    if (faulty) {
      event.preventDefault();
      toFaulty(faulty.dataset.faulty);
      return;
    }
    var link = event.target.closest("[data-source-of], [data-go]");
    if (link) event.preventDefault();
    var value = event.target.closest(".prb > li[data-key], [data-row]");
    if (value) find(value.dataset.key || value.dataset.row);
  });
  // With the keyboard: one stop for each part of the file, arrows go from figure to figure, Enter goes to its value.
  panels.forEach(function (panel) {
    var first = panel.querySelector("[data-key]");
    if (first) first.tabIndex = 0;
  });
  source.addEventListener("keydown", function (event) {
    var cell = event.target.closest("[data-key]");
    if (!cell || event.target !== cell) return;
    var step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (event.key === "Enter") {
      event.preventDefault();
      goToValue(cell.dataset.key);
    } else if (step) {
      event.preventDefault();
      var all = Array.prototype.slice.call(cell.closest("[data-panel]").querySelectorAll("[data-key]"));
      var next = all[all.indexOf(cell) + step];
      if (!next) return;
      if (!cell.hasAttribute("data-place") || cell.tagName === "TD") cell.tabIndex = -1;
      next.tabIndex = 0;
      next.focus();
    }
  });
  form.addEventListener("focusin", function (event) {
    var value = event.target.closest(".prb > li[data-key], [data-row]");
    if (value) find(value.dataset.key || value.dataset.row);
  });

  var segment = form.querySelector("[data-switch]");
  var chips = Array.prototype.slice.call(form.querySelectorAll("[data-filter]"));
  var none = values.querySelector("[data-none]");

  function remember(name) {
    var query = new URLSearchParams(location.search);
    if (name) query.set("show", name);
    else query.delete("show");
    var text = query.toString();
    history.replaceState(null, "", location.pathname + (text ? "?" + text : ""));
  }
  function showAll(all) {
    places.classList.toggle("imp-allcells", all);
    each(segment.children, function (button) {
      button.setAttribute("aria-pressed", String((button.dataset.show === "cells") === all));
    });
    rows.forEach(function (row) { row.classList.remove("stay"); });
    drawFilter();
    remember(all ? values.dataset.show : "");
  }
  function filter(name) {
    values.dataset.show = name;
    rows.forEach(function (row) { row.classList.remove("stay"); });
    chips.forEach(function (chip) {
      if (chip.dataset.filter === name) chip.setAttribute("aria-current", "true");
      else chip.removeAttribute("aria-current");
    });
    drawFilter();
    remember(name);
  }
  function drawFilter() {
    var shows = rows.filter(function (row) {
      return ["is-" + values.dataset.show, "bad", "stay"].some(function (name) { return row.classList.contains(name); });
    });
    none.hidden = shows.length > 0;
    each(values.querySelectorAll(".sec"), function (head) {
      head.hidden = !shows.some(function (row) { return row.parentNode === head.parentNode; });
    });
  }
  segment.hidden = false;
  segment.addEventListener("click", function (event) {
    var button = event.target.closest("button");
    if (button) showAll(button.dataset.show === "cells");
  });
  form.querySelector("[data-filters]").addEventListener("click", function (event) {
    var chip = event.target.closest("[data-filter]");
    if (!chip) return;
    event.preventDefault();
    filter(chip.dataset.filter);
  });
  drawFilter();

  // What is typed beside a place and in the table is one figure; whoever decides on a cell has looked at it, but only
  // the server knows whether a figure can be taken.
  function look(key) {
    each(named("seen-" + key), function (tick) { tick.checked = true; });
  }
  function typedIn(input) {
    var parts = /^(set|typed)-(.*)$/.exec(input.name);
    if (!parts) return;
    var key = parts[2];
    each(named((parts[1] === "set" ? "typed-" : "set-") + key), function (other) { other.value = input.value; });
    each(form.querySelectorAll('[type=radio][name="cell-' + key + '"]'), function (radio) {
      if (radio.value === (input.value || parts[1] === "typed" ? "typed" : "keep")) radio.checked = true;
    });
  }
  form.addEventListener("input", function (event) {
    if (event.target.classList.contains("typed")) {
      typedIn(event.target);
      changed();
    }
  });
  form.addEventListener("change", function (event) {
    var input = event.target;
    var key = /^cell-(.*)$/.exec(input.name);
    if (key && input.type === "radio") {
      if (input.value !== "typed") look(key[1]);
      each(named("set-" + key[1]), function (box) {
        box.value = input.value === "typed" ? named("typed-" + key[1])[0].value : "";
      });
    }
    if (key && input.type === "checkbox") look(key[1]);
    if (!input.classList.contains("typed")) changed();
  });
  var allSeen = form.querySelector("[data-all-seen]");
  allSeen.hidden = false;
  allSeen.addEventListener("click", function () {
    rows.forEach(function (row) {
      if (row.offsetParent && !row.classList.contains("bad")) look(row.dataset.row);
    });
    changed();
  });

  var zoom = form.querySelector("[data-zoom]");
  if (zoom) {
    var width = 100;
    zoom.hidden = false;
    zoom.addEventListener("click", function (event) {
      var button = event.target.closest("button");
      if (!button) return;
      width = Math.min(250, Math.max(50, width + 25 * Number(button.dataset.by)));
      each(source.querySelectorAll(".srcp"), function (page) { page.style.width = width + "%"; });
    });
  }

  var ticks = Array.prototype.slice.call(form.querySelectorAll("#dif .ck"));
  function drawTicks() {
    ticks.forEach(function (tick) {
      tick.closest("tr").classList.toggle("ticked", tick.checked);
    });
  }
  drawTicks();
  var untick = form.querySelector("[data-untick]");
  if (untick) {
    untick.hidden = false;
    untick.addEventListener("click", function () {
      ticks.forEach(function (tick) { tick.checked = false; });
      changed();
    });
  }

  each(form.querySelectorAll("[data-zero]"), function (button) {
    button.hidden = false;
    button.addEventListener("click", function () {
      each(button.closest("details").querySelectorAll("li:not([data-proposed]) fieldset.acts .typed"), function (box) {
        box.value = "0";
        typedIn(box);
      });
      changed();
    });
  });

  var adopt = form.querySelector("[data-adopt]");
  if (adopt) {
    adopt.hidden = false;
    adopt.addEventListener("click", function () {
      each(form.querySelectorAll('[name^="proposal-"][value="1"]'), function (radio) { radio.checked = true; });
      changed();
    });
  }

  var waiting = 0;
  var asked = 0;
  function redraw() {
    var number = ++asked;
    form.classList.add("busy");
    fetch(form.dataset.preview, {
      method: "POST",
      body: new FormData(form),
      credentials: "same-origin",
      headers: { Accept: "application/json" },
    })
      .then(function (response) {
        return response.redirected || !response.ok ? null : response.json();
      })
      .then(function (answer) {
        // Only the answer to the last question counts; a lost line leaves what was drawn, and the server checks anyway.
        if (number === asked && answer) draw(answer);
      })
      .catch(function () {})
      .then(function () {
        if (number === asked) form.classList.remove("busy");
      });
  }
  function draw(answer) {
    put("[data-bar]", answer.bar);
    put("#chk", answer.checks);
    put("[data-counters]", answer.counters);
    form.querySelector("[data-left]").innerHTML = answer.left;
    form.querySelector("[data-heading-left]").innerHTML = answer.heading;
    each(form.querySelectorAll("[data-group-left]"), function (element, number) {
      element.innerHTML = answer.groups[number];
    });
    chips.forEach(function (chip) {
      var count = answer.filters[chip.dataset.filter];
      chip.querySelector("b").textContent = count;
      chip.hidden = !count && chip.dataset.filter !== "look" && !chip.hasAttribute("aria-current");
    });
    rows.forEach(function (row) {
      drawRow(row, answer.cells[row.dataset.row]);
    });
    each(places.querySelectorAll(".prb > li[data-key]"), function (item) {
      drawItem(item, answer.cells[item.dataset.key]);
    });
    drawFilter();
    hideRecheck();
  }
  function drawRow(row, cell) {
    if (row.offsetParent) row.classList.add("stay"); // what is being worked on does not vanish under the hand
    chips.forEach(function (chip) {
      row.classList.toggle("is-" + chip.dataset.filter, cell.shows.indexOf(chip.dataset.filter) >= 0);
    });
    row.classList.toggle("bad", cell.rejected);
    var said = row.querySelector("[data-said]");
    if (said.textContent !== cell.said) said.textContent = cell.said;
    said.className = cell.rejected ? "problem" : "sm mut";
    each(named("set-" + row.dataset.row), function (box) { box.setAttribute("aria-invalid", String(cell.rejected)); });
    each(named("seen-" + row.dataset.row), function (tick) {
      if (cell.given || cell.rejected) tick.checked = cell.given;
    });
  }
  function drawItem(item, cell) {
    item.classList.toggle("bad", cell.rejected);
    item.classList.toggle("done", cell.settled);
    var said = item.querySelector("[data-said]");
    said.textContent = cell.said;
    said.className = cell.rejected ? "problem" : "sm mut";
    each(named("typed-" + item.dataset.key), function (box) { box.setAttribute("aria-invalid", String(cell.rejected)); });
  }
  // These are drawn with their own element around them, which stays.
  function put(name, html) {
    var fresh = new DOMParser().parseFromString(html, "text/html").querySelector(name);
    var old = document.querySelector(name);
    if (fresh && old) old.innerHTML = fresh.innerHTML;
  }
  function hideRecheck() {
    var button = form.querySelector("[data-recheck]");
    if (button) button.hidden = true;
  }
  function changed() {
    drawTicks();
    clearTimeout(waiting);
    waiting = setTimeout(redraw, 250);
  }
  // In the table of all values every figure can be corrected.
  function toFaulty(key) {
    showAll(true);
    goToValue(key);
    find(key);
  }
  var refused = form.querySelector("[data-faulty]");
  if (refused) toFaulty(refused.dataset.faulty);

  hideRecheck();
  form.addEventListener("submit", function () {
    clearTimeout(waiting);
    asked += 1;
  });
})();
