// Where the inputs stand: by printed line and column, merges included, as the paper's order has them.

import { all, find } from "./dom.js";

const LONG = 4; // from so many characters on, the beginning of a label is enough

// A label without its number, spaces and brackets' width: what two prints of it have in common.
function bare(label) {
  const text = ((label && label.textContent) || (typeof label === "string" ? label : "")).normalize("NFKC").replace(/\s+/g, "");
  return text.replace(/^\(?[一二三四五六七八九十\d]+[).、．]*/, "");
}

export class Layout {
  constructor() {
    this.inputs = all("input[data-cell]"); // in the order of the paper
    this.byKey = new Map(this.inputs.map((input) => [input.dataset.cell, input]));
    this.tables = new Map(); // table element -> lines, each an array of inputs by column (a merged cell several times)
    for (const input of this.inputs) {
      const table = input.closest("table");
      if (!this.tables.has(table)) this.tables.set(table, new Map());
      const lines = this.tables.get(table);
      const line = Number(input.dataset.line);
      if (!lines.has(line)) lines.set(line, []);
      for (let at = 0; at < Number(input.dataset.span); at += 1) lines.get(line)[Number(input.dataset.column) + at] = input;
    }
    for (const [table, lines] of this.tables) {
      this.tables.set(table, Array.from(lines.keys()).sort((a, b) => a - b).map((line) => lines.get(line)));
    }
  }

  // {table, lines, line, column} of an input; `line` counts only lines with figures.
  place(input) {
    const table = input.closest("table");
    const lines = this.tables.get(table);
    const column = Number(input.dataset.column);
    return { table, lines, line: lines.findIndex((cells) => cells[column] === input), column };
  }

  // What the table's own heads and row labels are called: {row(text) -> line or -1, isHead(text)}.
  names(table) {
    const labels = this.tables.get(table).map((cells) => bare(find("th.h-row", cells.find(Boolean).closest("tr"))));
    const heads = new Set(all("th", table).filter((head) => !head.classList.contains("h-row")).map(bare));
    return {
      row(text) {
        const name = bare(text);
        const exact = labels.indexOf(name);
        if (exact >= 0 || name.length < LONG) return name ? exact : -1;
        const like = labels.filter((label) => label.length >= LONG && (label.startsWith(name) || name.startsWith(label)));
        return like.length === 1 ? labels.indexOf(like[0]) : -1;
      },
      isHead: (text) => heads.has(bare(text)),
    };
  }

  // The input `down` lines below and `right` cells to the right, or null at the edge. `column` is kept over merges.
  near(input, down, right, column) {
    const place = this.place(input);
    const from = column === undefined ? place.column : column;
    for (let line = place.line + down; line >= 0 && line < place.lines.length; line += down) {
      const cells = place.lines[line];
      if (!down) {
        const row = this.row(cells);
        return row[row.indexOf(input) + right] || null;
      }
      if (cells[from] && !cells[from].closest("tr").classList.contains("calm")) return cells[from];
    }
    return null;
  }

  // The distinct inputs of a line, left to right.
  row(cells) {
    return cells.filter((input, at) => input && cells.indexOf(input) === at);
  }

  // Next or previous cell in the order of the paper, over all tables.
  next(input, step) {
    let at = this.inputs.indexOf(input) + step;
    while (this.inputs[at] && this.inputs[at].closest("tr").classList.contains("calm")) at += step;
    return this.inputs[at] || null;
  }

  // The report's first cell that is shown (`step` 1), or its last (-1).
  end(step) {
    const edge = this.inputs[step > 0 ? 0 : this.inputs.length - 1];
    return edge.closest("tr").classList.contains("calm") ? this.next(edge, step) : edge;
  }

  // The lines of inputs between two corners of one table.
  block(first, second) {
    const a = this.place(first);
    const b = this.place(second);
    const [top, bottom] = [Math.min(a.line, b.line), Math.max(a.line, b.line)];
    const ends = [a.column, a.column + Number(first.dataset.span) - 1, b.column, b.column + Number(second.dataset.span) - 1];
    const [left, right] = [Math.min(...ends), Math.max(...ends)];
    return a.lines.slice(top, bottom + 1).map((cells) => this.row(cells.slice(left, right + 1)));
  }
}
