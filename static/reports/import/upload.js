// Dropping a file, its size before it travels, and the merged cells of a copied table. The form works without it.
(function () {
  "use strict";
  var form = document.querySelector("[data-upload]");
  if (!form) return;
  var words = JSON.parse(document.getElementById("import-words").textContent);
  var input = form.querySelector("input[type=file]");
  var zone = form.querySelector("[data-drop]");
  var problem = form.querySelector("[data-problem]");
  var pasted = form.querySelector("textarea[name=pasted]");
  var markup = form.querySelector("input[name=pasted_html]");
  var note = form.querySelector("[data-paste-note]");
  var help = note.textContent;

  var several = form.querySelector("[data-several]");
  var chosen = form.querySelector("[data-chosen]");

  function tooLarge() {
    chosen.textContent = input.files.length ? input.files[0].name : "";
    var large = input.files.length > 0 && input.files[0].size > Number(form.dataset.max);
    problem.textContent = large ? words.large : "";
    input.setAttribute("aria-invalid", String(large));
    return large;
  }
  input.addEventListener("change", tooLarge);
  form.addEventListener("submit", function (event) {
    if (tooLarge()) {
      event.preventDefault();
      input.focus();
    }
  });
  ["dragenter", "dragover"].forEach(function (name) {
    zone.addEventListener(name, function (event) {
      event.preventDefault();
      zone.classList.add("over");
    });
  });
  ["dragleave", "drop"].forEach(function (name) {
    zone.addEventListener(name, function () {
      zone.classList.remove("over");
    });
  });
  zone.addEventListener("drop", function (event) {
    event.preventDefault();
    zone.classList.remove("over");
    if (several) several.hidden = event.dataTransfer.files.length < 2;
    if (event.dataTransfer.files.length > 1) {
      problem.textContent = several ? "" : words.several;
      if (several) several.querySelector("a").focus();
    } else if (event.dataTransfer.files.length) {
      input.files = event.dataTransfer.files;
      tooLarge();
    }
  });

  pasted.addEventListener("paste", function (event) {
    var html = event.clipboardData.getData("text/html");
    var whole = !pasted.value || pasted.selectionEnd - pasted.selectionStart === pasted.value.length;
    // Only a paste that is all of the text can stand for it; pictures make it too long to send.
    if (!whole || html.length > 2000000 || html.indexOf("<table") < 0) return;
    setTimeout(function () {
      markup.value = html;
      note.textContent = words.merged;
    });
  });
  pasted.addEventListener("input", function (event) {
    if (event.inputType === "insertFromPaste") return;
    markup.value = "";
    note.textContent = help;
  });
})();
