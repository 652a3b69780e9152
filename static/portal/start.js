// The scope follows the organ: what it may not report for cannot be chosen. The server checks it anyway.
(function () {
  "use strict";
  var organ = document.getElementById("id_organ");
  var scope = document.getElementById("id_scope");
  if (!organ || !scope) return;
  function scopes() {
    var chosen = organ.options[organ.selectedIndex];
    return chosen && chosen.dataset.scopes ? chosen.dataset.scopes.split(" ") : [];
  }
  function offer() {
    var allowed = scopes();
    Array.prototype.forEach.call(scope.options, function (option) {
      option.disabled = allowed.indexOf(option.value) < 0;
    });
  }
  organ.addEventListener("change", function () {
    scope.value = scopes()[0] || "";
    offer();
  });
  offer();
})();
