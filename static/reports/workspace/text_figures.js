// Figures bound into a text: what a field such as {{a.b.c+d.e.f|change}} shows of the cells as they stand on the screen.
// The same grammar and the same rounding as on the server, which decides in the end.

import { fill } from "./dom.js";
import { fold } from "./numbers.js";

const FIELD = /\{\{([^{}\n]*)\}\}/g;
const CELL = /^[a-z0-9_]+(\.[a-z0-9_]+){2}$/;
const FORMS = ["number", "change", "difference", "share"];

// {cells, form, whole} of a token whose cells the form has; null for anything else.
export function fieldOf(book, token) {
  const [summed, form, ...more] = token.slice(2, -2).trim().split("|");
  const [parts, whole, ...rest] = summed.split("/");
  if (more.length || rest.length || (form !== undefined && !FORMS.slice(1).includes(form))) return null;
  if ((whole !== undefined) !== (form === "share")) return null;
  const cells = cellsOf(book, parts);
  const of = whole === undefined ? [] : cellsOf(book, whole);
  return cells && of ? { cells, form: form || "number", whole: of } : null;
}

function cellsOf(book, summed) {
  const cells = summed.split("+").map((key) => key.trim());
  return cells.every((key) => CELL.test(key) && book.isCell(key)) ? cells : null;
}

export function tokenOf({ cells, form, whole }) {
  const summed = cells.join("+") + (whole.length ? `/${whole.join("+")}` : "");
  return form === "number" ? `{{${summed}}}` : `{{${summed}|${form}}}`;
}

// A stored text in pieces: {text, token, field}; `field` only for tokens that can be read.
export function piecesOf(book, stored) {
  const pieces = [];
  let at = 0;
  const plain = (text) => text && pieces.push({ text, token: "", field: null });
  for (const found of stored.matchAll(FIELD)) {
    const field = fieldOf(book, found[0]);
    if (!field) continue;
    plain(stored.slice(at, found.index));
    pieces.push({ text: figureOf(book, field).text, token: found[0], field });
    at = found.index + found[0].length;
  }
  plain(stored.slice(at));
  return pieces;
}

// A stored text as it is read.
export function shownText(book, stored) {
  return stored.includes("{{") ? piecesOf(book, stored).map((piece) => piece.text).join("") : stored;
}

// A stored text with its fields named: what the figures were at another time is not known here.
export function namedText(book, stored) {
  return piecesOf(book, stored).map(({ text, field }) => (field ? `〔${labelOf(book, field)}〕` : text)).join("");
}

export function labelOf(book, { cells, form, whole }) {
  const { words } = book.data;
  const name = sumLabel(book, cells);
  if (form === "number") return name;
  if (form === "share") return fill(words.figure_share_label, { part: name, whole: sumLabel(book, whole) });
  return fill(words.figure_form_label, { name, form: words[`figure_${form}`] });
}

export function sumLabel(book, cells) {
  const sum = cells.join("+");
  return book.data.sums[sum] || cells.map((key) => book.data.cells[key].label).join("＋");
}

// {text, problem}: what a field shows now; why there is nothing to show, or "".
export function figureOf(book, field) {
  try {
    return { text: show(book, field), problem: "" };
  } catch (problem) {
    if (!(problem instanceof NoFigure)) throw problem;
    return { text: book.data.words.figure_none, problem: problem.message };
  }
}

class NoFigure extends Error {}

function show(book, { cells, form, whole }) {
  const { words } = book.data;
  const now = total(book, cells, (key) => book.text(key));
  if (form === "number") return digits(now);
  if (form === "share") return share(words, now, total(book, whole, (key) => book.text(key)));
  if (!book.data.has_previous) throw new NoFigure(words.figure_no_last_year);
  const last = total(book, cells, (key) => book.data.previous[key] || "");
  const difference = plus(now, { units: -last.units, places: last.places });
  if (form === "difference") return difference.units < 0n ? words.figure_fewer + digits(minus(difference)) : words.figure_more + digits(difference);
  if (difference.units === 0n) return words.figure_equal;
  if (last.units <= 0n) throw new NoFigure(words.figure_no_base);
  const change = perCent(difference.units < 0n ? minus(difference) : difference, last);
  if (change === "0.0%") return words.figure_nearly_equal;
  return (difference.units < 0n ? words.figure_fell : words.figure_rose) + change;
}

// Amounts are whole numbers of 10^-places, so that nothing is lost.
function total(book, cells, textOf) {
  const { words } = book.data;
  const specs = cells.map((key) => book.data.cells[key]);
  if (specs.some(({ kind, unit }) => kind !== specs[0].kind || unit !== specs[0].unit)) throw new NoFigure(words.figure_units);
  return cells.reduce((sum, key) => {
    const { text, readable } = fold(textOf(key), book.kind(key));
    if (!readable || text === "") throw new NoFigure(fill(words.figure_blank, { cell: book.data.cells[key].label }));
    return plus(sum, number(text));
  }, { units: 0n, places: 0 });
}

function number(text) {
  const [whole, fraction] = text.split(".");
  return { units: BigInt(whole + (fraction || "")), places: (fraction || "").length };
}

function plus(one, other) {
  const places = Math.max(one.places, other.places);
  const scaled = ({ units, places: own }) => units * 10n ** BigInt(places - own);
  return { units: scaled(one) + scaled(other), places };
}

function minus({ units, places }) {
  return { units: -units, places };
}

function digits({ units, places }) {
  const text = String(units < 0n ? -units : units).padStart(places + 1, "0");
  const cut = text.length - places;
  return (units < 0n ? "-" : "") + text.slice(0, cut) + (places ? `.${text.slice(cut)}` : "");
}

function share(words, part, whole) {
  if (whole.units <= 0n || part.units < 0n) throw new NoFigure(words.figure_no_whole);
  const rest = plus(part, minus(whole));
  if (rest.units === 0n) return "100%";
  return part.units === 0n ? "0%" : perCent(part, whole);
}

// part / whole to one place, half up.
function perCent(part, whole) {
  const above = part.units * 10n ** BigInt(whole.places);
  const below = whole.units * 10n ** BigInt(part.places);
  const tenths = (above * 2000n + below) / (below * 2n);
  return `${tenths / 10n}.${tenths % 10n}%`;
}

// Sums of which `cells` are a part: totals over them and the sides of balances, the nearest first.
export function wholesOf(book, cells) {
  const part = leaves(book, cells);
  const sides = Object.keys(book.data.totals).map((key) => [key]).concat(...book.data.balances.map(({ left, right }) => (
    isWithin(book, part, right) ? [left.slice(0, 1), left] : [left])));
  const own = cells.join("+");
  const balances = new Set(book.data.balances.filter(({ right }) => isWithin(book, part, right)).map(({ left }) => left[0]));
  const found = sides.filter((side) => side.join("+") !== own && (isWithin(book, part, side) || balances.has(side[0])));
  const unique = new Map(found.map((side) => [side.join("+"), side]));
  return Array.from(unique.values()).sort((one, other) => leaves(book, one).size - leaves(book, other).size);
}

function isWithin(book, part, side) {
  const whole = leaves(book, side);
  return Array.from(part).every((key) => whole.has(key));
}

// The cells a sum is made of in the end.
function leaves(book, cells) {
  const found = new Set();
  const walk = (key) => (book.isTotal(key) ? book.data.totals[key].forEach(walk) : found.add(key));
  cells.forEach(walk);
  return found;
}
