// The drawer of narrow screens, notices one can close, filters that apply by themselves. Pages work without it.
(function () {
  "use strict";
  var burger = document.querySelector(".burger");
  var shade = document.querySelector(".shade");
  function show(open) {
    document.body.classList.toggle("nav-open", open);
    burger.setAttribute("aria-expanded", String(open));
    if (open) {
      document.querySelector(".side a").focus();
    } else {
      burger.focus();
    }
  }
  if (burger && shade) {
    burger.addEventListener("click", function () {
      show(!document.body.classList.contains("nav-open"));
    });
    shade.addEventListener("click", function () {
      show(false);
    });
  }
  var menu = document.querySelector(".side .me");
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") return;
    if (menu && menu.open) {
      menu.open = false;
      menu.querySelector("summary").focus();
    } else if (document.body.classList.contains("nav-open")) {
      show(false);
    }
  });
  document.addEventListener("click", function (event) {
    if (menu && menu.open && !menu.contains(event.target)) menu.open = false;
    var close = event.target.closest ? event.target.closest("[data-close]") : null;
    if (close) close.parentNode.remove();
  });
  // Good news goes by itself; an error stays until it is closed.
  setTimeout(function () {
    Array.prototype.forEach.call(document.querySelectorAll(".toasts:not(.ours) .toast:not(.e)"), function (toast) {
      if (!toast.querySelector("a")) toast.remove();
    });
  }, 8000);
  document.addEventListener("change", function (event) {
    // Filters apply as soon as they are chosen; the button beside them serves those without this file.
    if (event.target.hasAttribute("data-submits") && event.target.form) event.target.form.submit();
  });
  // A row to be deleted says so, and offers to take it back; the theme shows that with :has(), unknown before 105.
  function tell(box) {
    var note = box.closest("tr") && box.closest("tr").nextElementSibling;
    if (note && note.classList.contains("form-delete")) note.classList.toggle("hidden", !box.checked);
  }
  document.querySelectorAll("input.delete").forEach(tell);
  document.addEventListener("change", function (event) {
    if (event.target.matches("input.delete")) tell(event.target);
  });
})();
