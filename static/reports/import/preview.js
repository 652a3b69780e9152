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

  function open(id) {
    panels.forEach(function (panel) {
      panel.classList.toggle("open", panel.id === id);
    });
    tabs.forEach(function (tab) {
      if (tab.dataset.tab === id) tab.setAttribute("aria-current", "true");
      else tab.removeAttribute("aria-current");
    });
  }

  function mark(number) {
    Array.prototype.forEach.call(form.querySelectorAll("[data-place]"), function (element) {
      element.classList.toggle("on", element.dataset.place === number);
    });
  }

  function find(number) {
    mark(number);
    var cell = source.querySelector('[data-place="' + number + '"]');
    if (!cell) return;
    open(cell.closest("[data-panel]").id);
    var box = source.getBoundingClientRect();
    var at = cell.getBoundingClientRect();
    source.scrollTop += at.top - box.top - box.height / 2;
    source.scrollLeft += at.left - box.left - box.width / 2;
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
      return;
    }
    var number = event.target.closest("a.pn");
    if (number) {
      event.preventDefault();
      var item = document.getElementById("place-" + number.textContent);
      showAll(false);
      var group = item.closest("details");
      if (group) group.open = true;
      mark(number.textContent);
      item.scrollIntoView({ block: "nearest" });
      item.querySelector("a, input").focus();
      return;
    }
    var place = event.target.closest(".prb > li");
    if (place) {
      if (event.target.closest("[data-go]")) event.preventDefault();
      find(place.dataset.place);
    }
  });
  form.addEventListener("focusin", function (event) {
    var place = event.target.closest(".prb > li");
    if (place) find(place.dataset.place);
    if (event.target.classList.contains("typed")) {
      place.querySelector('input[value="typed"]').checked = true;
    }
  });

  var segment = form.querySelector("[data-switch]");
  function showAll(all) {
    places.classList.toggle("imp-allcells", all);
    Array.prototype.forEach.call(segment.children, function (button) {
      button.setAttribute("aria-pressed", String((button.dataset.show === "cells") === all));
    });
  }
  segment.hidden = false;
  segment.addEventListener("click", function (event) {
    var button = event.target.closest("button");
    if (button) showAll(button.dataset.show === "cells");
  });

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

  Array.prototype.forEach.call(form.querySelectorAll("[data-zero]"), function (button) {
    button.hidden = false;
    button.addEventListener("click", function () {
      var group = button.closest("details");
      Array.prototype.forEach.call(group.querySelectorAll("fieldset.acts"), function (choice) {
        choice.querySelector('input[value="typed"]').checked = true;
        choice.querySelector(".typed").value = "0";
      });
      changed();
    });
  });

  var waiting = 0;
  var asked = 0;
  function redraw() {
    var number = ++asked;
    form.classList.add("busy");
    fetch(form.dataset.preview, { method: "POST", body: new FormData(form), credentials: "same-origin" })
      .then(function (response) {
        return response.redirected || !response.ok ? null : response.text();
      })
      .then(function (text) {
        // Only the answer to the last question counts; a lost line leaves what was drawn, and the server checks anyway.
        if (number !== asked || !text) return;
        var answer = new DOMParser().parseFromString(text, "text/html");
        ["#chk", "[data-bar]", "[data-errors]"].forEach(function (name) {
          var fresh = answer.querySelector(name);
          var old = document.querySelector(name);
          if (fresh && old) old.innerHTML = fresh.innerHTML;
        });
        hideRecheck();
      })
      .catch(function () {})
      .then(function () {
        if (number === asked) form.classList.remove("busy");
      });
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
  form.addEventListener("change", changed);
  form.addEventListener("input", function (event) {
    if (event.target.classList.contains("typed")) changed();
  });
  form.addEventListener("submit", function () {
    clearTimeout(waiting);
    asked += 1;
  });
})();
