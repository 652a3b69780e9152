// Totals that fill themselves, from the totals the schema declares. A total over a blank part is blank.

import { sum } from "./numbers.js";

// What the parts of a total add up to: text, "" over a blank part, null when that cannot be said now.
export function sumOf(book, total) {
  const parts = book.data.totals[total];
  if (parts.some((part) => book.fields.get(part).clash)) return null;
  return sum(parts.map((part) => book.text(part)), book.kind(total));
}

export function fillTotals(book) {
  for (const total of Object.keys(book.data.totals)) {
    if (book.unlocked.has(total)) continue;
    const text = sumOf(book, total);
    if (text !== null) book.put(total, text, "total");
  }
}

// What the locked totals will be once `typed` stands in `key`, as [key, text] pairs; nothing is changed by asking.
export function runningTotals(book, key, typed) {
  const shown = new Map([[key, typed]]);
  for (const [total, parts] of Object.entries(book.data.totals)) {
    if (book.unlocked.has(total) || total === key) continue;
    const texts = parts.map((part) => (shown.has(part) ? shown.get(part) : book.text(part)));
    const text = parts.some((part) => book.fields.get(part).clash) ? null : sum(texts, book.kind(total));
    shown.set(total, text === null ? book.text(total) : text);
  }
  shown.delete(key);
  return shown;
}

// After others' changes: a total whose stored figure is not the sum of the stored parts was filed by hand.
export function followLocks(book, keys) {
  for (const total of keys.filter((key) => book.isTotal(key))) {
    const stored = book.data.totals[total].map((part) => book.fields.get(part).stored);
    const isByHand = sum(stored, book.kind(total)) !== book.fields.get(total).stored;
    if (isByHand !== book.unlocked.has(total)) book.unlock(total, isByHand);
  }
}
