// Where last year's text goes when this year's has been begun: in its place, behind it, or nowhere.

import { element, find } from "./dom.js";

// Resolves to "replace", "append" or "" once the person has chosen; Esc chooses nothing.
export function askTakeover(words) {
  const choice = (value, label, css) => element(`button.btn${css}`, { type: "submit", value }, label);
  const append = choice("append", words.takeover_append, ".pri");
  const dialog = element("dialog.ask", { "aria-labelledby": "takeover-title" }, element("form", { method: "dialog" },
    element("h2", { id: "takeover-title" }, words.takeover_title),
    element("p", {}, words.takeover_text),
    element("div.acts", {}, append, choice("replace", words.takeover_replace, ""), choice("", words.cancel, ".flat"))));
  find("main").append(dialog);
  dialog.showModal();
  append.focus();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue);
    });
  });
}
