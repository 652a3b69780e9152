// Progress of the work on a batch, and the number of files chosen on the button. The page works without it.
(function () {
  "use strict";
  var work = document.querySelector("[data-progress]");
  if (work && work.dataset.busy === "1") {
    var text = work.querySelector("[data-text]");
    var bar = work.querySelector("[data-bar]");
    var said = 0;
    var timer = setInterval(function () {
      fetch(work.dataset.progress, { credentials: "same-origin", headers: { Accept: "application/json" } })
        .then(function (response) {
          return response.ok && !response.redirected ? response.json() : null;
        })
        .then(function (now) {
          if (!now) return;
          if (!now.busy || now.interrupted) {
            clearInterval(timer);
            location.reload();
            return;
          }
          bar.style.width = now.percent + "%";
          bar.parentNode.setAttribute("aria-valuenow", now.percent);
          // Said aloud every ten per cent, not every second.
          if (now.percent - said >= 10 || now.percent < said || !said) {
            said = now.percent || 1;
            text.textContent = now.text;
          }
        })
        .catch(function () {});
    }, 1000);
  }

  var words = JSON.parse(document.getElementById("intake-words").textContent);
  var button = document.querySelector("[data-apply]");
  if (button) {
    var usual = button.textContent;
    document.addEventListener("change", function (event) {
      if (!event.target.classList.contains("ck")) return;
      var count = document.querySelectorAll(".ck:checked").length;
      button.textContent = count ? words.chosen.replace("{count}", count) : usual;
    });
  }
  document.addEventListener("submit", function (event) {
    var asks = event.target.querySelector("[data-confirm]");
    if (asks && !window.confirm(asks.dataset.confirm)) event.preventDefault();
  });
})();
