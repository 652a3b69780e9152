/* Ticks every body that is shown, or none. */
"use strict";
(function () {
  const all = document.querySelector("[data-all]");
  const boxes = Array.from(document.querySelectorAll("input[name=organs]"));
  if (!all) return;
  all.addEventListener("change", () => boxes.forEach((box) => { box.checked = all.checked; }));
  boxes.forEach((box) => box.addEventListener("change", () => { all.checked = boxes.every((one) => one.checked); }));
})();
