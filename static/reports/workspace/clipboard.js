// Blocks of figures to and from a spreadsheet.

import { fold } from "./numbers.js";
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
  return fold(text, "money").readable && text !== "";
}

// A row's or a column's name: words, perhaps numbered. "/", "无" or "22（其中修订16件）" is a figure that cannot be read.
function isLabel(text) {
  return /[\u4e00-\u9fff].*[\u4e00-\u9fff]/.test(text) && !/^\d+(?![.、．]\D)/.test(text.normalize("NFKC"));
}

// Lines of headings and columns of row labels that were copied along are left out; returns [lines, how many lines].
export function withoutHeadings(lines) {
  if (!lines.some((line) => line.some(isFigure))) return [lines, 0];
  const isHeading = (line) => line.some((text) => text !== "" && !isFigure(text)) && !line.some(isFigure);
  const figures = lines.filter((line) => !(isHeading(line) && line.some(isLabel)));
  let left = 0;
  while (figures.some((line) => line[left] && isLabel(line[left])) && figures.every((line) => !line[left] || isLabel(line[left]))) left += 1;
  // Below a label that spans lines the spreadsheet leaves blanks, so label columns end at the first column of figures.
  return [figures.map((line) => line.slice(left)), lines.length - figures.length];
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
    const [block, headings] = withoutHeadings(parse(text));
    const found = { entries: [], totals: [], outside: 0, unreadable: 0, headings };
    const lines = this.rowsFor(corner, block);
    block.forEach((texts, at) => this.pasteLine(lines[at], texts, found));
    const count = this.grid.change(found.entries, "pasted");
    const differing = found.totals.filter(({ key, text: pasted }) => {
      const sum = sumOf(this.book, key);
      return pasted !== "" && sum !== pasted;
    });
    const totals = differing.map(({ key, text: pasted }) => ({ key, pasted, sum: this.book.text(key) }));
    this.book.emit("pasted", { count, totals, outside: found.outside, unreadable: found.unreadable, headings });
  }

  // The lines of the table that the block's lines go to. A block with no line for totals that fill themselves is laid
  // around them; any other goes line to line.
  rowsFor(corner, block) {
    const { lines, line, column } = this.layout.place(corner);
    const below = lines.slice(line).map((cells) => this.layout.row(cells.slice(column)));
    const open = below.filter((cells) => cells.some((cell) => !this.book.isLocked(cell.dataset.cell)));
    return block.length === open.length && open.length < below.length ? open : below;
  }

  pasteLine(cells, texts, found) {
    if (!cells) {
      found.outside += texts.filter((text) => text !== "").length;
      return;
    }
    const open = cells.filter((cell) => !this.book.isLocked(cell.dataset.cell));
    const targets = texts.length === open.length && open.length < cells.length ? open : cells;
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
