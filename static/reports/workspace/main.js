// Starts the workspace: one module a concern, wired together here and nowhere else.

import { Book } from "./book.js";
import { CellBar } from "./cellbar.js";
import { Clipboard } from "./clipboard.js";
import { Conflicts } from "./conflicts.js";
import { fill, find, shorten } from "./dom.js";
import { Findings } from "./findings.js";
import { Grid } from "./grid.js";
import { Keep } from "./keep.js";
import { Layout } from "./layout.js";
import { Surroundings } from "./page.js";
import { Painter } from "./paint.js";
import { Saver } from "./saving.js";
import { Status } from "./status.js";
import { startTexts } from "./texts.js";
import { Toasts } from "./toast.js";
import { Undo } from "./undo.js";

const data = JSON.parse(find("#workspace-data").textContent);
const { words } = data;
const book = new Book(data);
const layout = new Layout();
const toasts = new Toasts(words);
const saver = new Saver(book, new Keep(data.report.id, data.user));
const undo = new Undo(book, saver);
const grid = new Grid(book, layout, saver, undo);
const findings = new Findings(book, layout, toasts);
const conflicts = new Conflicts(book, saver, layout, toasts);
const status = new Status(book, saver, conflicts);
const surroundings = new Surroundings(book, findings);
const undoAction = { label: words.undo, run: () => undo.undo() };

function go(key) {
  find("#find").classList.remove("sheet-open"); // on a narrow screen the panel lies over the tables
  const input = layout.byKey.get(key);
  if (input) {
    input.closest("tr").classList.remove("calm");
    grid.focus(input);
    return;
  }
  const editor = find(`[data-text="${key}"]`);
  if (!editor) return;
  const folded = editor.closest("details");
  if (folded) folded.open = true;
  editor.focus({ preventScroll: true });
  editor.closest("section").scrollIntoView({ block: "start" });
}

function sayPasted({ count, totals, outside, unreadable, headings }) {
  const parts = [fill(words.pasted, { count })];
  if (unreadable) parts.push(fill(words.paste_unreadable, { count: unreadable }));
  if (outside) parts.push(fill(words.paste_outside, { count: outside }));
  if (headings) parts.push(fill(words.paste_headings, { count: headings }));
  if (totals.length) {
    const cells = totals.slice(0, 2).map(({ key, pasted, sum }) => fill(words.paste_total, { cell: book.name(key), pasted, sum: sum || words.blank }));
    parts.push(fill(words.paste_totals, { count: totals.length, cells: cells.join("；") + (totals.length > 2 ? "…" : "") }));
  }
  toasts.show("edit", parts.join("；"), count ? undoAction : null, Boolean(unreadable || outside || totals.length));
}

function sayUndo(event, count, skipped, key) {
  if (event === "nothing") {
    toasts.show("edit", words.nothing_to_undo);
    return;
  }
  const parts = [fill(words[event], { count })];
  if (skipped) parts.push(fill(words.undo_skipped, { count: skipped }));
  if (count > 1 || skipped) toasts.show("edit", parts.join("；"));
  else toasts.close("edit");
  if (key) go(key);
}

function sayOthers(others) {
  const shown = others.filter(([key]) => !book.isLocked(key));
  if (!shown.length) return;
  const [key, change] = shown[0];
  const one = { who: change.who, at: change.at, cell: book.name(key), value: shorten(change.value, 20) || words.blank };
  toasts.show("others", shown.length === 1 ? fill(words.changed_by, one) : fill(words.changed_by_many, { who: change.who, count: shown.length }));
  for (const [changed] of shown) {
    const input = layout.byKey.get(changed);
    if (!input) continue;
    const cell = input.closest("td");
    cell.classList.add("new");
    cell.addEventListener("animationend", () => cell.classList.remove("new"), { once: true });
  }
}

book.on("go", go);
book.on("recorded", () => toasts.close("edit")); // its 撤销 would take back something else now
book.on("sign", (key) => {
  if (!key) return;
  if (book.fields.get(key).clash) conflicts.visit(key);
  else {
    surroundings.showPanel();
    findings.openFor(key);
  }
});
book.on("answered", (answer, others, wasAway) => {
  findings.take(answer.findings, answer.suspect);
  surroundings.filterRows();
  sayOthers(others);
  if (wasAway && !book.unsaved().length) toasts.show("line", words.back_again);
});
book.on("restored", (count) => toasts.show("line", fill(words.restored, { count })));
book.on("folded", (key, typed, text) => {
  if (!book.isCell(key)) return;
  toasts.show("folded", fill(words.read_as, { text: typed, number: text, unit: data.cells[key].unit }), null, true);
});
book.on("pasted", sayPasted);
book.on("blanked", (count) => toasts.show("edit", fill(words.blanked, { count }), undoAction));
book.on("copied", (count) => toasts.show("edit", fill(words.copied, { count })));
book.on("undo", sayUndo);
book.on("locked", (key) => book.isLocked(key) && toasts.show("lock", words.locked_total));
book.on("locking", (key, isLocked) => toasts.show("lock", fill(words[isLocked ? "locked_now" : "unlocked_now"], { cell: book.name(key) })));
book.on("relock", (key) => {
  go(key);
  grid.toggleLock(key);
});
book.on("fix", (key, text) => {
  grid.change([{ key, text }], "typed");
  go(key);
});

document.addEventListener("keydown", (event) => {
  if (event.key === "F8") {
    event.preventDefault();
    findings.next(event.shiftKey ? -1 : 1);
  } else if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") {
    event.preventDefault(); // a habit: everything is saved anyway, now a moment sooner
    if (grid.isEditing) grid.take(grid.current);
    saver.flush();
  }
});

new Painter(book, layout, findings).start();
findings.start();
grid.start();
grid.restoreLocks();
new Clipboard(book, layout, grid).start();
conflicts.start();
new CellBar(book, findings).start();
status.start();
status.open(data.findings.filter((finding) => finding.level === "error").length, data.findings.filter((finding) => finding.level === "explain").length);
startTexts(book, saver, conflicts, toasts);
surroundings.start();
saver.start();
document.body.dataset.ready = "true";
