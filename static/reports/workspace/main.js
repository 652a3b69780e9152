// Starts the workspace: one module a concern, wired together here and nowhere else.

import { Asker } from "./ask.js";
import { Book } from "./book.js";
import { CellBar } from "./cellbar.js";
import { Clipboard } from "./clipboard.js";
import { Conflicts } from "./conflicts.js";
import { fill, find, shorten } from "./dom.js";
import { Findings } from "./findings.js";
import { Grid } from "./grid.js";
import { History } from "./history.js";
import { Keep } from "./keep.js";
import { Layout } from "./layout.js";
import { Objections } from "./objections.js";
import { Surroundings } from "./page.js";
import { Painter } from "./paint.js";
import { Saver } from "./saving.js";
import { Status } from "./status.js";
import { Submitting } from "./submit.js";
import { startTexts } from "./texts.js";
import { Toasts } from "./toast.js";
import { Undo } from "./undo.js";
import { Zeroing } from "./zero.js";

const data = JSON.parse(find("#workspace-data").textContent);
const { words } = data;
const book = new Book(data);
const layout = new Layout();
const toasts = new Toasts(words);
const saver = new Saver(book, new Keep(data.report.id, data.user));
const undo = new Undo(book, saver);
const grid = new Grid(book, layout, saver, undo);
const asker = new Asker(book, saver);
const objections = new Objections(book, asker);
const findings = new Findings(book, layout, toasts, asker, objections);
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
    grid.centre(input);
    return;
  }
  const editor = find(`[data-text="${key}"]`);
  if (!editor) {
    const part = document.getElementById(`part-${key}`); // an objection may be to a whole part
    if (part) part.scrollIntoView({ block: "start" });
    return;
  }
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

// What somebody said has changed the panel; the figures stand as they are.
function takePanel(answer) {
  saver.said = answer.said;
  findings.take(answer);
  status.open(answer.errors, answer.explains);
  surroundings.filterRows();
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
  findings.take(answer);
  surroundings.filterRows();
  sayOthers(others);
  if (wasAway && !book.unsaved().length) toasts.show("line", words.back_again);
});
book.on("restored", (count) => toasts.show("line", fill(words.restored, { count })));
book.on("folded", (key, typed, text) => {
  if (!book.isCell(key)) return;
  toasts.show("folded", fill(words.read_as, { text: typed, number: text, unit: data.cells[key].unit }));
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
book.on("suggested", (one) => {
  // A total that adds itself up follows its parts.
  const open = one.changes.filter(({ cell }) => !book.isLocked(cell));
  grid.change(open.map(({ cell, after }) => ({ key: cell, text: after })), "suggested", one.sentence);
  go(one.changes[0].cell);
  toasts.show("edit", words.suggestion_taken, undoAction);
});
book.on("panel", () => surroundings.showPanel());
book.on("explained", (finding, answer) => {
  takePanel(answer);
  const told = answer.findings.find(({ subject }) => subject === finding.subject);
  if (told) objections.offerProof(told);
  toasts.show("explained", words.explain_done);
  findings.goOn();
});
book.on("objection-answered", (answer) => {
  takePanel(answer);
  toasts.show("explained", words.answer_done);
  findings.goOn();
});
book.on("moved", () => status.moved());

// Ctrl+Z wherever the cursor is, but in a box that is typed into (which has its own) and under a dialog.
function isUndoing(event) {
  const isAsked = (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === "z";
  const isElsewhere = event.target.closest("input, textarea, select, [contenteditable=true], dialog[open], .pick");
  return isAsked && data.report.editable && !event.defaultPrevented && !isElsewhere;
}

document.addEventListener("keydown", (event) => {
  if (event.key === "F8") {
    event.preventDefault();
    findings.next(event.shiftKey ? -1 : 1);
  } else if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") {
    event.preventDefault(); // a habit: everything is saved anyway, now a moment sooner
    if (grid.isEditing) grid.take(grid.current);
    saver.flush();
  } else if (isUndoing(event)) {
    event.preventDefault();
    undo.undo();
  }
});

new Painter(book, layout, findings, objections).start();
findings.start();
grid.start();
grid.restoreLocks();
new Clipboard(book, layout, grid).start();
conflicts.start();
new CellBar(book, findings).start();
status.start();
status.open(data.errors, data.explains);
startTexts(book, saver, conflicts, toasts);
surroundings.start();
new History(book).start();
new Submitting(book, saver, findings, objections).start();
new Zeroing(book, saver, undo, asker, toasts).start();
saver.start();
objections.start();
const asked = /^#cell-(.+)$/.exec(location.hash); // a cell or a text that another page leads to
if (asked) book.emit("go", decodeURIComponent(asked[1]));
document.body.dataset.ready = "true";
