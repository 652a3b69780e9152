// Copies the fragment as plain text, also where the browser keeps its clipboard from pages without HTTPS.
(function () {
  "use strict";
  var button = document.querySelector("[data-copy]");
  if (!button) return;
  var words = JSON.parse(document.getElementById("hand-words").textContent);
  var source = document.getElementById(button.dataset.copy);
  var said = document.querySelector("[data-said]");
  function tell(done) {
    said.textContent = done ? words.copied : words.failed;
    if (!done) source.closest("details").open = true;
  }
  function byHand() {
    var details = source.closest("details");
    var was = details.open;
    details.open = true;
    source.focus();
    source.select();
    var done = false;
    try {
      done = document.execCommand("copy");
    } catch (error) {
      done = false;
    }
    if (done) details.open = was;
    button.focus();
    tell(done);
  }
  button.addEventListener("click", function () {
    if (navigator.clipboard && window.isSecureContext) {
      navigator.clipboard.writeText(source.value).then(function () { tell(true); }, byHand);
    } else {
      byHand();
    }
  });
})();
