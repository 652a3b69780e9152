// A text in the editor: paragraphs of words and chips, each chip a bound figure that is taken or left whole.
// Places in a paragraph are counted in characters of its stored line, in which a chip is its token.

import { element } from "./dom.js";
import { figureOf, fieldOf, labelOf, piecesOf } from "./text_figures.js";

const PAD = "\ufeff"; // beside a chip where the caret would find no place: at an end of a line, between two chips
const PADS = /\ufeff/g;

export function isChip(node) {
  return node !== null && node.nodeType === Node.ELEMENT_NODE && "token" in node.dataset;
}

function chip(book, token) {
  const made = element("span.chip", { contenteditable: "false", "data-token": token });
  paintChip(book, made);
  return made;
}

export function paintChip(book, made) {
  const field = fieldOf(book, made.dataset.token);
  if (!field) return;
  const { text, problem } = figureOf(book, field);
  const title = labelOf(book, field) + (problem ? `\n${problem}` : "");
  if (made.textContent !== text) made.textContent = text;
  if (made.title !== title) made.title = title;
  made.classList.toggle("none", Boolean(problem));
}

// A stored line as a paragraph.
export function paragraphOf(book, line) {
  const paragraph = element("p", {});
  for (const { text, token } of piecesOf(book, line)) paragraph.append(token ? chip(book, token) : text);
  if (line === "") paragraph.append(element("br"));
  pad(paragraph);
  return paragraph;
}

// The stored line of a paragraph, or of any part of one.
export function lineOf(node) {
  if (node.nodeType === Node.TEXT_NODE) return node.data.replace(PADS, "");
  if (isChip(node)) return node.dataset.token;
  return Array.from(node.childNodes, lineOf).join("");
}

// The paragraph as it is read.
export function wordsOf(node) {
  return node.textContent.replace(PADS, "");
}

// Gives the caret a place on both sides of every chip.
export function pad(paragraph) {
  for (const made of paragraph.querySelectorAll("[data-token]")) {
    if (!isText(made.previousSibling)) made.before(PAD);
    if (!isText(made.nextSibling)) made.after(PAD);
  }
}

function isText(node) {
  return node !== null && node.nodeType === Node.TEXT_NODE && node.data !== "";
}

// How far into the paragraph's stored line a place in it is.
export function offsetOf(paragraph, node, offset) {
  const range = document.createRange();
  range.selectNodeContents(paragraph);
  range.setEnd(node, offset);
  return lineOf(range.cloneContents()).length;
}

// The place of a character of the stored line: {node, offset}; inside a chip, the side of it that is nearer.
export function placeOf(paragraph, at) {
  let left = at;
  let last = { node: paragraph, offset: 0 };
  for (const node of paragraph.childNodes) {
    const length = lineOf(node).length;
    const index = Array.prototype.indexOf.call(paragraph.childNodes, node);
    if (isText(node)) {
      if (left <= length) return { node, offset: textOffset(node.data, left) };
      last = { node, offset: node.data.length };
    } else if (isChip(node)) {
      if (left < length) return { node: paragraph, offset: left * 2 < length ? index : index + 1 };
      last = { node: paragraph, offset: index + 1 };
    }
    left -= length;
  }
  return last;
}

// The same place with the padding counted.
function textOffset(data, left) {
  let at = 0;
  for (let count = 0; at < data.length && (count < left || (left > 0 && count === left && data[at] === PAD)); at += 1) if (data[at] !== PAD) count += 1;
  return at;
}

// The chip that a key would reach next from the caret: padding between is skipped. `step` is -1 or 1.
export function chipBeside(selection, step) {
  if (!selection.isCollapsed || !selection.rangeCount) return null;
  let { anchorNode: node, anchorOffset: offset } = selection;
  if (node.nodeType === Node.TEXT_NODE) {
    const between = step < 0 ? node.data.slice(0, offset) : node.data.slice(offset);
    if (between.replace(PADS, "") !== "") return null;
    node = step < 0 ? node.previousSibling : node.nextSibling;
  } else {
    node = node.childNodes[step < 0 ? offset - 1 : offset] || null;
    if (node && node.nodeType === Node.TEXT_NODE && node.data.replace(PADS, "") === "") node = step < 0 ? node.previousSibling : node.nextSibling;
  }
  return isChip(node) ? node : null;
}

// Padding at an end of a line is no character of its own: the caret steps over it before it goes on.
export function skipPadding(selection, step, isExtending) {
  const { focusNode: node, focusOffset: offset } = selection;
  if (!node || node.nodeType !== Node.TEXT_NODE) return;
  let at = offset;
  while (node.data[step < 0 ? at - 1 : at] === PAD) at += step;
  if (at === offset) return;
  if (isExtending) selection.extend(node, at);
  else if (selection.isCollapsed) selection.collapse(node, at);
}
