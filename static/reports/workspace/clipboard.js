// Blocks of figures to and from a spreadsheet.

import { fold, sum } from "./numbers.js";
import { sumOf } from "./totals.js";

// Tab-separated text as lines of texts. Excel quotes a cell that holds a line feed or a tab.
export function parse(text) {
  const lines = [[]];
  let cell = "";
  let isQuoted = false;
  const source = text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
  for (let at = 0; at < source.length; at += 1) {
    const sign = source[at];
    if (isQuoted) {
      if (sign === '"' && source[at + 1] === '"') {
        cell += '"';
        at += 1;
      } else if (sign === '"') isQuoted = false;
      else cell += sign;
    } else if (sign === '"' && cell === "") isQuoted = true;
    else if (sign === "\t" || sign === "\n") {
      lines[lines.length - 1].push(cell.trim());
      cell = "";
      if (sign === "\n") lines.push([]);
    } else cell += sign;
  }
  lines[lines.length - 1].push(cell.trim());
  return lines;
}

function isFigure(text) {
  return text !== "" && ["money", "count"].some((kind) => fold(text, kind).readable);
}

// A row's or a column's name: words, perhaps numbered. "/", "无" or "22（其中修订16件）" is a figure that cannot be read.
function isLabel(text) {
  return /[\u4e00-\u9fff].*[\u4e00-\u9fff]/.test(text) && !/^\d+(?![.、．]\D)/.test(text.normalize("NFKC"));
}

// The lines of a copied block without headings and label columns: [{texts, row}], and how many headings were left out.
// `row` is the line of the table that the copied label names, or -1. Only lines that the table itself has as heads, or
// that stand above the first figures, are headings: any other line keeps its place, even if nothing in it can be read.
export function withoutHeadings(lines, names) {
  if (!lines.some((line) => line.some(isFigure))) return [lines.map((texts) => ({ texts, row: -1 })), 0];
  const rows = lines.map((line) => line.reduce((found, text) => (found < 0 && isLabel(text) ? names.row(text) : found), -1));
  const first = lines.findIndex((line, at) => rows[at] >= 0 || line.some(isFigure));
  const isHeading = (line, at) => {
    const words = line.filter((text) => text !== "");
    if (rows[at] >= 0 || !words.some(isLabel) || words.some(isFigure)) return false;
    return at < first || words.every((text) => names.isHead(text));
  };
  const kept = lines.map((texts, at) => ({ texts, row: rows[at] })).filter((line, at) => !isHeading(line.texts, at));
  let left = 0;
  const isLabelColumn = () => kept.some(({ texts }) => texts[left] && isLabel(texts[left])) && kept.every(({ texts }) => !texts[left] || isLabel(texts[left]));
  while (isLabelColumn()) left += 1;
  // Below a label that spans lines the spreadsheet leaves blanks, so label columns end at the first column of figures.
  return [kept.map(({ texts, row }) => ({ texts: texts.slice(left), row })), lines.length - kept.length];
}

export class Clipboard {
  constructor(book, layout, grid) {
    Object.assign(this, { book, layout, grid });
  }

  start() {
    for (const table of this.layout.tables.keys()) {
      table.addEventListener("copy", (event) => this.copy(event));
      table.addEventListener("cut", (event) => this.cut(event));
      table.addEventListener("paste", (event) => this.paste(event));
    }
  }

  copy(event) {
    const lines = this.grid.lines();
    const input = this.grid.current;
    const isPart = input && this.grid.isEditing && input.selectionEnd - input.selectionStart !== input.value.length;
    if (!lines.length || (isPart && !this.grid.extent)) return false;
    const text = lines.map((cells) => cells.map((cell) => cell.value).join("\t")).join("\r\n");
    event.clipboardData.setData("text/plain", text);
    event.preventDefault();
    const count = [].concat(...lines).length;
    if (count > 1) this.book.emit("copied", count);
    return true;
  }

  cut(event) {
    if (this.copy(event) && this.grid.current) this.grid.blank(this.grid.current);
  }

  paste(event) {
    const text = event.clipboardData.getData("text/plain");
    const input = this.grid.current;
    if (!input || !text || !this.book.data.report.editable) return;
    const isBlock = /[\t\n]/.test(text.replace(/[\r\n]+$/, ""));
    if (!isBlock && this.grid.isEditing) return;
    event.preventDefault();
    this.pasteAt(this.corner(), isBlock ? text : text.replace(/[\r\n]+$/, ""));
  }

  // The upper left cell of the range.
  corner() {
    return this.grid.lines()[0][0];
  }

  pasteAt(corner, text) {
    const { table, lines: tableLines } = this.layout.place(corner);
    const [block, headings] = withoutHeadings(parse(text), this.layout.names(table));
    const found = { entries: [], totals: [], outside: 0, unreadable: 0, headings };
    if (block.length > 1) this.book.emit("block");
    if (block.length === 1 && block[0].texts.length === 1 && this.grid.range().length > 1) {
      this.pasteLine(this.grid.range(), this.grid.range().map(() => block[0].texts[0]), found);
    } else {
      const targets = this.targets(corner, block, tableLines);
      block.forEach(({ texts }, at) => this.pasteLine(targets[at], texts, found));
    }
    const count = this.grid.change(found.entries, "pasted");
    const differing = found.totals.filter(({ key, text: pasted }) => pasted !== "" && sumOf(this.book, key) !== pasted);
    const totals = differing.map(({ key, text: pasted }) => ({ key, pasted, sum: this.book.text(key) }));
    this.book.emit("pasted", { count, totals, outside: found.outside, unreadable: found.unreadable, headings });
  }

  // The cells each line of the block goes to. A label that was copied along says which row it is; other lines follow.
  targets(corner, block, tableLines) {
    const { line, column } = this.layout.place(corner);
    const cellsAt = (at) => tableLines[at] && this.layout.row(tableLines[at].slice(column));
    if (block.some(({ row }) => row >= 0)) {
      let at = line - 1;
      return block.map(({ row }) => {
        at = row >= 0 ? row : at + 1;
        return cellsAt(at);
      });
    }
    const below = tableLines.slice(line).map((cells) => this.layout.row(cells.slice(column)));
    return this.around(below, block.map(({ texts }) => texts), (cells) => cells.some((cell) => !this.book.isLocked(cell.dataset.cell)));
  }

  // Places for as many things as are to be laid: all of them, or only those that are open, when just so many are open
  // and what would come to lie on the totals is not their sum.
  around(places, things, isOpen) {
    const open = places.filter(isOpen);
    if (things.length !== open.length || open.length === places.length) return places;
    return this.holdsTotals(places, things) ? places : open;
  }

  // Whether every total that the block covers with its parts is their sum in the block.
  holdsTotals(places, things) {
    const shown = new Map();
    things.forEach((thing, at) => {
      [].concat(thing).forEach((text, column) => {
        const cell = [].concat(places[at])[column];
        if (cell) shown.set(cell.dataset.cell, text);
      });
    });
    const covered = Array.from(shown.keys()).filter((key) => this.book.isLocked(key) && this.book.data.totals[key].every((part) => shown.has(part)));
    return covered.length > 0 && covered.every((key) => sum(this.book.data.totals[key].map((part) => shown.get(part)), this.book.kind(key)) === fold(shown.get(key), this.book.kind(key)).text);
  }

  pasteLine(cells, texts, found) {
    if (!cells) {
      found.outside += texts.filter((text) => text !== "").length;
      return;
    }
    const targets = this.around(cells, texts, (cell) => !this.book.isLocked(cell.dataset.cell));
    texts.forEach((text, at) => {
      const cell = targets[at];
      if (!cell) {
        if (text !== "") found.outside += 1;
        return;
      }
      const key = cell.dataset.cell;
      const { text: figure, readable } = fold(text, this.book.kind(key));
      if (this.book.isLocked(key)) found.totals.push({ key, text: figure });
      else {
        if (!readable) found.unreadable += 1;
        found.entries.push({ key, text: figure });
      }
    });
  }
}
