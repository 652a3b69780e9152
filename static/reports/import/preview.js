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
    item.querySelector("a, input").focus();
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
    var link = event.target.closest("[data-source-of], [data-go]");
    if (link) event.preventDefault();
    var value = event.target.closest(".prb > li[data-key], [data-row]");
    if (value) find(value.dataset.key || value.dataset.row);
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
    remember(all ? values.dataset.show : "");
  }
  function filter(name) {
    values.dataset.show = name;
    chips.forEach(function (chip) {
      if (chip.dataset.filter === name) chip.setAttribute("aria-current", "true");
      else chip.removeAttribute("aria-current");
    });
    drawFilter();
    remember(name);
  }
  function drawFilter() {
    var shows = rows.filter(function (row) {
      return row.classList.contains("is-" + values.dataset.show) || row.classList.contains("bad");
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

  // What is typed beside a place and in the table is one figure; whoever decides on a cell has looked at it.
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
    if (input.value) look(key);
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
      look(key[1]);
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
      if (row.offsetParent) look(row.dataset.row);
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
      each(button.closest("details").querySelectorAll("fieldset.acts .typed"), function (box) {
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
    form.querySelector("[data-errors]").textContent = answer.errors;
    form.querySelector("[data-left]").innerHTML = answer.left;
    rows.forEach(function (row) {
      var said = answer.said[row.dataset.row] || { text: "", rejected: false };
      var element = row.querySelector("[data-said]");
      if (element.textContent !== said.text) element.textContent = said.text;
      element.className = said.rejected ? "problem" : "sm mut";
      row.classList.toggle("bad", said.rejected);
      each(form.querySelectorAll('[name="set-' + row.dataset.row + '"], [name="typed-' + row.dataset.row + '"]'), function (box) {
        box.setAttribute("aria-invalid", String(said.rejected));
      });
    });
    drawFilter();
    hideRecheck();
  }
  // Both are drawn with their own element around them, which stays.
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
  hideRecheck();
  form.addEventListener("submit", function () {
    clearTimeout(waiting);
    asked += 1;
  });
})();
